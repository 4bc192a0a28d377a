#include "fixity.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t max_inventory = std::uint64_t{64} << 20;
constexpr std::uint64_t max_sidecar = 4096;
constexpr std::string_view declaration = "0=ocfl_object_1.1";

/// One inventory.json with its sidecar.
struct Pair {
  std::string folder;  ///< "" or "v2/"
  Bytes json;
  Bytes sidecar;
  std::optional<Inventory> inventory;
  /// Written by us and not changed since: what is read gives the same bytes again.
  [[nodiscard]] bool canonical() const { return inventory && to_json(*inventory) == json; }
  [[nodiscard]] bool sealed() const { return inventory && sidecar == sidecar_of(json); }
};

Pair read_pair(const fs::path& object, std::string folder) {
  Pair out{std::move(folder), {}, {}, {}};
  if (auto json = files::read(object / (out.folder + "inventory.json"), max_inventory)) out.json = *json;
  if (auto sidecar = files::read(object / (out.folder + "inventory.json.sha512"), max_sidecar))
    out.sidecar = *sidecar;
  if (auto inventory = parse_inventory(out.json)) out.inventory = std::move(*inventory);
  return out;
}

/// Has the older inventory nothing but what the newest one says of its versions?
bool is_beginning_of(const Inventory& older, const Inventory& newest) {
  if (older.id != newest.id || older.versions.size() > newest.versions.size()) return false;
  const auto same = [](const ObjectVersion& a, const ObjectVersion& b) {
    return a.created == b.created && a.message == b.message && a.user_name == b.user_name &&
           a.user_address == b.user_address && a.state == b.state;
  };
  return std::equal(older.versions.begin(), older.versions.end(), newest.versions.begin(), same) &&
         std::includes(newest.manifest.begin(), newest.manifest.end(), older.manifest.begin(),
                       older.manifest.end()) &&
         std::includes(newest.sha256_of.begin(), newest.sha256_of.end(), older.sha256_of.begin(),
                       older.sha256_of.end());
}

/// SHA-512 of a file, read in pieces; follows no link.
std::optional<std::string> sha512_of(const fs::path& path, std::uint64_t& bytes) {
  constexpr std::size_t piece = std::size_t{256} << 10;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return std::nullopt;
  Hasher hasher(HashKind::sha512);
  std::vector<char> buffer(piece);
  ssize_t got = 0;
  while ((got = ::read(descriptor, buffer.data(), buffer.size())) > 0) {
    hasher.update(ByteView(buffer.data(), static_cast<std::size_t>(got)));
    bytes += static_cast<std::uint64_t>(got);
  }
  ::close(descriptor);
  if (got < 0) return std::nullopt;
  return to_hex(hasher.finish());
}

class Examination {
 public:
  explicit Examination(const fs::path& object) : object_(object) {}

  ObjectHealth run() {
    check_declaration();
    read_inventories();
    if (!newest_) {
      check_without_trust();
      return std::move(health_);
    }
    check_inventories();
    check_content();
    check_strays();
    return std::move(health_);
  }

 private:
  void add(DamagedFile::Kind kind, std::string path, std::string message, std::string sha512 = {}) {
    health_.damaged.push_back({kind, std::move(path), std::move(sha512), std::move(message)});
  }

  /// Every inventory is damaged: what can still be read of one tells which contents are right; all others are
  /// named, rather one too many.
  void check_without_trust() {
    std::map<std::string, std::string> expected;  // content path → sha512
    for (const Pair& pair : pairs_) {
      add(DamagedFile::Kind::inventory, pair.folder + "inventory.json", "không còn bản kê nào đáng tin");
      add(DamagedFile::Kind::sidecar, pair.folder + "inventory.json.sha512", "không còn bản kê nào đáng tin");
      if (!pair.inventory) continue;
      for (const auto& [sha512, path] : pair.inventory->manifest)
        expected[path] = sha512;
    }
    const Result<std::vector<fs::path>> all = files::list_tree(object_);
    for (const fs::path& one : all ? *all : std::vector<fs::path>{}) {
      const std::string path = one.generic_string();
      std::error_code error;
      if (path.find("/content/") == std::string::npos || fs::is_directory(object_ / one, error)) continue;
      ++health_.files;
      const auto found = sha512_of(object_ / one, health_.bytes);
      const auto known = expected.find(path);
      if (found && known != expected.end() && *found == known->second) continue;
      add(DamagedFile::Kind::content, path,
          "tệp " + path + " hỏng, hoặc không còn bản kê nào nói nó phải thế nào");
    }
  }

  void check_declaration() {
    const Result<Bytes> mark = files::read(object_ / declaration, 64);
    if (!mark || *mark != "ocfl_object_1.1\n")
      add(DamagedFile::Kind::declaration, std::string(declaration), "tệp khai báo mất hoặc bị sửa");
  }

