// What pdftohtml writes of a stranger's PDF.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "../../src/dossier/lint_paper.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto pages = sovang::dossier::parse_pdf_lines({reinterpret_cast<const char*>(data), size});
  if (!pages.empty()) {
    static_cast<void>(sovang::dossier::parts_of(pages));
    static_cast<void>(sovang::dossier::is_certificate(pages));
  }
  return 0;
}
