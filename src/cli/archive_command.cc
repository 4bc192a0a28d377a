// `sovang archive …`: the archivist's desk.
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"
#include "sovang/dossier/actions.h"

#include "archive_verbs.h"

namespace sovang::cli {
namespace {

using Work = ArchiveWork;

Work list_records(CLI::App& verb) {
  struct Options {
    std::size_t limit = 100;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  verb.add_option("--limit", options->limit, "Số hồ sơ nhiều nhất")->capture_default_str();
  verb.add_flag("--json", options->json, "Mỗi hồ sơ một đối tượng JSON trên một dòng");
  return [options](dossier::Office& office) -> Status {
    for (const archive::Record& record :
         SOVANG_TRY(office.archive().list(archive::Asker{}, options->limit, 0))) {
      if (options->json) {
        std::cout << nlohmann::ordered_json{{"record", record.id},
                                            {"number", record.number},
                                            {"issued", record.issued.iso()},
                                            {"state", to_string(record.state)},
                                            {"subject", record.subject},
                                            {"files", record.files.size()}}
                         .dump()
                  << '\n';
      } else {
        std::cout << record.id << "  " << record.issued.iso() << "  "
                  << (record.number.empty() ? "(không số)" : record.number) << "  " << record.files.size()
                  << " tệp  " << record.subject << '\n';
      }
    }
    return {};
  };
}

Work get_file(CLI::App& verb) {
  struct Options {
    std::string record;
    std::string path;
    std::string out;
  };
  auto options = std::make_shared<Options>();
  verb.add_option("record", options->record, "Mã hồ sơ (urn:sovang:…)")->required();
  verb.add_option("path", options->path, "Tệp trong hồ sơ, ví dụ decision.pdf; bỏ trống: liệt kê các tệp");
  verb.add_option("-o,--out", options->out, "Tệp nhận; bỏ trống: đầu ra chuẩn");
  return [options](dossier::Office& office) -> Status {
    const archive::Asker asker;
    if (!options->path.empty()) {
      const auto download = act(archive::ActionKind::download, options->record + " " + options->path);
      return dossier::recorded(office.archive(), download, [&]() -> Status {
        return put_output(SOVANG_TRY(office.archive().file(options->record, options->path, asker)),
                          options->out);
      });
    }
    for (const archive::RecordFile& file : SOVANG_TRY(office.archive().record(options->record, asker)).files)
      std::cout << file.path << "  " << file.mime << "  " << file.sha256 << '\n';
    return {};
  };
}

archive::Archive::Progress walk_progress(std::string_view step) {
  const dossier::Progress terminal = terminal_progress();
  if (!terminal) return [](std::size_t, std::size_t) {};
  return [terminal, step](std::size_t done, std::size_t of) { terminal(step, done, of); };
}

/// "lần soát cũ nhất 2022-05-20T01:00:00Z, 3 hồ sơ chưa soát lần nào"
std::string age_of(const archive::WalkReport& report) {
  std::string out = report.oldest_check.empty() ? "chưa hồ sơ nào được soát"
                                                : "hồ sơ lâu chưa soát nhất: " + report.oldest_check;
  if (report.never_checked > 0)
    out += "; " + std::to_string(report.never_checked) + " hồ sơ chưa soát lần nào";
  if (report.left > 0) out += "; còn " + std::to_string(report.left) + " hồ sơ cho lần chạy sau";
  return out;
}

Work audit(CLI::App& verb) {
  struct Options {
    bool json = false;
    bool trail = false;
    archive::AuditOptions how;
    std::optional<std::uint64_t> budget_mib;
  };
  auto options = std::make_shared<Options>();
  verb.add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  verb.add_flag("--trail", options->trail, "Soát nhật ký hành động thay vì kho");
  verb.add_option("--rate", options->how.mib_per_second, "Đọc nhiều nhất chừng này MiB một giây");
  verb.add_option("--budget", options->budget_mib, "Dừng sau chừng này MiB; lần sau soát tiếp phần còn lại");
  verb.add_option("--older-than", options->how.older_than_days,
                  "Chỉ những hồ sơ đã quá chừng này ngày chưa soát");
  return [options](dossier::Office& office) -> Status {
    if (options->trail) {
      return print_walk(SOVANG_TRY(office.archive().audit_trail()), options->json,
                        "Đã soát nhật ký hành động");
    }
    if (options->budget_mib) options->how.max_bytes = *options->budget_mib << 20U;
    const archive::WalkReport report =
        SOVANG_TRY(office.archive().audit(options->how, walk_progress("Soát kho")));
    return print_walk(report, options->json, "Đã soát (" + age_of(report) + ")");
  };
}

Work repair(CLI::App& verb) {
  struct Options {
    std::string copy;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  verb.add_option("--from", options->copy, "Bản sao thứ hai của thư mục dữ liệu")->required();
  verb.add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  return [options](dossier::Office& office) -> Status {
    return print_walk(SOVANG_TRY(office.archive().repair(options->copy, command_line_actor())), options->json,
                      "Đã sửa");
  };
}

Work reindex(CLI::App& verb) {
  auto json = std::make_shared<bool>(false);
  verb.add_flag("--json", *json, "Kết quả là một đối tượng JSON");
  return [json](dossier::Office& office) -> Status {
    const archive::WalkReport report =
        SOVANG_TRY(office.archive().reindex(walk_progress("Lập lại danh mục")));
    return print_walk(report, *json, "Đã lập lại danh mục");
  };
}

Work recover(CLI::App&) {
  return [](dossier::Office& office) -> Status {
    const std::vector<std::string> repairs = SOVANG_TRY(office.recover());
    for (const std::string& repair : repairs)
      std::cout << "- " << repair << '\n';
    std::cout << (repairs.empty() ? "Kho lưu trữ nguyên vẹn, không có gì phải sửa." : "Đã khôi phục xong.")
              << '\n';
    return {};
  };
}

Work dump(CLI::App&) {
  return [](dossier::Office& office) -> Status {
    std::cout << SOVANG_TRY(office.archive().dump());
    return {};
  };
}

}  // namespace

void add_archive_verb(CLI::App& parent, Context& context, const std::string& name, const std::string& help,
                      const std::function<ArchiveWork(CLI::App&)>& options) {
  CLI::App* verb = parent.add_subcommand(name, help);
  const ArchiveWork work = options(*verb);
  verb->callback([work, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics&) { return work(office); });
  });
}

Status put_output(const Bytes& bytes, const std::string& out) {
  if (!out.empty()) return files::create_unsynced(out, bytes);
  std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return {};
}

Status print_walk(const archive::WalkReport& report, bool json, std::string_view done) {
  if (json) {
    nlohmann::ordered_json problems = nlohmann::ordered_json::array();
    for (const Problem& problem : report.problems) {
      problems.push_back({{"rule", problem.rule},
                          {"severity", to_string(problem.severity)},
                          {"file", problem.where.file},
                          {"message", problem.message},
                          {"hint", problem.hint}});
    }
    std::cout << nlohmann::ordered_json{{"objects", report.objects},
                                        {"files", report.files},
                                        {"bytes", report.bytes},
                                        {"oldest_check", report.oldest_check},
                                        {"never_checked", report.never_checked},
                                        {"left", report.left},
                                        {"repairs", report.repairs},
                                        {"problems", std::move(problems)}}
                     .dump()
              << '\n';
  } else {
    for (const std::string& repair : report.repairs)
      std::cout << "- " << repair << '\n';
    for (const Problem& problem : report.problems)
      std::cout << describe(problem) << '\n';
    std::cout << done << ": " << report.objects << " hồ sơ, " << report.files << " tệp, "
              << report.problems.size() << " vấn đề.\n";
  }
  if (report.problems.empty()) return {};
  return fail(ErrorCode::findings,
              "kho lưu trữ có " + std::to_string(report.problems.size()) + " vấn đề cần người xem");
}

void add_archive_command(CLI::App& program, Context& context) {
  CLI::App* verb = program.add_subcommand("archive", "Kho lưu trữ");
  verb->require_subcommand(1);
  add_archive_verb(*verb, context, "ls", "Liệt kê hồ sơ, mới nhất trước", list_records);
  add_archive_verb(*verb, context, "get", "Lấy một tệp ra khỏi kho, sau khi đối chiếu mã băm", get_file);
  add_archive_verb(*verb, context, "audit", "Đối chiếu mọi tệp với mã băm, nhật ký và danh mục", audit);
  add_archive_verb(*verb, context, "repair", "Lấy lại tệp hỏng, tệp mất từ bản sao thứ hai", repair);
  add_archive_verb(*verb, context, "reindex", "Lập lại danh mục tìm kiếm từ kho", reindex);
  add_archive_verb(*verb, context, "recover", "Làm kho nguyên vẹn sau khi máy bị ngắt đột ngột", recover);
  add_archive_transfer(*verb, context);
  add_archive_validate(*verb, context);
  add_archive_backup(*verb, context);
  add_archive_retention(*verb, context);
  add_archive_stats(*verb, context);
  add_proof_verbs(*verb, context);
  add_archive_verb(*verb, context, "dump", "In danh mục thành các dòng chữ đã sắp xếp", dump);
}

}  // namespace sovang::cli
