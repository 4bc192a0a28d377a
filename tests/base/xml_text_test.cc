#include "sovang/base/xml_text.h"

#include <gtest/gtest.h>
#include <pugixml.hpp>

namespace sovang {
namespace {

// Tab, line feed, CR, every mark of XML, and a comment's and a section's end.
constexpr std::string_view nasty = "a<b>&\"c\"'d'\t\n\r]]>--> Nguyễn Thị Ánh &amp; &#10;";

TEST(XmlText, OfAnElementIsReadBackAsItWas) {
  std::string xml = "<t>";
  append_xml_text(xml, "a<b>&\"c\" ]]> &amp;");
  xml += "</t>";
  pugi::xml_document read;
  ASSERT_TRUE(read.load_buffer(xml.data(), xml.size()));
  EXPECT_STREQ(read.child("t").child_value(), "a<b>&\"c\" ]]> &amp;");
}

TEST(XmlText, OfAnAttributeIsReadBackAsItWasWithItsLineFeedsAndTabs) {
  std::string xml = "<t a=\"";
  append_xml_attribute(xml, nasty);
  xml += "\"/>";
  pugi::xml_document read;
  ASSERT_TRUE(read.load_buffer(xml.data(), xml.size()));
  EXPECT_EQ(read.child("t").attribute("a").value(), nasty);
}

}  // namespace
}  // namespace sovang
