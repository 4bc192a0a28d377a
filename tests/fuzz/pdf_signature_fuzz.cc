#include <cstdint>

#include "sovang/pdf/signatures.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const sovang::Instant now{1'700'000'000'000};
  const auto found = sovang::pdf::read_signatures(input, {}, now);
  if (!found) return 0;
  for (const sovang::pdf::Signature& signature : *found) {
    SOVANG_EXPECT(signature.trust != sovang::pdf::Trust::trusted);  // nobody was named
    // A signature that holds covers part of the file and says who made it.
    if (!signature.holds()) continue;
    SOVANG_EXPECT(signature.covered > 0 && signature.covered <= size && !signature.certificate.key.empty());
  }
  static_cast<void>(sovang::pdf::size_before_signing(input, *found));
  return 0;
}
