// REL-08, SEC-35: what an intruder or a failing disk does to an archive at rest is found and named.
#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sovang/store/database.h"
#include "sovang/text/search_keys.h"

#include "archive_fixture.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

class DamageTest : public ArchiveTest {
 protected:
  DamageTest() {
    Archive archive = open();
    id_ = keep(archive, decision());
    other_ = keep(archive, decision("1289/QĐ-UBND", 1289, "1"));
  }

  /// Files of the store, without those of folders whose change is no damage.
  std::vector<fs::path> files_of(const fs::path& folder) {
    std::vector<fs::path> out;
    for (const fs::path& path : must(files::list_tree(folder)))
      if (fs::is_regular_file(folder / path)) out.push_back(folder / path);
    return out;
  }

  static void flip(const fs::path& path, std::size_t at) {
    Bytes bytes = must(files::read(path));
    bytes.at(at % bytes.size()) = static_cast<char>(bytes.at(at % bytes.size()) ^ 0x10);
    must(files::replace(path, bytes));
  }

  static bool names_file(const WalkReport& report, const std::string& file) {
    return std::any_of(report.problems.begin(), report.problems.end(), [&](const Problem& problem) {
      return (problem.message + problem.where.file).find(file) != std::string::npos;
    });
  }

  std::string id_;
  std::string other_;
};

TEST_F(DamageTest, HealthyArchiveHasNoFindings) {
  const WalkReport report = must(open().audit({}));
  EXPECT_EQ(report.objects, 2U);
  EXPECT_EQ(report.files, 18U);  // decision, data, four certificates, salts, record.xml, events; twice
  EXPECT_TRUE(report.problems.empty());
}

TEST_F(DamageTest, FlippedByteInAnyFileOfAnObjectIsFound) {
  const Archive archive = open();
  std::size_t number = 0;
  for (const fs::path& file : files_of(options_.root / "ocfl")) {
    if (file.string().find("/ocfl_") != std::string::npos ||
        file.string().find("/extensions/") != std::string::npos || file.filename() == "0=ocfl_1.1") {
      continue;  // of the root: what validate() looks at
    }
    const Bytes whole = must(files::read(file));
    flip(file, ++number * 37);
    const WalkReport report = must(archive.audit({}));
    EXPECT_FALSE(report.problems.empty()) << file;
    must(files::replace(file, whole));
  }
  EXPECT_GE(number, 20U);
  EXPECT_TRUE(must(archive.audit({})).problems.empty());
}

