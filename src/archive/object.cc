#include "object.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

#include "sovang/base/hash.h"
#include "sovang/text/normal.h"

#include "code.h"
#include "merkle.h"
#include "premis.h"
#include "record_words.h"

namespace sovang::archive {
namespace {

constexpr std::size_t max_path = 200;

tl::unexpected<Error> refused(const Record& record, std::string what) {
  const std::string name = record.number.empty() ? record.id : record.number;
  return fail(ErrorCode::invalid_input, "không lưu được văn bản «" + name + "»: " + std::move(what));
}

bool is_path_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.';
}

/// A logical path: ASCII parts, none of them empty or beginning with a dot.
bool is_logical_path(std::string_view path) {
  if (path.empty() || path.size() > max_path) return false;
  bool at_start = true;
  for (const char c : path) {
    if (at_start && (c == '.' || c == '/')) return false;
    if (c != '/' && !is_path_letter(c)) return false;
    at_start = c == '/';
  }
  return !at_start;
}

std::string_view mime_of(std::string_view path) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> types{
      {{".pdf", "application/pdf"},
       {".xml", "application/xml"},
       {".csv", "text/csv; charset=UTF-8"},
       {".tsv", "text/tab-separated-values; charset=UTF-8"},
       {".txt", "text/plain; charset=UTF-8"},
       {".png", "image/png"},
       {".jpg", "image/jpeg"},
       {".svg", "image/svg+xml"},
       {".sig", "text/plain; charset=UTF-8"},
       {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
       {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}}};
  for (const auto& [ending, type] : types)
    if (path.size() > ending.size() && path.substr(path.size() - ending.size()) == ending) return type;
  return "application/octet-stream";
}

Status check_paths(const Record& record, const std::vector<ContentFile>& files) {
  std::set<std::string_view> paths;
  for (const ContentFile& file : files) {
    if (!is_logical_path(file.path) || is_own_path(file.path)) {
      return refused(record, "tên tệp trong hồ sơ «" + file.path +
                                 "» không dùng được (chỉ chữ không dấu, số, - _ . và /)");
    }
    if (!paths.insert(file.path).second) return refused(record, "tệp «" + file.path + "» có hai lần");
  }
  for (const std::string_view path : paths) {  // "a" cannot be a file and a folder (OCFL E095)
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
         slash = path.find('/', slash + 1)) {
      if (paths.count(path.substr(0, slash)) != 0) {
        return refused(record, "«" + std::string(path.substr(0, slash)) + "» vừa là tệp vừa là thư mục");
      }
    }
  }
  for (const RecordFile& file : record.files) {
    if (paths.count(file.path) == 0) return refused(record, "thiếu nội dung của tệp «" + file.path + "»");
  }
  for (const RecordLine& line : record.lines) {
    if (!line.certificate_path.empty() && paths.count(line.certificate_path) == 0) {
      return refused(record, "thiếu tệp bằng «" + line.certificate_path + "»");
    }
  }
  return {};
}

/// Codes must be those that certificate_code() gives, or the printed QR would not be recognised.
Status check_codes(const Record& record, const ArchiveKeys& keys) {
  for (const RecordLine& line : record.lines) {
    if (line.certificate_code.empty()) continue;
    const Result<CertificateCode> code = read_code(line.certificate_code, keys.published);
    if (!code || *code != SOVANG_TRY(code_of(record, line)) ||
        bare_code(line.certificate_code) != line.certificate_code) {
      return refused(record, "mã QR của bằng «" + line.book_number + "» không khớp với dữ liệu của dòng");
    }
  }
  return {};
}

/// One entry in Record::files for each file, with digest and media type; those that were named come first.
void complete_files(Record& record, const std::vector<ContentFile>& files) {
  const auto is_certificate = [&](const std::string& path) {
    return std::any_of(record.lines.begin(), record.lines.end(),
                       [&](const RecordLine& line) { return line.certificate_path == path; });
  };
  for (const ContentFile& file : files) {
    auto it = std::find_if(record.files.begin(), record.files.end(),
                           [&](const RecordFile& known) { return known.path == file.path; });
    if (it == record.files.end())
      it = record.files.insert(record.files.end(), {file.path, "", "", "", 0, ""});
    it->sha256 = to_hex(digest(HashKind::sha256, file.bytes));
    if (it->mime.empty()) it->mime = mime_of(file.path);
    if (it->role.empty() && is_certificate(file.path)) it->role = "certificate";
  }
}

/// Salts that nobody can guess, yet the same for the same certificate: keeping twice gives the same object.
std::string salts_of(const Record& record, const ArchiveKeys& keys) {
  std::string out;
  for (std::size_t i = 0; i < record.lines.size(); ++i) {
    const Bytes salt = keyed_digest(keys.salt, record.id + "\t" + std::to_string(i)).substr(0, 16);
    out += std::to_string(i) + "\t" + to_hex(salt) + "\n";
  }
  return out;
}

std::string decision_sha256(const Record& record) {
  const auto it = std::find_if(record.files.begin(), record.files.end(),
                               [](const RecordFile& file) { return file.role == "decision"; });
  return it == record.files.end() ? std::string() : it->sha256;
}

