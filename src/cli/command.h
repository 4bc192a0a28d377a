#pragma once

#include <cstdio>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include <CLI/CLI.hpp>

#include "sovang/archive/archive.h"
#include "sovang/base/clock.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"
#include "sovang/dossier/office.h"

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
  [[nodiscard]] dossier::OfficePlace place() const { return {data, home()}; }
};

/// Prints a failure on standard error and sets the exit status that goes with it (blueprint §5).
void report(Context& context, const Error& error);
/// Prints warnings and errors on standard error, as text, and counts notes; status 1 if there is an error.
void report(Context& context, const Diagnostics& diagnostics);

/// Opens the office of --data and calls `work`; prints findings and failures of both.
void with_office(Context& context,
                 const std::function<Status(dossier::Office& office, Diagnostics& diagnostics)>& work);

/// Who acts at the command line: the account of this machine that runs the program, "urn:sovang:machine:an".
[[nodiscard]] archive::Actor command_line_actor();
/// An act of that person, for the trail.
[[nodiscard]] archive::Action act(archive::ActionKind kind, std::string object, std::string detail = {});
/// For a verb that does not need an office: writes acts into the trail of the office of --data. Fine, and
/// nothing written, where --data is no office's folder.
[[nodiscard]] Status remember(const Context& context, std::span<const archive::Action> actions);

/// What reading a file or a form gave that a person named: where it is not there, the naming was wrong
/// (status 2), which is not the same as an answer that was not found (status 1).
template <class T>
[[nodiscard]] Result<T> named(Result<T> result) {
  if (!result && result.error().code == ErrorCode::not_found) result.error().code = ErrorCode::invalid_input;
  return result;
}

/// A line that is written over on a terminal, and nothing where standard error is none.
[[nodiscard]] dossier::Progress terminal_progress();

/// The movement that was named, or the only one there is.
[[nodiscard]] Result<domain::MovementId> chosen_movement(const dossier::Office& office,
                                                         const std::string& named);

/// Each verb is one file, <verb>_command.cc, with one function of this form; main.cc lists them all. It adds
/// its subcommand to the program and sets the callback that runs it.
using AddCommand = void (*)(CLI::App& program, Context& context);

void add_archive_command(CLI::App& program, Context& context);
void add_bench_command(CLI::App& program, Context& context);
void add_calibrate_command(CLI::App& program, Context& context);
void add_check_command(CLI::App& program, Context& context);
void add_compose_command(CLI::App& program, Context& context);
void add_import_command(CLI::App& program, Context& context);
void add_init_command(CLI::App& program, Context& context);
void add_issue_command(CLI::App& program, Context& context);
void add_lint_command(CLI::App& program, Context& context);
void add_print_command(CLI::App& program, Context& context);
void add_render_command(CLI::App& program, Context& context);
void add_search_command(CLI::App& program, Context& context);
void add_serve_command(CLI::App& program, Context& context);
void add_sign_command(CLI::App& program, Context& context);
void add_template_command(CLI::App& program, Context& context);
void add_text_command(CLI::App& program, Context& context);
void add_user_command(CLI::App& program, Context& context);
void add_verify_command(CLI::App& program, Context& context);

}  // namespace sovang::cli
