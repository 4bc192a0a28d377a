#pragma once

#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "sovang/base/diagnostics.h"

namespace sovang::document {

/// "mau/quyet-dinh.xml:52:5".
[[nodiscard]] inline std::string describe_place(const SourceSpan& place) {
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

/// Findings about templates: each place once per rule (a component is compiled at every use), with the places
/// it came through.
class Findings {
 public:
  explicit Findings(Diagnostics& diagnostics) : diagnostics_(&diagnostics) {}

  void error(std::string_view rule, SourceSpan where, std::string message, std::string hint = {}) {
    add(rule, Severity::error, std::move(where), std::move(message), std::move(hint));
  }
  void warning(std::string_view rule, SourceSpan where, std::string message, std::string hint = {}) {
    add(rule, Severity::warning, std::move(where), std::move(message), std::move(hint));
  }

  void enter(std::string via) { via_.push_back(std::move(via)); }
  void leave() { via_.pop_back(); }
  /// The places that what is found now comes through, nearest first.
  [[nodiscard]] std::vector<std::string> via() const { return {via_.rbegin(), via_.rend()}; }

  [[nodiscard]] std::size_t errors() const { return errors_; }

 private:
  void add(std::string_view rule, Severity severity, SourceSpan where, std::string message,
           std::string hint) {
    if (!seen_.emplace(std::string(rule), where.file, where.line, where.column).second) return;
    if (severity == Severity::error) ++errors_;
    diagnostics_->add(
        {std::string(rule), severity, std::move(message), std::move(where), std::move(hint), via(), {}, {}});
  }

  Diagnostics* diagnostics_;
  std::vector<std::string> via_;
  std::set<std::tuple<std::string, std::string, int, int>> seen_;
  std::size_t errors_ = 0;
};

}  // namespace sovang::document
