#include "witness.h"

#include <algorithm>

#include "sovang/base/files.h"

#include "log.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t max_note = 16384;
constexpr std::uint64_t max_keys = 1U << 20U;
constexpr std::size_t size_digits = 20;

/// "sovang.qnam.log"
fs::path folder_in(const fs::path& place, std::string_view origin) {
  std::string name(origin);
  std::replace(name.begin(), name.end(), '/', '.');
  return place / name;
}

std::string padded(std::uint64_t size) {
  const std::string text = std::to_string(size);
  return std::string(size_digits - text.size(), '0') + text;
}

/// The copies of checkpoints, the smallest first.
std::vector<fs::path> copies_in(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code error;
  for (fs::directory_iterator it(folder / "checkpoints", error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().filename().string().size() == size_digits) out.push_back(it->path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// One log against its copies.
class Comparison {
 public:
  Comparison(const WitnessedLog& log, fs::path copies, const ArchiveKeys& keys, WalkReport& report)
      : log_(log), copies_(std::move(copies)), keys_(keys), report_(report) {}

  /// True if nothing is wrong.
  Result<bool> run() {
    const std::size_t before = report_.problems.size();
    SOVANG_TRY(compare_keys());
    ours_ = SOVANG_TRY(read_leaves(log_.folder / "leaves"));
    SOVANG_TRY(compare_leaves());
    compare_checkpoints();
    return report_.problems.size() == before;
  }
  [[nodiscard]] std::span<const Bytes> ours() const { return ours_; }
  [[nodiscard]] std::size_t copied_leaves() const { return theirs_.size(); }

 private:
  void say(const char* rule, std::string message, const fs::path& file) {
    report_.problems.push_back({rule, Severity::error, log_.spoken + ": " + std::move(message),
                                SourceSpan{file.string(), 0, 0, 0},
                                "xin giữ nguyên cả hai bản, không ghi đè, và báo người phụ trách"});
  }

  Status compare_keys() {
    std::error_code error;
    if (!fs::exists(copies_ / "keys", error)) return {};
    const Bytes list = SOVANG_TRY(files::read(copies_ / "keys", max_keys));
    const Result<PublishedKeys> keys = PublishedKeys::read(list);
    if (!keys) {
      say("WITNESS-03", "bản đối chứng của danh sách khóa bị hỏng", copies_ / "keys");
    } else if (!keys_.published.continues(*keys)) {
      say("WITNESS-01", "danh sách khóa không nối tiếp danh sách đã đối chứng: có khóa bị đổi",
          copies_ / "keys");
    }
    return {};
  }

  Status compare_leaves() {
    std::error_code error;
    if (!fs::exists(copies_ / "leaves", error)) return {};
    theirs_ = SOVANG_TRY(read_leaves(copies_ / "leaves"));
    if (const auto at = first_difference(ours_, theirs_)) {
      say("WITNESS-01", "rẽ nhánh từ mục " + std::to_string(*at) + " so với bản đối chứng",
          copies_ / "leaves");
      forked_ = true;
    }
    return {};
  }

  void compare_checkpoints() {
    const std::vector<fs::path> copies = copies_in(copies_);
    TileEdge edge;
    std::vector<Tile> ignored;
    for (const fs::path& path : copies) {
      const Result<Bytes> note = files::read(path, max_note);
      const Result<Checkpoint> copy = note ? read_checkpoint(*note, keys_.published) : fail(note.error());
      if (!copy) {
        say("WITNESS-03", "bản đối chứng " + path.filename().string() + " không đọc được", path);
        continue;
      }
      ++report_.files;
      if (copy->size > ours_.size()) {
        say("WITNESS-02",
            "bị lùi: còn " + std::to_string(ours_.size()) + " mục, nơi đối chứng đã ghi nhận " +
                std::to_string(copy->size) + "; mất từ mục " + std::to_string(ours_.size()),
            path);
        return;
      }
      while (edge.size() < copy->size) {
        edge.add(ours_[edge.size()], ignored);
        ignored.clear();
      }
      if (edge.root() == copy->root) continue;
      if (!forked_) {
        say("WITNESS-01",
            "rẽ nhánh trước mục " + std::to_string(copy->size) + " so với điểm chốt đã đối chứng", path);
      }
      return;
    }
  }

  const WitnessedLog& log_;
  fs::path copies_;
  const ArchiveKeys& keys_;
  WalkReport& report_;
  std::vector<Bytes> ours_;
  std::vector<Bytes> theirs_;
  bool forked_ = false;
};

Status write_copies(const WitnessedLog& log, const fs::path& copies, const Checkpoint& checkpoint,
                    const Comparison& compared) {
  SOVANG_TRY(files::make_folders(copies / "checkpoints"));
  const Bytes list = SOVANG_TRY(files::read(log.folder.parent_path() / "log" / "keys", max_keys));
  SOVANG_TRY(files::replace(copies / "keys", list));
  Bytes fresh;
  for (const Bytes& leaf : compared.ours()
                               .first(checkpoint.size)
                               .subspan(std::min<std::size_t>(compared.copied_leaves(), checkpoint.size)))
    fresh += leaf;
  SOVANG_TRY(files::append(copies / "leaves", fresh));
  const fs::path target = copies / "checkpoints" / padded(checkpoint.size);
  std::error_code error;
  if (fs::exists(target, error)) return {};
  const Bytes note = SOVANG_TRY(files::read(log.folder / "checkpoint", max_note));
  return files::replace(target, note);
}

}  // namespace

Result<Checkpoint> newest_copy(const fs::path& place, std::string_view origin, const PublishedKeys& keys) {
  const std::vector<fs::path> copies = copies_in(folder_in(place, origin));
  if (copies.empty()) return fail(ErrorCode::not_found, "chưa có bản đối chứng nào ở đó");
  const Bytes note = SOVANG_TRY(files::read(copies.back(), max_note));
  return read_checkpoint(note, keys);
}

Status compare_with_copies(const WitnessedLog& log, const ArchiveKeys& keys, WitnessMode mode,
                           WalkReport& report) {
  const Result<LogView> view = LogView::open(log.folder, keys.published);
  // The name of the folder of copies: of our own checkpoint, or what an intruder left of it.
  const std::string origin = view ? view->checkpoint().origin : "";
  if (!view) {
    report.problems.push_back({"LOG-01", Severity::error, log.spoken + ": " + view.error().message,
                               SourceSpan{(log.folder / "checkpoint").string(), 0, 0, 0},
                               "sovang archive repair --from NƠI"});
    return {};
  }
  const fs::path copies = folder_in(log.place, origin);
  std::error_code error;
  if (mode == WitnessMode::compare && !fs::exists(copies, error)) {
    report.problems.push_back({"WITNESS-04", Severity::error, log.spoken + ": chưa có bản đối chứng nào ở đó",
                               SourceSpan{copies.string(), 0, 0, 0}, "sovang archive witness NƠI"});
    return {};
  }
  Comparison comparison(log, copies, keys, report);
  if (!SOVANG_TRY(comparison.run())) return {};
  report.repairs.push_back(log.spoken + ": " + std::to_string(view->checkpoint().size) +
                           " mục, nối tiếp đúng mọi bản đối chứng");
  if (mode == WitnessMode::compare) return {};
  if (comparison.ours().size() < view->checkpoint().size)
    return fail(ErrorCode::corrupt, log.spoken + " bị cắt so với điểm chốt đã ký");
  return write_copies(log, copies, view->checkpoint(), comparison);
}

}  // namespace sovang::archive
