#include "sovang/pdf/inspect.h"

namespace sovang::pdf {
Result<PdfSummary> inspect_pdf(ByteView) {
  return fail(ErrorCode::unsupported, "chưa làm");
}
}  // namespace sovang::pdf
