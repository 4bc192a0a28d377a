#include "cache.h"

#include <utility>

#include "sovang/base/hash.h"

namespace sovang::pdf {

PdfCache::PdfCache(const layout::FontBook& fonts) : impl_(std::make_unique<Impl>(fonts)) {}
PdfCache::~PdfCache() = default;
PdfCache::PdfCache(PdfCache&&) noexcept = default;
PdfCache& PdfCache::operator=(PdfCache&&) noexcept = default;

const Bytes& PdfCache::Impl::packed_profile() {
  std::call_once(profile_once_, [&] {
    const PackerPool::Lease packer(packers);
    profile_ = (*packer).pack(srgb_profile(), Effort::best);
  });
  return profile_;
}

Result<PackedPicturePtr> PdfCache::Impl::picture(const document::Picture& picture,
                                                 Transparency transparency) {
  const bool drawing = picture.drawing.has_value();
  const std::string key = picture.digest + (drawing || transparency == Transparency::kept ? "" : " on white");
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = pictures_.find(key); found != pictures_.end()) return found->second;
  }
  const PackerPool::Lease packer(packers);
  auto made = std::make_shared<const PackedPicture>(SOVANG_TRY(pack_picture(picture, transparency, *packer)));
  const std::lock_guard lock(mutex_);
  return pictures_.try_emplace(key, std::move(made)).first->second;
}

Result<PackedFormPtr> PdfCache::Impl::make_form(const layout::FormContent& form, document::Length page_height,
                                                PrintLayers layers) {
  Content content = SOVANG_TRY(form_content(form, page_height, layers, tools()));
  const PackerPool::Lease packer(packers);
  PackedForm made;
  made.packed = (*packer).pack(content.operators, Effort::best);
  made.digest = digest(HashKind::sha512, made.packed);
  made.glyphs = std::move(content.glyphs);
  made.pictures = std::move(content.pictures);
  return std::make_shared<const PackedForm>(std::move(made));
}

Result<PackedFormPtr> PdfCache::Impl::form(const layout::FormContent& form, document::Length page_height,
                                           PrintLayers layers) {
  if (form.key.empty()) return make_form(form, page_height, layers);
  std::string key = form.key;
  key += ' ';
  key += std::to_string(page_height.units);
  key += static_cast<char>('0' + static_cast<int>(layers));
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = forms_.find(key); found != forms_.end()) return found->second;
  }
  PackedFormPtr made = SOVANG_TRY(make_form(form, page_height, layers));
  const std::lock_guard lock(mutex_);
  return forms_.try_emplace(std::move(key), std::move(made)).first->second;
}

Result<EmbeddedFontPtr> PdfCache::Impl::font(layout::FaceId id, const GlyphSet& glyphs, Effort effort,
                                             WithCidSet with_cid_set) {
  KeptFont& slot = fonts_[(glyphs.hash() + static_cast<std::size_t>(id)) % fonts_.size()];
  const auto is_in_slot = [&] {
    return slot.font && slot.face == id && slot.effort == effort && slot.with_cid_set == with_cid_set &&
           slot.font->glyphs == glyphs;
  };
  {
    const std::lock_guard lock(mutex_);
    if (is_in_slot()) return slot.font;
  }
  const EmbeddableFace& face = *SOVANG_TRY(faces.face(id));
  const PackerPool::Lease packer(packers);
  auto made =
      std::make_shared<const EmbeddedFont>(SOVANG_TRY(embed(face, glyphs, *packer, effort, with_cid_set)));
  const std::lock_guard lock(mutex_);
  slot = {id, effort, with_cid_set, made};
  return made;
}

double PdfCache::packing_seconds() const {
  return std::chrono::duration<double>(impl_->packers.busy()).count();
}

}  // namespace sovang::pdf
