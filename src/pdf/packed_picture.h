#pragma once

#include <string>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"
#include "sovang/document/drawing.h"

#include "object_file.h"
#include "packer.h"

namespace sovang::pdf {

/// PDF/A-1 knows no transparency (ISO 19005-1 §6.4): there, pictures are laid on white.
enum class Transparency : std::uint8_t { kept, on_white };

/// A picture as an XObject that fills the unit square; packed once for all files that show it.
struct PackedPicture {
  std::string entries;
  Bytes data;
  std::string mask_entries;  ///< of the soft mask; empty = the picture is opaque
  Bytes mask;
};

/// Drawings become form XObjects, JPEG files and the pixels of opaque PNG files are passed through as they
/// are.
[[nodiscard]] Result<PackedPicture> pack_picture(const document::Picture& picture, Transparency transparency,
                                                 Packer& packer);

/// Puts the objects into a file; `picture` must live until the file is saved.
ObjectRef put_picture(ObjectFile& file, const PackedPicture& picture);

}  // namespace sovang::pdf
