#include "sovang/domain/award_catalogue.h"

#include <algorithm>
#include <charconv>

#include "sovang/text/search_keys.h"

#include "tsv.h"

namespace sovang::domain {
namespace {

constexpr std::string_view awards_file = "awards.tsv";
constexpr std::string_view salary_file = "base_salary.tsv";
constexpr std::string_view texts_file = "legal_texts.tsv";

std::optional<RecipientKind> recipient_kind(std::string_view word) {
  if (word == "ca_nhan") return RecipientKind::individual;
  if (word == "tap_the") return RecipientKind::collective;
  if (word == "ho_gia_dinh") return RecipientKind::household;
  return std::nullopt;
}

/// The code's ending for a kind of recipient: BKT-C, BKT-T, BKT-H.
std::string_view suffix(RecipientKind kind) {
  switch (kind) {
    case RecipientKind::individual:
      return "-C";
    case RecipientKind::collective:
      return "-T";
    case RecipientKind::household:
      return "-H";
  }
  return {};
}

/// "bonus_nd91_2017_x_luong_co_so" → "ND-91-2017", the decree's id in legal_texts.tsv.
std::optional<std::string> decree_of_column(std::string_view column) {
  constexpr std::string_view front = "bonus_nd";
  constexpr std::string_view back = "_x_luong_co_so";
  if (!column.starts_with(front) || !column.ends_with(back)) return std::nullopt;
  std::string id(column.substr(front.size(), column.size() - front.size() - back.size()));
  std::ranges::replace(id, '_', '-');
  return "ND-" + id;
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// An empty cell is no date; a bad one is an error.
Result<std::optional<Date>> optional_date(const Tsv& table, const TsvRow& row, std::string_view column) {
  const std::string_view cell = row[column];
  if (cell.empty()) return std::optional<Date>();
  const auto date = Date::from_iso(cell);
  if (!date) return fail(table.error(row, "ngày “" + std::string(cell) + "” không đúng dạng NNNN-TT-NN"));
  return std::optional<Date>(date);
}

Result<Date> required_date(const Tsv& table, const TsvRow& row, std::string_view column) {
  const auto date = SOVANG_TRY(optional_date(table, row, column));
  if (!date) return fail(table.error(row, "thiếu ngày ở cột “" + std::string(column) + "”"));
  return *date;
}

Result<Award> read_award(const Tsv& table, const TsvRow& row) {
  Award award;
  award.code = AwardCode(std::string(row["code"]));
  award.name = row["name_vi"];
  award.long_name = row["name_long_vi"];
  award.group = row["group"];
  const auto kind = recipient_kind(row["recipient"]);
  if (award.code.empty() || !kind) {
    return fail(table.error(row, "thiếu mã, hoặc đối tượng “" + std::string(row["recipient"]) +
                                     "” không phải ca_nhan, tap_the, ho_gia_dinh"));
  }
  award.recipient = *kind;
  award.level = row["level"];
  award.decided_by_law_2003 = row["decided_by_2003_vi"];
  award.decided_by_law_2022 = row["decided_by_2022_vi"];
  award.keepsake = row["keepsake_vi"];
  award.dossier_code = row["dossier_code"];
  for (const std::string_view column : table.header()) {
    const auto decree = decree_of_column(column);
    if (!decree || row[column].empty()) continue;
    // A cell that is no plain number ("?", "≤ 0,6") means that no fixed rate is known.
    if (const auto multiplier = Hundredths::parse(row[column]))
      award.multipliers.emplace(*decree, *multiplier);
  }
  if (const std::string_view minimum = row["council_vote_min_pct_of_members"]; !minimum.empty()) {
    const auto value = integer(minimum);
    if (!value || *value < 0 || *value > 100)
      return fail(table.error(row, "tỷ lệ phiếu không phải số từ 0 đến 100"));
    award.vote_minimum_percent = static_cast<int>(*value);
  }
  return award;
}

Result<LawText> read_text(const Tsv& table, const TsvRow& row) {
  LawText law;
  law.id = row["id"];
  law.type = row["type"];
  law.name = row["name_or_subject_vi"];
  law.number = row["number"];
  law.issuer = row["issuer_vi"];
  law.citation = row["citation_sentence_vi"];
  law.issued = SOVANG_TRY(required_date(table, row, "issued"));
  law.in_force_from = SOVANG_TRY(required_date(table, row, "in_force_from"));
  law.in_force_to = SOVANG_TRY(optional_date(table, row, "in_force_to"));
  return law;
}

bool covers(Date from, const std::optional<Date>& to, Date day) {
  return from <= day && (!to || day <= *to);
}

}  // namespace

Result<AwardCatalogue> AwardCatalogue::parse(const LawTables& tables) {
  AwardCatalogue catalogue;
  const Tsv awards =
      SOVANG_TRY(Tsv::parse(tables.awards, awards_file, {"code", "name_vi", "recipient", "level"}));
  for (const TsvRow& row : awards.rows()) {
    catalogue.awards_.push_back(SOVANG_TRY(read_award(awards, row)));
  }
  const Tsv salaries = SOVANG_TRY(
      Tsv::parse(tables.base_salary, salary_file, {"valid_from", "valid_to", "base_salary_vnd_per_month"}));
  for (const TsvRow& row : salaries.rows()) {
    const auto amount = integer(row["base_salary_vnd_per_month"]);
    if (!amount || *amount <= 0)
      return fail(salaries.error(row, "mức lương cơ sở không phải số nguyên dương"));
    catalogue.salaries_.push_back({SOVANG_TRY(required_date(salaries, row, "valid_from")),
                                   SOVANG_TRY(optional_date(salaries, row, "valid_to")), Money{*amount}});
  }
  const Tsv texts = SOVANG_TRY(
      Tsv::parse(tables.legal_texts, texts_file, {"id", "issued", "in_force_from", "in_force_to"}));
  for (const TsvRow& row : texts.rows())
    catalogue.texts_.push_back(SOVANG_TRY(read_text(texts, row)));
  return catalogue;
}

const Award* AwardCatalogue::find(const AwardCode& code) const {
  const auto found = std::ranges::find(awards_, code, &Award::code);
  return found == awards_.end() ? nullptr : &*found;
}

const Award* AwardCatalogue::award_of(const AwardForm& form, RecipientKind kind) const {
  if (!form.catalogue.empty()) {
    if (const Award* award = find(AwardCode(form.catalogue + std::string(suffix(kind))))) return award;
    const Award* award = find(AwardCode(form.catalogue));
    return award != nullptr && award->recipient == kind ? award : nullptr;
  }
  const std::string wanted = text::search_keys(form.name).exact;
  for (const Award& award : awards_) {
    if (award.recipient != kind) continue;
    if (text::search_keys(award.name).exact == wanted || text::search_keys(award.long_name).exact == wanted) {
      return &award;
    }
  }
  return nullptr;
}

std::optional<Money> AwardCatalogue::base_salary(Date day) const {
  for (const SalaryPeriod& period : salaries_) {
    if (covers(period.from, period.to, day)) return period.amount;
  }
  return std::nullopt;
}

std::optional<Hundredths> AwardCatalogue::multiplier(const Award& award, Date day) const {
  for (const LawText& law : texts_) {
    if (!covers(law.in_force_from, law.in_force_to, day)) continue;
    if (const auto found = award.multipliers.find(law.id); found != award.multipliers.end())
      return found->second;
  }
  return std::nullopt;
}

Result<Money> AwardCatalogue::bonus(const AwardCode& code, Date decision_date) const {
  const Award* award = find(code);
  if (award == nullptr) {
    return fail(ErrorCode::not_found, "không có “" + code.value + "” trong bảng hình thức khen thưởng", {},
                "V-26");
  }
  const auto salary = base_salary(decision_date);
  const auto rate = multiplier(*award, decision_date);
  if (!salary || !rate) {
    return fail(ErrorCode::invalid_input,
                "chưa biết mức tiền thưởng của “" + award->long_name + "” (" + code.value + ") tại ngày " +
                    decision_date.iso() + "; bổ sung bảng awards.tsv, base_salary.tsv",
                {}, "V-26");
  }
  return bonus_of(*rate, *salary);
}

std::vector<const LawText*> AwardCatalogue::in_force(Date day) const {
  std::vector<const LawText*> found;
  for (const LawText& law : texts_) {
    if (covers(law.in_force_from, law.in_force_to, day)) found.push_back(&law);
  }
  return found;
}

Money bonus_of(Hundredths multiplier, Money base_salary) {
  SOVANG_EXPECT(multiplier.value >= 0 && base_salary.dong >= 0);
  // NĐ 152/2025 Điều 49 k2: rounded up to ten thousands; the multiplier is in hundredths.
  constexpr std::int64_t step = 10'000;
  constexpr std::int64_t hundredths_of_step = step * 100;
  return {(multiplier.value * base_salary.dong + hundredths_of_step - 1) / hundredths_of_step * step};
}

}  // namespace sovang::domain
