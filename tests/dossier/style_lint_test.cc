// Decree 30 over styles, before there is data: our own forms are clean, and each rule is told where a style
// is changed so that it is broken.
#include "sovang/dossier/style_lint.h"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/dossier/forms.h"

#include "support/shared.h"

namespace sovang::dossier {
namespace {

using sovang::testing::project_file;
using sovang::testing::read_all;

/// The library's files, one of them with other words in it.
class ChangedFiles : public document::TemplateFiles {
 public:
  ChangedFiles(std::string file, std::string from, std::string to)
      : file_(std::move(file)), from_(std::move(from)), to_(std::move(to)) {}

  Result<Bytes> read(const std::filesystem::path& path) const override {
    const std::filesystem::path file = project_file("templates") / path;
    if (!std::filesystem::is_regular_file(file))
      return fail(ErrorCode::not_found, "không có " + path.string());
    std::string text = read_all(file);
    if (path.generic_string() != file_) return text;
    const std::size_t at = text.find(from_);
    if (at == std::string::npos) throw std::runtime_error("not there: " + from_);
    return text.replace(at, from_.size(), to_);
  }

 private:
  std::string file_;
  std::string from_;
  std::string to_;
};

const LayoutRules& rules() {
  static const LayoutRules read = *LayoutRules::read(project_file("templates/law/nd30_rules.tsv"));
  return read;
}

Diagnostics checked(const std::string& form, const document::TemplateFiles& files) {
  Diagnostics diagnostics;
  const Bytes xml = *files.read(form + "/form.xml");
  const auto parsed = document::parse_template(xml, form + "/form.xml", files, diagnostics);
  EXPECT_TRUE(parsed) << form;
  if (parsed) {
    const Status status =
        check_styles(*parsed, rules(), project_file("templates/law/nd30_styles.tsv"), diagnostics);
    EXPECT_TRUE(status) << status.error().message;
  }
  return diagnostics;
}

std::string told(const Diagnostics& diagnostics) {
  std::string out;
  for (const Problem& problem : diagnostics.all())
    out += describe(problem) + "\n";
  return out;
}

TEST(StyleLint, OurOwnFormsAreClean) {
  Diagnostics diagnostics;
  const auto forms = Forms::load(SOVANG_SOURCE_DIR, diagnostics);
  ASSERT_TRUE(forms);
  const auto files = document::template_folder(project_file("templates"));
  const std::vector<std::string> names = *forms->names();
  for (const std::string& name : names) {
    const Diagnostics found = checked(name, *files);
    EXPECT_EQ(found.errors(), 0U) << name << "\n" << told(found);
  }
}

struct Broken {
  const char* rule;
  const char* from;
  const char* to;
};

class StyleRuleTest : public ::testing::TestWithParam<Broken> {};

TEST_P(StyleRuleTest, IsToldAtTheStyleThatBreaksIt) {
  const Broken& broken = GetParam();
  const Diagnostics found =
      checked("quyet-dinh", ChangedFiles("components/national.xml", broken.from, broken.to));
  bool told_of_it = false;
  for (const Problem& problem : found.all())
    told_of_it =
        told_of_it || (problem.rule == broken.rule && problem.where.line > 0 && !problem.hint.empty());
  EXPECT_TRUE(told_of_it) << broken.rule << "\n" << told(found);
}

INSTANTIATE_TEST_SUITE_P(
    National, StyleRuleTest,
    ::testing::Values(
        Broken{"ND30-08", "name=\"base\" font-family=\"Times New Roman\"",
               "name=\"base\" font-family=\"Arial\""},
        Broken{"ND30-10", "line-height=\"1.15\" color=\"#000000\"", "line-height=\"1.15\" color=\"#0000FF\""},
        Broken{"ND30-17", "name=\"nation\" based-on=\"base\" font-size=\"13pt\"",
               "name=\"nation\" based-on=\"base\" font-size=\"14pt\""},
        Broken{"ND30-21", "name=\"motto\" based-on=\"nation\" font-size=\"14pt\"",
               "name=\"motto\" based-on=\"nation\" font-size=\"12pt\""},
        Broken{"ND30-29", "name=\"agency\" based-on=\"agency-parent\" font-weight=\"bold\"",
               "name=\"agency\" based-on=\"agency-parent\""},
        Broken{"ND30-32", "name=\"doc-number\" based-on=\"base\" font-size=\"13pt\"",
               "name=\"doc-number\" based-on=\"base\" font-size=\"14pt\""},
        Broken{"ND30-37", "line-height=\"1\" font-style=\"italic\" align=\"center\" wrap=\"nowrap\"",
               "line-height=\"1\" align=\"center\" wrap=\"nowrap\""},
        Broken{"ND30-49", "name=\"legal-basis\" based-on=\"body\" font-style=\"italic\"",
               "name=\"legal-basis\" based-on=\"body\""},
        Broken{"ND30-58", "name=\"body\" based-on=\"base\" align=\"justify\"",
               "name=\"body\" based-on=\"base\""},
        Broken{"ND30-59", "first-line-indent=\"12.7mm\"", "first-line-indent=\"20mm\""},
        Broken{"ND30-60", "space-after=\"6pt\" orphans=\"2\"", "space-after=\"3pt\" orphans=\"2\""},
        Broken{"ND30-61", "line-height=\"1.15\" color", "line-height=\"1.6\" color"},
        Broken{"ND30-76", "name=\"recipients-label\" based-on=\"base\" font-size=\"12pt\"",
               "name=\"recipients-label\" based-on=\"base\" font-size=\"13pt\""},
        Broken{"ND30-06", "orientation=\"portrait\" margin=\"20mm 15mm 20mm 30mm\"",
               "orientation=\"portrait\" margin=\"20mm 15mm 20mm 20mm\""}));

TEST(StyleLint, ACertificateIsNoAdministrativePaper) {
  const auto files = document::template_folder(project_file("templates"));
  EXPECT_TRUE(checked("bang-khen", *files).all().empty());
}

}  // namespace
}  // namespace sovang::dossier
