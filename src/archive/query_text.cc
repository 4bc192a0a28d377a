// A query in the words of its own language: the other way round than query_language.cc.
#include <algorithm>
#include <string>

#include "sovang/archive/search.h"

namespace sovang::archive {
namespace {

std::string_view kind_words(std::string_view kind) {
  if (kind == "person") return "cá nhân";
  if (kind == "unit") return "tập thể";
  if (kind == "decision") return "quyết định";
  if (kind == "proposal") return "tờ trình";
  if (kind == "minutes") return "biên bản";
  return "hồ sơ";
}

std::string_view state_words(RecordState state) {
  switch (state) {
    case RecordState::issued:
      return "còn hiệu lực";
    case RecordState::corrected:
      return "đính chính";
    case RecordState::revoked:
      return "thu hồi";
    case RecordState::disposed:
      return "tiêu hủy";
  }
  return "";
}

std::string day(Date date) {
  return std::to_string(date.day()) + "/" + std::to_string(date.month()) + "/" + std::to_string(date.year());
}

class BoxText {
 public:
  void words(std::string_view text) { add(std::string(text)); }
  void field(std::string_view name, std::string_view value) {
    if (!value.empty()) add(std::string(name) + ": " + std::string(value));
  }
  /// In quotes, so that nothing behind it is taken for a part of it; one word does without.
  void quoted(std::string_view name, std::string_view value) {
    std::string text(value);
    std::erase(text, '"');
    if (text.find(' ') != std::string::npos) text = "\"" + text + "\"";
    field(name, text);
  }
  std::string out;

 private:
  void add(const std::string& text) {
    if (text.empty()) return;
    out += (out.empty() ? "" : " ") + text;
  }
};

}  // namespace

std::string box_text(const Query& query) {
  BoxText box;
  box.words(query.words);
  // The quotes of a typed field would ask for a phrase, which it did not.
  box.field("người", query.person);
  box.field("đơn vị", query.unit);
  box.field("người ký", query.signer);
  box.field("phong trào", query.movement);
  box.field("thành tích", query.text);
  box.field("nội dung", query.content);
  for (const std::string& words : query.without)
    box.field("trừ", words);
  box.quoted("số", query.number);
  box.field("ký hiệu", query.symbol);
  if (query.award) box.field("hình thức", query.award->value);
  if (query.year) box.field("năm", std::to_string(*query.year));
  if (query.from) box.field("từ", day(*query.from));
  if (query.to) box.field("đến", day(*query.to));
  if (query.kind) box.field("loại", kind_words(*query.kind));
  if (query.state) box.field("trạng thái", state_words(*query.state));
  box.field("khối", query.unit_kind);
  if (query.with_successors) box.field("kế thừa", "có");
  return box.out;
}

}  // namespace sovang::archive
