#include <algorithm>

#include <gmock/gmock.h>

#include "sovang/base/files.h"

#include "pdf/sign_keys.h"
#include "program.h"

namespace sovang::testing {
namespace {

using pdf::testing::authority;
using pdf::testing::office;
using pdf::testing::person;
using ::testing::HasSubstr;

/// A decision that was just rendered, two key files with their password, whom to trust.
class SignCommand : public ::testing::Test {
 protected:
  SignCommand() : folder_(files::TemporaryFolder::make("sovang-sign").value()) {
    write("lanh-dao.p12", pdf::testing::pkcs12_of(person(), "bí mật"));
    write("van-thu.p12", pdf::testing::pkcs12_of(office(), "bí mật"));
    write("mat-khau.txt", "bí mật\n");
    write("goc.pem", authority().root_pem());
    const ProgramRun made =
        run({SOVANG_PROGRAM, "render", "quyet-dinh",
             project_file("templates/quyet-dinh/example.xml").string(), "-o", path("qd.pdf")});
    EXPECT_EQ(made.exit_status, 0) << made.errors;
  }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void write(const std::string& name, ByteView bytes) const {
    EXPECT_TRUE(files::create_unsynced(path(name), bytes));
  }

  [[nodiscard]] ProgramRun sign(const std::string& from, const std::string& to,
                                const std::vector<std::string>& more) const {
    std::vector<std::string> command{SOVANG_PROGRAM, "sign", path(from), "-o", path(to)};
    const auto given = [&](const std::string& option) {
      return std::ranges::find(more, option) != more.end();
    };
    if (!given("--time")) command.insert(command.end(), {"--time", "2026-01-08T09:30:00+07:00"});
    if (!given("--password-file")) command.insert(command.end(), {"--password-file", path("mat-khau.txt")});
    command.insert(command.end(), more.begin(), more.end());
    return run(command);
  }

  [[nodiscard]] ProgramRun verify(const std::string& name) const {
    return run({SOVANG_PROGRAM, "verify", path(name), "--json", "--signatures", "--trust", path("goc.pem")});
  }

  files::TemporaryFolder folder_;
};

TEST_F(SignCommand, ThePersonSignsAndThenTheOffice) {
  const ProgramRun first = sign("qd.pdf", "a.pdf", {"--p12", path("lanh-dao.p12")});
  ASSERT_EQ(first.exit_status, 0) << first.errors;
  EXPECT_THAT(first.output, HasSubstr("người ký: Lê Văn Thử Nghiệm (RSA 2048"));
  const ProgramRun second =
      sign("a.pdf", "b.pdf", {"--p12", path("van-thu.p12"), "--as", "organisation", "--reason", "Ban hành"});
  ASSERT_EQ(second.exit_status, 0) << second.errors;
  const ProgramRun verified = verify("b.pdf");
  EXPECT_EQ(verified.exit_status, 0) << verified.output << verified.errors;
  const nlohmann::json signatures = verified.lines().at(0).at("signatures");
  ASSERT_EQ(signatures.size(), 2U);
  EXPECT_EQ(signatures[0]["field"], "ky_ca_nhan");
  EXPECT_EQ(signatures[0]["later_changes"], "signatures");
  EXPECT_EQ(signatures[0]["time"], "2026-01-08T09:30:00+07:00");
  EXPECT_EQ(signatures[1]["reason"], "Ban hành");
  for (const nlohmann::json& one : signatures) {
    EXPECT_EQ(one["holds"], true);
    EXPECT_EQ(one["integrity"], "intact");
    EXPECT_EQ(one["trust"], "trusted");
    EXPECT_EQ(one["pades"], true);
  }
}

TEST_F(SignCommand, VerifyEndsWithStatus1WhereTheFileWasChanged) {
  ASSERT_EQ(sign("qd.pdf", "a.pdf", {"--p12", path("lanh-dao.p12")}).exit_status, 0);
  Bytes bytes = files::read(path("a.pdf")).value();
  const std::size_t at = bytes.find("sovang:TemplateDigest");
  bytes[at == Bytes::npos ? bytes.find("<dc:format>") + 1 : at] ^= 1;
  write("b.pdf", bytes);
  const ProgramRun verified = verify("b.pdf");
  EXPECT_EQ(verified.exit_status, 1) << verified.output << verified.errors;
  EXPECT_EQ(verified.lines().at(0).at("signatures").at(0).at("integrity"), "changed");
}

TEST_F(SignCommand, SaysWhatIsWrongAndWritesNothing) {
  write("sai.txt", "sai\n");
  write("rac.p12", "rác");
  const struct {
    std::vector<std::string> more;
    int status;
    std::string message;
  } cases[] = {
      {{"--p12", path("lanh-dao.p12"), "--password-file", path("sai.txt")}, 2, "không đúng"},
      {{"--p12", path("rac.p12")}, 2, "không phải tệp PKCS #12"},
      {{"--p12", path("khong-co.p12")}, 2, "khong-co.p12"},
      {{"--p12", path("lanh-dao.p12"), "--picture", path("khong-co.png")}, 2, "khong-co.png"},
      {{"--p12", path("lanh-dao.p12"), "--time", "2051-01-08T09:30:00+07:00"}, 2, "đã hết hạn"},
      {{"--p12", path("lanh-dao.p12"), "--time", "hôm qua"}, 2, "thời gian ký «hôm qua» không đúng"},
      {{"--p12", path("lanh-dao.p12"), "--picture", path("goc.pem")}, 2, "không phải là tệp PNG"},
      {{"--p12", path("van-thu.p12"), "--as", "attachment"}, 2, "hãy nêu số, ký hiệu"},
      {{}, 2, "hãy nêu khóa ký"},
  };
  for (const auto& wrong : cases) {
    const ProgramRun failed = sign("qd.pdf", "khong.pdf", wrong.more);
    EXPECT_EQ(failed.exit_status, wrong.status) << wrong.message << failed.errors;
    EXPECT_THAT(failed.errors, HasSubstr(wrong.message));
    EXPECT_FALSE(std::filesystem::exists(path("khong.pdf"))) << wrong.message;
  }
}

TEST_F(SignCommand, KeepsTheUnsignedFile) {
  const ProgramRun failed = sign("qd.pdf", "qd.pdf", {"--p12", path("lanh-dao.p12")});
  EXPECT_EQ(failed.exit_status, 2);
  EXPECT_THAT(failed.errors, HasSubstr("hãy ghi ra tệp khác"));
}

}  // namespace
}  // namespace sovang::testing
