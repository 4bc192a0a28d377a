// A movement that is unlike the sample in everything an office may do otherwise: another province, year and
// law, four contents, a flag beside the certificates, a council of five, one proposal for two decisions
// (tests/data/dak-lak-2026, fictional).
#include <map>

#include <gmock/gmock.h>

#include "sample.h"
#include "support/pdf_checks.h"

namespace sovang::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

const domain::MovementId movement{"DLK-NTM2026"};

/// Words to be put for others in a file of the movement.
struct Edit {
  std::string file;
  std::string from;
  std::string to;
};

class OtherMovement : public ::testing::Test {
 protected:
  /// The office with the movement imported, its files edited first.
  dossier::Office imported(const std::vector<Edit>& edits = {}) {
    dossier::Office office = sample.open();
    const auto report = office.import_files(files(edits), {}, {}, sample.diagnostics);
    EXPECT_TRUE(report) << report.error().message;
    EXPECT_EQ(report ? report->refused : 1U, 0U) << told();
    return office;
  }

  /// What issuing the edited movement is refused with; "" = it was issued.
  std::string refusal(const std::vector<Edit>& edits) {
    dossier::Office office = imported(edits);
    const auto issued =
        office.issue({.movement = movement, .out = {}, .actor = clerk}, {}, sample.diagnostics);
    return issued ? "" : issued.error().rule + " " + issued.error().message + told();
  }

  std::string told() const {
    std::string out;
    for (const Problem& problem : sample.diagnostics.all())
      out += "\n" + problem.rule + " " + problem.message;
    return out;
  }

  SampleOffice sample;

 private:
  std::vector<std::filesystem::path> files(const std::vector<Edit>& edits) const {
    const std::filesystem::path from = project_file("tests/data/dak-lak-2026");
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(from)) {
      std::string bytes = read_all(entry.path());
      for (const Edit& edit : edits) {
        if (edit.file != entry.path().filename()) continue;
        EXPECT_NE(bytes.find(edit.from), std::string::npos) << edit.from;
        for (std::size_t at = bytes.find(edit.from); at != std::string::npos;
             at = bytes.find(edit.from, at + edit.to.size()))
          bytes.replace(at, edit.from.size(), edit.to);
      }
      out.push_back(folder_.path() / entry.path().filename());
      EXPECT_TRUE(files::replace(out.back(), bytes));
    }
    std::ranges::sort(out);
    return out;
  }

  files::TemporaryFolder folder_ = *files::TemporaryFolder::make("other-movement");
};

std::vector<std::string> names_below(const std::filesystem::path& folder) {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) out.push_back(entry.path().lexically_relative(folder).string());
  }
  std::ranges::sort(out);
  return out;
}

TEST_F(OtherMovement, GivesAFlagToWhomAFlagIsDueAndCertificatesToTheOthers) {
  dossier::Office office = imported();
  const auto issued =
      office.issue({.movement = movement, .out = sample.out(), .actor = clerk}, {}, sample.diagnostics);
  ASSERT_TRUE(issued) << issued.error().message << told();
  EXPECT_EQ(issued->certificates, 8U);
  const std::vector<std::string> names = names_below(sample.out());
  EXPECT_THAT(names, Contains("pdf/co-thi-dua/0508.pdf"));
  EXPECT_THAT(names, Contains("print/co-thi-dua-3006-QD-UBND.pdf"));
  EXPECT_THAT(
      flowing(pdf_text(read_all(sample.out() / "pdf/co-thi-dua/0508.pdf"))),
      HasSubstr("ĐƠN VỊ DẪN ĐẦU PHONG TRÀO THI ĐUA XÂY DỰNG NÔNG THÔN MỚI NĂM 2026 NHÂN DÂN VÀ CÁN BỘ"));
  EXPECT_THAT(
      flowing(pdf_text(read_all(sample.out() / "pdf/quyet-dinh/3006-QD-UBND.pdf"))),
      HasSubstr("Tặng Cờ thi đua của Ủy ban nhân dân tỉnh Đắk Lắk cho Nhân dân và cán bộ xã Cư M’gar"));
  EXPECT_THAT(names, Contains("pdf/bang-khen/0501.pdf"));
  EXPECT_THAT(names, Contains("print/bang-khen-3005-QD-UBND.pdf"));
}

