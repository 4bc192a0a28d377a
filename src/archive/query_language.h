#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/search.h"

/// The language of the search box (docs/huong-dan/tim-kiem.md): «đơn vị: sở y tế năm: 2022 nguyễn văn a».
namespace sovang::archive {

/// A query whose named fields have been taken out of the box, and what could not be read.
struct ReadQuery {
  Query query;              ///< `words` holds what no field took
  std::string award_words;  ///< of the kind of award, as a person calls it: "bằng khen"
  std::vector<std::string> hints;
};

/// Reads the box; a typed field that is set already wins over one in the box. Never fails: bytes that are no
/// text, a field that does not exist, a date that is none each give a hint and are left out.
[[nodiscard]] ReadQuery read_query(const Query& query);

}  // namespace sovang::archive
