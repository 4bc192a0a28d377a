#pragma once

#include <string>

#include "sovang/archive/record.h"

#include "storage.h"

namespace sovang::archive {

inline constexpr std::string_view premis_path = "premis.xml";

/// The events of one version as PREMIS 3.0: taken in or changed, digests made, read back. `files`: how many
/// there are besides record.xml. The times are those of the version, so the file belongs to no comparison of
/// contents.
[[nodiscard]] std::string premis_of(const Record& record, int version, std::size_t files,
                                    const VersionNote& note);

}  // namespace sovang::archive
