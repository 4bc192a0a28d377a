// `sovang archive validate PATH`: is this OCFL, a bag, a package, and is it whole?
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <set>

#include <nlohmann/json.hpp>

#include "sovang/archive/validate.h"
#include "sovang/exchange/bag.h"
#include "sovang/exchange/package.h"

#include "archive_verbs.h"

namespace sovang::cli {
namespace {

namespace fs = std::filesystem;

struct Judgement {
  std::string kind;  ///< "ocfl", "bag", "package"
  std::string verdict;
  std::vector<std::string> codes;
  std::vector<Problem> findings;
};

/// A bag that has lost its bagit.txt is still meant as one.
bool looks_like_bag(const fs::path& folder) {
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (name == "bagit.txt" || name.starts_with("manifest-") || name.starts_with("tagmanifest-")) return true;
  }
  return false;
}

Result<Judgement> judge_package(const fs::path& folder) {
  Diagnostics diagnostics;
  const Result<exchange::Package> package = exchange::read_package(folder, diagnostics);
  Judgement out{.kind = "package", .verdict = "valid", .codes = {}, .findings = {}};
  out.findings.assign(diagnostics.all().begin(), diagnostics.all().end());
  if (!package) {
    out.findings.push_back(
        {.rule = package.error().rule, .message = package.error().message, .where = package.error().where});
  }
  std::set<std::string> codes;
  for (const Problem& problem : out.findings)
    codes.insert(problem.rule);
  out.codes.assign(codes.begin(), codes.end());
  if (!out.findings.empty()) out.verdict = "invalid";
  return out;
}

Result<Judgement> judge(const fs::path& path) {
  if (looks_like_bag(path)) {
    exchange::BagReport report = SOVANG_TRY(exchange::validate_bag(path));
    return Judgement{"bag", report.verdict(), report.codes(), std::move(report.findings)};
  }
  std::error_code failed;
  if (fs::exists(path / "METS.xml", failed)) return judge_package(path);
  archive::ValidationReport report = SOVANG_TRY(archive::validate_ocfl(path));
  return Judgement{"ocfl", report.verdict(), report.codes(), std::move(report.findings)};
}

}  // namespace

void add_archive_validate(CLI::App& archive, Context& context) {
  struct Options {
    std::string path;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* verb = archive.add_subcommand(
      "validate", "Kiểm tra một kho hoặc hồ sơ OCFL 1.1, một gói BagIt, hay một gói SIP, AIP, DIP");
  verb->add_option("path", options->path, "Thư mục của kho, của hồ sơ hoặc của gói")->required();
  verb->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  verb->callback([options, &context] {
    const Result<Judgement> found = judge(options->path);
    if (!found) return report(context, found.error());
    if (options->json) {
      std::cout << nlohmann::ordered_json{{"verdict", found->verdict},
                                          {"codes", found->codes},
                                          {"kind", found->kind}}
                       .dump()
                << '\n';
    } else {
      for (const Problem& finding : found->findings)
        std::cout << describe(finding) << '\n';
      std::cout << found->verdict << '\n';
    }
    if (found->verdict == "invalid") context.exit_status = 1;
    if (found->verdict == "warning" && options->json) {
      for (const Problem& finding : found->findings)
        std::cerr << describe(finding) << '\n';
    }
  });
}

}  // namespace sovang::cli
