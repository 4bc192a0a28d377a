#include "traced_child.h"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sovang::archive {
namespace {

/// What a descriptor of the child stands for.
std::string path_of(pid_t child, std::uint64_t descriptor) {
  std::error_code error;
  const auto link = "/proc/" + std::to_string(child) + "/fd/" + std::to_string(descriptor);
  return std::filesystem::read_symlink(link, error).string();
}

/// Sanitizers write to pipes of their own; that is not the disk.
bool is_on_disk(pid_t child, std::uint64_t descriptor) {
  const std::string path = path_of(child, descriptor);
  return path.compare(0, 1, "/") == 0 &&
         (path.compare(0, 5, "/dev/") != 0 || path.compare(0, 9, "/dev/shm/") == 0);
}

bool changes_the_disk(pid_t child, const __ptrace_syscall_info& call) {
  switch (call.entry.nr) {
    case SYS_openat:
      return (call.entry.args[2] & O_CREAT) != 0;
    case SYS_write:
    case SYS_pwrite64:
      return is_on_disk(child, call.entry.args[0]);
    case SYS_fsync:
    case SYS_fdatasync:
    case SYS_syncfs:
    case SYS_mkdir:
    case SYS_mkdirat:
    case SYS_rename:
    case SYS_renameat:
    case SYS_renameat2:
    case SYS_unlink:
    case SYS_unlinkat:
    case SYS_rmdir:
    case SYS_truncate:
    case SYS_ftruncate:
      return true;
    default:
      return false;
  }
}

/// ptrace takes everything as pointers.
long trace(long request, pid_t child, std::uintptr_t address, void* data) {
  return ::ptrace(static_cast<__ptrace_request>(request), child, reinterpret_cast<void*>(address), data);
}

/// Makes the call at whose entry the child stands fail with `error`; leaves it at the call's exit.
void fail_call(pid_t child, int error) {
  user_regs_struct registers{};
  trace(PTRACE_GETREGS, child, 0, &registers);
  registers.orig_rax = ~0ULL;  // no such call: the kernel does nothing
  trace(PTRACE_SETREGS, child, 0, &registers);
  trace(PTRACE_SYSCALL, child, 0, nullptr);
  int status = 0;
  ::waitpid(child, &status, 0);
  trace(PTRACE_GETREGS, child, 0, &registers);
  registers.rax = static_cast<unsigned long long>(-static_cast<long long>(error));
  trace(PTRACE_SETREGS, child, 0, &registers);
}

void strike_now(pid_t child, Strike strike) {
  switch (strike) {
    case Strike::none:
      return;
    case Strike::kill:
      ::kill(child, SIGKILL);
      return;
    case Strike::no_space:
      fail_call(child, ENOSPC);
      return;
    case Strike::device_error:
      fail_call(child, EIO);
      return;
  }
}

/// A path in the child's memory.
std::string path_at(pid_t child, std::uint64_t address) {
  std::string out(4096, '\0');
  iovec local{out.data(), out.size()};
  iovec remote{reinterpret_cast<void*>(address), out.size()};
  ssize_t got = ::process_vm_readv(child, &local, 1, &remote, 1, 0);
  if (got <= 0) {  // near the end of a page that is the last
    remote.iov_len = local.iov_len = 4096 - address % 4096;
    got = ::process_vm_readv(child, &local, 1, &remote, 1, 0);
  }
  return got <= 0 ? std::string() : std::string(out.c_str());
}

/// Bytes in the child's memory.
std::string bytes_at(pid_t child, std::uint64_t address, std::uint64_t size) {
  std::string out(size, '\0');
  iovec local{out.data(), out.size()};
  iovec remote{reinterpret_cast<void*>(address), out.size()};
  const ssize_t got = size == 0 ? 0 : ::process_vm_readv(child, &local, 1, &remote, 1, 0);
  EXPECT_EQ(got, static_cast<ssize_t>(size));
  return out;
}

/// Where a write() of the child begins: its position, or the end of the file if it appends.
std::uint64_t position_of(pid_t child, std::uint64_t descriptor) {
  std::ifstream info("/proc/" + std::to_string(child) + "/fdinfo/" + std::to_string(descriptor));
  std::string key;
  std::uint64_t position = 0;
  unsigned flags = 0;
  info >> key >> position >> key >> std::oct >> flags;
  if ((flags & O_APPEND) == 0) return position;
  std::error_code error;
  const auto size = std::filesystem::file_size(path_of(child, descriptor), error);
  return error ? 0 : size;
}

/// A path that is relative to a folder that the child has open.
std::string path_below(pid_t child, std::uint64_t folder, std::uint64_t address) {
  std::string path = path_at(child, address);
  if (path.starts_with("/")) return path;
  return path_of(child, folder) + "/" + path;
}

/// The call at whose entry the child stands, with its paths; the fields are read before it can change them.
std::optional<DiskCall> decode(pid_t child, const __ptrace_syscall_info& call) {
  using Kind = DiskCall::Kind;
  const auto& args = call.entry.args;
  switch (call.entry.nr) {
    case SYS_openat:
      return DiskCall{Kind::create_file, path_at(child, args[1]), {}, {}, 0};
    case SYS_write:
      return DiskCall{Kind::write,
                      path_of(child, args[0]),
                      {},
                      bytes_at(child, args[1], args[2]),
                      position_of(child, args[0])};
    case SYS_pwrite64:
      return DiskCall{Kind::write, path_of(child, args[0]), {}, bytes_at(child, args[1], args[2]), args[3]};
    case SYS_ftruncate:
      return DiskCall{Kind::truncate, path_of(child, args[0]), {}, {}, args[1]};
    case SYS_truncate:
      return DiskCall{Kind::truncate, path_at(child, args[0]), {}, {}, args[1]};
    case SYS_fsync:
    case SYS_fdatasync:
      return DiskCall{Kind::sync, path_of(child, args[0]), {}, {}, 0};
    case SYS_syncfs:
      return DiskCall{Kind::sync_all, path_of(child, args[0]), {}, {}, 0};
    case SYS_mkdir:
      return DiskCall{Kind::make_folder, path_at(child, args[0]), {}, {}, 0};
    case SYS_rename:
      return DiskCall{Kind::rename, path_at(child, args[0]), path_at(child, args[1]), {}, 0};
    case SYS_renameat2:
      return DiskCall{Kind::rename, path_at(child, args[1]), path_at(child, args[3]), {}, 0};
    case SYS_unlink:
    case SYS_rmdir:
      return DiskCall{Kind::remove, path_at(child, args[0]), {}, {}, 0};
    case SYS_unlinkat:
      return DiskCall{Kind::remove, path_below(child, args[0], args[1]), {}, {}, 0};
    default:
      return std::nullopt;
  }
}

pid_t start(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    ::raise(SIGSTOP);
    ::_exit(work() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSTOPPED(status));
  trace(PTRACE_SETOPTIONS, child, 0, reinterpret_cast<void*>(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
  return child;
}

}  // namespace

ChildEnd run_traced(const std::function<bool()>& work, Strike strike, int at) {
  const pid_t child = start(work);
  ChildEnd end;
  int status = 0;
  for (;;) {
    trace(PTRACE_SYSCALL, child, 0, nullptr);
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status)) {
      end.finished = true;
      end.reported_ok = WEXITSTATUS(status) == 0;
      return end;
    }
    if (WIFSIGNALED(status)) {
      EXPECT_EQ(WTERMSIG(status), SIGKILL) << "the child crashed";
      return end;
    }
    __ptrace_syscall_info call{};
    trace(PTRACE_GET_SYSCALL_INFO, child, sizeof(call), &call);
    if (call.op != PTRACE_SYSCALL_INFO_ENTRY || !changes_the_disk(child, call)) continue;
    if (++end.calls == at) strike_now(child, strike);
  }
}

std::vector<DiskCall> calls_of(const std::function<bool()>& work) {
  const pid_t child = start(work);
  std::vector<DiskCall> out;
  std::optional<DiskCall> open_call;
  for (;;) {
    int status = 0;
    trace(PTRACE_SYSCALL, child, 0, nullptr);
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "the work itself failed";
      return out;
    }
    __ptrace_syscall_info call{};
    trace(PTRACE_GET_SYSCALL_INFO, child, sizeof(call), &call);
    if (call.op == PTRACE_SYSCALL_INFO_ENTRY) {
      open_call = changes_the_disk(child, call) ? decode(child, call) : std::nullopt;
    } else if (call.op == PTRACE_SYSCALL_INFO_EXIT && open_call) {
      if (call.exit.is_error == 0) out.push_back(std::move(*open_call));
      open_call.reset();
    }
  }
}

}  // namespace sovang::archive
