// Any text as an expression: in a let, printed and as a condition, over data of every type.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sovang/document/template.h"

namespace {

class NoFiles : public sovang::document::TemplateFiles {
 public:
  sovang::Result<sovang::Bytes> read(const std::filesystem::path&) const override {
    return sovang::fail(sovang::ErrorCode::not_found, "none");
  }
};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string expression = escaped(std::string_view(reinterpret_cast<const char*>(data), size));
  const std::string xml =
      "<template xmlns=\"urn:sovang:template:1\" id=\"t\" version=\"1.0.0\" kind=\"k\">"
      "<param name=\"s\" type=\"string\"/><param name=\"n\" type=\"int\"/><param name=\"d\" "
      "type=\"decimal\"/>"
      "<param name=\"b\" type=\"bool\"/><param name=\"t\" type=\"date\"/><param name=\"l\" type=\"list\"/>"
      "<param name=\"l.s\" type=\"string\"/><param name=\"l.n\" type=\"int\"/><param name=\"a\" "
      "type=\"any\"/>"
      "<page-master name=\"m\" size=\"A4\" margin=\"0\"/><let name=\"x\" value=\"" +
      expression +
      "\"/><sequence master=\"m\"><if test=\"x eq x\"><p>{x}</p></if><for-each select=\"l\" as=\"i\"><p>{" +
      expression + "}</p></for-each></sequence></template>";
  sovang::Diagnostics diagnostics;
  const auto form = sovang::document::parse_template(xml, "t.xml", NoFiles(), diagnostics);
  if (form.has_value() == !diagnostics.ok()) std::abort();
  if (!form) return 0;
  const auto value = sovang::document::read_data(
      *form,
      "<data xmlns='urn:sovang:data:1'><s>Võ Đức Ân</s><n>9223372036854775807</n><d>0.1</d><b>true</b>"
      "<t>2021-10-01</t><l><i><s>Lê</s><n>-1</n></i><i><s/></i></l><a><r>1</r><r/></a></data>",
      "d.xml", diagnostics);
  if (!value) std::abort();
  const auto document = sovang::document::fill(*form, *value, diagnostics);
  if (document) static_cast<void>(tree_text(*document));
  return 0;
}
