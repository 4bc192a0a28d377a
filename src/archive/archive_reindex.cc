// The catalogue made anew from the store alone: rows in the order of folders, then the words. What is done is
// noted with the rows, so that a run that was cut off goes on; readers use the old generation until the
// switch.
#include <algorithm>
#include <future>
#include <utility>

#include "sovang/base/hash.h"

#include "archive_impl.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t rows_a_transaction = 256;
constexpr std::string_view broken_note = "broken";  ///< objects that could not be read, a folder a line

Problem problem_of(const Error& error, const fs::path& place) {
  return {error.rule.empty() ? "ARCHIVE" : error.rule, Severity::error, error.message,
          SourceSpan{place.string(), 0, 0, 0}, "xin khôi phục hồ sơ này từ bản sao lưu"};
}

using ReadObject = Result<CatalogueObject>;

ReadObject read_object(const fs::path& folder, const TransparencyLog& log) {
  const StoredObject object = SOVANG_TRY(Storage::read_at(folder));
  return catalogue_object(object, log);
}

/// Reads objects with two threads: one hashes while the other waits for the disk.
std::vector<ReadObject> read_objects(std::span<const fs::path> folders, const TransparencyLog& log) {
  const auto read_all = [&log](std::span<const fs::path> some) {
    std::vector<ReadObject> out;
    for (const fs::path& folder : some)
      out.push_back(read_object(folder, log));
    return out;
  };
  const std::size_t half = folders.size() / 2;
  std::future<std::vector<ReadObject>> first =
      std::async(std::launch::async, read_all, folders.subspan(0, half));
  std::vector<ReadObject> second = read_all(folders.subspan(half));
  std::vector<ReadObject> out = first.get();
  std::move(second.begin(), second.end(), std::back_inserter(out));
  return out;
}

/// One run over the store.
class Reindex {
 public:
  Reindex(const Catalogue& catalogue, const TransparencyLog& log, const Archive::Progress& progress)
      : catalogue_(catalogue), log_(log), progress_(progress) {}

  Status rows(const std::vector<fs::path>& folders) {
    const std::string done = SOVANG_TRY(catalogue_.rows_done());
    auto at = std::upper_bound(folders.begin(), folders.end(), fs::path(done));
    if (done.empty()) at = folders.begin();
    report.objects = static_cast<std::size_t>(at - folders.begin());
    SOVANG_TRY(recall_broken());
    // While one stretch is written the next one is read.
    std::future<std::vector<ReadObject>> next;
    const auto read_from = [&](auto begin) {
      const std::size_t size = std::min(rows_a_transaction, static_cast<std::size_t>(folders.end() - begin));
      return std::async(std::launch::async,
                        [this, stretch = std::span(begin, size)] { return read_objects(stretch, log_); });
    };
    if (at != folders.end()) next = read_from(at);
    while (at != folders.end()) {
      std::vector<ReadObject> objects = next.get();
      const auto begin = at;
      at += static_cast<std::ptrdiff_t>(objects.size());
      if (at != folders.end()) next = read_from(at);
      SOVANG_TRY(write(std::span(begin, at), std::move(objects)));
      if (progress_) progress_(report.objects, folders.size());
    }
    return {};
  }

  Status words() {
    while (SOVANG_TRY(catalogue_.index_more())) {
    }
    report.files = SOVANG_TRY(catalogue_.file_count());
    return {};
  }

  WalkReport report;

 private:
  /// What an earlier run could not read is told by this one, too.
  Status recall_broken() {
    broken_ = SOVANG_TRY(catalogue_.noted(broken_note));
    for (std::size_t begin = 0; begin < broken_.size();) {
      const std::size_t end = std::min(broken_.find('\n', begin), broken_.size());
      const fs::path folder(broken_.substr(begin, end - begin));
      if (const ReadObject object = read_object(folder, log_); !object)
        report.problems.push_back(problem_of(object.error(), folder));
      begin = end + 1;
    }
    return {};
  }

  Status write(std::span<const fs::path> folders, std::vector<ReadObject> read) {
    std::vector<CatalogueObject> objects;
    const std::string before = broken_;
    for (std::size_t i = 0; i < read.size(); ++i) {
      ++report.objects;
      if (read[i]) {
        objects.push_back(std::move(*read[i]));
      } else {
        report.problems.push_back(problem_of(read[i].error(), folders[i]));
        broken_ += folders[i].string() + "\n";
      }
    }
    if (broken_ != before) SOVANG_TRY(catalogue_.note(broken_note, broken_));
    return catalogue_.put_rows(objects, folders.back().string());
  }

  const Catalogue& catalogue_;
  const TransparencyLog& log_;
  const Archive::Progress& progress_;
  std::string broken_;
};

}  // namespace

Result<WalkReport> Archive::Impl::reindex_locked(const Progress& progress) const {
  const TransparencyLog log_now = SOVANG_TRY(log_for_writing());
  // Whatever is written into the store is written into the log: the same checkpoint is the same store.
  const Bytes checkpoint = SOVANG_TRY(files::read(options.root / "log" / "checkpoint", 4096));
  CataloguePool::Fresh fresh =
      SOVANG_TRY(catalogue.begin_generation(to_hex(digest(HashKind::sha256, checkpoint))));
  Reindex run(fresh.catalogue, log_now, progress);
  const std::vector<fs::path> folders = SOVANG_TRY(storage.objects());
  SOVANG_TRY(run.rows(folders));
  SOVANG_TRY(run.words());
  SOVANG_TRY(fresh.catalogue.check());
  SOVANG_TRY(catalogue.switch_to(std::move(fresh)));
  return std::move(run.report);
}

}  // namespace sovang::archive
