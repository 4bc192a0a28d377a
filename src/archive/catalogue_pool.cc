#include "catalogue_pool.h"

#include <charconv>
#include <utility>

#include "sovang/base/files.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view name_start = "index.";
constexpr std::string_view name_end = ".db";

/// The number in "index.12.db"; 0 for another name.
std::uint64_t generation_of(std::string_view name) {
  if (name.substr(0, name_start.size()) != name_start) return 0;
  std::uint64_t number = 0;
  const auto [stop, error] =
      std::from_chars(name.data() + name_start.size(), name.data() + name.size(), number);
  return error == std::errc{} &&
                 std::string_view(stop, static_cast<std::size_t>(name.data() + name.size() - stop)) ==
                     name_end
             ? number
             : 0;
}

std::string name_of(std::uint64_t generation) {
  return std::string(name_start) + std::to_string(generation) + std::string(name_end);
}

}  // namespace

Result<std::string> CataloguePool::current() const {
  Bytes name = SOVANG_TRY(files::read(folder_ / "current", 100));
  if (!name.empty() && name.back() == '\n') name.pop_back();
  if (generation_of(name) == 0) return fail(ErrorCode::corrupt, "tệp catalogue/current bị hỏng");
  return name;
}

Result<CataloguePool::Lease> CataloguePool::take() {
  constexpr int tries = 3;  // a reindex may delete the file between the two steps
  for (int i = 1;; ++i) {
    std::string name = SOVANG_TRY(current());
    {
      const std::lock_guard guard(mutex_);
      if (idle_name_ != name) {
        idle_.clear();
        idle_name_ = name;
      }
      if (!idle_.empty()) {
        Lease lease(*this, std::move(idle_.back()), std::move(name));
        idle_.pop_back();
        return lease;
      }
    }
    Result<Catalogue> catalogue = Catalogue::open(folder_ / name, Catalogue::Mode::existing);
    if (catalogue) {
      return Lease(*this, std::make_unique<Catalogue>(std::move(*catalogue)), std::move(name));
    }
    if (i == tries) return fail(std::move(catalogue).error().within("mở danh mục lưu trữ"));
  }
}

CataloguePool::Lease::~Lease() {
  if (!catalogue_) return;  // moved from
  const std::lock_guard guard(pool_->mutex_);
  if (pool_->idle_name_ == name_) pool_->idle_.push_back(std::move(catalogue_));
}

Status CataloguePool::create() {
  return switch_to(SOVANG_TRY(begin_generation()));
}

Result<CataloguePool::Fresh> CataloguePool::begin_generation() {
  SOVANG_TRY(files::make_folders(folder_));
  const Result<std::string> now = current();
  std::string name = name_of(now ? generation_of(*now) + 1 : 1);
  for (const char* ending : {"", "-wal", "-shm"})
    SOVANG_TRY(files::remove_tree(folder_ / (name + ending)));
  Catalogue catalogue = SOVANG_TRY(Catalogue::open(folder_ / name, Catalogue::Mode::create));
  return Fresh{std::move(name), std::move(catalogue)};
}

Status CataloguePool::switch_to(Fresh fresh) {
  const std::string name = fresh.name;
  {
    const Catalogue closed = std::move(fresh.catalogue);
  }  // closing brings the write-ahead log into the file
  SOVANG_TRY(files::replace(folder_ / "current", name + "\n"));
  for (const fs::path& file : SOVANG_TRY(files::list_tree(folder_))) {
    const std::string old = file.filename().string();
    if (old.compare(0, name_start.size(), name_start) == 0 && old.compare(0, name.size(), name) != 0) {
      SOVANG_TRY(files::remove_tree(folder_ / file));
    }
  }
  return {};
}

}  // namespace sovang::archive
