#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "sovang/text/casing.h"
#include "sovang/text/legacy.h"
#include "sovang/text/normal.h"
#include "sovang/text/order.h"
#include "sovang/text/search_keys.h"
#include "sovang/text/syllable.h"

#include "vectors.h"

// Every row of the vector files about letters (VT-01 … VT-58, VT-80 … VT-87), one test a file and kind.
namespace sovang::text {
namespace {

using sovang::testing::Vector;
using sovang::testing::vectors;

TEST(LetterVectors, NormalisationGivesTheExpectedText) {
  SOVANG_NEEDS_SHARED("vietnamese/normalization_vectors.tsv");
  for (const Vector& row : vectors("normalization_vectors.tsv")) {
    SCOPED_TRACE(row.at("id"));
    const auto found = examine(row.at("input"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->text, row.at("expected_nfc"));
    const bool repaired = row.at("action").starts_with("repair");
    EXPECT_EQ(found->reordered_marks > 0, repaired);
    if (!repaired) {
      EXPECT_EQ(*normalise(row.at("input")), row.at("expected_nfc"));
    }
    EXPECT_EQ(found->stray_marks > 0, row.at("kind") == "double mark" || row.at("kind") == "lone mark");
  }
}

TEST(LetterVectors, LegacyTextDecodesInBothForms) {
  SOVANG_NEEDS_SHARED("vietnamese/legacy_vectors.tsv");
  for (const Vector& row : vectors("legacy_vectors.tsv")) {
    SCOPED_TRACE(row.at("id"));
    const auto scheme = legacy_scheme_from(row.at("scheme"));
    ASSERT_TRUE(scheme) << row.at("scheme");
    EXPECT_EQ(decode_legacy(row.at("legacy_latin1"), *scheme), row.at("expected"));
    EXPECT_EQ(decode_legacy(row.at("legacy_as_pasted_cp1252"), *scheme), row.at("expected"));
    if (row.at("font_hint") != "-") {
      EXPECT_EQ(scheme_of_font(row.at("font_hint")), scheme);
    }
  }
}

/// All words of an onset and a rime with any tone on any letter of the rime that the rule calls valid.
std::set<std::string> valid_words() {
  std::set<std::string> words;
  for (const Vector& onset : vectors("onsets.tsv")) {
    for (const Vector& rime : vectors("rimes.tsv")) {
      const std::string begin = onset.at("onset") == "∅" ? "" : onset.at("onset");
      const std::string& letters = rime.at("rime");
      for (const char* mark : {"", "\xCC\x80", "\xCC\x89", "\xCC\x83", "\xCC\x81", "\xCC\xA3"}) {
        for (std::size_t at = 0; at < letters.size();) {
          static_cast<void>(utf8::next(letters, at));
          const std::string word = *normalise(begin + letters.substr(0, at) + mark + letters.substr(at));
          if (check_syllable(word) == SyllableVerdict::valid) words.insert(word);
        }
      }
    }
  }
  return words;
}

TEST(LetterVectors, SyllableRuleGivesExactlyTheRuleList) {
  SOVANG_NEEDS_SHARED("vietnamese/syllables.tsv");
  std::set<std::string> listed;
  for (const Vector& row : vectors("syllables.tsv")) {
    EXPECT_EQ(check_syllable(row.at("syllable")), SyllableVerdict::valid) << row.at("syllable");
    listed.insert(row.at("syllable"));
  }
  EXPECT_EQ(valid_words(), listed);
}

TEST(LetterVectors, AttestedSyllablesAreValidWhereTheRuleListSaysSo) {
  SOVANG_NEEDS_SHARED("vietnamese/syllables_attested.tsv");
  for (const Vector& row : vectors("syllables_attested.tsv")) {
    const auto expected = row.at("in_rule_list") == "yes" ? SyllableVerdict::valid : SyllableVerdict::invalid;
    EXPECT_EQ(check_syllable(row.at("syllable")), expected) << row.at("syllable");
  }
}

TEST(LetterVectors, TonePlacementGoesBothWays) {
  SOVANG_NEEDS_SHARED("vietnamese/tone_placement.tsv");
  for (const Vector& row : vectors("tone_placement.tsv")) {
    const std::string& before = row.at("old_style_or_input");
    const std::string& after = row.at("new_style_or_fix");
    SCOPED_TRACE(before);
    if (row.at("kind") == "misplaced") {
      EXPECT_EQ(check_syllable(before), SyllableVerdict::misplaced);
      EXPECT_EQ(with_marks_put_right(before, ToneStyle::new_style), after);
      EXPECT_EQ(with_tone_style(before, ToneStyle::new_style), before);
    } else {
      EXPECT_EQ(with_tone_style(before, ToneStyle::new_style), after);
      EXPECT_EQ(with_tone_style(after, ToneStyle::old_style), before);
    }
  }
}

TEST(LetterVectors, CapitalsAreTheExpectedOnes) {
  SOVANG_NEEDS_SHARED("vietnamese/casing_vectors.tsv");
  for (const Vector& row : vectors("casing_vectors.tsv")) {
    SCOPED_TRACE(row.at("id") + " " + row.at("input"));
    const std::string& op = row.at("op");
    const std::string& input = row.at("input");
    const CaseProposal got = op == "upper"                ? CaseProposal{upper(input)}
                             : op == "lower"              ? CaseProposal{lower(input)}
                             : op == "title_name"         ? name_case(input)
                             : op == "sentence_from_caps" ? sentence_case(input)
                                                          : CaseProposal{code_case(input)};
    EXPECT_EQ(got.text, row.at("expected"));
    EXPECT_EQ(got.ask, row.at("status") == "ask");
  }
}

TEST(LetterVectors, ListsSortAsOfficesExpect) {
  SOVANG_NEEDS_SHARED("vietnamese/collation_vectors.tsv");
  std::map<std::string, std::vector<Vector>> lists;
  for (const Vector& row : vectors("collation_vectors.tsv"))
    lists[row.at("list_id")].push_back(row);
  for (auto& [id, rows] : lists) {
    SCOPED_TRACE(id);
    const bool names = rows[0].at("kind").starts_with("names");
    const auto order = rows[0].at("kind") == "names_opt_middle_first" ? NameOrder::given_middle_family
                                                                      : NameOrder::given_family_middle;
    std::sort(rows.begin(), rows.end(), [](const Vector& a, const Vector& b) {
      return std::stoi(a.at("input_position")) < std::stoi(b.at("input_position"));
    });
    std::stable_sort(rows.begin(), rows.end(), [&](const Vector& a, const Vector& b) {
      const auto key = [&](const Vector& row) {
        return names ? name_sort_key(row.at("item"), order) : phrase_sort_key(row.at("item"));
      };
      return key(a) < key(b);
    });
    for (std::size_t i = 0; i < rows.size(); ++i)
      EXPECT_EQ(rows[i].at("rank"), std::to_string(i + 1)) << rows[i].at("item");
  }
}

TEST(LetterVectors, PairsWhereIcuAloneIsWrongAreInOrder) {
  SOVANG_NEEDS_SHARED("vietnamese/collation_icu_differences.tsv");
  for (const Vector& row : vectors("collation_icu_differences.tsv"))
    EXPECT_TRUE(compare_phrases(row.at("first"), row.at("second")) < 0)
        << row.at("first") << " before " << row.at("second");
}

TEST(LetterVectors, SearchKeysAreTheExpectedOnes) {
  SOVANG_NEEDS_SHARED("vietnamese/search_fold_vectors.tsv");
  for (const Vector& row : vectors("search_fold_vectors.tsv")) {
    SCOPED_TRACE(row.at("id"));
    const SearchKeys a = search_keys(row.at("a"));
    const SearchKeys b = search_keys(row.at("b"));
    EXPECT_EQ(a.exact, row.at("key_exact_a"));
    EXPECT_EQ(a.iy, row.at("key_iy_a"));
    EXPECT_EQ(a.fold, row.at("key_fold_a"));
    EXPECT_EQ(b.fold, row.at("key_fold_b"));
    const std::string& relation = row.at("relation");
    const bool exact =
        relation == "identical" || relation == "case_or_punctuation" || relation == "tone_position";
    EXPECT_EQ(a.exact == b.exact, exact) << relation;
    if (relation == "iy" || exact) {
      EXPECT_EQ(a.iy, b.iy);
    }
    if (relation == "fold") {
      EXPECT_NE(a.iy, b.iy);
    }
    EXPECT_EQ(a.fold == b.fold, relation != "none");
  }
}

TEST(LetterVectors, IAndYAreOneOnlyWhereTheRuleSaysSo) {
  SOVANG_NEEDS_SHARED("vietnamese/iy_equivalence.tsv");
  for (const Vector& row : vectors("iy_equivalence.tsv"))
    EXPECT_EQ(search_keys(row.at("y_form")).iy == search_keys(row.at("i_form")).iy,
              row.at("equivalent") == "yes")
        << row.at("y_form") << " " << row.at("i_form");
}

TEST(LetterVectors, DetectionNeverHarmsAndMostlyHelps) {
  SOVANG_NEEDS_SHARED("vietnamese/detection_vectors.tsv");
  std::size_t convert = 0, converted = 0;
  for (const Vector& row : vectors("detection_vectors.tsv")) {
    SCOPED_TRACE(row.at("id") + " " + row.at("input"));
    const Detection found = detect_legacy(row.at("input"));
    const std::string out = found.may_replace() ? found.proposal : row.at("input");
    const std::string verdict(to_string(found.verdict));
    EXPECT_NE(("|" + row.at("acceptable") + "|").find("|" + verdict + "|"), std::string::npos) << verdict;
    if (row.at("must_not_change") == "yes") {
      EXPECT_EQ(out, row.at("input"));
    }
    if (row.at("must_not_change") == "input_or_expected") {
      EXPECT_TRUE(out == row.at("input") || out == row.at("expected"));
    }
    if (found.may_replace()) {
      EXPECT_EQ(out, row.at("expected"));
    }
    if (row.at("verdict") == "mixed") {
      EXPECT_EQ(found.proposal, row.at("expected"));
    }
    if (verdict == row.at("verdict") && verdict != "ask") {
      EXPECT_EQ(found.finding, row.at("scheme"));
    }
    if (row.at("verdict") == "convert") {
      ++convert;
      if (verdict == "convert") ++converted;
    }
  }
  EXPECT_GE(converted * 100, convert * 95) << converted << " of " << convert;
}

}  // namespace
}  // namespace sovang::text
