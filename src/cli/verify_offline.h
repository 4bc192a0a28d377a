#pragma once

#include <string>

#include "sovang/base/result.h"

#include "command.h"

namespace sovang::cli {

/// What a check without any archive needs.
struct OfflineCheck {
  std::string what;   ///< a paper, or the code of a certificate
  std::string keys;   ///< the office's published keys
  std::string proof;  ///< of a paper
  std::string facts;  ///< of a code: "number|name|unit|award|decision|YYYY-MM-DD"
};
/// `sovang verify … --keys`: checks with published keys alone and prints the answer; exit status 1 where
/// something does not hold.
[[nodiscard]] Status verify_offline(const OfflineCheck& check, Context& context);

}  // namespace sovang::cli
