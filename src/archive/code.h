#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sovang/archive/record.h"
#include "sovang/base/date.h"
#include "sovang/base/result.h"

#include "keys.h"

namespace sovang::archive {

/// What the QR of a certificate holds, read (archive-design §8). No personal data.
struct CertificateCode {
  Bytes serial;  ///< 8 bytes
  Date issued;
  Bytes award_mark;  ///< 1 byte
  Bytes text_hash;   ///< first 16 bytes of the SHA-256 of certificate_text()
  friend bool operator==(const CertificateCode&, const CertificateCode&) = default;
};

/// The canonical text of a certificate, which the code binds: number|name|unit|award|decision|date.
[[nodiscard]] std::string certificate_text(const Record& record, const RecordLine& line);
/// The fields of the code of this certificate. Code `invalid_input` if its date does not fit (2000–2179).
[[nodiscard]] Result<CertificateCode> code_of(const Record& record, const RecordLine& line);

/// 154 letters of Base32.
[[nodiscard]] std::string write_code(const CertificateCode& code, const SigningKey& key);
/// Reads and checks a code, with or without the address before it. Code `invalid_input`: not a code;
/// `forbidden`: not signed by this key.
[[nodiscard]] Result<CertificateCode> read_code(std::string_view text, ByteView public_key);
/// The part of a scanned text that is the code: what follows the last slash, in capitals.
[[nodiscard]] std::string bare_code(std::string_view text);

/// One certificate as a leaf of its decision's tree; the salt keeps names from being guessed.
[[nodiscard]] Bytes certificate_leaf(const RecordLine& line, std::string_view salt_hex);

}  // namespace sovang::archive