TEST_F(OtherMovement, RelatesBothDecisionsToTheOneProposalThatAskedForThem) {
  dossier::Office office = imported();
  const auto issued = office.issue({.movement = movement, .out = {}, .actor = clerk}, {}, sample.diagnostics);
  ASSERT_TRUE(issued) << issued.error().message << told();
  ASSERT_EQ(issued->decisions.size(), 2U);
  std::vector<std::string> proposals;
  for (const dossier::IssuedDecision& decision : issued->decisions) {
    const auto record = office.archive().record(decision.record_id, {});
    ASSERT_TRUE(record);
    for (const archive::RecordRelation& relation : record->relations)
      if (relation.type == "implements") proposals.push_back(relation.ref);
  }
  ASSERT_EQ(proposals.size(), 2U);
  EXPECT_EQ(proposals[0], proposals[1]);
}

TEST_F(OtherMovement, IsComposedAndIssuedWhereAnotherBodyProposedAndNoRecordIsTheOfficesOwn) {
  const std::vector<Edit> edits{{"office_facts.xml", "kind=\"T-TTR-TD\"", "kind=\"T-KHAC\""},
                                {"office_facts.xml", "kind=\"T-BB\"", "kind=\"T-KHAC\""}};
  dossier::Office office = imported(edits);
  const auto drafts = office.compose(movement, sample.out(), {}, sample.diagnostics);
  EXPECT_TRUE(drafts) << drafts.error().message << told();
  const auto issued = office.issue({.movement = movement, .out = {}, .actor = clerk}, {}, sample.diagnostics);
  EXPECT_TRUE(issued) << issued.error().message << told();
}

TEST_F(OtherMovement, OfAUnitGivesTheUnitsOwnCertificates) {
  const std::string form = "catalogue=\"BKT\" level=\"province\" authority=\"Chủ tịch Ủy ban nhân dân tỉnh\"";
  const std::string paper = "number=\"3005/QĐ-UBND\" date=\"2026-11-03\" unit=\"UBND\"";
  const std::vector<Edit> edits{
      {"movement.xml", form, "catalogue=\"GKDV\" level=\"unit\" authority=\"Giám đốc Sở\""},
      {"office_facts.xml", paper, "number=\"3005/QĐ-SNV\" date=\"2026-11-03\" unit=\"SNV\""},
      {"movement.xml", "individual collective household\" bonusIndividual=\"1.5\" bonusCollective=\"3\"",
       "individual collective\""},
      {"movement.xml", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "Giấy khen của Giám đốc Sở"},
      {"cu-mgar.csv", "Bằng khen của Chủ tịch UBND tỉnh", "Giấy khen"},
      {"cu-mgar.csv", "BK UBND tỉnh", "GK của Giám đốc Sở"},
      {"ea-kao.csv", "BK UBND tỉnh", "Giấy khen"},
      {"snnmt.csv", "BK UBND tỉnh", "Giấy khen"}};
  dossier::Office office = imported(edits);
  const auto issued =
      office.issue({.movement = movement, .out = sample.out(), .actor = clerk}, {}, sample.diagnostics);
  ASSERT_TRUE(issued) << issued.error().message << told();
  EXPECT_THAT(names_below(sample.out()), Contains("print/giay-khen-3005-QD-SNV.pdf"));
}

TEST_F(OtherMovement, IsToldWhereItsFormBelongsToNoFamily) {
  EXPECT_THAT(refusal({{"movement.xml", "catalogue=\"CTDT\"", "catalogue=\"CTD\""}}), HasSubstr("CASE-07"));
}

TEST_F(OtherMovement, IsToldWhereItsPapersContradictEachOther) {
  const std::string facts = "office_facts.xml";
  EXPECT_THAT(refusal({{facts, "decision=\"QD-2\"", "decision=\"QD-1\""}}), HasSubstr("CASE-09"));
  EXPECT_THAT(refusal({{facts, "form=\"CO-TINH\"", "form=\"BKTINH\""}}), HasSubstr("CASE-09"));
  EXPECT_THAT(refusal({{facts, "form=\"CO-TINH\"", "form=\"HUY-HIEU\""}}), HasSubstr("CASE-08"));
  EXPECT_THAT(refusal({{facts,
                        "kind=\"T-TTR-TD\" number=\"221/TTr-SNV\" date=\"2026-10-26\" unit=\"SNV\" "
                        "place=\"Đắk Lắk\" decision=\"QD-1\"",
                        "kind=\"T-TTR-TD\" number=\"221/TTr-SNV\" date=\"2026-10-26\" unit=\"SNV\" "
                        "place=\"Đắk Lắk\" decision=\"QD-7\""}}),
              HasSubstr("CASE-08"));
  EXPECT_THAT(refusal({{facts, "3006/QĐ-UBND", "3005/QĐ-UBND"}}), HasSubstr("V-35"));
}

}  // namespace
}  // namespace sovang::testing
