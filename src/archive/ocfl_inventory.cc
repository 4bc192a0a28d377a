#include "ocfl_inventory.h"

#include <algorithm>
#include <array>
#include <set>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <sodium.h>

#include "sovang/base/hash.h"

namespace sovang::archive {
namespace {

using Json = nlohmann::json;

constexpr std::string_view type_start = "https://ocfl.io/";
constexpr std::string_view type_end = "/spec/#inventory";

bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-' || c == '.';
  });
}

/// RFC 3339 with seconds and a zone; `9` in the pattern is any figure.
bool is_timestamp(std::string_view text) {
  constexpr std::string_view pattern = "9999-99-99T99:99:99";
  const auto fits = [](std::string_view value, std::string_view shape) {
    return value.size() == shape.size() &&
           std::equal(value.begin(), value.end(), shape.begin(),
                      [](char c, char s) { return s == '9' ? c >= '0' && c <= '9' : c == s; });
  };
  if (text.size() <= pattern.size() || !fits(text.substr(0, pattern.size()), pattern)) return false;
  std::string_view rest = text.substr(pattern.size());
  if (rest[0] == '.') {
    const std::size_t end = rest.find_first_not_of("0123456789", 1);
    if (end == std::string_view::npos || end == 1) return false;
    rest.remove_prefix(end);
  }
  return rest == "Z" || fits(rest, "+99:99") || fits(rest, "-99:99");
}

struct PathCodes {
  std::string_view elements;  ///< ".", "..", or an empty part
  std::string_view slashes;   ///< at the beginning or end
};

bool check_path(std::string_view path, const PathCodes& codes, const std::string& file, Findings& findings) {
  if (path.empty() || path.front() == '/' || path.back() == '/') {
    findings.add(codes.slashes, "đường dẫn «" + std::string(path) + "» bắt đầu hoặc kết thúc bằng /", file);
    return false;
  }
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") {
      findings.add(codes.elements, "đường dẫn «" + std::string(path) + "» có phần rỗng, . hoặc ..", file);
      return false;
    }
    begin = end + 1;
  }
  return true;
}

/// No path twice, and none that is also the folder of another.
void check_unique(const std::vector<std::string>& paths, std::string_view code, const std::string& file,
                  Findings& findings) {
  const std::set<std::string_view> all(paths.begin(), paths.end());
  if (all.size() != paths.size()) findings.add(code, "một đường dẫn có hai lần", file);
  for (const std::string_view path : all) {
    for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1)) {
      if (all.count(path.substr(0, at)) != 0) {
        findings.add(code, "«" + std::string(path.substr(0, at)) + "» vừa là tệp vừa là thư mục", file);
      }
    }
  }
}

class InventoryReader {
 public:
  InventoryReader(const Json& json, const std::string& file, Findings& findings)
      : json_(json), file_(file), findings_(findings) {}

  OcflInventory read() {
    read_head();
    read_manifest();
    read_versions();
    read_fixity();
    check_used();
    check_keys();
    out_.usable = !out_.versions.empty() && !out_.algorithm.empty() && json_.contains("manifest");
    return std::move(out_);
  }

 private:
  void say(std::string_view code, std::string message) { findings_.add(code, std::move(message), file_); }

  /// A string member; reports E036 where it is missing or something else.
  std::string text_of(const char* key) {
    const auto it = json_.find(key);
    if (it != json_.end() && it->is_string() && !it->get_ref<const std::string&>().empty()) return *it;
    say("E036", std::string("inventory thiếu «") + key + "»");
    return {};
  }

  void read_head();
  void read_manifest();
  void read_versions();
  void read_version(int number, const Json& version);
  void read_user(const Json& version);
  void read_fixity();
  void check_names(const std::vector<std::string>& names);
  void check_used();
  void check_keys();
  std::map<std::string, std::string> paths_by_digest(const Json& block, std::string_view duplicate,
                                                     const PathCodes& codes, std::vector<std::string>& paths);

  const Json& json_;
  std::string file_;
  Findings& findings_;
  OcflInventory out_;
  std::set<std::string> manifest_digests_;  ///< as written
};

