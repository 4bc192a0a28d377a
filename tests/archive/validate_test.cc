#include "sovang/archive/validate.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/process.h"

#include "archive_fixture.h"
#include "support/shared.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

std::string joined(const std::vector<std::string>& codes) {
  std::string out;
  for (const std::string& code : codes)
    out += (out.empty() ? "" : ",") + code;
  return out;
}

TEST(OcflValidation, JudgesThePublicFixturesAsTheirNamesSay) {
  SOVANG_NEEDS_SHARED("fixtures/ocfl-fixtures.tar.xz");
  const files::TemporaryFolder folder = scratch_folder();
  const auto unpacked = must(run_process({"tar", "--no-same-owner", "-xf",
                                          testing::shared_file("fixtures/ocfl-fixtures.tar.xz").string(),
                                          "-C", folder.path().string()}));
  ASSERT_EQ(unpacked.exit_status, 0) << unpacked.errors;
  for (const char* version : {"1.0", "1.1"})
    fs::remove(folder.path() / version / "bad-objects" / "E003_E063_empty" / ".keep");
  std::size_t cases = 0;
  for (const auto& row : testing::read_tsv(testing::shared_file("fixtures/ocfl-expected.tsv"))) {
    if (row.size() < 3 || row[0] == "path") continue;
    ++cases;
    const ValidationReport report = must(validate_ocfl(folder.path() / row[0]));
    const std::vector<std::string> codes = report.codes();
    const std::string wanted = row[1] == "valid+warning" ? "warning" : row[1];
    EXPECT_EQ(report.verdict(), wanted) << row[0] << ": " << joined(codes);
    bool any = row[2] == "-";
    std::stringstream names(row[2]);
    for (std::string name; std::getline(names, name, ',');) {
      const bool there = std::find(codes.begin(), codes.end(), name) != codes.end();
      any = any || there;
      EXPECT_TRUE(there || wanted != "warning") << row[0] << " wants " << name << ", got " << joined(codes);
    }
    EXPECT_TRUE(any) << row[0] << " wants one of " << row[2] << ", got " << joined(codes);
  }
  EXPECT_EQ(cases, 156U);
}

class OwnObjectsTest : public ArchiveTest {};

TEST_F(OwnObjectsTest, AreValidWithoutAnyWarning) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  auto bare = decision("2/QĐ-UBND", 2, "2");
  bare.first.lines.clear();
  bare.first.files.clear();
  bare.second.clear();
  keep(archive, bare);
  Record record = must(archive.record(id, archivist_));
  record.state = RecordState::corrected;
  must(archive.amend(record, {{"decision.pdf", paper("new")}}, 1, actor_, "Đính chính"));
  record.state = RecordState::revoked;
  must(archive.amend(record, {}, 2, actor_, "Thu hồi"));
  const ValidationReport report = must(validate_ocfl(options_.root / "ocfl"));
  EXPECT_EQ(report.objects, 2U);
  EXPECT_EQ(report.verdict(), "valid") << joined(report.codes());
}

TEST_F(OwnObjectsTest, AnyFlippedByteMakesThemInvalid) {
  Archive archive = open();
  keep(archive, decision());
  std::size_t number = 0;
  for (const fs::path& path : must(files::list_tree(options_.root / "ocfl"))) {
    const fs::path file = options_.root / "ocfl" / path;
    if (!fs::is_regular_file(file) || path.string().find("extensions") == 0 ||
        path.string().find("ocfl_") == 0)
      continue;  // files that the specification leaves to us
    const Bytes whole = must(files::read(file));
    Bytes damaged = whole;
    const std::size_t at = ++number * 53 % damaged.size();
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);  // not 0x20: digests may be in capitals
    must(files::replace(file, damaged));
    EXPECT_EQ(must(validate_ocfl(options_.root / "ocfl")).verdict(), "invalid") << path;
    must(files::replace(file, whole));
  }
  EXPECT_GE(number, 12U);
}

TEST(OcflValidation, FolderThatIsNotThereIsNotFound) {
  const auto report = validate_ocfl("/no/such/folder");
  ASSERT_FALSE(report.has_value());
  EXPECT_EQ(report.error().code, ErrorCode::not_found);
}

TEST(OcflValidation, LinksAreNotFollowed) {
  const files::TemporaryFolder folder = scratch_folder();
  must(files::create(folder.path() / "0=ocfl_1.1", "ocfl_1.1\n"));
  fs::create_directory_symlink("/", folder.path() / "all");
  const ValidationReport report = must(validate_ocfl(folder.path()));
  EXPECT_EQ(report.codes(), std::vector<std::string>{"E090"});
}

}  // namespace
}  // namespace sovang::archive
