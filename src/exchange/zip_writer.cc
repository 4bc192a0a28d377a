#include "sovang/exchange/zip_writer.h"

#include <memory>
#include <set>
#include <utility>

#include <zip.h>

namespace sovang::exchange {
namespace {

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, FreeSource>;

Error cannot_pack(std::string why) {
  return Error{ErrorCode::internal, "không tạo được tệp ZIP: " + std::move(why), {}, {}};
}

/// A relative path that stays inside the folder of whoever unpacks it, on any system.
bool is_safe(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.size() > 400) return false;
  if (path.find_first_of("\\:*?\"<>|") != std::string_view::npos ||
      path.find('\0') != std::string_view::npos) {
    return false;
  }
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    const std::string_view part = path.substr(0, end);
    if (part.empty() || part == "." || part == "..") return false;
    if (end == std::string_view::npos) return true;
    path.remove_prefix(end + 1);
  }
  return false;
}

Status add(zip_t* archive, const ZipFile& file, std::uint16_t dos_date) {
  Source source(zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0));
  if (!source) return fail(cannot_pack("thiếu bộ nhớ"));
  const zip_int64_t index = zip_file_add(archive, file.path.c_str(), source.get(), ZIP_FL_ENC_UTF_8);
  if (index < 0) return fail(cannot_pack("“" + file.path + "”"));
  static_cast<void>(source.release());  // belongs to the archive now
  const auto at = static_cast<zip_uint64_t>(index);
  // Noon, in the fields of the format itself: no time zone can shift it.
  constexpr std::uint16_t noon = 12U << 11U;
  if (zip_file_set_dostime(archive, at, noon, dos_date, 0) != 0 ||
      zip_set_file_compression(archive, at, ZIP_CM_DEFLATE, 6) != 0 ||
      zip_file_set_external_attributes(archive, at, 0, ZIP_OPSYS_UNIX, 0100644U << 16U) != 0) {
    return fail(cannot_pack("“" + file.path + "”"));
  }
  return {};
}

std::uint16_t dos_date_of(Date date) {
  constexpr int first_year = 1980;
  const int year = date.year() < first_year ? 0 : date.year() - first_year;
  return static_cast<std::uint16_t>(year << 9 | date.month() << 5 | date.day());
}

Result<Bytes> bytes_of(zip_source_t* source) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
    return fail(cannot_pack("không đọc lại được"));
  Bytes bytes(stat.size, '\0');
  const zip_int64_t got = zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  if (got < 0 || static_cast<std::uint64_t>(got) != stat.size) return fail(cannot_pack("không đọc lại được"));
  return bytes;
}

}  // namespace

Result<Bytes> write_zip(std::span<const ZipFile> files, Date date) {
  std::set<std::string_view> paths;
  for (const ZipFile& file : files) {
    if (is_safe(file.path) && paths.insert(file.path).second) continue;
    return fail(ErrorCode::invalid_input,
                "đường dẫn “" + file.path + "” trong tệp ZIP không hợp lệ hoặc ghi hai lần");
  }
  zip_error_t error;
  zip_error_init(&error);
  Source target(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!target) return fail(cannot_pack("thiếu bộ nhớ"));
  // One reference for us: closing the archive gives back the other.
  zip_source_keep(target.get());
  Archive archive(zip_open_from_source(target.get(), ZIP_CREATE | ZIP_TRUNCATE, &error));
  zip_error_fini(&error);
  if (!archive) {
    zip_source_free(target.get());
    return fail(cannot_pack("không mở được"));
  }
  for (const ZipFile& file : files)
    SOVANG_TRY(add(archive.get(), file, dos_date_of(date)));
  if (files.empty()) return fail(ErrorCode::invalid_input, "không có tệp nào để nén");
  if (zip_close(archive.get()) != 0) return fail(cannot_pack(zip_strerror(archive.get())));
  static_cast<void>(archive.release());  // closed, hence gone
  return bytes_of(target.get());
}

}  // namespace sovang::exchange
