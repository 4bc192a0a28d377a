#include "sovang/exchange/package.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"

#include "support/shared.h"

namespace sovang::exchange {
namespace {
namespace fs = std::filesystem;

PackageFacts sample_facts(PackageType type) {
  PackageFacts facts;
  facts.type = type;
  facts.fonds = "H47";
  facts.uuid = package_uuid("urn:sovang:so-vang:qd:01ABC");
  facts.created = "2026-11-24T08:00:00+07:00";
  facts.organisation = "Ban Thi đua - Khen thưởng tỉnh Quảng Nam";
  facts.software = "Sổ Vàng";
  facts.file = {.arc_file_code = "H47.2022.15.TĐKT",
                .title = "Hồ sơ khen thưởng “đặc biệt” & <kịp thời>",
                .maintenance = "20 năm",
                .mode = "Công khai",
                .start_date = Date::make(2021, 10, 1).value(),
                .end_date = Date::make(2022, 5, 20).value(),
                .keyword = "khen thưởng; COVID-19",
                .number_of_page = 61};
  facts.events = {{.type = "creation", .time = "2022-05-20T08:00:00+07:00", .detail = "Lập hồ sơ"},
                  {.type = "validation", .time = "2026-11-24T08:00:00+07:00", .detail = "Đối chiếu SHA-256"}};
  return facts;
}

DocumentDescription decision() {
  return {.doc_code = "1288/QĐ-UBND",
          .title = "Về việc tặng thưởng Bằng khen",
          .doc_date = Date::make(2022, 5, 20).value(),
          .number_of_page = 60};
}

class PackageTest : public ::testing::Test {
 protected:
  fs::path write(PackageType type) {
    auto writer = PackageWriter::start(folder_.path(), sample_facts(type));
    EXPECT_TRUE(writer);
    EXPECT_TRUE(writer->add({"decision.pdf", "application/pdf", decision()}, "%PDF-1.7 decision"));
    EXPECT_TRUE(writer->add({"certs/0001.pdf", "application/pdf", std::nullopt}, "%PDF-1.7 certificate"));
    EXPECT_TRUE(writer->add_metadata("record.xml", "application/xml", "<record/>"));
    const auto path = writer->finish();
    EXPECT_TRUE(path) << path.error().message;
    return path.value_or(fs::path());
  }
  std::string findings(const fs::path& package) {
    Diagnostics diagnostics;
    const auto read = read_package(package, diagnostics);
    std::string out = read ? "" : read.error().rule + " ";
    for (const Problem& problem : diagnostics.all())
      out += problem.rule + " " + problem.where.file + "; ";
    return out;
  }
  static void put(const fs::path& file, std::string_view text) {
    std::ofstream(file, std::ios::binary) << text;
  }

