#include "qr_code.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <qrencode.h>

/// One code with the mask that is named, 0 to 7. libqrencode exports it (Debian lists it among the symbols of
/// libqrencode4 since 3.2.0), but its header does not tell of it; QrMask.IsTheOneThatTheLibraryChooses holds
/// both together.
extern "C" QRcode* QRcode_encodeMask(QRinput* input, int mask);

namespace sovang::pdf {
namespace {

struct Free {
  void operator()(QRcode* code) const { QRcode_free(code); }
  void operator()(QRinput* input) const { QRinput_free(input); }
};
using CodePtr = std::unique_ptr<QRcode, Free>;
using InputPtr = std::unique_ptr<QRinput, Free>;

QRecLevel level_of(document::Qr::Correction correction) {
  switch (correction) {
    case document::Qr::Correction::low:
      return QR_ECLEVEL_L;
    case document::Qr::Correction::medium:
      return QR_ECLEVEL_M;
    case document::Qr::Correction::quartile:
      return QR_ECLEVEL_Q;
    case document::Qr::Correction::high:
      return QR_ECLEVEL_H;
  }
  return QR_ECLEVEL_M;
}

/// What the alphanumeric mode holds without a switch to another: its 45 characters, and no long number, which
/// would be shorter in the mode of numbers.
bool is_one_alphanumeric_piece(std::string_view text) {
  constexpr std::string_view others = "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  constexpr std::size_t longest_number = 6;
  std::size_t digits = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    digits = digit ? digits + 1 : 0;
    if (digits > longest_number || (!digit && others.find(c) == std::string_view::npos)) return false;
  }
  return !text.empty();
}

CodePtr masked(const std::string& text, int version, int level, int mask) {
  const InputPtr input(QRinput_new2(version, static_cast<QRecLevel>(level)));
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (!input || QRinput_append(input.get(), QR_MODE_AN, static_cast<int>(text.size()), bytes) != 0)
    return nullptr;
  return CodePtr(QRcode_encodeMask(input.get(), mask));
}

std::uint64_t count(std::uint64_t modules) {
  return static_cast<std::uint64_t>(std::popcount(modules));
}

/// For a run of n ≥ 5 equal modules, `fives` has n - 4 neighbouring bits: n - 2 points (ISO/IEC 18004 table
/// 11).
std::uint64_t points_of_runs(std::uint64_t fives, std::uint64_t before) {
  return count(fives) + 2 * count(fives & ~before);
}

/// The modules that equal the `steps` below them.
std::uint64_t same_down(const std::uint64_t* row, int steps) {
  std::uint64_t same = ~std::uint64_t{0};
  for (int i = 0; i < steps; ++i)
    same &= ~(row[i] ^ row[i + 1]);
  return same;
}

/// The modules with which something begins that looks like a part of a finder: dark and light in the ratio
/// 1 : 1 : 3 : 1 : 1, each part exactly as long, with four lengths of light before it or behind it.
/// `dark(k)` tells which modules are followed by a dark one k steps on; beyond the edge all is light.
template <int length, class Dark>
std::uint64_t finders(Dark dark) {
  std::uint64_t found = ~std::uint64_t{0};
  for (int k = 2 * length; found != 0 && k < 5 * length; ++k)
    found &= dark(k);  // the rarest first
  if (found == 0) return 0;
  for (int k = 0; k < length; ++k)
    found &= dark(k) & ~dark(length + k) & ~dark(5 * length + k) & dark(6 * length + k);
  if (found == 0) return 0;
  std::uint64_t before = 0;
  std::uint64_t behind = 0;
  for (int k = 1; k <= 4 * length; ++k) {
    before |= dark(-k);
    behind |= dark(7 * length + k - 1);
  }
  return found & ((~before & ~dark(7 * length)) | (~behind & ~dark(-1)));
}
constexpr std::size_t look_back = std::size_t{4} * 3;
constexpr std::size_t look_ahead = std::size_t{11} * 3;

template <int length>
std::uint64_t count_finders(const std::uint64_t* row) {
  return count(finders<length>([&](int k) { return k < 0 ? *row << -k : *row >> k; })) +
         count(finders<length>([&](int k) { return row[k]; }));
}

std::uint64_t points_of_finders(const std::uint64_t* row) {
  return 40 * (count_finders<1>(row) + count_finders<2>(row) + count_finders<3>(row));
}

/// The row `y` of a code, module x in bit x.
std::uint64_t row_of(const QRcode& code, std::size_t y) {
  const auto width = static_cast<std::size_t>(code.width);
  std::uint64_t row = 0;
  for (std::size_t x = 0; x < width; ++x)
    row |= std::uint64_t{code.data[y * width + x] & 1U} << x;
  return row;
}

}  // namespace

