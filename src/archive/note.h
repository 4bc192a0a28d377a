#pragma once

#include <string>
#include <string_view>

#include "sovang/archive/proof.h"

#include "keys.h"

namespace sovang::archive {

/// The checkpoint as a signed note.
[[nodiscard]] std::string to_note(const Checkpoint& checkpoint, const SigningKey& key);

/// Cuts the next line off `text`; empty at its end.
[[nodiscard]] std::string_view take_line(std::string_view& text);

}  // namespace sovang::archive
