#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sovang/base/diagnostics.h"
#include "sovang/document/template.h"

#include "support/shared.h"

namespace sovang::document::testing {

/// Files that exist only in the test.
class MemoryFiles : public TemplateFiles {
 public:
  std::map<std::string, std::string> files;

  Result<Bytes> read(const std::filesystem::path& path) const override {
    const auto found = files.find(path.generic_string());
    if (found == files.end()) return sovang::fail(ErrorCode::not_found, "không có " + path.generic_string());
    return found->second;
  }
};

/// Every finding as "file:line:column rule", one a line.
inline std::string findings(const Diagnostics& diagnostics) {
  std::string out;
  for (const Problem& problem : diagnostics.all())
    out += problem.where.file + ":" + std::to_string(problem.where.line) + ":" +
           std::to_string(problem.where.column) + " " + problem.rule + "\n";
  return out;
}

/// The whole report, for messages of failed tests.
inline std::string report(const Diagnostics& diagnostics) {
  std::string out;
  for (const Problem& problem : diagnostics.all())
    out += describe(problem) + "\n";
  return out;
}

/// A template around some content: params, head and the blocks of one A4 sequence.
inline std::string template_with(std::string_view head, std::string_view blocks) {
  return "<template xmlns=\"urn:sovang:template:1\" id=\"t\" version=\"1.0.0\" kind=\"test\">" +
         std::string(head) + "<page-master name=\"m\" size=\"A4\" margin=\"20mm\"/><sequence master=\"m\">" +
         std::string(blocks) + "</sequence></template>";
}

struct Filled {
  Diagnostics diagnostics;
  std::optional<Template> form;
  std::optional<Document> document;

  [[nodiscard]] std::string tree() const {
    return document ? tree_text(*document) : "no document:\n" + report(diagnostics);
  }
};

/// Parses and fills; data is XML, or a value where that is given.
inline Filled fill_xml(std::string_view xml, std::string_view data_xml, const TemplateFiles& files,
                       std::string_view file = "t.xml") {
  Filled out;
  auto form = parse_template(xml, file, files, out.diagnostics);
  if (!form) return out;
  out.form = std::move(*form);
  const auto data = read_data(*out.form, data_xml, "d.xml", out.diagnostics);
  if (!data) return out;
  auto document = fill(*out.form, *data, out.diagnostics);
  if (document) out.document = std::move(*document);
  return out;
}

inline std::string data_with(std::string_view fields) {
  return "<data xmlns=\"urn:sovang:data:1\">" + std::string(fields) + "</data>";
}

}  // namespace sovang::document::testing
