#pragma once

#include <string_view>

#include "sovang/archive/archive.h"

/// What of one object an asker may see; whether he may see it at all the catalogue says (archive-design §11).
namespace sovang::archive {

/// The record as this asker may read it: a unit sees its own lines, the public no more than name, unit and
/// award, and only the files that each may open.
[[nodiscard]] Record view_for(const Record& record, const Asker& asker);
/// May he open this file of the object?
[[nodiscard]] bool may_open(const Record& record, std::string_view path, const Asker& asker);

}  // namespace sovang::archive
