#include "xml_file.h"

#include <algorithm>
#include <charconv>

#include "sovang/base/xml_guard.h"
#include "sovang/text/normal.h"

namespace sovang::exchange {
namespace {

constexpr std::string_view name_space = "urn:sovang:data:1";
/// A movement of 30,000 nominees with their reports; the largest file of the sample has 0,2 MB.
constexpr XmlLimits limits{.bytes = std::size_t{32} << 20, .depth = 16};
constexpr std::size_t longest_id = 64;
constexpr std::size_t longest_text = 8000;

bool is_id(std::string_view text) {
  const auto alphanumeric = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  if (text.empty() || text.size() > longest_id || !alphanumeric(text.front()) || !alphanumeric(text.back())) {
    return false;
  }
  return std::ranges::all_of(text, [&](char c) { return alphanumeric(c) || c == '.' || c == '-'; });
}

bool is_namespace_declaration(std::string_view attribute) {
  return attribute == "xmlns" || attribute.starts_with("xmlns:") || attribute.starts_with("xsi:") ||
         attribute.starts_with("xml:");
}

std::string clean(std::string_view raw) {
  const auto nfc = text::normalise(raw);
  return nfc ? text::collapse_spaces(*nfc) : std::string();
}

}  // namespace

XmlFile::XmlFile(std::string_view xml, std::string_view file, Diagnostics& diagnostics)
    : xml_(xml), file_(file), diagnostics_(&diagnostics), document_(std::make_unique<pugi::xml_document>()) {}

Result<XmlFile> XmlFile::open(std::string_view xml, std::string_view file, std::string_view root,
                              Diagnostics& diagnostics) {
  SOVANG_TRY(check_xml(xml, file, limits, diagnostics));
  XmlFile opened(xml, file, diagnostics);
  const pugi::xml_parse_result parsed =
      opened.document_->load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    return fail(ErrorCode::invalid_input, "tệp XML không đọc được, hãy kiểm tra các thẻ",
                place_of(xml, static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)), file),
                "XML-01");
  }
  const pugi::xml_node top = opened.root();
  if (root != top.name() || name_space != top.attribute("xmlns").value()) {
    opened.error(
        top, "XIN-01",
        "tệp phải bắt đầu bằng thẻ <" + std::string(root) + " xmlns=\"" + std::string(name_space) + "\">");
    return fail(*opened.first_);
  }
  return opened;
}

void XmlFile::error(pugi::xml_node node, std::string rule, std::string message) const {
  Problem problem;
  problem.rule = std::move(rule);
  problem.message = std::move(message);
  const std::ptrdiff_t offset = node ? node.offset_debug() : 0;
  problem.where = place_of(xml_, static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0)), file_);
  if (!first_) first_ = Error{ErrorCode::invalid_input, problem.message, problem.where, problem.rule};
  diagnostics_->add(std::move(problem));
}

Status XmlFile::status() const {
  if (first_) return fail(*first_);
  return {};
}

const XmlElement& XmlElement::allow(std::initializer_list<std::string_view> attributes,
                                    std::initializer_list<std::string_view> children) const {
  for (const pugi::xml_attribute attribute : node_.attributes()) {
    const std::string_view found = attribute.name();
    if (is_namespace_declaration(found) || std::ranges::find(attributes, found) != attributes.end()) continue;
    error("XIN-03", "thẻ <" + std::string(name()) + "> không có thuộc tính “" + std::string(found) + "”");
  }
  for (const pugi::xml_node child : node_.children()) {
    if (child.type() != pugi::node_element) continue;
    if (std::ranges::find(children, std::string_view(child.name())) != children.end()) continue;
    file_->error(
        child, "XIN-03",
        "thẻ <" + std::string(child.name()) + "> không được đứng trong <" + std::string(name()) + ">");
  }
  return *this;
}

std::string XmlElement::text() const {
  return clean(node_.text().get());
}

std::string XmlElement::required_text() const {
  std::string found = text();
  if (node_ && found.empty()) error("XIN-02", "thẻ <" + std::string(name()) + "> chưa có nội dung");
  if (found.size() > longest_text) error("XIN-04", "nội dung của thẻ <" + std::string(name()) + "> quá dài");
  return found;
}

XmlElement XmlElement::child(const char* wanted) const {
  return {*file_, node_.child(wanted)};
}

