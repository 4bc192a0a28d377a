// Letters: NFC check, search keys, detection and sorting of names, beside a floor (memcpy of the same bytes)
// and beside ICU doing the same work the usual way.
#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "sovang/text/legacy.h"
#include "sovang/text/normal.h"
#include "sovang/text/order.h"
#include "sovang/text/search_keys.h"

namespace {

constexpr std::string_view sentences[] = {
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Tặng Bằng khen cho 15 tập thể và 32 cá nhân đã có thành tích xuất sắc trong công tác phòng, chống dịch.",
    "Vận động nhân dân đóng góp hơn 250 triệu đồng cho quỹ vắc xin.",
    "Trong năm qua, đơn vị đã hoàn thành xuất sắc nhiệm vụ được giao.",
    "Lực lượng vũ trang địa phương luôn là chỗ dựa vững chắc của nhân dân.",
    "Hội đồng Thi đua - Khen thưởng huyện Duy Xuyên, tỉnh Quảng Nam",
    "Bà Nguyễn Thị Hường, giáo viên trường tiểu học, đã vận động phụ huynh may khẩu trang.",
    "Kỷ niệm chương, Huân chương Lao động hạng Nhì; số 3000/QĐ-UBND, quý III năm 2021",
};

std::vector<std::string> lines() {
  std::vector<std::string> all;
  for (int i = 0; i < 64; ++i)
    for (const std::string_view sentence : sentences)
      all.emplace_back(sentence);
  return all;
}

std::string paragraph() {
  std::string text;
  for (const std::string& line : lines())
    (text += text.empty() ? "" : "\n") += line;
  return text;
}

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * static_cast<std::int64_t>(state.iterations()));
}

std::size_t size_of(const std::vector<std::string>& all) {
  std::size_t bytes = 0;
  for (const std::string& line : all)
    bytes += line.size();
  return bytes;
}

void floor_memcpy(benchmark::State& state) {
  const std::string text = paragraph();
  std::string copy(text.size(), ' ');
  for (auto _ : state) {
    std::copy(text.begin(), text.end(), copy.begin());
    benchmark::DoNotOptimize(copy.data());
    benchmark::ClobberMemory();
  }
  count_bytes(state, text.size());
}
BENCHMARK(floor_memcpy);

void nfc_quick_check(benchmark::State& state) {
  const std::string text = paragraph();
  for (auto _ : state)
    benchmark::DoNotOptimize(sovang::text::is_nfc(text));
  count_bytes(state, text.size());
}
BENCHMARK(nfc_quick_check);

void nfc_quick_check_by_line(benchmark::State& state) {
  const std::vector<std::string> all = lines();
  for (auto _ : state)
    for (const std::string& line : all)
      benchmark::DoNotOptimize(sovang::text::is_nfc(line));
  count_bytes(state, size_of(all));
}
BENCHMARK(nfc_quick_check_by_line);

void peer_icu_nfc_check(benchmark::State& state) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  const std::string text = paragraph();
  for (auto _ : state)
    benchmark::DoNotOptimize(nfc->isNormalizedUTF8(text, status));
  count_bytes(state, text.size());
}
BENCHMARK(peer_icu_nfc_check);

void keys(benchmark::State& state) {
  const std::vector<std::string> all = lines();
  for (auto _ : state)
    for (const std::string& line : all)
      benchmark::DoNotOptimize(sovang::text::search_keys(line));
  count_bytes(state, size_of(all));
}
BENCHMARK(keys);

void keys_of_tokens(benchmark::State& state) {
  const std::vector<std::string> all = lines();
  for (auto _ : state)
    for (const std::string& line : all)
      benchmark::DoNotOptimize(sovang::text::search_tokens(line));
  count_bytes(state, size_of(all));
}
BENCHMARK(keys_of_tokens);

