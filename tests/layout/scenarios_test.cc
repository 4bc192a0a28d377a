// The scenarios of template-language/peer-scenarios.tsv, in our words: what a careful typesetter expects of a
// small layout. Each is a file of tests/suite/layout/ (its README.md says how to read one): a template's body
// and what must stand on the pages. `SOVANG_UPDATE_GOLDENS=1 scenarios_test` writes the expectations anew;
// think about each before you commit it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/files.h"
#include "sovang/document/template.h"

#include "build.h"

namespace sovang::layout {
namespace {

namespace fs = std::filesystem;
using testing::text_of;

constexpr std::string_view expected_mark = "---- expected\n";
constexpr std::string_view template_mark = "---- template\n";

bool updating() {
  return std::getenv("SOVANG_UPDATE_GOLDENS") != nullptr;
}

fs::path suite() {
  return sovang::testing::project_file("tests/suite/layout");
}

/// The template that a case stands in: lines of 10 pt are exactly 5 mm apart, so that places can be counted.
std::string around(std::string_view body) {
  return R"(<template xmlns="urn:sovang:template:1" id="case" version="1.0.0" kind="case" lang="vi">)"
         R"(<style name="t" font-family="Times New Roman" font-size="10pt" line-height="14.173pt"/>)" +
         std::string(body) + "</template>";
}

/// A file of the suite: what it says, its template, what is expected.
struct Scenario {
  std::string head;
  std::string body;
  std::string expected;
};

std::optional<Scenario> read_scenario(const fs::path& file) {
  const std::string text = sovang::testing::read_all(file);
  const std::size_t body = text.find(template_mark);
  const std::size_t expected = text.find(expected_mark);
  if (body == std::string::npos || expected == std::string::npos || expected < body) return std::nullopt;
  const std::size_t from = body + template_mark.size();
  return Scenario{text.substr(0, from), text.substr(from, expected - from),
                  text.substr(expected + expected_mark.size())};
}

/// Tenths of a millimetre: what a ruler tells.
std::string mm(Length length) {
  const double value = length.in_mm();
  const auto tenths = static_cast<long>(value < 0 ? value * 10 - 0.5 : value * 10 + 0.5);
  return (tenths < 0 ? "-" : "") + std::to_string(std::labs(tenths) / 10) + "." +
         std::to_string(std::labs(tenths) % 10);
}

std::string percent(std::int32_t permille) {
  return (permille > 0 ? "+" : "") + std::to_string(permille / 10) + "%";
}

/// What is not as it would be at rest: size, width of the letters, width of the spaces.
std::string marks_of(const TextItem& item) {
  std::string marks;
  if (item.size != Length::pt(10)) marks += " size " + mm(item.size) + " mm";
  if (item.condense_permille != 1000) marks += " letters " + percent(item.condense_permille - 1000);
  if (item.space_change_permille != 0) marks += " spaces " + percent(item.space_change_permille);
  return marks;
}

/// The lines of a page from the top of its list of items: baseline, then each text with its left and right
/// end. Texts that follow each other on one baseline share a line.
class PageDump {
 public:
  void add(const Item& item) {
    if (const auto* text = std::get_if<TextItem>(&item.content)) {
      start_line(text->baseline);
      text_ += "   " + mm(text->x) + "-" + mm(text->x + text->width) + " \"" + text_of(*text) + "\"" +
               marks_of(*text);
      if (item.rotation) text_ += " turned " + std::to_string(item.rotation->degrees);
    } else if (const auto* rule = std::get_if<LineItem>(&item.content)) {
      start_line(rule->y1);
      text_ += "   " + mm(rule->x1) + "-" + mm(rule->x2) + " rule";
      if (rule->y1 != rule->y2) text_ += " down to " + mm(rule->y2);
    }
  }
  std::string take() { return std::move(text_) + "\n"; }

 private:
  void start_line(Length y) {
    if (last_ == y) return;
    last_ = y;
    const std::string at = mm(y);
    text_ += "\n" + std::string(at.size() < 7 ? 7 - at.size() : 0, ' ') + at;
  }

