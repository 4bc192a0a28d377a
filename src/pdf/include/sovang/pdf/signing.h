#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/result.h"
#include "sovang/document/drawing.h"
#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"
#include "sovang/pdf/signer.h"
#include "sovang/pdf/writer.h"

/// Signing a finished PDF: an incremental update, so that not one byte of what was there changes and earlier
/// signatures stay valid (PAdES B-B, EN 319 142-1).
namespace sovang::pdf {

/// Names of the fields that a decision carries (domain.md §3.9).
inline constexpr std::string_view person_field = "ky_ca_nhan";
inline constexpr std::string_view organisation_field = "ky_co_quan";

/// Where a signature shows, from the top left corner of the page as readers show it (its bleed included).
struct SignaturePlace {
  std::size_t page = 0;  ///< from 0
  document::Length x{};
  document::Length y{};
  document::Length width{};
  document::Length height{};
};

/// What later signers may still do (DocMDP, ISO 32000-1 §12.8.2.2). Only the first signature can certify.
enum class Certification : std::uint8_t { none, signatures_may_follow };

struct SignatureOrder {
  /// Name; an empty signature field of this name is filled where it is, whatever `place` says, else one is
  /// made.
  std::string field;
  std::string description;  ///< what a screen reader says of the field: "Chữ ký số của …"
  std::string name;         ///< of who signs, as the certificate has it
  std::string reason{};     ///< empty = not said
  Instant time;             ///< of the caller's clock; written as /M, +07:00
  Certification certification = Certification::none;
  /// What is painted: a page of the size of the place. Nothing = an invisible signature on the place's page.
  std::optional<layout::Page> look{};
  SignaturePlace place{};
};

/// Where an empty signature field of this name waits for its signature; nothing if there is none. Outside
/// bytes; a file that cannot be read has none.
[[nodiscard]] std::optional<SignaturePlace> empty_signature_field(ByteView pdf, std::string_view name);

/// Signs. The same file, order and RSA key give the same bytes. Refuses a file that is damaged or encrypted,
/// a field that is signed already (code `conflict`), a file whose certification forbids further signatures
/// (`forbidden`), a certificate that is not valid at `order.time` or not made for signing. A tagged file
/// stays accessible: the field becomes a `Form` element at the end of its structure.
[[nodiscard]] Result<Bytes> sign_pdf(ByteView pdf, const SignatureOrder& order, const Signer& signer,
                                     const PdfCache& cache);

/// The picture that decree 30 wants of a signature or a seal: PNG, its background transparent.
[[nodiscard]] Result<document::PicturePtr> signature_picture(Bytes png, std::string_view name);

/// The picture in a box, as large as it fits, centred.
[[nodiscard]] layout::Page picture_look(const document::PicturePtr& picture, document::Length width,
                                        document::Length height);

/// Lines of Times New Roman upright, 10 pt, black, flush right, as wide and high as they need: the text of a
/// copy's or an attachment's signature (decree 30, appendix I, ô 14). Fails on a letter that the font lacks.
[[nodiscard]] Result<layout::Page> text_look(const std::vector<std::string>& lines,
                                             const layout::FontBook& fonts);

}  // namespace sovang::pdf
