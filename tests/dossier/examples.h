#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/dossier/forms.h"

#include "support/shared.h"

namespace sovang::testing {

/// The folders of templates/ that hold a printed form with its example.
inline std::vector<std::string> all_forms() {
  std::vector<std::string> forms;
  for (const auto& entry : std::filesystem::directory_iterator(project_file("templates"))) {
    if (std::filesystem::exists(entry.path() / "example.xml"))
      forms.push_back(entry.path().filename().string());
  }
  std::sort(forms.begin(), forms.end());
  return forms;
}

inline std::string findings_of(const Diagnostics& diagnostics, Severity least) {
  std::string text;
  for (const Problem& problem : diagnostics.all()) {
    if (problem.severity >= least) text += describe(problem) + "\n";
  }
  return text;
}

/// The project's own forms and fonts, loaded once a test program.
inline const dossier::Forms& the_forms() {
  static const dossier::Forms forms = [] {
    Diagnostics diagnostics;
    Result<dossier::Forms> loaded = dossier::Forms::load(project_file("."), diagnostics);
    if (!loaded) {
      ADD_FAILURE() << loaded.error().message;
      std::abort();
    }
    return std::move(*loaded);
  }();
  return forms;
}

/// templates/<form>/example.xml, laid out; nothing, with a failure of the test, if that is not possible.
inline std::optional<dossier::LaidOutPaper> lay_out_example(const std::string& name, Diagnostics& diagnostics,
                                                            const dossier::RenderOptions& options = {}) {
  const auto failed = [&](const Error& error) {
    ADD_FAILURE() << name << ": " << error.message << "\n" << findings_of(diagnostics, Severity::info);
    return std::nullopt;
  };
  const Result<const document::Template*> form = the_forms().form(name, diagnostics);
  if (!form) return failed(form.error());
  const Result<document::Value> data =
      document::read_data(**form, read_all(project_file("templates/" + name + "/example.xml")),
                          name + "/example.xml", diagnostics);
  if (!data) return failed(data.error());
  Result<dossier::LaidOutPaper> paper =
      the_forms().lay_out(**form, *data, *Date::from_iso("2025-12-08"), options, diagnostics);
  if (!paper) return failed(paper.error());
  return *std::move(paper);
}

/// The name of a parameterised test for a form: letters and figures only.
inline std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

}  // namespace sovang::testing
