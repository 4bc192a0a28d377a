// The fields of a row: names, dates, posts, forms, figures. The rows themselves are in list_reader.cc.
#include <algorithm>
#include <array>

#include "sovang/text/casing.h"

#include "list_names.h"
#include "list_reader.h"
#include "list_values.h"
#include "sheet_budget.h"

namespace sovang::exchange {
namespace {

/// TCVN3 has no capital vowels with a tone: "ủy ban nhân dân" was "Ủy ban nhân dân" (messy rule 13). The
/// bodies whose names begin so, wherever they stand in a text.
std::string with_lost_capitals(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> bodies{
      {{"ủy ban", "Ủy ban"}, {"uỷ ban", "Uỷ ban"}, {"ủy viên", "Ủy viên"}, {"uỷ viên", "Uỷ viên"}}};
  for (const auto& [lost, right] : bodies) {
    for (std::size_t at = text.find(lost); at != std::string::npos; at = text.find(lost, at + 1)) {
      if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(') text.replace(at, lost.size(), right);
    }
  }
  return text::capitalise_first(text);
}

}  // namespace

void SheetListReader::tell_repairs(const ListRow& row, const ListCell& cell, bool summary) {
  const Repairs& repairs = cell.repairs;
  if (repairs.legacy) {
    const std::string scheme(repairs.scheme ? people_call(*repairs.scheme) : "bảng mã cũ");
    warn_once("legacy_encoding_converted", row.number, scheme + ": “" + cell.original + "”");
  }
  if (repairs.doubtful && told_.insert({"V-37", row.number}).second) {
    object("V-37", Severity::warning, row.number,
           "ô “" + cell.line() + "” có vẻ dùng bảng mã cũ, phần mềm không tự đổi; hãy xem lại");
  }
  if (repairs.decomposed) warn_once("nfd_normalised", row.number);
  if (repairs.lookalike) warn_once("lookalike_letter", row.number, "“" + cell.original + "”");
  // The lines of a summary are its sentences.
  if (summary) return;
  if (repairs.spaces) warn_once("whitespace_normalised", row.number);
  if (repairs.line_break) warn_once("line_break_in_cell", row.number);
}

std::string SheetListReader::words(const ListRow& row, Column column) {
  const auto at = header_.at(column);
  if (!at) return {};
  const ListCell& cell = row.cell(*at);
  tell_repairs(row, cell, false);
  std::string text = cell.line();
  if (is_ditto(text)) {
    warn_once("ditto_filled", row.number, above_[column]);
    return above_[column];
  }
  if (cell.merged_from_row > 0 && merged_told_.insert(cell.merged_from_row).second) {
    warn_once("merged_cell_filled", cell.merged_from_row, text);
  }
  if (lost_capitals(cell.repairs)) text = with_lost_capitals(std::move(text));
  if (!text.empty()) above_[column] = text;
  return text;
}

void SheetListReader::read_person(const ListRow& row, const std::string& name, domain::Nomination& out) {
  const bool expected_here = header_.name_holds_title;
  if (section_ == Kind::collective) warn_once("mixed_kind", row.number, "cá nhân trong danh sách tập thể");
  PersonCell person = split_person(name);
  const bool split = !person.title.empty() || !person.rank.empty() || !person.degree.empty();
  if (split || expected_here) {
    warn_once("name_title_split", row.number, "“" + name + "”");
  } else if (!person.honorific.empty()) {
    warn_once("salutation_in_name", row.number, "“" + name + "”");
  }
  const auto name_column = header_.at(header_.has(Column::name) ? Column::name : Column::family_part);
  if (name_column && lost_capitals(row.cell(*name_column).repairs))
    person.name = text::capitalise_words(person.name);
  if (person.name.find(' ') != std::string::npos && text::is_all_capitals(person.name)) {
    warn_once("all_caps_name", row.number, person.name);
    person.name = text::title_name(person.name);
  }
  if (lacks_diacritics(person.name)) warn_once("missing_diacritics", row.number, person.name);
  out.name = person.name;
  out.rank = person.rank;
  out.degree = person.degree;
  out.title = person.title;
  read_work(row, out);
  read_gender(row, person.honorific, out);
  read_birth(row, out);
}

void SheetListReader::read_collective(const ListRow& row, const std::string& name, domain::Nomination& out) {
  out.name = name;
  const auto column = header_.at(header_.has(Column::name) ? Column::name : Column::family_part);
  if (column && lost_capitals(row.cell(*column).repairs)) out.name = with_lost_capitals(std::move(out.name));
  out.workplace = words(row, Column::unit);
}

void SheetListReader::read_work(const ListRow& row, domain::Nomination& out) {
  std::string title = words(row, Column::title);
  if (header_.title_holds_rank) {
    RankAndTitle parts = split_rank_and_title(title);
    if (!parts.rank.empty()) out.rank = std::move(parts.rank);
    title = std::move(parts.title);
  }
  if (!title.empty()) out.title = std::move(title);
  if (std::string rank = words(row, Column::rank); !rank.empty()) out.rank = std::move(rank);
  if (std::string degree = words(row, Column::degree); !degree.empty()) out.degree = std::move(degree);
  out.ethnicity = words(row, Column::ethnicity);
  out.workplace = words(row, Column::unit);
  if (header_.has(Column::unit) && !header_.title_holds_unit) return;
  TitleAndUnit parts = split_title_and_unit(out.title);
  if (!out.workplace.empty() || parts.unit.empty()) return;
  out.title = std::move(parts.title);
  out.workplace = std::move(parts.unit);
}

void SheetListReader::read_gender(const ListRow& row, const std::string& honorific, domain::Nomination& out) {
  const auto in_column = [&](Column column) {
    const auto at = header_.at(column);
    return at ? exchange::read_gender(row.cell(*at).line()) : domain::Gender::unknown;
  };
  const auto marked = [&](Column column) {
    const auto at = header_.at(column);
    return at && !row.cell(*at).empty();
  };
  out.gender = in_column(Column::gender);
  if (out.gender == domain::Gender::unknown) out.gender = in_column(Column::salutation);
  if (out.gender == domain::Gender::unknown) out.gender = gender_of_honorific(honorific);
  // Two columns "Nam", "Nữ": a mark or the year of birth stands in one of them.
  if (marked(Column::male) != marked(Column::female)) {
    out.gender = marked(Column::male) ? domain::Gender::male : domain::Gender::female;
  }
  const bool asked =
      header_.has(Column::gender) || header_.has(Column::salutation) || header_.has(Column::male);
  if (asked && out.gender == domain::Gender::unknown) warn_once("missing_gender", row.number, out.name);
}

void SheetListReader::read_birth(const ListRow& row, domain::Nomination& out) {
  for (const Column column : {Column::male, Column::female}) {
    const auto at = header_.at(column);
    if (!at || row.cell(*at).kind != TableCell::Kind::number) continue;
    const BirthCell birth = exchange::read_birth(row.cell(*at), today_);
    out.birth_year = birth.year;
    if (birth.year) warn_once("year_only", 0, "năm sinh trong cột Nam/Nữ: suy ra giới tính từ cột");
  }
  const auto at = header_.at(Column::birth);
  if (!at) return;
  const ListCell& cell = row.cell(*at);
  if (cell.empty()) {
    warn_once("missing_birth_date", row.number, out.name);
    return;
  }
  BirthCell birth = exchange::read_birth(cell, today_);
  out.birth_date = birth.date;
  out.birth_year = birth.date ? birth.date->year() : birth.year;
  if (!birth.doubt.empty()) warn_once(birth.doubt, row.number, std::move(birth.detail));
}

void SheetListReader::read_form(const ListRow& row, domain::Nomination& out) {
  std::string text = words(row, Column::form);
  if (text.empty()) text = words(row, Column::honour);
  if (text.empty()) {
    if (header_.has(Column::form) || header_.has(Column::honour)) {
      object("IMP-06", Severity::warning, row.number, "“" + out.name + "” chưa ghi hình thức đề nghị");
    }
    out.form_text = form_text_;
    if (form_) out.form = *form_;
    return;
  }
  out.form_text = text;
  if (const auto form = awards_->find(text)) {
    out.form = *form;
  } else {
    refuse_award(row, out);
  }
}

void SheetListReader::refuse_award(const ListRow& row, const domain::Nomination& nomination) {
  const std::string message = "không rõ hình thức khen thưởng “" + nomination.form_text + "” của “" +
                              nomination.name +
                              "”; ghi đầy đủ, ví dụ “Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh”";
  object("IMP-02", Severity::error, row.number, message);
  if (refusal_) return;
  refusal_ = Error{ErrorCode::invalid_input,
                   place_in_list(list_->file, sheet_, row.number) + ": " + message,
                   {list_->file, row.number},
                   "IMP-02"};
}

void SheetListReader::read_figures(const ListRow& row, domain::Nomination& out) {
  const auto read = [&](Column column) -> std::optional<std::int64_t> {
    const auto at = header_.at(column);
    if (!at) return std::nullopt;
    const ListCell& cell = row.cell(*at);
    const FigureCell figure = read_figure(cell);
    if (figure.value && figure.as_text) {
      warn("number_as_text", row.number,
           "cột " + std::to_string(*at + 1) + " = " + std::to_string(*figure.value));
    }
    if (!figure.value && !cell.empty()) {
      object("IMP-07", Severity::warning, row.number,
             "“" + cell.line() + "” không phải là số, ô được bỏ trống");
    }
    return figure.value;
  };
  if (const auto amount = read(Column::amount)) out.amount = domain::Money{*amount};
  out.shifts = read(Column::shifts);
}

/// Columns that the list lacks, once for all its people.
void SheetListReader::report_missing_columns() {
  int people = 0;
  int without_gender = 0;
  for (std::size_t i = first_row_; i < list_->rows.size(); ++i) {
    const domain::Nomination& row = list_->rows[i];
    if (row.kind != Kind::individual) continue;
    ++people;
    if (row.gender == domain::Gender::unknown) ++without_gender;
  }
  const auto dated =
      std::any_of(list_->rows.begin() + static_cast<std::ptrdiff_t>(first_row_), list_->rows.end(),
                  [](const domain::Nomination& row) { return row.birth_date || row.birth_year; });
  if (people == 0) return;
  const std::string all = std::to_string(people) + " dòng";
  const bool asks_gender =
      header_.has(Column::gender) || header_.has(Column::salutation) || header_.has(Column::male);
  if (!asks_gender && without_gender > 0) warn_once("missing_gender", 0, "không có cột giới tính: " + all);
  // The form with a column Ông/Bà is the one that decisions print: it does not ask for the day of birth. A
  // sheet of collectives does not either.
  const bool asks_birth = header_.has(Column::birth) || dated;
  if (!asks_birth && !header_.has(Column::salutation) && section_ != Kind::collective) {
    warn_once("missing_birth_date", 0, "không có cột ngày sinh: " + all);
  }
}

}  // namespace sovang::exchange
