#include <gmock/gmock.h>

#include "sovang/pdf/inspect.h"
#include "sovang/pdf/signing.h"

#include "sign_maker.h"
#include "support/pdf_checks.h"

namespace sovang::pdf::testing {
namespace {

using ::testing::HasSubstr;

TEST(SignPdf, PopplerAcceptsAnRsaSignature) {
  const Bytes pdf = signed_by(unsigned_pdf(), person_order(), *signer_of(person()));
  const auto rows = pdfsig(pdf);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].valid) << rows[0].text;
  EXPECT_TRUE(rows[0].whole) << rows[0].text;
  EXPECT_THAT(rows[0].text, HasSubstr("Lê Văn Thử Nghiệm"));
  EXPECT_THAT(rows[0].text, HasSubstr("ETSI.CAdES.detached"));
}

TEST(SignPdf, PopplerAcceptsAnEcdsaSignature) {
  const Bytes pdf = signed_by(unsigned_pdf(), office_order(), *signer_of(office()));
  const auto rows = pdfsig(pdf);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].valid) << rows[0].text;
  EXPECT_TRUE(rows[0].whole) << rows[0].text;
}

TEST(SignPdf, ASecondSignatureLeavesTheFirstValid) {
  const auto rows = pdfsig(twice_signed());
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].valid) << rows[0].text;
  EXPECT_FALSE(rows[0].whole) << rows[0].text;
  EXPECT_TRUE(rows[1].valid) << rows[1].text;
  EXPECT_TRUE(rows[1].whole) << rows[1].text;
}

TEST(SignPdf, ChangesNoByteOfWhatWasThere) {
  const Bytes before = unsigned_pdf();
  const Bytes once = signed_by(before, person_order(), *signer_of(person()));
  EXPECT_TRUE(once.starts_with(before));
  EXPECT_TRUE(signed_by(once, office_order(), *signer_of(office())).starts_with(once));
}

TEST(SignPdf, GivesTheSameBytesForTheSameKeyAndTime) {
  const auto signer = signer_of(person());
  const Bytes before = unsigned_pdf();
  EXPECT_EQ(signed_by(before, person_order(), *signer), signed_by(before, person_order(), *signer));
}

TEST(SignPdf, LeavesACleanFile) {
  for (const Profile profile : {Profile::pdfa_3a, Profile::pdfa_3b, Profile::pdfa_1b}) {
    const Bytes pdf = signed_by(signed_by(unsigned_pdf(profile), person_order(), *signer_of(person())),
                                office_order(), *signer_of(office()));
    EXPECT_EQ(sovang::testing::qpdf_complaints(pdf), "");
    EXPECT_TRUE(inspect_pdf(pdf));
  }
}

TEST(SignPdf, StaysPdfA1ForPreflight) {
  if (!sovang::testing::has_preflight()) GTEST_SKIP() << "PDFBox Preflight is not installed";
  const Bytes pdf = signed_by(signed_by(unsigned_pdf(Profile::pdfa_1b), person_order(), *signer_of(person())),
                              office_order(), *signer_of(office()));
  EXPECT_EQ(sovang::testing::preflight_complaints(pdf), "");
}

TEST(SignPdf, TellsReadersOfTheStructureWhatTheFieldIs) {
  const auto folder = files::TemporaryFolder::make("sovang-struct").value();
  ASSERT_TRUE(files::create_unsynced(folder.path() / "a.pdf", twice_signed()));
  const std::string tree = run_process({"pdfinfo", "-struct", folder.path() / "a.pdf"}).value().output;
  EXPECT_THAT(tree, HasSubstr("Form"));
  EXPECT_EQ(sovang::testing::pdf_text(twice_signed()), sovang::testing::pdf_text(unsigned_pdf()));
}

