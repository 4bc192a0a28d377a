#include "sovang/dossier/found_list.h"

#include <algorithm>
#include <utility>

#include "sovang/document/value.h"
#include "sovang/exchange/table_writer.h"
#include "sovang/pdf/writer.h"
#include "sovang/text/casing.h"
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

document::Value text_or_nothing(const std::string& text) {
  return text.empty() ? document::Value() : document::Value(text);
}

document::Value row_of(const archive::Hit& hit) {
  std::string state;  // said only where it is not as one expects
  if (hit.state != archive::RecordState::issued) state = text::lower(state_word(hit.state));
  return document::Value::record({{"name", hit.name},
                                  {"title", text_or_nothing(hit.title)},
                                  {"unit", text_or_nothing(hit.unit == hit.name ? "" : hit.unit)},
                                  {"award", text_or_nothing(hit.award)},
                                  {"decision", text_or_nothing(hit.decision)},
                                  {"date", hit.date},
                                  {"book", text_or_nothing(hit.book_number)},
                                  {"state", text_or_nothing(state)}});
}

}  // namespace

Result<Bytes> list_as_pdf(const archive::Hits& found, const ListHead& head, const Forms& forms,
                          Diagnostics& diagnostics) {
  if (found.hits.empty()) return fail(ErrorCode::findings, "không có kết quả nào để in");
  document::ValueList rows;
  for (const archive::Hit& hit : found.hits)
    rows.push_back(row_of(hit));
  const document::Value data =
      document::Value::record({{"office", head.office.empty() ? std::string("cơ quan") : head.office},
                               {"words", head.words},
                               {"date", head.date},
                               {"total", static_cast<std::int64_t>(std::max(found.total, found.hits.size()))},
                               {"rows", document::Value::list(std::move(rows))}});
  const document::Template* form = SOVANG_TRY(forms.form("ket-qua-tra-cuu", diagnostics));
  const LaidOutPaper paper =
      SOVANG_TRY_WITHIN(forms.lay_out(*form, data, head.date, RenderOptions(), diagnostics),
                        "lập danh sách kết quả theo mẫu ket-qua-tra-cuu");
  return pdf::write_pdf(paper.pages, paper.facts, forms.pdf_cache());
}

Result<Bytes> list_as_xlsx(const archive::Hits& found, Date date) {
  return exchange::write_xlsx(list_of(found), date);
}

Bytes list_as_csv(const archive::Hits& found) {
  return exchange::write_csv(list_of(found));
}

}  // namespace sovang::dossier
