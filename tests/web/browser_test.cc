// Real Chromium opens the whole sample movement: web/test/run.mjs, screenshots in build/web-shots.
#include <cstdlib>

#include "sovang/base/process.h"
#include "sovang/dossier/issue_signing.h"

#include "pdf/sign_keys.h"
#include "small_office.h"

namespace sovang::testing {
namespace {

bool starts(const std::string& program) {
  const auto ran = run_process({program, "--version"}, {}, {.seconds = 60, .memory_bytes = 0});
  return ran && ran->exit_status == 0;
}

std::string code_of_book(dossier::Office& office, const std::string& record_id, const std::string& book) {
  const auto record = office.archive().record(record_id, archive::Asker{});
  if (!record) return {};
  for (const archive::RecordLine& line : record->lines) {
    if (line.book_number == book) return line.certificate_code;
  }
  return {};
}

TEST(Pages, WorkInChromiumWithoutScriptAndSatisfyAxe) {
  if (!std::filesystem::exists("/usr/bin/chromium")) GTEST_SKIP() << "chromium is missing (scripts/setup)";
  if (!starts("node")) GTEST_SKIP() << "node is missing (scripts/setup)";
  if (!std::filesystem::exists(project_file("web/test/node_modules/playwright-core"))) {
    GTEST_SKIP() << "node modules are missing (web/test/install)";
  }
  SampleOffice sample;
  dossier::Office office = sample.imported();
  dossier::IssueSigning signing;
  pdf::testing::CertificateWish wish;
  wish.name = "Cao Ngọc Hùng";  // who signs the decisions of the sample
  signing.person.key =
      pdf::testing::signer_of(pdf::testing::authority().issue(pdf::testing::make_rsa(), wish));
  signing.time = Instant{1'653'010'000'000};
  const auto report = office.issue({sample_movement, {}, clerk, &signing}, {}, sample.diagnostics);
  ASSERT_TRUE(report) << report.error().message;

  const SystemClock clock;
  SystemIds ids;
  auto accounts = dossier::Accounts::open(sample.root(), clock, ids);
  ASSERT_TRUE(accounts) << accounts.error().message;
  ASSERT_TRUE(accounts->add({"luutru", "Phan Đình Khải", dossier::UserRole::archivist, {}}, password));
  ASSERT_TRUE(accounts->add(
      {"ttyt.dailoc", "Trung tâm Y tế huyện Đại Lộc", dossier::UserRole::unit, domain::UnitId("DLO-YT")},
      password));
  web::ServerOptions options;
  options.port = 0;
  options.home = SOVANG_SOURCE_DIR;
  options.program = SOVANG_PROGRAM;
  options.work = sample.root() / "work" / "pages";
  const auto server = web::Server::start(office, *accounts, options, clock, ids);
  ASSERT_TRUE(server) << server.error().message;

  ::setenv("SOVANG_ARCHIVIST", "luutru", 1);
  ::setenv("SOVANG_UNIT", "ttyt.dailoc", 1);
  ::setenv("SOVANG_PASSWORD", password, 1);
  ::setenv("SOVANG_CODE", code_of_book(office, report->decisions.front().record_id, "61").c_str(), 1);
  const auto decision =
      office.archive().file(report->decisions.front().record_id, "decision.pdf", archive::Asker{});
  ASSERT_TRUE(decision);
  const std::string signed_file = (sample.root().parent_path() / "qd.pdf").string();
  ASSERT_TRUE(files::create_unsynced(signed_file, *decision));
  ::setenv("SOVANG_PDF", signed_file.c_str(), 1);
  const std::string address = "http://127.0.0.1:" + std::to_string(server->port());
  const auto ran = run_process(
      {"node", project_file("web/test/run.mjs").string(), address, project_file("build/web-shots").string()},
      {}, {.seconds = 400, .memory_bytes = 0});
  ASSERT_TRUE(ran) << ran.error().message;
  EXPECT_EQ(ran->exit_status, 0) << ran->output << ran->errors;
}

}  // namespace
}  // namespace sovang::testing
