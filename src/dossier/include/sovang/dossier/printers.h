#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "sovang/base/date.h"
#include "sovang/base/result.h"
#include "sovang/pdf/print.h"

namespace sovang::dossier {

/// A printer of the office with one tray and one paper: printers/<name>.toml in the office's folder
/// (docs/formats/printer.md).
struct Printer {
  std::string name;  ///< "hp-tong-hop-khay-2": small letters without marks, digits, hyphens
  std::string paper = "A4";
  bool landscape = false;
  pdf::PrinterCorrection correction{};
  std::optional<Date> measured_on;
  double rest_mm = 0;  ///< of the measurement

  /// The paper as its pages lie.
  [[nodiscard]] pdf::PaperSize size() const;
};

/// True for a name that may become a file's.
[[nodiscard]] bool is_printer_name(std::string_view name);

/// Reads a profile. Findings name file, line and what to write; values no printer needs are refused (shift
/// above 15 mm, scale off by more than 3 %, rotation above 1°).
[[nodiscard]] Result<Printer> read_printer(std::string_view toml, std::string_view file);
/// The text of a profile; reading it gives the printer again, to 0.001 mm.
[[nodiscard]] std::string printer_text(const Printer& printer);

/// The profile of that name in the office's folder, or the file if the name is a path ending in .toml. Code
/// `not_found` names the printers there are.
[[nodiscard]] Result<Printer> load_printer(const std::filesystem::path& office, std::string_view name);
/// Replaces the profile in the office's folder; the answer is its file.
[[nodiscard]] Result<std::filesystem::path> save_printer(const std::filesystem::path& office,
                                                         const Printer& printer);

}  // namespace sovang::dossier
