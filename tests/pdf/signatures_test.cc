#include "sovang/pdf/signatures.h"

#include <gmock/gmock.h>

#include "sign_maker.h"

namespace sovang::pdf::testing {
namespace {

using ::testing::HasSubstr;

TrustAnchors trial_anchors() {
  TrustAnchors anchors;
  EXPECT_TRUE(anchors.add(authority().root_pem(), "goc.pem"));
  return anchors;
}

constexpr Instant read_on{1'700'000'000'000};  // November 2023

std::vector<Signature> read(ByteView pdf, const TrustAnchors& anchors = trial_anchors(),
                            Instant now = read_on) {
  auto found = read_signatures(pdf, anchors, now);
  EXPECT_TRUE(found) << found.error().message;
  return found.value_or(std::vector<Signature>{});
}

TEST(ReadSignatures, TellsWhoSignedWhenAndWhatIsCovered) {
  const std::vector<Signature> found = read(twice_signed());
  ASSERT_EQ(found.size(), 2U);
  const Signature& first = found[0];
  EXPECT_EQ(first.field, "ky_ca_nhan");
  EXPECT_EQ(first.certificate.name, "Lê Văn Thử Nghiệm");
  EXPECT_EQ(first.certificate.organisation, "Ủy ban nhân dân tỉnh Quảng Nam");
  EXPECT_EQ(first.certificate.issuer, "Chứng thực chuyên dùng thử nghiệm");
  EXPECT_EQ(first.certificate.key, "RSA 2048");
  EXPECT_EQ(first.digest, "SHA-256");
  EXPECT_EQ(first.claimed_time, signing_time());
  EXPECT_EQ(first.integrity, Integrity::intact);
  EXPECT_EQ(first.trust, Trust::trusted);
  EXPECT_EQ(first.later, LaterChanges::signatures);
  EXPECT_FALSE(first.covers_file);
  EXPECT_TRUE(first.pades);
  EXPECT_TRUE(first.holds());
  ASSERT_TRUE(first.place.has_value());
  EXPECT_EQ(document::mm_text(first.place->x), "197.00");
  EXPECT_EQ(document::mm_text(first.place->y), "157.00");
  EXPECT_EQ(document::mm_text(first.place->width), "40.00");
  const Signature& second = found[1];
  EXPECT_EQ(second.field, "ky_co_quan");
  EXPECT_EQ(second.certificate.key, "ECDSA P-256");
  EXPECT_EQ(second.later, LaterChanges::none);
  EXPECT_TRUE(second.covers_file);
  EXPECT_EQ(second.covered, twice_signed().size());
  EXPECT_TRUE(second.holds());
}

TEST(ReadSignatures, FindsNoneInAnUnsignedFile) {
  EXPECT_TRUE(read(unsigned_pdf()).empty());
}

TEST(ReadSignatures, FindsTheFileThatWasSigned) {
  EXPECT_EQ(size_before_signing(twice_signed(), read(twice_signed())), unsigned_pdf().size());
  EXPECT_EQ(size_before_signing(unsigned_pdf(), {}), std::nullopt);
}

TEST(ReadSignatures, TrustsOnlyWhomTheOfficeNames) {
  EXPECT_EQ(read(twice_signed(), {})[0].trust, Trust::no_anchors);
  TrustAnchors others;
  ASSERT_TRUE(others.add(office().der(), "khac.der"));
  EXPECT_EQ(read(twice_signed(), others)[0].trust, Trust::unknown_issuer);
  TrustAnchors namesake;  // an authority that calls itself the same
  ASSERT_TRUE(namesake.add(Authority().root_pem(), "gia.pem"));
  EXPECT_EQ(read(twice_signed(), namesake)[0].trust, Trust::bad);
  TrustAnchors near;  // the authority that serves the office, without its root
  ASSERT_TRUE(near.add(authority().intermediate().der(), "cap-tren.der"));
  EXPECT_EQ(read(twice_signed(), near)[0].trust, Trust::trusted);
}

TEST(ReadSignatures, TellsAnExpiredCertificateFromAChangedFile) {
  const std::vector<Signature> later = read(twice_signed(), trial_anchors(), {2'300'000'000'000});
  EXPECT_EQ(later[0].trust, Trust::expired);
  EXPECT_EQ(later[0].integrity, Integrity::intact);
  EXPECT_EQ(read(twice_signed(), trial_anchors(), {1'500'000'000'000})[0].trust, Trust::not_yet_valid);
}

TEST(ReadSignatures, RefusesAnchorsThatAreNoCertificates) {
  TrustAnchors anchors;
  const Status status = anchors.add("không phải chứng thư", "a.pem");
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("a.pem không có chứng thư nào"));
}

/// A generator of our own: the same places in every run, whatever the library.
class Places {
 public:
  std::size_t below(std::size_t size) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state_ >> 33U) % size;
  }

 private:
  std::uint64_t state_ = 20211215;
};

TEST(ReadSignatures, FindsEveryChangeOfACoveredByte) {
  const Bytes good = signed_by(unsigned_pdf(Profile::pdfa_3b), person_order(), *signer_of(person()));
  const std::size_t gap = good.find('<', good.rfind("/ByteRange"));
  const std::size_t gap_end = good.find('>', gap) + 1;
  Places places;
  for (int i = 0; i < 200; ++i) {
    std::size_t at = places.below(good.size() - (gap_end - gap));
    if (at >= gap) at += gap_end - gap;
    Bytes bad = good;
    bad[at] = static_cast<char>(static_cast<unsigned char>(bad[at]) ^ (1U << places.below(8)));
    const auto found = read_signatures(bad, {}, read_on);
    // Either the file cannot be read at all, or no signature in it holds.
    if (!found) continue;
    for (const Signature& signature : *found)
      EXPECT_FALSE(signature.holds()) << "at " << at;
  }
}

TEST(ReadSignatures, FindsEveryChangeOfTheSignatureItself) {
  const Bytes good = signed_by(unsigned_pdf(Profile::pdfa_3b), person_order(), *signer_of(person()));
  const std::size_t hex = good.find('<', good.rfind("/ByteRange")) + 1;
  const std::size_t used = good.find("000000000000000000000000", hex) - hex;
  // The value stands last, 256 bytes of an RSA key of 2048 bits. Before it are the certificates, which vouch
  // for themselves.
  constexpr std::size_t own = 512;
  ASSERT_GT(used, own);
  Places places;
  for (int i = 0; i < 100; ++i) {
    Bytes bad = good;
    char& digit = bad[hex + used - own + places.below(own)];
    digit = digit == '7' ? '8' : '7';
    const std::vector<Signature> found = read(bad);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].integrity, Integrity::intact) << i;
  }
}

}  // namespace
}  // namespace sovang::pdf::testing
