#include "late.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sovang/text/casing.h"
#include "sovang/text/numbers.h"

namespace sovang::layout {
namespace {

using document::LateText;
using Format = document::Sequence::PageFormat;

/// Printed until the next round knows better: as wide as most page numbers are.
constexpr int reserved_number = 10;

std::string roman(std::int64_t number) {
  if (number < 1 || number > 3999) return std::to_string(number);
  constexpr std::array<std::pair<int, std::string_view>, 13> steps{{{1000, "M"},
                                                                    {900, "CM"},
                                                                    {500, "D"},
                                                                    {400, "CD"},
                                                                    {100, "C"},
                                                                    {90, "XC"},
                                                                    {50, "L"},
                                                                    {40, "XL"},
                                                                    {10, "X"},
                                                                    {9, "IX"},
                                                                    {5, "V"},
                                                                    {4, "IV"},
                                                                    {1, "I"}}};
  std::string text;
  for (const auto& [value, letters] : steps) {
    for (; number >= value; number -= value)
      text += letters;
  }
  return text;
}

/// ND30-56: the letters of points, without f j w z and with đ after d; after y comes aa.
std::string alpha(std::int64_t number) {
  constexpr std::array<std::string_view, 23> letters{"a", "b", "c", "d", "đ", "e", "g", "h",
                                                     "i", "k", "l", "m", "n", "o", "p", "q",
                                                     "r", "s", "t", "u", "v", "x", "y"};
  if (number < 1) return std::to_string(number);
  std::string text;
  for (; number > 0; number = (number - 1) / static_cast<std::int64_t>(letters.size())) {
    const auto at = static_cast<std::size_t>(number - 1) % letters.size();
    text.insert(0, letters[at]);
  }
  return text;
}

std::string padded(std::string digits, int width) {
  const auto least = static_cast<std::size_t>(std::clamp(width, 0, 20));
  return digits.size() < least ? std::string(least - digits.size(), '0') + digits : digits;
}

/// A value on its way through the filters: a number until a filter makes text of it.
struct Filtered {
  std::int64_t number = 0;
  std::string text;
};

void apply(const LateText::Step& step, Filtered& value) {
  switch (step.filter) {
    case LateText::Filter::number:
      value.text = text::grouped(value.number);
      if (step.number > 0) value.text += "," + std::string(static_cast<std::size_t>(step.number), '0');
      return;
    case LateText::Filter::money:
      value.text = text::grouped(value.number) + " " + (step.word.empty() ? "đồng" : step.word);
      return;
    case LateText::Filter::pad:
      value.text = padded(value.text, step.number == 0 ? 2 : step.number);
      return;
    case LateText::Filter::roman:
      value.text = roman(value.number);
      return;
    case LateText::Filter::alpha:
      value.text = alpha(value.number);
      return;
    case LateText::Filter::in_words:
      value.text = text::in_words(value.number);
      return;
    case LateText::Filter::sentence_case:
      value.text = text::capitalise_first(value.text);
      return;
  }
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
      return text::lower(roman(page.number));
    case Format::upper_roman:
      return roman(page.number);
    case Format::alpha:
      return alpha(page.number);
  }
  return {};
}

std::string LateValues::text(const LateText& late) {
  Filtered value{reserved_number, {}};
  const auto take = [&value](const PageNumber& number) {
    value.number = number.number;
    value.text = page_label(number);
  };
  switch (late.function) {
    case LateText::Function::continued:
      return continued ? late.when_true : late.when_false;
    case LateText::Function::page:
      if (page) {
        take(*page);
      } else {
        guessed = true;
        if (before != nullptr && before->marks.contains(&late)) take(before->marks.at(&late));
      }
      break;
    case LateText::Function::pages:
      guessed = true;
      if (before != nullptr && sequence < before->pages.size()) value.number = before->pages[sequence];
      break;
    case LateText::Function::page_of:
      guessed = true;
      if (before != nullptr && before->anchors.contains(late.argument))
        take(before->anchors.at(late.argument));
      break;
    case LateText::Function::tally:
      value.number = tally_of(tallies, late.argument);
      break;
    case LateText::Function::tally_page:
      value.number = tally_of(page_tallies, late.argument);
      break;
  }
  if (value.text.empty()) value.text = std::to_string(value.number);
  for (const LateText::Step& step : late.steps)
    apply(step, value);
  return value.text;
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
  bool operator()(const document::Marker&) const { return false; }
};

}  // namespace

bool has_late(const Blocks& blocks) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [](const Block& block) { return std::visit(FindLate{}, block.content); });
}

}  // namespace sovang::layout
