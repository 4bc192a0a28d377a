#pragma once

#include <string_view>

namespace sovang::layout {

/// The 134 letters that Vietnamese has beside those of ASCII: 67 small, then the same 67 as capitals.
inline constexpr std::string_view vietnamese_letters =
    "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìí"
    "ỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữ"
    "ựỳýỷỹỵđÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊ"
    "ỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦ"
    "ŨỤƯỪỨỬỮỰỲÝỶỸỴĐ";

}  // namespace sovang::layout