TEST(SignPdf, ShowsThePictureInItsPlace) {
  const int dpi = 100;
  const auto page = sovang::testing::render_page(twice_signed(), 1, dpi);
  const auto blank = sovang::testing::render_page(unsigned_pdf(), 1, dpi);
  // The left end of the blue ellipse, and its middle, which is transparent.
  const auto at = [&](double x_mm, double y_mm, std::size_t channel) {
    const auto x = static_cast<std::size_t>(x_mm / 25.4 * dpi);
    const auto y = static_cast<std::size_t>(y_mm / 25.4 * dpi);
    return static_cast<unsigned char>(page.rgb[(y * static_cast<std::size_t>(page.width) + x) * 3 + channel]);
  };
  EXPECT_GT(at(198, 166, 2), at(198, 166, 0) + 60);
  EXPECT_GT(at(192.3, 149, 0), at(192.3, 149, 2) + 60);
  EXPECT_GT(sovang::testing::different_pixels(page, blank, 40), 500U);
}

TEST(SignPdf, WritesTheTextOfACopy) {
  const auto look =
      text_look({"SAO Y", "Ủy ban nhân dân tỉnh Quảng Nam", local_text(signing_time())}, fonts());
  ASSERT_TRUE(look);
  SignatureOrder order = office_order();
  order.look = *look;
  order.place = {0, Length::mm(200), Length::mm(6), look->width, look->height};
  const Bytes pdf = signed_by(unsigned_pdf(), order, *signer_of(office()));
  const std::string text = sovang::testing::pdf_text(pdf);
  EXPECT_THAT(text, HasSubstr("SAO Y"));
  EXPECT_THAT(text, HasSubstr("2021-12-15T08:00:00+07:00"));
  for (const auto& font : sovang::testing::pdf_fonts(pdf))
    EXPECT_TRUE(font.embedded && font.unicode) << font.name;
}

TEST(SignPdf, FillsAFieldThatWaits) {
  // An empty field is what a signed one is without its value.
  const Bytes before = unsigned_pdf();
  const Bytes made = signed_by(before, person_order(), *signer_of(person()));
  Bytes waiting = made;
  const std::size_t value = waiting.find(" /V ", waiting.rfind("/Subtype /Widget"));
  ASSERT_NE(value, Bytes::npos);
  waiting.replace(value, waiting.find(" R", value) + 2 - value, waiting.find(" R", value) + 2 - value, ' ');
  const Bytes filled = signed_by(waiting, person_order(), *signer_of(person()));
  const auto rows = pdfsig(filled);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].valid && rows[0].whole) << rows[0].text;
}

TEST(SignPdf, CertifiesWithTheFirstSignatureOnly) {
  SignatureOrder order = person_order();
  order.certification = Certification::signatures_may_follow;
  const Bytes once = signed_by(unsigned_pdf(), order, *signer_of(person()));
  const Bytes twice = signed_by(once, office_order(), *signer_of(office()));
  EXPECT_EQ(sovang::testing::qpdf_complaints(twice), "");
  for (const PdfsigRow& row : pdfsig(twice))
    EXPECT_TRUE(row.valid) << row.text;
  order.field = "khac";
  const auto again = sign_pdf(once, order, *signer_of(person()), cache());
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("chỉ chữ ký đầu tiên"));
}

TEST(SignPdf, GoesOnWithCrossReferenceStreams) {
  const auto folder = files::TemporaryFolder::make("sovang-streams").value();
  ASSERT_TRUE(files::create_unsynced(folder.path() / "a.pdf", unsigned_pdf()));
  ASSERT_EQ(run_process({"qpdf", "--object-streams=generate", "--deterministic-id", folder.path() / "a.pdf",
                         folder.path() / "b.pdf"})
                ->exit_status,
            0);
  const Bytes packed = files::read(folder.path() / "b.pdf").value();
  ASSERT_EQ(packed.find("\nxref\n"), Bytes::npos);
  const Bytes twice = signed_by(signed_by(packed, person_order(), *signer_of(person())), office_order(),
                                *signer_of(office()));
  EXPECT_EQ(twice.find("\nxref\n"), Bytes::npos);
  EXPECT_EQ(sovang::testing::qpdf_complaints(twice), "");
  const auto rows = pdfsig(twice);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].valid && rows[1].valid && rows[1].whole) << rows[0].text << rows[1].text;
}

