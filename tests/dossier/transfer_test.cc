#include "sovang/dossier/transfer.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/exchange/bag.h"
#include "sovang/exchange/package.h"

#include "plain_office.h"
#include "sample.h"

namespace sovang::dossier {
namespace {
namespace fs = std::filesystem;

class TransferTest : public ::testing::Test {
 protected:
  void SetUp() override { id_ = from_.keep_decision(1288); }
  fs::path exported(TransferFormat format) {
    const fs::path out = from_.folder() / "out";
    const auto report = export_records(*from_, {format, {id_}, out}, Instant{1'700'000'000'000});
    EXPECT_TRUE(report) << report.error().message;
    return report ? report->packages.front() : fs::path();
  }
  Result<TransferReport> import(const fs::path& folder) {
    diagnostics_ = Diagnostics();
    return import_transfer(*to_, folder, testing::clerk, diagnostics_);
  }

  testing::PlainOffice from_;
  testing::PlainOffice to_;
  std::string id_;
  Diagnostics diagnostics_;
};

TEST_F(TransferTest, ARecordArrivesWithItsIdItsFilesAndEverythingThatIsSaidOfIt) {
  for (const TransferFormat format :
       {TransferFormat::bag, TransferFormat::sip, TransferFormat::aip, TransferFormat::dip}) {
    const fs::path folder = exported(format);
    const auto report = import(folder);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->records, std::vector<std::string>{id_});
    EXPECT_EQ(report->files, 2U);
    const archive::Asker asker;
    EXPECT_EQ(archive::to_xml(*to_->archive().record(id_, asker)),
              archive::to_xml(*from_->archive().record(id_, asker)));
    EXPECT_EQ(*to_->archive().file(id_, "certs/0001.pdf", asker), "%PDF-1.7 certificate 1288");
    fs::remove_all(from_.folder() / "out");
  }
  archive::Query query;
  query.words = "nguyen thi huong";
  EXPECT_EQ(to_->archive().find(query, archive::Asker{})->total, 1U);
}

TEST_F(TransferTest, ADamagedPackageLeavesNothingBehind) {
  for (const TransferFormat format : {TransferFormat::bag, TransferFormat::sip}) {
    const fs::path folder = exported(format);
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.path().filename() == "decision.pdf") std::ofstream(entry.path()) << "%PDF-1.7 Decision";
    EXPECT_EQ(import(folder).error().code, ErrorCode::findings);
    EXPECT_FALSE(diagnostics_.ok());
    EXPECT_TRUE(to_->archive().list(archive::Asker{}, 10, 0)->empty());
    fs::remove_all(from_.folder() / "out");
  }
  EXPECT_FALSE(import(from_.folder())) << "no package at all";
}

TEST_F(TransferTest, ThePackageOfAnotherSystemBecomesAScanWithWhatItsDescriptionSays) {
  exchange::PackageFacts facts;
  facts.fonds = "H17";
  facts.uuid = exchange::package_uuid("other");
  facts.created = "2026-01-01T00:00:00+07:00";
  facts.organisation = "Văn phòng";
  facts.software = "Hệ thống khác";
  facts.file.arc_file_code = "H17.2015.01.VP";
  facts.file.title = "Hồ sơ khen thưởng năm 2015";
  facts.file.maintenance = "20 năm";
  facts.file.mode = "Công khai";
  facts.file.start_date = facts.file.end_date = Date::make(2015, 6, 1).value();
  auto writer = exchange::PackageWriter::start(from_.folder(), facts);
  ASSERT_TRUE(writer);
  exchange::DocumentDescription description;
  description.doc_code = "77/QĐ-UBND";
  description.title = "Tặng Giấy khen";
  description.doc_date = facts.file.end_date;
  description.number_of_page = 2;
  ASSERT_TRUE(writer->add({"77.pdf", "application/pdf", description}, "%PDF-1.4 scan"));
  const auto folder = writer->finish();
  ASSERT_TRUE(folder);

  const auto first = import(*folder);
  ASSERT_TRUE(first) << first.error().message;
  const auto again = import(*folder);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->records, first->records);
  const auto record = to_->archive().record(first->records.front(), archive::Asker{});
  ASSERT_TRUE(record);
  EXPECT_EQ(record->kind, archive::RecordKind::scan);
  EXPECT_EQ(record->subject, "Hồ sơ khen thưởng năm 2015");
  EXPECT_EQ(record->number, "77/QĐ-UBND");
  ASSERT_EQ(record->files.size(), 1U);
  EXPECT_EQ(record->files[0].path, "source/77.pdf");
}

TEST_F(TransferTest, APackageForTheStateArchiveNeedsTheCodeOfTheFonds) {
  testing::SampleOffice plain;
  Office office = plain.open();
  const auto refused = export_records(office, {TransferFormat::sip, {id_}, from_.folder()}, Instant{0});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("mã phông"), std::string::npos);
}

}  // namespace
}  // namespace sovang::dossier
