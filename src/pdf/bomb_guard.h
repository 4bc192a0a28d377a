#pragma once

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::pdf {

/// Refuses files whose packed streams would grow beyond 512 MiB (rule LIM-09), before a library unpacks them:
/// qpdf reads object streams and cross-reference streams into memory whole. Looks at raw bytes, at deflate
/// inside deflate too; the two old packings whose growth cannot be told this way (LZW and run length) are
/// refused. Takes 64 KiB and time linear in what it unpacks.
[[nodiscard]] Status refuse_bombs(ByteView pdf);

}  // namespace sovang::pdf
