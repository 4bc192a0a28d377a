#include <cstdio>
#include <cstdlib>

#include "sovang/base/result.h"

namespace sovang {

Error Error::within(std::string_view context) && {
  message = std::string(context) + ": " + message;
  return std::move(*this);
}

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::findings:
    case ErrorCode::not_found:
      return 1;
    case ErrorCode::invalid_input:
    case ErrorCode::unsupported:
      return 2;
    case ErrorCode::conflict:
    case ErrorCode::forbidden:
    case ErrorCode::corrupt:
    case ErrorCode::io:
    case ErrorCode::internal:
      return 3;
  }
  return 3;
}

void detail::broken_promise(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "sovang: broken promise at %s:%d: %s\n", file, line, condition);
  std::abort();
}

}  // namespace sovang
