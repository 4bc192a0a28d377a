#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

using testing::data_with;
using testing::fill_xml;
using testing::MemoryFiles;
using testing::template_with;

Template form_of(const std::string& head, const std::string& blocks) {
  const MemoryFiles files;
  Diagnostics diagnostics;
  auto form = parse_template(template_with(head, blocks), "t.xml", files, diagnostics);
  EXPECT_TRUE(form) << testing::report(diagnostics);
  return std::move(*form);
}

TEST(Filling, TakesValuesMadeInCode) {
  const Template form = form_of(
      "<param name='o' type='record'/><param name='o.name' type='string' required='yes'/><param name='l' "
      "type='list'/>"
      "<param name='l.n' type='int' required='yes'/>",
      "<p>{o.name}: {l | sum(.n)}</p>");
  Diagnostics diagnostics;
  const auto row = [](int n) { return Value::record({{"n", n}}); };
  const auto document = fill(
      form,
      Value::record({{"o", Value::record({{"name", "Sở Nội vụ"}})}, {"l", Value::list({row(1), row(2)})}}),
      diagnostics);
  ASSERT_TRUE(document) << testing::report(diagnostics);
  EXPECT_EQ(plain_text(*document), "Sở Nội vụ: 3\n");

  const auto missing = fill(
      form, Value::record({{"o", Value::record({})}, {"l", Value::list({Value::record({})})}}), diagnostics);
  EXPECT_FALSE(missing);
  ASSERT_EQ(diagnostics.all().size(), 2U);
  EXPECT_EQ(diagnostics.all()[0].rule, "DAT-03");
  EXPECT_EQ(diagnostics.all()[0].data_path, "o.name");
  EXPECT_EQ(diagnostics.all()[1].data_path, "l[1].n");
}

TEST(Filling, ChecksTheTypesOfValuesMadeInCode) {
  const Template form = form_of("<param name='n' type='int'/>", "<p>{n + 1}</p>");
  Diagnostics diagnostics;
  EXPECT_FALSE(fill(form, Value::record({{"n", "x"}}), diagnostics));
  EXPECT_EQ(diagnostics.all().front().rule, "EXP-05");
}

TEST(Filling, UsesDefaultsForWhatIsNotThere) {
  const Template form = form_of(
      "<param name='a' type='string' default='một'/><param name='r' type='record'/>"
      "<param name='r.n' type='int' default='7'/>",
      "<p>{a} {r.n}</p>");
  Diagnostics diagnostics;
  const auto document = fill(form, Value::record({}), diagnostics);
  ASSERT_TRUE(document) << testing::report(diagnostics);
  EXPECT_EQ(plain_text(*document), "một 7\n");
}

TEST(Filling, ReadsNumbersAsTheOfficeSettles) {
  const Template form = form_of("", "<p>{1005 | in_words}</p><p id=\"n\">{page_of('n') | in_words}</p>");
  Diagnostics diagnostics;
  const auto document =
      fill(form, Value::record({}), diagnostics, {.le_instead_of_linh = true, .ngan_instead_of_nghin = true});
  ASSERT_TRUE(document);
  EXPECT_EQ(plain_text(*document).substr(0, plain_text(*document).find('\n')), "một ngàn không trăm lẻ năm");
  const auto& late = std::get<LateText>(
      std::get<Paragraph>(document->sequences.front().children[1].content).content.front());
  EXPECT_EQ(late_number_text(late, 101), "một trăm lẻ một");
}

TEST(Filling, NamesTheItemByItsPlaceInTheDataNotInTheLoop) {
  const MemoryFiles files;
  const auto filled = fill_xml(
      template_with(
          "<param name='l' type='list'/><param name='l.name' type='string'/><param name='l.n' type='int'/>",
          "<for-each select='l | sort_names(.name)' as='r'><p>{r.n}</p></for-each>"),
      data_with("<l><r><name>Võ Ân</name></r><r><name>Lê An</name><n>1</n></r></l>"), files);
  ASSERT_EQ(filled.diagnostics.all().size(), 1U);
  EXPECT_EQ(filled.diagnostics.all().front().data_path, "l[1], «Võ Ân»");
}

TEST(Filling, GivesEveryBlockItsSource) {
  const MemoryFiles files;
  const auto filled = fill_xml(
      template_with(
          "<param name='l' type='list'/><param name='l.name' type='string'/>"
          "<define name='c'><param name='x' type='string'/><p>{x}</p></define>",
          "<for-each select='l' as='r'><use name='c'><let name='x' value='r.name'/></use></for-each>"),
      data_with("<l><r><name>An</name></r></l>"), files);
  ASSERT_TRUE(filled.document) << testing::report(filled.diagnostics);
  const Document& document = *filled.document;
  const auto& group = std::get<Group>(document.sequences.front().children.front().content);
  const Source& source = document.source(group.children.front().source);
  EXPECT_EQ(source.place.file, "t.xml");
  EXPECT_EQ(source.data.file, "d.xml");
  EXPECT_EQ(source.data_path, "l[1], «An»");
  ASSERT_EQ(source.via.size(), 1U);
}

TEST(Filling, MayRunOnManyThreadsFromOneTemplate) {
  const Template form = form_of(
      "<param name='n' type='int'/><param name='l' type='list'/>",
      "<for-each select='l | sort' as='x'><p text-transform='upper'>{x}{n | in_words}</p></for-each>");
  const auto make = [&form](int n) {
    Diagnostics diagnostics;
    const auto document = fill(form, Value::record({{"n", n}, {"l", Value::list({"b", "a"})}}), diagnostics);
    return document ? tree_text(*document) : "";
  };
  std::vector<std::string> results(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < results.size(); ++i)
    threads.emplace_back([&, i] {
      for (int round = 0; round < 50; ++round)
        results[i] = make(static_cast<int>(i));
    });
  for (std::thread& thread : threads)
    thread.join();
  for (std::size_t i = 0; i < results.size(); ++i)
    EXPECT_EQ(results[i], make(static_cast<int>(i)));
}

}  // namespace
}  // namespace sovang::document
