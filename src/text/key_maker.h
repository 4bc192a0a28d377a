#pragma once

#include <optional>
#include <string_view>

#include "sovang/text/search_keys.h"

#include "letters.h"

/// How keys are made of text that is tidy already. Private to the room.
namespace sovang::text {

/// Figures of any script, also ² and ½.
[[nodiscard]] bool is_figure(char32_t c);

/// The keys of NFC text in one pass; nothing if an invisible character stands in it.
[[nodiscard]] std::optional<SearchKeys> make_keys(std::string_view tidy);

}  // namespace sovang::text
