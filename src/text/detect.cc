#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "sovang/base/utf8.h"
#include "sovang/text/casing.h"
#include "sovang/text/legacy.h"

#include "characters.h"
#include "evidence.h"
#include "repair.h"
#include "words.h"

// Detection, rules VT-20 … VT-26. Names as there: M are the distinct words that hold a character beyond
// ASCII, OK those of them that are syllables now, BAD the others, RES the words of BAD that a scheme makes
// syllables.
namespace sovang::text {
namespace {

constexpr std::array automatic_schemes = {LegacyScheme::tcvn3, LegacyScheme::vni, LegacyScheme::viscii,
                                          LegacyScheme::vps, LegacyScheme::windows_1258};

bool is_ascii_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

// Small letters of Latin-1, TCVN3's "å" among them: "®ång".
bool is_small_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7);
}

// VT-23: a symbol A1–B9, BB–BE or AD right after an ASCII letter or right before a small one.
bool has_tcvn3_pattern(std::string_view text) {
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool symbol = (c >= 0xA1 && c <= 0xB9) || (c >= 0xBB && c <= 0xBE);
    if (symbol && is_ascii_letter(before)) return true;
    if (symbol && at < text.size()) {
      std::size_t ahead = at;
      const char32_t after = next_code_point(text, ahead);
      if (is_small_letter(after)) return true;
    }
    before = c;
  }
  return false;
}

// VT-23: a e o u y ô ö followed by a mark letter, or öô, or ñ + vowel.
bool has_vni_pattern(std::string_view text) {
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool bytes = before != 0 && before < 0x100 && c >= 0x80 && c < 0x100;
    if (bytes && tables::vni.pairs[tables::vni.slot[before]][c - 0x80] != 0) return true;
    if ((before == U'ö' || before == U'Ö') && (c == U'ô' || c == U'Ô')) return true;
    if (before == U'ñ' || before == U'Ñ') {
      const Letter letter = letter_of(c);
      if (letter.vowel()) return true;
    }
    before = c;
  }
  return false;
}

// A character that no language writes inside words: a C1 control, a symbol of Latin-1, CP1252 punctuation.
bool has_symbol(std::string_view text) {
  for (const MarkedWord& word : marked_words(text)) {
    for (std::size_t at = 0; at < word.text.size();) {
      const char32_t c = next_code_point(word.text, at);
      if (c >= 0x80 && !is_letter_or_mark(c) && !is_apostrophe(c) && at < word.text.size()) return true;
    }
  }
  return false;
}

bool has_pattern(std::string_view text, LegacyScheme scheme) {
  if (scheme == LegacyScheme::tcvn3) return has_tcvn3_pattern(text);
  if (scheme == LegacyScheme::vni) return has_vni_pattern(text);
  return true;
}

// UTF-8 read as CP1252: some of its characters are spaces, so words are counted after decoding (VT-18).
struct Misread {
  std::size_t words = 0;  // distinct words that decoding changed
  std::size_t good = 0;   // those that are syllables then
  std::string decoded;
};

Misread try_utf8(std::string_view text) {
  Misread misread;
  misread.decoded = decode_legacy(text, LegacyScheme::utf8_as_cp1252);
  if (misread.decoded == text) return misread;
  const Evidence evidence(marked_words(misread.decoded));
  const Evidence before(marked_words(text));
  const auto is_new = [&](std::string_view word) {
    return !std::binary_search(before.good.begin(), before.good.end(), word);
  };
  misread.good = static_cast<std::size_t>(std::count_if(evidence.good.begin(), evidence.good.end(), is_new));
  misread.words = misread.good + evidence.bad.size();
  return misread;
}

struct Choice {
  Detection::Verdict verdict = Detection::Verdict::unchanged;
  LegacyScheme scheme = LegacyScheme::tcvn3;
  bool whole = false;  // the scheme is that of the whole text, also of its good words
};

// How much of BAD the text must have lost before we speak of it: VT-23 and VT-25.
bool most(std::size_t part, std::size_t whole, std::size_t percent) {
  return part * 100 >= whole * percent;
}

Choice choose_utf8(const Misread& misread, const Evidence& evidence) {
  Choice choice{Detection::Verdict::unchanged, LegacyScheme::utf8_as_cp1252};
  if (misread.good == 0 || !most(misread.good, misread.words, 75)) return choice;
  if (evidence.unicode) {
    if (misread.good >= 2) choice.verdict = Detection::Verdict::mixed;
  } else {
    const bool sure = misread.good >= 3 && most(misread.good, misread.words, 90);
    choice.verdict = sure ? Detection::Verdict::convert : Detection::Verdict::ask;
  }
  return choice;
}

