#include <charconv>
#include <utility>

#include <pugixml.hpp>

#include "sovang/archive/record.h"
#include "sovang/base/xml_guard.h"

#include "record_words.h"

namespace sovang::archive {
namespace {

constexpr std::size_t max_lines = 200'000;

/// Reads the attributes of one record and remembers the first thing that is wrong, with its place.
class Reader {
 public:
  Reader(std::string_view xml, std::string_view file) : xml_(xml), file_(file) {}

  Record record(const pugi::xml_node& node);
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  void refuse(const pugi::xml_node& node, std::string message) {
    if (error_) return;
    const auto offset = static_cast<std::size_t>(node.offset_debug());
    error_ = Error{ErrorCode::invalid_input, std::move(message), place_of(xml_, offset, file_), "REC-01"};
  }

  static std::string text(const pugi::xml_node& node, const char* name) {
    return node.attribute(name).value();
  }

  std::int64_t number(const pugi::xml_node& node, const char* name) {
    const std::string_view value = node.attribute(name).value();
    std::int64_t out = 0;
    if (value.empty()) return 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), out);
    if (error != std::errc{} || end != value.data() + value.size() || out < 0) {
      refuse(node, std::string("«") + name + "» phải là một số, không phải «" + std::string(value) + "»");
    }
    return out;
  }

  int small_number(const pugi::xml_node& node, const char* name) {
    const std::int64_t value = number(node, name);
    if (value > 1'000'000'000) {
      refuse(node, std::string("«") + name + "» lớn quá");
      return 0;
    }
    return static_cast<int>(value);
  }

  std::optional<Date> date(const pugi::xml_node& node, const char* name) {
    const std::string_view value = node.attribute(name).value();
    if (value.empty()) return std::nullopt;
    const auto out = Date::from_iso(value);
    if (!out) {
      refuse(node, std::string("«") + name + "» phải là ngày dạng 2022-05-20, không phải «" +
                       std::string(value) + "»");
    }
    return out;
  }

  template <class Enum, std::size_t n>
  Enum word(const pugi::xml_node& node, const char* name, const Words<Enum, n>& words, Enum when_missing) {
    const std::string_view value = node.attribute(name).value();
    if (value.empty()) return when_missing;
    const auto out = value_of(words, value);
    if (!out) {
      refuse(node, "giá trị «" + std::string(value) + "» không dùng được cho «" + name + "»");
    }
    return out.value_or(when_missing);
  }

  RecordLine line(const pugi::xml_node& node);
  void lines(const pugi::xml_node& node, Record& out);
  void head(const pugi::xml_node& node, Record& out);
  void tail(const pugi::xml_node& node, Record& out);

  std::string_view xml_;
  std::string_view file_;
  std::optional<Error> error_;
};

RecordLine Reader::line(const pugi::xml_node& node) {
  RecordLine out;
  out.seq = small_number(node, "seq");
  out.kind = word(node, "target", target_words, domain::RecipientKind::individual);
  out.salutation = text(node, "salutation");
  out.name = text(node, "name");
  if (out.name.empty()) refuse(node, "dòng danh sách không có tên («name»)");
  out.birth_date = date(node, "birth");
  if (const int year = small_number(node, "birth-year"); year != 0) out.birth_year = year;
  out.gender = word(node, "gender", gender_words, domain::Gender::unknown);
  out.title = text(node, "title");
  out.unit_id = domain::UnitId(text(node, "unit-id"));
  out.unit_name = text(node, "unit-name");
  out.proposer_id = domain::UnitId(text(node, "proposer-id"));
  out.district = text(node, "district");
  out.award = domain::AwardCode(text(node, "award-form"));
  out.award_name = text(node, "award-name");
  out.reason = text(node, "reason");
  out.amount = domain::Money{number(node, "amount")};
  out.book_number = text(node, "cert-no");
  out.certificate_path = text(node, "cert-path");
  out.certificate_code = text(node, "cert-code");
  return out;
}

void Reader::lines(const pugi::xml_node& node, Record& out) {
  for (const pugi::xml_node& child : node.children("line")) {
    if (out.lines.size() == max_lines) {
      refuse(child, "quá " + std::to_string(max_lines) + " dòng trong một văn bản");
      return;
    }
    out.lines.push_back(line(child));
  }
}

