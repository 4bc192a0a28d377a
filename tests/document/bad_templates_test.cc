#include <string>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

const char* const folder = "template-language/bad";

/// What checking a template, and filling it where there is data, finds: "file:line:column rule severity".
std::string found(const std::string& name, const std::string& data, Diagnostics& diagnostics) {
  const auto root = sovang::testing::shared_file(folder);
  const auto files = template_folder(root);
  const auto form = parse_template(sovang::testing::read_all(root / name), name, *files, diagnostics);
  if (form && data != "-") {
    const auto value = read_data(*form, sovang::testing::read_all(root / data), data, diagnostics);
    if (value) {
      const auto document = fill(*form, *value, diagnostics);
      EXPECT_FALSE(document) << name << " was filled";
    }
  }
  std::string out;
  for (const Problem& problem : diagnostics.all())
    out += problem.where.file + ":" + std::to_string(problem.where.line) + ":" +
           std::to_string(problem.where.column) + " " + problem.rule + " " +
           std::string(to_string(problem.severity)) + "\n";
  return out;
}

TEST(BadTemplates, EachGivesExactlyItsFinding) {
  SOVANG_NEEDS_SHARED(std::string(folder) + "/expected.tsv");
  int count = 0;
  for (const auto& row :
       sovang::testing::read_tsv(sovang::testing::shared_file(std::string(folder) + "/expected.tsv"))) {
    if (row[0] == "template") continue;
    Diagnostics diagnostics;
    EXPECT_EQ(found(row[0], row[1], diagnostics),
              row[2] + ":" + row[3] + ":" + row[4] + " " + row[5] + " " + row[6] + "\n")
        << row[0] << "\n"
        << testing::report(diagnostics);
    const std::string note = row.size() > 7 ? row[7] : "";
    if (note.starts_with("hint: ") && !diagnostics.all().empty()) {
      std::string wanted = note.substr(6, note.find(" or ") - 6);
      if (wanted == "parentheses") wanted = "ngoặc";
      EXPECT_NE(diagnostics.all().front().hint.find(wanted), std::string::npos)
          << row[0] << ": " << diagnostics.all().front().hint;
    }
    ++count;
  }
  EXPECT_EQ(count, 44);
}

TEST(BadTemplates, ANullNamesItsPlaceInTheData) {
  SOVANG_NEEDS_SHARED(std::string(folder) + "/expected.tsv");
  Diagnostics diagnostics;
  found("dat-null.xml", "dat-null.data.xml", diagnostics);
  ASSERT_EQ(diagnostics.all().size(), 1U);
  const Problem& problem = diagnostics.all().front();
  EXPECT_EQ(problem.data.file, "dat-null.data.xml");
  EXPECT_EQ(problem.data.line, 5);
  EXPECT_EQ(problem.data.column, 54);
  EXPECT_EQ(problem.data_path, "ds[2], «Lê An»");
}

}  // namespace
}  // namespace sovang::document
