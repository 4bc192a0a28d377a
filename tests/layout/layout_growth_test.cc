// A list of twice as many rows costs twice as much: counted in allocations and bytes, which are the same in
// every run, not in time. `bench/layout_instructions` counts instructions.
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <string>

#include <gtest/gtest.h>
#include <malloc.h>

#include "build.h"

namespace {

std::atomic<std::size_t> allocations{0};
std::atomic<std::size_t> bytes{0};
std::atomic<std::size_t> live{0};
std::atomic<std::size_t> peak{0};

void* counted(std::size_t size) {
  void* memory = std::malloc(std::max<std::size_t>(size, 1));
  if (memory == nullptr) std::abort();
  const std::size_t real = malloc_usable_size(memory);
  ++allocations;
  bytes += real;
  const std::size_t now = live += real;
  if (now > peak) peak = now;
  return memory;
}

void released(void* memory) {
  if (memory != nullptr) live -= malloc_usable_size(memory);
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void operator delete(void* memory) noexcept {
  released(memory);
}
void operator delete[](void* memory) noexcept {
  released(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  released(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  released(memory);
}

namespace sovang::layout {
namespace {

using document::Row;
using document::Table;
using testing::Builder;

/// A decision's list: header, groups, sums carried; now and then a row with a long text.
document::Document list_of(int rows, Table::SplitRows split) {
  Builder build;
  Table table;
  table.rules = Table::Rules::all;
  table.split_rows = split;
  table.columns = {{Builder::mm(15), {}, ""}, {Builder::fr(), {}, ""}, {Builder::mm(40), {}, ""}};
  table.headers.push_back({Table::HeaderOn::all, {Builder::row({"TT", "Họ và tên", "Tiền thưởng"})}});
  Row foot = Builder::row({"", "Cộng chuyển sang trang sau"});
  foot.cells.push_back(Builder::cell(""));
  foot.cells[2].children = {Builder::p({Builder::late(document::LateText::Function::tally, "n")})};
  table.footers.push_back({Table::FooterOn::on_break, {foot}});
  std::string long_text;
  for (int word = 0; word < 400; ++word)
    long_text += "thành tích ";
  for (int i = 0; i < rows; ++i) {
    if (i % 500 == 0) {
      table.rows.push_back(Builder::row({"", "Nhóm"}, Row::Kind::group));
      table.rows.back().cells.push_back(Builder::cell(""));
      table.rows.back().repeat = true;
    }
    table.rows.push_back(
        Builder::row({std::to_string(i % 100), i % 50 == 7 ? long_text : "Bà Nguyễn Thị Ánh", "1.490.000"}));
    table.rows.back().tallies = {{"n", 1'490'000}};
  }
  return build.with({Builder::block(std::move(table))});
}

struct Cost {
  std::size_t allocations = 0;
  std::size_t bytes = 0;
  std::size_t peak = 0;  ///< more than before, while laid out
};

Cost cost_of(int rows, Table::SplitRows split) {
  const document::Document document = list_of(rows, split);
  LayoutCache cache;
  Diagnostics diagnostics;
  const Cost before{allocations, bytes, live};
  peak = live.load();
  const Result<Pages> pages = lay_out(document, testing::fonts(), cache, diagnostics);
  EXPECT_TRUE(pages);
  return {allocations - before.allocations, bytes - before.bytes, peak - before.peak};
}

class Growth : public ::testing::TestWithParam<Table::SplitRows> {};

TEST_P(Growth, IsLinearInTheRowsOfAList) {
  static_cast<void>(cost_of(300, GetParam()));  // so that words and faces are there already
  const Cost half = cost_of(3000, GetParam());
  const Cost whole = cost_of(6000, GetParam());
  const auto ratio = [](std::size_t of_whole, std::size_t of_half) {
    return static_cast<double>(of_whole) / static_cast<double>(of_half);
  };
  EXPECT_LE(ratio(whole.allocations, half.allocations), 2.1);
  EXPECT_LE(ratio(whole.bytes, half.bytes), 2.1);
  EXPECT_LE(ratio(whole.peak, half.peak), 2.1);
}

INSTANTIATE_TEST_SUITE_P(Lists, Growth,
                         ::testing::Values(Table::SplitRows::if_taller, Table::SplitRows::yes));

}  // namespace
}  // namespace sovang::layout
