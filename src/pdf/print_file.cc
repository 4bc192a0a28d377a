#include <string>
#include <utility>
#include <vector>

#include "sovang/pdf/print.h"

#include "assembly.h"
#include "cache.h"
#include "imposition.h"

namespace sovang::pdf {
namespace {

/// ISO 32000-1 table 150.
std::string_view viewer_entries(Sides sides) {
  switch (sides) {
    case Sides::front:
      return "";
    case Sides::both_long_edge:
      return " /Duplex /DuplexFlipLongEdge";
    case Sides::both_short_edge:
      return " /Duplex /DuplexFlipShortEdge";
  }
  return "";
}

/// A blank side after a page: as large, and nothing on it.
PackedPage blank_after(const PackedPage& page, Packer& packer) {
  PackedPage blank;
  blank.width = page.width;
  blank.height = page.height;
  blank.content = packer.pack({});
  return blank;
}

}  // namespace

struct PrintFile::Impl {
  PdfCache::Impl& cache;
  PrintSetup setup;
  PackedDocument document;
  std::vector<bool> is_blank;
};

PrintFile::PrintFile(const PdfCache& cache, PrintSetup setup)
    : impl_(new Impl{cache.impl(), setup, {}, {}}) {}
PrintFile::~PrintFile() = default;
PrintFile::PrintFile(PrintFile&&) noexcept = default;
PrintFile& PrintFile::operator=(PrintFile&&) noexcept = default;

Status PrintFile::add(const layout::Pages& pages, std::string_view label) {
  PdfFacts facts;
  facts.profile = Profile::plain;
  facts.layers = impl_->setup.layers;
  PackedDocument packed = SOVANG_TRY(pack_pages(pages, facts, impl_->cache));
  if (impl_->setup.sides != Sides::front && packed.pages.size() % 2 != 0) {
    const PackerPool::Lease packer(impl_->cache.packers);
    packed.pages.push_back(blank_after(packed.pages.back(), *packer));
  }
  for (std::size_t i = 0; i < packed.pages.size(); ++i) {
    PackedPage& page = packed.pages[i];
    page.fields.clear();  // nobody signs a pile of paper for the printer
    page.label = label;   // a pile of papers, each numbered from 1: what they print says little
    if (!label.empty() && packed.pages.size() > 1) page.label += '-' + std::to_string(i + 1);
    impl_->is_blank.push_back(i >= pages.pages.size());
    impl_->document.pages.push_back(std::move(page));
  }
  return {};
}

Result<Bytes> PrintFile::finish(const PdfFacts& facts) {
  PdfFacts plain = facts;
  plain.profile = Profile::plain;
  plain.layers = impl_->setup.layers;
  plain.attachments.clear();
  PackedDocument& document = impl_->document;
  document.viewer_entries = viewer_entries(impl_->setup.sides);
  GlyphUse use;
  for (const PackedPage& page : document.pages)
    use.insert(page.glyphs);
  const FontSet fonts = SOVANG_TRY(embed_fonts(use, Effort::best, plain.profile, impl_->cache));
  if (!leaves_pages_alone(impl_->setup)) {
    std::vector<PageSlot> slots;
    for (std::size_t i = 0; i < document.pages.size(); ++i) {
      const PackedPage& page = document.pages[i];
      PageSlot& slot = slots.emplace_back();
      slot.size = {page.width, page.height};
      if (!impl_->is_blank[i]) slot.page = i;
    }
    document.sheets = impose(slots, impl_->setup);
  }
  return assemble(document, fonts, plain, impl_->cache);
}

}  // namespace sovang::pdf
