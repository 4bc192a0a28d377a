#pragma once

#include <string>
#include <string_view>

#include "sovang/base/result.h"

namespace sovang {

/// Cost of a password hash (argon2id, SEC-13).
struct PasswordCost {
  std::size_t memory_bytes = 64U << 20;
  unsigned long long passes = 3;
};

/// The stored form of a password: argon2id with its salt and its costs in one string. Uses
/// `cost.memory_bytes` of memory.
[[nodiscard]] Result<std::string> hash_password(std::string_view password, const PasswordCost& cost = {});

/// True if `password` belongs to the stored form. Takes as long as making it did, whatever the answer.
[[nodiscard]] bool password_matches(std::string_view stored, std::string_view password);

/// True if the two are equal; the time does not tell where they differ. For tokens.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace sovang