  /// The newest inventory: sealed by its own sidecar or by that of its twin, or told twice.
  void read_inventories() {
    pairs_.push_back(read_pair(object_, ""));
    std::error_code error;
    for (int number = 1; fs::is_directory(object_ / version_name(number), error); ++number)
      pairs_.push_back(read_pair(object_, version_name(number) + "/"));
    std::array<const Pair*, 2> twins{&pairs_.front(), &pairs_.back()};
    for (const Pair* one : twins) {
      for (const Pair* other : twins) {
        if (newest_ || !one->inventory) continue;
        const bool right_head = one->inventory->head() == static_cast<int>(pairs_.size()) - 1;
        const bool told_twice = one != other && one->json == other->json && one->canonical();
        if (right_head && (sidecar_of(one->json) == other->sidecar || told_twice)) newest_ = one;
      }
    }
    // A version that was cut off, or whose folder was lost: the root says what the head is.
    if (!newest_ && pairs_.front().sealed()) newest_ = &pairs_.front();
    if (newest_) {
      health_.inventory = newest_->inventory;
      health_.inventory_json = newest_->json;
    }
  }

  void check_inventories() {
    const std::string right_sidecar = sidecar_of(newest_->json);
    const auto head = static_cast<std::size_t>(health_.inventory->head());
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const Pair& pair = pairs_[i];
      const bool is_newest = i == 0 || i == head;
      const bool json_right = is_newest ? pair.json == newest_->json
                                        : pair.canonical() && pair.inventory->head() == static_cast<int>(i) &&
                                              is_beginning_of(*pair.inventory, *health_.inventory);
      if (!json_right)
        add(DamagedFile::Kind::inventory, pair.folder + "inventory.json", "bản kê không còn như lúc lưu");
      const bool sidecar_right = is_newest    ? pair.sidecar == right_sidecar
                                 : json_right ? pair.sealed()
                                              : is_sidecar(pair.sidecar);
      if (!sidecar_right)
        add(DamagedFile::Kind::sidecar, pair.folder + "inventory.json.sha512",
            "mã băm của bản kê không còn như lúc lưu");
    }
    for (std::size_t i = pairs_.size(); i <= head; ++i)
      add(DamagedFile::Kind::inventory, version_name(static_cast<int>(i)) + "/inventory.json", "mất bản kê");
  }

  static bool is_sidecar(std::string_view text) {
    constexpr std::size_t digits = 128;
    return text.size() > digits && text.substr(digits) == " inventory.json\n" &&
           text.find_first_not_of("0123456789abcdef") == digits;
  }

  void check_content() {
    for (const auto& [sha512, path] : health_.inventory->manifest) {
      ++health_.files;
      const auto found = sha512_of(object_ / path, health_.bytes);
      if (!found) {
        add(DamagedFile::Kind::content, path, "mất hoặc không đọc được tệp " + path, sha512);
      } else if (*found != sha512) {
        add(DamagedFile::Kind::content, path, "tệp " + path + " không còn như lúc lưu (mã băm sha512 khác)",
            sha512);
      }
    }
  }

  void check_strays() {
    std::set<std::string> expected{std::string(declaration)};
    for (const auto& [sha512, path] : health_.inventory->manifest)
      expected.insert(path);
    for (int i = 0; i <= health_.inventory->head(); ++i) {
      const std::string folder = i == 0 ? "" : version_name(i) + "/";
      expected.insert(folder + "inventory.json");
      expected.insert(folder + "inventory.json.sha512");
    }
    std::error_code error;
    fs::recursive_directory_iterator it(object_, error);
    for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
      const std::string path = it->path().lexically_relative(object_).generic_string();
      if (it->is_symlink(error)) {
        add(DamagedFile::Kind::stray, path, "liên kết tượng trưng, không được phép có trong kho: " + path);
      } else if (!it->is_directory(error) && expected.count(path) == 0) {
        add(DamagedFile::Kind::stray, path, "tệp lạ trong kho, không phiên bản nào có: " + path);
      }
    }
  }

  fs::path object_;
  std::vector<Pair> pairs_;  ///< of the root, then of v1, v2, …
  const Pair* newest_ = nullptr;
  ObjectHealth health_;
};

}  // namespace

ObjectHealth examine(const fs::path& object) {
  return Examination(object).run();
}

void report_health(const fs::path& object, const ObjectHealth& health, std::vector<Problem>& problems) {
  for (const DamagedFile& file : health.damaged) {
    problems.push_back({"FIXITY", Severity::error, file.message,
                        SourceSpan{(object / file.path).string(), 0, 0, 0}, std::string(repair_hint)});
  }
}

}  // namespace sovang::archive
