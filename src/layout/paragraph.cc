#include "paragraph.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sovang/text/typography.h"

#include "footnotes.h"

namespace sovang::layout {
namespace {

using document::Align;
using document::scaled;

StructureType structure_of(document::Role role) {
  constexpr std::array<StructureType, 11> types{
      StructureType::paragraph, StructureType::h1,   StructureType::h2,      StructureType::h3,
      StructureType::h4,        StructureType::h5,   StructureType::h6,      StructureType::title,
      StructureType::caption,   StructureType::note, StructureType::artifact};
  return types[static_cast<std::size_t>(role)];
}

/// Lines that have been broken, turned into strips.
class LineSetter {
 public:
  LineSetter(Context& context, const ParagraphJob& job, const document::ParagraphStyle& style, int structure)
      : context_(context), job_(job), style_(style), structure_(structure) {}

  /// The room of a line, and where it begins.
  struct Room {
    Length x{};
    Length width{};
  };
  [[nodiscard]] Length first_indent() const {
    return job_.no_first_indent ? Length{} : style_.first_line_indent;
  }
  [[nodiscard]] Room room(bool first) const {
    const Length indent = first ? first_indent() : Length{};
    return {job_.x + style_.indent_left + indent,
            job_.width - style_.indent_left - style_.indent_right - indent};
  }

  Strip set(const LineSpan& line, const Room& room, bool stretch, bool ends_paragraph) {
    Strip strip;
    strip.source = job_.source;
    measure_height(line, strip);
    // What letter-spacing adds after the last letter is not seen, so it does not count where lines are
    // centred. Only a word has it behind its last letter, not a leader.
    const Part& last_part = part(first_part(line.end) - 1);
    const bool spaced = last_part.kind == Part::Kind::word && last_part.look != nullptr;
    const Length unseen = spaced ? last_part.look->letter_spacing : Length{};
    const Length left = room.width - line.natural + unseen;
    const bool justified = style_.align == Align::justify && !line.fills && line.spaces.units > 0;
    extra_ = justified && (stretch || left.units < 0) ? left : Length{};
    spaces_ = line.spaces;
    spaces_before_ = {};
    fill_ = line.fills && left.units > 0 ? share_of_leaders(line, left) : Length{};
    x_ = room.x + start(left, extra_.units != 0 || line.fills);
    for (std::size_t token = line.begin; token < line.end; ++token) {
      for (std::size_t i = first_part(token); i < first_part(token + 1); ++i) {
        parts_left_ = first_part(line.end) - i;
        set_part(part(i), strip);
      }
      const Length space = context_.scratch.tokens[token].space_after;
      const bool last = token + 1 == line.end;
      if (space.units > 0 && !(last && ends_paragraph)) mark_space();
      if (!last) skip_space(space);
    }
    text_ = nullptr;
    return strip;
  }

  void set_empty(Strip& strip) {
    above_ = below_ = {};
    strip.source = job_.source;
    take_height(context_.look(job_.paragraph.text_style, job_.source));
    strip.height = above_ + below_;
  }

 private:
  [[nodiscard]] const Part& part(std::size_t index) const { return context_.scratch.parts[index]; }
  [[nodiscard]] std::size_t first_part(std::size_t token) const { return context_.scratch.first_part[token]; }

  /// §6: what a line is higher or lower than its font is split half above, half below.
  void take_height(const Look& look) {
    const document::LineHeight& rule = style_.line_height;
    const Length line = rule.exact ? *rule.exact : scaled(look.own_line, rule.permille, 1000);
    const Length above = (line - look.ascent - look.descent) / 2 + look.ascent;
    above_ = std::max(above_, above);
    below_ = std::max(below_, line - above);
  }

  void measure_height(const LineSpan& line, Strip& strip) {
    above_ = below_ = {};
    for (std::size_t i = first_part(line.begin); i < first_part(line.end); ++i) {
      const Look* look = part(i).look;
      if (look != nullptr && look->raise.units == 0) take_height(*look);
      above_ = std::max(above_, part(i).height);
    }
    if ((above_ + below_).units == 0) take_height(context_.look(job_.paragraph.text_style, job_.source));
    strip.height = above_ + below_;
  }

