#include "rights.h"

#include <algorithm>

namespace sovang::archive {
namespace {

bool sees_everything(const Asker& asker) {
  return asker.role == Asker::Role::office || asker.role == Asker::Role::archivist;
}

bool owns(const Asker& asker, const RecordLine& line) {
  return std::any_of(asker.units.begin(), asker.units.end(), [&](const domain::UnitId& unit) {
    return !unit.empty() && (unit == line.unit_id || unit == line.proposer_id);
  });
}

bool owns_all_lines(const Record& record, const Asker& asker) {
  return std::all_of(record.lines.begin(), record.lines.end(),
                     [&](const RecordLine& line) { return owns(asker, line); });
}

std::string_view role_of(const Record& record, std::string_view path) {
  const auto it = std::find_if(record.files.begin(), record.files.end(),
                               [&](const RecordFile& file) { return file.path == path; });
  return it == record.files.end() ? std::string_view() : std::string_view(it->role);
}

/// The certificate's line; the end if the path is not that of a certificate.
auto line_of(const Record& record, std::string_view path) {
  return std::find_if(record.lines.begin(), record.lines.end(), [&](const RecordLine& line) {
    return !line.certificate_path.empty() && line.certificate_path == path;
  });
}

RecordLine public_line(const RecordLine& line) {
  RecordLine out;
  out.seq = line.seq;
  out.kind = line.kind;
  out.salutation = line.salutation;
  out.name = line.name;
  out.unit_name = line.unit_name;
  out.award = line.award;
  out.award_name = line.award_name;
  return out;
}

}  // namespace

bool may_open(const Record& record, std::string_view path, const Asker& asker) {
  if (sees_everything(asker)) return true;
  const std::string_view role = role_of(record, path);
  if (asker.role == Asker::Role::open_public) return role == "decision" && record.access == Access::published;
  if (const auto line = line_of(record, path); line != record.lines.end()) return owns(asker, *line);
  if (role == "certificate") return false;
  // A decision and its list name everybody and are sent to every unit in them (Nơi nhận). Data, uploads and
  // record.xml hold more than what was sent out: only for a file that is the unit's alone.
  if (role == "decision" || role == "list") return true;
  return owns_all_lines(record, asker);
}

Record view_for(const Record& record, const Asker& asker) {
  if (sees_everything(asker)) return record;
  Record out = record;
  out.lines.clear();
  for (const RecordLine& line : record.lines) {
    if (asker.role == Asker::Role::open_public) {
      out.lines.push_back(public_line(line));
    } else if (owns(asker, line)) {
      out.lines.push_back(line);
    }
  }
  std::erase_if(out.files, [&](const RecordFile& file) { return !may_open(record, file.path, asker); });
  if (asker.role == Asker::Role::open_public) out.units.clear();
  return out;
}

}  // namespace sovang::archive
