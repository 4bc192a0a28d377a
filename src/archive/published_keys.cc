// The list of an office's public keys, each vouched for by the one before it.
#include <algorithm>
#include <charconv>

#include "sovang/archive/proof.h"
#include "sovang/base/hash.h"

#include "keys.h"
#include "note.h"

namespace sovang::archive {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t max_keys = 1000;

tl::unexpected<Error> bad_list(std::string_view why) {
  return fail(ErrorCode::corrupt, "danh sách khóa công khai của cơ quan không hợp lệ: " + std::string(why));
}

/// As people read it: the sizes of the two logs ("12/340"), or the day.
std::string from_text(const PublishedKey& key) {
  if (key.purpose == KeyPurpose::log)
    return std::to_string(key.from) + "/" + std::to_string(key.from_actions);
  return Date::from_days(static_cast<std::int64_t>(key.from)).iso();
}

/// Reads what from_text() gives. False for anything else.
bool read_from(std::string_view text, PublishedKey& key) {
  if (key.purpose == KeyPurpose::code) {
    const auto date = Date::from_iso(text);
    key.from = date ? static_cast<std::uint64_t>(date->days()) : 0;
    return date.has_value() && date->days() >= 0;
  }
  const char* const end = text.data() + text.size();
  const auto [slash, error] = std::from_chars(text.data(), end, key.from);
  if (error != std::errc{} || slash == end || *slash != '/') return false;
  const auto [stop, second_error] = std::from_chars(slash + 1, end, key.from_actions);
  return second_error == std::errc{} && stop == end;
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> out;
  while (!line.empty()) {
    const std::size_t end = line.find(' ');
    out.push_back(line.substr(0, end));
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  }
  return out;
}

Result<PublishedKey> key_from(std::string_view line) {
  const std::vector<std::string_view> words = words_of(line);
  PublishedKey out;
  if (words.size() != 3 && words.size() != 5) return bad_list("một dòng sai dạng");
  if (words[0] != "log" && words[0] != "code") return bad_list("một khóa không rõ để làm gì");
  out.purpose = words[0] == "log" ? KeyPurpose::log : KeyPurpose::code;
  const auto key = from_base64(words[2]);
  if (!key || key->size() != key_size || to_hex(key_id(*key)) != words[1])
    return bad_list("một khóa sai dạng");
  out.key = *key;
  if (words.size() == 3) return out;
  const auto endorsement = from_base64(words[4]);
  if (!read_from(words[3], out) || !endorsement) return bad_list("một khóa sai dạng");
  out.endorsement = *endorsement;
  return out;
}

}  // namespace

std::string_view to_string(KeyPurpose purpose) {
  switch (purpose) {
    case KeyPurpose::log:
      return "log";
    case KeyPurpose::code:
      return "code";
  }
  return {};
}

Bytes key_id(ByteView public_key) {
  return digest(HashKind::sha256, public_key).substr(0, 4);
}

std::string endorsed_text(const PublishedKey& key) {
  return "sovang-key-v1\n" + std::string(to_string(key.purpose)) + "\n" + to_base64(key.key) + "\n" +
         from_text(key) + "\n";
}

Result<PublishedKeys> PublishedKeys::read(std::string_view text) {
  PublishedKeys out;
  while (!text.empty()) {
    const PublishedKey key = SOVANG_TRY(key_from(take_line(text)));
    const PublishedKey* const before = out.newest(key.purpose);
    if ((before == nullptr) != key.endorsement.empty())
      return bad_list("một khóa không có khóa trước bảo đảm");
    if (before != nullptr && (key.from < before->from || key.from_actions < before->from_actions ||
                              !verifies(before->key, endorsed_text(key), key.endorsement))) {
      return bad_list("chữ ký chuyển giao khóa sai");
    }
    if (out.with_id(key.purpose, key_id(key.key)) != nullptr || out.keys_.size() == max_keys)
      return bad_list("một khóa có hai lần");
    out.add(key);
  }
  if (out.newest(KeyPurpose::log) == nullptr || out.newest(KeyPurpose::code) == nullptr)
    return bad_list("thiếu khóa");
  return out;
}

std::string PublishedKeys::text() const {
  std::string out;
  for (const PublishedKey& key : keys_) {
    out += std::string(to_string(key.purpose)) + " " + to_hex(key_id(key.key)) + " " + to_base64(key.key);
    if (!key.endorsement.empty()) out += " " + from_text(key) + " " + to_base64(key.endorsement);
    out += "\n";
  }
  return out;
}

const PublishedKey* PublishedKeys::newest(KeyPurpose purpose) const {
  const auto it = std::find_if(keys_.rbegin(), keys_.rend(),
                               [&](const PublishedKey& key) { return key.purpose == purpose; });
  return it == keys_.rend() ? nullptr : &*it;
}

const PublishedKey* PublishedKeys::with_id(KeyPurpose purpose, ByteView id) const {
  const auto it = std::find_if(keys_.begin(), keys_.end(), [&](const PublishedKey& key) {
    return key.purpose == purpose && key_id(key.key) == id;
  });
  return it == keys_.end() ? nullptr : &*it;
}

const PublishedKey* PublishedKeys::successor(const PublishedKey& key) const {
  auto it = std::find(keys_.begin(), keys_.end(), key);
  if (it == keys_.end()) return nullptr;
  it = std::find_if(it + 1, keys_.end(),
                    [&](const PublishedKey& later) { return later.purpose == key.purpose; });
  return it == keys_.end() ? nullptr : &*it;
}

bool PublishedKeys::continues(const PublishedKeys& older) const {
  return keys_.size() >= older.keys_.size() &&
         std::equal(older.keys_.begin(), older.keys_.end(), keys_.begin());
}

}  // namespace sovang::archive
