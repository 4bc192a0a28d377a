#include <array>
#include <cstdlib>
#include <iostream>

#include <pwd.h>
#include <unistd.h>

#include "command.h"

namespace sovang::cli {

std::filesystem::path Context::home() const {
  if (const char* set = std::getenv("SOVANG_HOME")) return set;
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::filesystem::path installed = program.parent_path().parent_path() / "share" / "sovang";
  if (!error && std::filesystem::is_directory(installed)) return installed;
  return SOVANG_SOURCE_DIR;
}

void report(Context& context, const Error& error) {
  std::cerr << describe(Problem{error.rule, Severity::error, error.message, error.where}) << '\n';
  context.exit_status = exit_status(error.code);
}

void report(Context& context, const Diagnostics& diagnostics) {
  // Notes such as "set smaller to fit" are many and ask nothing of anybody: they are counted.
  std::size_t notes = 0;
  for (const Problem& problem : diagnostics.all()) {
    if (problem.severity == Severity::info) {
      ++notes;
    } else {
      std::cerr << describe(problem) << '\n';
    }
  }
  if (notes > 0) std::cerr << notes << " lưu ý nhỏ không cần sửa gì.\n";
  if (diagnostics.dropped() > 0) std::cerr << "… và " << diagnostics.dropped() << " điều nữa\n";
  if (!diagnostics.ok() && context.exit_status == 0) context.exit_status = 1;
}

namespace {

/// True if the failure is one of the findings already, so that a person reads it once.
bool is_among(const Error& error, const Diagnostics& diagnostics) {
  for (const Problem& problem : diagnostics.all()) {
    if (problem.message == error.message && problem.rule == error.rule) return true;
  }
  return false;
}

}  // namespace

void with_office(Context& context,
                 const std::function<Status(dossier::Office& office, Diagnostics& diagnostics)>& work) {
  Diagnostics diagnostics;
  const auto run = [&]() -> Status {
    dossier::Office office =
        SOVANG_TRY(dossier::Office::open(context.place(), *context.clock, *context.ids, diagnostics));
    return work(office, diagnostics);
  };
  const Status status = run();
  report(context, diagnostics);
  if (status) return;
  if (is_among(status.error(), diagnostics)) {
    context.exit_status = exit_status(status.error().code);
  } else {
    report(context, status.error());
  }
}

archive::Actor command_line_actor() {
  std::string name;
  std::array<char, 4096> room{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, room.data(), room.size(), &found) == 0 && found != nullptr)
    name = found->pw_name;
  std::erase_if(name, [](unsigned char c) { return c <= ' ' || c >= 0x7F || c == ':'; });
  if (name.empty()) name = std::to_string(geteuid());
  return {"urn:sovang:machine:" + name, "Dòng lệnh"};
}

archive::Action act(archive::ActionKind kind, std::string object, std::string detail) {
  archive::Action action;
  action.actor = command_line_actor().id;
  action.kind = kind;
  action.object = std::move(object);
  action.detail = std::move(detail);
  return action;
}

Status remember(const Context& context, std::span<const archive::Action> actions) {
  std::error_code ignored;
  if (!std::filesystem::exists(context.data / "office.toml", ignored)) return {};
  Diagnostics diagnostics;
  const dossier::Office office =
      SOVANG_TRY(dossier::Office::open(context.place(), *context.clock, *context.ids, diagnostics));
  return office.archive().record_actions(actions);
}

dossier::Progress terminal_progress() {
  if (isatty(STDERR_FILENO) == 0) return {};
  return [](std::string_view step, std::size_t done, std::size_t of) {
    std::cerr << "\r\x1B[K" << step;
    if (of > 1) std::cerr << ' ' << done << '/' << of;
    if (done >= of) std::cerr << "\r\x1B[K";
    std::cerr.flush();
  };
}

Result<domain::MovementId> chosen_movement(const dossier::Office& office, const std::string& named) {
  if (!named.empty()) return domain::MovementId(named);
  std::vector<domain::MovementId> known = SOVANG_TRY(office.movements());
  if (known.size() == 1) return std::move(known.front());
  return fail(ErrorCode::invalid_input, known.empty()
                                            ? "chưa có phong trào nào; hãy nhập tệp bằng sovang import"
                                            : "có nhiều phong trào; hãy nêu mã phong trào");
}

}  // namespace sovang::cli
