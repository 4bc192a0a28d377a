#include "sovang/base/password.h"

#include <array>

#include <sodium.h>

namespace sovang {

Result<std::string> hash_password(std::string_view password, const PasswordCost& cost) {
  SOVANG_EXPECT(sodium_init() >= 0);
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost.passes, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return fail(ErrorCode::io, "không đủ bộ nhớ để băm mật khẩu; xin thử lại sau");
  }
  return std::string(out.data());
}

bool password_matches(std::string_view stored, std::string_view password) {
  SOVANG_EXPECT(sodium_init() >= 0);
  const std::string terminated(stored);
  return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace sovang
