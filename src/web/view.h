#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sovang::web {

/// What a page shows: texts, yes and no, and lists of the same. Texts are escaped when they are put in.
class View {
 public:
  using List = std::vector<View>;
  using Value = std::variant<std::string, bool, List>;

  /// An empty text counts as "no" in a section `{{#name}}`.
  View& text(std::string name, std::string_view value) {
    values_.insert_or_assign(std::move(name), std::string(value));
    return *this;
  }
  View& number(std::string name, std::uint64_t value) { return text(std::move(name), std::to_string(value)); }
  View& flag(std::string name, bool value) {
    values_.insert_or_assign(std::move(name), value);
    return *this;
  }
  View& list(std::string name, List value) {
    values_.insert_or_assign(std::move(name), std::move(value));
    return *this;
  }
  [[nodiscard]] const std::map<std::string, Value, std::less<>>& values() const { return values_; }

 private:
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace sovang::web
