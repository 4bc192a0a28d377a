#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "catalogue.h"

namespace sovang::archive {

/// The catalogue's file and the connections to it. Generations lie side by side in `<data>/catalogue`:
/// `index.<n>.db`, and `current` names the one in use; so a reindex never disturbs a reader.
class CataloguePool {
 public:
  explicit CataloguePool(std::filesystem::path folder) : folder_(std::move(folder)) {}

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
  /// A new empty generation beside the one in use, in place of one that was left unfinished.
  struct Fresh {
    std::string name;
    Catalogue catalogue;
  };
  [[nodiscard]] Result<Fresh> begin_generation();
  /// Makes it the one in use and deletes the others. The catalogue of `fresh` is closed first.
  [[nodiscard]] Status switch_to(Fresh fresh);

 private:
  [[nodiscard]] Result<std::string> current() const;

  std::filesystem::path folder_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Catalogue>> idle_;
  std::string idle_name_;  ///< the generation that idle_ belongs to
};

}  // namespace sovang::archive
