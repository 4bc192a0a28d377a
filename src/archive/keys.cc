#include "keys.h"

#include <array>
#include <optional>

#include <sodium.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::array<const char*, 3> key_files{"log.key", "code.key", "salt.key"};

const unsigned char* raw(ByteView data) {
  return reinterpret_cast<const unsigned char*>(data.data());
}
unsigned char* raw(Bytes& data) {
  return reinterpret_cast<unsigned char*>(data.data());
}

fs::path secret_path(const fs::path& folder, KeyPurpose purpose) {
  return folder / (std::string(to_string(purpose)) + ".key");
}

/// Where a new key waits until the list of public keys names it.
fs::path waiting_path(const fs::path& folder, KeyPurpose purpose) {
  return folder / (std::string(to_string(purpose)) + ".key.next");
}

Result<std::optional<PublishedKeys>> read_list(const fs::path& list) {
  constexpr std::uint64_t limit = 1U << 20U;
  const Result<Bytes> text = files::read(list, limit);
  if (!text && text.error().code == ErrorCode::not_found) return std::optional<PublishedKeys>();
  if (!text) return fail(text.error());
  return std::optional(SOVANG_TRY(PublishedKeys::read(*text)));
}

/// The secret of the newest published key: in its place, or still waiting because a rotation was cut off.
Result<SigningKey> load_key(const fs::path& folder, KeyPurpose purpose,
                            const std::optional<PublishedKeys>& list) {
  SigningKey key = SigningKey::from_seed(SOVANG_TRY(read_secret(secret_path(folder, purpose))));
  if (!list || list->newest(purpose)->key == key.public_key()) return key;
  std::error_code error;
  const fs::path waiting = waiting_path(folder, purpose);
  if (fs::exists(waiting, error)) {
    key = SigningKey::from_seed(SOVANG_TRY(read_secret(waiting)));
    if (list->newest(purpose)->key == key.public_key()) return key;
  }
  return fail(ErrorCode::corrupt,
              "khóa «" + secret_path(folder, purpose).string() +
                  "» không phải là khóa mới nhất đã công bố; xin khôi phục từ bản cất giữ");
}

}  // namespace

Bytes keyed_digest(ByteView key, ByteView message) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, raw(key), key.size());
  crypto_auth_hmacsha256_update(&state, raw(message), message.size());
  Bytes out(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, raw(out));
  return out;
}

Status ArchiveKeys::create(const fs::path& folder, Ids& ids) {
  SOVANG_TRY(files::make_folders(folder));
  std::error_code error;
  fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return fail(ErrorCode::io, "không đặt được quyền cho thư mục khóa «" + folder.string() + "»");
  for (const char* name : key_files) {
    SOVANG_TRY(make_secret(folder / name, ids));
  }
  return {};
}

Result<ArchiveKeys> ArchiveKeys::load(const fs::path& folder, const fs::path& list) {
  const std::optional<PublishedKeys> published = SOVANG_TRY(read_list(list));
  ArchiveKeys keys;
  keys.log = SOVANG_TRY(load_key(folder, KeyPurpose::log, published));
  keys.code = SOVANG_TRY(load_key(folder, KeyPurpose::code, published));
  keys.salt = SOVANG_TRY(read_secret(folder / key_files[2]));
  if (published) {
    keys.published = *published;
  } else {
    keys.published.add({KeyPurpose::log, keys.log.public_key(), 0, 0, {}});
    keys.published.add({KeyPurpose::code, keys.code.public_key(), 0, 0, {}});
  }
  return keys;
}

Status ArchiveKeys::rotate(const fs::path& folder, const fs::path& list, PublishedKey start, Ids& ids) {
  SOVANG_TRY(settle(folder, list));
  ArchiveKeys keys = SOVANG_TRY(load(folder, list));
  const SigningKey& old = start.purpose == KeyPurpose::log ? keys.log : keys.code;
  const fs::path waiting = waiting_path(folder, start.purpose);  // settle() left none
  SOVANG_TRY(make_secret(waiting, ids));
  start.key = SigningKey::from_seed(SOVANG_TRY(read_secret(waiting))).public_key();
  if (keys.published.with_id(start.purpose, key_id(start.key)) != nullptr) {
    return fail(ErrorCode::internal,
                "khóa mới trùng một khóa đã có; nguồn số ngẫu nhiên của máy không dùng được");
  }
  start.endorsement = old.sign(endorsed_text(start));
  keys.published.add(std::move(start));
  SOVANG_TRY(files::replace(list, keys.published.text()));  // from here on the new key is the key
  SOVANG_TRY(settle(folder, list));
  return {};
}

Result<bool> ArchiveKeys::settle(const fs::path& folder, const fs::path& list) {
  bool found = false;
  const std::optional<PublishedKeys> published = SOVANG_TRY(read_list(list));
  for (const KeyPurpose purpose : {KeyPurpose::log, KeyPurpose::code}) {
    const fs::path waiting = waiting_path(folder, purpose);
    std::error_code error;
    if (!fs::exists(waiting, error)) continue;
    found = true;
    const SigningKey key = SigningKey::from_seed(SOVANG_TRY(read_secret(waiting)));
    if (published && published->newest(purpose)->key == key.public_key()) {
      SOVANG_TRY(files::rename_over(waiting, secret_path(folder, purpose)));
    } else {
      SOVANG_TRY(files::remove_tree(waiting));  // never published: it never was a key
    }
  }
  return found;
}

}  // namespace sovang::archive
