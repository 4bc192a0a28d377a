#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/dossier/accounts.h"
#include "sovang/web/server.h"

#include "dossier/sample.h"
#include "http_client.h"

namespace sovang::testing {

/// One page with a word on it: enough for poppler.
inline Bytes tiny_pdf(const std::string& word) {
  const std::string stream = "BT /F1 24 Tf 40 100 Td (" + word + ") Tj ET";
  return "%PDF-1.4\n"
         "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
         "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
         "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
         "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>> endobj\n"
         "4 0 obj <</Length " +
         std::to_string(stream.size()) + ">> stream\n" + stream + "\nendstream endobj\n" +
         "trailer <</Root 1 0 R>>\n%%EOF\n";
}

inline constexpr const char* password = "mot cau kha dai 2022";

/// A decision of the Ministry of nobody: a certificate for someone of SYT and one for someone of STC.
class SmallOffice {
 public:
  SmallOffice() : office(sample.open()), accounts(open_accounts()) {
    const std::vector<std::filesystem::path> units{project_file("samples/covid19-2021/units.xml")};
    EXPECT_TRUE(office.import_files(units, {}, {}, sample.diagnostics));
    decision = keep("1288/QĐ-UBND", {line(1, "Nguyễn Thị Hiền", "SYT"), line(2, "Lê Văn Ất", "STC")});
    foreign = keep("77/QĐ-UBND", {line(1, "Lê Văn Giáp", "STC")});
    add("luutru", dossier::UserRole::archivist, "");
    add("syt", dossier::UserRole::unit, "SYT");
  }

  /// Starts the server at a free port.
  void serve(bool secure = false) {
    web::ServerOptions options;
    options.port = 0;
    options.home = SOVANG_SOURCE_DIR;
    options.work = sample.root() / "work" / "pages";
    options.secure = secure;
    options.program = SOVANG_PROGRAM;
    options.log = [this](std::string_view text) {
      const std::lock_guard lock(log_mutex);
      log += text;
    };
    auto started = web::Server::start(office, accounts, options, clock, ids);
    ASSERT_TRUE(started) << started.error().message;
    server.emplace(*std::move(started));
  }

  [[nodiscard]] Browser browser() const { return Browser(server->port()); }
  [[nodiscard]] Browser logged_in(const std::string& name) const {
    Browser out = browser();
    EXPECT_EQ(out.log_in(name, form_password()).status, 303);
    return out;
  }
  [[nodiscard]] static std::string form_password() { return "mot+cau+kha+dai+2022"; }

  SampleOffice sample;
  FixedClock clock{Instant{1'653'000'000'000}};
  SystemIds ids;
  dossier::Office office;
  dossier::Accounts accounts;
  std::string decision;  ///< ULID
  std::string foreign;   ///< ULID of one that SYT may not see
  std::mutex log_mutex;
  std::string log;
  std::optional<web::Server> server;

 private:
  dossier::Accounts open_accounts() {
    dossier::Accounts::Options options;
    options.cost = {.memory_bytes = 8U << 20, .passes = 1};  // the rules are the same, the tests shorter
    auto opened = dossier::Accounts::open(sample.root(), clock, ids, options);
    EXPECT_TRUE(opened) << opened.error().message;
    return *std::move(opened);
  }

  void add(const std::string& name, dossier::UserRole role, const std::string& unit) {
    const Status added = accounts.add({name, name, role, domain::UnitId(unit)}, password);
    EXPECT_TRUE(added) << added.error().message;
  }

  static archive::RecordLine line(int seq, const std::string& name, const std::string& unit) {
    archive::RecordLine out;
    out.seq = seq;
    out.salutation = "Ông";
    out.name = name;
    out.birth_date = Date::make(1958, 11, 23);
    out.unit_id = domain::UnitId(unit);
    out.proposer_id = out.unit_id;
    out.unit_name = "Phòng " + unit;
    out.award = domain::AwardCode("BKT-C");
    out.award_name = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
    out.book_number = std::to_string(seq);
    out.certificate_path = "certs/000" + std::to_string(seq) + ".pdf";
    return out;
  }

  std::string keep(const std::string& number, std::vector<archive::RecordLine> lines) {
    archive::Record record;
    record.number = number;
    record.symbol = "QĐ-UBND";
    record.issued = *Date::make(2022, 5, 20);
    record.subject = "Về việc tặng Bằng khen";
    record.access = archive::Access::internal;
    record.id = "urn:sovang:qnam:qd:" + ids.ulid(clock.now());
    record.tenant = "qnam";
    std::vector<archive::ContentFile> files{{"decision.pdf", tiny_pdf("Quyet dinh " + number.substr(0, 2))}};
    record.files.push_back({.path = "decision.pdf",
                            .mime = "application/pdf",
                            .role = "decision",
                            .original_name = "Quyết định.pdf",
                            .pages = 1,
                            .sha256 = {}});
    for (archive::RecordLine& one : lines) {
      files.push_back({one.certificate_path, tiny_pdf(number.substr(0, 2) + " " + one.book_number)});
      record.files.push_back({.path = one.certificate_path,
                              .mime = "application/pdf",
                              .role = "certificate",
                              .original_name = {},
                              .pages = 1,
                              .sha256 = {}});
      auto code = office.archive().certificate_code(record, one);
      EXPECT_TRUE(code) << code.error().message;
      if (code) one.certificate_code = *code;
    }
    record.lines = std::move(lines);
    std::vector<std::pair<archive::Record, std::vector<archive::ContentFile>>> objects;
    objects.emplace_back(std::move(record), std::move(files));
    const auto kept = office.archive().keep(std::move(objects), clerk, "test");
    EXPECT_TRUE(kept) << kept.error().message;
    return kept ? kept->front().substr(kept->front().rfind(':') + 1) : "";
  }
};

}  // namespace sovang::testing
