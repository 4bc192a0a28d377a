#include "tombstone.h"

#include <pugixml.hpp>

#include "sovang/base/hash.h"
#include "sovang/base/xml_guard.h"
#include "sovang/base/xml_text.h"

#include "object.h"

namespace sovang::archive {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
  std::string out = " " + std::string(name) + "=\"";
  append_xml_attribute(out, value);
  return out + '"';
}

}  // namespace

Result<std::string> tombstone_of(const StoredObject& object, const Record& record,
                                 const DisposalOrder& order) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tombstone schema=\"1\"";
  out += attribute("id", record.id) + attribute("number", record.number) +
         attribute("issued", record.issued.iso());
  out += attribute("rule", record.retention_rule);
  if (record.retain_until) out += attribute("until", record.retain_until->iso());
  out += attribute("order", order.order) + attribute("proposed-by", order.proposed_by) +
         attribute("approved-by", order.approved_by) + ">\n";
  int number = 0;
  for (const ObjectVersion& version : object.inventory.versions) {
    const Bytes leaf = SOVANG_TRY(leaf_of(object, ++number));
    out += "  <version" + attribute("number", version_name(number)) + attribute("created", version.created) +
           attribute("leaf", to_hex(leaf)) + ">\n";
    for (const auto& [path, sha512] : version.state)
      out += "    <file" + attribute("path", path) + attribute("sha512", sha512) + "/>\n";
    out += "  </version>\n";
  }
  return out + "</tombstone>\n";
}

std::vector<Bytes> leaves_of_tombstone(const StoredObject& object) {
  std::vector<Bytes> leaves;
  const Result<Bytes> xml = Storage::read_file(object, tombstone_path);
  Diagnostics ignored;
  constexpr std::size_t most_bytes = std::size_t{64} << 20;
  if (!xml || !check_xml(*xml, tombstone_path, {.bytes = most_bytes, .depth = 8}, ignored)) return leaves;
  pugi::xml_document document;
  if (!document.load_buffer(xml->data(), xml->size())) return leaves;
  for (const pugi::xml_node version : document.child("tombstone").children("version"))
    if (auto leaf = from_hex(version.attribute("leaf").value())) leaves.push_back(*std::move(leaf));
  return leaves;
}

}  // namespace sovang::archive
