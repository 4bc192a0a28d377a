// SEC-36: what a reader app must accept and refuse, offline, from the published keys alone.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/hash.h"

#include "archive_fixture.h"
#include "code.h"

namespace sovang::archive {
namespace {

/// A key that was replaced on 1/6/2022, its successor, and a stranger's.
struct Office {
  SigningKey old_key = SigningKey::from_seed(Bytes(32, 'a'));
  SigningKey new_key = SigningKey::from_seed(Bytes(32, 'b'));
  SigningKey strange_key = SigningKey::from_seed(Bytes(32, 'c'));
  Date changed = *Date::make(2022, 6, 1);
  PublishedKeys keys;

  Office() {
    keys.add({KeyPurpose::log, SigningKey::from_seed(Bytes(32, 'l')).public_key(), 0, 0, {}});
    keys.add({KeyPurpose::code, old_key.public_key(), 0, 0, {}});
    PublishedKey next{
        KeyPurpose::code, new_key.public_key(), static_cast<std::uint64_t>(changed.days()), 0, {}};
    next.endorsement = old_key.sign(endorsed_text(next));
    keys.add(next);
    keys = must(PublishedKeys::read(keys.text()));  // as a reader gets them
  }
};

/// A certificate with hostile and with plain Vietnamese data, by number.
std::pair<Record, RecordLine> certificate(int number, Date issued) {
  const std::vector<std::string> names{"Nguyễn Thị Mỹ", "Ksor H'Lan", "Y Bhĩn Niê Kđăm", "Đỗ Đình Đức",
                                       "Zơ Râm|Thị Ồn"};
  auto [record, files] = decision(std::to_string(100 + number) + "/QĐ-UBND", 100 + number);
  record.issued = issued;
  return {record, person(number, names[static_cast<std::size_t>(number) % names.size()], "SYT", "Sở Y tế")};
}

std::string code_for(const std::pair<Record, RecordLine>& one, const SigningKey& key) {
  return write_code(must(code_of(one.first, one.second)), key);
}

/// What a reader app does: read the code, compare it with what is printed.
bool accepted(const std::string& scanned, const CertificateFacts& printed, const PublishedKeys& keys) {
  const auto code = read_code(scanned, keys);
  return code && compare(*code, printed).has_value();
}

TEST(CodeVectors, TwentyGoodOnesAreAccepted) {
  const Office office;
  int count = 0;
  for (int number = 0; number < 10; ++number) {
    // On the very day of the change both keys count: in the morning the old one signed.
    const Date before = Date::from_days(office.changed.days() - number);
    const auto old = certificate(number, before);
    const auto fresh = certificate(number, Date::from_days(office.changed.days() + number));
    EXPECT_TRUE(accepted("HTTPS://HOST/X/" + code_for(old, office.old_key), facts_of(old.first, old.second),
                         office.keys));
    EXPECT_TRUE(accepted(code_for(fresh, office.new_key), facts_of(fresh.first, fresh.second), office.keys));
    count += 2;
  }
  EXPECT_EQ(count, 20);
}

TEST(CodeVectors, FortyBadOnesAreRefused) {
  const Office office;
  const auto one = certificate(1, *Date::make(2022, 5, 20));
  const auto other = certificate(2, *Date::make(2022, 5, 20));
  const std::string good = code_for(one, office.old_key);
  const CertificateFacts printed = facts_of(one.first, one.second);
  ASSERT_TRUE(accepted(good, printed, office.keys));
  std::vector<std::pair<std::string, std::string>> bad;  // what is wrong, code
  // Each field of the record altered, first and last byte, signature kept.
  for (const std::size_t at : {0U, 1U, 4U, 5U, 12U, 13U, 14U, 15U, 16U, 31U, 32U, 63U, 64U, 95U}) {
    Bytes bytes = *from_base32(good);
    bytes[at] = static_cast<char>(bytes[at] ^ 0x20);
    bad.emplace_back("byte " + std::to_string(at), to_base32(bytes));
  }
  // Signed by a stranger, also under our key's name.
  bad.emplace_back("strange key", code_for(one, office.strange_key));
  for (const SigningKey* key : {&office.old_key, &office.new_key}) {
    Bytes bytes = *from_base32(code_for(one, office.strange_key));
    bytes.replace(1, 4, key_id(key->public_key()));
    bad.emplace_back("stranger under our key's name", to_base32(bytes));
  }
  Bytes swapped = *from_base32(good);
  swapped.replace(1, 4, key_id(office.new_key.public_key()));
  bad.emplace_back("the name of our other key", to_base32(swapped));
  // The old key on what is dated after its replacement.
  for (const int days : {1, 2, 30, 365, 3650}) {
    const auto late = certificate(1, Date::from_days(office.changed.days() + days));
    bad.emplace_back("expired key, " + std::to_string(days) + " days", code_for(late, office.old_key));
  }
  // Signed without our domain, or for another one.
  for (const char* domain : {"", "sovang-qr-v1", "sovang-qr-v2\n", "sovang-key-v1\n"}) {
    const Bytes fields = from_base32(good)->substr(0, 32);
    bad.emplace_back("signature of another domain", to_base32(fields + office.old_key.sign(domain + fields)));
  }
  // No code at all, cut, lengthened, not canonical.
  for (const std::string& text :
       {std::string(), std::string("HTTPS://HOST/X/"), good.substr(1), good + "A", good.substr(0, 153) + "1",
        good.substr(0, 153) + "B", std::string(154, 'A'), std::string(154, '7'), "0" + good.substr(1)}) {
    bad.emplace_back("text that is no code", text);
  }
  int count = 0;
  for (const auto& [why, code] : bad) {
    ASSERT_NE(code, good) << why;
    EXPECT_FALSE(accepted(code, printed, office.keys)) << why;
    ++count;
  }
  // A right code on a paper on which something else stands.
  const std::string others = code_for(other, office.old_key);
  EXPECT_FALSE(accepted(others, printed, office.keys)) << "another certificate's code";
  for (const auto& change : std::vector<std::function<void(CertificateFacts&)>>{
           [](CertificateFacts& f) { f.name = "Nguyễn Thị My"; },
           [](CertificateFacts& f) { f.unit = "Sở Nội vụ"; }, [](CertificateFacts& f) { f.award = "BKT-T"; },
           [](CertificateFacts& f) { f.decision = "1/QĐ-UBND"; },
           [](CertificateFacts& f) { f.book_number = "BK-2"; },
           [](CertificateFacts& f) { f.issued = *Date::make(2022, 5, 21); }}) {
    CertificateFacts changed = printed;
    change(changed);
    EXPECT_FALSE(accepted(good, changed, office.keys));
    ++count;
  }
  EXPECT_GE(count + 1, 40);
}

TEST(CodeVectors, CodeHoldsNoWordOfTheCertificate) {
  const Office office;
  for (int number = 0; number < 20; ++number) {
    const auto one = certificate(number, *Date::make(2022, 5, 20));
    const Bytes bytes = *from_base32(code_for(one, office.old_key));
    ASSERT_EQ(bytes.size(), 96U);
    for (const std::string& word : {one.second.name.substr(0, 5), one.second.unit_name.substr(0, 4),
                                    one.first.number.substr(0, 3) + "/", one.second.book_number}) {
      EXPECT_EQ(bytes.find(word), Bytes::npos) << word;
    }
  }
}

}  // namespace
}  // namespace sovang::archive
