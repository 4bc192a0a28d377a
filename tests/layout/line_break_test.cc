#include "line_break.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/utf8.h"

#include "support/shared.h"
#include "test_fonts.h"

namespace sovang::layout {
namespace {

using testing::fonts;
using testing::serif;

Length width_of(std::string_view word, Length size) {
  // Letter by letter, without kerning: the costs of linebreak-cases.tsv were computed so.
  std::int64_t advance = 0;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t begin = at;
    static_cast<void>(utf8::next(word, at));
    advance += fonts().shape(serif(), word.substr(begin, at - begin))->advance;
  }
  return document::scaled(size, advance, 2048);
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == ' ') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

std::vector<Token> tokens_of(const std::vector<std::string>& words, Length size) {
  std::vector<Token> tokens;
  for (const std::string& word : words) {
    Token token;
    token.width = width_of(word, size);
    token.space_after = width_of(" ", size);
    tokens.push_back(token);
  }
  return tokens;
}

/// Tokens of one em each, with half an em of space behind.
std::vector<Token> blocks(std::initializer_list<int> widths) {
  std::vector<Token> tokens;
  for (const int width : widths) {
    Token token;
    token.width = Length::pt(width);
    token.space_after = Length::pt(2);
    tokens.push_back(token);
  }
  return tokens;
}

std::vector<std::size_t> ends(const BrokenLines& broken) {
  std::vector<std::size_t> all;
  for (const LineSpan& line : broken.lines)
    all.push_back(line.end);
  return all;
}

BrokenLines broken(const std::vector<Token>& tokens, int width, BreakMode mode, bool justify = true) {
  BreakRequest request;
  request.tokens = tokens;
  request.width = Length::pt(width);
  request.mode = mode;
  request.justify = justify;
  return break_lines(request);
}

TEST(BreakLines, PutsWhatFitsOnOneLine) {
  EXPECT_EQ(ends(broken(blocks({4, 4, 4}), 16, BreakMode::best)), (std::vector<std::size_t>{3}));
}

TEST(BreakLines, NeverLosesATokenWiderThanTheLine) {
  EXPECT_EQ(ends(broken(blocks({4, 40, 4, 4}), 10, BreakMode::best)), (std::vector<std::size_t>{1, 2, 4}));
  EXPECT_EQ(ends(broken(blocks({4, 40, 4, 4}), 10, BreakMode::first_fit)),
            (std::vector<std::size_t>{1, 2, 4}));
}

TEST(BreakLines, GoesAroundABoundPair) {
  // Eight of these fill the line exactly, and the ninth is bound to the eighth.
  std::vector<Token> tokens = blocks({2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2});
  EXPECT_EQ(ends(broken(tokens, 30, BreakMode::best)).front(), 8U);
  tokens[8].bound = true;
  EXPECT_EQ(ends(broken(tokens, 30, BreakMode::best)).front(), 7U);
  EXPECT_EQ(ends(broken(tokens, 30, BreakMode::first_fit)).front(), 7U);
  EXPECT_NE(ends(broken(tokens, 30, BreakMode::balance)).front(), 8U);
}

TEST(BreakLines, BalancesATitle) {
  const std::vector<Token> tokens = blocks({10, 10, 10, 10, 10});
  EXPECT_EQ(ends(broken(tokens, 48, BreakMode::first_fit, false)), (std::vector<std::size_t>{4, 5}));
  const std::vector<std::size_t> even = ends(broken(tokens, 48, BreakMode::balance, false));
  ASSERT_EQ(even.size(), 2U);
  EXPECT_TRUE(even[0] == 2 || even[0] == 3);
}

TEST(BreakLines, ShrinksSpacesByAThirdAtMost) {
  // 4 + 2 + 4 + 2 + 4 = 16; with both spaces at two thirds it is 14.67.
  EXPECT_EQ(broken(blocks({4, 4, 4}), 15, BreakMode::best).lines.size(), 1U);
  EXPECT_EQ(broken(blocks({4, 4, 4}), 14, BreakMode::best).lines.size(), 2U);
  EXPECT_EQ(broken(blocks({4, 4, 4}), 15, BreakMode::best, false).lines.size(), 2U);
}

TEST(BreakLines, LeavesNoSyllableAloneBelowRaggedText) {
  const std::vector<Token> tokens = blocks({10, 6, 6, 10, 8, 10});  // the first five fill 48 of 52
  EXPECT_EQ(ends(broken(tokens, 52, BreakMode::first_fit, false)), (std::vector<std::size_t>{5, 6}));
  EXPECT_EQ(ends(broken(tokens, 52, BreakMode::best, false)), (std::vector<std::size_t>{4, 6}));
}

TEST(BreakLines, LetsALeaderTakeTheRest) {
  std::vector<Token> tokens = blocks({4, 0, 4, 4, 4});
  tokens[1].fills = true;
  const BrokenLines lines = broken(tokens, 16, BreakMode::best);
  EXPECT_TRUE(lines.lines.front().fills);
}

struct Case {
  Length width;
  Length size;
  Length indent;
  std::size_t lines;
  double cost;
  std::vector<std::string> words;
  std::vector<std::size_t> ends;
};

Case read_case(const std::vector<std::string>& cells) {
  Case result{Length::mm(std::stod(cells[0])),
              Length::pt(std::stod(cells[1])),
              Length::mm(std::stod(cells[2])),
              std::stoul(cells[3]),
              std::stod(cells[4]),
              {},
              {}};
  for (const std::string& word : split(cells[6])) {
    if (word == "|") {
      result.ends.push_back(result.words.size());
    } else {
      result.words.push_back(word);
    }
  }
  result.ends.push_back(result.words.size());
  return result;
}

/// The words of bind-vi.tsv, with which the costs of the cases were computed.
class Binder {
 public:
  Binder() {
    for (const auto& row :
         sovang::testing::read_tsv(sovang::testing::shared_file("template-language/bind-vi.tsv"))) {
      for (const std::string& word : split(row[1]))
        words_.emplace_back(row[0], word);
    }
  }
  [[nodiscard]] bool bound(std::string before, std::string after, bool first) const {
    while (!before.empty() && (before[0] == '(' || before.starts_with("“"))) {
      before.erase(0, before[0] == '(' ? 1 : 3);
    }
    while (!after.empty() && std::string_view(".,;:)\"").find(after.back()) != std::string_view::npos) {
      after.pop_back();
    }
    if (has("dash", after) || (first && has("dash", before)) || has("before_any", before)) return true;
    const bool number = !after.empty() && after[0] >= '0' && after[0] <= '9';
    const bool roman = !after.empty() && after.find_first_not_of("IVXLC") == std::string::npos;
    if (has("before_number", before) && (number || roman)) return true;
    const bool counts = before.find_first_not_of("0123456789.,") == std::string::npos;
    if (counts && has("unit_after_number", after)) return true;
    return has("before_name", before) && !after.empty() && after[0] >= 'A' && after[0] <= 'Z';
  }

