#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/result.h"

namespace sovang::pdf {

/// A private key that signs, and the certificate that says whose it is. The seam between signing and where a
/// key lives: a file, a token of the government's certification service, a double in tests.
class Signer {
 public:
  virtual ~Signer() = default;

  /// The certificate of the key, then those of its issuers as far as the place knows them; DER. Never empty.
  [[nodiscard]] virtual const std::vector<Bytes>& certificates() const = 0;
  /// The signature of a SHA-256 digest (32 bytes): a PKCS #1 v1.5 block of an RSA key, a DER
  /// `ECDSA-Sig-Value` of a P-256 key.
  [[nodiscard]] virtual Result<Bytes> sign(ByteView sha256) const = 0;
};

/// Opens a PKCS #12 file (.p12, .pfx) with RSA of at least 2048 bits or ECDSA P-256. `name` is for messages.
/// Fails on a wrong password, garbage, a missing key or certificate, a weaker key.
[[nodiscard]] Result<std::unique_ptr<Signer>> open_pkcs12(ByteView file, std::string_view password,
                                                          std::string_view name);

/// Opens a key of a token (smart card, USB token, HSM) by its URI (RFC 7512):
/// "pkcs11:token=UBND%20tinh;object=van-thu?module-path=/usr/lib/softhsm/libsofthsm2.so". Without a
/// module-path the modules that the system has registered with p11-kit are asked. Exactly one key with its
/// certificate must match. Fails on a wrong PIN; a locked one is `forbidden`.
[[nodiscard]] Result<std::unique_ptr<Signer>> open_pkcs11(std::string_view uri, std::string_view pin);

/// What a certificate says.
struct CertificateFacts {
  std::string name;          ///< common name of the subject, else the whole subject
  std::string organisation;  ///< O of the subject
  std::string issuer;        ///< common name of the issuer, else the whole issuer
  std::string serial;        ///< hexadecimal
  std::string key;           ///< "RSA 2048", "ECDSA P-256"
  Instant valid_from;
  Instant valid_to;
};

/// Reads a certificate (DER).
[[nodiscard]] Result<CertificateFacts> certificate_facts(ByteView der);

}  // namespace sovang::pdf