std::string why_not(const Bytes& pdf, const SignatureOrder& order, const Signer& signer) {
  const auto made = sign_pdf(pdf, order, signer, cache());
  return made ? "signed" : made.error().message;
}

TEST(SignPdf, SaysWhyItDoesNotSign) {
  const auto signer = signer_of(person());
  const Bytes once = signed_by(unsigned_pdf(), person_order(), *signer);
  EXPECT_THAT(why_not(once, person_order(), *signer), HasSubstr("“ky_ca_nhan” đã được ký rồi"));
  SignatureOrder order = person_order();
  order.place.page = 7;
  EXPECT_THAT(why_not(unsigned_pdf(), order, *signer), HasSubstr("không có trang 8"));
  order = person_order();
  order.place.x = Length::mm(280);
  EXPECT_THAT(why_not(unsigned_pdf(), order, *signer), HasSubstr("nằm ngoài trang 1"));
  order = person_order();
  order.time = {1'000'000'000'000};
  EXPECT_THAT(why_not(unsigned_pdf(), order, *signer), HasSubstr("chỉ có hiệu lực từ 2020-01-01"));
  EXPECT_THAT(why_not("không phải PDF", person_order(), *signer), HasSubstr("không phải là PDF"));
  EXPECT_THAT(why_not(unsigned_pdf().substr(0, 5000), person_order(), *signer), HasSubstr("hỏng"));
}

TEST(SignPdf, RefusesAnExpiredCertificate) {
  CertificateWish wish;
  wish.from_year = 2018;
  wish.to_year = 2021;
  const Identity expired = authority().issue(make_p256(), wish);
  EXPECT_THAT(why_not(unsigned_pdf(), person_order(), *signer_of(expired)),
              HasSubstr("đã hết hạn từ 2021-01-01T07:00:00+07:00"));
}

std::string why_not_opened(ByteView file, std::string_view password) {
  const auto opened = open_pkcs12(file, password, "thu.p12");
  return opened ? "opened" : opened.error().message;
}

TEST(OpenPkcs12, SaysWhatIsWrong) {
  const Bytes file = pkcs12_of(person(), "đúng");
  EXPECT_EQ(why_not_opened(file, "đúng"), "opened");
  EXPECT_THAT(why_not_opened(file, "sai"), HasSubstr("mật khẩu của tệp khóa thu.p12 không đúng"));
  EXPECT_THAT(why_not_opened(file, ""), HasSubstr("không đúng"));
  EXPECT_THAT(why_not_opened("rác", ""), HasSubstr("thu.p12 không phải tệp PKCS #12"));
  EXPECT_THAT(why_not_opened(Bytes(2 << 20, 'x'), ""), HasSubstr("lớn hơn 1 MiB"));
  EXPECT_THAT(why_not_opened(pkcs12_of(authority().issue(make_rsa(1024)), "a"), "a"), HasSubstr("quá yếu"));
  CertificateWish server;
  server.usage = "critical,keyEncipherment";
  EXPECT_THAT(why_not_opened(pkcs12_of(authority().issue(make_p256(), server), "a"), "a"),
              HasSubstr("không được cấp để ký văn bản"));
}

TEST(SignaturePicture, SaysWhatIsWrong) {
  const auto picture = signature_picture("không phải ảnh", "dau.png");
  ASSERT_FALSE(picture);
  EXPECT_THAT(picture.error().message, HasSubstr("dau.png không phải là tệp PNG"));
}

}  // namespace
}  // namespace sovang::pdf::testing
