// REL-08, REL-09: rot is found and named file by file, brought back from a second copy, and the walk that
// finds it may be slow, cut off and gone on with.
#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "archive_fixture.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

class RepairTest : public ArchiveTest {
 protected:
  static constexpr int object_count = 24;

  RepairTest() {
    Archive archive = open();
    for (int i = 0; i < object_count; ++i) {
      auto object = decision(std::to_string(i) + "/QĐ-UBND", i, "");
      object.first.id =
          object.first.id.substr(0, object.first.id.size() - 1) + letters_[i / 8] + letters_[i % 8];
      ids_kept_.push_back(keep(archive, std::move(object)));
    }
    for (const int i : {0, 3}) {
      Record record = must(archive.record(ids_kept_[static_cast<std::size_t>(i)], archivist_));
      record.state = RecordState::corrected;
      must(archive.amend(record, {{"decision.pdf", paper("new " + std::to_string(i))}}, 1, actor_,
                         "Đính chính"));
    }
    EXPECT_EQ(found(must(open().audit({}))), std::set<std::string>{});
    fs::copy(options_.root, copy_, fs::copy_options::recursive);
  }

  /// The files that the findings name, relative to the office's folder.
  [[nodiscard]] std::set<std::string> found(const WalkReport& report) const {
    std::set<std::string> out;
    for (const Problem& problem : report.problems)
      out.insert(fs::path(problem.where.file).lexically_relative(options_.root).generic_string());
    return out;
  }

