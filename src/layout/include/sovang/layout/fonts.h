#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/layout/pages.h"

namespace sovang::layout {

/// Facts of a face in font units (y up), read from its own tables.
struct FaceMetrics {
  std::int32_t units_per_em = 1000;
  std::int32_t ascent = 0;    ///< hhea
  std::int32_t descent = 0;   ///< hhea, negative
  std::int32_t line_gap = 0;  ///< hhea
  std::int32_t cap_height = 0;
  std::int32_t x_height = 0;
  std::int32_t typographic_ascent = 0;   ///< OS/2
  std::int32_t typographic_descent = 0;  ///< OS/2, negative
  std::array<std::int32_t, 4> bounds{};  ///< head: xMin yMin xMax yMax
  double italic_angle = 0;               ///< degrees, post
  bool fixed_pitch = false;
};

/// One face as the rooms above see it.
struct Face {
  std::string postscript_name;  ///< "LiberationSerif-Bold"
  std::string family;           ///< "Liberation Serif"
  bool bold = false;
  bool italic = false;
  FaceMetrics metrics;
  std::shared_ptr<const Bytes> file;  ///< the whole font file
};

/// The faces that documents may use: those of `fonts/` and of `fonts/local/`, found by the table
/// fonts/faces.tsv, never by a look-up of the system. Immutable and shared by threads after loading; shaping
/// is cached inside, by face and text.
class FontBook {
 public:
  FontBook(FontBook&&) noexcept;
  FontBook& operator=(FontBook&&) noexcept;
  ~FontBook();

  /// Reads the table and the faces of `folder`. A face that lacks one of the 134 Vietnamese letters although
  /// a family begins with it, or that may not be embedded (OS/2 fsType), is a finding (FNT-01, FNT-03).
  [[nodiscard]] static Result<FontBook> load(const std::filesystem::path& folder, Diagnostics& diagnostics);

  /// The face for what a template names ("Times New Roman" is mapped to what is here); nothing if the family
  /// is unknown.
  [[nodiscard]] std::optional<FaceId> find(std::string_view family, bool bold, bool italic) const;
  /// All faces of a family in the order of the table's rows: a letter that the first lacks is looked for in
  /// the next. Empty if the family is unknown.
  [[nodiscard]] std::span<const FaceId> faces(std::string_view family, bool bold, bool italic) const;
  [[nodiscard]] const Face& face(FaceId id) const;
  [[nodiscard]] std::size_t face_count() const;

  /// Shapes NFC text (no line breaks in it). Glyph 0 in the answer means that the face lacks a character.
  /// Thread-safe.
  [[nodiscard]] ShapedTextPtr shape(FaceId face, std::string_view text) const;

  struct Impl;

 private:
  explicit FontBook(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::layout
