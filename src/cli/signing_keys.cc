#include "signing_keys.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "sovang/base/date.h"
#include "sovang/base/files.h"
#include "sovang/pdf/signing.h"

#include "command.h"

namespace sovang::cli {
namespace {

constexpr std::uint64_t largest_key = std::uint64_t{1} << 20U;
constexpr std::uint64_t largest_picture = std::uint64_t{20} << 20U;

Result<std::string> read_secret(const std::filesystem::path& file) {
  std::string text = SOVANG_TRY(named(files::read(file, 4096)));
  text.resize(std::min(text.size(), text.find('\n')));
  if (!text.empty() && text.back() == '\r') text.pop_back();
  return text;
}

}  // namespace

Result<std::unique_ptr<pdf::Signer>> open_key(const std::string& key,
                                              const std::filesystem::path& password_file) {
  const std::string secret = password_file.empty() ? std::string() : SOVANG_TRY(read_secret(password_file));
  if (key.starts_with("pkcs11:")) return pdf::open_pkcs11(key, secret);
  const Bytes file = SOVANG_TRY(named(files::read(key, largest_key)));
  return pdf::open_pkcs12(file, secret, key);
}

Result<Instant> signing_time(const std::string& text, const Clock& clock) {
  if (text.empty()) return clock.now();
  const std::string zone = text.size() >= 19 ? text.substr(19) : "";
  const std::optional<Date> day = Date::from_iso(text.substr(0, 10));
  std::array<int, 3> parts{};
  bool good =
      day && (zone == "+07:00" || zone == "Z") && text[10] == 'T' && text[13] == ':' && text[16] == ':';
  for (std::size_t i = 0; good && i < parts.size(); ++i) {
    const char* begin = text.data() + 11 + i * 3;
    good = std::from_chars(begin, begin + 2, parts[i]).ptr == begin + 2 && parts[i] >= 0;
  }
  if (!good || parts[0] > 23 || parts[1] > 59 || parts[2] > 59) {
    return fail(ErrorCode::invalid_input,
                "thời gian ký «" + text + "» không đúng; hãy ghi như 2021-12-15T08:00:00+07:00");
  }
  std::int64_t seconds = day->days() * 86'400 + parts[0] * 3'600 + parts[1] * 60 + parts[2];
  if (zone != "Z") seconds -= 7 * 3'600;
  return Instant{seconds * 1000};
}

Result<document::PicturePtr> read_signature_picture(const std::filesystem::path& png) {
  return pdf::signature_picture(SOVANG_TRY(named(files::read(png, largest_picture))), png.string());
}

}  // namespace sovang::cli
