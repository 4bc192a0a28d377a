// `sovang archive backup`, `restore` and `drill`: copies of the whole office, and proof that they are good.
#include <iostream>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sovang/dossier/actions.h"
#include "sovang/dossier/backup.h"

#include "archive_verbs.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string backup;
  std::string to;
  std::string snapshot;
  std::string scratch;
  std::size_t keep = 0;
  bool verify = false;
  bool json = false;
};

/// "3 giờ 12 phút", "850 ms".
std::string duration(std::int64_t milliseconds) {
  constexpr std::int64_t second = 1000;
  constexpr std::int64_t minute = 60 * second;
  constexpr std::int64_t hour = 60 * minute;
  if (milliseconds < 10 * second) return std::to_string(milliseconds) + " ms";
  if (milliseconds < 2 * minute) return std::to_string(milliseconds / second) + " giây";
  if (milliseconds < 2 * hour) return std::to_string(milliseconds / minute) + " phút";
  return fmt::format("{} giờ {} phút", milliseconds / hour, milliseconds % hour / minute);
}

std::string mebibytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1024.0 * 1024.0));
}

Status check_copies(const Options& options, Diagnostics& diagnostics) {
  const std::size_t files =
      SOVANG_TRY(dossier::check_backup(options.backup, diagnostics, terminal_progress()));
  std::cout << "Đã đối chiếu " << files << " tệp của mọi bản sao, " << diagnostics.errors() << " lỗi.\n";
  return {};
}

Status take_snapshot(dossier::Office& office, const Context& context, const Options& options) {
  const auto backing_up = act(archive::ActionKind::backed_up, utc_text(context.clock->now()));
  const dossier::BackupReport report = SOVANG_TRY(dossier::recorded(office.archive(), backing_up, [&] {
    return dossier::back_up(office, options.backup, context.clock->now(), options.keep, terminal_progress());
  }));
  if (options.json) {
    std::cout << nlohmann::ordered_json{{"snapshot", report.snapshot},
                                        {"files", report.files},
                                        {"bytes", report.bytes},
                                        {"new_files", report.new_files},
                                        {"new_bytes", report.new_bytes},
                                        {"removed_snapshots", report.removed_snapshots}}
                     .dump()
              << '\n';
    return {};
  }
  std::cout << fmt::format("Bản sao {}: {} tệp, {}; chép mới {} tệp, {}.\n", report.snapshot, report.files,
                           mebibytes(report.bytes), report.new_files, mebibytes(report.new_bytes));
  if (report.removed_snapshots > 0)
    std::cout << "Đã bỏ " << report.removed_snapshots << " bản sao cũ nhất.\n";
  return {};
}

nlohmann::ordered_json json_of(const dossier::RestoreReport& report) {
  return {{"snapshot", report.snapshot},
          {"taken", utc_text(report.taken)},
          {"files", report.files},
          {"bytes", report.bytes},
          {"objects", report.objects},
          {"repairs", report.repairs},
          {"disposed_again", report.disposed_again},
          {"problems", report.problems.size()}};
}

void print(const dossier::RestoreReport& report) {
  std::cout << fmt::format("Bản sao {} (lúc {}): {} tệp, {}, {} hồ sơ.\n", report.snapshot,
                           local_text(report.taken), report.files, mebibytes(report.bytes), report.objects);
  for (const std::string& repair : report.repairs)
    std::cout << "- " << repair << '\n';
  for (const std::string& id : report.disposed_again)
    std::cout << "- đã tiêu hủy lại " << id << '\n';
  for (const Problem& problem : report.problems)
    std::cout << describe(problem) << '\n';
}

Status must_be_whole(const dossier::RestoreReport& report) {
  if (report.problems.empty()) return {};
  return fail(ErrorCode::findings,
              fmt::format("kho khôi phục có {} vấn đề cần người xem", report.problems.size()));
}

