#include "sovang/pdf/inspect.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string_view>

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include "bomb_guard.h"

namespace sovang::pdf {
namespace {

constexpr std::size_t largest_file = 256U << 20U;
constexpr std::size_t largest_stream = 256U << 20U;
constexpr std::size_t largest_metadata = 4U << 20U;

/// Keeps what a stream unpacks to, up to a limit.
class BoundedBytes : public Pipeline {
 public:
  explicit BoundedBytes(std::size_t limit) : Pipeline("bounded", nullptr), limit_(limit) {}

  void write(unsigned char const* data, size_t size) override {
    if (size > limit_ - bytes_.size()) {
      over_ = true;
      throw std::length_error("stream is larger than the limit");  // ends in qpdf, which gives up the stream
    }
    bytes_.append(reinterpret_cast<const char*>(data), size);
  }
  void finish() override {}

  [[nodiscard]] bool over() const { return over_; }
  [[nodiscard]] Bytes take() { return std::move(bytes_); }

 private:
  std::size_t limit_;
  bool over_ = false;
  Bytes bytes_;
};

/// The unpacked data; nothing if it is damaged or larger than `limit`.
std::optional<Bytes> data_of(QPDFObjectHandle stream, std::size_t limit) {
  BoundedBytes sink(limit);
  if (!stream.pipeStreamData(&sink, 0, qpdf_dl_generalized, true) || sink.over()) return std::nullopt;
  return sink.take();
}

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

std::string claim_of(QPDF& pdf) {
  QPDFObjectHandle metadata = pdf.getRoot().getKey("/Metadata");
  if (!metadata.isStream()) return {};
  const std::optional<Bytes> xmp = data_of(metadata, largest_metadata);
  if (!xmp) return {};
  const std::string part = xmp_value(*xmp, "pdfaid:part");
  std::string conformance = xmp_value(*xmp, "pdfaid:conformance");
  std::transform(conformance.begin(), conformance.end(), conformance.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return part.empty() ? std::string() : "PDF/A-" + part + conformance;
}

std::string title_of(QPDF& pdf) {
  QPDFObjectHandle info = pdf.getTrailer().getKey("/Info");
  if (!info.isDictionary() || !info.getKey("/Title").isString()) return {};
  return info.getKey("/Title").getUTF8Value();
}

/// Names of fonts, without the descendants of composite ones, each once and sorted.
std::vector<std::string> fonts_of(QPDF& pdf) {
  std::vector<std::string> names;
  for (QPDFObjectHandle object : pdf.getAllObjects()) {
    if (!object.isDictionaryOfType("/Font") || !object.getKey("/BaseFont").isName()) continue;
    QPDFObjectHandle subtype = object.getKey("/Subtype");
    if (subtype.isName() && subtype.getName().rfind("/CIDFontType", 0) == 0) continue;
    names.push_back(object.getKey("/BaseFont").getName().substr(1));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<std::vector<EmbeddedFile>> attachments_of(QPDF& pdf) {
  std::vector<EmbeddedFile> files;
  std::size_t room = largest_stream;
  QPDFEmbeddedFileDocumentHelper helper(pdf);
  for (const auto& [key, spec] : helper.getEmbeddedFiles()) {
    EmbeddedFile file;
    file.name = spec->getFilename();
    QPDFObjectHandle relationship = spec->getObjectHandle().getKey("/AFRelationship");
    if (relationship.isName()) file.relationship = relationship.getName().substr(1);
    QPDFObjectHandle stream = spec->getEmbeddedFileStream();
    std::optional<Bytes> bytes = stream.isStream() ? data_of(stream, room) : std::nullopt;
    if (!bytes)
      return fail(ErrorCode::corrupt, "tệp đính kèm “" + file.name + "” trong PDF hỏng hoặc quá lớn");
    room -= bytes->size();
    file.bytes = std::move(*bytes);
    files.push_back(std::move(file));
  }
  return files;
}

Result<PdfSummary> summary_of(QPDF& pdf) {
  PdfSummary summary;
  summary.version = pdf.getPDFVersion();
  summary.pages = pdf.getAllPages().size();
  summary.title = title_of(pdf);
  summary.claim = claim_of(pdf);
  summary.fonts = fonts_of(pdf);
  summary.attachments = SOVANG_TRY(attachments_of(pdf));
  if (pdf.anyWarnings()) return fail(ErrorCode::corrupt, "tệp PDF hỏng: cấu trúc bên trong không nhất quán");
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
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.setAttemptRecovery(false);
    pdf.processMemoryFile("pdf", bytes.data(), bytes.size());
    if (pdf.isEncrypted())
      return fail(ErrorCode::unsupported, "tệp PDF đặt mật khẩu: hãy bỏ mật khẩu rồi thử lại");
    return summary_of(pdf);
  } catch (const std::exception& error) {
    return fail(ErrorCode::corrupt, std::string("tệp PDF hỏng, không đọc được (") + error.what() + ")");
  }
}

}  // namespace sovang::pdf
