#include "sovang/dossier/lint.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/pdf/inspect.h"
#include "sovang/text/casing.h"

#include "lint_paper.h"
#include "lint_report.h"

namespace sovang::dossier {
namespace {

constexpr std::size_t most_pages = 300;
constexpr std::uint64_t largest_pdf = std::uint64_t{256} << 20;
constexpr std::uint64_t largest_table = std::uint64_t{1} << 20;

std::vector<std::string> columns_of(std::string_view line) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t tab = line.find('\t');
    out.emplace_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return out;
    line.remove_prefix(tab + 1);
  }
}

std::optional<double> number_of(const std::string& text) {
  double out = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return out;
}

std::string style_of(const PdfLine& line) {
  std::string out = line.bold() ? "đậm" : line.any_bold() ? "đậm một phần" : "không đậm";
  out += line.any_italic() ? ", nghiêng" : ", đứng";
  if (is_capitals(line.text())) out += ", in hoa";
  return out;
}

/// The longest of several lines.
double widest(const std::vector<const PdfLine*>& lines) {
  double out = 0;
  for (const PdfLine* line : lines)
    out = std::max(out, line->right() - line->left());
  return out;
}

bool is_between(std::string_view text, std::size_t& at, std::string_view allowed) {
  const std::size_t begin = at;
  while (at < text.size() && allowed.find(text[at]) != std::string_view::npos)
    ++at;
  return at > begin;
}

/// ND30-34: "Số: 05/QĐ-UBND".
bool is_number_line(std::string_view text) {
  constexpr std::string_view begin = "Số: ";
  if (!text.starts_with(begin)) return false;
  std::size_t at = begin.size();
  const std::size_t digits = at;
  if (!is_between(text, at, "0123456789")) return false;
  const std::string_view number = text.substr(digits, at - digits);
  if (number.size() < 2 || number == "00" || (number[0] == '0' && number.size() > 2)) return false;
  if (at >= text.size() || text[at] != '/') return false;
  const std::string_view symbol = text.substr(at + 1);
  const bool joined =
      symbol.find(' ') == std::string_view::npos && symbol.find("--") == std::string_view::npos;
  return joined && !symbol.empty() && symbol.front() != '-' && symbol.back() != '-';
}

/// ND30-38: the zero stands before days 1–9 and months 1 and 2, and nowhere else.
bool is_date_line(std::string_view text) {
  const std::size_t day_at = text.find(", ngày ");
  if (day_at == std::string_view::npos || day_at == 0) return false;
  std::size_t at = day_at + std::string_view(", ngày ").size();
  const auto number = [&](std::string_view behind) -> std::string_view {
    const std::size_t begin = at;
    if (!is_between(text, at, "0123456789") || text.substr(at, behind.size()) != behind) return {};
    const std::string_view out = text.substr(begin, at - begin);
    at += behind.size();
    return out;
  };
  const std::string_view day = number(" tháng ");
  const std::string_view month = number(" năm ");
  const std::string_view year = number("");
  const bool padded_month = month == "01" || month == "02" || (month.size() == 1 && month[0] >= '3') ||
                            month == "10" || month == "11" || month == "12";
  return day.size() == 2 && day != "00" && day <= "31" && padded_month && year.size() == 4 &&
         at == text.size();
}

class PaperLint {
 public:
  PaperLint(const std::vector<PdfPage>& pages, const PaperParts& parts, const PageInk& ink,
            LintReport& report)
      : pages_(pages), parts_(parts), ink_(ink), report_(report) {}

  void run() {
    if (parts_.letterhead) {
      nation();
      bodies();
      number_and_date();
      title();
      letter();
    } else if (!is_attached()) {
      report_.add("ND30-16", 0, "không có quốc hiệu");
    }
    bases();
    articles();
    body();
    signature();
    recipients();
    appendix();
  }

 private:
  /// Appendices are files of their own at times: "(Kèm theo Quyết định số …)".
  [[nodiscard]] bool is_attached() const {
    return std::any_of(pages_.front().lines.begin(), pages_.front().lines.end(), [](const PdfLine& line) {
      const std::string words = line.text();
      return words.starts_with("(Kèm theo") || words.starts_with("(kèm theo") || words.starts_with("Phụ lục");
    });
  }

  void style(std::string_view rule, std::size_t page, const PdfLine& line, bool good) {
    if (!good) report_.add(rule, page, style_of(line), line.text());
  }

