#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/result.h"
#include "sovang/pdf/signer.h"
#include "sovang/pdf/signing.h"

/// Reading the signatures of a PDF that somebody hands in.
namespace sovang::pdf {

/// What the mathematics say of one signature.
enum class Integrity : std::uint8_t {
  intact,   ///< the signed bytes are those that the certificate's key signed
  changed,  ///< they are not
  broken,   ///< the signature does not say what it covers in the way the standard asks: taken for a forgery
  unsupported  ///< a kind that is not checked here
};

/// Whether the certificate can be traced to somebody whom the office trusts.
enum class Trust : std::uint8_t {
  trusted,
  no_anchors,      ///< the office has named nobody
  unknown_issuer,  ///< no way to an anchor
  expired,
  not_yet_valid,
  wrong_usage,  ///< made for something else than signing
  bad           ///< another fault of the chain
};

/// What came into the file behind the signed bytes.
enum class LaterChanges : std::uint8_t {
  none,
  signatures,   ///< further signatures, and nothing else that shows
  annotations,  ///< notes too: the signed text stands, something may lie over it
  content       ///< something else: what is shown now may not be what was signed
};

struct Signature {
  std::string field;
  std::string reason;
  CertificateFacts certificate;         ///< empty where the signature is broken
  std::optional<Instant> claimed_time;  ///< of the signer's own clock: nobody vouches for it
  Integrity integrity = Integrity::broken;
  Trust trust = Trust::no_anchors;
  LaterChanges later = LaterChanges::content;
  std::string digest;  ///< "SHA-256"; empty = not known
  bool weak = false;   ///< SHA-1, or a key that is too short: anybody with means can forge it
  bool pades = false;  ///< has the form of PAdES (ETSI.CAdES.detached, bound to its certificate)
  bool certifies = false;
  std::uint64_t covered = 0;  ///< length of the revision that is signed, bytes
  bool covers_file = false;
  std::optional<SignaturePlace> place{};  ///< nothing = it does not show
  std::vector<std::string> findings{};    ///< Vietnamese sentences: why it is not whole

  /// Nothing speaks against what it covers; whom it belongs to is `trust`.
  [[nodiscard]] bool holds() const {
    return integrity == Integrity::intact && !weak &&
           (later == LaterChanges::none || later == LaterChanges::signatures);
  }
};

/// "intact", "trusted", "signatures" …: the words of the JSON output.
[[nodiscard]] std::string_view to_string(Integrity integrity);
[[nodiscard]] std::string_view to_string(Trust trust);
[[nodiscard]] std::string_view to_string(LaterChanges later);

/// Whom the office trusts: certificates, DER.
struct TrustAnchors {
  std::vector<Bytes> certificates;

  /// Adds the certificates of a file: PEM (any number) or DER (one). `name` is for messages.
  [[nodiscard]] Status add(ByteView file, std::string_view name);
};

/// All signatures, in the order of signing. Outside bytes: refuses what inspect_pdf() refuses, and more than
/// 32 signatures. A file without any gives an empty list. Revocation is not asked for: there is no network.
[[nodiscard]] Result<std::vector<Signature>> read_signatures(ByteView pdf, const TrustAnchors& anchors,
                                                             Instant now);

/// How long the file was before it was first signed, if every signature holds and nothing but signatures came
/// since: the part that an archive knows. Nothing otherwise. `signatures` are those of read_signatures().
[[nodiscard]] std::optional<std::size_t> size_before_signing(ByteView pdf,
                                                             const std::vector<Signature>& signatures);

}  // namespace sovang::pdf
