#pragma once

#include <optional>
#include <string>

namespace sovang::document {

/// A character that no text may hold (DAT-07): controls, and marks that turn the direction of writing.
struct ForbiddenCharacter {
  std::string bytes;
  std::string name;  ///< "U+202E"
};

/// Makes text final (template-language §5): NFC, without soft hyphens. Gives the first forbidden character if
/// there is one; forbidden characters are taken out. Fast on text that is clean already.
[[nodiscard]] std::optional<ForbiddenCharacter> clean_text(std::string& text);

/// Appends text with each run of space, tab, CR and LF made one space; none at the start if `skip_first`.
void append_collapsed(std::string& out, std::string_view text, bool skip_first);

}  // namespace sovang::document
