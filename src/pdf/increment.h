#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::pdf {

/// An object as an increment writes it.
struct WrittenObject {
  std::uint32_t number = 0;
  int generation = 0;
  Bytes body;  ///< what stands between "obj" and "endobj"
};

/// The end of a file: where its newest cross-reference section is, and of what kind. An increment has to go
/// on with the same kind (ISO 32000-1 §7.5.8.4).
struct FileEnd {
  std::uint64_t xref_offset = 0;
  bool xref_is_stream = false;
};

/// Reads the last `startxref`. Fails unless it leads to a cross-reference section.
[[nodiscard]] Result<FileEnd> read_file_end(ByteView pdf);

/// An incremental update, not yet signed: the whole file with its new part.
struct Increment {
  Bytes file;
  std::vector<std::size_t> offsets;  ///< of the bodies, in the order of `objects`
};

/// Puts the objects behind the file. `trailer` holds /Root, /Info and /ID; `size` is one more than the
/// highest object number.
[[nodiscard]] Increment append_increment(ByteView pdf, const FileEnd& end,
                                         const std::vector<WrittenObject>& objects, std::uint32_t size,
                                         const std::string& trailer);

}  // namespace sovang::pdf
