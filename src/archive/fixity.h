#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/diagnostics.h"

#include "storage.h"

/// Every file of an object against what it must be, each on its own, so that each damaged one is named
/// (REL-08). Reads each byte once and computes one digest of it.
namespace sovang::archive {

/// A file that is not as it was kept.
struct DamagedFile {
  enum class Kind : std::uint8_t { content, inventory, sidecar, declaration, stray };
  Kind kind = Kind::content;
  std::string path;    ///< in the object's folder
  std::string sha512;  ///< of a content file: what it must be
  std::string message;
};

/// What an examination of one object found.
struct ObjectHealth {
  std::vector<DamagedFile> damaged;
  std::optional<Inventory> inventory;  ///< the newest one that can be trusted; none: nothing can be judged
  std::string inventory_json;
  std::size_t files = 0;
  std::uint64_t bytes = 0;
};

[[nodiscard]] ObjectHealth examine(const std::filesystem::path& object);
/// The same as findings, each with the command that repairs it.
void report_health(const std::filesystem::path& object, const ObjectHealth& health,
                   std::vector<Problem>& problems);

/// What the finding's hint says where only a second copy helps.
inline constexpr std::string_view repair_hint = "sovang archive repair --from BẢN_SAO";

}  // namespace sovang::archive
