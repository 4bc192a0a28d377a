// Certificates in memory, PDF/A-3b with the data attached, against the floor (floor/pdf_floor.h). The pages
// are made by hand: this measures the room pdf, not layout. `cmake --build --preset release --target
// pdf_bench`.
#include <array>
#include <stdexcept>
#include <string>

#include <benchmark/benchmark.h>

#include "sovang/base/diagnostics.h"
#include "sovang/pdf/print.h"
#include "sovang/pdf/writer.h"

#include "floor/pdf_floor.h"

namespace {

namespace bench = sovang::bench;
namespace document = sovang::document;
namespace layout = sovang::layout;
namespace pdf = sovang::pdf;
using document::Length;
using sovang::Bytes;
using sovang::Date;
using sovang::Diagnostics;

const layout::FontBook& fonts() {
  static const layout::FontBook book = [] {
    Diagnostics diagnostics;
    auto loaded = layout::FontBook::load(SOVANG_SOURCE_DIR "/fonts", diagnostics);
    if (!loaded) throw std::runtime_error(loaded.error().message);
    return *std::move(loaded);
  }();
  return book;
}

layout::Item line(std::string_view text, double baseline_mm, double points, bool bold, bool italic) {
  const layout::FaceId face = fonts().find("Times New Roman", bold, italic).value();
  const int em = fonts().face(face).metrics.units_per_em;
  layout::TextItem item;
  item.face = face;
  item.size = Length::pt(points);
  item.baseline = Length::mm(baseline_mm);
  item.x = Length::mm(40);
  Length x = item.x;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    layout::TextPiece piece;
    piece.shaped = fonts().shape(face, text.substr(begin, end - begin));
    piece.x = x;
    piece.space_after = end < text.size();
    x += document::scaled(item.size, piece.shaped->advance + em / 4, em);
    item.pieces.push_back(std::move(piece));
    begin = end + 1;
  }
  layout::Item made;
  made.content = std::move(item);
  return made;
}

/// Names as in the reference recipients: family, middle, given and a number that makes each file another one.
std::string name_of(std::size_t i) {
  constexpr std::array family = {"Nguyễn", "Trần", "Lê",  "Phạm",  "Huỳnh", "Võ",
                                 "Đặng",   "Bùi",  "Ngô", "Dương", "Alăng"};
  constexpr std::array middle = {"Thị Bích", "Văn", "Đình Quốc", "Thị Ánh", "Hữu", "Xuân", "Thị Mỹ"};
  constexpr std::array given = {"Hạnh",  "Dũng", "Phượng", "Kiệt",  "Thủy", "Ơn", "Yến",
                                "Nghĩa", "Lộc",  "Tẩm",    "Quỳnh", "Ử",    "Vỹ"};
  return std::string(family[i % family.size()]) + ' ' + middle[i % middle.size()] + ' ' +
         given[i % given.size()];
}

/// A drawing that packs to about 35 kB, as the frames of reference/art do.
document::PicturePtr art() {
  auto picture = std::make_shared<document::Picture>();
  picture->name = "khung.svg";
  picture->digest = "khung";
  document::Drawing& drawing = picture->drawing.emplace();
  drawing.width = 297;
  drawing.height = 210;
  std::uint32_t random = 1;
  const auto next = [&] {
    random = random * 1664525U + 1013904223U;
    return random >> 16U;
  };
  for (int i = 0; i < 700; ++i) {
    document::Shape& shape = drawing.shapes.emplace_back();
    shape.fill = document::Color{166, 25, 46};
    const double x = next() % 297;
    const double y = next() % 210;
    shape.path.push_back({document::PathStep::Kind::move, {{{x, y}}}});
    for (int k = 0; k < 4; ++k) {
      const auto near = [&](double from) { return from + (next() % 1000) / 100.0; };
      shape.path.push_back(
          {document::PathStep::Kind::cubic, {{{near(x), near(y)}, {near(x), near(y)}, {near(x), near(y)}}}});
    }
  }
  return picture;
}

layout::FormContentPtr form() {
  static const layout::FormContentPtr made = [] {
    auto content = std::make_shared<layout::FormContent>();
    content->key = "bench";
    layout::Item frame;
    frame.content = layout::PictureItem{art(), {}, {}, Length::mm(297), Length::mm(210), std::nullopt};
    content->items.push_back(std::move(frame));
    content->items.push_back(line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 53.6, 13, true, false));
    content->items.push_back(line("Độc lập - Tự do - Hạnh phúc", 59.6, 14, true, false));
    content->items.push_back(line("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM", 71.3, 18, true, false));
    content->items.push_back(line("TẶNG", 80.4, 16, true, false));
    content->items.push_back(line("BẰNG KHEN", 98, 44, true, false));
    return content;
  }();
  return made;
}

/// Each line a paragraph of its own.
void tag(layout::Pages& pages) {
  for (layout::Item& item : pages.pages[0].items) {
    item.structure = static_cast<std::int32_t>(pages.structure.size());
    pages.structure.emplace_back();
  }
}

