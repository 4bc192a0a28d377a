#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/date.h"
#include "sovang/base/result.h"
#include "sovang/domain/ids.h"
#include "sovang/domain/nomination.h"

namespace sovang::archive {

/// The files of the templates that a record's papers were made with: below this folder, in this role. Their
/// digests are of no paper, so the catalogue does not know them.
inline constexpr std::string_view template_prefix = "template/";
inline constexpr std::string_view template_role = "template";

/// What an archived object is (archive-design §2).
enum class RecordKind : std::uint8_t { decision, dossier, proposal, minutes, scan };
/// Whether a document holds (archive-design §6): còn hiệu lực, đã đính chính, đã thu hồi, đã tiêu hủy.
enum class RecordState : std::uint8_t { issued, corrected, revoked, disposed };
enum class Access : std::uint8_t { published, internal, restricted };

/// One awarded person, collective or household, as written in the decision: never changed by later edits
/// (snapshot rule).
struct RecordLine {
  int seq = 0;  ///< in its section of the list
  domain::RecipientKind kind = domain::RecipientKind::individual;
  std::string salutation;  ///< "Ông", "Bà", empty
  std::string name;
  std::optional<Date> birth_date;
  std::optional<int> birth_year;
  domain::Gender gender = domain::Gender::unknown;
  std::string title;       ///< chức vụ
  domain::UnitId unit_id;  ///< the unit that may see it: the proposing unit or the unit of the recipient
  std::string unit_name;   ///< as printed
  domain::UnitId proposer_id;
  std::string district;
  domain::AwardCode award;  ///< "BKT-C"
  std::string award_name;   ///< "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"
  std::string reason;       ///< thành tích as printed
  domain::Money amount;
  std::string book_number;       ///< số sổ vàng
  std::string certificate_path;  ///< logical path in the object: "certs/0001.pdf"; empty = none
  std::string certificate_code;  ///< what its QR holds after the host; empty = none
};

/// A file of the object, by its logical path (ASCII).
struct RecordFile {
  std::string path;  ///< "decision.pdf"
  std::string mime;
  std::string role;           ///< "decision", "list", "certificate", "data", "proposal", "minutes", "source"
  std::string original_name;  ///< as the user named it; may hold any letters
  int pages = 0;
  std::string sha256;  ///< hex; filled in by keep()
};

struct RecordRelation {
  std::string type;  ///< supersedes, revokes, corrects, implements, source-dossier
  std::string ref;   ///< id of the other object, or a document number
};

/// The metadata of an archived object: all that a reindex needs (archive-design §5). Written as record.xml.
struct Record {
  std::string id;  ///< urn:sovang:<tenant>:<kind>:<ulid>; given by keep() if empty
  RecordKind kind = RecordKind::decision;
  std::string tenant;  ///< "qnam"
  std::string number;  ///< "1288/QĐ-UBND"
  int number_seq = 0;  ///< 1288
  std::string symbol;  ///< "QĐ-UBND"
  Date issued;
  std::string signer_name;
  std::string signer_title;
  std::string authority_id;
  std::string authority_name;
  domain::MovementId movement_id;
  std::string movement_name;
  std::vector<std::string> legal_bases;
  std::string subject;  ///< trích yếu
  std::vector<RecordLine> lines;
  std::vector<RecordFile> files;
  std::vector<RecordRelation> relations;
  Access access = Access::published;
  std::vector<domain::UnitId> units;  ///< may see it besides those of the lines
  std::string retention_rule;         ///< "RT-08"
  std::optional<Date> retain_until;   ///< empty = permanent
  std::string hold;                   ///< why it may not be disposed of now (legal hold); empty = no hold
  RecordState state = RecordState::issued;
};

/// The templates that a record's papers were made with and that it holds: "quyet-dinh 1.2.0" …
[[nodiscard]] std::vector<std::string> templates_of(const Record& record);

/// record.xml, in a fixed order of elements and attributes: the same record gives the same bytes.
[[nodiscard]] std::string to_xml(const Record& record);
/// Reads record.xml; refuses a DOCTYPE, more than 64 MiB and a depth over 32.
[[nodiscard]] Result<Record> read_record(std::string_view xml);
/// Reads one `<record>` or a `<records>` of them: how an office brings its old registers in.
[[nodiscard]] Result<std::vector<Record>> read_records(std::string_view xml, std::string_view file);

/// "decision", "issued", "published": the words of JSON and of filters.
[[nodiscard]] std::string_view to_string(RecordKind kind);
[[nodiscard]] std::string_view to_string(RecordState state);
[[nodiscard]] std::string_view to_string(Access access);
[[nodiscard]] std::optional<RecordState> record_state_from(std::string_view word);

}  // namespace sovang::archive
