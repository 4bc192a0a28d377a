#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace sovang::testing {

/// What happens to the n-th call of a child that changes the disk.
enum class Strike : std::uint8_t {
  none,
  kill,         ///< SIGKILL before the call is done
  no_space,     ///< the call fails with ENOSPC
  device_error  ///< the call fails with EIO
};

struct ChildEnd {
  int calls = 0;             ///< calls that change the disk, as far as it came
  bool finished = false;     ///< ended by itself
  bool reported_ok = false;  ///< …and work() said that all is well
};

/// Runs `work` in a forked child, all its threads under ptrace, and strikes at its `at`-th call (from 1) of:
/// open with O_CREAT, write of any kind, fsync, fdatasync, syncfs, mkdir, rename, link, unlink, rmdir,
/// truncate. A seccomp filter stops the child at these calls alone, so that everything between them runs at
/// full speed.
[[nodiscard]] ChildEnd run_traced(const std::function<bool()>& work, Strike strike, int at);

/// A call that changed the disk, with the absolute path that it was about.
struct DiskCall {
  enum class Kind : std::uint8_t {
    create_file,
    write,
    truncate,
    sync,
    sync_all,
    make_folder,
    rename,
    exchange,
    remove
  };
  Kind kind = Kind::write;
  std::string path;
  std::string to;            ///< of a rename or an exchange
  std::string data;          ///< of a write
  std::uint64_t offset = 0;  ///< of a write; the new length of a truncate
  bool empties = false;      ///< a create_file that throws away what the file held
};

/// Runs `work` in a forked child and gives its calls that succeeded, in order. A call that changes the disk
/// in a way that DiskCall cannot tell fails the test.
[[nodiscard]] std::vector<DiskCall> calls_of(const std::function<bool()>& work);

}  // namespace sovang::testing
