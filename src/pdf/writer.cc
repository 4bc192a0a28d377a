#include "sovang/pdf/writer.h"

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
    layout::Pages pages;
    PdfFacts facts;
  };
  PdfCache::Impl& cache;
  std::vector<File> files;
  FontSet fonts;
  bool sealed = false;
};

BatchWriter::BatchWriter(const PdfCache& cache) : impl_(new Impl{cache.impl(), {}, {}, false}) {}
BatchWriter::~BatchWriter() = default;
BatchWriter::BatchWriter(BatchWriter&&) noexcept = default;
BatchWriter& BatchWriter::operator=(BatchWriter&&) noexcept = default;

std::size_t BatchWriter::add(layout::Pages pages, PdfFacts facts) {
  SOVANG_EXPECT(!impl_->sealed);
  impl_->files.push_back({std::move(pages), std::move(facts)});
  return impl_->files.size() - 1;
}

Status BatchWriter::seal() {
  SOVANG_EXPECT(!impl_->sealed);
  GlyphUse use;
  Profile profile = Profile::plain;
  for (const Impl::File& file : impl_->files) {
    SOVANG_TRY(collect_glyphs(file.pages, file.facts.layers, impl_->cache.faces, use));
    if (file.facts.profile == Profile::pdfa_1b) profile = Profile::pdfa_1b;  // what it needs harms no other
  }
  impl_->fonts = SOVANG_TRY(embed_fonts(use, Effort::best, profile, impl_->cache));
  impl_->sealed = true;
  return {};
}

Result<Bytes> BatchWriter::write(std::size_t index) const {
  SOVANG_EXPECT(impl_->sealed && index < impl_->files.size());
  const Impl::File& file = impl_->files[index];
  const PackedDocument packed = SOVANG_TRY(pack_pages(file.pages, file.facts, impl_->cache));
  return assemble(packed, impl_->fonts, file.facts, impl_->cache);
}

}  // namespace sovang::pdf
