#include "support/traced_child.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sovang::testing {
namespace {

/// Calls that always change the disk, if their descriptor is on it.
constexpr std::array<unsigned, 28> changing{
    SYS_write,           SYS_pwrite64,  SYS_writev,         SYS_pwritev,   SYS_pwritev2,
    SYS_fsync,           SYS_fdatasync, SYS_syncfs,         SYS_sync,      SYS_mkdir,
    SYS_mkdirat,         SYS_rename,    SYS_renameat,       SYS_renameat2, SYS_unlink,
    SYS_unlinkat,        SYS_rmdir,     SYS_truncate,       SYS_ftruncate, SYS_link,
    SYS_linkat,          SYS_symlink,   SYS_symlinkat,      SYS_sendfile,  SYS_fallocate,
    SYS_copy_file_range, SYS_creat,     SYS_sync_file_range};

/// Sanitizers write to pipes of their own, and the test to the terminal; that is not the disk.
bool needs_a_look(unsigned long long call) {
  return call == SYS_write || call == SYS_writev;
}

/// What a descriptor of the child stands for.
std::string path_of(pid_t child, std::uint64_t descriptor) {
  std::error_code error;
  const auto link = "/proc/" + std::to_string(child) + "/fd/" + std::to_string(descriptor);
  return std::filesystem::read_symlink(link, error).string();
}

bool is_on_disk(pid_t child, std::uint64_t descriptor) {
  const std::string path = path_of(child, descriptor);
  return path.starts_with("/") && (!path.starts_with("/dev/") || path.starts_with("/dev/shm/"));
}

bool changes_the_disk(pid_t child, const __ptrace_syscall_info& call) {
  return !needs_a_look(call.seccomp.nr) || is_on_disk(child, call.seccomp.args[0]);
}

/// In the child: from here on it stops at the calls above, and at openat with O_CREAT.
bool stop_at_changing_calls() {
  constexpr auto number = static_cast<std::uint32_t>(offsetof(seccomp_data, nr));
  constexpr auto open_flags =
      static_cast<std::uint32_t>(offsetof(seccomp_data, args) + 2 * sizeof(std::uint64_t));
  std::vector<sock_filter> program;
  const auto add = [&](int code, std::uint32_t value, std::size_t if_true, std::size_t if_false) {
    program.push_back({static_cast<std::uint16_t>(code), static_cast<std::uint8_t>(if_true),
                       static_cast<std::uint8_t>(if_false), value});
  };
  constexpr std::size_t behind = changing.size();  // jumps count from the next instruction
  add(BPF_LD | BPF_W | BPF_ABS, number, 0, 0);
  for (std::size_t i = 0; i < changing.size(); ++i)
    add(BPF_JMP | BPF_JEQ | BPF_K, changing[i], behind - i + 3, 0);
  add(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 2);
  add(BPF_LD | BPF_W | BPF_ABS, open_flags, 0, 0);
  add(BPF_JMP | BPF_JSET | BPF_K, O_CREAT, 1, 0);
  add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
  add(BPF_RET | BPF_K, SECCOMP_RET_TRACE, 0, 0);
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0;
}

/// ptrace takes everything as pointers.
long trace(long request, pid_t child, std::uintptr_t address, void* data) {
  return ::ptrace(static_cast<__ptrace_request>(request), child, reinterpret_cast<void*>(address), data);
}

void go_on(long how, pid_t thread, int signal) {
  trace(how, thread, 0, reinterpret_cast<void*>(static_cast<std::uintptr_t>(signal)));
}

/// Makes the call at whose entry the thread stands fail with `error`.
void fail_call(pid_t thread, int error) {
  user_regs_struct registers{};
  trace(PTRACE_GETREGS, thread, 0, &registers);
  registers.orig_rax = ~0ULL;  // no such call: the kernel does nothing, and gives back what stands in rax
  registers.rax = static_cast<unsigned long long>(-static_cast<long long>(error));
  trace(PTRACE_SETREGS, thread, 0, &registers);
}

void strike_now(pid_t child, pid_t thread, Strike strike) {
  switch (strike) {
    case Strike::none:
      return;
    case Strike::kill:
      ::kill(child, SIGKILL);
      return;
    case Strike::no_space:
      fail_call(thread, ENOSPC);
      return;
    case Strike::device_error:
      fail_call(thread, EIO);
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

/// The pieces of a writev, one behind the other.
std::string gathered_at(pid_t child, std::uint64_t address, std::uint64_t count) {
  const std::string pieces = bytes_at(child, address, count * sizeof(iovec));
  std::string out;
  for (std::uint64_t i = 0; i < count; ++i) {
    iovec piece{};
    pieces.copy(reinterpret_cast<char*>(&piece), sizeof(piece), i * sizeof(piece));
    out += bytes_at(child, reinterpret_cast<std::uintptr_t>(piece.iov_base), piece.iov_len);
  }
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
  const auto& args = call.seccomp.args;
  switch (call.seccomp.nr) {
    case SYS_openat:
      return DiskCall{Kind::create_file,       path_below(child, args[0], args[1]), {}, {}, 0,
                      (args[2] & O_TRUNC) != 0};
    case SYS_write:
      return DiskCall{Kind::write,
                      path_of(child, args[0]),
                      {},
                      bytes_at(child, args[1], args[2]),
                      position_of(child, args[0])};
    case SYS_writev:
      return DiskCall{Kind::write,
                      path_of(child, args[0]),
                      {},
                      gathered_at(child, args[1], args[2]),
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
      return DiskCall{(args[4] & RENAME_EXCHANGE) != 0 ? Kind::exchange : Kind::rename,
                      path_below(child, args[0], args[1]),
                      path_below(child, args[2], args[3]),
                      {},
                      0};
    case SYS_unlink:
    case SYS_rmdir:
      return DiskCall{Kind::remove, path_at(child, args[0]), {}, {}, 0};
    case SYS_unlinkat:
      return DiskCall{Kind::remove, path_below(child, args[0], args[1]), {}, {}, 0};
    case SYS_fallocate:
      return std::nullopt;  // room, not data
    default:
      ADD_FAILURE() << "system call " << call.seccomp.nr << " changes the disk in a way that is not followed";
      return std::nullopt;
  }
}

constexpr int no_filter = 99;

pid_t start(const std::function<bool()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    ::raise(SIGSTOP);
    if (!stop_at_changing_calls()) ::_exit(no_filter);
    ::_exit(work() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSTOPPED(status));
  constexpr std::uintptr_t options =
      PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
  trace(PTRACE_SETOPTIONS, child, 0, reinterpret_cast<void*>(options));
  go_on(PTRACE_CONT, child, 0);
  return child;
}

/// The signal with which a stopped thread goes on: its own, but none for stops of the tracing itself.
int signal_of(int status) {
  const bool event = (status >> 16) != 0;
  const int signal = WSTOPSIG(status);
  return event || signal == SIGSTOP || signal == SIGTRAP ? 0 : signal;
}

bool is_at_changing_call(int status) {
  return (status >> 8) == (SIGTRAP | (PTRACE_EVENT_SECCOMP << 8));
}

bool is_behind_call(int status) {
  return WSTOPSIG(status) == (SIGTRAP | 0x80);
}

__ptrace_syscall_info call_of(pid_t thread) {
  __ptrace_syscall_info call{};
  trace(PTRACE_GET_SYSCALL_INFO, thread, sizeof(call), &call);
  return call;
}

}  // namespace

ChildEnd run_traced(const std::function<bool()>& work, Strike strike, int at) {
  const pid_t child = start(work);
  ChildEnd end;
  for (;;) {
    int status = 0;
    const pid_t thread = ::waitpid(-1, &status, __WALL);
    if (thread < 0) return end;
    if (!WIFSTOPPED(status)) {
      if (thread != child) continue;
      end.finished = WIFEXITED(status);
      end.reported_ok = end.finished && WEXITSTATUS(status) == 0;
      EXPECT_FALSE(end.finished && WEXITSTATUS(status) == no_filter) << "this kernel has no seccomp";
      EXPECT_TRUE(end.finished || WTERMSIG(status) == SIGKILL) << "the child crashed";
      return end;
    }
    if (is_at_changing_call(status) && changes_the_disk(thread, call_of(thread)) && ++end.calls == at)
      strike_now(child, thread, strike);
    go_on(PTRACE_CONT, thread, signal_of(status));
  }
}

std::vector<DiskCall> calls_of(const std::function<bool()>& work) {
  const pid_t child = start(work);
  std::vector<DiskCall> out;
  std::map<pid_t, DiskCall> open_calls;  // by thread: at its entry it cannot be known whether it succeeds
  for (;;) {
    int status = 0;
    const pid_t thread = ::waitpid(-1, &status, __WALL);
    if (thread < 0) return out;
    if (!WIFSTOPPED(status)) {
      if (thread != child) continue;
      EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "the work itself failed";
      return out;
    }
    long how = PTRACE_CONT;
    if (is_at_changing_call(status)) {
      const __ptrace_syscall_info call = call_of(thread);
      auto decoded = changes_the_disk(thread, call) ? decode(thread, call) : std::nullopt;
      if (decoded) {
        open_calls[thread] = std::move(*decoded);
        how = PTRACE_SYSCALL;
      }
    } else if (is_behind_call(status)) {
      const auto it = open_calls.find(thread);
      const __ptrace_syscall_info call = call_of(thread);
      if (it != open_calls.end() && call.op == PTRACE_SYSCALL_INFO_EXIT && call.exit.is_error == 0) {
        if (it->second.kind == DiskCall::Kind::write)
          it->second.data.resize(static_cast<std::size_t>(call.exit.rval));
        out.push_back(std::move(it->second));
      }
      open_calls.erase(thread);
      status = 0;
    }
    go_on(how, thread, status == 0 ? 0 : signal_of(status));
  }
}

}  // namespace sovang::testing
