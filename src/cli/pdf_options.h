#pragma once

#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

#include "sovang/base/result.h"
#include "sovang/pdf/print.h"
#include "sovang/pdf/writer.h"

namespace sovang::cli {

/// Adds --profile (of the file that is kept or sent) to a verb; the default is what the product issues.
void add_profile_option(CLI::App& verb, pdf::Profile& profile);
/// Adds --layers (of an overprint) to a verb.
void add_layers_option(CLI::App& verb, pdf::PrintLayers& layers);

/// What the options of printing say; the names are looked up when the verb runs.
struct PrintOptions {
  std::string printer;
  std::string sheet = "A4";
  pdf::PrintSetup setup{};
};

/// Adds --print-profile, --n-up, --sheet, --crop-marks and --sides to a verb.
void add_print_options(CLI::App& verb, PrintOptions& options);
/// True if one of these was given: then pages go to a printer, and not into an archive.
[[nodiscard]] bool are_given(const CLI::App& verb);
/// The setup with the profile of the printer, from the office's folder.
[[nodiscard]] Result<pdf::PrintSetup> setup_of(const PrintOptions& options,
                                               const std::filesystem::path& office);

}  // namespace sovang::cli
