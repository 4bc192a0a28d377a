#include <string>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

using testing::fill_xml;
using testing::MemoryFiles;

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += c == '<' ? std::string("&lt;") : c == '"' ? "&quot;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

/// The result of an expression, as the table of cases writes it: its text, null, true, false, list, or the id
/// of the finding behind "! ".
std::string result_of(const std::string& expression) {
  const MemoryFiles files;
  // Three ways to look at one value: printed, compared with null and as a condition.
  const auto run = [&](const std::string& block) {
    return fill_xml(
        testing::template_with("<let name=\"value\" value=\"" + escaped(expression) + "\"/>", block),
        testing::data_with(""), files);
  };
  const auto null = run("<p>{if value eq null then 'null' else 'some'}</p>");
  for (const Problem& problem : null.diagnostics.all())
    if (problem.rule != "EXP-05" || problem.where.column < 100) return "! " + problem.rule;
  if (null.document && null.tree().find("p null") != std::string::npos) return "null";
  const auto condition = run("<p>{if value then 'true' else 'false'}</p>");
  const auto after = [](const std::string& tree) {
    const std::string mark = "\n  p ";
    const std::size_t at = tree.find(mark);
    return at == std::string::npos ? tree : tree.substr(at + mark.size(), tree.size() - at - mark.size() - 1);
  };
  if (condition.document) return after(condition.tree());
  const auto printed = run("<p>{value}</p>");
  return after(printed.tree());
}

/// A quoted ISO date before a date filter stands for a date (template-language, notes on the cases).
bool is_date_case(const std::string& expression) {
  return expression.starts_with("'20");
}

std::string date_result(const std::string& expression) {
  const MemoryFiles files;
  const std::string date = expression.substr(1, 10);
  const auto filled = fill_xml(
      testing::template_with("<param name=\"d\" type=\"date\"/>", "<p>{d" + expression.substr(12) + "}</p>"),
      testing::data_with("<d>" + date + "</d>"), files);
  const std::string tree = filled.tree();
  const std::size_t at = tree.find("\n  p ");
  return at == std::string::npos ? tree : tree.substr(at + 5, tree.size() - at - 6);
}

TEST(Expressions, GiveTheResultsOfTheReference) {
  SOVANG_NEEDS_SHARED("template-language/expression-cases.tsv");
  int count = 0;
  for (const auto& row :
       sovang::testing::read_tsv(sovang::testing::shared_file("template-language/expression-cases.tsv"))) {
    if (row[0] == "expression") continue;
    EXPECT_EQ(is_date_case(row[0]) ? date_result(row[0]) : result_of(row[0]), row.size() > 1 ? row[1] : "")
        << row[0];
    ++count;
  }
  EXPECT_EQ(count, 88);
}

TEST(Expressions, ReplaceTakesItsWordsFromArgumentsOfAnyLength) {
  EXPECT_EQ(result_of("'912/TTr-SNV' | replace('/', ' / ')"), "912 / TTr-SNV");
  EXPECT_EQ(result_of("'Phường Hải Châu' | replace('Phường Hải Châu', 'Ủy ban nhân dân phường Hải Châu')"),
            "Ủy ban nhân dân phường Hải Châu");
  EXPECT_EQ(result_of("'a-b-c' | replace('-', '')"), "abc");
  EXPECT_EQ(result_of("'abc' | replace('', '-')"), "abc");
}

}  // namespace
}  // namespace sovang::document
