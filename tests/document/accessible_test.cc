#include "sovang/document/accessible.h"

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

std::string missing(std::string_view blocks) {
  const auto filled = testing::fill_xml(testing::template_with("<param name=\"c\" type=\"string\"/>", blocks),
                                        testing::data_with(""), testing::MemoryFiles());
  if (!filled.document) return testing::report(filled.diagnostics);
  Diagnostics diagnostics;
  check_accessible(*filled.document, diagnostics);
  return testing::findings(diagnostics);
}

TEST(Accessible, IsATableWithACaption) {
  EXPECT_EQ(missing("<table caption=\"Danh sách\"><column/><row><cell>a</cell></row></table>"), "");
  EXPECT_EQ(missing("<table><column/><row><cell>a</cell></row></table>"), "t.xml:1:175 TPL-16\n");
  // one that comes out empty is none
  EXPECT_EQ(missing("<table caption=\"{c ?? ''}\"><column/><row><cell>a</cell></row></table>"),
            "t.xml:1:175 TPL-16\n");
}

TEST(Accessible, TellsATableInALoopOnce) {
  EXPECT_EQ(missing("<for-each select=\"[1, 2, 3]\" "
                    "as=\"i\"><table><column/><row><cell>{i}</cell></row></table></for-each>"),
            "t.xml:1:211 TPL-16\n");
}

TEST(Accessible, LooksIntoFramesGridsAndCells) {
  EXPECT_NE(
      missing("<grid columns=\"1fr\"><cell><table><column/><row><cell>a</cell></row></table></cell></grid>"),
      "");
  EXPECT_NE(
      missing(
          "<table caption=\"x\"><column/><row><cell><table><column/><row><cell>a</cell></row></table></cell>"
          "</row></table>"),
      "");
}

}  // namespace
}  // namespace sovang::document
