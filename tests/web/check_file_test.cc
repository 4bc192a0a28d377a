// The check page takes a PDF from anybody and says what `sovang verify` says of it.
#include <gmock/gmock.h>

#include "sovang/base/process.h"

#include "pdf/sign_keys.h"
#include "small_office.h"

namespace sovang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* boundary = "----ranh-gioi-0123";

class CheckFile : public ::testing::Test {
 protected:
  void SetUp() override { office.serve(); }

  /// Sends a file as the form on the page does.
  Reply hand_in(const Bytes& pdf, const std::string& csrf_mistake = "") {
    Browser anybody = office.browser();
    const Reply form = anybody.get("/kiem-tra");
    EXPECT_EQ(form.status, 200);
    anybody.cookies = "truoc=" + form.cookie("truoc");
    std::string body;
    const auto part = [&](const std::string& head, const std::string& content) {
      body += std::string("--") + boundary + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" +
              content + "\r\n";
    };
    part("name=\"csrf\"", form.csrf() + csrf_mistake);
    part("name=\"tep\"; filename=\"qd.pdf\"\r\nContent-Type: application/pdf", pdf);
    body += std::string("--") + boundary + "--\r\n";
    return anybody.ask("POST", "/kiem-tra",
                       std::string("Content-Type: multipart/form-data; boundary=") + boundary + "\r\n", body);
  }

  SmallOffice office;
};

/// A paper of our engine, signed by a key of nobody whom the office trusts.
Bytes signed_paper() {
  const auto folder = files::TemporaryFolder::make("sovang-hand-in").value();
  const auto path = [&](const char* name) { return (folder.path() / name).string(); };
  EXPECT_TRUE(files::create_unsynced(path("k.p12"), pdf::testing::pkcs12_of(pdf::testing::person(), "mk")));
  EXPECT_TRUE(files::create_unsynced(path("mk.txt"), "mk\n"));
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {SOVANG_PROGRAM, "render", "giay-xac-nhan",
            project_file("templates/giay-xac-nhan/example.xml").string(), "-o", path("a.pdf")},
           {SOVANG_PROGRAM, "--data", path("none"), "sign", path("a.pdf"), "-o", path("b.pdf"), "--p12",
            path("k.p12"), "--password-file", path("mk.txt"), "--time", "2026-01-08T09:30:00+07:00"}}) {
    const auto ran = run_process(command, {}, {.seconds = 60, .memory_bytes = 0});
    EXPECT_TRUE(ran && ran->exit_status == 0) << (ran ? ran->errors : ran.error().message);
  }
  return read_all(folder.path() / "b.pdf");
}

TEST_F(CheckFile, ShowsWhoSignedAndWhetherItHolds) {
  const Reply page = hand_in(signed_paper());
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("KHÔNG TÌM THẤY")) << "it is in no archive";
  EXPECT_THAT(page.body, HasSubstr("Chữ ký 1: CÒN NGUYÊN VẸN"));
  EXPECT_THAT(page.body, HasSubstr("Lê Văn Thử Nghiệm"));
  EXPECT_THAT(page.body, HasSubstr("cần xem lại")) << "nobody has said that the authority is to be trusted";
}

TEST_F(CheckFile, TellsASignatureWhoseFileWasChanged) {
  Bytes pdf = signed_paper();
  const std::size_t at = pdf.find("/Title");
  ASSERT_NE(at, Bytes::npos);
  pdf[at + 8] = static_cast<char>(pdf[at + 8] ^ 1);
  const Reply page = hand_in(pdf);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Chữ ký 1: ĐÃ BỊ THAY ĐỔI"));
  EXPECT_THAT(page.body, Not(HasSubstr("CÒN NGUYÊN VẸN")));
}

TEST_F(CheckFile, KnowsAPaperOfTheOffice) {
  const Reply page = hand_in(tiny_pdf("12 1"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("THẬT VÀ CÒN HIỆU LỰC"));
  EXPECT_THAT(page.body, HasSubstr("1288/QĐ-UBND"));
  EXPECT_THAT(page.body, Not(HasSubstr("1958"))) << "no date of birth for the public (SEC-06)";
}

TEST_F(CheckFile, RefusesWhatIsNoPdfAndWhatComesFromElsewhere) {
  const Reply text = hand_in("xin chào");
  EXPECT_EQ(text.status, 422);
  EXPECT_THAT(text.body, HasSubstr("Xin chọn một tệp PDF"));
  EXPECT_EQ(hand_in(tiny_pdf("12 1"), "x").status, 403);
  EXPECT_EQ(office.browser().post("/kiem-tra", "csrf=x").status, 403);
}

TEST_F(CheckFile, TakesNoMoreThanItSays) {
  Browser anybody = office.browser();
  EXPECT_EQ(anybody.ask("POST", "/kiem-tra", "Content-Length: 20971521\r\n", "").status, 413);
  EXPECT_EQ(anybody.ask("POST", "/dang-nhap", "Content-Length: 20971520\r\n", "").status, 413);
}

}  // namespace
}  // namespace sovang::testing
