#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sovang/base/files.h"
#include "sovang/base/process.h"

#include "support/shared.h"

namespace sovang::testing {

inline constexpr const char* sample_movement = "QNA-COVID19-2021";

/// What the program printed and how it ended; -1 if it was killed.
struct ProgramRun {
  int exit_status = -1;
  std::string output;
  std::string errors;

  /// The JSON objects of the output, one a line.
  [[nodiscard]] std::vector<nlohmann::json> lines() const {
    std::vector<nlohmann::json> out;
    std::istringstream in(output);
    for (std::string line; std::getline(in, line);)
      out.push_back(nlohmann::json::parse(line));
    return out;
  }
};

inline ProgramRun run(const std::vector<std::string>& arguments) {
  ProcessLimits limits;
  limits.seconds = 300;
  limits.memory_bytes = 0;  // AddressSanitizer reserves more than any limit would allow
  const Result<ProcessResult> result = run_process(arguments, {}, limits);
  if (!result) return {-1, "", result.error().message};
  return {result->exit_status, result->output, result->errors};
}

/// `sovang --data FOLDER ARGUMENTS…`.
inline ProgramRun sovang(const std::filesystem::path& data, const std::vector<std::string>& arguments) {
  std::vector<std::string> command{SOVANG_PROGRAM, "--data", data.string()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run(command);
}

/// Paths of all input files of the sample movement.
inline std::vector<std::string> sample_files() {
  std::vector<std::string> out;
  for (const std::string folder : {"samples/covid19-2021", "samples/covid19-2021/office"}) {
    for (const auto& entry : std::filesystem::directory_iterator(project_file(folder))) {
      const std::string extension = entry.path().extension().string();
      if (entry.is_regular_file() && extension != ".xsd" && extension != ".md") out.push_back(entry.path());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Makes an office in `data` and imports the sample.
inline void make_sample_office(const std::filesystem::path& data) {
  const ProgramRun made =
      sovang(data, {"init", "--tenant", "qnam", "--seed", project_file("samples/demo-seed.hex").string()});
  ASSERT_EQ(made.exit_status, 0) << made.errors;
  std::vector<std::string> arguments{"import", "--json"};
  for (const std::string& file : sample_files())
    arguments.push_back(file);
  const ProgramRun imported = sovang(data, arguments);
  ASSERT_EQ(imported.exit_status, 0) << imported.errors;
}

}  // namespace sovang::testing
