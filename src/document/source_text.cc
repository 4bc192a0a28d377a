#include "source_text.h"

#include <algorithm>
#include <utility>

namespace sovang::document {
namespace {

constexpr std::size_t stride = 256;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

SourceText::SourceText(std::string file, std::string bytes)
    : file_(std::move(file)), bytes_(std::move(bytes)) {
  Place at{1, 1};
  checkpoints_.reserve(bytes_.size() / stride + 1);
  checkpoints_.push_back(at);
  for (std::size_t i = 0; i + stride <= bytes_.size(); i += stride) {
    advance(at, i, i + stride);
    checkpoints_.push_back(at);
  }
}

Place SourceText::place(std::size_t offset) const {
  const std::size_t end = std::min(offset, bytes_.size());
  const std::size_t checkpoint = end / stride;
  Place at = checkpoints_[checkpoint];
  advance(at, checkpoint * stride, end);
  return at;
}

void SourceText::advance(Place& at, std::size_t from, std::size_t to) const {
  const std::string_view text = bytes_;
  if (from == 0 && text.substr(0, 3) == byte_order_mark) from = std::min<std::size_t>(3, to);
  for (std::size_t i = from; i < to; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool first_of_pair = byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (byte == '\n' || (byte == '\r' && !first_of_pair)) {
      ++at.line;
      at.column = 1;
    } else if ((byte & 0xC0U) != 0x80U) {
      ++at.column;
    }
  }
}

}  // namespace sovang::document
