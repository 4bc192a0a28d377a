#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "sovang/text/dates.h"
#include "sovang/text/numbers.h"

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string movement;
  std::string out;
  std::string user = "van-thu";
  bool json = false;
};

void print_json(const dossier::IssueReport& report) {
  nlohmann::ordered_json decisions = nlohmann::ordered_json::array();
  for (const dossier::IssuedDecision& decision : report.decisions) {
    decisions.push_back({{"id", decision.id},
                         {"number", decision.number},
                         {"date", decision.date.iso()},
                         {"record", decision.record_id},
                         {"collectives", decision.collectives},
                         {"individuals", decision.individuals},
                         {"households", decision.households},
                         {"total_vnd", decision.total_dong},
                         {"register", {decision.first_register, decision.last_register}}});
  }
  std::cout << nlohmann::ordered_json{{"certificates", report.certificates},
                                      {"bonus_total_vnd", report.bonus_total_dong},
                                      {"done_before", report.done_before},
                                      {"files", report.files.size()},
                                      {"decisions", std::move(decisions)}}
                   .dump()
            << '\n';
}

void print_text(const dossier::IssueReport& report) {
  if (report.done_before) std::cout << "Phong trào này đã ban hành xong từ trước; không cấp thêm số nào.\n";
  for (const dossier::IssuedDecision& decision : report.decisions) {
    std::cout << "Quyết định số " << decision.number << ", " << text::long_date(decision.date) << ": "
              << decision.collectives << " tập thể, " << decision.individuals << " cá nhân";
    if (decision.households > 0) std::cout << ", " << decision.households << " hộ gia đình";
    std::cout << "; tiền thưởng " << text::grouped(decision.total_dong) << " đồng; số sổ vàng "
              << decision.first_register << "–" << decision.last_register << ".\n"
              << "  mã hồ sơ lưu trữ: " << decision.record_id << '\n';
  }
  std::cout << "Tổng cộng " << report.certificates << " bằng khen, tiền thưởng "
            << text::grouped(report.bonus_total_dong) << " đồng";
  if (!report.files.empty()) std::cout << "; " << report.files.size() << " tệp PDF";
  std::cout << ".\n";
}

}  // namespace

void add_issue_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "issue", "Ban hành: cấp số, vào sổ vàng, lập PDF, đưa vào kho lưu trữ, tất cả trong một bước");
  verb->add_option("movement", options->movement, "Mã phong trào; bỏ trống nếu chỉ có một");
  verb->add_option(
      "--out", options->out,
      "Thư mục nhận bản sao: pdf/<mẫu>/… và print/…; được lập mới mỗi lần. Bỏ trống: không chép");
  verb->add_option("--user", options->user, "Người ban hành, ghi vào lịch sử của hồ sơ")
      ->capture_default_str();
  verb->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics& diagnostics) -> Status {
      const domain::MovementId movement = SOVANG_TRY(chosen_movement(office, options->movement));
      const archive::Actor actor{"urn:sovang:user:" + options->user, options->user};
      const dossier::IssueReport report =
          SOVANG_TRY(office.issue(movement, options->out, actor, terminal_progress(), diagnostics));
      options->json ? print_json(report) : print_text(report);
      return {};
    });
  });
}

}  // namespace sovang::cli
