#include "qpdf_reader.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFEmbeddedFileDocumentHelper.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace sovang::pdf {
namespace {

constexpr std::size_t largest_attachments = std::size_t{256} << 20U;
constexpr std::size_t largest_metadata = std::size_t{4} << 20U;

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
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::size_t limit_;
  bool over_ = false;
  std::string bytes_;
};

/// The unpacked data; nothing if it is damaged or larger than `limit`.
std::optional<std::string> data_of(QPDFObjectHandle stream, std::size_t limit) {
  BoundedBytes sink(limit);
  if (!stream.pipeStreamData(&sink, 0, qpdf_dl_generalized, true) || sink.over()) return std::nullopt;
  return sink.take();
}

std::string xmp_of(QPDF& pdf) {
  QPDFObjectHandle metadata = pdf.getRoot().getKey("/Metadata");
  if (!metadata.isStream()) return {};
  return data_of(metadata, largest_metadata).value_or(std::string());
}

std::string title_of(QPDF& pdf) {
  QPDFObjectHandle info = pdf.getTrailer().getKey("/Info");
  if (!info.isDictionary() || !info.getKey("/Title").isString()) return {};
  return info.getKey("/Title").getUTF8Value();
}

/// Names of fonts, without the descendants of composite ones.
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

/// False if one is damaged or all are too large; then `detail` is its name.
bool read_files(QPDF& pdf, QpdfFindings& found) {
  std::size_t room = largest_attachments;
  QPDFEmbeddedFileDocumentHelper helper(pdf);
  for (const auto& [key, spec] : helper.getEmbeddedFiles()) {
    QpdfFindings::File file;
    file.name = spec->getFilename();
    QPDFObjectHandle relationship = spec->getObjectHandle().getKey("/AFRelationship");
    if (relationship.isName()) file.relationship = relationship.getName().substr(1);
    QPDFObjectHandle stream = spec->getEmbeddedFileStream();
    std::optional<std::string> bytes = stream.isStream() ? data_of(stream, room) : std::nullopt;
    if (!bytes) {
      found.detail = file.name;
      return false;
    }
    room -= bytes->size();
    file.bytes = std::move(*bytes);
    found.files.push_back(std::move(file));
  }
  return true;
}

QpdfFindings read(QPDF& pdf) {
  QpdfFindings found;
  if (pdf.isEncrypted()) {
    found.outcome = QpdfFindings::Outcome::encrypted;
    return found;
  }
  found.version = pdf.getPDFVersion();
  found.pages = pdf.getAllPages().size();
  found.title = title_of(pdf);
  found.xmp = xmp_of(pdf);
  found.fonts = fonts_of(pdf);
  found.outcome =
      read_files(pdf, found) ? QpdfFindings::Outcome::read : QpdfFindings::Outcome::bad_attachment;
  if (found.outcome == QpdfFindings::Outcome::read && pdf.anyWarnings()) {
    found.outcome = QpdfFindings::Outcome::damaged;
    found.detail = "inconsistent structure";
  }
  return found;
}

}  // namespace

QpdfFindings read_with_qpdf(std::string_view bytes) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.setAttemptRecovery(false);
    pdf.processMemoryFile("pdf", bytes.data(), bytes.size());
    return read(pdf);
  } catch (const std::exception& error) {
    QpdfFindings found;
    found.detail = error.what();
    return found;
  }
}

}  // namespace sovang::pdf
