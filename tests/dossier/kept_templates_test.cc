// Each issued record holds the templates that made its papers, and they make them again (template-language
// §15).
#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>

#include "sovang/dossier/template_signatures.h"
#include "sovang/dossier/transfer.h"

#include "sample.h"
#include "support/pdf_checks.h"

namespace sovang::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// One issue of the sample for all of these tests: it takes seconds.
class KeptTemplates : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    sample_ = new SampleOffice;
    office_ = new dossier::Office(sample_->imported());
    const auto report = office_->issue({sample_movement, {}, clerk}, {}, sample_->diagnostics);
    ASSERT_TRUE(report) << report.error().message;
    decision_ = new std::string(report->decisions.at(0).record_id);
  }
  static void TearDownTestSuite() {
    delete decision_;
    delete office_;
    delete sample_;
  }

  static archive::Record record() {
    const auto found = office_->archive().record(*decision_, archive::Asker{});
    EXPECT_TRUE(found) << found.error().message;
    return found.value_or(archive::Record());
  }
  static Bytes file(const std::string& path) {
    const auto bytes = office_->archive().file(*decision_, path, archive::Asker{});
    EXPECT_TRUE(bytes) << path << ": " << bytes.error().message;
    return bytes.value_or("");
  }

  static SampleOffice* sample_;
  static dossier::Office* office_;
  static std::string* decision_;
};
SampleOffice* KeptTemplates::sample_ = nullptr;
dossier::Office* KeptTemplates::office_ = nullptr;
std::string* KeptTemplates::decision_ = nullptr;

TEST_F(KeptTemplates, AreNamedByTheRecordAndAreThoseOfTheLibrary) {
  const archive::Record decision = record();
  EXPECT_THAT(archive::templates_of(decision),
              ElementsAre(HasSubstr("bang-khen-a3 "), HasSubstr("quyet-dinh ")));
  std::vector<std::string> paths;
  for (const archive::RecordFile& each : decision.files)
    if (each.role == archive::template_role) paths.push_back(each.path);
  EXPECT_THAT(paths, Contains("template/quyet-dinh/form.xml"));
  EXPECT_THAT(paths, Contains("template/components/national.xml"));
  EXPECT_THAT(paths, Contains("template/art/border-a3.svg"));
  EXPECT_TRUE(file("template/components/national.xml") ==
              read_all(project_file("templates/components/national.xml")));
}

/// Takes the templates out of the record, the data out of the PDF, and prints.
TEST_F(KeptTemplates, MakeThePapersAgainByteForByte) {
  const files::TemporaryFolder folder = *files::TemporaryFolder::make("sovang-again");
  for (const archive::RecordFile& each : record().files) {
    if (each.role != archive::template_role) continue;
    const fs::path to = folder.path() / "templates" / each.path.substr(archive::template_prefix.size());
    ASSERT_TRUE(files::make_folders(to.parent_path()));
    ASSERT_TRUE(files::create_unsynced(to, file(each.path)));
  }
  fs::create_directory_symlink(project_file("fonts"), folder.path() / "fonts");
  Diagnostics diagnostics;
  const auto forms = dossier::Forms::load(folder.path(), diagnostics);
  ASSERT_TRUE(forms) << forms.error().message;
  const Date date = record().issued;
  for (const auto& [form_name, path] : std::vector<std::pair<std::string, std::string>>{
           {"quyet-dinh", "decision.pdf"}, {"bang-khen-a3", record().lines.at(0).certificate_path}}) {
    const Bytes issued = file(path);
    const auto form = forms->form(form_name, diagnostics);
    ASSERT_TRUE(form) << form.error().message;
    const auto data = document::read_data(**form, pdf_attachment(issued, 1), "du-lieu.xml", diagnostics);
    ASSERT_TRUE(data) << data.error().message;
    const auto paper = forms->lay_out(**form, *data, date, {}, diagnostics);
    ASSERT_TRUE(paper) << paper.error().message;
    const auto again = pdf::write_pdf(paper->pages, paper->facts, forms->pdf_cache());
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(*again == issued) << path;
  }
}

