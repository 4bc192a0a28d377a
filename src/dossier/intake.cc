#include "intake.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/exchange/movement_files.h"
#include "sovang/exchange/nomination_list.h"

namespace sovang::dossier {
namespace {

/// Which reader a file is for: the name of its root element, or none of them for a spreadsheet.
struct RootName {
  std::string_view element;
  SourceKind kind;
};
constexpr std::array roots{RootName{"movement", SourceKind::movement},
                           RootName{"units", SourceKind::units},
                           RootName{"legalBases", SourceKind::legal_bases},
                           RootName{"officeFacts", SourceKind::office_facts},
                           RootName{"councilSession", SourceKind::council_session},
                           RootName{"achievements", SourceKind::achievements}};

/// The first element of an XML file, without reading further; empty if the bytes are no XML.
std::string_view root_element(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  while (true) {
    const std::size_t open = bytes.find_first_not_of(" \t\r\n");
    if (open == std::string_view::npos || bytes[open] != '<') return {};
    bytes.remove_prefix(open);
    if (bytes.starts_with("<?") || bytes.starts_with("<!--")) {
      const std::string_view end = bytes.starts_with("<?") ? "?>" : "-->";
      const std::size_t close = bytes.find(end);
      if (close == std::string_view::npos) return {};
      bytes.remove_prefix(close + end.size());
      continue;
    }
    bytes.remove_prefix(1);
    return bytes.substr(0, bytes.find_first_of(" \t\r\n/>"));
  }
}

Result<SourceKind> kind_of(ByteView bytes, const std::string& name) {
  const std::string_view root = root_element(bytes);
  if (root.empty()) return SourceKind::nominations;
  for (const RootName& known : roots) {
    if (known.element == root) return known.kind;
  }
  return fail(ErrorCode::unsupported,
              "không biết tệp XML có phần tử gốc <" + std::string(root.substr(0, 60)) +
                  ">; tệp của phong trào có gốc movement, units, legalBases, officeFacts, councilSession "
                  "hoặc achievements",
              {name, 1}, "V-69");
}

class Intake {
 public:
  Intake(const OfficeDatabase& database, Date today, Diagnostics& diagnostics)
      : database_(database), today_(today), diagnostics_(diagnostics) {}

  /// Takes one file; a refusal is told in the diagnostics and in the entry, other failures end the import.
  Result<ImportedFile> take(const std::filesystem::path& path, SourceKind kind, Bytes bytes,
                            const domain::MovementId& movement) {
    ImportedFile entry;
    entry.file = path.filename().string();
    SourceFile file{"", kind, entry.file, to_hex(digest(HashKind::sha256, bytes)), std::move(bytes), today_};
    const Status readable = read(file, movement, entry);
    if (!readable) {
      if (readable.error().code == ErrorCode::io) return fail(readable.error());
      tell(readable.error(), entry.file);
      return entry;
    }
    entry.unchanged = SOVANG_TRY(database_.holds(file));
    if (!entry.unchanged && SOVANG_TRY(is_issued(file.movement))) {
      tell({ErrorCode::conflict,
            "phong trào " + file.movement + " đã hoặc đang ban hành quyết định nên không nhận thêm tệp",
            {entry.file}},
           entry.file);
      return entry;
    }
    if (!entry.unchanged) SOVANG_TRY(database_.put(file));
    entry.kind = to_string(kind);
    return entry;
  }

  /// Tells a refusal once: readers put their findings into the diagnostics themselves.
  void tell(const Error& error, const std::string& file) {
    const bool told = std::ranges::any_of(diagnostics_.all(), [&](const Problem& problem) {
      return problem.message == error.message && problem.where == error.where;
    });
    if (told) return;
    SourceSpan where = error.where;
    if (where.file.empty()) where.file = file;
    diagnostics_.add({error.rule, Severity::error, error.message, where});
  }

 private:
  /// Reads the file with its own reader; sets whose it is and what it holds.
  Status read(SourceFile& file, const domain::MovementId& movement, ImportedFile& entry) {
    switch (file.kind) {
      case SourceKind::movement:
        file.movement = SOVANG_TRY(exchange::read_movement(file.bytes, file.name, diagnostics_)).id.value;
        return {};
      case SourceKind::units: {
        SOVANG_TRY(exchange::read_units(file.bytes, file.name, diagnostics_));
        return {};
      }
      case SourceKind::legal_bases:
        SOVANG_TRY(exchange::read_legal_bases(file.bytes, file.name, diagnostics_));
        return {};
      case SourceKind::office_facts:
        file.movement =
            SOVANG_TRY(exchange::read_office_facts(file.bytes, file.name, diagnostics_)).movement.value;
        return known_movement(file);
      case SourceKind::council_session:
        file.movement =
            SOVANG_TRY(exchange::read_council_session(file.bytes, file.name, diagnostics_)).movement.value;
        return known_movement(file);
      case SourceKind::achievements:
        SOVANG_TRY(exchange::read_achievements(file.bytes, file.name, diagnostics_));
        file.movement = SOVANG_TRY(target(movement, file.name));
        return {};
      case SourceKind::nominations:
        return read_list(file, movement, entry);
    }
    return {};
  }

