#include "sovang/exchange/zip_writer.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "zip_reader.h"

namespace sovang::exchange {
namespace {

const Date issued = *Date::make(2022, 5, 20);

TEST(WriteZip, KeepsNamesAndBytes) {
  const std::string large(300'000, 'x');
  const std::vector<ZipFile> files{{"bang-khen/Nguyễn Thị Hoà.pdf", "một"}, {"quyet-dinh.pdf", large}};
  const auto packed = write_zip(files, issued);
  ASSERT_TRUE(packed) << packed.error().message;
  auto reader = ZipReader::open(*packed, "a.zip", Limits{.compression_ratio = 10'000});
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_EQ(*reader->read("bang-khen/Nguyễn Thị Hoà.pdf", 100), "một");
  EXPECT_EQ(*reader->read("quyet-dinh.pdf", large.size()), large);
}

TEST(WriteZip, GivesTheSameBytesAgain) {
  const std::vector<ZipFile> files{{"a.pdf", "one"}, {"b.pdf", "two"}};
  EXPECT_EQ(*write_zip(files, issued), *write_zip(files, issued));
  EXPECT_NE(*write_zip(files, issued), *write_zip(files, issued.plus_days(1)));
}

TEST(WriteZip, RefusesPathsThatLeaveTheFolder) {
  for (const char* path :
       {"../a.pdf", "/a.pdf", "a/../../b.pdf", "a\\b.pdf", "C:a.pdf", "", "a//b.pdf", "a/"}) {
    const std::vector<ZipFile> files{{path, "x"}};
    EXPECT_FALSE(write_zip(files, issued)) << path;
  }
}

TEST(WriteZip, RefusesTwoFilesOfOnePath) {
  const std::vector<ZipFile> files{{"a.pdf", "x"}, {"a.pdf", "y"}};
  EXPECT_FALSE(write_zip(files, issued));
}

}  // namespace
}  // namespace sovang::exchange