  files::TemporaryFolder folder_ = *files::TemporaryFolder::make("package");
};

TEST_F(PackageTest, HasTheFoldersAndTheNameThatTheCircularGives) {
  const fs::path package = write(PackageType::sip);
  EXPECT_EQ(package.filename().string().find("urn_H47_uuid_"), 0U);
  for (const char* file : {"METS.xml", "metadata/descriptive/EAD.xml", "metadata/preservation/PREMIS.xml",
                           "representations/rep1/METS.xml", "representations/rep1/data/decision.pdf",
                           "representations/rep1/data/certs/0001.pdf",
                           "representations/rep1/metadata/descriptive/EAD_doc_1.xml", "schemas/mets-1.12.xsd",
                           "schemas/premis-3.0.xsd", "schemas/ead-file.xsd", "metadata/other/record.xml"}) {
    EXPECT_TRUE(fs::is_regular_file(package / file)) << file;
  }
  EXPECT_EQ(fs::file_size(package / "schemas/mets-1.12.xsd"),
            fs::file_size(testing::project_file("src/exchange/schemas/mets-1.12.xsd")));
}

TEST_F(PackageTest, IsReadBackAsItWasWritten) {
  for (const PackageType type : {PackageType::sip, PackageType::aip, PackageType::dip}) {
    const fs::path folder = write(type);
    Diagnostics diagnostics;
    const auto package = read_package(folder, diagnostics);
    ASSERT_TRUE(package) << package.error().message;
    EXPECT_TRUE(diagnostics.ok()) << findings(folder);
    EXPECT_EQ(package->type, type);
    EXPECT_EQ(package->object_id, sample_facts(type).object_id());
    EXPECT_EQ(package->file, sample_facts(type).file);
    ASSERT_EQ(package->documents.size(), 2U);
    EXPECT_EQ(package->documents[0].name, "decision.pdf");
    EXPECT_EQ(package->documents[0].description, decision());
    EXPECT_FALSE(package->documents[1].description);
    EXPECT_EQ(package->metadata, std::vector<std::string>{"record.xml"});
    fs::remove_all(folder);
  }
}

TEST_F(PackageTest, BytesAreTheSameEachTime) {
  const fs::path first = write(PackageType::aip);
  const std::string mets = testing::read_all(first / "METS.xml");
  fs::remove_all(first);
  EXPECT_EQ(testing::read_all(write(PackageType::aip) / "METS.xml"), mets);
}

/// The public schemas judge METS and PREMIS, our own judge EAD.
TEST_F(PackageTest, EveryXmlFileIsValidAgainstItsSchema) {
  SOVANG_NEEDS_SHARED("fixtures/eark-schemas/catalog.xml");
  const fs::path package = write(PackageType::sip);
  const fs::path shared = testing::shared_file("fixtures/eark-schemas");
  const fs::path own = testing::project_file("src/exchange/schemas");
  const std::vector<std::pair<fs::path, std::string>> checks = {
      {shared / "csip-mets.xsd", "METS.xml"},
      {shared / "csip-mets.xsd", "representations/rep1/METS.xml"},
      {shared / "premis-3.0.xsd", "metadata/preservation/PREMIS.xml"},
      {own / "ead-file.xsd", "metadata/descriptive/EAD.xml"},
      {own / "ead-document.xsd", "representations/rep1/metadata/descriptive/EAD_doc_1.xml"}};
  for (const auto& [schema, file] : checks) {
    const auto ran =
        run_process({"env", "XML_CATALOG_FILES=" + (shared / "catalog.xml").string(), "xmllint", "--nonet",
                     "--noout", "--schema", schema.string(), (package / file).string()});
    ASSERT_TRUE(ran) << ran.error().message;
    EXPECT_EQ(ran->exit_status, 0) << file << ": " << ran->errors;
  }
}

TEST_F(PackageTest, EveryDamageIsNamed) {
  const fs::path package = write(PackageType::sip);
  put(package / "representations/rep1/data/decision.pdf", "%PDF-1.7 decisioN");
  EXPECT_EQ(findings(package), "EAK-03 representations/rep1/data/decision.pdf; ");
  fs::remove(package / "representations/rep1/data/decision.pdf");
  EXPECT_EQ(findings(package), "EAK-02 representations/rep1/data/decision.pdf; ");
  fs::create_symlink("/etc/passwd", package / "representations/rep1/data/decision.pdf");
  EXPECT_EQ(findings(package), "EAK-04 representations/rep1/data/decision.pdf; ");
  put(package / "METS.xml", "<!DOCTYPE mets [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><mets>&a;</mets>");
  EXPECT_EQ(findings(package).find("EAK-01"), 0U);
  fs::remove(package / "METS.xml");
  EXPECT_EQ(findings(package).find("EAK-01"), 0U);
}

TEST_F(PackageTest, APathThatLeavesThePackageIsRefused) {
  const fs::path package = write(PackageType::sip);
  std::string mets = testing::read_all(package / "METS.xml");
  const std::string href = "metadata/other/record.xml";
  mets.replace(mets.find(href), href.size(), "../../../../etc/passwd");
  put(package / "METS.xml", mets);
  EXPECT_EQ(findings(package), "EAK-04 METS.xml; ");
}

TEST_F(PackageTest, WhatTheCircularRequiresMustBeThere) {
  PackageFacts facts = sample_facts(PackageType::sip);
  facts.file.title = " ";
  EXPECT_EQ(PackageWriter::start(folder_.path(), facts).error().rule, "EAK-01");
  facts = sample_facts(PackageType::sip);
  facts.fonds = "../H47";
  EXPECT_EQ(PackageWriter::start(folder_.path(), facts).error().rule, "EAK-01");
  auto writer = PackageWriter::start(folder_.path(), sample_facts(PackageType::sip));
  ASSERT_TRUE(writer);
  EXPECT_FALSE(writer->add({"../x.pdf", "application/pdf", decision()}, "x"));
  EXPECT_FALSE(writer->add({"quyết định.pdf", "application/pdf", decision()}, "x"));
  EXPECT_EQ(writer->finish().error().rule, "EAK-01") << "a package without documents";
}

}  // namespace
}  // namespace sovang::exchange
