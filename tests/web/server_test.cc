// The server as an attacker and as a browser sees it, over real sockets of this machine.
#include <gmock/gmock.h>

#include "small_office.h"

namespace sovang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* unknown_id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

class WebServer : public ::testing::Test {
 protected:
  void SetUp() override { office.serve(); }
  SmallOffice office;
};

TEST_F(WebServer, AsksAStrangerToLogInAndKeepsWhereHeWanted) {
  Browser stranger = office.browser();
  const Reply reply = stranger.get("/van-ban/" + office.decision);
  EXPECT_EQ(reply.status, 303);
  EXPECT_EQ(reply.header("Location"), "/dang-nhap?tiep=%2Fvan-ban%2F" + office.decision);
  EXPECT_EQ(stranger.get("/van-ban/" + office.decision + "/tep/decision.pdf").status, 303);
}

TEST_F(WebServer, LogsInWithANewSecretThatScriptsCannotRead) {
  Browser person = office.browser();
  const Reply form = person.get("/dang-nhap");
  const std::string planted(64, 'a');
  person.cookies = "truoc=" + form.cookie("truoc") + "; sid=" + planted;
  const Reply reply = person.post(
      "/dang-nhap", "csrf=" + form.csrf() + "&ten=luutru&mat_khau=" + SmallOffice::form_password());
  ASSERT_EQ(reply.status, 303);
  const std::string token = reply.cookie("sid");
  EXPECT_EQ(token.size(), 64U);
  EXPECT_NE(token, planted);
  EXPECT_THAT(reply.header("Set-Cookie"), HasSubstr("; Path=/; HttpOnly; SameSite=Lax"));
  person.cookies = "sid=" + planted;
  EXPECT_EQ(person.get("/tra-cuu").status, 303);
  person.cookies = "sid=" + token;
  EXPECT_EQ(person.get("/tra-cuu").status, 200);
}

TEST_F(WebServer, RefusesAFormWithoutItsTokenOrFromAnotherSite) {
  Browser person = office.browser();
  const Reply form = person.get("/dang-nhap");
  person.cookies = "truoc=" + form.cookie("truoc");
  const std::string good = "csrf=" + form.csrf() + "&ten=luutru&mat_khau=" + SmallOffice::form_password();
  EXPECT_EQ(person.post("/dang-nhap", "ten=luutru&mat_khau=x").status, 403);
  EXPECT_EQ(person.post("/dang-nhap", good, "Origin: http://evil.example\r\n").status, 403);
  EXPECT_EQ(person.post("/dang-nhap", good, "Sec-Fetch-Site: cross-site\r\n").status, 403);
  EXPECT_EQ(person.ask("POST", "/dang-nhap", "Content-Type: text/plain\r\n", good).status, 403);
  Browser other = office.browser();
  const Reply foreign_form = other.get("/dang-nhap");
  EXPECT_EQ(person.post("/dang-nhap", "csrf=" + foreign_form.csrf() + "&ten=luutru&mat_khau=x").status, 403);
  EXPECT_EQ(
      person.post("/dang-nhap", good, "Origin: http://127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n").status,
      303);
}

TEST_F(WebServer, RefusesFieldsThatTheFormDoesNotHave) {
  Browser person = office.browser();
  const Reply form = person.get("/dang-nhap");
  person.cookies = "truoc=" + form.cookie("truoc");
  EXPECT_EQ(person.post("/dang-nhap", "csrf=" + form.csrf() + "&ten=luutru&mat_khau=x&role=archivist").status,
            422);
}

TEST_F(WebServer, SaysTheSameForAnUnknownUserAndAWrongPassword) {
  Browser person = office.browser();
  const Reply wrong = person.log_in("luutru", "khong+phai+mat+khau");
  const Reply unknown = person.log_in("luutrx", "khong+phai+mat+khau");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(wrong.body.size(), unknown.body.size());
  EXPECT_EQ(wrong.cookie("sid"), "-");
}

