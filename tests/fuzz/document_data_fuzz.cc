// Any bytes as data for a template with params of every type; what is read has a canonical form that reads
// back the same.
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

const sovang::document::Template& form() {
  static const sovang::document::Template made = [] {
    sovang::Diagnostics diagnostics;
    auto parsed = sovang::document::parse_template(
        "<template xmlns='urn:sovang:template:1' id='t' version='1.0.0' kind='k'><param name='s' "
        "type='string'/>"
        "<param name='n' type='int'/><param name='d' type='decimal'/><param name='b' type='bool'/>"
        "<param name='t' type='date'/><param name='r' type='record'/><param name='r.s' type='string'/>"
        "<param name='l' type='list'/><param name='l.s' type='string'/><param name='p' "
        "type='list'/></template>",
        "t.xml", NoFiles(), diagnostics);
    if (!parsed) std::abort();
    return std::move(*parsed);
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view xml(reinterpret_cast<const char*>(data), size);
  sovang::Diagnostics diagnostics;
  const auto value = sovang::document::read_data(form(), xml, "d.xml", diagnostics);
  if (value.has_value() == !diagnostics.ok()) std::abort();
  if (!value) return 0;
  const std::string canonical = canonical_xml(*value);
  sovang::Diagnostics again_diagnostics;
  const auto again = sovang::document::read_data(form(), canonical, "d.xml", again_diagnostics);
  if (!again || canonical_xml(*again) != canonical) std::abort();
  return 0;
}
