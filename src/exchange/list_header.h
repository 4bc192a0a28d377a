#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "list_text.h"

namespace sovang::exchange {

/// What a column of a list holds.
enum class Column : std::uint8_t {
  none,
  number,      ///< STT
  salutation,  ///< Ông/Bà
  name,
  family_part,  ///< họ và tên đệm
  given_part,   ///< tên
  gender,
  male,    ///< Nam: a mark or the year of birth
  female,  ///< Nữ
  birth,
  title,
  rank,
  degree,
  unit,
  form,
  honour,  ///< danh hiệu thi đua
  summary,
  amount,
  shifts,
  ethnicity
};

/// The header of a sheet, found by its words (messy rule 1).
struct Header {
  std::vector<int> rows;           ///< their numbers: one, or two where headings are merged
  std::size_t next = 0;            ///< index of the first row behind it
  std::vector<Column> columns;     ///< by column from 0
  bool name_holds_title = false;   ///< "Họ và tên, cấp bậc, chức vụ"
  bool names_collectives = false;  ///< "Tên tập thể" and nothing else
  bool title_holds_rank = false;   ///< "Chức vụ, cấp bậc"
  bool title_holds_unit = false;   ///< "Chức vụ, đơn vị công tác"

  [[nodiscard]] bool has(Column column) const;
  /// The first column of that kind, or nothing.
  [[nodiscard]] std::optional<std::size_t> at(Column column) const;
};

/// The first row that has a column for names and at least one more that is known.
[[nodiscard]] std::optional<Header> find_header(std::span<const ListRow> rows);

/// True for a header that is printed again on a later page, and for a row "(1) (2) (3)" that counts the
/// columns.
[[nodiscard]] bool repeats_header(const Header& header, const ListRow& row);

}  // namespace sovang::exchange
