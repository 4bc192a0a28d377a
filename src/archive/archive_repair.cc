// Bringing damaged and lost files back from a second copy (REL-08). The copy is not trusted: the signed log
// is, and what it vouches for.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sovang/base/hash.h"

#include "archive_impl.h"
#include "fixity.h"
#include "merkle.h"
#include "note.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t max_entries = std::uint64_t{4} << 30;

Bytes joined(std::span<const Bytes> parts) {
  Bytes out;
  for (const Bytes& part : parts)
    out += part;
  return out;
}

/// The root over the first `count` leaves.
Bytes root_of(std::span<const Bytes> leaves, std::uint64_t count) {
  return merkle::root(leaves.first(count));
}

std::vector<Bytes> lines_in(const fs::path& path) {
  const Result<Bytes> text = files::read(path, max_entries);
  std::vector<Bytes> out;
  std::string_view rest = text ? ByteView(*text) : ByteView();
  while (!rest.empty())
    out.emplace_back(take_line(rest));
  return out;
}

/// Mends one log's leaves and checkpoint. What counts is a checkpoint with a good signature: ours, or if ours
/// is damaged the copy's.
class LogRepair {
 public:
  /// `vouched`: what stands behind a leaf that is not under a checkpoint.
  LogRepair(fs::path ours, fs::path copy, const ArchiveKeys& keys, Vouched vouched, WalkReport& report)
      : ours_(std::move(ours)),
        copy_(std::move(copy)),
        keys_(keys),
        vouched_(std::move(vouched)),
        report_(report) {}
  /// What the leaves are made from is there too: the entries of the trail.
  void know_entries(const std::vector<Bytes>& lines) {
    for (const Bytes& line : lines)
      from_entries_.push_back(merkle::leaf_hash(line));
    vouched_ = [known = std::set<Bytes>(from_entries_.begin(), from_entries_.end())](ByteView leaf) {
      return known.count(Bytes(leaf)) != 0;
    };
  }

  Status run() {
    if (TransparencyLog::open(ours_, keys_)) return mend();
    Result<Checkpoint> checkpoint = checkpoint_in(ours_);
    const bool damaged_note = !checkpoint;
    if (damaged_note) checkpoint = checkpoint_in(copy_);
    if (!checkpoint) return give_up("không bản nào có điểm chốt đọc được");
    std::vector<Bytes> leaves = leaves_in(ours_);
    if (leaves.size() < checkpoint->size || root_of(leaves, checkpoint->size) != checkpoint->root) {
      std::vector<Bytes> mended = merged(leaves, from_entries_, *checkpoint);
      if (mended.empty()) mended = merged(std::move(leaves), leaves_in(copy_), *checkpoint);
      leaves = std::move(mended);
      if (leaves.empty()) return give_up("bản sao không có đủ các mục dưới điểm chốt đã ký");
      SOVANG_TRY(files::replace(ours_ / "leaves", joined(leaves)));
      report_.repairs.push_back("đã khôi phục các mục của " + ours_.string());
    }
    if (damaged_note) {
      const Bytes note = SOVANG_TRY(files::read(copy_ / "checkpoint"));
      SOVANG_TRY(files::replace(ours_ / "checkpoint", note));
      report_.repairs.push_back("đã khôi phục điểm chốt của " + ours_.string());
    }
    return mend();
  }

 private:
  Result<Checkpoint> checkpoint_in(const fs::path& folder) const {
    const Bytes note = SOVANG_TRY(files::read(folder / "checkpoint"));
    return read_checkpoint(note, keys_.published);
  }
  static std::vector<Bytes> leaves_in(const fs::path& folder) {
    Result<std::vector<Bytes>> leaves = read_leaves(folder / "leaves");
    return leaves ? *leaves : std::vector<Bytes>{};
  }

  /// Our leaves with the copy's where these differ, if that is what was signed; else nothing.
  static std::vector<Bytes> merged(std::vector<Bytes> ours, const std::vector<Bytes>& theirs,
                                   const Checkpoint& checkpoint) {
    if (ours.size() < checkpoint.size) ours.resize(std::max<std::size_t>(ours.size(), theirs.size()));
    std::copy_n(theirs.begin(), std::min(ours.size(), theirs.size()), ours.begin());
    const bool right = ours.size() >= checkpoint.size && root_of(ours, checkpoint.size) == checkpoint.root;
    return right ? ours : std::vector<Bytes>{};
  }

  Status mend() {
    TransparencyLog log = SOVANG_TRY(TransparencyLog::open(ours_, keys_));
    for (std::string& done : SOVANG_TRY(log.repair(vouched_)))
      report_.repairs.push_back(std::move(done));
    return {};
  }

