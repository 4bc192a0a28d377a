#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::pdf {

/// A signature field as qpdf reads it, in plain types (qpdf_reader.h says why). Nothing of it is checked.
struct SignatureField {
  std::string name;
  std::vector<long long> byte_range;  ///< empty unless it is an array of integers
  std::string contents;               ///< empty unless it is a string
  std::string sub_filter;             ///< "ETSI.CAdES.detached"
  std::string time;                   ///< /M
  std::string reason;
  bool certifies = false;
  std::size_t page = 0;
  std::array<double, 4> place{};  ///< left, top, width, height from the top left corner of the page, pt
};

enum class ReadOutcome { read, encrypted, damaged, too_many };

/// The signed signature fields of a file.
struct FieldFindings {
  ReadOutcome outcome = ReadOutcome::damaged;
  std::string detail;
  std::vector<SignatureField> fields;
};

/// Reads them without mending the file; more than `most` are too many. No exception leaves.
FieldFindings read_signature_fields(std::string_view pdf, std::size_t most);

/// The empty signature field of this name, if there is one that shows: name, page and place.
std::optional<SignatureField> read_empty_field(std::string_view pdf, std::string_view name);

/// What a later state of a file adds to an earlier one, of which it is a continuation byte for byte.
struct RevisionChanges {
  enum class Kind { none, signatures, annotations, content };
  Kind kind = Kind::content;
  std::string detail;  ///< what is more than signatures, for the log
};

/// Compares the objects of two states. An object is the same if its cross-reference entry is, for the bytes
/// are; each other one must be a change that adding a signature makes. Both are read whole and must be sound.
RevisionChanges compare_revisions(std::string_view before, std::string_view after);

/// True if this state of the file holds a signed field with exactly this /ByteRange and /Contents, and all
/// its objects can be read.
bool holds_signature(std::string_view revision, const SignatureField& field);

}  // namespace sovang::pdf
