#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/date.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"

/// What happens to records whose retention period is over (hết thời hạn lưu trữ): review, two people,
/// disposal (tiêu hủy). Luật Lưu trữ 2024 Điều 15, 16, 36; archive-design §10; SEC-37, REL-10, REL-28.
namespace sovang::dossier {

/// A record whose period is over, or why it is kept longer.
struct DueRecord {
  std::string id;
  std::string number;
  Date issued;
  std::string rule;          ///< "RT-09"
  Date until;                ///< last day of its own period
  std::string kept_because;  ///< a hold, or a longer period in the same file; empty = may be proposed
};

/// Records whose period ended before `today`, oldest first. A file (hồ sơ) takes the longest period of its
/// documents (Điều 15 khoản 4): records of one movement are one file. Reads every record: minutes on a very
/// large archive.
[[nodiscard]] Result<std::vector<DueRecord>> due_records(const archive::Archive& archive, Date today);

/// Puts a legal hold on a record (kiện cáo, thanh tra, khiếu nại), or takes it away with an empty reason: a
/// new version.
[[nodiscard]] Status set_hold(archive::Archive& archive, std::string_view record_id, std::string_view reason,
                              const archive::Actor& actor);

enum class DisposalState : std::uint8_t { proposed, reviewed, approved, executed, withdrawn };
/// "proposed", … : the words of JSON.
[[nodiscard]] std::string_view to_string(DisposalState state);

/// A list on its way through the four steps.
struct DisposalCase {
  std::string id;  ///< ULID
  DisposalState state = DisposalState::proposed;
  std::vector<std::string> records;
  std::string proposer;  ///< urn:sovang:user:…
  Date proposed_on;
  std::string minutes_sha256;  ///< of the council's minutes (biên bản họp Hội đồng xét hủy)
  std::string approver;
  std::string order;  ///< number of the decision to dispose of them
  std::optional<Date> executed_on;
};

/// A record that is gone, as the backups remember it.
struct DisposedRecord {
  std::string record_id;
  archive::DisposalOrder order;
};

/// All that an office ever disposed of, for its backups (REL-28); nothing where there was no case yet.
[[nodiscard]] Result<std::vector<DisposedRecord>> disposed_records(
    const std::filesystem::path& office_folder);

/// The office's disposal cases, in `disposals.db` of its folder. What has happened is in the archive itself
/// too: tombstones, the log, and a dossier for each case. Every step leaves an entry in the archive's trail,
/// also one that was refused; its object is "urn:sovang:disposal:" and the case's id.
class Disposals {
 public:
  [[nodiscard]] static Result<Disposals> open(const std::filesystem::path& office_folder, const Clock& clock,
                                              Ids& ids);

  Disposals(Disposals&&) noexcept;
  Disposals& operator=(Disposals&&) noexcept;
  ~Disposals();

  [[nodiscard]] Result<std::vector<DisposalCase>> cases() const;
  [[nodiscard]] Result<DisposalCase> find(std::string_view id) const;

  /// Danh mục tài liệu hết giá trị. Code `findings` with the first record that is not due; gives the case's
  /// id.
  [[nodiscard]] Result<std::string> propose(const archive::Archive& archive, std::vector<std::string> records,
                                            const archive::Actor& proposer);
  /// Attaches the minutes of the council (PDF bytes; they are kept with the case when it is executed).
  [[nodiscard]] Status review(const archive::Archive& archive, std::string_view id, ByteView minutes,
                              const archive::Actor& actor);
  /// The decision to dispose. Code `forbidden` if the approver proposed it.
  [[nodiscard]] Status approve(const archive::Archive& archive, std::string_view id, std::string_view order,
                               const archive::Actor& approver);
  [[nodiscard]] Status withdraw(const archive::Archive& archive, std::string_view id,
                                const archive::Actor& actor);
  /// Disposes of every record of the case, then keeps the case as a dossier of its own and gives that
  /// record's id. Everything is looked at again: periods, holds, and that the day is not the day of the
  /// proposal, so that a clock that jumped cannot do it alone (REL-10). A run that was cut off is finished by
  /// the next.
  [[nodiscard]] Result<std::string> execute(archive::Archive& archive, std::string_view id,
                                            const archive::Actor& actor);

 private:
  struct Impl;
  explicit Disposals(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::dossier
