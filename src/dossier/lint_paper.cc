#include "lint_paper.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "sovang/text/casing.h"

namespace sovang::dossier {
namespace {

constexpr double near_points = 2.5;

bool close(double a, double b, double within = near_points) {
  return std::abs(a - b) <= within;
}

/// "HOÀ" and "HÒA" are two spellings of one word; case apart.
std::string folded(std::string_view words) {
  std::string out = text::upper(words);
  for (std::size_t at = 0; (at = out.find("HOÀ", at)) != std::string::npos;)
    out.replace(at, std::string_view("HOÀ").size(), "HÒA");
  return out;
}

bool starts_with_word(std::string_view line, std::string_view word) {
  return folded(line).starts_with(folded(word));
}

/// The value that most of them have, within half a point.
double commonest(const std::vector<double>& values) {
  std::map<long, int> counts;
  for (const double value : values)
    ++counts[std::lround(value)];
  const auto most = std::max_element(counts.begin(), counts.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == counts.end()) return 0;
  double sum = 0;
  int count = 0;
  for (const double value : values) {
    if (std::abs(value - static_cast<double>(most->first)) > 1) continue;
    sum += value;
    ++count;
  }
  return sum / count;
}

class Finder {
 public:
  explicit Finder(const std::vector<PdfPage>& pages) : pages_(pages) {}

  PaperParts run() {
    find_nation();
    if (out_.letterhead) {
      find_left_block();
      find_title();
    }
    find_recipients();
    find_body();
    return std::move(out_);
  }

 private:
  [[nodiscard]] const PdfPage& first() const { return pages_.front(); }

  void find_nation() {
    for (const PdfLine& line : first().lines) {
      const std::string words = folded(line.text());
      if (!out_.nation && words.find("CHỦ NGHĨA VIỆT NAM") != std::string::npos && words.starts_with("CỘNG"))
        out_.nation = {&line, 0};
      if (!out_.motto && words.find("HẠNH PHÚC") != std::string::npos && words.starts_with("ĐỘC LẬP"))
        out_.motto = {&line, 0};
    }
    out_.letterhead = static_cast<bool>(out_.nation);
    if (out_.letterhead) head_end_ = out_.nation.line->bottom;
    if (out_.motto) head_end_ = std::max(head_end_, out_.motto.line->bottom);
  }

  /// Left of quốc hiệu: the bodies, the number, and V/v of a letter.
  void find_left_block() {
    const PdfLine& nation = *out_.nation.line;
    for (const PdfLine& line : first().lines) {
      const std::string words = line.text();
      if (!out_.date && line.top > nation.top && line.top < nation.top + 160 && is_date_line(words)) {
        out_.date = {&line, 0};
        head_end_ = std::max(head_end_, line.bottom);
      }
      if (line.right() > nation.left() + near_points || line.bottom < nation.top - 10) continue;
      if (!out_.number && starts_with_word(words, "Số") && words.find('/') != std::string::npos &&
          line.top < nation.top + 160) {
        out_.number = {&line, 0};
        head_end_ = std::max(head_end_, line.bottom);
      } else if (!out_.number && line.top < nation.top + 110 && out_.letter_abstract.empty()) {
        if (is_capitals(words) || line.top < nation.top + 45)
          (line.bold() ? out_.issuer : out_.parents).push_back(&line);
      } else if (out_.number && line.top < out_.number.line->bottom + 60) {
        const bool goes_on =
            !out_.letter_abstract.empty() && line.top - out_.letter_abstract.back()->bottom < 6;
        if (starts_with_word(words, "V/v") || starts_with_word(words, "Về việc") || goes_on) {
          out_.letter_abstract.push_back(&line);
          head_end_ = std::max(head_end_, line.bottom);
        }
      }
    }
    // Names that are not bold are of the superior body; where none is bold, the last is the issuing one's.
    if (out_.issuer.empty() && !out_.parents.empty()) {
      out_.issuer.push_back(out_.parents.back());
      out_.parents.pop_back();
    }
  }

