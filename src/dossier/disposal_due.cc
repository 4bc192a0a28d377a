// Which records are due, and what keeps others.
#include <algorithm>
#include <map>
#include <utility>

#include "sovang/dossier/disposal.h"

namespace sovang::dossier {
namespace {

/// The longest period of a file, and the record that has it. No date = permanent.
struct LongestPeriod {
  std::optional<Date> until;
  std::string number;
};

bool is_longer(const std::optional<Date>& a, const std::optional<Date>& b) {
  return b.has_value() && (!a.has_value() || *a > *b);
}

std::string name_of(const archive::Record& record) {
  return record.number.empty() ? record.subject : record.number;
}

std::string why_kept(const archive::Record& record, const LongestPeriod& file, Date today) {
  if (!record.hold.empty()) return "đang được giữ lại: " + record.hold;
  if (!file.until) return "cùng hồ sơ với " + file.number + ", lưu vĩnh viễn";
  if (*file.until >= today)
    return "cùng hồ sơ với " + file.number + ", lưu đến hết ngày " + file.until->iso();
  return {};
}

Result<std::vector<archive::Record>> all_records(const archive::Archive& archive) {
  constexpr std::size_t page = 500;
  std::vector<archive::Record> out;
  for (;;) {
    std::vector<archive::Record> some = SOVANG_TRY(archive.list(archive::Asker{}, page, out.size()));
    const bool last = some.size() < page;
    std::move(some.begin(), some.end(), std::back_inserter(out));
    if (last) return out;
  }
}

}  // namespace

Result<std::vector<DueRecord>> due_records(const archive::Archive& archive, Date today) {
  const std::vector<archive::Record> records = SOVANG_TRY(all_records(archive));
  std::map<domain::MovementId, LongestPeriod> files;
  for (const archive::Record& record : records) {
    if (record.movement_id.empty() || record.state == archive::RecordState::disposed) continue;
    const LongestPeriod own{record.retain_until, name_of(record)};
    const auto [file, first] = files.emplace(record.movement_id, own);
    if (!first && is_longer(own.until, file->second.until)) file->second = own;
  }
  std::vector<DueRecord> due;
  for (const archive::Record& record : records) {
    if (record.state == archive::RecordState::disposed || !record.retain_until ||
        *record.retain_until >= today)
      continue;
    const auto file = files.find(record.movement_id);
    const LongestPeriod longest =
        file == files.end() ? LongestPeriod{record.retain_until, name_of(record)} : file->second;
    due.push_back({.id = record.id,
                   .number = record.number,
                   .issued = record.issued,
                   .rule = record.retention_rule,
                   .until = *record.retain_until,
                   .kept_because = why_kept(record, longest, today)});
  }
  std::ranges::sort(due, [](const DueRecord& a, const DueRecord& b) {
    return std::tie(a.until, a.id) < std::tie(b.until, b.id);
  });
  return due;
}

Status set_hold(archive::Archive& archive, std::string_view record_id, std::string_view reason,
                const archive::Actor& actor) {
  archive::Record record = SOVANG_TRY(archive.record(record_id, archive::Asker{}));
  if (record.state == archive::RecordState::disposed) {
    return fail(ErrorCode::conflict, "hồ sơ này đã tiêu hủy, không còn gì để giữ lại");
  }
  if (record.hold == reason) return {};
  const auto versions = SOVANG_TRY(archive.versions(record_id, archive::Asker{}));
  record.hold = reason;
  SOVANG_TRY(archive.amend(std::move(record), {}, static_cast<int>(versions.size()), actor,
                           reason.empty() ? "Thôi giữ lại" : "Giữ lại, không tiêu hủy"));
  return {};
}

}  // namespace sovang::dossier
