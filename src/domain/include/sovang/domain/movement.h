#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/domain/hundredths.h"
#include "sovang/domain/ids.h"
#include "sovang/domain/nomination.h"

namespace sovang::domain {

/// One of the contents of a movement (nội dung thi đua); their number belongs to the movement.
struct Content {
  int no = 0;
  std::string code;     ///< "tiem-vac-xin"
  std::string heading;  ///< "Tiêm vắc xin"
  std::string text;
};

struct Phase {
  int no = 0;
  Date from;
  Date to;
  std::string text;
};

/// Who decides on a form (domain.md §2.4): Chủ tịch nước and Thủ tướng; Chủ tịch UBND tỉnh; the unit's head.
enum class AwardLevel : std::uint8_t { state, province, unit };

/// A form of commendation as a movement offers it (hình thức khen thưởng).
struct AwardForm {
  AwardFormId id;
  std::string name;       ///< "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"
  std::string catalogue;  ///< family in awards.tsv: "BKT" → BKT-C, BKT-T, BKT-H; empty = by name and level
  AwardLevel level = AwardLevel::province;
  std::string authority;                       ///< "Chủ tịch Ủy ban nhân dân tỉnh"
  std::vector<RecipientKind> subjects;         ///< who may be given it
  std::optional<Hundredths> bonus_individual;  ///< × base salary as the plan says: informs only (V-26)
  std::optional<Hundredths> bonus_collective;
};

/// The base salary that a plan names. Informs only: the one in force on the date of the decision counts.
struct BonusBase {
  Money amount;
  std::string legal_basis;  ///< id
};

/// A limit of the plan: "directWorkersMinPercent" 60, "maxIndividualsPerCollective" 8.
struct Quota {
  std::string kind;
  Hundredths value;
};

enum class CouncilRole : std::uint8_t { chair, first_vice_chair, vice_chair, standing, member, secretary };

struct CouncilMember {
  MemberId id;
  std::string name;
  CouncilRole role = CouncilRole::member;
  std::string role_title;  ///< "Phó Chủ tịch thứ nhất"
  std::string title;       ///< "Phó Chủ tịch Ủy ban nhân dân tỉnh"
  Gender gender = Gender::unknown;
};

/// Hội đồng Thi đua - Khen thưởng.
struct Council {
  UnitId unit;
  Hundredths threshold;  ///< percent of all members that a case needs
  std::vector<CouncilMember> members;

  [[nodiscard]] const CouncilMember* find(const MemberId& id) const;
};

/// The plan that launched the movement (kế hoạch).
struct Plan {
  std::string number;
  Date date;
  UnitId issuer;
  std::string legal_basis;  ///< id; empty = none
};

/// An emulation movement (phong trào thi đua).
struct Movement {
  MovementId id;
  std::string title;
  std::string short_title;
  std::string slogan;
  std::string purpose;
  Plan plan;
  Date from;
  Date to;
  std::vector<Phase> phases;
  std::vector<Content> contents;
  std::vector<AwardForm> forms;
  std::optional<BonusBase> bonus_base;
  std::vector<Quota> quotas;
  Council council;
  std::vector<std::string> legal_bases;  ///< ids, in order

  [[nodiscard]] const AwardForm* form(const AwardFormId& id) const;
  [[nodiscard]] const Content* content(int no) const;
  [[nodiscard]] const Quota* quota(std::string_view kind) const;
};

}  // namespace sovang::domain