 private:
  [[nodiscard]] bool has(const std::string& kind, const std::string& word) const {
    return std::find(words_.begin(), words_.end(), std::make_pair(kind, word)) != words_.end();
  }
  std::vector<std::pair<std::string, std::string>> words_;
};

TEST(LineBreakCases, CostNoMoreThanTheReferenceSays) {
  SOVANG_NEEDS_SHARED("template-language/linebreak-cases.tsv");
  const Binder binder;
  const auto rows =
      sovang::testing::read_tsv(sovang::testing::shared_file("template-language/linebreak-cases.tsv"));
  ASSERT_EQ(rows.size(), 44U);
  std::size_t same_breaks = 0;
  std::size_t wide_lines = 0;   // of 160 mm and more
  std::size_t loose_lines = 0;  // of those, with spaces more than half as wide again
  for (std::size_t row = 1; row < rows.size(); ++row) {
    const Case wanted = read_case(rows[row]);
    std::vector<Token> tokens = tokens_of(wanted.words, wanted.size);
    for (std::size_t i = 1; i < tokens.size(); ++i) {
      tokens[i].bound = binder.bound(wanted.words[i - 1], wanted.words[i], i == 1);
    }
    BreakRequest request;
    request.tokens = tokens;
    request.width = wanted.width;
    request.first_indent = wanted.indent;
    request.justify = true;
    const BrokenLines got = break_lines(request);
    EXPECT_LE(got.cost, wanted.cost * 1.0006) << "row " << row + 1;  // the file has four digits
    EXPECT_EQ(got.lines.size(), wanted.lines) << "row " << row + 1;
    if (ends(got) == wanted.ends) ++same_breaks;
    for (const LineSpan& line : got.lines) {
      const Length room = line.begin == 0 ? request.width - request.first_indent : request.width;
      EXPECT_LE((line.natural - room).units * 3, line.spaces.units) << "row " << row + 1;
      if (request.width < Length::mm(160)) continue;
      ++wide_lines;
      if (line.end == tokens.size()) continue;
      EXPECT_FALSE(tokens[line.end].bound) << "row " << row + 1;
      if ((room - line.natural).units * 2 > line.spaces.units) ++loose_lines;
    }
  }
  EXPECT_GE(same_breaks, 42U);
  EXPECT_GE(wide_lines, 170U);
  EXPECT_LE(loose_lines * 1000, wide_lines * 3);
}

}  // namespace
}  // namespace sovang::layout
