// Decisions that are signed while they are issued: what the archive keeps is what was signed.
#include "sovang/dossier/issue_signing.h"

#include <gmock/gmock.h>

#include "sovang/pdf/signatures.h"

#include "pdf/sign_keys.h"
#include "sample.h"
#include "support/pdf_checks.h"

namespace sovang::testing {
namespace {

using pdf::testing::authority;
using pdf::testing::signer_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* signer = "Cao Ngọc Hùng";  // below both decisions of the sample
const Instant moment{1'653'010'000'000};

pdf::testing::Identity identity_of(const std::string& name) {
  pdf::testing::CertificateWish wish;
  wish.name = name;
  return authority().issue(pdf::testing::make_rsa(), wish);
}

dossier::IssueSigning signing_by(const pdf::testing::Identity& person) {
  dossier::IssueSigning out;
  out.person.key = signer_of(person);
  out.organisation.emplace();
  out.organisation->key = signer_of(pdf::testing::office());
  out.time = moment;
  return out;
}

/// A key that was pulled out of its socket before the second signature.
class BrokenSigner final : public pdf::Signer {
 public:
  explicit BrokenSigner(std::unique_ptr<pdf::Signer> good) : good_(std::move(good)) {}
  [[nodiscard]] const std::vector<Bytes>& certificates() const override { return good_->certificates(); }
  [[nodiscard]] Result<Bytes> sign(ByteView) const override {
    return fail(ErrorCode::io, "thiết bị ký không trả lời");
  }

 private:
  std::unique_ptr<pdf::Signer> good_;
};

TEST(IssueSigning, TheArchiveKeepsWhatWasSignedByThePersonAndTheOffice) {
  SampleOffice sample;
  dossier::Office office = sample.imported();
  const dossier::IssueSigning signing = signing_by(identity_of(signer));
  const auto report = office.issue({sample_movement, sample.out(), clerk, &signing}, {}, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;
  pdf::TrustAnchors anchors;
  ASSERT_TRUE(anchors.add(authority().root_pem(), "root"));
  for (const dossier::IssuedDecision& decision : report->decisions) {
    const auto kept = office.archive().file(decision.record_id, "decision.pdf", archive::Asker{});
    ASSERT_TRUE(kept);
    EXPECT_EQ(qpdf_complaints(*kept), "");
    const auto signatures = pdf::read_signatures(*kept, anchors, moment);
    ASSERT_TRUE(signatures) << signatures.error().message;
    ASSERT_EQ(signatures->size(), 2U);
    EXPECT_EQ((*signatures)[0].field, "ky_ca_nhan");
    EXPECT_EQ((*signatures)[0].certificate.name, signer);
    EXPECT_EQ((*signatures)[1].field, "ky_co_quan");
    for (const pdf::Signature& one : *signatures) {
      EXPECT_TRUE(one.holds());
      EXPECT_EQ(one.trust, pdf::Trust::trusted);
    }
    EXPECT_EQ(office.archive().verify_file(*kept)->verdict, archive::Verification::Verdict::genuine);
  }
  // The second decision names its one recipient in Điều 1 and has no list.
  const auto first = office.archive().file(report->decisions[0].record_id, "decision.pdf", archive::Asker{});
  ASSERT_TRUE(first);
  EXPECT_THAT(flowing(pdf_text(*first)), HasSubstr("Kèm theo Quyết định số /QĐ-UBND ngày tháng năm"))
      << "the list of an electronic decision bears neither number nor date (ND30-85)";
  std::vector<std::string> signed_entries;
  const auto actions = office.archive().actions(1000);
  ASSERT_TRUE(actions);
  for (const archive::LoggedAction& entry : *actions)
    if (entry.action.kind == archive::ActionKind::signed_paper) signed_entries.push_back(entry.action.object);
  EXPECT_EQ(signed_entries.size(), 4U) << "two decisions, two signatures each";
  EXPECT_EQ(signed_entries.front(), report->decisions[0].record_id + " decision.pdf");
}

TEST(IssueSigning, SomebodyElsesKeyLeavesNothingIssued) {
  SampleOffice sample;
  dossier::Office office = sample.imported();
  const dossier::IssueSigning signing = signing_by(identity_of("Lê Văn Khác"));
  const auto report = office.issue({sample_movement, {}, clerk, &signing}, {}, sample.diagnostics);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::findings);
  EXPECT_THAT(report.error().message, HasSubstr("Lê Văn Khác"));
  const auto records = office.archive().list(archive::Asker{}, 10, 0);
  ASSERT_TRUE(records);
  EXPECT_THAT(*records, IsEmpty());
}

TEST(IssueSigning, AKeyThatFailsLeavesNothingIssuedAndTheNextRunTakesTheSameNumbers) {
  SampleOffice sample;
  dossier::Office office = sample.imported();
  const pdf::testing::Identity person = identity_of(signer);
  dossier::IssueSigning signing = signing_by(person);
  signing.organisation->key = std::make_unique<BrokenSigner>(signer_of(pdf::testing::office()));
  const auto failed = office.issue({sample_movement, {}, clerk, &signing}, {}, sample.diagnostics);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr("thiết bị ký không trả lời"));
  EXPECT_THAT(*office.archive().list(archive::Asker{}, 10, 0), IsEmpty());

  const dossier::IssueSigning good = signing_by(person);
  const auto report = office.issue({sample_movement, {}, clerk, &good}, {}, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->decisions[0].number, "1288/QĐ-UBND");
}

}  // namespace
}  // namespace sovang::testing
