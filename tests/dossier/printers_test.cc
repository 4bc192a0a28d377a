#include "sovang/dossier/printers.h"

#include <gmock/gmock.h>

#include "sovang/base/files.h"

namespace sovang::dossier {
namespace {

using ::testing::HasSubstr;

Printer tray() {
  Printer printer;
  printer.name = "hp-tang-2-khay-1";
  printer.paper = "400x300";
  printer.correction = {1.2, -0.8, 1.002, 0.9975, 0.25, 180};
  printer.measured_on = Date::make(2022, 5, 20);
  printer.rest_mm = 0.14;
  return printer;
}

TEST(PrinterProfile, IsReadAsItWasWritten) {
  const Printer read = read_printer(printer_text(tray()), "p.toml").value();
  EXPECT_EQ(read.name, tray().name);
  EXPECT_EQ(read.paper, "400x300");
  EXPECT_EQ(read.correction, tray().correction);
  EXPECT_EQ(read.measured_on, tray().measured_on);
  EXPECT_EQ(read.rest_mm, 0.14);
}

TEST(PrinterProfile, MayHoldOnlyWhatMatters) {
  const Printer read = read_printer("name = \"a\"\ndx = 2\n", "p.toml").value();
  EXPECT_EQ(read.correction.dx_mm, 2);
  EXPECT_EQ(read.correction.scale_x, 1);
  EXPECT_EQ(read.size().height, document::Length::mm(297));
}

TEST(PrinterProfile, LaysAnUprightPaperDown) {
  const Printer read = read_printer("name = \"a\"\npaper = \"A3\"\nlandscape = true\n", "p.toml").value();
  EXPECT_EQ(read.size().width, document::Length::mm(420));
}

TEST(PrinterProfile, SaysWhereAndWhatIsWrong) {
  const auto refusal = [](const char* toml) {
    const auto read = read_printer(toml, "p.toml");
    return read ? std::string("read") : std::to_string(read.error().where.line) + ' ' + read.error().message;
  };
  EXPECT_THAT(refusal("name = \"a\"\ndx = 40"), HasSubstr("2 trong hồ sơ máy in, «dx» phải là số từ -15.0"));
  EXPECT_THAT(refusal("name = \"a\"\ndx = nan"), HasSubstr("«dx»"));
  EXPECT_THAT(refusal("name = \"a\"\nscale_x = 1.2"), HasSubstr("«scale_x» phải là số từ 0.97 đến 1.03"));
  EXPECT_THAT(refusal("name = \"a\"\nturn = 45"), HasSubstr("0, 90, 180 hoặc 270"));
  EXPECT_THAT(refusal("name = \"a\"\nmeasured_on = 2022-02-31"), HasSubstr("2 "));
  EXPECT_THAT(refusal("name = \"../a\""), HasSubstr("chữ thường không dấu"));
  EXPECT_THAT(refusal("name = \"a\"\npaper = \"A9\""), HasSubstr("A3"));
  EXPECT_THAT(refusal("name = \"a\"\ncolour = 1"), HasSubstr("không có mục «colour»"));
  EXPECT_THAT(refusal("dx = 1"), HasSubstr("chưa có «name»"));
  EXPECT_THAT(refusal("name = "), HasSubstr("TOML"));
}

TEST(PrinterProfile, LiesInTheOfficesFolderUnderItsName) {
  const auto office = files::TemporaryFolder::make("sovang-printers").value();
  EXPECT_EQ(load_printer(office.path(), "hp-tang-2-khay-1").error().code, ErrorCode::not_found);
  const auto file = save_printer(office.path(), tray()).value();
  EXPECT_EQ(file, office.path() / "printers" / "hp-tang-2-khay-1.toml");
  EXPECT_EQ(load_printer(office.path(), "hp-tang-2-khay-1").value().correction, tray().correction);
  EXPECT_EQ(load_printer(office.path(), file.string()).value().name, "hp-tang-2-khay-1");
  EXPECT_THAT(load_printer(office.path(), "canon").error().message,
              HasSubstr("đã có: hp-tang-2-khay-1. Hãy lập bằng: sovang calibrate canon"));
  EXPECT_EQ(load_printer(office.path(), "../x").error().code, ErrorCode::invalid_input);
}

}  // namespace
}  // namespace sovang::dossier
