#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

#include "packer.h"

namespace sovang::pdf {

/// The number of an indirect object.
struct ObjectRef {
  std::uint32_t number = 0;
};

/// Appends "12 0 R".
void append_ref(std::string& out, ObjectRef ref);
[[nodiscard]] std::string to_text(ObjectRef ref);

/// A file of indirect objects, written by libharu: numbering, dictionaries, streams, the cross-reference
/// table and the trailer. What stands in the dictionaries is the callers' business: they hand in the entries
/// as PDF text. This is the one door to libharu (docs/adr/0002).
class ObjectFile {
 public:
  enum class Version : std::uint8_t { pdf_1_4, pdf_1_7 };
  /// How dictionaries are written: one by one, or many together in packed object streams (ISO 32000-1 §7.5.7,
  /// from PDF 1.5 on), which libharu does not know: then the cross-reference stream is our own.
  enum class Dictionaries : bool { plain, packed };

  explicit ObjectFile(Dictionaries dictionaries);
  ~ObjectFile();
  ObjectFile(const ObjectFile&) = delete;
  ObjectFile& operator=(const ObjectFile&) = delete;

  /// A number for a dictionary whose entries come later, through fill().
  [[nodiscard]] ObjectRef reserve();
  void fill(ObjectRef ref, std::string entries);

  /// A dictionary with these entries ("/Type /Page …", without the brackets).
  ObjectRef add(std::string entries);
  /// A stream; `data` is written as it is (the entries name its filter) and must stay alive until save().
  /// /Length is added.
  ObjectRef add_stream(std::string entries, ByteView data);
  /// A stream whose data the file keeps.
  ObjectRef add_owned_stream(std::string entries, Bytes data);

  /// The whole file. `trailer` holds /Root, /Info and /ID. May be called once. `packer` packs dictionaries.
  [[nodiscard]] Result<Bytes> save(Version version, std::string trailer, Packer& packer);

 private:
  [[nodiscard]] Result<Bytes> save_plain(Version version, std::string trailer);
  [[nodiscard]] Result<Bytes> save_packed(const std::string& trailer, Packer& packer);
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sovang::pdf
