#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/result.h"
#include "sovang/document/drawing.h"
#include "sovang/document/length.h"
#include "sovang/pdf/signer.h"
#include "sovang/pdf/signing.h"

/// Signing decisions while they are issued: by the one who has the authority, then with the office's seal, so
/// that what goes into the archive is what was signed (decree 30/2020, Điều 12 and Phụ lục I; domain.md
/// §3.9).
namespace sovang::dossier {

/// A key and what its signature shows.
struct SigningHand {
  std::unique_ptr<pdf::Signer> key;
  document::PicturePtr picture{};  ///< null = the signature does not show
};

/// Who signs the decisions of an issue, and when.
struct IssueSigning {
  SigningHand person;                                      ///< the one whose name stands below the decision
  std::optional<SigningHand> organisation{};               ///< the office's seal
  document::Length seal_width = document::Length::mm(36);  ///< as wide as the real one
  Instant time;
};

/// One signature that was made, for the trail of actions.
struct MadeSignature {
  std::string field;
  std::string serial;  ///< of the certificate, hexadecimal
};

/// Signs a decision in the field that its template keeps for the signer, then seals it beside. `signer` is
/// the name that is printed: a certificate that does not bear it is refused (code `findings`), as is a paper
/// without the field. The signatures that were made are added to `made`.
[[nodiscard]] Result<Bytes> sign_decision(Bytes pdf, const IssueSigning& signing, std::string_view signer,
                                          const pdf::PdfCache& cache, std::vector<MadeSignature>& made);

/// A seal of this width over the left third of the personal signature (decree 30, Phụ lục I, ô 8).
[[nodiscard]] pdf::SignaturePlace seal_place(const pdf::SignaturePlace& signature,
                                             const document::Picture& seal, document::Length width);

}  // namespace sovang::dossier
