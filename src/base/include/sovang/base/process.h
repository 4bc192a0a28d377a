#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang {

/// What a child process may use before it is killed (SEC-22).
struct ProcessLimits {
  int seconds = 60;                           ///< wall time
  std::uint64_t memory_bytes = 2ULL << 30;    ///< address space; 0 = no limit
  std::uint64_t output_bytes = 256ULL << 20;  ///< of standard output; more is an error
};

struct ProcessResult {
  int exit_status = 0;
  Bytes output;  ///< standard output
  Bytes errors;  ///< the first 64 KiB of standard error
};

/// Runs `arguments[0]` (looked up in PATH, no shell) with `input` on its standard input and waits for it.
/// Code `not_found` if there is no such program, `io` if it was killed or over a limit; a non-zero exit
/// status is no error.
[[nodiscard]] Result<ProcessResult> run_process(const std::vector<std::string>& arguments,
                                                ByteView input = {}, const ProcessLimits& limits = {});

}  // namespace sovang
