// `signature-field`: in the tree, and what is refused (docs/adr/0012).
#include <string>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

using testing::data_with;
using testing::fill_xml;
using testing::MemoryFiles;
using testing::template_with;

constexpr const char* field =
    "<signature-field name='ky_ca_nhan' width='40mm' height='18mm' align='center' alt='Chữ ký số của {n}'/>";

TEST(SignatureField, StandsInTheTreeWithItsNameAndWords) {
  const auto filled = fill_xml(template_with("<param name='n' type='string' required='yes'/>", field),
                               data_with("<n>Lê Văn An</n>"), MemoryFiles{});
  ASSERT_TRUE(filled.document) << testing::report(filled.diagnostics);
  const auto& block = filled.document->sequences.at(0).children.at(0);
  const auto* made = std::get_if<SignatureField>(&block.content);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->name, "ky_ca_nhan");
  EXPECT_EQ(made->alt, "Chữ ký số của Lê Văn An");
  EXPECT_EQ(made->width, Length::mm(40));
  EXPECT_EQ(made->height, Length::mm(18));
  EXPECT_NE(filled.tree().find("signature-field ky_ca_nhan"), std::string::npos);
}

TEST(SignatureField, IsRefusedTwiceInOneDocument) {
  const auto filled = fill_xml(
      template_with("<param name='l' type='list' required='yes'/>",
                    "<for-each select='l' as='x'><signature-field name='ky' width='40mm' height='18mm' "
                    "alt='Chữ ký'/></for-each>"),
      data_with("<l><i/><i/></l>"), MemoryFiles{});
  EXPECT_FALSE(filled.document);
  EXPECT_NE(testing::findings(filled.diagnostics).find("TPL-10"), std::string::npos)
      << testing::report(filled.diagnostics);
}

TEST(SignatureField, NeedsASizeAndWordsForTheBlind) {
  for (const std::string missing : {"width='40mm' height='18mm'", "height='18mm' alt='Chữ ký'"}) {
    const auto filled = fill_xml(template_with("", "<signature-field name='ky' " + missing + "/>"),
                                 data_with(""), MemoryFiles{});
    EXPECT_NE(testing::findings(filled.diagnostics).find("TPL-04"), std::string::npos) << missing;
  }
}

}  // namespace
}  // namespace sovang::document
