#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/result.h"

namespace sovang::web {

/// Takes what people do on the web into the archive's trail of actions. Requests that come at the same moment
/// share one writing, so that many downloads wait for the disk once. For several threads.
class ActionDesk {
 public:
  explicit ActionDesk(const archive::Archive& archive) : archive_(archive) {}

  /// Durable when it returns.
  [[nodiscard]] Status record(const std::vector<archive::Action>& actions) const;

 private:
  struct Waiting {
    const std::vector<archive::Action>* actions;
    Status written;
    bool done = false;
  };
  void write(const std::vector<Waiting*>& all) const;

  const archive::Archive& archive_;
  mutable std::mutex mutex_;
  mutable std::condition_variable finished_;
  mutable std::vector<Waiting*> waiting_;
  mutable bool writing_ = false;
};

}  // namespace sovang::web
