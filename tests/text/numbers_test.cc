#include "sovang/text/numbers.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "text/vectors_of_kind.h"

namespace sovang::text {
namespace {

TEST(InWords, ReadsMotTuLamAfterTens) {
  EXPECT_EQ(in_words(21), "hai mươi mốt");
  EXPECT_EQ(in_words(24), "hai mươi tư");
  EXPECT_EQ(in_words(25), "hai mươi lăm");
  EXPECT_EQ(in_words(15), "mười lăm");
  EXPECT_EQ(in_words(14), "mười bốn");
  EXPECT_EQ(in_words(104), "một trăm linh bốn");
}

TEST(InWords, ReadsTheHundredsInsideANumberAndSkipsZeroGroups) {
  EXPECT_EQ(in_words(1'000'005), "một triệu không trăm linh năm");
  EXPECT_EQ(in_words(1'000'000'000'000), "một nghìn tỷ");
  EXPECT_EQ(in_words(1'000'000'000'000'000'000), "một tỷ tỷ");
}

TEST(InWords, ReadsTheWholeRangeOfIntegers) {
  EXPECT_EQ(in_words(std::numeric_limits<std::int64_t>::min()),
            "âm chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ tám "
            "trăm năm "
            "mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh tám");
  EXPECT_EQ(in_words(0), "không");
}

TEST(InWords, KeepsTheOfficesChoice) {
  EXPECT_EQ(in_words(1'005, {.le = true, .ngan = true}), "một ngàn không trăm lẻ năm");
}

TEST(ReadNumber, DoesNotAddToPlacesThatAFractionHasTaken) {
  EXPECT_NE(read_number("0,0041 tỷ 2512345").certainty, Certainty::ok);
  EXPECT_EQ(read_number("0,0041 tỷ 25").value.whole, "4100025");
}

TEST(MoneyInWords, OpensWithACapitalAndEndsWithDong) {
  EXPECT_EQ(money_in_words(1'490'000), "Một triệu bốn trăm chín mươi nghìn đồng");
  EXPECT_EQ(money_in_words(0), "Không đồng");
  EXPECT_EQ(money_in_words(-500), "Âm năm trăm đồng");
}

TEST(MoneyInWords, ClosesWithChanOnlyAfterWholeThousands) {
  EXPECT_EQ(money_in_words(50'000, {.chan = true}), "Năm mươi nghìn đồng chẵn");
  EXPECT_EQ(money_in_words(1'500, {.chan = true}), "Một nghìn năm trăm đồng");
  EXPECT_EQ(money_in_words(0, {.chan = true}), "Không đồng");
}

TEST(Grouped, SetsADotBeforeEveryThreeDigits) {
  EXPECT_EQ(grouped(1'490'000), "1.490.000");
  EXPECT_EQ(grouped(-12), "-12");
  EXPECT_EQ(grouped(-123'456), "-123.456");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()), "-9.223.372.036.854.775.808");
}

TEST(TwoDigits, PadsCountsBelowTen) {
  EXPECT_EQ(two_digits(8), "08");
  EXPECT_EQ(two_digits(10), "10");
  EXPECT_EQ(two_digits(1'200), "1.200");
}

TEST(ParseInteger, ReadsFiguresAsUnitsWriteThem) {
  EXPECT_EQ(parse_integer("1.250.000"), 1'250'000);
  EXPECT_EQ(parse_integer("1,250,000"), 1'250'000);
  EXPECT_EQ(parse_integer("20.000.000 đ"), 20'000'000);
  EXPECT_EQ(parse_integer(" 08 ca "), 8);
  EXPECT_EQ(parse_integer("500000đồng"), 500'000);
  EXPECT_EQ(parse_integer("-5"), -5);
}

TEST(ParseInteger, RefusesWhatIsUnclear) {
  for (const char* text : {"", " ", "1,234", "1.5", "12.34.567", "1.2345", "2 - 3", "5-", "ca", "85%",
                           "5/2021", "99999999999999999999"}) {
    EXPECT_EQ(parse_integer(text), std::nullopt) << text;
  }
}

struct KindName {
  const char* name;
  NumberKind kind;
};
void PrintTo(const KindName& kind, std::ostream* out) {
  *out << kind.name;
}

constexpr KindName kind_names[] = {
    {"int", NumberKind::integer},     {"negative", NumberKind::negative}, {"money", NumberKind::money},
    {"decimal", NumberKind::decimal}, {"percent", NumberKind::percent},   {"permille", NumberKind::permille},
    {"ordinal", NumberKind::ordinal}, {"rank", NumberKind::rank},         {"fraction", NumberKind::fraction},
    {"ratio", NumberKind::ratio},     {"year", NumberKind::year},         {"mixed", NumberKind::mixed}};

std::string reading(const std::string& figure, NumberKind kind, const NumberWords& words = {}) {
  const auto result = read_aloud(figure, kind, words);
  return result ? *result : "refused: " + result.error().message;
}

class NumberVectors : public ::testing::TestWithParam<KindName> {};

TEST_P(NumberVectors, AreReadAsTheReferenceReadsThem) {
  SOVANG_NEEDS_SHARED("vietnamese/numbers_vectors.tsv");
  for (auto& row : sovang::testing::vectors_of_kind("numbers_vectors.tsv", GetParam().name)) {
    EXPECT_EQ(reading(row["input"], GetParam().kind), row["words"]) << row["id"];
    EXPECT_EQ(reading(row["input"], GetParam().kind, {.le = true, .ngan = true}), row["words_le_ngan"])
        << row["id"];
    if (const std::string& note = row["note"]; note.starts_with("chẵn: ")) {
      const std::string chan = note.substr(std::string("chẵn: ").size());
      EXPECT_EQ(reading(row["input"], GetParam().kind, {.chan = true}),
                chan == "not used" ? row["words"] : chan)
          << row["id"];
    }
  }
}

TEST_P(NumberVectors, AreUnderstoodWhenTheyAreReadBack) {
  SOVANG_NEEDS_SHARED("vietnamese/numbers_vectors.tsv");
  for (auto& row : sovang::testing::vectors_of_kind("numbers_vectors.tsv", GetParam().name)) {
    if (GetParam().kind == NumberKind::mixed) continue;  // "mười hai phần ba" is 10 2/3 and 12/3
    for (const char* column : {"words", "words_le_ngan"}) {
      const ReadNumber heard = read_number(row[column]);
      EXPECT_EQ(heard.certainty, Certainty::ok) << row["id"];
      std::string figure = heard.value.grouped();
      if (!heard.denominator.empty()) figure += "/" + grouped(*parse_integer(heard.denominator));
      if (heard.unit == "%" && GetParam().kind == NumberKind::fraction) figure += "/100";
      if (heard.unit == "‰" && GetParam().kind == NumberKind::fraction) figure += "/1.000";
      if (heard.unit == "đồng") figure += " đồng";
      if (heard.unit == "%" && GetParam().kind == NumberKind::percent) figure += "%";
      if (heard.unit == "‰" && GetParam().kind == NumberKind::permille) figure += "‰";
      if (GetParam().kind == NumberKind::year) figure = heard.value.plain();
      EXPECT_EQ(figure, row["input"]) << row["id"];
    }
  }
}

INSTANTIATE_TEST_SUITE_P(AllKinds, NumberVectors, ::testing::ValuesIn(kind_names),
                         [](const auto& suite) { return std::string(suite.param.name); });

TEST(NumberVectors, HaveNoKindThatIsNotTested) {
  SOVANG_NEEDS_SHARED("vietnamese/numbers_vectors.tsv");
  for (auto& row : sovang::testing::vectors("numbers_vectors.tsv")) {
    EXPECT_TRUE(std::any_of(std::begin(kind_names), std::end(kind_names), [&](const KindName& kind) {
      return row["kind"] == kind.name;
    })) << row["kind"];
  }
}

TEST(ReadAloud, ReadsLeadingZerosOfADecimalOneByOne) {
  EXPECT_EQ(reading("0,00125", NumberKind::decimal), "không phẩy không không một trăm hai mươi lăm");
  EXPECT_EQ(reading("8,00", NumberKind::decimal), "tám phẩy không không");
  EXPECT_EQ(reading("3,050", NumberKind::decimal), "ba phẩy không năm mươi");
  EXPECT_EQ(reading("1,20304", NumberKind::decimal), "một phẩy hai không ba không bốn");
}

TEST(ReadAloud, ReadsNumbersBeyond64Bits) {
  EXPECT_EQ(reading("1.000.000.000.000.000.000.000", NumberKind::integer), "một nghìn tỷ tỷ");
  EXPECT_EQ(reading("1.000.000.001.000.000.000", NumberKind::integer), "một tỷ không trăm linh một tỷ");
}

TEST(ReadAloud, RefusesWhatIsNoFigureOfTheKind) {
  EXPECT_FALSE(read_aloud("1,5", NumberKind::integer));
  EXPECT_FALSE(read_aloud("12.34.567", NumberKind::integer));
  EXPECT_FALSE(read_aloud("", NumberKind::integer));
  EXPECT_FALSE(read_aloud("4", NumberKind::rank));
  EXPECT_FALSE(read_aloud("0", NumberKind::ordinal));
  EXPECT_FALSE(read_aloud("1/0", NumberKind::fraction));
  EXPECT_FALSE(read_aloud("85,5", NumberKind::percent));
  EXPECT_FALSE(read_aloud("2.021", NumberKind::year));
  EXPECT_FALSE(read_aloud("1,234 đồng", NumberKind::money));
  EXPECT_FALSE(read_aloud(std::string(61, '9'), NumberKind::integer));
}

TEST(ReadNumber, AgreesWithTheReference) {
  SOVANG_NEEDS_SHARED("vietnamese/typography_vectors.tsv");
  for (auto& row : sovang::testing::vectors_of_kind("typography_vectors.tsv", "number_parse")) {
    const ReadNumber number = read_number(row["input"]);
    const bool sure = number.certainty == Certainty::ok;
    EXPECT_EQ(sure ? number.value.plain() : std::string(name_of(number.certainty)), row["expected"])
        << row["id"];
  }
}

struct Said {
  const char* text;
  Certainty certainty;
  const char* value;  ///< plain; for ask the readings, with | between
};
void PrintTo(const Said& said, std::ostream* out) {
  *out << said.text;
}

class ReadNumberOf : public ::testing::TestWithParam<Said> {};

TEST_P(ReadNumberOf, GivesValueOrReadings) {
  const ReadNumber number = read_number(GetParam().text);
  EXPECT_EQ(name_of(number.certainty), name_of(GetParam().certainty));
  std::string value;
  if (number.certainty == Certainty::ok || number.certainty == Certainty::warn) value = number.value.plain();
  for (const Decimal& reading : number.readings)
    value += (value.empty() ? "" : "|") + reading.plain();
  EXPECT_EQ(value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Figures, ReadNumberOf,
    ::testing::Values(
        Said{"1.234.567,5", Certainty::ok, "1234567.5"}, Said{"0,005", Certainty::ok, "0.005"},
        Said{"0,50", Certainty::ok, "0.50"}, Said{"1234,567", Certainty::ok, "1234.567"},
        Said{"1.234,567", Certainty::ok, "1234.567"}, Said{"12,345", Certainty::ask, "12345|12.345"},
        Said{"1,234,567", Certainty::ask, "1234567"}, Said{"1,234.567", Certainty::ask, "1234.567"},
        Said{"0.123", Certainty::ask, "0.123"}, Said{"1,23,456", Certainty::error, ""},
        Said{"1.234.56", Certainty::error, ""}, Said{"1.234.567.8", Certainty::error, ""},
        Said{"0.500.000", Certainty::error, ""}, Said{"1 234 567,5", Certainty::ok, "1234567.5"},
        Said{"12 34", Certainty::error, ""}, Said{"1.", Certainty::error, ""},
        Said{",5", Certainty::error, ""}, Said{"--5", Certainty::error, ""}, Said{"+5", Certainty::ok, "5"},
        Said{"-0", Certainty::ok, "0"}, Said{"08", Certainty::ok, "8"},
        Said{"15 tập thể", Certainty::ok, "15"}, Said{"12abc", Certainty::error, ""},
        Said{"   ", Certainty::blank, ""}, Said{"1 tỷ 250 triệu đồng", Certainty::ok, "1250000000"},
        Said{"2 triệu rưỡi", Certainty::ok, "2500000"}, Said{"2 triệu 5", Certainty::ask, "2500000|2000005"},
        Said{"2 triệu 500.000", Certainty::ok, "2500000"}, Said{"250 triệu 1 tỷ", Certainty::error, ""},
        Said{"0 tỷ 250 triệu", Certainty::error, ""}, Said{"1 tỷ 0 tỷ tỷ 5", Certainty::error, ""},
        Said{"1.250 triệu", Certainty::ok, "1250000000"},
        Said{"1,250 triệu", Certainty::ask, "1250000000|1250000"},
        Said{"2 nghìn tỷ", Certainty::ok, "2000000000000"}, Said{"0,0001 nghìn", Certainty::ok, "0.1"},
        Said{"9/9 phiếu", Certainty::ok, "9"},
        Said{"10 triệu đồng (mười triệu đồng)", Certainty::ok, "10000000"},
        Said{"1.490.000 đồng (Bằng chữ: Một triệu bốn trăm chín mươi nghìn đồng)./.", Certainty::ok,
             "1490000"},
        Said{"10.000 đồng (một trăm nghìn đồng)", Certainty::ask, "10000|100000"},
        Said{"(năm)", Certainty::error, ""}, Said{"10 ()", Certainty::error, ""},
        Said{"3 vạn", Certainty::ok, "30000"}, Said{"1.490.000 đồng./.", Certainty::ok, "1490000"},
        Said{"1.490.000 đồng ./.", Certainty::ok, "1490000"}, Said{"1490000 VNĐ", Certainty::ok, "1490000"},
        Said{"85,5 %", Certainty::ok, "85.5"},
        Said{"1000000000000000000000001", Certainty::ok, "1000000000000000000000001"}));

INSTANTIATE_TEST_SUITE_P(
    Spoken, ReadNumberOf,
    ::testing::Values(
        Said{"Một triệu đồng chẵn.", Certainty::ok, "1000000"}, Said{"hai mươi bẩy", Certainty::ok, "27"},
        Said{"một trăm lẻ tư", Certainty::ok, "104"}, Said{"hai mốt", Certainty::warn, "21"},
        Said{"hai ba", Certainty::ask, "23"}, Said{"một nghìn lẻ năm", Certainty::warn, "1005"},
        Said{"một triệu hai", Certainty::ask, "1200000|1000002"},
        Said{"một trăm hai", Certainty::ask, "120|102"}, Said{"một tỷ rưỡi", Certainty::ok, "1500000000"},
        Said{"hai trăm rưỡi", Certainty::ok, "250"}, Said{"hai triệu rưởi", Certainty::ok, "2500000"},
        Said{"một triệu hai nghìn", Certainty::warn, "1002000"}, Said{"âm năm", Certainty::ok, "-5"},
        Said{"hai phẩy năm tỷ đồng", Certainty::ok, "2500000000"},
        Said{"tám phẩy không", Certainty::ok, "8.0"},
        Said{"ba phẩy một bốn một năm", Certainty::ok, "3.1415"}, Said{"năm tập thể", Certainty::ok, "5"},
        Said{"năm chục nghìn", Certainty::warn, "50000"}, Said{"hai chục rưỡi", Certainty::warn, "25"},
        Said{"một trăm ba chục người", Certainty::warn, "130"}, Said{"một chục", Certainty::warn, "10"},
        Said{"không chục", Certainty::error, ""}, Said{"chục", Certainty::error, ""},
        Said{"năm chục ba", Certainty::error, ""}, Said{"mười chục", Certainty::error, ""},
        Said{"ba vạn năm nghìn", Certainty::warn, "35000"},
        Said{"mười hai vạn người", Certainty::warn, "120000"},
        Said{"ba vạn hai", Certainty::ask, "32000|30002"}, Said{"một vạn rưỡi", Certainty::warn, "15000"},
        Said{"ba vạn mười hai nghìn", Certainty::error, ""},
        Said{"năm mươi nghìn đồng./.", Certainty::ok, "50000"}, Said{"lăm", Certainty::error, ""},
        Said{"một mươi", Certainty::error, ""}, Said{"trăm", Certainty::error, ""},
        Said{"nghìn triệu", Certainty::error, ""}, Said{"một nghìn triệu", Certainty::error, ""},
        Said{"âm âm năm", Certainty::error, ""}, Said{"một phần không", Certainty::error, ""},
        Said{"nghị quyết", Certainty::error, ""}));

RC_GTEST_PROP(ReadNumber, UndoesInWords, (bool le, bool ngan)) {
  const auto number = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000'000'001);
  const ReadNumber heard = read_number(in_words(number, {.le = le, .ngan = ngan}));
  RC_ASSERT(heard.certainty == Certainty::ok);
  RC_ASSERT(heard.value.plain() == std::to_string(number));
}

RC_GTEST_PROP(ReadNumber, UndoesInWordsForNumbersWithManyZeros, ()) {
  std::int64_t number = 0;
  for (int group = 0; group < 6; ++group)
    number = number * 1000 +
             *rc::gen::element<std::int64_t>(0, 0, 1, 4, 5, 10, 15, 21, 24, 25, 100, 101, 105, 110, 115, 999);
  const ReadNumber heard = read_number(in_words(number));
  RC_ASSERT(heard.certainty == Certainty::ok);
  RC_ASSERT(heard.value.plain() == std::to_string(number));
}

RC_GTEST_PROP(ReadNumber, ReadsBackWhatGroupedPrints, (std::int64_t whole, std::uint16_t fraction)) {
  const Decimal value{whole < 0, grouped(whole).substr(whole < 0 ? 1 : 0), std::to_string(fraction)};
  const std::string figure = (value.negative ? "-" : "") + value.whole + "," + value.fraction;
  const auto aloud = read_aloud(figure, NumberKind::decimal);
  RC_ASSERT(aloud.has_value());
  RC_ASSERT(read_number(*aloud).value.grouped() == figure);
}

RC_GTEST_PROP(ParseInteger, ReadsBackWhatGroupedPrints, (std::int64_t number)) {
  RC_ASSERT(parse_integer(grouped(number)) == number);
}

}  // namespace
}  // namespace sovang::text
