#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "sovang/pdf/writer.h"

#include "content.h"
#include "embedded_font.h"
#include "face_shelf.h"
#include "packed_picture.h"
#include "packer.h"
#include "qr_code.h"

namespace sovang::pdf {

/// The sRGB profile that the program carries (data/README.md).
[[nodiscard]] ByteView srgb_profile();

/// The shared part of pages as a form XObject, packed.
struct PackedForm {
  Bytes packed;
  Bytes digest;  ///< of `packed`, for the file's /ID
  GlyphUse glyphs;
  std::vector<document::PicturePtr> pictures;
};

/// Shared by the cache and by every file that is being written with it.
using PackedFormPtr = std::shared_ptr<const PackedForm>;
using PackedPicturePtr = std::shared_ptr<const PackedPicture>;

struct PdfCache::Impl {
  explicit Impl(const layout::FontBook& fonts) : faces(fonts) {}

  FaceShelf faces;
  QrCoder codes;
  PackerPool packers;

  [[nodiscard]] ContentTools tools() { return {faces, codes}; }
  [[nodiscard]] const Bytes& packed_profile();
  [[nodiscard]] Result<PackedPicturePtr> picture(const document::Picture& picture, Transparency transparency);
  /// Made once for each key, height and choice of layers; always made anew if the form has no key.
  [[nodiscard]] Result<PackedFormPtr> form(const layout::FormContent& form, document::Length page_height,
                                           PrintLayers layers);

  /// The subset of a face, made once for as long as it is among the last that were asked for: the
  /// certificates of a decision share their fixed lines, and so the glyphs of some faces.
  [[nodiscard]] Result<EmbeddedFontPtr> font(layout::FaceId id, const GlyphSet& glyphs, Effort effort,
                                             WithCidSet with_cid_set);

 private:
  /// A subset that was made, and what it was made with.
  struct KeptFont {
    layout::FaceId face{};
    Effort effort = Effort::quick;
    WithCidSet with_cid_set = WithCidSet::no;
    EmbeddedFontPtr font;
  };
  [[nodiscard]] Result<PackedFormPtr> make_form(const layout::FormContent& form, document::Length page_height,
                                                PrintLayers layers);

  std::once_flag profile_once_;
  Bytes profile_;
  std::mutex mutex_;  ///< guards the three maps; what they hold is made outside of it
  std::unordered_map<std::string, PackedPicturePtr> pictures_;
  std::unordered_map<std::string, PackedFormPtr> forms_;
  std::array<KeptFont, 256> fonts_{};  ///< by hash; about 7 kB each
};

}  // namespace sovang::pdf
