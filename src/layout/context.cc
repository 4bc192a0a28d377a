#include "context.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

namespace sovang::layout {

using document::scaled;

namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

}  // namespace

void Findings::add(std::string rule, Severity severity, std::string message, document::SourceId source,
                   std::string hint) {
  ++calls_;
  const auto place = static_cast<std::uint32_t>(source);
  if (!seen_.insert(rule + '\n' + std::to_string(place) + '\n' + message).second) return;
  Problem problem{std::move(rule), severity, std::move(message)};
  problem.hint = std::move(hint);
  if (place < document_.sources.size()) {
    const document::Source& from = document_.source(source);
    problem.where = from.place;
    problem.via = from.via;
    problem.data = from.data;
    problem.data_path = from.data_path;
  }
  found_.push_back(std::move(problem));
}

void Findings::start_again() {
  found_.clear();
  seen_.clear();
}

void Findings::finish() {
  for (Problem& problem : found_)
    diagnostics_.add(std::move(problem));
  start_again();
}

int Structure::add(StructureType type) {
  if (artifacts_ > 0 || type == StructureType::artifact) return -1;
  if (replay_ >= 0 && replay_ < static_cast<int>(nodes_.size())) return replay_++;
  StructureNode node;
  node.type = type;
  node.parent = parent_;
  nodes_.push_back(std::move(node));
  if (replay_ >= 0) ++replay_;  // it wants more than there were: the frame's text has other rows at this size
  return static_cast<int>(nodes_.size()) - 1;
}

const Look& Context::look(document::TextStyleId style, document::SourceId source) {
  if (fitting != nullptr) {
    for (auto known = fitted_.rbegin(); known != fitted_.rend(); ++known) {
      const int number = (*known)->fitting;
      if (number != fitting->number && number >= 0) break;
      if (number >= 0 && (*known)->look.style == style) return (*known)->look;
    }
    fitted_.push_back(std::make_unique<FittedLook>(FittedLook{fitting->number, make_look(style, source)}));
    return fitted_.back()->look;
  }
  const auto index = static_cast<std::size_t>(style);
  // Pointers to looks are kept in the parts of paragraphs, so the table never grows.
  if (looks_.empty()) looks_.resize(std::max<std::size_t>(document.text_styles.size(), 1));
  std::optional<Look>& known = looks_[std::min(index, looks_.size() - 1)];
  if (!known) known = make_look(style, source);
  return *known;
}

const Look& Context::raised(const Look& look) {
  Look small = look;
  small.size = scaled(look.size, 2, 3);
  small.raise = look.size / 3;
  small.letter_spacing = {};
  small.space = small.width_of(*fonts.shape(small.face, " "));
  fitted_.push_back(std::make_unique<FittedLook>(FittedLook{-1, small}));
  return fitted_.back()->look;
}

const Look& Context::in_face(const Look& look, FaceId face) {
  const auto [known, fresh] = in_other_faces_.try_emplace({&look, face}, look);
  if (fresh) {
    known->second.face = face;
    known->second.fallbacks.clear();
    known->second.units_per_em = std::max(fonts.face(face).metrics.units_per_em, 1);
  }
  return known->second;
}

/// "Times New Roman, Noto Serif CJK SC": the families that a template names, in their order, and of each the
/// faces in the order of the table.
void Context::find_faces(const document::TextStyle& text, document::SourceId source, Look& look) {
  if (const std::span<const FaceId> own = fonts.faces(text.family, text.bold, text.italic); !own.empty()) {
    look.face = own.front();
    look.fallbacks.assign(own.begin() + 1, own.end());
    return;
  }
  static const document::TextStyle initial;
  std::vector<FaceId> all;
  const std::string_view names = text.family;
  for (std::size_t begin = 0; begin <= names.size();) {
    const std::size_t end = std::min(names.find(',', begin), names.size());
    const std::string_view name = trimmed(names.substr(begin, end - begin));
    begin = end + 1;
    const std::span<const FaceId> faces = fonts.faces(name, text.bold, text.italic);
    if (faces.empty()) {
      findings.add("FNT-01", Severity::error,
                   "phông chữ «" + std::string(name) + "»" + (text.bold ? " đậm" : "") +
                       (text.italic ? " nghiêng" : "") + " không có trong fonts/faces.tsv",
                   source, "dùng «Times New Roman» hoặc thêm phông vào fonts/local");
    }
    all.insert(all.end(), faces.begin(), faces.end());
  }
  if (all.empty()) all.push_back(fonts.find(initial.family, text.bold, text.italic).value_or(FaceId{0}));
  look.face = all.front();
  look.fallbacks.assign(all.begin() + 1, all.end());
}

Look Context::make_look(document::TextStyleId style, document::SourceId source) {
  const auto index = static_cast<std::size_t>(style);
  static const document::TextStyle initial;
  const document::TextStyle& text =
      index < document.text_styles.size() ? document.text_styles[index] : initial;
  Look look;
  look.style = style;
  find_faces(text, source, look);
  look.size = text.size;
  if (fitting != nullptr) {
    look.size = scaled(look.size, fitting->size_numerator, fitting->size_denominator);
    look.condense_permille = fitting->condense_permille;
  }
  const FaceMetrics& metrics = fonts.face(look.face).metrics;
  look.units_per_em = std::max(metrics.units_per_em, 1);
  look.ascent = scaled(look.size, metrics.ascent, look.units_per_em);
  look.descent = scaled(look.size, -metrics.descent, look.units_per_em);
  look.own_line = scaled(look.size, metrics.ascent - metrics.descent + metrics.line_gap, look.units_per_em);
  look.letter_spacing = text.letter_spacing;
  look.color = text.color;
  look.underline = text.underline;
  look.space = look.width_of(*fonts.shape(look.face, " "));
  return look;
}

Length Look::width_of(const ShapedText& shaped) const {
  const Length natural = scaled(size, shaped.advance, units_per_em);
  const Length spaced = natural + letter_spacing * static_cast<std::int64_t>(shaped.glyphs.size());
  return condense_permille == 1000 ? spaced : scaled(spaced, condense_permille, 1000);
}

std::string mm_words(Length length) {
  const std::int64_t tenths = scaled(length, 254, 72 * Length::units_per_pt).units;
  const std::int64_t size = tenths < 0 ? -tenths : tenths;
  return (tenths < 0 ? "-" : "") + std::to_string(size / 10) + "," + std::to_string(size % 10);
}

Length resolve(const document::Size& size, Length whole, Length otherwise) {
  switch (size.kind) {
    case document::Size::Kind::absolute:
      return size.length;
    case document::Size::Kind::percent:
      return scaled(whole, size.share_millionths, 100'000'000);
    case document::Size::Kind::automatic:
    case document::Size::Kind::fraction:
    case document::Size::Kind::text_width:
      break;
  }
  return otherwise;
}

}  // namespace sovang::layout