TEST_F(DamageTest, DamagedContentIsNamedAndNeverHandedOut) {
  const Archive archive = open();
  for (const fs::path& file : files_of(options_.root / "ocfl"))
    if (file.filename() == "0001.pdf") flip(file, 5'000);
  const auto bytes = archive.file(id_, "certs/0001.pdf", archivist_);
  ASSERT_FALSE(bytes.has_value());
  EXPECT_EQ(bytes.error().code, ErrorCode::corrupt);
  EXPECT_TRUE(names_file(must(archive.audit({})), "v1/content/certs/0001.pdf"));
}

TEST_F(DamageTest, LostFileIsNamed) {
  for (const fs::path& file : files_of(options_.root / "ocfl"))
    if (file.filename() == "decision.pdf") fs::remove(file);
  EXPECT_TRUE(names_file(must(open().audit({})), "decision.pdf"));
}

TEST_F(DamageTest, FileThatWasSlippedInIsNamed) {
  for (const fs::path& file : files_of(options_.root / "ocfl"))
    if (file.filename() == "decision.pdf") must(files::create(file.parent_path() / "extra.pdf", "x"));
  EXPECT_TRUE(names_file(must(open().audit({})), "extra.pdf"));
}

TEST_F(DamageTest, SymbolicLinkInTheStoreIsNotFollowed) {
  for (const fs::path& file : files_of(options_.root / "ocfl")) {
    if (file.filename() != "decision.pdf") continue;
    const fs::path elsewhere = folder_.path() / "copy.pdf";
    fs::copy_file(file, elsewhere, fs::copy_options::overwrite_existing);
    fs::remove(file);
    fs::create_symlink(elsewhere, file);
  }
  EXPECT_FALSE(must(open().audit({})).problems.empty());
}

TEST_F(DamageTest, RemovedObjectIsMissedByTheLogAndTheCatalogue) {
  const Archive archive = open();
  for (const fs::path& file : files_of(options_.root / "ocfl")) {
    if (file.filename() == "0=ocfl_object_1.1") {
      fs::remove_all(file.parent_path());
      break;
    }
  }
  const WalkReport report = must(archive.audit({}));
  const auto has = [&](const char* rule) {
    return std::any_of(report.problems.begin(), report.problems.end(),
                       [&](const Problem& problem) { return problem.rule == rule; });
  };
  EXPECT_TRUE(has("LOG-03"));
  EXPECT_TRUE(has("MISSING"));
}

TEST_F(DamageTest, ForgedObjectWithRightDigestsIsMissedByTheLog) {
  // Whoever can write files can also write inventories; the signed log is what he cannot make.
  Archive::Options elsewhere = options_;
  elsewhere.root = folder_.path() / "forger";
  must(Archive::create(elsewhere, ids_));
  Archive forger = must(Archive::open(elsewhere, clock_, ids_));
  auto forged = decision("1290/QĐ-UBND", 1290, "2");
  Objects objects;
  objects.push_back(forged);
  must(forger.keep(std::move(objects), actor_, "giả"));
  fs::copy(elsewhere.root / "ocfl", options_.root / "ocfl",
           fs::copy_options::recursive | fs::copy_options::skip_existing);
  const WalkReport report = must(open().audit({}));
  EXPECT_TRUE(std::any_of(report.problems.begin(), report.problems.end(),
                          [](const Problem& problem) { return problem.rule == "LOG-02"; }));
}

TEST_F(DamageTest, RolledBackLogIsFound) {
  const Archive archive = open();
  fs::resize_file(options_.root / "log" / "leaves", 32);
  const WalkReport report = must(archive.audit({}));
  ASSERT_FALSE(report.problems.empty());
  EXPECT_EQ(report.problems.front().rule, "LOG-01");
}

TEST_F(DamageTest, ChangedCatalogueIsFound) {
  const Archive archive = open();
  {
    const store::Database database = must(store::Database::open(options_.root / "catalogue" / "index.1.db"));
    must(database.run("UPDATE document SET inventory_sha512 = 'x' WHERE record_id = ?", id_));
  }
  const WalkReport report = must(archive.audit({}));
  ASSERT_EQ(report.problems.size(), 1U);
  EXPECT_EQ(report.problems[0].rule, "CATALOGUE");
}

TEST_F(DamageTest, DamagedRootInventoryIsRestoredFromItsVersion) {
  for (const fs::path& file : files_of(options_.root / "ocfl")) {
    if (file.filename() == "inventory.json" && file.parent_path().filename() != "v1") flip(file, 300);
  }
  Archive archive = open();
  const WalkReport report = must(archive.recover());
  EXPECT_EQ(report.repairs.size(), 2U);
  EXPECT_TRUE(must(archive.audit({})).problems.empty());
}

TEST_F(DamageTest, OneDamagedObjectDoesNotKeepTheArchiveClosed) {
  for (const fs::path& file : files_of(options_.root / "ocfl"))
    if (file.filename() == "record.xml") flip(file, 100);
  fs::create_directory(options_.root / "work" / "left");  // so that recovery runs
  fs::remove_all(options_.root / "catalogue");            // and a reindex
  const Archive archive = open();
  EXPECT_EQ(must(archive.find(Query{}, archivist_)).total, 0U);
  EXPECT_FALSE(must(archive.audit({})).problems.empty());
}

/// A name of one to four words from parts that folding, i/y and the place of the mark make alike.
rc::Gen<std::string> any_name() {
  const auto word =
      rc::gen::element<std::string>("Nguyễn", "Mỹ", "Mĩ", "Hoà", "Hòa", "Đức", "Dục", "Thuý", "Thúy", "Quý",
                                    "Lý", "Ea", "H'Hen", "Niê", "Bh'nướch", "A", "Dung", "Dũng");
  return rc::gen::map(
      rc::gen::resize(4, rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(word))),
      [](const std::vector<std::string>& parts) {
        std::string out;
        for (const std::string& part : parts)
          out += (out.empty() ? "" : " ") + part;
        return out;
      });
}

RC_GTEST_FIXTURE_PROP(DamageTest, KeepThenFindFinds, ()) {
  static int seq = 5000;
  Archive archive = open();
  const std::string name = *any_name();
  Record record;
  record.tenant = "qnam";
  record.number = std::to_string(++seq) + "/QĐ-Y";
  record.issued = *Date::make(2023, 1, 1);
  record.lines = {person(1, name, "SYT", "Sở Y tế")};
  const std::string id = keep(archive, {record, {}});
  for (const std::string& typed : {name, text::fold_key(name)}) {
    Query query = words(typed);
    query.limit = 1000;
    const Hits hits = must(archive.find(query, archivist_));
    RC_ASSERT(std::any_of(hits.hits.begin(), hits.hits.end(), [&](const Hit& hit) {
      return hit.record_id == id && hit.name == name && hit.rank == 1;
    }));
  }
}

}  // namespace
}  // namespace sovang::archive