  Status read_list(SourceFile& file, const domain::MovementId& movement, ImportedFile& entry) {
    const Result<std::string> owner = target(movement, file.name);
    const exchange::ListReading how{today_, owner ? SOVANG_TRY(awards_of(*owner)) : exchange::AwardNames()};
    const exchange::NominationList list =
        SOVANG_TRY(exchange::read_nominations(file.bytes, file.name, how, diagnostics_));
    entry.collectives = list.count(domain::RecipientKind::collective);
    entry.individuals = list.count(domain::RecipientKind::individual);
    entry.households = list.count(domain::RecipientKind::household);
    entry.repairs = list.warnings.size();
    for (const exchange::ImportWarning& warning : list.warnings) {
      diagnostics_.add({warning.category,
                        Severity::info,
                        warning.detail,
                        {list_place(file.name, warning.sheet), warning.row}});
    }
    file.movement = SOVANG_TRY(owner);
    return {};
  }

  /// What the lists of a movement may call its forms of commendation.
  Result<exchange::AwardNames> awards_of(const std::string& movement) {
    Diagnostics ignored;  // what import said of the movement once is not said again at each list
    const auto file = SOVANG_TRY(database_.one(movement, SourceKind::movement));
    if (!file) return exchange::AwardNames();
    return exchange::AwardNames(SOVANG_TRY(exchange::read_movement(file->bytes, file->name, ignored)).forms);
  }

  static std::string list_place(const std::string& file, const std::string& sheet) {
    return sheet.empty() ? file : file + " [" + sheet + "]";
  }

  /// Units and legal bases belong to no movement and may always be renewed.
  Result<bool> is_issued(const std::string& movement) const {
    if (movement.empty()) return false;
    const std::vector<RunRow> runs = SOVANG_TRY(database_.runs(movement));
    return !runs.empty();
  }

  Status known_movement(const SourceFile& file) const {
    const std::vector<std::string> known = SOVANG_TRY(database_.movements());
    if (std::ranges::find(known, file.movement) != known.end()) return {};
    return fail(ErrorCode::not_found,
                "tệp nói về phong trào " + file.movement + " nhưng phong trào này chưa được nhập",
                {file.name});
  }

  /// The movement that a file without its own belongs to.
  Result<std::string> target(const domain::MovementId& wanted, const std::string& file) const {
    const std::vector<std::string> known = SOVANG_TRY(database_.movements());
    if (!wanted.empty()) {
      if (std::ranges::find(known, wanted.value) != known.end()) return wanted.value;
      return fail(ErrorCode::not_found, "chưa có phong trào " + wanted.value, {file});
    }
    if (known.size() == 1) return known.front();
    return fail(ErrorCode::invalid_input,
                known.empty() ? "chưa có phong trào nào; hãy nhập tệp phong trào (movement.xml) trước"
                              : "có nhiều phong trào; hãy nêu phong trào bằng --movement",
                {file});
  }

  const OfficeDatabase& database_;
  Date today_;
  Diagnostics& diagnostics_;
};

struct Waiting {
  std::filesystem::path path;
  SourceKind kind = SourceKind::nominations;
  Bytes bytes;
};

}  // namespace

Result<ImportReport> take_in(const OfficeDatabase& database, std::span<const std::filesystem::path> files,
                             const domain::MovementId& movement, Date today, const Progress& progress,
                             Diagnostics& diagnostics) {
  Intake intake(database, today, diagnostics);
  ImportReport report;
  std::vector<Waiting> waiting;
  for (const std::filesystem::path& path : files) {
    const std::string name = path.filename().string();
    Result<Bytes> bytes = files::read(path, exchange::Limits{}.file_bytes);
    Result<SourceKind> kind = bytes ? kind_of(*bytes, name) : Result<SourceKind>(fail(bytes.error()));
    if (!kind) {
      intake.tell(kind.error(), name);
      report.files.emplace_back().file = name;
      continue;
    }
    waiting.push_back({path, *kind, *std::move(bytes)});
  }
  // The movement first, then what belongs to it; lists in the order in which they were named.
  std::ranges::stable_sort(waiting, {}, &Waiting::kind);
  std::size_t done = 0;
  for (Waiting& file : waiting) {
    report.files.push_back(SOVANG_TRY(intake.take(file.path, file.kind, std::move(file.bytes), movement)));
    if (progress) progress("Nhập tệp", ++done, waiting.size());
  }
  report.refused = static_cast<std::size_t>(
      std::ranges::count_if(report.files, [](const ImportedFile& file) { return file.kind.empty(); }));
  return report;
}

}  // namespace sovang::dossier
