#include "metadata.h"

#include <algorithm>
#include <array>
#include <span>

#include "sovang/base/utf8.h"
#include "sovang/base/xml_text.h"

#include "numbers.h"

namespace sovang::pdf {
namespace {

constexpr std::string_view producer = "Sovang";
/// Names our own properties beyond the standard's; a name only, nothing is fetched from it.
constexpr std::string_view own_namespace = "urn:x-sovang:pdf:1#";

bool is_plain_ascii(char c) {
  return c >= ' ' && c < 0x7F;
}

/// Control characters have no place in XML; both records of a fact get a space instead.
std::string without_controls(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }, ' ');
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  append_xml_text(out, without_controls(text));
  return out;
}

void append_two(std::string& out, int value) {
  out += static_cast<char>('0' + value / 10);
  out += static_cast<char>('0' + value % 10);
}

void element(std::string& out, std::string_view name, std::string_view value) {
  out.append("<").append(name).append(">").append(value).append("</").append(name).append(">\n");
}

void in_default_language(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  element(out, name, "<rdf:Alt><rdf:li xml:lang=\"x-default\">" + escaped(value) + "</rdf:li></rdf:Alt>");
}

struct Claim {
  std::string_view part;
  std::string_view conformance;
};

Claim claim_of(Profile profile) {
  switch (profile) {
    case Profile::plain:
      return {};
    case Profile::pdfa_1b:
      return {"1", "B"};
    case Profile::pdfa_2b:
      return {"2", "B"};
    case Profile::pdfa_3b:
      return {"3", "B"};
    case Profile::pdfa_3a:
      return {"3", "A"};
  }
  return {};
}

/// A property that the standard's own schemas do not have.
struct OwnProperty {
  std::string_view schema;
  std::string_view name_space;
  std::string_view prefix;
  std::string_view name;
  std::string_view type;
  std::string_view description;
};

constexpr std::array<OwnProperty, 2> of_template = {
    {{"Sovang", own_namespace, "sovang", "TemplateDigest", "Text",
      "SHA-256 of the template that the document was made from"},
     {"Sovang", own_namespace, "sovang", "TemplateVersion", "Text", "Name and version of that template"}}};
constexpr std::array<OwnProperty, 1> accessibility = {
    {{"PDF/UA identification", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", "part", "Integer",
      "Part of ISO 14289"}}};

/// ISO 19005-1 §6.7.8: properties of another schema must be described in the file.
void describe(std::string& out, std::span<const OwnProperty> properties) {
  out += "<rdf:li rdf:parseType=\"Resource\">\n";
  element(out, "pdfaSchema:schema", properties.front().schema);
  element(out, "pdfaSchema:namespaceURI", properties.front().name_space);
  element(out, "pdfaSchema:prefix", properties.front().prefix);
  out += "<pdfaSchema:property><rdf:Seq>\n";
  for (const OwnProperty& property : properties) {
    out += "<rdf:li rdf:parseType=\"Resource\">\n";
    element(out, "pdfaProperty:name", property.name);
    element(out, "pdfaProperty:valueType", property.type);
    element(out, "pdfaProperty:category", "internal");
    element(out, "pdfaProperty:description", property.description);
    out += "</rdf:li>\n";
  }
  out += "</rdf:Seq></pdfaSchema:property>\n</rdf:li>\n";
}

void describe_own_properties(std::string& out, const PdfFacts& facts) {
  if (facts.template_digest.empty() && !is_tagged(facts.profile)) return;
  out +=
      "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" "
      "xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" "
      "xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
      "<pdfaExtension:schemas><rdf:Bag>\n";
  if (!facts.template_digest.empty()) describe(out, of_template);
  if (is_tagged(facts.profile)) describe(out, accessibility);
  out += "</rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n";
}

}  // namespace

std::string text_string(std::string_view utf8) {
  const std::string text = without_controls(utf8);
  std::string out;
  if (std::all_of(text.begin(), text.end(), is_plain_ascii)) {
    out = "(";
    for (const char c : text) {
      if (c == '(' || c == ')' || c == '\\') out += '\\';
      out += c;
    }
    return out + ')';
  }
  out = "<FEFF";
  for (std::size_t offset = 0; offset < text.size();)
    append_utf16_hex(out, utf8::next(text, offset));
  return out + '>';
}

std::string date_string(Date date) {
  std::string out = "(D:";
  append_two(out, date.year() / 100);
  append_two(out, date.year() % 100);
  append_two(out, date.month());
  append_two(out, date.day());
  return out + "000000+07'00')";
}

std::string info_entries(const PdfFacts& facts) {
  std::string out;
  const auto add = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) out.append("/").append(key).append(" ").append(text_string(value)).append(" ");
  };
  add("Title", facts.title);
  add("Subject", facts.subject);
  add("Author", facts.author);
  add("Keywords", facts.keywords);
  add("Creator", producer);
  add("Producer", producer);
  const std::string date = date_string(facts.date);
  return out + "/CreationDate " + date + " /ModDate " + date;
}

Bytes xmp_packet(const PdfFacts& facts) {
  Bytes out;
  out.reserve(3072);
  // The id is the constant of the XMP specification (part 1, §7.3.2).
  out +=
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"";
  const Claim claim = claim_of(facts.profile);
  if (!claim.part.empty()) out += " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"";
  if (is_tagged(facts.profile))
    out.append(" xmlns:pdfuaid=\"").append(accessibility.front().name_space).append("\"");
  if (!facts.template_digest.empty()) out.append(" xmlns:sovang=\"").append(own_namespace).append("\"");
  out += ">\n";
  element(out, "dc:format", "application/pdf");
  in_default_language(out, "dc:title", facts.title);
  in_default_language(out, "dc:description", facts.subject);
  if (!facts.author.empty()) {
    element(out, "dc:creator", "<rdf:Seq><rdf:li>" + escaped(facts.author) + "</rdf:li></rdf:Seq>");
  }
  if (!facts.lang.empty()) {
    element(out, "dc:language", "<rdf:Bag><rdf:li>" + escaped(facts.lang) + "</rdf:li></rdf:Bag>");
  }
  if (!facts.keywords.empty()) element(out, "pdf:Keywords", escaped(facts.keywords));
  element(out, "pdf:Producer", producer);
  element(out, "xmp:CreatorTool", producer);
  const std::string date = facts.date.iso() + "T00:00:00+07:00";
  element(out, "xmp:CreateDate", date);
  element(out, "xmp:ModifyDate", date);
  element(out, "xmp:MetadataDate", date);
  if (!claim.part.empty()) {
    element(out, "pdfaid:part", claim.part);
    element(out, "pdfaid:conformance", claim.conformance);
    if (is_tagged(facts.profile)) element(out, "pdfuaid:part", "1");
  }
  if (!facts.template_digest.empty()) {
    element(out, "sovang:TemplateDigest", escaped(facts.template_digest));
    element(out, "sovang:TemplateVersion", escaped(facts.template_version));
  }
  out += "</rdf:Description>\n";
  describe_own_properties(out, facts);
  out += "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>";
  return out;
}

bool takes_attachments(Profile profile) {
  return profile == Profile::plain || profile == Profile::pdfa_3b || profile == Profile::pdfa_3a;
}

bool is_tagged(Profile profile) {
  return profile == Profile::pdfa_3a;
}

}  // namespace sovang::pdf
