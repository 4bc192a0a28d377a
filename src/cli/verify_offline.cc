#include "verify_offline.h"

#include <iostream>
#include <vector>

#include "sovang/archive/proof.h"
#include "sovang/base/files.h"

#include "command.h"

namespace sovang::cli {
namespace {

constexpr std::uint64_t max_list = 1U << 20U;

Result<archive::CertificateFacts> facts_from(std::string_view text) {
  std::vector<std::string> fields(1);
  for (const char c : text) {
    if (c == '|') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  constexpr std::size_t count = 6;
  const auto date = fields.size() == count ? Date::from_iso(fields[5]) : std::nullopt;
  if (!date) {
    return fail(
        ErrorCode::invalid_input,
        "xin ghi --facts theo mẫu «số sổ vàng|họ tên|đơn vị|mã hình thức|số quyết định|NĂM-THÁNG-NGÀY»");
  }
  return archive::CertificateFacts{fields[0], fields[1], fields[2], fields[3], fields[4], *date};
}

Status check_code(const OfflineCheck& check, const archive::PublishedKeys& keys) {
  const archive::CertificateCode code = SOVANG_TRY(archive::read_code(check.what, keys));
  if (!check.facts.empty()) {
    const archive::CertificateFacts facts = SOVANG_TRY(facts_from(check.facts));
    SOVANG_TRY(archive::compare(code, facts));
  }
  std::cout << "CHỮ KÝ ĐÚNG CỦA CƠ QUAN\n- quyết định ngày " << code.issued.iso() << '\n';
  std::cout << (check.facts.empty() ? "- chưa so với chữ in trên bằng; xin thêm --facts\n"
                                    : "- khớp với chữ in trên bằng\n");
  std::cout << "- văn bản còn hiệu lực hay đã thu hồi: chỉ kho lưu trữ trả lời được\n";
  return {};
}

Status check_paper(const OfflineCheck& check, const archive::PublishedKeys& keys) {
  constexpr std::uint64_t max_proof = std::uint64_t{64} << 20U;
  const Bytes paper = SOVANG_TRY(named(files::read(check.what)));
  const Bytes text = SOVANG_TRY(named(files::read(check.proof, max_proof)));
  const archive::PaperProof proof = SOVANG_TRY(archive::read_proof(text));
  const archive::ProvenPaper proven = SOVANG_TRY(archive::check(proof, paper, keys));
  std::cout << "BẰNG CHỨNG ĐỨNG VỮNG\n- là «" << proof.file << "» của quyết định " << proven.decision
            << " ngày " << proven.issued << " (phiên bản " << proven.version << ", " << proven.state
            << ")\n- mục " << proven.log_index + 1 << " trên " << proven.checkpoint.size << " của nhật ký "
            << proven.checkpoint.origin << ", điểm chốt đã ký khớp\n";
  if (!proven.certificate.empty()) std::cout << "- bằng: " << proven.certificate << '\n';
  std::cout << "- tình trạng sau ngày làm bằng chứng: xin hỏi kho lưu trữ\n";
  return {};
}

}  // namespace

Status verify_offline(const OfflineCheck& check, Context& context) {
  const Bytes list = SOVANG_TRY(named(files::read(check.keys, max_list)));
  const archive::PublishedKeys keys = SOVANG_TRY(archive::PublishedKeys::read(list));
  const Status status = check.proof.empty() ? check_code(check, keys) : check_paper(check, keys);
  if (status || status.error().code != ErrorCode::forbidden) return status;
  std::cout << "KHÔNG ĐỨNG VỮNG\n- " << status.error().message << '\n';
  context.exit_status = 1;
  return {};
}

}  // namespace sovang::cli
