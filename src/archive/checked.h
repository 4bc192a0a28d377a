#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "sovang/base/result.h"

namespace sovang::archive {

/// When each object was last compared with its digests: `<data>/care/checked`, a line an object,
/// "<hash of its id>⇥<RFC 3339>". Written behind each object, so that a walk that is cut off goes on where it
/// was. May be lost without harm: then everything counts as never checked.
class CheckedDates {
 public:
  [[nodiscard]] static CheckedDates load(const std::filesystem::path& data);
  /// Empty = never, or at a time that has not come yet (a clock ran ahead).
  [[nodiscard]] std::string of(const std::string& hash, std::string_view now) const;
  [[nodiscard]] Status put(const std::string& hash, std::string_view now);
  /// Writes the file anew, for these objects only.
  [[nodiscard]] Status tidy(const std::vector<std::filesystem::path>& objects) const;

 private:
  std::filesystem::path file_;
  std::map<std::string, std::string> at_;
};

}  // namespace sovang::archive
