#include <utility>

#include "sovang/document/tree.h"
#include "sovang/text/casing.h"

#include "decimal.h"
#include "text_filters.h"

/// The two texts of a tree: the dump for goldens, and the running text for search.
namespace sovang::document {
namespace {

Filter filter_of(LateText::Filter filter) {
  switch (filter) {
    case LateText::Filter::number:
      return Filter::number;
    case LateText::Filter::money:
      return Filter::money;
    case LateText::Filter::pad:
      return Filter::pad;
    case LateText::Filter::roman:
      return Filter::roman;
    case LateText::Filter::alpha:
      return Filter::alpha;
    case LateText::Filter::in_words:
      return Filter::in_words;
    case LateText::Filter::sentence_case:
      return Filter::sentence_case;
  }
  return Filter::number;
}

enum class Notes { shown, left_out };

std::string late_text(const LateText& mark) {
  return mark.function == LateText::Function::continued ? mark.when_false : late_number_text(mark, 0);
}

std::string inline_text(const std::vector<Inline>& content, Notes notes) {
  std::string out;
  for (const Inline& each : content) {
    if (const auto* run = std::get_if<TextRun>(&each))
      out += notes == Notes::shown && !run->written.empty() ? run->written : run->text;
    if (const auto* late = std::get_if<LateText>(&each)) out += late_text(*late);
    if (std::holds_alternative<ForcedBreak>(each)) out += notes == Notes::shown ? "\u2028" : " ";
    if (const auto* note = std::get_if<std::shared_ptr<const Footnote>>(&each);
        note != nullptr && notes == Notes::shown)
      out += "‹fn: " + inline_text((*note)->content, notes) + "›";
  }
  return out;
}

/// All text inside blocks on one line, as the dump shows cells.
std::string text_inside(const Blocks& blocks);

std::string text_inside(const Block& block) {
  const auto joined = [](std::string& out, const std::string& more) {
    if (!out.empty() && !more.empty()) out += ' ';
    out += more;
  };
  std::string out;
  if (const auto* paragraph = std::get_if<Paragraph>(&block.content))
    return inline_text(paragraph->content, Notes::shown);
  if (const auto* group = std::get_if<Group>(&block.content)) return text_inside(group->children);
  if (const auto* frame = std::get_if<Frame>(&block.content)) return text_inside(frame->children);
  if (const auto* list = std::get_if<List>(&block.content)) {
    for (const ListItem& item : list->items) {
      joined(out, item.label);
      joined(out, text_inside(item.children));
    }
  }
  if (const auto* grid = std::get_if<Grid>(&block.content)) {
    for (const Cell& cell : grid->cells)
      joined(out, text_inside(cell.children));
  }
  return out;
}

std::string text_inside(const Blocks& blocks) {
  std::string out;
  for (const Block& block : blocks) {
    const std::string more = text_inside(block);
    if (!out.empty() && !more.empty()) out += ' ';
    out += more;
  }
  return out;
}

class Dump {
 public:
  std::string document(const Document& document) {
    line(0, "title " + document.title);
    for (const Marker& marker : document.markers)
      line(0, marker.text);
    for (const Sequence& sequence : document.sequences) {
      line(0, named("sequence", sequence.id));
      blocks(sequence.children, 1);
    }
    return std::move(out_);
  }

 private:
  static std::string named(std::string name, const std::string& id) {
    return id.empty() ? name : std::move(name) + " " + id;
  }
  void line(int depth, std::string_view text) {
    out_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).append("\n");
  }
  void blocks(const Blocks& all, int depth) {
    for (const Block& each : all)
      block(each, depth);
  }
  void block(const Block& block, int depth) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block.content))
      line(depth, "p " + inline_text(paragraph->content, Notes::shown));
    if (const auto* marker = std::get_if<Marker>(&block.content)) line(depth, marker->text);
    if (std::holds_alternative<Image>(block.content)) line(depth, "image");
    if (std::holds_alternative<Rule>(block.content)) line(depth, "rule");
    if (const auto* qr = std::get_if<Qr>(&block.content)) line(depth, "qr " + qr->value);
    if (const auto* field = std::get_if<SignatureField>(&block.content))
      line(depth, "signature-field " + field->name);
    if (const auto* group = std::get_if<Group>(&block.content)) {
      line(depth, group->component.empty() ? named("block", block.id) : "use " + group->component);
      blocks(group->children, depth + 1);
    }
    if (const auto* frame = std::get_if<Frame>(&block.content)) {
      line(depth, named("frame", block.id));
      blocks(frame->children, depth + 1);
    }
    if (const auto* list = std::get_if<List>(&block.content)) items(*list, depth);
    if (const auto* grid = std::get_if<Grid>(&block.content)) {
      line(depth, named("grid", block.id));
      for (const Cell& each : grid->cells)
        cell(each, depth + 1);
    }
    if (const auto* table = std::get_if<Table>(&block.content)) {
      line(depth, named("table", block.id));
      bands(*table, depth + 1);
    }
  }
  void items(const List& list, int depth) {
    line(depth, "list");
    for (const ListItem& item : list.items) {
      if (item.text_only) {
        line(depth + 1, "item " + item.label + " " + text_inside(item.children));
      } else {
        line(depth + 1, "item " + item.label);
        blocks(item.children, depth + 2);
      }
    }
  }
  void cell(const Cell& cell, int depth) {
    if (cell.text_only) return line(depth, "cell " + text_inside(cell.children));
    line(depth, "cell");
    blocks(cell.children, depth + 1);
  }
  void bands(const Table& table, int depth) {
    for (const auto& band : table.headers) {
      const std::string_view on = band.on == Table::HeaderOn::all     ? "all"
                                  : band.on == Table::HeaderOn::first ? "first"
                                                                      : "continued";
      line(depth, band.on_written ? "header on=" + std::string(on) : "header");
      rows(band.rows, depth + 1);
    }
    rows(table.rows, depth);
    for (const auto& band : table.footers) {
      const std::string_view on = band.on == Table::FooterOn::all        ? "all"
                                  : band.on == Table::FooterOn::on_break ? "break"
                                                                         : "last";
      line(depth, band.on_written ? "footer on=" + std::string(on) : "footer");
      rows(band.rows, depth + 1);
    }
  }
  void rows(const std::vector<Row>& all, int depth) {
    for (const Row& row : all) {
      std::string text = "row";
      if (row.kind == Row::Kind::group) text += "[group]";
      if (row.kind == Row::Kind::subtotal) text += "[subtotal]";
      if (row.kind == Row::Kind::total) text += "[total]";
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        text += (i == 0 ? " " : " | ") + text_inside(row.cells[i].children);
      line(depth, text);
    }
  }

  std::string out_;
};

