#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "program.h"

// `sovang text OP`: the filter itself; what the operations do is tested in room text.
namespace sovang::testing {
namespace {

ProgramRun text(const std::vector<std::string>& arguments, const std::string& input) {
  std::vector<std::string> command{SOVANG_PROGRAM, "text"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  ProcessLimits limits;
  limits.memory_bytes = 0;
  const Result<ProcessResult> result = run_process(command, input, limits);
  if (!result) return {-1, "", result.error().message};
  return {result->exit_status, result->output, result->errors};
}

TEST(TextCommand, GivesALineForALine) {
  const ProgramRun run = text({"upper"}, "đặng đức đạt\n\nủy ban\r\nphước");
  EXPECT_EQ(run.exit_status, 0);
  EXPECT_EQ(run.output, "ĐẶNG ĐỨC ĐẠT\n\nỦY BAN\nPHƯỚC\n");
}

TEST(TextCommand, SaysInJsonWhatItDid) {
  const ProgramRun run = text({"title-name", "--json"}, "NGUYỄN VĂN AN\nBH'NƯỚCH ĐING\n");
  EXPECT_EQ(run.exit_status, 0);
  const auto lines = run.lines();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], (nlohmann::json{{"out", "Nguyễn Văn An"},
                                      {"status", "ok"},
                                      {"rules", nlohmann::json::array()},
                                      {"proposals", nlohmann::json::array()}}));
  EXPECT_EQ(lines[1]["out"], "BH'NƯỚCH ĐING");
  EXPECT_EQ(lines[1]["status"], "ask");
  EXPECT_EQ(lines[1]["proposals"], nlohmann::json{"Bh'nướch Đing"});
}

TEST(TextCommand, ReadsAndWritesEscapes) {
  const ProgramRun plain =
      text({"decode", "--scheme", "tcvn3", "--escaped"}, "th\\u00ADëng \\\\ a\\u00A0b\n");
  EXPECT_EQ(plain.output, "thưởng \\\\ a\\u00A0b\n");
  const ProgramRun json = text({"nfc", "--escaped", "--json"}, "quy\\u00E9\\u0302t a\\u0301\\u0301\n");
  EXPECT_EQ(json.lines().at(0)["out"], "quyết á\\u0301");
  EXPECT_EQ(json.lines().at(0)["rules"], (nlohmann::json{"VT-03", "VT-07"}));
}

TEST(TextCommand, StopsAtBytesThatAreNotUtf8AndKeepsWhatWasWritten) {
  const ProgramRun run = text({"lower"}, "MỘT\nHAI\nBA \xFF\nBỐN\n");
  EXPECT_EQ(run.exit_status, 2);
  EXPECT_EQ(run.output, "một\nhai\n");
  EXPECT_NE(run.errors.find("dòng 3"), std::string::npos) << run.errors;
}

TEST(TextCommand, EmptyInputGivesNoLineAndAnEmptyLineGivesOne) {
  EXPECT_EQ(text({"upper"}, "").output, "");
  EXPECT_EQ(text({"upper"}, "\n").output, "\n");
  EXPECT_EQ(text({"sort"}, "").output, "");
  EXPECT_EQ(text({"number", "--json"}, "\n").lines().at(0)["status"], "blank");
}

TEST(TextCommand, TakesLongLinesButNoEndlessOne) {
  const std::string long_line(10U << 20U, 'a');
  EXPECT_EQ(text({"upper"}, long_line + "\nb\n").output, std::string(10U << 20U, 'A') + "\nB\n");
  const ProgramRun endless = text({"upper"}, "a\n" + std::string(40U << 20U, 'a'));
  EXPECT_EQ(endless.exit_status, 2);
  EXPECT_EQ(endless.output, "A\n");
  EXPECT_NE(endless.errors.find("dòng 2"), std::string::npos) << endless.errors;
}

TEST(TextCommand, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(text({"fly"}, "").exit_status, 2);
  EXPECT_EQ(text({"decode", "--scheme", "morse"}, "").exit_status, 2);
  EXPECT_EQ(text({"nfc", "--escaped"}, "a\\x\n").exit_status, 2);
}

TEST(TextCommand, DetectionChangesOnlyWhatIsSure) {
  const ProgramRun run = text(
      {"detect", "--json"}, "TÆng B»ng khen cho 15 tËp thÓ vµ 32 c¸ nh©n\nGröße, Maß, schön\nxa® héi ®ua\n");
  const auto lines = run.lines();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0]["out"], "Tặng Bằng khen cho 15 tập thể và 32 cá nhân");
  EXPECT_EQ(lines[0]["verdict"], "convert");
  EXPECT_EQ(lines[0]["scheme"], "tcvn3");
  EXPECT_EQ(lines[1]["out"], "Größe, Maß, schön");
  EXPECT_EQ(lines[1]["verdict"], "unchanged");
  EXPECT_EQ(lines[2]["out"], "xa® héi ®ua");
}

TEST(TextCommand, TakesTheFontForEvidence) {
  const ProgramRun run = text({"detect", "--font", ".VnTimeH", "--json"}, "héi ®ång\n");
  EXPECT_EQ(run.lines().at(0)["out"], "HỘI ĐỒNG");
}

TEST(TextCommand, SortsAllLines) {
  EXPECT_EQ(text({"sort", "--kind", "names"}, "Trần Thị Ánh\nLê Văn An\nHà Ân\nBùi An\n").output,
            "Bùi An\nLê Văn An\nTrần Thị Ánh\nHà Ân\n");
  EXPECT_EQ(text({"sort", "--kind", "units"}, "Trường THPT số 10\nTrường THPT số 9\nbà\nba ba\n").output,
            "ba ba\nbà\nTrường THPT số 9\nTrường THPT số 10\n");
}

TEST(TextCommand, KeysComeWithTheirPlaces) {
  const ProgramRun plain = text({"keys"}, "Kỷ niệm chương\n");
  EXPECT_EQ(plain.output, "kỷ niệm chương\tkỉ niệm chương\tki niem chuong\n");
  const auto line = text({"keys", "--json"}, "12/QĐ-UBND\n").lines().at(0);
  EXPECT_EQ(line["fold"], "12 qd ubnd");
  EXPECT_EQ(line["spans"], (nlohmann::json{{0, 2}, {3, 6}, {7, 11}}));
}

TEST(TextCommand, JudgesSyllables) {
  EXPECT_EQ(text({"syllable"}, "giếng\nqúy\nKrông\nhoà\n").output, "valid\nmisplaced\ninvalid\nvalid\n");
}

}  // namespace
}  // namespace sovang::testing
