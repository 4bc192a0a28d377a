#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/bytes.h"
#include "sovang/base/clock.h"
#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"
#include "sovang/domain/ids.h"
#include "sovang/domain/unit.h"
#include "sovang/dossier/forms.h"
#include "sovang/dossier/settings.h"
#include "sovang/pdf/print.h"

/// The office's work from spreadsheets to archived papers. The command line and the web are doors to it.
namespace sovang::dossier {

/// Where an office and the product's own files live.
struct OfficePlace {
  std::filesystem::path folder;  ///< the office's: office.toml, office.db, ocfl/, log/, keys/ …
  std::filesystem::path home;    ///< the product's: templates/, fonts/
};

/// Called while something longer runs: what, how much is done, of how much.
using Progress = std::function<void(std::string_view step, std::size_t done, std::size_t of)>;

/// One file that import() took or refused.
struct ImportedFile {
  std::string file;
  std::string kind;             ///< "movement", "units", "nominations" …; empty = refused
  std::size_t collectives = 0;  ///< of a list
  std::size_t individuals = 0;
  std::size_t households = 0;
  std::size_t repairs = 0;  ///< repairs and doubts of a list, each with its own finding
  bool unchanged = false;   ///< the same bytes were there already
};

struct ImportReport {
  std::vector<ImportedFile> files;
  std::size_t refused = 0;
  [[nodiscard]] std::size_t collectives() const;
  [[nodiscard]] std::size_t individuals() const;
};

/// What stands in the way of a decision, and what a person should look at.
struct CheckReport {
  std::size_t cases = 0;
  std::size_t collectives = 0;
  std::size_t individuals = 0;
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t withdrawn = 0;
  std::size_t unit_decides = 0;
  std::vector<Problem> findings;      ///< V-xx in the order of checking
  std::vector<std::string> subjects;  ///< of each finding: the ids it speaks of, separated by blanks
  std::size_t blocking = 0;           ///< errors that concern what would be issued
};

/// A file that compose() or issue() put into the folder it was given.
struct WrittenFile {
  std::string form;  ///< folder of templates/
  std::filesystem::path path;
  std::size_t bytes = 0;
};

struct ComposeReport {
  std::vector<WrittenFile> files;
};

struct IssuedDecision {
  std::string id;      ///< "QD-1"
  std::string number;  ///< "1288/QĐ-UBND"
  Date date;
  std::string record_id;
  std::size_t collectives = 0;
  std::size_t individuals = 0;
  std::size_t households = 0;
  std::int64_t total_dong = 0;
  int first_register = 0;  ///< số sổ vàng
  int last_register = 0;
};

struct IssueSigning;  // issue_signing.h

/// What is to be issued, by whom.
struct IssueOrder {
  domain::MovementId movement;
  std::filesystem::path out{};  ///< takes copies: pdf/<form>/ and print/; empty = none
  archive::Actor actor;
  const IssueSigning* signing = nullptr;  ///< signs the decisions; null = they are signed on paper
};

struct IssueReport {
  std::vector<IssuedDecision> decisions;
  std::size_t certificates = 0;
  std::int64_t bonus_total_dong = 0;
  bool done_before = false;  ///< everything was issued already; nothing was written
  std::vector<WrittenFile> files;
};

/// One office: its folder, its database, its forms and its archive. Not for several threads at once.
class Office {
 public:
  /// Makes the office's folder. Code `conflict` if there is one. With Settings::signed_templates it makes a
  /// key for templates too and signs the forms of `place.home` as they are.
  [[nodiscard]] static Status create(const OfficePlace& place, const Settings& settings, const Clock& clock,
                                     Ids& ids);
  /// Opens it; the archive recovers first if its last writer was cut off.
  [[nodiscard]] static Result<Office> open(const OfficePlace& place, const Clock& clock, Ids& ids,
                                           Diagnostics& diagnostics);

  Office(Office&&) noexcept;
  Office& operator=(Office&&) noexcept;
  ~Office();

  /// Takes in files of any kind, told apart by their content; the movement's own files first. A file is
  /// taken whole or refused whole; each finding names file and place. Lists go to `movement`, or to the only
  /// movement there is if it is empty. A movement that is being issued takes no more files (`conflict`).
  [[nodiscard]] Result<ImportReport> import_files(std::span<const std::filesystem::path> files,
                                                  const domain::MovementId& movement,
                                                  const Progress& progress, Diagnostics& diagnostics);

  [[nodiscard]] Result<std::vector<domain::MovementId>> movements() const;
  /// The units that were imported last; code `not_found` before any were.
  [[nodiscard]] Result<domain::UnitCatalogue> units() const;

  /// The rules of the law and of the clerk over what was imported.
  [[nodiscard]] Result<CheckReport> check(const domain::MovementId& movement, Diagnostics& diagnostics);

  /// Drafts of all papers, without numbers and dates, below `out`/<form>/.
  [[nodiscard]] Result<ComposeReport> compose(const domain::MovementId& movement,
                                              const std::filesystem::path& out, const Progress& progress,
                                              Diagnostics& diagnostics);

  /// Numbers, golden book, PDFs, archive: one step that happens or not. A run that was cut off is finished by
  /// the next with the same numbers. Copies of all files go to `out`/pdf/<form>/ and `out`/print/ unless it
  /// is empty. Code `findings` while an error stands in the way, `conflict` while another process issues.
  /// Decisions are signed before a number is given: what cannot be signed leaves nothing issued. Signed files
  /// hold the moment of signing; all else is the same bytes each time.
  [[nodiscard]] Result<IssueReport> issue(const IssueOrder& order, const Progress& progress,
                                          Diagnostics& diagnostics);

  /// Prints the certificates of a movement that is issued again: one file a decision in `out`/print/, which
  /// is made anew. `setup` says how pages go onto paper; nothing in the archive is touched.
  [[nodiscard]] Result<std::vector<WrittenFile>> print(const domain::MovementId& movement,
                                                       const std::filesystem::path& out,
                                                       const pdf::PrintSetup& setup,
                                                       Diagnostics& diagnostics);

  /// Makes archive and database agree after a crash; a Vietnamese sentence for each repair.
  [[nodiscard]] Result<std::vector<std::string>> recover();

  [[nodiscard]] const Settings& settings() const;
  [[nodiscard]] archive::Archive& archive();
  [[nodiscard]] const archive::Archive& archive() const;
  [[nodiscard]] const Forms& forms() const;
  [[nodiscard]] const OfficePlace& place() const;

 private:
  struct Impl;
  explicit Office(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::dossier
