#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sovang::pdf {

/// What qpdf found in a file, in plain types: qpdf 11.3's headers do not compile as C++20 under clang
/// (a vector of an incomplete class), so its reader is compiled as C++17 there and meets nothing of ours.
struct QpdfFindings {
  enum class Outcome { read, encrypted, bad_attachment, damaged };
  struct File {
    std::string name;
    std::string relationship;
    std::string bytes;
  };
  Outcome outcome = Outcome::damaged;
  std::string detail;  ///< the name of the bad attachment, or what qpdf says
  std::string version;
  std::string title;
  std::string xmp;
  std::size_t pages = 0;
  std::vector<std::string> fonts;  ///< sorted, each once
  std::vector<File> files;
};

/// Reads a file without trying to mend it. No exception leaves.
QpdfFindings read_with_qpdf(std::string_view pdf);

}  // namespace sovang::pdf
