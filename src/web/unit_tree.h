#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "sovang/base/clock.h"
#include "sovang/base/result.h"
#include "sovang/domain/unit.h"
#include "sovang/dossier/office.h"

namespace sovang::web {

/// The office's units for many threads: read again after a minute, since an import may have changed them.
class UnitTree {
 public:
  UnitTree(const dossier::Office& office, const Clock& clock) : office_(office), clock_(clock) {}

  /// A unit and all below it. Only itself if the office knows no units: nobody sees more by mistake.
  [[nodiscard]] Result<std::vector<domain::UnitId>> within(const domain::UnitId& unit) const;
  /// The unit's name; its id if it is not known.
  [[nodiscard]] Result<std::string> name_of(const domain::UnitId& unit) const;

 private:
  [[nodiscard]] Result<std::shared_ptr<const domain::UnitCatalogue>> catalogue() const;

  const dossier::Office& office_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  /// Shared, so that a thread goes on with the old units while another reads the new.
  mutable std::shared_ptr<const domain::UnitCatalogue> catalogue_;
  mutable Instant read_;
};

}  // namespace sovang::web
