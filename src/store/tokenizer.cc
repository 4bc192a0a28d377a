#include "tokenizer.h"

#include <cstddef>

#include <sqlite3.h>

#include "failure.h"

namespace sovang::store {
namespace {

using Fts5Emit = int (*)(void*, int, const char*, int, int, int);

/// The API of FTS5, which SQLite hands out through a bound pointer.
fts5_api* fts5_of(sqlite3* handle) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nullptr) != SQLITE_OK) return nullptr;
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  return api;
}

// FTS5 sees an instance as an opaque pointer; ours is the function itself, which the Database owns.
int create(void* function, const char** /*arguments*/, int /*count*/, Fts5Tokenizer** out) {
  *out = static_cast<Fts5Tokenizer*>(function);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer* /*instance*/) {}

int run(Fts5Tokenizer* instance, void* context, int flags, const char* text, int size, Fts5Emit emit) {
  const auto& tokenize = *static_cast<const TokenizeFn*>(static_cast<void*>(instance));
  TokenizeFor purpose = TokenizeFor::document;
  if ((flags & FTS5_TOKENIZE_QUERY) != 0) {
    purpose = (flags & FTS5_TOKENIZE_PREFIX) != 0 ? TokenizeFor::prefix_query : TokenizeFor::query;
  }
  int code = SQLITE_OK;
  const TokenSink sink = [&](const IndexToken& token) {
    code =
        emit(context, token.colocated ? FTS5_TOKEN_COLOCATED : 0, token.text.data(),
             static_cast<int>(token.text.size()), static_cast<int>(token.begin), static_cast<int>(token.end));
    return code == SQLITE_OK;
  };
  if (text != nullptr && size > 0) tokenize({text, static_cast<std::size_t>(size)}, purpose, sink);
  return code;
}

}  // namespace

Status add_fts5_tokenizer(sqlite3* handle, const std::string& name, const TokenizeFn& tokenize) {
  fts5_api* api = fts5_of(handle);
  if (api == nullptr) return fail(ErrorCode::unsupported, "SQLite trên máy này không có tìm toàn văn FTS5");
  fts5_tokenizer functions{create, destroy, run};
  void* function = const_cast<TokenizeFn*>(&tokenize);  // FTS5 keeps it as void*; nothing writes to it
  const int code = api->xCreateTokenizer(api, name.c_str(), function, &functions, nullptr);
  if (code != SQLITE_OK) return fail(failure(handle, code));
  return {};
}

}  // namespace sovang::store
