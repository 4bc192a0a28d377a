#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"
#include "sovang/dossier/office.h"

namespace sovang::dossier {

/// Copies for people: a folder that is filled beside its place and put there in one step, so that a reader
/// never sees half of it. What the archive holds is the truth; these files may be lost and made again.
class OutputFolder {
 public:
  /// Files go to a fresh folder beside `target` until publish().
  [[nodiscard]] static Result<OutputFolder> make(const std::filesystem::path& target);

  /// Puts `bytes` at `form`/`name` below the folder.
  [[nodiscard]] Status add(std::string_view form, std::string_view name, ByteView bytes);
  /// Replaces `target` by what was added. The list names the files at their final place.
  [[nodiscard]] Result<std::vector<WrittenFile>> publish();

 private:
  OutputFolder(std::filesystem::path target, std::filesystem::path work)
      : target_(std::move(target)), work_(std::move(work)) {}

  std::filesystem::path target_;
  std::filesystem::path work_;
  std::vector<WrittenFile> files_;
};

/// A document number as a file name: "1288/QĐ-UBND" → "1288-QD-UBND".
[[nodiscard]] std::string file_name_of(std::string_view number);

}  // namespace sovang::dossier
