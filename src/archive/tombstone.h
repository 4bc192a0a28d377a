#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sovang/archive/archive.h"
#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

#include "storage.h"

/// What stays of a record that was disposed of (archive-design §10).
namespace sovang::archive {

inline constexpr std::string_view tombstone_path = "tombstone.xml";

/// The digests of all that there was, the leaves that stand in the log for it, whose word it went by, and no
/// name of anybody who was awarded. Fails where the object cannot be read.
[[nodiscard]] Result<std::string> tombstone_of(const StoredObject& object, const Record& record,
                                               const DisposalOrder& order);

/// The leaves of the log that a tombstone answers for; none if the object is no tombstone.
[[nodiscard]] std::vector<Bytes> leaves_of_tombstone(const StoredObject& object);

}  // namespace sovang::archive
