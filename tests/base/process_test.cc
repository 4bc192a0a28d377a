#include "sovang/base/process.h"

#include <gtest/gtest.h>

namespace sovang {
namespace {

TEST(RunProcess, PassesInputAndReadsOutput) {
  const auto result = run_process({"tr", "a-z", "A-Z"}, "abc").value();
  EXPECT_EQ(result.output, "ABC");
  EXPECT_EQ(result.exit_status, 0);
}

TEST(RunProcess, ReportsExitStatusAndErrors) {
  const auto result = run_process({"sh", "-c", "echo no >&2; exit 7"}).value();
  EXPECT_EQ(result.exit_status, 7);
  EXPECT_EQ(result.errors, "no\n");
}

TEST(RunProcess, NamesAProgramThatIsMissing) {
  EXPECT_EQ(run_process({"no-such-program-here"}).error().code, ErrorCode::not_found);
}

TEST(RunProcess, KillsWhatTakesTooLong) {
  ProcessLimits limits;
  limits.seconds = 1;
  EXPECT_EQ(run_process({"sleep", "30"}, {}, limits).error().code, ErrorCode::io);
}

TEST(RunProcess, KillsWhatPrintsTooMuch) {
  ProcessLimits limits;
  limits.output_bytes = 1000;
  EXPECT_EQ(run_process({"yes"}, {}, limits).error().code, ErrorCode::io);
}

TEST(RunProcess, FeedsMoreThanAPipeHolds) {
  const std::string input(1U << 20U, 'x');
  EXPECT_EQ(run_process({"cat"}, input).value().output, input);
}

}  // namespace
}  // namespace sovang
