#include "schema.h"

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "document/support.h"

namespace sovang::document {
namespace {

// The reference has 35; signature-field is ours (docs/adr/0012).
TEST(Schema, HasThirtySixElements) {
  std::set<std::string_view> names;
  for (const ElementSpec& spec : element_specs())
    names.insert(spec.name);
  EXPECT_EQ(names.size(), 36U);
}

TEST(Schema, HasOneMeaningForANameInAPlace) {
  for (const ElementSpec& a : element_specs())
    for (const ElementSpec& b : element_specs())
      EXPECT_TRUE(&a == &b || a.name != b.name || !a.places.overlaps(b.places)) << a.name;
}

TEST(Schema, FormsTakeWhatTheyDescribe) {
  const auto fit = [](Form form, std::string_view text) { return fits({"x", form}, text); };
  EXPECT_TRUE(fit(Form::length, "-12.7mm") && fit(Form::length, "0") && fit(Form::length, "6pt"));
  EXPECT_FALSE(fit(Form::length, "6") || fit(Form::length, "6 pt") || fit(Form::length, ".5mm") ||
               fit(Form::length, ""));
  EXPECT_TRUE(fit(Form::tracks, "62mm 1fr  20%"));
  EXPECT_FALSE(fit(Form::tracks, "62mm,1fr") || fit(Form::tracks, "1fr ") || fit(Form::tracks, ""));
  EXPECT_TRUE(fit(Form::lengths, "0 1mm") && fit(Form::lengths, "1mm 1mm 1mm 1mm"));
  EXPECT_FALSE(fit(Form::lengths, "1mm 1mm 1mm 1mm 1mm") || fit(Form::lengths, "1mm "));
  EXPECT_TRUE(fit(Form::border, "none") && fit(Form::border, "0.5pt") &&
              fit(Form::border, "1pt double #C00000"));
  EXPECT_FALSE(fit(Form::border, "1mm solid") || fit(Form::border, "1pt wavy"));
  EXPECT_TRUE(fit(Form::version, "1.0.12"));
  EXPECT_FALSE(fit(Form::version, "1.0") || fit(Form::version, "1.0.0.0"));
  EXPECT_TRUE(fit(Form::page_size, "360mm 270mm"));
  EXPECT_FALSE(fit(Form::page_size, "A6") || fit(Form::page_size, "360mm"));
  EXPECT_TRUE(fit(Form::count, "12") && !fit(Form::count, "0") && !fit(Form::count, "-1") &&
              !fit(Form::count, "9999999999"));
  EXPECT_TRUE(fit(Form::path, "a.b_1") && !fit(Form::path, "a.") && !fit(Form::path, "a.1") &&
              !fit(Form::path, "á"));
}

// Renew the file with SOVANG_UPDATE_GOLDENS=1 and look at what changed.
TEST(Schema, IsTheXsdThatEditorsRead) {
  const auto path = sovang::testing::project_file("templates/sovang.xsd");
  if (std::getenv("SOVANG_UPDATE_GOLDENS") != nullptr)
    std::ofstream(path, std::ios::binary) << template_xsd();
  EXPECT_EQ(sovang::testing::read_all(path), template_xsd());
}

}  // namespace
}  // namespace sovang::document
