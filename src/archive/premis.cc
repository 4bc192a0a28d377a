#include "premis.h"

#include <array>
#include <sstream>

#include <pugixml.hpp>

#include "inventory.h"

namespace sovang::archive {
namespace {

struct Event {
  std::string name;  ///< of the event's identifier
  std::string type;  ///< of the Library of Congress's list where it has one
  std::string detail;
};

void text(pugi::xml_node parent, const char* name, const std::string& value) {
  parent.append_child(name).text().set(value.c_str());
}

/// <…Identifier><…IdentifierType>URI</…><…IdentifierValue>…</…></…Identifier>
void identifier(pugi::xml_node parent, const std::string& kind, const std::string& value) {
  pugi::xml_node node = parent.append_child((kind + "Identifier").c_str());
  text(node, (kind + "IdentifierType").c_str(), "URI");
  text(node, (kind + "IdentifierValue").c_str(), value);
}

Event change_of(const Record& record, int version) {
  if (version == 1) return {"ingestion", "ingestion", "Đưa vào kho lưu trữ"};
  switch (record.state) {
    case RecordState::corrected:
      return {"correction", "modification", "Đính chính; phiên bản trước vẫn giữ nguyên"};
    case RecordState::revoked:
      return {"revocation", "metadata modification", "Thu hồi; phiên bản trước vẫn giữ nguyên"};
    case RecordState::disposed:
      return {"disposal", "deaccession", "Tiêu hủy theo quyết định; còn lại dữ liệu tra cứu"};
    case RecordState::issued:
      return {"modification", "modification", "Bổ sung; phiên bản trước vẫn giữ nguyên"};
  }
  return {};
}

}  // namespace

std::string premis_of(const Record& record, int version, std::size_t files, const VersionNote& note) {
  const std::string name = record.id + "#" + version_name(version);
  const std::array<Event, 3> events{
      {change_of(record, version),
       {"digest", "message digest calculation", "SHA-512 và SHA-256 của " + std::to_string(files) + " tệp"},
       {"validation", "validation", "record.xml đọc lại giống từng byte"}}};
  pugi::xml_document document;
  pugi::xml_node premis = document.append_child("premis");
  premis.append_attribute("xmlns") = "http://www.loc.gov/premis/v3";
  premis.append_attribute("xmlns:xsi") = "http://www.w3.org/2001/XMLSchema-instance";
  premis.append_attribute("version") = "3.0";
  pugi::xml_node object = premis.append_child("object");
  object.append_attribute("xsi:type") = "intellectualEntity";
  identifier(object, "object", record.id);
  for (const Event& one : events) {
    pugi::xml_node event = premis.append_child("event");
    identifier(event, "event", name + "-" + one.name);
    text(event, "eventType", one.type);
    text(event, "eventDateTime", note.created);
    const bool change = &one == events.data();
    text(event.append_child("eventDetailInformation"), "eventDetail",
         change && !note.message.empty() ? one.detail + ": " + note.message : one.detail);
    text(event.append_child("eventOutcomeInformation"), "eventOutcome", "success");
    identifier(event, "linkingAgent", note.actor.id);
    identifier(event, "linkingObject", record.id);
  }
  pugi::xml_node agent = premis.append_child("agent");
  identifier(agent, "agent", note.actor.id);
  text(agent, "agentName", note.actor.name.empty() ? note.actor.id : note.actor.name);
  text(agent, "agentType", "person");
  std::ostringstream out;
  document.save(out, " ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

}  // namespace sovang::archive
