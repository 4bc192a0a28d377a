#include "sovang/base/hash.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "sovang/base/ids.h"
#include "sovang/base/log.h"
#include "sovang/base/password.h"

namespace sovang {
namespace {

TEST(Digest, AgreesWithFips180) {
  EXPECT_EQ(to_hex(digest(HashKind::sha256, "abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(digest(HashKind::sha512, "abc")).substr(0, 32), "ddaf35a193617abacc417349ae204131");
}

TEST(Hasher, GivesTheSameDigestHoweverTheDataIsCut) {
  Hasher hasher(HashKind::sha512);
  hasher.update("a");
  hasher.update("");
  hasher.update("bc");
  EXPECT_EQ(hasher.finish(), digest(HashKind::sha512, "abc"));
}

TEST(Encodings, AgreeWithRfc4648) {
  EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
  EXPECT_EQ(to_base32("foob"), "MZXW6YQ");
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_base32("M1"));
}

RC_GTEST_PROP(Encodings, DecodingGivesBackWhatWasEncoded, (const std::string& data)) {
  RC_ASSERT(from_hex(to_hex(data)) == data);
  RC_ASSERT(from_base64(to_base64(data)) == data);
  RC_ASSERT(from_base32(to_base32(data)) == data);
}

TEST(Ulid, SortsByTimeAndIsRecognised) {
  SequenceIds ids(1);
  const std::string early = ids.ulid({1'000});
  const std::string late = ids.ulid({2'000});
  EXPECT_LT(early, late);
  EXPECT_TRUE(is_ulid(early));
  EXPECT_FALSE(is_ulid("../../etc/passwd0000000000"));
  EXPECT_FALSE(is_ulid(early.substr(1)));
}

TEST(Password, MatchesOnlyTheOneThatWasHashed) {
  const PasswordCost cheap{8U << 10U << 3U, 1};
  const std::string stored = hash_password("đúng mật khẩu này", cheap).value();
  EXPECT_TRUE(password_matches(stored, "đúng mật khẩu này"));
  EXPECT_FALSE(password_matches(stored, "đúng mật khẩu nầy"));
  EXPECT_EQ(stored.rfind("$argon2id$", 0), 0U);
}

TEST(LogLine, StaysOneLineWhateverItHolds) {
  const std::string line =
      log_line({0}, Severity::info, "login", {{"user", "a\n{\"level\":\"error\"}\x1b[31m"}});
  EXPECT_EQ(
      line,
      "{\"at\":\"1970-01-01T00:00:00Z\",\"level\":\"info\",\"event\":\"login\",\"user\":\"a\\n{\\\"level"
      "\\\":\\\"error\\\"}\\u001b[31m\"}\n");
}

}  // namespace
}  // namespace sovang
