#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "sovang/base/result.h"

#include "view.h"

namespace sovang::web {

/// The mustache pages of a folder, read once. A file `_name.mustache` is a part that every page may take in
/// as `{{> name}}`. For several threads.
class Renderer {
 public:
  /// Fails where a page cannot be parsed, so that a broken page is found at the start.
  [[nodiscard]] static Result<Renderer> load(const std::filesystem::path& folder);
  /// The page `name` filled; what the view does not hold stays empty. Code `internal` for an unknown page.
  [[nodiscard]] Result<std::string> render(std::string_view name, const View& view) const;

 private:
  std::map<std::string, std::string, std::less<>> pages_;
  std::map<std::string, std::string, std::less<>> parts_;
};

}  // namespace sovang::web
