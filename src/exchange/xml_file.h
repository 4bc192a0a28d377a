#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pugixml.hpp>

#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/domain/hundredths.h"

namespace sovang::exchange {

/// An XML file of a movement while it is read: the tree, and what is wrong with it.
class XmlFile {
 public:
  /// Guards, parses and checks the root element and its namespace.
  [[nodiscard]] static Result<XmlFile> open(std::string_view xml, std::string_view file,
                                            std::string_view root, Diagnostics& diagnostics);

  [[nodiscard]] pugi::xml_node root() const { return document_->document_element(); }
  /// Adds an error (rule XIN-nn) at that element.
  void error(pugi::xml_node node, std::string rule, std::string message) const;
  /// Ok if no error was added through this file; else the first one.
  [[nodiscard]] Status status() const;

 private:
  XmlFile(std::string_view xml, std::string_view file, Diagnostics& diagnostics);

  std::string_view xml_;
  std::string file_;
  Diagnostics* diagnostics_;
  std::unique_ptr<pugi::xml_document> document_;
  mutable std::optional<Error> first_;
};

/// An element and its typed parts. Missing or ill-formed parts are errors of the file; the reader gets an
/// empty value and goes on, so that one reading shows all faults.
class XmlElement {
 public:
  XmlElement(const XmlFile& file, pugi::xml_node node) : file_(&file), node_(node) {}

  explicit operator bool() const { return static_cast<bool>(node_); }

  /// Every attribute and child element must be among these (XIN-03): a typo is not dropped in silence.
  const XmlElement& allow(std::initializer_list<std::string_view> attributes,
                          std::initializer_list<std::string_view> children) const;

  [[nodiscard]] std::string_view name() const { return node_.name(); }
  /// The text inside, NFC and with single spaces.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string required_text() const;
  [[nodiscard]] XmlElement child(const char* name) const;
  [[nodiscard]] XmlElement required_child(const char* name) const;
  [[nodiscard]] std::vector<XmlElement> children(const char* name) const;
  [[nodiscard]] std::vector<XmlElement> children() const;
  /// Texts of all children of that name.
  [[nodiscard]] std::vector<std::string> texts(const char* name) const;

  [[nodiscard]] bool has(const char* attribute) const;
  [[nodiscard]] std::string optional(const char* attribute) const;
  [[nodiscard]] std::string required(const char* attribute) const;
  /// An id: [A-Za-z0-9.-]+ that starts and ends with a letter or figure, at most 64 (they become file names).
  [[nodiscard]] std::string id(const char* attribute) const;
  [[nodiscard]] std::string optional_id(const char* attribute) const;
  [[nodiscard]] std::vector<std::string> id_list() const;
  [[nodiscard]] std::vector<std::string> id_list(const char* attribute) const;
  [[nodiscard]] Date date(const char* attribute) const;
  [[nodiscard]] std::optional<Date> optional_date(const char* attribute) const;
  /// 0 … 999.999.999.
  [[nodiscard]] int integer(const char* attribute) const;
  [[nodiscard]] int integer_or(const char* attribute, int fallback) const;
  [[nodiscard]] bool flag(const char* attribute) const;
  [[nodiscard]] domain::Hundredths hundredths(const char* attribute) const;
  [[nodiscard]] std::optional<domain::Hundredths> optional_hundredths(const char* attribute) const;

  /// One of the words of a closed list.
  template <class Value>
  [[nodiscard]] Value one_of(const char* attribute,
                             std::initializer_list<std::pair<std::string_view, Value>> words) const {
    const std::string word = required(attribute);
    for (const auto& [text, value] : words) {
      if (word == text) return value;
    }
    if (!word.empty()) bad(attribute, word);
    return words.begin()->second;
  }

  void error(std::string rule, std::string message) const {
    file_->error(node_, std::move(rule), std::move(message));
  }

 private:
  void bad(const char* attribute, std::string_view value) const;
  [[nodiscard]] std::vector<std::string> checked_ids(std::string_view words) const;

  const XmlFile* file_;
  pugi::xml_node node_;
};

}  // namespace sovang::exchange