XmlElement XmlElement::required_child(const char* wanted) const {
  if (node_ && !node_.child(wanted)) {
    error("XIN-02", "thẻ <" + std::string(name()) + "> thiếu thẻ <" + std::string(wanted) + ">");
  }
  return child(wanted);
}

std::vector<XmlElement> XmlElement::children(const char* wanted) const {
  std::vector<XmlElement> found;
  for (const pugi::xml_node child : node_.children(wanted))
    found.emplace_back(*file_, child);
  return found;
}

std::vector<XmlElement> XmlElement::children() const {
  std::vector<XmlElement> found;
  for (const pugi::xml_node child : node_.children()) {
    if (child.type() == pugi::node_element) found.emplace_back(*file_, child);
  }
  return found;
}

std::vector<std::string> XmlElement::texts(const char* wanted) const {
  std::vector<std::string> found;
  for (const XmlElement& element : children(wanted))
    found.push_back(element.required_text());
  return found;
}

bool XmlElement::has(const char* attribute) const {
  return static_cast<bool>(node_.attribute(attribute));
}

std::string XmlElement::optional(const char* attribute) const {
  return clean(node_.attribute(attribute).value());
}

std::string XmlElement::required(const char* attribute) const {
  std::string value = optional(attribute);
  // A missing element has been reported already, at its parent.
  if (node_ && value.empty()) {
    error("XIN-02", "thẻ <" + std::string(name()) + "> thiếu thuộc tính “" + std::string(attribute) + "”");
  }
  return value;
}

void XmlElement::bad(const char* attribute, std::string_view value) const {
  error("XIN-04", "thuộc tính “" + std::string(attribute) + "” của thẻ <" + std::string(name()) +
                      "> không nhận giá trị “" + std::string(value) + "”");
}

std::string XmlElement::id(const char* attribute) const {
  std::string value = required(attribute);
  if (!value.empty() && !is_id(value)) bad(attribute, value);
  return value;
}

std::string XmlElement::optional_id(const char* attribute) const {
  return has(attribute) ? id(attribute) : std::string();
}

std::vector<std::string> XmlElement::checked_ids(std::string_view words) const {
  std::vector<std::string> ids;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (end > 0) ids.emplace_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  for (const std::string& one : ids) {
    if (!is_id(one))
      error("XIN-04", "“" + one + "” không phải là mã hợp lệ (chữ cái không dấu, chữ số, “.”, “-”)");
  }
  return ids;
}

std::vector<std::string> XmlElement::id_list() const {
  return checked_ids(text());
}

std::vector<std::string> XmlElement::id_list(const char* attribute) const {
  return checked_ids(optional(attribute));
}

Date XmlElement::date(const char* attribute) const {
  const std::string value = required(attribute);
  const auto found = Date::from_iso(value);
  if (!found && !value.empty()) bad(attribute, value);
  return found.value_or(Date());
}

std::optional<Date> XmlElement::optional_date(const char* attribute) const {
  if (!has(attribute)) return std::nullopt;
  return date(attribute);
}

int XmlElement::integer(const char* attribute) const {
  constexpr int largest = 999'999'999;
  const std::string value = required(attribute);
  int number = 0;
  const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (value.empty()) return 0;
  if (wrong != std::errc() || end != value.data() + value.size() || number < 0 || number > largest) {
    bad(attribute, value);
    return 0;
  }
  return number;
}

int XmlElement::integer_or(const char* attribute, int fallback) const {
  return has(attribute) ? integer(attribute) : fallback;
}

bool XmlElement::flag(const char* attribute) const {
  const std::string value = optional(attribute);
  if (value.empty() || value == "false" || value == "0") return false;
  if (value != "true" && value != "1") bad(attribute, value);
  return true;
}

domain::Hundredths XmlElement::hundredths(const char* attribute) const {
  const std::string value = required(attribute);
  const auto found = domain::Hundredths::parse(value);
  if (!found && !value.empty()) bad(attribute, value);
  return found.value_or(domain::Hundredths());
}

std::optional<domain::Hundredths> XmlElement::optional_hundredths(const char* attribute) const {
  if (!has(attribute)) return std::nullopt;
  return hundredths(attribute);
}

}  // namespace sovang::exchange
