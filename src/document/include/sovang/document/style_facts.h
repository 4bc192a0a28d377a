#pragma once

#include <map>
#include <string>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/document/length.h"
#include "sovang/document/template.h"

/// What a template says of its looks before there is data: for rules over styles.
namespace sovang::document {

/// A named style with everything that it is based on, as written: "font-size" → "13pt".
struct StyleFacts {
  std::string name;
  SourceSpan place;
  std::map<std::string, std::string, std::less<>> values;
};

struct MasterFacts {
  std::string name;
  Length width{};
  Length height{};
  Length top{};
  Length right{};
  Length bottom{};
  Length left{};
};

/// All styles of the template and of what it includes, by name.
[[nodiscard]] std::vector<StyleFacts> styles_of(const Template& form);
/// The page masters that its sequences use.
[[nodiscard]] std::vector<MasterFacts> masters_of(const Template& form);
/// "nd30", or what else the template names; empty = none.
[[nodiscard]] const std::string& profile_of(const Template& form);
/// Of the template element.
[[nodiscard]] const SourceSpan& place_of(const Template& form);

}  // namespace sovang::document
