// What people type, scan or hand in for verification: codes of certificates, notes of the log, inventories
// and queries. The first byte says which.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../../src/archive/code.h"
#include "../../src/archive/inventory.h"
#include "../../src/archive/query.h"
#include "../../src/archive/trail.h"

namespace {

void check_inventory(std::string_view json) {
  const auto inventory = sovang::archive::parse_inventory(json);
  if (!inventory) return;
  // What was read is written and read to the same again.
  const std::string once = sovang::archive::to_json(*inventory);
  const auto again = sovang::archive::parse_inventory(once);
  if (!again || sovang::archive::to_json(*again) != once) std::abort();
}

void check_query(std::string_view typed) {
  const auto parts = sovang::archive::parse_query(typed);
  if (!parts) return;
  std::size_t last = 0;
  for (const auto& mark : sovang::archive::highlights_in(typed, *parts)) {
    if (mark.begin < last || mark.end <= mark.begin || mark.end > typed.size()) std::abort();
    last = mark.end;
  }
}

/// Keys that nobody has.
sovang::archive::PublishedKeys strange_keys() {
  using sovang::archive::KeyPurpose;
  sovang::archive::PublishedKeys keys;
  keys.add({KeyPurpose::log, std::string(32, 'k'), 0, 0, {}});
  keys.add({KeyPurpose::code, std::string(32, 'k'), 0, 0, {}});
  return keys;
}

/// What is read is written and read to the same again.
template <class Read>
void check_text(Read read, std::string_view text) {
  const auto proof = read(text);
  if (!proof) return;
  const std::string once = to_text(*proof);
  const auto again = read(once);
  if (!again || to_text(*again) != once) std::abort();
}

void check_proofs(std::string_view text) {
  // Nobody has signed with these keys.
  if (sovang::archive::read_checkpoint(text, strange_keys())) std::abort();
  check_text(sovang::archive::read_proof, text);
  check_text(sovang::archive::read_inclusion_proof, text);
  check_text(sovang::archive::read_consistency_proof, text);
  if (const auto proof = sovang::archive::read_proof(text)) {
    if (sovang::archive::check(*proof, text, strange_keys())) std::abort();
  }
  if (const auto keys = sovang::archive::PublishedKeys::read(text)) {
    if (!keys->continues(*keys)) std::abort();
  }
  if (const auto action = sovang::archive::action_from_line(text)) {
    const std::string line = sovang::archive::to_line(*action);
    if (line.find('\n') != std::string::npos) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  switch (data[0] % 4) {
    case 0:
      // Nobody has signed with this key.
      if (sovang::archive::read_code(text, strange_keys())) std::abort();
      break;
    case 1:
      check_proofs(text);
      break;
    case 2:
      check_inventory(text);
      break;
    default:
      check_query(text);
      break;
  }
  return 0;
}