  std::string text_;
  std::optional<Length> last_;
};

std::string dump(const testing::LaidOut& laid_out) {
  std::string text;
  for (std::size_t i = 0; i < laid_out.pages.pages.size(); ++i) {
    const Page& page = laid_out.pages.pages[i];
    text += "page " + std::to_string(i + 1) + ": " + mm(page.width) + " x " + mm(page.height);
    PageDump lines;
    if (page.form) std::ranges::for_each(page.form->items, [&](const Item& item) { lines.add(item); });
    std::ranges::for_each(page.items, [&](const Item& item) { lines.add(item); });
    text += lines.take();
  }
  for (const Problem& problem : laid_out.diagnostics.all())
    text += "finding: " + problem.rule + " " + std::string(to_string(problem.severity)) + "\n";
  return text;
}

testing::LaidOut run(const Scenario& scenario) {
  testing::LaidOut result;
  const auto files = document::template_folder(suite());
  const auto form = document::parse_template(around(scenario.body), "case.xml", *files, result.diagnostics);
  if (!form) return result;
  const auto filled = document::fill(*form, document::Value::record({}), result.diagnostics);
  if (!filled) return result;
  LayoutCache cache;
  Result<Pages> pages = lay_out(*filled, testing::fonts(), cache, result.diagnostics);
  if (pages) result.pages = *std::move(pages);
  return result;
}

std::vector<std::string> all_scenarios() {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(suite()))
    if (entry.path().extension() == ".case") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

class LayoutScenario : public ::testing::TestWithParam<std::string> {};

TEST_P(LayoutScenario, IsSetAsItsFileSays) {
  const fs::path file = suite() / (GetParam() + ".case");
  const std::optional<Scenario> scenario = read_scenario(file);
  ASSERT_TRUE(scenario) << file << " lacks one of its two marks";
  const testing::LaidOut result = run(*scenario);
  std::string told;
  for (const Problem& problem : result.diagnostics.all())
    told += describe(problem) + "\n";
  const std::string found = dump(result);
  // What layout does not yet do right is told in the head of the case; the expectation is what is right.
  const bool known_wrong = scenario->head.find("known to be wrong: ") != std::string::npos;
  if (updating()) {
    if (known_wrong) return;
    ASSERT_TRUE(files::replace(file, scenario->head + scenario->body + std::string(expected_mark) + found));
  } else if (known_wrong) {
    EXPECT_NE(scenario->expected, found) << "it is right now: take “known to be wrong” out of the case";
  } else {
    EXPECT_EQ(scenario->expected, found) << told;
  }
}

INSTANTIATE_TEST_SUITE_P(Suite, LayoutScenario, ::testing::ValuesIn(all_scenarios()), [](const auto& each) {
  std::string name;
  for (const char c : each.param)
    name += c == '-' ? '_' : c;
  return name;
});

TEST(LayoutScenarios, AreAllThatTheReferenceLists) {
  SOVANG_NEEDS_SHARED("template-language/peer-scenarios.tsv");
  std::map<std::string, int> of_peer;
  for (const std::string& name : all_scenarios()) {
    const std::optional<Scenario> scenario = read_scenario(suite() / (name + ".case"));
    ASSERT_TRUE(scenario) << name;
    const std::size_t from = scenario->head.find("poses: ");
    ASSERT_NE(from, std::string::npos) << name;
    ++of_peer[scenario->head.substr(from + 7, scenario->head.find('\n', from) - from - 7)];
  }
  const std::string table =
      sovang::testing::read_all(sovang::testing::shared_file("template-language/peer-scenarios.tsv"));
  std::size_t rows = 0;
  for (std::size_t at = table.find('\n') + 1; at < table.size(); ++rows) {
    const std::size_t end = table.find('\n', at);
    const std::string row = table.substr(at, end - at);
    const std::string posed = row.substr(row.rfind('\t') + 1);
    EXPECT_GE(of_peer[posed], 1) << "no case poses: " << posed;
    at = end + 1;
  }
  EXPECT_EQ(rows, 58U);
}

}  // namespace
}  // namespace sovang::layout
