#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

using testing::data_with;
using testing::fill_xml;
using testing::Filled;
using testing::MemoryFiles;
using testing::template_with;

TEST(Attach, DotSelectsTheWholeDataSoThatTheDocumentCanBeMadeAgain) {
  const std::string form = template_with(
      R"(<param name="a" type="string" required="yes"/><param name="rows" type="list" required="yes"/>)"
      R"(<param name="rows.n" type="int" required="yes"/><attach name="d.xml" select="."/>)",
      R"(<p>{a} {rows | count}</p>)");
  const Filled first = fill_xml(form, data_with("<rows><i><n>1</n></i></rows><a>Lê An</a>"), MemoryFiles{});
  ASSERT_TRUE(first.document) << first.tree();
  ASSERT_EQ(first.document->attachments.size(), 1U);
  const Bytes data = first.document->attachments[0].bytes;
  EXPECT_NE(data.find("<a>Lê An</a>"), Bytes::npos) << data;

  const Filled again = fill_xml(form, data, MemoryFiles{});
  EXPECT_EQ(again.tree(), first.tree());
  ASSERT_TRUE(again.document);
  EXPECT_EQ(again.document->attachments[0].bytes, data);
}

TEST(Attach, DotStaysAnErrorElsewhere) {
  const Filled filled = fill_xml(template_with("", "<p>{.}</p>"), data_with(""), MemoryFiles{});
  ASSERT_EQ(filled.diagnostics.all().size(), 1U);
  EXPECT_EQ(filled.diagnostics.all()[0].rule, "EXP-02");
}

}  // namespace
}  // namespace sovang::document
