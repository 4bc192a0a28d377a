#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/clock.h"
#include "sovang/base/files.h"
#include "sovang/base/ids.h"
#include "sovang/dossier/office.h"

#include "support/scratch_folder.h"

namespace sovang::testing {

/// An empty office with an archive of its own, in a temporary folder.
class PlainOffice {
 public:
  PlainOffice() {
    dossier::Settings settings;
    settings.tenant = "qnam";
    settings.office = "Ban Thi đua - Khen thưởng tỉnh Quảng Nam";
    settings.fonds = "H47";
    const Status made = dossier::Office::create(place_, settings, clock_, ids_);
    EXPECT_TRUE(made) << made.error().message;
    office_.emplace(*dossier::Office::open(place_, clock_, ids_, diagnostics_));
  }
  /// Lets go of the folder, as if the program had ended.
  void close() { office_.reset(); }
  dossier::Office& operator*() { return *office_; }
  dossier::Office* operator->() { return &*office_; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  [[nodiscard]] const dossier::OfficePlace& place() const { return place_; }
  FixedClock& clock() { return clock_; }
  Ids& ids() { return ids_; }

  /// Keeps a decision of this number with one awarded person; gives its id.
  std::string keep_decision(int number) {
    archive::Record record;
    record.kind = archive::RecordKind::decision;
    record.tenant = "qnam";
    record.number = std::to_string(number) + "/QĐ-UBND";
    record.number_seq = number;
    record.symbol = "QĐ-UBND";
    record.issued = Date::make(2022, 5, 20).value();
    record.authority_name = "Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam";
    record.movement_name = "Phong trào thi đua đặc biệt";
    record.subject = "Về việc tặng thưởng Bằng khen";
    record.retention_rule = "RT-09";
    record.retain_until = Date::make(2042, 12, 31);
    archive::RecordLine line;
    line.seq = 1;
    line.name = "Nguyễn Thị Hường";
    line.unit_name = "Trung tâm Y tế huyện Đại Lộc";
    line.award = domain::AwardCode{"BKT-C"};
    line.certificate_path = "certs/0001.pdf";
    record.lines = {line};
    const auto file = [&record](const char* path, const char* role, int pages) {
      record.files.emplace_back();
      record.files.back().path = path;
      record.files.back().mime = "application/pdf";
      record.files.back().role = role;
      record.files.back().pages = pages;
    };
    file("decision.pdf", "decision", 3);
    file("certs/0001.pdf", "certificate", 1);
    std::vector<std::pair<archive::Record, std::vector<archive::ContentFile>>> objects;
    objects.emplace_back(std::move(record),
                         std::vector<archive::ContentFile>{
                             {"decision.pdf", "%PDF-1.7 decision " + std::to_string(number)},
                             {"certs/0001.pdf", "%PDF-1.7 certificate " + std::to_string(number)}});
    const auto ids =
        office_->archive().keep(std::move(objects), {"urn:sovang:user:van-thu", "Văn thư"}, "Ban hành");
    EXPECT_TRUE(ids) << ids.error().message;
    return ids ? ids->front() : std::string();
  }

 private:
  files::TemporaryFolder folder_ = scratch_folder();
  dossier::OfficePlace place_{folder_.path() / "data", SOVANG_SOURCE_DIR};
  FixedClock clock_{Instant{1'653'000'000'000}};
  SystemIds ids_;
  Diagnostics diagnostics_;
  std::optional<dossier::Office> office_;
};

}  // namespace sovang::testing
