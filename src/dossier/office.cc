#include "sovang/dossier/office.h"

#include <algorithm>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/dossier/template_signatures.h"
#include "sovang/exchange/movement_files.h"

#include "intake.h"
#include "issuing.h"
#include "law.h"
#include "movement_data.h"
#include "office_database.h"

namespace sovang::dossier {
namespace {

constexpr std::string_view settings_file = "office.toml";
constexpr std::string_view database_file = "office.db";
constexpr std::string_view lock_file = "issue.lock";
constexpr std::size_t secret_bytes = 32;

std::size_t sum(const std::vector<ImportedFile>& files, std::size_t ImportedFile::*count) {
  std::size_t total = 0;
  for (const ImportedFile& file : files)
    total += file.*count;
  return total;
}

archive::Archive::Options archive_options(const OfficePlace& place, const Settings& settings) {
  archive::Archive::Options options;
  options.root = place.folder;
  options.tenant = settings.tenant;
  options.catalogue = settings.catalogue;
  return options;
}

/// A new office adopts the forms as they are: it signs them with its own key, and is told so.
Status sign_all_forms(const OfficePlace& place, const Settings& settings, Ids& ids) {
  const TemplateSignatures signatures(place.folder);
  SOVANG_TRY(signatures.make_key(ids));
  const SigningKey key = SOVANG_TRY(signatures.key());
  Diagnostics diagnostics;
  const Forms forms = SOVANG_TRY(Forms::load(place.home, diagnostics));
  for (const std::string& name : SOVANG_TRY(forms.names())) {
    const document::Template* form = SOVANG_TRY(forms.form(name, diagnostics));
    SOVANG_TRY(signatures.sign(*form, settings.office, key));
  }
  return {};
}

CheckReport report_of(const MovementData& data, const Law& law) {
  CheckReport report;
  report.cases = data.cases.size();
  for (const domain::Case& nominee : data.cases) {
    if (nominee.nomination.kind == domain::RecipientKind::collective) ++report.collectives;
    if (nominee.nomination.kind == domain::RecipientKind::individual) ++report.individuals;
    switch (nominee.outcome) {
      case domain::Outcome::passed:
        ++report.passed;
        break;
      case domain::Outcome::failed:
        ++report.failed;
        break;
      case domain::Outcome::withdrawn:
        ++report.withdrawn;
        break;
      case domain::Outcome::unit_decides:
        ++report.unit_decides;
        break;
      case domain::Outcome::not_voted:
        break;
    }
  }
  for (const domain::Objection& objection : all_objections(data, law)) {
    if (blocks(objection, data)) ++report.blocking;
    std::string subjects;
    for (const std::string& subject : objection.subjects) {
      if (!subjects.empty()) subjects += ' ';
      subjects += subject;
    }
    report.findings.push_back({objection.rule, objection.severity, objection.message, {}, objection.hint});
    report.subjects.push_back(std::move(subjects));
  }
  return report;
}

}  // namespace

std::size_t ImportReport::collectives() const {
  return sum(files, &ImportedFile::collectives);
}

std::size_t ImportReport::individuals() const {
  return sum(files, &ImportedFile::individuals);
}

struct Office::Impl {
  Impl(OfficePlace where, Settings chosen, OfficeDatabase working, archive::Archive kept, Forms printed,
       Law tables, const Clock& time)
      : place(std::move(where)),
        settings(std::move(chosen)),
        database(std::move(working)),
        archive(std::move(kept)),
        forms(std::move(printed)),
        law(std::move(tables)),
        clock(time),
        signatures(place.folder) {}

  [[nodiscard]] IssueContext context() {
    return {.database = database,
            .archive = archive,
            .forms = forms,
            .law = law,
            .settings = settings,
            .clock = clock,
            .signatures = signatures};
  }

