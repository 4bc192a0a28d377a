#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/archive/archive.h"
#include "sovang/base/files.h"

#include "support/scratch_folder.h"

namespace sovang::archive {

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return std::move(result).value();
}
inline void must(const Status& status) {
  EXPECT_TRUE(status.has_value()) << (status ? "" : status.error().message);
}

using testing::scratch_folder;

using Objects = std::vector<std::pair<Record, std::vector<ContentFile>>>;

/// A person's line in the decision.
inline RecordLine person(int seq, std::string name, std::string unit_id, std::string unit_name) {
  RecordLine line;
  line.seq = seq;
  line.name = std::move(name);
  line.title = "Bác sĩ";
  line.unit_id = domain::UnitId(std::move(unit_id));
  line.unit_name = std::move(unit_name);
  line.award = domain::AwardCode("BKT-C");
  line.award_name = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
  line.reason = "Đã có thành tích xuất sắc trong phòng, chống dịch COVID-19";
  line.amount = domain::Money{1'490'000};
  line.book_number = "BK-" + std::to_string(seq);
  line.birth_date = Date::make(1985, 3, 20);
  return line;
}

/// Bytes that look like a PDF to nobody but are long enough to be recognised.
inline Bytes paper(const std::string& text, std::size_t size = 20'000) {
  Bytes out = "%PDF-1.7 " + text + "\n";
  std::uint64_t state = std::hash<std::string>{}(text);
  while (out.size() < size) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    out += static_cast<char>(state >> 56U);
  }
  return out;
}

/// The decision of most tests: three people of two units, a unit, four certificates.
inline std::pair<Record, std::vector<ContentFile>> decision(const std::string& number = "1288/QĐ-UBND",
                                                            int seq = 1288,
                                                            const std::string& ulid_end = "0") {
  Record record;
  record.id = "urn:sovang:qnam:qd:01G3F9Z5W0AAAAAAAAAAAAAAA" + ulid_end;
  record.tenant = "qnam";
  record.number = number;
  record.number_seq = seq;
  record.symbol = "QĐ-UBND";
  record.issued = *Date::make(2022, 5, 20);
  record.signer_name = "Lê Trí Thanh";
  record.signer_title = "Chủ tịch";
  record.authority_id = "UBND";
  record.authority_name = "Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam";
  record.movement_id = domain::MovementId("QNA-COVID19-2021");
  record.movement_name = "Phòng, chống dịch COVID-19";
  record.legal_bases = {"Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003;"};
  record.subject = "Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
  record.lines = {person(1, "Nguyễn Thị Mỹ", "SYT", "Sở Y tế"), person(2, "Trần Văn Hoà", "SYT", "Sở Y tế"),
                  person(3, "Đỗ Đình Đức", "BCH", "Bộ Chỉ huy Quân sự tỉnh")};
  RecordLine unit = person(1, "Trung tâm Kiểm soát bệnh tật tỉnh", "SYT", "Sở Y tế");
  unit.kind = domain::RecipientKind::collective;
  unit.title.clear();
  unit.birth_date.reset();
  unit.award = domain::AwardCode("BKT-T");
  unit.book_number = "BK-T1";
  record.lines.push_back(unit);
  record.files = {{"decision.pdf", "", "decision", "Quyết định 1288.pdf", 2, ""},
                  {"data.xml", "", "data", "", 0, ""}};
  std::vector<ContentFile> files = {{"decision.pdf", paper("decision " + number)},
                                    {"data.xml", "<data number=\"" + number + "\"/>"}};
  for (std::size_t i = 0; i < record.lines.size(); ++i) {
    record.lines[i].certificate_path = "certs/000" + std::to_string(i + 1) + ".pdf";
    files.push_back({record.lines[i].certificate_path, paper(number + record.lines[i].name)});
  }
  record.units = {domain::UnitId("BTDKT")};
  record.retention_rule = "RT-09";
  return {std::move(record), std::move(files)};
}

/// A fresh archive in a temporary folder, with a stopped clock and ids that come again.
class ArchiveTest : public ::testing::Test {
 protected:
  ArchiveTest() {
    options_.root = folder_.path() / "office";
    options_.tenant = "qnam";
    options_.lock_wait_milliseconds = 50;
    must(Archive::create(options_, ids_));
  }

  [[nodiscard]] Archive open() { return must(Archive::open(options_, clock_, ids_)); }

  /// Keeps one decision and gives its id.
  std::string keep(Archive& archive, std::pair<Record, std::vector<ContentFile>> object) {
    Objects objects;
    objects.push_back(std::move(object));
    return must(archive.keep(std::move(objects), actor_, "Ban hành quyết định")).at(0);
  }

  files::TemporaryFolder folder_ = scratch_folder();
  Archive::Options options_;
  FixedClock clock_{Instant{1'653'008'400'000}};  // 2022-05-20 08:00 in Viet Nam
  SequenceIds ids_{7};
  Actor actor_{"urn:sovang:user:van-thu", "Văn thư"};
  Asker archivist_{Asker::Role::archivist, {}};
};

inline Asker unit_asker(const std::string& unit) {
  return {Asker::Role::unit, {domain::UnitId(unit)}};
}

inline Query words(std::string text) {
  Query query;
  query.words = std::move(text);
  return query;
}

}  // namespace sovang::archive