layout::Pages certificate(std::size_t i) {
  layout::Page page;
  page.width = Length::mm(297);
  page.height = Length::mm(210);
  page.form = form();
  const std::string number = std::to_string(1000 + i);
  page.items.push_back(line("Ông (Bà) " + name_of(i), 111.4, 23, true, false));
  page.items.push_back(
      line("Phó Trưởng khoa Kiểm soát bệnh tật, Trung tâm Y tế huyện Nam Giang", 119.6, 15, false, false));
  page.items.push_back(
      line("Đã có thành tích xuất sắc trong công tác phòng, chống dịch bệnh", 128, 15, false, false));
  page.items.push_back(line("COVID-19 trên địa bàn tỉnh Quảng Nam năm 2021", 134.8, 15, false, false));
  page.items.push_back(line("Quảng Nam, ngày 15 tháng 12 năm 2021", 149, 13, true, true));
  page.items.push_back(line("CHỦ TỊCH", 155.4, 13, true, false));
  page.items.push_back(line("Lê Văn Thử Nghiệm", 185.5, 13.5, true, false));
  page.items.push_back(line("Quyết định số: " + number + "/QĐ-UBND", 179.3, 12.5, true, true));
  page.items.push_back(line("Vào sổ vàng số: " + number, 185.5, 12.5, true, true));
  layout::Pages pages;
  pages.pages.push_back(std::move(page));
  tag(pages);
  return pages;
}

pdf::PdfFacts facts(std::size_t i, pdf::Profile profile = pdf::Profile::pdfa_3b) {
  pdf::PdfFacts made;
  made.profile = profile;
  made.title = "Bằng khen – " + name_of(i);
  made.subject = "Khen thưởng phòng, chống dịch COVID-19";
  made.author = "Ủy ban nhân dân tỉnh Quảng Nam";
  made.date = Date::make(2021, 12, 15).value();
  made.template_digest = std::string(64, 'a');
  document::Attachment attachment;
  attachment.name = "du-lieu.xml";
  attachment.bytes =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<bang-khen so=\"" + std::to_string(i) + "\">\n  <ho-ten>" +
      name_of(i) +
      "</ho-ten>\n  <don-vi>Trung tâm Y tế huyện Nam Giang</don-vi>\n  <noi-dung>Đã có thành tích xuất sắc "
      "trong công tác "
      "phòng, chống dịch bệnh COVID-19 trên địa bàn tỉnh Quảng Nam năm 2021</noi-dung>\n</bang-khen>\n";
  made.attachments.push_back(std::move(attachment));
  return made;
}

constexpr std::size_t people = 1000;

void exact(benchmark::State& state, pdf::Profile profile) {
  const pdf::PdfCache cache(fonts());
  std::vector<layout::Pages> pages;
  for (std::size_t i = 0; i < people; ++i)
    pages.push_back(certificate(i));
  std::size_t i = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    bytes = pdf::write_pdf(pages[i % people], facts(i % people, profile), cache).value().size();
    ++i;
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK_CAPTURE(exact, 3b, pdf::Profile::pdfa_3b);
BENCHMARK_CAPTURE(exact, 3a, pdf::Profile::pdfa_3a);

void exact_floor(benchmark::State& state) {
  bench::FloorWriter writer(fonts());
  std::vector<bench::FloorPage> pages;
  for (std::size_t i = 0; i < people; ++i)
    pages.push_back(bench::floor_page(certificate(i)));
  std::size_t i = 0;
  std::size_t bytes = 0;
  for (auto _ : state)
    bytes = writer.exact(pages[i++ % people]).size();
  state.SetItemsProcessed(state.iterations());
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(exact_floor);

void batch(benchmark::State& state, pdf::Profile profile) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    const pdf::PdfCache cache(fonts());
    std::vector<layout::Pages> pages;
    for (std::size_t i = 0; i < people; ++i)
      pages.push_back(certificate(i));
    state.ResumeTiming();
    pdf::BatchWriter writer(cache);
    for (std::size_t i = 0; i < people; ++i)
      if (!writer.add(pages[i], facts(i, profile))) state.SkipWithError("add");
    if (!writer.seal()) state.SkipWithError("seal");
    for (std::size_t i = 0; i < people; ++i)
      bytes = writer.write(i).value().size();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(people));
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK_CAPTURE(batch, 3b, pdf::Profile::pdfa_3b)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(batch, 3a, pdf::Profile::pdfa_3a)->Unit(benchmark::kMillisecond);

void batch_floor(benchmark::State& state) {
  std::vector<bench::FloorPage> pages;
  for (std::size_t i = 0; i < people; ++i)
    pages.push_back(bench::floor_page(certificate(i)));
  std::size_t bytes = 0;
  for (auto _ : state) {
    bench::FloorWriter writer(fonts());
    for (const bench::FloorPage& page : pages)
      writer.add(page);
    writer.seal();
    for (std::size_t i = 0; i < people; ++i)
      bytes = writer.write(i).size();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(people));
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(batch_floor)->Unit(benchmark::kMillisecond);

void merged(benchmark::State& state) {
  const pdf::PdfCache cache(fonts());
  std::vector<layout::Pages> pages;
  for (std::size_t i = 0; i < people; ++i)
    pages.push_back(certificate(i));
  std::size_t bytes = 0;
  for (auto _ : state) {
    pdf::PrintFile print(cache, {});
    for (const layout::Pages& page : pages) {
      if (!print.add(page)) state.SkipWithError("add");
    }
    bytes = print.finish(facts(0)).value().size();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(people));
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(merged)->Unit(benchmark::kMillisecond);

}  // namespace
