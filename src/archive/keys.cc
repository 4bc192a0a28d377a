#include "keys.h"

#include <array>

#include <sodium.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::array<const char*, 3> key_files{"log.key", "code.key", "salt.key"};
constexpr std::size_t seed_size = 32;

const unsigned char* raw(ByteView data) {
  return reinterpret_cast<const unsigned char*>(data.data());
}
unsigned char* raw(Bytes& data) {
  return reinterpret_cast<unsigned char*>(data.data());
}

Result<Bytes> load_secret(const fs::path& path) {
  std::error_code error;
  const fs::perms others =
      fs::status(path, error).permissions() & (fs::perms::group_all | fs::perms::others_all);
  if (!error && others != fs::perms::none) {
    return fail(
        ErrorCode::forbidden,
        "tệp khóa «" + path.string() + "» để người khác trên máy đọc được; xin chạy chmod 600 cho tệp này");
  }
  const Bytes text = SOVANG_TRY_WITHIN(files::read(path, 200), "đọc khóa của kho lưu trữ");
  const auto seed = from_hex(std::string_view(text).substr(0, 2 * seed_size));
  if (!seed || seed->size() != seed_size) {
    return fail(ErrorCode::corrupt, "tệp khóa «" + path.string() + "» bị hỏng; xin khôi phục từ bản sao lưu");
  }
  return *seed;
}

}  // namespace

SigningKey SigningKey::from_seed(ByteView seed) {
  SOVANG_EXPECT(sodium_init() >= 0 && seed.size() == crypto_sign_SEEDBYTES);
  SigningKey key;
  key.secret_.resize(crypto_sign_SECRETKEYBYTES);
  key.public_.resize(crypto_sign_PUBLICKEYBYTES);
  crypto_sign_seed_keypair(raw(key.public_), raw(key.secret_), raw(seed));
  return key;
}

Bytes SigningKey::sign(ByteView message) const {
  Bytes out(crypto_sign_BYTES, '\0');
  crypto_sign_detached(raw(out), nullptr, raw(message), message.size(), raw(ByteView(secret_)));
  return out;
}

bool verifies(ByteView public_key, ByteView message, ByteView signature) {
  return public_key.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(raw(signature), raw(message), message.size(), raw(public_key)) == 0;
}

Bytes key_id(ByteView public_key) {
  return digest(HashKind::sha256, public_key).substr(0, 4);
}

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
    const fs::path path = folder / name;
    if (fs::exists(path, error)) continue;
    const fs::path fresh = folder / (std::string(name) + ".new");
    SOVANG_TRY(files::remove_tree(fresh));
    SOVANG_TRY(files::create(fresh, to_hex(ids.random_bytes(seed_size)) + "\n"));
    fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return fail(ErrorCode::io, "không đặt được quyền cho tệp khóa «" + fresh.string() + "»");
    SOVANG_TRY(files::rename_new(fresh, path));
  }
  return {};
}

Result<ArchiveKeys> ArchiveKeys::load(const fs::path& folder) {
  ArchiveKeys keys;
  keys.log = SigningKey::from_seed(SOVANG_TRY(load_secret(folder / key_files[0])));
  keys.code = SigningKey::from_seed(SOVANG_TRY(load_secret(folder / key_files[1])));
  keys.salt = SOVANG_TRY(load_secret(folder / key_files[2]));
  return keys;
}

std::string ArchiveKeys::public_list() const {
  const auto line = [](std::string_view purpose, const SigningKey& key) {
    return std::string(purpose) + " " + to_hex(key_id(key.public_key())) + " " + to_base64(key.public_key()) +
           "\n";
  };
  return line("log", log) + line("code", code);
}

}  // namespace sovang::archive
