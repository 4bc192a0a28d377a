#include "sovang/dossier/saved_searches.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sovang/base/utf8.h"
#include "sovang/store/database.h"
#include "sovang/text/normal.h"
#include "sovang/text/order.h"

namespace sovang::dossier {
namespace {

constexpr std::array migrations{store::Migration{1, R"sql(
CREATE TABLE saved_search (
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  words TEXT NOT NULL,
  saved_ms INTEGER NOT NULL,
  PRIMARY KEY (owner, name)) STRICT, WITHOUT ROWID;
)sql"}};

Result<store::Database> open(const std::filesystem::path& folder) {
  store::Database database = SOVANG_TRY(store::Database::open(folder / "searches.db"));
  SOVANG_TRY(database.migrate(migrations));
  return database;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// In NFC, one line, without blanks at the ends.
Result<std::string> settled(std::string_view text, std::size_t longest, std::string_view what) {
  const auto refuse = [&] {
    return fail(ErrorCode::invalid_input,
                std::string(what) + " phải có từ 1 đến " + std::to_string(longest) + " ký tự, trên một dòng");
  };
  if (text.size() > 4 * longest || utf8::first_error(text)) return refuse();
  std::string out = SOVANG_TRY(text::normalise(text));
  const std::size_t begin = out.find_first_not_of(' ');
  out = begin == std::string::npos ? "" : out.substr(begin, out.find_last_not_of(' ') - begin + 1);
  const bool control =
      std::any_of(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (out.empty() || control || characters(out) > longest) return refuse();
  return out;
}

}  // namespace

Status SavedSearches::save(std::string_view owner, const SavedSearch& search, const Clock& clock) const {
  const std::string name = SOVANG_TRY(settled(search.name, longest_name, "tên của câu tìm"));
  const std::string words = SOVANG_TRY(settled(search.words, longest_words, "câu tìm để lưu"));
  const store::Database database = SOVANG_TRY(open(folder_));
  store::Transaction whole = SOVANG_TRY(database.begin());
  const std::int64_t others =
      SOVANG_TRY(database.row("SELECT count(*) FROM saved_search WHERE owner = ? AND name <> ?", owner, name))
          .integer(0);
  if (others >= static_cast<std::int64_t>(most)) {
    return fail(ErrorCode::conflict,
                "đã lưu " + std::to_string(most) + " câu tìm; xin xóa bớt một câu rồi lưu lại");
  }
  SOVANG_TRY(database.run(
      "INSERT INTO saved_search(owner, name, words, saved_ms) VALUES(?,?,?,?) ON CONFLICT(owner, name) "
      "DO UPDATE SET words = excluded.words, saved_ms = excluded.saved_ms",
      owner, name, words, clock.now().unix_ms));
  return whole.commit();
}

Result<std::vector<SavedSearch>> SavedSearches::list(std::string_view owner) const {
  const store::Database database = SOVANG_TRY(open(folder_));
  store::Statement rows =
      SOVANG_TRY(database.prepare("SELECT name, words FROM saved_search WHERE owner = ? ORDER BY name"));
  rows.bind(owner);
  std::vector<SavedSearch> out;
  while (SOVANG_TRY(rows.step()))
    out.push_back({rows.text(0), rows.text(1)});
  std::stable_sort(out.begin(), out.end(), [](const SavedSearch& a, const SavedSearch& b) {
    return text::compare_phrases(a.name, b.name) < 0;
  });
  return out;
}

Result<SavedSearch> SavedSearches::find(std::string_view owner, std::string_view name) const {
  for (SavedSearch& one : SOVANG_TRY(list(owner)))
    if (one.name == name) return std::move(one);
  return fail(ErrorCode::not_found, "chưa lưu câu tìm nào tên «" + std::string(name) + "»");
}

Status SavedSearches::remove(std::string_view owner, std::string_view name) const {
  const store::Database database = SOVANG_TRY(open(folder_));
  return database.run("DELETE FROM saved_search WHERE owner = ? AND name = ?", owner, name);
}

}  // namespace sovang::dossier
