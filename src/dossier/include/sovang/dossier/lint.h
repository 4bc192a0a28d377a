#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"

/// The layout rules of Nghị định 30/2020/NĐ-CP (Phụ lục I) read off a finished PDF, ours or anybody's.
namespace sovang::dossier {

/// One rule of `templates/law/nd30_rules.tsv`.
struct LayoutRule {
  std::string id;  ///< "ND30-13"
  Severity severity = Severity::error;
  std::string title;          ///< "vị trí số trang"
  std::optional<double> min;  ///< in the unit of `allowed`
  std::optional<double> max;
  std::string allowed;  ///< as people say it: "13–14 pt"
  std::string source;   ///< "PL I, Phần I, Mục II k3"
};

/// The rules in force; code asks by id, so a new range is a change of the table.
class LayoutRules {
 public:
  [[nodiscard]] static Result<LayoutRules> read(const std::filesystem::path& tsv);
  /// Requires that the table has it.
  [[nodiscard]] const LayoutRule& rule(std::string_view id) const;
  [[nodiscard]] const std::vector<LayoutRule>& all() const { return rules_; }

 private:
  std::vector<LayoutRule> rules_;
};

struct LayoutFinding {
  std::string rule;
  Severity severity = Severity::error;
  std::size_t page = 1;
  std::string message;  ///< "vị trí số trang: …", with the words on the page that it is about
  std::string found;
  std::string allowed;
  std::string source;
};

/// Reads the pages with Poppler in a process of its own with limits on time, memory and output; at most 300
/// pages. A certificate, which the decree does not lay out, gives one info without a rule. Refuses what is no
/// PDF, is encrypted or damaged (`invalid_input`). Findings by page, then from top to bottom of the law's
/// order.
[[nodiscard]] Result<std::vector<LayoutFinding>> lint_pdf(const std::filesystem::path& pdf,
                                                          const LayoutRules& rules);

}  // namespace sovang::dossier
