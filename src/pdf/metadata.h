#pragma once

#include <string>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/pdf/writer.h"

/// What a file says of itself: the information dictionary and the XMP packet, which PDF/A wants to be equal
/// (ISO 19005-1 §6.7.3).
namespace sovang::pdf {

/// A PDF string: "(ASCII)" or "<FEFF…>" in UTF-16BE.
[[nodiscard]] std::string text_string(std::string_view utf8);

/// "(D:20220520000000+07'00')".
[[nodiscard]] std::string date_string(Date date);

[[nodiscard]] std::string info_entries(const PdfFacts& facts);
[[nodiscard]] Bytes xmp_packet(const PdfFacts& facts);

/// A file of this profile carries attachments: PDF/A-1 forbids them (ISO 19005-1 §6.1.11), and PDF/A-2 allows
/// only other PDF/A files.
[[nodiscard]] bool takes_attachments(Profile profile);

/// A file of this profile has a structure tree.
[[nodiscard]] bool is_tagged(Profile profile);

}  // namespace sovang::pdf
