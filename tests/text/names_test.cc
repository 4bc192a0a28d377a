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
