#include "sovang/dossier/found_list.h"

#include "sovang/exchange/table_writer.h"
#include "sovang/text/dates.h"

namespace sovang::dossier {
namespace {

std::string_view kind_word(archive::Hit::Kind kind) {
  switch (kind) {
    case archive::Hit::Kind::person:
      return "Cá nhân";
    case archive::Hit::Kind::unit:
      return "Tập thể";
    case archive::Hit::Kind::decision:
      return "Văn bản";
  }
  return {};
}

std::string_view state_word(archive::RecordState state) {
  switch (state) {
    case archive::RecordState::issued:
      return "Còn hiệu lực";
    case archive::RecordState::corrected:
      return "Đã đính chính";
    case archive::RecordState::revoked:
      return "Đã thu hồi";
    case archive::RecordState::disposed:
      return "Đã tiêu hủy";
  }
  return {};
}

exchange::PlainTable list_of(const archive::Hits& found) {
  exchange::PlainTable table;
  table.name = "Kết quả tra cứu";
  table.columns = {
      {"STT", 6},         {"Loại", 10},           {"Họ tên, tên tập thể", 34}, {"Chức vụ", 24},
      {"Đơn vị", 40},     {"Hình thức khen", 44}, {"Số quyết định", 18},       {"Ngày ký", 12},
      {"Số sổ vàng", 14}, {"Trạng thái", 16},     {"Phong trào", 40},          {"Thành tích", 60}};
  for (const archive::Hit& hit : found.hits) {
    table.rows.push_back({std::to_string(table.rows.size() + 1), std::string(kind_word(hit.kind)), hit.name,
                          hit.title, hit.unit, hit.award, hit.decision, text::table_date(hit.date),
                          hit.book_number, std::string(state_word(hit.state)), hit.movement, hit.reason});
  }
  return table;
}

}  // namespace

Result<Bytes> list_as_xlsx(const archive::Hits& found, Date date) {
  return exchange::write_xlsx(list_of(found), date);
}

Bytes list_as_csv(const archive::Hits& found) {
  return exchange::write_csv(list_of(found));
}

}  // namespace sovang::dossier
