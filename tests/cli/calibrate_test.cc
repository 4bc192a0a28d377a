// From the sheet to the printed certificate: what a clerk types, and what the program says.
#include <gmock/gmock.h>

#include "program.h"
#include "support/shared.h"

namespace sovang::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class Calibrate : public ::testing::Test {
 protected:
  ProgramRun calibrate(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{"calibrate"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return sovang(office_.path(), command);
  }
  fs::path file(const std::string& name) const { return office_.path() / name; }
  /// The certificate of the library, printed with these options; the answer is the file.
  Bytes printed(const std::vector<std::string>& options) {
    const std::string example = project_file("templates/bang-khen/example.xml").string();
    std::vector<std::string> arguments{"render", "bang-khen", example, "-o", file("a.pdf").string()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const ProgramRun run = sovang(office_.path(), arguments);
    EXPECT_EQ(run.exit_status, 0) << run.errors;
    return files::read(file("a.pdf")).value_or(Bytes());
  }

 private:
  files::TemporaryFolder office_ = *files::TemporaryFolder::make("sovang-calibrate");
};

TEST_F(Calibrate, MakesASheetAndThenAProfileOfWhatIsMeasured) {
  const ProgramRun sheet = calibrate({"hp-1", "-o", file("sheet.pdf").string()});
  EXPECT_EQ(sheet.exit_status, 0) << sheet.errors;
  EXPECT_THAT(sheet.output, HasSubstr("sovang calibrate hp-1 --measured A="));
  EXPECT_TRUE(fs::exists(file("sheet.pdf")));

  const ProgramRun measured =
      calibrate({"hp-1", "--measured", "A=21,2/19,1", "B=18.8/19.1", "C=21,2/20,9", "D=18,8/20,9"});
  EXPECT_EQ(measured.exit_status, 0) << measured.errors;
  EXPECT_THAT(measured.output, AllOf(HasSubstr("dời ngang -1,20 mm, dời dọc +0,90 mm"),
                                     HasSubstr("còn lệch nhiều nhất 0,00 mm")));
  EXPECT_THAT(files::read(file("printers/hp-1.toml")).value(), HasSubstr("dx = -1.2"));
  EXPECT_EQ(calibrate({"hp-1", "--check", "-o", file("check.pdf").string()}).exit_status, 0);
}

TEST_F(Calibrate, SaysWhatToMeasureAgain) {
  const ProgramRun typo = calibrate({"hp-1", "--measured", "A=212/19,1", "D=20/20"});
  EXPECT_EQ(typo.exit_status, 2);
  EXPECT_THAT(typo.errors, AllOf(HasSubstr("212,0 mm của dấu A"), HasSubstr("hãy đo lại")));
  for (const char* text : {"A", "A=", "A=20", "A=20/", "=20/20", "A=2x/20", "A=-1/20", "A=20,/20"}) {
    const ProgramRun run = calibrate({"hp-1", "--measured", text, "D=20/20"});
    EXPECT_EQ(run.exit_status, 2) << text;
    EXPECT_THAT(run.errors, HasSubstr("A=20,3/19,8")) << text;
  }
  EXPECT_FALSE(fs::exists(file("printers")));
}

TEST_F(Calibrate, OfAPrinterWithoutANameForAFileIsRefused) {
  EXPECT_EQ(calibrate({"../hp", "-o", file("x.pdf").string()}).exit_status, 2);
  EXPECT_EQ(calibrate({"hp-1", "--paper", "A9", "-o", file("x.pdf").string()}).exit_status, 2);
  EXPECT_NE(calibrate({"hp-1", "--check", "-o", file("x.pdf").string()}).exit_status, 0);
}

TEST_F(Calibrate, GivesAProfileThatChangesThePrintAndNothingElse) {
  ASSERT_EQ(calibrate({"hp-1", "--landscape", "--measured", "A=21/20", "B=19/20", "C=21/20", "D=19/20"})
                .exit_status,
            0);
  const Bytes archived = printed({});
  const Bytes print = printed({"--print-profile", "hp-1", "--layers", "data"});
  EXPECT_THAT(archived, HasSubstr("<pdfaid:conformance>A</pdfaid:conformance>"));
  EXPECT_EQ(print.find("pdfaid"), Bytes::npos);
  EXPECT_THAT(print, HasSubstr("1 0 0 1 -2.8346 0 cm"));
  EXPECT_EQ(printed({}), archived);
}

TEST_F(Calibrate, OfAnUnknownPrinterIsToldHowToBegin) {
  const std::string example = project_file("templates/bang-khen/example.xml").string();
  const ProgramRun run = sovang(
      file(""), {"render", "bang-khen", example, "-o", file("a.pdf").string(), "--print-profile", "canon"});
  EXPECT_NE(run.exit_status, 0);
  EXPECT_THAT(run.errors, HasSubstr("sovang calibrate canon"));
}

}  // namespace
}  // namespace sovang::testing
