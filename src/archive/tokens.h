#pragma once

#include <string>
#include <string_view>

#include "sovang/text/search_keys.h"

/// The forms under which a word stands in the full text index. Besides its folded form each word has the form
/// in which it was written, so that "đức" finds only Đức while "duc" finds Đức, Dục and Đục (VT-84, VT-85).
namespace sovang::archive {

/// The word as written: its exact key where that differs from the folded one, else the folded one with U+E000
/// in front, so that a written "Dung" can be told from the folded "Dũng".
[[nodiscard]] std::string written_token(const text::SearchKeys& keys);
/// The i/y form with U+E001 in front, so that "mĩ" from "Mỹ" is not taken for a written "mĩ".
[[nodiscard]] std::string iy_token(const text::SearchKeys& keys);
/// True for a word with a letter that is not plain ASCII: it was typed with marks.
[[nodiscard]] bool has_mark(const text::SearchKeys& keys);

}  // namespace sovang::archive