  [[nodiscard]] Length start(Length left, bool filled) const {
    if (filled) return {};
    switch (style_.align) {
      case Align::center:
        return left / 2;
      case Align::right:
        return left;
      case Align::left:
      case Align::justify:
        break;
    }
    return {};
  }

  [[nodiscard]] Length share_of_leaders(const LineSpan& line, Length left) const {
    std::int64_t leaders = 0;
    for (std::size_t i = first_part(line.begin); i < first_part(line.end); ++i) {
      if (fills_line(part(i))) ++leaders;
    }
    return left / std::max<std::int64_t>(leaders, 1);
  }

  /// A leader without a width takes what the line has over; several share it.
  [[nodiscard]] static bool fills_line(const Part& part) {
    return part.kind == Part::Kind::leader &&
           std::get<document::Leader>(*part.source).width.kind == document::Size::Kind::automatic;
  }

  void set_part(const Part& part, Strip& strip) {
    switch (part.kind) {
      case Part::Kind::word:
        set_word(part, strip);
        break;
      case Part::Kind::space:
        mark_space();
        skip_space(part.width);
        return;
      case Part::Kind::gap:
        mark_space();
        x_ += part.width;
        return;
      case Part::Kind::picture:
      case Part::Kind::qr:
        set_picture(part, strip);
        break;
      case Part::Kind::leader:
        set_leader(part, strip);
        return;
    }
    x_ += part.width;
  }

  void set_word(const Part& part, Strip& strip) {
    note_source(part, strip);
    const int structure = part.structure == -2 ? structure_ : part.structure;
    if (text_ == nullptr || look_ != part.look || item_structure_ != structure) {
      start_text(*part.look, structure, strip);
    }
    // The pointer stays good: no item is added before the text ends.
    text_->pieces.push_back({part.shaped, x_, part.width, false});
    text_->width = x_ + part.width - text_->x;
  }

  void start_text(const Look& look, int structure, Strip& strip) {
    TextItem text;
    text.face = look.face;
    text.size = look.size;
    text.baseline = above_ - look.raise;
    text.x = x_;
    text.color = look.color;
    text.letter_spacing = look.letter_spacing;
    text.condense_permille = look.condense_permille;
    text.underline = look.underline;
    if (spaces_.units > 0) {
      text.space_change_permille = static_cast<std::int32_t>(scaled(extra_, 1000, spaces_.units).units);
    }
    text.pieces.reserve(parts_left_);
    strip.items.push_back({std::move(text), job_.layer, structure, std::nullopt});
    text_ = &std::get<TextItem>(strip.items.back().content);
    look_ = &look;
    item_structure_ = structure;
  }

  void set_picture(const Part& part, Strip& strip) {
    text_ = nullptr;
    const Length top = above_ - part.height;
    if (const auto* qr = std::get_if<document::InlineQr>(part.source)) {
      strip.items.push_back({QrItem{qr->value, document::Qr::Correction::medium, x_, top, qr->size},
                             job_.layer, part.structure, std::nullopt});
    } else if (const auto* picture = std::get_if<document::InlinePicture>(part.source)) {
      strip.items.push_back({PictureItem{picture->picture, x_, top, part.width, part.height, std::nullopt},
                             job_.layer, part.structure, std::nullopt});
    }
  }

  void set_leader(const Part& part, Strip& strip) {
    text_ = nullptr;
    const auto& leader = std::get<document::Leader>(*part.source);
    const Length width = fills_line(part) ? fill_ : part.width;
    const Length end = x_ + width;
    if (leader.pattern == document::Leader::Pattern::rule && width.units > 0) {
      strip.items.push_back(
          {LineItem{x_, above_, end, above_, Length::pt(0.5), document::LineStyle::solid, part.look->color},
           job_.layer, -1, std::nullopt});
    } else if (leader.pattern == document::Leader::Pattern::dots) {
      set_dots(*part.look, end, strip);
    }
    x_ = end;
    text_ = nullptr;
  }

  /// Dots that end flush at `end`, so that those of lines below each other stand in columns.
  void set_dots(const Look& look, Length end, Strip& strip) {
    const Length dot = look.width_of(*context_.fonts.shape(look.face, "."));
    if (dot.units <= 0) return;
    const std::int64_t count = std::min<std::int64_t>((end - x_).units / dot.units, 1000);
    if (count < 1) return;
    const ShapedTextPtr dots =
        context_.fonts.shape(look.face, std::string(static_cast<std::size_t>(count), '.'));
    x_ = end - look.width_of(*dots);
    start_text(look, -1, strip);
    text_->pieces.push_back({dots, x_, end - x_, false});
    text_->width = end - x_;
  }

