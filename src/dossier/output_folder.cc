#include "output_folder.h"

#include <cctype>
#include <utility>

#include <unistd.h>

#include "sovang/base/files.h"
#include "sovang/text/casing.h"
#include "sovang/text/search_keys.h"

namespace sovang::dossier {

std::string file_name_of(std::string_view number) {
  std::string out;
  for (const text::SearchToken& token : text::search_tokens(number)) {
    if (!out.empty()) out += '-';
    out += text::upper(token.keys.fold);
  }
  return out.empty() ? "khong-so" : out;
}

Result<OutputFolder> OutputFolder::make(const std::filesystem::path& target) {
  std::filesystem::path parent = target.parent_path();
  if (parent.empty()) parent = ".";
  SOVANG_TRY(files::make_folders(parent));
  std::filesystem::path work = parent / ("." + target.filename().string() + "." + std::to_string(getpid()));
  SOVANG_TRY(files::remove_tree(work));
  SOVANG_TRY(files::make_folders(work));
  return OutputFolder(target, std::move(work));
}

Status OutputFolder::add(std::string_view form, std::string_view name, ByteView bytes) {
  const std::filesystem::path folder = work_ / form;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return fail(ErrorCode::io, "không tạo được thư mục " + folder.string() + ": " + error.message());
  }
  SOVANG_TRY(files::create_unsynced(folder / name, bytes));
  files_.push_back({std::string(form), target_ / form / name, bytes.size()});
  return {};
}

Result<std::vector<WrittenFile>> OutputFolder::publish() {
  SOVANG_TRY(files::remove_tree(target_));
  SOVANG_TRY(files::rename_new(work_, target_));
  return std::move(files_);
}

}  // namespace sovang::dossier
