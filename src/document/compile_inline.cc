#include <utility>

#include "sovang/text/casing.h"

#include "clean_text.h"
#include "compiler.h"
#include "nearest.h"

namespace sovang::document {

/// The content of a paragraph, span, footnote or text cell. Spans leave no node: their content has their
/// style.
void Compiler::inlines(const XmlElement& element, const Here& here, bool keep_together, Nodes& out) {
  const bool outer = std::exchange(text_keep_together_, keep_together);
  const std::size_t visible = here.names->size();
  for (const XmlNode& each : element.children) {
    if (!each.element) {
      inline_text(each.text, here, out);
    } else if (!each.element->broken) {
      child(*each.element, Where::inlines, here, out);
    }
  }
  here.names->cut(visible);
  text_keep_together_ = outer;
}

void Compiler::inline_text(const MappedText& text, const Here& here, Nodes& out) {
  for (ParsedPiece& piece : parse_text(text, here.file->source, findings_)) {
    if (piece.expression) {
      inline_value(std::move(*piece.expression), here, out);
      continue;
    }
    Node node;
    node.kind = NodeKind::text;
    TextData& data = give<TextData>(node);
    data.literal = final_literal(std::move(piece.literal), text, here);
    if (here.inherited.upper) data.transformed = text::upper(data.literal);
    data.upper = here.inherited.upper;
    data.style = intern(here.inherited.text);
    data.keep_together = text_keep_together_;
    out.push_back(std::move(node));
  }
}

void Compiler::inline_value(ParsedExpression expression, const Here& here, Nodes& out) {
  XmlElement place;
  Node node = make(NodeKind::value, place, here);
  parts_->sources.back().place = here.file->source.span(expression.start);
  if (auto late = is_late(expression.root) ? late_text_of(expression.root) : std::nullopt) {
    node.kind = NodeKind::late;
    note_late(*late, expression.root, here);
    late->style = intern(here.inherited.text);
    node.data = std::make_unique<Node::Data>(std::move(*late));
  } else {
    checker(here).check_printable(expression);
    TextData& data = give<TextData>(node);
    data.style = intern(here.inherited.text);
    data.keep_together = text_keep_together_;
    data.upper = here.inherited.upper;
    node.expression = std::move(expression);
  }
  out.push_back(std::move(node));
}

void Compiler::note_late(const LateText& late, const Expr& root, const Here& here) {
  const bool names_something = late.function == LateText::Function::page_of ||
                               late.function == LateText::Function::tally ||
                               late.function == LateText::Function::tally_page;
  if (!names_something) return;
  const Expr* call = &root;
  while (call->op == Op::filter)
    call = &call->children.front();
  late_names_.push_back({late.argument, late.function == LateText::Function::page_of,
                         here.file->source.span(call->children.front().at), findings_.via(),
                         open_tables_.empty() ? tally_names_.max_size() : open_tables_.back()});
}

/// TPL-09: page_of() of an id that nothing has, tally() of a sum that no row of its table adds to.
void Compiler::check_late_names() {
  const std::set<std::string, std::less<>> none;
  ids_.erase("");
  for (const LateName& use : late_names_) {
    const auto& known = use.of_page ? ids_ : use.table < tally_names_.size() ? tally_names_[use.table] : none;
    if (known.contains(use.name)) continue;
    const std::vector<std::string_view> names(known.begin(), known.end());
    for (auto each = use.via.rbegin(); each != use.via.rend(); ++each)
      findings_.enter(*each);
    if (use.of_page) {
      findings_.error("TPL-09", use.place, "không có phần nào mang id «" + use.name + "»",
                      name_hint(use.name, names));
    } else {
      findings_.error("TPL-09", use.place, "không có hàng nào của bảng này cộng dồn «" + use.name + "»",
                      names.empty() ? "đặt trong bảng có hàng mang tally=\"" + use.name + ": …\""
                                    : name_hint(use.name, names));
    }
    for (std::size_t i = 0; i < use.via.size(); ++i)
      findings_.leave();
  }
}

bool Compiler::inline_child(const XmlElement& element, const Here& here, Nodes& out) {
  if (element.name == "span") {
    Here inner = here;
    inner.inherited.apply_text(properties_of(element, here));
    const bool keep = element.value("keep-together") == "yes" || text_keep_together_;
    inlines(element, inner, keep, out);
  } else if (element.name == "br") {
    Node node = make(NodeKind::line_break, element, here);
    give<ForcedBreak>(node).justify = element.value("justify") == "yes";
    out.push_back(std::move(node));
  } else if (element.name == "leader") {
    Node node = make(NodeKind::leader, element, here);
    Leader& leader = give<Leader>(node);
    const std::string_view pattern = element.value("pattern");
    if (pattern == "rule") leader.pattern = Leader::Pattern::rule;
    if (pattern == "space") leader.pattern = Leader::Pattern::space;
    if (const XmlAttribute* width = element.attribute("width")) leader.width = size_of(width->value.text);
    leader.style = intern(here.inherited.text);
    out.push_back(std::move(node));
  } else if (element.name == "footnote") {
    Node node = make(NodeKind::footnote, element, here);
    Here inner = here;
    const Properties properties = properties_of(element, here);
    inner.inherited.apply_text(properties);
    inner.inherited.apply_paragraph(properties);
    const ParagraphData style = paragraph_style(inner.inherited, Role::note);
    give<FootnoteData>(node) = {style.style, style.text_style};
    inlines(element, inner, false, node.children);
    out.push_back(std::move(node));
  } else if (element.name == "image") {
    out.push_back(image(element, here, NodeKind::inline_picture));
  } else if (element.name == "qr") {
    out.push_back(qr(element, here, NodeKind::inline_qr));
  } else {
    return false;
  }
  return true;
}

std::optional<ParsedExpression> Compiler::expression_of(const XmlElement& element, std::string_view attribute,
                                                        const Here& here) {
  const XmlAttribute* found = element.attribute(attribute);
  if (found == nullptr) return std::nullopt;
  const TextPlace place{&here.file->source, &found->value, 0};
  return parse_expression(found->value.text, place, findings_);
}

CompiledText Compiler::text_of(const XmlElement& element, std::string_view attribute, const Here& here) {
  const XmlAttribute* found = element.attribute(attribute);
  return found != nullptr ? text_of(found->value, here) : CompiledText();
}

CompiledText Compiler::text_of(const MappedText& text, const Here& here) {
  CompiledText out;
  for (ParsedPiece& piece : parse_text(text, here.file->source, findings_)) {
    CompiledText::Piece& made = out.pieces.emplace_back();
    if (piece.expression) {
      checker(here).check_printable(*piece.expression);
      made.expression = std::move(piece.expression);
    } else {
      made.literal = final_literal(std::move(piece.literal), text, here);
    }
  }
  return out;
}

/// NFC, with the characters that no document may hold reported where they stand.
std::string Compiler::final_literal(std::string literal, const MappedText& text, const Here& here) {
  if (const auto bad = clean_text(literal)) {
    const std::size_t at = text.text.find(bad->bytes);
    error("DAT-07", here, text.source_of(at == std::string::npos ? 0 : at),
          "ký tự điều khiển " + bad->name + " không được dùng trong văn bản", "xóa ký tự này");
  }
  return literal;
}

}  // namespace sovang::document