  /// What happens when the line is placed: footnotes come to the foot of the page, page() is remembered.
  void note_source(const Part& part, Strip& strip) {
    if (part.source == nullptr) return;
    if (const auto* late = std::get_if<document::LateText>(part.source)) {
      if (late->function == document::LateText::Function::page) strip.late.push_back(late);
    } else if (const auto* note = std::get_if<std::shared_ptr<const document::Footnote>>(part.source)) {
      strip.footnotes.push_back(footnote_text(context_, **note));
    }
  }

  void mark_space() const {
    if (text_ != nullptr && !text_->pieces.empty()) text_->pieces.back().space_after = true;
  }

  /// Moves over a space, with its share of what the line has over.
  void skip_space(Length space) {
    if (extra_.units == 0) {
      x_ += space;
      return;
    }
    const Length before = scaled(extra_, spaces_before_.units, spaces_.units);
    spaces_before_ += space;
    x_ += space + scaled(extra_, spaces_before_.units, spaces_.units) - before;
  }

  Context& context_;
  const ParagraphJob& job_;
  const document::ParagraphStyle& style_;
  int structure_;
  Length above_{};
  Length below_{};
  Length x_{};
  Length extra_{};
  Length spaces_{};
  Length spaces_before_{};
  Length fill_{};
  std::size_t parts_left_ = 0;  ///< of the line, this one included
  TextItem* text_ = nullptr;
  const Look* look_ = nullptr;
  int item_structure_ = -1;
};

/// Decides the breaks of one paragraph and has its lines set.
class ParagraphSetter {
 public:
  ParagraphSetter(Context& context, const ParagraphJob& job, std::vector<Strip>& out)
      : context_(context),
        job_(job),
        out_(out),
        style_(style_of(context, job)),
        words_(context, job.source) {}

  Length run() {
    std::vector<Segment> segments = words_.make(job_.paragraph, job_.label);
    if (segments.empty()) return {};
    const int structure =
        job_.structure ? *job_.structure : context_.structure.add(structure_of(style_.role));
    LineSetter setter(context_, job_, style_, structure);
    const std::size_t first = out_.size();
    for (std::size_t i = 0; i < segments.size(); ++i)
      set_segment(segments, i, setter, first);
    if (context_.fitting != nullptr) {
      context_.fitting->lines = std::max(context_.fitting->lines, out_.size() - first);
    }
    mark_breaks(first);
    return widest_;
  }

 private:
  static const document::ParagraphStyle& style_of(const Context& context, const ParagraphJob& job) {
    static const document::ParagraphStyle initial;
    const auto index = static_cast<std::size_t>(job.paragraph.style);
    const auto& styles = context.document.paragraph_styles;
    return index < styles.size() ? styles[index] : initial;
  }

  void set_segment(std::vector<Segment>& segments, std::size_t index, LineSetter& setter, std::size_t first) {
    if (segments[index].begin == segments[index].end) {
      // Nothing after the last forced break is no line; nothing between two of them is an empty one.
      if (index + 1 == segments.size() && index > 0) return;
      setter.set_empty(out_.emplace_back());
      return;
    }
    const LineSetter::Room head = setter.room(out_.size() == first);
    const LineSetter::Room rest = setter.room(false);
    if (!keeps_one_line() && !never_breaks_pieces()) {
      words_.split_wide_tokens(segments, index, std::min(head.width, rest.width));
    }
    const Segment segment = segments[index];
    const BrokenLines broken = break_segment(segment, rest.width, rest.width - head.width);
    for (LineSpan line : broken.lines) {
      line.begin += segment.begin;
      line.end += segment.begin;
      const bool last = line.end == segment.end;
      const LineSetter::Room& room = line.begin == segment.begin ? head : rest;
      check_width(line, room.width);
      widest_ = std::max(widest_, line.natural);
      out_.push_back(
          setter.set(line, room, !last || segment.justify_last, last && index + 1 == segments.size()));
    }
  }

