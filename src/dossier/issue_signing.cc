#include "sovang/dossier/issue_signing.h"

#include "sovang/text/casing.h"
#include "sovang/text/normal.h"

namespace sovang::dossier {
namespace {

/// One spelling of a name, for comparing: NFC, small letters.
std::string folded(std::string_view name) {
  const Result<std::string> nfc = text::normalise(name);
  return nfc ? text::lower(*nfc) : std::string(name);
}

/// The certificate is that of the person below the decision: a slip here could not be taken back.
Status must_be(const pdf::CertificateFacts& certificate, std::string_view signer) {
  if (!signer.empty() && folded(certificate.name).find(folded(signer)) != std::string::npos) return {};
  return fail(ErrorCode::findings, "khóa ký là của «" + certificate.name +
                                       "» nhưng người ký quyết định là «" + std::string(signer) +
                                       "»: chưa ký và chưa ban hành gì");
}

Result<Bytes> sign_as(const Bytes& pdf, const SigningHand& hand, pdf::SignatureOrder order,
                      const pdf::PdfCache& cache, std::vector<MadeSignature>& made) {
  if (hand.picture) order.look = pdf::picture_look(hand.picture, order.place.width, order.place.height);
  Bytes out = SOVANG_TRY(pdf::sign_pdf(pdf, order, *hand.key, cache));
  const pdf::CertificateFacts facts = SOVANG_TRY(pdf::certificate_facts(hand.key->certificates().front()));
  made.push_back({order.field, facts.serial});
  return out;
}

}  // namespace

pdf::SignaturePlace seal_place(const pdf::SignaturePlace& signature, const document::Picture& seal,
                               document::Length width) {
  SOVANG_EXPECT(seal.raster.has_value());
  pdf::SignaturePlace place = signature;
  place.width = width;
  place.height = document::scaled(width, seal.raster->height, seal.raster->width);
  place.x = signature.x + signature.width / 3 - place.width;
  place.y = signature.y + (signature.height - place.height) / 2;
  return place;
}

Result<Bytes> sign_decision(Bytes pdf, const IssueSigning& signing, std::string_view signer,
                            const pdf::PdfCache& cache, std::vector<MadeSignature>& made) {
  const pdf::CertificateFacts person =
      SOVANG_TRY(pdf::certificate_facts(signing.person.key->certificates().front()));
  SOVANG_TRY(must_be(person, signer));
  const auto place = pdf::empty_signature_field(pdf, pdf::person_field);
  if (!place) {
    return fail(ErrorCode::findings,
                "mẫu quyết định không có trường chữ ký «" + std::string(pdf::person_field) +
                    "» (signature-field) nên chưa ký và chưa ban hành được; hãy dùng mẫu có trường này");
  }
  pdf::SignatureOrder order;
  order.field = pdf::person_field;
  order.name = person.name;
  order.description = "Chữ ký số của " + person.name;
  order.reason = "Ban hành";
  order.time = signing.time;
  order.place = *place;
  pdf = SOVANG_TRY(sign_as(pdf, signing.person, order, cache, made));
  if (!signing.organisation) return pdf;

  const SigningHand& office = *signing.organisation;
  order.field = pdf::organisation_field;
  order.name = SOVANG_TRY(pdf::certificate_facts(office.key->certificates().front())).name;
  order.description = "Dấu và chữ ký số của " + order.name;
  if (office.picture) order.place = seal_place(*place, *office.picture, signing.seal_width);
  return sign_as(pdf, office, order, cache, made);
}

}  // namespace sovang::dossier
