// What who writes templates asks of the program.
#include <gmock/gmock.h>

#include "program.h"

namespace sovang::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class TemplateCommand : public ::testing::Test {
 protected:
  /// A copy of the product's templates, fonts beside it, in which forms may be changed.
  fs::path home() {
    const fs::path home = folder_.path() / "home";
    if (fs::exists(home)) return home;
    fs::create_directories(home);
    fs::copy(project_file("templates"), home / "templates", fs::copy_options::recursive);
    fs::create_directory_symlink(project_file("fonts"), home / "fonts");
    return home;
  }
  void change(const std::string& file, const std::string& from, const std::string& to) {
    const fs::path path = home() / "templates" / file;
    std::string text = read_all(path);
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.find(from), from.size(), to);
    ASSERT_TRUE(files::replace(path, text));
  }
  fs::path data() const { return folder_.path() / "data"; }
  ProgramRun with_home(std::vector<std::string> arguments) {
    std::vector<std::string> command{"env", "SOVANG_HOME=" + home().string(), SOVANG_PROGRAM, "--data",
                                     data().string()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(command);
  }

 private:
  files::TemporaryFolder folder_ = *files::TemporaryFolder::make("sovang-template");
};

TEST_F(TemplateCommand, IssuingWithATemplateThatWasChangedAfterSigningIsRefusedBeforeANumberIsGiven) {
  make_sample_office(data());
  change("quyet-dinh/form.xml", "version=\"1.1.0\"", "version=\"1.1.0\" keywords=\"x\"");
  const ProgramRun refused = with_home({"issue"});
  EXPECT_EQ(refused.exit_status, 1);
  EXPECT_THAT(refused.errors, AllOf(HasSubstr("quyet-dinh"), HasSubstr("đã bị sửa sau khi ký"),
                                    HasSubstr("quyet-dinh/form.xml đã đổi")));
  EXPECT_EQ(with_home({"archive", "ls"}).output, "");
  EXPECT_EQ(with_home({"template", "verify", "quyet-dinh"}).exit_status, 1);
  // the same version is never signed again with other content
  EXPECT_NE(with_home({"template", "sign", "quyet-dinh"}).exit_status, 0);
  change("quyet-dinh/form.xml", "version=\"1.1.0\"", "version=\"1.1.1\"");
  EXPECT_EQ(with_home({"template", "sign", "quyet-dinh"}).exit_status, 0);
  EXPECT_EQ(with_home({"template", "verify", "quyet-dinh"}).exit_status, 0);
}

TEST_F(TemplateCommand, ASignatureTravelsAsAFile) {
  const fs::path key = data().parent_path() / "khoa.key";
  ASSERT_TRUE(files::create(key, std::string(64, 'a') + "\n"));
  fs::permissions(key, fs::perms::owner_read);
  const fs::path signature = data().parent_path() / "quyet-dinh.sig";
  const ProgramRun signed_run = run({SOVANG_PROGRAM, "template", "sign", "quyet-dinh", "--key", key.string(),
                                     "--signer", "Tỉnh", "-o", signature.string()});
  EXPECT_EQ(signed_run.exit_status, 0) << signed_run.errors;
  const ProgramRun verified =
      run({SOVANG_PROGRAM, "template", "verify", "quyet-dinh", "--json", "--signature", signature.string()});
  EXPECT_EQ(verified.exit_status, 0) << verified.errors;
  EXPECT_EQ(verified.lines().at(0)["verdict"], "signed");
  EXPECT_EQ(
      run({SOVANG_PROGRAM, "template", "verify", "to-trinh", "--signature", signature.string()}).exit_status,
      1);
}

TEST_F(TemplateCommand, DiffTellsWhatAReaderWouldNotice) {
  change("quyet-dinh/form.xml", "chịu trách nhiệm thi hành Quyết định", "có trách nhiệm thi hành Quyết định");
  const ProgramRun result = run({SOVANG_PROGRAM, "template", "diff", "quyet-dinh",
                                 (home() / "templates/quyet-dinh/form.xml").string(), "--json"});
  EXPECT_EQ(result.exit_status, 0) << result.errors;
  for (const nlohmann::json& line : result.lines())
    EXPECT_TRUE(line.contains("before") && line.contains("after") && line["kind"] == "text") << line;
  EXPECT_EQ(run({SOVANG_PROGRAM, "template", "diff", "quyet-dinh", "quyet-dinh"}).output,
            "Hai mẫu cho cùng một văn bản.\n");
}

TEST_F(TemplateCommand, SchemaGivesABlankFileThatLacksOnlyValues) {
  const fs::path blank = data().parent_path() / "trong.xml";
  ASSERT_EQ(
      run({SOVANG_PROGRAM, "template", "schema", "quyet-dinh", "--blank", "-o", blank.string()}).exit_status,
      0);
  const ProgramRun result = run({SOVANG_PROGRAM, "render", "quyet-dinh", blank.string(), "--json"});
  EXPECT_EQ(result.exit_status, 1);
  for (const nlohmann::json& line : result.lines())
    EXPECT_EQ(line["rule"], "DAT-03") << line;
  EXPECT_THAT(run({SOVANG_PROGRAM, "template", "schema", "quyet-dinh"}).output,
              HasSubstr("http://relaxng.org/ns/structure/1.0"));
}

}  // namespace
}  // namespace sovang::testing
