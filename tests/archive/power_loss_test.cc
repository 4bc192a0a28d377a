// REL-02: after a power cut the disk may hold any part of what was not synced. From the traced calls of a
// writer many such disks are made; on each the archive must open, be whole, and hold what was acknowledged.
// Without the fsyncs it does not: that is tried too, so that these tests are known to notice.
// SOVANG_IMAGES=n makes n images of each writer, and tries to lose every single fsync (scripts/crash).
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "archive_fixture.h"
#include "crash_images.h"
#include "traced_child.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

std::size_t images_wanted(std::size_t usually) {
  const char* const set = std::getenv("SOVANG_IMAGES");
  return set == nullptr ? usually : std::strtoul(set, nullptr, 10);
}

std::pair<Record, std::vector<ContentFile>> small_decision(const std::string& number, int seq,
                                                           const std::string& end) {
  auto object = decision(number, seq, end);
  object.first.lines.resize(1);
  object.second.resize(3);
  return object;
}

/// How the images of one writer turned out.
struct Toll {
  int images = 0;
  int bad = 0;   ///< not opened, not whole, or half there
  int lost = 0;  ///< acknowledged and not there
  std::string first;
  friend std::ostream& operator<<(std::ostream& out, const Toll& toll) {
    return out << toll.images << " images, " << toll.bad << " bad, " << toll.lost << " lost; " << toll.first;
  }
};

class PowerLossTest : public ArchiveTest {
 protected:
  PowerLossTest() {
    Archive archive = open();
    Objects objects;
    objects.push_back(small_decision("1/QĐ-UBND", 1, "1"));
    must(archive.keep(std::move(objects), actor_, "đã có"));
  }

