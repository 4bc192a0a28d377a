#include "cms_check.h"

#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>

#include "sign_crypto.h"

namespace sovang::pdf {
namespace {

constexpr int most_certificates = 32;

using StorePtr = std::unique_ptr<X509_STORE, ReleaseWith<X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, ReleaseWith<X509_STORE_CTX_free>>;
using EssPtr = std::unique_ptr<ESS_SIGNING_CERT_V2, ReleaseWith<ESS_SIGNING_CERT_V2_free>>;
using EssOldPtr = std::unique_ptr<ESS_SIGNING_CERT, ReleaseWith<ESS_SIGNING_CERT_free>>;

/// The structure, if it is one and only zeros follow it.
CmsPtr parse(ByteView contents) {
  const unsigned char* at = octets(contents);
  CmsPtr cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(contents.size())));
  ERR_clear_error();
  if (!cms) return nullptr;
  const auto used = static_cast<std::size_t>(at - octets(contents));
  if (contents.find_first_not_of('\0', used) != ByteView::npos) return nullptr;
  return cms;
}

/// The only signer; null unless the structure is a detached signature over plain data by one signer.
CMS_SignerInfo* signer_in(CMS_ContentInfo* cms) {
  if (OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed) return nullptr;
  if (OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_pkcs7_data) return nullptr;
  ASN1_OCTET_STRING** held = CMS_get0_content(cms);
  if (held == nullptr || *held != nullptr) return nullptr;
  STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms);
  return sk_CMS_SignerInfo_num(signers) == 1 ? sk_CMS_SignerInfo_value(signers, 0) : nullptr;
}

/// Which digest; empty if it is none that we check.
std::string digest_of(CMS_SignerInfo* info) {
  X509_ALGOR* algorithm = nullptr;
  CMS_SignerInfo_get0_algs(info, nullptr, nullptr, &algorithm, nullptr);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  switch (OBJ_obj2nid(object)) {
    case NID_sha1:
      return "SHA-1";
    case NID_sha256:
      return "SHA-256";
    case NID_sha384:
      return "SHA-384";
    case NID_sha512:
      return "SHA-512";
    default:
      return {};
  }
}

/// The certificates of the structure, that of the signer first.
CertificatesPtr certificates_in(CMS_ContentInfo* cms, X509* signer) {
  CertificatesPtr all(sk_X509_new_null());
  SOVANG_EXPECT(all && X509_up_ref(signer) == 1 && sk_X509_push(all.get(), signer) > 0);
  const CertificatesPtr others(CMS_get1_certs(cms));
  for (int i = 0; i < sk_X509_num(others.get()) && i < most_certificates; ++i) {
    X509* certificate = sk_X509_value(others.get(), i);
    if (X509_cmp(certificate, signer) == 0) continue;
    SOVANG_EXPECT(X509_up_ref(certificate) == 1 && sk_X509_push(all.get(), certificate) > 0);
  }
  return all;
}

/// The value of a signed attribute that must be there once.
const ASN1_STRING* attribute(CMS_SignerInfo* info, int nid) {
  const int at = CMS_signed_get_attr_by_NID(info, nid, -1);
  if (at < 0 || CMS_signed_get_attr_by_NID(info, nid, at) >= 0) return nullptr;
  const X509_ATTRIBUTE* found = CMS_signed_get_attr(info, at);
  if (X509_ATTRIBUTE_count(found) != 1) return nullptr;
  const ASN1_TYPE* value = X509_ATTRIBUTE_get0_type(const_cast<X509_ATTRIBUTE*>(found), 0);  // NOLINT: reads
  return value != nullptr && ASN1_TYPE_get(value) == V_ASN1_SEQUENCE ? value->value.sequence : nullptr;
}

enum class Binding : std::uint8_t { none, good, bad };

/// Whether the signature names its certificate (RFC 5035): else another with the same key could be put there.
Binding binding_of(CMS_SignerInfo* info, STACK_OF(X509) * certificates) {
  const bool has_new = CMS_signed_get_attr_by_NID(info, NID_id_smime_aa_signingCertificateV2, -1) >= 0;
  const bool has_old = CMS_signed_get_attr_by_NID(info, NID_id_smime_aa_signingCertificate, -1) >= 0;
  if (!has_new && !has_old) return Binding::none;
  EssPtr named;
  EssOldPtr named_old;
  if (const ASN1_STRING* value = attribute(info, NID_id_smime_aa_signingCertificateV2)) {
    const unsigned char* at = ASN1_STRING_get0_data(value);
    named.reset(d2i_ESS_SIGNING_CERT_V2(nullptr, &at, ASN1_STRING_length(value)));
  }
  if (const ASN1_STRING* value = attribute(info, NID_id_smime_aa_signingCertificate)) {
    const unsigned char* at = ASN1_STRING_get0_data(value);
    named_old.reset(d2i_ESS_SIGNING_CERT(nullptr, &at, ASN1_STRING_length(value)));
  }
  const bool good = (!has_new || named) && (!has_old || named_old) &&
                    OSSL_ESS_check_signing_certs(named_old.get(), named.get(), certificates, 1) == 1;
  ERR_clear_error();
  return good ? Binding::good : Binding::bad;
}

