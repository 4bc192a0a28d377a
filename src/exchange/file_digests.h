#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "sovang/base/result.h"

namespace sovang::exchange {

/// True for an algorithm that file_digests() knows: md5, sha1, sha224, sha256, sha384, sha512, sha3-256 …;
/// the weak ones because old bags bear them.
[[nodiscard]] bool digest_is_known(std::string_view algorithm);

struct FileDigests {
  std::map<std::string, std::string> hex;  ///< algorithm → digest in small letters
  std::uint64_t bytes = 0;
};

/// The digests of a regular file by several algorithms, read once, in constant memory. Follows no link.
[[nodiscard]] Result<FileDigests> file_digests(const std::filesystem::path& file,
                                               const std::set<std::string>& algorithms);

}  // namespace sovang::exchange