  bool keep_second() {
    SequenceIds ids{99};
    auto archive = Archive::open(options_, clock_, ids);
    Objects objects;
    objects.push_back(small_decision("2/QĐ-UBND", 2, "2"));
    return archive && archive->keep(std::move(objects), actor_, "lần hai").has_value();
  }
  bool amend_first() {
    SequenceIds ids{98};
    auto archive = Archive::open(options_, clock_, ids);
    if (!archive) return false;
    auto record = archive->record(first_id_, archivist_);
    if (!record) return false;
    record->state = RecordState::corrected;
    return archive->amend(*record, {{"decision.pdf", paper("new", 5'000)}}, 1, actor_, "đính chính")
        .has_value();
  }
  bool keep_many() {
    SequenceIds ids{97};
    auto archive = Archive::open(options_, clock_, ids);
    Objects objects;
    for (int i = 0; i < 9; ++i)
      objects.push_back(
          small_decision(std::to_string(10 + i) + "/QĐ-UBND", 10 + i, std::string(1, "ABCDEFGH2"[i])));
    return archive && archive->keep(std::move(objects), actor_, "cả lô").has_value();
  }

  /// What of the work is there: none, some or all of it. Nothing if the archive is not whole.
  [[nodiscard]] std::string state_of_keep(Archive& archive) const {
    const auto there = archive.record(second_id_, archivist_);
    const auto hits = archive.find(words("2/QĐ-UBND"), archivist_);
    if (!hits) return "";
    const bool found = std::any_of(hits->hits.begin(), hits->hits.end(),
                                   [&](const Hit& hit) { return hit.record_id == second_id_; });
    if (there.has_value() != found) return "";
    if (!there) return "none";
    const auto bytes = archive.file(second_id_, "decision.pdf", archivist_);
    return bytes && *bytes == small_decision("2/QĐ-UBND", 2, "2").second[0].bytes ? "all" : "";
  }
  [[nodiscard]] std::string state_of_amend(Archive& archive) const {
    const auto record = archive.record(first_id_, archivist_);
    const auto bytes = archive.file(first_id_, "decision.pdf", archivist_);
    if (!record || !bytes) return "";
    const bool fresh = record->state == RecordState::corrected;
    if (*bytes != (fresh ? paper("new", 5'000) : small_decision("1/QĐ-UBND", 1, "1").second[0].bytes))
      return "";
    return fresh ? "all" : "none";
  }
  [[nodiscard]] std::string state_of_many(Archive& archive) const {
    const auto all = archive.list(archivist_, 100, 0);
    if (!all) return "";
    return all->size() == 1 ? "none" : all->size() == 10 ? "all" : "some";
  }

  using State = std::function<std::string(Archive&)>;

  /// Opens the archive on this disk and looks. "" = whole and as it should be, else what is wrong.
  std::string look(const State& state, bool acknowledged) {
    SequenceIds ids{55};
    auto archive = Archive::open(options_, clock_, ids);
    if (!archive) return "does not open: " + archive.error().message;
    const std::string now = state(*archive);
    if (now.empty()) return "half there";
    if (acknowledged && now != "all") return "lost";
    for (const auto& report : {archive->audit({}), archive->audit_trail()}) {
      if (!report) return report.error().message;
      if (!report->problems.empty()) return report->problems[0].rule + " " + report->problems[0].message;
    }
    const auto before = archive->dump();
    if (!archive->reindex({}) || !before || *archive->dump() != *before)
      return "catalogue is not that of a reindex";
    return "";
  }

  /// Cuts the power at random calls. Every fourth time behind the last one, when all was acknowledged.
  Toll cut(const CrashImages& start, const std::vector<DiskCall>& calls, const State& state,
           std::size_t images, const std::set<std::size_t>& ignored = {}) {
    Toll toll;
    std::mt19937_64 random(20'220'520);
    for (std::size_t i = 0; i < images; ++i) {
      const bool acknowledged = i % 4 == 0;
      const std::size_t from = ignored.size() == 1 ? *ignored.begin() + 1 : 0;  // before it, it is not missed
      const std::size_t count =
          acknowledged ? calls.size() : from + random() % (calls.size() - std::min(from, calls.size() - 1));
      CrashImages disk = start;
      disk.follow(calls, count, ignored);
      fs::remove_all(options_.root);
      disk.write(options_.root, random);
      const std::string wrong = look(state, acknowledged);
      ++toll.images;
      if (wrong.empty()) continue;
      ++(wrong == "lost" ? toll.lost : toll.bad);
      if (toll.first.empty())
        toll.first = "first: image " + std::to_string(i) + " after call " + std::to_string(count) + " of " +
                     std::to_string(calls.size()) + ": " + wrong;
    }
    return toll;
  }

  /// The whole trial of one writer.
  void try_writer(const std::string& name, const std::function<bool()>& work, const State& state,
                  std::size_t usually) {
    const CrashImages start(options_.root);
    const std::vector<DiskCall> calls = calls_of(work);
    std::set<std::size_t> syncs;
    for (std::size_t i = 0; i < calls.size(); ++i)
      if (calls[i].kind == DiskCall::Kind::sync || calls[i].kind == DiskCall::Kind::sync_all) syncs.insert(i);
    const Toll toll = cut(start, calls, state, images_wanted(usually));
    std::cout << name << ": " << calls.size() << " calls, " << syncs.size() << " syncs; " << toll << '\n';
    EXPECT_EQ(toll.bad, 0) << toll;
    EXPECT_EQ(toll.lost, 0) << toll;
    const Toll without = cut(start, calls, state, 40, syncs);
    std::cout << name << ", without any sync: " << without << '\n';
    EXPECT_GT(without.bad + without.lost, 0) << "a writer that never syncs is not noticed";
    if (std::getenv("SOVANG_IMAGES") == nullptr) return;
    int needed = 0;
    for (const std::size_t sync : syncs) {
      const Toll lost_one = cut(start, calls, state, images_wanted(0) / 10, {sync});
      if (lost_one.bad + lost_one.lost > 0) ++needed;
      std::cout << name << ", without sync " << sync << " of "
                << fs::path(calls[sync].path).lexically_relative(options_.root).string() << ": " << lost_one
                << '\n';
    }
    std::cout << name << ": " << needed << " of " << syncs.size()
              << " syncs are missed when they alone are gone\n";
  }

  std::string first_id_ = small_decision("1/QĐ-UBND", 1, "1").first.id;
  std::string second_id_ = small_decision("2/QĐ-UBND", 2, "2").first.id;
};

TEST_F(PowerLossTest, NewObjectIsWholeOrNotThereAndStaysOnceAcknowledged) {
  try_writer(
      "new object", [&] { return keep_second(); }, [&](Archive& a) { return state_of_keep(a); }, 80);
}

TEST_F(PowerLossTest, NewVersionIsWholeOrNotThereAndStaysOnceAcknowledged) {
  try_writer(
      "new version", [&] { return amend_first(); }, [&](Archive& a) { return state_of_amend(a); }, 80);
}

TEST_F(PowerLossTest, BatchIsThereObjectByObjectAndStaysOnceAcknowledged) {
  try_writer(
      "batch of nine", [&] { return keep_many(); }, [&](Archive& a) { return state_of_many(a); }, 40);
}

TEST_F(PowerLossTest, LosingTheSyncOfAContentFileOrTheLogIsNoticed) {
  const CrashImages start(options_.root);
  const std::vector<DiskCall> calls = calls_of([&] { return keep_second(); });
  int tried = 0;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (calls[i].kind != DiskCall::Kind::sync) continue;
    const bool content = calls[i].path.ends_with("/decision.pdf");
    const bool leaves = calls[i].path.ends_with("/log/leaves");
    if (!content && !leaves) continue;
    ++tried;
    const Toll toll = cut(start, calls, [&](Archive& a) { return state_of_keep(a); }, 60, {i});
    EXPECT_GT(toll.bad + toll.lost, 0) << calls[i].path;
  }
  EXPECT_EQ(tried, 2);
}

}  // namespace
}  // namespace sovang::archive
