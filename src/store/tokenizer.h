#pragma once

#include <string>

#include "sovang/store/database.h"

namespace sovang::store {

/// Hands `tokenize`, which must outlive the connection, to FTS5 under `name`.
[[nodiscard]] Status add_fts5_tokenizer(sqlite3* handle, const std::string& name, const TokenizeFn& tokenize);

}  // namespace sovang::store
