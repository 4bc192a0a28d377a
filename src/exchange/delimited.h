#pragma once

#include "sovang/exchange/table.h"

namespace sovang::exchange {

/// Reads delimited text (RFC 4180 with any of , ; tab |): encoding and separator are found out. Bytes that
/// are neither UTF-8 nor UTF-16 come as Windows-1252 ("cp1252"), the form in which room text looks for old
/// Vietnamese encodings. The row number is the line on which the record begins.
[[nodiscard]] Result<Table> read_delimited(ByteView bytes, std::string_view file, const Limits& limits);

}  // namespace sovang::exchange
