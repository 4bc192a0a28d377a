#include "sovang/exchange/award_names.h"

#include <gtest/gtest.h>

#include "sovang/exchange/nomination_list.h"

namespace sovang::exchange {
namespace {

std::string found(const AwardNames& names, std::string_view text) {
  const auto form = names.find(text);
  return form ? form->value : "";
}

domain::AwardForm form(std::string id, std::string name, std::string family) {
  domain::AwardForm out;
  out.id = domain::AwardFormId(std::move(id));
  out.name = std::move(name);
  out.catalogue = std::move(family);
  return out;
}

TEST(AwardNames, OfTheUsualFormsAreKnownByManyNames) {
  const AwardNames usual;
  EXPECT_EQ(found(usual, "BK UBND tỉnh"), "BKTINH");
  EXPECT_EQ(found(usual, "Bằng khen Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam"), "BKTINH");
  EXPECT_EQ(found(usual, "BẰNG KHEN CỦA THỦ TƯỚNG CHÍNH PHỦ"), "BKTTG");
  EXPECT_EQ(found(usual, "BK TTg"), "BKTTG");
  EXPECT_EQ(found(usual, "Huân chương Lao động hạng ba"), "HCLD3");
  EXPECT_EQ(found(usual, "Giấy khen của Giám đốc Sở"), "GKDV");
  EXPECT_EQ(found(usual, "CSTĐCS"), "CSTDCS");
  EXPECT_EQ(found(usual, "Bằng khen"), "");
  EXPECT_EQ(found(usual, "Huân chương Lao động"), "");
  EXPECT_EQ(found(usual, "Huy hiệu vàng"), "");
  EXPECT_EQ(found(usual, ""), "");
}

TEST(AwardNames, OfACityUnderTheGovernmentAndOfAMinistryAreThoseOfAProvince) {
  const AwardNames usual;
  EXPECT_EQ(found(usual, "Bằng khen của Chủ tịch UBND thành phố"), "BKTINH");
  EXPECT_EQ(found(usual, "BK UBND TP"), "BKTINH");
  EXPECT_EQ(found(usual, "Bằng khen của Bộ trưởng Bộ Y tế"), "BKTINH");
  EXPECT_EQ(found(usual, "Cờ thi đua của UBND TP. Đà Nẵng"), "CTDT");
}

TEST(AwardNames, OfAMovementLeadToItsOwnIds) {
  const std::vector<domain::AwardForm> forms{
      form("CO-01", "Cờ thi đua của Ủy ban nhân dân thành phố", "CTDT"),
      form("BK-01", "Bằng khen của Chủ tịch Ủy ban nhân dân thành phố", "BKT"),
      form("BK-02", "Bằng khen của Thủ tướng Chính phủ", "BKTTCP"),
      form("GK-01", "Giấy khen của Giám đốc Đại học", "GKDV"),
      form("DH-01", "Danh hiệu Chiến sĩ thi đua cơ sở", "CSTDCS"),
  };
  const AwardNames names(forms);
  EXPECT_EQ(found(names, "Cờ thi đua UBND TP"), "CO-01");
  EXPECT_EQ(found(names, "BK UBND thành phố"), "BK-01");
  EXPECT_EQ(found(names, "Bằng khen của Chủ tịch UBND thành phố Đà Nẵng"), "BK-01");
  EXPECT_EQ(found(names, "bằng khen ttg"), "BK-02");
  EXPECT_EQ(found(names, "Giấy khen"), "GK-01");
  EXPECT_EQ(found(names, "CSTĐ cơ sở"), "DH-01");
  EXPECT_EQ(found(names, "Bằng khen"), "") << "two forms of the movement are called so";
  EXPECT_EQ(found(names, "thành phố"), "") << "no form is named";
  EXPECT_EQ(found(names, "Huân chương Lao động hạng Nhì"), "HCLD2") << "known, though not offered";
}

TEST(AwardNames, OfAMovementTakeAFormThatTheUsualNamesDoNotKnow) {
  const std::vector<domain::AwardForm> forms{
      form("KNC", "Kỷ niệm chương “Vì sự nghiệp phát triển nông thôn”", "KNC")};
  const Bytes list = "STT;Họ và tên;Hình thức\n1;Nguyễn An;Kỷ niệm chương\n";
  Diagnostics diagnostics;
  EXPECT_FALSE(read_nominations(list, "a.csv", {*Date::make(2026, 1, 5)}, diagnostics));
  const auto read =
      read_nominations(list, "a.csv", {*Date::make(2026, 1, 5), AwardNames(forms)}, diagnostics);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rows.at(0).form.value, "KNC");
}

}  // namespace
}  // namespace sovang::exchange
