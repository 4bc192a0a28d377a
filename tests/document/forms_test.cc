#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

std::vector<std::string> forms() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(sovang::testing::project_file("templates")))
    if (std::filesystem::exists(entry.path() / "form.xml")) out.push_back(entry.path().filename().string());
  return out;
}

TEST(PrintedForms, EachFillsWithItsExample) {
  const auto files = template_folder(sovang::testing::project_file("templates"));
  EXPECT_GT(forms().size(), 5U);
  for (const std::string& name : forms()) {
    const auto folder = sovang::testing::project_file("templates/" + name);
    const auto filled =
        testing::fill_xml(sovang::testing::read_all(folder / "form.xml"),
                          sovang::testing::read_all(folder / "example.xml"), *files, name + "/form.xml");
    EXPECT_TRUE(filled.document) << name << "\n" << testing::report(filled.diagnostics);
    EXPECT_EQ(filled.diagnostics.errors(), 0U) << name;
  }
}

}  // namespace
}  // namespace sovang::document
