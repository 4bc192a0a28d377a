#pragma once

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"
#include "sovang/pdf/signer.h"

namespace sovang::pdf {

/// A detached CMS signature of the form CAdES-B-B (EN 319 122-1) as PAdES wants it (EN 319 142-1 §6.3):
/// signed attributes content-type, message-digest and signing-certificate-v2, no signing-time. `sha256` is
/// the digest of the signed bytes. DER. What the signer gave is checked against its certificate.
[[nodiscard]] Result<Bytes> sign_cms(ByteView sha256, const Signer& signer);

/// A size that sign_cms() with this signer never reaches.
[[nodiscard]] std::size_t cms_room(const Signer& signer);

}  // namespace sovang::pdf
