#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "sovang/base/clock.h"
#include "sovang/base/result.h"
#include "sovang/document/drawing.h"
#include "sovang/pdf/signer.h"

/// What `sovang sign` and `sovang issue --sign-with` take from the command line.
namespace sovang::cli {

/// Opens a key: a PKCS #12 file, or a token by its "pkcs11:…" address. The password or PIN is the first line
/// of `password_file`, never of the command line, which others can see.
[[nodiscard]] Result<std::unique_ptr<pdf::Signer>> open_key(const std::string& key,
                                                            const std::filesystem::path& password_file);
/// "2021-12-15T08:00:00+07:00" or "…Z"; now if it is empty.
[[nodiscard]] Result<Instant> signing_time(const std::string& text, const Clock& clock);
/// A PNG file.
[[nodiscard]] Result<document::PicturePtr> read_signature_picture(const std::filesystem::path& png);

}  // namespace sovang::cli
