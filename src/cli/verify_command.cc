#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"

#include "command.h"
#include "verify_offline.h"
#include "verify_signatures.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string what;
  std::vector<std::string> trust;
  bool signatures_only = false;
  bool json = false;
  std::string keys;
  std::string proof;
  std::string facts;
};

/// What was found out about one file or code.
struct Answer {
  archive::Verification archive;
  std::optional<std::vector<pdf::Signature>>
      signatures;                      ///< nothing = not a PDF file, or one that is damaged
  std::vector<std::string> templates;  ///< that the record was made with and holds
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

void print_json(const Answer& answer) {
  const archive::Verification& found = answer.archive;
  nlohmann::ordered_json out{
      {"verdict", to_string(found.verdict)}, {"reasons", found.reasons}, {"decision", found.decision},
      {"record", found.record_id},           {"path", found.path},       {"log", nullptr}};
  if (found.log_index) out["log"] = *found.log_index;
  if (found.witnessed_size) out["witnessed"] = *found.witnessed_size;
  if (found.line) out["name"] = found.line->name;
  if (!answer.templates.empty()) out["templates"] = answer.templates;
  if (answer.signatures) out["signatures"] = signatures_json(*answer.signatures);
  std::cout << out.dump() << '\n';
}

void print_text(const Answer& answer) {
  const archive::Verification& found = answer.archive;
  std::cout << sentence(found.verdict) << '\n';
  if (!found.decision.empty()) std::cout << "Quyết định số " << found.decision << '\n';
  if (found.line) std::cout << found.line->award_name << " của " << found.line->name << '\n';
  for (const std::string& reason : found.reasons)
    std::cout << "- " << reason << '\n';
  if (found.log_index) std::cout << "Mục số " << *found.log_index << " của nhật ký minh bạch.\n";
  if (!answer.templates.empty()) {
    std::cout << "Hồ sơ giữ cả mẫu đã dùng:";
    for (const std::string& name : answer.templates)
      std::cout << (name == answer.templates.front() ? " " : ", ") << name;
    std::cout << " (sovang archive get " << found.record_id << ")\n";
  }
  if (answer.signatures && !answer.signatures->empty()) std::cout << signatures_text(*answer.signatures);
}

/// Every signature holds, and none is by somebody whom the office, having named whom it trusts, does not.
bool all_hold(const std::vector<pdf::Signature>& signatures) {
  return std::all_of(signatures.begin(), signatures.end(), [](const pdf::Signature& signature) {
    const bool stranger = signature.trust == pdf::Trust::unknown_issuer ||
                          signature.trust == pdf::Trust::bad || signature.trust == pdf::Trust::wrong_usage;
    return signature.holds() && !stranger;
  });
}

/// The archive keeps the file as it was issued; who signed it afterwards left that part as it was.
Result<archive::Verification> ask_archive(const dossier::Office& office, ByteView bytes,
                                          const std::optional<std::vector<pdf::Signature>>& signatures) {
  archive::Verification whole = SOVANG_TRY(office.archive().verify_file(bytes));
  if (whole.verdict != Verdict::changed && whole.verdict != Verdict::unknown) return whole;
  if (!signatures) return whole;
  const std::optional<std::size_t> before = pdf::size_before_signing(bytes, *signatures);
  if (!before) return whole;
  // A stranger's signature may bring a picture that covers the text.
  if (!std::all_of(signatures->begin(), signatures->end(),
                   [](const pdf::Signature& signature) { return signature.trust == pdf::Trust::trusted; })) {
    whole.reasons.emplace_back(
        "phần trước khi ký có thể là tệp của cơ quan, nhưng có chữ ký của người chưa được tin cậy (--trust)");
    return whole;
  }
  archive::Verification part = SOVANG_TRY(office.archive().verify_file(bytes.substr(0, *before)));
  if (part.verdict == Verdict::changed || part.verdict == Verdict::unknown) return whole;
  part.reasons.emplace_back("sau khi ban hành, tệp chỉ được ghi thêm chữ ký số");
  return part;
}

Result<Answer> ask_about_file(const Options& options, const Context& context, const dossier::Office& office) {
  Answer answer;
  const Bytes bytes = SOVANG_TRY(named(files::read(options.what)));
  std::string unreadable;
  if (bytes.starts_with("%PDF-")) {
    const pdf::TrustAnchors anchors = SOVANG_TRY(trust_anchors(options.trust, context.data));
    auto found = pdf::read_signatures(bytes, anchors, context.clock->now());
    if (found) {
      answer.signatures = *std::move(found);
    } else {
      unreadable = "không đọc được chữ ký số: " + found.error().message;
    }
  }
  answer.archive = SOVANG_TRY(ask_archive(office, bytes, answer.signatures));
  if (!unreadable.empty()) answer.archive.reasons.push_back(unreadable);
  return answer;
}

Status verify(const Options& options, Context& context, const dossier::Office& office) {
  Answer answer;
  if (std::filesystem::exists(options.what)) {
    answer = SOVANG_TRY(ask_about_file(options, context, office));
  } else if (options.what.ends_with(".pdf") || options.what.starts_with("./")) {
    return fail(ErrorCode::invalid_input, "không có tệp " + options.what);
  } else {
    answer.archive = SOVANG_TRY(office.archive().verify_code(options.what));
  }
  if (!answer.archive.record_id.empty()) {
    answer.templates = archive::templates_of(
        SOVANG_TRY(office.archive().record(answer.archive.record_id, archive::Asker{})));
  }
  options.json ? print_json(answer) : print_text(answer);
  const bool signed_well = !answer.signatures || all_hold(*answer.signatures);
  if (answer.archive.verdict != Verdict::genuine || !signed_well) context.exit_status = 1;
  return {};
}

/// Without an office: anybody may look at the signatures of a file.
Status verify_signatures(const Options& options, Context& context) {
  const Bytes bytes = SOVANG_TRY(named(files::read(options.what)));
  const pdf::TrustAnchors anchors = SOVANG_TRY(trust_anchors(options.trust, context.data));
  const std::vector<pdf::Signature> found =
      SOVANG_TRY(pdf::read_signatures(bytes, anchors, context.clock->now()));
  if (options.json) {
    std::cout << nlohmann::ordered_json{{"signatures", signatures_json(found)}}.dump() << '\n';
  } else {
    std::cout << signatures_text(found);
  }
  if (found.empty() || !all_hold(found)) context.exit_status = 1;
  return {};
}

}  // namespace

