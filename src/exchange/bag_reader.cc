// The check of a bag. Each rule has its code; docs/formats/packages.md lists them.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <sys/stat.h>

#include "sovang/base/files.h"
#include "sovang/exchange/bag.h"
#include "sovang/text/casing.h"
#include "sovang/text/normal.h"

#include "bag_text.h"
#include "file_digests.h"

namespace sovang::exchange {
namespace {

namespace fs = std::filesystem;

/// A manifest of payload or of tags, with all that its lines claim.
struct Manifest {
  std::string name;  ///< "manifest-sha512.txt"
  std::string algorithm;
  bool of_tags = false;
  std::map<std::string, std::string> digest_of;  ///< path as on the disk → digest
};

class BagCheck {
 public:
  BagCheck(const fs::path& folder, const BagLimits& limits) : folder_(folder), limits_(limits) {}

  Result<BagReport> run() {
    SOVANG_TRY(list_files());
    if (!broken_ && read_declaration()) {
      read_info();
      read_manifests();
      read_fetch();
      if (!broken_) {
        compare_payload();
        compare_files();
      }
    }
    return std::move(report_);
  }

 private:
  void find(std::string_view code, Severity severity, std::string message, const std::string& file = {},
            int line = 0) {
    if (severity == Severity::error && report_.findings.size() > most_findings) return;
    report_.findings.push_back({.rule = std::string(code),
                                .severity = severity,
                                .message = std::move(message),
                                .where = {file, line}});
  }
  void error(std::string_view code, std::string message, const std::string& file = {}, int line = 0) {
    find(code, Severity::error, std::move(message), file, line);
  }
  void warn(std::string_view code, std::string message, const std::string& file = {}, int line = 0) {
    find(code, Severity::warning, std::move(message), file, line);
  }

  Status list_files();
  bool read_declaration();
  void read_info();
  void read_manifests();
  void read_manifest(const std::string& name);
  void add_entry(Manifest& manifest, const ManifestEntry& entry);
  void read_fetch();
  void compare_payload();
  void compare_files();
  void compare_file(const std::string& path);
  std::optional<std::string> tag_text(const std::string& name);
  const std::string* on_disk(const std::string& path) const;

  static constexpr std::size_t most_findings = 1000;

