#include "list_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sovang/text/normal.h"
#include "sovang/text/search_keys.h"

namespace sovang::exchange {
namespace {

using text::LegacyScheme;

/// Letters of other alphabets that look like Vietnamese ones (messy rule 4).
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> lookalikes{
    {{"\u01A3", "ư"}, {"\u01A2", "Ư"}, {"\u00D0", "Đ"}}};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// The text in Unicode; good text comes back as it is.
std::string decoded(const TableCell& cell, std::optional<LegacyScheme> file_scheme, Repairs& repairs) {
  if (file_scheme) return text::decode_legacy(cell.text, *file_scheme);
  const text::Detection found = text::detect_legacy(cell.text, cell.font);
  repairs.doubtful =
      found.scheme && !found.may_replace() && found.verdict != text::Detection::Verdict::unchanged;
  if (!found.may_replace() || found.proposal == cell.text) return cell.text;
  if (found.scheme) {
    repairs.legacy = true;
    repairs.scheme = found.scheme;
    return found.proposal;
  }
  // Marks typed in the wrong order are no legacy encoding; NFC alone would not put them right.
  if (found.finding != "mark_order") return cell.text;
  repairs.decomposed = true;
  return found.proposal;
}

/// Lines apart by LF, each with single spaces; lines without text at either end are dropped.
std::string tidied(const std::string& nfc, Repairs& repairs) {
  std::string unified;
  for (std::size_t i = 0; i < nfc.size(); ++i) {
    if (nfc[i] != '\r') {
      unified += nfc[i];
    } else if (i + 1 == nfc.size() || nfc[i + 1] != '\n') {
      unified += '\n';
    }
  }
  std::string out;
  std::string_view rest = unified;
  while (true) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    const std::string collapsed = text::collapse_spaces(line);
    if (collapsed != line) repairs.spaces = true;
    if (!collapsed.empty()) {
      if (!out.empty()) {
        out += '\n';
        repairs.line_break = true;
      }
      out += collapsed;
    }
    if (end == std::string_view::npos) return out;
    rest.remove_prefix(end + 1);
  }
}

ListCell repaired_cell(const TableCell& cell, std::optional<LegacyScheme> file_scheme) {
  ListCell out;
  out.kind = cell.kind;
  out.formula = cell.formula;
  out.date_by_locale = cell.date_by_locale;
  out.merged_from_row = cell.merged_from_row;
  out.original = cell.text;
  if (cell.kind != TableCell::Kind::text) {
    out.text = cell.text;
    return out;
  }
  const std::string unicode = decoded(cell, file_scheme, out.repairs);
  auto nfc = text::normalise(unicode);
  if (!nfc) return out;
  if (!file_scheme && !out.repairs.legacy) out.repairs.decomposed = *nfc != unicode;
  for (const auto& [wrong, right] : lookalikes) {
    if (nfc->find(wrong) == std::string::npos) continue;
    out.repairs.lookalike = true;
    replace_all(*nfc, wrong, right);
  }
  out.text = tidied(*nfc, out.repairs);
  if (file_scheme) out.repairs.scheme = file_scheme;
  if (out.text.empty()) out.kind = TableCell::Kind::empty;
  return out;
}

}  // namespace

std::string ListCell::line() const {
  std::string joined = text;
  std::ranges::replace(joined, '\n', ' ');
  return joined;
}

const ListCell& ListRow::cell(std::size_t column) const {
  static const ListCell none;
  return column < cells.size() ? cells[column] : none;
}

FileScheme scheme_of_file(const Table& table) {
  if (table.encoding != "cp1252") return {};
  constexpr std::size_t enough = 200'000;
  std::string all;
  for (const Sheet& sheet : table.sheets) {
    for (const TableRow& row : sheet.rows) {
      for (const TableCell& cell : row.cells) {
        if (cell.text.empty() || all.size() > enough) continue;
        all += cell.text;
        all += '\n';
      }
    }
  }
  const text::Detection found = text::detect_legacy(all);
  return {found.scheme, !found.scheme || !found.may_replace()};
}

ListRow repaired(const TableRow& row, std::optional<LegacyScheme> file_scheme) {
  ListRow out;
  out.number = row.number;
  out.hidden = row.hidden;
  out.cells.reserve(row.cells.size());
  for (const TableCell& cell : row.cells)
    out.cells.push_back(repaired_cell(cell, file_scheme));
  return out;
}

std::string_view people_call(LegacyScheme scheme) {
  switch (scheme) {
    case LegacyScheme::tcvn3:
      return "TCVN3";
    case LegacyScheme::tcvn3_capitals:
      return "TCVN3, phông .VnTimeH (chữ hoa)";
    case LegacyScheme::vni:
      return "VNI-Windows";
    case LegacyScheme::viscii:
      return "VISCII";
    case LegacyScheme::vps:
      return "VPS";
    case LegacyScheme::bkhcm2:
      return "BK HCM2";
    case LegacyScheme::windows_1258:
      return "windows-1258";
    case LegacyScheme::utf8_as_cp1252:
      return "UTF-8 đọc nhầm";
    case LegacyScheme::double_tcvn3:
      return "TCVN3 đổi mã hai lần";
  }
  return {};
}

bool lost_capitals(const Repairs& repairs) {
  return repairs.scheme == LegacyScheme::tcvn3 || repairs.scheme == LegacyScheme::double_tcvn3;
}

bool Words::has(std::string_view phrase) const {
  for (std::size_t at = fold.find(phrase); at != std::string::npos; at = fold.find(phrase, at + 1)) {
    const std::size_t end = at + phrase.size();
    if ((at == 0 || fold[at - 1] == ' ') && (end == fold.size() || fold[end] == ' ')) return true;
  }
  return false;
}

namespace {
bool starts_with_words(std::string_view text, std::string_view phrase) {
  return text.starts_with(phrase) && (text.size() == phrase.size() || text[phrase.size()] == ' ');
}
}  // namespace

bool Words::starts(std::string_view phrase) const {
  return starts_with_words(fold, phrase);
}

bool Words::starts_exactly(std::string_view phrase) const {
  return starts_with_words(exact, phrase);
}

Words words_of(std::string_view text) {
  Words words;
  for (const text::SearchToken& token : text::search_tokens(text)) {
    if (!words.fold.empty()) {
      words.fold += ' ';
      words.exact += ' ';
    }
    words.fold += token.keys.fold;
    words.exact += token.keys.exact;
  }
  return words;
}

}  // namespace sovang::exchange
