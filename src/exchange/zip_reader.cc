#include "zip_reader.h"

#include <array>
#include <utility>

#include <zip.h>

namespace sovang::exchange {
namespace {

/// Below this size a high ratio is harmless (a sheet of empty rows).
constexpr std::uint64_t harmless_bytes = 1ULL << 20;

Error damaged(std::string_view file, std::string_view why) {
  return Error{ErrorCode::invalid_input,
               "tệp “" + std::string(file) + "” không đọc được: " + std::string(why) + "; hãy gửi lại tệp",
               {std::string(file)},
               "V-69"};
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

void ZipReader::Close::operator()(zip* archive) const {
  zip_discard(archive);
}

ZipReader::ZipReader(std::unique_ptr<zip, Close> archive, std::string_view file, const Limits& limits)
    : archive_(std::move(archive)), file_(file), limits_(limits) {}
ZipReader::ZipReader(ZipReader&&) noexcept = default;
ZipReader& ZipReader::operator=(ZipReader&&) noexcept = default;
ZipReader::~ZipReader() = default;

Result<ZipReader> ZipReader::open(ByteView bytes, std::string_view file, const Limits& limits) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) {
    zip_error_fini(&error);
    return fail(damaged(file, "thiếu bộ nhớ"));
  }
  // Without ZIP_CHECKCONS: honest writers leave gaps between entries; sizes and checksums are checked on
  // reading.
  std::unique_ptr<zip, Close> archive(zip_open_from_source(source, ZIP_RDONLY, &error));
  zip_error_fini(&error);
  if (!archive) {
    zip_source_free(source);
    return fail(damaged(file, "tệp bị cắt cụt hoặc hỏng"));
  }
  const zip_int64_t entries = zip_get_num_entries(archive.get(), 0);
  if (entries > limits.entries) {
    return fail(ErrorCode::invalid_input,
                "tệp “" + std::string(file) + "” có " + std::to_string(entries) +
                    " mục bên trong, nhiều hơn mức " + std::to_string(limits.entries) + " được nhận",
                {std::string(file)}, "LIM-05");
  }
  return ZipReader(std::move(archive), file, limits);
}

bool ZipReader::has(const std::string& name) const {
  return zip_name_locate(archive_.get(), name.c_str(), 0) >= 0;
}

Status ZipReader::count(std::uint64_t entry_bytes, std::uint64_t piece, std::uint64_t packed) {
  unpacked_ += piece;
  const bool bomb = entry_bytes > harmless_bytes &&
                    entry_bytes / static_cast<std::uint64_t>(limits_.compression_ratio) > packed;
  if (unpacked_ <= limits_.unpacked_bytes && !bomb) return {};
  return fail(ErrorCode::invalid_input,
              "tệp “" + file_ + "” khi giải nén lớn bất thường (quá " +
                  std::to_string(limits_.unpacked_bytes >> 20) + " MB hoặc nén hơn " +
                  std::to_string(limits_.compression_ratio) + " lần) nên không được nhận",
              {file_}, "LIM-06");
}

Status ZipReader::stream(const std::string& name, const std::function<Status(std::string_view)>& take) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(archive_.get(), name.c_str(), 0, &stat) != 0 || (stat.valid & ZIP_STAT_COMP_SIZE) == 0) {
    return fail(damaged(file_, "thiếu phần “" + name + "”"));
  }
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return fail(damaged(file_, "tệp đặt mật khẩu, hãy bỏ mật khẩu rồi lưu lại"));
  }
  const std::unique_ptr<zip_file_t, CloseFile> entry(zip_fopen(archive_.get(), name.c_str(), 0));
  if (!entry) return fail(damaged(file_, "phần “" + name + "” hỏng"));
  std::array<char, 65536> piece{};
  std::uint64_t entry_bytes = 0;
  while (true) {
    const zip_int64_t got = zip_fread(entry.get(), piece.data(), piece.size());
    if (got < 0) return fail(damaged(file_, "phần “" + name + "” hỏng (sai mã kiểm tra hoặc bị cắt cụt)"));
    if (got == 0) return {};
    entry_bytes += static_cast<std::uint64_t>(got);
    SOVANG_TRY(count(entry_bytes, static_cast<std::uint64_t>(got), stat.comp_size));
    SOVANG_TRY(take(std::string_view(piece.data(), static_cast<std::size_t>(got))));
  }
}

Result<Bytes> ZipReader::read(const std::string& name, std::uint64_t most) {
  Bytes whole;
  SOVANG_TRY(stream(name, [&](std::string_view piece) -> Status {
    if (whole.size() + piece.size() > most) return fail(damaged(file_, "phần “" + name + "” quá lớn"));
    whole += piece;
    return {};
  }));
  return whole;
}

}  // namespace sovang::exchange
