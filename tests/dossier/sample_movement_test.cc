// The sample movement from end to end: what samples/covid19-2021 must give stands in
// tests/data/covid19-2021/expected_results.json.
#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "sovang/text/search_keys.h"

#include "sample.h"
#include "support/pdf_checks.h"

namespace sovang::testing {
namespace {

using nlohmann::json;
using ::testing::IsSupersetOf;

json expected_results() {
  return json::parse(read_all(project_file("tests/data/covid19-2021/expected_results.json")));
}

std::set<std::string> subjects_of(const dossier::CheckReport& report, std::string_view rule) {
  std::set<std::string> out;
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    if (report.findings[i].rule == rule) out.insert(report.subjects[i]);
  }
  return out;
}

/// Ids of a finding in expected_results.json: "CN099" or ["CN060", "CN061"], in the order of the report.
std::string joined(const json& subjects) {
  if (subjects.is_string()) return subjects.get<std::string>();
  std::string out;
  for (const json& subject : subjects) {
    if (!out.empty()) out += ' ';
    out += subject.get<std::string>();
  }
  return out;
}

class SampleMovement : public ::testing::Test {
 protected:
  SampleOffice sample;
};

TEST_F(SampleMovement, ImportsAllFilesAndRefusesNone) {
  dossier::Office office = sample.open();
  const auto report = office.import_files(sample_files(), {}, {}, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->refused, 0U);
  EXPECT_EQ(report->files.size(), 57U);
  EXPECT_EQ(report->collectives(), expected_results()["collectives"]);
  EXPECT_EQ(report->individuals(), expected_results()["individuals"]);
  EXPECT_TRUE(sample.diagnostics.ok());
}

TEST_F(SampleMovement, ImportingTheSameFilesAgainChangesNothing) {
  dossier::Office office = sample.imported();
  const auto again = office.import_files(sample_files(), {}, {}, sample.diagnostics);
  ASSERT_TRUE(again);
  EXPECT_TRUE(std::ranges::all_of(again->files, &dossier::ImportedFile::unchanged));
}

TEST_F(SampleMovement, CheckCountsTheVoteAndFindsWhatTheRulesMustFind) {
  dossier::Office office = sample.imported();
  const auto report = office.check(sample_movement, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;
  const json expected = expected_results();
  EXPECT_EQ(report->passed, expected["votes"]["passed"]);
  EXPECT_EQ(report->failed, expected["votes"]["failed"]);
  EXPECT_EQ(report->withdrawn, expected["votes"]["withdrawn"]);
  EXPECT_EQ(report->unit_decides, expected["votes"]["unit"]);
  EXPECT_EQ(report->blocking, 0U);
  for (const std::string rule : {"V-09", "V-11", "V-12", "V-15", "V-29", "V-53", "V-66"}) {
    std::set<std::string> wanted;
    for (const json& subjects : expected["findings"][rule])
      wanted.insert(joined(subjects));
    EXPECT_EQ(subjects_of(*report, rule), wanted) << rule;
  }
  for (const json& rule : expected["findings"]["none"])
    EXPECT_TRUE(subjects_of(*report, rule.get<std::string>()).empty()) << rule;
}

TEST_F(SampleMovement, ComposeDraftsWhatTheOfficeWritesItself) {
  dossier::Office office = sample.imported();
  const auto report = office.compose(sample_movement, sample.out(), {}, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;
  std::map<std::string, int> drafts;
  for (const dossier::WrittenFile& file : report->files)
    ++drafts[file.form];
  EXPECT_EQ(drafts, (std::map<std::string, int>{{"bao-cao-tong-ket", 1},
                                                {"bien-ban-hoi-dong", 1},
                                                {"danh-sach", 2},
                                                {"phieu-tham-dinh", 1},
                                                {"phieu-tiep-nhan", 51},
                                                {"quyet-dinh", 2},
                                                {"to-trinh", 2}}));
  const std::string receipt = flowing(pdf_text(read_all(sample.out() / "phieu-tiep-nhan/TR008.pdf")));
  for (const char* word : {"Ủy ban nhân dân huyện Bắc Trà My", "365/TTr-UBND", "Số đến: 1223", "01 cá nhân"})
    EXPECT_THAT(receipt, ::testing::HasSubstr(word));
  const std::string summary =
      flowing(pdf_text(read_all(sample.out() / "bao-cao-tong-ket/bao-cao-tong-ket.pdf")));
  EXPECT_THAT(summary, ::testing::HasSubstr("45 tập thể và 169 cá nhân được khen thưởng"));
  EXPECT_THAT(summary, ::testing::HasSubstr("385.910.000 đồng"));
}

TEST_F(SampleMovement, IssueGivesTheExpectedDecisions) {
  dossier::Office office = sample.imported();
  const auto report = office.issue({sample_movement, sample.out(), clerk}, {}, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;
  const json expected = expected_results();
  EXPECT_EQ(report->certificates, expected["certificates_bktinh"]);
  EXPECT_EQ(report->bonus_total_dong, expected["bonus_total_vnd"]);
  ASSERT_EQ(report->decisions.size(), 2U);
  EXPECT_EQ(report->decisions[0].collectives, expected["decision_QD1"]["collectives"]);
  EXPECT_EQ(report->decisions[0].individuals, expected["decision_QD1"]["individuals"]);
  EXPECT_EQ(report->decisions[1].individuals, expected["decision_QD2"]["individuals"]);
  EXPECT_EQ(report->decisions[0].first_register, expected["register"]["QD-1"][0]);
  EXPECT_EQ(report->decisions[0].last_register, expected["register"]["QD-1"][1]);
  EXPECT_EQ(report->decisions[1].first_register, expected["register"]["QD-2"][0]);
  std::map<std::string, int> by_form;
  for (const dossier::WrittenFile& file : report->files)
    ++by_form[file.form];
  EXPECT_EQ(by_form["bang-khen"], 214);
  EXPECT_EQ(by_form["quyet-dinh"], 2);
  EXPECT_EQ(by_form["to-trinh"], 2);
  EXPECT_EQ(by_form["danh-sach"], 2);
  EXPECT_EQ(by_form["bien-ban-hoi-dong"], 1);
  EXPECT_EQ(by_form["so-vang"], 1);
}

TEST_F(SampleMovement, IssuingAgainChangesNothing) {
  dossier::Office office = sample.imported();
  const auto first = office.issue({sample_movement, "", clerk}, {}, sample.diagnostics);
  ASSERT_TRUE(first) << first.error().message;
  const auto again = office.issue({sample_movement, "", clerk}, {}, sample.diagnostics);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(again->done_before);
  EXPECT_EQ(again->decisions[0].record_id, first->decisions[0].record_id);
}

TEST_F(SampleMovement, EachRecipientIsFoundByTheNameTypedWithoutMarks) {
  dossier::Office office = sample.imported();
  const auto report = office.issue({sample_movement, "", clerk}, {}, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;
  for (const dossier::IssuedDecision& decision : report->decisions) {
    const auto record = office.archive().record(decision.record_id, archive::Asker{});
    ASSERT_TRUE(record);
    for (const archive::RecordLine& line : record->lines) {
      archive::Query query;
      query.words = text::fold_key(line.name);
      query.limit = 100;
      const auto hits = office.archive().find(query, archive::Asker{});
      ASSERT_TRUE(hits) << hits.error().message;
      EXPECT_TRUE(std::ranges::any_of(hits->hits, [&](const archive::Hit& hit) {
        return hit.name == line.name && hit.certificate_path == line.certificate_path;
      })) << line.name;
    }
  }
}

TEST_F(SampleMovement, VerifyTellsACertificateFromACopyWithOneByteChanged) {
  dossier::Office office = sample.imported();
  const auto report = office.issue({sample_movement, sample.out(), clerk}, {}, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;
  Bytes pdf = read_all(sample.out() / "pdf" / "bang-khen" / "0214.pdf");
  const auto genuine = office.archive().verify_file(pdf);
  ASSERT_TRUE(genuine);
  EXPECT_EQ(genuine->verdict, archive::Verification::Verdict::genuine);
  pdf[pdf.size() / 2] = static_cast<char>(pdf[pdf.size() / 2] ^ 1);
  const auto changed = office.archive().verify_file(pdf);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->verdict, archive::Verification::Verdict::changed);
  EXPECT_FALSE(changed->reasons.empty());
}

TEST_F(SampleMovement, TwoOfficesWithTheSameKeysMakeTheSameBytes) {
  SampleOffice other;
  dossier::Office first = sample.imported();
  dossier::Office second = other.imported();
  ASSERT_TRUE(first.issue({sample_movement, sample.out(), clerk}, {}, sample.diagnostics));
  ASSERT_TRUE(second.issue({sample_movement, other.out(), clerk}, {}, other.diagnostics));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(sample.out())) {
    if (!entry.is_regular_file()) continue;
    const auto inside = std::filesystem::relative(entry.path(), sample.out());
    EXPECT_EQ(read_all(entry.path()), read_all(other.out() / inside)) << inside;
  }
}

TEST_F(SampleMovement, AMovementThatIsIssuedTakesNoMoreFiles) {
  dossier::Office office = sample.imported();
  ASSERT_TRUE(office.issue({sample_movement, "", clerk}, {}, sample.diagnostics));
  const std::filesystem::path late = sample.root() / "TR052-moi.csv";
  ASSERT_TRUE(files::create(
      late, "STT,Họ và tên,Hình thức đề nghị\n1,Nguyễn Văn An,Bằng khen của Chủ tịch UBND tỉnh\n"));
  const auto report = office.import_files(std::vector{late}, {}, {}, sample.diagnostics);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->refused, 1U);
}

TEST_F(SampleMovement, TwoProcessesDoNotIssueAtOnce) {
  dossier::Office office = sample.imported();
  const auto lock = files::Lock::take(sample.root() / "issue.lock");
  ASSERT_TRUE(lock);
  const auto report = office.issue({sample_movement, "", clerk}, {}, sample.diagnostics);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace sovang::testing
