#include "sovang/archive/record.h"

#include "sovang/base/xml_text.h"

#include "record_words.h"

namespace sovang::archive {
namespace {

/// One element on one line; attributes without a value are left out unless they say something by being there.
class Element {
 public:
  Element(std::string& out, std::string_view indent, std::string_view name) : out_(out), name_(name) {
    (out_ += indent) += '<';
    out_ += name;
  }
  Element& attribute(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    ((out_ += ' ') += name) += "=\"";
    append_xml_attribute(out_, value);
    out_ += '"';
    return *this;
  }
  Element& attribute(std::string_view name, std::int64_t value) {
    return value == 0 ? *this : attribute(name, std::to_string(value));
  }
  void close_empty() { out_ += "/>\n"; }
  void close_with(std::string_view text) {
    out_ += '>';
    append_xml_attribute(out_, text);
    ((out_ += "</") += name_) += ">\n";
  }
  void open() { out_ += ">\n"; }

 private:
  std::string& out_;
  std::string_view name_;
};

void write_line(std::string& out, const RecordLine& line) {
  Element(out, "    ", "line")
      .attribute("seq", line.seq)
      .attribute("target", word_of(target_words, line.kind))
      .attribute("salutation", line.salutation)
      .attribute("name", line.name)
      .attribute("birth", line.birth_date ? line.birth_date->iso() : std::string())
      .attribute("birth-year", line.birth_year.value_or(0))
      .attribute("gender", word_of(gender_words, line.gender))
      .attribute("title", line.title)
      .attribute("unit-id", line.unit_id.value)
      .attribute("unit-name", line.unit_name)
      .attribute("proposer-id", line.proposer_id.value)
      .attribute("district", line.district)
      .attribute("award-form", line.award.value)
      .attribute("award-name", line.award_name)
      .attribute("reason", line.reason)
      .attribute("amount", line.amount.dong)
      .attribute("cert-no", line.book_number)
      .attribute("cert-path", line.certificate_path)
      .attribute("cert-code", line.certificate_code)
      .close_empty();
}

void write_file(std::string& out, const RecordFile& file) {
  Element(out, "    ", "file")
      .attribute("path", file.path)
      .attribute("mime", file.mime)
      .attribute("pages", file.pages)
      .attribute("sha256", file.sha256)
      .attribute("original-name", file.original_name)
      .attribute("role", file.role)
      .close_empty();
}

void write_head(std::string& out, const Record& record) {
  Element(out, "  ", "number")
      .attribute("text", record.number)
      .attribute("seq", record.number_seq)
      .attribute("symbol", record.symbol)
      .attribute("year", record.issued.year())
      .close_empty();
  Element(out, "  ", "date").attribute("issued", record.issued.iso()).close_empty();
  Element(out, "  ", "signer")
      .attribute("name", record.signer_name)
      .attribute("title", record.signer_title)
      .close_empty();
  Element(out, "  ", "authority")
      .attribute("id", record.authority_id)
      .attribute("name", record.authority_name)
      .close_empty();
  Element(out, "  ", "movement")
      .attribute("id", record.movement_id.value)
      .attribute("name", record.movement_name)
      .close_empty();
  for (const std::string& basis : record.legal_bases)
    Element(out, "  ", "legal-basis").close_with(basis);
  Element(out, "  ", "subject").close_with(record.subject);
}

void write_tail(std::string& out, const Record& record) {
  out += "  <lines>\n";
  for (const RecordLine& line : record.lines)
    write_line(out, line);
  out += "  </lines>\n  <files>\n";
  for (const RecordFile& file : record.files)
    write_file(out, file);
  out += "  </files>\n  <relations>\n";
  for (const RecordRelation& relation : record.relations) {
    Element(out, "    ", "rel").attribute("type", relation.type).attribute("ref", relation.ref).close_empty();
  }
  out += "  </relations>\n";
  Element(out, "  ", "access").attribute("level", word_of(access_words, record.access)).open();
  for (const domain::UnitId& unit : record.units)
    Element(out, "    ", "unit").attribute("id", unit.value).close_empty();
  out += "  </access>\n";
  Element(out, "  ", "retention")
      .attribute("rule", record.retention_rule)
      .attribute("until", record.retain_until ? record.retain_until->iso() : std::string())
      .attribute("hold", record.hold)
      .close_empty();
}

}  // namespace

std::string to_xml(const Record& record) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  Element(out, "", "record")
      .attribute("schema", "1")
      .attribute("id", record.id)
      .attribute("kind", word_of(kind_words, record.kind))
      .attribute("tenant", record.tenant)
      .attribute("state", word_of(state_words, record.state))
      .open();
  write_head(out, record);
  write_tail(out, record);
  out += "</record>\n";
  return out;
}

std::vector<std::string> templates_of(const Record& record) {
  std::vector<std::string> out;
  for (const RecordFile& file : record.files)
    if (file.role == template_role && !file.original_name.empty()) out.push_back(file.original_name);
  return out;
}

std::string_view to_string(RecordKind kind) {
  return word_of(kind_words, kind);
}

std::string_view to_string(RecordState state) {
  return word_of(state_words, state);
}

std::string_view to_string(Access access) {
  return word_of(access_words, access);
}

std::optional<RecordState> record_state_from(std::string_view word) {
  return value_of(state_words, word);
}

}  // namespace sovang::archive
