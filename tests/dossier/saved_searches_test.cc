#include "sovang/dossier/saved_searches.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/dossier/found_list.h"

#include "sample.h"

namespace sovang::dossier {
namespace {

class SavedSearchesTest : public ::testing::Test {
 protected:
  Status save(const std::string& owner, const std::string& name, const std::string& words = "mỹ") {
    return searches.save(owner, {name, words}, clock);
  }
  std::vector<std::string> names(const std::string& owner) {
    std::vector<std::string> out;
    const auto all = searches.list(owner);
    for (const SavedSearch& one : *all)
      out.push_back(one.name);
    return out;
  }

  files::TemporaryFolder folder = *files::TemporaryFolder::make("sovang-searches");
  FixedClock clock{Instant{1'653'000'000'000}};
  SavedSearches searches{folder.path()};
};

TEST_F(SavedSearchesTest, EachUserHasHisOwn) {
  ASSERT_TRUE(save("syt", "Năm nay", "năm: 2022"));
  ASSERT_TRUE(save("", "Năm nay", "năm: 2021"));
  EXPECT_EQ(searches.find("syt", "Năm nay")->words, "năm: 2022");
  EXPECT_EQ(searches.find("", "Năm nay")->words, "năm: 2021");
  EXPECT_EQ(searches.find("luutru", "Năm nay").error().code, ErrorCode::not_found);
  ASSERT_TRUE(searches.remove("syt", "Năm nay"));
  EXPECT_TRUE(names("syt").empty());
  EXPECT_EQ(names("").size(), 1U);
}

TEST_F(SavedSearchesTest, TheSameNameIsReplacedAndNamesAreInOrder) {
  ASSERT_TRUE(save("a", "Đơn vị"));
  ASSERT_TRUE(save("a", "dân quân"));
  ASSERT_TRUE(save("a", "Ăn mừng"));
  ASSERT_TRUE(save("a", "An sinh"));
  ASSERT_TRUE(save("a", "Đơn vị", "sở y tế"));
  EXPECT_EQ(names("a"), (std::vector<std::string>{"An sinh", "Ăn mừng", "dân quân", "Đơn vị"}));
  EXPECT_EQ(searches.find("a", "Đơn vị")->words, "sở y tế");
}

TEST_F(SavedSearchesTest, NamesAndWordsHaveBounds) {
  for (const std::string& name : {std::string(), std::string("   "), std::string(61, 'a'),
                                  std::string("hai\ndòng"), std::string("\xFF\xFE")})
    EXPECT_EQ(save("a", name).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(save("a", "dài", std::string(201, 'a')).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(save("a", "rỗng", " ").error().code, ErrorCode::invalid_input);
  for (std::size_t i = 0; i < SavedSearches::most; ++i)
    ASSERT_TRUE(save("a", std::to_string(i)));
  EXPECT_EQ(save("a", "một câu nữa").error().code, ErrorCode::conflict);
  EXPECT_TRUE(save("a", "7", "đổi câu cũ"));
  EXPECT_TRUE(save("b", "của người khác"));
}

archive::Hits two_hits() {
  archive::Hits found;
  archive::Hit hit;
  hit.name = "Nguyễn Thị Mỹ";
  hit.title = "Bác sĩ";
  hit.unit = "Sở Y tế";
  hit.award = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
  hit.decision = "1288/QĐ-UBND";
  hit.date = *Date::make(2022, 5, 20);
  hit.book_number = "BK-12";
  found.hits.push_back(hit);
  hit.name = "Hồ Thị Xuân";
  hit.state = archive::RecordState::revoked;
  found.hits.push_back(hit);
  found.total = 1204;
  return found;
}

TEST(FoundList, IsPrintedWithWhatWasAskedAndHowManyThereAre) {
  Diagnostics diagnostics;
  const Forms forms = *Forms::load(testing::project_file(""), diagnostics);
  const ListHead head{"Ban Thi đua", "đơn vị: sở y tế", *Date::make(2025, 12, 8)};
  const Result<Bytes> pdf = list_as_pdf(two_hits(), head, forms, diagnostics);
  ASSERT_TRUE(pdf.has_value()) << pdf.error().message;
  const files::TemporaryFolder folder = *files::TemporaryFolder::make("sovang-list");
  ASSERT_TRUE(files::replace(folder.path() / "list.pdf", *pdf));
  const auto text = run_process({"pdftotext", "-layout", (folder.path() / "list.pdf").string(), "-"});
  ASSERT_TRUE(text.has_value());
  for (const char* words : {"đơn vị: sở y tế", "2 kết quả đầu trong số 1.204", "8/12/2025", "Nguyễn Thị Mỹ",
                            "1288/QĐ-UBND", "hồi", "Ban Thi đua"})
    EXPECT_NE(text->output.find(words), std::string::npos) << words << "\n" << text->output;
  EXPECT_EQ(*list_as_pdf(two_hits(), head, forms, diagnostics), *pdf);  // the same bytes each time
}

TEST(FoundList, NothingFoundIsNothingToPrint) {
  Diagnostics diagnostics;
  const Forms forms = *Forms::load(testing::project_file(""), diagnostics);
  const auto none = list_as_pdf({}, {}, forms, diagnostics);
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().code, ErrorCode::findings);
}

}  // namespace
}  // namespace sovang::dossier
