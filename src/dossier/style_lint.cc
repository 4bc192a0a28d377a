#include "sovang/dossier/style_lint.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sovang/base/files.h"
#include "sovang/base/tab_cells.h"
#include "sovang/document/style_facts.h"

namespace sovang::dossier {
namespace {

using document::Length;
using document::MasterFacts;
using document::StyleFacts;

constexpr double grain = 0.001;

/// What a property is called for people, and its value where no style sets it (template-language §4).
struct Property {
  std::string_view name;
  std::string_view words;
  std::string_view initial;
};
constexpr std::array properties{Property{"font-family", "phông chữ", "Times New Roman"},
                                Property{"color", "màu chữ", "#000000"},
                                Property{"font-size", "cỡ chữ", "14pt"},
                                Property{"font-weight", "độ đậm", "normal"},
                                Property{"font-style", "kiểu đứng, nghiêng", "normal"},
                                Property{"text-transform", "chữ hoa", "none"},
                                Property{"align", "căn lề", "left"},
                                Property{"line-height", "giãn dòng", "1"},
                                Property{"first-line-indent", "lùi đầu dòng", "0"},
                                Property{"space-before", "cách trên", "0"},
                                Property{"space-after", "cách dưới", "0"}};

const Property* property_named(std::string_view name) {
  for (const Property& property : properties)
    if (property.name == name) return &property;
  return nullptr;
}

/// "13pt", "12.7mm", "1.15": a number and its unit.
struct Measure {
  double value = 0;
  std::string_view unit;
};

std::optional<Measure> measure_in(std::string_view text) {
  Measure out;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.value);
  if (error != std::errc()) return std::nullopt;
  out.unit = text.substr(static_cast<std::size_t>(end - text.data()));
  return out;
}

/// In points where it is a length; nothing for a share of something else.
std::optional<double> points(const Measure& measure) {
  constexpr double mm = 72 / 25.4;
  if (measure.unit == "pt" || (measure.unit.empty() && measure.value == 0)) return measure.value;
  if (measure.unit == "mm") return measure.value * mm;
  if (measure.unit == "cm") return measure.value * mm * 10;
  return std::nullopt;
}

/// "12..13pt", "6..pt", "1..1.5": least, most (none = no upper bound), unit.
struct Range {
  double least = 0;
  std::optional<double> most;
  std::string_view unit;
};

std::optional<Range> range_in(std::string_view text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return std::nullopt;
  const std::optional<Measure> least = measure_in(text.substr(0, dots));
  if (!least) return std::nullopt;
  Range out{least->value, std::nullopt, text.substr(dots + 2)};
  if (const std::optional<Measure> most = measure_in(text.substr(dots + 2))) {
    out.most = most->value;
    out.unit = most->unit;
  }
  return out;
}

/// Whether the written value is allowed; what cannot be told without a page (a share of the parent's size, an
/// exact height of lines) is.
bool is_allowed(std::string_view written, std::string_view allowed) {
  const std::optional<Range> range = range_in(allowed);
  if (!range) return written == allowed;
  const std::optional<Measure> value = measure_in(written);
  if (!value) return true;
  if (range->unit.empty()) {
    if (!value->unit.empty()) return true;
    return value->value >= range->least - grain && (!range->most || value->value <= *range->most + grain);
  }
  const std::optional<double> found = points(*value);
  const std::optional<double> least = points({range->least, range->unit});
  if (!found || !least) return true;
  return *found >= *least - grain && (!range->most || *found <= *points({*range->most, range->unit}) + grain);
}

struct StyleRule {
  std::string style;
  const Property* property = nullptr;
  std::string allowed;
  std::string rule;
};

Result<std::vector<StyleRule>> read_rules(const std::filesystem::path& file, const LayoutRules& known) {
  const Bytes text = SOVANG_TRY(files::read(file, std::uint64_t{1} << 20));
  std::vector<StyleRule> out;
  std::string_view rest = text;
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    const std::vector<std::string> cells = tab_cells(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (number == 1) continue;
    const Property* property = cells.size() == 4 ? property_named(cells[1]) : nullptr;
    const bool has_rule =
        property != nullptr && std::any_of(known.all().begin(), known.all().end(),
                                           [&](const auto& one) { return one.id == cells[3]; });
    if (!has_rule) {
      return fail(ErrorCode::invalid_input,
                  "mỗi dòng cần bốn cột: style, property, allowed, rule (có trong bảng quy tắc)",
                  {file.string(), number});
    }
    out.push_back({cells[0], property, cells[2], cells[3]});
  }
  return out;
}

class StyleCheck {
 public:
  StyleCheck(const LayoutRules& rules, Diagnostics& diagnostics) : rules_(rules), diagnostics_(diagnostics) {}

