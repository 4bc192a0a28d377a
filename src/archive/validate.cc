#include "sovang/archive/validate.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "sovang/base/files.h"

#include "ocfl_inventory.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view object_mark = "0=ocfl_object_";
constexpr std::string_view root_mark = "0=ocfl_";
constexpr std::uint64_t inventory_limit = std::uint64_t{64} << 20;

/// One entry of a folder, never followed if it is a link.
struct Entry {
  std::string name;
  bool folder = false;
  bool link = false;
};

std::vector<Entry> entries_of(const fs::path& folder) {
  std::vector<Entry> out;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const fs::file_status status = it->symlink_status(error);
    out.push_back({it->path().filename().string(), fs::is_directory(status), fs::is_symlink(status)});
  }
  std::sort(out.begin(), out.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return out;
}

bool is_registered_extension(std::string_view name) {
  constexpr std::array<std::string_view, 11> known{"0001-digest-algorithms",
                                                   "0002-flat-direct-storage-layout",
                                                   "0003-hash-and-id-n-tuple-storage-layout",
                                                   "0004-hashed-n-tuple-storage-layout",
                                                   "0005-mutable-head",
                                                   "0006-flat-omit-prefix-storage-layout",
                                                   "0007-n-tuple-omit-prefix-storage-layout",
                                                   "0008-schema-registry",
                                                   "0009-digest-algorithms",
                                                   "0010-differential-n-tuple-omit-prefix-storage-layout",
                                                   "0011-direct-clean-path-layout"};
  return std::find(known.begin(), known.end(), name) != known.end();
}

/// Checks one object.
class ObjectValidator {
 public:
  ObjectValidator(fs::path folder, std::vector<Problem>& out)
      : folder_(std::move(folder)), findings_(out, folder_.string()) {}

  void run() {
    entries_ = entries_of(folder_);
    check_declaration();
    const Result<Bytes> json = files::read(folder_ / "inventory.json", inventory_limit);
    if (!json) {
      findings_.add("E063", "đối tượng không có inventory.json");
      return;
    }
    root_json_ = *json;
    root_ = read_ocfl_inventory(root_json_, "inventory.json", findings_);
    if (!root_.algorithm.empty()) check_sidecar("", root_.algorithm, root_json_);
    if (!declared_.empty() && !root_.spec.empty() && declared_ != root_.spec)
      findings_.add("E038", "phiên bản OCFL của khai báo và của inventory khác nhau");
    check_root_entries();
    if (!root_.usable) return;
    check_versions();
    check_content(root_, "inventory.json", root_.versions.rbegin()->first);
  }

 private:
  void check_declaration();
  void check_sidecar(const std::string& version, const std::string& algorithm, const Bytes& json);
  void check_root_entries();
  void check_extensions();
  void check_versions();
  void check_version_folder(int number, const std::string& name);
  void check_version_inventory(int number, const std::string& name, const Bytes& json);
  void compare_states(const OcflInventory& inventory, int number, const std::string& file);
  void check_content(const OcflInventory& inventory, const std::string& file, int up_to);
  void list_content(const std::string& prefix, const std::string& below);
  std::string digest_of(const std::string& path, const std::string& algorithm);

  fs::path folder_;
  Findings findings_;
  std::vector<Entry> entries_;
  std::string declared_;  ///< "1.1"
  Bytes root_json_;
  OcflInventory root_;
  std::string last_spec_;
  std::set<std::string> on_disk_;                                       ///< content paths
  std::map<std::pair<std::string, std::string>, std::string> digests_;  ///< (path, algorithm) → digest
};

void ObjectValidator::check_declaration() {
  for (const Entry& entry : entries_) {
    if (entry.name.compare(0, object_mark.size(), object_mark) != 0) continue;
    declared_ = entry.name.substr(object_mark.size());
    const Result<Bytes> text = files::read(folder_ / entry.name, 100);
    if (!text || *text != entry.name.substr(2) + "\n") {
      findings_.add("E007", "nội dung của tệp khai báo không đúng", entry.name);
    }
    return;
  }
  findings_.add("E003", "đối tượng không có tệp khai báo 0=ocfl_object_1.x");
}

