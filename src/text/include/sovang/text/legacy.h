#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sovang/base/result.h"

namespace sovang::text {

/// Old ways of writing Vietnamese (VT-10 … VT-19).
enum class LegacyScheme : std::uint8_t {
  tcvn3,
  tcvn3_capitals,  ///< fonts .Vn…H: all letters are capitals (VT-11)
  vni,
  viscii,
  vps,
  bkhcm2,
  windows_1258,
  utf8_as_cp1252,
  double_tcvn3
};

/// "tcvn3", "tcvn3H", "vni", "viscii", "vps", "bkhcm2", "cp1258", "utf8_as_cp1252", "double_tcvn3".
[[nodiscard]] std::string_view to_string(LegacyScheme scheme);
[[nodiscard]] std::optional<LegacyScheme> legacy_scheme_from(std::string_view name);

/// The scheme that a font of this name implies: ".VnTime" → tcvn3, ".VnTimeH" → tcvn3_capitals, "VNI-Times" →
/// vni.
[[nodiscard]] std::optional<LegacyScheme> scheme_of_font(std::string_view font_name);

/// Legacy text that arrived as Unicode characters (bytes read as Latin-1/C1 or CP1252, both accepted: VT-13)
/// → NFC.
[[nodiscard]] std::string decode_legacy(std::string_view utf8, LegacyScheme scheme);

/// TCVN3 text without a single ư in which words seem to lack one ("thëng" for "th" + U+00AD + "ëng", which
/// some programs drop): to be told, never guessed back (VT-14).
[[nodiscard]] bool may_have_lost_u_horn(std::string_view utf8);

/// TCVN3 text that may have been set in an H font: a small letter with a mark where a capital would stand
/// ("ñy ban"), or capitals around it ("CéNG") (VT-12).
[[nodiscard]] bool may_have_lost_capital(std::string_view utf8);

/// The bytes of a file that is not UTF-8, read as CP1252 with C1 controls where that is undefined (VT-21):
/// the form in which decode_legacy() and detect_legacy() take it.
[[nodiscard]] std::string bytes_as_cp1252(std::string_view bytes);

/// What the detection found out (VT-20 … VT-26).
struct Detection {
  enum class Verdict : std::uint8_t { unchanged, convert, normalise, repair, mixed, ask };
  Verdict verdict = Verdict::unchanged;
  std::optional<LegacyScheme> scheme;
  /// The scheme's name, or "unicode" (nothing found), "nfd", "mark_order", "look_alike", "invisible".
  std::string_view finding = "unicode";
  /// The text as it should be; the input itself for unchanged. For mixed and ask a person must confirm it.
  std::string proposal;

  /// True if the proposal may replace the input without asking (and with a report, except for normalise).
  [[nodiscard]] bool may_replace() const {
    return verdict == Verdict::convert || verdict == Verdict::normalise || verdict == Verdict::repair;
  }
};
/// "unchanged", "convert", "normalise", "repair", "mixed", "ask".
[[nodiscard]] std::string_view to_string(Detection::Verdict verdict);

/// Looks for legacy text in a cell, a run or a paragraph. Precision first: good text is never touched.
/// `font_name` is evidence and may be empty. For a column of short cells, give all cells of the column joined
/// by LF.
[[nodiscard]] Detection detect_legacy(std::string_view utf8, std::string_view font_name = {});

}  // namespace sovang::text
