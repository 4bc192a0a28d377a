#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/clock.h"
#include "sovang/base/files.h"
#include "sovang/base/ids.h"
#include "sovang/dossier/office.h"

#include "support/shared.h"

namespace sovang::testing {

inline const domain::MovementId sample_movement{"QNA-COVID19-2021"};
inline const archive::Actor clerk{"urn:sovang:user:van-thu", "Văn thư"};

/// All input files of the sample movement.
inline std::vector<std::filesystem::path> sample_files() {
  std::vector<std::filesystem::path> out;
  const std::filesystem::path root = project_file("samples/covid19-2021");
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.path().extension() == ".xml") out.push_back(entry.path());
  }
  for (const auto& entry : std::filesystem::directory_iterator(root / "office"))
    out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

/// An office in a temporary folder; the same keys and ids each time, a clock that stands still.
class SampleOffice {
 public:
  SampleOffice() : folder_(*files::TemporaryFolder::make("sovang-office")) {
    dossier::Settings settings;
    settings.tenant = "qnam";
    settings.office = "Ban Thi đua - Khen thưởng tỉnh Quảng Nam";
    SeededIds seeded(Bytes(32, 's'));
    const Status made = dossier::Office::create(place(), settings, clock_, seeded);
    EXPECT_TRUE(made) << made.error().message;
  }

  [[nodiscard]] dossier::OfficePlace place() const { return {root(), SOVANG_SOURCE_DIR}; }
  [[nodiscard]] std::filesystem::path root() const { return folder_.path() / "data"; }
  [[nodiscard]] std::filesystem::path out() const { return folder_.path() / "out"; }

  [[nodiscard]] dossier::Office open() {
    Result<dossier::Office> office = dossier::Office::open(place(), clock_, ids_, diagnostics);
    EXPECT_TRUE(office) << office.error().message;
    return *std::move(office);
  }

  /// Opens it with the whole sample imported.
  [[nodiscard]] dossier::Office imported() {
    dossier::Office office = open();
    const auto report = office.import_files(sample_files(), {}, {}, diagnostics);
    EXPECT_TRUE(report) << report.error().message;
    return office;
  }

  Diagnostics diagnostics{100'000};

 private:
  files::TemporaryFolder folder_;
  FixedClock clock_{Instant{1'653'000'000'000}};
  SequenceIds ids_{7};
};

}  // namespace sovang::testing
