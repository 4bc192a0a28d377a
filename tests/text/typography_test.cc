#include "sovang/text/typography.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "text/vectors_of_kind.h"

namespace sovang::text {
namespace {

struct Kind {
  const char* name;
  TypographyFix (*repair)(std::string_view);
};
void PrintTo(const Kind& kind, std::ostream* out) {
  *out << kind.name;
}

constexpr Kind kinds[] = {{"quotes", repair_quotes},
                          {"dash", repair_dashes},
                          {"spacing", repair_spacing},
                          {"number_format", repair_figures}};

class TypographyVectors : public ::testing::TestWithParam<Kind> {};

TEST_P(TypographyVectors, AreSetAsTheReferenceSetsThem) {
  SOVANG_NEEDS_SHARED("vietnamese/typography_vectors.tsv");
  for (auto& row : sovang::testing::vectors_of_kind("typography_vectors.tsv", GetParam().name)) {
    const TypographyFix repair = GetParam().repair(row["input"]);
    EXPECT_EQ(repair.text, row["expected"]) << row["id"];
    const bool told = row["input"] != row["expected"] || row["note"].find("report") != std::string::npos;
    EXPECT_EQ(name_of(repair.certainty), told ? "warn" : "ok") << row["id"];
    EXPECT_EQ(repair.remark.empty(), !told) << row["id"];
  }
}

TEST_P(TypographyVectors, AreStableWhenRepairedTwice) {
  SOVANG_NEEDS_SHARED("vietnamese/typography_vectors.tsv");
  for (auto& row : sovang::testing::vectors("typography_vectors.tsv")) {
    const std::string once = GetParam().repair(row["input"]).text;
    EXPECT_EQ(GetParam().repair(once).text, once) << row["id"];
  }
}

INSTANTIATE_TEST_SUITE_P(AllKinds, TypographyVectors, ::testing::ValuesIn(kinds),
                         [](const auto& suite) { return std::string(suite.param.name); });

TEST(TypographyVectors, HaveNoKindThatIsNotTested) {
  SOVANG_NEEDS_SHARED("vietnamese/typography_vectors.tsv");
  for (auto& row : sovang::testing::vectors("typography_vectors.tsv")) {
    const std::string& kind = row["kind"];
    EXPECT_TRUE(kind == "no_break" || kind == "number_parse" ||
                std::any_of(std::begin(kinds), std::end(kinds),
                            [&](const Kind& known) { return kind == known.name; }))
        << kind;
  }
}

struct Case {
  const char* input;
  const char* repaired;
};
void PrintTo(const Case& text, std::ostream* out) {
  *out << text.input;
}

class Quotes : public ::testing::TestWithParam<Case> {};
TEST_P(Quotes, ArePairedOrLeft) {
  EXPECT_EQ(repair_quotes(GetParam().input).text, GetParam().repaired);
}
INSTANTIATE_TEST_SUITE_P(Cases, Quotes,
                         ::testing::Values(Case{"\"năm 2021\" và \"quý 3\"", "“năm 2021” và “quý 3”"},
                                           Case{"ống 21\" và \"chữ\"", "ống 21\" và “chữ”"},
                                           Case{"nói:\"Bà con\".", "nói:“Bà con”."},
                                           Case{"\"Dịch \"chồng\" dịch\"", "“Dịch ‘chồng’ dịch”"},
                                           Case{"nói: \"gọi là \"túi\"\"", "nói: “gọi là ‘túi’”"},
                                           Case{"“mở cong, đóng thẳng\"", "“mở cong, đóng thẳng”"},
                                           Case{"già làng Bh'nướch và H'Hen", "già làng Bh'nướch và H'Hen"},
                                           Case{"\"K'Brêu\"", "“K'Brêu”"}, Case{"thừa\" dấu", "thừa\" dấu"},
                                           Case{"'b:'2'", "'b:'2'"},
                                           Case{"\"chéo 'nhau\" nhé'", "\"chéo 'nhau\" nhé'"}, Case{"", ""}));

class Dashes : public ::testing::TestWithParam<Case> {};
TEST_P(Dashes, AreSetByName) {
  EXPECT_EQ(repair_dashes(GetParam().input).text, GetParam().repaired);
}
INSTANTIATE_TEST_SUITE_P(
    Cases, Dashes,
    ::testing::Values(Case{"ĐỘC LẬP–TỰ DO–HẠNH PHÚC", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"},
                      Case{"Độc lập - Tự do- Hạnh phúc", "Độc lập - Tự do - Hạnh phúc"},
                      Case{"giai đoạn 2016 – 2020, 2021-2025.", "giai đoạn 2016 - 2020, 2021 - 2025."},
                      Case{"Covid- 19", "Covid-19"}, Case{"SARS-CoV -2", "SARS-CoV-2"},
                      Case{"Vla-đi-mia I-lích Lê-nin", "Vla-đi-mia I-lích Lê-nin"},
                      Case{"2020-2016", "2020-2016"}, Case{"12/2016-2020/NQ", "12/2016-2020/NQ"},
                      Case{"1900-2021-01", "1900-2021-01"},
                      Case{"phát triển kinh tế–xã hội", "phát triển kinh tế - xã hội"},
                      Case{"2016-2020-2025", "2016-2020-2025"}, Case{"", ""},
                      Case{"2016-2020 -2025", "2016-2020 -2025"},
                      Case{"Liên hiệp các Hội Khoa học-Kỹ thuật", "Liên hiệp các Hội Khoa học - Kỹ thuật"},
                      Case{"Kế hoạch 2021-2025 - tỉnh", "Kế hoạch 2021 - 2025 - tỉnh"}));

class Spacing : public ::testing::TestWithParam<Case> {};
TEST_P(Spacing, FollowsThePunctuation) {
  EXPECT_EQ(repair_spacing(GetParam().input).text, GetParam().repaired);
}
INSTANTIATE_TEST_SUITE_P(
    Cases, Spacing,
    ::testing::Values(
        Case{"tập thể ,cá nhân ;đơn vị :", "tập thể, cá nhân; đơn vị:"},
        Case{"Quyết định này.Điều 2", "Quyết định này. Điều 2"},
        Case{"Điều 1.Tặng Bằng khen", "Điều 1. Tặng Bằng khen"}, Case{"T.Ư và v.v", "T.Ư và v.v"},
        Case{"PGS.TS.Đỗ Minh", "PGS.TS. Đỗ Minh"}, Case{"KT.CHỦ TỊCH", "KT. CHỦ TỊCH"},
        Case{"Số:     /TTr-UBND", "Số:     /TTr-UBND"},
        Case{"ngày     tháng 01 năm 2021", "ngày     tháng 01 năm 2021"}, Case{"Số:12/QĐ", "Số: 12/QĐ"},
        Case{"tỉ lệ 1 : 500", "tỉ lệ 1 : 500"}, Case{"“ chữ ” [ a ]", "“chữ” [a]"},
        Case{"https://a.vn/x,y a@b.vn,c", "https://a.vn/x,y a@b.vn,c"},
        Case{"Tổng cộng ......... đồng", "Tổng cộng ......... đồng"}, Case{"  hai đầu  ", "hai đầu"},
        Case{"5.000đ,trong", "5.000đ, trong"}, Case{"", ""}, Case{"gửi a@b.vn ,cùng c", "gửi a@b.vn, cùng c"},
        Case{"(www.quangnam.gov.vn.Trang", "(www.quangnam.gov.vn.Trang"}, Case{"Số:     ,", "Số:     ,"}));

TEST(Spacing, WhatASplitOrAJoinMakesNewIsJudgedAtOnce) {
  for (const char* text :
       {"T:.TamT:3.Tamx", "Điều:3.Tặng", "( 1.Tặng", "a@b ,c.Dd", "ngày     tháng ,x", "x,www.a.Bc",
        "ngày\t\t\ttháng    năm", "x ,số:    /y", "?{ www.!,1d", "x,(www.a.Bc"}) {
    const std::string once = repair_spacing(text).text;
    EXPECT_EQ(repair_spacing(once).text, once) << text;
  }
  EXPECT_EQ(repair_spacing("Điều:3.Tặng").text, "Điều: 3. Tặng");
}

class FiguresInText : public ::testing::TestWithParam<Case> {};
TEST_P(FiguresInText, AreGroupedWhereTheyCount) {
  EXPECT_EQ(repair_figures(GetParam().input).text, GetParam().repaired);
}
INSTANTIATE_TEST_SUITE_P(
    Cases, FiguresInText,
    ::testing::Values(Case{"thưởng 1490000 đồng cho 1200 người năm 2021",
                           "thưởng 1.490.000 đồng cho 1.200 người năm 2021"},
                      Case{"0905123456", "0905123456"}, Case{"1975", "1975"}, Case{"1.490.000", "1.490.000"},
                      Case{"1490000,50", "1.490.000,50"}, Case{"QĐ 12345/UBND", "QĐ 12345/UBND"},
                      Case{"", ""}, Case{"số tiền 12345000đ, 0905123456", "số tiền 12.345.000đ, 0905123456"},
                      Case{"(thưởng 1490000VNĐ)", "(thưởng 1.490.000VNĐ)"},
                      Case{"mã 12345đk", "mã 12345đk"}));

RC_GTEST_PROP(Repairs, AreStable, ()) {
  const auto piece = rc::gen::element<std::string>(
      " ", "   ", "\"", "'", ".", ",", ";", ":", "!", "?", "(", ")", "-", "/", "a", "b", "Ab", "TP.", "1",
      "23", "@", "://", "www.", "số", "ngày", "tháng", "năm", "“", "”", "‘", "’", "–", "2016", "2020",
      "COVID", "19", "độc lập", "tự do", "kinh tế", "xã hội", "…", "%", "\t", "\u00A0");
  const auto pieces = *rc::gen::container<std::vector<std::string>>(piece);
  std::string text;
  for (const std::string& part : pieces)
    text += part;
  for (const Kind& kind : kinds) {
    const std::string once = kind.repair(text).text;
    RC_ASSERT(kind.repair(once).text == once);
  }
}

}  // namespace
}  // namespace sovang::text
