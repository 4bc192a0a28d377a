#include "sovang/text/names.h"

#include <gtest/gtest.h>

#include "sovang/text/casing.h"

#include "text/vectors_of_kind.h"

namespace sovang::text {
namespace {

TEST(SplitName, AgreesWithTheReference) {
  SOVANG_NEEDS_SHARED("vietnamese/names_vectors.tsv");
  for (auto& row : sovang::testing::vectors("names_vectors.tsv")) {
    const PersonName name = split_name(row["input"]);
    EXPECT_EQ(name.honorific, row["honorific"]) << row["id"];
    EXPECT_EQ(name.title_or_rank, row["title_or_rank"]) << row["id"];
    EXPECT_EQ(name.family, row["family"]) << row["id"];
    EXPECT_EQ(name.middle, row["middle"]) << row["id"];
    EXPECT_EQ(name.given, row["given"]) << row["id"];
  }
}

TEST(SplitName, KeepsWhatIsNotTheName) {
  const PersonName name = split_name("Đ/c Thiếu tá Quách Bá Thành - Đội trưởng Đội CSGT");
  EXPECT_EQ(name.honorific, "đồng chí");
  EXPECT_EQ(name.title_or_rank, "Thiếu tá");
  EXPECT_EQ(name.given, "Thành");
  EXPECT_EQ(name.office, "Đội trưởng Đội CSGT");
  EXPECT_EQ(split_name("Nguyễn Thị Minh Khai (Út)").alias, "Út");
  EXPECT_EQ(split_name("Linh mục Giuse Nguyễn Văn B").saint, "Giuse");
  EXPECT_EQ(split_name("Lê Văn Tám tức Ba Lành").alias, "Ba Lành");
  EXPECT_EQ(split_name("Trần Văn B (bí danh Ba)").alias, "Ba");
  EXPECT_EQ(split_name("4// Nguyễn Văn An").rank_proposal, "Đại tá");
  EXPECT_EQ(split_name("2/ Nguyễn Văn An").rank_proposal, "Trung úy");
}

TEST(SplitName, KnowsTheWaysInWhichDegreesAreJoined) {
  for (const char* degree :
       {"PGS.TS.", "ThS.BS", "BS CKII", "Bs. CK II", "PGS,TS", "GS.TSKH", "TTƯT.BSCKII.", "BS.CK1"}) {
    const PersonName name = split_name(std::string(degree) + " Lê Văn Tám");
    EXPECT_EQ(name.title_or_rank, degree);
    EXPECT_EQ(name.family, "Lê") << degree;
  }
}

TEST(SplitName, KnowsTheFamilyOng) {
  EXPECT_EQ(split_name("Ông Ích Khiêm").family, "Ông");
  EXPECT_EQ(split_name("Ông Ích Khiêm").honorific, "");
  EXPECT_FALSE(split_name("Ông Ích Khiêm").uncertain);
  for (const char* man : {"Ông Nguyễn Văn An", "Ông Tạ An Bình", "ông Mỹ Tâm", "Ông Alăng Bường",
                          "Ông A Lăng Bường", "Ông Tôn Thất Tùng", "Ông Hoàng Văn Thái", "Ông An",
                          "Ông Giám đốc Hồ Tấn", "Ông TS. Hồ Tấn", "ÔNG BH'NƯỚCH ĐING", "Ông 2/ Hồ Tấn"})
    EXPECT_EQ(split_name(man).honorific, "ông") << man;
  for (const char* family :
       {"Ông Hồng Hương", "Ông Lê Thị Hoài", "Ông Văn Tuyền", "ÔNG MỸ TÂM", "ông ích khiêm"}) {
    const PersonName name = split_name(family);
    EXPECT_EQ(name.honorific, "") << family;
    EXPECT_EQ(lower(name.family), "ông") << family;
  }
  EXPECT_TRUE(split_name("Ông Hồng Hương").uncertain);
}

TEST(SplitName, ReadsCapitals) {
  const PersonName name = split_name("BÀ CÔNG TẰNG TÔN NỮ MINH TÂM");
  EXPECT_EQ(name.honorific, "bà");
  EXPECT_EQ(name.family, "CÔNG TẰNG TÔN NỮ");
  EXPECT_EQ(name.given, "TÂM");
}

TEST(SplitName, AsksWhereSeveralSplitsArePossible) {
  EXPECT_TRUE(split_name("Nguyễn Phúc Bảo Long").uncertain);
  EXPECT_TRUE(split_name("Ksor H'Bơ Khăp").uncertain);
  EXPECT_TRUE(split_name("3// Nguyễn Văn An").uncertain);
  EXPECT_FALSE(split_name("Nguyễn Văn An").uncertain);
}

// "family|middle|given" of a name.
std::string parts_of(std::string_view text) {
  const PersonName name = split_name(text);
  return name.family + "|" + name.middle + "|" + name.given;
}

TEST(SplitName, KnowsTheNamesTucAndBiDanhFromAliases) {
  EXPECT_EQ(parts_of("Nguyễn Văn Tức"), "Nguyễn|Văn|Tức");
  EXPECT_EQ(parts_of("Nguyễn Tức Hùng"), "Nguyễn|Tức|Hùng");
  EXPECT_EQ(parts_of("Nguyễn Bí Danh"), "Nguyễn|Bí|Danh");
  EXPECT_EQ(split_name("TRẦN VĂN BẢY TỨC BA LÀNH").alias, "BA LÀNH");
  for (const char* text :
       {"Trần Văn Bảy, tức Ba Lành", "Trần Văn Bảy - bí danh: Ba Lành", "Trần Văn Bảy ( Ba Lành )"}) {
    EXPECT_EQ(split_name(text).alias, "Ba Lành") << text;
    EXPECT_EQ(split_name(text).office, "") << text;
    EXPECT_EQ(parts_of(text), "Trần|Văn|Bảy") << text;
  }
}

TEST(SplitName, KnowsThoseWhoAreHonouredAfterDeathAndTheClergyInShort) {
  for (const char* title : {"Cố Đại tá", "Bà mẹ VNAH", "Mẹ VNAH", "Anh hùng LLVTND", "Anh hùng LLVT nhân dân",
                            "HT.", "ĐĐ.", "TT.", "Liệt sĩ"}) {
    const PersonName name = split_name(std::string(title) + " Nguyễn Văn An");
    EXPECT_EQ(name.title_or_rank, title);
    EXPECT_EQ(name.honorific, "") << title;
    EXPECT_EQ(name.family, "Nguyễn") << title;
  }
  EXPECT_EQ(split_name("cố ông Nguyễn Văn An").honorific, "ông");
  EXPECT_EQ(split_name("Đức cha Giuse Đặng Đức Ngân").saint, "Giuse");
  EXPECT_EQ(split_name("Sơ Maria Nguyễn Thị Hoa").family, "Nguyễn");
  EXPECT_EQ(split_name("Ông, bà Nguyễn Văn An").honorific, "ông bà");
}

TEST(SplitName, CutsTheNumberOfAListAndTheFullStop) {
  for (const char* text : {"1. Nguyễn Văn An", "12) Nguyễn Văn An", "- Nguyễn Văn An", "Nguyễn Văn An."})
    EXPECT_EQ(parts_of(text), "Nguyễn|Văn|An") << text;
  EXPECT_EQ(split_name("3. Bà Nguyễn Thị Hoa").honorific, "bà");
  EXPECT_EQ(parts_of("Nguyễn V. An"), "Nguyễn|V.|An");
}

TEST(SplitName, AsksWhereWordsBeforeTheNameAreNoNames) {
  const PersonName name = split_name("Chủ tịch UBND xã Tam Hải Nguyễn Văn An");
  EXPECT_EQ(name.title_or_rank, "Chủ tịch UBND xã Tam Hải");
  EXPECT_EQ(name.family, "Nguyễn");
  EXPECT_TRUE(name.uncertain);
  EXPECT_EQ(split_name("Phó Chi cục trưởng Lê Văn An").title_or_rank, "Phó Chi cục trưởng");
  EXPECT_EQ(split_name("ông Trưởng phòng Nội vụ Huỳnh Văn An").title_or_rank, "Trưởng phòng Nội vụ");
  EXPECT_EQ(parts_of("Nguyễn văn Trần An"), "Nguyễn|văn Trần|An");
  EXPECT_EQ(parts_of("Lê nguyễn Bảo Ngọc"), "Lê|nguyễn Bảo|Ngọc");
  EXPECT_EQ(parts_of("A lăng Hồ Bường"), "A lăng|Hồ|Bường");
}

TEST(SplitName, AsksAboutFiguresAndGroupsInANameField) {
  EXPECT_TRUE(split_name("Nguyễn Văn An 1980").uncertain);
  EXPECT_TRUE(split_name("Nguyễn Văn L1nh").uncertain);
  EXPECT_TRUE(split_name("Tập thể Phòng Nội vụ").uncertain);
  EXPECT_TRUE(split_name("Hộ gia đình Nguyễn Văn An").uncertain);
  EXPECT_TRUE(split_name("K'Să Hạ Ngọc").uncertain);
  EXPECT_FALSE(split_name("Nguyễn văn An").uncertain);
}

TEST(SplitName, LosesNothingOnStrangeInput) {
  EXPECT_EQ(split_name("").given, "");
  EXPECT_EQ(split_name("Bà").given, "Bà");
  EXPECT_EQ(split_name("Tôn Thất").given, "Thất");
  EXPECT_EQ(split_name("(Út)").given, "");
}

TEST(BareName, CutsOffHonorificDegreeAndRank) {
  EXPECT_EQ(bare_name("Bà ThS.BS Nguyễn Thị Kim Ánh"), "Nguyễn Thị Kim Ánh");
  EXPECT_EQ(bare_name("Trung tá Nguyễn Ngọc Trí, Phó Trưởng Công an thị xã"), "Nguyễn Ngọc Trí");
  EXPECT_EQ(bare_name("Đại úy quân nhân chuyên nghiệp Lê Văn Nam"), "Lê Văn Nam");
  EXPECT_EQ(bare_name("Y Moan Êñuôl"), "Y Moan Êñuôl");
}

}  // namespace
}  // namespace sovang::text