bool verifies(CMS_ContentInfo* cms, const std::array<ByteView, 2>& covered) {
  Bytes data;
  data.reserve(covered[0].size() + covered[1].size());
  data.append(covered[0]).append(covered[1]);
  const BioPtr in(BIO_new_mem_buf(data.data(), static_cast<int>(data.size())));
  const BioPtr out(BIO_new(BIO_s_null()));
  SOVANG_EXPECT(in && out);
  const bool good = CMS_verify(cms, nullptr, nullptr, in.get(), out.get(),
                               CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY) == 1;
  ERR_clear_error();
  return good;
}

Trust trust_of_error(int error) {
  switch (error) {
    case X509_V_OK:
      return Trust::trusted;
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return Trust::expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return Trust::not_yet_valid;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
      return Trust::unknown_issuer;
    case X509_V_ERR_INVALID_PURPOSE:
      return Trust::wrong_usage;
    default:
      return Trust::bad;
  }
}

Trust trust_in(X509* signer, STACK_OF(X509) * certificates, const TrustAnchors& anchors, Instant now) {
  if (!may_sign_documents(signer)) return Trust::wrong_usage;
  if (now > not_after(signer)) return Trust::expired;
  if (now < not_before(signer)) return Trust::not_yet_valid;
  if (anchors.certificates.empty()) return Trust::no_anchors;
  const StorePtr store(X509_STORE_new());
  const StoreContextPtr context(X509_STORE_CTX_new());
  SOVANG_EXPECT(store && context);
  for (const Bytes& der : anchors.certificates) {
    if (const X509Ptr anchor = parse_certificate(der)) X509_STORE_add_cert(store.get(), anchor.get());
  }
  SOVANG_EXPECT(X509_STORE_CTX_init(context.get(), store.get(), signer, certificates) == 1);
  X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(param, now.unix_ms / 1000);
  // An office may trust the authority that serves it without that one's root.
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_auth_level(param, 2);  // 112 bits: no SHA-1, no RSA below 2048 in the chain
  X509_VERIFY_PARAM_set_depth(param, 8);
  X509_verify_cert(context.get());
  const Trust trust = trust_of_error(X509_STORE_CTX_get_error(context.get()));
  ERR_clear_error();
  return trust;
}

}  // namespace

CmsFindings check_cms(ByteView contents, std::array<ByteView, 2> covered, const TrustAnchors& anchors,
                      Instant now) {
  CmsFindings found;
  const CmsPtr cms = parse(contents);
  CMS_SignerInfo* info = cms ? signer_in(cms.get()) : nullptr;
  if (info == nullptr) {
    found.findings.emplace_back("dữ liệu chữ ký không phải là một chữ ký CMS tách rời của một người ký");
    return found;
  }
  found.digest = digest_of(info);
  X509* signer = nullptr;
  CMS_set1_signers_certs(cms.get(), nullptr, 0);
  CMS_SignerInfo_get0_algs(info, nullptr, &signer, nullptr, nullptr);
  ERR_clear_error();
  if (signer == nullptr) {
    found.findings.emplace_back("chữ ký không kèm chứng thư của người ký");
    return found;
  }
  found.certificate = certificate_facts(der_of(signer)).value_or(CertificateFacts{});
  const KeyStrength strength = strength_of(signer);
  if (found.digest.empty() || strength == KeyStrength::unknown) {
    found.integrity = Integrity::unsupported;
    found.findings.emplace_back("thuật toán của chữ ký này chưa kiểm tra được");
    return found;
  }
  const CertificatesPtr certificates = certificates_in(cms.get(), signer);
  found.trust = trust_in(signer, certificates.get(), anchors, now);
  found.weak = strength == KeyStrength::weak || found.digest == "SHA-1";
  if (found.weak) found.findings.emplace_back("thuật toán quá yếu: người khác có thể làm giả chữ ký");
  const Binding binding = binding_of(info, certificates.get());
  found.bound = binding == Binding::good;
  const bool good = binding != Binding::bad && verifies(cms.get(), covered);
  found.integrity = good ? Integrity::intact : Integrity::changed;
  if (!good)
    found.findings.emplace_back(
        "nội dung đã bị thay đổi sau khi ký, hoặc chữ ký không phải của chứng thư này");
  return found;
}

Status TrustAnchors::add(ByteView file, std::string_view name) {
  const std::size_t before = certificates.size();
  if (parse_certificate(file)) {
    certificates.emplace_back(file);
    return {};
  }
  const BioPtr in(BIO_new_mem_buf(file.data(), static_cast<int>(file.size())));
  SOVANG_EXPECT(in != nullptr);
  while (certificates.size() < before + 1000) {
    const X509Ptr read(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    if (!read) break;
    certificates.push_back(der_of(read.get()));
  }
  ERR_clear_error();
  if (certificates.size() > before) return {};
  return fail(ErrorCode::invalid_input,
              "tệp " + std::string(name) + " không có chứng thư nào (PEM hoặc DER) để tin cậy");
}

}  // namespace sovang::pdf