void ObjectValidator::check_sidecar(const std::string& version, const std::string& algorithm,
                                    const Bytes& json) {
  const std::string name = (version.empty() ? "" : version + "/") + "inventory.json." + algorithm;
  const Result<Bytes> sidecar = files::read(folder_ / name, 4096);
  if (!sidecar) {
    findings_.add("E058", "thiếu tệp mã băm của inventory", name);
    return;
  }
  const std::string_view text = *sidecar;
  const std::size_t end = text.find_first_of(" \t");
  const std::size_t file = end == std::string_view::npos ? end : text.find_first_not_of(" \t", end);
  if (file == std::string_view::npos ||
      (text.substr(file) != "inventory.json\n" && text.substr(file) != "inventory.json")) {
    findings_.add("E061", "tệp mã băm của inventory sai dạng", name);
  } else if (lower_ascii(text.substr(0, end)) != ocfl_digest(algorithm, json)) {
    findings_.add("E060", "inventory không khớp với mã băm của nó", name);
  }
}

void ObjectValidator::check_extensions() {
  for (const Entry& entry : entries_of(folder_ / "extensions")) {
    if (!entry.folder) {
      findings_.add("E067", "thư mục extensions chỉ được chứa thư mục", "extensions/" + entry.name);
    } else if (!is_registered_extension(entry.name)) {
      findings_.add("W013", "phần mở rộng chưa đăng ký", "extensions/" + entry.name);
    }
  }
}

void ObjectValidator::check_root_entries() {
  const std::string sidecar = "inventory.json." + root_.algorithm;
  for (const Entry& entry : entries_) {
    if (entry.link) {
      findings_.add("E090", "liên kết không được phép có trong kho", entry.name);
    } else if (entry.folder) {
      const int number = ocfl_version_number(entry.name);
      if (entry.name == "extensions") {
        check_extensions();
      } else if (number == 0 && entry.name != "logs") {
        findings_.add("E001", "thư mục lạ trong đối tượng", entry.name);
      } else if (number != 0 && root_.usable && root_.version_names.count(number) == 0) {
        findings_.add("E046", "inventory không biết phiên bản này", entry.name);
      }
    } else if (entry.name != "inventory.json" && entry.name != sidecar &&
               entry.name.compare(0, object_mark.size(), object_mark) != 0 &&
               !(root_.algorithm.empty() && entry.name.compare(0, 15, "inventory.json.") == 0)) {
      findings_.add("E001", "tệp lạ trong đối tượng", entry.name);
    }
  }
}

void ObjectValidator::check_versions() {
  for (const auto& [number, name] : root_.version_names)
    check_version_folder(number, name);
}

void ObjectValidator::list_content(const std::string& prefix, const std::string& below) {
  const std::vector<Entry> entries = entries_of(folder_ / prefix);
  if (entries.empty()) findings_.add(below.empty() ? "W003" : "E024", "thư mục rỗng trong nội dung", prefix);
  for (const Entry& entry : entries) {
    const std::string path = prefix + "/" + entry.name;
    if (entry.link) {
      findings_.add("E090", "liên kết không được phép có trong kho", path);
    } else if (entry.folder) {
      list_content(path, entry.name);
    } else {
      on_disk_.insert(path);
    }
  }
}

void ObjectValidator::check_version_folder(int number, const std::string& name) {
  std::error_code error;
  if (!fs::is_directory(folder_ / name, error)) {
    findings_.add("E010", "thiếu thư mục của phiên bản", name);
    return;
  }
  bool has_inventory = false;
  for (const Entry& entry : entries_of(folder_ / name)) {
    const std::string path = name + "/" + entry.name;
    if (entry.link) {
      findings_.add("E090", "liên kết không được phép có trong kho", path);
    } else if (entry.folder && entry.name == root_.content_directory) {
      list_content(path, "");
    } else if (entry.folder) {
      findings_.add("W002", "thư mục lạ trong phiên bản", path);
    } else if (entry.name == "inventory.json") {
      has_inventory = true;
    } else if (entry.name.compare(0, 15, "inventory.json.") != 0) {
      findings_.add("E015", "tệp ngoài thư mục nội dung", path);
    }
  }
  if (!has_inventory) {
    findings_.add("W010", "phiên bản nên có inventory riêng", name);
    return;
  }
  const Result<Bytes> json = files::read(folder_ / name / "inventory.json", inventory_limit);
  if (json) check_version_inventory(number, name, *json);
}