void peer_icu_transliterator(benchmark::State& state) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> fold(
      icu::Transliterator::createInstance("NFD; [:Mn:] Remove; NFC", UTRANS_FORWARD, status));
  const std::vector<std::string> all = lines();
  for (auto _ : state) {
    for (const std::string& line : all) {
      icu::UnicodeString text = icu::UnicodeString::fromUTF8(line);
      fold->transliterate(text);
      std::string out;
      text.toUTF8String(out);
      benchmark::DoNotOptimize(out);
    }
  }
  count_bytes(state, size_of(all));
}
BENCHMARK(peer_icu_transliterator);

void detect_good_lines(benchmark::State& state) {
  const std::vector<std::string> all = lines();
  for (auto _ : state)
    for (const std::string& line : all)
      benchmark::DoNotOptimize(sovang::text::detect_legacy(line));
  count_bytes(state, size_of(all));
}
BENCHMARK(detect_good_lines);

void detect_good_paragraph(benchmark::State& state) {
  const std::string text = paragraph();
  for (auto _ : state)
    benchmark::DoNotOptimize(sovang::text::detect_legacy(text));
  count_bytes(state, text.size());
}
BENCHMARK(detect_good_paragraph);

void detect_tcvn3(benchmark::State& state) {
  const std::string text =
      "TÆng B»ng khen cho 15 tËp thÓ vµ 32 c¸ nh©n ®· cã thµnh tÝch xuÊt s¾c trong c«ng t¸c phßng";
  for (auto _ : state)
    benchmark::DoNotOptimize(sovang::text::detect_legacy(text));
  count_bytes(state, text.size());
}
BENCHMARK(detect_tcvn3);

void decode_tcvn3(benchmark::State& state) {
  const std::string text =
      "TÆng B»ng khen cho 15 tËp thÓ vµ 32 c¸ nh©n ®· cã thµnh tÝch xuÊt s¾c trong c«ng t¸c phßng";
  for (auto _ : state)
    benchmark::DoNotOptimize(sovang::text::decode_legacy(text, sovang::text::LegacyScheme::tcvn3));
  count_bytes(state, text.size());
}
BENCHMARK(decode_tcvn3);

// 100,000 names of plausible parts, in an order that is none; about as many are alike as in a province.
std::vector<std::string> names() {
  constexpr std::string_view families[] = {
      "Nguyễn",   "Trần",      "Lê",   "Phạm",  "Huỳnh", "Phan", "Võ",   "Đặng",  "A Lăng",
      "Zơrâm",    "Ông",       "Hồ",   "Đinh",  "Bùi",   "Đỗ",   "Ngô",  "Lý",    "Cao",
      "Bh'nướch", "Trương",    "Đoàn", "Trịnh", "Lương", "Mai",  "Thái", "Châu",  "Tô",
      "Tạ",       "Hoàng Phủ", "Doãn", "Kiều",  "Ung",   "Tăng", "Văn",  "Phùng", "Pơloong"};
  constexpr std::string_view firsts[] = {"Văn",  "Thị",  "Hữu",  "Đức",  "Minh",
                                         "Ngọc", "Quốc", "Xuân", "Công", "Thanh"};
  constexpr std::string_view seconds[] = {"Kim",  "Thùy",  "Bảo",   "Anh",  "Hồng",  "Mỹ",
                                          "Như",  "Phước", "Thiên", "Hoài", "Tuấn",  "Khánh",
                                          "Diệu", "Bích",  "Quang", "Gia",  "Trọng", "Viết"};
  constexpr std::string_view givens[] = {
      "An",    "Ánh",   "Ân",   "Bình",   "Cường", "Dũng",  "Đức",  "Hà",    "Hòa",   "Hoà",   "Hóa",
      "Khoẻ",  "Lan",   "Mỹ",   "Nguyệt", "Phước", "Quý",   "Thủy", "Thuỷ",  "Vy",    "Yến",   "Bào",
      "Chi",   "Dừa",   "Đạt",  "Giàu",   "Hạnh",  "Hiếu",  "Hùng", "Huyền", "Khang", "Khôi",  "Kiên",
      "Liên",  "Lộc",   "Long", "Mẫn",    "Nam",   "Ngân",  "Nhàn", "Oanh",  "Phú",   "Quang", "Quyền",
      "Sơn",   "Sương", "Tài",  "Tâm",    "Thanh", "Thơ",   "Thụ",  "Tiến",  "Toán",  "Trang", "Trâm",
      "Tuyền", "Uyên",  "Ước",  "Vấn",    "Vĩ",    "Vương", "Xanh", "Xuyến", "Ý"};
  std::vector<std::string> all;
  std::uint32_t random = 12345;
  const auto pick = [&random](const auto& table) {
    random = random * 1664525U + 1013904223U;
    return std::string(table[(random >> 8U) % std::size(table)]);
  };
  for (int i = 0; i < 100'000; ++i) {
    std::string name = pick(families) + ' ' + pick(firsts) + ' ';
    name += i % 2 == 0 ? pick(seconds) + ' ' : "";
    all.push_back(name + pick(givens));
  }
  return all;
}

