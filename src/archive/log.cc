#include "log.h"

#include <algorithm>
#include <set>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

#include "merkle.h"
#include "note.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t hash_size = 32;
constexpr std::uint64_t max_leaves_bytes = std::uint64_t{16} << 30;
constexpr std::uint64_t max_note = 16384;

tl::unexpected<Error> cut_off(std::uint64_t leaves, std::uint64_t signed_size) {
  return fail(ErrorCode::corrupt, "nhật ký minh bạch có " + std::to_string(leaves) +
                                      " mục, điểm chốt đã ký ghi " + std::to_string(signed_size) +
                                      ": nhật ký bị cắt hoặc bị thay bằng bản cũ");
}

}  // namespace

Result<std::vector<Bytes>> read_leaves(const fs::path& path) {
  const Bytes bytes = SOVANG_TRY(files::read(path, max_leaves_bytes));
  std::vector<Bytes> out;
  out.reserve(bytes.size() / hash_size);
  for (std::size_t at = 0; at + hash_size <= bytes.size(); at += hash_size)
    out.push_back(bytes.substr(at, hash_size));
  return out;
}

std::optional<std::uint64_t> first_difference(std::span<const Bytes> a, std::span<const Bytes> b) {
  const std::size_t common = std::min(a.size(), b.size());
  const auto [at, other] =
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(common), b.begin());
  const auto index = static_cast<std::uint64_t>(at - a.begin());
  return index == common ? std::nullopt : std::optional(index);
}

void TransparencyLog::remember(Bytes leaf, std::vector<Tile>& full) {
  if (load_ == Load::all) {
    index_of_.emplace(leaf, leaves_.size());  // the first of equal leaves stays
    leaves_.push_back(leaf);
  }
  edge_.add(std::move(leaf), full);
}

std::optional<std::uint64_t> TransparencyLog::find(ByteView leaf) const {
  const auto it = index_of_.find(std::string(leaf));
  return it == index_of_.end() ? std::nullopt : std::optional(it->second);
}

Status TransparencyLog::sign() {
  checkpoint_.size = edge_.size();
  checkpoint_.root = edge_.root();
  return files::replace(folder_ / "checkpoint", to_note(checkpoint_, key_));
}

Status TransparencyLog::create(const fs::path& folder, std::string_view origin, const ArchiveKeys& keys) {
  SOVANG_TRY(files::make_folders(folder));
  std::error_code error;
  if (!fs::exists(folder / "leaves", error)) SOVANG_TRY(files::create(folder / "leaves", ""));
  TransparencyLog log(folder, keys.log);
  log.checkpoint_.origin = std::string(origin);
  return log.sign();
}

Result<TransparencyLog> TransparencyLog::open(const fs::path& folder, const ArchiveKeys& keys, Load load) {
  TransparencyLog log(folder, keys.log);
  const Bytes note = SOVANG_TRY(files::read(folder / "checkpoint", max_note));
  log.checkpoint_ = SOVANG_TRY(read_checkpoint(note, keys.published));
  if (load == Load::edge && log.load_edge()) return log;
  log.load_ = Load::all;  // the tiles tell nothing, or there is more than they know: ask the leaves
  SOVANG_TRY(log.load_all());
  return log;
}

Status TransparencyLog::load_edge() {
  load_ = Load::edge;
  std::error_code error;
  if (fs::file_size(folder_ / "leaves", error) != checkpoint_.size * hash_size || error)
    return fail(ErrorCode::corrupt, "leaves beyond the checkpoint");
  TileEdge edge = SOVANG_TRY(TileEdge::read(folder_, checkpoint_.size));
  if (edge.root() != checkpoint_.root) return fail(ErrorCode::corrupt, "tiles not those of the checkpoint");
  edge_ = std::move(edge);
  return {};
}

