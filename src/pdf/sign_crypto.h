#pragma once

#include <memory>
#include <string>
#include <vector>

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/result.h"

/// Owners of OpenSSL's handles, and the few questions that signing and reading ask of a certificate.
/// OpenSSL's error queue is emptied where it is filled: nothing of one call is read by the next.
namespace sovang::pdf {

template <auto release>
struct ReleaseWith {
  template <class T>
  void operator()(T* handle) const {
    release(handle);
  }
};

using X509Ptr = std::unique_ptr<X509, ReleaseWith<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, ReleaseWith<EVP_PKEY_free>>;
using KeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, ReleaseWith<EVP_PKEY_CTX_free>>;
using BioPtr = std::unique_ptr<BIO, ReleaseWith<BIO_free_all>>;
using CmsPtr = std::unique_ptr<CMS_ContentInfo, ReleaseWith<CMS_ContentInfo_free>>;

struct ReleaseCertificates {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
using CertificatesPtr = std::unique_ptr<STACK_OF(X509), ReleaseCertificates>;

[[nodiscard]] inline const unsigned char* octets(ByteView data) {
  return reinterpret_cast<const unsigned char*>(data.data());
}

/// Takes what `i2d` allocated.
[[nodiscard]] Bytes take_der(unsigned char* der, int length);

/// Null unless the bytes are exactly one certificate.
[[nodiscard]] X509Ptr parse_certificate(ByteView der);
[[nodiscard]] Bytes der_of(const X509* certificate);

[[nodiscard]] Instant not_before(const X509* certificate);
[[nodiscard]] Instant not_after(const X509* certificate);

/// How a public key is judged.
enum class KeyStrength : std::uint8_t { good, weak, unknown };
[[nodiscard]] KeyStrength strength_of(const X509* certificate);

/// True if the certificate may sign documents: no keyUsage, or digitalSignature or nonRepudiation in it, and
/// it is no certificate authority.
[[nodiscard]] bool may_sign_documents(X509* certificate);

/// What keeps the certificate from being used by us for signing, whatever the time: a Vietnamese sentence.
[[nodiscard]] Status require_signing_certificate(X509* certificate, std::string_view where);

/// Orders `all` as a chain: the certificate that belongs to `key`, then its issuers as far as they are there.
/// Empty if none belongs to the key.
[[nodiscard]] std::vector<Bytes> chain_for(EVP_PKEY* key, const std::vector<Bytes>& all);

}  // namespace sovang::pdf
