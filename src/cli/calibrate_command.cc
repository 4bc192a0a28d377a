// `sovang calibrate PRINTER`: a sheet to print and measure; then the profile from what a ruler says.
#include <charconv>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/base/files.h"
#include "sovang/dossier/printers.h"
#include "sovang/layout/fonts.h"
#include "sovang/pdf/calibration.h"

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  dossier::Printer printer;
  std::string out;
  std::vector<std::string> measured;
  bool check = false;
};

tl::unexpected<Error> not_a_measure(const std::string& text) {
  return fail(ErrorCode::invalid_input,
              "không đọc được số đo «" + text +
                  "»: hãy ghi như A=20,3/19,8 (tên dấu, khoảng cách ngang / khoảng cách dọc, tính bằng mm)");
}

/// "20,3" or "20.3": a ruler gives no more than two decimals.
std::optional<double> millimetres(std::string_view text) {
  std::int64_t hundredths = 0;
  const std::size_t point = text.find_first_of(",.");
  const std::string_view whole = text.substr(0, point);
  std::string decimals(point == std::string_view::npos ? std::string_view() : text.substr(point + 1));
  if (whole.empty() || whole.size() > 4 || decimals.size() > 2) return {};
  if (point != std::string_view::npos && decimals.empty()) return {};
  decimals.resize(2, '0');
  const std::string digits = std::string(whole) + decimals;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), hundredths);
  if (error != std::errc() || end != digits.data() + digits.size() || hundredths < 0) return {};
  return static_cast<double>(hundredths) / 100;
}

/// "A=20,3/19,8".
Result<pdf::MeasuredMark> read_measure(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (text.size() < 5 || text[1] != '=' || slash == std::string::npos) return not_a_measure(text);
  pdf::MeasuredMark mark;
  mark.name = text[0] >= 'a' && text[0] <= 'd' ? static_cast<char>(text[0] - 'a' + 'A') : text[0];
  const auto across = millimetres(std::string_view(text).substr(2, slash - 2));
  const auto down = millimetres(std::string_view(text).substr(slash + 1));
  if (!across || !down) return not_a_measure(text);
  mark.across_mm = *across;
  mark.down_mm = *down;
  return mark;
}

std::string decimal(double value, int decimals) {
  char text[32];
  std::snprintf(text, sizeof text, "%+.*f", decimals, value);
  for (char& c : text) {
    if (c == '.') c = ',';
  }
  return text;
}

/// What must be typed again with the measured values.
std::string paper_options(const dossier::Printer& printer) {
  std::string out;
  if (printer.paper != "A4") out += " --paper " + printer.paper;
  if (printer.landscape) out += " --landscape";
  if (printer.correction.turn != 0) out += " --turn " + std::to_string(printer.correction.turn);
  return out;
}

Status write_sheet(const Options& options, const Context& context) {
  const dossier::Printer& printer = options.printer;
  Diagnostics diagnostics;
  const layout::FontBook fonts = SOVANG_TRY(layout::FontBook::load(context.home() / "fonts", diagnostics));
  const std::string how = "Máy in: " + printer.name + ", giấy " + printer.paper +
                          (printer.landscape ? " nằm ngang" : "") +
                          (options.check ? ", đã chỉnh theo hồ sơ" : "");
  const std::string command = "sovang calibrate " + printer.name + paper_options(printer) +
                              " --measured A=……/…… B=……/…… C=……/…… D=……/……";
  const layout::Pages pages =
      SOVANG_TRY(pdf::calibration_sheet(printer.size(), how, options.check ? "" : command, fonts));
  const pdf::PdfCache cache(fonts);
  pdf::PrintSetup setup;
  if (options.check) setup.correction = printer.correction;
  setup.correction.turn = printer.correction.turn;
  pdf::PrintFile file(cache, setup);
  SOVANG_TRY(file.add(pages));
  pdf::PdfFacts facts;
  facts.title = "Tờ cân chỉnh máy in " + printer.name;
  const std::string out = options.out.empty() ? "can-chinh-" + printer.name + ".pdf" : options.out;
  const Bytes pdf = SOVANG_TRY(file.finish(facts));
  SOVANG_TRY(files::replace(out, pdf));
  std::cout << "Đã viết tờ cân chỉnh: " << out << "\n";
  if (options.check) {
    std::cout << "In ở tỷ lệ 100 %: mỗi dấu phải cách hai mép giấy đúng 20 mm.\n";
  } else {
    std::cout << "Hãy in ở tỷ lệ 100 %, đo theo chỉ dẫn trên tờ, rồi gõ:\n  " << command << '\n';
  }
  return {};
}

