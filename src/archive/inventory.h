#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::archive {

/// One version in an inventory: when, who, why, and which file has which content.
struct ObjectVersion {
  std::string created;  ///< RFC 3339, UTC
  std::string message;
  std::string user_name;
  std::string user_address;                  ///< a URI
  std::map<std::string, std::string> state;  ///< logical path → sha512
};

/// An OCFL inventory as we write it: sha512 in the manifest, sha256 beside it in `fixity`.
struct Inventory {
  std::string id;
  std::map<std::string, std::string> manifest;   ///< sha512 → content path "v1/content/decision.pdf"
  std::map<std::string, std::string> sha256_of;  ///< content path → sha256
  std::vector<ObjectVersion> versions;           ///< v1 first

  [[nodiscard]] int head() const { return static_cast<int>(versions.size()); }
  /// The content path of a file of the newest version; empty if it has no such file.
  [[nodiscard]] std::string content_path(std::string_view logical_path) const;
};

/// inventory.json, in a fixed order of keys: the same inventory gives the same bytes.
[[nodiscard]] std::string to_json(const Inventory& inventory);
/// Reads an inventory that we wrote. Code `corrupt` for anything else.
[[nodiscard]] Result<Inventory> parse_inventory(std::string_view json);
/// The sidecar beside it: "<sha512> inventory.json\n".
[[nodiscard]] std::string sidecar_of(std::string_view json);
/// "v3"
[[nodiscard]] std::string version_name(int number);

}  // namespace sovang::archive
