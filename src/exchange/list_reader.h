#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/exchange/nomination_list.h"

#include "list_header.h"
#include "list_text.h"

namespace sovang::exchange {

/// Reads the rows of one sheet into a list. One object a sheet; what it says goes into `list` and
/// `diagnostics`.
class SheetListReader {
 public:
  SheetListReader(NominationList& list, Diagnostics& diagnostics, const ListReading& how, std::string sheet);

  /// True if the sheet has a header, and then its rows are read.
  bool read(const std::vector<ListRow>& rows);
  /// The first finding for which the list must be refused: an award that no form answers to.
  [[nodiscard]] const std::optional<Error>& refusal() const { return refusal_; }

 private:
  using Kind = domain::RecipientKind;

  void read_title(const std::vector<ListRow>& rows, const Header& header);
  void read_row(const ListRow& row);
  void read_hidden(const ListRow& row);
  [[nodiscard]] bool is_data(const ListRow& row) const;
  [[nodiscard]] bool is_section(const ListRow& row);
  [[nodiscard]] std::optional<std::string> closing_line(const ListRow& row) const;
  void check_count(const ListRow& row, const std::string& line);
  void report_dropped(const ListRow& row);

  [[nodiscard]] domain::Nomination nomination_of(const ListRow& row);
  [[nodiscard]] std::string raw_name(const ListRow& row) const;
  [[nodiscard]] Kind kind_of(const ListRow& row, const std::string& name) const;
  void read_person(const ListRow& row, const std::string& name, domain::Nomination& out);
  void read_collective(const ListRow& row, const std::string& name, domain::Nomination& out);
  void read_gender(const ListRow& row, const std::string& honorific, domain::Nomination& out);
  void read_birth(const ListRow& row, domain::Nomination& out);
  void read_work(const ListRow& row, domain::Nomination& out);
  void read_form(const ListRow& row, domain::Nomination& out);
  void read_figures(const ListRow& row, domain::Nomination& out);

  /// The text of a column: repairs are told, ditto signs and merged cells filled in.
  [[nodiscard]] std::string words(const ListRow& row, Column column);
  void tell_repairs(const ListRow& row, const ListCell& cell, bool summary);
  void warn(std::string category, int row, std::string detail = {});
  void warn_once(std::string category, int row, std::string detail = {});
  void object(std::string rule, Severity severity, int row, std::string message);
  void report_missing_columns();
  void refuse_award(const ListRow& row, const domain::Nomination& nomination);

  NominationList* list_;
  Diagnostics* diagnostics_;
  Date today_;
  const AwardNames* awards_;
  std::string sheet_;
  Header header_;
  std::optional<Kind> section_;              ///< what the sheet's name or the last section row says
  std::optional<domain::AwardFormId> form_;  ///< of a title or section row, for lists without such a column
  std::string form_text_;
  std::map<Column, std::string> above_;  ///< last own value, for ditto signs
  std::set<std::pair<std::string, int>> told_;
  std::set<int> merged_told_;
  std::size_t first_row_ = 0;  ///< of this sheet in the list
  int hidden_ = 0;
  std::optional<Error> refusal_;
  bool closed_ = false;  ///< behind the closing line: signatures
};

}  // namespace sovang::exchange
