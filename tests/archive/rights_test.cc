#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "archive_fixture.h"

namespace sovang::archive {
namespace {

class RightsTest : public ArchiveTest {
 protected:
  RightsTest() { id_ = keep(archive_, decision()); }

  ErrorCode file_answer(const std::string& path, const Asker& asker) {
    const auto bytes = archive_.file(id_, path, asker);
    return bytes ? ErrorCode::internal : bytes.error().code;
  }
  static constexpr ErrorCode opened = ErrorCode::internal;  // what file_answer gives when there is no error

  Archive archive_ = open();
  std::string id_;
  Asker public_{Asker::Role::open_public, {}};
};

TEST_F(RightsTest, UnitFindsItsOwnPeopleOnly) {
  const Hits own = must(archive_.find(words("do dinh duc"), unit_asker("BCH")));
  EXPECT_EQ(own.total, 1U);
  const Hits other = must(archive_.find(words("do dinh duc"), unit_asker("SYT")));
  EXPECT_EQ(other.total, 0U);
  EXPECT_EQ(must(archive_.find(Query{}, unit_asker("SYT"))).total, 4U);  // three lines and the decision
}

TEST_F(RightsTest, UnitSeesItsOwnLinesOfADecision) {
  const Record record = must(archive_.record(id_, unit_asker("BCH")));
  ASSERT_EQ(record.lines.size(), 1U);
  EXPECT_EQ(record.lines[0].name, "Đỗ Đình Đức");
  std::vector<std::string> paths;
  for (const RecordFile& file : record.files)
    paths.push_back(file.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"decision.pdf", "certs/0003.pdf"}));
}

TEST_F(RightsTest, UnitOpensItsOwnFilesOnly) {
  const Asker unit = unit_asker("BCH");
  EXPECT_EQ(file_answer("certs/0003.pdf", unit), opened);
  EXPECT_EQ(file_answer("decision.pdf", unit), opened);
  EXPECT_EQ(file_answer("certs/0001.pdf", unit), ErrorCode::not_found);
  EXPECT_EQ(file_answer("data.xml", unit), ErrorCode::not_found);
  EXPECT_EQ(file_answer("record.xml", unit), ErrorCode::not_found);
  EXPECT_EQ(file_answer("proof/certificates.tsv", unit), ErrorCode::not_found);
}

TEST_F(RightsTest, StrangeUnitFindsNothingAtAll) {
  const Asker stranger = unit_asker("STC");
  EXPECT_EQ(must(archive_.find(Query{}, stranger)).total, 0U);
  EXPECT_EQ(must(archive_.list(stranger, 10, 0)).size(), 0U);
  const auto record = archive_.record(id_, stranger);
  ASSERT_FALSE(record.has_value());
  EXPECT_EQ(record.error().code, ErrorCode::not_found);
  EXPECT_EQ(file_answer("decision.pdf", stranger), ErrorCode::not_found);
  EXPECT_FALSE(archive_.versions(id_, stranger).has_value());
}

TEST_F(RightsTest, UnitWithoutANameOwnsNothing) {
  auto object = decision("5/QĐ-UBND", 5, "5");
  for (RecordLine& line : object.first.lines)
    line.unit_id = domain::UnitId();
  object.first.units.clear();
  keep(archive_, object);
  EXPECT_EQ(must(archive_.find(Query{}, unit_asker(""))).total, 0U);
  EXPECT_EQ(must(archive_.list(unit_asker(""), 10, 0)).size(), 0U);
}

TEST_F(RightsTest, ProposingUnitSeesTheLinesItProposed) {
  auto object = decision("6/QĐ-UBND", 6, "6");
  object.first.lines[2].proposer_id = domain::UnitId("DBA");
  const std::string id = keep(archive_, object);
  EXPECT_EQ(must(archive_.record(id, unit_asker("DBA"))).lines.size(), 1U);
  EXPECT_EQ(must(archive_.find(words("duc"), unit_asker("DBA"))).total, 1U);
}

TEST_F(RightsTest, RightsAreNotFooledByTheIdOfAUnit) {
  for (const char* unit : {"\"]') OR 1=1 --", "SYT\",\"BCH", "%", "*", "SYT' OR ''='"}) {
    EXPECT_EQ(must(archive_.find(Query{}, unit_asker(unit))).total, 0U) << unit;
  }
  EXPECT_EQ(must(archive_.find(Query{}, unit_asker(std::string("SYT\0x", 5)))).total, 0U);
  EXPECT_EQ(must(archive_.find(Query{}, unit_asker(std::string("\0", 1)))).total, 0U);
}

TEST_F(RightsTest, PublicSeesNamesAndUnitsOfPublishedDecisionsOnly) {
  const Hits hits = must(archive_.find(words("nguyen thi my"), public_));
  ASSERT_EQ(hits.total, 1U);
  EXPECT_EQ(hits.hits[0].title, "");
  EXPECT_EQ(hits.hits[0].certificate_path, "");
  const Record record = must(archive_.record(id_, public_));
  EXPECT_EQ(record.lines[0].name, "Nguyễn Thị Mỹ");
  EXPECT_FALSE(record.lines[0].birth_date.has_value());
  EXPECT_EQ(record.lines[0].amount.dong, 0);
  EXPECT_EQ(record.lines[0].reason, "");
  EXPECT_EQ(file_answer("decision.pdf", public_), opened);
  EXPECT_EQ(file_answer("certs/0001.pdf", public_), ErrorCode::not_found);
  EXPECT_EQ(file_answer("data.xml", public_), ErrorCode::not_found);
  EXPECT_EQ(must(archive_.find(words("bac si"), public_)).total, 0U);  // what is not shown is not searched
}

TEST_F(RightsTest, PublicDoesNotSeeInternalDocuments) {
  auto object = decision("8/QĐ-UBND", 8, "8");
  object.first.access = Access::internal;
  const std::string id = keep(archive_, object);
  EXPECT_FALSE(archive_.record(id, public_).has_value());
  EXPECT_EQ(must(archive_.find(words("nguyen thi my"), public_)).total, 1U);
  EXPECT_EQ(must(archive_.find(words("nguyen thi my"), archivist_)).total, 2U);
}

}  // namespace
}  // namespace sovang::archive
