#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "catalogue.h"

namespace sovang::archive {

/// The catalogue and the connections to it. Generations lie side by side, `index.<n>.db` or schemas
/// `sovang_<tenant>_<n>`, and the file `current` names the one in use; so a reindex never disturbs a reader.
class CataloguePool {
 public:
  explicit CataloguePool(CatalogueHome home) : home_(std::move(home)) {}

  /// A connection for one thread, given back when it goes.
  class Lease {
   public:
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    const Catalogue* operator->() const { return catalogue_.get(); }
    const Catalogue& operator*() const { return *catalogue_; }

   private:
    friend class CataloguePool;
    Lease(CataloguePool& pool, std::unique_ptr<Catalogue> catalogue, std::string name)
        : pool_(&pool), catalogue_(std::move(catalogue)), name_(std::move(name)) {}
    CataloguePool* pool_;
    std::unique_ptr<Catalogue> catalogue_;
    std::string name_;
  };
  [[nodiscard]] Result<Lease> take();

  /// Makes an empty catalogue and names it in `current`.
  [[nodiscard]] Status create();
  /// The next generation beside the one in use. One that was left unfinished goes on if it is whole and was
  /// begun from the same state of the store; else it is made anew.
  struct Fresh {
    std::string name;
    Catalogue catalogue;
  };
  [[nodiscard]] Result<Fresh> begin_generation(std::string_view state_of_store);
  /// Makes it the one in use and deletes the others. The catalogue of `fresh` is closed first.
  [[nodiscard]] Status switch_to(Fresh fresh);

 private:
  [[nodiscard]] Result<std::string> current() const;
  [[nodiscard]] std::string name_of(std::uint64_t generation) const;
  /// The number in a generation's name; 0 for another name.
  [[nodiscard]] std::uint64_t generation_of(std::string_view name) const;
  [[nodiscard]] Status remove(const std::string& name) const;

  CatalogueHome home_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Catalogue>> idle_;
  std::string idle_name_;  ///< the generation that idle_ belongs to
};

}  // namespace sovang::archive
