#include "sign_place.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "sovang/base/process.h"
#include "sovang/text/casing.h"
#include "sovang/text/normal.h"

namespace sovang::cli {
namespace {

using document::Length;

const Length picture_width = Length::mm(40);
const Length picture_height = Length::mm(18);
constexpr double least_room_pt = 12 * 72 / 25.4;
constexpr std::size_t most_words = 2'000'000;

/// The number in `name="…"` of a tag; the tags are those of our own child process.
double number_in(std::string_view tag, std::string_view name) {
  const std::string start = " " + std::string(name) + "=\"";
  const std::size_t at = tag.find(start);
  double value = 0;
  if (at != std::string_view::npos)
    std::from_chars(tag.data() + at + start.size(), tag.data() + tag.size(), value);
  return std::isfinite(value) ? value : 0;
}

std::string unescaped(std::string_view text) {
  std::string out(text);
  for (const auto& [code, letter] : {std::pair<std::string_view, char>{"&lt;", '<'},
                                     {"&gt;", '>'},
                                     {"&quot;", '"'},
                                     {"&#39;", '\''},
                                     {"&apos;", '\''},
                                     {"&amp;", '&'}}) {
    for (std::size_t at = out.find(code); at != std::string::npos; at = out.find(code, at + 1))
      out.replace(at, code.size(), 1, letter);
  }
  return out;
}

/// In one form for comparing: NFC, small letters.
std::string folded(std::string_view text) {
  const Result<std::string> nfc = text::normalise(text);
  return nfc ? text::lower(*nfc) : std::string(text);
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  const std::string all = folded(name);
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = std::min(all.find(' ', begin), all.size());
    if (end > begin) words.push_back(all.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

bool on_one_line(const PlacedWord& a, const PlacedWord& b) {
  const double height = a.bottom - a.top;
  return a.page == b.page && std::abs(a.bottom - b.bottom) < height / 4;
}

/// A line that holds the name and nothing near it.
struct NameLine {
  std::size_t page = 0;
  double left = 0;
  double top = 0;
  double right = 0;
};

std::optional<NameLine> name_at(const std::vector<PlacedWord>& words, std::size_t first,
                                const std::vector<std::string>& name) {
  if (first + name.size() > words.size()) return std::nullopt;
  const PlacedWord& begin = words[first];
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (folded(words[first + i].text) != name[i] || !on_one_line(begin, words[first + i]))
      return std::nullopt;
  }
  const PlacedWord& last = words[first + name.size() - 1];
  const NameLine line{begin.page, begin.left, begin.top, last.right};
  const double near = (begin.bottom - begin.top) * 1.5;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i >= first && i < first + name.size()) continue;
    if (on_one_line(begin, words[i]) && words[i].right > line.left - near &&
        words[i].left < line.right + near)
      return std::nullopt;  // part of a sentence or a row
  }
  return line;
}

/// The foot of what stands above the line, in its column.
double foot_above(const std::vector<PlacedWord>& words, const NameLine& line) {
  double foot = 0;
  for (const PlacedWord& word : words) {
    if (word.page == line.page && word.bottom <= line.top + 1 && word.right > line.left &&
        word.left < line.right) {
      foot = std::max(foot, word.bottom);
    }
  }
  return foot;
}

}  // namespace

Result<PlacedText> read_placed_text(const std::filesystem::path& pdf) {
  const ProcessResult result =
      SOVANG_TRY(run_process({"pdftotext", "-bbox", "-enc", "UTF-8", pdf.string(), "-"}));
  if (result.exit_status != 0)
    return fail(ErrorCode::corrupt, "không đọc được chữ trên trang của " + pdf.string());
  PlacedText out;
  const std::string_view all = result.output;
  for (std::size_t at = all.find('<'); at != std::string_view::npos; at = all.find('<', at + 1)) {
    const std::size_t end = all.find('>', at);
    if (end == std::string_view::npos) break;
    const std::string_view tag = all.substr(at, end - at);
    if (tag.starts_with("<page ")) out.widths.push_back(number_in(tag, "width"));
    if (!tag.starts_with("<word ") || out.widths.empty()) continue;
    if (out.words.size() >= most_words)
      return fail(ErrorCode::invalid_input, "tệp PDF có quá nhiều chữ; hãy nêu --page và --rect", {},
                  "LIM-02");
    const std::size_t stop = std::min(all.find("</word>", end), all.size());
    out.words.push_back({out.widths.size() - 1, number_in(tag, "xMin"), number_in(tag, "yMin"),
                         number_in(tag, "xMax"), number_in(tag, "yMax"),
                         unescaped(all.substr(end + 1, stop - end - 1))});
  }
  return out;
}

Result<pdf::SignaturePlace> room_above_name(const PlacedText& text, std::string_view name) {
  const std::vector<std::string> wanted = words_of(name);
  std::vector<pdf::SignaturePlace> found;
  for (std::size_t i = 0; !wanted.empty() && i < text.words.size(); ++i) {
    if (folded(text.words[i].text) != wanted.front()) continue;
    const std::optional<NameLine> line = name_at(text.words, i, wanted);
    if (!line) continue;
    const double foot = foot_above(text.words, *line);
    if (foot <= 0 || line->top - foot < least_room_pt) continue;
    const Length centre = Length::pt((line->left + line->right) / 2);
    found.push_back({line->page, centre - picture_width / 2, Length::pt(foot), picture_width,
                     Length::pt(line->top - foot)});
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    return fail(ErrorCode::not_found, "không thấy chỗ ký trên tên “" + std::string(name) +
                                          "”; hãy nêu họ tên người ký bằng --over, hoặc --page và --rect");
  }
  return fail(ErrorCode::invalid_input, "có " + std::to_string(found.size()) + " chỗ ký trên tên “" +
                                            std::string(name) + "”; hãy nêu --page và --rect");
}

pdf::SignaturePlace picture_place(const pdf::SignaturePlace& room, const document::Picture& picture) {
  SOVANG_EXPECT(picture.raster.has_value());
  const std::int64_t across = picture.raster->width;
  const std::int64_t down = picture.raster->height;
  pdf::SignaturePlace place = room;
  place.height = std::min(picture_height, room.height);
  place.width = document::scaled(place.height, across, down);
  if (place.width > picture_width) {
    place.width = picture_width;
    place.height = document::scaled(picture_width, down, across);
  }
  place.x = room.x + (room.width - place.width) / 2;
  place.y = room.y + (room.height - place.height) / 2;
  return place;
}

pdf::SignaturePlace corner_place(const layout::Page& look, double page_width_pt) {
  return {0, Length::pt(page_width_pt) - Length::mm(15) - look.width, Length::mm(6), look.width, look.height};
}

}  // namespace sovang::cli
