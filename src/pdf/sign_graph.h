#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::pdf {

/// What a signature changes in the objects of a file, found with qpdf and given in plain types (qpdf_reader.h
/// says why this header knows nothing of ours).
struct SignatureRequest {
  std::string field;        ///< name, a PDF string: "(ky_ca_nhan)"
  std::string field_name;   ///< the same, UTF-8
  std::string description;  ///< a PDF string
  std::string
      signature;  ///< the entries of the signature dictionary, with its room for /ByteRange and /Contents
  std::size_t page = 0;
  bool visible = false;
  std::string_view look;          ///< a PDF file of one page: what is painted
  std::array<double, 4> place{};  ///< left, top, width, height from the top left corner of the page, pt
  bool certifies = false;
};

struct SignatureGraph {
  enum class Outcome {
    ready,
    encrypted,
    damaged,
    no_such_page,
    rotated_page,    ///< a visible signature on a page that readers turn
    outside_page,    ///< the place does not lie on the page
    already_signed,  ///< the field has its signature
    name_taken,      ///< by a field of another kind
    form_file,       ///< XFA
    locked,          ///< certified, without leave for more signatures
    not_first        ///< certifies, but there are signatures
  };
  struct Object {
    std::uint32_t number = 0;
    int generation = 0;
    std::string body;
  };
  Outcome outcome = Outcome::damaged;
  std::string detail;
  std::vector<Object> objects;      ///< new and changed ones
  std::size_t signature_index = 0;  ///< among `objects`: the signature dictionary
  std::uint32_t size = 0;           ///< one more than the highest object number
  std::string root;                 ///< "12 0 R"
  std::string info;                 ///< the same; empty = none
  std::string id;                   ///< the first half of /ID, raw; empty = none
};

/// Puts the signature field into the graph. The file is read without mending it; no exception leaves.
SignatureGraph plan_signature(std::string_view pdf, const SignatureRequest& request);

}  // namespace sovang::pdf