// The scheme that makes most words good, and whether another does as well with another result.
struct Best {
  LegacyScheme scheme = LegacyScheme::tcvn3;
  std::size_t resolved = 0;
  bool tie = false;
};

Best best_scheme(std::string_view text, const Evidence& evidence) {
  Best best;
  for (const LegacyScheme scheme : automatic_schemes) {
    const std::size_t resolved = evidence.resolved(scheme);
    if (resolved == 0 || resolved < best.resolved) continue;
    const bool same = resolved == best.resolved;
    if (same && decode_legacy(text, scheme) == decode_legacy(text, best.scheme)) continue;
    best = same ? Best{best.scheme, resolved, true} : Best{scheme, resolved, false};
  }
  return best;
}

Choice choose(std::string_view text, const Evidence& evidence, std::optional<LegacyScheme> font) {
  if (evidence.bad.empty()) return {};
  const Misread misread = try_utf8(text);
  if (const Choice choice = choose_utf8(misread, evidence); choice.verdict != Detection::Verdict::unchanged)
    return choice;

  Best best = font ? Best{*font, evidence.resolved(*font), false} : best_scheme(text, evidence);
  Choice choice{Detection::Verdict::unchanged, best.scheme};
  const bool pattern = font || has_pattern(text, best.scheme);
  if (evidence.unicode) {
    if (best.resolved >= 2 && pattern) choice.verdict = Detection::Verdict::mixed;
    return choice;
  }
  if (best.resolved == 0 || !most(best.resolved, evidence.bad.size(), 75)) return choice;
  // One word that other languages could write proves nothing (VT-20): "suí", "thaï", "pûn".
  if (best.resolved == 1 && !font && !has_symbol(text)) return choice;
  const std::size_t all = evidence.good.size() + evidence.bad.size();
  const bool sure = (font || best.resolved >= 3) && most(best.resolved, evidence.bad.size(), 90) &&
                    most(evidence.bad.size(), all, 40) && !best.tie && pattern &&
                    evidence.spoiled(best.scheme) * 4 <= evidence.good.size();
  // BK HCM2 is known from one source only.
  const bool convert = sure && best.scheme != LegacyScheme::bkhcm2;
  choice.verdict = convert ? Detection::Verdict::convert : Detection::Verdict::ask;
  return choice;
}

}  // namespace

std::string_view to_string(Detection::Verdict verdict) {
  switch (verdict) {
    case Detection::Verdict::unchanged:
      return "unchanged";
    case Detection::Verdict::convert:
      return "convert";
    case Detection::Verdict::normalise:
      return "normalise";
    case Detection::Verdict::repair:
      return "repair";
    case Detection::Verdict::mixed:
      return "mixed";
    case Detection::Verdict::ask:
      return "ask";
  }
  return {};
}

