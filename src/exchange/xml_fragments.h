#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/result.h"

namespace sovang::exchange {

/// Cuts whole elements of given names out of an XML file that comes in pieces, so that a sheet of a million
/// rows never stands in memory as a tree. Names are compared without their prefix. Elements of a wanted name
/// do not nest in OOXML; an inner one stays part of the outer.
class XmlFragments {
 public:
  /// Gets each fragment, from "<row …" to "</row>", and its local name.
  using Take = std::function<Status(std::string_view name, std::string_view fragment)>;

  XmlFragments(std::string file, std::vector<std::string_view> wanted, Take take)
      : file_(std::move(file)), wanted_(std::move(wanted)), take_(std::move(take)) {}

  /// Fails on a document type (XML-02), too deep nesting (LIM-03), too large a fragment (LIM-02).
  [[nodiscard]] Status feed(std::string_view piece);
  /// Fails if the file ended inside a fragment or a tag (V-69).
  [[nodiscard]] Status finish() const;

 private:
  [[nodiscard]] Status consume();
  [[nodiscard]] Status tag(std::size_t begin, std::size_t end);
  [[nodiscard]] Error error(std::string rule, std::string message) const;

  std::string file_;
  std::vector<std::string_view> wanted_;
  Take take_;
  std::string buffer_;
  std::size_t scanned_ = 0;         ///< everything before it has been looked at
  std::size_t fragment_begin_ = 0;  ///< in the buffer; only while fragment_depth_ > 0
  std::string fragment_name_;
  int depth_ = 0;
  int fragment_depth_ = 0;  ///< depth of the wanted element; 0 = outside
};

}  // namespace sovang::exchange
