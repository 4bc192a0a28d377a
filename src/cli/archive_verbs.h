#pragma once

#include "command.h"

/// The verbs below `sovang archive` that have a file of their own.
namespace sovang::cli {

/// `archive export` and `archive ingest`: records to another archive and from there.
void add_archive_transfer(CLI::App& archive, Context& context);
/// `archive backup`, `archive restore` and `archive drill`.
void add_archive_backup(CLI::App& archive, Context& context);
/// `archive validate`: an OCFL root or object, a bag, or a package, anywhere; needs no office.
void add_archive_validate(CLI::App& archive, Context& context);

}  // namespace sovang::cli
