#include "sovang/dossier/printers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <system_error>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include "sovang/base/files.h"

namespace sovang::dossier {
namespace {

constexpr std::uint64_t largest_profile = std::uint64_t{64} << 10U;

/// A number of a profile: its key, where it goes, and what is sensible.
struct NumberKey {
  std::string_view key;
  double pdf::PrinterCorrection::*value;
  double least;
  double most;
  std::string_view comment;
};

constexpr std::array<NumberKey, 5> number_keys{{
    {"dx", &pdf::PrinterCorrection::dx_mm, -15, 15, "dời sang phải, mm (số âm: sang trái)"},
    {"dy", &pdf::PrinterCorrection::dy_mm, -15, 15, "dời xuống dưới, mm (số âm: lên trên)"},
    {"scale_x", &pdf::PrinterCorrection::scale_x, 0.97, 1.03, "co giãn theo chiều ngang"},
    {"scale_y", &pdf::PrinterCorrection::scale_y, 0.97, 1.03, "co giãn theo chiều dọc"},
    {"rotate", &pdf::PrinterCorrection::rotate_degrees, -1, 1, "xoay theo chiều kim đồng hồ, độ"},
}};

SourceSpan place(const toml::node& node, std::string_view file) {
  return {std::string(file), static_cast<int>(node.source().begin.line),
          static_cast<int>(node.source().begin.column)};
}

tl::unexpected<Error> wrong(const toml::node& node, std::string_view file, std::string_view key,
                            std::string_view wanted) {
  return fail(ErrorCode::invalid_input,
              "trong hồ sơ máy in, «" + std::string(key) + "» phải là " + std::string(wanted),
              place(node, file), "PRN-02");
}

/// "1.002": three to six decimals, none that say nothing.
std::string number_text(double value) {
  const long long micro = std::llround(value * 1e6);
  std::string out = micro < 0 ? "-" : "";
  out += std::to_string(std::abs(micro) / 1'000'000) + '.';
  std::string decimals = std::to_string(std::abs(micro) % 1'000'000 + 1'000'000).substr(1);
  while (decimals.size() > 1 && decimals.back() == '0')
    decimals.pop_back();
  return out + decimals;
}

std::string text_of(const toml::node& node) {
  return node.value_exact<std::string>().value_or(std::string());
}

Status take_number(Printer& printer, const NumberKey& key, const toml::node& node, std::string_view file) {
  const std::optional<double> value = node.value<double>();
  if (!node.is_number() || !value || !(*value >= key.least && *value <= key.most)) {
    return wrong(node, file, key.key, "số từ " + number_text(key.least) + " đến " + number_text(key.most));
  }
  printer.correction.*key.value = *value;
  return {};
}

Status take_word(Printer& printer, std::string_view key, const toml::node& node, std::string_view file) {
  if (key == "name") {
    printer.name = text_of(node);
    if (!is_printer_name(printer.name))
      return wrong(node, file, key, "tên gồm chữ thường không dấu, chữ số và dấu gạch nối, tối đa 64 ký tự");
    return {};
  }
  if (key == "paper") {
    printer.paper = text_of(node);
    if (!pdf::paper_named(printer.paper))
      return wrong(node, file, key, "\"A3\", \"A4\", \"A5\", \"SRA3\" hoặc khổ theo mm như \"300x400\"");
    return {};
  }
  if (key == "landscape") {
    const auto flag = node.value_exact<bool>();
    if (!flag) return wrong(node, file, key, "true hoặc false");
    printer.landscape = *flag;
    return {};
  }
  if (key == "turn") {
    const std::int64_t turn = node.value_exact<std::int64_t>().value_or(-1);
    if (turn < 0 || turn > 270 || turn % 90 != 0) return wrong(node, file, key, "0, 90, 180 hoặc 270");
    printer.correction.turn = static_cast<int>(turn);
    return {};
  }
  if (key == "rest") {
    const std::optional<double> rest = node.value<double>();
    if (!rest || !(*rest >= 0 && *rest <= 100)) return wrong(node, file, key, "số mm");
    printer.rest_mm = *rest;
    return {};
  }
  if (key == "measured_on") {
    const auto date = node.value_exact<toml::date>();
    const auto made = date ? Date::make(date->year, date->month, date->day) : std::nullopt;
    if (!made) return wrong(node, file, key, "ngày như 2022-05-20");
    printer.measured_on = *made;
    return {};
  }
  return fail(ErrorCode::invalid_input, "trong hồ sơ máy in không có mục «" + std::string(key) + "»",
              place(node, file), "PRN-02");
}

Status take(Printer& printer, std::string_view key, const toml::node& node, std::string_view file) {
  for (const NumberKey& number : number_keys) {
    if (number.key == key) return take_number(printer, number, node, file);
  }
  return take_word(printer, key, node, file);
}

std::filesystem::path folder_of(const std::filesystem::path& office) {
  return office / "printers";
}

std::string known_printers(const std::filesystem::path& office) {
  std::vector<std::string> names;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder_of(office), missing)) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  std::string out;
  for (const std::string& name : names)
    out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace

pdf::PaperSize Printer::size() const {
  pdf::PaperSize size = pdf::paper_named(paper).value_or(pdf::PaperSize{});
  if (landscape && size.width < size.height) std::swap(size.width, size.height);
  return size;
}

bool is_printer_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Result<Printer> read_printer(std::string_view toml, std::string_view file) {
  toml::table table;
  try {
    table = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid_input,
                "hồ sơ máy in viết sai cú pháp TOML: " + std::string(error.description()),
                {std::string(file), static_cast<int>(error.source().begin.line),
                 static_cast<int>(error.source().begin.column)},
                "PRN-02");
  }
  Printer printer;
  for (const auto& [key, node] : table)
    SOVANG_TRY(take(printer, key.str(), node, file));
  if (printer.name.empty())
    return fail(ErrorCode::invalid_input, "hồ sơ máy in chưa có «name»", {std::string(file)}, "PRN-02");
  return printer;
}

