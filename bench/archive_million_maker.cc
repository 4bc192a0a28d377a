#include <array>
#include <string_view>
#include <utility>

#include "archive_million.h"

namespace sovang::bench {
namespace {

struct Weighted {
  std::string_view word;
  int weight;
};

constexpr auto family = std::to_array<Weighted>({
    {"Nguyễn", 350}, {"Trần", 115}, {"Lê", 95},     {"Phạm", 60},   {"Huỳnh", 45}, {"Võ", 45},
    {"Phan", 45},    {"Đặng", 23},  {"Bùi", 20},    {"Đỗ", 14},     {"Hồ", 15},    {"Ngô", 13},
    {"Dương", 10},   {"Lý", 6},     {"Đoàn", 10},   {"Trương", 14}, {"Đinh", 9},   {"Hoàng", 15},
    {"Vũ", 8},       {"Mai", 6},    {"Lương", 5},   {"Cao", 4},     {"Tạ", 3},     {"Châu", 3},
    {"Văn", 3},      {"Thái", 3},   {"Hứa", 3},     {"Tô", 2},      {"Alăng", 4},  {"Bling", 3},
    {"Zơ Râm", 3},   {"Ating", 2},  {"Pơloong", 3}, {"Hiên", 2},    {"Coor", 1},
});
constexpr auto middle = std::to_array<Weighted>({
    {"Thị", 300}, {"Văn", 220},   {"Thanh", 45}, {"Ngọc", 45}, {"Đình", 35}, {"Minh", 40}, {"Hữu", 30},
    {"Đức", 35},  {"Quang", 30},  {"Xuân", 30},  {"Công", 25}, {"Quốc", 25}, {"Kim", 25},  {"Thu", 20},
    {"Hồng", 25}, {"Bích", 12},   {"Mỹ", 12},    {"Tấn", 20},  {"Viết", 10}, {"Anh", 15},  {"Hoàng", 20},
    {"Như", 8},   {"Phương", 14}, {"Trọng", 10}, {"Duy", 12},  {"Bá", 8},    {"Thế", 8},   {"Trung", 10},
});
constexpr std::string_view given =
    "An Anh Ánh Ân Bảo Bích Bình Bửu Ca Cảnh Châu Chi Chiến Chính Chung Công Cúc Cường Danh Diễm Diệp Diệu "
    "Dũng Dung "
    "Duy Duyên Dương Đài Đại Đào Đạo Đạt Đăng Điệp Định Đoan Đông Đồng Đức Gấm Giang Giàu Hà Hạ Hải Hạnh "
    "Hằng Hân Hậu "
    "Hiên Hiền Hiển Hiệp Hiếu Hoa Hòa Hoan Hoàn Hoàng Hoài Học Hồng Hợp Huân Huệ Hùng Huy Huyền Huỳnh Hưng "
    "Hương Hường "
    "Hữu Khải Khang Khanh Khánh Khiêm Khoa Khôi Khuê Kiên Kiều Kim Kỳ Lam Lan Lâm Lân Lệ Liên Liễu Linh Loan "
    "Lộc Lợi "
    "Long Luân Luận Lực Lương Ly Lý Mai Mạnh Mẫn Mận Minh Mơ Mỹ Nam Năm Nga Ngà Ngân Nghi Nghĩa Ngọc Nguyên "
    "Nguyệt "
    "Nhàn Nhân Nhi Nhiên Nhung Như Nở Oanh Phát Phi Phong Phú Phúc Phước Phụng Phương Phượng Quân Quang Quế "
    "Quốc Quý "
    "Quyên Quyết Quỳnh Sang Sáng Sâm Sen Sinh Sĩ Sơn Sương Tài Tâm Tân Tấn Tập Thạch Thái Thạnh Thanh Thành "
    "Thảo Thắm "
    "Thắng Thân Thế Thi Thiện Thiên Thịnh Thọ Thoa Thơ Thông Thu Thuận Thúy Thủy Thư Thương Thy Tiên Tiến "
    "Tín Tình Toàn "
    "Toản Trà Trang Trâm Trân Trí Triều Trinh Trọng Trúc Trung Trường Tú Tuấn Tuệ Tùng Tuyên Tuyến Tuyết "
    "Tường Tỵ Út "
    "Uyên Vân Văn Vi Việt Vinh Vĩnh Vọng Vũ Vui Vương Vy Xinh Xuân Xuyến Y Yên Yến";

constexpr auto places = std::to_array<std::string_view>({
    "Tam Kỳ",    "Hội An",    "Điện Bàn",   "Duy Xuyên",  "Đại Lộc",   "Thăng Bình", "Quế Sơn",
    "Núi Thành", "Phú Ninh",  "Tiên Phước", "Hiệp Đức",   "Nông Sơn",  "Đông Giang", "Tây Giang",
    "Nam Giang", "Phước Sơn", "Bắc Trà My", "Nam Trà My", "Cẩm Thanh", "Bình Minh",  "Đại Hồng",
    "Quế Lộc",   "Trà Giang", "Ba",         "Sông Kôn",
});
constexpr auto unit_forms = std::to_array<std::string_view>({
    "Ủy ban nhân dân huyện ",
    "Trung tâm Y tế huyện ",
    "Công an huyện ",
    "Ban Chỉ huy Quân sự huyện ",
    "Trường Trung học phổ thông ",
    "Trường Trung học cơ sở ",
    "Trường Tiểu học ",
    "Trường Mẫu giáo ",
    "Hội Liên hiệp Phụ nữ huyện ",
    "Hội Nông dân huyện ",
    "Phòng Giáo dục và Đào tạo huyện ",
    "Ủy ban Mặt trận Tổ quốc Việt Nam huyện ",
    "Huyện ủy ",
    "Trạm Y tế xã ",
    "Ủy ban nhân dân xã ",
    "Liên đoàn Lao động huyện ",
    "Huyện đoàn ",
    "Bệnh viện Đa khoa khu vực ",
    "Hợp tác xã Nông nghiệp ",
    "Công ty Trách nhiệm hữu hạn Một thành viên ",
    "Đồn Biên phòng ",
    "Hạt Kiểm lâm ",
    "Chi cục Thuế khu vực ",
    "Tòa án nhân dân huyện ",
});
constexpr auto departments = std::to_array<std::string_view>({
    "Sở Y tế",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Kế hoạch và Đầu tư",
    "Sở Khoa học và Công nghệ",
    "Sở Giáo dục và Đào tạo",
    "Sở Giao thông vận tải",
    "Sở Xây dựng",
    "Sở Công Thương",
    "Sở Tư pháp",
    "Sở Thông tin và Truyền thông",
    "Sở Tài nguyên và Môi trường",
    "Sở Nông nghiệp và Phát triển nông thôn",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Thanh tra tỉnh",
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh",
    "Công an tỉnh",
    "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
});
constexpr auto titles = std::to_array<std::string_view>({
    "Giám đốc",
    "Phó Giám đốc",
    "Trưởng phòng",
    "Phó Trưởng phòng",
    "Chuyên viên",
    "Bác sĩ",
    "Điều dưỡng",
    "Giáo viên",
    "Hiệu trưởng",
    "Phó Hiệu trưởng",
    "Chủ tịch Ủy ban nhân dân xã",
    "Bí thư Chi bộ",
    "Trưởng thôn",
    "Kế toán trưởng",
    "Thiếu tá, Đội trưởng",
    "Trung úy, Cán bộ",
    "Chi hội trưởng",
    "Nông dân",
    "Công nhân",
    "Lái xe",
    "Nhân viên y tế",
});
constexpr auto deeds = std::to_array<std::string_view>({
    "công tác phòng, chống dịch COVID-19",
    "phong trào thi đua xây dựng nông thôn mới",
    "công tác cải cách hành chính",
    "công tác giảm nghèo bền vững",
    "phong trào toàn dân bảo vệ an ninh Tổ quốc",
    "công tác dân vận khéo",
    "công tác quốc phòng, quân sự địa phương",
    "phong trào đền ơn đáp nghĩa",
    "công tác chuyển đổi số",
    "sự nghiệp giáo dục và đào tạo",
    "công tác chăm sóc, bảo vệ sức khỏe nhân dân",
    "công tác khuyến học, khuyến tài",
    "công tác phòng, chống thiên tai và tìm kiếm cứu nạn",
    "công tác bảo đảm trật tự an toàn giao thông",
    "công tác Hội và phong trào nông dân",
    "hoạt động nhân đạo, từ thiện",
    "công tác thu ngân sách nhà nước",
});

template <std::size_t n>
std::string_view pick(Numbers& numbers, const std::array<Weighted, n>& from) {
  int total = 0;
  for (const Weighted& one : from)
    total += one.weight;
  auto at = static_cast<int>(numbers.below(static_cast<std::size_t>(total)));
  for (const Weighted& one : from) {
    at -= one.weight;
    if (at < 0) return one.word;
  }
  return from.front().word;
}

std::vector<std::string_view> split(std::string_view words) {
  std::vector<std::string_view> out;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    out.push_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return out;
}

}  // namespace

std::uint64_t Numbers::next() {
  state_ ^= state_ >> 12U;
  state_ ^= state_ << 25U;
  state_ ^= state_ >> 27U;
  return (state_ * 0x2545F4914F6CDD1DULL) >> 16U;
}

DecisionMaker::DecisionMaker(std::uint64_t seed) : numbers_(seed) {
  for (const std::string_view department : departments)
    units_.emplace_back(department);
  for (const std::string_view form : unit_forms)
    for (const std::string_view place : places)
      units_.push_back(std::string(form) + std::string(place));
  for (const std::string_view deed : deeds) {
    for (int year = 2001; year <= 2025; ++year) {
      reasons_.push_back("Đã có thành tích xuất sắc trong " + std::string(deed) + " năm " +
                         std::to_string(year));
    }
    movements_.emplace_back(deed);
  }
}

std::string DecisionMaker::person() {
  static const std::vector<std::string_view> givens = split(given);
  // The commoner given names come first by the square.
  const std::size_t a = numbers_.below(givens.size());
  const std::size_t b = numbers_.below(givens.size());
  std::string out(pick(numbers_, family));
  out += " ";
  out += pick(numbers_, middle);
  if (numbers_.below(10) == 0) out += " " + std::string(givens[numbers_.below(givens.size())]);
  return out + " " + std::string(givens[(a * b / givens.size() * 37) % givens.size()]);
}

archive::Record DecisionMaker::next(std::size_t of) {
  const std::size_t i = made_++;
  archive::Record record;
  const int year = 2001 + static_cast<int>(i * 25 / of);
  const auto in_year = static_cast<int>(i % (of / 25 + 1));
  record.tenant = "qnam";
  record.id =
      "urn:sovang:qnam:qd:" + std::string("00000000000000000000000000").substr(std::to_string(i).size()) +
      std::to_string(i);
  record.number = std::to_string(in_year + 1) + "/QĐ-UBND";
  record.number_seq = in_year + 1;
  record.symbol = "QĐ-UBND";
  record.issued =
      Date::make(year, 1, 1)
          ->plus_days(static_cast<std::int64_t>(in_year) * 364 / static_cast<std::int64_t>(of / 25 + 1));
  record.signer_name = person();
  record.authority_name = "Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam";
  const std::size_t movement = numbers_.below(movements_.size());
  record.movement_id = domain::MovementId("M" + std::to_string(movement));
  record.movement_name = movements_[movement];
  record.subject = "Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
  const std::string& reason = reasons_[movement * 25 + static_cast<std::size_t>(year - 2001)];
  const std::size_t lines = 1 + numbers_.below(32) + numbers_.below(35);  // 33.5 on average
  for (std::size_t line = 0; line < lines; ++line) {
    archive::RecordLine one;
    one.seq = static_cast<int>(line) + 1;
    const std::size_t unit = numbers_.below(units_.size());
    one.unit_id = domain::UnitId("U" + std::to_string(unit));
    one.unit_name = units_[unit];
    const bool collective = numbers_.below(12) == 0;
    if (collective) one.kind = domain::RecipientKind::collective;
    one.name = collective ? units_[numbers_.below(units_.size())] : person();
    if (!collective) one.title = titles[numbers_.below(titles.size())];
    one.award = domain::AwardCode(collective ? "BKT-T" : "BKT-C");
    one.award_name = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
    one.reason = reason;
    one.book_number = "BK-" + std::to_string(line + 1) + "/" + std::to_string(year);
    record.lines.push_back(std::move(one));
  }
  return record;
}

}  // namespace sovang::bench
