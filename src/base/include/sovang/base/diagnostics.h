#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sovang/base/result.h"

namespace sovang {

enum class Severity : std::uint8_t { info, warning, error };

/// "info", "warning", "error": the words of the JSON output.
[[nodiscard]] std::string_view to_string(Severity severity);

/// One finding: something in a file or in data that a person should see (blueprint §3 rule 2).
struct Problem {
  std::string rule;  ///< stable id: "FIT-01", "V-09", "duplicate_person"
  Severity severity = Severity::error;
  std::string message;             ///< Vietnamese, one sentence
  SourceSpan where{};              ///< in the template, the list, the PDF …
  std::string hint{};              ///< what would help; empty = nothing better than the message
  std::vector<std::string> via{};  ///< the places it came through, nearest first, ready to print
  SourceSpan data{};               ///< the place in the data, where that is another file
  std::string data_path{};         ///< "decision.rows[5], «Công Tằng Tôn Nữ …»"
};

/// Collects findings in the order in which they were made. Keeps at most `limit` of them and counts the rest.
class Diagnostics {
 public:
  explicit Diagnostics(std::size_t limit = 1000) : limit_(limit) {}

  void add(Problem problem);

  /// True while no finding of severity error was added.
  [[nodiscard]] bool ok() const { return errors_ == 0; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return warnings_; }
  /// How many findings were counted but not kept.
  [[nodiscard]] std::size_t dropped() const { return dropped_; }
  [[nodiscard]] std::span<const Problem> all() const { return problems_; }
  /// Orders the findings by file, line and column, keeping the order of equals.
  void sort_by_place();

 private:
  std::vector<Problem> problems_;
  std::size_t limit_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::size_t dropped_ = 0;
};

/// One finding as people read it (template-language §14): `file:line:column: lỗi DAT-02: …`, its hint and its
/// via lines.
[[nodiscard]] std::string describe(const Problem& problem);

}  // namespace sovang