  const fs::path& folder_;
  const BagLimits& limits_;
  BagReport report_;
  BagDeclaration declaration_;
  std::set<std::string> files_;                        ///< all, relative
  std::map<std::string, std::string> by_normal_form_;  ///< NFC of a path → path on the disk
  std::vector<Manifest> manifests_;
  std::set<std::string> fetched_;
  bool broken_ = false;  ///< too large, or its manifests name files outside: no file of it is opened
};

/// The folder's regular files. Whoever unpacked a bag may have made links: never followed, always refused.
Status BagCheck::list_files() {
  std::error_code failed;
  fs::recursive_directory_iterator at(folder_, failed);
  if (failed) {
    return fail(ErrorCode::io, "không đọc được thư mục của gói: " + failed.message(), {folder_.string()});
  }
  for (; at != fs::recursive_directory_iterator(); at.increment(failed)) {
    if (failed) return fail(ErrorCode::io, "không đọc hết được gói: " + failed.message(), {folder_.string()});
    const std::string path = at->path().lexically_relative(folder_).generic_string();
    const fs::file_status status = at->symlink_status(failed);
    if (fs::is_directory(status)) {
      constexpr int deepest = 64;
      if (at.depth() > deepest) {
        error("BAG-14", "thư mục lồng nhau quá sâu", path);
        at.disable_recursion_pending();
      }
      continue;
    }
    if (!fs::is_regular_file(status)) {
      error("BAG-13", "gói chỉ được có tệp thường; đây là liên kết hoặc tệp đặc biệt", path);
      continue;
    }
    if (files_.size() >= limits_.files) {
      error("BAG-14", "gói có quá nhiều tệp (hơn " + std::to_string(limits_.files) + ")");
      broken_ = true;
      break;
    }
    const std::uint64_t size = at->file_size(failed);
    if (path.starts_with("data/")) {
      report_.payload.push_back(path);
      report_.payload_bytes += size;
    }
    by_normal_form_.emplace(text::normalise(path).value_or(path), path);
    files_.insert(path);
  }
  std::sort(report_.payload.begin(), report_.payload.end());
  if (report_.payload_bytes > limits_.bytes) {
    error("BAG-14", "gói quá lớn (" + std::to_string(report_.payload_bytes) + " byte)");
    broken_ = true;
  }
  if (!fs::is_directory(fs::symlink_status(folder_ / "data", failed)))
    error("BAG-02", "gói không có thư mục data/");
  return {};
}

bool BagCheck::read_declaration() {
  const Result<Bytes> bytes = files::read(folder_ / "bagit.txt", 4096);
  const auto declaration = bytes ? parse_declaration(*bytes) : std::nullopt;
  if (!declaration) {
    error("BAG-01",
          bytes ? "bagit.txt không đúng hai dòng của chuẩn BagIt (phiên bản, bảng mã)"
                : "gói không có bagit.txt",
          "bagit.txt");
    return false;
  }
  declaration_ = *declaration;
  report_.version = declaration->version_text;
  if (declaration->version > BagVersion{1, 0}) {
    error("BAG-01", "không biết BagIt phiên bản " + declaration->version_text, "bagit.txt", 1);
    return false;
  }
  if (!decode_tag_file("", declaration->encoding)) {
    error("BAG-01", "không biết bảng mã " + declaration->encoding, "bagit.txt", 2);
    return false;
  }
  return true;
}

std::optional<std::string> BagCheck::tag_text(const std::string& name) {
  const Result<Bytes> bytes = files::read(folder_ / name, limits_.tag_file);
  if (!bytes) {
    error("BAG-14", bytes.error().message, name);
    return std::nullopt;
  }
  std::optional<std::string> text = decode_tag_file(*bytes, declaration_.encoding);
  if (!text) error("BAG-03", "tệp không phải là văn bản " + declaration_.encoding, name);
  return text;
}

/// bag-info.txt may be missing; what it claims must hold.
void BagCheck::read_info() {
  const std::string name = declaration_.version < BagVersion{0, 96} ? "package-info.txt" : "bag-info.txt";
  if (!files_.contains(name)) return;
  const std::optional<std::string> text = tag_text(name);
  if (!text) return;
  InfoText info = parse_info(*text);
  for (const int line : info.wrong_lines)
    error("BAG-04", "dòng không có dạng “nhãn: giá trị”", name, line);
  const std::string here =
      std::to_string(report_.payload_bytes) + "." + std::to_string(report_.payload.size());
  for (const BagInfo& field : info.fields) {
    if (field.label == "Payload-Oxum" && field.value != here) {
      error("BAG-05", "Payload-Oxum ghi " + field.value + " nhưng gói có " + here + " (byte.tệp)", name);
    }
  }
  report_.info = std::move(info.fields);
}

/// The file that a manifest's path means: itself, or the one that differs only in Unicode normal form.
const std::string* BagCheck::on_disk(const std::string& path) const {
  const auto same = files_.find(path);
  if (same != files_.end()) return &*same;
  const auto twin = by_normal_form_.find(text::normalise(path).value_or(path));
  return twin == by_normal_form_.end() ? nullptr : &twin->second;
}

void BagCheck::read_manifests() {
  for (const std::string& name : files_) {
    if (name.find('/') == std::string::npos && name.ends_with(".txt") &&
        (name.starts_with("manifest-") || name.starts_with("tagmanifest-"))) {
      read_manifest(name);
    }
  }
  const auto usable = [](const Manifest& m) { return !m.of_tags && digest_is_known(m.algorithm); };
  if (std::none_of(manifests_.begin(), manifests_.end(), usable)) {
    error("BAG-02", "gói không có manifest nào của các tệp trong data/ bằng thuật toán đã biết");
    broken_ = true;
  }
}

void BagCheck::read_manifest(const std::string& name) {
  const std::optional<std::string> text = tag_text(name);
  if (!text) return;
  Manifest manifest{
      .name = name, .algorithm = {}, .of_tags = name.starts_with("tagmanifest-"), .digest_of = {}};
  const std::size_t prefix = name.find('-') + 1;
  for (const char c : name.substr(prefix, name.size() - prefix - 4))
    manifest.algorithm += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (!digest_is_known(manifest.algorithm)) {
    warn("BAG-06", "không biết thuật toán “" + manifest.algorithm + "”; tệp này không được đối chiếu", name);
  }
  const ManifestText parsed = parse_manifest(*text, declaration_.version);
  for (const int line : parsed.wrong_lines)
    error("BAG-04", "dòng không có dạng “mã băm, khoảng trắng, đường dẫn”", name, line);
  for (const ManifestEntry& entry : parsed.entries)
    add_entry(manifest, entry);
  manifests_.push_back(std::move(manifest));
}

void BagCheck::add_entry(Manifest& manifest, const ManifestEntry& entry) {
  const bool in_payload = entry.path.starts_with("data/");
  if (!path_stays_inside(entry.path) || in_payload == manifest.of_tags) {
    error("BAG-07", "đường dẫn “" + entry.path + "” nằm ngoài phần được kê", manifest.name, entry.line);
    broken_ = true;
    return;
  }
  if (entry.md5sum_mark) {
    warn("BAG-12", "dấu * trước đường dẫn là cách viết của md5sum, không phải của BagIt", manifest.name,
         entry.line);
  }
  if (entry.dot_slash) warn("BAG-12", "đường dẫn có “./” ở đầu", manifest.name, entry.line);

  const std::string* file = on_disk(entry.path);
  const std::string path = file != nullptr ? *file : entry.path;
  if (path != entry.path) {
    warn("BAG-12", "tên “" + entry.path + "” khác tên trên đĩa ở cách ghép dấu Unicode", manifest.name,
         entry.line);
  }
  const auto [known, first_time] = manifest.digest_of.emplace(path, entry.digest);
  if (first_time) return;
  const bool same = known->second == entry.digest;
  find("BAG-08", same && declaration_.version < BagVersion{1, 0} ? Severity::warning : Severity::error,
       "tệp “" + path + "” được kê hai lần" + (same ? "" : " với hai mã băm khác nhau"), manifest.name,
       entry.line);
}

/// Never opens the network: a file of fetch.txt counts only if it is here.
void BagCheck::read_fetch() {
  if (!files_.contains("fetch.txt")) return;
  const std::optional<std::string> text = tag_text("fetch.txt");
  if (!text) return;
  const ManifestText parsed = parse_fetch(*text, declaration_.version);
  for (const int line : parsed.wrong_lines)
    error("BAG-04", "dòng không có dạng “địa chỉ, độ dài, đường dẫn”", "fetch.txt", line);
  for (const ManifestEntry& entry : parsed.entries) {
    if (!path_stays_inside(entry.path) || !entry.path.starts_with("data/")) {
      error("BAG-07", "đường dẫn “" + entry.path + "” nằm ngoài data/", "fetch.txt", entry.line);
      broken_ = true;
    } else {
      fetched_.insert(entry.path);
    }
  }
}

/// Every payload file in a manifest (in every manifest, since 1.0), and no two names that are one name
/// elsewhere.
void BagCheck::compare_payload() {
  std::map<std::string, std::string> by_name;
  for (const std::string& path : report_.payload) {
    const auto [other, alone] = by_name.emplace(text::lower(text::normalise(path).value_or(path)), path);
    if (!alone) {
      warn("BAG-16", "“" + path + "” và “" + other->second + "” là cùng một tên trên nhiều máy", path);
    }
    std::size_t listed = 0;
    std::size_t payload_manifests = 0;
    for (const Manifest& manifest : manifests_) {
      if (manifest.of_tags) continue;
      ++payload_manifests;
      if (manifest.digest_of.contains(path)) ++listed;
    }
    if (listed == 0) {
      error("BAG-10", "tệp không có trong manifest nào", path);
    } else if (listed < payload_manifests && declaration_.version >= BagVersion{1, 0}) {
      error("BAG-11", "tệp không có trong mọi manifest", path);
    }
  }
}

void BagCheck::compare_files() {
  std::set<std::string> paths;
  for (const Manifest& manifest : manifests_)
    for (const auto& [path, digest] : manifest.digest_of)
      paths.insert(path);
  for (const std::string& path : paths)
    compare_file(path);
}

void BagCheck::compare_file(const std::string& path) {
  if (!files_.contains(path)) {
    if (fetched_.contains(path)) {
      error("BAG-09", "tệp phải lấy về từ nơi khác (fetch.txt) chưa có trong gói", path);
    } else {
      error("BAG-09", "tệp được kê nhưng không có trong gói", path);
    }
    return;
  }
  std::set<std::string> algorithms;
  for (const Manifest& manifest : manifests_)
    if (manifest.digest_of.contains(path)) algorithms.insert(manifest.algorithm);
  const Result<FileDigests> digests = file_digests(folder_ / path, algorithms);
  if (!digests) return error("BAG-13", digests.error().message, path);
  for (const Manifest& manifest : manifests_) {
    const auto claimed = manifest.digest_of.find(path);
    const auto real = digests->hex.find(manifest.algorithm);
    if (claimed == manifest.digest_of.end() || real == digests->hex.end()) continue;
    if (claimed->second != real->second) {
      error("BAG-15", "nội dung khác mã băm trong " + manifest.name + ": tệp đã bị đổi hoặc hỏng", path);
    }
  }
}

}  // namespace

std::string BagReport::verdict() const {
  bool warned = false;
  for (const Problem& finding : findings) {
    if (finding.severity == Severity::error) return "invalid";
    warned = warned || finding.severity == Severity::warning;
  }
  return warned ? "warning" : "valid";
}

std::vector<std::string> BagReport::codes() const {
  std::set<std::string> codes;
  for (const Problem& finding : findings)
    codes.insert(finding.rule);
  return {codes.begin(), codes.end()};
}

Result<BagReport> validate_bag(const std::filesystem::path& folder, const BagLimits& limits) {
  return BagCheck(folder, limits).run();
}

}  // namespace sovang::exchange
