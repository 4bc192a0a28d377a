// The inventory of an object that somebody else wrote, and the codes on paper.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sovang/archive/validate.h"
#include "sovang/base/files.h"
#include "sovang/base/hash.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace files = sovang::files;
  static const auto folder = files::TemporaryFolder::make("sovang-fuzz");
  if (!folder) std::abort();
  const std::string json(reinterpret_cast<const char*>(data), size);
  const auto put = [&](const char* name, const std::string& bytes) {
    if (!files::remove_tree(folder->path() / name)) std::abort();
    if (!files::create_unsynced(folder->path() / name, bytes)) std::abort();
  };
  put("0=ocfl_object_1.1", "ocfl_object_1.1\n");
  put("inventory.json", json);
  put("inventory.json.sha512",
      sovang::to_hex(sovang::digest(sovang::HashKind::sha512, json)) + " inventory.json\n");
  const auto report = sovang::archive::validate_ocfl(folder->path());
  if (!report || report->verdict() == "valid") std::abort();  // there is no version folder at all
  return 0;
}
