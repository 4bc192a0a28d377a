#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"

namespace sovang::document {

/// An exact decimal number: unscaled × 10^-scale, scale 0 … 18. No binary floating point anywhere in a
/// document.
struct Decimal {
  std::int64_t unscaled = 0;
  int scale = 0;

  friend bool operator==(const Decimal&, const Decimal&) = default;
};

class Value;
using ValueList = std::vector<Value>;
/// Fields in the order in which they were set; names are unique.
using RecordFields = std::vector<std::pair<std::string, Value>>;

/// A value of the template language (template-language §7): null, string, bool, int, decimal, date, list or
/// record. Built by `dossier` from domain values or by read_data() from XML; copies share lists and records.
class Value {
 public:
  Value() = default;
  Value(std::string text) : data_(std::move(text)) {}              // NOLINT(google-explicit-constructor)
  Value(std::string_view text) : data_(std::string(text)) {}       // NOLINT(google-explicit-constructor)
  Value(const char* text) : data_(std::string(text)) {}            // NOLINT(google-explicit-constructor)
  Value(bool flag) : data_(flag) {}                                // NOLINT(google-explicit-constructor)
  Value(std::int64_t number) : data_(number) {}                    // NOLINT(google-explicit-constructor)
  Value(int number) : data_(static_cast<std::int64_t>(number)) {}  // NOLINT(google-explicit-constructor)
  Value(Decimal number) : data_(number) {}                         // NOLINT(google-explicit-constructor)
  Value(Date date) : data_(date) {}                                // NOLINT(google-explicit-constructor)
  [[nodiscard]] static Value list(ValueList items);
  [[nodiscard]] static Value record(RecordFields fields);

  using Data = std::variant<std::monostate, std::string, bool, std::int64_t, Decimal, Date,
                            std::shared_ptr<const ValueList>, std::shared_ptr<const RecordFields>>;
  [[nodiscard]] const Data& data() const { return data_; }
  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  /// The field of a record; null for anything else.
  [[nodiscard]] const Value& field(std::string_view name) const;
  /// The items of a list; empty for anything else.
  [[nodiscard]] const ValueList& items() const;

  /// Where the value stands in a data file, for findings; unknown for values made in code.
  [[nodiscard]] const SourceSpan& place() const;
  void set_place(SourceSpan place);

 private:
  Data data_;
  std::shared_ptr<const SourceSpan> place_;
};

/// The data as canonical XML (`urn:sovang:data:1`): fields sorted by name, NFC, two blanks of indent, LF, no
/// dates of the run. The same value gives the same bytes; this is what is attached to a PDF.
[[nodiscard]] std::string canonical_xml(const Value& value);

}  // namespace sovang::document
