#pragma once

#include <cstddef>

#include "sovang/document/value.h"

namespace sovang::cli {

/// The data of the i-th invented certificate (docs/formats/form-data.md): names, posts and units change from
/// one to the next as in a real decision, long and short ones among them.
[[nodiscard]] document::Value bench_certificate(std::size_t i);

/// A decision whose list has `rows` individuals in groups, with money.
[[nodiscard]] document::Value bench_decision(std::size_t rows);

}  // namespace sovang::cli
