#include "traced_child.h"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sovang::archive {
namespace {

bool changes_the_disk(const __ptrace_syscall_info& call) {
  switch (call.entry.nr) {
    case SYS_openat:
      return (call.entry.args[2] & O_CREAT) != 0;
    case SYS_write:
    case SYS_pwrite64:
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

}  // namespace

ChildEnd run_traced(const std::function<bool()>& work, Strike strike, int at) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
    ::raise(SIGSTOP);
    ::_exit(work() ? 0 : 1);
  }
  ChildEnd end;
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSTOPPED(status));
  trace(PTRACE_SETOPTIONS, child, 0, reinterpret_cast<void*>(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
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
    if (call.op != PTRACE_SYSCALL_INFO_ENTRY || !changes_the_disk(call)) continue;
    if (++end.calls == at) strike_now(child, strike);
  }
}

}  // namespace sovang::archive
