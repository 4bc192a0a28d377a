#include "sovang/archive/archive.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "archive_fixture.h"

namespace sovang::archive {
namespace {

TEST_F(ArchiveTest, SecondArchiveInTheSameFolderIsAConflict) {
  const Status again = Archive::create(options_, ids_);
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(ArchiveTest, FolderWithoutAnArchiveIsNotFound) {
  Archive::Options other = options_;
  other.root = folder_.path() / "elsewhere";
  const auto opened = Archive::open(other, clock_, ids_);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::not_found);
}

TEST_F(ArchiveTest, GivesBackWhatWasKept) {
  Archive archive = open();
  const auto object = decision();
  const std::string id = keep(archive, object);
  EXPECT_EQ(id, object.first.id);
  const Record record = must(archive.record(id, archivist_));
  EXPECT_EQ(record.number, "1288/QĐ-UBND");
  ASSERT_EQ(record.lines.size(), 4U);
  EXPECT_EQ(record.lines[2].name, "Đỗ Đình Đức");
  EXPECT_EQ(record.lines[2].birth_date, Date::make(1985, 3, 20));
  EXPECT_EQ(record.lines[3].kind, domain::RecipientKind::collective);
  for (const ContentFile& file : object.second)
    EXPECT_EQ(must(archive.file(id, file.path, archivist_)), file.bytes) << file.path;
}

TEST_F(ArchiveTest, IsThereAgainInTheNextProcess) {
  std::string id;
  {
    Archive archive = open();
    id = keep(archive, decision());
  }
  const Archive archive = open();
  EXPECT_EQ(must(archive.record(id, archivist_)).number, "1288/QĐ-UBND");
  EXPECT_EQ(must(archive.find_number("1288/QĐ-UBND", 2022)), id);
}

TEST_F(ArchiveTest, GivesAnIdWhereThereIsNone) {
  Archive archive = open();
  auto object = decision();
  object.first.id.clear();
  const std::string id = keep(archive, object);
  EXPECT_EQ(id.substr(0, 19), "urn:sovang:qnam:qd:");
  EXPECT_TRUE(is_ulid(id.substr(19)));
}

TEST_F(ArchiveTest, KeepingTheSameTwiceChangesNothing) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  const std::string before = must(archive.dump());
  clock_.set(Instant{clock_.now().unix_ms + 86'400'000});
  EXPECT_EQ(keep(archive, decision()), id);
  EXPECT_EQ(must(archive.dump()), before);
  EXPECT_EQ(must(archive.versions(id, archivist_)).size(), 1U);
}

TEST_F(ArchiveTest, SameIdWithOtherContentIsAConflict) {
  Archive archive = open();
  keep(archive, decision());
  auto other = decision();
  other.first.subject += " (sửa)";
  Objects objects;
  objects.push_back(other);
  const auto kept = archive.keep(std::move(objects), actor_, "");
  ASSERT_FALSE(kept.has_value());
  EXPECT_EQ(kept.error().code, ErrorCode::conflict);
}

TEST_F(ArchiveTest, NumberThatIsTakenIsAConflictAndKeepsNothing) {
  Archive archive = open();
  keep(archive, decision());
  const std::string before = must(archive.dump());
  Objects objects;
  objects.push_back(decision("1288/QĐ-UBND", 1288, "1"));
  const auto kept = archive.keep(std::move(objects), actor_, "");
  ASSERT_FALSE(kept.has_value());
  EXPECT_EQ(kept.error().code, ErrorCode::conflict);
  EXPECT_NE(kept.error().message.find("1288/QĐ-UBND"), std::string::npos);
  EXPECT_EQ(must(archive.dump()), before);
}

TEST_F(ArchiveTest, TwoDecisionsOfOneCallMayNotShareANumber) {
  Archive archive = open();
  Objects objects;
  objects.push_back(decision());
  objects.push_back(decision("1288/qđ-ubnd", 1288, "1"));
  const auto kept = archive.keep(std::move(objects), actor_, "");
  ASSERT_FALSE(kept.has_value());
  EXPECT_EQ(kept.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(archive.list(archivist_, 10, 0)).size(), 0U);
}

TEST_F(ArchiveTest, RefusesWhatCouldNotBeFoundAgain) {
  Archive archive = open();
  const auto refusal = [&](auto change) {
    auto object = decision();
    change(object);
    Objects objects;
    objects.push_back(std::move(object));
    const auto kept = archive.keep(std::move(objects), actor_, "");
    EXPECT_FALSE(kept.has_value());
    return kept ? ErrorCode::internal : kept.error().code;
  };
  using Object = std::pair<Record, std::vector<ContentFile>>;
  EXPECT_EQ(refusal([](Object& o) { o.second[0].path = "../decision.pdf"; }), ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.second[0].path = "quyết-định.pdf"; }), ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.second[0].path = "record.xml"; }), ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.second[0].path = "certs"; }), ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.second.pop_back(); }), ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.second.push_back(o.second[0]); }), ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.first.id = "urn:sovang:qnam:qd:../../etc"; }),
            ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.first.tenant = "Q NAM"; }), ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.first.lines[0].name.clear(); }), ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.first.subject = "e\xCC\x81"; }), ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.first.subject = std::string("a\x01") + "b"; }),
            ErrorCode::invalid_input);
  EXPECT_EQ(refusal([](Object& o) { o.first.lines[0].certificate_code = "AAAA"; }), ErrorCode::invalid_input);
  EXPECT_EQ(must(archive.list(archivist_, 10, 0)).size(), 0U);
}

