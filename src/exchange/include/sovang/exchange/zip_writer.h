#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/base/date.h"
#include "sovang/base/result.h"

namespace sovang::exchange {

/// A file of a ZIP, by its path with "/" (letters of any script).
struct ZipFile {
  std::string path;
  ByteView bytes;
};

/// Packs the files in their order. Every entry bears `date`, so the same files give the same bytes. Refuses
/// paths that would leave the folder of whoever unpacks it, and two files of one path.
[[nodiscard]] Result<Bytes> write_zip(std::span<const ZipFile> files, Date date);

}  // namespace sovang::exchange
