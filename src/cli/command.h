#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "sovang/base/clock.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"

namespace sovang::cli {

enum class Language { vietnamese, english };

/// What all commands share: the options before the verb, and the seams that the composition root chose.
struct Context {
  std::filesystem::path data = "archive";  ///< --data, SOVANG_DATA
  Language language = Language::vietnamese;
  const Clock* clock = nullptr;
  Ids* ids = nullptr;
  int exit_status = 0;  ///< set by the command that ran

  /// The product's own files: templates/, fonts/, web/. SOVANG_HOME, else share/sovang beside the program,
  /// else the sources.
  [[nodiscard]] std::filesystem::path home() const;
};

/// Prints a failure on standard error and sets the exit status that goes with it (blueprint §5).
void report(Context& context, const Error& error);
/// Prints findings on standard error, as text.
void report(Context& context, const Diagnostics& diagnostics);

/// Each verb is one file, <verb>_command.cc, with one function of this form; main.cc lists them all. It adds
/// its subcommand to the program and sets the callback that runs it.
using AddCommand = void (*)(CLI::App& program, Context& context);

void add_text_command(CLI::App& program, Context& context);

}  // namespace sovang::cli