  /// The drawn line below some words, as a share of their length; told if it is out of the rule's range.
  void rule_below(std::string_view rule, const PdfLine& last, double width, double tolerance) {
    const double middle = last.centre();
    const double reach = width / 2 + 12;
    const double length =
        ink_.longest_rule(middle - reach, middle + reach, last.bottom - last.size() * 0.28, last.bottom + 13);
    if (length == 0) return report_.add(rule, 0, "không có đường kẻ", last.text());
    report_.range(rule, 0, length / width, tolerance, "lần dòng chữ", last.text());
  }

  void nation() {
    const PdfLine& nation = *parts_.nation.line;
    const std::string words = nation.text();
    const std::string upper = text::upper(words);
    if (upper != "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" && upper != "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
      report_.add("ND30-16", 0, words);
    report_.size("ND30-17", 0, nation);
    style("ND30-18", 0, nation, nation.bold() && !nation.any_italic() && is_capitals(words));
    if (nation.centre() < pages_.front().width / 2 || nation.top > 100)
      report_.add("ND30-19", 0, nation.top > 100 ? "không ở đầu trang" : "bên trái", words);
    if (!parts_.motto) return report_.add("ND30-20", 0, "không có tiêu ngữ");
    const PdfLine& motto = *parts_.motto.line;
    if (motto.text() != "Độc lập - Tự do - Hạnh phúc") report_.add("ND30-20", 0, motto.text());
    report_.size("ND30-21", 0, motto);
    style("ND30-22", 0, motto, motto.bold() && !motto.any_italic());
    if (std::abs(motto.centre() - nation.centre()) > 4 || motto.top < nation.top)
      report_.add("ND30-23", 0, "lệch so với quốc hiệu", motto.text());
    rule_below("ND30-24", motto, motto.right() - motto.left(), 0.06);
    if (motto.bottom - nation.bottom > 1.35 * 1.15 * motto.size())
      report_.add("ND30-25", 0, lint_number(motto.bottom - nation.bottom, "pt"), motto.text());
  }

  void bodies() {
    for (const PdfLine* line : parts_.parents) {
      report_.size("ND30-26", 0, *line);
      style("ND30-27", 0, *line, !line->any_bold() && !line->any_italic() && is_capitals(line->text()));
    }
    if (parts_.issuer.empty()) return report_.add("ND30-29", 0, "không thấy tên cơ quan ban hành");
    for (const PdfLine* line : parts_.issuer) {
      report_.size("ND30-28", 0, *line);
      style("ND30-29", 0, *line, line->bold() && !line->any_italic() && is_capitals(line->text()));
      const PdfLine* first = parts_.parents.empty() ? parts_.issuer.front() : parts_.parents.front();
      if (std::abs(line->centre() - first->centre()) > 5) report_.add("ND30-30", 0, "lệch", line->text());
    }
    rule_below("ND30-31", *parts_.issuer.back(), widest(parts_.issuer), 0.05);
  }

  void number_and_date() {
    if (parts_.number) {
      const PdfLine& line = *parts_.number.line;
      report_.size("ND30-32", 0, line);
      style("ND30-33", 0, line, !line.any_bold() && !line.any_italic());
      if (!is_number_line(line.text())) report_.add("ND30-34", 0, line.text());
      if (!parts_.issuer.empty() && std::abs(line.centre() - parts_.issuer.back()->centre()) > 8)
        report_.add("ND30-35", 0, "lệch so với tên cơ quan", line.text());
    }
    if (!parts_.date) return;
    const PdfLine& line = *parts_.date.line;
    report_.size("ND30-36", 0, line);
    style("ND30-37", 0, line, line.italic() && !line.any_bold());
    if (!is_date_line(line.text())) report_.add("ND30-38", 0, line.text());
    if (std::abs(line.centre() - parts_.nation.line->centre()) > 8)
      report_.add("ND30-39", 0, "lệch so với quốc hiệu", line.text());
    if (parts_.number && std::abs(line.bottom - parts_.number.line->bottom) > 2.5)
      report_.add("ND30-39", 0, "không cùng dòng với số, ký hiệu", line.text());
  }

  void title() {
    if (!parts_.kind) return;
    const PdfLine& kind = *parts_.kind.line;
    report_.size("ND30-40", 0, kind);
    style("ND30-41", 0, kind, kind.bold() && !kind.any_italic() && is_capitals(kind.text()));
    if (parts_.abstract.empty()) return;
    for (const PdfLine* line : parts_.abstract) {
      report_.size("ND30-42", 0, *line);
      style("ND30-43", 0, *line, line->bold() && !line->any_italic());
    }
    rule_below("ND30-44", *parts_.abstract.back(), widest(parts_.abstract), 0.05);
  }

  void letter() {
    for (const PdfLine* line : parts_.letter_abstract) {
      report_.size("ND30-45", 0, *line);
      style("ND30-46", 0, *line, !line->any_bold() && !line->any_italic());
    }
    for (const PdfLine& line : pages_.front().lines) {
      if (!line.text().starts_with("Kính gửi")) continue;
      report_.size("ND30-74", 0, line);
      style("ND30-75", 0, line, !line.any_bold() && !line.any_italic());
    }
  }

  [[nodiscard]] bool is_decision() const {
    return parts_.kind && text::upper(parts_.kind.line->text()).find("QUYẾT ĐỊNH") != std::string::npos;
  }

  void bases() {
    if (!is_decision()) return;
    for (std::size_t i = 0; i < parts_.bases.size(); ++i) {
      const BodyParagraph& basis = parts_.bases[i];
      for (const PdfLine* line : basis.lines) {
        report_.size("ND30-48", basis.page, *line);
        style("ND30-49", basis.page, *line, line->italic() && !line->any_bold());
      }
      const std::string words = basis.lines.back()->text();
      const char wanted = i + 1 < parts_.bases.size() ? ';' : '.';
      if (!words.ends_with(wanted))
        report_.add("ND30-50", basis.page, "kết thúc khác «" + std::string(1, wanted) + "»", words);
    }
  }

  /// "Điều 1." at the head of a paragraph.
  void articles() {
    if (!is_decision()) return;
    constexpr std::string_view word = "Điều ";
    for (const BodyParagraph& paragraph : parts_.body) {
      const PdfLine& line = *paragraph.lines.front();
      const std::string words = line.text();
      if (!words.starts_with(word)) continue;
      std::size_t at = word.size();
      if (!is_between(words, at, "0123456789")) continue;
      const bool dot = at < words.size() && words[at] == '.';
      const PdfRun& run = line.runs.front();
      if (!dot || !run.bold || run.italic)
        report_.add("ND30-54", paragraph.page, dot ? style_of(line) : "không có dấu chấm sau số", words);
    }
  }

  void body() {
    std::vector<double> sizes;
    std::vector<double> steps;
    std::vector<double> gaps;
    std::size_t full = 0;
    std::size_t ragged = 0;
    const PdfLine* first_ragged = nullptr;
    std::size_t ragged_page = 0;
    for (const BodyParagraph& paragraph : parts_.body) {
      const auto& lines = paragraph.lines;
      if (lines.size() > 1) indent(paragraph);
      for (std::size_t i = 0; i < lines.size(); ++i) {
        sizes.push_back(lines[i]->size());
        if (i + 1 == lines.size()) continue;
        steps.push_back(lines[i + 1]->bottom - lines[i]->bottom);
        ++full;
        if (parts_.body_right - lines[i]->right() <= 3) continue;
        ++ragged;
        if (first_ragged == nullptr) ragged_page = paragraph.page;
        if (first_ragged == nullptr) first_ragged = lines[i];
      }
      if (paragraph.before != nullptr) gaps.push_back(lines.front()->bottom - paragraph.before->bottom);
    }
    if (full >= 3 && ragged * 2 > full)
      report_.add("ND30-58", ragged_page, "mép phải không đều", first_ragged->text());
    measures(sizes, steps, gaps);
    end_mark();
  }

  void indent(const BodyParagraph& paragraph) {
    const double millimetres = (paragraph.lines.front()->left() - parts_.body_left) * 25.4 / 72;
    report_.range("ND30-59", paragraph.page, millimetres, 0.7, "mm", paragraph.lines.front()->text());
  }

  static double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  }

