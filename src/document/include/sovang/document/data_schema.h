#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sovang/document/template.h"

namespace sovang::document {

/// One field of the data that a template reads.
struct DataField {
  std::string path;           ///< "decision.rows.amount": a field of each row
  std::string type;           ///< the word of `param`: string int decimal bool date record list any
  bool required = false;      ///< its absence is DAT-03
  std::string default_value;  ///< as data write it; empty = none
  std::string doc;            ///< what the template says of it
};

/// The fields that the template's params declare, each before what is inside it, in the order of the
/// template.
[[nodiscard]] std::vector<DataField> data_fields(const Template& form);

/// A RELAX NG schema (XML syntax) that accepts the data files that read_data() takes without a finding of
/// severity error, and no others: fields in any order, items under any name, fields that nobody declared
/// passed over. What read_data() alone checks is that a date exists and a number fits its 64 bits.
[[nodiscard]] std::string data_schema(const Template& form);

/// A data file for a clerk to fill in: every field once, with a comment that says what it takes. read_data()
/// finds nothing wrong in it but required values that are missing.
[[nodiscard]] std::string blank_data(const Template& form);

}  // namespace sovang::document
