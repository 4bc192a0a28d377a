#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/base/result.h"
#include "sovang/domain/hundredths.h"
#include "sovang/domain/ids.h"
#include "sovang/domain/movement.h"

namespace sovang::domain {

/// A row of templates/law/awards.tsv: one award for one kind of recipient.
struct Award {
  AwardCode code;         ///< "BKT-C"
  std::string name;       ///< "Bằng khen của Chủ tịch UBND tỉnh"
  std::string long_name;  ///< without abbreviations, for documents
  std::string group;      ///< "bang_khen"
  RecipientKind recipient = RecipientKind::individual;
  std::string level;                ///< nha_nuoc, tinh, co_so, xa
  std::string decided_by_law_2003;  ///< empty = not known to that law
  std::string decided_by_law_2022;
  std::map<std::string, Hundredths> multipliers;  ///< by the decree's id in legal_texts.tsv: "ND-91-2017"
  std::optional<int> vote_minimum_percent;        ///< of all members, by law; none = the movement's own rule
  std::string keepsake;
  std::string dossier_code;  ///< "HS-BK"
};

/// A law, decree … with its time in force (legal_texts.tsv).
struct LawText {
  std::string id;
  std::string type;
  std::string name;
  std::string number;
  Date issued;
  Date in_force_from;
  std::optional<Date> in_force_to;
  std::string issuer;
  std::string citation;  ///< ready sentence without closing mark; empty = none
};

/// The tables of the law, as text: law is data (blueprint §3 rule 6).
struct LawTables {
  std::string_view awards;
  std::string_view base_salary;
  std::string_view legal_texts;
};

/// Awards, base salaries and the periods of the decrees that set the bonuses.
class AwardCatalogue {
 public:
  /// Reads the three tables (tab-separated, first line = header). Fails with file name and line of the first
  /// bad row.
  [[nodiscard]] static Result<AwardCatalogue> parse(const LawTables& tables);

  [[nodiscard]] const Award* find(const AwardCode& code) const;
  /// The award of a movement's form for a kind of recipient: by its catalogue family, else by name and level.
  [[nodiscard]] const Award* award_of(const AwardForm& form, RecipientKind kind) const;
  /// Lương cơ sở on that day; nothing before the first row.
  [[nodiscard]] std::optional<Money> base_salary(Date day) const;
  /// The multiple of the base salary that the decree in force on that day gives; nothing where it knows none.
  [[nodiscard]] std::optional<Hundredths> multiplier(const Award& award, Date day) const;
  /// Tiền thưởng for a decision of that day (domain.md §2.2). Fails where the award has no rate or the day no
  /// base salary (V-26).
  [[nodiscard]] Result<Money> bonus(const AwardCode& code, Date decision_date) const;
  /// The law texts in force on that day, in the order of the table.
  [[nodiscard]] std::vector<const LawText*> in_force(Date day) const;
  [[nodiscard]] const std::vector<Award>& all() const { return awards_; }

 private:
  struct SalaryPeriod {
    Date from;
    std::optional<Date> to;
    Money amount;
  };
  std::vector<Award> awards_;
  std::vector<SalaryPeriod> salaries_;
  std::vector<LawText> texts_;
};

/// multiplier × base salary, rounded up to ten thousands of đồng: 0,3 × 2.340.000 → 710.000.
[[nodiscard]] Money bonus_of(Hundredths multiplier, Money base_salary);

}  // namespace sovang::domain
