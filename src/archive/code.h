#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sovang/archive/proof.h"
#include "sovang/archive/record.h"
#include "sovang/base/date.h"
#include "sovang/base/result.h"

#include "keys.h"

namespace sovang::archive {

/// What stands on this certificate and its code binds.
[[nodiscard]] CertificateFacts facts_of(const Record& record, const RecordLine& line);
/// The fields of the code of this certificate. Code `invalid_input` if its date does not fit (2000–2179).
[[nodiscard]] Result<CertificateCode> code_of(const Record& record, const RecordLine& line);

/// 154 letters of Base32.
[[nodiscard]] std::string write_code(const CertificateCode& code, const SigningKey& key);
/// The part of a scanned text that is the code: what follows the last slash, in capitals.
[[nodiscard]] std::string bare_code(std::string_view text);

/// One certificate as a leaf of its decision's tree, before hashing; the salt keeps names from being guessed.
[[nodiscard]] std::string certificate_data(const RecordLine& line, std::string_view salt_hex);

}  // namespace sovang::archive
