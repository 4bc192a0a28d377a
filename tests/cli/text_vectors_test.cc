#include <algorithm>
#include <functional>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "program.h"
#include "text/vectors.h"

// Every row of ../shared/vietnamese that an operation of `sovang text` answers, asked of the program itself:
// one process a file and set of options, all rows through it as they are written there (`--json --escaped`).
namespace sovang::testing {
namespace {

using Rows = std::vector<Vector>;

/// The objects that `sovang text ARGUMENTS… --json --escaped` prints for these lines, one each.
std::vector<nlohmann::json> answers(std::vector<std::string> arguments,
                                    const std::vector<std::string>& lines) {
  std::string input;
  for (const std::string& line : lines)
    input += line + '\n';
  arguments.insert(arguments.begin(), {SOVANG_PROGRAM, "text"});
  arguments.insert(arguments.end(), {"--json", "--escaped"});
  ProcessLimits limits;
  limits.memory_bytes = 0;
  const Result<ProcessResult> result = run_process(arguments, input, limits);
  EXPECT_TRUE(result) << result.error().message;
  if (!result) return {};
  EXPECT_EQ(result->exit_status, 0) << result->errors;
  std::vector<nlohmann::json> objects = ProgramRun{0, result->output, {}}.lines();
  EXPECT_EQ(objects.size(), lines.size()) << arguments[2];
  objects.resize(lines.size());
  return objects;
}

/// The rows of a file, escapes kept; `kind` names the values of `column` that are wanted, empty = all.
Rows raw_rows(const std::string& file, const std::string& column = {}, const std::string& kind = {}) {
  const auto cells = read_tsv(shared_file("vietnamese/" + file));
  Rows rows;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    Vector row;
    for (std::size_t at = 0; at < cells[0].size(); ++at)
      row[cells[0][at]] = at < cells[i].size() ? cells[i][at] : "";
    if (column.empty() || row[column] == kind) rows.push_back(std::move(row));
  }
  EXPECT_FALSE(rows.empty()) << file << " " << kind;
  return rows;
}

std::vector<std::string> column(const Rows& rows, const std::string& name) {
  std::vector<std::string> cells;
  for (const Vector& row : rows)
    cells.push_back(row.at(name));
  return cells;
}

/// The values of a column, each once.
std::vector<std::string> kinds(const std::string& file, const std::string& name) {
  std::vector<std::string> values = column(raw_rows(file), name);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

std::string text_of(const nlohmann::json& value) {
  return value.is_string() ? unescaped(value.get<std::string>()) : value.dump();
}
std::string out_of(const nlohmann::json& answer) {
  return text_of(answer["out"]);
}
std::string status_of(const nlohmann::json& answer) {
  return answer["status"].get<std::string>();
}

/// What an operation that asks must print: the text as it was, and the expected one as a proposal.
void expect_answer(const nlohmann::json& answer, const std::string& input, const std::string& expected,
                   bool asks) {
  EXPECT_EQ(out_of(answer), unescaped(asks ? input : expected));
  EXPECT_EQ(status_of(answer) == "ask", asks) << answer;
  if (asks) {
    ASSERT_EQ(answer["proposals"].size(), 1U);
    EXPECT_EQ(text_of(answer["proposals"][0]), unescaped(expected));
  }
}

TEST(TextVectors, NfcNormalisesAndRepairs) {
  SOVANG_NEEDS_SHARED("vietnamese/normalization_vectors.tsv");
  const Rows rows = raw_rows("normalization_vectors.tsv");
  const auto got = answers({"nfc"}, column(rows, "input"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(out_of(got[i]), unescaped(rows[i].at("expected_nfc"))) << rows[i].at("id");
    if (rows[i].at("action").starts_with("repair")) {
      EXPECT_EQ(status_of(got[i]), "warn") << rows[i].at("id");
    }
  }
}

TEST(TextVectors, DecodeReadsBothForms) {
  SOVANG_NEEDS_SHARED("vietnamese/legacy_vectors.tsv");
  for (const std::string& scheme : kinds("legacy_vectors.tsv", "scheme")) {
    const Rows rows = raw_rows("legacy_vectors.tsv", "scheme", scheme);
    for (const std::string form : {"legacy_latin1", "legacy_as_pasted_cp1252"}) {
      const auto got = answers({"decode", "--scheme", scheme}, column(rows, form));
      for (std::size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(out_of(got[i]), unescaped(rows[i].at("expected"))) << rows[i].at("id") << " " << form;
    }
  }
}

TEST(TextVectors, DetectChangesWhatItMayAndNothingElse) {
  SOVANG_NEEDS_SHARED("vietnamese/detection_vectors.tsv");
  const Rows rows = raw_rows("detection_vectors.tsv");
  const auto got = answers({"detect"}, column(rows, "input"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    SCOPED_TRACE(rows[i].at("id"));
    const auto verdict = got[i]["verdict"].get<std::string>();
    const std::string input = unescaped(rows[i].at("input"));
    const std::string expected = unescaped(rows[i].at("expected"));
    EXPECT_NE(("|" + rows[i].at("acceptable") + "|").find("|" + verdict + "|"), std::string::npos) << verdict;
    EXPECT_TRUE(out_of(got[i]) == input || out_of(got[i]) == expected) << got[i];
    if (rows[i].at("must_not_change") == "yes") {
      EXPECT_EQ(out_of(got[i]), input);
    }
    const bool sure = verdict == "convert" || verdict == "normalise" || verdict == "repair";
    EXPECT_TRUE(sure || out_of(got[i]) == input) << got[i];
  }
}

TEST(TextVectors, CapitalsAreTheExpectedOnes) {
  SOVANG_NEEDS_SHARED("vietnamese/casing_vectors.tsv");
  const std::map<std::string, std::string> operations = {{"upper", "upper"},
                                                         {"lower", "lower"},
                                                         {"title_name", "title-name"},
                                                         {"sentence_from_caps", "sentence"},
                                                         {"code_case", "code-case"}};
  for (const std::string& kind : kinds("casing_vectors.tsv", "op")) {
    const Rows rows = raw_rows("casing_vectors.tsv", "op", kind);
    const auto got = answers({operations.at(kind)}, column(rows, "input"));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      SCOPED_TRACE(rows[i].at("id"));
      expect_answer(got[i], rows[i].at("input"), rows[i].at("expected"), rows[i].at("status") == "ask");
    }
  }
}

TEST(TextVectors, ToneMovesMarksAndAsksForMisplacedOnes) {
  SOVANG_NEEDS_SHARED("vietnamese/tone_placement.tsv");
  const Rows rows = raw_rows("tone_placement.tsv");
  const auto to_new = answers({"tone", "--style", "new"}, column(rows, "old_style_or_input"));
  const auto to_old = answers({"tone", "--style", "old"}, column(rows, "new_style_or_fix"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& before = rows[i].at("old_style_or_input");
    SCOPED_TRACE(before);
    const bool misplaced = rows[i].at("kind") == "misplaced";
    expect_answer(to_new[i], before, rows[i].at("new_style_or_fix"), misplaced);
    if (!misplaced) {
      EXPECT_EQ(out_of(to_old[i]), unescaped(before));
    }
  }
}

TEST(TextVectors, SyllablesOfBothListsAreJudged) {
  SOVANG_NEEDS_SHARED("vietnamese/syllables.tsv");
  for (const nlohmann::json& answer : answers({"syllable"}, column(raw_rows("syllables.tsv"), "syllable")))
    EXPECT_EQ(out_of(answer), "valid") << answer;
  const Rows rows = raw_rows("syllables_attested.tsv");
  const auto got = answers({"syllable"}, column(rows, "syllable"));
  for (std::size_t i = 0; i < rows.size(); ++i)
    EXPECT_EQ(out_of(got[i]) == "valid", rows[i].at("in_rule_list") == "yes") << rows[i].at("syllable");
}

TEST(TextVectors, ListsComeOutInOrder) {
  SOVANG_NEEDS_SHARED("vietnamese/collation_vectors.tsv");
  const std::map<std::string, std::string> options = {{"letters", "words"},
                                                      {"minimal", "words"},
                                                      {"names_near", "names"},
                                                      {"names_opt_middle_first", "names-middle-first"}};
  for (const std::string& list : kinds("collation_vectors.tsv", "list_id")) {
    SCOPED_TRACE(list);
    Rows rows = raw_rows("collation_vectors.tsv", "list_id", list);
    std::vector<std::string> lines(rows.size());
    for (const Vector& row : rows)
      lines.at(std::stoul(row.at("input_position")) - 1) = row.at("item");
    const auto kind = options.find(rows[0].at("kind"));
    const auto got =
        answers({"sort", "--kind", kind == options.end() ? rows[0].at("kind") : kind->second}, lines);
    for (const Vector& row : rows)
      EXPECT_EQ(out_of(got.at(std::stoul(row.at("rank")) - 1)), unescaped(row.at("item")));
  }
}

TEST(TextVectors, NumbersAreReadAloud) {
  SOVANG_NEEDS_SHARED("vietnamese/numbers_vectors.tsv");
  for (const std::string& kind : kinds("numbers_vectors.tsv", "kind")) {
    const Rows rows = raw_rows("numbers_vectors.tsv", "kind", kind);
    for (const auto& [style, expected] : {std::pair{"linh", "words"}, std::pair{"le", "words_le_ngan"}}) {
      const auto got = answers({"words", "--kind", kind, "--style", style}, column(rows, "input"));
      for (std::size_t i = 0; i < rows.size(); ++i)
        EXPECT_EQ(out_of(got[i]), rows[i].at(expected)) << rows[i].at("id") << " " << style;
    }
  }
}

TEST(TextVectors, MoneyClosesWithChanWhereItMay) {
  SOVANG_NEEDS_SHARED("vietnamese/numbers_vectors.tsv");
  const Rows rows = raw_rows("numbers_vectors.tsv", "kind", "money");
  const auto got = answers({"words", "--kind", "money", "--chan"}, column(rows, "input"));
  const std::string mark = "chẵn: ";
  std::size_t checked = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& note = rows[i].at("note");
    if (!note.starts_with(mark)) continue;
    ++checked;
    const std::string expected = note.substr(mark.size());
    EXPECT_EQ(out_of(got[i]), expected == "not used" ? rows[i].at("words") : expected) << rows[i].at("id");
  }
  EXPECT_GT(checked, 0U);
}

TEST(TextVectors, WordsOfNumbersAreUnderstood) {
  SOVANG_NEEDS_SHARED("vietnamese/numbers_vectors.tsv");
  for (const std::string kind : {"int", "negative", "money", "decimal", "year"}) {
    const Rows rows = raw_rows("numbers_vectors.tsv", "kind", kind);
    for (const std::string words : {"words", "words_le_ngan"}) {
      const auto got = answers({"number"}, column(rows, words));
      for (std::size_t i = 0; i < rows.size(); ++i) {
        std::string value = rows[i].at("input");
        value = value.substr(0, value.find(' '));
        std::erase(value, '.');
        std::replace(value.begin(), value.end(), ',', '.');
        EXPECT_EQ(got[i].value("value", ""), value) << rows[i].at("id") << " " << got[i];
      }
    }
  }
}

TEST(TextVectors, DatesAreWrittenAndRead) {
  SOVANG_NEEDS_SHARED("vietnamese/dates_vectors.tsv");
  for (const std::string& kind : kinds("dates_vectors.tsv", "kind")) {
    const Rows rows = raw_rows("dates_vectors.tsv", "kind", kind);
    const auto got = answers({"date", "--kind", kind}, column(rows, "input"));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      SCOPED_TRACE(rows[i].at("id"));
      const std::string& status = rows[i].at("status");
      EXPECT_EQ(status_of(got[i]), status);
      const bool read = status == "ok" || status == "warn";
      const bool kept = status == "error" || status == "ask" || status == "blank";
      if (read) {
        EXPECT_EQ(out_of(got[i]), unescaped(rows[i].at("expected")));
      }
      if (kept) {
        EXPECT_EQ(out_of(got[i]), unescaped(rows[i].at("input")));
      }
      if (status == "partial") {
        EXPECT_NE(rows[i].at("note").find(out_of(got[i])), std::string::npos) << got[i];
      }
    }
  }
}

TEST(TextVectors, TypographyIsSetAndFiguresAreRead) {
  SOVANG_NEEDS_SHARED("vietnamese/typography_vectors.tsv");
  for (const std::string& kind : kinds("typography_vectors.tsv", "kind")) {
    const Rows rows = raw_rows("typography_vectors.tsv", "kind", kind);
    const bool reads = kind == "number_parse";
    const auto got = answers(reads                ? std::vector<std::string>{"number"}
                             : kind == "no_break" ? std::vector<std::string>{"no-break"}
                                                  : std::vector<std::string>{"typography", "--kind", kind},
                             column(rows, "input"));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string& expected = rows[i].at("expected");
      const std::string answer = !reads                     ? out_of(got[i])
                                 : got[i].contains("value") ? text_of(got[i]["value"])
                                                            : status_of(got[i]);
      EXPECT_EQ(answer, unescaped(expected)) << rows[i].at("id");
    }
  }
}

TEST(TextVectors, KeysAreTheExpectedOnes) {
  SOVANG_NEEDS_SHARED("vietnamese/search_fold_vectors.tsv");
  const Rows rows = raw_rows("search_fold_vectors.tsv");
  const auto a = answers({"keys"}, column(rows, "a"));
  const auto b = answers({"keys"}, column(rows, "b"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    SCOPED_TRACE(rows[i].at("id"));
    EXPECT_EQ(text_of(a[i]["exact"]), unescaped(rows[i].at("key_exact_a")));
    EXPECT_EQ(text_of(a[i]["iy"]), unescaped(rows[i].at("key_iy_a")));
    EXPECT_EQ(text_of(a[i]["fold"]), unescaped(rows[i].at("key_fold_a")));
    EXPECT_EQ(text_of(b[i]["fold"]), unescaped(rows[i].at("key_fold_b")));
  }
  const Rows pairs = raw_rows("iy_equivalence.tsv");
  const auto y = answers({"keys"}, column(pairs, "y_form"));
  const auto with_i = answers({"keys"}, column(pairs, "i_form"));
  for (std::size_t i = 0; i < pairs.size(); ++i)
    EXPECT_EQ(y[i]["iy"] == with_i[i]["iy"], pairs[i].at("equivalent") == "yes") << pairs[i].at("y_form");
}

TEST(TextVectors, AbbreviationsGoBothWays) {
  SOVANG_NEEDS_SHARED("vietnamese/abbreviations.tsv");
  const Rows rows = raw_rows("abbreviations.tsv");
  const auto lists = [](const nlohmann::json& answer, const std::string& text) {
    return std::any_of(answer["alternatives"].begin(), answer["alternatives"].end(),
                       [&](const nlohmann::json& one) { return text_of(one["text"]) == text; });
  };
  const auto there = answers({"abbreviations"}, column(rows, "abbreviation"));
  const auto back = answers({"abbreviations"}, column(rows, "expansion"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_TRUE(lists(there[i], rows[i].at("expansion"))) << there[i];
    EXPECT_TRUE(lists(back[i], rows[i].at("abbreviation"))) << back[i];
  }
}

TEST(TextVectors, NamesAreTakenApart) {
  SOVANG_NEEDS_SHARED("vietnamese/names_vectors.tsv");
  const Rows rows = raw_rows("names_vectors.tsv");
  const auto got = answers({"name"}, column(rows, "input"));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const std::string part : {"honorific", "title_or_rank", "family", "middle", "given"})
      EXPECT_EQ(text_of(got[i][part]), unescaped(rows[i].at(part))) << rows[i].at("id") << " " << part;
  }
}

}  // namespace
}  // namespace sovang::testing
