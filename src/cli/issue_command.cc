#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "sovang/dossier/issue_signing.h"
#include "sovang/text/dates.h"
#include "sovang/text/numbers.h"

#include "command.h"
#include "signing_keys.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string movement;
  std::string out;
  std::string user = "van-thu";
  bool json = false;
  // signing
  std::string key;  ///< .p12 file or pkcs11: address
  std::filesystem::path password_file;
  std::filesystem::path picture;
  std::string seal_key;
  std::filesystem::path seal_password_file;
  std::filesystem::path seal_picture;
  double seal_mm = 36;
  std::string time;
};

Result<dossier::SigningHand> hand_of(const std::string& key, const std::filesystem::path& password_file,
                                     const std::filesystem::path& picture) {
  dossier::SigningHand hand;
  hand.key = SOVANG_TRY(open_key(key, password_file));
  if (!picture.empty()) hand.picture = SOVANG_TRY(read_signature_picture(picture));
  return hand;
}

/// Who signs, as the options say; nothing without --sign-with.
Result<std::optional<dossier::IssueSigning>> signing_of(const Options& options, const Clock& clock) {
  if (options.key.empty()) return std::optional<dossier::IssueSigning>();
  dossier::IssueSigning signing;
  signing.time = SOVANG_TRY(signing_time(options.time, clock));
  signing.person = SOVANG_TRY(hand_of(options.key, options.password_file, options.picture));
  if (!options.seal_key.empty())
    signing.organisation =
        SOVANG_TRY(hand_of(options.seal_key, options.seal_password_file, options.seal_picture));
  signing.seal_width = document::Length::mm(options.seal_mm);
  return std::optional(std::move(signing));
}

void add_signing_options(CLI::App& verb, Options& options) {
  CLI::Option* key = verb.add_option(
      "--sign-with", options.key,
      "Ký số các quyết định trước khi đưa vào kho: khóa của người ký, là tệp PKCS #12 (.p12, .pfx) hoặc "
      "pkcs11:token=TÊN;object=KHÓA của thiết bị ký");
  const char* const password = "Tệp có mật khẩu của khóa, hoặc mã PIN, ở dòng đầu (không ghi trên dòng lệnh)";
  verb.add_option("--sign-password-file", options.password_file, password)->needs(key);
  verb.add_option("--sign-picture", options.picture, "Hình chữ ký, PNG nền trong suốt")->needs(key);
  CLI::Option* seal = verb.add_option("--seal-with", options.seal_key,
                                      "Rồi đóng dấu số của cơ quan: tệp .p12 hoặc địa chỉ pkcs11:");
  seal->needs(key);
  verb.add_option("--seal-password-file", options.seal_password_file, password)->needs(seal);
  verb.add_option("--seal-picture", options.seal_picture, "Hình dấu màu đỏ, PNG nền trong suốt")->needs(seal);
  verb.add_option("--seal-width", options.seal_mm, "Bề ngang thật của dấu, mm")
      ->check(CLI::Range(10.0, 80.0))
      ->capture_default_str()
      ->needs(seal);
  verb.add_option("--sign-time", options.time,
                  "Thời gian ký, như 2021-12-15T08:00:00+07:00; mặc định là bây giờ")
      ->needs(key);
}

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
  std::cout << "Tổng cộng " << report.certificates << " bằng, giấy, cờ, tiền thưởng "
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
  add_signing_options(*verb, *options);
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics& diagnostics) -> Status {
      const domain::MovementId movement = SOVANG_TRY(chosen_movement(office, options->movement));
      const auto signing = SOVANG_TRY(signing_of(*options, *context.clock));
      dossier::IssueOrder order{movement, options->out, {"urn:sovang:user:" + options->user, options->user}};
      if (signing) order.signing = &*signing;
      const dossier::IssueReport report = SOVANG_TRY(office.issue(order, terminal_progress(), diagnostics));
      if (signing && report.done_before) std::cerr << "Các quyết định đã ban hành từ trước: không ký lại.\n";
      options->json ? print_json(report) : print_text(report);
      return {};
    });
  });
}

}  // namespace sovang::cli
