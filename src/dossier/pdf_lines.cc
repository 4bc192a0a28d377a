#include "pdf_lines.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "sovang/base/process.h"
#include "sovang/base/utf8.h"

namespace sovang::dossier {
namespace {

constexpr double zoom = 3;  // the largest that pdftohtml takes; its numbers are whole
constexpr std::size_t most_lines = 200'000;
constexpr std::size_t most_on_a_page = 4'000;  ///< a page of small print has 150; what is more is passed over

/// `name="value"` of a tag.
std::string_view attribute(std::string_view tag, std::string_view name) {
  const std::string key = " " + std::string(name) + "=\"";
  const std::size_t at = tag.find(key);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + key.size();
  return tag.substr(begin, tag.find('"', begin) - begin);
}

double number(std::string_view tag, std::string_view name) {
  const std::string_view text = attribute(tag, name);
  int out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out / zoom;
}

void append_reference(std::string_view name, std::string& out) {
  if (name == "amp") out += '&';
  if (name == "lt") out += '<';
  if (name == "gt") out += '>';
  if (name == "quot") out += '"';
  if (!name.starts_with('#')) return;
  std::uint32_t code = 0;
  const bool hex = name.starts_with("#x");
  name.remove_prefix(hex ? 2 : 1);
  std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
  if (code > 0 && code <= 0x10FFFF) utf8::append(out, static_cast<char32_t>(code));
}

/// The words between the tags, references resolved.
std::string plain(std::string_view markup) {
  std::string out;
  for (std::size_t i = 0; i < markup.size();) {
    if (markup[i] == '<') {
      i = std::min(markup.find('>', i), markup.size() - 1) + 1;
    } else if (const std::size_t end = markup.find(';', i);
               markup[i] == '&' && end != std::string_view::npos && end - i < 12) {
      append_reference(markup.substr(i + 1, end - i - 1), out);
      i = end + 1;
    } else {
      out += markup[i++];
    }
  }
  return out;
}

struct Font {
  double size = 0;
  bool bold = false;
  bool italic = false;
  bool black = true;
  std::string family;
};

/// "JCTSUY+LiberationSerif-BoldItalic" → LiberationSerif, bold, italic.
Font font_of(std::string_view tag) {
  Font out;
  out.size = number(tag, "size");
  out.black = attribute(tag, "color") == "#000000";
  std::string name = plain(attribute(tag, "family"));
  if (name.size() > 7 && name[6] == '+') name.erase(0, 7);
  std::string small;
  for (const char c : name)
    small += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  out.bold = small.find("bold") != std::string::npos || small.find("black") != std::string::npos;
  out.italic = small.find("italic") != std::string::npos || small.find("oblique") != std::string::npos;
  out.family = name.substr(0, name.find_first_of("-,"));
  return out;
}

struct Piece {
  double top = 0;
  double bottom = 0;
  PdfRun run;
};

std::optional<Piece> piece_of(std::string_view tag, std::string_view content,
                              const std::map<int, Font>& fonts) {
  Piece out;
  out.run.text = plain(content);
  const std::size_t last = out.run.text.find_last_not_of(" \xA0\xC2");
  if (last == std::string::npos) return std::nullopt;
  int id = -1;
  const std::string_view font_id = attribute(tag, "font");
  std::from_chars(font_id.data(), font_id.data() + font_id.size(), id);
  if (const auto font = fonts.find(id); font != fonts.end()) {
    out.run.size = font->second.size;
    out.run.bold = font->second.bold || content.find("<b>") != std::string_view::npos;
    out.run.italic = font->second.italic || content.find("<i>") != std::string_view::npos;
    out.run.black = font->second.black;
    out.run.family = font->second.family;
  }
  out.top = number(tag, "top");
  out.bottom = out.top + number(tag, "height");
  out.run.left = number(tag, "left");
  out.run.right = out.run.left + number(tag, "width");
  // A blank behind the words counts in the width that pdftohtml tells.
  if (out.run.text.ends_with(' ')) out.run.right -= out.run.size / 4;
  return out;
}

/// Pieces of one base line, in reading order, joined where only a blank stands between them.
std::vector<PdfLine> lines_of(std::vector<Piece> pieces) {
  std::vector<PdfLine> out;
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.bottom < b.bottom; });
  for (std::size_t i = 0; i < pieces.size();) {
    std::size_t end = i + 1;
    while (end < pieces.size() && pieces[end].bottom - pieces[i].bottom < 0.25 * pieces[i].run.size + 0.4)
      ++end;
    std::sort(pieces.begin() + static_cast<std::ptrdiff_t>(i),
              pieces.begin() + static_cast<std::ptrdiff_t>(end),
              [](const Piece& a, const Piece& b) { return a.run.left < b.run.left; });
    for (std::size_t k = i; k < end; ++k) {
      Piece& piece = pieces[k];
      const bool goes_on = k > i && piece.run.left - out.back().right() < std::max(6.0, 0.9 * piece.run.size);
      if (!goes_on) out.push_back({piece.top, piece.bottom, {}});
      PdfLine& line = out.back();
      line.top = std::min(line.top, piece.top);
      line.bottom = std::max(line.bottom, piece.bottom);
      line.runs.push_back(std::move(piece.run));
    }
    i = end;
  }
  return out;
}

}  // namespace

