#include "verify_signatures.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"

#include "command.h"

namespace sovang::cli {
namespace {

constexpr std::uint64_t largest_certificates = std::uint64_t{4} << 20U;

bool is_certificate_file(const std::filesystem::path& path) {
  const std::string extension = path.extension().string();
  return extension == ".pem" || extension == ".crt" || extension == ".cer" || extension == ".der";
}

Status add_file(pdf::TrustAnchors& anchors, const std::filesystem::path& path) {
  return anchors.add(SOVANG_TRY(named(files::read(path, largest_certificates))), path.string());
}

Status add_path(pdf::TrustAnchors& anchors, const std::filesystem::path& path) {
  if (!std::filesystem::is_directory(path)) return add_file(anchors, path);
  for (const std::filesystem::path& file : SOVANG_TRY(files::list_tree(path))) {
    if (is_certificate_file(file)) SOVANG_TRY(add_file(anchors, path / file));
  }
  return {};
}

std::string_view sentence(pdf::Trust trust) {
  switch (trust) {
    case pdf::Trust::trusted:
      return "chứng thư do nơi mà cơ quan tin cậy cấp";
    case pdf::Trust::no_anchors:
      return "chưa biết có tin được chứng thư không: cơ quan chưa nêu nơi cấp nào";
    case pdf::Trust::unknown_issuer:
      return "chứng thư không do nơi mà cơ quan tin cậy cấp";
    case pdf::Trust::expired:
      return "chứng thư nay đã hết hạn";
    case pdf::Trust::not_yet_valid:
      return "chứng thư chưa đến ngày có hiệu lực";
    case pdf::Trust::wrong_usage:
      return "chứng thư không được cấp để ký văn bản";
    case pdf::Trust::bad:
      return "chứng thư, hoặc chứng thư của nơi cấp, không hợp lệ";
  }
  return "";
}

std::string_view sentence(const pdf::Signature& signature) {
  switch (signature.integrity) {
    case pdf::Integrity::changed:
      return "ĐÃ BỊ THAY ĐỔI";
    case pdf::Integrity::broken:
      return "KHÔNG HỢP LỆ";
    case pdf::Integrity::unsupported:
      return "CHƯA KIỂM TRA ĐƯỢC";
    case pdf::Integrity::intact:
      return signature.holds() ? "CÒN NGUYÊN VẸN" : "KHÔNG CÒN ĐÁNG TIN";
  }
  return "";
}

}  // namespace

Result<pdf::TrustAnchors> trust_anchors(const std::vector<std::string>& named,
                                        const std::filesystem::path& data) {
  pdf::TrustAnchors anchors;
  for (const std::string& path : named)
    SOVANG_TRY(add_path(anchors, path));
  const std::filesystem::path own = data / "trust";
  if (named.empty() && std::filesystem::is_directory(own)) SOVANG_TRY(add_path(anchors, own));
  return anchors;
}

nlohmann::ordered_json signatures_json(const std::vector<pdf::Signature>& signatures) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const pdf::Signature& at : signatures) {
    nlohmann::ordered_json one{{"field", at.field},
                               {"holds", at.holds()},
                               {"integrity", to_string(at.integrity)},
                               {"words", sentence(at)},
                               {"trust", to_string(at.trust)},
                               {"trust_words", sentence(at.trust)},
                               {"later_changes", to_string(at.later)},
                               {"signer", at.certificate.name},
                               {"organisation", at.certificate.organisation},
                               {"issuer", at.certificate.issuer},
                               {"serial", at.certificate.serial},
                               {"time", nullptr},
                               {"algorithm", at.digest.empty() ? "" : at.certificate.key + ", " + at.digest},
                               {"weak", at.weak},
                               {"pades", at.pades},
                               {"certifies", at.certifies},
                               {"covers_file", at.covers_file},
                               {"covered_bytes", at.covered},
                               {"page", nullptr},
                               {"revocation", "unchecked"},
                               {"findings", at.findings}};
    if (!at.reason.empty()) one["reason"] = at.reason;
    if (at.claimed_time) one["time"] = local_text(*at.claimed_time);
    if (at.place) one["page"] = at.place->page + 1;
    out.push_back(std::move(one));
  }
  return out;
}

std::string signatures_text(const std::vector<pdf::Signature>& signatures) {
  if (signatures.empty()) return "Tệp không có chữ ký số.\n";
  std::string out;
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    const pdf::Signature& at = signatures[i];
    out += "Chữ ký số " + std::to_string(i + 1) + " (" + at.field + "): " + std::string(sentence(at)) + '\n';
    if (!at.certificate.name.empty()) {
      out += "- người ký: " + at.certificate.name;
      if (!at.certificate.organisation.empty() && at.certificate.organisation != at.certificate.name)
        out += ", " + at.certificate.organisation;
      out += "\n- " + std::string(sentence(at.trust)) +
             (at.trust == pdf::Trust::no_anchors ? ", hãy dùng --trust" : "") +
             " (nơi cấp: " + at.certificate.issuer + "; " + at.certificate.key +
             "; chưa hỏi được chứng thư có bị thu hồi không)\n";
    }
    if (at.claimed_time)
      out += "- thời gian ký, theo máy của người ký: " + local_text(*at.claimed_time) + '\n';
    if (at.holds()) {
      out += at.covers_file ? "- bao trùm toàn bộ tệp\n"
                            : "- bao trùm tệp lúc ký; sau đó chỉ có thêm chữ ký khác\n";
    }
    for (const std::string& finding : at.findings)
      out += "- " + finding + '\n';
  }
  return out;
}

}  // namespace sovang::cli
