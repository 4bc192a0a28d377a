#include "sovang/dossier/actions.h"

namespace sovang::dossier {

archive::Outcome outcome_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::invalid_input:
    case ErrorCode::findings:
    case ErrorCode::not_found:
    case ErrorCode::conflict:
    case ErrorCode::forbidden:
      return archive::Outcome::refused;
    case ErrorCode::unsupported:
    case ErrorCode::corrupt:
    case ErrorCode::io:
    case ErrorCode::internal:
      return archive::Outcome::failed;
  }
  return archive::Outcome::failed;
}

std::string detail_of(const Error& error) {
  if (!error.rule.empty()) return error.rule;
  switch (error.code) {
    case ErrorCode::invalid_input:
      return "invalid input";
    case ErrorCode::findings:
      return "findings";
    case ErrorCode::not_found:
      return "not found";
    case ErrorCode::conflict:
      return "conflict";
    case ErrorCode::forbidden:
      return "forbidden";
    case ErrorCode::unsupported:
      return "unsupported";
    case ErrorCode::corrupt:
      return "corrupt";
    case ErrorCode::io:
      return "io";
    case ErrorCode::internal:
      return "internal";
  }
  return {};
}

Error not_remembered(const Error& reason) {
  Error error = reason;
  error.message = "việc đã làm xong nhưng không ghi được vào nhật ký hành động: " + reason.message +
                  "; xin báo người quản trị trước khi làm tiếp";
  return error;
}

}  // namespace sovang::dossier
