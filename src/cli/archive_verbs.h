#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sovang/archive/archive.h"

#include "command.h"

/// What the files behind `sovang archive …` share, and the verbs that have a file of their own.
namespace sovang::cli {

using ArchiveWork = std::function<Status(dossier::Office&)>;

/// Adds a subcommand that needs the office; `options` adds its options and gives its work.
void add_archive_verb(CLI::App& parent, Context& context, const std::string& name, const std::string& help,
                      const std::function<ArchiveWork(CLI::App&)>& options);

/// Prints what a walk did and found; code `findings` if it found something.
[[nodiscard]] Status print_walk(const archive::WalkReport& report, bool json, std::string_view done);

/// Writes to standard output, or to a file that must not be there yet.
[[nodiscard]] Status put_output(const Bytes& bytes, const std::string& out);

/// `checkpoint`, `witness`, `prove`, `trail`, `rotate-key`: archive_proof_command.cc.
void add_proof_verbs(CLI::App& parent, Context& context);

/// `archive export` and `archive ingest`: records to another archive and from there.
void add_archive_transfer(CLI::App& archive, Context& context);
/// `archive backup`, `archive restore` and `archive drill`.
void add_archive_backup(CLI::App& archive, Context& context);
/// `archive retention …`: what is due, holds, disposal.
void add_archive_retention(CLI::App& archive, Context& context);
/// `archive stats`: how many were commended, by year, award, kind of unit, content.
void add_archive_stats(CLI::App& archive, Context& context);
/// `archive validate`: an OCFL root or object, a bag, or a package, anywhere; needs no office.
void add_archive_validate(CLI::App& archive, Context& context);

}  // namespace sovang::cli
