#include "frame_cache.h"

#include <functional>
#include <mutex>
#include <string_view>
#include <type_traits>
#include <utility>

namespace sovang::layout {
namespace {

using document::Block;
using document::Box;
using document::Frame;

/// Writes values one behind the other, each so that its end is known.
class KeyWriter {
 public:
  explicit KeyWriter(const document::Document& document) : document_(document) { key_.reserve(512); }

  /// False if the frame's content depends on more than what is written here.
  [[nodiscard]] bool add(const Frame& frame) {
    add_all(frame.x, frame.y, frame.width, frame.height, frame.vertical, frame.fit, frame.min_font_size,
            frame.min_condense_permille, frame.max_lines, frame.overflow, frame.rotate);
    for (const Block& child : frame.children) {
      const auto* paragraph = std::get_if<document::Paragraph>(&child.content);
      if (paragraph == nullptr || child.box != document::BoxId{} || !child.id.empty()) return false;
      add_all(child.layer, child.space.before, child.space.after, child.keep.break_before,
              child.keep.break_after);
      if (!add(*paragraph)) return false;
    }
    return true;
  }
  template <class... Values>
  void add_all(const Values&... values) {
    (put(values), ...);
  }
  [[nodiscard]] std::string take() { return std::move(key_); }

 private:
  [[nodiscard]] bool add(const document::Paragraph& paragraph) {
    const auto style = static_cast<std::size_t>(paragraph.style);
    if (style >= document_.paragraph_styles.size() || !add(paragraph.text_style)) return false;
    put(document_.paragraph_styles[style]);
    for (const document::Inline& part : paragraph.content) {
      if (const auto* run = std::get_if<document::TextRun>(&part)) {
        add_all('t', std::string_view(run->text), run->keep_together);
        if (!add(run->style)) return false;
      } else if (const auto* forced = std::get_if<document::ForcedBreak>(&part)) {
        add_all('b', forced->justify);
      } else {
        return false;
      }
    }
    put('.');
    return true;
  }
  [[nodiscard]] bool add(document::TextStyleId id) {
    const auto index = static_cast<std::size_t>(id);
    if (index >= document_.text_styles.size()) return false;
    const document::TextStyle& style = document_.text_styles[index];
    add_all(std::string_view(style.family), style.size, style.bold, style.italic, style.underline,
            style.color, style.letter_spacing, std::string_view(style.lang));
    return true;
  }

  template <class Number>
  requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
  void put(Number value) { key_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void put(std::string_view text) {
    put(text.size());
    key_ += text;
  }
  void put(Length length) { put(length.units); }
  void put(const document::Color& color) { add_all(color.red, color.green, color.blue); }
  void put(const document::Size& size) { add_all(size.kind, size.length, size.share_millionths); }
  template <class Value>
  void put(const std::optional<Value>& value) {
    put(value.has_value());
    put(value.value_or(Value{}));
  }
  void put(const document::ParagraphStyle& style) {
    add_all(style.align, style.first_line_indent, style.indent_left, style.indent_right,
            style.line_height.permille, style.line_height.exact, style.orphans, style.widows, style.wrap,
            style.bind, style.line_break, style.role);
  }

  const document::Document& document_;
  std::string key_;
};

}  // namespace

std::optional<std::string> frame_key(const Context& context, const Block& block, const Frame& frame) {
  const bool alone = context.fitting == nullptr && !context.in_ladder && !context.structure.is_replaying();
  if (!alone || frame.origin != Frame::Origin::page || block.box != document::BoxId{}) return std::nullopt;
  KeyWriter key(context.document);
  key.add_all(block.layer, context.structure.makes_nodes());
  if (!key.add(frame)) return std::nullopt;
  return key.take();
}

FrameCache::KeptPtr FrameCache::find(const std::string& key) const {
  const std::shared_lock lock(mutex_);
  const auto found = kept_.find(key);
  return found == kept_.end() ? nullptr : found->second;
}

bool FrameCache::comes_again(const std::string& key) {
  const std::size_t hash = std::hash<std::string>{}(key);
  return seen_[hash % seen_.size()].exchange(hash, std::memory_order_relaxed) == hash;
}

void FrameCache::keep(std::string key, Kept kept) {
  auto made = std::make_shared<const Kept>(std::move(kept));
  const std::unique_lock lock(mutex_);
  if (kept_.size() >= most) kept_.clear();
  kept_.try_emplace(std::move(key), std::move(made));
}

}  // namespace sovang::layout
