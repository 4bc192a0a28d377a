#include "sign_cms.h"

#include <algorithm>
#include <vector>

#include <openssl/err.h>

#include "sovang/base/hash.h"

#include "sign_crypto.h"

namespace sovang::pdf {
namespace {

tl::unexpected<Error> library_failed(std::string_view step) {
  const unsigned long code = ERR_peek_last_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  std::string message = "không tạo được chữ ký số (" + std::string(step);
  if (reason != nullptr) message.append(": ").append(reason);
  ERR_clear_error();
  return fail(ErrorCode::internal, message + ")");
}

/// A length as DER writes it.
void append_der_length(Bytes& out, std::size_t length) {
  if (length < 128) {
    out += static_cast<char>(length);
    return;
  }
  Bytes digits;
  for (; length > 0; length >>= 8U)
    digits.insert(digits.begin(), static_cast<char>(length & 0xFFU));
  out += static_cast<char>(0x80U | digits.size());
  out += digits;
}

/// The signed attributes as they are hashed: a DER SET OF, sorted, with the tag of a set (RFC 5652 §5.4).
Bytes signed_attributes(const CMS_SignerInfo* info) {
  std::vector<Bytes> parts;
  std::size_t size = 0;
  for (int i = 0; i < CMS_signed_get_attr_count(info); ++i) {
    unsigned char* der = nullptr;
    const int length = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(info, i), &der);
    parts.push_back(take_der(der, length));
    size += parts.back().size();
  }
  std::sort(parts.begin(), parts.end(), [](const Bytes& a, const Bytes& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char left, char right) {
      return static_cast<unsigned char>(left) < static_cast<unsigned char>(right);
    });
  });
  Bytes out = "\x31";
  append_der_length(out, size);
  for (const Bytes& part : parts)
    out += part;
  return out;
}

bool matches(EVP_PKEY* key, ByteView sha256, ByteView value) {
  const KeyContextPtr context(EVP_PKEY_CTX_new(key, nullptr));
  const bool good =
      context && EVP_PKEY_verify_init(context.get()) == 1 &&
      EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1 &&
      EVP_PKEY_verify(context.get(), octets(value), value.size(), octets(sha256), sha256.size()) == 1;
  ERR_clear_error();
  return good;
}

/// OpenSSL's own CMS_final() would add the signing-time that PAdES forbids, and wants a private key that a
/// token does not give: so it builds the structure around the public key, and the value comes from the
/// signer.
Status sign_attributes(CMS_SignerInfo* info, ByteView sha256, const Signer& signer) {
  if (CMS_signed_add1_attr_by_NID(info, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, octets(sha256),
                                  static_cast<int>(sha256.size())) != 1 ||
      CMS_signed_add1_attr_by_NID(info, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data),
                                  -1) != 1) {
    return library_failed("thuộc tính ký");
  }
  const Bytes hashed = digest(HashKind::sha256, signed_attributes(info));
  const Bytes value = SOVANG_TRY(signer.sign(hashed));
  EVP_PKEY* key = nullptr;
  CMS_SignerInfo_get0_algs(info, &key, nullptr, nullptr, nullptr);
  if (!matches(key, hashed, value)) {
    return fail(ErrorCode::io, "thiết bị hoặc tệp khóa đã trả về chữ ký không khớp với chứng thư: không ký");
  }
  if (ASN1_STRING_set(CMS_SignerInfo_get0_signature(info), value.data(), static_cast<int>(value.size())) != 1)
    return library_failed("giá trị chữ ký");
  return {};
}

}  // namespace

Result<Bytes> sign_cms(ByteView sha256, const Signer& signer) {
  SOVANG_EXPECT(sha256.size() == 32 && !signer.certificates().empty());
  const X509Ptr certificate = parse_certificate(signer.certificates().front());
  if (!certificate) return fail(ErrorCode::corrupt, "chứng thư của khóa ký hỏng, không đọc được");
  const CmsPtr cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_DETACHED | CMS_BINARY | CMS_PARTIAL));
  if (!cms) return library_failed("khung CMS");
  CMS_SignerInfo* info = CMS_add1_signer(cms.get(), certificate.get(), X509_get0_pubkey(certificate.get()),
                                         EVP_sha256(), CMS_CADES | CMS_NOSMIMECAP | CMS_PARTIAL);
  if (info == nullptr) return library_failed("người ký");
  SOVANG_TRY(sign_attributes(info, sha256, signer));
  for (std::size_t i = 1; i < signer.certificates().size(); ++i) {
    const X509Ptr issuer = parse_certificate(signer.certificates()[i]);
    if (!issuer || CMS_add1_cert(cms.get(), issuer.get()) != 1) return library_failed("chứng thư cấp trên");
  }
  unsigned char* der = nullptr;
  const int length = i2d_CMS_ContentInfo(cms.get(), &der);
  if (length <= 0) return library_failed("mã hóa");
  return take_der(der, length);
}

std::size_t cms_room(const Signer& signer) {
  // Beside the certificates: the issuer's name again, three attributes, the value (an RSA key of 8192 bits
  // gives 1024 bytes) and the frame.
  std::size_t room = 4096;
  for (const Bytes& certificate : signer.certificates())
    room += certificate.size();
  return room / 1024 * 1024;
}

}  // namespace sovang::pdf
