#include <gtest/gtest.h>

#include "sovang/text/typography.h"

#include "text/vectors_of_kind.h"

namespace sovang::text {
namespace {

TEST(NoBreak, AgreesWithTheReference) {
  SOVANG_NEEDS_SHARED("vietnamese/typography_vectors.tsv");
  for (auto& row : sovang::testing::vectors_of_kind("typography_vectors.tsv", "no_break"))
    EXPECT_EQ(mark_no_break(row["input"]), row["expected"]) << row["id"];
}

struct Case {
  const char* input;
  const char* marked;
};

class NoBreakOf : public ::testing::TestWithParam<Case> {};

TEST_P(NoBreakOf, MarksThePlaces) {
  EXPECT_EQ(mark_no_break(GetParam().input), GetParam().marked);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, NoBreakOf,
    ::testing::Values(
        Case{"(Điều 5), điểm đ khoản 2; điểm y tế lưu động", "(Điều⍽5), điểm⍽đ khoản⍽2; điểm y tế lưu động"},
        Case{"trong 15 ngày của 6 tháng đầu năm", "trong 15⍽ngày của 6⍽tháng đầu năm"},
        Case{"từ 05 tháng 10 năm 2021", "từ 05 tháng⍽10 năm⍽2021"},
        Case{"năm 2021 tỉnh có 3 xã", "năm⍽2021 tỉnh có 3⍽xã"}, Case{"kinh tế - xã hội", "kinh tế⍽- xã hội"},
        Case{"Quý I/2021 và quý III-2021", "Quý⍽I/⁀2021 và quý⍽III-⁀2021"},
        Case{"cấp 15 tấn gạo", "cấp⍽15⍽tấn gạo"}, Case{"ông Nguyễn Văn An (Út)", "ông⍽Nguyễn Văn⍽An (Út)"},
        Case{"ông/bà Lê Hà", "ông/⁀bà⍽Lê⍽Hà"}, Case{"- Tập thể", "-⍽Tập thể"},
        Case{"Ông Lê Thị Chi và bà Hà", "Ông⍽Lê Thị⍽Chi và bà⍽Hà"},
        Case{"ông Nguyễn Văn An Giám đốc Sở", "ông⍽Nguyễn Văn⍽An Giám đốc Sở"},
        Case{"PGS. TS. Đỗ Minh Quân", "PGS.⍽TS.⍽Đỗ Minh⍽Quân"},
        Case{"hạng mục chính hạng ba", "hạng mục chính hạng⍽ba"}, Case{"Số: ……/QĐ-UBND", "Số:⍽……/⁀QĐ-⁀UBND"},
        Case{"ĐỒNG CHÍ LÊ TRÍ DŨNG", "ĐỒNG CHÍ⍽LÊ TRÍ⍽DŨNG"}, Case{"https://a.vn/b-c", "https://a.vn/b-c"},
        Case{"", ""}, Case{"  ", "  "}));

TEST(BoundToPrevious, NeverBindsTheFirstToken) {
  const std::vector<std::string_view> tokens = {"ngày", "05", "tháng", "01", "năm", "2021"};
  EXPECT_EQ(bound_to_previous(tokens), (std::vector<bool>{false, true, false, true, false, true}));
  EXPECT_TRUE(bound_to_previous({}).empty());
}

}  // namespace
}  // namespace sovang::text
