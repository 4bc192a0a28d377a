#include "object_file.h"

#include <deque>
#include <utility>

#include <hpdf_consts.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>

#include "numbers.h"

namespace sovang::pdf {
namespace {

/// One object of ours behind a dictionary of libharu; `attr` of the dictionary points at it.
struct Entry {
  HPDF_Dict dictionary = nullptr;
  std::string entries;
  ByteView data;
  Bytes owned;
  bool is_stream = false;
  HPDF_Stream sink = nullptr;
};

const HPDF_BYTE* raw(ByteView data) {
  return reinterpret_cast<const HPDF_BYTE*>(data.data());
}

HPDF_STATUS write_text(HPDF_Stream sink, ByteView text) {
  return HPDF_Stream_Write(sink, raw(text), static_cast<HPDF_UINT>(text.size()));
}

/// libharu calls this between << and >>.
HPDF_STATUS write_entries(HPDF_Dict dictionary, HPDF_Stream sink) {
  auto* entry = static_cast<Entry*>(dictionary->attr);
  entry->sink = sink;
  return write_text(sink, entry->entries);
}

/// libharu calls this behind >>. Writing the data here, and not through a stream of libharu's, saves two
/// copies and the separate object that libharu keeps each /Length in.
HPDF_STATUS write_data(HPDF_Dict dictionary) {
  auto* entry = static_cast<Entry*>(dictionary->attr);
  HPDF_STATUS status = write_text(entry->sink, "\nstream\n");
  if (status == HPDF_OK) status = write_text(entry->sink, entry->data);
  if (status == HPDF_OK) status = write_text(entry->sink, "\nendstream");
  return status;
}

HPDF_STATUS append_to_bytes(HPDF_Stream sink, const HPDF_BYTE* data, HPDF_UINT size) {
  static_cast<Bytes*>(sink->attr)->append(reinterpret_cast<const char*>(data), size);
  return HPDF_OK;
}

}  // namespace

void append_ref(std::string& out, ObjectRef ref) {
  append_int(out, ref.number);
  out += " 0 R";
}

std::string to_text(ObjectRef ref) {
  std::string out;
  append_ref(out, ref);
  return out;
}

struct ObjectFile::Impl {
  HPDF_Error_Rec error{};
  HPDF_MMgr memory = nullptr;
  HPDF_Xref table = nullptr;
  std::deque<Entry> entries;
  std::size_t size = 0;  ///< of all data so far, to reserve the output once

  Impl() {
    HPDF_Error_Init(&error, nullptr);
    memory = HPDF_MMgr_New(&error, 0, nullptr, nullptr);
    SOVANG_EXPECT(memory != nullptr);
    table = HPDF_Xref_New(memory, 0);
    SOVANG_EXPECT(table != nullptr);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    HPDF_Xref_Free(table);
    HPDF_MMgr_Free(memory);
  }

  void connect(HPDF_Dict dictionary, Entry& entry) {
    SOVANG_EXPECT(dictionary != nullptr);
    entry.dictionary = dictionary;
    dictionary->attr = &entry;
    dictionary->write_fn = write_entries;
    if (entry.is_stream) dictionary->after_write_fn = write_data;
  }

  ObjectRef add(Entry made) {
    Entry& entry = entries.emplace_back(std::move(made));
    size += entry.entries.size() + entry.data.size() + 96;
    connect(HPDF_Dict_New(memory), entry);
    SOVANG_EXPECT(HPDF_Xref_Add(table, entry.dictionary) == HPDF_OK);
    return {static_cast<std::uint32_t>(entries.size())};
  }
};

ObjectFile::ObjectFile() : impl_(std::make_unique<Impl>()) {}
ObjectFile::~ObjectFile() = default;

ObjectRef ObjectFile::reserve() {
  return impl_->add({});
}

void ObjectFile::fill(ObjectRef ref, std::string entries) {
  SOVANG_EXPECT(ref.number > 0 && ref.number <= impl_->entries.size());
  impl_->size += entries.size();
  impl_->entries[ref.number - 1].entries = std::move(entries);
}

ObjectRef ObjectFile::add(std::string entries) {
  Entry entry;
  entry.entries = std::move(entries);
  return impl_->add(std::move(entry));
}

ObjectRef ObjectFile::add_stream(std::string entries, ByteView data) {
  Entry entry;
  entry.entries = std::move(entries);
  entry.entries += " /Length ";
  append_int(entry.entries, static_cast<std::int64_t>(data.size()));
  entry.data = data;
  entry.is_stream = true;
  return impl_->add(std::move(entry));
}

ObjectRef ObjectFile::add_owned_stream(std::string entries, Bytes data) {
  const ObjectRef ref = add_stream(std::move(entries), data);
  Entry& entry = impl_->entries.back();
  entry.owned = std::move(data);
  entry.data = entry.owned;
  return ref;
}

Result<Bytes> ObjectFile::save(Version version, std::string trailer) {
  Impl& impl = *impl_;
  Bytes out;
  out.reserve(impl.size + 4096);
  const HPDF_Stream sink = HPDF_CallbackWriter_New(impl.memory, append_to_bytes, &out);
  SOVANG_EXPECT(sink != nullptr);
  Entry last;
  last.entries = std::move(trailer);
  impl.connect(impl.table->trailer, last);
  // The second line marks the file as binary (ISO 32000-1 §7.5.2, ISO 19005-1 §6.1.2).
  HPDF_STATUS status = write_text(
      sink, version == Version::pdf_1_7 ? "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n" : "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n");
  if (status == HPDF_OK) status = HPDF_Xref_WriteToStream(impl.table, sink, nullptr);
  HPDF_Stream_Free(sink);
  if (status != HPDF_OK) {
    return fail(ErrorCode::internal, "không ghi được tệp PDF (libharu 0x" + std::to_string(status) + ")");
  }
  return out;
}

}  // namespace sovang::pdf
