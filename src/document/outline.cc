#include "outline.h"

#include <array>
#include <map>
#include <string_view>

namespace sovang::document {
namespace {

constexpr std::array<std::pair<NodeKind, std::string_view>, 25> kind_names = {
    {{NodeKind::let, "giá trị"},
     {NodeKind::condition, "điều kiện"},
     {NodeKind::choose, "lựa chọn"},
     {NodeKind::loop, "vòng lặp"},
     {NodeKind::check, "kiểm tra"},
     {NodeKind::attachment, "tệp đính kèm"},
     {NodeKind::paragraph, "đoạn văn"},
     {NodeKind::group, "khối"},
     {NodeKind::list, "danh sách"},
     {NodeKind::item, "mục"},
     {NodeKind::grid, "lưới"},
     {NodeKind::cell, "ô"},
     {NodeKind::table, "bảng"},
     {NodeKind::column, "cột"},
     {NodeKind::band, "đầu, chân bảng"},
     {NodeKind::row, "hàng"},
     {NodeKind::frame, "khung"},
     {NodeKind::image, "hình"},
     {NodeKind::rule, "đường kẻ"},
     {NodeKind::qr, "mã QR"},
     {NodeKind::slot, "khối"},
     {NodeKind::sequence, "phần văn bản"},
     {NodeKind::inline_picture, "hình"},
     {NodeKind::inline_qr, "mã QR"},
     {NodeKind::signature_field, "trường chữ ký"}}};

std::string_view name_of(NodeKind kind) {
  for (const auto& [each, name] : kind_names)
    if (each == kind) return name;
  return "chữ";
}

/// Runs of white space made one blank, as they print.
std::string collapsed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string text_of(const std::optional<ParsedExpression>& expression) {
  return expression ? expression->text : "";
}

std::string text_of(const CompiledText& text) {
  std::string out;
  for (const CompiledText::Piece& piece : text.pieces)
    out += piece.expression ? "{" + piece.expression->text + "}" : piece.literal;
  return collapsed(out);
}

std::string_view name_of(LateText::Function function) {
  switch (function) {
    case LateText::Function::page:
      return "page()";
    case LateText::Function::pages:
      return "pages()";
    case LateText::Function::page_of:
      return "page_of";
    case LateText::Function::tally:
      return "tally";
    case LateText::Function::tally_page:
      return "tally_page";
    case LateText::Function::continued:
      return "continued()";
  }
  return {};
}

std::string text_of(const LateText& late) {
  if (late.function == LateText::Function::continued)
    return "{if continued() then '" + late.when_true + "' else '" + late.when_false + "'}";
  std::string out = "{" + std::string(name_of(late.function));
  if (!late.argument.empty()) out += "('" + late.argument + "')";
  for (const LateText::Step& step : late.steps)
    out += " | " + std::to_string(static_cast<int>(step.filter)) + "(" + std::to_string(step.number) +
           step.word + ")";
  return out + "}";
}

class Outliner {
 public:
  explicit Outliner(const Template::Parts& parts) : parts_(parts) {}

  Outline run() {
    Outline out;
    out.kind = "mẫu";
    out.place = parts_.place;
    add_all(parts_.head, out);
    for (const CompiledMaster& each : parts_.masters)
      out.children.push_back(master(each));
    add_all(parts_.body, out);
    finish(out);
    return out;
  }

 private:
  /// What an inline says, spans told in `look` where they look otherwise than the paragraph.
  std::string inline_text(const Nodes& nodes, TextStyleId usual, Look& look) {
    std::string out;
    for (const Node& node : nodes)
      out += inline_text(node, usual, look);
    return out;
  }