  void style(const StyleFacts& style, const StyleRule& wanted) {
    const auto written = style.values.find(wanted.property->name);
    // Of what every style may leave to its surroundings only what it says counts.
    if (wanted.style == "*" && written == style.values.end()) return;
    const std::string_view value =
        written == style.values.end() ? wanted.property->initial : std::string_view(written->second);
    if (is_allowed(value, wanted.allowed)) return;
    add(wanted.rule,
        "kiểu «" + style.name + "»: " + std::string(wanted.property->words) + " " + std::string(value),
        style.place);
  }

  void master(const MasterFacts& master, const SourceSpan& place) {
    const bool landscape = master.width > master.height;
    const auto size = [&](std::string_view rule, Length side) {
      length(rule, master, "cạnh giấy", side, place);
    };
    size("ND30-01", landscape ? master.height : master.width);
    size("ND30-02", landscape ? master.width : master.height);
    length("ND30-04", master, "lề trên", master.top, place);
    length("ND30-05", master, "lề dưới", master.bottom, place);
    length("ND30-06", master, "lề trái", master.left, place);
    length("ND30-07", master, "lề phải", master.right, place);
  }

 private:
  void length(std::string_view id, const MasterFacts& master, std::string_view words, Length found,
              const SourceSpan& place) {
    const LayoutRule& rule = rules_.rule(id);
    const double millimetres = found.in_pt() * 25.4 / 72;
    constexpr double rounding = 0.05;  // of sizes that are written in points
    if (millimetres >= rule.min.value_or(0) - rounding && millimetres <= rule.max.value_or(1e6) + rounding)
      return;
    add(id, "trang mẫu «" + master.name + "»: " + std::string(words) + " " + document::mm_text(found) + " mm",
        place);
  }

  void add(std::string_view id, std::string found, const SourceSpan& place) {
    const LayoutRule& rule = rules_.rule(id);
    Problem problem;
    problem.rule = rule.id;
    problem.severity = rule.severity;
    problem.message = std::move(found) + "; cần " + rule.allowed + " (" + rule.source + ")";
    problem.where = place;
    problem.hint = "sửa trong mẫu, hoặc bỏ profile=\"nd30\" nếu đây không phải văn bản hành chính";
    diagnostics_.add(std::move(problem));
  }

  const LayoutRules& rules_;
  Diagnostics& diagnostics_;
};

}  // namespace

Status check_styles(const document::Template& form, const LayoutRules& rules,
                    const std::filesystem::path& styles_tsv, Diagnostics& diagnostics) {
  if (document::profile_of(form) != "nd30") return {};
  const std::vector<StyleRule> wanted = SOVANG_TRY(read_rules(styles_tsv, rules));
  StyleCheck check(rules, diagnostics);
  for (const StyleFacts& style : document::styles_of(form)) {
    for (const StyleRule& rule : wanted)
      if (rule.style == style.name || rule.style == "*") check.style(style, rule);
  }
  for (const MasterFacts& master : document::masters_of(form))
    check.master(master, document::place_of(form));
  return {};
}

}  // namespace sovang::dossier