void InventoryReader::read_head() {
  out_.id = text_of("id");
  if (!out_.id.empty() && !is_uri(out_.id)) say("W005", "mã đối tượng nên là một URI");
  const std::string type = text_of("type");
  if (type.size() == type_start.size() + 3 + type_end.size() &&
      type.compare(0, type_start.size(), type_start) == 0)
    out_.spec = type.substr(type_start.size(), 3);
  if (!type.empty() && (type != std::string(type_start) + out_.spec + std::string(type_end) ||
                        (out_.spec != "1.0" && out_.spec != "1.1"))) {
    say("E038", "«type» không phải của OCFL 1.0 hoặc 1.1");
  }
  out_.algorithm = text_of("digestAlgorithm");
  if (out_.algorithm == "sha256") say("W004", "nên dùng sha512");
  if (!out_.algorithm.empty() && out_.algorithm != "sha256" && out_.algorithm != "sha512") {
    say("E025", "thuật toán «" + out_.algorithm + "» không dùng được cho nội dung");
    out_.algorithm.clear();
  }
  if (const auto head = json_.find("head"); head != json_.end() && !head->is_string()) {
    say("E040", "«head» phải là tên của một phiên bản");
  } else {
    out_.head = text_of("head");
  }
  if (const auto it = json_.find("contentDirectory"); it != json_.end()) {
    out_.content_directory = it->is_string() ? it->get<std::string>() : "";
    const std::string& name = out_.content_directory;
    if (name.empty() || name.find('/') != std::string::npos) say("E017", "«contentDirectory» có dấu /");
    if (name == "." || name == "..") say("E018", "«contentDirectory» là . hoặc ..");
  }
}

std::map<std::string, std::string> InventoryReader::paths_by_digest(const Json& block,
                                                                    std::string_view duplicate,
                                                                    const PathCodes& codes,
                                                                    std::vector<std::string>& paths) {
  std::map<std::string, std::string> out;
  std::set<std::string> seen;
  for (const auto& [digest, list] : block.items()) {
    if (!seen.insert(lower_ascii(digest)).second)
      say(duplicate, "một mã băm có hai lần: " + digest.substr(0, 16));
    if (!list.is_array()) {
      say("E092", "danh sách đường dẫn sai dạng");
      continue;
    }
    for (const Json& entry : list) {
      const std::string path = entry.is_string() ? entry.get<std::string>() : std::string();
      if (!check_path(path, codes, file_, findings_)) continue;
      paths.push_back(path);
      out[path] = digest;
    }
  }
  return out;
}

void InventoryReader::read_manifest() {
  const auto block = json_.find("manifest");
  if (block == json_.end() || !block->is_object()) {
    say("E041", "inventory thiếu «manifest»");
    return;
  }
  std::vector<std::string> paths;
  out_.manifest = paths_by_digest(*block, "E096", {"E099", "E100"}, paths);
  check_unique(paths, "E101", file_, findings_);
  for (const auto& [digest, list] : block->items()) {
    manifest_digests_.insert(digest);
    if (!is_hex(digest)) say("E096", "mã băm không phải số thập lục: " + digest.substr(0, 16));
  }
  for (auto& [path, digest] : out_.manifest)
    digest = lower_ascii(digest);
}

void InventoryReader::check_names(const std::vector<std::string>& names) {
  const bool padded =
      std::any_of(names.begin(), names.end(), [](const auto& name) { return name[1] == '0'; });
  if (padded) {
    say("W001", "số phiên bản có số 0 ở đầu");
    for (const std::string& name : names) {
      if (name[1] != '0') say("E011", "«" + name + "» không có số 0 ở đầu như các phiên bản khác");
      if (name.size() != names.front().size()) say("E012", "số phiên bản dài ngắn khác nhau");
    }
  }
  int expected = 0;
  for (const auto& [number, name] : out_.version_names) {
    if (number != ++expected) {
      say("E010", "thiếu phiên bản " + std::to_string(expected));
      break;
    }
  }
}

void InventoryReader::read_versions() {
  const auto block = json_.find("versions");
  if (block == json_.end() || !block->is_object()) {
    say("E043", "inventory thiếu «versions»");
    return;
  }
  if (block->empty()) say("E008", "đối tượng không có phiên bản nào");
  std::vector<std::string> names;
  for (const auto& [name, version] : block->items()) {
    const int number = ocfl_version_number(name);
    if (number == 0) {
      say("E046", "«" + name + "» không phải là số phiên bản");
      continue;
    }
    names.push_back(name);
    out_.version_names[number] = name;
    read_version(number, version);
  }
  if (names.empty()) return;
  check_names(names);
  if (!out_.head.empty() && out_.head != out_.version_names.rbegin()->second) {
    say("E040", "«head» không phải là phiên bản mới nhất");
  }
}

void InventoryReader::read_user(const Json& version) {
  const auto user = version.find("user");
  if (user == version.end()) {
    say("W007", "phiên bản nên nói ai làm («user»)");
    return;
  }
  const auto name = user->is_object() ? user->find("name") : user->end();
  if (!user->is_object() || name == user->end() || !name->is_string()) {
    say("E054", "«user» phải có «name»");
    return;
  }
  const auto address = user->find("address");
  if (address == user->end()) {
    say("W008", "«user» nên có «address»");
  } else if (!address->is_string() || !is_uri(address->get_ref<const std::string&>())) {
    say("W009", "«address» nên là một URI");
  }
}

