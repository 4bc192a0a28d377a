// What recovery does with the store itself (archive-design §3, the table). Every step may be cut off and done
// again.
#include <algorithm>
#include <optional>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

#include "storage.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

struct VersionFolder {
  int number = 0;
  Bytes json;
  Inventory inventory;
};

/// The inventory of vN if it is whole: sidecar right, head N, and every content file of N as it says.
std::optional<VersionFolder> whole_version(const fs::path& object, int number) {
  const fs::path folder = object / version_name(number);
  Result<Bytes> json = files::read(folder / "inventory.json", std::uint64_t{64} << 20);
  const Result<Bytes> sidecar = files::read(folder / "inventory.json.sha512", 4096);
  if (!json || !sidecar || *sidecar != sidecar_of(*json)) return std::nullopt;
  Result<Inventory> inventory = parse_inventory(*json);
  if (!inventory || inventory->head() != number) return std::nullopt;
  const std::string own = version_name(number) + "/";
  for (const auto& [sha512, path] : inventory->manifest) {
    if (path.compare(0, own.size(), own) != 0) continue;
    const Result<Bytes> bytes = files::read(object / path);
    if (!bytes || to_hex(digest(HashKind::sha512, *bytes)) != sha512) return std::nullopt;
  }
  return VersionFolder{number, std::move(*json), std::move(*inventory)};
}

int newest_version_folder(const fs::path& object) {
  int number = 0;
  std::error_code error;
  while (fs::is_directory(object / version_name(number + 1), error))
    ++number;
  return number;
}

}  // namespace

bool Storage::has_leftovers() const {
  std::error_code error;
  return fs::exists(work_, error) && !fs::is_empty(work_, error);
}

Status Storage::sweep_work(std::vector<std::string>& repairs) const {
  std::error_code error;
  std::vector<fs::path> left;
  for (fs::directory_iterator it(work_, error), end; !error && it != end; it.increment(error))
    left.push_back(it->path());
  if (error) return fail(ErrorCode::io, "không đọc được thư mục «" + work_.string() + "»");
  for (const fs::path& path : left) {
    SOVANG_TRY(files::remove_tree(path));
    repairs.push_back("đã dọn phần ghi dở dang work/" + path.filename().string());
  }
  return {};
}

Status Storage::mend(const fs::path& folder, std::vector<std::string>& repairs) const {
  const std::string name = folder.filename().string();
  const fs::path bench = work_ / ("mend-" + name);
  // New bytes for the root come from the workspace by rename, so that the object never holds a stray file.
  const auto put = [&](const char* file, ByteView bytes) -> Status {
    SOVANG_TRY(files::remove_tree(bench));
    SOVANG_TRY(files::make_folders(bench));
    SOVANG_TRY(files::create(bench / file, bytes));
    return files::rename_over(bench / file, folder / file);
  };

  const int newest = newest_version_folder(folder);
  const Result<Bytes> root_json = files::read(folder / "inventory.json", std::uint64_t{64} << 20);
  const Result<Bytes> root_sidecar = files::read(folder / "inventory.json.sha512", 4096);
  const bool root_whole = root_json && root_sidecar && *root_sidecar == sidecar_of(*root_json);
  if (root_whole) {
    const Result<Inventory> inventory = parse_inventory(*root_json);
    if (inventory && inventory->head() == newest) return {};  // nothing to do: the usual case
  }

  int number = newest;
  std::optional<VersionFolder> best = whole_version(folder, number);
  while (!best && number > 1) {
    // A version that the root does not know yet and that is not whole never happened.
    const Result<Inventory> root = root_json ? parse_inventory(*root_json) : fail(ErrorCode::corrupt, "");
    if (root && root->head() < number) {
      SOVANG_TRY(files::make_folders(quarantine_));
      const fs::path aside = quarantine_ / (name + "-" + version_name(number));
      SOVANG_TRY(files::remove_tree(aside));
      SOVANG_TRY(files::rename_new(folder / version_name(number), aside));
      SOVANG_TRY(files::sync_folder(folder));
      repairs.push_back("đã để riêng phiên bản ghi dở " + version_name(number) + " của " + name);
    }
    best = whole_version(folder, --number);
  }
  if (!best)
    return fail(ErrorCode::corrupt, "hồ sơ lưu trữ " + name + " hỏng, không còn phiên bản nào nguyên vẹn");

  if (!root_json || *root_json != best->json) {
    SOVANG_TRY(put("inventory.json", best->json));
    repairs.push_back(root_whole ? "đã hoàn tất phiên bản " + version_name(best->number) + " của " + name
                                 : "đã khôi phục inventory.json của " + name + " từ phiên bản " +
                                       version_name(best->number));
  }
  const std::string sidecar = sidecar_of(best->json);
  if (!root_sidecar || *root_sidecar != sidecar) {
    SOVANG_TRY(put("inventory.json.sha512", sidecar));
    repairs.push_back("đã ghi lại mã băm inventory.json của " + name);
  }
  return files::remove_tree(bench);
}

Status Storage::put_file(const fs::path& folder, const fs::path& file, ByteView bytes) const {
  const fs::path bench = work_ / ("repair-" + folder.filename().string());
  SOVANG_TRY(files::remove_tree(bench));
  SOVANG_TRY(files::make_folders(bench));
  SOVANG_TRY(files::create(bench / "file", bytes));
  SOVANG_TRY(files::make_folders((folder / file).parent_path()));
  SOVANG_TRY(files::rename_over(bench / "file", folder / file));
  return files::remove_tree(bench);
}

Status Storage::set_aside(const fs::path& folder, const fs::path& file) const {
  SOVANG_TRY(files::make_folders(quarantine_));
  std::string name = folder.filename().string() + "-" + file.generic_string();
  std::replace(name.begin(), name.end(), '/', '-');
  SOVANG_TRY(files::remove_tree(quarantine_ / name));
  SOVANG_TRY(files::rename_new(folder / file, quarantine_ / name));
  return files::sync_folder((folder / file).parent_path());
}

Status Storage::adopt(const fs::path& from, std::string_view id) const {
  const fs::path target = folder_of(id);
  const fs::path bench = work_ / ("adopt-" + target.filename().string());
  SOVANG_TRY(files::remove_tree(bench));
  SOVANG_TRY(files::make_folders(bench));
  std::vector<fs::path> folders{bench};
  std::error_code error;
  for (const fs::path& path : SOVANG_TRY(files::list_tree(from))) {
    if (fs::is_directory(from / path, error)) {
      SOVANG_TRY(files::make_folders(bench / path));
      folders.push_back(bench / path);
    } else {
      const Bytes bytes = SOVANG_TRY(files::read(from / path));
      SOVANG_TRY(files::create(bench / path, bytes));
    }
  }
  for (auto it = folders.rbegin(); it != folders.rend(); ++it)
    SOVANG_TRY(files::sync_folder(*it));
  SOVANG_TRY(files::make_folders(target.parent_path()));
  return files::rename_new(bench, target);
}

}  // namespace sovang::archive