Result<Bytes> file_or_empty(const StoredObject& object, int version, std::string_view path) {
  Result<Bytes> bytes = Storage::read_file_of(object, version, path);
  if (!bytes && bytes.error().code == ErrorCode::not_found) return Bytes();
  return bytes;
}

}  // namespace

bool is_own_path(std::string_view path) {
  return path == record_path || path == proof_path || path == premis_path;
}

Result<PreparedObject> prepare(Record record, std::vector<ContentFile> files, const ArchiveKeys& keys) {
  SOVANG_TRY(check_paths(record, files));
  SOVANG_TRY(check_codes(record, keys));
  complete_files(record, files);
  std::string xml = to_xml(record);
  if (!text::is_nfc(xml)) return refused(record, "chữ trong hồ sơ không phải UTF-8 dạng NFC");
  // What cannot be read back from record.xml would be lost with the catalogue.
  const Result<Record> again = read_record(xml);
  if (!again) return refused(record, again.error().message);
  if (to_xml(*again) != xml) return refused(record, "dữ liệu không ghi được trọn vẹn vào record.xml");
  if (!record.lines.empty()) files.push_back({std::string(proof_path), salts_of(record, keys)});
  files.push_back({std::string(record_path), std::move(xml)});
  return PreparedObject{std::move(record), std::move(files)};
}

bool same_content(const StoredObject& object, const PreparedObject& prepared) {
  std::map<std::string, std::string> state;
  for (const ContentFile& file : prepared.files)
    state[file.path] = to_hex(digest(HashKind::sha512, file.bytes));
  std::map<std::string, std::string> kept = object.inventory.versions.back().state;
  kept.erase(std::string(premis_path));  // says when, not what
  return kept == state;
}

Result<std::vector<std::string>> certificates_of(const Record& record, std::string_view proof) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  while (begin < proof.size()) {
    const std::size_t end = std::min(proof.find('\n', begin), proof.size());
    const std::string_view row = proof.substr(begin, end - begin);
    const std::size_t tab = row.find('\t');
    std::size_t position = 0;
    const auto [stop, error] = std::from_chars(row.data(), row.data() + std::min(tab, row.size()), position);
    if (tab == std::string_view::npos || error != std::errc{} || stop != row.data() + tab ||
        position != out.size() || position >= record.lines.size()) {
      return fail(ErrorCode::corrupt, "tệp muối của bằng trong hồ sơ lưu trữ sai dạng");
    }
    out.push_back(certificate_data(record.lines[position], row.substr(tab + 1)));
    begin = end + 1;
  }
  return out;
}

Result<Record> record_of(const StoredObject& object) {
  const Bytes xml = SOVANG_TRY(Storage::read_file(object, record_path));
  return read_record(xml);
}

Result<Record> record_with(const Storage& storage, std::string_view id) {
  const StoredObject object = SOVANG_TRY(storage.read(id));
  return record_of(object);
}

Result<std::string> leaf_data(const StoredObject& object, int version) {
  const Bytes xml = SOVANG_TRY(Storage::read_file_of(object, version, record_path));
  const Record record = SOVANG_TRY(read_record(xml));
  const Bytes proof = SOVANG_TRY(file_or_empty(object, version, proof_path));
  const Bytes inventory = SOVANG_TRY(Storage::version_inventory(object, version));
  std::vector<Bytes> certificates;
  for (const std::string& data : SOVANG_TRY(certificates_of(record, proof)))
    certificates.push_back(merkle::leaf_hash(data));
  return "v1\t" + record.id + "\t" + version_name(version) + "\t" +
         to_hex(digest(HashKind::sha512, inventory)) + "\t" + decision_sha256(record) + "\t" +
         to_hex(merkle::root(certificates)) + "\t" + record.number + "\t" + record.issued.iso() + "\t" +
         std::string(to_string(record.state));
}

Result<Bytes> leaf_of(const StoredObject& object, int version) {
  return merkle::leaf_hash(SOVANG_TRY(leaf_data(object, version)));
}

Result<CatalogueObject> catalogue_object(const StoredObject& object, const TransparencyLog& log) {
  CatalogueObject out;
  out.record = SOVANG_TRY(record_of(object));
  if (out.record.id != object.inventory.id) {
    return fail(ErrorCode::corrupt, "record.xml của «" + object.folder.string() + "» là của hồ sơ khác");
  }
  out.head = object.inventory.head();
  out.inventory_sha512 = object.inventory_sha512;
  out.created = object.inventory.versions.back().created;
  out.log_index = log.find(SOVANG_TRY(leaf_of(object, out.head)));
  const int head = out.head;
  std::set<std::pair<std::string, std::string>> seen;
  for (int version = head; version >= 1; --version) {
    for (const auto& [path, sha512] :
         object.inventory.versions[static_cast<std::size_t>(version - 1)].state) {
      if (is_own_path(path) || path.starts_with(template_prefix) || !seen.emplace(path, sha512).second)
        continue;
      const Bytes bytes = SOVANG_TRY(Storage::read_file_of(object, version, path));
      out.files.push_back({path, version == head, to_hex(digest(HashKind::sha256, bytes)), bytes.size(),
                           block_hashes(bytes)});
    }
  }
  return out;
}

}  // namespace sovang::archive
