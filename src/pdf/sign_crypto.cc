#include "sign_crypto.h"

#include <array>
#include <ctime>

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "sovang/base/hash.h"
#include "sovang/pdf/signer.h"

namespace sovang::pdf {
namespace {

constexpr int smallest_rsa = 2048;

/// The last entry of this kind in a name, UTF-8; a name may hold several.
std::string entry_of(const X509_NAME* name, int nid) {
  int at = -1;
  for (int next = X509_NAME_get_index_by_NID(name, nid, -1); next >= 0;
       next = X509_NAME_get_index_by_NID(name, nid, next))
    at = next;
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int length = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  ERR_clear_error();
  return length < 0 ? std::string() : take_der(text, length);
}

/// "CN=…, O=…" on one line.
std::string whole_name(const X509_NAME* name) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  SOVANG_EXPECT(out != nullptr);
  X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_ONELINE & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  char* text = nullptr;
  const long length = BIO_get_mem_data(out.get(), &text);
  return length <= 0 ? std::string() : std::string(text, static_cast<std::size_t>(length));
}

std::string name_or_all(const X509_NAME* name) {
  std::string common = entry_of(name, NID_commonName);
  return common.empty() ? whole_name(name) : common;
}

std::string curve_of(EVP_PKEY* key) {
  std::array<char, 64> name{};
  std::size_t length = 0;
  if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size(), &length) !=
      1) {
    ERR_clear_error();
    return {};
  }
  const std::string curve(name.data(), length);
  if (curve == "prime256v1") return "P-256";
  if (curve == "secp384r1") return "P-384";
  if (curve == "secp521r1") return "P-521";
  return curve;
}

std::string key_text(EVP_PKEY* key) {
  if (key == nullptr) return {};
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
      return "RSA " + std::to_string(EVP_PKEY_get_bits(key));
    case EVP_PKEY_EC:
      return "ECDSA " + curve_of(key);
    default: {
      const char* name = EVP_PKEY_get0_type_name(key);
      return name == nullptr ? std::string("?") : std::string(name);
    }
  }
}

/// Milliseconds since 1970; the ends of time for what cannot be read, so that such a certificate is never
/// valid.
Instant instant_of(const ASN1_TIME* time, Instant otherwise) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
    ERR_clear_error();
    return otherwise;
  }
  const auto day = Date::make(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
  if (!day) return otherwise;
  const std::int64_t seconds =
      day->days() * 86'400 + parts.tm_hour * 3'600 + parts.tm_min * 60 + parts.tm_sec;
  return {seconds * 1000};
}

}  // namespace

Bytes take_der(unsigned char* der, int length) {
  SOVANG_EXPECT(der != nullptr && length >= 0);
  Bytes out(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
  OPENSSL_free(der);
  return out;
}

X509Ptr parse_certificate(ByteView der) {
  const unsigned char* at = octets(der);
  X509Ptr certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (certificate && at != octets(der) + der.size()) return nullptr;
  return certificate;
}

Bytes der_of(const X509* certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509(certificate, &der);
  return take_der(der, length);
}

Instant not_before(const X509* certificate) {
  return instant_of(X509_get0_notBefore(certificate), {INT64_MAX});
}

Instant not_after(const X509* certificate) {
  return instant_of(X509_get0_notAfter(certificate), {INT64_MIN});
}

KeyStrength strength_of(const X509* certificate) {
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  ERR_clear_error();
  if (key == nullptr) return KeyStrength::unknown;
  const int kind = EVP_PKEY_get_base_id(key);
  if (kind == EVP_PKEY_RSA)
    return EVP_PKEY_get_bits(key) >= smallest_rsa ? KeyStrength::good : KeyStrength::weak;
  if (kind != EVP_PKEY_EC) return KeyStrength::unknown;
  return EVP_PKEY_get_bits(key) >= 256 ? KeyStrength::good : KeyStrength::weak;
}

bool may_sign_documents(X509* certificate) {
  const std::uint32_t flags = X509_get_extension_flags(certificate);
  ERR_clear_error();
  if ((flags & EXFLAG_INVALID) != 0) return false;
  // A self-signed certificate of a trial run may well carry CA:TRUE; what it may do is in its keyUsage.
  if ((flags & EXFLAG_KUSAGE) == 0) return true;
  return (X509_get_key_usage(certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

Status require_signing_certificate(X509* certificate, std::string_view where) {
  const std::string place(where);
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  ERR_clear_error();
  const std::string text = key_text(key);
  if (!text.starts_with("RSA ") && text != "ECDSA P-256") {
    return fail(ErrorCode::unsupported, place + ": khóa loại " + (text.empty() ? "không rõ" : text) +
                                            " chưa dùng được; hãy dùng RSA từ 2048 bit hoặc ECDSA P-256");
  }
  if (strength_of(certificate) != KeyStrength::good || EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA_PSS) {
    return fail(ErrorCode::unsupported,
                place + ": khóa " + text + " quá yếu để ký; hãy xin chứng thư RSA từ 2048 bit");
  }
  if (!may_sign_documents(certificate)) {
    return fail(ErrorCode::invalid_input,
                place + ": chứng thư này không được cấp để ký văn bản (keyUsage); hãy chọn chứng thư ký số");
  }
  return {};
}

std::vector<Bytes> chain_for(EVP_PKEY* key, const std::vector<Bytes>& all) {
  std::vector<X509Ptr> parsed;
  for (const Bytes& der : all) {
    if (X509Ptr certificate = parse_certificate(der)) parsed.push_back(std::move(certificate));
  }
  X509* at = nullptr;
  for (const X509Ptr& certificate : parsed) {
    EVP_PKEY* own = X509_get0_pubkey(certificate.get());
    if (own != nullptr && EVP_PKEY_eq(own, key) == 1) {
      at = certificate.get();
      break;
    }
  }
  std::vector<Bytes> chain;
  while (at != nullptr && chain.size() < parsed.size()) {
    chain.push_back(der_of(at));
    X509* issuer = nullptr;
    for (const X509Ptr& candidate : parsed) {
      if (candidate.get() != at && X509_check_issued(candidate.get(), at) == X509_V_OK) {
        issuer = candidate.get();
        break;
      }
    }
    at = issuer;
  }
  ERR_clear_error();
  return chain;
}

Result<CertificateFacts> certificate_facts(ByteView der) {
  const X509Ptr certificate = parse_certificate(der);
  if (!certificate) return fail(ErrorCode::corrupt, "chứng thư hỏng, không đọc được");
  CertificateFacts facts;
  const X509_NAME* subject = X509_get_subject_name(certificate.get());
  facts.name = name_or_all(subject);
  facts.organisation = entry_of(subject, NID_organizationName);
  facts.issuer = name_or_all(X509_get_issuer_name(certificate.get()));
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate.get());
  facts.serial = to_hex({reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                         static_cast<std::size_t>(ASN1_STRING_length(serial))});
  facts.key = key_text(X509_get0_pubkey(certificate.get()));
  facts.valid_from = not_before(certificate.get());
  facts.valid_to = not_after(certificate.get());
  ERR_clear_error();
  return facts;
}

}  // namespace sovang::pdf