TEST_F(ArchiveTest, UnknownIdIsNotFound) {
  const Archive archive = open();
  const auto record = archive.record("urn:sovang:qnam:qd:01G3F9Z5W0AAAAAAAAAAAAAAA9", archivist_);
  ASSERT_FALSE(record.has_value());
  EXPECT_EQ(record.error().code, ErrorCode::not_found);
}

TEST_F(ArchiveTest, FindsANumberHoweverItIsTyped) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  EXPECT_EQ(must(archive.find_number("1288 qd ubnd", 2022)), id);
  EXPECT_EQ(must(archive.find_number("1288/QĐ-UBND", 2021)), std::nullopt);
  EXPECT_EQ(must(archive.find_number("128/QĐ-UBND", 2022)), std::nullopt);
}

TEST_F(ArchiveTest, ListsTheNewestFirst) {
  Archive archive = open();
  auto older = decision("7/QĐ-UBND", 7, "1");
  older.first.issued = *Date::make(2021, 1, 5);
  keep(archive, decision());
  keep(archive, older);
  const std::vector<Record> records = must(archive.list(archivist_, 10, 0));
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[0].number, "1288/QĐ-UBND");
  EXPECT_EQ(must(archive.list(archivist_, 10, 1)).at(0).number, "7/QĐ-UBND");
}

TEST_F(ArchiveTest, BatchOfManyObjectsIsKeptToo) {
  Archive archive = open();
  Objects objects;
  for (int i = 0; i < 12; ++i) {
    auto object = decision(std::to_string(i + 1) + "/QĐ-UBND", i + 1);
    object.first.id.clear();
    objects.push_back(std::move(object));
  }
  EXPECT_EQ(must(archive.keep(std::move(objects), actor_, "Nạp sổ cũ")).size(), 12U);
  EXPECT_EQ(must(archive.list(archivist_, 100, 0)).size(), 12U);
  EXPECT_TRUE(must(archive.audit({})).problems.empty());
}

TEST_F(ArchiveTest, AmendmentIsANewVersionAndTheOldOneStays) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  Record record = must(archive.record(id, archivist_));
  record.state = RecordState::corrected;
  record.lines[0].name = "Nguyễn Thị Mỹ Linh";
  const int version =
      must(archive.amend(record, {{"decision.pdf", paper("corrected")}}, 1, actor_, "Đính chính họ tên"));
  EXPECT_EQ(version, 2);
  EXPECT_EQ(must(archive.record(id, archivist_)).lines[0].name, "Nguyễn Thị Mỹ Linh");
  EXPECT_EQ(must(archive.file(id, "decision.pdf", archivist_)), paper("corrected"));
  EXPECT_EQ(must(archive.file(id, "certs/0001.pdf", archivist_)), decision().second[2].bytes);
  const auto versions = must(archive.versions(id, archivist_));
  ASSERT_EQ(versions.size(), 2U);
  EXPECT_EQ(versions[1].message, "Đính chính họ tên");
  EXPECT_EQ(must(archive.find(words("My Linh"), archivist_)).total, 1U);
  EXPECT_TRUE(must(archive.audit({})).problems.empty());
}

TEST_F(ArchiveTest, AmendmentOfAnOldVersionIsAConflict) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  Record record = must(archive.record(id, archivist_));
  record.subject = "Một";
  must(archive.amend(record, {}, 1, actor_, ""));
  record.subject = "Hai";
  const auto second = archive.amend(record, {}, 1, actor_, "");
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
}

TEST_F(ArchiveTest, SecondWriterGetsAConflictAndReadersGoOn) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  const files::Lock held = must(files::Lock::take(options_.root / "locks" / "writer"));
  Objects objects;
  objects.push_back(decision("1289/QĐ-UBND", 1289, "1"));
  const auto kept = archive.keep(std::move(objects), actor_, "");
  ASSERT_FALSE(kept.has_value());
  EXPECT_EQ(kept.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(archive.record(id, archivist_)).number, "1288/QĐ-UBND");
  EXPECT_EQ(must(open().find(words("duc"), archivist_)).total, 1U);
}

TEST_F(ArchiveTest, ReindexGivesTheSameCatalogue) {
  Archive archive = open();
  const std::string id = keep(archive, decision());
  keep(archive, decision("1289/QĐ-UBND", 1289, "1"));
  Record record = must(archive.record(id, archivist_));
  record.state = RecordState::revoked;
  record.relations.push_back({"revoked-by", "1300/QĐ-UBND"});
  must(archive.amend(record, {}, 1, actor_, "Thu hồi"));
  const std::string before = must(archive.dump());
  const WalkReport report = must(archive.reindex({}));
  EXPECT_EQ(report.objects, 2U);
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(must(archive.dump()), before);
  EXPECT_EQ(must(archive.find(words("nguyen thi my"), archivist_)).total, 2U);
}

TEST_F(ArchiveTest, LostCatalogueIsMadeAgainAtTheNextStart) {
  std::string before;
  {
    Archive archive = open();
    keep(archive, decision());
    before = must(archive.dump());
  }
  std::filesystem::remove_all(options_.root / "catalogue");
  EXPECT_EQ(must(open().dump()), before);
}

TEST_F(ArchiveTest, DamagedCatalogueIsMadeAgainAtTheNextStart) {
  std::string before;
  {
    Archive archive = open();
    keep(archive, decision());
    before = must(archive.dump());
  }
  for (const auto& file : std::filesystem::directory_iterator(options_.root / "catalogue")) {
    if (file.path().extension() == ".db") must(files::replace(file.path(), std::string(50'000, 'x')));
  }
  EXPECT_EQ(must(open().dump()), before);
}

}  // namespace
}  // namespace sovang::archive
