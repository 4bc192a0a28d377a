#include "bomb_guard.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <zlib.h>

namespace sovang::pdf {
namespace {

constexpr std::uint64_t most_bytes = 512ULL << 20U;
constexpr int most_layers = 4;

/// Unpacks a stream piece by piece, keeps nothing and counts; passes what looks packed again to another.
class Counter {
 public:
  Counter(std::uint64_t& total, int layer) : total_(total), layer_(layer) {
    SOVANG_EXPECT(inflateInit(&state_) == Z_OK);
  }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;
  ~Counter() { inflateEnd(&state_); }

  /// False once the total is too large.
  [[nodiscard]] bool feed(ByteView data) {
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));  // NOLINT: zlib only reads
    state_.avail_in = static_cast<uInt>(data.size());
    while (!done_) {
      state_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
      state_.avail_out = static_cast<uInt>(buffer_.size());
      const int status = inflate(&state_, Z_NO_FLUSH);
      const std::size_t made = buffer_.size() - state_.avail_out;
      done_ = status != Z_OK;
      total_ += made;
      if (total_ > most_bytes || !pass_on({buffer_.data(), made})) return false;
      if (state_.avail_out != 0) break;
    }
    return true;
  }
  [[nodiscard]] bool done() const { return done_; }

 private:
  [[nodiscard]] bool pass_on(ByteView made) {
    if (made.empty()) return true;
    if (std::exchange(fresh_, false) && is_packed(made)) {
      if (layer_ == most_layers) return false;
      inner_ = std::make_unique<Counter>(total_, layer_ + 1);
    }
    return !inner_ || inner_->done() || inner_->feed(made);
  }
  /// The two bytes that a zlib stream begins with (RFC 1950 §2.2).
  static bool is_packed(ByteView data) {
    if (data.size() < 2) return false;
    const unsigned first = static_cast<unsigned char>(data[0]);
    const unsigned second = static_cast<unsigned char>(data[1]);
    return (first & 15U) == 8 && (first << 8U | second) % 31 == 0;
  }

  z_stream state_{};
  std::uint64_t& total_;
  int layer_;
  bool done_ = false;
  bool fresh_ = true;
  std::unique_ptr<Counter> inner_;
  std::array<char, 16384> buffer_{};
};

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The name at `data` (behind its slash) with #xx decoded, up to 16 characters.
std::string name_at(ByteView data) {
  constexpr std::string_view ends = "()<>[]{}/% \t\r\n\f";
  std::string name;
  for (std::size_t i = 0; i < data.size() && name.size() < 16; ++i) {
    const char c = data[i];
    if (c == '\0' || ends.find(c) != std::string_view::npos) break;
    const bool coded =
        c == '#' && i + 2 < data.size() && hex_value(data[i + 1]) >= 0 && hex_value(data[i + 2]) >= 0;
    if (coded) {
      name += static_cast<char>(hex_value(data[i + 1]) * 16 + hex_value(data[i + 2]));
      i += 2;
    } else {
      name += c;
    }
  }
  return name;
}

bool names_old_packing(ByteView pdf) {
  for (std::size_t at = pdf.find('/'); at != ByteView::npos; at = pdf.find('/', at + 1)) {
    const std::string name = name_at(pdf.substr(at + 1, 64));
    if (name == "LZWDecode" || name == "LZW" || name == "RunLengthDecode" || name == "RL") return true;
  }
  return false;
}

}  // namespace

Status refuse_bombs(ByteView pdf) {
  if (names_old_packing(pdf)) {
    return fail(ErrorCode::unsupported,
                "tệp PDF dùng kiểu nén cũ (LZW hoặc RunLength) mà hệ thống không đọc");
  }
  constexpr std::string_view keyword = "stream";
  std::uint64_t total = 0;
  for (std::size_t at = pdf.find(keyword); at != ByteView::npos; at = pdf.find(keyword, at + 1)) {
    std::size_t begin = at + keyword.size();
    while (begin < pdf.size() && (pdf[begin] == '\r' || pdf[begin] == '\n' || pdf[begin] == ' '))
      ++begin;
    Counter counter(total, 1);
    for (; begin < pdf.size() && !counter.done(); begin += 65536) {
      if (counter.feed(pdf.substr(begin, 65536))) continue;
      return fail(ErrorCode::invalid_input, "tệp PDF giải nén ra quá 512 MiB: không đọc", {}, "LIM-09");
    }
  }
  return {};
}

}  // namespace sovang::pdf
