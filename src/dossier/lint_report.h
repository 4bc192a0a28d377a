#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sovang/dossier/lint.h"

#include "pdf_lines.h"

namespace sovang::dossier {

/// "13,5 pt".
[[nodiscard]] std::string lint_number(double value, std::string_view unit);

/// Collects findings; each rule once a page.
class LintReport {
 public:
  explicit LintReport(const LayoutRules& rules) : rules_(rules) {}

  /// `about`: the words on the page that the finding is about.
  void add(std::string_view rule, std::size_t page, std::string found, std::string_view about = {});
  /// A finding of rule `rule` if the value is outside its range by more than `tolerance`.
  void range(std::string_view rule, std::size_t page, double value, double tolerance, std::string_view unit,
             std::string_view about = {});
  /// Size in the range of the rule; what pdftohtml tells is a third of a point too small at most.
  void size(std::string_view rule, std::size_t page, const PdfLine& line);
  void info(std::string message);

  /// By page, then by rule.
  [[nodiscard]] std::vector<LayoutFinding> take();

 private:
  const LayoutRules& rules_;
  std::vector<LayoutFinding> findings_;
};

/// Paper, margins, fonts, colour, page numbers: what every page has (lint_pages.cc).
void lint_pages(const std::vector<PdfPage>& pages, LintReport& report);

}  // namespace sovang::dossier
