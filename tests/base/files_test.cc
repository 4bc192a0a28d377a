#include "sovang/base/files.h"

#include <gtest/gtest.h>

namespace sovang {
namespace {

class Files : public ::testing::Test {
 protected:
  files::TemporaryFolder folder_ = files::TemporaryFolder::make("sovang-files").value();
  std::filesystem::path at(const std::string& name) const { return folder_.path() / name; }
};

TEST_F(Files, ReplacePutsNewBytesInThePlaceOfOldOnes) {
  ASSERT_TRUE(files::replace(at("a"), "old"));
  ASSERT_TRUE(files::replace(at("a"), "new"));
  EXPECT_EQ(files::read(at("a")).value(), "new");
  EXPECT_EQ(files::list_tree(folder_.path()).value().size(), 1U);
}

TEST_F(Files, CreateNeverOverwrites) {
  ASSERT_TRUE(files::create(at("a"), "first"));
  const Status second = files::create(at("a"), "second");
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_EQ(files::read(at("a")).value(), "first");
}

TEST_F(Files, RenameNewRefusesATargetThatIsThere) {
  ASSERT_TRUE(files::create(at("a"), "a"));
  ASSERT_TRUE(files::create(at("b"), "b"));
  EXPECT_EQ(files::rename_new(at("a"), at("b")).error().code, ErrorCode::conflict);
  EXPECT_TRUE(files::rename_new(at("a"), at("c")));
}

TEST_F(Files, ReadRefusesMoreThanTheLimitAndNamesTheFile) {
  ASSERT_TRUE(files::create(at("big"), std::string(100, 'x')));
  const auto result = files::read(at("big"), 99);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().rule, "LIM-02");
  EXPECT_NE(result.error().message.find("big"), std::string::npos);
  EXPECT_EQ(files::read(folder_.path()).error().code, ErrorCode::invalid_input);
  EXPECT_EQ(files::read(at("none")).error().code, ErrorCode::not_found);
}

TEST_F(Files, ListTreeRefusesSymbolicLinks) {
  std::filesystem::create_symlink("/etc/passwd", at("link"));
  EXPECT_EQ(files::list_tree(folder_.path()).error().code, ErrorCode::corrupt);
}

TEST_F(Files, OnlyOneHolderHasALock) {
  auto first = files::Lock::take(at("lock"));
  ASSERT_TRUE(first);
  EXPECT_EQ(files::Lock::take(at("lock")).error().code, ErrorCode::conflict);
  { const files::Lock gone = std::move(*first); }
  EXPECT_TRUE(files::Lock::take(at("lock")));
}

TEST_F(Files, MakeFoldersMakesAllThatAreMissing) {
  ASSERT_TRUE(files::make_folders(at("x/y/z")));
  EXPECT_TRUE(std::filesystem::is_directory(at("x/y/z")));
  EXPECT_TRUE(files::make_folders(at("x/y/z")));
  ASSERT_TRUE(files::create(at("file"), ""));
  EXPECT_FALSE(files::make_folders(at("file/below")));
}

}  // namespace
}  // namespace sovang
