#include "sovang/base/process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sovang {
namespace {

constexpr std::size_t errors_kept = 64U << 10U;

/// Both ends of a pipe, closed when it goes.
struct Pipe {
  int read = -1;
  int write = -1;

  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_read();
    close_write();
  }
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
  void close_read() {
    if (read >= 0) ::close(std::exchange(read, -1));
  }
  void close_write() {
    if (write >= 0) ::close(std::exchange(write, -1));
  }
};

void limit(__rlimit_resource kind, rlim_t value) {
  const struct rlimit both { value, value };
  ::setrlimit(kind, &both);
}

/// Runs in the child between fork and exec: async-signal-safe calls only.
[[noreturn]] void become(char* const* argv, const Pipe& in, const Pipe& out, const Pipe& err,
                         const ProcessLimits& limits) {
  ::dup2(in.read, 0);
  ::dup2(out.write, 1);
  ::dup2(err.write, 2);
  if (limits.memory_bytes > 0) limit(RLIMIT_AS, limits.memory_bytes);
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.seconds) + 1);
  limit(RLIMIT_CORE, 0);
  ::execvp(argv[0], argv);
  ::_exit(127);
}

/// Feeds the child and reads what it prints until it closes both ends or the deadline passes. False = over a
/// limit.
class Conversation {
 public:
  Conversation(Pipe& in, Pipe& out, Pipe& err, ByteView input, const ProcessLimits& limits)
      : in_(in), out_(out), err_(err), input_(input), limits_(limits) {
    ::fcntl(in_.write, F_SETFL, O_NONBLOCK);
    if (input_.empty()) in_.close_write();
  }

  bool run(ProcessResult& result) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(limits_.seconds);
    while (out_.read >= 0 || err_.read >= 0) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
      if (left.count() <= 0) return false;
      std::array<pollfd, 3> ends{{{in_.write, POLLOUT, 0}, {out_.read, POLLIN, 0}, {err_.read, POLLIN, 0}}};
      if (::poll(ends.data(), ends.size(), static_cast<int>(left.count())) < 0 && errno != EINTR)
        return false;
      if (ends[0].revents != 0) feed();
      if (ends[1].revents != 0 && !drain(out_, result.output, limits_.output_bytes)) return false;
      if (ends[2].revents != 0) drain(err_, result.errors, errors_kept);
    }
    return true;
  }

 private:
  void feed() {
    const ssize_t written = ::write(in_.write, input_.data(), input_.size());
    if (written < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (written > 0) input_.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 || input_.empty()) in_.close_write();
  }

  static bool drain(Pipe& pipe, Bytes& into, std::uint64_t most) {
    std::array<char, 65536> buffer{};
    const ssize_t got = ::read(pipe.read, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) return true;
    if (got <= 0) {
      pipe.close_read();
      return true;
    }
    const auto size = static_cast<std::size_t>(got);
    const std::size_t room = most > into.size() ? most - into.size() : 0;
    into.append(buffer.data(), std::min(size, room));
    return size <= room;
  }

  Pipe& in_;
  Pipe& out_;
  Pipe& err_;
  ByteView input_;
  const ProcessLimits& limits_;
};

}  // namespace

Result<ProcessResult> run_process(const std::vector<std::string>& arguments, ByteView input,
                                  const ProcessLimits& limits) {
  SOVANG_EXPECT(!arguments.empty());
  std::vector<std::string> owned = arguments;
  std::vector<char*> argv;
  argv.reserve(owned.size() + 1);
  for (std::string& argument : owned)
    argv.push_back(argument.data());
  argv.push_back(nullptr);

  Pipe in;
  Pipe out;
  Pipe err;
  if (!in.open() || !out.open() || !err.open()) {
    return fail(ErrorCode::io, "không mở được ống dẫn tới chương trình " + owned[0]);
  }
  ::signal(SIGPIPE, SIG_IGN);
  const pid_t child = ::fork();
  if (child < 0) return fail(ErrorCode::io, "không chạy được chương trình " + owned[0]);
  if (child == 0) become(argv.data(), in, out, err, limits);

  in.close_read();
  out.close_write();
  err.close_write();
  ProcessResult result;
  const bool within = Conversation(in, out, err, input, limits).run(result);
  if (!within) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!within) return fail(ErrorCode::io, "chương trình " + owned[0] + " vượt giới hạn nên đã bị dừng");
  if (WIFSIGNALED(status)) {
    return fail(ErrorCode::io,
                "chương trình " + owned[0] + " bị dừng bởi tín hiệu " + std::to_string(WTERMSIG(status)));
  }
  result.exit_status = WEXITSTATUS(status);
  if (result.exit_status == 127 && result.output.empty()) {
    return fail(ErrorCode::not_found,
                "không tìm thấy chương trình " + owned[0] + "; xin cài đặt rồi làm lại");
  }
  return result;
}

}  // namespace sovang
