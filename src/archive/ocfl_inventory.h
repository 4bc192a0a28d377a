#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/diagnostics.h"

/// Inventories of others, read for validation. Shares nothing with inventory.h, so that the writer and the
/// validator do not make the same mistake.
namespace sovang::archive {

/// Collects findings about one object.
class Findings {
 public:
  Findings(std::vector<Problem>& out, std::string place) : out_(out), place_(std::move(place)) {}
  /// `code` decides the severity; `file` is relative to the object.
  void add(std::string_view code, std::string message, const std::string& file = {});
  [[nodiscard]] std::size_t count() const { return out_.size(); }

 private:
  std::vector<Problem>& out_;
  std::string place_;
};

struct OcflState {
  std::map<std::string, std::string> files;  ///< logical path → digest as written
  std::string metadata;                      ///< created, message and user, to compare
};

struct OcflInventory {
  std::string id;
  std::string spec;  ///< "1.0", "1.1"
  std::string algorithm;
  std::string head;
  std::string content_directory = "content";
  std::map<std::string, std::string> manifest;  ///< content path → digest, small letters
  std::map<int, std::string> version_names;     ///< 1 → "v1"
  std::map<int, OcflState> versions;
  std::map<std::string, std::map<std::string, std::string>> fixity;  ///< algorithm → content path → digest
  bool usable = false;                                               ///< whole enough to go on with
};

/// Reads an inventory and reports all that is wrong with it by itself.
[[nodiscard]] OcflInventory read_ocfl_inventory(std::string_view json, const std::string& file,
                                                Findings& findings);

/// 12 for "v12" and "v012"; 0 for what is no version.
[[nodiscard]] int ocfl_version_number(std::string_view name);
/// Hexadecimal digest of bytes by an OCFL algorithm name; "" for one that we do not know.
[[nodiscard]] std::string ocfl_digest(std::string_view algorithm, std::string_view bytes);
[[nodiscard]] std::string lower_ascii(std::string_view text);

}  // namespace sovang::archive
