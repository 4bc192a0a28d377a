#include "jpeg.h"

#include <string>

namespace sovang::pdf {
namespace {

tl::unexpected<Error> refuse(std::string_view name, std::string_view what) {
  return fail(ErrorCode::invalid_input, "ảnh " + std::string(name) + " " + std::string(what), {}, "LIM-08");
}

unsigned byte_at(ByteView data, std::size_t offset) {
  return static_cast<unsigned char>(data[offset]);
}

Result<JpegHeader> read_frame(ByteView segment, std::string_view name) {
  if (segment.size() < 6) return refuse(name, "hỏng: phần đầu khung JPEG quá ngắn");
  JpegHeader header;
  header.height = byte_at(segment, 1) << 8U | byte_at(segment, 2);
  header.width = byte_at(segment, 3) << 8U | byte_at(segment, 4);
  header.components = static_cast<int>(byte_at(segment, 5));
  if (byte_at(segment, 0) != 8) return refuse(name, "không dùng 8 bit mỗi màu: hãy lưu lại JPEG thường");
  if (header.width == 0 || header.height == 0) return refuse(name, "hỏng: JPEG không có kích thước");
  if (header.components != 1 && header.components != 3) {
    return refuse(name, "là JPEG CMYK: hãy đổi sang RGB để dùng trong PDF/A");
  }
  return header;
}

}  // namespace

Result<JpegHeader> read_jpeg(ByteView file, std::string_view name) {
  if (file.substr(0, 2) != "\xFF\xD8") return refuse(name, "không phải là tệp JPEG");
  for (std::size_t at = 2; at + 4 <= file.size();) {
    if (byte_at(file, at) != 0xFF) return refuse(name, "hỏng: dấu đoạn JPEG sai");
    const unsigned marker = byte_at(file, at + 1);
    if (marker == 0xFF) {  // a fill byte
      ++at;
      continue;
    }
    const std::size_t size = byte_at(file, at + 2) << 8U | byte_at(file, at + 3);
    if (size < 2 || size > file.size() - at - 2) return refuse(name, "bị cắt cụt");
    // ITU-T T.81 table B.1: C0 to C2 are the baseline, extended and progressive processes.
    if (marker >= 0xC0 && marker <= 0xC2) return read_frame(file.substr(at + 4, size - 2), name);
    if (marker >= 0xC3 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
      return refuse(name, "dùng kiểu nén JPEG mà trình đọc PDF không hiện được");
    }
    if (marker == 0xDA || marker == 0xD9) break;
    at += 2 + size;
  }
  return refuse(name, "hỏng: JPEG không có phần đầu khung");
}

}  // namespace sovang::pdf
