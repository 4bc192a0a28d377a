// A document is a pure function of template, data, fonts and settings: not of time zone, locale or
// processors.
#include <gmock/gmock.h>

#include "program.h"

namespace sovang::testing {
namespace {

namespace fs = std::filesystem;

TEST(SameBytes, ComeOutInAnotherTimeZoneAndLocaleAndOnOneProcessor) {
  const files::TemporaryFolder folder = *files::TemporaryFolder::make("sovang-same");
  const fs::path first = folder.path() / "first";
  const fs::path second = folder.path() / "second";
  make_sample_office(first);
  make_sample_office(second);
  const ProgramRun plain = sovang(first, {"issue", "--out", (first / "out").string()});
  ASSERT_EQ(plain.exit_status, 0) << plain.errors;
  const ProgramRun other =
      run({"env", "TZ=America/St_Johns", "LANG=tr_TR.UTF-8", "LC_ALL=C", "taskset", "-c", "0", SOVANG_PROGRAM,
           "--data", second.string(), "issue", "--out", (second / "out").string()});
  ASSERT_EQ(other.exit_status, 0) << other.errors;
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(first / "out")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    const fs::path inside = fs::relative(entry.path(), first / "out");
    EXPECT_TRUE(read_all(entry.path()) == read_all(second / "out" / inside)) << inside;
  }
  EXPECT_EQ(files, 225U);  // 214 certificates, 8 papers, 2 print files
}

}  // namespace
}  // namespace sovang::testing
