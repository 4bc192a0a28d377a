// Each act at the command line leaves an entry in the trail (SEC-34): the scenario, then the expected list.
#include <gmock/gmock.h>

#include "sovang/base/files.h"

#include "pdf/sign_keys.h"
#include "program.h"

namespace sovang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* record_id = "urn:sovang:qnam:qd:01F8Z5Q0000000000000000001";

/// An office with one old decision whose retention is over.
class TrailCommand : public ::testing::Test {
 protected:
  TrailCommand() : folder_(files::TemporaryFolder::make("sovang-trail").value()) {
    write("cu.xml", std::string("<records><record schema=\"1\" kind=\"decision\" id=\"") + record_id +
                        "\"><number text=\"12/QĐ-UBND\" seq=\"12\" symbol=\"QĐ-UBND\"/><date "
                        "issued=\"1990-05-20\"/><subject>Về việc khen thưởng</subject><lines><line seq=\"1\" "
                        "target=\"person\" name=\"Nguyễn Thị Hường\"/></lines><retention rule=\"RT-09\" "
                        "until=\"2010-12-31\"/></record></records>");
    write("mat-khau.txt", "mot cau kha dai 2022\n");
    write("ngan.txt", "ngan\n");
    write("bien-ban.pdf", "%PDF-1.7 biên bản\n");
    const ProgramRun made = sovang(data(), {"init", "--tenant", "qnam"});
    EXPECT_EQ(made.exit_status, 0) << made.errors;
  }
  [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "data"; }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    EXPECT_TRUE(files::create_unsynced(path(name), text));
  }
  /// Runs a verb that must end with this status.
  ProgramRun act(int status, const std::vector<std::string>& arguments) const {
    ProgramRun done = sovang(data(), arguments);
    EXPECT_EQ(done.exit_status, status) << arguments.front() << ": " << done.errors << done.output;
    return done;
  }
  [[nodiscard]] std::vector<nlohmann::json> trail(const std::filesystem::path& office) const {
    return sovang(office, {"archive", "trail", "--json", "--last", "1000"}).lines();
  }
  /// "action outcome" of each entry.
  [[nodiscard]] std::vector<std::string> acts() const {
    std::vector<std::string> out;
    for (const nlohmann::json& entry : trail(data()))
      out.push_back(entry["action"].get<std::string>() + " " + entry["outcome"].get<std::string>());
    return out;
  }

  files::TemporaryFolder folder_;
};

TEST_F(TrailCommand, HasAccountsWithoutTheirPasswords) {
  act(0, {"user", "add", "luu.tru", "--role", "archivist", "--password-file", path("mat-khau.txt")});
  act(2, {"user", "add", "ngan", "--role", "office", "--password-file", path("ngan.txt")});
  act(0, {"user", "password", "luu.tru", "--password-file", path("mat-khau.txt")});
  act(0, {"user", "remove", "luu.tru"});
  EXPECT_THAT(acts(), ElementsAre("role-changed done", "role-changed refused", "role-changed done",
                                  "role-changed done"));
  const std::vector<nlohmann::json> entries = trail(data());
  EXPECT_EQ(entries[0]["object"], "urn:sovang:user:luu.tru");
  EXPECT_EQ(entries[0]["detail"], "added as archivist");
  EXPECT_EQ(entries[2]["detail"], "new password");
  EXPECT_EQ(entries[3]["detail"], "removed");
  EXPECT_THAT(entries[0]["actor"].get<std::string>(), StartsWith("urn:sovang:machine:"));
  const auto text = files::read(data() / "trail" / "entries");
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, Not(HasSubstr("mot cau")));
}

TEST_F(TrailCommand, HasWhatComesInAndWhatLeavesTheHouse) {
  act(0, {"archive", "ingest", "--records", path("cu.xml")});
  act(0, {"archive", "get", record_id, "record.xml", "-o", path("ban-sao.xml")});
  act(1, {"archive", "get", record_id, "khong-co.pdf", "-o", path("x.pdf")});
  act(0, {"search", "huong", "--export", path("ket-qua.csv")});
  act(0, {"archive", "export", record_id, "-o", path("goi")});
  act(0, {"archive", "backup", path("sao-luu")});
  act(0, {"archive", "rotate-key", "log"});
  EXPECT_THAT(acts(), ElementsAre("issue done", "imported done", "download done", "download refused",
                                  "exported done", "exported done", "backed-up done", "key-changed done"));
  const std::vector<nlohmann::json> entries = trail(data());
  EXPECT_EQ(entries[0]["object"], std::string(record_id) + " v1");
  EXPECT_EQ(entries[2]["object"], std::string(record_id) + " record.xml");
  EXPECT_EQ(entries[4]["object"], "search");
  EXPECT_EQ(entries[5]["object"], record_id);
  const auto text = files::read(data() / "trail" / "entries");
  ASSERT_TRUE(text);
  EXPECT_THAT(*text, Not(HasSubstr("huong"))) << "what was searched for may be a name";
  EXPECT_EQ(act(0, {"archive", "audit", "--trail"}).exit_status, 0);
}

