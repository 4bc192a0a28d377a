// Decree 30 read off finished pages: our own forms are clean, and each rule is told when a form is changed so
// that it is broken.
#include "sovang/dossier/lint.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/files.h"
#include "sovang/dossier/forms.h"

#include "lint_report.h"
#include "support/shared.h"

namespace sovang::dossier {
namespace {

namespace fs = std::filesystem;
using sovang::testing::project_file;
using sovang::testing::read_all;

/// Words of a template's file that stand there, and what takes their place.
struct Change {
  std::string file;
  std::string from;
  std::string to;
};

const std::string lib = "components/national.xml";

/// The library's files with changes.
class ChangedFiles : public document::TemplateFiles {
 public:
  explicit ChangedFiles(std::vector<Change> changes) : changes_(std::move(changes)) {}

  Result<Bytes> read(const fs::path& path) const override {
    const fs::path file = project_file("templates") / path;
    if (!fs::is_regular_file(file)) return fail(ErrorCode::not_found, "không có " + path.string());
    std::string text = read_all(file);
    for (const Change& change : changes_) {
      if (change.file != path.generic_string()) continue;
      const std::size_t at = text.find(change.from);
      if (at == std::string::npos) throw std::runtime_error("not in " + change.file + ": " + change.from);
      text.replace(at, change.from.size(), change.to);
    }
    return text;
  }

