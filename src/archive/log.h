#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "sovang/archive/proof.h"
#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

#include "keys.h"
#include "tiles.h"

namespace sovang::archive {

/// Does something in the archive stand behind this leaf: a version in the store, an entry of the trail?
using Vouched = std::function<bool(ByteView leaf)>;

/// A transparency log in a folder (archive-design §8): `leaves`, 32 bytes each, only ever appended to;
/// `tile/…`, made from them; `checkpoint`, signed after each append. Holds hashes only, no personal data.
class TransparencyLog {
 public:
  enum class Load : std::uint8_t {
    all,  ///< every leaf, compared with the checkpoint: find() and leaves() work
    edge  ///< only what an append needs, from the tiles: quick, however long the log is
  };

  /// Makes an empty log with a signed checkpoint.
  [[nodiscard]] static Status create(const std::filesystem::path& folder, std::string_view origin,
                                     const ArchiveKeys& keys);
  /// Reads the leaves and compares them with the checkpoint. Leaves beyond it (a writer was cut off) are
  /// fine; fewer leaves, or others, are code `corrupt`.
  [[nodiscard]] static Result<TransparencyLog> open(const std::filesystem::path& folder,
                                                    const ArchiveKeys& keys, Load load = Load::all);

  /// Appends leaf hashes: written, fsynced, the tiles too, then the new checkpoint signed and renamed into
  /// place. What a writer before left behind the checkpoint must have been repaired.
  [[nodiscard]] Status append(std::span<const Bytes> leaves);
  /// Signs the checkpoint again: with another key.
  [[nodiscard]] Status sign();
  /// True if the last writer came to its end: nothing lies behind the checkpoint.
  [[nodiscard]] bool is_settled() const { return !torn_ && size() == checkpoint_.size; }
  /// What lies behind the checkpoint was never answered for. Signs the leaves there as far as they are
  /// vouched for and cuts off the rest, which may be anything after a power cut: half a leaf, zeros. Writes
  /// tiles that are missing or wrong. Gives what it did, a Vietnamese sentence each. Needs Load::all.
  [[nodiscard]] Result<std::vector<std::string>> repair(const Vouched& vouched);
  /// Tiles that are missing or not made from the leaves, as paths in the folder. Needs Load::all.
  [[nodiscard]] std::vector<std::string> wrong_tiles() const;

  [[nodiscard]] std::uint64_t size() const { return edge_.size(); }
  [[nodiscard]] Bytes root() const { return edge_.root(); }
  [[nodiscard]] std::optional<std::uint64_t> find(ByteView leaf) const;
  [[nodiscard]] std::span<const Bytes> leaves() const { return leaves_; }
  [[nodiscard]] const Checkpoint& checkpoint() const { return checkpoint_; }

 private:
  TransparencyLog(std::filesystem::path folder, SigningKey key)
      : folder_(std::move(folder)), key_(std::move(key)) {}
  Status load_all();
  [[nodiscard]] Status cut_to(std::uint64_t size);
  Status load_edge();
  void remember(Bytes leaf, std::vector<Tile>& full);
  [[nodiscard]] Status put_tiles(const std::vector<Tile>& tiles) const;
  [[nodiscard]] std::vector<Tile> all_tiles() const;

  std::filesystem::path folder_;
  SigningKey key_;
  Load load_ = Load::all;
  Checkpoint checkpoint_;
  TileEdge edge_;
  std::vector<Bytes> leaves_;  ///< with Load::all
  std::unordered_map<std::string, std::uint64_t> index_of_;
  bool torn_ = false;
};

/// The first leaf in which two lists differ, if the shorter one is not the beginning of the longer one.
[[nodiscard]] std::optional<std::uint64_t> first_difference(std::span<const Bytes> a,
                                                            std::span<const Bytes> b);
/// The file of leaves as 32-byte hashes; a torn last one is left out.
[[nodiscard]] Result<std::vector<Bytes>> read_leaves(const std::filesystem::path& path);

/// A log as it is published, read through its tiles: a few small files, however long it is.
class LogView {
 public:
  /// Reads the checkpoint and checks its signature.
  [[nodiscard]] static Result<LogView> open(const std::filesystem::path& folder, const PublishedKeys& keys);
  [[nodiscard]] const Checkpoint& checkpoint() const { return checkpoint_; }
  /// Proofs under this checkpoint; each was checked against it. Code `not_found` beyond its size, `corrupt`
  /// where the tiles do not lead to the signed root.
  [[nodiscard]] Result<InclusionProof> inclusion(std::uint64_t index);
  [[nodiscard]] Result<ConsistencyProof> consistency(std::uint64_t from);
  /// Is this leaf at this place under the signed root?
  [[nodiscard]] Result<bool> has(ByteView leaf, std::uint64_t index);
  /// Was the log of this checkpoint only continued up to now? False also if it has become shorter.
  [[nodiscard]] Result<bool> continues(const Checkpoint& before);

 private:
  LogView(std::filesystem::path folder, std::string note, Checkpoint checkpoint)
      : folder_(std::move(folder)),
        note_(std::move(note)),
        checkpoint_(std::move(checkpoint)),
        tiles_(folder_, checkpoint_.size) {}
  std::filesystem::path folder_;
  std::string note_;
  Checkpoint checkpoint_;
  TileReader tiles_;
};

}  // namespace sovang::archive
