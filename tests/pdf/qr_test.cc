#include <string>

#include <gtest/gtest.h>
#include <qrencode.h>

#include "qr_code.h"

namespace sovang::pdf {
namespace {

using document::Qr;

/// The modules as libqrencode alone makes them.
std::string of_the_library(const std::string& text, QRecLevel level) {
  QRcode* code = QRcode_encodeString(text.c_str(), 0, level, QR_MODE_8, 1);
  std::string out;
  for (int i = 0; i < code->width * code->width; ++i)
    out += (code->data[i] & 1U) != 0 ? '#' : '.';
  QRcode_free(code);
  return out;
}

std::string modules(QrCoder& coder, const std::string& text, Qr::Correction correction) {
  const Result<QrCode> code = coder.encode(text, correction);
  if (!code) return code.error().message;
  std::string out;
  for (const std::uint8_t module : code->modules)
    out += module != 0 ? '#' : '.';
  return out;
}

TEST(QrMask, IsTheOneThatTheLibraryChooses) {
  QrCoder coder;
  for (int i = 0; i < 1'500; ++i) {
    const std::string text =
        "HTTPS://THIDUA.EXAMPLE/X/7K2M-Q9TD-" + std::to_string(1003 * (i + 1) % 1'000'003);
    ASSERT_EQ(modules(coder, text, Qr::Correction::medium), of_the_library(text, QR_ECLEVEL_M)) << text;
  }
}

TEST(QrMask, IsTheLibrarysForEveryLevelAndLength) {
  QrCoder coder;
  const std::string letters = "SO-VANG:$%*+./ 9ABCDEFGHIJKLMNOPQRTUWXYZ";
  std::string text;
  for (std::size_t length = 1; length <= 400; length += length < 60 ? 1 : 17) {
    while (text.size() < length)
      text += letters[(text.size() * 7 + text.size() / 41) % letters.size()];
    EXPECT_EQ(modules(coder, text, Qr::Correction::low), of_the_library(text, QR_ECLEVEL_L)) << text;
    EXPECT_EQ(modules(coder, text, Qr::Correction::medium), of_the_library(text, QR_ECLEVEL_M)) << text;
    EXPECT_EQ(modules(coder, text, Qr::Correction::quartile), of_the_library(text, QR_ECLEVEL_Q)) << text;
    EXPECT_EQ(modules(coder, text, Qr::Correction::high), of_the_library(text, QR_ECLEVEL_H)) << text;
  }
}

TEST(QrMask, IsTheLibrarysForTextsOfSeveralModes) {
  QrCoder coder;
  for (const char* text :
       {"Nguyễn Thị Hạnh", "https://thidua.example/x/7k2m", "79123456789012345678901234567890",
        "ABC0123456789012345678901234567890XYZ", "AB01234567", "A 0123456789012 B"}) {
    EXPECT_EQ(modules(coder, text, Qr::Correction::medium), of_the_library(text, QR_ECLEVEL_M)) << text;
  }
}

}  // namespace
}  // namespace sovang::pdf
