// Wrong things given to the program: one clear message with file and place, the blueprint's exit status, and
// nothing half-written.
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"

namespace sovang::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class BadInput : public ::testing::Test {
 protected:
  fs::path put(const std::string& name, ByteView bytes) {
    fs::path path = folder_.path() / name;
    EXPECT_TRUE(files::create_unsynced(path, bytes));
    return path;
  }
  fs::path data() const { return folder_.path() / "data"; }

  void make_office() { make_sample_office(data()); }

  /// What an import of this file says, in an office that holds the sample.
  ProgramRun import_of(const fs::path& file) {
    make_office();
    return sovang(data(), {"import", file.string()});
  }

 private:
  files::TemporaryFolder folder_ = *files::TemporaryFolder::make("sovang-bad");
};

TEST_F(BadInput, UnknownVerbIsWrongUsage) {
  EXPECT_EQ(run({SOVANG_PROGRAM, "xyz"}).exit_status, 2);
}

TEST_F(BadInput, MissingFileIsNamed) {
  const ProgramRun result = import_of("khong-co.xlsx");
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.errors, HasSubstr("khong-co.xlsx"));
}

TEST_F(BadInput, MissingFilesAreWrongUsageForEveryVerb) {
  const std::string form = project_file("templates/giay-xac-nhan/form.xml").string();
  const std::vector<std::vector<std::string>> verbs{
      {"lint", "khong-co.pdf"},
      {"sign", "khong-co.pdf", "-o", "b.pdf", "--p12", "khong-co.p12"},
      {"verify", "--signatures", "khong-co.pdf"},
      {"render", form, "khong-co.xml", "-o", "b.pdf"},
      {"render", "khong-co/form.xml", "khong-co.xml", "-o", "b.pdf"},
      {"template", "check", "khong-co/form.xml"}};
  for (const std::vector<std::string>& verb : verbs) {
    const ProgramRun result = sovang(data(), verb);
    EXPECT_EQ(result.exit_status, 2) << verb.front() << ": " << result.errors;
    EXPECT_THAT(result.errors + result.output, HasSubstr("khong-co")) << verb.front();
  }
  make_office();
  for (const std::vector<std::string>& verb : std::vector<std::vector<std::string>>{
           {"verify", "khong-co.pdf"},
           {"archive", "prove", "khong-co.pdf"},
           {"archive", "ingest", "--records", "khong-co.xml"},
           {"issue", "--sign-with", "khong-co.p12"},
           {"user", "add", "an", "--role", "office", "--password-file", "khong-co.txt"}}) {
    const ProgramRun result = sovang(data(), verb);
    EXPECT_EQ(result.exit_status, 2) << verb.front() << ": " << result.errors;
    EXPECT_THAT(result.errors, HasSubstr("khong-co")) << verb.front();
  }
}

TEST_F(BadInput, ListWithoutANameColumnIsRefusedWithItsFile) {
  const ProgramRun result = import_of(put("thieu-cot.csv", "STT,Chức vụ,Hình thức\n1,Bác sĩ,Bằng khen\n"));
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.errors, HasSubstr("thieu-cot.csv"));
}

TEST_F(BadInput, UnknownAwardIsRefusedWithItsRow) {
  const ProgramRun result = import_of(
      put("la.csv", "STT,Họ và tên,Ngày sinh,Hình thức đề nghị\n1,Nguyễn Văn An,02/03/1980,Huy hiệu lạ\n"));
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.errors, AllOf(HasSubstr("la.csv"), HasSubstr("Huy hiệu lạ")));
}

TEST_F(BadInput, TruncatedWorkbookIsRefused) {
  const Bytes whole = read_all(project_file("samples/covid19-2021/office/TR001-baoqn.xlsx"));
  const ProgramRun result = import_of(put("cat.xlsx", ByteView(whole).substr(0, whole.size() / 2)));
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.errors, HasSubstr("cat.xlsx"));
}

TEST_F(BadInput, ARefusedListLeavesTheOfficeAsItWas) {
  make_office();
  const std::string before = sovang(data(), {"check", "--json"}).output;
  EXPECT_EQ(sovang(data(), {"import", put("rong.xlsx", "").string()}).exit_status, 2);
  EXPECT_EQ(sovang(data(), {"check", "--json"}).output, before);
}

TEST_F(BadInput, DryRunNeedsNoOfficeAndLeavesNothingBehind) {
  const fs::path list = put("la.csv", "a,b\n1,2\n");
  const ProgramRun result = sovang(data(), {"import", "--dry-run", "--json", list.string()});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_FALSE(fs::exists(data()));
  EXPECT_THAT(result.lines().at(0)["refused"]["message"].get<std::string>(), Not(IsEmpty()));
}

TEST_F(BadInput, AFolderThatIsNoOfficeSaysHowToMakeOne) {
  const ProgramRun result = sovang(data(), {"check"});
  EXPECT_EQ(result.exit_status, 2);
  EXPECT_THAT(result.errors, HasSubstr("init"));
  EXPECT_FALSE(fs::exists(data()));
}

TEST_F(BadInput, AnOfficeIsNotMadeTwice) {
  make_office();
  const ProgramRun again = sovang(data(), {"init"});
  EXPECT_NE(again.exit_status, 0);
  EXPECT_THAT(again.errors, HasSubstr("đã là thư mục dữ liệu"));
}