void add_verify_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "verify",
      "Kiểm tra một tệp, hoặc mã trên bằng khen: có phải của cơ quan, còn nguyên vẹn, còn hiệu lực?");
  verb->add_option("file-or-code", options->what, "Tệp PDF, hoặc mã (hay địa chỉ) đọc từ mã QR")->required();
  verb->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  verb->add_option(
      "--trust", options->trust,
      "Tệp hoặc thư mục chứng thư (PEM, DER) của những nơi cấp chữ ký số mà cơ quan tin cậy; mặc định là "
      "thư mục trust/ trong thư mục dữ liệu");
  verb->add_flag("--signatures", options->signatures_only,
                 "Chỉ kiểm tra chữ ký số của tệp; không cần kho lưu trữ của cơ quan");
  verb->add_option("--keys", options->keys,
                   "Kiểm tra không cần kho, chỉ với danh sách khóa công khai của cơ quan (log/keys)");
  verb->add_option("--proof", options->proof, "Tệp bằng chứng (sovang archive prove) của tệp này")
      ->needs("--keys");
  verb->add_option("--facts", options->facts,
                   "Chữ in trên bằng: «số sổ vàng|họ tên|đơn vị|mã hình thức|số quyết định|NĂM-THÁNG-NGÀY»")
      ->needs("--keys");
  verb->callback([options, &context] {
    if (!options->keys.empty()) {
      const Status status =
          verify_offline({options->what, options->keys, options->proof, options->facts}, context);
      if (!status) report(context, status.error());
      return;
    }
    if (options->signatures_only) {
      if (const Status status = verify_signatures(*options, context); !status)
        report(context, status.error());
      return;
    }
    with_office(context, [&](dossier::Office& office, Diagnostics&) -> Status {
      return verify(*options, context, office);
    });
  });
}

}  // namespace sovang::cli
