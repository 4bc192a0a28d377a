#include <utility>

#include "sovang/text/casing.h"

#include "clean_text.h"
#include "filler.h"

namespace sovang::document {

std::vector<Inline> Filler::inlines(const Nodes& nodes, SourceId source, std::uint32_t place) {
  std::vector<Inline> out;
  Line line{&out, true, source, place};
  each(nodes, [&](const Node& node) { inline_node(node, line); });
  finish(line);
  return out;
}

void Filler::inline_node(const Node& node, Line& line) {
  std::vector<Inline>& out = *line.out;
  switch (node.kind) {
    case NodeKind::text: {
      const TextData& data = node.as<TextData>();
      append_text(data.upper ? data.transformed : data.literal, data.literal, data, line);
      return;
    }
    case NodeKind::value: {
      const TextData& data = node.as<TextData>();
      std::string printed;
      if (!evaluator_.print(*node.expression, printed))
        return report_fault(node.source, &node.expression->root);
      trace(printed);
      append_text(data.upper ? text::upper(printed) : printed, printed, data, line);
      return;
    }
    case NodeKind::loop: {  // between two items
      TextData data;
      for (auto each = node.children.begin(); each != node.children.end(); ++each)
        if (each->kind == NodeKind::text || each->kind == NodeKind::value)
          data.style = each->as<TextData>().style;
      const std::string separator = raw_text(node.as<LoopData>().separator, node.source);
      append_text(separator, separator, data, line);
      return;
    }
    case NodeKind::line_break:
      drop_space_at_end(out);
      line.at_start = true;
      out.emplace_back(node.as<ForcedBreak>());
      return;
    default:
      inline_object(node, line);
      return;
  }
}

/// What is not text, and so ends a run of spaces.
void Filler::inline_object(const Node& node, Line& line) {
  std::vector<Inline>& out = *line.out;
  switch (node.kind) {
    case NodeKind::leader:
      out.emplace_back(node.as<Leader>());
      break;
    case NodeKind::late: {
      LateText late = node.as<LateText>();
      late.source = line.source;
      for (LateText::Step& step : late.steps) {
        step.le = wording_.le_instead_of_linh;
        step.ngan = wording_.ngan_instead_of_nghin;
      }
      out.emplace_back(std::move(late));
      break;
    }
    case NodeKind::inline_picture: {
      const PictureData& data = node.as<PictureData>();
      out.emplace_back(InlinePicture{picture(node, data), data.width, data.height,
                                     text(data.alt, node.source), line.source});
      break;
    }
    case NodeKind::inline_qr: {
      const QrData& data = node.as<QrData>();
      out.emplace_back(
          InlineQr{text(data.value, node.source), data.size, text(data.alt, node.source), line.source});
      break;
    }
    case NodeKind::footnote: {
      const FootnoteData& data = node.as<FootnoteData>();
      const SourceId source = source_of(node);
      Footnote note{inlines(node.children, source, node.source), data.style, data.text_style, source};
      out.emplace_back(std::make_shared<const Footnote>(std::move(note)));
      break;
    }
    default:
      return;  // the compiler puts nothing else into text
  }
  line.at_start = false;
}

void Filler::append_text(std::string_view text, std::string_view written, const TextData& data, Line& line) {
  std::vector<Inline>& out = *line.out;
  TextRun* run = out.empty() ? nullptr : std::get_if<TextRun>(&out.back());
  const bool after_space = run != nullptr ? run->text.ends_with(' ') : line.at_start;
  if (run == nullptr || run->style != data.style || run->keep_together != data.keep_together) {
    TextRun made{{}, data.style, data.keep_together, line.source, {}};
    append_collapsed(made.text, text, after_space || line.at_start);
    if (made.text.empty()) return;
    if (data.upper) append_collapsed(made.written, written, after_space || line.at_start);
    out.emplace_back(std::move(made));
    line.at_start = false;
    return;
  }
  if (data.upper && run->written.empty()) run->written = run->text;
  if (!run->written.empty()) append_collapsed(run->written, written, after_space);
  append_collapsed(run->text, text, after_space);
}

void Filler::drop_space_at_end(std::vector<Inline>& out) {
  if (out.empty()) return;
  auto* run = std::get_if<TextRun>(&out.back());
  if (run == nullptr || !run->text.ends_with(' ')) return;
  run->text.pop_back();
  if (run->written.ends_with(' ')) run->written.pop_back();
  if (run->text.empty()) out.pop_back();
}

void Filler::finish(Line& line) {
  drop_space_at_end(*line.out);
  for (Inline& each : *line.out) {
    auto* run = std::get_if<TextRun>(&each);
    if (run == nullptr) continue;
    if (const auto bad = clean_text(run->text))
      report({"DAT-07",
              Severity::error,
              "ký tự điều khiển " + bad->name + " không được dùng trong văn bản",
              {},
              "xóa ký tự này trong dữ liệu"},
             line.place);
  }
}

std::string Filler::raw_text(const CompiledText& compiled, std::uint32_t place) {
  std::string raw;
  for (const CompiledText::Piece& piece : compiled.pieces) {
    if (!piece.expression) {
      raw += piece.literal;
      continue;
    }
    const std::size_t before = raw.size();
    if (!evaluator_.print(*piece.expression, raw)) report_fault(place, &piece.expression->root);
    trace(std::string_view(raw).substr(before));
  }
  return raw;
}

std::string Filler::text(const CompiledText& compiled, std::uint32_t place) {
  std::string out;
  append_collapsed(out, raw_text(compiled, place), true);
  if (out.ends_with(' ')) out.pop_back();
  if (const auto bad = clean_text(out))
    report({"DAT-07", Severity::error, "ký tự điều khiển " + bad->name + " không được dùng trong văn bản"},
           place);
  return out;
}

}  // namespace sovang::document