  std::string inline_text(const Node& node, TextStyleId usual, Look& look) {
    switch (node.kind) {
      case NodeKind::text:
        tell_span(node.as<TextData>().style, usual, node.as<TextData>().literal, look);
        tell_flags(node.as<TextData>(), node.as<TextData>().literal, look);
        return node.as<TextData>().literal;
      case NodeKind::value: {
        const std::string text = "{" + text_of(node.expression) + "}";
        tell_span(node.as<TextData>().style, usual, text, look);
        tell_flags(node.as<TextData>(), text, look);
        return text;
      }
      case NodeKind::late:
        tell_span(node.as<LateText>().style, usual, text_of(node.as<LateText>()), look);
        return text_of(node.as<LateText>());
      case NodeKind::line_break:
        return " ⏎ ";
      case NodeKind::leader: {
        const auto pattern = node.as<Leader>().pattern;
        return pattern == Leader::Pattern::dots ? "……" : pattern == Leader::Pattern::rule ? "____" : " ⇥ ";
      }
      case NodeKind::footnote:
        return "‹chú thích: " +
               collapsed(inline_text(node.children, node.as<FootnoteData>().text_style, look)) + "›";
      case NodeKind::inline_picture:
        look_of(node, parts_, look);
        return "‹hình " + text_of(node.as<PictureData>().src) + "›";
      case NodeKind::inline_qr:
        look_of(node, parts_, look);
        return "‹QR " + text_of(node.as<QrData>().value) + "›";
      case NodeKind::let:
        return "‹" + node.as<LetData>().name + " = " + text_of(node.expression) + "›";
      case NodeKind::condition:
        return "‹nếu " + text_of(node.expression) + ": " + inline_text(node.children, usual, look) + "›";
      case NodeKind::choose:
        return "‹chọn " + inline_text(node.children, usual, look) + "›";
      case NodeKind::loop:
        return "‹mỗi " + node.as<LoopData>().name + " trong " + text_of(node.expression) + ": " +
               inline_text(node.children, usual, look) + text_of(node.as<LoopData>().separator) + "›";
      default:
        return {};  // blocks, which text never holds
    }
  }

  void tell_span(TextStyleId style, TextStyleId usual, std::string_view text, Look& look) {
    if (style == usual || collapsed(text).empty()) return;
    Look of_text;
    Look of_paragraph;
    look_of(parts_.text_styles[static_cast<std::size_t>(style)], of_text);
    look_of(parts_.text_styles[static_cast<std::size_t>(usual)], of_paragraph);
    std::string differs;
    for (std::size_t i = 0; i < of_text.size(); ++i)
      if (of_text[i].second != of_paragraph[i].second)
        differs += (differs.empty() ? "" : ", ") + of_text[i].first + " " + of_text[i].second;
    look.emplace_back("riêng «" + collapsed(text) + "»", differs);
  }

  static void tell_flags(const TextData& text, std::string_view words, Look& look) {
    if (collapsed(words).empty()) return;
    if (text.upper) look.emplace_back("chữ hoa «" + collapsed(words) + "»", "có");
    if (text.keep_together) look.emplace_back("không tách «" + collapsed(words) + "»", "có");
  }

  void add_all(const Nodes& nodes, Outline& above) {
    for (const Node& node : nodes)
      add(node, above);
  }

  void add(const Node& node, Outline& above) {
    // An argument that was not passed says nothing.
    if (node.kind == NodeKind::let && !node.expression) return;
    if (is_transparent(node)) return add_all(node.children, above);
    Outline out;
    out.kind = name_of(node.kind);
    out.place = parts_.sources[node.source].place;
    look_of(node, parts_, out.look);
    describe(node, out);
    finish(out);
    above.children.push_back(std::move(out));
  }

  /// A group that does nothing but hold others: a component, a slot, a plain block.
  bool is_transparent(const Node& node) {
    if (node.kind == NodeKind::slot) return true;
    if (node.kind != NodeKind::group) return false;
    Look look;
    look_of(node, parts_, look);
    Look empty;
    Node plain;
    plain.layer = node.layer;
    look_of(plain, parts_, empty);
    return look == empty;
  }

  void describe(const Node& node, Outline& out) {
    switch (node.kind) {
      case NodeKind::let:
        out.text = node.as<LetData>().name + " = " + text_of(node.expression);
        return;
      case NodeKind::condition:
        out.text = node.expression ? "nếu " + text_of(node.expression) : "nếu không";
        return add_all(node.children, out);
      case NodeKind::loop:
        out.text = "mỗi " + node.as<LoopData>().name + " trong " + text_of(node.expression);
        return add_all(node.children, out);
      case NodeKind::check:
        out.text = node.as<CheckData>().id + ": " + text_of(node.expression) + ": " +
                   text_of(node.as<CheckData>().message);
        return;
      case NodeKind::attachment:
        out.text = text_of(node.as<AttachmentData>().name) + " = " + text_of(node.expression);
        return;
      case NodeKind::paragraph:
        return paragraph(node.as<ParagraphData>(), node.children, out);
      case NodeKind::list:
        out.text = text_of(node.as<ListData>().format);
        return add_all(node.children, out);
      case NodeKind::item:
        return item(node, out);
      case NodeKind::cell:
        return cell(node.as<CellData>(), out);
      case NodeKind::table:
        return table(node, out);
      case NodeKind::row:
        for (const auto& [name, expression] : node.as<RowData>().tallies)
          out.text += (out.text.empty() ? "cộng dồn " : "; ") + name + ": " + expression.text;
        return add_all(node.children, out);
      case NodeKind::image:
        out.text = text_of(node.as<PictureData>().src) + alt(node.as<PictureData>().alt);
        return;
      case NodeKind::qr:
        out.text = text_of(node.as<QrData>().value) + alt(node.as<QrData>().alt);
        return;
      case NodeKind::signature_field:
        out.text = node.as<SignatureFieldData>().name + alt(node.as<SignatureFieldData>().alt);
        return;
      case NodeKind::sequence:
        sequence(node, out);
        return add_all(node.children, out);
      default:
        return add_all(node.children, out);
    }
  }

