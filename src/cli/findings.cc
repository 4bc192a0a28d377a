#include "findings.h"

#include <ostream>

#include <nlohmann/json.hpp>

namespace sovang::cli {

std::string finding_json(const Problem& problem) {
  nlohmann::ordered_json object{
      {"rule", problem.rule},
      {"severity", to_string(problem.severity)},
      {"file", problem.where.file},
      {"line", problem.where.line},
      {"column", problem.where.column},
      {"end", problem.where.end_column},
      {"message", problem.message},
      {"hint", problem.hint},
      {"via", problem.via},
  };
  if (!problem.data.file.empty() || !problem.data_path.empty()) {
    object["data"] = {{"file", problem.data.file},
                      {"line", problem.data.line},
                      {"column", problem.data.column},
                      {"path", problem.data_path}};
  }
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void print_json(std::ostream& out, const Diagnostics& diagnostics) {
  for (const Problem& problem : diagnostics.all())
    out << finding_json(problem) << '\n';
}

}  // namespace sovang::cli
