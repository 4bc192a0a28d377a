#include "late.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "sovang/document/numerals.h"
#include "sovang/text/casing.h"

namespace sovang::layout {
namespace {

using document::LateText;
using Format = document::Sequence::PageFormat;

/// Printed until the next round knows better: as wide as most page numbers are.
constexpr int reserved_number = 10;

/// A number that letters cannot write is printed in digits.
std::string or_digits(const std::optional<std::string>& letters, std::int64_t number) {
  return letters.value_or(std::to_string(number));
}

std::int64_t tally_of(const Tallies* tallies, const std::string& name) {
  if (tallies == nullptr) return 0;
  const auto found = tallies->find(name);
  return found == tallies->end() ? 0 : found->second;
}

}  // namespace

std::string page_label(const PageNumber& page) {
  switch (page.format) {
    case Format::arabic:
      return std::to_string(page.number);
    case Format::lower_roman:
      return text::lower(or_digits(document::roman_numeral(page.number), page.number));
    case Format::upper_roman:
      return or_digits(document::roman_numeral(page.number), page.number);
    case Format::alpha:
      return or_digits(document::letter_numeral(page.number), page.number);
  }
  return {};
}

std::string LateValues::text(const LateText& late) {
  if (late.function == LateText::Function::continued) return continued ? late.when_true : late.when_false;
  const Value value = value_of(late);
  // Filters write the number; without any it is printed as its page does.
  return late.steps.empty() ? value.label : document::late_number_text(late, value.number);
}

void LateValues::note_guess(const LateText& late) {
  guessed = true;
  guess = late.source;
}

LateValues::Value LateValues::value_of(const LateText& late) {
  const auto of_page = [](const PageNumber& known) { return Value{known.number, page_label(known)}; };
  const auto plain = [](std::int64_t number) { return Value{number, std::to_string(number)}; };
  switch (late.function) {
    case LateText::Function::page:
      if (page) return of_page(*page);
      note_guess(late);
      if (before != nullptr && before->marks.contains(&late)) return of_page(before->marks.at(&late));
      break;
    case LateText::Function::pages:
      note_guess(late);
      if (before != nullptr && sequence < before->pages.size()) return plain(before->pages[sequence]);
      break;
    case LateText::Function::page_of:
      note_guess(late);
      if (before != nullptr && before->anchors.contains(late.argument)) {
        return of_page(before->anchors.at(late.argument));
      }
      break;
    case LateText::Function::tally:
      return plain(tally_of(tallies, late.argument));
    case LateText::Function::tally_page:
      return plain(tally_of(page_tallies, late.argument));
    case LateText::Function::continued:
      break;
  }
  return plain(reserved_number);
}

namespace {

using document::Block;
using document::Blocks;
using document::Cell;
using document::Inline;

bool has_late(const std::vector<Inline>& content) {
  return std::any_of(content.begin(), content.end(), [](const Inline& part) {
    if (std::holds_alternative<LateText>(part)) return true;
    const auto* note = std::get_if<std::shared_ptr<const document::Footnote>>(&part);
    return note != nullptr && *note && has_late((*note)->content);
  });
}

bool has_late(const std::vector<Cell>& cells) {
  return std::any_of(cells.begin(), cells.end(),
                     [](const Cell& cell) { return layout::has_late(cell.children); });
}

bool has_late(const std::vector<document::Row>& rows) {
  return std::any_of(rows.begin(), rows.end(), [](const document::Row& row) { return has_late(row.cells); });
}

struct FindLate {
  bool operator()(const document::Paragraph& paragraph) const { return has_late(paragraph.content); }
  bool operator()(const document::Group& group) const { return layout::has_late(group.children); }
  bool operator()(const document::List& list) const {
    return std::any_of(list.items.begin(), list.items.end(),
                       [](const document::ListItem& item) { return layout::has_late(item.children); });
  }
  bool operator()(const document::Grid& grid) const { return has_late(grid.cells); }
  bool operator()(const document::Table& table) const {
    return has_late(table.rows) ||
           std::any_of(table.headers.begin(), table.headers.end(),
                       [](const auto& band) { return has_late(band.rows); }) ||
           std::any_of(table.footers.begin(), table.footers.end(),
                       [](const auto& band) { return has_late(band.rows); });
  }
  bool operator()(const document::Frame& frame) const { return layout::has_late(frame.children); }
  bool operator()(const document::Image&) const { return false; }
  bool operator()(const document::Rule&) const { return false; }
  bool operator()(const document::Qr&) const { return false; }
  bool operator()(const document::SignatureField&) const { return false; }
  bool operator()(const document::Marker&) const { return false; }
};

}  // namespace

bool has_late(const Blocks& blocks) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [](const Block& block) { return std::visit(FindLate{}, block.content); });
}

}  // namespace sovang::layout
