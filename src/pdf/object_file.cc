#include "object_file.h"

#include <array>
#include <deque>
#include <utility>
#include <vector>

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
  Dictionaries dictionaries;
  HPDF_Error_Rec error{};
  HPDF_MMgr memory = nullptr;
  HPDF_Xref table = nullptr;
  std::deque<Entry> entries;
  std::size_t size = 0;  ///< of all data so far, to reserve the output once

  explicit Impl(Dictionaries how) : dictionaries(how) {
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
    const ObjectRef ref{static_cast<std::uint32_t>(entries.size())};
    if (dictionaries == Dictionaries::packed && !entry.is_stream) return ref;
    connect(HPDF_Dict_New(memory), entry);
    SOVANG_EXPECT(HPDF_Xref_Add(table, entry.dictionary) == HPDF_OK);
    return ref;
  }
};

ObjectFile::ObjectFile(Dictionaries dictionaries) : impl_(std::make_unique<Impl>(dictionaries)) {}
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

Result<Bytes> ObjectFile::save(Version version, std::string trailer, Packer& packer) {
  if (impl_->dictionaries == Dictionaries::plain) return save_plain(version, std::move(trailer));
  SOVANG_EXPECT(version == Version::pdf_1_7);
  return save_packed(trailer, packer);
}

namespace {

// The second line marks the file as binary (ISO 32000-1 §7.5.2, ISO 19005-1 §6.1.2).
constexpr std::string_view header_1_4 = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n";
constexpr std::string_view header_1_7 = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";

Error not_written(HPDF_STATUS status) {
  return {ErrorCode::internal, "không ghi được tệp PDF (libharu 0x" + std::to_string(status) + ")"};
}

}  // namespace

Result<Bytes> ObjectFile::save_plain(Version version, std::string trailer) {
  Impl& impl = *impl_;
  Bytes out;
  out.reserve(impl.size + 4096);
  const HPDF_Stream sink = HPDF_CallbackWriter_New(impl.memory, append_to_bytes, &out);
  SOVANG_EXPECT(sink != nullptr);
  Entry last;
  last.entries = std::move(trailer);
  impl.connect(impl.table->trailer, last);
  HPDF_STATUS status = write_text(sink, version == Version::pdf_1_7 ? header_1_7 : header_1_4);
  if (status == HPDF_OK) status = HPDF_Xref_WriteToStream(impl.table, sink, nullptr);
  HPDF_Stream_Free(sink);
  if (status != HPDF_OK) return fail(not_written(status));
  return out;
}

namespace {

/// A cross-reference stream (ISO 32000-1 §7.5.8), packed with what each row adds to the one above: rows of
/// neighbours differ in a few bytes.
class CrossReferences {
 public:
  static constexpr int columns = 7;

  void in_file(std::uint64_t offset) { row('\1', offset, 0); }
  void in_stream(std::uint32_t stream, std::size_t index) { row('\2', stream, index); }
  void free_head() { row('\0', 0, 0xFFFFU); }
  [[nodiscard]] const Bytes& rows() const { return rows_; }

 private:
  void row(char type, std::uint64_t second, std::uint64_t third) {
    std::array<unsigned char, columns> now{};
    now[0] = static_cast<unsigned char>(type);
    for (std::size_t i = 0; i < 4; ++i)
      now[1 + i] = static_cast<unsigned char>(second >> (24U - 8U * i) & 0xFFU);
    now[5] = static_cast<unsigned char>(third >> 8U & 0xFFU);
    now[6] = static_cast<unsigned char>(third & 0xFFU);
    rows_ += '\2';  // PNG's filter "up"
    for (std::size_t i = 0; i < now.size(); ++i)
      rows_ += static_cast<char>(now[i] - above_[i]);
    above_ = now;
  }

  std::array<unsigned char, columns> above_{};
  Bytes rows_;
};

/// Some dictionaries in one stream: numbers and places first, then one after the other.
class ObjectStream {
 public:
  static constexpr std::size_t most = 400;  // a reader unpacks all for one

  void add(std::uint32_t number, std::string_view entries) {
    append_int(index_, number);
    index_ += ' ';
    append_int(index_, static_cast<std::int64_t>(objects_.size()));
    index_ += ' ';
    objects_.append("<<").append(entries).append(">>\n");
    ++count_;
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] std::string entries() const {
    return "/Type /ObjStm /N " + std::to_string(count_) + " /First " + std::to_string(index_.size()) +
           " /Filter /FlateDecode";
  }
  [[nodiscard]] Bytes content() const { return index_ + objects_; }

 private:
  std::string index_;
  std::string objects_;
  std::size_t count_ = 0;
};

}  // namespace

Result<Bytes> ObjectFile::save_packed(const std::string& trailer, Packer& packer) {
  Impl& impl = *impl_;
  struct Place {
    std::uint32_t stream = 0;  ///< 0 = in the file itself
    std::size_t at = 0;        ///< index in the stream, or offset in the file
  };
  const std::size_t given = impl.entries.size();
  std::vector<Place> places(given);
  for (std::size_t next = 0; next < given;) {
    ObjectStream objects;
    const auto number = static_cast<std::uint32_t>(impl.entries.size() + 1);
    for (; next < given && objects.count() < ObjectStream::most; ++next) {
      if (impl.entries[next].is_stream) continue;
      places[next] = {number, objects.count()};
      objects.add(static_cast<std::uint32_t>(next + 1), impl.entries[next].entries);
    }
    if (objects.count() > 0) add_owned_stream(objects.entries(), packer.pack(objects.content()));
  }
  places.resize(impl.entries.size());

  Bytes out(header_1_7);
  const HPDF_Stream sink = HPDF_CallbackWriter_New(impl.memory, append_to_bytes, &out);
  SOVANG_EXPECT(sink != nullptr);
  HPDF_STATUS status = HPDF_OK;
  for (std::size_t i = 0; i < impl.entries.size() && status == HPDF_OK; ++i) {
    if (!impl.entries[i].is_stream) continue;
    places[i].at = out.size();
    append_int(out, static_cast<std::int64_t>(i + 1));
    out += " 0 obj\n";
    status = HPDF_Obj_WriteValue(impl.entries[i].dictionary, sink, nullptr);
    out += "\nendobj\n";
  }
  HPDF_Stream_Free(sink);
  if (status != HPDF_OK) return fail(not_written(status));

  CrossReferences references;
  references.free_head();
  for (const Place& place : places)
    place.stream == 0 ? references.in_file(place.at) : references.in_stream(place.stream, place.at);
  const std::size_t start = out.size();
  references.in_file(start);
  const Bytes rows = packer.pack(references.rows());
  const std::string number = std::to_string(places.size() + 1);
  out += number + " 0 obj\n<< /Type /XRef /Size " + std::to_string(places.size() + 2) +
         " /W [1 4 2] /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns " +
         std::to_string(CrossReferences::columns) + " >> " + trailer + " /Length " +
         std::to_string(rows.size()) + " >>\nstream\n" + rows + "\nendstream\nendobj\nstartxref\n" +
         std::to_string(start) + "\n%%EOF\n";
  return out;
}

}  // namespace sovang::pdf