TEST_F(KeptTemplates, AreNoPapersOfOurs) {
  const auto found = office_->archive().verify_file(file("template/components/national.xml"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->verdict, archive::Verification::Verdict::unknown);
}

TEST_F(KeptTemplates, SurviveRecoveryReindexAuditAndTransfer) {
  const std::string before = *office_->archive().dump();
  ASSERT_TRUE(office_->recover());
  ASSERT_TRUE(office_->archive().reindex({}));
  EXPECT_EQ(*office_->archive().dump(), before);
  const auto audit = office_->archive().audit({});
  ASSERT_TRUE(audit);
  EXPECT_TRUE(audit->problems.empty());

  const files::TemporaryFolder folder = *files::TemporaryFolder::make("sovang-bag");
  const dossier::ExportOrder order{dossier::TransferFormat::bag, {*decision_}, folder.path() / "bag"};
  ASSERT_TRUE(dossier::export_records(*office_, order, Instant{1'653'000'000'000}));
  SampleOffice same_keys;  // or its archive would not know the QR codes
  dossier::Office other = same_keys.open();
  Diagnostics diagnostics;
  const auto taken = dossier::import_transfer(other, order.out, clerk, diagnostics);
  ASSERT_TRUE(taken) << taken.error().message;
  const auto there = other.archive().record(*decision_, archive::Asker{});
  ASSERT_TRUE(there);
  EXPECT_EQ(archive::templates_of(*there), archive::templates_of(record()));
  EXPECT_TRUE(*other.archive().file(*decision_, "template/quyet-dinh/form.xml", archive::Asker{}) ==
              file("template/quyet-dinh/form.xml"));
}

/// The office of an `init` signs its forms: the signature of each version goes with it.
TEST(KeptTemplateSignatures, GoIntoTheRecordWithTheTemplate) {
  SampleOffice sample;
  const dossier::TemplateSignatures signatures(sample.root());
  SystemIds ids;
  ASSERT_TRUE(signatures.make_key(ids));
  dossier::Office office = sample.imported();
  const auto form = office.forms().form("quyet-dinh", sample.diagnostics);
  ASSERT_TRUE(form);
  ASSERT_TRUE(signatures.sign(**form, "Ban", *signatures.key()));
  const auto report = office.issue({sample_movement, {}, clerk}, {}, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;
  const auto kept = office.archive().file(
      report->decisions[0].record_id, "template/quyet-dinh-" + (*form)->version() + ".sig", archive::Asker{});
  ASSERT_TRUE(kept) << kept.error().message;
  const auto signature = dossier::read_signature(*kept, "kept");
  ASSERT_TRUE(signature) << signature.error().message;
  EXPECT_EQ(signature->digest, (*form)->digest());
}

/// A form that somebody edits while papers are made would not be the one that made them.
TEST(FormSources, AreRefusedWhereAFileWasChangedSinceTheFormWasRead) {
  const files::TemporaryFolder home = *files::TemporaryFolder::make("sovang-home");
  fs::copy(project_file("templates"), home.path() / "templates", fs::copy_options::recursive);
  fs::create_directory_symlink(project_file("fonts"), home.path() / "fonts");
  Diagnostics diagnostics;
  const auto forms = dossier::Forms::load(home.path(), diagnostics);
  ASSERT_TRUE(forms);
  const auto whole = forms->sources("quyet-dinh", diagnostics);
  ASSERT_TRUE(whole) << whole.error().message;
  const fs::path shared = home.path() / "templates/components/national.xml";
  std::string text = read_all(shared);
  const std::size_t motto = text.find("Độc lập");
  ASSERT_NE(motto, std::string::npos);
  text.replace(motto, std::string("Độc lập").size(), "Doc lap");
  ASSERT_TRUE(files::replace(shared, text));
  const auto changed = forms->sources("quyet-dinh", diagnostics);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace sovang::testing
