#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/date.h"
#include "sovang/base/result.h"
#include "sovang/store/database.h"

namespace sovang::dossier {

/// What an imported file is.
enum class SourceKind : std::uint8_t {
  movement,
  units,
  legal_bases,
  office_facts,
  council_session,
  achievements,
  nominations
};
/// "movement", "units", … : the words of the database and of JSON.
[[nodiscard]] std::string_view to_string(SourceKind kind);

/// A file as it came in: the bytes are never changed.
struct SourceFile {
  std::string movement;  ///< id; empty for units and legal bases, which belong to the office
  SourceKind kind = SourceKind::nominations;
  std::string name;  ///< file name without folder
  std::string sha256;
  Bytes bytes;
  Date imported;  ///< the day on which it came in: decides what a two-digit year means
};

/// A paper that was given its number and its place in the archive before it was written (design §3 rule 9):
/// what is prepared is finished by the next run with the same number and id, never numbered again.
struct RunRow {
  std::string movement;
  std::string paper;  ///< "QD-1", "TTr QD-1", "BB", "HS": unique in the movement
  std::string record_id;
  std::string authority;  ///< unit that numbers
  int year = 0;
  std::string number;  ///< "1288/QĐ-UBND"; empty for what has none
  bool done = false;
};

/// A line of the golden book (sổ vàng).
struct BookRow {
  std::string scope;  ///< "movement:QNA-COVID19-2021", "year:2022", "decision:QD-1"
  int number = 0;
  std::string movement;
  std::string decision;
  std::string nominee;
};

/// The office's working database: the files that came in, the register of numbers, the golden book. Private
/// to this room.
class OfficeDatabase {
 public:
  [[nodiscard]] static Result<OfficeDatabase> open(const std::filesystem::path& file,
                                                   store::Database::Mode mode);

  /// True if the file is there already under this name with these bytes.
  [[nodiscard]] Result<bool> holds(const SourceFile& file) const;
  /// Puts a file; one of the same movement, kind and (for lists) name is replaced.
  [[nodiscard]] Status put(const SourceFile& file) const;
  /// The newest file of a kind that there is one of.
  [[nodiscard]] Result<std::optional<SourceFile>> one(std::string_view movement, SourceKind kind) const;
  /// The lists of a movement by name.
  [[nodiscard]] Result<std::vector<SourceFile>> lists(std::string_view movement) const;
  [[nodiscard]] Result<std::vector<std::string>> movements() const;

  [[nodiscard]] Result<std::vector<RunRow>> runs(std::string_view movement) const;
  /// The highest running number of that series ("QĐ-UBND"), 0 = none yet.
  [[nodiscard]] Result<int> last_number(std::string_view authority, int year, std::string_view symbol) const;
  /// Gives out numbers, ids and golden-book lines in one transaction; code `conflict` where a number (V-35)
  /// or a line of the book (V-57) is taken.
  [[nodiscard]] Status prepare(const std::vector<RunRow>& rows, const std::vector<BookRow>& book,
                               Instant now) const;
  /// Marks the movement's rows as done.
  [[nodiscard]] Status finish(std::string_view movement, Instant now) const;

  [[nodiscard]] Result<std::string> secret(std::string_view name) const;
  [[nodiscard]] Status put_secret(std::string_view name, ByteView value) const;

 private:
  explicit OfficeDatabase(store::Database database) : database_(std::move(database)) {}
  store::Database database_;
};

/// The running number and the symbol of a document number: "1288/QĐ-UBND" → 1288, "QĐ-UBND". Nothing if it
/// has no such form.
struct NumberParts {
  int number = 0;
  std::string symbol;
};
[[nodiscard]] std::optional<NumberParts> split_number(std::string_view number);

}  // namespace sovang::dossier
