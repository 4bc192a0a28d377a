#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "sovang/domain/rules.h"
#include "sovang/text/dates.h"

namespace sovang::domain {
namespace {

using Objections = std::vector<Objection>;

bool is_day_off(Date day, std::span<const Date> holidays) {
  return day.weekday() == Weekday::saturday || day.weekday() == Weekday::sunday ||
         std::ranges::find(holidays, day) != holidays.end();
}

void check_day(const RuleInput& input, std::string subject, std::string part, Date day, Objections& out) {
  if (!is_day_off(day, input.holidays)) return;
  Objection objection = input.texts.object("V-33", {std::move(subject)}, {{"d", text::table_date(day)}});
  objection.part = std::move(part);
  out.push_back(std::move(objection));
}

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}

/// ND30-22 … 24: figures (two at least, "05"), for normative texts the year, then "type-issuer" without
/// spaces.
bool has_number_form(std::string_view number, std::string_view type) {
  const auto take_figures = [&number] {
    std::size_t count = 0;
    while (count < number.size() && is_figure(number[count]))
      ++count;
    number.remove_prefix(count);
    return count;
  };
  if (take_figures() < 2 || !number.starts_with('/')) return false;
  number.remove_prefix(1);
  if (!number.starts_with(type)) return false;
  number.remove_prefix(type.size());
  return number.size() > 1 && number.front() == '-' && number.find_first_of(" /\t") == std::string_view::npos;
}

void check_number(const RuleInput& input, std::string subject, std::string_view number, std::string_view type,
                  Objections& out) {
  if (has_number_form(number, type)) return;
  out.push_back(input.texts.object("V-34", {std::move(subject)}, {{"x", std::string(number)}}));
}

/// Which numbers of a register are taken: issuer, number, year.
class Register {
 public:
  void take(const RuleInput& input, const std::string& issuer, const std::string& number, int year,
            const std::string& subject, Objections& out) {
    const auto [entry, fresh] = taken_.try_emplace({issuer, number, year}, subject);
    if (fresh) return;
    out.push_back(input.texts.object("V-35", {subject, entry->second},
                                     {{"x", number}, {"y", std::to_string(year)}, {"z", entry->second}}));
  }