std::string PdfLine::text() const {
  std::string all;
  for (const PdfRun& run : runs)
    all += (all.empty() || all.ends_with(' ') || run.text.starts_with(' ') ? "" : " ") + run.text;
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool hard = all.compare(i, 2, "\xC2\xA0") == 0;
    if (hard) ++i;
    const bool blank = hard || all[i] == ' ';
    if (!blank) out += all[i];
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

bool PdfLine::bold() const {
  return std::all_of(runs.begin(), runs.end(), [](const PdfRun& run) { return run.bold; });
}
bool PdfLine::italic() const {
  return std::all_of(runs.begin(), runs.end(), [](const PdfRun& run) { return run.italic; });
}
bool PdfLine::any_bold() const {
  return std::any_of(runs.begin(), runs.end(), [](const PdfRun& run) { return run.bold; });
}
bool PdfLine::any_italic() const {
  return std::any_of(runs.begin(), runs.end(), [](const PdfRun& run) { return run.italic; });
}

std::vector<PdfPage> parse_pdf_lines(std::string_view xml) {
  std::vector<PdfPage> out;
  std::map<int, Font> fonts;
  std::vector<Piece> pieces;
  std::size_t count = 0;
  const auto finish_page = [&] {
    if (!out.empty()) out.back().lines = lines_of(std::exchange(pieces, {}));
  };
  for (std::size_t at = xml.find('<'); at != std::string_view::npos && count < most_lines;
       at = xml.find('<', at)) {
    const std::size_t end = xml.find('>', at);
    if (end == std::string_view::npos) break;
    const std::string_view tag = xml.substr(at, end - at + 1);
    at = end + 1;
    if (tag.starts_with("<page ")) {
      finish_page();
      out.push_back({number(tag, "width"), number(tag, "height"), {}});
    } else if (tag.starts_with("<fontspec ")) {
      int id = -1;
      const std::string_view text = attribute(tag, "id");
      std::from_chars(text.data(), text.data() + text.size(), id);
      fonts[id] = font_of(tag);
    } else if (tag.starts_with("<text ")) {
      const std::size_t close = xml.find("</text>", at);
      if (close == std::string_view::npos) break;
      if (auto piece = piece_of(tag, xml.substr(at, close - at), fonts);
          piece && !out.empty() && pieces.size() < most_on_a_page) {
        pieces.push_back(std::move(*piece));
        ++count;
      }
      at = close;
    }
  }
  finish_page();
  return out;
}

Result<std::vector<PdfPage>> read_pdf_lines(const std::filesystem::path& pdf, std::size_t most_pages) {
  const ProcessLimits limits{
      .seconds = 60, .memory_bytes = std::uint64_t{1} << 30, .output_bytes = std::uint64_t{64} << 20};
  const ProcessResult result =
      SOVANG_TRY(run_process({"pdftohtml", "-xml", "-i", "-stdout", "-fontfullname", "-zoom", "3", "-l",
                              std::to_string(most_pages), pdf.string()},
                             {}, limits));
  std::vector<PdfPage> out = parse_pdf_lines(result.output);
  if (out.empty())
    return fail(ErrorCode::invalid_input, "không đọc được trang nào của tệp PDF", {pdf.string()});
  return out;
}

Result<PageInk> PageInk::read(const std::filesystem::path& pdf, const PdfPage& page) {
  constexpr int long_side = 1684;  // A4 at 144 dpi; larger pages come smaller, never larger
  const ProcessLimits limits{
      .seconds = 30, .memory_bytes = std::uint64_t{1} << 30, .output_bytes = std::uint64_t{32} << 20};
  const ProcessResult result = SOVANG_TRY(run_process(
      {"pdftoppm", "-gray", "-scale-to", std::to_string(long_side), "-f", "1", "-l", "1", pdf.string()}, {},
      limits));
  PageInk out;
  out.per_point_ = long_side / std::max({page.width, page.height, 1.0});
  // "P5\n<width> <height>\n255\n" and the bytes
  int highest = 0;
  const std::string head = result.output.substr(0, 32);
  std::size_t at = 2;
  for (int* value : {&out.width_, &out.height_, &highest}) {
    at = std::min(head.find_first_of("0123456789", at), head.size());
    const auto [stop, error] = std::from_chars(head.data() + at, head.data() + head.size(), *value);
    at = static_cast<std::size_t>(stop - head.data());
  }
  ++at;
  const auto size =
      static_cast<std::size_t>(std::max(out.width_, 0)) * static_cast<std::size_t>(std::max(out.height_, 0));
  if (!result.output.starts_with("P5") || highest != 255 || size == 0 || result.output.size() < at + size)
    return fail(ErrorCode::invalid_input, "không vẽ được trang đầu của tệp PDF", {pdf.string()});
  out.grey_ = result.output.substr(at, size);
  return out;
}

double PageInk::longest_rule(double left, double right, double top, double bottom) const {
  constexpr double shortest = 15;
  constexpr unsigned char ink = 170;
  const auto pixel = [this](double points, int most) {
    return std::clamp(static_cast<int>(std::lround(points * per_point_)), 0, most);
  };
  const int x_end = pixel(right, width_);
  int longest = 0;
  for (int y = pixel(top, height_); y < pixel(bottom, height_); ++y) {
    int length = 0;
    for (int x = pixel(left, width_); x < x_end; ++x) {
      const auto at =
          static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
      length = static_cast<unsigned char>(grey_[at]) < ink ? length + 1 : 0;
      longest = std::max(longest, length);
    }
  }
  const double points = longest / per_point_;
  return points >= shortest ? points : 0;
}

}  // namespace sovang::dossier