 private:
  std::vector<Change> changes_;
};

const Forms& all_forms() {
  static const Forms forms = [] {
    Diagnostics diagnostics;
    return *Forms::load(project_file(""), diagnostics);
  }();
  return forms;
}

const LayoutRules& rules() {
  static const LayoutRules read = *LayoutRules::read(project_file("templates/law/nd30_rules.tsv"));
  return read;
}

/// What the lint finds in a form over its example, after some changes of its files.
std::vector<LayoutFinding> findings_of(const std::string& form, const std::vector<Change>& changes) {
  const ChangedFiles files(changes);
  Diagnostics diagnostics;
  const std::string name = form + "/form.xml";
  const auto parsed = document::parse_template(*files.read(name), name, files, diagnostics);
  if (!parsed) throw std::runtime_error(describe(diagnostics.all().front()));
  const auto data = document::read_data(*parsed, read_all(project_file("templates/" + form + "/example.xml")),
                                        "d.xml", diagnostics);
  if (!data) throw std::runtime_error(data.error().message);
  const auto paper = all_forms().lay_out(*parsed, *data, Date::from_days(0), {}, diagnostics);
  if (!paper) throw std::runtime_error(paper.error().message + describe(diagnostics.all().back()));
  const auto pdf = pdf::write_pdf(paper->pages, paper->facts, all_forms().pdf_cache());
  const auto folder = files::TemporaryFolder::make("sovang-lint");
  if (!pdf || !folder || !files::create_unsynced(folder->path() / "t.pdf", *pdf))
    throw std::runtime_error("no PDF");
  auto found = lint_pdf(folder->path() / "t.pdf", rules());
  if (!found) throw std::runtime_error(found.error().message);
  return *found;
}

std::string told(const std::vector<LayoutFinding>& findings) {
  std::string out;
  for (const LayoutFinding& finding : findings)
    out += finding.rule + " trang " + std::to_string(finding.page) + ": " + finding.message + ": " +
           finding.found + "\n";
  return out;
}

std::vector<std::string> forms_under_the_decree() {
  std::vector<std::string> out;
  for (const auto& entry : fs::directory_iterator(project_file("templates"))) {
    const fs::path form = entry.path() / "form.xml";
    if (fs::exists(form) && read_all(form).find("profile=\"nd30\"") != std::string::npos)
      out.push_back(entry.path().filename().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

class CleanForm : public ::testing::TestWithParam<std::string> {};
TEST_P(CleanForm, GivesNoFinding) {
  EXPECT_EQ(told(findings_of(GetParam(), {})), "");
}
INSTANTIATE_TEST_SUITE_P(Nd30, CleanForm, ::testing::ValuesIn(forms_under_the_decree()),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::erase(name, '-');
                           return name;
                         });

struct Broken {
  std::string rule;
  std::string form;
  std::vector<Change> changes;
};

/// A change of a style of the library.
Change style(const std::string& name, const std::string& attributes) {
  return {lib, "<style name=\"" + name + "\"", "<style name=\"" + name + "\" " + attributes};
}
/// A style's own attribute gets another value.
Change value(const std::string& before, const std::string& from, const std::string& to) {
  return {lib, before + from, before + to};
}

const std::vector<Broken>& broken_forms() {
  const std::string margin = "name=\"portrait\" size=\"A4\" orientation=\"portrait\" margin=";
  const std::string decision = "quyet-dinh";
  const std::string letter = "cong-van-tra";
  static const std::vector<Broken> all = {
      {"ND30-01", letter, {{lib, "name=\"portrait\" size=\"A4\"", "name=\"portrait\" size=\"220mm 300mm\""}}},
      {"ND30-02", letter, {{lib, "name=\"portrait\" size=\"A4\"", "name=\"portrait\" size=\"210mm 310mm\""}}},
      {"ND30-03",
       letter,
       {value("name=\"portrait\" size=\"A4\" orientation=", "\"portrait\"", "\"landscape\"")}},
      {"ND30-04", letter, {value(margin, "\"20mm 15mm 20mm 30mm\"", "\"32mm 15mm 20mm 30mm\"")}},
      {"ND30-05",
       decision,
       {value(margin, "\"20mm 15mm 20mm 30mm\"", "\"20mm 15mm 5mm 30mm\""),
        style("body", "space-before=\"20pt\"")}},
      {"ND30-06", letter, {value(margin, "\"20mm 15mm 20mm 30mm\"", "\"20mm 15mm 20mm 20mm\"")}},
      {"ND30-07", letter, {value(margin, "\"20mm 15mm 20mm 30mm\"", "\"20mm 8mm 20mm 30mm\"")}},
      {"ND30-10", letter, {value("line-height=\"1.15\" color=", "\"#000000\"", "\"#C00000\"")}},
      {"ND30-11",
       decision,
       {value("<style name=\"page-no\" based-on=\"base\" font-size=", "\"14pt\"", "\"11pt\"")}},
      {"ND30-12", decision, {style("page-no", "font-weight=\"bold\"")}},
      {"ND30-13",
       decision,
       {value("<style name=\"page-no\" based-on=\"base\" font-size=\"14pt\" align=", "\"center\"",
              "\"right\"")}},
      {"ND30-14", decision, {{lib, "<header on=\"not-first\">", "<header on=\"all\">"}}},
      {"ND30-15", decision, {{lib, "{page()}", "Trang {page()}"}}},
      {"ND30-16",
       letter,
       {{lib, "<p style=\"nation\">CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "<p style=\"nation\">CỘNG HÒA XHCN"}}},
      {"ND30-17",
       letter,
       {value("<style name=\"nation\" based-on=\"base\" font-size=", "\"13pt\"", "\"11pt\"")}},
      {"ND30-18", letter, {{lib, "<p style=\"nation\">", "<p style=\"nation\" font-weight=\"normal\">"}}},
      {"ND30-19",
       letter,
       {{lib, "<grid columns=\"64mm 1fr\" gap=\"2mm\">\n      <cell>",
         "<grid columns=\"98mm 1fr\" gap=\"2mm\">\n      <cell><use "
         "name=\"nation-and-motto\"/></cell><cell>"},
        {lib, "</use></cell>\n      <cell><use name=\"nation-and-motto\"/></cell>", "</use></cell>"}}},
      {"ND30-20", letter, {{lib, "Tự do - Hạnh phúc</p>", "Tự do - Hạnh Phúc</p>"}}},
      {"ND30-21",
       letter,
       {value("<style name=\"motto\" based-on=\"nation\" font-size=", "\"14pt\"", "\"11pt\"")}},
      {"ND30-22", letter, {style("motto", "font-weight=\"normal\"")}},
      {"ND30-23", letter, {style("motto", "align=\"left\"")}},
      {"ND30-24", letter, {value("<rule length=", "\"1tw\"", "\"0.5tw\"")}},
      {"ND30-25", letter, {style("motto", "line-height=\"1.8\"")}},
      {"ND30-26",
       letter,
       {value("<style name=\"agency-parent\" based-on=\"base\" font-size=", "\"13pt\"", "\"11pt\"")}},
      {"ND30-27",
       letter,
       {{lib, "<p style=\"agency-parent\">{parent}",
         "<p style=\"agency-parent\" font-style=\"italic\">{parent}"}}},
      {"ND30-28", letter, {style("agency", "font-size=\"15pt\"")}},
      {"ND30-29",
       letter,
       {value("<style name=\"agency\" based-on=\"agency-parent\" font-weight=", "\"bold\"", "\"normal\"")}},
      {"ND30-30", letter, {style("agency", "align=\"left\"")}},
      {"ND30-31", letter, {value("<rule length=", "\"0.4tw\"", "\"1tw\"")}},
      {"ND30-32",
       letter,
       {value("<style name=\"doc-number\" based-on=\"base\" font-size=", "\"13pt\"", "\"11pt\"")}},
      {"ND30-33", letter, {style("doc-number", "font-weight=\"bold\"")}},
      {"ND30-34", letter, {{lib, "Số: {number}", "Số {number}"}}},
      {"ND30-35",
       letter,
       {value("<style name=\"doc-number\" based-on=\"base\" font-size=\"13pt\" line-height=\"1\" align=",
              "\"center\"", "\"left\"")}},
      {"ND30-36",
       letter,
       {value("<style name=\"place-date\" based-on=\"base\" font-size=", "\"13pt\"", "\"11pt\"")}},
      {"ND30-37",
       letter,
       {value("font-size=\"13pt\" line-height=\"1\" font-style=", "\"italic\"", "\"normal\"")}},
      {"ND30-38",
       "giay-xac-nhan",
       {{lib, "{place}, {signed_on | date_long}",
         "{place}, ngày {signed_on | date('dd')} tháng {signed_on | date('MM')} năm {signed_on | "
         "date('yyyy')}"}}},
      {"ND30-39",
       letter,
       {value("line-height=\"1\" font-style=\"italic\" align=", "\"center\"", "\"left\"")}},
      {"ND30-40", decision, {style("doc-type", "font-size=\"16pt\"")}},
      {"ND30-41",
       decision,
       {value(
           "<style name=\"doc-type\" based-on=\"base\" font-weight=\"bold\" align=\"center\" text-transform=",
           "\"upper\"", "\"none\"")}},
      {"ND30-42", decision, {style("abstract", "font-size=\"12pt\"")}},
      {"ND30-43",
       decision,
       {value("<style name=\"abstract\" based-on=\"base\" font-weight=", "\"bold\"", "\"normal\"")}},
      {"ND30-44",
       decision,
       {{lib, "<rule length=\"0.4tw\" thickness=\"0.5pt\" align=\"center\" space-before=\"3pt\"",
         "<rule length=\"1tw\" thickness=\"0.5pt\" align=\"center\" space-before=\"3pt\""}}},
      {"ND30-45",
       letter,
       {value("<style name=\"concerning\" based-on=\"base\" font-size=", "\"12pt\"", "\"10pt\"")}},
      {"ND30-46", letter, {style("concerning", "font-style=\"italic\"")}},
      {"ND30-48", decision, {style("legal-basis", "font-size=\"11pt\"")}},
      {"ND30-49",
       decision,
       {value("<style name=\"legal-basis\" based-on=\"body\" font-style=", "\"italic\"", "\"normal\"")}},
      {"ND30-50",
       decision,
       {{lib, "{b}{if loop.last then '.' else ';'}", "{b}{if loop.last then '.' else ','}"}}},
      {"ND30-54", decision, {value("<style name=\"label\" font-weight=", "\"bold\"", "\"normal\"")}},
      {"ND30-57", decision, {style("body", "font-size=\"12pt\"")}},
      {"ND30-58",
       decision,
       {value("<style name=\"body\" based-on=\"base\" align=", "\"justify\"", "\"left\"")}},
      {"ND30-59", decision, {value("align=\"justify\" first-line-indent=", "\"12.7mm\"", "\"18mm\"")}},
      {"ND30-60", decision, {value("first-line-indent=\"12.7mm\" space-after=", "\"6pt\"", "\"0\"")}},
      {"ND30-61", decision, {style("body", "line-height=\"1.8\"")}},
      {"ND30-62",
       decision,
       {{"quyet-dinh/form.xml", "thi hành Quyết định này./.", "thi hành Quyết định này."}}},
      {"ND30-63", decision, {style("signing", "font-size=\"11pt\"")}},
      {"ND30-64",
       decision,
       {value("<style name=\"signing\" based-on=\"base\" font-weight=", "\"bold\"", "\"normal\"")}},
      {"ND30-65",
       decision,
       {{lib, "<p style=\"signing\">{l}</p>", "<p style=\"signing\">{l | replace('KT.', 'K/T')}</p>"}}},
      {"ND30-67", decision, {style("signer", "font-size=\"16pt\"")}},
      {"ND30-68", decision, {{lib, "<p style=\"signer\">{name}</p>", "<p style=\"signer\">TS. {name}</p>"}}},
      {"ND30-74",
       letter,
       {{lib, "<p style=\"base\" align=\"center\" wrap=\"balance\" space-after=\"10pt\">",
         "<p style=\"base\" align=\"center\" wrap=\"balance\" space-after=\"10pt\" font-size=\"11pt\">"}}},
      {"ND30-75",
       letter,
       {{lib, "<p style=\"base\" align=\"center\" wrap=\"balance\" space-after=\"10pt\">",
         "<p style=\"base\" align=\"center\" wrap=\"balance\" space-after=\"10pt\" font-style=\"italic\">"}}},
      {"ND30-76",
       decision,
       {value("<style name=\"recipients-label\" based-on=\"base\" font-size=", "\"12pt\"", "\"14pt\"")}},
      {"ND30-77",
       decision,
       {{lib, "<p style=\"recipients-label\">", "<p style=\"recipients-label\" font-style=\"normal\">"}}},
      {"ND30-78",
       decision,
       {value("<style name=\"recipients\" based-on=\"base\" font-size=", "\"11pt\"", "\"13pt\"")}},
      {"ND30-79",
       decision,
       {{lib, "<p style=\"recipients\">- {r};</p>", "<p style=\"recipients\">- {r},</p>"}}},
      {"ND30-80", decision, {{lib, "- Lưu: {file_mark}.", "- Lưu {file_mark}"}}},
      {"ND30-81",
       decision,
       {{lib, "<p style=\"recipients\">- {r};</p>", "<p style=\"recipients\">- Gửi {r};</p>"}}},
      {"ND30-82",
       decision,
       {{"quyet-dinh/form.xml", "<p style=\"appendix-title\">Danh sách</p>",
         "<p style=\"appendix-title\" text-transform=\"none\" font-size=\"12pt\">Phụ lục</p>"}}},
      {"ND30-83",
       decision,
       {{"quyet-dinh/form.xml", "<p style=\"appendix-title\">Danh sách</p>",
         "<p style=\"appendix-title\" text-transform=\"none\" font-weight=\"normal\">Phụ lục</p>"}}},
  };
  return all;
}

class BrokenForm : public ::testing::TestWithParam<Broken> {};
TEST_P(BrokenForm, IsToldByTheRuleThatItBreaks) {
  const auto found = findings_of(GetParam().form, GetParam().changes);
  const bool is_told = std::any_of(found.begin(), found.end(),
                                   [](const LayoutFinding& each) { return each.rule == GetParam().rule; });
  EXPECT_TRUE(is_told) << told(found);
}
INSTANTIATE_TEST_SUITE_P(Nd30, BrokenForm, ::testing::ValuesIn(broken_forms()), [](const auto& test) {
  std::string name = test.param.rule;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

PdfRun run_in(std::string family, std::string text) {
  return {100, 200, 14, false, false, true, std::move(family), std::move(text)};
}

/// The rules that a page with one line breaks.
std::set<std::string> rules_broken_by(const PdfRun& run) {
  const std::vector<PdfPage> pages = {{595.3, 841.9, {{100, 116, {run}}}}};
  LintReport report(rules());
  lint_pages(pages, report);
  std::set<std::string> out;
  for (const LayoutFinding& finding : report.take())
    out.insert(finding.rule);
  return out;
}

TEST(PageLint, TellsAFontThatIsNotTimes) {
  EXPECT_TRUE(rules_broken_by(run_in("Arial", "Chào")).contains("ND30-08"));
  EXPECT_FALSE(rules_broken_by(run_in("TimesNewRomanPSMT", "Chào")).contains("ND30-08"));
  EXPECT_FALSE(rules_broken_by(run_in("LiberationSerif", "Chào")).contains("ND30-08"));
}

TEST(PageLint, TellsLettersThatAreNotPrecomposedUnicode) {
  EXPECT_FALSE(rules_broken_by(run_in("Times New Roman", "ề")).contains("ND30-09"));
  EXPECT_TRUE(rules_broken_by(run_in("Times New Roman", "e\u0302\u0300")).contains("ND30-09"));
  EXPECT_TRUE(rules_broken_by(run_in(".VnTime", "Ch\u00B5o")).contains("ND30-09"));
  EXPECT_TRUE(rules_broken_by(run_in("Times New Roman", "\uE012")).contains("ND30-09"));
}

TEST(LayoutLint, HasAGoodAndABadPageForEveryRuleOfTheTable) {
  std::set<std::string> tried = {"ND30-08", "ND30-09"};  // above: no face of ours breaks them
  for (const Broken& each : broken_forms())
    tried.insert(each.rule);
  for (const LayoutRule& rule : rules().all())
    EXPECT_TRUE(tried.contains(rule.id)) << rule.id;
  EXPECT_EQ(tried.size(), rules().all().size());
}

TEST(LayoutLint, SaysThatTheDecreeDoesNotLayOutACertificate) {
  for (const std::string form : {"bang-khen", "giay-khen", "giay-chung-nhan"}) {
    const auto found = findings_of(form, {});
    ASSERT_EQ(found.size(), 1U) << told(found);
    EXPECT_EQ(found.front().rule, "");
    EXPECT_EQ(found.front().severity, Severity::info);
  }
}

TEST(LayoutLint, RefusesWhatIsNoPdf) {
  const auto folder = files::TemporaryFolder::make("sovang-lint");
  const fs::path file = folder->path() / "x.pdf";
  ASSERT_TRUE(files::create_unsynced(file, "%PDF-1.4\nkhông phải PDF"));
  EXPECT_FALSE(lint_pdf(file, rules()));
  EXPECT_FALSE(lint_pdf(folder->path() / "none.pdf", rules()));
}

TEST(PdfLines, PassOverWhatPdftohtmlNeverWrites) {
  for (const std::string_view text : {"", "<page", "<page >", "<text top=\"1\">x</text>",
                                      "<page width=\"9\" height=\"9\"><text>", "<text top=\"",
                                      "<page width=\"99999999999\" height=\"-1\"><fontspec id=\"x\"/><text "
                                      "font=\"7\">&#x110000;&#99999999999;&</text>"})
    EXPECT_LE(parse_pdf_lines(text).size(), 1U);
}

}  // namespace
}  // namespace sovang::dossier