TEST_F(WebServer, LetsManyFailuresWaitAndNobodyForever) {
  Browser person = office.browser();
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(person.log_in("luutru", "sai+roi+sai+roi").status, 401);
  const Reply waiting = person.log_in("luutru", SmallOffice::form_password());
  EXPECT_EQ(waiting.status, 429);
  EXPECT_EQ(waiting.header("Retry-After"), "30");
  office.clock.set(Instant{office.clock.now().unix_ms + 31'000});
  EXPECT_EQ(person.log_in("luutru", SmallOffice::form_password()).status, 303);
}

TEST_F(WebServer, EndsASessionAtLogOutAndAfterHalfAnHour) {
  Browser person = office.logged_in("luutru");
  const std::string cookie = person.cookies;
  office.clock.set(Instant{office.clock.now().unix_ms + 29 * 60'000});
  const Reply page = person.get("/tra-cuu");
  EXPECT_EQ(page.status, 200);
  office.clock.set(Instant{office.clock.now().unix_ms + 31 * 60'000});
  EXPECT_EQ(person.get("/tra-cuu").status, 303);
  person = office.logged_in("luutru");
  const std::string second = person.cookies;
  EXPECT_EQ(person.post("/dang-xuat", "csrf=" + person.get("/tra-cuu").csrf()).status, 303);
  person.cookies = second;
  EXPECT_EQ(person.get("/tra-cuu").status, 303);
}

TEST_F(WebServer, ShowsAUnitItsOwnPapersOnly) {
  Browser unit = office.logged_in("syt");
  const Reply desk = unit.get("/");
  EXPECT_EQ(desk.status, 200);
  EXPECT_THAT(desk.body, HasSubstr("Nguyễn Thị Hiền"));
  EXPECT_THAT(desk.body, Not(HasSubstr("Lê Văn Ất")));
  const std::string place = "/van-ban/" + office.decision;
  EXPECT_EQ(unit.get(place + "/tep/certs/0001.pdf").body, tiny_pdf("12 1"));
  EXPECT_EQ(unit.get(place + "/tep/certs/0002.pdf").status, 404);
  EXPECT_THAT(unit.get(place).body, Not(HasSubstr("Lê Văn Ất")));
  EXPECT_THAT(unit.get("/tra-cuu?q=le+van").body, Not(HasSubstr("Lê Văn Ất")));
}

TEST_F(WebServer, AnswersAForeignPaperLikeOneThatIsNotThere) {
  Browser unit = office.logged_in("syt");
  for (const std::string rest :
       {"", "/tep/decision.pdf", "/tep/certs/0001.pdf", "/trang/1?tep=decision.pdf"}) {
    const Reply foreign = unit.get("/van-ban/" + office.foreign + rest);
    const Reply unknown = unit.get("/van-ban/" + std::string(unknown_id) + rest);
    EXPECT_EQ(foreign.status, 404) << rest;
    EXPECT_EQ(unknown.status, 404) << rest;
    EXPECT_EQ(foreign.body.size(), unknown.body.size()) << rest;
  }
  EXPECT_EQ(office.logged_in("luutru").get("/van-ban/" + office.foreign).status, 200);
}

TEST_F(WebServer, PacksTheUnitsFilesIntoOneZipWithAnIndex) {
  Browser unit = office.logged_in("syt");
  const Reply zip = unit.get("/tai-ve/cua-don-vi.zip");
  EXPECT_EQ(zip.status, 200);
  EXPECT_TRUE(zip.body.starts_with("PK"));
  EXPECT_THAT(zip.body, HasSubstr("Bằng khen 1 Ông Nguyễn Thị Hiền.pdf"));
  EXPECT_THAT(zip.body, HasSubstr("Bảng kê.csv"));
  EXPECT_THAT(zip.body, Not(HasSubstr("Lê Văn Ất")));
  EXPECT_EQ(unit.get("/tai-ve/cua-don-vi.zip?qd=" + office.foreign).status, 404);
  EXPECT_EQ(office.logged_in("luutru").get("/tai-ve/cua-don-vi.zip").status, 404);
}

TEST_F(WebServer, PutsTheSafetyHeadersOnEveryAnswer) {
  Browser person = office.logged_in("luutru");
  const std::string long_header = "X-A: " + std::string(8000, 'a') + "\r\nX-B: " + std::string(8000, 'b') +
                                  "\r\nX-C: " + std::string(8000, 'c') + "\r\n";
  const std::vector<Reply> replies{person.get("/tra-cuu"),
                                   person.get("/van-ban/" + office.decision),
                                   person.get("/van-ban/" + office.decision + "/tep/decision.pdf"),
                                   person.get("/assets/sovang.css"),
                                   person.get("/healthz"),
                                   person.get("/khong-co"),
                                   person.ask("DELETE", "/tra-cuu", "", ""),
                                   person.get("/a/%zz"),
                                   person.get("/tra-cuu", long_header)};
  for (const Reply& reply : replies) {
    EXPECT_THAT(reply.header("Content-Security-Policy"), HasSubstr("default-src 'none'")) << reply.status;
    EXPECT_THAT(reply.header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'")) << reply.status;
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(reply.header("Referrer-Policy"), "same-origin");
    EXPECT_EQ(reply.header("Server"), "");
    EXPECT_NE(reply.header("Cache-Control"), "");
  }
  EXPECT_EQ(replies[0].header("Cache-Control"), "no-store");
  EXPECT_EQ(replies[5].status, 404);
  EXPECT_EQ(replies[6].status, 405);
  EXPECT_EQ(replies[7].status, 400);
  EXPECT_EQ(replies[8].status, 431);
}

TEST_F(WebServer, LetsNoPathLeaveItsPlace) {
  Browser person = office.logged_in("luutru");
  const std::string file = "/van-ban/" + office.decision + "/tep/";
  for (const std::string& target :
       {std::string("/assets/../../office.toml"), std::string("/assets/%2e%2e/%2e%2e/office.toml"),
        std::string("/assets/..%2foffice.toml"), std::string("/assets/..%5coffice.toml"),
        file + "../inventory.json", file + "%2e%2e%2finventory.json", file + "certs/../decision.pdf",
        file + "decision.pdf%00.html", std::string("//etc/passwd"), std::string("/healthz%c0%ae")}) {
    const Reply reply = person.get(target);
    EXPECT_TRUE(reply.status == 400 || reply.status == 404) << target << " " << reply.status;
    EXPECT_THAT(reply.body, Not(HasSubstr("office.toml")));
  }
}

TEST_F(WebServer, RefusesWhatIsTooLargeOrCanBeReadInTwoWays) {
  const int port = office.server->port();
  const std::string head = "POST /dang-nhap HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  EXPECT_EQ(send_raw(port, head + "Content-Length: 999999\r\n\r\n").status, 413);
  EXPECT_EQ(send_raw(port, head + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status, 411);
  EXPECT_EQ(send_raw(port, head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n").status,
            400);
  EXPECT_EQ(send_raw(port, head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef").status, 400);
  EXPECT_EQ(send_raw(port, head + "Host: b\r\n\r\n").status, 400);
  EXPECT_EQ(send_raw(port, head + "Content-Length: -1\r\n\r\n").status, 400);
  EXPECT_EQ(send_raw(port, "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n").status, 400);
  EXPECT_EQ(send_raw(port, "GET /tra-cuu?q=%ff HTTP/1.1\r\nHost: a\r\n\r\n").status, 400);
  EXPECT_EQ(office.browser().get("/" + std::string(5000, 'a')).status, 431);
  EXPECT_EQ(office.browser().get("/healthz").status, 200);
}

TEST_F(WebServer, KnowsHeadAndNoMethodThatIsNotRouted) {
  Browser person = office.logged_in("luutru");
  const Reply get = person.get("/van-ban/" + office.decision + "/tep/decision.pdf");
  const Reply head = person.ask("HEAD", "/van-ban/" + office.decision + "/tep/decision.pdf", "", "");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.header("Content-Length"), get.header("Content-Length"));
  const Reply put = person.ask("PUT", "/tra-cuu", "", "");
  EXPECT_EQ(put.status, 405);
  EXPECT_EQ(put.header("Allow"), "GET, HEAD");
  EXPECT_EQ(person.ask("TRACE", "/", "", "").status, 405);
}

TEST_F(WebServer, WritesWhatWasTypedAsTextOnly) {
  Browser person = office.logged_in("luutru");
  const std::string canary = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%27%7B%7Bcsrf%7D%7D";
  const std::vector<std::string> targets{"/tra-cuu?q=" + canary, "/kiem-tra?ma=" + canary,
                                         "/tra-cuu?q=a&loai=" + canary};
  for (const std::string& target : targets) {
    const Reply reply = person.get(target);
    EXPECT_EQ(reply.status, 200);
    EXPECT_THAT(reply.body, Not(HasSubstr("<script"))) << target;
    EXPECT_THAT(reply.body, HasSubstr("&quot;&gt;&lt;script&gt;")) << target;
  }
}

TEST_F(WebServer, SendsAFileOnceAndThenSaysThatItIsTheSame) {
  Browser person = office.logged_in("luutru");
  const std::string target = "/van-ban/" + office.decision + "/tep/decision.pdf";
  const Reply first = person.get(target);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.header("Content-Type"), "application/pdf");
  EXPECT_THAT(first.header("Content-Disposition"), HasSubstr("inline; filename=\"decision.pdf\""));
  const Reply second = person.get(target, "If-None-Match: " + first.header("ETag") + "\r\n");
  EXPECT_EQ(second.status, 304);
  EXPECT_EQ(second.body, "");
}

TEST_F(WebServer, DrawsAPageAndProvesTheFile) {
  Browser person = office.logged_in("luutru");
  const std::string place = "/van-ban/" + office.decision;
  const Reply picture = person.get(place + "/trang/1?tep=decision.pdf");
  EXPECT_EQ(picture.status, 200);
  EXPECT_EQ(picture.body.substr(1, 3), "PNG");
  EXPECT_EQ(person.get(place + "/trang/1?tep=decision.pdf").body, picture.body);
  EXPECT_EQ(person.get(place + "/trang/2?tep=decision.pdf").status, 404);
  EXPECT_EQ(person.get(place + "/trang/1?tep=../x").status, 404);
  const Reply page = person.get(place);
  EXPECT_THAT(page.body, HasSubstr("Thật và còn nguyên vẹn"));
  EXPECT_THAT(page.body, HasSubstr("Quyet dinh 12"));
}

TEST_F(WebServer, GoesOnToPlacesOfItsOwnOnly) {
  for (const std::string next : {"//evil.example", "/%5Cevil", "https:evil.example", "/tra-cuu%0d%0aX: y",
                                 "/dang-xuat", "/x/../tra-cuu"}) {
    Browser person = office.browser();
    const Reply form = person.get("/dang-nhap");
    person.cookies = "truoc=" + form.cookie("truoc");
    const Reply reply = person.post("/dang-nhap", "csrf=" + form.csrf() + "&ten=luutru&mat_khau=" +
                                                      SmallOffice::form_password() + "&tiep=" + next);
    EXPECT_EQ(reply.header("Location"), "/") << next;
  }
}

TEST_F(WebServer, TellsAnybodyThatACertificateIsGenuineWithoutPersonalData) {
  const auto record =
      office.office.archive().record("urn:sovang:qnam:qd:" + office.decision, archive::Asker{});
  ASSERT_TRUE(record);
  Browser anybody = office.browser();
  const Reply reply = anybody.get("/X/" + record->lines[0].certificate_code);
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.body, HasSubstr("THẬT VÀ CÒN HIỆU LỰC"));
  EXPECT_THAT(reply.body, HasSubstr("Nguyễn Thị Hiền"));
  EXPECT_THAT(reply.body, Not(HasSubstr("1958")));
  std::string changed = record->lines[0].certificate_code;
  changed[40] = changed[40] == 'A' ? 'B' : 'A';
  EXPECT_THAT(anybody.get("/x/" + changed).body, HasSubstr("KHÔNG TÌM THẤY"));
  EXPECT_THAT(anybody.get("/kiem-tra?ma=khong-phai-ma").body, HasSubstr("KHÔNG TÌM THẤY"));
}

TEST_F(WebServer, LetsNobodyTryCodesByTheThousand) {
  Browser anybody = office.browser();
  Reply last;
  for (int i = 0; i < 61; ++i)
    last = anybody.get("/x/AAAA" + std::to_string(i));
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(last.header("Retry-After"), "60");
  office.clock.set(Instant{office.clock.now().unix_ms + 60'000});
  EXPECT_EQ(anybody.get("/x/AAAA").status, 200);
}

TEST_F(WebServer, WritesNoSecretAndNoNameIntoTheLog) {
  Browser person = office.logged_in("luutru");
  static_cast<void>(person.get("/tra-cuu?q=nguyen+thi+hien"));
  const std::lock_guard lock(office.log_mutex);
  EXPECT_THAT(office.log, HasSubstr("\"page\":\"tra-cuu\""));
  for (const std::string& secret :
       {std::string("hien"), std::string("luutru"), SmallOffice::form_password(), person.cookies.substr(4)}) {
    EXPECT_THAT(office.log, Not(HasSubstr(secret)));
  }
}

TEST(WebServerOverTls, BindsItsCookiesToTheHost) {
  SmallOffice office;
  office.serve(true);
  const Reply form = office.browser().get("/dang-nhap");
  EXPECT_EQ(form.cookie("__Host-truoc").size(), 64U);
  EXPECT_THAT(form.header("Set-Cookie"), HasSubstr("; Secure"));
  EXPECT_THAT(form.header("Strict-Transport-Security"), HasSubstr("max-age"));
}

}  // namespace
}  // namespace sovang::testing
