#pragma once

#include "sovang/exchange/table.h"

namespace sovang::exchange {

/// Reads an xlsx workbook; `bytes` begins with a ZIP signature.
[[nodiscard]] Result<Table> read_xlsx(ByteView bytes, std::string_view file, const Limits& limits);

}  // namespace sovang::exchange
