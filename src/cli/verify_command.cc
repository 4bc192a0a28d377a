#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string what;
  bool json = false;
};

using Verdict = archive::Verification::Verdict;

std::string_view sentence(Verdict verdict) {
  switch (verdict) {
    case Verdict::genuine:
      return "THẬT VÀ CÒN HIỆU LỰC";
    case Verdict::changed:
      return "ĐÃ BỊ SỬA ĐỔI";
    case Verdict::unknown:
      return "KHÔNG TÌM THẤY TRONG KHO LƯU TRỮ";
    case Verdict::revoked:
      return "ĐÃ THU HỒI";
    case Verdict::corrected:
      return "ĐÃ ĐÍNH CHÍNH";
  }
  return "";
}

void print_json(const archive::Verification& found) {
  nlohmann::ordered_json out{
      {"verdict", to_string(found.verdict)}, {"reasons", found.reasons}, {"decision", found.decision},
      {"record", found.record_id},           {"path", found.path},       {"log", nullptr}};
  if (found.log_index) out["log"] = *found.log_index;
  if (found.line) out["name"] = found.line->name;
  std::cout << out.dump() << '\n';
}

void print_text(const archive::Verification& found) {
  std::cout << sentence(found.verdict) << '\n';
  if (!found.decision.empty()) std::cout << "Quyết định số " << found.decision << '\n';
  if (found.line) std::cout << found.line->award_name << " của " << found.line->name << '\n';
  for (const std::string& reason : found.reasons)
    std::cout << "- " << reason << '\n';
  if (found.log_index) std::cout << "Mục số " << *found.log_index << " của nhật ký minh bạch.\n";
}

}  // namespace

void add_verify_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "verify",
      "Kiểm tra một tệp, hoặc mã trên bằng khen: có phải của cơ quan, còn nguyên vẹn, còn hiệu lực?");
  verb->add_option("file-or-code", options->what, "Tệp PDF, hoặc mã (hay địa chỉ) đọc từ mã QR")->required();
  verb->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics&) -> Status {
      archive::Verification found;
      if (std::filesystem::exists(options->what)) {
        const Bytes bytes = SOVANG_TRY(files::read(options->what));
        found = SOVANG_TRY(office.archive().verify_file(bytes));
      } else if (options->what.ends_with(".pdf") || options->what.starts_with("./")) {
        return fail(ErrorCode::not_found, "không có tệp " + options->what);
      } else {
        found = SOVANG_TRY(office.archive().verify_code(options->what));
      }
      options->json ? print_json(found) : print_text(found);
      if (found.verdict != Verdict::genuine) context.exit_status = 1;
      return {};
    });
  });
}

}  // namespace sovang::cli