void ObjectValidator::check_version_inventory(int number, const std::string& name, const Bytes& json) {
  const std::string file = name + "/inventory.json";
  const bool is_head = number == root_.version_names.rbegin()->first;
  if (is_head && json != root_json_) findings_.add("E064", "khác với inventory của đối tượng", file);
  // The head's copy was read as the root inventory already.
  if (is_head && json == root_json_) {
    check_sidecar(name, root_.algorithm, json);
    if (!last_spec_.empty() && root_.spec < last_spec_)
      findings_.add("E103", "phiên bản OCFL cũ hơn trước", file);
    return;
  }
  const OcflInventory inventory = read_ocfl_inventory(json, file, findings_);
  if (!inventory.algorithm.empty()) check_sidecar(name, inventory.algorithm, json);
  if (!inventory.usable) return;
  if (inventory.id != root_.id) findings_.add("E037", "mã đối tượng khác nhau", file);
  if (ocfl_version_number(inventory.head) != number)
    findings_.add("E040", "«head» không phải là " + name, file);
  if (inventory.content_directory != root_.content_directory)
    findings_.add("E019", "«contentDirectory» khác nhau", file);
  if (inventory.spec < last_spec_ || inventory.spec > root_.spec)
    findings_.add("E103", "phiên bản OCFL cũ hơn phiên bản trước", file);
  last_spec_ = inventory.spec;
  compare_states(inventory, number, file);
  check_content(inventory, file, number);
}

/// What a version was must be told alike by all inventories.
void ObjectValidator::compare_states(const OcflInventory& inventory, int number, const std::string& file) {
  const auto contents = [&](const OcflInventory& of, const std::string& digest) {
    std::set<std::string> out;
    for (const auto& [path, known] : of.manifest)
      if (known == lower_ascii(digest) && inventory.manifest.count(path) != 0) out.insert(path);
    return out;
  };
  for (const auto& [version, state] : inventory.versions) {
    const auto other = root_.versions.find(version);
    if (version > number || other == root_.versions.end()) {
      findings_.add("E066", "có phiên bản mà inventory của đối tượng không có", file);
      continue;
    }
    bool same = state.files.size() == other->second.files.size();
    for (const auto& [path, digest] : state.files) {
      const auto there = other->second.files.find(path);
      if (!same || there == other->second.files.end()) {
        same = false;
        break;
      }
      same = inventory.algorithm == root_.algorithm
                 ? lower_ascii(digest) == lower_ascii(there->second)
                 : contents(inventory, digest) == contents(root_, there->second);
    }
    if (!same) findings_.add("E066", "phiên bản " + std::to_string(version) + " được kể khác nhau", file);
    if (state.metadata != other->second.metadata)
      findings_.add("W011", "ghi chú của phiên bản " + std::to_string(version) + " khác nhau", file);
  }
}

std::string ObjectValidator::digest_of(const std::string& path, const std::string& algorithm) {
  const auto [it, fresh] = digests_.try_emplace({path, algorithm});
  if (fresh) {
    const Result<Bytes> bytes = files::read(folder_ / path);
    if (bytes) it->second = ocfl_digest(algorithm, *bytes);
  }
  return it->second;
}

void ObjectValidator::check_content(const OcflInventory& inventory, const std::string& file, int up_to) {
  for (const auto& [path, digest] : inventory.manifest) {
    const std::size_t slash = path.find('/');
    const std::string inside = path.substr(0, slash) + "/" + inventory.content_directory + "/";
    if (ocfl_version_number(path.substr(0, slash)) == 0 || path.compare(0, inside.size(), inside) != 0) {
      findings_.add("E042", "nội dung không nằm trong thư mục nội dung của một phiên bản: " + path, file);
    } else if (on_disk_.count(path) == 0) {
      findings_.add("E092", "thiếu tệp " + path, file);
    } else if (digest_of(path, inventory.algorithm) != digest) {
      findings_.add("E092", "tệp " + path + " không khớp với mã băm", file);
    }
  }
  for (const std::string& path : on_disk_) {
    if (ocfl_version_number(path.substr(0, path.find('/'))) <= up_to && inventory.manifest.count(path) == 0) {
      findings_.add("E023", "tệp không có trong «manifest»: " + path, file);
    }
  }
  for (const auto& [algorithm, digests] : inventory.fixity) {
    if (ocfl_digest(algorithm, "").empty()) continue;  // an algorithm that we do not know says nothing
    for (const auto& [path, digest] : digests) {
      if (on_disk_.count(path) == 0 || digest_of(path, algorithm) != digest) {
        findings_.add("E093", "tệp " + path + " không khớp với mã băm " + algorithm, file);
      }
    }
  }
}

