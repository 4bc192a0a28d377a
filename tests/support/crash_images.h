#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "support/traced_child.h"

namespace sovang::testing {

/// What a disk may hold after a power cut (archive-design §3): of everything that no fsync has covered, any
/// part. Names that were made, renamed or removed and whose folder was not synced since: each done or not.
/// Data that was not synced, write by write and in any order: there, missing, its first half alone, its
/// second half behind zeros, or all of it zeros.
class CrashImages {
 public:
  /// The disk as it was before the traced work: all of it durable.
  explicit CrashImages(const std::filesystem::path& root);

  /// Follows the work up to one of its calls. `ignored`: the calls of these indexes are taken for not made;
  /// so a lost fsync is tried.
  void follow(const std::vector<DiskCall>& calls, std::size_t count, const std::set<std::size_t>& ignored);
  /// Writes one disk to a folder that is not there.
  void write(const std::filesystem::path& folder, std::mt19937_64& random) const;
  /// The path, below the root, that a call was about; empty if it was about something else.
  [[nodiscard]] std::string name_of(const DiskCall& call) const;

 private:
  struct Change {
    bool truncate = false;
    std::uint64_t offset = 0;
    std::string data;
  };
  struct Node {
    bool folder = false;
    std::string durable;
    std::vector<Change> pending;
    std::map<std::string, std::size_t> names;  ///< as the program sees them
    std::map<std::string, std::size_t> names_at_start;
  };
  /// A name that was made (`from` none), moved, or removed (`to` none).
  struct NameChange {
    std::size_t node = 0;
    std::size_t from = none, to = none;  ///< folders
    std::string old_name, new_name;
    std::size_t step = 0;  ///< what the file system does in one step (an exchange: two moves) has one number
    bool durable = false;
  };
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  std::size_t load(const std::filesystem::path& path);
  /// The node of a path below the root; none if there is none.
  [[nodiscard]] std::size_t at(const std::string& path) const;
  void follow(const DiskCall& call);
  void link(const std::string& path, bool folder);
  void unlink(const std::string& path);
  void move(const std::string& from, const std::string& to);
  void exchange(const std::string& a, const std::string& b);
  void sync(std::size_t node);
  static void apply(std::string& bytes, const Change& change);
  [[nodiscard]] static std::string torn(const Node& node, std::mt19937_64& random);

  std::filesystem::path root_;
  std::vector<Node> nodes_;
  std::vector<NameChange> changes_;
  std::size_t steps_ = 0;
};

}  // namespace sovang::testing
