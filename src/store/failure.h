#pragma once

#include "sovang/base/result.h"

struct sqlite3;

namespace sovang::store {

/// SQLite's failure as an Error, with its own words at the end.
[[nodiscard]] Error failure(sqlite3* handle, int code);

}  // namespace sovang::store