 private:
  std::map<std::tuple<std::string, std::string, int>, std::string> taken_;
};

Objection dates_out_of_order(const RuleInput& input, std::vector<std::string> subjects,
                             const std::string& what_later, Date later, const std::string& what_earlier,
                             Date earlier) {
  Objection objection = input.texts.object("V-31", std::move(subjects), {});
  objection.message = "Ngày " + what_later + " " + text::table_date(later) + " trước ngày " + what_earlier +
                      " " + text::table_date(earlier) + ".";
  return objection;
}

void check_incoming(const RuleInput& input, Objections& out) {
  Register numbers;
  Register minutes;
  Register arrivals;
  for (const IncomingProposal& paper : input.facts.incoming) {
    const std::string& id = paper.id.value;
    check_day(input, id, "proposal", paper.date, out);
    check_number(input, id, paper.number, "TTr", out);
    numbers.take(input, paper.from.value, paper.number, paper.date.year(), id, out);
    arrivals.take(input, {}, std::to_string(paper.arrival_number), paper.arrival_date.year(), id, out);
    if (paper.arrival_date < paper.date) {
      out.push_back(dates_out_of_order(input, {id}, "đến", paper.arrival_date, "tờ trình", paper.date));
    }
    if (input.facts.deadline && *input.facts.deadline < paper.arrival_date) {
      out.push_back(input.texts.object("V-54", {id},
                                       {{"d", text::table_date(paper.arrival_date)},
                                        {"h", "hạn " + text::table_date(*input.facts.deadline)}}));
    }
    if (paper.minutes_number.empty() || !paper.minutes_date) {
      out.push_back(
          input.texts.object("V-49", {id}, {{"x", "biên bản họp xét khen thưởng của " + paper.number}}));
      continue;
    }
    check_day(input, id, "minutes", *paper.minutes_date, out);
    check_number(input, id, paper.minutes_number, "BB", out);
    minutes.take(input, paper.from.value, paper.minutes_number, paper.minutes_date->year(), id, out);
    if (paper.date < *paper.minutes_date) {
      out.push_back(dates_out_of_order(input, {id}, "tờ trình", paper.date, "biên bản", *paper.minutes_date));
    }
  }
}

std::string_view type_of(std::string_view kind) {
  if (kind == "T-BB") return "BB";
  if (kind == "T-TTR-TD") return "TTr";
  if (kind == "T-QD") return "QĐ";
  return {};
}

void check_bases(const RuleInput& input, const Paper& paper, Objections& out) {
  if (paper.kind != "T-QD" && paper.kind != "T-TTR-TD") return;
  bool has_award_law = false;
  bool has_local_law = false;
  for (const std::string& id : paper.legal_bases) {
    const LegalBasis* basis = find_basis(input.bases, id);
    if (basis == nullptr) {
      out.push_back(
          input.texts.object("V-18", {paper.number}, {{"x", id + " không có trong danh mục căn cứ"}}));
      continue;
    }
    has_award_law = has_award_law || basis->title.starts_with("Luật Thi đua, khen thưởng");
    has_local_law = has_local_law || basis->title.starts_with("Luật Tổ chức chính quyền địa phương");
    if (basis->in_force(paper.date)) continue;
    out.push_back(input.texts.object("V-19", {paper.number, id},
                                     {{"x", basis->title},
                                      {"hết hiệu lực|chưa có hiệu lực",
                                       paper.date < basis->valid_from ? "chưa có hiệu lực" : "hết hiệu lực"},
                                      {"d", text::table_date(paper.date)}}));
  }
  if (!has_award_law)
    out.push_back(input.texts.object("V-18", {paper.number}, {{"x", "Luật Thi đua, khen thưởng"}}));
  if (!has_local_law) {
    out.push_back(input.texts.object("V-18", {paper.number}, {{"x", "Luật Tổ chức chính quyền địa phương"}}));
  }
}

void check_signature(const RuleInput& input, const Paper& paper, Objections& out) {
  bool for_someone = false;
  bool deputy = false;
  for (const std::string& line : paper.signature.lines) {
    if (paper.kind == "T-QD" && line.starts_with("TM.")) {
      out.push_back(input.texts.object("V-63", {paper.number}, {}));
    }
    for_someone =
        for_someone || line.starts_with("KT.") || line.starts_with("TUQ.") || line.starts_with("TL.");
    deputy = deputy || line.starts_with("PHÓ ");
  }
  if (deputy && !for_someone) out.push_back(input.texts.object("V-64", {paper.number}, {}));
}

/// A paper of the province decides only on forms of its own level, one of a unit only on those of units
/// (domain.md §2.4).
void check_authority(const RuleInput& input, const Paper& paper, Objections& out) {
  if (paper.kind != "T-QD") return;
  const AwardForm* form = input.movement.form(paper.form);
  if (form == nullptr || form->level == AwardLevel::province) return;
  const Unit* unit = input.units.find(paper.unit);
  const bool of_a_unit = unit != nullptr && unit->kind != "co_quan_cap_tinh";
  if (form->level == AwardLevel::unit && of_a_unit) return;
  out.push_back(input.texts.object(
      "V-17", {paper.number},
      {{"a", form->name}, {"x", form->authority}, {"y", unit == nullptr ? paper.unit.value : unit->name}}));
}

/// Minutes ≤ proposal ≤ decision (V-31).
void check_order(const RuleInput& input, const Paper& paper, Objections& out) {
  if (paper.kind == "T-BB") return;
  if (input.session != nullptr && paper.date < input.session->date) {
    out.push_back(dates_out_of_order(input, {paper.number}, "văn bản " + paper.number, paper.date,
                                     "họp Hội đồng", input.session->date));
  }
  if (paper.proposal_date && paper.date < *paper.proposal_date) {
    out.push_back(dates_out_of_order(input, {paper.number}, "quyết định", paper.date, "tờ trình",
                                     *paper.proposal_date));
  }
}

}  // namespace

std::vector<Objection> check_papers(const RuleInput& input) {
  Objections out;
  check_incoming(input, out);
  Register numbers;
  for (const Paper& paper : input.facts.papers) {
    check_day(input, paper.number, "paper", paper.date, out);
    if (const std::string_view type = type_of(paper.kind); !type.empty()) {
      check_number(input, paper.number, paper.number, type, out);
    }
    numbers.take(input, paper.unit.value, paper.number, paper.date.year(), paper.number, out);
    check_authority(input, paper, out);
    check_bases(input, paper, out);
    check_signature(input, paper, out);
    check_order(input, paper, out);
  }
  return out;
}

}  // namespace sovang::domain
