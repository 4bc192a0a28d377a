#include "classes.h"

#include <array>
#include <string>

#include "sovang/text/search_keys.h"

namespace sovang::archive {
namespace {

constexpr auto unit_classes = std::to_array<EntryClass>({
    {"dang", "Cơ quan Đảng"},
    {"chinh-quyen", "Ủy ban nhân dân, Hội đồng nhân dân"},
    {"so-nganh", "Sở, ban, ngành"},
    {"luc-luong-vu-trang", "Lực lượng vũ trang"},
    {"y-te", "Cơ sở y tế"},
    {"giao-duc", "Cơ sở giáo dục"},
    {"doan-the", "Mặt trận, đoàn thể, hội"},
    {"doanh-nghiep", "Doanh nghiệp, hợp tác xã"},
    {"khac", "Đơn vị khác"},
});

struct Beginning {
  std::string_view words;  ///< without marks
  std::string_view code;
};
/// The longest that fits decides: "ban chi huy" before "ban".
constexpr auto unit_beginnings = std::to_array<Beginning>({
    {"dang uy", "dang"},
    {"tinh uy", "dang"},
    {"huyen uy", "dang"},
    {"thi uy", "dang"},
    {"thanh uy", "dang"},
    {"chi bo", "dang"},
    {"ban to chuc", "dang"},
    {"ban tuyen giao", "dang"},
    {"ban dan van", "dang"},
    {"ban noi chinh", "dang"},
    {"uy ban nhan dan", "chinh-quyen"},
    {"ubnd", "chinh-quyen"},
    {"hoi dong nhan dan", "chinh-quyen"},
    {"hdnd", "chinh-quyen"},
    {"cong an", "luc-luong-vu-trang"},
    {"bo chi huy", "luc-luong-vu-trang"},
    {"ban chi huy", "luc-luong-vu-trang"},
    {"bo doi", "luc-luong-vu-trang"},
    {"don bien phong", "luc-luong-vu-trang"},
    {"doi canh sat", "luc-luong-vu-trang"},
    {"benh vien", "y-te"},
    {"trung tam y te", "y-te"},
    {"trung tam kiem soat benh tat", "y-te"},
    {"tram y te", "y-te"},
    {"truong", "giao-duc"},
    {"dai hoc", "giao-duc"},
    {"hoc vien", "giao-duc"},
    {"phong giao duc", "giao-duc"},
    {"uy ban mat tran", "doan-the"},
    {"mat tran", "doan-the"},
    {"hoi", "doan-the"},
    {"doan thanh nien", "doan-the"},
    {"tinh doan", "doan-the"},
    {"huyen doan", "doan-the"},
    {"lien doan lao dong", "doan-the"},
    {"cong doan", "doan-the"},
    {"cong ty", "doanh-nghiep"},
    {"tong cong ty", "doanh-nghiep"},
    {"tap doan", "doanh-nghiep"},
    {"doanh nghiep", "doanh-nghiep"},
    {"hop tac xa", "doanh-nghiep"},
    {"ngan hang", "doanh-nghiep"},
    {"so", "so-nganh"},
    {"ban", "so-nganh"},
    {"van phong", "so-nganh"},
    {"thanh tra", "so-nganh"},
    {"cuc", "so-nganh"},
    {"chi cuc", "so-nganh"},
    {"phong", "so-nganh"},
    {"toa an", "so-nganh"},
    {"vien kiem sat", "so-nganh"},
    {"kho bac", "so-nganh"},
    {"bao hiem xa hoi", "so-nganh"},
});

constexpr auto content_classes = std::to_array<EntryClass>({
    {"ND1", "Phòng, chống dịch"},
    {"ND2", "Sản xuất, phục hồi kinh tế"},
    {"ND3", "An sinh xã hội"},
    {"ND4", "Quốc phòng, an ninh"},
    {"ND5", "Tiêm vắc xin"},
    {"ND6", "Công nghệ thông tin, tuyên truyền"},
});

constexpr auto content_words = std::to_array<Beginning>({
    {"phong chong dich", "ND1"},
    {"chong dich", "ND1"},
    {"covid 19", "ND1"},
    {"san xuat kinh doanh", "ND2"},
    {"phuc hoi kinh te", "ND2"},
    {"phat trien kinh te", "ND2"},
    {"phuc hoi va phat trien kinh te", "ND2"},
    {"an sinh xa hoi", "ND3"},
    {"giam ngheo", "ND3"},
    {"nguoi ngheo", "ND3"},
    {"quoc phong", "ND4"},
    {"an ninh", "ND4"},
    {"trat tu an toan", "ND4"},
    {"vac xin", "ND5"},
    {"cong nghe thong tin", "ND6"},
    {"tuyen truyen", "ND6"},
    {"chuyen doi so", "ND6"},
});

/// The folded words with one blank between them and around them.
std::string spaced(std::string_view text) {
  std::string out = " ";
  for (const text::SearchToken& token : text::search_tokens(text))
    out += token.keys.fold + " ";
  return out;
}

struct Folded {
  std::string words;  ///< with blanks around
  std::string_view code;
};

/// The words of a table as spaced() gives them: "cong ty" is looked for as "cong ti" (VT-83).
std::vector<Folded> folded(std::span<const Beginning> table) {
  std::vector<Folded> out;
  for (const Beginning& one : table)
    out.push_back({spaced(one.words), one.code});
  return out;
}

}  // namespace

std::span<const EntryClass> unit_kinds() {
  return unit_classes;
}

std::string_view unit_kind_of(std::string_view unit_name) {
  static const std::vector<Folded> beginnings = folded(unit_beginnings);
  const std::string words = spaced(unit_name);
  const Folded* best = nullptr;
  for (const Folded& one : beginnings) {
    if (!words.starts_with(one.words)) continue;
    if (best == nullptr || one.words.size() > best->words.size()) best = &one;
  }
  return best == nullptr ? unit_classes.back().code : best->code;
}

std::span<const EntryClass> contents() {
  return content_classes;
}

std::vector<std::string_view> contents_of(std::string_view text) {
  static const std::vector<Folded> known = folded(content_words);
  const std::string words = spaced(text);
  std::vector<std::string_view> out;
  for (const EntryClass& content : content_classes) {
    for (const Folded& one : known) {
      if (one.code != content.code || words.find(one.words) == std::string::npos) continue;
      out.push_back(content.code);
      break;
    }
  }
  return out;
}

}  // namespace sovang::archive
