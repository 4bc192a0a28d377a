#include "sync_all.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "sovang/base/files.h"

namespace sovang::exchange {

Status sync_all(const std::filesystem::path& folder) {
  const int at = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = at >= 0 && ::syncfs(at) == 0;
  const int reason = errno;
  if (at >= 0) ::close(at);
  if (synced) return {};
  return fail(ErrorCode::io, "không ghi chắc được xuống đĩa: " + files::reason(reason), {folder.string()});
}

}  // namespace sovang::exchange