void InventoryReader::read_version(int number, const Json& version) {
  OcflState& state = out_.versions[number];
  if (!version.is_object()) {
    say("E047", "phiên bản phải là một khối JSON");
    return;
  }
  const auto created = version.find("created");
  if (created == version.end()) {
    say("E048", "phiên bản thiếu «created»");
  } else if (!created->is_string() || !is_timestamp(created->get_ref<const std::string&>())) {
    say("E049", "«created» phải có giây và múi giờ (RFC 3339)");
  }
  const auto message = version.find("message");
  if (message == version.end()) {
    say("W007", "phiên bản nên có «message»");
  } else if (!message->is_string()) {
    say("E094", "«message» phải là chữ");
  }
  read_user(version);
  Json metadata = version;
  metadata.erase("state");
  state.metadata = metadata.dump(-1, ' ', false, Json::error_handler_t::replace);
  const auto block = version.find("state");
  if (block == version.end()) {
    say("E048", "phiên bản thiếu «state»");
  } else if (!block->is_object()) {
    say("E050", "«state» sai dạng");
  } else {
    std::vector<std::string> paths;
    state.files = paths_by_digest(*block, "E050", {"E052", "E053"}, paths);
    check_unique(paths, "E095", file_, findings_);
    for (const auto& [digest, list] : block->items()) {
      if (manifest_digests_.count(digest) == 0) {
        say("E050", "mã băm trong «state» không có trong «manifest»: " + digest.substr(0, 16));
      }
    }
  }
}

void InventoryReader::read_fixity() {
  const auto block = json_.find("fixity");
  if (block == json_.end()) return;
  if (!block->is_object()) {
    say("E111", "«fixity» sai dạng");
    return;
  }
  for (const auto& [algorithm, digests] : block->items()) {
    if (!digests.is_object()) {
      say("E057", "khối «fixity» sai dạng");
      continue;
    }
    std::vector<std::string> paths;
    out_.fixity[algorithm] = paths_by_digest(digests, "E097", {"E099", "E100"}, paths);
    for (auto& [path, digest] : out_.fixity[algorithm])
      digest = lower_ascii(digest);
  }
}

void InventoryReader::check_used() {
  if (out_.spec == "1.0" || out_.versions.empty()) return;
  std::set<std::string> used;
  for (const auto& [number, state] : out_.versions)
    for (const auto& [path, digest] : state.files)
      used.insert(digest);
  for (const std::string& digest : manifest_digests_) {
    if (used.count(digest) == 0) say("E107", "không phiên bản nào dùng nội dung " + digest.substr(0, 16));
  }
}

void InventoryReader::check_keys() {
  constexpr std::array<std::string_view, 8> known{
      "id", "type", "digestAlgorithm", "head", "contentDirectory", "manifest", "versions", "fixity"};
  for (const auto& [key, value] : json_.items()) {
    if (std::find(known.begin(), known.end(), key) == known.end()) say("E102", "khóa lạ «" + key + "»");
  }
}

}  // namespace

void Findings::add(std::string_view code, std::string message, const std::string& file) {
  const Severity severity = code[0] == 'W' ? Severity::warning : Severity::error;
  out_.push_back({std::string(code), severity, std::move(message),
                  SourceSpan{file.empty() ? place_ : place_ + "/" + file, 0, 0, 0}});
}

int ocfl_version_number(std::string_view name) {
  constexpr std::size_t longest = 8;
  if (name.size() < 2 || name.size() > longest || name[0] != 'v') return 0;
  int number = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string ocfl_digest(std::string_view algorithm, std::string_view bytes) {
  constexpr std::array<std::pair<std::string_view, const char*>, 5> by_openssl{
      {{"md5", "MD5"},
       {"sha1", "SHA1"},
       {"sha256", "SHA256"},
       {"sha512", "SHA512"},
       {"sha512/256", "SHA512-256"}}};
  for (const auto& [name, openssl] : by_openssl) {
    if (name != algorithm) continue;
    Bytes out(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), &size,
                   EVP_get_digestbyname(openssl), nullptr) != 1) {
      return {};
    }
    return to_hex(ByteView(out).substr(0, size));
  }
  constexpr std::array<std::pair<std::string_view, std::size_t>, 4> blake{
      {{"blake2b-160", 20}, {"blake2b-256", 32}, {"blake2b-384", 48}, {"blake2b-512", 64}}};
  for (const auto& [name, size] : blake) {
    if (name != algorithm) continue;
    Bytes out(size, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
    return to_hex(out);
  }
  return {};
}

OcflInventory read_ocfl_inventory(std::string_view text, const std::string& file, Findings& findings) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) {
    findings.add("E033", "inventory không phải là JSON", file);
    return {};
  }
  return InventoryReader(json, file, findings).read();
}

}  // namespace sovang::archive
