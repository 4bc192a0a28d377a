#pragma once

#include <string>
#include <string_view>

namespace sovang {

/// The bytes of a file. A std::string, because every library behind the rooms takes char; it is not text.
using Bytes = std::string;
/// Bytes that someone else owns.
using ByteView = std::string_view;

}  // namespace sovang
