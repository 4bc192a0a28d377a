#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string movement;
  bool json = false;
};

void print_json(const dossier::CheckReport& report) {
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const Problem& finding = report.findings[i];
    std::cout << nlohmann::ordered_json{{"rule", finding.rule},
                                        {"severity", to_string(finding.severity)},
                                        {"subjects", report.subjects[i]},
                                        {"message", finding.message},
                                        {"hint", finding.hint}}
                     .dump()
              << '\n';
  }
  std::cout << nlohmann::ordered_json{{"cases", report.cases},
                                      {"collectives", report.collectives},
                                      {"individuals", report.individuals},
                                      {"passed", report.passed},
                                      {"failed", report.failed},
                                      {"withdrawn", report.withdrawn},
                                      {"unit", report.unit_decides},
                                      {"findings", report.findings.size()},
                                      {"blocking", report.blocking}}
                   .dump()
            << '\n';
}

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "lỗi";
    case Severity::warning:
      return "cần xem";
    case Severity::info:
      return "thông tin";
  }
  return "";
}

void print_text(const dossier::CheckReport& report) {
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const Problem& finding = report.findings[i];
    std::cout << finding.rule << " (" << severity_word(finding.severity) << ") " << report.subjects[i] << ": "
              << finding.message << '\n';
  }
  std::cout << "\nĐã xét " << report.cases << " trường hợp: " << report.collectives << " tập thể, "
            << report.individuals << " cá nhân.\n"
            << "Hội đồng thông qua " << report.passed << ", không thông qua " << report.failed << ", đã rút "
            << report.withdrawn << ", thuộc thẩm quyền của đơn vị " << report.unit_decides << ".\n"
            << report.findings.size() << " điều cần xem, trong đó " << report.blocking
            << " lỗi phải sửa trước khi ban hành.\n";
}

}  // namespace

void add_check_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb =
      program.add_subcommand("check", "Kiểm tra dữ liệu của một phong trào theo các quy tắc V-xx");
  verb->add_option("movement", options->movement, "Mã phong trào; bỏ trống nếu chỉ có một");
  verb->add_flag("--json", options->json, "Mỗi điều một đối tượng JSON trên một dòng, cuối cùng là các tổng");
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics& diagnostics) -> Status {
      const domain::MovementId movement = SOVANG_TRY(chosen_movement(office, options->movement));
      const dossier::CheckReport report = SOVANG_TRY(office.check(movement, diagnostics));
      options->json ? print_json(report) : print_text(report);
      if (report.blocking > 0) context.exit_status = 1;
      return {};
    });
  });
}

}  // namespace sovang::cli
