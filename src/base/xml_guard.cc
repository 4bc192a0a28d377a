#include "sovang/base/xml_guard.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sovang/base/utf8.h"

namespace sovang {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// NameStartChar of XML 1.0 above ASCII.
constexpr std::array<std::pair<char32_t, char32_t>, 12> name_ranges = {{{0xC0, 0xD6},
                                                                        {0xD8, 0xF6},
                                                                        {0xF8, 0x2FF},
                                                                        {0x370, 0x37D},
                                                                        {0x37F, 0x1FFF},
                                                                        {0x200C, 0x200D},
                                                                        {0x2070, 0x218F},
                                                                        {0x2C00, 0x2FEF},
                                                                        {0x3001, 0xD7FF},
                                                                        {0xF900, 0xFDCF},
                                                                        {0xFDF0, 0xFFFD},
                                                                        {0x10000, 0xEFFFF}}};

bool starts_name(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
  return std::any_of(name_ranges.begin(), name_ranges.end(),
                     [c](const auto& range) { return c >= range.first && c <= range.second; });
}

bool continues_name(char32_t c) {
  return starts_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == 0xB7 ||
         (c >= 0x300 && c <= 0x36F) || (c >= 0x203F && c <= 0x2040);
}

/// Char of XML 1.0: what may stand in a file, written plainly or as a reference.
bool may_stand(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

std::string code_point_name(char32_t c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (std::uint32_t rest = c; rest != 0; rest /= 16)
    out.insert(out.begin(), digits[rest % 16]);
  return "U+" + std::string(out.size() < 4 ? 4 - out.size() : 0, '0') + out;
}

/// One pass over the bytes of a file. Every step says whether to go on; the finding that stopped it is kept.
class Scanner {
 public:
  Scanner(std::string_view xml, const XmlLimits& limits) : xml_(xml), limits_(limits) {}

  struct Finding {
    std::size_t offset;
    std::string_view rule;
    std::string message;
    std::string hint;
  };

  std::optional<Finding> run() {
    if (check_size() && check_encoding()) check_document();
    return std::move(finding_);
  }

 private:
  struct Open {
    std::string_view name;
    std::size_t offset;
  };

  bool refuse(std::size_t offset, std::string_view rule, std::string message, std::string hint = {}) {
    finding_ = Finding{offset, rule, std::move(message), std::move(hint)};
    return false;
  }
  bool malformed(std::size_t offset, std::string message) {
    return refuse(offset, "XML-01", std::move(message));
  }

  [[nodiscard]] bool at_end() const { return at_ >= xml_.size(); }
  [[nodiscard]] bool sees(std::string_view text) const { return xml_.substr(at_, text.size()) == text; }
  bool take(std::string_view text) {
    if (!sees(text)) return false;
    at_ += text.size();
    return true;
  }
  bool skip_space() {
    const std::size_t start = at_;
    while (!at_end() && is_space(xml_[at_]))
      ++at_;
    return at_ > start;
  }
  /// The name that starts here; empty if none does.
  std::string_view take_name() {
    const std::size_t start = at_;
    while (!at_end()) {
      std::size_t behind = at_;
      const char32_t c = utf8::next(xml_, behind);
      if (!(at_ == start ? starts_name(c) : continues_name(c))) break;
      at_ = behind;
    }
    return xml_.substr(start, at_ - start);
  }

  bool check_size();
  bool check_encoding();
  bool check_document();
  bool declaration();
  bool declared_encoding();
  bool markup();
  bool comment();
  bool cdata();
  bool instruction();
  bool start_tag();
  bool attribute();
  bool seen_before(std::string_view name);
  bool end_tag();
  bool text();
  bool reference();
  bool character();
  bool finish();

  std::string_view xml_;
  XmlLimits limits_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  std::vector<std::string_view> attributes_;    ///< of the tag being read
  std::set<std::string_view> many_attributes_;  ///< the same, once there are too many to compare each
  bool root_seen_ = false;
  std::optional<Finding> finding_;
};

bool Scanner::check_size() {
  if (xml_.size() <= limits_.bytes) return true;
  return refuse(0, "LIM-02",
                "tệp XML dài " + std::to_string(xml_.size()) + " byte, quá giới hạn " +
                    std::to_string(limits_.bytes) + " byte",
                "chia dữ liệu thành nhiều tệp nhỏ hơn");
}

bool Scanner::check_encoding() {
  const std::string_view start = xml_.substr(0, 2);
  if (start == "\xFF\xFE" || start == "\xFE\xFF")
    return refuse(0, "XML-03", "tệp dùng bảng mã UTF-16, chương trình chỉ đọc UTF-8",
                  "lưu lại tệp theo bảng mã UTF-8");
  if (const auto bad = utf8::first_error(xml_))
    return refuse(*bad, "XML-03", "có byte không thuộc bảng mã UTF-8", "lưu lại tệp theo bảng mã UTF-8");
  take(byte_order_mark);
  return true;
}

bool Scanner::check_document() {
  if (sees("<?xml") && at_ + 5 < xml_.size() && is_space(xml_[at_ + 5]) && !declaration()) return false;
  while (!at_end()) {
    if (xml_[at_] == '<' ? !markup() : !text()) return false;
  }
  return finish();
}

bool Scanner::finish() {
  if (!open_.empty())
    return malformed(open_.back().offset, "thẻ <" + std::string(open_.back().name) + "> chưa được đóng");
  if (!root_seen_) return malformed(xml_.size(), "tệp không có phần tử XML nào");
  return true;
}

/// `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`.
bool Scanner::declaration() {
  const std::size_t start = at_;
  const std::size_t end = xml_.find("?>", at_);
  if (end == std::string_view::npos) return malformed(start, "khai báo <?xml chưa kết thúc bằng ?>");
  take("<?xml");
  attributes_.clear();
  many_attributes_.clear();
  while (at_ < end) {
    skip_space();
    if (at_ >= end) break;
    const std::size_t name_at = at_;
    const std::string_view name = take_name();
    const std::size_t value_at = at_ + 2;
    if (name.empty() || !attribute()) return finding_ ? false : malformed(name_at, "khai báo <?xml viết sai");
    const std::string_view value = xml_.substr(value_at, at_ - 1 - value_at);
    std::string lower(value);
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (name == "version" && value != "1.0") return malformed(value_at, "chỉ đọc được XML 1.0");
    if (name == "encoding" && lower != "utf-8")
      return refuse(value_at, "XML-03", "tệp khai bảng mã «" + std::string(value) + "», chỉ đọc được UTF-8",
                    "lưu lại tệp theo bảng mã UTF-8");
    if (name != "version" && name != "encoding" && name != "standalone")
      return malformed(name_at, "khai báo <?xml viết sai");
  }
  at_ = end + 2;
  return true;
}

bool Scanner::markup() {
  if (sees("<!--")) return comment();
  if (sees("<![CDATA[")) return cdata();
  if (sees("<!"))
    return refuse(at_, "XML-02", "không nhận tệp XML có DOCTYPE hay khai báo thực thể",
                  "xóa phần <!DOCTYPE …>");
  if (sees("<?")) return instruction();
  if (sees("</")) return end_tag();
  return start_tag();
}

bool Scanner::comment() {
  const std::size_t start = at_;
  at_ += 4;
  while (!at_end()) {
    if (sees("--")) {
      if (take("-->")) return true;
      return malformed(at_, "trong chú thích không được có --");
    }
    if (!character()) return false;
  }
  return malformed(start, "chú thích <!-- chưa kết thúc bằng -->");
}

bool Scanner::cdata() {
  const std::size_t start = at_;
  if (open_.empty()) return malformed(start, "CDATA đứng ngoài phần tử gốc");
  at_ += 9;
  while (!at_end()) {
    if (take("]]>")) return true;
    if (!character()) return false;
  }
  return malformed(start, "<![CDATA[ chưa kết thúc bằng ]]>");
}

bool Scanner::instruction() {
  const std::size_t start = at_;
  at_ += 2;
  const bool let_by = limits_.model_instruction && !root_seen_ && take_name() == "xml-model";
  if (!let_by) return refuse(start, "LIM-01", "không nhận chỉ thị xử lý <?…?> ở đây", "xóa chỉ thị này");
  while (!at_end()) {
    if (take("?>")) return true;
    if (!character()) return false;
  }
  return malformed(start, "chỉ thị <? chưa kết thúc bằng ?>");
}

bool Scanner::start_tag() {
  const std::size_t start = at_;
  ++at_;
  const std::string_view name = take_name();
  if (name.empty()) return malformed(start, "sau dấu < phải là tên thẻ; muốn viết dấu < thì dùng &lt;");
  if (open_.empty() && root_seen_) return refuse(start, "XML-05", "tệp có hai phần tử gốc");
  if (open_.size() >= static_cast<std::size_t>(limits_.depth))
    return refuse(start, "LIM-03", "các phần tử lồng nhau quá " + std::to_string(limits_.depth) + " cấp");
  root_seen_ = true;
  attributes_.clear();
  many_attributes_.clear();
  while (true) {
    const bool spaced = skip_space();
    if (at_end()) return malformed(start, "thẻ <" + std::string(name) + "> chưa kết thúc bằng >");
    if (take("/>")) return true;
    if (take(">")) break;
    const std::size_t name_at = at_;
    const std::string_view attribute_name = take_name();
    if (attribute_name.empty() || !spaced)
      return malformed(name_at, "thẻ <" + std::string(name) + "> viết sai ở chỗ này");
    if (seen_before(attribute_name))
      return refuse(name_at, "XML-04", "thuộc tính «" + std::string(attribute_name) + "» viết hai lần");
    if (!attribute()) return false;
  }
  open_.push_back({name, start});
  return true;
}

bool Scanner::seen_before(std::string_view name) {
  constexpr std::size_t few = 32;
  if (attributes_.size() < few) {
    if (std::find(attributes_.begin(), attributes_.end(), name) != attributes_.end()) return true;
    attributes_.push_back(name);
    return false;
  }
  if (many_attributes_.empty()) many_attributes_.insert(attributes_.begin(), attributes_.end());
  return !many_attributes_.insert(name).second;
}

/// `= "value"` behind a name.
bool Scanner::attribute() {
  skip_space();
  if (!take("=")) return malformed(at_, "sau tên thuộc tính phải là dấu =");
  skip_space();
  const std::size_t start = at_;
  if (at_end() || (xml_[at_] != '"' && xml_[at_] != '\''))
    return malformed(at_, "giá trị của thuộc tính phải nằm trong dấu nháy");
  const char quote = xml_[at_++];
  while (!at_end()) {
    if (xml_[at_] == quote) {
      ++at_;
      return true;
    }
    if (xml_[at_] == '<') return malformed(at_, "trong giá trị của thuộc tính phải viết &lt; thay cho dấu <");
    if (xml_[at_] == '&' ? !reference() : !character()) return false;
  }
  return malformed(start, "giá trị của thuộc tính chưa có dấu nháy đóng");
}

bool Scanner::end_tag() {
  const std::size_t start = at_;
  at_ += 2;
  const std::string name(take_name());
  skip_space();
  if (!take(">")) return malformed(start, "thẻ đóng </" + name + " chưa kết thúc bằng >");
  if (open_.empty()) return malformed(start, "thẻ đóng </" + name + "> không có thẻ mở");
  if (open_.back().name != name)
    return malformed(start,
                     "thẻ đóng </" + name + "> không khớp thẻ mở <" + std::string(open_.back().name) + ">");
  open_.pop_back();
  return true;
}

bool Scanner::text() {
  while (!at_end() && xml_[at_] != '<') {
    if (open_.empty() && !is_space(xml_[at_]) && may_stand(static_cast<unsigned char>(xml_[at_])))
      return malformed(at_, "có chữ đứng ngoài phần tử gốc");
    if (sees("]]>")) return malformed(at_, "trong văn bản không được có ]]>");
    if (xml_[at_] == '&' ? !reference() : !character()) return false;
  }
  return true;
}

/// `&lt;`, `&#225;`, `&#xE1;`.
bool Scanner::reference() {
  constexpr std::array<std::string_view, 5> known = {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"};
  for (const std::string_view entity : known)
    if (take(entity)) return true;
  const std::size_t start = at_;
  ++at_;
  if (!take("#"))
    return malformed(start, "dấu & phải viết là &amp;; chỉ có các thực thể lt, gt, amp, quot, apos");
  const unsigned base = take("x") ? 16 : 10;
  std::uint32_t code = 0;
  const std::size_t digits_at = at_;
  for (; !at_end(); ++at_) {
    const char c = xml_[at_];
    unsigned digit = 16;
    if (c >= '0' && c <= '9') digit = static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A' + 10);
    if (digit >= base) break;
    if (code <= 0x10FFFF) code = code * base + digit;
  }
  if (at_ == digits_at || !take(";")) return malformed(start, "tham chiếu ký tự viết sai");
  if (may_stand(code)) return true;
  return refuse(start, "XML-06",
                code > 0x10FFFF ? std::string("tham chiếu đến ký tự không có trong Unicode")
                                : "ký tự " + code_point_name(code) + " không được phép trong XML");
}

bool Scanner::character() {
  const auto byte = static_cast<unsigned char>(xml_[at_]);
  if (byte >= 0x20 && byte < 0x80) {
    ++at_;
    return true;
  }
  const std::size_t start = at_;
  const char32_t c = utf8::next(xml_, at_);
  if (may_stand(c)) return true;
  return refuse(start, "XML-06", "ký tự điều khiển " + code_point_name(c) + " không được phép trong XML",
                "xóa ký tự này");
}

}  // namespace

Status check_xml(std::string_view xml, std::string_view file, const XmlLimits& limits,
                 Diagnostics& diagnostics) {
  std::optional<Scanner::Finding> finding = Scanner(xml, limits).run();
  if (!finding) return {};
  Problem problem;
  problem.rule = finding->rule;
  problem.message = std::move(finding->message);
  problem.hint = std::move(finding->hint);
  problem.where = place_of(xml, finding->offset, file);
  Error error{ErrorCode::invalid_input, problem.message, problem.where, problem.rule};
  diagnostics.add(std::move(problem));
  return fail(std::move(error));
}

SourceSpan place_of(std::string_view text, std::size_t offset, std::string_view file) {
  SourceSpan place{std::string(file), 1, 1};
  const std::size_t start = text.substr(0, 3) == byte_order_mark ? 3 : 0;
  for (std::size_t i = start; i < std::min(offset, text.size()); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool carriage_return_of_pair = byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (byte == '\n' || (byte == '\r' && !carriage_return_of_pair)) {
      ++place.line;
      place.column = 1;
    } else if ((byte & 0xC0U) != 0x80U) {
      ++place.column;
    }
  }
  return place;
}

}  // namespace sovang