  Status give_up(const char* why) {
    report_.problems.push_back(
        {"LOG-01", Severity::error, "không khôi phục được «" + ours_.string() + "»: " + why,
         SourceSpan{ours_.string(), 0, 0, 0}, "xin thử bản sao khác hoặc nơi đối chứng"});
    return {};
  }

  fs::path ours_;
  fs::path copy_;
  const ArchiveKeys& keys_;
  Vouched vouched_;
  WalkReport& report_;
  std::vector<Bytes> from_entries_;
};

/// Puts the entries of the trail back whose hash the log has: ours where it is right, else the copy's.
Status repair_entries(const fs::path& ours, const fs::path& copy, WalkReport& report) {
  const std::vector<Bytes> leaves = SOVANG_TRY(read_leaves(ours / "leaves"));
  std::map<Bytes, Bytes> by_hash;
  const std::vector<Bytes> now = lines_in(ours / "entries");
  for (const std::vector<Bytes>& lines : {now, lines_in(copy / "entries")}) {
    for (const Bytes& line : lines)
      by_hash.emplace(merkle::leaf_hash(line), line);
  }
  Bytes text;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const auto line = by_hash.find(leaves[i]);
    if (line == by_hash.end()) {
      report.problems.push_back({"TRAIL-02", Severity::error,
                                 "mục " + std::to_string(i) + " của nhật ký hành động không có trong bản sao",
                                 SourceSpan{(ours / "entries").string(), 0, 0, 0}, "xin thử bản sao khác"});
      return {};
    }
    if (i >= now.size() || now[i] != line->second) ++changed;
    text += line->second + "\n";
  }
  for (std::size_t i = leaves.size(); i < now.size(); ++i)
    text += now[i] + "\n";  // not in the log yet: recovery sees to it
  if (changed == 0) return {};
  report.repairs.push_back("đã khôi phục " + std::to_string(changed) + " mục của nhật ký hành động");
  return files::replace(ours / "entries", text);
}

/// Mends the objects of one store from another one.
class ObjectRepair {
 public:
  ObjectRepair(const Storage& ours, const Storage& copy, const TransparencyLog& log, WalkReport& report)
      : ours_(ours), copy_(copy), log_(log), report_(report) {}

  Status run() {
    for (const fs::path& folder : SOVANG_TRY(ours_.objects())) {
      ++report_.objects;
      const ObjectHealth health = examine(folder);
      if (!health.damaged.empty()) SOVANG_TRY(mend(folder, health));
    }
    for (const fs::path& folder : SOVANG_TRY(copy_.objects())) {
      const Result<StoredObject> object = Storage::read_at(folder);
      if (!object || ours_.has(object->inventory.id) || !is_vouched_for(*object)) continue;
      SOVANG_TRY(ours_.adopt(folder, object->inventory.id));
      report_.repairs.push_back("đã lấy lại hồ sơ " + object->inventory.id + " từ bản sao");
    }
    return {};
  }

 private:
  /// Is the object whole, and each of its versions in our log?
  [[nodiscard]] bool is_vouched_for(const StoredObject& object) const {
    if (!examine(object.folder).damaged.empty()) return false;
    for (int version = 1; version <= object.inventory.head(); ++version) {
      const Result<Bytes> leaf = leaf_of(object, version);
      if (!leaf || !log_.find(*leaf)) return false;
    }
    return true;
  }

  Status mend(const fs::path& folder, const ObjectHealth& health) {
    const fs::path twin = copy_.root() / folder.lexically_relative(ours_.root());
    const Result<StoredObject> source = Storage::read_at(twin);
    const bool good = source && is_vouched_for(*source);
    for (const DamagedFile& file : health.damaged) {
      Status done = good ? bring_back(folder, *source, health, file)
                         : fail(ErrorCode::not_found, "bản sao không có hồ sơ này nguyên vẹn");
      if (file.kind == DamagedFile::Kind::stray) done = ours_.set_aside(folder, file.path);
      if (done) {
        report_.repairs.push_back("đã sửa " + (folder / file.path).string());
        ++report_.files;
      } else {
        report_.problems.push_back({"FIXITY", Severity::error, file.message + "; " + done.error().message,
                                    SourceSpan{(folder / file.path).string(), 0, 0, 0},
                                    "xin thử bản sao khác"});
      }
    }
    return ours_.mend(folder, report_.repairs);
  }