  OfficePlace place;
  Settings settings;
  OfficeDatabase database;
  archive::Archive archive;
  Forms forms;
  Law law;
  const Clock& clock;
  TemplateSignatures signatures;
};

Office::Office(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Office::Office(Office&&) noexcept = default;
Office& Office::operator=(Office&&) noexcept = default;
Office::~Office() = default;

Status Office::create(const OfficePlace& place, const Settings& settings, const Clock& clock, Ids& ids) {
  static_cast<void>(clock);
  if (std::filesystem::exists(place.folder / settings_file)) {
    return fail(ErrorCode::conflict, "thư mục " + place.folder.string() +
                                         " đã là thư mục dữ liệu của một cơ quan; hãy chọn thư mục khác");
  }
  SOVANG_TRY(read_settings(settings_text(settings), settings_file));  // refuses a bad tenant
  SOVANG_TRY(files::make_folders(place.folder));
  const OfficeDatabase database = SOVANG_TRY(
      OfficeDatabase::open(place.folder / database_file, store::Database::Mode::create_if_missing));
  if (!database.secret("record-ids")) {
    SOVANG_TRY(database.put_secret("record-ids", ids.random_bytes(secret_bytes)));
  }
  SOVANG_TRY(archive::Archive::create(archive_options(place, settings), ids));
  if (settings.signed_templates) SOVANG_TRY(sign_all_forms(place, settings, ids));
  // The last file to be written makes the folder an office's.
  return files::replace(place.folder / settings_file, settings_text(settings));
}

Result<Office> Office::open(const OfficePlace& place, const Clock& clock, Ids& ids,
                            Diagnostics& diagnostics) {
  const std::filesystem::path path = place.folder / settings_file;
  if (!std::filesystem::exists(path)) {
    return fail(ErrorCode::invalid_input,
                "thư mục " + place.folder.string() +
                    " chưa phải là thư mục dữ liệu; hãy tạo bằng lệnh: sovang --data " +
                    place.folder.string() + " init");
  }
  const Bytes toml = SOVANG_TRY(files::read(path));
  Settings settings = SOVANG_TRY(read_settings(toml, path.string()));
  OfficeDatabase database =
      SOVANG_TRY(OfficeDatabase::open(place.folder / database_file, store::Database::Mode::existing));
  Result<archive::Archive> opened = archive::Archive::open(archive_options(place, settings), clock, ids);
  // An office without its archive is a disk that is not mounted, not a question that has no answer.
  if (!opened && opened.error().code == ErrorCode::not_found) opened.error().code = ErrorCode::io;
  archive::Archive archive = SOVANG_TRY(std::move(opened));
  Forms forms = SOVANG_TRY(Forms::load(place.home, diagnostics));
  Law law = SOVANG_TRY(read_law(place.home / "templates" / "law"));
  return Office(std::make_unique<Impl>(place, std::move(settings), std::move(database), std::move(archive),
                                       std::move(forms), std::move(law), clock));
}

Result<ImportReport> Office::import_files(std::span<const std::filesystem::path> files,
                                          const domain::MovementId& movement, const Progress& progress,
                                          Diagnostics& diagnostics) {
  return take_in(impl_->database, files, movement, local_date(impl_->clock.now()), progress, diagnostics);
}

Result<std::vector<domain::MovementId>> Office::movements() const {
  std::vector<domain::MovementId> out;
  for (std::string& id : SOVANG_TRY(impl_->database.movements()))
    out.emplace_back(std::move(id));
  return out;
}

Result<domain::UnitCatalogue> Office::units() const {
  const std::optional<SourceFile> file = SOVANG_TRY(impl_->database.one("", SourceKind::units));
  if (!file)
    return fail(ErrorCode::not_found, "chưa có danh mục đơn vị; hãy nhập units.xml bằng sovang import");
  Diagnostics diagnostics;
  return exchange::read_units(file->bytes, file->name, diagnostics);
}

Result<CheckReport> Office::check(const domain::MovementId& movement, Diagnostics& diagnostics) {
  const MovementData data = SOVANG_TRY(load_movement(impl_->database, impl_->law, movement, diagnostics));
  return report_of(data, impl_->law);
}

Result<ComposeReport> Office::compose(const domain::MovementId& movement, const std::filesystem::path& out,
                                      const Progress& progress, Diagnostics& diagnostics) {
  return compose_movement(impl_->context(), movement, out, progress, diagnostics);
}

Result<IssueReport> Office::issue(const IssueOrder& order, const Progress& progress,
                                  Diagnostics& diagnostics) {
  Result<files::Lock> lock = files::Lock::take(impl_->place.folder / lock_file);
  if (!lock && lock.error().code == ErrorCode::conflict) {
    return fail(ErrorCode::conflict,
                "một người khác đang ban hành trong thư mục này; xin đợi xong rồi làm lại");
  }
  if (!lock) return fail(std::move(lock).error());
  return issue_movement(impl_->context(), order, progress, diagnostics);
}

Result<std::vector<WrittenFile>> Office::print(const domain::MovementId& movement,
                                               const std::filesystem::path& out, const pdf::PrintSetup& setup,
                                               Diagnostics& diagnostics) {
  return print_movement(impl_->context(), movement, out, setup, diagnostics);
}

Result<std::vector<std::string>> Office::recover() {
  const files::Lock lock = SOVANG_TRY(files::Lock::wait(impl_->place.folder / lock_file, 5000));
  std::vector<std::string> told = SOVANG_TRY(impl_->archive.recover()).repairs;
  for (const std::string& movement : SOVANG_TRY(impl_->database.movements())) {
    const std::vector<RunRow> rows = SOVANG_TRY(impl_->database.runs(movement));
    if (rows.empty() || std::ranges::all_of(rows, &RunRow::done)) continue;
    const auto archived = std::ranges::count_if(rows, [&](const RunRow& row) {
      return impl_->archive.record(row.record_id, archive::Asker{}).has_value();
    });
    if (static_cast<std::size_t>(archived) == rows.size()) {
      SOVANG_TRY(impl_->database.finish(movement, impl_->clock.now()));
      told.push_back("Phong trào " + movement + ": mọi văn bản đã vào kho, đã ghi là ban hành xong.");
    } else {
      told.push_back("Phong trào " + movement + ": lần ban hành trước bị ngắt, đã vào kho " +
                     std::to_string(archived) + "/" + std::to_string(rows.size()) +
                     " hồ sơ; hãy chạy lại sovang issue " + movement + ", các số đã cấp được giữ nguyên.");
    }
  }
  return told;
}

const Settings& Office::settings() const {
  return impl_->settings;
}

archive::Archive& Office::archive() {
  return impl_->archive;
}

const archive::Archive& Office::archive() const {
  return impl_->archive;
}

const Forms& Office::forms() const {
  return impl_->forms;
}

const OfficePlace& Office::place() const {
  return impl_->place;
}

}  // namespace sovang::dossier
