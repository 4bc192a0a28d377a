#include "run_plan.h"

#include <algorithm>
#include <map>
#include <utility>

#include "sovang/base/clock.h"
#include "sovang/base/hash.h"
#include "sovang/base/ids.h"

namespace sovang::dossier {
namespace {

constexpr std::int64_t ms_per_day = 86'400'000;
constexpr std::int64_t local_offset_ms = 7 * 3'600'000;  // Asia/Ho_Chi_Minh

/// urn:sovang:<tenant>:<kind>:<ulid>: the time is the paper's own date, the rest follows from the secret.
std::string record_id(std::string_view tenant, std::string_view kind, Date date, Bytes seed) {
  SeededIds ids(digest(HashKind::sha256, seed));
  const Instant midnight{date.days() * ms_per_day - local_offset_ms};
  return "urn:sovang:" + std::string(tenant) + ":" + std::string(kind) + ":" + ids.ulid(midnight);
}

class Planner {
 public:
  Planner(const MovementData& data, const OfficeDatabase& database, std::string_view tenant, ByteView secret)
      : data_(data), database_(database), tenant_(tenant), secret_(secret) {}

  Status add(const domain::Paper& paper, std::string key, std::string_view kind, std::string_view type) {
    std::string number = paper.number;
    if (number.empty()) number = SOVANG_TRY(next_number(paper, type));
    push(paper, std::move(key), kind, std::move(number));
    return {};
  }

  void push(const domain::Paper& paper, std::string key, std::string_view kind, std::string number) {
    RunRow row;
    row.movement = data_.movement.id.value;
    row.record_id = record_id(tenant_, kind, paper.date,
                              Bytes(secret_) + '\t' + row.movement + '\t' + key + '\t' + number);
    row.paper = std::move(key);
    row.authority = paper.unit.value;
    row.year = paper.date.year();
    row.number = std::move(number);
    plan_.rows.push_back(std::move(row));
  }

  RunPlan take() { return std::move(plan_); }

 private:
  /// The next of the register: "05/QĐ-UBND" (two digits below ten, Decree 30 ô 3).
  Result<std::string> next_number(const domain::Paper& paper, std::string_view type) {
    const domain::Unit* unit = data_.units.find(paper.unit);
    if (unit == nullptr || unit->abbr.empty()) {
      return fail(ErrorCode::findings,
                  "đơn vị " + paper.unit.value + " chưa có chữ viết tắt trong danh mục nên không lấy số được",
                  {}, "V-34");
    }
    const std::string symbol = std::string(type) + "-" + unit->abbr;
    const int year = paper.date.year();
    int& given = given_[{paper.unit.value, year, symbol}];
    if (given == 0) given = SOVANG_TRY(database_.last_number(paper.unit.value, year, symbol));
    ++given;
    return (given < 10 ? "0" : "") + std::to_string(given) + "/" + symbol;
  }

  const MovementData& data_;
  const OfficeDatabase& database_;
  std::string_view tenant_;
  ByteView secret_;
  RunPlan plan_;
  std::map<std::tuple<std::string, int, std::string>, int> given_;
};

std::string book_scope(const domain::OfficeFacts& facts, const domain::DecisionAwards& decision) {
  switch (facts.golden_book.scope) {
    case domain::BookScope::decision:
      return "decision:" + facts.movement.value + ":" + decision.id.value;
    case domain::BookScope::movement:
      return "movement:" + facts.movement.value;
    case domain::BookScope::year:
      return "year:" + std::to_string(decision.date.year());
  }
  return {};
}

void set_number(domain::Paper& paper, const std::vector<RunRow>& rows) {
  if (paper.kind == "T-QD") paper.number = row_of(rows, decision_key(paper.decision)).number;
  if (paper.kind == "T-TTR-TD") paper.number = row_of(rows, proposal_key(paper.decision)).number;
  if (paper.kind == "T-BB") paper.number = row_of(rows, minutes_key).number;
}

}  // namespace

std::string decision_key(const domain::DecisionId& decision) {
  return decision.value;
}

std::string proposal_key(const domain::DecisionId& decision) {
  return "TTR " + decision.value;
}

Result<RunPlan> plan_run(const MovementData& data, const OfficeDatabase& database, std::string_view tenant,
                         ByteView secret) {
  Planner planner(data, database, tenant, secret);
  const domain::Paper* last_decision = nullptr;
  for (const domain::Paper& paper : data.facts.papers) {
    if (paper.kind == "T-QD") {
      SOVANG_TRY(planner.add(paper, decision_key(paper.decision), "qd", "QĐ"));
      last_decision = &paper;
    } else if (paper.kind == "T-TTR-TD") {
      SOVANG_TRY(planner.add(paper, proposal_key(paper.decision), "tt", "TTr"));
    } else if (paper.kind == "T-BB") {
      SOVANG_TRY(planner.add(paper, std::string(minutes_key), "bb", "BB"));
    }
  }
  SOVANG_EXPECT(last_decision != nullptr);
  planner.push(*last_decision, std::string(dossier_key), "hs", "");
  RunPlan plan = planner.take();
  for (const domain::DecisionAwards& decision : data.decisions) {
    for (const domain::AwardGrant& grant : decision.awards) {
      plan.book.push_back({book_scope(data.facts, decision), grant.register_number, data.movement.id.value,
                           decision.id.value, grant.nominee.value});
    }
  }
  return plan;
}

const RunRow& row_of(const std::vector<RunRow>& rows, std::string_view key) {
  const auto found = std::ranges::find(rows, key, &RunRow::paper);
  SOVANG_EXPECT(found != rows.end());
  return *found;
}

void apply_numbers(MovementData& data, const std::vector<RunRow>& rows) {
  for (domain::Paper& paper : data.facts.papers)
    set_number(paper, rows);
  for (domain::Paper& paper : data.facts.papers) {
    if (paper.kind != "T-QD") continue;
    // A decision names the proposal it answers; where the register gave that its number, so does this line.
    const auto row = std::ranges::find(rows, proposal_key(paper.decision), &RunRow::paper);
    if (paper.proposal_number.empty() && row != rows.end()) paper.proposal_number = row->number;
  }
  for (domain::DecisionAwards& decision : data.decisions)
    decision.number = row_of(rows, decision_key(decision.id)).number;
}

}  // namespace sovang::dossier
