#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"
#include "sovang/exchange/import_json.h"
#include "sovang/exchange/nomination_list.h"

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  std::vector<std::filesystem::path> files;
  std::string movement;
  bool dry_run = false;
  bool json = false;
};

/// Reads one list without an office; nothing is written anywhere.
void try_list(Context& context, const std::filesystem::path& path, bool json) {
  const exchange::Limits limits;
  Diagnostics diagnostics;
  const std::string name = path.filename().string();
  const auto read = [&]() -> Result<exchange::NominationList> {
    const Bytes bytes = SOVANG_TRY(files::read(path, limits.file_bytes));
    return exchange::read_nominations(bytes, name, {local_date(context.clock->now())}, diagnostics);
  };
  const Result<exchange::NominationList> list = read();
  if (!list) {
    if (json) std::cout << exchange::refusal_json(list.error()) << '\n';
    if (!json) report(context, list.error());
    context.exit_status = 2;
    return;
  }
  if (json) {
    std::cout << exchange::import_json(*list) << '\n';
    return;
  }
  for (const exchange::ImportWarning& warning : list->warnings) {
    std::cout << name << (warning.sheet.empty() ? "" : " [" + warning.sheet + "]");
    if (warning.row > 0) std::cout << ", dòng " << warning.row;
    std::cout << ": " << warning.category << (warning.detail.empty() ? "" : ": " + warning.detail) << '\n';
  }
  std::cout << name << ": " << list->count(domain::RecipientKind::collective) << " tập thể, "
            << list->count(domain::RecipientKind::individual) << " cá nhân, " << list->warnings.size()
            << " điều đã sửa hoặc cần xem. Chưa ghi gì.\n";
}

void print_json(const dossier::ImportReport& report) {
  for (const dossier::ImportedFile& file : report.files) {
    nlohmann::ordered_json line{{"file", file.file},
                                {"kind", file.kind.empty() ? "refused" : file.kind},
                                {"unchanged", file.unchanged}};
    if (file.kind == "nominations") {
      line["collectives"] = file.collectives;
      line["individuals"] = file.individuals;
      line["households"] = file.households;
      line["repairs"] = file.repairs;
    }
    std::cout << line.dump() << '\n';
  }
  std::cout << nlohmann::ordered_json{{"files", report.files.size()},
                                      {"refused", report.refused},
                                      {"collectives", report.collectives()},
                                      {"individuals", report.individuals()}}
                   .dump()
            << '\n';
}

void print_text(const dossier::ImportReport& report) {
  std::size_t repairs = 0;
  for (const dossier::ImportedFile& file : report.files) {
    repairs += file.repairs;
    std::cout << (file.kind.empty() ? "TỪ CHỐI  " : "đã nhận  ") << file.file;
    if (file.kind == "nominations") {
      std::cout << ": " << file.collectives << " tập thể, " << file.individuals << " cá nhân";
      if (file.households > 0) std::cout << ", " << file.households << " hộ gia đình";
      if (file.repairs > 0) std::cout << "; " << file.repairs << " điều đã sửa hoặc cần xem";
    }
    if (file.unchanged) std::cout << " (không đổi)";
    std::cout << '\n';
  }
  std::cout << "Tổng cộng " << report.files.size() << " tệp, từ chối " << report.refused << "; "
            << report.collectives() << " tập thể, " << report.individuals() << " cá nhân; " << repairs
            << " điều đã sửa hoặc cần xem.\n";
}

/// The repairs of a whole movement are many: on the terminal only errors and warnings are told one by one.
void keep_what_needs_a_person(Diagnostics& diagnostics) {
  Diagnostics kept;
  for (const Problem& problem : diagnostics.all()) {
    if (problem.severity != Severity::info) kept.add(problem);
  }
  diagnostics = std::move(kept);
}

}  // namespace

void add_import_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "import", "Nhập tệp: danh sách của các đơn vị (xlsx, csv, txt) và tệp XML của phong trào");
  verb->add_option("files", options->files, "Các tệp cần nhập")->required();
  verb->add_option("--movement", options->movement,
                   "Mã phong trào của các danh sách; bỏ trống nếu chỉ có một");
  verb->add_flag("--dry-run", options->dry_run,
                 "Chỉ đọc thử danh sách, không ghi gì, không cần thư mục dữ liệu");
  verb->add_flag("--json", options->json, "Mỗi tệp một đối tượng JSON trên một dòng");
  verb->callback([options, &context] {
    if (options->dry_run) {
      for (const std::filesystem::path& file : options->files)
        try_list(context, file, options->json);
      return;
    }
    with_office(context, [&](dossier::Office& office, Diagnostics& diagnostics) -> Status {
      const dossier::ImportReport report = SOVANG_TRY(office.import_files(
          options->files, domain::MovementId(options->movement), terminal_progress(), diagnostics));
      options->json ? print_json(report) : print_text(report);
      keep_what_needs_a_person(diagnostics);
      if (report.refused > 0) context.exit_status = 2;
      return {};
    });
  });
}

}  // namespace sovang::cli