namespace {

bool holds_unicode_vietnamese(const std::vector<MarkedWord>& words) {
  return std::any_of(words.begin(), words.end(),
                     [](const MarkedWord& word) { return word.good && word.unicode_only; });
}

// The repairs that are made without asking, in Vietnamese Unicode text (VT-03 … VT-05).
struct SureRepair {
  std::string text;
  std::string_view finding;  // the first that was made; empty: none was
};

SureRepair repair_surely(std::string nfc) {
  SureRepair sure{std::move(nfc), {}};
  const auto apply = [&sure](Repair repair, std::string_view finding) {
    if (repair.count == 0) return false;
    if (sure.finding.empty()) sure.finding = finding;
    sure.text = icu_nfc(repair.text);
    return true;
  };
  // Without an invisible character marks and letters may meet that wait for a repair themselves. Each round
  // leaves fewer marks, look-alikes or invisible characters, so the rounds come to an end.
  for (bool again = true; again;) {
    again = apply(join_reordered_marks(sure.text), "mark_order");
    if (holds_unicode_vietnamese(marked_words(sure.text)))
      again = apply(replace_eth(sure.text), "look_alike") || again;
    // The word that tells a text for Vietnamese may hold the invisible character.
    if (Repair visible = remove_invisible(sure.text);
        visible.count > 0 && holds_unicode_vietnamese(marked_words(visible.text)))
      again = apply(std::move(visible), "invisible") || again;
  }
  return sure;
}

// What Unicode text needs that is not legacy text: the verdict, what was found, and the text.
void repair_unicode(std::string_view utf8, std::string nfc, Detection& detection) {
  using Verdict = Detection::Verdict;
  SureRepair sure = repair_surely(std::move(nfc));
  if (!sure.finding.empty()) {
    detection.verdict = Verdict::repair;
    detection.finding = sure.finding;
  } else if (Repair others = replace_other_look_alikes(sure.text);
             others.count > 0 && holds_unicode_vietnamese(marked_words(sure.text))) {
    // Behind a repair that is made without asking, these look-alikes wait for the next reading.
    detection.verdict = Verdict::ask;
    detection.finding = "look_alike";
    sure.text = std::move(others.text);
  } else if (sure.text != utf8) {
    detection.verdict = Verdict::normalise;
    detection.finding = "nfd";
  }
  detection.proposal = std::move(sure.text);
}

// Where a conversion of part of a text may not reach beyond: the end of a sentence or of a cell.
bool ends_clause(std::string_view text, std::size_t at) {
  const char c = text[at];
  const bool last = at + 1 == text.size() || text[at + 1] == ' ';
  return c == '|' || c == '\t' || c == '\n' || c == ';' || ((c == '.' || c == '!' || c == '?') && last);
}

// The text with its legacy parts decoded. A part reaches from a word that the scheme makes good as far as the
// clause goes and no word is foreign to the scheme.
std::string decode_parts(std::string_view text, LegacyScheme scheme) {
  if (scheme == LegacyScheme::utf8_as_cp1252 || scheme == LegacyScheme::double_tcvn3)
    return decode_legacy(text, scheme);
  const std::vector<MarkedWord> words = marked_words(text);
  const auto is_legacy = [&](const MarkedWord& word) {
    return !word.good && becomes_good(word.text, scheme);
  };
  const auto is_foreign = [&](const MarkedWord& word) {
    return word.good ? word.unicode_only : !becomes_good(word.text, scheme);
  };
  std::string out;
  std::vector<std::size_t> next_foreign(words.size() + 1, text.size());  // behind word i, where one begins
  for (std::size_t i = words.size(); i-- > 0;)
    next_foreign[i] = is_foreign(words[i]) ? words[i].begin : next_foreign[i + 1];
  std::size_t done = 0;   // bytes of the text that are written
  std::size_t limit = 0;  // end of the last foreign word
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_foreign(words[i])) limit = words[i].end();
    if (!is_legacy(words[i]) || words[i].begin < done) continue;
    std::size_t begin = words[i].begin;
    while (begin > std::max(limit, done) && !ends_clause(text, begin - 1))
      --begin;
    std::size_t end = words[i].end();
    while (end < next_foreign[i + 1] && !ends_clause(text, end))
      ++end;
    out.append(text.substr(done, begin - done))
        .append(decode_legacy(text.substr(begin, end - begin), scheme));
    done = end;
  }
  return out.append(text.substr(done));
}

std::vector<std::string_view> split_cells(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> cells;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(separators, begin), text.size());
    cells.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return cells;
}

bool has_characters_beyond_ascii(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c >= 0x80 && !is_space(c)) return true;
  }
  return false;
}

// Foreign text beside legacy text, cell by cell (VT-21): what is true of one cell is asked for the whole.
Choice look_into_cells(std::string_view text, Choice whole, std::optional<LegacyScheme> font) {
  using Verdict = Detection::Verdict;
  const std::string_view separators = whole.verdict == Verdict::convert ? "|\t" : "|\t\n";
  const std::vector<std::string_view> cells = split_cells(text, separators);
  if (cells.size() < 2) return whole;
  bool foreign = false;
  std::optional<LegacyScheme> legacy;
  for (const std::string_view cell : cells) {
    const Evidence evidence(marked_words(cell));
    const Choice choice = choose(cell, evidence, font);
    if (choice.verdict == Verdict::convert) legacy = choice.scheme;
    const bool strange =
        !evidence.bad.empty() || (evidence.good.empty() && has_characters_beyond_ascii(cell));
    foreign = foreign || (choice.verdict == Verdict::unchanged && strange);
  }
  if (!legacy || (whole.verdict == Verdict::convert && !foreign)) return whole;
  return {Verdict::ask, *legacy};
}