Status write_profile(const Options& options, const Context& context) {
  std::vector<pdf::MeasuredMark> marks;
  for (const std::string& text : options.measured)
    marks.push_back(SOVANG_TRY(read_measure(text)));
  dossier::Printer printer = options.printer;
  const pdf::PrinterFit fit = SOVANG_TRY(pdf::fit_printer(printer.size(), marks));
  const int turn = printer.correction.turn;
  printer.correction = fit.correction;
  printer.correction.turn = turn;
  printer.rest_mm = fit.rest_mm;
  printer.measured_on = local_date(context.clock->now());
  const std::filesystem::path file = SOVANG_TRY(dossier::save_printer(context.data, printer));
  const pdf::PrinterCorrection& by = printer.correction;
  std::cout << "Đã ghi hồ sơ máy in: " << file.string() << "\n"
            << "  dời ngang " << decimal(by.dx_mm, 2) << " mm, dời dọc " << decimal(by.dy_mm, 2)
            << " mm; co giãn ngang " << decimal((by.scale_x - 1) * 100, 2) << " %, dọc "
            << decimal((by.scale_y - 1) * 100, 2) << " %; xoay " << decimal(by.rotate_degrees, 2) << " độ\n"
            << "  sau khi chỉnh còn lệch nhiều nhất " << decimal(fit.rest_mm, 2).substr(1) << " mm\n";
  if (fit.rest_mm > pdf::good_rest_mm) {
    std::cout << "Còn lệch trên 0,3 mm: có thể giấy bị trượt khi in hoặc một số đo bị đọc nhầm. Hãy in và đo "
                 "lại một tờ khác.\n";
  }
  if (std::abs(by.rotate_degrees) > 0.3) {
    std::cout << "Giấy vào máy hơi lệch: hãy chỉnh thanh chặn giấy của khay cho sát, rồi cân chỉnh lại.\n";
  }
  std::cout << "Dùng hồ sơ: sovang render … --print-profile " << printer.name
            << "; thử lại: sovang calibrate " << printer.name << " --check\n";
  return {};
}

/// What the profile of that name says, as far as no option says otherwise.
Status complete(Options& options, const CLI::App& verb, const Context& context) {
  if (!dossier::is_printer_name(options.printer.name)) {
    return fail(ErrorCode::invalid_input,
                "tên máy in «" + options.printer.name +
                    "» chỉ được gồm chữ thường không dấu, chữ số và dấu gạch nối, như hp-tang-2-khay-1");
  }
  if (!pdf::paper_named(options.printer.paper)) {
    return fail(ErrorCode::invalid_input,
                "không có khổ giấy «" + options.printer.paper +
                    "»: hãy ghi A4, A3, A5, SRA3, hoặc rộng x cao theo mm như 400x300");
  }
  Result<dossier::Printer> known = dossier::load_printer(context.data, options.printer.name);
  if (!known) {
    if (known.error().code != ErrorCode::not_found || options.check) return fail(known.error());
    return {};
  }
  if (verb.count("--paper") > 0) known->paper = options.printer.paper;
  if (verb.count("--landscape") > 0) known->landscape = true;
  if (verb.count("--turn") > 0) known->correction.turn = options.printer.correction.turn;
  options.printer = *std::move(known);
  return {};
}

Status calibrate(Options& options, const CLI::App& verb, const Context& context) {
  SOVANG_TRY(complete(options, verb, context));
  return options.measured.empty() ? write_sheet(options, context) : write_profile(options, context);
}

}  // namespace

void add_calibrate_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "calibrate", "Cân chỉnh một máy in: in tờ có bốn dấu, rồi ghi số đo để lập hồ sơ máy in");
  verb->add_option("PRINTER", options->printer.name,
                   "Tên máy và khay, chữ thường không dấu: hp-tang-2-khay-1")
      ->required();
  verb->add_option("-o,--output", options->out, "Tệp PDF của tờ cân chỉnh; bỏ trống: can-chinh-PRINTER.pdf");
  verb->add_option("--paper", options->printer.paper, "Khổ giấy: A4, A3, A5, SRA3, hoặc theo mm như 400x300")
      ->capture_default_str();
  verb->add_flag("--landscape", options->printer.landscape, "Trang nằm ngang");
  verb->add_option("--turn", options->printer.correction.turn,
                   "Phôi vào máy bằng cạnh khác: xoay trang 90, 180 hoặc 270 độ theo chiều kim đồng hồ")
      ->check(CLI::IsMember({0, 90, 180, 270}));
  CLI::Option* measured =
      verb->add_option("--measured", options->measured,
                       "Số đo của các dấu, mm: A=20,3/19,8 B=… C=… D=… (ngang/dọc, từ mép giấy gần nhất)");
  verb->add_flag("--check", options->check, "In tờ cân chỉnh đã chỉnh theo hồ sơ, để thử lại")
      ->excludes(measured);
  verb->callback([options, verb, &context] {
    if (const Status done = calibrate(*options, *verb, context); !done) report(context, done.error());
  });
}

}  // namespace sovang::cli