TEST_F(BadInput, IssuingBeforeTheVoteIsRefusedWithoutGivingANumber) {
  ASSERT_EQ(sovang(data(), {"init"}).exit_status, 0);
  std::vector<std::string> arguments{"import"};
  for (const std::string& file : sample_files()) {
    if (file.find("votes.xml") == std::string::npos) arguments.push_back(file);
  }
  ASSERT_EQ(sovang(data(), arguments).exit_status, 0);
  const ProgramRun result = sovang(data(), {"issue"});
  EXPECT_EQ(result.exit_status, 1);
  EXPECT_THAT(result.errors, HasSubstr("votes.xml"));
  EXPECT_THAT(sovang(data(), {"archive", "ls"}).output, IsEmpty());
}

/// Gives the folder and all in it to a user who is not root.
void give_away(const fs::path& folder, uid_t user) {
  ASSERT_EQ(::lchown(folder.c_str(), user, user), 0);
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    ASSERT_EQ(::lchown(entry.path().c_str(), user, user), 0);
}

TEST_F(BadInput, AnArchiveThatCannotBeWrittenEndsWithStatusThreeAndTheNextRunCompletes) {
  make_office();
  std::vector<std::string> issue{SOVANG_PROGRAM, "--data", data().string(), "issue", "--json"};
  if (geteuid() == 0) {  // root writes everywhere, so somebody else has to try
    constexpr uid_t nobody = 65534;
    give_away(data().parent_path(), nobody);
    issue.insert(issue.begin(), {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
    if (run({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", SOVANG_PROGRAM, "--version"})
            .exit_status != 0) {
      GTEST_SKIP() << "the program lies where other users cannot run it";
    }
  }
  ASSERT_EQ(::chmod((data() / "ocfl").c_str(), 0555), 0);
  const ProgramRun refused = run(issue);
  EXPECT_EQ(refused.exit_status, 3) << refused.errors;
  EXPECT_THAT(refused.errors, HasSubstr("ocfl"));
  ASSERT_EQ(::chmod((data() / "ocfl").c_str(), 0755), 0);
  const ProgramRun again = run(issue);
  EXPECT_EQ(again.exit_status, 0) << again.errors;
  EXPECT_EQ(again.lines().back()["certificates"], 214);
}

TEST_F(BadInput, AnErrorInATemplateIsToldWithLineAndColumnAndNothingIsWritten) {
  const fs::path form =
      put("mau.xml",
          "<template xmlns=\"urn:sovang:template:1\" id=\"mau\" version=\"1.0.0\" kind=\"report\">\n"
          "  <page-master name=\"a\" size=\"A4\" margin=\"20mm\"/>\n"
          "  <sequence master=\"a\"><p stile=\"x\">Chào</p></sequence>\n"
          "</template>\n");
  const fs::path values = put("du-lieu.xml", "<data xmlns=\"urn:sovang:data:1\"/>\n");
  const fs::path out = form.parent_path() / "ra.pdf";
  const ProgramRun result =
      run({SOVANG_PROGRAM, "render", form.string(), values.string(), "-o", out.string()});
  EXPECT_NE(result.exit_status, 0);
  EXPECT_THAT(result.errors, AllOf(HasSubstr("mau.xml:3:"), HasSubstr("TPL-02"), HasSubstr("style")));
  EXPECT_FALSE(fs::exists(out));
}

TEST_F(BadInput, ALetterThatTheFontLacksIsNamedAndNothingIsWritten) {
  std::string values = read_all(project_file("templates/bang-khen/example.xml"));
  const std::string name = "<name>";
  ASSERT_NE(values.find(name), std::string::npos);
  values.replace(values.find(name), name.size(), "<name>\xF0\x9D\x84\x9E ");  // U+1D11E, a clef
  const fs::path data_file = put("du-lieu.xml", values);
  const fs::path out = data_file.parent_path() / "ra.pdf";
  const ProgramRun result =
      run({SOVANG_PROGRAM, "render", "bang-khen", data_file.string(), "-o", out.string()});
  EXPECT_NE(result.exit_status, 0);
  EXPECT_THAT(result.errors, AllOf(HasSubstr("FNT-02"), HasSubstr("U+1D11E")));
  EXPECT_FALSE(fs::exists(out));
}

TEST_F(BadInput, ASecondProcessThatIssuesIsAskedToWait) {
  make_office();
  const auto lock = files::Lock::take(data() / "issue.lock");
  ASSERT_TRUE(lock);
  const ProgramRun result = sovang(data(), {"issue"});
  EXPECT_EQ(result.exit_status, 3);
  EXPECT_THAT(result.errors, HasSubstr("đang ban hành"));
}

TEST_F(BadInput, AnArchiveFolderThatIsMissingEndsWithStatusThree) {
  make_office();
  fs::remove_all(data() / "ocfl");
  const ProgramRun result = sovang(data(), {"issue"});
  EXPECT_EQ(result.exit_status, 3) << result.errors;
  EXPECT_THAT(result.errors, Not(IsEmpty()));
}

}  // namespace
}  // namespace sovang::testing
