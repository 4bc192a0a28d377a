#include "catalogue_pool.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "sovang/base/files.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view source_note = "source";

}  // namespace

std::string CataloguePool::name_of(std::uint64_t generation) const {
  if (home_.connection_string.empty()) return "index." + std::to_string(generation) + ".db";
  std::string tenant = home_.tenant.substr(0, 20);
  std::replace(tenant.begin(), tenant.end(), '-', '_');
  return "sovang_" + tenant + "_" + std::to_string(generation);
}

std::uint64_t CataloguePool::generation_of(std::string_view name) const {
  const std::size_t figures = name.find_last_of(home_.connection_string.empty() ? "." : "_");
  const std::size_t begin = home_.connection_string.empty() ? name.find('.') : figures;
  if (begin == std::string_view::npos) return 0;
  std::uint64_t number = 0;
  std::from_chars(name.data() + begin + 1, name.data() + name.size(), number);
  return number > 0 && name_of(number) == name ? number : 0;
}

Status CataloguePool::remove(const std::string& name) const {
  if (home_.connection_string.empty()) {
    for (const char* ending : {"", "-wal", "-shm"})
      SOVANG_TRY(files::remove_tree(home_.folder / (name + ending)));
    return {};
  }
  SOVANG_EXPECT(generation_of(name) != 0);
  const store::Database database = SOVANG_TRY(store::Database::connect(home_.connection_string, name, {}));
  return database.script("SET lock_timeout = 5000; DROP SCHEMA " + name + " CASCADE");
}

Result<std::string> CataloguePool::current() const {
  Bytes name = SOVANG_TRY(files::read(home_.folder / "current", 100));
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
    Result<Catalogue> catalogue = Catalogue::open(home_, name, Catalogue::Mode::existing);
    if (catalogue) {
      return Lease(*this, std::make_unique<Catalogue>(std::move(*catalogue)), std::move(name));
    }
    if (i == tries) return fail(std::move(catalogue).error().within("mở danh mục lưu trữ"));
  }
}

CataloguePool::Lease::~Lease() {
  if (!catalogue_ || !catalogue_->is_alive()) return;  // moved from, or the server is gone
  const std::lock_guard guard(pool_->mutex_);
  if (pool_->idle_name_ == name_) pool_->idle_.push_back(std::move(catalogue_));
}

Status CataloguePool::create() {
  return switch_to(SOVANG_TRY(begin_generation("")));
}

Result<CataloguePool::Fresh> CataloguePool::begin_generation(std::string_view state_of_store) {
  SOVANG_TRY(files::make_folders(home_.folder));
  const Result<std::string> now = current();
  std::string name = name_of(now ? generation_of(*now) + 1 : 1);
  if (!state_of_store.empty()) {
    Result<Catalogue> begun = Catalogue::open(home_, name, Catalogue::Mode::existing);
    if (begun && begun->noted(source_note).value_or("") == state_of_store && begun->check_rows())
      return Fresh{std::move(name), std::move(*begun)};
  }
  SOVANG_TRY(remove(name));
  Catalogue catalogue = SOVANG_TRY(Catalogue::open(home_, name, Catalogue::Mode::create));
  SOVANG_TRY(catalogue.note(source_note, state_of_store));
  return Fresh{std::move(name), std::move(catalogue)};
}

Status CataloguePool::switch_to(Fresh fresh) {
  const std::string name = fresh.name;
  const Result<std::string> before = current();
  {
    const Catalogue closed = std::move(fresh.catalogue);
  }  // closing brings the write-ahead log into the file
  SOVANG_TRY(files::replace(home_.folder / "current", name + "\n"));
  if (!home_.connection_string.empty()) {
    // Readers that are still in the old one keep it a while; the next reindex takes its number.
    if (before && *before != name) static_cast<void>(remove(*before).has_value());
    return {};
  }
  for (const fs::path& file : SOVANG_TRY(files::list_tree(home_.folder))) {
    const std::string old = file.filename().string();
    if (old.starts_with("index.") && old.compare(0, name.size(), name) != 0)
      SOVANG_TRY(files::remove_tree(home_.folder / file));
  }
  return {};
}

}  // namespace sovang::archive
