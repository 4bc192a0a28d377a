// The catalogue is a cache: it waits for other writers, heals from damage, and is the same when made again.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "sovang/store/database.h"

#include "archive_fixture.h"
#include "search_suite.h"

namespace sovang::archive {
namespace {

namespace fs = std::filesystem;

class CatalogueCareTest : public ArchiveTest {
 protected:
  [[nodiscard]] fs::path folder() const { return options_.root / "catalogue"; }
  [[nodiscard]] fs::path file() const { return folder() / "index.1.db"; }

  void overwrite(const fs::path& path, std::uint64_t at, const std::string& bytes) {
    std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(static_cast<std::streamoff>(at));
    stream << bytes;
  }
};

// REL-11
TEST_F(CatalogueCareTest, KeepWaitsWhileTheCatalogueIsBusyForAMoment) {
  Archive archive = open();
  keep(archive, decision());
  const store::Database other = must(store::Database::open(file()));
  std::optional<store::Transaction> busy(must(other.begin()));
  std::thread release([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    busy.reset();
  });
  keep(archive, decision("1289/QĐ-UBND", 1289, "1"));
  release.join();
  EXPECT_EQ(must(archive.find(words("1289/QĐ-UBND"), archivist_)).total, 5U);
}

// REL-11
TEST_F(CatalogueCareTest, ACatalogueThatStaysBusyLeavesNoPartOfADecisionInIt) {
  {
    Archive archive = open();
    keep(archive, decision());
    const store::Database other = must(store::Database::open(file()));
    const store::Transaction busy = must(other.begin());
    Objects objects;
    objects.push_back(decision("1289/QĐ-UBND", 1289, "1"));
    const auto refused = archive.keep(std::move(objects), actor_, "");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_EQ(must(archive.find(words("1289/QĐ-UBND"), archivist_)).total, 0U);  // readers go on
  }
  Archive archive = open();  // recovery finds it in the store
  EXPECT_EQ(must(archive.find(words("1289/QĐ-UBND"), archivist_)).total, 5U);
}

// REL-12
TEST_F(CatalogueCareTest, EveryDamageOfTheCatalogueIsHealedFromTheStore) {
  const std::vector<std::pair<std::string, std::function<void()>>> damages{
      {"the file is gone", [&] { fs::remove(file()); }},
      {"the file is empty", [&] { fs::resize_file(file(), 0); }},
      {"half of the file", [&] { fs::resize_file(file(), fs::file_size(file()) / 2 / 8192 * 8192); }},
      {"a header of zeros", [&] { overwrite(file(), 0, std::string(100, '\0')); }},
      {"pages of zeros", [&] { overwrite(file(), 8192, std::string(fs::file_size(file()) - 8192, '\0')); }},
      {"another program's file", [&] { overwrite(file(), 0, "PK\x03\x04 this is no database"); }},
      {"a newer schema",
       [&] { must(must(store::Database::open(file())).script("PRAGMA user_version = 99")); }},
      {"a table is gone", [&] { must(must(store::Database::open(file())).script("DROP TABLE entry")); }},
      {"lists of noise",
       [&] { must(must(store::Database::open(file())).script("UPDATE posting SET data = x'FFFFFFFF'")); }},
      {"current is gone", [&] { fs::remove(folder() / "current"); }},
      {"current is noise", [&] { overwrite(folder() / "current", 0, "../../etc/passwd"); }},
      {"current names what is not there", [&] { overwrite(folder() / "current", 0, "index.7.db\n"); }},
      {"the folder is gone", [&] { fs::remove_all(folder()); }},
  };
  std::string whole;
  {
    Archive archive = open();
    keep(archive, decision());
    whole = must(archive.dump());
  }
  for (std::size_t i = 0; i < 2 * damages.size(); ++i) {
    // Every other time a writer was cut off, too, so that recovery meets the damage first.
    const bool cut_off = i % 2 == 1;
    const auto& [damage_name, damage] = damages[i / 2];
    const std::string name = damage_name + std::string(cut_off ? ", and a writer was cut off" : "");
    fs::remove_all(folder());
    static_cast<void>(open());  // makes index.1.db
    damage();
    if (cut_off) fs::create_directory(options_.root / "work" / "left");
    const Archive archive = open();
    const auto found = archive.find(words("nguyen thi my"), archivist_);
    ASSERT_TRUE(found.has_value()) << name << ": " << found.error().message;
    EXPECT_EQ(found->total, 1U) << name;
    EXPECT_EQ(must(archive.dump()), whole) << name;
  }
}

/// Random decisions of a made archive, changed, withdrawn and disposed of by chance.
void live_a_while(Archive& archive, std::mt19937_64& chance, std::size_t decisions) {
  const std::vector<std::string> names{"Nguyễn Thị Mỹ", "Trần Văn Hoà", "Đỗ Đình Đức", "A Lăng Bằng",
                                       "Lê Quý Đôn"};
  std::vector<std::pair<std::string, int>> kept;
  for (std::size_t i = 0; i < decisions; ++i) {
    if (kept.empty() || chance() % 3 != 0) {
      auto object = decision(std::to_string(i + 1) + "/QĐ-UBND", static_cast<int>(i) + 1);
      object.first.id.clear();
      object.first.issued = Date::from_days(17'000 + static_cast<std::int64_t>(chance() % 3000));
      object.first.lines.resize(1 + chance() % 4);
      for (RecordLine& line : object.first.lines) {
        line.name = names[chance() % names.size()];
        line.certificate_path.clear();
      }
      Objects objects;
      objects.push_back({std::move(object.first), {}});
      objects.back().first.files.clear();
      kept.emplace_back(must(archive.keep(std::move(objects), {"urn:sovang:user:a", "a"}, "")).at(0), 1);
      continue;
    }
    auto& [id, version] = kept[chance() % kept.size()];
    Record record = must(archive.record(id, Asker{}));
    record.state = static_cast<RecordState>(chance() % 4);
    record.lines.front().name = names[chance() % names.size()];
    record.issued = Date::from_days(17'000 + static_cast<std::int64_t>(chance() % 3000));
    version = must(archive.amend(record, {}, version, {"urn:sovang:user:a", "a"}, ""));
  }
}

// REL-13; SOVANG_DECISIONS=2000 runs the whole number.
TEST_F(CatalogueCareTest, ACatalogueMadeAgainIsTheSameByteForByte) {
  const char* wanted = std::getenv("SOVANG_DECISIONS");
  options_.verify_after_write = false;
  Archive archive = open();
  std::mt19937_64 chance(13);
  live_a_while(archive, chance, wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 60);
  const std::string before = must(archive.dump());
  Query all;
  all.limit = 100'000;
  const std::string order = suite::answer_of(must(archive.find(all, archivist_)));
  const WalkReport report = must(archive.reindex({}));
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(must(archive.dump()), before);
  EXPECT_EQ(suite::answer_of(must(archive.find(all, archivist_))), order);
  EXPECT_TRUE(must(archive.audit({})).problems.empty());
}

TEST_F(CatalogueCareTest, SearchGoesOnWhileTheCatalogueIsMadeAgain) {
  Archive archive = open();
  for (int i = 0; i < 5; ++i)
    keep(archive, decision(std::to_string(i + 1) + "/QĐ-UBND", i + 1, std::to_string(i)));
  std::atomic<bool> done = false;
  std::atomic<int> searches = 0;
  std::thread reader([&] {
    while (!done || searches == 0) {
      const auto found = archive.find(words("nguyen thi my"), archivist_);
      EXPECT_TRUE(found.has_value() && found->total == 5U);
      ++searches;
    }
  });
  for (int i = 0; i < 3; ++i)
    must(archive.reindex({}));
  done = true;
  reader.join();
  EXPECT_GT(searches, 0);
}

TEST_F(CatalogueCareTest, OldUnitsAreFoundByTheNameOfTheirSuccessor) {
  must(files::create(options_.root / "don-vi-ke-thua.tsv",
                     "Sở Y tế cũ\tSở Y tế\t2021-01-01\nSở Y tế\tSở Sức khỏe\t2025-03-01\n"));
  Archive archive = open();
  keep(archive, decision());
  const Hits found = must(archive.find(words("đơn vị: sở sức khỏe"), archivist_));
  EXPECT_EQ(found.total, 3U);
  EXPECT_EQ(found.hits.at(0).unit, "Sở Y tế");
  EXPECT_EQ(found.hits.at(0).unit_now, "Sở Sức khỏe");
  EXPECT_EQ(must(archive.find(words("đơn vị: sở y tế cũ"), archivist_)).total, 0U);
  EXPECT_EQ(must(archive.find(words("đơn vị: sở y tế cũ kế thừa: có"), archivist_)).total, 3U);
}

}  // namespace
}  // namespace sovang::archive
