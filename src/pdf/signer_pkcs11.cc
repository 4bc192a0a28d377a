#include <array>

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include "sovang/pdf/signer.h"

#include "sign_crypto.h"
#include "token_session.h"

namespace sovang::pdf {
namespace {

using EcdsaPtr = std::unique_ptr<ECDSA_SIG, ReleaseWith<ECDSA_SIG_free>>;

/// The DER frame of a SHA-256 digest in a PKCS #1 signature (RFC 8017 §9.2): CKM_RSA_PKCS puts the padding
/// around it, so that only 51 bytes go to the token.
constexpr std::array<unsigned char, 19> sha256_frame = {0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                                                        0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                                        0x01, 0x05, 0x00, 0x04, 0x20};

/// PKCS #11 gives r and s side by side; CMS wants them in DER.
Result<Bytes> ecdsa_der(ByteView raw) {
  if (raw.empty() || raw.size() % 2 != 0) return fail(ErrorCode::io, "thiết bị ký trả về chữ ký sai độ dài");
  const auto half = static_cast<int>(raw.size() / 2);
  const EcdsaPtr value(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(octets(raw), half, nullptr);
  BIGNUM* s = BN_bin2bn(octets(raw) + half, half, nullptr);
  SOVANG_EXPECT(value && r != nullptr && s != nullptr && ECDSA_SIG_set0(value.get(), r, s) == 1);
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(value.get(), &der);
  return take_der(der, length);
}

class TokenSigner final : public Signer {
 public:
  TokenSigner(std::unique_ptr<TokenSession> session, CK_OBJECT_HANDLE key, bool rsa,
              std::vector<Bytes> certificates)
      : session_(std::move(session)), key_(key), rsa_(rsa), certificates_(std::move(certificates)) {}

  [[nodiscard]] const std::vector<Bytes>& certificates() const override { return certificates_; }

  [[nodiscard]] Result<Bytes> sign(ByteView sha256) const override {
    if (!rsa_) return ecdsa_der(SOVANG_TRY(session_->sign(key_, CKM_ECDSA, sha256)));
    Bytes framed(reinterpret_cast<const char*>(sha256_frame.data()), sha256_frame.size());
    framed += sha256;
    return session_->sign(key_, CKM_RSA_PKCS, framed);
  }

 private:
  std::unique_ptr<TokenSession> session_;
  CK_OBJECT_HANDLE key_;
  bool rsa_;
  std::vector<Bytes> certificates_;
};

CK_ATTRIBUTE attribute(CK_ATTRIBUTE_TYPE type, CK_ULONG& value) {
  return {type, &value, sizeof value};
}

/// A private key and the certificate that has the same id.
struct Pair {
  CK_OBJECT_HANDLE key = 0;
  Bytes certificate;
};

std::vector<Pair> pairs_in(const TokenSession& session, const TokenUri& uri) {
  std::vector<Pair> found;
  std::vector<CK_ATTRIBUTE> wanted = uri.attributes();
  CK_ULONG kind = CKO_PRIVATE_KEY;
  wanted.push_back(attribute(CKA_CLASS, kind));
  for (const CK_OBJECT_HANDLE key : session.find(std::move(wanted))) {
    Bytes id = session.value_of(key, CKA_ID);
    if (id.empty()) continue;  // nothing tells which certificate is its own
    CK_ULONG certificate = CKO_CERTIFICATE;
    const std::vector<CK_OBJECT_HANDLE> certificates =
        session.find({attribute(CKA_CLASS, certificate), {CKA_ID, id.data(), id.size()}});
    for (const CK_OBJECT_HANDLE object : certificates)
      found.push_back({key, session.value_of(object, CKA_VALUE)});
  }
  return found;
}

/// The certificate of the key, then what the token holds of its issuers.
std::vector<Bytes> chain_in(const TokenSession& session, const X509Ptr& certificate) {
  std::vector<Bytes> all{der_of(certificate.get())};
  CK_ULONG kind = CKO_CERTIFICATE;
  for (const CK_OBJECT_HANDLE object : session.find({attribute(CKA_CLASS, kind)}))
    all.push_back(session.value_of(object, CKA_VALUE));
  return chain_for(X509_get0_pubkey(certificate.get()), all);
}

}  // namespace

Result<std::unique_ptr<Signer>> open_pkcs11(std::string_view text, std::string_view pin) {
  const TokenUri uri = SOVANG_TRY(TokenUri::parse(text));
  std::shared_ptr<TokenModules> modules = SOVANG_TRY(TokenModules::load(uri.module_path()));
  std::unique_ptr<TokenSession> session = SOVANG_TRY(TokenSession::open(std::move(modules), uri, pin));
  const std::vector<Pair> pairs = pairs_in(*session, uri);
  if (pairs.empty()) {
    return fail(ErrorCode::not_found,
                "thiết bị ký không có khóa (kèm chứng thư) khớp với địa chỉ pkcs11; hãy xem lại object=…");
  }
  if (pairs.size() > 1) {
    return fail(ErrorCode::invalid_input,
                "thiết bị ký có nhiều khóa khớp với địa chỉ pkcs11; hãy nêu rõ object=… hoặc id=…");
  }
  const X509Ptr certificate = parse_certificate(pairs.front().certificate);
  if (!certificate) return fail(ErrorCode::corrupt, "chứng thư trong thiết bị ký hỏng, không đọc được");
  SOVANG_TRY(require_signing_certificate(certificate.get(), "thiết bị ký"));
  const bool rsa = EVP_PKEY_get_base_id(X509_get0_pubkey(certificate.get())) == EVP_PKEY_RSA;
  std::vector<Bytes> chain = chain_in(*session, certificate);
  ERR_clear_error();
  return std::make_unique<TokenSigner>(std::move(session), pairs.front().key, rsa, std::move(chain));
}

}  // namespace sovang::pdf
