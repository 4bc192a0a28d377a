#include "sovang/base/signing_key.h"

#include <string>

#include <sodium.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

namespace sovang {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t seed_size = 32;

const unsigned char* raw(ByteView data) {
  return reinterpret_cast<const unsigned char*>(data.data());
}
unsigned char* raw(Bytes& data) {
  return reinterpret_cast<unsigned char*>(data.data());
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

Result<Bytes> read_secret(const fs::path& path) {
  std::error_code error;
  const fs::perms others =
      fs::status(path, error).permissions() & (fs::perms::group_all | fs::perms::others_all);
  if (!error && others != fs::perms::none) {
    return fail(
        ErrorCode::forbidden,
        "tệp khóa «" + path.string() + "» để người khác trên máy đọc được; xin chạy chmod 600 cho tệp này");
  }
  const Bytes text = SOVANG_TRY(files::read(path, 200));
  const auto seed = from_hex(std::string_view(text).substr(0, 2 * seed_size));
  if (!seed || seed->size() != seed_size) {
    return fail(ErrorCode::corrupt, "tệp khóa «" + path.string() + "» bị hỏng; xin khôi phục từ bản sao lưu");
  }
  return *seed;
}

Status make_secret(const fs::path& path, Ids& ids) {
  std::error_code error;
  if (fs::exists(path, error)) return {};
  const fs::path fresh = path.string() + ".new";
  SOVANG_TRY(files::remove_tree(fresh));
  SOVANG_TRY(files::create(fresh, to_hex(ids.random_bytes(seed_size)) + "\n"));
  fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write, error);
  if (error) return fail(ErrorCode::io, "không đặt được quyền cho tệp khóa «" + fresh.string() + "»");
  return files::rename_new(fresh, path);
}

}  // namespace sovang