  static std::string alt(const CompiledText& text) {
    const std::string words = text_of(text);
    return words.empty() ? "" : " (" + words + ")";
  }

  void paragraph(const ParagraphData& style, const Nodes& content, Outline& out) {
    look_of(parts_.paragraph_styles[static_cast<std::size_t>(style.style)], out.look);
    look_of(parts_.text_styles[static_cast<std::size_t>(style.text_style)], out.look);
    out.text = collapsed(inline_text(content, style.text_style, out.look));
  }

  void item(const Node& node, Outline& out) {
    if (!node.as<ItemData>().text_only) return add_all(node.children, out);
    const Node& text = node.children.front();
    paragraph(text.as<ParagraphData>(), text.children, out);
  }

  /// A cell is compiled once for each kind of column that it may stand in; one of these speaks for all.
  void cell(const CellData& cell, Outline& out) {
    const CellVariant* variant = nullptr;
    for (const CellVariant& each : cell.variants)
      if (variant == nullptr || (variant->children.empty() && !each.children.empty())) variant = &each;
    if (variant == nullptr) return;
    look_of(*variant, parts_, out.look);
    if (!cell.text_only) return add_all(variant->children, out);
    out.look.emplace_back("cách trên trong ô", in_points(variant->space.before));
    out.look.emplace_back("cách dưới trong ô", in_points(variant->space.after));
    paragraph(variant->paragraph, variant->children, out);
  }

  void table(const Node& node, Outline& out) {
    const TableData& table = node.as<TableData>();
    out.text = text_of(table.caption);
    if (const std::string summary = text_of(table.summary); !summary.empty())
      out.text += " (" + summary + ")";
    add_all(table.columns, out);
    add_all(node.children, out);
  }

  void sequence(const Node& node, Outline& out) {
    const SequenceData& data = node.as<SequenceData>();
    out.look.emplace_back("trang mẫu", parts_.masters[data.master].settings.name);
    out.look.emplace_back("trang mẫu của trang đầu", data.first_master
                                                         ? parts_.masters[*data.first_master].settings.name
                                                         : "như các trang");
  }

  Outline master(const CompiledMaster& each) {
    Outline out;
    out.kind = "trang mẫu";
    out.text = each.settings.name;
    out.place = parts_.place;
    look_of(each.settings, out.look);
    for (const CompiledMaster::Running& running : each.running) {
      Outline band;
      band.kind = running.header ? "đầu trang" : "chân trang";
      band.place = parts_.place;
      constexpr std::array<std::string_view, 6> on = {"mọi trang", "trang đầu",  "từ trang thứ hai",
                                                      "trang lẻ",  "trang chẵn", "trang cuối"};
      band.look.emplace_back("in ở", on[static_cast<std::size_t>(running.on)]);
      add_all(running.children, band);
      finish(band);
      out.children.push_back(std::move(band));
    }
    add_all(each.frames, out);
    finish(out);
    return out;
  }

  static void finish(Outline& out) {
    number_repeated(out.look);
    out.words = out.text;
    out.deep = out.kind + "\n" + out.text + "\n(";
    for (const Outline& child : out.children) {
      out.words += " " + child.words;
      out.deep += child.deep;
    }
    out.deep += ")";
  }

  /// Two spans may have the same words: each property has a name of its own.
  static void number_repeated(Look& look) {
    std::map<std::string, int> seen;
    for (auto& [name, value] : look)
      if (const int count = ++seen[name]; count > 1) name += " (" + std::to_string(count) + ")";
  }

  const Template::Parts& parts_;
};

}  // namespace

Outline outline_of(const Template::Parts& parts) {
  return Outliner(parts).run();
}

}  // namespace sovang::document
