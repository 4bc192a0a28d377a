// Any bytes as a template, with files to include and data to fill it: ends with a document or with findings,
// each at a place inside a file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sovang/document/template.h"

namespace {

/// One library and one drawing, whatever their names.
class Files : public sovang::document::TemplateFiles {
 public:
  sovang::Result<sovang::Bytes> read(const std::filesystem::path& path) const override {
    if (path.extension() == ".svg")
      return sovang::Bytes("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>");
    return sovang::Bytes(
        "<template xmlns='urn:sovang:template:1' id='l' version='1.0.0' kind='library'><style name='s' "
        "font-size='10pt'/><page-master name='m' size='A4' margin='20mm'/><define name='c'><param name='x' "
        "type='string'/><p>{x ?? ''}</p><slot/></define></template>");
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view xml(reinterpret_cast<const char*>(data), size);
  sovang::Diagnostics diagnostics;
  const auto form = sovang::document::parse_template(xml, "t.xml", Files(), diagnostics);
  if (form.has_value() == !diagnostics.ok()) std::abort();
  for (const sovang::Problem& problem : diagnostics.all())
    if (problem.where.line < 1 || problem.where.column < 1) std::abort();
  if (!form) return 0;
  sovang::Diagnostics findings;
  const auto value = sovang::document::read_data(
      *form, "<data xmlns='urn:sovang:data:1'><a>x</a><n>7</n><l><i><a>y</a></i><i/></l></data>", "d.xml",
      findings);
  const auto document = sovang::document::fill(*form, value ? *value : sovang::document::Value(), findings);
  if (document) {
    static_cast<void>(tree_text(*document));
    static_cast<void>(plain_text(*document));
  }
  return 0;
}
