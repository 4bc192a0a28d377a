// EAD of TT 05/2025/TT-BNV and PREMIS 3.0.
#include <sstream>

#include <pugixml.hpp>

#include "package_xml.h"

namespace sovang::exchange {
namespace {

pugi::xml_node start(pugi::xml_document& document, const char* root) {
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  return document.append_child(root);
}

std::string text_of(const pugi::xml_document& document) {
  std::ostringstream out;
  document.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

void add(pugi::xml_node parent, const char* name, const std::string& value) {
  parent.append_child(name).text().set(value.c_str());
}

void add_identifier(pugi::xml_node parent, const std::string& element, const std::string& type,
                    const std::string& value) {
  pugi::xml_node identifier = parent.append_child(("premis:" + element).c_str());
  add(identifier, ("premis:" + element + "Type").c_str(), type);
  add(identifier, ("premis:" + element + "Value").c_str(), value);
}

/// "application/pdf" → "Portable Document Format"; the MIME type itself for what has no common name.
std::string format_name(const std::string& mime) {
  if (mime == "application/pdf") return "Portable Document Format";
  if (mime == "application/xml" || mime == "text/xml") return "Extensible Markup Language";
  if (mime == "text/csv") return "Comma Separated Values";
  return mime;
}

void add_object(pugi::xml_node root, const PackagedFile& file) {
  pugi::xml_node object = root.append_child("premis:object");
  object.append_attribute("xsi:type") = "premis:file";
  add_identifier(object, "objectIdentifier", "path", file.href);
  pugi::xml_node characteristics = object.append_child("premis:objectCharacteristics");
  pugi::xml_node fixity = characteristics.append_child("premis:fixity");
  add(fixity, "premis:messageDigestAlgorithm", "SHA-256");
  add(fixity, "premis:messageDigest", file.sha256);
  add(characteristics, "premis:size", std::to_string(file.bytes));
  pugi::xml_node designation =
      characteristics.append_child("premis:format").append_child("premis:formatDesignation");
  add(designation, "premis:formatName", format_name(file.mime));
}

void add_event(pugi::xml_node root, const PackageEvent& event, const std::string& id) {
  pugi::xml_node node = root.append_child("premis:event");
  add_identifier(node, "eventIdentifier", "local", id);
  add(node, "premis:eventType", event.type);
  add(node, "premis:eventDateTime", event.time);
  if (!event.detail.empty()) {
    add(node.append_child("premis:eventDetailInformation"), "premis:eventDetail", event.detail);
  }
  add(node.append_child("premis:eventOutcomeInformation"), "premis:eventOutcome", event.outcome);
  add_identifier(node, "linkingAgentIdentifier", "local", "agent-1");
}

void add_agent(pugi::xml_node root, const std::string& id, const std::string& name, const char* type) {
  pugi::xml_node agent = root.append_child("premis:agent");
  add_identifier(agent, "agentIdentifier", "local", id);
  add(agent, "premis:agentName", name);
  add(agent, "premis:agentType", type);
}

}  // namespace

std::string ead_of_file(const FileDescription& file, std::size_t documents) {
  pugi::xml_document document;
  pugi::xml_node root = start(document, "ead");
  add(root, "arcFileCode", file.arc_file_code);
  add(root, "title", file.title);
  add(root, "maintenance", file.maintenance);
  add(root, "mode", file.mode);
  add(root, "language", file.language);
  add(root, "startDate", file.start_date.iso());
  add(root, "endDate", file.end_date.iso());
  add(root, "keyword", file.keyword);
  add(root, "totalDoc", std::to_string(documents));
  add(root, "numberOfPaper", std::to_string(file.number_of_paper));
  add(root, "numberOfPage", std::to_string(file.number_of_page));
  add(root, "format", file.format);
  add(root, "inforSign", file.infor_sign);
  add(root, "confidenceLevel", file.confidence_level);
  add(root, "paperFileCode", file.paper_file_code);
  add(root, "description", file.description);
  add(root, "riskRecovery", file.risk_recovery);
  add(root, "riskRecoveryStatus", file.risk_recovery_status);
  return text_of(document);
}

std::string ead_of_document(const DocumentDescription& description) {
  pugi::xml_document document;
  pugi::xml_node root = start(document, "ead");
  add(root, "docCode", description.doc_code);
  add(root, "title", description.title);
  add(root, "docDate", description.doc_date.iso());
  add(root, "language", description.language);
  add(root, "numberOfPage", std::to_string(description.number_of_page));
  add(root, "format", description.format);
  add(root, "inforSign", description.infor_sign);
  add(root, "description", description.description);
  return text_of(document);
}

std::string premis(const PackageFacts& facts, const std::vector<PackagedFile>& data) {
  pugi::xml_document document;
  pugi::xml_node root = start(document, "premis:premis");
  root.append_attribute("xmlns:premis") = "http://www.loc.gov/premis/v3";
  root.append_attribute("xmlns:xsi") = "http://www.w3.org/2001/XMLSchema-instance";
  root.append_attribute("xsi:schemaLocation") = "http://www.loc.gov/premis/v3 ../../schemas/premis-3.0.xsd";
  root.append_attribute("version") = "3.0";
  for (const PackagedFile& file : data)
    add_object(root, file);
  int number = 0;
  for (const PackageEvent& event : facts.events)
    add_event(root, event, "event-" + std::to_string(++number));
  add_agent(root, "agent-1", facts.software, "software");
  add_agent(root, "agent-2", facts.organisation, "organization");
  return text_of(document);
}

}  // namespace sovang::exchange
