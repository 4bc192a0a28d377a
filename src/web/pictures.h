#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::web {

/// Pages of kept PDFs as pictures and as text, made by poppler in limited child processes (SEC-22) and kept
/// below a folder by the file's SHA-256: a page is drawn once. For several threads, two pages at a time.
/// Whoever asks has been checked before.
class Pictures {
 public:
  explicit Pictures(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Page `page` (from 1) as PNG. Code `not_found` if there is no such page.
  [[nodiscard]] Result<Bytes> png(ByteView pdf, std::string_view sha256, int page) const;
  /// The text of a page, UTF-8.
  [[nodiscard]] Result<std::string> text(ByteView pdf, std::string_view sha256, int page) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace sovang::web