/// Walks a storage root.
class RootValidator {
 public:
  RootValidator(fs::path root, ValidationReport& report)
      : root_(std::move(root)), report_(report), findings_(report.findings, root_.string()) {}

  void run() {
    check_declaration();
    for (const Entry& entry : entries_of(root_)) {
      if (entry.link) {
        findings_.add("E090", "liên kết không được phép có trong kho", entry.name);
      } else if (entry.folder && entry.name == "extensions") {
        for (const Entry& extension : entries_of(root_ / "extensions")) {
          if (!extension.folder) findings_.add("E086", "tệp trong thư mục extensions", extension.name);
        }
      } else if (entry.folder) {
        walk(entry.name, 1);
      }
    }
  }

 private:
  void check_declaration() {
    for (const Entry& entry : entries_of(root_)) {
      if (entry.name.compare(0, root_mark.size(), root_mark) != 0) continue;
      const Result<Bytes> text = files::read(root_ / entry.name, 100);
      if (!text || *text != entry.name.substr(2) + "\n")
        findings_.add("E080", "tệp khai báo không đúng", entry.name);
      return;
    }
    findings_.add("E069", "kho không có tệp khai báo 0=ocfl_1.x");
  }

  void walk(const std::string& below, int depth) {
    constexpr int deepest = 64;
    const std::vector<Entry> entries = entries_of(root_ / below);
    const bool is_object = std::any_of(entries.begin(), entries.end(), [](const Entry& entry) {
      return entry.name.compare(0, object_mark.size(), object_mark) == 0 || entry.name == "inventory.json";
    });
    if (is_object) {
      ++report_.objects;
      ObjectValidator(root_ / below, report_.findings).run();
      return;
    }
    if (entries.empty()) findings_.add("E073", "thư mục rỗng trong kho", below);
    for (const Entry& entry : entries) {
      const std::string path = below + "/" + entry.name;
      if (entry.link) {
        findings_.add("E090", "liên kết không được phép có trong kho", path);
      } else if (!entry.folder) {
        findings_.add("E072", "tệp lạ ở giữa kho", path);
      } else if (depth < deepest) {
        walk(path, depth + 1);
      }
    }
  }

  fs::path root_;
  ValidationReport& report_;
  Findings findings_;
};

}  // namespace

std::string ValidationReport::verdict() const {
  const bool error = std::any_of(findings.begin(), findings.end(),
                                 [](const Problem& problem) { return problem.severity == Severity::error; });
  if (error) return "invalid";
  return findings.empty() ? "valid" : "warning";
}

std::vector<std::string> ValidationReport::codes() const {
  std::set<std::string> out;
  for (const Problem& problem : findings)
    out.insert(problem.rule);
  return {out.begin(), out.end()};
}

Result<ValidationReport> validate_ocfl(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    return fail(ErrorCode::not_found, "«" + path.string() + "» không phải là một thư mục");
  }
  const std::vector<Entry> entries = entries_of(path);
  const bool is_root = std::any_of(entries.begin(), entries.end(), [](const Entry& entry) {
    return entry.name.compare(0, root_mark.size(), root_mark) == 0 &&
           entry.name.compare(0, object_mark.size(), object_mark) != 0;
  });
  ValidationReport report;
  if (is_root) {
    RootValidator(path, report).run();
  } else {
    report.objects = 1;
    ObjectValidator(path, report.findings).run();
  }
  return report;
}

}  // namespace sovang::archive
