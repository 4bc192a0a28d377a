#include <cstdlib>
#include <string>

#include <benchmark/benchmark.h>

#include "sovang/layout/layout.h"

namespace {

using namespace sovang;  // NOLINT(google-build-using-namespace): a program of its own
using document::Block;
using document::Length;

const layout::FontBook& fonts() {
  static const layout::FontBook book = [] {
    Diagnostics diagnostics;
    Result<layout::FontBook> loaded =
        layout::FontBook::load(std::string(SOVANG_SOURCE_DIR) + "/fonts", diagnostics);
    if (!loaded) std::abort();
    return *std::move(loaded);
  }();
  return book;
}

document::Document empty_document(double width, double height) {
  document::Document document;
  document.boxes.emplace_back();
  document.sources.emplace_back();
  document.text_styles.emplace_back();
  document.paragraph_styles.emplace_back();
  document::PageMaster master;
  master.width = Length::mm(width);
  master.height = Length::mm(height);
  master.margin = {Length::mm(20), Length::mm(15), Length::mm(20), Length::mm(30)};
  document.masters.push_back(master);
  document.sequences.emplace_back();
  return document;
}

Block paragraph(std::string text, std::uint32_t style = 0) {
  document::TextRun run;
  run.text = std::move(text);
  run.style = document::TextStyleId{style};
  Block block;
  block.content = document::Paragraph{document::ParagraphStyleId{style}, document::TextStyleId{style}, {run}};
  return block;
}

document::Cell cell(std::string text) {
  document::Cell made;
  made.text_only = true;
  made.children.push_back(paragraph(std::move(text)));
  return made;
}

/// A list as in a decision: header on each page, groups, sums carried.
document::Document list_of(int rows) {
  document::Document document = empty_document(210, 297);
  document::Table table;
  table.rules = document::Table::Rules::all;
  table.rule = {document::LineStyle::solid, Length::pt(0.5), {}};
  const auto mm = [](double width) {
    return document::Size{document::Size::Kind::absolute, Length::mm(width), 0};
  };
  table.columns = {{mm(12), {}, ""},
                   {mm(56), {}, ""},
                   {{document::Size::Kind::fraction, {}, 1'000'000}, {}, ""},
                   {mm(32), {}, ""}};
  document::Row header;
  for (const char* text :
       {"TT", "Họ và tên, tên tập thể", "Chức vụ, đơn vị công tác", "Tiền thưởng (đồng)"}) {
    header.cells.push_back(cell(text));
  }
  table.headers.push_back({document::Table::HeaderOn::all, {header}});
  document::Row foot;
  foot.cells.push_back(cell("Cộng chuyển sang trang sau"));
  foot.cells[0].column_span = 3;
  foot.cells.emplace_back();
  document::LateText sum;
  sum.function = document::LateText::Function::tally;
  sum.argument = "amount";
  Block printed;
  printed.content = document::Paragraph{{}, {}, {sum}};
  foot.cells[1].children.push_back(printed);
  table.footers.push_back({document::Table::FooterOn::on_break, {foot}});
  const char* families[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Công Tằng Tôn Nữ"};
  const char* given[] = {"Ánh", "Đức Ân", "Thị Hồng", "Phương Khánh", "Minh", "Thanh Tùng", "Xuân Diệu"};
  for (int i = 0; i < rows; ++i) {
    document::Row row;
    row.cells.push_back(cell(std::to_string(i + 1)));
    row.cells.push_back(cell(std::string("Bà ") + families[i % 7] + " " + given[i / 7 % 7]));
    row.cells.push_back(cell("Điều dưỡng trưởng khoa số " + std::to_string(i % 90) +
                             ", Bệnh viện Đa khoa khu vực miền núi phía Bắc tỉnh Quảng Nam"));
    row.cells.push_back(cell("1.490.000"));
    row.tallies = {{"amount", 1'490'000}};
    table.rows.push_back(std::move(row));
  }
  Block block;
  block.content = std::move(table);
  document.sequences[0].children.push_back(std::move(block));
  return document;
}

/// The data layer of a certificate: five frames, one of them fitted.
document::Document certificate(int number) {
  document::Document document = empty_document(420, 297);
  for (const double size : {34.0, 18.0, 14.0, 16.0}) {
    document::TextStyle text;
    text.size = Length::pt(size);
    text.bold = true;
    document.text_styles.push_back(text);
    document::ParagraphStyle style;
    style.align = document::Align::center;
    style.wrap = document::Wrap::balance;
    document.paragraph_styles.push_back(style);
  }
  document.masters[0].frames_key = "certificate";
  const auto frame = [&](double x, double y, double width, document::Blocks children, bool fits) {
    document::Frame made;
    made.x = Length::mm(x);
    made.y = Length::mm(y);
    made.width = {document::Size::Kind::absolute, Length::mm(width), 0};
    made.height = {document::Size::Kind::absolute, Length::mm(60), 0};
    made.fit = fits ? document::Frame::Fit::condense_shrink : document::Frame::Fit::none;
    made.max_lines = 2;
    made.children = std::move(children);
    Block block;
    block.content = std::move(made);
    return block;
  };
  document::Blocks& all = document.sequences[0].children;
  all.push_back(frame(60, 134, 300, {paragraph("Bà NGUYỄN THỊ ÁNH " + std::to_string(number), 1)}, true));
  all.push_back(
      frame(60, 159, 300, {paragraph("Điều dưỡng trưởng, Bệnh viện Đa khoa tỉnh Quảng Nam", 2)}, true));
  all.push_back(
      frame(60, 180, 300,
            {paragraph("Đã có thành tích xuất sắc trong phong trào thi đua đặc biệt phòng, chống và chiến "
                       "thắng đại dịch COVID-19 trên địa bàn tỉnh",
                       2)},
            false));
  all.push_back(frame(40, 225, 150,
                      {paragraph("Quyết định số 3605/QĐ-UBND ngày 05 tháng 12 năm 2021", 3),
                       paragraph("Vào sổ vàng số: " + std::to_string(number), 3)},
                      false));
  all.push_back(frame(240, 205, 140,
                      {paragraph("Quảng Nam, ngày 05 tháng 12 năm 2021", 4), paragraph("KT. CHỦ TỊCH", 4),
                       paragraph("PHÓ CHỦ TỊCH", 4), paragraph("Trần Thị Minh Hạnh", 4)},
                      false));
  return document;
}

void lay_out_list(benchmark::State& state) {
  const document::Document document = list_of(static_cast<int>(state.range(0)));
  std::size_t pages = 0;
  for (auto _ : state) {
    layout::LayoutCache cache;
    Diagnostics diagnostics;
    const Result<layout::Pages> laid_out = layout::lay_out(document, fonts(), cache, diagnostics);
    if (!laid_out) std::abort();
    pages = laid_out->pages.size();
  }
  state.counters["pages"] = static_cast<double>(pages);
}
BENCHMARK(lay_out_list)->Arg(300)->Arg(3000)->Arg(6000)->Unit(benchmark::kMillisecond);

void lay_out_certificate(benchmark::State& state) {
  layout::LayoutCache cache;
  const document::Document document = certificate(17);
  for (auto _ : state) {
    Diagnostics diagnostics;
    benchmark::DoNotOptimize(layout::lay_out(document, fonts(), cache, diagnostics));
  }
}
BENCHMARK(lay_out_certificate)->Unit(benchmark::kMicrosecond);

}  // namespace
