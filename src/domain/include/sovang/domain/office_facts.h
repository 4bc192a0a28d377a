#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/domain/ids.h"
#include "sovang/domain/nomination.h"
#include "sovang/domain/session.h"

namespace sovang::domain {

/// The signature block: "KT. CHỦ TỊCH" / "PHÓ CHỦ TỊCH" and the name.
struct Signature {
  std::vector<std::string> lines;
  std::string name;
};

/// An incoming tờ trình in the register (sổ đăng ký văn bản đến) with the list that came beside it.
struct IncomingProposal {
  ProposalId id;
  std::string file;  ///< name of the list's file
  UnitId from;
  std::string number;  ///< "484/TTr-SYT"
  Date date;
  std::string minutes_number;  ///< empty = not stated
  std::optional<Date> minutes_date;
  int arrival_number = 0;
  Date arrival_date;
  std::string place;
  Signature signature;
};

/// A case of the list for the council: the item-th accepted row of a proposal's file, with what that file
/// lacks.
struct SessionCase {
  NomineeId nominee;
  ProposalId proposal;
  int item = 0;      ///< from 1, in reading order over all sheets
  std::string name;  ///< to be checked against the row
  std::optional<Gender> gender;
  std::optional<Date> birth_date;
  bool direct_worker = false;
  bool posthumous = false;
};

struct PriorAward {
  NomineeId nominee;
  std::string number;
  Date date;
  AwardFormId form;
  std::string achievement;
};

/// Under review: discipline, inspection, investigation (NĐ 152/2025 Điều 4 k4).
struct Review {
  NomineeId nominee;
  std::string kind;  ///< "discipline"
  Date since;
  std::string text;
};

/// A paper that the office makes: its number, date, signer and where it goes.
struct Paper {
  std::string kind;  ///< form: "T-BB", "T-TTR-TD", "T-QD"
  std::string number;
  Date date;
  UnitId unit;
  std::string place;    ///< empty = not stated
  DecisionId decision;  ///< which decision it is or asks for; empty = none
  AwardFormId form;     ///< of a decision
  std::string proposal_number;
  std::optional<Date> proposal_date;
  std::string proposed_by;  ///< "Giám đốc Sở Nội vụ"
  bool posthumous = false;
  std::string abstract;  ///< trích yếu
  std::vector<std::string> addressees;
  std::vector<std::string> legal_bases;  ///< ids, in order
  std::string citation;                  ///< "Đã có thành tích …"
  std::vector<std::string> executors;
  Signature signature;
  std::vector<std::string> recipients;  ///< Nơi nhận, without "- " and without "Lưu: …"
  std::string file_mark;                ///< behind "Lưu: "
};

/// Within what a golden-book number is unique (domain.md §4.9).
enum class BookScope : std::uint8_t { decision, movement, year };

struct GoldenBook {
  std::string title;
  BookScope scope = BookScope::movement;
  int first = 1;
};

/// What the office itself knows and no unit's list holds (office_facts.xml).
struct OfficeFacts {
  MovementId movement;
  UnitId issuer;
  UnitId department;  ///< empty = none
  std::string place;  ///< "Quảng Nam"
  std::optional<Date> deadline;
  std::string fund;
  int fund_year = 0;
  GoldenBook golden_book;
  std::optional<Date> ceremony_date;
  std::string ceremony_place;
  std::string certificate_paper;  ///< "A3"
  std::string verify_host;        ///< empty = no QR code
  std::vector<IncomingProposal> incoming;
  std::vector<SessionCase> session_list;
  std::vector<PriorAward> prior_awards;
  std::vector<Review> reviews;
  SessionFacts session;
  std::vector<Paper> papers;

  [[nodiscard]] const IncomingProposal* proposal(const ProposalId& id) const;
  /// Papers of that kind, in order.
  [[nodiscard]] std::vector<const Paper*> papers_of(std::string_view kind) const;
};

}  // namespace sovang::domain