  /// Every file that the archive answers for.
  [[nodiscard]] std::vector<std::string> all_files() const {
    std::vector<std::string> out;
    for (const char* folder : {"ocfl", "log", "trail"}) {
      for (const auto& entry : fs::recursive_directory_iterator(options_.root / folder)) {
        const std::string path = entry.path().lexically_relative(options_.root).generic_string();
        if (entry.is_regular_file() && fs::file_size(entry.path()) > 0 && !path.starts_with("ocfl/ocfl_") &&
            !path.starts_with("ocfl/0=") && !path.starts_with("ocfl/extensions/") &&
            path.find("lock") == std::string::npos) {
          out.push_back(path);
        }
      }
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  void flip_bit(const std::string& path, std::uint64_t random) {
    Bytes bytes = must(files::read(options_.root / path));
    const std::uint64_t bit = random % (bytes.size() * 8);
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ static_cast<char>(1U << (bit % 8)));
    must(files::replace(options_.root / path, bytes));
  }

  static constexpr const char* letters_ = "ABCDEFGH";
  std::vector<std::string> ids_kept_;
  fs::path copy_ = folder_.path() / "second-copy";
};

TEST_F(RepairTest, TwoHundredFlippedBitsAreEachNamedAndRepaired) {
  std::vector<std::string> files_of_store;
  for (const std::string& path : all_files())
    if (path.starts_with("ocfl/")) files_of_store.push_back(path);
  std::mt19937_64 random(20'220'520);
  std::shuffle(files_of_store.begin(), files_of_store.end(), random);
  ASSERT_GE(files_of_store.size(), 200U);
  files_of_store.resize(200);
  std::vector<Bytes> whole;
  for (const std::string& path : files_of_store) {
    whole.push_back(must(files::read(options_.root / path)));
    flip_bit(path, random());
  }
  const WalkReport report = must(open().audit({}));
  const std::set<std::string> named = found(report);
  std::size_t missed = 0;
  for (const std::string& path : files_of_store) {
    if (named.count(path) == 0) {
      ++missed;
      ADD_FAILURE() << "not named: " << path;
    }
  }
  RecordProperty("named", static_cast<int>(files_of_store.size() - missed));
  for (const Problem& problem : report.problems)
    EXPECT_NE(problem.hint.find("sovang archive "), std::string::npos) << problem.rule << problem.message;

  const WalkReport repaired = must(open().repair(copy_, actor_));
  EXPECT_EQ(found(repaired), std::set<std::string>{});
  for (std::size_t i = 0; i < files_of_store.size(); ++i)
    EXPECT_EQ(must(files::read(options_.root / files_of_store[i])), whole[i]) << files_of_store[i];
  EXPECT_EQ(found(must(open().audit({}))), std::set<std::string>{});
  EXPECT_EQ(must(open().actions(1))[0].action.kind, ActionKind::repaired);
}

TEST_F(RepairTest, FlippedBitInEachFileOfTheLogsIsFoundAndRepaired) {
  std::mt19937_64 random(7);
  std::size_t tried = 0;
  for (const std::string& path : all_files()) {
    if (path.starts_with("ocfl/") || path.find("/tile/") != std::string::npos) continue;
    for (int i = 0; i < 3; ++i) {
      // A repair is an entry of its own: begin again with a trail that the copy knows all of.
      fs::remove_all(options_.root);
      fs::copy(copy_, options_.root, fs::copy_options::recursive);
      const Bytes whole = must(files::read(options_.root / path));
      flip_bit(path, random());
      const auto opened = Archive::open(options_, clock_, ids_);
      if (opened) {
        const WalkReport store = must(opened->audit({}));
        const WalkReport trail = must(opened->audit_trail());
        EXPECT_FALSE(store.problems.empty() && trail.problems.empty()) << path;
        const WalkReport repaired = must(Archive::open(options_, clock_, ids_)).repair(copy_, actor_).value();
        EXPECT_EQ(found(repaired), std::set<std::string>{}) << path;
      } else {
        EXPECT_EQ(path, "log/keys") << opened.error().message;
        must(files::replace(options_.root / path, whole));
      }
      EXPECT_EQ(found(must(open().audit({}))), std::set<std::string>{}) << path;
      EXPECT_EQ(found(must(open().audit_trail())), std::set<std::string>{}) << path;
      ++tried;
    }
  }
  EXPECT_GE(tried, 15U);
}

TEST_F(RepairTest, WrongTileIsNamedAndRecoveryMakesItAgain) {
  std::size_t tried = 0;
  for (const std::string& path : all_files()) {
    if (!path.starts_with("log/tile/") || ++tried > 3) continue;
    flip_bit(path, 11);
    EXPECT_EQ(found(must(open().audit({}))), std::set<std::string>{path});
    must(open().recover());
    EXPECT_EQ(found(must(open().audit({}))), std::set<std::string>{});
  }
  EXPECT_GE(tried, 3U);
}

TEST_F(RepairTest, LostAndRemovedObjectsComeBack) {
  std::size_t removed = 0;
  for (const auto& entry : fs::recursive_directory_iterator(copy_ / "ocfl")) {
    if (entry.path().filename() != "0=ocfl_object_1.1" || ++removed > 3) continue;
    fs::remove_all(options_.root / entry.path().parent_path().lexically_relative(copy_));
  }
  EXPECT_FALSE(must(open().audit({})).problems.empty());
  EXPECT_TRUE(must(open().repair(copy_, actor_)).problems.empty());
  EXPECT_EQ(found(must(open().audit({}))), std::set<std::string>{});
  EXPECT_EQ(must(open().list(archivist_, 100, 0)).size(), static_cast<std::size_t>(object_count));
}

TEST_F(RepairTest, CopyThatTheLogDoesNotVouchForIsNotTaken) {
  // Somebody prepared the "copy": a decision with other bytes and right digests.
  Archive::Options forger = options_;
  forger.root = folder_.path() / "forger";
  must(Archive::create(forger, ids_));
  {
    Archive archive = must(Archive::open(forger, clock_, ids_));
    auto object = decision("0/QĐ-UBND", 0, "");
    object.first.id = ids_kept_[5];
    object.second[0].bytes = paper("forged");
    Objects objects;
    objects.push_back(std::move(object));
    must(archive.keep(std::move(objects), actor_, "giả"));
  }
  std::string damaged;
  for (const std::string& path : all_files()) {
    if (damaged.empty() && path.ends_with("v1/content/data.xml")) damaged = path;
  }
  flip_bit(damaged, 3);
  const WalkReport report = must(open().repair(forger.root, actor_));
  EXPECT_EQ(found(report), std::set<std::string>{damaged});
  EXPECT_EQ(found(must(open().audit({}))), std::set<std::string>{damaged}) << "nothing strange was taken in";
}

TEST_F(RepairTest, OlderCopyMendsWhatItKnowsAndLeavesNewerVersionsAlone) {
  {
    Archive archive = open();
    Record record = must(archive.record(ids_kept_[3], archivist_));
    record.subject = "Sửa lần nữa";
    must(archive.amend(record, {}, 2, actor_, "Đính chính"));
  }
  std::set<std::string> damaged;
  for (const std::string& path : all_files()) {
    if (path.find("/v1/content/certs/0002.pdf") == std::string::npos) continue;
    flip_bit(path, 100);
    damaged.insert(path);
  }
  EXPECT_EQ(found(must(open().audit({}))), damaged);
  EXPECT_TRUE(must(open().repair(copy_, actor_)).problems.empty());
  EXPECT_EQ(found(must(open().audit({}))), std::set<std::string>{});
  EXPECT_EQ(must(open().record(ids_kept_[3], archivist_)).subject, "Sửa lần nữa");
}

TEST_F(RepairTest, FolderThatIsNoCopyIsRefused) {
  for (const fs::path& place : {folder_.path() / "nowhere", options_.root}) {
    const auto report = open().repair(place, actor_);
    ASSERT_FALSE(report.has_value());
    EXPECT_EQ(report.error().code, ErrorCode::not_found);
  }
}

TEST_F(RepairTest, AuditWithABudgetGoesOnWhereItStopped) {
  fs::remove_all(options_.root / "care");
  AuditOptions options;
  options.max_bytes = 300'000;
  std::size_t looked_at = 0;
  std::size_t runs = 0;
  for (WalkReport report; runs == 0 || report.never_checked > 0; ++runs) {
    ASSERT_LT(runs, 50U);
    clock_.set(Instant{clock_.now().unix_ms + 60'000});
    report = must(open().audit(options, {}));
    looked_at += report.objects;
    EXPECT_LE(report.objects, 4U);
  }
  EXPECT_EQ(looked_at, static_cast<std::size_t>(object_count)) << "none twice before all were once";
  EXPECT_GT(runs, 5U);
  // A torn last line, as a kill leaves it, costs one object's check at most.
  const Bytes checked = must(files::read(options_.root / "care" / "checked"));
  must(files::replace(options_.root / "care" / "checked", checked.substr(0, checked.size() - 7)));
  EXPECT_EQ(must(open().audit(options, {})).never_checked, 0U);
}

TEST_F(RepairTest, AuditTellsTheAgeOfTheOldestCheckAndWhatIsDue) {
  const std::int64_t start = clock_.now().unix_ms;
  constexpr std::int64_t day = 86'400'000;
  EXPECT_EQ(must(open().audit({})).oldest_check, "2022-05-20T01:00:00Z");
  clock_.set(Instant{start + 60 * day});
  AuditOptions due;
  due.older_than_days = 90;
  EXPECT_EQ(must(open().audit(due, {})).objects, 0U);
  clock_.set(Instant{start + 91 * day});
  EXPECT_EQ(must(open().audit(due, {})).objects, static_cast<std::size_t>(object_count));
  // REL-10: a check from a time that has not come yet counts as none.
  clock_.set(Instant{start - day});
  const WalkReport back = must(open().audit(due, {}));
  EXPECT_EQ(back.objects, static_cast<std::size_t>(object_count));
  EXPECT_EQ(back.oldest_check, "2022-05-19T01:00:00Z");
}

TEST_F(RepairTest, AuditKeepsToItsPace) {
  AuditOptions options;
  options.mib_per_second = 0.5;
  double waited = 0;
  options.pause = [&](double seconds) { waited = std::max(waited, seconds); };
  const WalkReport report = must(open().audit(options, {}));
  const double due = static_cast<double>(report.bytes) / (1U << 20U) / 0.5;
  EXPECT_GT(waited, due * 0.5);
  EXPECT_LE(waited, due);
}

}  // namespace
}  // namespace sovang::archive
