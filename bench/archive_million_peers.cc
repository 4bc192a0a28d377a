#include "archive_million_peers.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <utility>

#include <sqlite3.h>

#include "sovang/text/search_keys.h"

#include "archive_million.h"

namespace sovang::bench {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

/// A peer: how its index is made, and its newest 20 for a name without marks.
struct Peer {
  const char* name;
  const char* build;
  const char* ask;
  std::string (*query)(const std::string& fold);
  std::size_t times;
};

std::string as_words(const std::string& fold) {
  std::string out;
  for (std::size_t begin = 0; begin < fold.size();) {
    const std::size_t end = std::min(fold.find(' ', begin), fold.size());
    out += (out.empty() ? "\"" : " AND \"") + fold.substr(begin, end - begin) + "\"";
    begin = end + 1;
  }
  return out;
}
std::string as_phrase(const std::string& fold) {
  return "\"" + fold + "\"";
}
std::string as_pattern(const std::string& fold) {
  return "%" + fold + "%";
}

void run_peer(sqlite3* database, const Peer& peer, const std::vector<std::string>& names) {
  const auto begin = Clock::now();
  if (peer.build != nullptr && sqlite3_exec(database, peer.build, nullptr, nullptr, nullptr) != SQLITE_OK) {
    std::printf("| %s | not here: %s | | |\n", peer.name, sqlite3_errmsg(database));
    return;
  }
  const double built = milliseconds_since(begin) / 1000;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, peer.ask, -1, &statement, nullptr) != SQLITE_OK) {
    std::printf("| %s | not here: %s | | |\n", peer.name, sqlite3_errmsg(database));
    return;
  }
  std::vector<double> taken;
  for (std::size_t i = 0; i < peer.times; ++i) {
    const std::string query = peer.query(names[i % names.size()]);
    const auto at = Clock::now();
    sqlite3_reset(statement);
    sqlite3_bind_text(statement, 1, query.c_str(), -1, SQLITE_TRANSIENT);
    while (sqlite3_step(statement) == SQLITE_ROW) {
    }
    taken.push_back(milliseconds_since(at));
  }
  sqlite3_finalize(statement);
  std::sort(taken.begin(), taken.end());
  std::printf("| %s | %.1f | %.2f | %.2f |\n", peer.name, built, taken[taken.size() / 2],
              taken[taken.size() * 99 / 100]);
  std::fflush(stdout);
}

}  // namespace

void ask_peers(const std::filesystem::path& catalogue, const std::vector<archive::Record>& sample) {
  sqlite3* database = nullptr;
  sqlite3_open_v2(catalogue.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  sqlite3_create_function_v2(
      database, "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
      [](sqlite3_context* context, int, sqlite3_value** values) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
        const std::string out = text::fold_key(text == nullptr ? "" : text);
        sqlite3_result_text(context, out.c_str(), -1, SQLITE_TRANSIENT);
      },
      nullptr, nullptr, nullptr);
  std::vector<std::string> names;
  Numbers numbers(7);
  while (names.size() < 1000) {
    const archive::Record& record = sample[numbers.below(sample.size())];
    const archive::RecordLine& line = record.lines[numbers.below(record.lines.size())];
    if (line.kind == domain::RecipientKind::individual) names.push_back(text::fold_key(line.name));
  }
  std::printf(
      "\nPeers, a full name without marks among the names alone, newest 20:\n\n"
      "| peer | build s | p50 ms | p99 ms |\n|---|---|---|---|\n");
  run_peer(database,
           {"FTS5 unicode61 remove_diacritics 2 (does not fold đ)",
            "CREATE VIRTUAL TABLE peer_u USING fts5(name, unit, tokenize='unicode61 remove_diacritics 2');"
            "INSERT INTO peer_u(rowid, name, unit) SELECT entry_id, name, unit FROM entry",
            "SELECT e.name FROM peer_u p JOIN entry e ON e.entry_id = p.rowid WHERE peer_u MATCH ?1 "
            "ORDER BY p.rowid DESC LIMIT 20",
            as_words, 300},
           names);
  run_peer(database,
           {"FTS5 trigram over our folded text",
            "CREATE VIRTUAL TABLE peer_t USING fts5(name, unit, tokenize='trigram');"
            "INSERT INTO peer_t(rowid, name, unit) SELECT entry_id, fold(name), fold(unit) FROM entry",
            "SELECT e.name FROM peer_t p JOIN entry e ON e.entry_id = p.rowid WHERE peer_t MATCH ?1 "
            "ORDER BY p.rowid DESC LIMIT 20",
            as_phrase, 100},
           names);
  run_peer(database,
           {"LIKE over a folded column",
            "CREATE TABLE peer_l(entry_id INTEGER PRIMARY KEY, fold TEXT);"
            "INSERT INTO peer_l SELECT entry_id, fold(name) FROM entry",
            "SELECT entry_id FROM peer_l WHERE fold LIKE ?1 ORDER BY entry_id DESC LIMIT 20", as_pattern, 40},
           names);
  sqlite3_close_v2(database);
}

}  // namespace sovang::bench
