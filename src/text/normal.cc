#include "sovang/text/normal.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include "sovang/base/utf8.h"

namespace sovang::text {
namespace {

const icu::Normalizer2& nfc() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = icu::Normalizer2::getNFCInstance(status);
  SOVANG_EXPECT(U_SUCCESS(status));
  return *instance;
}

}  // namespace

bool is_nfc(std::string_view utf8) {
  if (utf8::first_error(utf8)) return false;
  UErrorCode status = U_ZERO_ERROR;
  return nfc().isNormalizedUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())),
                                status) != 0 &&
         U_SUCCESS(status);
}

Result<std::string> normalise(std::string_view utf8) {
  if (const auto bad = utf8::first_error(utf8)) {
    return fail(ErrorCode::invalid_input,
                "văn bản không phải UTF-8 hợp lệ (byte thứ " + std::to_string(*bad + 1) + ")");
  }
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  nfc().normalizeUTF8(0, icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())), sink, nullptr,
                      status);
  SOVANG_EXPECT(U_SUCCESS(status));
  return out;
}

}  // namespace sovang::text
