#include "sovang/document/data_schema.h"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"

#include "document/support.h"

namespace sovang::document {
namespace {

using testing::data_with;
using testing::MemoryFiles;
using testing::template_with;

const char* const params =
    R"(<param name="n" type="int" required="yes" doc="số quyết định; nhỏ hơn &lt; 10 thì thêm 0 -- không"/>)"
    R"(<param name="rate" type="decimal" default="1.5"/><param name="day" type="date"/>)"
    R"(<param name="open" type="bool"/><param name="who" type="record" required="yes"/>)"
    R"(<param name="who.name" type="string" required="yes"/><param name="rows" type="list" required="yes"/>)"
    R"(<param name="rows.name" type="string" required="yes"/><param name="rows.amount" type="int"/>)"
    R"(<param name="lines" type="list"/><param name="other" type="any"/>)";

Template form_of(std::string_view head, Diagnostics& diagnostics) {
  auto form = parse_template(template_with(head, "<p>x</p>"), "t.xml", MemoryFiles(), diagnostics);
  if (!form) throw std::runtime_error(testing::report(diagnostics));
  return std::move(*form);
}

/// Does an independent reader of RELAX NG (libxml2) take the data?
bool schema_takes(const Template& form, std::string_view data) {
  const auto folder = files::TemporaryFolder::make("data-schema");
  if (!folder) throw std::runtime_error(folder.error().message);
  const auto schema = folder->path() / "s.rng";
  const auto file = folder->path() / "d.xml";
  if (!files::replace(schema, data_schema(form)) || !files::replace(file, data))
    throw std::runtime_error("cannot write");
  const auto run = run_process({"xmllint", "--noout", "--relaxng", schema.string(), file.string()});
  if (!run || run->exit_status > 4) throw std::runtime_error(run ? run->errors : run.error().message);
  return run->exit_status == 0;
}

bool reader_takes(const Template& form, std::string_view data) {
  Diagnostics diagnostics;
  return read_data(form, data, "d.xml", diagnostics).has_value();
}

TEST(DataSchema, ListsFieldsInTheOrderOfTheTemplate) {
  Diagnostics diagnostics;
  const Template form = form_of(params, diagnostics);
  std::string all;
  for (const DataField& field : data_fields(form))
    all += field.path + ":" + field.type + (field.required ? "!" : "") +
           (field.default_value.empty() ? "" : "=" + field.default_value) + " ";
  EXPECT_EQ(all,
            "n:int! rate:decimal=1.5 day:date open:bool who:record! who.name:string! rows:list! "
            "rows.name:string! rows.amount:int lines:list other:any ");
  EXPECT_EQ(data_fields(form).front().doc, "số quyết định; nhỏ hơn < 10 thì thêm 0 -- không");
}

TEST(DataSchema, TakesWhatTheReaderTakesAndRefusesWhatItRefuses) {
  Diagnostics diagnostics;
  const Template form = form_of(params, diagnostics);
  const std::string good = "<n>1</n><who><name>A</name></who><rows/>";
  const struct {
    std::string fields;
    bool taken;
  } cases[] = {
      {good, true},
      {"<rows/><who><name/></who><n> 12\n</n>", true},  // any order, white space around
      {"<n>1</n><who><name>A</name></who><rows><a><name>B</name></a><b><amount/><name>C</name></b></rows>",
       true},
      {good + "<unknown x=\"1\"><y>2</y>z</unknown>", true},
      {good + "<rate>94.4</rate><day>2021-10-01</day><open>true</open>", true},
      {good + "<rate/><day/><open/><lines/><other/>", true},
      {good + "<lines><i>a</i><i><b>c</b></i></lines><other>x<y/></other>", true},
      {"<who><name>A</name></who><rows/>", false},                    // n is missing
      {"<n/><who><name>A</name></who><rows/>", false},                // n is empty
      {"<n>1</n><who/><rows/>", false},                               // who is empty
      {"<n>1</n><who>A</who><rows/>", false},                         // text for a record
      {"<n>1</n><who><name>A</name></who>", false},                   // no rows
      {"<n>một</n><who><name>A</name></who><rows/>", false},          // no number
      {"<n>1.5</n><who><name>A</name></who><rows/>", false},          // no whole number
      {"<n x=\"1\">1</n><who><name>A</name></who><rows/>", false},    // an attribute
      {"<n>1</n><who><name>A</name></who><rows><i/></rows>", false},  // an item without its name
      {"<n>1</n><who><name>A</name></who><rows>x</rows>", false},     // text for a list
      {good + "<day>1/10/2021</day>", false},
      {good + "<open>yes</open>", false},
      {good + "<n>2</n>", false},  // twice
  };
  for (const auto& each : cases) {
    const std::string data = data_with(each.fields);
    EXPECT_EQ(reader_takes(form, data), each.taken) << data;
    EXPECT_EQ(schema_takes(form, data), each.taken) << data << "\n" << data_schema(form);
  }
}

TEST(DataSchema, BlankDataLackOnlyWhatAPersonMustFillIn) {
  Diagnostics diagnostics;
  const Template form = form_of(params, diagnostics);
  const auto read = read_data(form, blank_data(form), "d.xml", diagnostics);
  EXPECT_FALSE(read);
  EXPECT_EQ(diagnostics.all().size(), 1U) << testing::report(diagnostics);
  EXPECT_EQ(diagnostics.all().front().rule,
            "DAT-03");  // n: an empty string is a string, an empty list a list
  EXPECT_NE(blank_data(form).find("<n></n> <!-- số nguyên, bắt buộc; viết số liền nhau"), std::string::npos)
      << blank_data(form);
}

TEST(DataSchema, OfEveryFormTakesItsExample) {
  const auto root = sovang::testing::project_file("templates");
  const auto files = template_folder(root);
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (!std::filesystem::exists(entry.path() / "form.xml")) continue;
    Diagnostics diagnostics;
    const std::string name = entry.path().filename().string() + "/form.xml";
    const auto form = parse_template(sovang::testing::read_all(root / name), name, *files, diagnostics);
    ASSERT_TRUE(form) << testing::report(diagnostics);
    EXPECT_TRUE(schema_takes(*form, sovang::testing::read_all(entry.path() / "example.xml"))) << name;
    Diagnostics blank;
    static_cast<void>(read_data(*form, blank_data(*form), "blank.xml", blank));
    for (const Problem& problem : blank.all())
      EXPECT_EQ(problem.rule, "DAT-03") << name << "\n" << describe(problem);
    ++count;
  }
  EXPECT_GT(count, 5U);
}

TEST(DataSchema, RefusesAPathThatNoDataCanReach) {
  std::string path = "a";
  for (int i = 0; i < 100; ++i)
    path += ".a";
  Diagnostics diagnostics;
  EXPECT_FALSE(parse_template(template_with("<param name=\"" + path + "\" type=\"int\"/>", "<p/>"), "t.xml",
                              MemoryFiles(), diagnostics));
  EXPECT_EQ(testing::findings(diagnostics), "t.xml:1:89 LIM-03\n");
}

}  // namespace
}  // namespace sovang::document
