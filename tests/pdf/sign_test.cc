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

}  // namespace
}  // namespace sovang::pdf::testing
