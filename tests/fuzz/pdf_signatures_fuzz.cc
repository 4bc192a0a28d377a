// A PDF that somebody hands in with its signatures: a list of findings or an error, and nothing that is not whole
// holds for whole.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sovang/base/clock.h"
#include "sovang/pdf/signatures.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto signatures = sovang::pdf::read_signatures(input, {}, sovang::Instant{1'653'008'400'000});
  if (!signatures) return 0;
  for (const auto& signature : *signatures)
    if (signature.covered > size || signature.trust == sovang::pdf::Trust::trusted) std::abort();
  return 0;
}
