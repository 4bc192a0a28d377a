#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/base/result.h"

#include "query_language.h"

namespace sovang::archive {

/// Which unit took over from which: mergers, divisions, new names, many to many (domain.md §7.3). A table of
/// the office, `don-vi-ke-thua.tsv`: old name, new name, date, a line each.
class UnitSuccessors {
 public:
  /// No table is an empty one. Code `invalid_input` names the line that cannot be read.
  [[nodiscard]] static Result<UnitSuccessors> read(const std::filesystem::path& file);
  [[nodiscard]] static Result<UnitSuccessors> parse(std::string_view text);

  /// Other names under which the units of a query are found: all that went into them, and with
  /// Query::with_successors all that they went into.
  [[nodiscard]] std::vector<std::string> other_names(const Query& query) const;
  /// What a unit of that day is called now; several with a comma between; empty = as it was.
  [[nodiscard]] std::string name_now(std::string_view unit, Date day) const;

 private:
  struct Change {
    std::string from;
    std::string from_fold;
    std::string to;
    std::string to_fold;
    Date date;
  };
  std::vector<Change> changes_;
};

}  // namespace sovang::archive