  Status bring_back(const fs::path& folder, const StoredObject& source, const ObjectHealth& health,
                    const DamagedFile& file) {
    switch (file.kind) {
      case DamagedFile::Kind::declaration:
        return ours_.put_file(folder, file.path, "ocfl_object_1.1\n");
      case DamagedFile::Kind::content: {
        // By what it must be; by its name where no inventory of ours tells that any more.
        const auto& manifest = source.inventory.manifest;
        const auto kept = std::find_if(manifest.begin(), manifest.end(), [&](const auto& one) {
          return file.sha512.empty() ? one.second == file.path : one.first == file.sha512;
        });
        if (kept == manifest.end()) return fail(ErrorCode::not_found, "bản sao chưa có nội dung này");
        const Bytes bytes = SOVANG_TRY(source.backend->read(source.name, kept->second, max_entries));
        return ours_.put_file(folder, file.path, bytes);
      }
      case DamagedFile::Kind::inventory:
      case DamagedFile::Kind::sidecar:
        return bring_back_inventory(folder, source, health, file);
      case DamagedFile::Kind::stray:
        return {};
    }
    return {};
  }

  /// Of the root the newest one that we trust; of older versions, and where we trust none, the copy's.
  Status bring_back_inventory(const fs::path& folder, const StoredObject& source, const ObjectHealth& health,
                              const DamagedFile& file) {
    const std::string of_version = file.path.substr(0, file.path.rfind('/') + 1);
    const bool newest = of_version.empty() ||
                        (health.inventory && of_version == version_name(health.inventory->head()) + "/");
    Bytes json = health.inventory_json;
    if (!health.inventory || !newest) {
      if (of_version.empty() && source.inventory.head() < versions_in(folder))
        return fail(ErrorCode::not_found, "bản sao cũ hơn hồ sơ này");
      json = SOVANG_TRY(files::read(source.folder / of_version / "inventory.json"));
    }
    return ours_.put_file(folder, file.path,
                          file.kind == DamagedFile::Kind::inventory ? json : sidecar_of(json));
  }

  static int versions_in(const fs::path& folder) {
    std::error_code error;
    int number = 0;
    while (fs::is_directory(folder / version_name(number + 1), error))
      ++number;
    return number;
  }

  const Storage& ours_;
  const Storage& copy_;
  const TransparencyLog& log_;
  WalkReport& report_;
};

/// The list of public keys, if ours is not readable and the copy's ends with the keys that we hold.
Status repair_key_list(const fs::path& root, const fs::path& copy, WalkReport& report) {
  const fs::path list = root / "log" / "keys";
  const Result<Bytes> ours = files::read(list);
  if (ours && PublishedKeys::read(*ours)) return {};
  const fs::path theirs = copy / "log" / "keys";
  const ArchiveKeys keys = SOVANG_TRY(ArchiveKeys::load(root / "keys", theirs));
  report.repairs.emplace_back("đã khôi phục danh sách khóa công khai");
  return files::replace(list, keys.published.text());
}

}  // namespace

Result<WalkReport> Archive::repair(const fs::path& copy, const Actor& actor) {
  const Storage second(copy);
  std::error_code error;
  if (!fs::is_directory(second.root(), error) || fs::equivalent(copy, impl_->options.root, error)) {
    return fail(ErrorCode::not_found, "«" + copy.string() +
                                          "» không phải là bản sao thứ hai của thư mục dữ liệu; xin chỉ đúng "
                                          "thư mục có ocfl/ và log/ của bản sao");
  }
  const files::Lock lock = SOVANG_TRY(impl_->lock_for_writing());
  WalkReport report;
  const fs::path& root = impl_->options.root;
  SOVANG_TRY(repair_key_list(root, copy, report));
  const auto keys = SOVANG_TRY(impl_->keys());
  SOVANG_TRY(LogRepair(root / "log", copy / "log", *keys, impl_->in_store(), report).run());
  LogRepair trail(root / "trail", copy / "trail", *keys, {}, report);
  trail.know_entries(lines_in(root / "trail" / "entries"));
  SOVANG_TRY(trail.run());
  SOVANG_TRY(repair_entries(root / "trail", copy / "trail", report));
  const TransparencyLog log = SOVANG_TRY(impl_->log_for_writing());
  SOVANG_TRY(ObjectRepair(impl_->storage, second, log, report).run());
  SOVANG_TRY(impl_->storage.sweep_work(report.repairs));
  {
    const auto rows = impl_->catalogue.take();
    const bool healthy = rows && (*rows)->check();
    if (!healthy || !report.repairs.empty()) SOVANG_TRY(impl_->reindex_locked({}));
  }
  const std::string detail = std::to_string(report.repairs.size()) + " repaired, " +
                             std::to_string(report.problems.size()) + " left";
  const Outcome outcome = report.problems.empty() ? Outcome::done : Outcome::failed;
  SOVANG_TRY(
      impl_->remember(std::vector<Action>{{actor.id, "", ActionKind::repaired, "", outcome, detail, ""}}));
  return report;
}

}  // namespace sovang::archive
