#include <string>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

using testing::fill_xml;
using testing::Filled;

const char* const examples = "template-language/examples";

Filled fill_example(const std::string& name, const std::string& data) {
  const auto folder = sovang::testing::shared_file(examples);
  const auto files = template_folder(folder);
  return fill_xml(sovang::testing::read_all(folder / (name + ".xml")), data, *files, name + ".xml");
}

std::string example_data() {
  return sovang::testing::read_all(sovang::testing::shared_file(std::string(examples) + "/data.xml"));
}

std::string expected_tree(const std::string& name) {
  return sovang::testing::read_all(
      sovang::testing::shared_file(std::string(examples) + "/expected/" + name + ".tree.txt"));
}

TEST(Examples, CertificatesFillAsExpected) {
  SOVANG_NEEDS_SHARED(examples);
  EXPECT_EQ(fill_example("bang-khen", example_data()).tree(), expected_tree("bang-khen"));
}

TEST(Examples, DecisionFillsAsExpected) {
  SOVANG_NEEDS_SHARED(examples);
  EXPECT_EQ(fill_example("quyet-dinh", example_data()).tree(), expected_tree("quyet-dinh"));
}

// The expected tree leaves out the item that stands in an `if` inside a list (the reference reading passes
// over it), so it is the tree of the same data without a meeting of the council.
TEST(Examples, ProposalWithoutAMeetingFillsAsExpected) {
  SOVANG_NEEDS_SHARED(examples);
  std::string data = example_data();
  const std::string meeting = "<council_on>2021-11-30</council_on>";
  data.erase(data.find(meeting), meeting.size());
  EXPECT_EQ(fill_example("to-trinh", data).tree(), expected_tree("to-trinh"));
}

TEST(Examples, ProposalWithAMeetingHasOneItemMore) {
  SOVANG_NEEDS_SHARED(examples);
  std::string expected = expected_tree("to-trinh");
  const auto replace = [&expected](const std::string& from, const std::string& to) {
    ASSERT_NE(expected.find(from), std::string::npos) << from;
    expected.replace(expected.find(from), from.size(), to);
  };
  replace("    item 3.\n      p Kinh phí", "    item 4.\n      p Kinh phí");
  replace(
      "    item 2.\n      p Đề nghị",
      "    item 2.\n"
      "      p Kết quả họp Hội đồng\n"
      "      p Hội đồng Thi đua - Khen thưởng tỉnh đã họp ngày 30 tháng 11 năm 2021; các trường hợp đề nghị "
      "đều đạt từ 17/18 phiếu đồng ý, bằng 94,44% tổng số thành viên.‹fn: Biên bản họp Hội đồng kèm theo "
      "Tờ trình này.›\n"
      "    item 3.\n      p Đề nghị");
  EXPECT_EQ(fill_example("to-trinh", example_data()).tree(), expected);
}

TEST(Examples, LibraryOfComponentsPassesAlone) {
  SOVANG_NEEDS_SHARED(examples);
  const auto folder = sovang::testing::shared_file(std::string(examples) + "/lib");
  const auto files = template_folder(folder);
  Diagnostics diagnostics;
  const auto form =
      parse_template(sovang::testing::read_all(folder / "national.xml"), "national.xml", *files, diagnostics);
  EXPECT_TRUE(form) << testing::report(diagnostics);
}

}  // namespace
}  // namespace sovang::document