Status TransparencyLog::load_all() {
  const fs::path path = folder_ / "leaves";
  const std::vector<Bytes> leaves = SOVANG_TRY(read_leaves(path));
  leaves_.clear();
  index_of_.clear();
  edge_ = TileEdge();
  std::error_code error;
  torn_ = fs::file_size(path, error) % hash_size != 0;
  if (leaves.size() < checkpoint_.size) return cut_off(leaves.size(), checkpoint_.size);
  std::vector<Tile> full;
  Bytes signed_root = edge_.root();
  for (const Bytes& leaf : leaves) {
    remember(leaf, full);
    full.clear();
    if (edge_.size() == checkpoint_.size) signed_root = edge_.root();
  }
  if (signed_root != checkpoint_.root) {
    return fail(ErrorCode::corrupt, "nhật ký minh bạch không khớp điểm chốt đã ký: có mục bị sửa");
  }
  return {};
}

Status TransparencyLog::put_tiles(const std::vector<Tile>& tiles) const {
  for (const Tile& tile : tiles) {
    const fs::path path = folder_ / tile.name.path();
    SOVANG_TRY(files::make_folders(path.parent_path()));
    SOVANG_TRY(files::replace(path, tile.hashes));
  }
  return {};
}

Status TransparencyLog::append(std::span<const Bytes> leaves) {
  if (leaves.empty()) return {};
  SOVANG_EXPECT(is_settled());
  std::error_code error;
  const bool without_tiles = size() > 0 && !fs::exists(folder_ / "tile", error);
  Bytes data;
  for (const Bytes& leaf : leaves) {
    SOVANG_EXPECT(leaf.size() == hash_size);
    data += leaf;
  }
  SOVANG_TRY(files::append(folder_ / "leaves", data));
  std::vector<Tile> tiles;
  for (const Bytes& leaf : leaves)
    remember(leaf, tiles);
  const std::vector<Tile> full = tiles;
  if (without_tiles && load_ == Load::all) {  // of a release that had none
    tiles = all_tiles();
  } else {
    for (Tile& tile : edge_.open_tiles()) {
      // Of the upper levels only those that grew just now: a full tile below is a new hash above.
      const bool grew = tile.name.level == 0 || std::any_of(full.begin(), full.end(), [&](const Tile& one) {
                          return one.name.level + 1 == tile.name.level;
                        });
      if (grew) tiles.push_back(std::move(tile));
    }
  }
  SOVANG_TRY(put_tiles(tiles));
  SOVANG_TRY(sign());
  for (const Tile& tile : full) {  // its beginnings are not needed any more; left over, they do no harm
    fs::path partial = folder_ / tile.name.path();
    partial += ".p";
    SOVANG_TRY(files::remove_tree(partial));
  }
  return {};
}

std::vector<Tile> TransparencyLog::all_tiles() const {
  TileEdge edge;
  std::vector<Tile> tiles;
  for (const Bytes& leaf : leaves_)
    edge.add(leaf, tiles);
  for (Tile& tile : edge.open_tiles())
    tiles.push_back(std::move(tile));
  return tiles;
}

std::vector<std::string> TransparencyLog::wrong_tiles() const {
  SOVANG_EXPECT(load_ == Load::all);
  std::vector<std::string> out;
  std::set<std::string> expected;
  for (const Tile& tile : all_tiles()) {
    const std::string path = tile.name.path();
    expected.insert(path);
    const Result<Bytes> bytes = files::read(folder_ / path, tile_width * hash_size);
    if (!bytes || *bytes != tile.hashes) out.push_back(path);
  }
  // Beginnings of the tiles at the edge may be there; what they say must be right as well.
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder_ / "tile", error), end; !error && it != end;
       it.increment(error)) {
    if (!it->is_regular_file(error)) continue;
    const std::string path = it->path().lexically_relative(folder_).generic_string();
    if (expected.count(path) != 0) continue;
    const std::string whole = path.substr(0, path.rfind(".p/"));
    const auto tile = std::find_if(expected.begin(), expected.end(), [&](const std::string& one) {
      return one.starts_with(whole + ".p/") || one == whole;
    });
    const Result<Bytes> now = tile == expected.end() ? fail(ErrorCode::not_found, "")
                                                     : files::read(folder_ / *tile, tile_width * hash_size);
    const Result<Bytes> then = files::read(it->path(), tile_width * hash_size);
    if (!now || !then || !ByteView(*now).starts_with(*then)) out.push_back(path);
  }
  return out;
}

