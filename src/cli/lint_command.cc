#include <algorithm>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "sovang/dossier/lint.h"

#include "command.h"

namespace sovang::cli {

namespace {

struct Options {
  std::vector<std::string> files;
  bool json = false;
};

void print_json(const std::string& file, const dossier::LayoutFinding& finding) {
  std::cout << nlohmann::ordered_json{{"rule", finding.rule},
                                      {"severity", to_string(finding.severity)},
                                      {"file", file},
                                      {"page", finding.page},
                                      {"found", finding.found},
                                      {"allowed", finding.allowed},
                                      {"message", finding.message},
                                      {"source", finding.source}}
                   .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
            << '\n';
}

std::string_view word(Severity severity) {
  return severity == Severity::error ? "lỗi" : severity == Severity::warning ? "cảnh báo" : "lưu ý";
}

void print_text(const std::string& file, const dossier::LayoutFinding& finding) {
  std::cout << file << ": ";
  if (finding.rule.empty()) {
    std::cout << finding.message << '\n';
    return;
  }
  std::cout << "trang " << finding.page << ": " << word(finding.severity) << " " << finding.rule << ": "
            << finding.message << ": thấy " << finding.found << "; cần " << finding.allowed << " ("
            << finding.source << ")\n";
}

Status lint(const Options& options, Context& context) {
  const auto rules =
      SOVANG_TRY(dossier::LayoutRules::read(context.home() / "templates" / "law" / "nd30_rules.tsv"));
  for (const std::string& file : options.files) {
    const auto findings = SOVANG_TRY(named(dossier::lint_pdf(file, rules)));
    std::size_t wrong = 0;
    for (const dossier::LayoutFinding& finding : findings) {
      options.json ? print_json(file, finding) : print_text(file, finding);
      if (finding.severity == Severity::error) ++wrong;
    }
    if (wrong > 0) context.exit_status = 1;
    if (findings.empty() && !options.json)
      std::cout << file << ": trình bày đúng Nghị định 30/2020/NĐ-CP (những điểm soát được trên tệp PDF)\n";
  }
  return {};
}

}  // namespace

void add_lint_command(CLI::App& program, Context& context) {
  CLI::App* verb =
      program.add_subcommand("lint", "Soát cách trình bày của văn bản PDF theo Nghị định 30/2020/NĐ-CP");
  const auto options = std::make_shared<Options>();
  verb->add_option("FILE", options->files, "Các tệp PDF, của phần mềm này hay của nơi khác")->required();
  verb->add_flag("--json", options->json, "Mỗi điều phát hiện là một đối tượng JSON trên một dòng");
  verb->callback([options, &context] {
    if (const Status done = lint(*options, context); !done) report(context, done.error());
  });
}

}  // namespace sovang::cli
