#include "sovang/pdf/inspect.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "bomb_guard.h"
#include "qpdf_reader.h"

namespace sovang::pdf {
namespace {

constexpr std::size_t largest_file = 256U << 20U;

/// The value of an XMP property that is written as an element or as an attribute.
std::string xmp_value(std::string_view xmp, std::string_view name) {
  const std::string element = "<" + std::string(name) + ">";
  const std::string attribute = std::string(name) + "=\"";
  for (const auto& [start, end] : {std::pair<std::string_view, char>{element, '<'}, {attribute, '"'}}) {
    const std::size_t at = xmp.find(start);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = xmp.substr(at + start.size());
    return std::string(rest.substr(0, std::min(rest.find(end), rest.size())));
  }
  return {};
}

std::string claim_in(std::string_view xmp) {
  const std::string part = xmp_value(xmp, "pdfaid:part");
  std::string conformance = xmp_value(xmp, "pdfaid:conformance");
  std::transform(conformance.begin(), conformance.end(), conformance.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return part.empty() ? std::string() : "PDF/A-" + part + conformance;
}

Result<PdfSummary> summary_of(QpdfFindings found) {
  switch (found.outcome) {
    case QpdfFindings::Outcome::read:
      break;
    case QpdfFindings::Outcome::encrypted:
      return fail(ErrorCode::unsupported, "tệp PDF đặt mật khẩu: hãy bỏ mật khẩu rồi thử lại");
    case QpdfFindings::Outcome::bad_attachment:
      return fail(ErrorCode::corrupt, "tệp đính kèm “" + found.detail + "” trong PDF hỏng hoặc quá lớn");
    case QpdfFindings::Outcome::damaged:
      return fail(ErrorCode::corrupt, "tệp PDF hỏng, không đọc được (" + found.detail + ")");
  }
  PdfSummary summary;
  summary.version = std::move(found.version);
  summary.title = std::move(found.title);
  summary.claim = claim_in(found.xmp);
  summary.pages = found.pages;
  summary.fonts = std::move(found.fonts);
  for (QpdfFindings::File& file : found.files)
    summary.attachments.push_back(
        {std::move(file.name), std::move(file.relationship), std::move(file.bytes)});
  return summary;
}

}  // namespace

Result<PdfSummary> inspect_pdf(ByteView bytes) {
  if (bytes.size() > largest_file) {
    return fail(ErrorCode::invalid_input, "tệp PDF lớn hơn 256 MiB: không đọc", {}, "LIM-02");
  }
  if (bytes.substr(0, 1024).find("%PDF-") == ByteView::npos) {
    return fail(ErrorCode::invalid_input, "tệp không phải là PDF");
  }
  SOVANG_TRY(refuse_bombs(bytes));
  return summary_of(read_with_qpdf(bytes));
}

}  // namespace sovang::pdf
