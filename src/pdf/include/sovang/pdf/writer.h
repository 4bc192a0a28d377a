#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/date.h"
#include "sovang/base/result.h"
#include "sovang/document/tree.h"
#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"

namespace sovang::pdf {

/// What the file claims to be. 3a is what the product issues: tagged, and PDF/UA-1 at the same time; it needs
/// pages with a structure, as layout makes them. 3b is what pages without one can be. 1b and 2b are written
/// without attachments, for archives that want them; PDFBox Preflight checks the 1b twin.
enum class Profile : std::uint8_t { plain, pdfa_1b, pdfa_2b, pdfa_3b, pdfa_3a };

/// Which layers are printed: everything, or one of the two of an overprint (template-language §12).
enum class PrintLayers : std::uint8_t { all, form, data };

/// What the file says of itself besides its pages. All of it comes from the data, so that the same data gives
/// the same bytes.
struct PdfFacts {
  std::string title;
  std::string subject;
  std::string author;
  std::string keywords;
  std::string lang = "vi-VN";
  Date date;                       ///< of the document; written as midnight, +07:00
  std::string template_digest{};   ///< of the template, goes into the metadata
  std::string template_version{};  ///< "quyet-dinh 1.0.0", told beside the digest
  Profile profile = Profile::pdfa_3b;
  PrintLayers layers = PrintLayers::all;
  std::vector<document::Attachment> attachments;
};

/// The facts that a document says of itself, for a file dated `date`.
[[nodiscard]] PdfFacts facts_of(const document::Document& document, Date date);

/// What is the same in many files and is packed once: ICC profile, form XObjects, pictures. Thread-safe.
class PdfCache {
 public:
  explicit PdfCache(const layout::FontBook& fonts);
  ~PdfCache();
  PdfCache(PdfCache&&) noexcept;
  PdfCache& operator=(PdfCache&&) noexcept;

  /// Time spent deflating with this cache so far, in seconds: a share that benchmarks print.
  [[nodiscard]] double packing_seconds() const;

  struct Impl;
  [[nodiscard]] Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// Writes one file with font subsets of exactly the glyphs it uses: the smallest form, for the archive.
/// The same pages and facts give the same bytes on every machine. Fails on a glyph 0 (FNT-02) or a QR value
/// that is too long.
[[nodiscard]] Result<Bytes> write_pdf(const layout::Pages& pages, const PdfFacts& facts,
                                      const PdfCache& cache);

/// Writes many files that share one font subset (blueprint §4, batch mode): add all, then seal, then write
/// each. add() and write() may be called from many threads at once; the bytes of a file do not depend on
/// their number, nor on the order of the files. Of a file that waits, 6 kB are kept and its data.
class BatchWriter {
 public:
  explicit BatchWriter(const PdfCache& cache);
  ~BatchWriter();
  BatchWriter(BatchWriter&&) noexcept;
  BatchWriter& operator=(BatchWriter&&) noexcept;

  /// Packs a file's pages; the answer is its index. Fails as write_pdf() does.
  [[nodiscard]] Result<std::size_t> add(const layout::Pages& pages, PdfFacts facts);
  /// Packs the fonts of everything that was added. Nothing may be added afterwards.
  [[nodiscard]] Status seal();
  /// The bytes of file `index`. Requires seal().
  [[nodiscard]] Result<Bytes> write(std::size_t index) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::pdf
