#include "sovang/pdf/writer.h"

#include <deque>
#include <mutex>
#include <utility>

#include "assembly.h"
#include "cache.h"
#include "content.h"

namespace sovang::pdf {

PdfFacts facts_of(const document::Document& document, Date date) {
  PdfFacts facts;
  facts.title = document.title;
  facts.subject = document.subject;
  facts.author = document.author;
  facts.keywords = document.keywords;
  facts.lang = document.lang == "vi" ? "vi-VN" : document.lang;
  facts.date = date;
  facts.attachments = document.attachments;
  return facts;
}

Result<Bytes> write_pdf(const layout::Pages& pages, const PdfFacts& facts, const PdfCache& cache) {
  const PackedDocument packed = SOVANG_TRY(pack_pages(pages, facts, cache.impl()));
  GlyphUse use;
  for (const PackedPage& page : packed.pages)
    use.insert(page.glyphs);
  const FontSet fonts = SOVANG_TRY(embed_fonts(use, Effort::quick, facts.profile, cache.impl()));
  return assemble(packed, fonts, facts, cache.impl());
}

struct BatchWriter::Impl {
  struct File {
    PackedDocument document;
    PdfFacts facts;
  };
  PdfCache::Impl& cache;
  std::mutex mutex;  ///< of what add() fills; whoever seals and writes is alone, or reads only
  std::deque<File> files;
  GlyphUse glyphs;
  bool needs_cid_set = false;
  FontSet fonts;
  bool sealed = false;

  explicit Impl(PdfCache::Impl& the_cache) : cache(the_cache) {}
};

BatchWriter::BatchWriter(const PdfCache& cache) : impl_(std::make_unique<Impl>(cache.impl())) {}
BatchWriter::~BatchWriter() = default;
BatchWriter::BatchWriter(BatchWriter&&) noexcept = default;
BatchWriter& BatchWriter::operator=(BatchWriter&&) noexcept = default;

Result<std::size_t> BatchWriter::add(const layout::Pages& pages, PdfFacts facts) {
  PackedDocument packed = SOVANG_TRY(pack_pages(pages, facts, impl_->cache));
  const std::lock_guard lock(impl_->mutex);
  SOVANG_EXPECT(!impl_->sealed);
  for (const PackedPage& page : packed.pages)
    impl_->glyphs.insert(page.glyphs);
  impl_->needs_cid_set = impl_->needs_cid_set || facts.profile == Profile::pdfa_1b;
  impl_->files.push_back({std::move(packed), std::move(facts)});
  return impl_->files.size() - 1;
}

Status BatchWriter::seal() {
  SOVANG_EXPECT(!impl_->sealed);
  // what PDF/A-1 needs harms no other
  const Profile profile = impl_->needs_cid_set ? Profile::pdfa_1b : Profile::plain;
  impl_->fonts = SOVANG_TRY(embed_fonts(impl_->glyphs, Effort::best, profile, impl_->cache));
  impl_->sealed = true;
  return {};
}

Result<Bytes> BatchWriter::write(std::size_t index) const {
  SOVANG_EXPECT(impl_->sealed && index < impl_->files.size());
  const Impl::File& file = impl_->files[index];
  return assemble(file.document, impl_->fonts, file.facts, impl_->cache);
}

}  // namespace sovang::pdf
