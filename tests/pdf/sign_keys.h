#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/pdf/signer.h"

#include "sign_crypto.h"

/// Keys and certificates of a trial authority, made when the tests run. Nobody trusts them.
namespace sovang::pdf::testing {

/// What a certificate is made for.
struct CertificateWish {
  std::string name = "Lê Văn Thử Nghiệm";
  std::string organisation = "Ủy ban nhân dân tỉnh Quảng Nam";
  int from_year = 2020;
  int to_year = 2040;
  std::string usage = "critical,digitalSignature,nonRepudiation";
};

/// A key with its certificate.
struct Identity {
  KeyPtr key;
  X509Ptr certificate;

  [[nodiscard]] Bytes der() const { return der_of(certificate.get()); }
};

[[nodiscard]] KeyPtr make_rsa(unsigned bits = 2048);
[[nodiscard]] KeyPtr make_p256();

/// A trial authority with a root and one authority below it.
class Authority {
 public:
  Authority();
  [[nodiscard]] Identity issue(KeyPtr key, const CertificateWish& wish = {}) const;
  [[nodiscard]] const Identity& root() const { return root_; }
  [[nodiscard]] const Identity& intermediate() const { return intermediate_; }
  /// The certificates as a PEM file.
  [[nodiscard]] Bytes root_pem() const;

 private:
  Identity root_;
  Identity intermediate_;
};

/// Made once a test program.
[[nodiscard]] const Authority& authority();
/// A person with an RSA key, an office with an ECDSA key.
[[nodiscard]] const Identity& person();
[[nodiscard]] const Identity& office();

/// A PKCS #12 file of it, with the chain.
[[nodiscard]] Bytes pkcs12_of(const Identity& identity, const std::string& password);
[[nodiscard]] std::unique_ptr<Signer> signer_of(const Identity& identity);

/// "2021-12-15T08:00:00+07:00".
[[nodiscard]] Instant signing_time();

}  // namespace sovang::pdf::testing