Status restore_office(const Context& context, const Options& options) {
  const dossier::RestoreReport report =
      SOVANG_TRY(dossier::restore({.backup = options.backup,
                                   .snapshot = options.snapshot,
                                   .to = options.to,
                                   .home = context.home(),
                                   .actor = command_line_actor()},
                                  *context.clock, *context.ids, terminal_progress()));
  if (options.json) {
    std::cout << json_of(report).dump() << '\n';
  } else {
    print(report);
    std::cout << "Đã khôi phục vào " << options.to << ". Dùng: sovang --data " << options.to << " …\n";
  }
  return must_be_whole(report);
}

Status run_drill(const dossier::Office& office, const Context& context, const Options& options) {
  const dossier::DrillReport report = SOVANG_TRY(dossier::drill(
      office, {options.backup, options.scratch}, *context.clock, *context.ids, terminal_progress()));
  if (options.json) {
    nlohmann::ordered_json json = json_of(report.restored);
    json["rpo_ms"] = report.lost_milliseconds;
    json["rto_ms"] = report.needed_milliseconds;
    json["log_as_live"] = report.log_as_live;
    json["catalogue_as_live"] = report.catalogue_as_live;
    std::cout << json.dump() << '\n';
    return must_be_whole(report.restored);
  }
  print(report.restored);
  std::cout << "RPO (công việc sẽ mất nếu máy hỏng lúc này): " << duration(report.lost_milliseconds) << '\n'
            << "RTO (từ máy trống đến khi tra cứu được): " << duration(report.needed_milliseconds) << '\n'
            << "Nhật ký so với kho đang chạy: " << (report.log_as_live ? "như nhau" : "kho đã đi tiếp")
            << '\n'
            << "Danh mục so với kho đang chạy: " << (report.catalogue_as_live ? "như nhau" : "kho đã đi tiếp")
            << '\n';
  return must_be_whole(report.restored);
}

}  // namespace

void add_archive_backup(CLI::App& archive, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* backup = archive.add_subcommand("backup", "Sao lưu toàn bộ cơ quan; lần sau chỉ chép phần mới");
  backup->add_option("folder", options->backup, "Thư mục sao lưu, nên ở ổ đĩa hoặc máy khác")->required();
  backup->add_option("--keep", options->keep, "Chỉ giữ bấy nhiêu bản mới nhất (0: giữ hết)")
      ->capture_default_str();
  backup->add_flag("--verify", options->verify, "Không sao lưu; đối chiếu mọi bản sao với mã băm");
  backup->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  backup->callback([options, &context] {
    if (options->verify) {
      Diagnostics diagnostics;
      const Status checked = check_copies(*options, diagnostics);
      report(context, diagnostics);
      if (!checked) report(context, checked.error());
      return;
    }
    with_office(context, [&](dossier::Office& office, Diagnostics&) {
      return take_snapshot(office, context, *options);
    });
  });

  CLI::App* restore = archive.add_subcommand("restore", "Dựng lại thư mục của cơ quan từ bản sao lưu");
  restore->add_option("folder", options->backup, "Thư mục sao lưu")->required();
  restore->add_option("--to", options->to, "Thư mục mới, chưa có")->required();
  restore->add_option("--snapshot", options->snapshot, "Tên bản sao; bỏ trống: bản mới nhất");
  restore->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  restore->callback([options, &context] {
    if (const Status restored = restore_office(context, *options); !restored)
      report(context, restored.error());
  });

  CLI::App* drill =
      archive.add_subcommand("drill", "Diễn tập khôi phục: dựng thử, so mọi thứ, in RPO và RTO, rồi dọn");
  drill->add_option("folder", options->backup, "Thư mục sao lưu")->required();
  drill->add_option("--scratch", options->scratch,
                    "Nơi dựng thử, cần chỗ trống bằng cả kho; bỏ trống: ngay trong thư mục sao lưu");
  drill->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  drill->callback([options, &context] {
    with_office(context,
                [&](dossier::Office& office, Diagnostics&) { return run_drill(office, context, *options); });
  });
}

}  // namespace sovang::cli
