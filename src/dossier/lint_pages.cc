#include <algorithm>
#include <cmath>
#include <set>

#include "sovang/text/normal.h"

#include "lint_paper.h"
#include "lint_report.h"

/// The rules of ô 14 and of the page itself (Phụ lục I, Phần I, Mục I).
namespace sovang::dossier {
namespace {

constexpr double mm = 72 / 25.4;
constexpr double number_zone = 20 * mm;  ///< the top margin is at least this high

bool is_number(std::string_view words) {
  return !words.empty() && words.size() <= 5 &&
         std::all_of(words.begin(), words.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "12", "- 12 -", "Trang 2/5", "iv": what people write for a page number.
bool looks_like_number(const PdfLine& line) {
  const std::string words = line.text();
  if (words.size() > 16) return false;
  const bool digits = words.find_first_of("0123456789") != std::string::npos;
  const bool roman = !words.empty() && words.find_first_not_of("ivxlcIVXLC") == std::string::npos;
  return digits || roman;
}

class Pages {
 public:
  Pages(const std::vector<PdfPage>& pages, LintReport& report) : pages_(pages), report_(report) {}

  void run() {
    for (std::size_t p = 0; p < pages_.size(); ++p) {
      paper(p);
      text(p);
      number(p);
    }
    margins();
  }

 private:
  void paper(std::size_t p) {
    const PdfPage& page = pages_[p];
    const bool landscape = page.width > page.height;
    report_.range("ND30-01", p, (landscape ? page.height : page.width) / mm, 0.7, "mm");
    report_.range("ND30-02", p, (landscape ? page.width : page.height) / mm, 0.7, "mm");
    if (landscape && !has_table(page)) report_.add("ND30-03", p, "trang ngang không có bảng");
  }

  /// Three rows of three pieces each.
  static bool has_table(const PdfPage& page) {
    int rows = 0;
    std::size_t pieces = 1;
    for (std::size_t i = 1; i < page.lines.size(); ++i) {
      const bool same_row = std::abs(page.lines[i].bottom - page.lines[i - 1].bottom) < 3;
      pieces = same_row ? pieces + 1 : 1;
      if (pieces == 3) ++rows;
    }
    return rows >= 3;
  }

  void text(std::size_t p) {
    for (const PdfLine& line : pages_[p].lines) {
      for (const PdfRun& run : line.runs) {
        font(p, run, line);
        if (!run.black) report_.add("ND30-10", p, "chữ có màu", line.text());
      }
    }
  }

  void font(std::size_t p, const PdfRun& run, const PdfLine& line) {
    std::string family;
    for (const char c : run.family)
      if (c != ' ') family += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (family.starts_with(".vn") || family.starts_with("vni") || !text::is_nfc(run.text) ||
        has_private(run.text))
      report_.add("ND30-09", p,
                  family.starts_with(".vn") || family.starts_with("vni") ? run.family : "chữ tổ hợp",
                  line.text());
    const bool times = family.starts_with("timesnewroman");
    // The same widths and shapes, licensed freely: told to nobody (rule's own note).
    const bool twin = family.starts_with("liberationserif") || family.starts_with("tinos");
    if (!times && !twin) report_.add("ND30-08", p, run.family.empty() ? "không rõ" : run.family, line.text());
  }

  /// Letters of a private encoding: TCVN3 and VNI fonts put Vietnamese letters there, or nothing can be read.
  static bool has_private(std::string_view words) {
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
      const auto byte = static_cast<unsigned char>(words[i]);
      const auto next = static_cast<unsigned char>(words[i + 1]);
      if (byte == 0xEE || (byte == 0xEF && next <= 0xA3)) return true;  // U+E000 … U+F8FF
    }
    return false;
  }

  /// The number stands in the top margin from page 2 on; where an appendix begins there is none.
  void number(std::size_t p) {
    const PdfPage& page = pages_[p];
    const PdfLine* top = nullptr;
    const PdfLine* bottom = nullptr;
    for (const PdfLine& line : page.lines) {
      if (line.top < number_zone - 4 && looks_like_number(line)) top = &line;
      if (line.bottom > page.height - number_zone + 4 && looks_like_number(line)) bottom = &line;
    }
    if (top == nullptr && bottom != nullptr)
      return report_.add("ND30-13", p, "số trang ở cuối trang", bottom->text());
    if (top == nullptr) {
      if (p > 0 && !begins_a_part(page)) report_.add("ND30-13", p, "trang không có số");
      return;
    }
    if (p == 0) report_.add("ND30-14", p, "có số trang", top->text());
    if (!is_number(top->text())) report_.add("ND30-15", p, top->text());
    report_.size("ND30-11", p, *top);
    if (top->any_bold() || top->any_italic())
      report_.add("ND30-12", p, top->any_bold() ? "đậm" : "nghiêng", top->text());
    const bool centred = std::abs(top->centre() - page.width / 2) < 8 * mm;
    if (!centred)
      report_.add("ND30-13", p, top->centre() < page.width / 2 ? "lệch trái" : "lệch phải", top->text());
  }

  /// A title in bold capitals, or a letterhead, at the head of the page.
  static bool begins_a_part(const PdfPage& page) {
    for (const PdfLine& line : page.lines)
      if (line.top < 100 && line.any_bold() &&
          (is_capitals(line.text()) || line.text().starts_with("Phụ lục")))
        return true;
    return page.lines.empty();
  }

  /// Text may be narrower than the margins allow, never wider; and most pages reach their edges.
  void margins() {
    double left = 1000;
    double right = 1000;
    double top = 1000;
    double bottom = 1000;
    std::size_t full_lines = 0;
    for (std::size_t p = 0; p < pages_.size(); ++p) {
      const PdfPage& page = pages_[p];
      if (page.width > page.height) continue;  // a turned page has its margins turned, or those of its table
      for (const PdfLine& line : page.lines) {
        const bool is_page_number = looks_like_number(line) && (line.top < number_zone - 4 ||
                                                                line.bottom > page.height - number_zone + 4);
        if (is_page_number) continue;
        left = std::min(left, line.left() / mm);
        right = std::min(right, (page.width - line.right()) / mm);
        top = std::min(top, line.top / mm);
        if (line.right() - line.left() > page.width * 0.6) ++full_lines;
      }
      if (!page.lines.empty()) bottom = std::min(bottom, (page.height - page.lines.back().bottom) / mm);
    }
    if (left > 999) return;
    constexpr double tolerance = 0.8;
    // A table's rule and a line's own blank reach a little over the edge.
    report_.range("ND30-06", 0, left, tolerance, "mm");
    if (full_lines >= 3) report_.range("ND30-07", 0, right, tolerance, "mm");
    report_.range("ND30-04", 0, top, tolerance + 0.7, "mm");
    // A page need not be full, so only a margin that is too narrow shows.
    if (bottom < 20 - tolerance) report_.range("ND30-05", 0, bottom, tolerance, "mm");
  }

  const std::vector<PdfPage>& pages_;
  LintReport& report_;
};

}  // namespace

void lint_pages(const std::vector<PdfPage>& pages, LintReport& report) {
  Pages(pages, report).run();
}

}  // namespace sovang::dossier
