#include "pdf_options.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "sovang/dossier/printers.h"

namespace sovang::cli {
namespace {

/// What may be written on the command line for each value, in the order in which --help shows it.
template <class Value>
using Words = std::vector<std::pair<std::string, Value>>;

template <class Value>
CLI::Option* add_choice(CLI::App& verb, const std::string& flags, Value& value, const std::string& help,
                        const Words<Value>& words) {
  std::string now;
  for (const auto& [word, meant] : words) {
    if (meant == value && now.empty()) now = word;
  }
  return verb.add_option(flags, value, help)
      ->transform(CLI::CheckedTransformer(words).description(""))
      ->type_name("")
      ->default_str(now);
}

}  // namespace

void add_profile_option(CLI::App& verb, pdf::Profile& profile) {
  add_choice(verb, "--profile", profile,
             "Dạng tệp: pdfa-3a (lưu trữ lâu dài, người khiếm thị đọc được: PDF/A-3a và PDF/UA-1), pdfa-3b, "
             "pdfa-2b, pdfa-1b (không mang dữ liệu đính kèm), plain",
             Words<pdf::Profile>{{"pdfa-3a", pdf::Profile::pdfa_3a},
                                 {"pdfa-3b", pdf::Profile::pdfa_3b},
                                 {"pdfa-2b", pdf::Profile::pdfa_2b},
                                 {"pdfa-1b", pdf::Profile::pdfa_1b},
                                 {"plain", pdf::Profile::plain},
                                 {"3a", pdf::Profile::pdfa_3a},
                                 {"3b", pdf::Profile::pdfa_3b},
                                 {"2b", pdf::Profile::pdfa_2b},
                                 {"1b", pdf::Profile::pdfa_1b}});
}

void add_layers_option(CLI::App& verb, pdf::PrintLayers& layers) {
  add_choice(verb, "--layers", layers, "Lớp in: all, form (phôi), data (in chồng lên phôi)",
             Words<pdf::PrintLayers>{{"all", pdf::PrintLayers::all},
                                     {"form", pdf::PrintLayers::form},
                                     {"data", pdf::PrintLayers::data}});
}

namespace {

constexpr std::array print_flags{"--print-profile", "--n-up", "--sheet", "--crop-marks", "--sides"};

}  // namespace

void add_print_options(CLI::App& verb, PrintOptions& options) {
  constexpr const char* group = "In ra giấy (tệp để in, không phải tệp lưu trữ)";
  verb.add_option("--print-profile", options.printer,
                  "Máy in đã cân chỉnh bằng sovang calibrate: tên, hoặc tệp .toml")
      ->group(group);
  add_choice(
      verb, "--n-up", options.setup.pages_per_sheet, "Số trang trên một mặt tờ giấy: 1, 2, 4",
      Words<pdf::PagesPerSheet>{
          {"1", pdf::PagesPerSheet::one}, {"2", pdf::PagesPerSheet::two}, {"4", pdf::PagesPerSheet::four}})
      ->group(group);
  verb.add_option("--sheet", options.sheet, "Giấy của --n-up: A4, A3, A5, SRA3, hoặc khổ theo mm như 320x450")
      ->capture_default_str()
      ->group(group);
  verb.add_flag_callback(
          "--crop-marks", [&options] { options.setup.crop_marks = pdf::CropMarks::yes; },
          "Vẽ dấu xén quanh mỗi trang của --n-up")
      ->group(group);
  add_choice(
      verb, "--sides", options.setup.sides,
      "front (một mặt), long (hai mặt, lật theo cạnh dài), short (lật theo cạnh ngắn); hai mặt thì mỗi "
      "văn bản bắt đầu ở mặt trước",
      Words<pdf::Sides>{{"front", pdf::Sides::front},
                        {"long", pdf::Sides::both_long_edge},
                        {"short", pdf::Sides::both_short_edge}})
      ->group(group);
}

bool are_given(const CLI::App& verb) {
  for (const char* flag : print_flags) {
    if (verb.count(flag) > 0) return true;
  }
  return false;
}

Result<pdf::PrintSetup> setup_of(const PrintOptions& options, const std::filesystem::path& office) {
  pdf::PrintSetup setup = options.setup;
  const std::optional<pdf::PaperSize> sheet = pdf::paper_named(options.sheet);
  if (!sheet) {
    return fail(ErrorCode::invalid_input, "không có khổ giấy «" + options.sheet +
                                              "»: hãy ghi A4, A3, A5, SRA3, hoặc rộng x cao theo mm như "
                                              "320x450");
  }
  setup.sheet = *sheet;
  if (!options.printer.empty())
    setup.correction = SOVANG_TRY(dossier::load_printer(office, options.printer)).correction;
  return setup;
}

}  // namespace sovang::cli