Result<QrCode> QrCoder::encode(const std::string& text, document::Qr::Correction correction) {
  if (text.find('\0') != std::string::npos) {
    return fail(ErrorCode::invalid_input, "nội dung mã QR có ký tự rỗng (U+0000): hãy sửa dữ liệu", {},
                "TPL-17");
  }
  QrCode out;
  if (is_one_alphanumeric_piece(text) && encode_quickly(text, level_of(correction), out)) return out;
  errno = 0;
  const CodePtr code(QRcode_encodeString(text.c_str(), 0, level_of(correction), QR_MODE_8, 1));
  if (!code) {
    const bool too_long = errno == ERANGE;
    return fail(too_long ? ErrorCode::findings : ErrorCode::invalid_input,
                too_long ? "nội dung mã QR dài " + std::to_string(text.size()) +
                               " byte, quá sức chứa của một mã: rút ngắn nội dung hoặc giảm mức sửa lỗi"
                         : std::string("không tạo được mã QR từ nội dung đã cho"),
                {}, "TPL-17");
  }
  out.width = code->width;
  const std::size_t count = static_cast<std::size_t>(code->width) * static_cast<std::size_t>(code->width);
  out.modules.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    out.modules.push_back(code->data[i] & 1U);
  return out;
}

bool QrCoder::encode_quickly(const std::string& text, int level, QrCode& out) {
  const CodePtr code = masked(text, 0, level, 0);
  if (!code || static_cast<std::size_t>(code->width) > widest) return false;
  const Masks* masks = masks_of(code->version, level);
  if (masks == nullptr) return false;
  const auto width = static_cast<std::size_t>(code->width);
  Rows plain{};
  for (std::size_t y = 0; y < width; ++y)
    plain[y] = row_of(*code, y);
  Rows best{};
  std::uint64_t fewest = ~std::uint64_t{0};
  for (const Rows& mask : *masks) {
    Rows rows{};
    for (std::size_t y = 0; y < width; ++y)
      rows[y] = plain[y] ^ mask[y];
    const std::uint64_t points = penalty(rows, code->width);
    if (points >= fewest) continue;
    fewest = points;
    best = rows;
  }
  out.width = code->width;
  out.modules.reserve(width * width);
  for (std::size_t y = 0; y < width; ++y) {
    for (std::size_t x = 0; x < width; ++x)
      out.modules.push_back(static_cast<std::uint8_t>(best[y] >> x & 1U));
  }
  return true;
}

/// Masks change the same modules in all codes of a version and level, those that tell the mask included.
const QrCoder::Masks* QrCoder::masks_of(int version, int level) {
  const std::lock_guard lock(mutex_);
  if (const auto found = masks_.find({version, level}); found != masks_.end()) return &found->second;
  Masks masks{};
  for (int mask = 0; mask < 8; ++mask) {
    const CodePtr code = masked("0", version, level, mask);
    if (!code || code->version != version) return nullptr;
    for (std::size_t y = 0; y < static_cast<std::size_t>(code->width); ++y)
      masks[static_cast<std::size_t>(mask)][y] = row_of(*code, y);
  }
  for (std::size_t mask = masks.size(); mask-- > 0;) {
    for (std::size_t y = 0; y < widest; ++y)
      masks[mask][y] ^= masks[0][y];
  }
  return &masks_.emplace(std::pair(version, level), masks).first->second;
}

/// ISO/IEC 18004 §7.8.3.1: points for long runs, blocks, what looks like a finder, and an uneven balance.
std::uint64_t QrCoder::penalty(const Rows& rows, int width) {
  const auto size = static_cast<std::size_t>(width);
  const std::uint64_t pairs = (std::uint64_t{1} << (size - 1)) - 1;
  const std::uint64_t whole = (std::uint64_t{1} << size) - 1;
  std::array<std::uint64_t, look_back + widest + look_ahead> padded{};
  std::copy_n(rows.begin(), size, padded.begin() + look_back);
  std::uint64_t points = 0;
  int dark = 0;
  std::uint64_t beside_above = 0;  // of the row above: the modules that equal the one to their right
  std::uint64_t fives_above = 0;   // of the row above: the modules with which five below each other begin
  for (std::size_t y = 0; y < size; ++y) {
    const std::uint64_t* row = &padded[y + look_back];
    dark += std::popcount(*row);
    const std::uint64_t beside = ~(*row ^ *row >> 1U) & pairs;
    const std::uint64_t fives = beside & beside >> 1U & beside >> 2U & beside >> 3U;
    points += points_of_runs(fives, fives << 1U);
    const std::uint64_t fives_down = y + 4 < size ? whole & same_down(row, 4) : 0;
    points += points_of_runs(fives_down, fives_above);
    if (y > 0) points += 3 * count(beside & beside_above & same_down(row - 1, 1));
    points += points_of_finders(row);
    beside_above = beside;
    fives_above = fives_down;
  }
  const int modules = width * width;
  const int percent = (200 * dark + modules) / modules / 2;
  return points + static_cast<std::uint64_t>(std::abs(percent - 50) / 5 * 10);
}

}  // namespace sovang::pdf
