#pragma once

#include <cstdlib>
#include <filesystem>
#include <utility>

#include <gtest/gtest.h>

#include "sovang/base/files.h"

namespace sovang::testing {

/// A temporary folder in memory where there is such a place: tests cut writers off and damage files, they do
/// not need a disk to be slow on.
inline files::TemporaryFolder scratch_folder() {
  std::error_code error;
  const bool in_memory = std::filesystem::is_directory("/dev/shm", error) && std::getenv("TMPDIR") == nullptr;
  if (in_memory) ::setenv("TMPDIR", "/dev/shm", 1);
  auto folder = files::TemporaryFolder::make("sovang-test");
  if (in_memory) ::unsetenv("TMPDIR");
  EXPECT_TRUE(folder.has_value());
  return std::move(folder).value();
}

}  // namespace sovang::testing