TEST_F(TrailCommand, HasTheRestoreInTheFolderThatWasMade) {
  act(0, {"archive", "backup", path("sao-luu")});
  act(0, {"archive", "restore", path("sao-luu"), "--to", path("moi")});
  const std::vector<nlohmann::json> entries = trail(folder_.path() / "moi");
  ASSERT_FALSE(entries.empty());
  EXPECT_EQ(entries.back()["action"], "restored");
  EXPECT_THAT(entries.back()["actor"].get<std::string>(), StartsWith("urn:sovang:machine:"));
}

TEST_F(TrailCommand, HasHoldsAndEachStepToDisposalAlsoWhatWasRefused) {
  act(0, {"archive", "ingest", "--records", path("cu.xml")});
  const auto step = [&](int status, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"archive", "retention"});
    return act(status, arguments);
  };
  step(0, {"hold", record_id, "--reason", "Khiếu nại", "--by", "an"});
  step(1, {"propose", record_id, "--by", "an"});
  step(0, {"release", record_id, "--by", "an"});
  std::string id = step(0, {"propose", record_id, "--by", "an"}).output;
  id.pop_back();
  step(0, {"review", id, "--minutes", path("bien-ban.pdf"), "--by", "an"});
  step(3, {"approve", id, "--order", "12/QĐ-STC", "--by", "an"});  // by who proposed it
  step(0, {"approve", id, "--order", "12/QĐ-STC", "--by", "binh"});
  step(3, {"execute", id, "--by", "an"});  // on the day of the proposal
  step(0, {"withdraw", id});
  EXPECT_THAT(acts(), ElementsAre("issue done", "imported done", "hold done", "disposal-proposed refused",
                                  "release done", "disposal-proposed done", "disposal-reviewed done",
                                  "disposal-approved refused", "disposal-approved done",
                                  "disposal-done refused", "disposal-withdrawn done"));
  const std::vector<nlohmann::json> entries = trail(data());
  EXPECT_EQ(entries[2]["object"], std::string(record_id) + " v2");
  EXPECT_EQ(entries[2]["actor"], "urn:sovang:user:an");
  EXPECT_EQ(entries[7]["detail"], "SEC-37");
  EXPECT_EQ(entries[8]["object"], "urn:sovang:disposal:" + id);
  EXPECT_EQ(entries[8]["actor"], "urn:sovang:user:binh");
  EXPECT_EQ(entries[9]["detail"], "REL-10");
}

TEST_F(TrailCommand, HasSignaturesOfPapersAndOfTemplates) {
  write("khoa.p12", pdf::testing::pkcs12_of(pdf::testing::person(), "mot cau kha dai 2022"));
  act(0, {"render", "giay-xac-nhan", project_file("templates/giay-xac-nhan/example.xml").string(), "-o",
          path("a.pdf")});
  act(0, {"sign", path("a.pdf"), "-o", path("b.pdf"), "--p12", path("khoa.p12"), "--password-file",
          path("mat-khau.txt"), "--time", "2026-01-08T09:30:00+07:00"});
  act(0, {"template", "sign", "giay-xac-nhan"});
  EXPECT_THAT(acts(), ElementsAre("signed done", "settings-changed done"));
  const std::vector<nlohmann::json> entries = trail(data());
  EXPECT_THAT(entries[0]["object"].get<std::string>(), StartsWith("sha256:"));
  EXPECT_THAT(entries[0]["detail"].get<std::string>(), StartsWith("ky_ca_nhan, certificate "));
  EXPECT_THAT(entries[1]["object"].get<std::string>(), StartsWith("template:giay-xac-nhan "));
}

}  // namespace
}  // namespace sovang::testing
