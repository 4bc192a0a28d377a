#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "sovang/base/result.h"
#include "sovang/document/tree.h"

namespace sovang::pdf {

/// A QR code (ISO/IEC 18004) without the white around it.
struct QrCode {
  int width = 0;                      ///< modules on each side
  std::vector<std::uint8_t> modules;  ///< row by row; 1 = dark
};

/// Makes QR codes with libqrencode. Thread-safe.
///
/// Four fifths of libqrencode's time go into trying the eight masks that a code may have. They are the same
/// for all codes of a size, so those of short texts in capitals and digits, which every certificate bears,
/// are learned once and judged 64 modules at a time. The codes come out as libqrencode alone makes them.
class QrCoder {
 public:
  /// The code of a text, with the mask that ISO/IEC 18004 §7.8.3 asks for: the one with the fewest features
  /// that mislead a scanner. Fails if the text is longer than a code can hold (TPL-17).
  [[nodiscard]] Result<QrCode> encode(const std::string& text, document::Qr::Correction correction);

 private:
  static constexpr std::size_t widest = 61;  ///< of version 11: a row fits a word
  using Rows = std::array<std::uint64_t, widest>;
  using Masks = std::array<Rows, 8>;  ///< what each mask changes in a code with the first one

  [[nodiscard]] bool encode_quickly(const std::string& text, int level, QrCode& out);
  [[nodiscard]] const Masks* masks_of(int version, int level);
  [[nodiscard]] static std::uint64_t penalty(const Rows& rows, int width);

  std::mutex mutex_;
  std::map<std::pair<int, int>, Masks> masks_;  ///< by version and level
};

}  // namespace sovang::pdf