  static bool is_date_line(const std::string& words) {
    return words.find("ngày") != std::string::npos && words.find("tháng") != std::string::npos &&
           words.find("năm") != std::string::npos && words.size() < 90;
  }

  [[nodiscard]] bool is_centred(const PdfPage& page, const PdfLine& line) const {
    // The middle of the text, or of the page: margins are not equal.
    return line.left() > page.width * 0.12 && close(line.centre(), page.width / 2 + 21, 32) &&
           !shares_its_base_line(page, line);
  }

  /// Tên loại is the first centred line of capitals below the head; trích yếu are the centred lines after it.
  void find_title() {
    if (!out_.letter_abstract.empty()) return;
    const std::vector<PdfLine>& lines = first().lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const PdfLine& line = lines[i];
      if (line.top < head_end_ - 1 || line.top > head_end_ + 200) continue;
      if (!out_.kind) {
        if (!is_centred(first(), line) || starts_with_word(line.text(), "Kính gửi")) continue;
        out_.kind = {&line, 0};
        continue;
      }
      const PdfLine& above = out_.abstract.empty() ? *out_.kind.line : *out_.abstract.back();
      if (line.top - above.bottom > 12 || !is_centred(first(), line) || is_capitals(line.text()) ||
          starts_with_word(line.text(), "Kính gửi") || line.text().starts_with('('))
        break;
      out_.abstract.push_back(&line);
    }
    if (out_.kind) head_end_ = std::max(head_end_, out_.kind.line->bottom);
    if (!out_.abstract.empty()) head_end_ = std::max(head_end_, out_.abstract.back()->bottom);
  }

  /// From the last "Nơi nhận" on: the list at the left, office and name of the signer at the right.
  void find_recipients() {
    for (std::size_t p = 0; p < pages_.size(); ++p)
      for (const PdfLine& line : pages_[p].lines)
        if (starts_with_word(line.text(), "Nơi nhận")) out_.recipients_label = {&line, p};
    if (!out_.recipients_label) return;
    const PdfPage& page = pages_[out_.recipients_label.page];
    const PdfLine& label = *out_.recipients_label.line;
    std::vector<const PdfLine*> right;
    for (const PdfLine& line : page.lines) {
      if (line.top > label.top + 1 && line.left() < page.width * 0.45 && line.top < label.top + 250 &&
          (out_.recipients.empty() ? line.top - label.bottom < 14
                                   : line.top - out_.recipients.back()->bottom < 10))
        out_.recipients.push_back(&line);
      if (line.left() > page.width * 0.45 && line.top > label.top - 8 && line.top < label.top + 260)
        right.push_back(&line);
    }
    if (right.empty()) return;
    out_.authority.push_back(right.front());
    for (std::size_t i = 1; i < right.size() && right[i]->top - right[i - 1]->bottom < 12; ++i)
      out_.authority.push_back(right[i]);
    if (right.size() > out_.authority.size()) out_.signer = right.back();
  }

  [[nodiscard]] bool is_of_body(std::size_t p, const PdfLine& line) const {
    if (p == 0 && line.top < head_end_ - 1) return false;
    if (out_.recipients_label &&
        (p > out_.recipients_label.page ||
         (p == out_.recipients_label.page && line.top > out_.recipients_label.line->top - 8)))
      return false;
    return line.top > 50;  // above it stands the number of the page
  }

  /// Paragraphs by their indent: a line that begins inside the left edge, and those at the edge right below
  /// it.
  void find_body() {
    std::vector<double> lefts;
    std::vector<double> rights;
    for (std::size_t p = 0; p < pages_.size(); ++p) {
      for (const PdfLine& line : pages_[p].lines) {
        if (!is_of_body(p, line) || line.right() - line.left() < pages_[p].width * 0.6) continue;
        lefts.push_back(line.left());
        rights.push_back(line.right());
      }
    }
    if (lefts.empty()) return;
    out_.body_left = *std::min_element(lefts.begin(), lefts.end());
    out_.body_left = commonest(lefts) > out_.body_left + 45 ? commonest(lefts) : out_.body_left;
    out_.body_right = commonest(rights);
    for (std::size_t p = 0; p < pages_.size(); ++p)
      paragraphs_of(p);
    find_bases();
  }

