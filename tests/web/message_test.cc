#include "message.h"

#include <gtest/gtest.h>

namespace sovang::web {
namespace {

TEST(ParseTarget, DecodesPathAndQuery) {
  const auto target = parse_target("/van-ban/01H/tep/certs/a%20b.pdf?q=Nguy%E1%BB%85n+Th%E1%BB%8B&trang=2");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, (std::vector<std::string>{"van-ban", "01H", "tep", "certs", "a b.pdf"}));
  EXPECT_EQ(target->query.get("q"), "Nguyễn Thị");
  EXPECT_EQ(target->query.get("trang"), "2");
  EXPECT_EQ(target->query.get("khong"), "");
}

TEST(ParseTarget, RefusesWhatIsNoPathOfOurs) {
  for (const char* bad : {"", "van-ban", "//a", "/a/", "/a/../b", "/a/%2e%2e/b", "/a%2fb", "/a%5cb", "/a%0ab",
                          "/%", "/%4", "/%zz", "/%ff", "/a?q=%c3", "/a?q=%00"}) {
    EXPECT_FALSE(parse_target(bad)) << bad;
  }
  EXPECT_TRUE(parse_target("/"));
}

TEST(ParseForm, TakesNoMoreThanAHundredFields) {
  std::string body;
  for (int i = 0; i < 101; ++i)
    body += "a=" + std::to_string(i) + "&";
  EXPECT_FALSE(parse_form(body));
}

TEST(ParseUpload, TakesTheFieldsAndTheFile) {
  const auto upload =
      parse_upload("multipart/form-data; boundary=ab",
                   "--ab\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n12\r\n--ab\r\n"
                   "Content-Disposition: form-data; name=\"tep\"; filename=\"a.pdf\"\r\n"
                   "Content-Type: application/pdf\r\n\r\n%PDF\r\n-x\r\n--ab--\r\n");
  ASSERT_TRUE(upload);
  EXPECT_EQ(upload->fields.get("csrf"), "12");
  EXPECT_EQ(upload->file, "%PDF\r\n-x");
}

TEST(ParseUpload, RefusesWhatNoBrowserSends) {
  const std::string part = "--ab\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
  const std::string file = "--ab\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n1\r\n";
  std::string many;
  for (int i = 0; i < 9; ++i)
    many += part;
  for (const std::string& body :
       {std::string(), std::string("--ab\r\n"), part, part + "--ab", part + "--abx--", "x" + part + "--ab--",
        many + "--ab--", file + file + "--ab--",
        std::string("--ab\r\nX: form-data; name=\"a\"\r\n\r\n1\r\n--ab--")})
    EXPECT_FALSE(parse_upload("multipart/form-data; boundary=ab", body)) << body;
  EXPECT_FALSE(parse_upload("text/plain; boundary=ab", part + "--ab--"));
  EXPECT_FALSE(parse_upload("multipart/form-data; boundary=\"\"", part + "--ab--"));
  EXPECT_TRUE(parse_upload("multipart/form-data; boundary=ab", part + "--ab--"));
}

TEST(EscapeUrl, IsUndoneByParsing) {
  const std::string text = "Nguyễn Thị Hiền & “Áo xanh” 100% +/?#=";
  const auto form = parse_form("q=" + escape_url(text));
  ASSERT_TRUE(form);
  EXPECT_EQ(form->get("q"), text);
}

TEST(ParseCookies, ReadsPairsAndPassesOverTheRest) {
  const Fields cookies = parse_cookies("a=1; sid=xyz;  b ; =c");
  EXPECT_EQ(cookies.get("sid"), "xyz");
  EXPECT_EQ(cookies.get("a"), "1");
}

}  // namespace
}  // namespace sovang::web
