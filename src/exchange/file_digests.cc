#include "file_digests.h"

#include <array>
#include <cerrno>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sovang/base/descriptor.h"
#include "sovang/base/files.h"
#include "sovang/base/hash.h"

namespace sovang::exchange {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

struct RunningDigest {
  std::string algorithm;
  std::unique_ptr<EVP_MD_CTX, FreeContext> context;
};

const EVP_MD* method_of(std::string_view algorithm) {
  if (algorithm == "md5") return EVP_md5();
  if (algorithm == "sha1") return EVP_sha1();
  if (algorithm == "sha224") return EVP_sha224();
  if (algorithm == "sha256") return EVP_sha256();
  if (algorithm == "sha384") return EVP_sha384();
  if (algorithm == "sha512") return EVP_sha512();
  if (algorithm == "sha3256" || algorithm == "sha3-256") return EVP_sha3_256();
  if (algorithm == "sha3512" || algorithm == "sha3-512") return EVP_sha3_512();
  return nullptr;
}

tl::unexpected<Error> cannot_read(const std::filesystem::path& file, int reason) {
  return fail(ErrorCode::io, "không đọc được tệp: " + files::reason(reason), {file.string()});
}

}  // namespace

bool digest_is_known(std::string_view algorithm) {
  return method_of(algorithm) != nullptr;
}

Result<FileDigests> file_digests(const std::filesystem::path& file, const std::set<std::string>& algorithms) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (in.get() < 0) return cannot_read(file, errno);
  struct stat what {};
  if (::fstat(in.get(), &what) != 0) return cannot_read(file, errno);
  if (!S_ISREG(what.st_mode)) {
    return fail(ErrorCode::invalid_input, "không phải là tệp thường", {file.string()});
  }

  std::vector<RunningDigest> running;
  for (const std::string& algorithm : algorithms) {
    const EVP_MD* method = method_of(algorithm);
    if (method == nullptr) continue;
    running.push_back({algorithm, std::unique_ptr<EVP_MD_CTX, FreeContext>(EVP_MD_CTX_new())});
    SOVANG_EXPECT(EVP_DigestInit_ex(running.back().context.get(), method, nullptr) == 1);
  }

  FileDigests out;
  std::vector<char> piece(std::size_t{1} << 18);
  for (;;) {
    const ssize_t got = ::read(in.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_read(file, errno);
    if (got == 0) break;
    out.bytes += static_cast<std::uint64_t>(got);
    for (const RunningDigest& digest : running)
      EVP_DigestUpdate(digest.context.get(), piece.data(), static_cast<std::size_t>(got));
  }
  for (const RunningDigest& digest : running) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(digest.context.get(), raw.data(), &size);
    out.hex[digest.algorithm] = to_hex(Bytes(raw.begin(), raw.begin() + size));
  }
  return out;
}

}  // namespace sovang::exchange