  void paragraphs_of(std::size_t p) {
    const PdfPage& page = pages_[p];
    const PdfLine* above = nullptr;
    bool open = false;
    const auto [table_top, table_bottom] = table_on(p);
    for (const PdfLine& line : page.lines) {
      if (!is_of_body(p, line)) continue;
      if (line.bottom >= table_top && line.bottom <= table_bottom) {
        open = false;
        above = nullptr;
        continue;
      }
      const double indent = line.left() - out_.body_left;
      const bool begins = indent > 8 && indent < 80 && !is_centred_line(page, line);
      const bool goes_on =
          open && close(indent, 0) && above != nullptr && line.top - above->bottom < line.size();
      if (goes_on) {
        out_.body.back().lines.push_back(&line);
      } else if (begins) {
        out_.body.push_back({p, {&line}, above});
      }
      open = goes_on || begins;
      above = open ? &line : nullptr;
    }
  }

  /// From the first to the last row with several pieces: between them stand the second lines of cells, too.
  [[nodiscard]] std::pair<double, double> table_on(std::size_t p) const {
    double top = 1e6;
    double bottom = 0;
    for (const PdfLine& line : pages_[p].lines) {
      if (!is_of_body(p, line) || !shares_its_base_line(pages_[p], line)) continue;
      top = std::min(top, line.bottom);
      bottom = std::max(bottom, line.bottom);
    }
    return {top, bottom};
  }

  /// Short, and as far from one edge as from the other.
  [[nodiscard]] bool is_centred_line(const PdfPage& page, const PdfLine& line) const {
    static_cast<void>(page);
    const double left = line.left() - out_.body_left;
    const double right = out_.body_right - line.right();
    return left > 20 && close(left, right, 8);
  }

  void find_bases() {
    bool any = false;
    for (const BodyParagraph& paragraph : out_.body) {
      const std::string words = paragraph.lines.front()->text();
      if (starts_with_word(words, "Căn cứ")) any = true;
      if (!any) continue;
      if (starts_with_word(words, "Điều ")) break;
      if (starts_with_word(words, "Căn cứ") || starts_with_word(words, "Theo đề nghị") ||
          starts_with_word(words, "Xét đề nghị"))
        out_.bases.push_back(paragraph);
    }
  }

  const std::vector<PdfPage>& pages_;
  PaperParts out_;
  double head_end_ = 0;
};

}  // namespace

bool is_capitals(std::string_view words) {
  return text::upper(words) == words && text::lower(words) != words;
}

bool shares_its_base_line(const PdfPage& page, const PdfLine& line) {
  return std::any_of(page.lines.begin(), page.lines.end(), [&](const PdfLine& other) {
    return &other != &line && close(other.bottom, line.bottom, 3);
  });
}

PaperParts parts_of(const std::vector<PdfPage>& pages) {
  return Finder(pages).run();
}

bool is_certificate(const std::vector<PdfPage>& pages) {
  constexpr double large = 18;
  bool named = false;
  const bool turned = pages.front().width > pages.front().height;
  for (const PdfLine& line : pages.front().lines) {
    const std::string words = folded(line.text());
    if (words.starts_with("NƠI NHẬN")) return false;
    const bool name = words.starts_with("BẰNG ") || words.starts_with("GIẤY ") || words.starts_with("CỜ ") ||
                      words.starts_with("HUÂN CHƯƠNG") || words.starts_with("HUY CHƯƠNG") ||
                      words.starts_with("TẶNG ") || words.starts_with("TRUY TẶNG ");
    named = named || ((name || turned) && line.size() >= large);
  }
  return named;
}

}  // namespace sovang::dossier