void Reader::head(const pugi::xml_node& node, Record& out) {
  out.id = text(node, "id");
  out.kind = word(node, "kind", kind_words, RecordKind::decision);
  out.tenant = text(node, "tenant");
  out.state = word(node, "state", state_words, RecordState::issued);
  const pugi::xml_node number = node.child("number");
  out.number = text(number, "text");
  out.number_seq = small_number(number, "seq");
  out.symbol = text(number, "symbol");
  const auto issued = date(node.child("date"), "issued");
  if (!issued) refuse(node, "văn bản không có ngày ban hành (<date issued=\"…\"/>)");
  out.issued = issued.value_or(Date{});
  out.signer_name = text(node.child("signer"), "name");
  out.signer_title = text(node.child("signer"), "title");
  out.authority_id = text(node.child("authority"), "id");
  out.authority_name = text(node.child("authority"), "name");
  out.movement_id = domain::MovementId(text(node.child("movement"), "id"));
  out.movement_name = text(node.child("movement"), "name");
  for (const pugi::xml_node& basis : node.children("legal-basis"))
    out.legal_bases.emplace_back(basis.child_value());
  out.subject = node.child("subject").child_value();
}

void Reader::tail(const pugi::xml_node& node, Record& out) {
  for (const pugi::xml_node& child : node.child("files").children("file")) {
    out.files.push_back({text(child, "path"), text(child, "mime"), text(child, "role"),
                         text(child, "original-name"), small_number(child, "pages"), text(child, "sha256")});
  }
  for (const pugi::xml_node& child : node.child("relations").children("rel"))
    out.relations.push_back({text(child, "type"), text(child, "ref")});
  const pugi::xml_node access = node.child("access");
  // What does not say that it is public is not.
  out.access = word(access, "level", access_words, Access::internal);
  for (const pugi::xml_node& child : access.children("unit"))
    out.units.emplace_back(text(child, "id"));
  out.retention_rule = text(node.child("retention"), "rule");
  out.retain_until = date(node.child("retention"), "until");
  out.hold = text(node.child("retention"), "hold");
}

Record Reader::record(const pugi::xml_node& node) {
  Record out;
  if (const std::string_view schema = node.attribute("schema").value(); !schema.empty() && schema != "1") {
    refuse(node,
           "record.xml theo lược đồ «" + std::string(schema) + "»; chương trình này đọc được lược đồ 1");
  }
  head(node, out);
  lines(node.child("lines"), out);
  tail(node, out);
  return out;
}

}  // namespace

Result<std::vector<Record>> read_records(std::string_view xml, std::string_view file) {
  Diagnostics diagnostics(1);
  const XmlLimits limits{std::size_t{64} << 20, 32, false};
  SOVANG_TRY(check_xml(xml, file, limits, diagnostics));
  pugi::xml_document document;
  const unsigned flags = pugi::parse_default | pugi::parse_ws_pcdata_single;
  const pugi::xml_parse_result parsed =
      document.load_buffer(xml.data(), xml.size(), flags, pugi::encoding_utf8);
  if (!parsed) {
    return fail(ErrorCode::invalid_input, "không đọc được record.xml: XML sai cú pháp",
                place_of(xml, static_cast<std::size_t>(parsed.offset), file), "XML-01");
  }
  const pugi::xml_node root = document.document_element();
  const std::string_view name = root.name();
  if (name != "record" && name != "records") {
    return fail(ErrorCode::invalid_input,
                "phần tử gốc phải là <record> hoặc <records>, không phải <" + std::string(name) + ">",
                place_of(xml, static_cast<std::size_t>(root.offset_debug()), file), "REC-01");
  }
  Reader reader(xml, file);
  std::vector<Record> out;
  if (name == "record") {
    out.push_back(reader.record(root));
  } else {
    for (const pugi::xml_node& child : root.children("record"))
      out.push_back(reader.record(child));
  }
  if (reader.error()) return fail(*reader.error());
  return out;
}

Result<Record> read_record(std::string_view xml) {
  std::vector<Record> records = SOVANG_TRY(read_records(xml, "record.xml"));
  if (records.size() != 1) {
    return fail(ErrorCode::invalid_input, "record.xml phải có đúng một văn bản", {}, "REC-01");
  }
  return std::move(records.front());
}

}  // namespace sovang::archive
