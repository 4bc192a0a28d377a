#include "sovang/base/diagnostics.h"

#include <algorithm>
#include <tuple>

namespace sovang {
namespace {

std::string place(const SourceSpan& where) {
  if (where.file.empty()) return {};
  std::string out = where.file;
  if (where.line > 0) out += ":" + std::to_string(where.line);
  if (where.line > 0 && where.column > 0) out += ":" + std::to_string(where.column);
  return out;
}

std::string_view in_vietnamese(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "lưu ý";
    case Severity::warning:
      return "cảnh báo";
    case Severity::error:
      return "lỗi";
  }
  return {};
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return {};
}

void Diagnostics::add(Problem problem) {
  if (problem.severity == Severity::error) ++errors_;
  if (problem.severity == Severity::warning) ++warnings_;
  if (problems_.size() < limit_) {
    problems_.push_back(std::move(problem));
  } else {
    ++dropped_;
  }
}

void Diagnostics::sort_by_place() {
  std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.where.file, a.where.line, a.where.column) <
           std::tie(b.where.file, b.where.line, b.where.column);
  });
}

std::string describe(const Problem& problem) {
  std::string out;
  if (const std::string at = place(problem.where); !at.empty()) out += at + ": ";
  out += in_vietnamese(problem.severity);
  if (!problem.rule.empty()) out += " " + problem.rule;
  out += ": " + problem.message;
  if (!problem.data.file.empty() || !problem.data_path.empty()) {
    out += "\n   dữ liệu: " + place(problem.data);
    if (!problem.data_path.empty()) out += " (" + problem.data_path + ")";
  }
  if (!problem.hint.empty()) out += "\n   gợi ý: " + problem.hint;
  for (const std::string& step : problem.via)
    out += "\n   qua: " + step;
  return out;
}

}  // namespace sovang