  [[nodiscard]] bool keeps_one_line() const {
    return style_.wrap == document::Wrap::nowrap ||
           (context_.fitting != nullptr && context_.fitting->most_lines == 1);
  }
  [[nodiscard]] bool never_breaks_pieces() const {
    return context_.fitting != nullptr && context_.fitting->never_break_pieces;
  }

  BrokenLines break_segment(const Segment& segment, Length width, Length indent) {
    std::vector<Token>& tokens = context_.scratch.tokens;
    BreakRequest request;
    request.tokens = std::span<const Token>(tokens).subspan(segment.begin, segment.end - segment.begin);
    request.width = width;
    request.first_indent = indent;
    request.justify = style_.align == Align::justify;
    request.stretch_last = segment.justify_last;
    if (keeps_one_line()) {
      request.width = Length{1LL << 50};
      request.first_indent = {};
      request.justify = false;
      request.stretch_last = false;
      return break_lines(request);
    }
    if (style_.line_break == document::LineBreaking::first_fit) request.mode = BreakMode::first_fit;
    const bool fitted = context_.fitting != nullptr && context_.fitting->most_lines > 1;
    if (style_.wrap == document::Wrap::balance || fitted) request.mode = BreakMode::balance;
    if (!fits_one_line(segment, width - indent)) bind(segment);
    return break_lines(request);
  }

  [[nodiscard]] bool fits_one_line(const Segment& segment, Length width) const {
    Length natural{};
    for (std::size_t i = segment.begin; i < segment.end && natural <= width; ++i) {
      const Token& token = context_.scratch.tokens[i];
      natural += token.width + token.inner_space + (i + 1 < segment.end ? token.space_after : Length{});
    }
    return natural <= width;
  }

  void bind(const Segment& segment) {
    std::vector<Token>& tokens = context_.scratch.tokens;
    if (style_.bind == document::Binding::automatic) {
      std::vector<std::string> buffers(segment.end - segment.begin);
      std::vector<std::string_view> texts;
      texts.reserve(buffers.size());
      for (std::size_t i = segment.begin; i < segment.end; ++i) {
        texts.push_back(token_text(context_.scratch, i, buffers[i - segment.begin]));
      }
      const std::vector<bool> bound = text::bound_to_previous(texts);
      for (std::size_t i = 0; i < bound.size(); ++i)
        tokens[segment.begin + i].bound = bound[i];
    }
    // §11: a list label is never alone.
    if (job_.label != nullptr && segment.begin == 0 && segment.end > 1) tokens[1].bound = true;
  }

  void check_width(const LineSpan& line, Length room) {
    const Length shrink = style_.align == Align::justify ? line.spaces / 3 : Length{};
    // Widths of condensed words are rounded one by one: a unit (1/65536 pt) a token is no overflow.
    const Length rounding{static_cast<std::int64_t>(line.end - line.begin)};
    if (line.natural - shrink <= room + rounding) return;
    if (context_.fitting != nullptr) {
      context_.fitting->too_wide = true;
      context_.fitting->widest_needed = std::max(context_.fitting->widest_needed, line.natural);
      return;
    }
    context_.findings.add("FIT-02", Severity::warning,
                          "dòng chữ rộng " + mm_words(line.natural) + " mm, chỉ có " + mm_words(room) + " mm",
                          job_.source, "dùng ô rộng hơn, chữ nhỏ hơn, hoặc bỏ wrap=\"nowrap\"");
  }

  /// Widows and orphans: breaks that leave too few lines on either page.
  void mark_breaks(std::size_t first) {
    const std::size_t count = out_.size() - first;
    const auto orphans = static_cast<std::size_t>(std::max(style_.orphans, 1));
    const auto widows = static_cast<std::size_t>(std::max(style_.widows, 1));
    for (std::size_t before = 1; before < count; ++before) {
      if (before < orphans || count - before < widows) out_[first + before].rules.add(BreakRule::lines);
    }
  }

  Context& context_;
  const ParagraphJob& job_;
  std::vector<Strip>& out_;
  const document::ParagraphStyle& style_;
  WordMaker words_;
  Length widest_{};
};

}  // namespace

Length set_paragraph(Context& context, const ParagraphJob& job, std::vector<Strip>& out) {
  return ParagraphSetter(context, job, out).run();
}

}  // namespace sovang::layout
