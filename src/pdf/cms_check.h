#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/pdf/signatures.h"

namespace sovang::pdf {

/// What a CMS structure says of bytes that it does not hold itself.
struct CmsFindings {
  Integrity integrity = Integrity::broken;
  CertificateFacts certificate;  ///< of who signed, if it can be told
  Trust trust = Trust::bad;
  std::string digest;  ///< "SHA-256"
  bool weak = false;
  bool bound = false;  ///< signing-certificate-v2 names the certificate
  std::vector<std::string> findings{};
};

/// Checks one signature: `contents` is the value of /Contents with its filling of zeros, `covered` the two
/// pieces of the file. The certificate is judged at `now`; revocation is not asked for.
[[nodiscard]] CmsFindings check_cms(ByteView contents, std::array<ByteView, 2> covered,
                                    const TrustAnchors& anchors, Instant now);

}  // namespace sovang::pdf
