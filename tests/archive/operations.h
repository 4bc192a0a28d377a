#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "archive_fixture.h"

namespace sovang::archive {

/// A small object, so that every call can be struck in turn.
inline std::pair<Record, std::vector<ContentFile>> small_decision(const std::string& number, int seq,
                                                                  const std::string& ulid_end) {
  auto object = decision(number, seq, ulid_end);
  object.first.lines.resize(1);
  object.second.resize(3);
  return object;
}

/// What an office does with its archive that changes the store, to be cut off at any moment.
struct Operation {
  std::string name;
  std::string act;  ///< "urn:… v2": the object of its entry in the trail
  std::function<bool(Archive&)> run;
  /// How much of it is there: "none", "some" or "all"; "" = something is half there.
  std::function<std::string(Archive&)> state;
};

/// An archive that holds one decision, and the operations on it.
class OperationsTest : public ArchiveTest {
 protected:
  OperationsTest() {
    Archive archive = open();
    keep(archive, small_decision("1/QĐ-UBND", 1, "1"));
  }

  /// Opens the archive, as another process would, and runs the operation.
  bool run(const Operation& operation, const Archive::Options& options, std::uint64_t seed = 99) {
    SequenceIds ids{seed};
    auto archive = Archive::open(options, clock_, ids);
    return archive && operation.run(*archive);
  }

  Operation keep_second() {
    return {"new object", second_id_ + " v1",
            [this](Archive& archive) {
              Objects objects;
              objects.push_back(small_decision("2/QĐ-UBND", 2, "2"));
              return archive.keep(std::move(objects), actor_, "lần hai").has_value();
            },
            [this](Archive& archive) {
              const auto there = archive.record(second_id_, archivist_);
              const auto hits = archive.find(words("2/QĐ-UBND"), archivist_);
              if (!hits) return "";
              const bool found = std::ranges::any_of(
                  hits->hits, [&](const Hit& hit) { return hit.record_id == second_id_; });
              if (there.has_value() != found) return "";
              if (!there) return archive.file(second_id_, "decision.pdf", archivist_) ? "" : "none";
              const auto bytes = archive.file(second_id_, "decision.pdf", archivist_);
              return bytes && *bytes == small_decision("2/QĐ-UBND", 2, "2").second[0].bytes ? "all" : "";
            }};
  }

  Operation amend_first() {
    return {"new version", first_id_ + " v2",
            [this](Archive& archive) {
              auto record = archive.record(first_id_, archivist_);
              if (!record) return false;
              if (record->state == RecordState::corrected) return true;  // done by a run before
              record->state = RecordState::corrected;
              return archive.amend(*record, {{"decision.pdf", paper("new", 5'000)}}, 1, actor_, "đính chính")
                  .has_value();
            },
            [this](Archive& archive) {
              const auto record = archive.record(first_id_, archivist_);
              const auto bytes = archive.file(first_id_, "decision.pdf", archivist_);
              if (!record || !bytes) return "";
              const bool fresh = record->state == RecordState::corrected;
              if (*bytes != (fresh ? paper("new", 5'000) : first_paper())) return "";
              return fresh ? "all" : "none";
            }};
  }

  /// Afterwards nothing of the record is left below the archive's folder but its tombstone.
  Operation dispose_first() {
    return {"disposal", first_id_ + " v1",
            [this](Archive& archive) {
              return archive
                  .dispose(first_id_, {"12/QĐ-STC", "urn:sovang:user:luu-tru", "urn:sovang:user:truong-ban"},
                           actor_)
                  .has_value();
            },
            [this](Archive& archive) {
              const auto record = archive.record(first_id_, archivist_);
              if (!record) return "";
              const auto bytes = archive.file(first_id_, "decision.pdf", archivist_);
              if (record->state != RecordState::disposed)
                return bytes && *bytes == first_paper() ? "none" : "";
              const bool gone =
                  !bytes && archive.file(first_id_, "tombstone.xml", archivist_) && !paper_is_left();
              return gone ? "all" : "";
            }};
  }

  Operation keep_nine() {
    return {"batch of nine", "",
            [this](Archive& archive) {
              Objects objects;
              for (int i = 0; i < 9; ++i) {
                objects.push_back(small_decision(std::to_string(10 + i) + "/QĐ-UBND", 10 + i,
                                                 std::string(1, "ABCDEFGH2"[i])));
              }
              return archive.keep(std::move(objects), actor_, "cả lô").has_value();
            },
            [this](Archive& archive) {
              const auto all = archive.list(archivist_, 100, 0);
              if (!all) return "";
              return all->size() == 1 ? "none" : all->size() == 10 ? "all" : "some";
            }};
  }

  /// What is wrong with the archive in general; "" = nothing. The catalogue must be that of a reindex.
  std::string what_is_wrong(Archive& archive) {
    for (const auto& report : {archive.audit({}), archive.audit_trail()}) {
      if (!report) return report.error().message;
      if (!report->problems.empty()) return report->problems[0].rule + " " + report->problems[0].message;
    }
    const auto before = archive.dump();
    if (!before) return before.error().message;
    if (const auto again = archive.reindex({}); !again) return again.error().message;
    return *archive.dump() == *before ? "" : "the catalogue is not that of a reindex";
  }

  static Bytes first_paper() { return small_decision("1/QĐ-UBND", 1, "1").second[0].bytes; }

  std::string first_id_ = small_decision("1/QĐ-UBND", 1, "1").first.id;
  std::string second_id_ = small_decision("2/QĐ-UBND", 2, "2").first.id;
  /// Where the archive lies that is looked at.
  std::filesystem::path looked_at_ = options_.root;

 private:
  /// Is any of what was disposed of left, in the store or outside of it?
  [[nodiscard]] bool paper_is_left() const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(looked_at_)) {
      if (!entry.is_regular_file() || entry.file_size() != first_paper().size()) continue;
      if (must(files::read(entry.path())) == first_paper()) return true;
    }
    return false;
  }
};

}  // namespace sovang::archive
