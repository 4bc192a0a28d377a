#include <openssl/err.h>
#include <openssl/pkcs12.h>

#include "sovang/pdf/signer.h"

#include "sign_crypto.h"

namespace sovang::pdf {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 20U;
/// A file that asks for more rounds of its key derivation is a trap, not a key.
constexpr long most_rounds = 10'000'000;

using Pkcs12Ptr = std::unique_ptr<PKCS12, ReleaseWith<PKCS12_free>>;

class FileSigner final : public Signer {
 public:
  FileSigner(KeyPtr key, std::vector<Bytes> certificates)
      : key_(std::move(key)), certificates_(std::move(certificates)) {}

  [[nodiscard]] const std::vector<Bytes>& certificates() const override { return certificates_; }

  [[nodiscard]] Result<Bytes> sign(ByteView sha256) const override {
    const KeyContextPtr context(EVP_PKEY_CTX_new(key_.get(), nullptr));
    std::size_t size = 0;
    Bytes value;
    const bool ready = context && EVP_PKEY_sign_init(context.get()) == 1 &&
                       EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1 &&
                       EVP_PKEY_sign(context.get(), nullptr, &size, octets(sha256), sha256.size()) == 1;
    if (ready) value.resize(size);
    const bool made = ready && EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(value.data()),
                                             &size, octets(sha256), sha256.size()) == 1;
    ERR_clear_error();
    if (!made) return fail(ErrorCode::internal, "khóa trong tệp PKCS #12 không ký được");
    value.resize(size);
    return value;
  }

 private:
  KeyPtr key_;
  std::vector<Bytes> certificates_;
};

bool asks_too_much(const PKCS12* file) {
  if (PKCS12_mac_present(file) != 1) return false;
  const ASN1_INTEGER* rounds = nullptr;
  PKCS12_get0_mac(nullptr, nullptr, nullptr, &rounds, file);
  return rounds != nullptr && (ASN1_INTEGER_get(rounds) < 0 || ASN1_INTEGER_get(rounds) > most_rounds);
}

}  // namespace

Result<std::unique_ptr<Signer>> open_pkcs12(ByteView file, std::string_view password, std::string_view name) {
  const std::string place = "tệp khóa " + std::string(name);
  if (file.size() > largest_file) {
    return fail(ErrorCode::invalid_input, place + " lớn hơn 1 MiB: đây không phải tệp PKCS #12", {},
                "LIM-02");
  }
  const unsigned char* at = octets(file);
  const Pkcs12Ptr read(d2i_PKCS12(nullptr, &at, static_cast<long>(file.size())));
  ERR_clear_error();
  if (!read || asks_too_much(read.get()))
    return fail(ErrorCode::invalid_input, place + " không phải tệp PKCS #12 (.p12, .pfx) hoặc đã hỏng");
  const std::string secret(password);
  // Files without a password are protected by the empty one or by none at all.
  const bool opened = PKCS12_verify_mac(read.get(), secret.c_str(), static_cast<int>(secret.size())) == 1 ||
                      (secret.empty() && PKCS12_verify_mac(read.get(), nullptr, 0) == 1);
  ERR_clear_error();
  if (!opened) {
    return fail(ErrorCode::invalid_input,
                "mật khẩu của " + place + " không đúng; hãy kiểm tra lại tệp mật khẩu (không ghi gì)");
  }
  EVP_PKEY* key = nullptr;
  X509* certificate = nullptr;
  STACK_OF(X509)* others = nullptr;
  const bool parsed = PKCS12_parse(read.get(), secret.c_str(), &key, &certificate, &others) == 1;
  ERR_clear_error();
  KeyPtr owned_key(key);
  const X509Ptr owned_certificate(certificate);
  const CertificatesPtr owned_others(others);
  if (!parsed) {
    return fail(ErrorCode::unsupported,
                place + " được mã hóa theo cách cũ mà hệ thống không đọc; hãy xuất lại tệp với AES-256");
  }
  if (!owned_key || !owned_certificate)
    return fail(ErrorCode::invalid_input, place + " không có đủ khóa bí mật và chứng thư của khóa đó");
  SOVANG_TRY(require_signing_certificate(owned_certificate.get(), place));
  std::vector<Bytes> all{der_of(owned_certificate.get())};
  for (int i = 0; i < sk_X509_num(owned_others.get()); ++i)
    all.push_back(der_of(sk_X509_value(owned_others.get(), i)));
  std::vector<Bytes> chain = chain_for(owned_key.get(), all);
  if (chain.empty()) return fail(ErrorCode::invalid_input, place + ": chứng thư không khớp với khóa bí mật");
  return std::make_unique<FileSigner>(std::move(owned_key), std::move(chain));
}

}  // namespace sovang::pdf