class RunningText {
 public:
  std::string document(const Document& document) {
    for (const Sequence& sequence : document.sequences)
      blocks(sequence.children);
    return std::move(out_);
  }

 private:
  void line(const std::string& text) {
    if (!text.empty()) out_.append(text).append("\n");
  }
  void paragraph(const Paragraph& paragraph, const std::string& label = {}) {
    const std::string text = inline_text(paragraph.content, Notes::left_out);
    line(label.empty() || text.empty() ? label + text : label + " " + text);
    for (const Inline& each : paragraph.content)
      if (const auto* note = std::get_if<std::shared_ptr<const Footnote>>(&each))
        line(inline_text((*note)->content, Notes::left_out));
  }
  void blocks(const Blocks& all) {
    for (const Block& each : all)
      block(each);
  }
  void block(const Block& block) {
    if (const auto* text = std::get_if<Paragraph>(&block.content)) paragraph(*text);
    if (const auto* group = std::get_if<Group>(&block.content)) blocks(group->children);
    if (const auto* frame = std::get_if<Frame>(&block.content)) blocks(frame->children);
    if (const auto* grid = std::get_if<Grid>(&block.content)) {
      for (const Cell& cell : grid->cells)
        blocks(cell.children);
    }
    if (const auto* list = std::get_if<List>(&block.content)) {
      for (const ListItem& item : list->items)
        labelled(item);
    }
    if (const auto* table = std::get_if<Table>(&block.content)) {
      line(table->caption);
      for (const auto& band : table->headers)
        if (band.on != Table::HeaderOn::continued) rows(band.rows);
      rows(table->rows);
      for (const auto& band : table->footers)
        if (band.on != Table::FooterOn::on_break) rows(band.rows);
    }
  }
  void labelled(const ListItem& item) {
    const auto* first =
        item.children.empty() ? nullptr : std::get_if<Paragraph>(&item.children.front().content);
    if (first == nullptr) {
      line(item.label);
      return blocks(item.children);
    }
    paragraph(*first, item.label);
    for (std::size_t i = 1; i < item.children.size(); ++i)
      block(item.children[i]);
  }
  void rows(const std::vector<Row>& all) {
    for (const Row& row : all) {
      std::string text;
      for (const Cell& cell : row.cells) {
        const std::string more = text_inside(cell.children);
        if (!text.empty() && !more.empty()) text += "\t";
        text += more;
      }
      line(text);
    }
  }

  std::string out_;
};

}  // namespace

std::string late_number_text(const LateText& mark, std::int64_t number) {
  std::string text = std::to_string(number);
  bool is_number = true;
  for (const LateText::Step& step : mark.steps) {
    if (step.filter == LateText::Filter::sentence_case) {
      text = text::capitalise_first(text);
      is_number = false;
      continue;
    }
    if (!is_number) continue;  // a text has no number any more
    NumberArguments arguments;
    if (step.filter == LateText::Filter::number || step.filter == LateText::Filter::pad)
      arguments.number = step.number;
    if (!step.word.empty()) arguments.word = step.word;
    arguments.words = {step.le, step.ngan};
    text = filter_number(filter_of(step.filter), decimal_of(number), arguments).value_or("");
    is_number = false;
  }
  return text;
}

std::string tree_text(const Document& document) {
  return Dump().document(document);
}

std::string plain_text(const Document& document) {
  return RunningText().document(document);
}

}  // namespace sovang::document
