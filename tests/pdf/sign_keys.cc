#include "sign_keys.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

namespace sovang::pdf::testing {
namespace {

void set_time(ASN1_TIME* time, int year) {
  const std::string text = std::to_string(year) + "0101000000Z";
  ASSERT_EQ(ASN1_TIME_set_string_X509(time, text.c_str()), 1);
}

void add_name(X509_NAME* name, const char* field, const std::string& value) {
  ASSERT_EQ(X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, octets(value),
                                       static_cast<int>(value.size()), -1, 0),
            1);
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  ASSERT_NE(extension, nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Identity certify(KeyPtr key, const CertificateWish& wish, const Identity* issuer, bool is_authority) {
  static long serial = 1000;
  Identity made{std::move(key), X509Ptr(X509_new())};
  X509* certificate = made.certificate.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  set_time(X509_getm_notBefore(certificate), wish.from_year);
  set_time(X509_getm_notAfter(certificate), wish.to_year);
  X509_set_pubkey(certificate, made.key.get());
  X509_NAME* name = X509_get_subject_name(certificate);
  add_name(name, "C", "VN");
  add_name(name, "O", wish.organisation);
  add_name(name, "CN", wish.name);
  X509* above = issuer == nullptr ? certificate : issuer->certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(above));
  add_extension(certificate, above, NID_basic_constraints, is_authority ? "critical,CA:TRUE" : "CA:FALSE");
  if (is_authority) {
    add_extension(certificate, above, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else if (!wish.usage.empty()) {
    add_extension(certificate, above, NID_key_usage, wish.usage);
  }
  EXPECT_GT(X509_sign(certificate, issuer == nullptr ? made.key.get() : issuer->key.get(), EVP_sha256()), 0);
  return made;
}

CertificateWish authority_wish(const std::string& name) {
  CertificateWish wish;
  wish.name = name;
  wish.organisation = "Cơ quan thử nghiệm";
  wish.from_year = 2015;
  wish.to_year = 2045;
  return wish;
}

}  // namespace

KeyPtr make_rsa(unsigned bits) {
  return KeyPtr(EVP_RSA_gen(bits));
}

KeyPtr make_p256() {
  return KeyPtr(EVP_EC_gen("P-256"));
}

Authority::Authority()
    : root_(certify(make_p256(), authority_wish("Gốc chứng thực thử nghiệm"), nullptr, true)),
      intermediate_(certify(make_p256(), authority_wish("Chứng thực chuyên dùng thử nghiệm"), &root_, true)) {
}

Identity Authority::issue(KeyPtr key, const CertificateWish& wish) const {
  return certify(std::move(key), wish, &intermediate_, false);
}

Bytes Authority::root_pem() const {
  const BioPtr out(BIO_new(BIO_s_mem()));
  EXPECT_EQ(PEM_write_bio_X509(out.get(), root_.certificate.get()), 1);
  char* text = nullptr;
  const long length = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

const Authority& authority() {
  static const Authority made;
  return made;
}

const Identity& person() {
  static const Identity made = authority().issue(make_rsa());
  return made;
}

const Identity& office() {
  static const Identity made = [] {
    CertificateWish wish;
    wish.name = "Ủy ban nhân dân tỉnh Quảng Nam";
    return authority().issue(make_p256(), wish);
  }();
  return made;
}

Bytes pkcs12_of(const Identity& identity, const std::string& password) {
  STACK_OF(X509)* others = sk_X509_new_null();
  sk_X509_push(others, authority().intermediate().certificate.get());
  sk_X509_push(others, authority().root().certificate.get());
  PKCS12* made = PKCS12_create(password.c_str(), "khoa", identity.key.get(), identity.certificate.get(),
                               others, 0, 0, 0, 0, 0);
  sk_X509_free(others);
  EXPECT_NE(made, nullptr);
  unsigned char* der = nullptr;
  const int length = i2d_PKCS12(made, &der);
  PKCS12_free(made);
  return take_der(der, length);
}

std::unique_ptr<Signer> signer_of(const Identity& identity) {
  auto signer = open_pkcs12(pkcs12_of(identity, "mật khẩu"), "mật khẩu", "thu.p12");
  EXPECT_TRUE(signer) << signer.error().message;
  return signer ? *std::move(signer) : nullptr;
}

Instant signing_time() {
  return {(Date::make(2021, 12, 15)->days() * 86'400 + 3'600) * 1000};
}

}  // namespace sovang::pdf::testing
