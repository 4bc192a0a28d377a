#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

/// The hashes of a log in files of 256, as C2SP tlog-tiles lays them out: with a few of them anybody proves
/// what he wants to know, however long the log is. All of them can be made again from the leaves.
namespace sovang::archive {

inline constexpr std::size_t tile_width = 256;
inline constexpr unsigned tile_height = 8;  ///< 2^8 = 256

/// Which tile: hash i of level L is the root over 256^L leaves from i·256^L on.
struct TileName {
  unsigned level = 0;
  std::uint64_t index = 0;
  std::size_t width = tile_width;
  /// "tile/0/x001/234", and of a tile that is not full "tile/0/x001/234.p/17".
  [[nodiscard]] std::string path() const;
  friend auto operator<=>(const TileName&, const TileName&) = default;
};

struct Tile {
  TileName name;
  Bytes hashes;  ///< 32 bytes each
};

/// The right edge of a growing log: of each level the tile that is not full yet. Gives the root at any time
/// without knowing the other leaves.
class TileEdge {
 public:
  /// Adds a leaf; tiles that become full by it are appended to `full`.
  void add(Bytes leaf, std::vector<Tile>& full);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Bytes root() const;
  /// The tiles that are not full.
  [[nodiscard]] std::vector<Tile> open_tiles() const;
  /// Reads the edge of a log of this size from its tiles. Code `not_found` or `corrupt`.
  [[nodiscard]] static Result<TileEdge> read(const std::filesystem::path& folder, std::uint64_t size);

 private:
  std::vector<std::vector<Bytes>> levels_;  ///< less than 256 hashes each
  std::uint64_t size_ = 0;
};

/// Proofs from the tiles of a log of `size` leaves. What it gives is only as good as the files; whoever gets
/// a proof checks it against a signed root.
class TileReader {
 public:
  TileReader(std::filesystem::path folder, std::uint64_t size) : folder_(std::move(folder)), size_(size) {}
  /// The root over the first `count` leaves.
  [[nodiscard]] Result<Bytes> root(std::uint64_t count);
  [[nodiscard]] Result<Bytes> leaf(std::uint64_t index);
  /// RFC 6962 §2.1.1 and §2.1.2.
  [[nodiscard]] Result<std::vector<Bytes>> inclusion(std::uint64_t index, std::uint64_t count);
  [[nodiscard]] Result<std::vector<Bytes>> consistency(std::uint64_t before, std::uint64_t after);

 private:
  /// The root over the leaves [begin, end).
  [[nodiscard]] Result<Bytes> range(std::uint64_t begin, std::uint64_t end);
  /// The root over 2^height leaves from index·2^height on.
  [[nodiscard]] Result<Bytes> node(unsigned height, std::uint64_t index);
  [[nodiscard]] Result<Bytes> hashes(unsigned level, std::uint64_t tile);

  std::filesystem::path folder_;
  std::uint64_t size_;
  std::map<std::pair<unsigned, std::uint64_t>, Bytes> read_;
};

}  // namespace sovang::archive
