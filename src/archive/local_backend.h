#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "backend.h"

namespace sovang::archive {

/// Files below `root`, staged in `work` on the same file system; published by rename.
class LocalBackend final : public Backend {
 public:
  LocalBackend(std::filesystem::path root, std::filesystem::path work)
      : root_(std::move(root)), work_(std::move(work)) {}

  [[nodiscard]] Result<Bytes> read(std::string_view object, std::string_view file,
                                   std::uint64_t limit) const override;
  [[nodiscard]] bool has(std::string_view object) const override;
  [[nodiscard]] Result<std::vector<std::string>> files_of(std::string_view object) const override;
  [[nodiscard]] Status stage(std::string_view run, std::string_view file, ByteView bytes,
                             SyncMode mode) override;
  [[nodiscard]] Result<Bytes> read_staged(std::string_view run, std::string_view file) const override;
  [[nodiscard]] Status settle(std::string_view run, SyncMode mode) override;
  [[nodiscard]] Status flush() override;
  [[nodiscard]] Status publish_object(std::string_view run, std::string_view object, SyncMode mode) override;
  [[nodiscard]] Status replace_object(std::string_view run, std::string_view object) override;
  [[nodiscard]] Status publish_version(std::string_view run, std::string_view object,
                                       std::string_view version) override;
  [[nodiscard]] Status discard(std::string_view run) override;

 private:
  std::filesystem::path root_;
  std::filesystem::path work_;
};

}  // namespace sovang::archive
