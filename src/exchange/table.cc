#include "sovang/exchange/table.h"

#include <exception>

#include "delimited.h"
#include "xlsx.h"

namespace sovang::exchange {
namespace {

using namespace std::string_view_literals;

Error refused(ErrorCode code, std::string_view file, std::string why) {
  return Error{code, "tệp “" + std::string(file) + "” " + std::move(why), {std::string(file)}, "V-69"};
}

Result<Table> read_by_content(ByteView bytes, std::string_view file, const Limits& limits) {
  if (bytes.empty()) return fail(refused(ErrorCode::invalid_input, file, "rỗng (0 byte); hãy gửi lại tệp"));
  if (bytes.size() > limits.file_bytes) {
    Error error =
        refused(ErrorCode::invalid_input, file,
                "lớn hơn " + std::to_string(limits.file_bytes >> 20) + " MB; hãy tách thành nhiều tệp");
    error.rule = "LIM-02";
    return fail(std::move(error));
  }
  if (bytes.starts_with("PK\x03\x04"sv)) return read_xlsx(bytes, file, limits);
  if (bytes.starts_with("PK"sv) && bytes.size() < 64) {
    return fail(refused(ErrorCode::invalid_input, file, "không đọc được: tệp bị cắt cụt; hãy gửi lại"));
  }
  if (bytes.starts_with("\xD0\xCF\x11\xE0"sv)) {
    return fail(
        refused(ErrorCode::unsupported, file,
                "là .xls, .doc kiểu cũ hoặc có đặt mật khẩu; hãy bỏ mật khẩu, lưu lại dạng .xlsx rồi gửi"));
  }
  if (bytes.starts_with("%PDF"sv)) {
    return fail(refused(ErrorCode::unsupported, file, "là PDF; hãy gửi danh sách dạng .xlsx hoặc .csv"));
  }
  if (bytes.starts_with("{\\rtf"sv)) {
    return fail(
        refused(ErrorCode::unsupported, file, "là văn bản RTF; hãy gửi danh sách dạng .xlsx hoặc .csv"));
  }
  return read_delimited(bytes, file, limits);
}

}  // namespace

Result<Table> read_sheet(ByteView bytes, std::string_view file, const Limits& limits,
                         Diagnostics& diagnostics) {
  auto table = [&]() -> Result<Table> {
    // pugixml and the containers may run out of memory: the only exceptions here.
    try {
      return read_by_content(bytes, file, limits);
    } catch (const std::exception&) {
      return fail(refused(ErrorCode::invalid_input, file, "quá lớn so với bộ nhớ của máy"));
    }
  }();
  if (!table) {
    Problem problem;
    problem.rule = table.error().rule;
    problem.message = table.error().message;
    problem.where = table.error().where;
    diagnostics.add(std::move(problem));
  }
  return table;
}

}  // namespace sovang::exchange