std::string printer_text(const Printer& printer) {
  std::string out =
      "# Hồ sơ máy in, lập bằng `sovang calibrate`. Chỉ dùng khi in ra giấy; tệp lưu trữ không đổi.\n"
      "# Mỗi máy, mỗi khay, mỗi khổ giấy một hồ sơ.\n\n";
  out += "name = \"" + printer.name + "\"\n";
  out += "paper = \"" + printer.paper + "\"\n";
  out += std::string("landscape = ") + (printer.landscape ? "true" : "false") + "\n";
  for (const NumberKey& key : number_keys) {
    out += std::string(key.key) + " = " + number_text(printer.correction.*key.value) + "  # " +
           std::string(key.comment) + "\n";
  }
  out += "turn = " + std::to_string(printer.correction.turn) +
         "  # phôi vào máy bằng cạnh nào: xoay trang 0, 90, 180 hoặc 270 độ\n";
  if (printer.measured_on) out += "measured_on = " + printer.measured_on->iso() + "\n";
  out += "rest = " + number_text(printer.rest_mm) + "  # còn lệch sau khi chỉnh, mm\n";
  return out;
}

Result<Printer> load_printer(const std::filesystem::path& office, std::string_view name) {
  if (name.ends_with(".toml")) {
    const std::string file(name);
    return read_printer(SOVANG_TRY(files::read(file, largest_profile)), file);
  }
  if (!is_printer_name(name)) {
    return fail(ErrorCode::invalid_input,
                "tên máy in «" + std::string(name) + "» chỉ được gồm chữ thường không dấu, chữ số, gạch nối",
                {}, "PRN-02");
  }
  const std::filesystem::path file = folder_of(office) / (std::string(name) + ".toml");
  if (!std::filesystem::exists(file)) {
    const std::string known = known_printers(office);
    return fail(ErrorCode::not_found, "chưa có hồ sơ máy in «" + std::string(name) + "»" +
                                          (known.empty() ? "" : "; đã có: " + known) +
                                          ". Hãy lập bằng: sovang calibrate " + std::string(name));
  }
  return read_printer(SOVANG_TRY(files::read(file, largest_profile)), file.string());
}

Result<std::filesystem::path> save_printer(const std::filesystem::path& office, const Printer& printer) {
  SOVANG_EXPECT(is_printer_name(printer.name));
  SOVANG_TRY(files::make_folders(folder_of(office)));
  const std::filesystem::path file = folder_of(office) / (printer.name + ".toml");
  SOVANG_TRY(files::replace(file, printer_text(printer)));
  return file;
}

}  // namespace sovang::dossier