Status TransparencyLog::cut_to(std::uint64_t size) {
  const fs::path path = folder_ / "leaves";
  std::error_code error;
  fs::resize_file(path, size * hash_size, error);
  if (error) return fail(ErrorCode::io, "không sửa được «" + path.string() + "»: " + error.message());
  return load_all();
}

Result<std::vector<std::string>> TransparencyLog::repair(const Vouched& vouched) {
  SOVANG_EXPECT(load_ == Load::all);
  std::vector<std::string> done;
  const bool settled = is_settled();
  std::uint64_t good = checkpoint_.size;
  while (good < leaves_.size() && vouched(leaves_[good]))
    ++good;
  if (torn_ || good < leaves_.size()) {
    SOVANG_TRY(cut_to(good));
    done.emplace_back("đã cắt phần ghi dở ở cuối nhật ký");
  }
  if (!settled) SOVANG_TRY(files::append(folder_ / "leaves", ""));  // makes the length durable
  const std::vector<std::string> wrong = wrong_tiles();
  if (!wrong.empty()) {
    for (const std::string& path : wrong)
      SOVANG_TRY(files::remove_tree(folder_ / path));
    std::vector<Tile> tiles = all_tiles();
    std::erase_if(tiles, [&](const Tile& tile) {
      return std::find(wrong.begin(), wrong.end(), tile.name.path()) == wrong.end();
    });
    SOVANG_TRY(put_tiles(tiles));
    done.push_back("đã lập lại " + std::to_string(wrong.size()) + " tệp băm của nhật ký");
  }
  if (size() != checkpoint_.size) {
    SOVANG_TRY(sign());
    done.emplace_back("đã ký lại điểm chốt của nhật ký minh bạch");
  }
  return done;
}

Result<LogView> LogView::open(const fs::path& folder, const PublishedKeys& keys) {
  std::string note = SOVANG_TRY(files::read(folder / "checkpoint", max_note));
  Checkpoint checkpoint = SOVANG_TRY(read_checkpoint(note, keys));
  return LogView(folder, std::move(note), std::move(checkpoint));
}

Result<InclusionProof> LogView::inclusion(std::uint64_t index) {
  if (index >= checkpoint_.size) {
    return fail(ErrorCode::not_found, "nhật ký minh bạch chưa có mục " + std::to_string(index));
  }
  InclusionProof proof{index, SOVANG_TRY(tiles_.inclusion(index, checkpoint_.size)), note_};
  const Bytes leaf = SOVANG_TRY(tiles_.leaf(index));
  if (!merkle::proves_inclusion(proof.path, leaf, index, checkpoint_.size, checkpoint_.root)) {
    return fail(ErrorCode::corrupt, "tệp băm của nhật ký minh bạch không dẫn tới điểm chốt đã ký");
  }
  return proof;
}

Result<ConsistencyProof> LogView::consistency(std::uint64_t from) {
  if (from > checkpoint_.size) {
    return fail(ErrorCode::not_found, "nhật ký minh bạch chưa có " + std::to_string(from) + " mục");
  }
  const Bytes before = SOVANG_TRY(tiles_.root(from));
  ConsistencyProof proof{from, SOVANG_TRY(tiles_.consistency(from, checkpoint_.size)), note_};
  if (!merkle::proves_consistency(proof.path, from, checkpoint_.size, before, checkpoint_.root)) {
    return fail(ErrorCode::corrupt, "tệp băm của nhật ký minh bạch không dẫn tới điểm chốt đã ký");
  }
  return proof;
}

Result<bool> LogView::has(ByteView leaf, std::uint64_t index) {
  if (index >= checkpoint_.size) return false;
  const std::vector<Bytes> path = SOVANG_TRY(tiles_.inclusion(index, checkpoint_.size));
  return merkle::proves_inclusion(path, leaf, index, checkpoint_.size, checkpoint_.root);
}

Result<bool> LogView::continues(const Checkpoint& before) {
  if (before.origin != checkpoint_.origin || before.size > checkpoint_.size) return false;
  const std::vector<Bytes> path = SOVANG_TRY(tiles_.consistency(before.size, checkpoint_.size));
  return merkle::proves_consistency(path, before.size, checkpoint_.size, before.root, checkpoint_.root);
}

}  // namespace sovang::archive
