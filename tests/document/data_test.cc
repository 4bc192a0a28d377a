#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

using testing::data_with;
using testing::findings;
using testing::MemoryFiles;

Template form_with(const std::string& params) {
  const MemoryFiles files;
  Diagnostics diagnostics;
  auto form = parse_template(testing::template_with(params, ""), "t.xml", files, diagnostics);
  EXPECT_TRUE(form) << testing::report(diagnostics);
  return std::move(*form);
}

const std::string all_types =
    "<param name='text' type='string'/><param name='count' type='int'/><param name='rate' type='decimal'/>"
    "<param name='good' type='bool'/><param name='day' type='date'/><param name='office' type='record'/>"
    "<param name='office.name' type='string'/><param name='rows' type='list'/>"
    "<param name='rows.name' type='string' required='yes'/><param name='rows.amount' type='int'/>"
    "<param name='marks' type='list'/>";

/// The canonical form of what was read, or the findings.
std::string read(const std::string& fields) {
  const Template form = form_with(all_types);
  Diagnostics diagnostics;
  const auto data = read_data(form, data_with(fields), "d.xml", diagnostics);
  if (!data) return findings(diagnostics);
  const std::string xml = canonical_xml(*data);
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data xmlns=\"urn:sovang:data:1\">\n";
  return xml.starts_with(head) ? xml.substr(head.size()) : xml;
}

constexpr int base = 33;  // the column behind <data xmlns="urn:sovang:data:1">

std::string at(int offset, const std::string& rule) {
  return "d.xml:1:" + std::to_string(base + offset) + " " + rule + "\n";
}

TEST(Data, IsReadByTheTypesOfTheParams) {
  EXPECT_EQ(read("<text> Nguyễn\n  An "
                 "</text><count>12</count><rate>94.40</rate><good>true</good><day>2021-10-01</day>"),
            "  <count>12</count>\n  <day>2021-10-01</day>\n  <good>true</good>\n  <rate>94.4</rate>\n"
            "  <text>Nguyễn An</text>\n</data>\n");
}

TEST(Data, ListsKeepTheirItemsWhateverTheirNames) {
  EXPECT_EQ(read("<marks><a>x</a><b/></marks><rows/>"),
            "  <marks>\n    <i>x</i>\n    <i/>\n  </marks>\n  <rows/>\n</data>\n");
}

TEST(Data, EmptyElementsAreEmptyTextOrNull) {
  EXPECT_EQ(read("<text/><count/>"), "  <text/>\n</data>\n");
}

TEST(Data, RefusesValuesThatDoNotFit) {
  EXPECT_EQ(read("<count>1.000</count>"), at(7, "DAT-01"));
  EXPECT_EQ(read("<count>99999999999999999999</count>"), at(7, "DAT-01"));
  EXPECT_EQ(read("<day>31/12/2021</day>"), at(5, "DAT-01"));
  EXPECT_EQ(read("<day>2021-02-30</day>"), at(5, "DAT-01"));
  EXPECT_EQ(read("<rate>1,5</rate>"), at(6, "DAT-01"));
  EXPECT_EQ(read("<good>yes</good>"), at(6, "DAT-01"));
  EXPECT_EQ(read("<text><b/></text>"), at(6, "DAT-01"));
  EXPECT_EQ(read("<office>x</office>"), at(8, "DAT-01"));
  EXPECT_EQ(read("<rows>x</rows>"), at(6, "DAT-01"));
  EXPECT_EQ(read("<text lang='vi'>x</text>"), at(6, "DAT-01"));
  EXPECT_EQ(read("<text>x</text><text>y</text>"), at(14, "DAT-01"));
  EXPECT_EQ(read("<rows><r>x</r></rows>"), at(9, "DAT-05"));
  EXPECT_EQ(read("<rows><r><amount>1</amount></r></rows>"), at(6, "DAT-03"));
  EXPECT_EQ(read("<office>x<name>y</name></office>"), at(8, "DAT-01"));
}

TEST(Data, UnusedFieldsAreToldOnceAndKept) {
  const Template form = form_with(all_types);
  Diagnostics diagnostics;
  const auto data = read_data(
      form, data_with("<rows><r><name>a</name><nme>b</nme></r><r><name>c</name><nme>d</nme></r></rows>"),
      "d.xml", diagnostics);
  ASSERT_TRUE(data);
  ASSERT_EQ(diagnostics.all().size(), 1U);
  EXPECT_EQ(diagnostics.all()[0].rule, "DAT-06");
  EXPECT_EQ(diagnostics.all()[0].severity, Severity::info);
  EXPECT_NE(diagnostics.all()[0].hint.find("name"), std::string::npos);
  EXPECT_EQ(data->field("rows").items()[1].field("nme").data(), Value("d").data());
}

TEST(Data, KnowsItsPlaces) {
  const Template form = form_with(all_types);
  Diagnostics diagnostics;
  const auto data =
      read_data(form, data_with("\n<rows>\n <r><name>An</name></r></rows>"), "d.xml", diagnostics);
  ASSERT_TRUE(data);
  const Value& row = data->field("rows").items().front();
  EXPECT_EQ(row.place(), (SourceSpan{"d.xml", 3, 2, 0}));
  EXPECT_EQ(row.field("name").place(), (SourceSpan{"d.xml", 3, 11, 0}));
}

TEST(Data, TextIsNfc) {
  EXPECT_EQ(read("<text>e\u0302\u0323</text>"), "  <text>ệ</text>\n</data>\n");
}

RC_GTEST_PROP(CanonicalXml, ReadsBackToItself, ()) {
  const Template form = form_with(all_types);
  const auto word =
      rc::gen::container<std::string>(rc::gen::element('a', '<', '&', '>', '"', '\'', 'z', '1'));
  const auto row = rc::gen::apply(
      [](std::string name, std::int32_t amount) {
        return Value::record({{"name", "n" + name}, {"amount", std::int64_t{amount}}});
      },
      word, rc::gen::arbitrary<std::int32_t>());
  const auto rows = *rc::gen::container<ValueList>(row);
  const Decimal rate{*rc::gen::inRange<std::int64_t>(-100000, 100000), *rc::gen::inRange(0, 6)};
  const Value value = Value::record({{"text", *word},
                                     {"rate", rate},
                                     {"rows", Value::list(rows)},
                                     {"day", Date::from_days(*rc::gen::inRange(-10000, 30000))}});
  const std::string xml = canonical_xml(value);
  Diagnostics diagnostics;
  const auto again = read_data(form, xml, "d.xml", diagnostics);
  RC_ASSERT(again.has_value());
  RC_ASSERT(canonical_xml(*again) == xml);
}

TEST(CanonicalXml, DoesNotDependOnTheOrderOfFields) {
  const Value a = Value::record({{"b", 1}, {"a", "x"}});
  const Value b = Value::record({{"a", "x"}, {"b", 1}});
  EXPECT_EQ(canonical_xml(a), canonical_xml(b));
}

}  // namespace
}  // namespace sovang::document