// A legacy font over text that is good as it stands: "phó" may be just that, or "phú" in TCVN3.
Choice look_at_font(std::string_view text, const std::vector<MarkedWord>& words,
                    std::optional<LegacyScheme> font) {
  if (!font || holds_unicode_vietnamese(words)) return {};
  const std::string decoded = decode_legacy(text, *font);
  if (decoded == text) return {};
  const std::vector<MarkedWord> after = marked_words(decoded);
  const bool all_good = std::all_of(after.begin(), after.end(), [](const MarkedWord& w) { return w.good; });
  return {all_good ? Detection::Verdict::ask : Detection::Verdict::unchanged, *font, true};
}

// VT-19: good text that went through a TCVN3 decoder. Only words that cannot be give it away, and all of them
// must come right; most other words of such text still are syllables.
Choice look_for_double_conversion(const std::vector<MarkedWord>& words) {
  std::size_t bad = 0;
  for (const MarkedWord& word : words) {
    if (word.good) continue;
    ++bad;
    if (!becomes_good(word.text, LegacyScheme::double_tcvn3)) return {};
  }
  if (bad < 2 || !holds_unicode_vietnamese(words)) return {};
  return {Detection::Verdict::ask, LegacyScheme::double_tcvn3};
}

// Could this word be legacy bytes: does it hold a character that is a byte beyond ASCII, or a letter's
// look-alike? "QĐ" could not.
bool holds_bytes(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_code_point(word, at);
    if (c >= 0x80 && !is_unicode_only(c)) return true;
  }
  return false;
}

// Words of VISCII or Windows-1258, in which đ is the byte of eth: then the eths beside them are such bytes
// too, and no look-alikes.
bool holds_bytes_of_eth(const std::vector<MarkedWord>& words) {
  return std::any_of(words.begin(), words.end(), [](const MarkedWord& word) {
    return !word.good && holds_bytes(word.text) &&
           (becomes_good(word.text, LegacyScheme::viscii) ||
            becomes_good(word.text, LegacyScheme::windows_1258));
  });
}

Choice weigh(std::string_view text, const MarkedText& marked, std::optional<LegacyScheme> font) {
  using Verdict = Detection::Verdict;
  const bool doubtful = std::any_of(marked.words.begin(), marked.words.end(), [](const MarkedWord& word) {
    return !word.good && holds_bytes(word.text);
  });
  // Most texts hold no such word: then nothing need be weighed.
  Choice choice;
  if (doubtful) {
    const Evidence evidence(marked.words);
    choice = choose(text, evidence, font);
    if (choice.verdict != Verdict::mixed) choice = look_into_cells(text, choice, font);
  }
  if (choice.verdict == Verdict::unchanged) choice = look_at_font(text, marked.words, font);
  if (choice.verdict == Verdict::unchanged) choice = look_for_double_conversion(marked.words);
  return choice;
}

}  // namespace

Detection detect_legacy(std::string_view utf8, std::string_view font_name) {
  Detection detection;
  const bool plain = is_plain(utf8);
  if (!plain && utf8::first_error(utf8)) {
    detection.proposal = std::string(utf8);
    return detection;
  }
  std::string text = plain ? std::string(utf8) : icu_nfc(utf8);
  MarkedText marked = read_marked(text);
  const bool good_as_it_stands = plain && marked.only_vietnamese;
  const std::string nfc = good_as_it_stands ? std::string() : text;
  if (!good_as_it_stands) {
    // Marks out of order and eth are weighed as what they stand for.
    if (Repair joined = join_reordered_marks(nfc); joined.count > 0) {
      text = icu_nfc(joined.text);
      marked = read_marked(text);
    }
    if (holds_unicode_vietnamese(marked.words)) {
      if (Repair eth = replace_eth(text); eth.count > 0 && !holds_bytes_of_eth(read_marked(eth.text).words)) {
        text = std::move(eth.text);
        marked = read_marked(text);
      }
    }
  }
  const Choice choice = weigh(text, marked, scheme_of_font(font_name));
  if (choice.verdict != Detection::Verdict::unchanged) {
    detection.verdict = choice.verdict;
    detection.scheme = choice.scheme;
    detection.finding = to_string(choice.scheme);
    const bool whole = choice.whole || choice.verdict == Detection::Verdict::convert;
    detection.proposal = whole ? decode_legacy(text, choice.scheme) : decode_parts(text, choice.scheme);
    // The text is Unicode now, and what such text needs is done with it (VT-05: the scheme first).
    if (detection.may_replace()) detection.proposal = repair_surely(std::move(detection.proposal)).text;
  } else if (good_as_it_stands) {
    detection.proposal = std::move(text);
  } else {
    repair_unicode(utf8, nfc, detection);
  }
  return detection;
}

}  // namespace sovang::text
