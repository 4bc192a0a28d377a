#include "failure.h"

#include <string>

#include <sqlite3.h>

namespace sovang::store {

Error failure(sqlite3* handle, int code) {
  const std::string detail = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::conflict,
              "cơ sở dữ liệu đang được một tiến trình khác ghi; xin đợi một lát rồi làm lại"};
    case SQLITE_CONSTRAINT:
      return {ErrorCode::conflict, "dữ liệu trùng hoặc trái ràng buộc của cơ sở dữ liệu (" + detail + ")"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::corrupt, "tệp cơ sở dữ liệu bị hỏng (" + detail +
                                      "); xin khôi phục từ bản sao lưu hoặc lập lại chỉ mục"};
    case SQLITE_INTERRUPT:
      return {
          ErrorCode::io, "câu hỏi quá rộng nên đã dừng; xin thêm từ hoặc thêm điều kiện lọc", {}, "SEC-29"};
    case SQLITE_FULL:
      return {ErrorCode::io, "ổ đĩa đã đầy, không ghi được cơ sở dữ liệu"};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
      return {ErrorCode::io, "không mở hoặc không ghi được cơ sở dữ liệu (" + detail + ")"};
    default:
      return {ErrorCode::internal, "lỗi cơ sở dữ liệu (" + detail + ")"};
  }
}

}  // namespace sovang::store