  void measures(const std::vector<double>& sizes, const std::vector<double>& steps,
                const std::vector<double>& gaps) {
    if (sizes.size() < 3) return;
    const double size = median(sizes);
    report_.range("ND30-57", parts_.body.front().page, size, 0.4, "pt",
                  parts_.body.front().lines.front()->text());
    if (steps.size() < 2) return;
    const double step = median(steps);
    report_.range("ND30-61", parts_.body.front().page, step / (1.15 * size), 0.06, "dòng");
    if (gaps.size() < 2) return;
    report_.range("ND30-60", parts_.body.front().page, median(gaps) - step, 0.7, "pt");
  }

  /// "./." ends the text of a paper that is signed: somewhere above "Nơi nhận".
  void end_mark() {
    if (!parts_.recipients_label || !parts_.letterhead) return;
    for (std::size_t p = 0; p <= parts_.recipients_label.page; ++p) {
      for (const PdfLine& line : pages_[p].lines) {
        const bool above =
            p < parts_.recipients_label.page || line.bottom < parts_.recipients_label.line->top;
        if (above && line.text().ends_with("./.")) return;
      }
    }
    report_.add("ND30-62", parts_.recipients_label.page, "không có dấu ./.");
  }

  void signature() {
    const std::size_t page = parts_.recipients_label.page;
    for (const PdfLine* line : parts_.authority) {
      report_.size("ND30-63", page, *line);
      style("ND30-64", page, *line, line->bold() && !line->any_italic() && is_capitals(line->text()));
    }
    if (!parts_.authority.empty()) {
      const std::string words = parts_.authority.front()->text();
      const std::string prefix = words.substr(0, words.find(' '));
      const bool known =
          prefix == "TM." || prefix == "Q." || prefix == "KT." || prefix == "TL." || prefix == "TUQ.";
      const bool abbreviated = prefix.size() <= 5 && prefix.ends_with('.');
      const bool slashed = prefix.find('/') != std::string::npos;
      if ((abbreviated && !known) || slashed) report_.add("ND30-65", page, prefix, words);
    }
    if (parts_.signer == nullptr) return;
    const PdfLine& name = *parts_.signer;
    report_.size("ND30-67", page, name);
    const bool titled = name.text().find('.') != std::string::npos;
    if (titled) {
      report_.add("ND30-68", page, "có học hàm, học vị", name.text());
    } else {
      style("ND30-68", page, name, name.bold() && !name.any_italic() && !is_capitals(name.text()));
    }
  }

