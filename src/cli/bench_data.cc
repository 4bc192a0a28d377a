#include "bench_data.h"

#include <array>
#include <string>
#include <utility>

namespace sovang::cli {
namespace {

using document::RecordFields;
using document::Value;
using document::ValueList;

constexpr std::array family{"Nguyễn", "Trần", "Lê",  "Phạm",  "Huỳnh", "Võ",
                            "Đặng",   "Bùi",  "Ngô", "Dương", "Alăng", "Công Tằng Tôn Nữ"};
constexpr std::array middle{"Thị Bích", "Văn", "Đình Quốc", "Thị Ánh", "Hữu", "Xuân", "Thị Mỹ"};
constexpr std::array given{"Hạnh",  "Dũng", "Phượng", "Kiệt",  "Thủy", "Ơn", "Yến",
                           "Nghĩa", "Lộc",  "Tẩm",    "Quỳnh", "Ử",    "Vỹ"};
constexpr std::array posts{"Bác sĩ", "Điều dưỡng trưởng", "Trạm trưởng Trạm Y tế", "Chuyên viên",
                           "Kế toán trưởng"};
constexpr std::array units{"Trung tâm Y tế huyện Nam Trà My", "Bệnh viện Đa khoa khu vực miền núi phía Bắc",
                           "Ủy ban nhân dân xã Bình Trị, huyện Thăng Bình",
                           "Khoa Hồi sức tích cực - Chống độc, Bệnh viện Đa khoa tỉnh"};
constexpr const char* citation =
    "Đã có thành tích xuất sắc trong phong trào thi đua đặc biệt “Đoàn kết, chung sức, đồng lòng thi đua "
    "phòng, "
    "chống và chiến thắng đại dịch”";
constexpr std::int64_t bonus = 1'490'000;

std::string name_of(std::size_t i) {
  return std::string(family[i % family.size()]) + ' ' + middle[i % middle.size()] + ' ' +
         given[i % given.size()];
}

Value texts(std::initializer_list<const char*> items) {
  ValueList out;
  for (const char* item : items)
    out.emplace_back(item);
  return Value::list(std::move(out));
}

Value authority() {
  return Value::record({{"head", "Chủ tịch Ủy ban nhân dân tỉnh Thử Nghiệm"},
                        {"body", "Ủy ban nhân dân tỉnh Thử Nghiệm"},
                        {"addressed", "Chủ tịch Ủy ban nhân dân tỉnh"}});
}

Value award() {
  return Value::record({{"name", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"},
                        {"full_name", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Thử Nghiệm"},
                        {"object", "Bằng khen"},
                        {"reason", "đã có thành tích xuất sắc trong phong trào thi đua đặc biệt"}});
}

Value paper() {
  return Value::record(
      {{"number", "1288/QĐ-UBND"},
       {"date", *Date::make(2022, 5, 20)},
       {"place", "Thử Nghiệm"},
       {"abstract", "Về việc tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"},
       {"addressees", Value::list({})},
       {"legal_bases",
        texts({"Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003",
               "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 912/TTr-SNV ngày 16 tháng 5 năm 2022"})},
       {"executors", texts({"Chánh Văn phòng Ủy ban nhân dân tỉnh", "Giám đốc Sở Nội vụ"})},
       {"recipients", texts({"Như Điều 4"})},
       {"file_mark", "VT"},
       {"signature", Value::record({{"lines", texts({"CHỦ TỊCH"})}, {"name", "Nguyễn Văn An"}})}});
}

RecordFields row(std::size_t i, int seq) {
  return {{"seq", Value(seq)},
          {"register", Value(static_cast<std::int64_t>(i) + 1)},
          {"kind", "individual"},
          {"salutation", i % 2 == 0 ? "Bà" : "Ông"},
          {"name", name_of(i)},
          {"title", posts[i % posts.size()]},
          {"unit", units[i % units.size()]},
          {"award", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"},
          {"citation", citation},
          {"amount", Value(bonus)}};
}

}  // namespace

Value bench_certificate(std::size_t i) {
  RecordFields fields = row(i, 1);
  fields.emplace_back("code", "7K2M-Q9TD-" + std::to_string(100'000 + i));
  return Value::record({{"authority", authority()},
                        {"paper", paper()},
                        {"award", award()},
                        {"certificate", Value::record({{"verify_base", "HTTPS://THIDUA.EXAMPLE/X/"}})},
                        {"rows", Value::list({Value::record(std::move(fields))})}});
}

Value bench_decision(std::size_t rows) {
  ValueList list;
  constexpr std::size_t group_size = 40;
  for (std::size_t i = 0; i < rows; ++i) {
    RecordFields fields = row(i, static_cast<int>(i) + 1);
    fields.emplace_back("group", "Khối thi đua số " + std::to_string(i / group_size + 1));
    fields.emplace_back("achievements", Value::list({}));
    fields.emplace_back("multiplier", document::Decimal{10, 1});
    list.push_back(Value::record(std::move(fields)));
  }
  return Value::record(
      {{"authority", authority()},
       {"issuer", Value::record({{"name", "Ủy ban nhân dân tỉnh Thử Nghiệm"}})},
       {"paper", paper()},
       {"movement", Value::record({{"name", "phong trào thi đua đặc biệt"}, {"contents", Value::list({})}})},
       {"award", award()},
       {"fund", Value::record({{"name", "Quỹ Thi đua, khen thưởng tỉnh"}, {"year", Value(2022)}})},
       {"rows", Value::list(std::move(list))}});
}

}  // namespace sovang::cli
