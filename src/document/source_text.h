#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/result.h"

namespace sovang::document {

/// A line and a column (code points, from 1) of some file.
struct Place {
  std::int32_t line = 0;
  std::int32_t column = 0;

  friend bool operator==(const Place&, const Place&) = default;
};

/// The bytes of a file that findings point into. Finding the place of a byte takes constant time.
class SourceText {
 public:
  SourceText(std::string file, std::string bytes);

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  /// The place of a byte, counted as sovang::place_of() does.
  [[nodiscard]] Place place(std::size_t offset) const;
  [[nodiscard]] SourceSpan span(std::size_t offset) const { return span(place(offset)); }
  [[nodiscard]] SourceSpan span(Place at) const { return {file_, at.line, at.column}; }

 private:
  void advance(Place& at, std::size_t from, std::size_t to) const;

  std::string file_;
  std::string bytes_;
  std::vector<Place> checkpoints_;  ///< the place of every 256th byte
};

}  // namespace sovang::document
