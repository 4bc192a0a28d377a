#include "tiles.h"

#include <bit>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

#include "merkle.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t hash_size = 32;

std::vector<Bytes> split(ByteView hashes) {
  std::vector<Bytes> out;
  for (std::size_t at = 0; at + hash_size <= hashes.size(); at += hash_size)
    out.emplace_back(hashes.substr(at, hash_size));
  return out;
}

Bytes joined(const std::vector<Bytes>& hashes) {
  Bytes out;
  for (const Bytes& hash : hashes)
    out += hash;
  return out;
}

Result<Bytes> read_tile(const fs::path& folder, const TileName& name) {
  Bytes bytes = SOVANG_TRY(files::read(folder / name.path(), tile_width * hash_size));
  if (bytes.size() != name.width * hash_size) {
    return fail(ErrorCode::corrupt, "tệp «" + (folder / name.path()).string() + "» của nhật ký sai độ dài");
  }
  return bytes;
}

/// The hashes of a tile of a log of this size: of the tile as it was then, or of one that has grown since.
Result<Bytes> read_tile_at(const fs::path& folder, unsigned level, std::uint64_t index, std::uint64_t size) {
  const std::uint64_t count = level * tile_height < 64 ? size >> (level * tile_height) : 0;
  const std::uint64_t left = count - std::min(count, index * tile_width);
  const std::size_t width = std::min<std::uint64_t>(left, tile_width);
  Result<Bytes> exact = read_tile(folder, {level, index, width});
  if (exact || width == tile_width) return exact;
  Result<Bytes> full = read_tile(folder, {level, index, tile_width});
  if (!full) return exact;  // the message about the tile that was wanted
  return full->substr(0, width * hash_size);
}

}  // namespace

std::string TileName::path() const {
  constexpr std::uint64_t group = 1000;
  const auto digits = [](std::uint64_t number) {
    const std::string text = std::to_string(number);
    return std::string(3 - text.size(), '0') + text;
  };
  std::string out = digits(index % group);
  for (std::uint64_t rest = index / group; rest > 0; rest /= group)
    out = "x" + digits(rest % group) + "/" + out;
  out = "tile/" + std::to_string(level) + "/" + out;
  return width == tile_width ? out : out + ".p/" + std::to_string(width);
}

void TileEdge::add(Bytes leaf, std::vector<Tile>& full) {
  ++size_;
  Bytes hash = std::move(leaf);
  for (unsigned level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    std::vector<Bytes>& open = levels_[level];
    open.push_back(std::move(hash));
    if (open.size() < tile_width) return;
    const std::uint64_t index = (size_ >> ((level + 1) * tile_height)) - 1;
    full.push_back({{level, index, tile_width}, joined(open)});
    hash = merkle::root(open);
    open.clear();
  }
}

Bytes TileEdge::root() const {
  if (size_ == 0) return digest(HashKind::sha256, "");
  // The complete subtrees from left to right: those of the upper levels first.
  std::vector<Bytes> subtrees;
  for (auto open = levels_.rbegin(); open != levels_.rend(); ++open) {
    std::span<const Bytes> rest(*open);
    while (!rest.empty()) {
      const std::size_t count = std::bit_floor(rest.size());
      subtrees.push_back(merkle::root(rest.first(count)));
      rest = rest.subspan(count);
    }
  }
  Bytes hash = std::move(subtrees.back());
  for (std::size_t i = subtrees.size() - 1; i-- > 0;)
    hash = merkle::node_hash(subtrees[i], hash);
  return hash;
}

std::vector<Tile> TileEdge::open_tiles() const {
  std::vector<Tile> out;
  for (unsigned level = 0; level < levels_.size(); ++level) {
    const std::vector<Bytes>& open = levels_[level];
    if (open.empty()) continue;
    const std::uint64_t index = size_ >> ((level + 1) * tile_height);
    out.push_back({{level, index, open.size()}, joined(open)});
  }
  return out;
}

Result<TileEdge> TileEdge::read(const fs::path& folder, std::uint64_t size) {
  TileEdge out;
  out.size_ = size;
  for (unsigned level = 0; level * tile_height < 64 && size >> (level * tile_height) > 0; ++level) {
    out.levels_.emplace_back();
    const std::uint64_t count = size >> (level * tile_height);
    if (count % tile_width == 0) continue;
    out.levels_.back() = split(SOVANG_TRY(read_tile_at(folder, level, count / tile_width, size)));
  }
  return out;
}

Result<Bytes> TileReader::hashes(unsigned level, std::uint64_t tile) {
  const auto known = read_.find({level, tile});
  if (known != read_.end()) return known->second;
  Bytes bytes = SOVANG_TRY(read_tile_at(folder_, level, tile, size_));
  return read_.emplace(std::pair(level, tile), std::move(bytes)).first->second;
}

Result<Bytes> TileReader::node(unsigned height, std::uint64_t index) {
  const unsigned level = height / tile_height;
  const unsigned within = height % tile_height;
  const std::uint64_t first = index << within;
  const Bytes tile = SOVANG_TRY(hashes(level, first / tile_width));
  const std::size_t at = (first % tile_width) * hash_size;
  const std::size_t length = (std::size_t{1} << within) * hash_size;
  if (at + length > tile.size()) {
    return fail(ErrorCode::corrupt, "nhật ký minh bạch thiếu mục trong «" + folder_.string() + "»");
  }
  return merkle::root(split(ByteView(tile).substr(at, length)));
}

Result<Bytes> TileReader::range(std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t count = end - begin;
  if (std::has_single_bit(count) && begin % count == 0) {
    return node(static_cast<unsigned>(std::countr_zero(count)), begin / count);
  }
  const std::uint64_t middle = begin + std::bit_ceil(count) / 2;
  return merkle::node_hash(SOVANG_TRY(range(begin, middle)), SOVANG_TRY(range(middle, end)));
}

Result<Bytes> TileReader::root(std::uint64_t count) {
  if (count == 0) return digest(HashKind::sha256, "");
  return range(0, count);
}

Result<Bytes> TileReader::leaf(std::uint64_t index) {
  return node(0, index);
}

Result<std::vector<Bytes>> TileReader::inclusion(std::uint64_t index, std::uint64_t count) {
  std::vector<Bytes> from_top;
  std::uint64_t begin = 0;
  std::uint64_t end = count;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + std::bit_ceil(end - begin) / 2;
    if (index < middle) {
      from_top.push_back(SOVANG_TRY(range(middle, end)));
      end = middle;
    } else {
      from_top.push_back(SOVANG_TRY(range(begin, middle)));
      begin = middle;
    }
  }
  return std::vector<Bytes>(from_top.rbegin(), from_top.rend());
}

Result<std::vector<Bytes>> TileReader::consistency(std::uint64_t before, std::uint64_t after) {
  std::vector<Bytes> from_top;
  if (before == 0 || before >= after) return from_top;
  std::uint64_t begin = 0;
  std::uint64_t end = after;
  bool whole = true;  // the old tree is the subtree at hand (RFC 6962 §2.1.2)
  while (before != end) {
    const std::uint64_t middle = begin + std::bit_ceil(end - begin) / 2;
    if (before <= middle) {
      from_top.push_back(SOVANG_TRY(range(middle, end)));
      end = middle;
    } else {
      from_top.push_back(SOVANG_TRY(range(begin, middle)));
      begin = middle;
      whole = false;
    }
  }
  if (!whole) from_top.push_back(SOVANG_TRY(range(begin, end)));
  return std::vector<Bytes>(from_top.rbegin(), from_top.rend());
}

}  // namespace sovang::archive