  void recipients() {
    if (!parts_.recipients_label) return;
    const std::size_t page = parts_.recipients_label.page;
    const PdfLine& label = *parts_.recipients_label.line;
    report_.size("ND30-76", page, label);
    style("ND30-77", page, label, label.bold() && label.italic());
    if (parts_.recipients.empty()) return;
    for (std::size_t i = 0; i < parts_.recipients.size(); ++i) {
      const PdfLine& line = *parts_.recipients[i];
      const std::string words = line.text();
      report_.size("ND30-78", page, line);
      const bool last = i + 1 == parts_.recipients.size();
      // An entry of two lines goes on without a dash, and the first of these lines has no mark at its end.
      const bool goes_on = !last && !parts_.recipients[i + 1]->text().starts_with("- ");
      const bool marked = last || goes_on || words.ends_with(';');
      if (line.any_bold() || line.any_italic() || !marked)
        report_.add("ND30-79", page, marked ? style_of(line) : "dòng không kết thúc bằng «;»", words);
    }
    const std::string last = parts_.recipients.back()->text();
    if (!last.starts_with("- Lưu: VT") || !last.ends_with('.')) report_.add("ND30-80", page, last);
    const std::string first = parts_.recipients.front()->text();
    if (is_decision() && !first.starts_with("- Như Điều")) report_.add("ND30-81", page, first);
    if (has_addressees() && !first.starts_with("- Như trên")) report_.add("ND30-81", page, first);
  }

  [[nodiscard]] bool has_addressees() const {
    return std::any_of(pages_.front().lines.begin(), pages_.front().lines.end(),
                       [](const PdfLine& line) { return line.text().starts_with("Kính gửi"); });
  }

  void appendix() {
    for (std::size_t p = 0; p < pages_.size(); ++p) {
      for (const PdfLine& line : pages_[p].lines) {
        const std::string words = line.text();
        if (line.top > 110 || !words.starts_with("Phụ lục") || words.size() > 24) continue;
        report_.size("ND30-82", p, line);
        style("ND30-83", p, line, line.bold() && !line.any_italic());
      }
    }
  }

  const std::vector<PdfPage>& pages_;
  const PaperParts& parts_;
  const PageInk& ink_;
  LintReport& report_;
};

}  // namespace

