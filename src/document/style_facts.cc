#include "sovang/document/style_facts.h"

#include "parts.h"

namespace sovang::document {

std::vector<StyleFacts> styles_of(const Template& form) {
  std::vector<StyleFacts> out;
  for (const WrittenStyle& style : form.parts().styles)
    out.push_back({style.name, style.place, style.values});
  return out;
}

std::vector<MasterFacts> masters_of(const Template& form) {
  std::vector<MasterFacts> out;
  for (const CompiledMaster& compiled : form.parts().masters) {
    const PageMaster& master = compiled.settings;
    out.push_back({master.name, master.width, master.height, master.margin.top, master.margin.right,
                   master.margin.bottom, master.margin.left});
  }
  return out;
}

const std::string& profile_of(const Template& form) {
  return form.parts().profile;
}

const SourceSpan& place_of(const Template& form) {
  return form.parts().place;
}

}  // namespace sovang::document
