#pragma once

#include <filesystem>
#include <vector>

#include "sovang/archive/record.h"

namespace sovang::bench {

/// Builds indexes of other kinds over the rows of a catalogue and asks them the same questions: SQLite's
/// FTS5 with unicode61 and with trigram, LIKE, and PostgreSQL's tsvector where SOVANG_BENCH_PG names a
/// database.
void ask_peers(const std::filesystem::path& catalogue, const std::vector<archive::Record>& sample);

}  // namespace sovang::bench
