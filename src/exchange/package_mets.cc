// METS as E-ARK CSIP 2.x profiles it. CSIPnn in comments are the requirements of that specification.
#include <map>
#include <sstream>

#include <pugixml.hpp>

#include "package_xml.h"

namespace sovang::exchange {
namespace {

class MetsWriter {
 public:
  MetsWriter(const PackageFacts& facts, std::string_view object_id, std::string_view schemas)
      : facts_(facts) {
    pugi::xml_node declaration = document_.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    root_ = document_.append_child("mets");
    set(root_, "xmlns", "http://www.loc.gov/METS/");
    set(root_, "xmlns:xlink", "http://www.w3.org/1999/xlink");
    set(root_, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    set(root_, "xmlns:csip", "https://DILCIS.eu/XML/METS/CSIPExtensionMETS");
    set(root_, "xsi:schemaLocation",
        "http://www.loc.gov/METS/ " + std::string(schemas) +
            "mets-1.12.xsd https://DILCIS.eu/XML/METS/CSIPExtensionMETS " + std::string(schemas) +
            "DILCISExtensionMETS.xsd");
    set(root_, "OBJID", object_id);  // CSIP1
    set(root_, "TYPE", "Mixed");     // CSIP2
    set(root_, "csip:CONTENTINFORMATIONTYPE", "MIXED");
    set(root_, "PROFILE", "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml");  // CSIP6
    write_header();
  }

  pugi::xml_node root() { return root_; }

  /// A description outside METS: dmdSec (EAD) or, below amdSec, digiprovMD (PREMIS). CSIP17–57.
  std::string add_reference(pugi::xml_node parent, const char* element, std::string_view type,
                            const PackagedFile& file) {
    const std::string id = next_id(element);
    pugi::xml_node section = parent.append_child(element);
    set(section, "ID", id);
    set(section, "CREATED", facts_.created);
    set(section, "STATUS", "CURRENT");
    pugi::xml_node reference = section.append_child("mdRef");
    set(reference, "ID", next_id("mdRef"));
    set(reference, "LOCTYPE", "URL");
    const bool known = type == "EAD" || type == "PREMIS";
    set(reference, "MDTYPE", known ? type : "OTHER");
    if (!known) set(reference, "OTHERMDTYPE", type);
    link(reference, file.href);
    describe(reference, file);
    return id;
  }

  /// A fileGrp of `files`; gives its id. `descriptions` has the dmdSec of each file that has one. CSIP58–79.
  std::string add_group(pugi::xml_node file_section, std::string_view use,
                        const std::vector<PackagedFile>& files,
                        const std::map<std::size_t, std::string>& descriptions = {}) {
    const std::string id = next_id("fileGrp");
    pugi::xml_node group = file_section.append_child("fileGrp");
    set(group, "ID", id);
    set(group, "USE", use);
    for (std::size_t i = 0; i < files.size(); ++i) {
      const PackagedFile& file = files[i];
      pugi::xml_node entry = group.append_child("file");
      set(entry, "ID", next_id("file"));
      describe(entry, file);
      if (const auto described = descriptions.find(i); described != descriptions.end())
        set(entry, "DMDID", described->second);
      pugi::xml_node location = entry.append_child("FLocat");
      set(location, "LOCTYPE", "URL");
      link(location, file.href);
    }
    return id;
  }

  pugi::xml_node add_file_section() {
    pugi::xml_node section = root_.append_child("fileSec");
    set(section, "ID", next_id("fileSec"));
    return section;
  }

  /// The CSIP structure map with its outermost division. CSIP80–84.
  pugi::xml_node add_structure_map(std::string_view label) {
    pugi::xml_node map = root_.append_child("structMap");
    set(map, "ID", next_id("structMap"));
    set(map, "TYPE", "PHYSICAL");
    set(map, "LABEL", "CSIP");
    return add_division(map, label);
  }

  pugi::xml_node add_division(pugi::xml_node parent, std::string_view label) {
    pugi::xml_node division = parent.append_child("div");
    set(division, "ID", next_id("div"));
    set(division, "LABEL", label);
    return division;
  }

  static void set(pugi::xml_node node, const char* name, std::string_view value) {
    node.append_attribute(name).set_value(std::string(value).c_str());
  }
  static void link(pugi::xml_node node, std::string_view href) {
    set(node, "xlink:type", "simple");
    set(node, "xlink:href", href);
  }

  std::string text() const {
    std::ostringstream out;
    document_.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
    return out.str();
  }

 private:
  void write_header() {
    pugi::xml_node header = root_.append_child("metsHdr");
    set(header, "CREATEDATE", facts_.created);                    // CSIP7
    set(header, "csip:OAISPACKAGETYPE", to_string(facts_.type));  // CSIP9
    add_agent(header, "CREATOR", "OTHER", facts_.software, "1");  // CSIP10–16
    add_agent(header, facts_.type == PackageType::sip ? "ARCHIVIST" : "CUSTODIAN", "ORGANIZATION",
              facts_.organisation, "");
  }

  static void add_agent(pugi::xml_node header, std::string_view role, std::string_view type,
                        std::string_view name, std::string_view version) {
    pugi::xml_node agent = header.append_child("agent");
    set(agent, "ROLE", role);
    set(agent, "TYPE", type);
    if (type == "OTHER") set(agent, "OTHERTYPE", "SOFTWARE");
    agent.append_child("name").text().set(std::string(name).c_str());
    pugi::xml_node note = agent.append_child("note");
    set(note, "csip:NOTETYPE", version.empty() ? "IDENTIFICATIONCODE" : "SOFTWARE VERSION");
    note.text().set(std::string(version.empty() ? name : version).c_str());
  }

  void describe(pugi::xml_node node, const PackagedFile& file) const {
    set(node, "MIMETYPE", file.mime);
    set(node, "SIZE", std::to_string(file.bytes));
    set(node, "CREATED", facts_.created);
    set(node, "CHECKSUM", file.sha256);
    set(node, "CHECKSUMTYPE", "SHA-256");
  }

  std::string next_id(std::string_view kind) { return std::string(kind) + "-" + std::to_string(++count_); }

  const PackageFacts& facts_;
  pugi::xml_document document_;
  pugi::xml_node root_;
  int count_ = 0;
};

std::string joined(const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids)
    out += (out.empty() ? "" : " ") + id;
  return out;
}

}  // namespace

std::string root_mets(const PackageFacts& facts, const RootListing& listing) {
  MetsWriter mets(facts, facts.object_id(), "schemas/");
  std::vector<std::string> descriptive = {mets.add_reference(mets.root(), "dmdSec", "EAD", listing.ead)};
  for (const PackagedFile& file : listing.other_metadata)
    descriptive.push_back(mets.add_reference(mets.root(), "dmdSec", "SOVANG", file));
  const std::string preservation =
      mets.add_reference(mets.root().append_child("amdSec"), "digiprovMD", "PREMIS", listing.premis);

  pugi::xml_node files = mets.add_file_section();
  const std::string schemas = mets.add_group(files, "Schemas", listing.schemas);
  const std::string representation =
      mets.add_group(files, "Representations/rep1", {listing.representation_mets});

  pugi::xml_node package = mets.add_structure_map(facts.object_id());
  pugi::xml_node metadata = mets.add_division(package, "Metadata");  // CSIP88–92
  MetsWriter::set(metadata, "DMDID", joined(descriptive));
  MetsWriter::set(metadata, "ADMID", preservation);
  MetsWriter::set(mets.add_division(package, "Schemas").append_child("fptr"), "FILEID", schemas);
  pugi::xml_node pointer =
      mets.add_division(package, "Representations/rep1").append_child("mptr");  // CSIP105–112
  MetsWriter::set(pointer, "LOCTYPE", "URL");
  MetsWriter::link(pointer, listing.representation_mets.href);
  MetsWriter::set(pointer, "xlink:title", representation);
  return mets.text();
}

std::string representation_mets(const PackageFacts& facts, const RepresentationListing& listing) {
  MetsWriter mets(facts, "rep1", "../../schemas/");
  std::vector<std::string> descriptive;
  std::map<std::size_t, std::string> by_file;
  for (std::size_t i = 0; i < listing.descriptions.size(); ++i) {
    descriptive.push_back(mets.add_reference(mets.root(), "dmdSec", "EAD", listing.descriptions[i]));
    by_file[listing.described[i]] = descriptive.back();
  }
  const std::string data = mets.add_group(mets.add_file_section(), "Data", listing.data, by_file);
  pugi::xml_node representation = mets.add_structure_map("rep1");
  pugi::xml_node metadata = mets.add_division(representation, "Metadata");
  if (!descriptive.empty()) MetsWriter::set(metadata, "DMDID", joined(descriptive));
  MetsWriter::set(mets.add_division(representation, "Data").append_child("fptr"), "FILEID", data);
  return mets.text();
}

}  // namespace sovang::exchange