void name_sort_keys(benchmark::State& state) {
  const std::vector<std::string> all = names();
  for (auto _ : state)
    for (const std::string& name : all)
      benchmark::DoNotOptimize(sovang::text::name_sort_key(name));
  count_bytes(state, size_of(all));
}
BENCHMARK(name_sort_keys)->Unit(benchmark::kMillisecond);

void sort_100000_names(benchmark::State& state) {
  const std::vector<std::string> unsorted = names();
  for (auto _ : state)
    benchmark::DoNotOptimize(sovang::text::order_of_names(unsorted));
}
BENCHMARK(sort_100000_names)->Unit(benchmark::kMillisecond);

void peer_icu_collator_each_time(benchmark::State& state) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> collator(icu::Collator::createInstance(icu::Locale("vi"), status));
  const std::vector<std::string> unsorted = names();
  for (auto _ : state) {
    std::vector<std::string> all = unsorted;
    std::sort(all.begin(), all.end(), [&](const std::string& a, const std::string& b) {
      return collator->compareUTF8(a, b, status) == UCOL_LESS;
    });
    benchmark::DoNotOptimize(all);
  }
}
BENCHMARK(peer_icu_collator_each_time)->Unit(benchmark::kMillisecond);

std::vector<icu::StringPiece> pieces(const std::string& name) {
  std::vector<icu::StringPiece> tokens;
  for (std::size_t begin = 0; begin < name.size();) {
    const std::size_t end = std::min(name.find(' ', begin), name.size());
    tokens.emplace_back(name.data() + begin, static_cast<std::int32_t>(end - begin));
    begin = end + 1;
  }
  std::rotate(tokens.begin(), tokens.end() - 1, tokens.end());
  return tokens;
}

// The order that offices expect, with ICU: the given name first, token by token (VT-55, VT-58). It still
// knows nothing of mark positions, titles and ties.
void peer_icu_collator_each_time_same_order(benchmark::State& state) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Collator> collator(icu::Collator::createInstance(icu::Locale("vi"), status));
  collator->setStrength(icu::Collator::SECONDARY);
  collator->setAttribute(UCOL_ALTERNATE_HANDLING, UCOL_SHIFTED, status);
  collator->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
  const std::vector<std::string> unsorted = names();
  for (auto _ : state) {
    std::vector<std::string> all = unsorted;
    std::sort(all.begin(), all.end(), [&](const std::string& a, const std::string& b) {
      const std::vector<icu::StringPiece> as = pieces(a), bs = pieces(b);
      for (std::size_t i = 0; i < std::min(as.size(), bs.size()); ++i) {
        const UCollationResult order = collator->compareUTF8(as[i], bs[i], status);
        if (order != UCOL_EQUAL) return order == UCOL_LESS;
      }
      return as.size() < bs.size();
    });
    benchmark::DoNotOptimize(all);
  }
}
BENCHMARK(peer_icu_collator_each_time_same_order)->Unit(benchmark::kMillisecond);

}  // namespace