Result<LayoutRules> LayoutRules::read(const std::filesystem::path& tsv) {
  const Bytes text = SOVANG_TRY(files::read(tsv, largest_table));
  LayoutRules out;
  int number = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::vector<std::string> cells = columns_of(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (++number == 1) continue;  // the names of the columns
    if (cells.size() != 7)
      return fail(ErrorCode::invalid_input, "dòng phải có 7 cột", {tsv.string(), number});
    LayoutRule rule{cells[0], Severity::error, cells[2], number_of(cells[3]), number_of(cells[4]),
                    cells[5], cells[6]};
    if (cells[1] == "warning") rule.severity = Severity::warning;
    if (cells[1] == "info") rule.severity = Severity::info;
    out.rules_.push_back(std::move(rule));
  }
  return out;
}

const LayoutRule& LayoutRules::rule(std::string_view id) const {
  const auto found =
      std::find_if(rules_.begin(), rules_.end(), [id](const LayoutRule& rule) { return rule.id == id; });
  SOVANG_EXPECT(found != rules_.end());
  return *found;
}

std::string lint_number(double value, std::string_view unit) {
  const auto hundredths = std::lround(std::abs(value) * 100);
  std::string out = value < 0 ? "-" : "";
  out += std::to_string(hundredths / 100);
  if (hundredths % 100 != 0) {
    out += ',';
    out += static_cast<char>('0' + hundredths % 100 / 10);
    if (hundredths % 10 != 0) out += static_cast<char>('0' + hundredths % 10);
  }
  return out + " " + std::string(unit);
}

void LintReport::add(std::string_view id, std::size_t page, std::string found, std::string_view about) {
  const LayoutRule& rule = rules_.rule(id);
  const bool told = std::any_of(findings_.begin(), findings_.end(), [&](const LayoutFinding& each) {
    return each.rule == id && each.page == page + 1;
  });
  if (told) return;
  std::string message = rule.title;
  if (!about.empty()) message += " («" + std::string(about) + "»)";
  findings_.push_back(
      {rule.id, rule.severity, page + 1, std::move(message), std::move(found), rule.allowed, rule.source});
}

void LintReport::range(std::string_view id, std::size_t page, double value, double tolerance,
                       std::string_view unit, std::string_view about) {
  const LayoutRule& rule = rules_.rule(id);
  const bool low = rule.min && value < *rule.min - tolerance;
  const bool high = rule.max && value > *rule.max + tolerance;
  if (low || high) add(id, page, lint_number(value, unit), about);
}

void LintReport::size(std::string_view id, std::size_t page, const PdfLine& line) {
  range(id, page, line.size(), 0.4, "pt", line.text());
}

void LintReport::info(std::string message) {
  findings_.push_back({"", Severity::info, 1, std::move(message), "", "", ""});
}

std::vector<LayoutFinding> LintReport::take() {
  std::stable_sort(findings_.begin(), findings_.end(), [](const LayoutFinding& a, const LayoutFinding& b) {
    return std::pair(a.page, a.rule) < std::pair(b.page, b.rule);
  });
  return std::move(findings_);
}

Result<std::vector<LayoutFinding>> lint_pdf(const std::filesystem::path& pdf, const LayoutRules& rules) {
  const Bytes bytes = SOVANG_TRY(files::read(pdf, largest_pdf));
  const pdf::PdfSummary summary = SOVANG_TRY(pdf::inspect_pdf(bytes));
  const std::vector<PdfPage> pages = SOVANG_TRY(read_pdf_lines(pdf, most_pages));
  LintReport report(rules);
  if (summary.pages > most_pages)
    report.info("tệp có " + std::to_string(summary.pages) + " trang; chỉ soát " + std::to_string(most_pages) +
                " trang đầu");
  if (is_certificate(pages)) {
    report.info(
        "tệp là bằng, giấy khen hoặc tương tự: Nghị định 30/2020/NĐ-CP không quy định cách trình bày");
    return report.take();
  }
  const bool no_text =
      std::all_of(pages.begin(), pages.end(), [](const PdfPage& page) { return page.lines.empty(); });
  if (no_text)
    return fail(ErrorCode::unsupported, "tệp PDF không có chữ (ảnh quét?), không soát được cách trình bày",
                {pdf.string()});
  const PageInk ink = SOVANG_TRY(PageInk::read(pdf, pages.front()));
  const PaperParts parts = parts_of(pages);
  lint_pages(pages, report);
  PaperLint(pages, parts, ink, report).run();
  return report.take();
}

}  // namespace sovang::dossier
