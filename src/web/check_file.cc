// A PDF that anybody hands in: is it ours, and do its signatures hold? The file is looked at by `sovang
// verify` in a process of its own with limits (SEC-22), so the answer is the same as at the command line.
#include <semaphore>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"
#include "sovang/base/process.h"

#include "site.h"

namespace sovang::web {
namespace {

using Json = nlohmann::json;

#ifdef __SANITIZE_ADDRESS__
constexpr std::uint64_t most_memory = 0;  // AddressSanitizer reserves more than any limit would allow
#else
constexpr std::uint64_t most_memory = 2ULL << 30;
#endif
constexpr ProcessLimits limits{.seconds = 20, .memory_bytes = most_memory, .output_bytes = 1ULL << 20};

/// Each takes a core and much memory: more than two at once would starve the pages.
std::counting_semaphore<2>& desks() {
  static std::counting_semaphore<2> two(2);
  return two;
}

std::string text_at(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
}

/// The answer of the program; nothing if the file could not be read.
Result<std::optional<Json>> ask_program(const Services& services, const Bytes& pdf) {
  const files::TemporaryFolder folder = SOVANG_TRY(files::TemporaryFolder::make("sovang-check"));
  const std::filesystem::path file = folder.path() / "tep.pdf";
  SOVANG_TRY(files::create_unsynced(file, pdf));
  desks().acquire();
  const auto ran = run_process(
      {services.program.string(), "--data", services.folder.string(), "verify", "--json", file.string()}, {},
      limits);
  desks().release();
  if (!ran) {
    // Killed over a limit: a file that does that is none that can be checked.
    if (ran.error().code == ErrorCode::io) return std::optional<Json>();
    return fail(ran.error());
  }
  if (ran->exit_status > 1) return std::optional<Json>();
  Json answer = Json::parse(ran->output, nullptr, false);
  if (answer.is_discarded() || !answer.is_object()) return std::optional<Json>();
  return std::optional(std::move(answer));
}

void add_signatures(View& view, const Json& answer) {
  View::List out;
  const auto signatures = answer.find("signatures");
  if (signatures != answer.end() && signatures->is_array()) {
    for (const Json& signature : *signatures) {
      View one;
      const bool holds = signature.value("holds", false) && text_at(signature, "trust") == "trusted";
      one.number("n", out.size() + 1).flag("good", holds).text("words", text_at(signature, "words"));
      one.text("signer", text_at(signature, "signer")).text("issuer", text_at(signature, "issuer"));
      const std::string body = text_at(signature, "organisation");
      one.text("body", body == text_at(signature, "signer") ? "" : body);
      one.text("trust", text_at(signature, "trust_words")).text("time", text_at(signature, "time"));
      View::List findings;
      const auto found = signature.find("findings");
      if (found != signature.end() && found->is_array()) {
        for (const Json& finding : *found)
          findings.push_back(View().text("finding", finding.is_string() ? finding.get<std::string>() : ""));
      }
      one.list("findings", std::move(findings));
      out.push_back(std::move(one));
    }
  }
  view.flag("unsigned", out.empty()).list("signatures", std::move(out));
}

}  // namespace

Result<Response> check_file(const Services& services, const Request& /*request*/, const Visit& visit) {
  View view = frame(services, visit, "Kiểm tra bằng khen, giấy khen", "kiem-tra");
  view.text("code", "");
  int status = 200;
  std::string_view trouble;
  std::optional<Json> answer;
  if (!visit.upload.starts_with("%PDF-")) {
    trouble = "Xin chọn một tệp PDF.";
  } else {
    answer = SOVANG_TRY(ask_program(services, visit.upload));
    if (!answer) trouble = "Không đọc được tệp này: tệp hỏng, đặt mật khẩu, hoặc quá phức tạp.";
  }
  if (!trouble.empty()) status = 422;
  view.text("file_trouble", trouble).flag("file_answered", answer.has_value());
  if (answer) {
    const std::string verdict = text_at(*answer, "verdict");
    view.flag("file_genuine", verdict == "genuine" || verdict == "corrected");
    view.flag("file_corrected", verdict == "corrected").flag("file_withdrawn", verdict == "revoked");
    view.flag("file_changed", verdict == "changed").flag("file_unknown", verdict == "unknown");
    view.text("file_decision", text_at(*answer, "decision"));
    add_signatures(view, *answer);
  }
  Response response = SOVANG_TRY(page(services, "kiem-tra", view));
  response.status = status;
  return response;
}

}  // namespace sovang::web
