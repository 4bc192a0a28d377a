#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include <pugixml.hpp>

#include "sovang/base/files.h"
#include "sovang/base/xml_guard.h"
#include "sovang/exchange/package.h"

#include "bag_text.h"
#include "file_digests.h"

namespace sovang::exchange {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_xml_bytes = std::uint64_t{64} << 20;
constexpr std::size_t most_files = 200'000;

std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

/// An attribute by its name without prefix: prefixes are whoever wrote the file's own.
std::string attribute(pugi::xml_node node, std::string_view name) {
  for (const pugi::xml_attribute a : node.attributes()) {
    const std::string_view full = a.name();
    const std::size_t colon = full.find(':');
    if ((colon == std::string_view::npos ? full : full.substr(colon + 1)) == name &&
        !full.starts_with("xmlns")) {
      return a.value();
    }
  }
  return {};
}

template <class Visit>
void for_each_element(pugi::xml_node root, const Visit& visit) {
  for (pugi::xml_node node = root; node;) {
    if (node.type() == pugi::node_element) visit(node);
    pugi::xml_node next = node.first_child();
    while (!next && node && node != root) {
      next = node.next_sibling();
      if (!next) node = node.parent();
    }
    node = next;
  }
}

/// "SHA-256" → "sha256".
std::string algorithm_of(std::string_view checksum_type) {
  std::string out;
  for (const char c : checksum_type)
    if (c != '-') out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

std::string lower_hex(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// A file that a METS lists.
struct Listed {
  std::string path;  ///< relative to the package
  std::string id;
  std::string described_by;  ///< DMDID
  std::string mime;
};

struct MetsText {
  std::vector<Listed> descriptions;
  std::vector<Listed> files;
  std::vector<std::string> representations;  ///< METS files of representations
};

class PackageCheck {
 public:
  PackageCheck(const fs::path& folder, Diagnostics& diagnostics)
      : folder_(folder), diagnostics_(diagnostics) {}

  Result<Package> run() {
    const auto root = parse("METS.xml");
    if (!root)
      return fail(ErrorCode::invalid_input, "đây không phải gói lưu trữ: không đọc được METS.xml",
                  {"METS.xml"}, "EAK-01");
    Package package;
    SOVANG_TRY(read_header(root->document_element(), package));
    const MetsText mets = read_mets(root->document_element(), "METS.xml", "");
    read_file_description(mets, package);
    for (const Listed& file : mets.descriptions)
      if (file.path.starts_with("metadata/other/")) package.metadata.push_back(file.path.substr(15));
    if (mets.representations.size() != 1) {
      error(
          "EAK-05",
          "gói phải có đúng một phần representations, đây có " + std::to_string(mets.representations.size()),
          "METS.xml");
    }
    if (!mets.representations.empty()) read_representation(mets.representations.front(), package);
    return package;
  }

 private:
  void error(std::string_view rule, std::string message, const std::string& file) {
    diagnostics_.add({.rule = std::string(rule), .message = std::move(message), .where = {file}});
  }

  bool goes_through_link(const std::string& path);
  std::optional<std::string> text_of(const std::string& path);
  std::unique_ptr<pugi::xml_document> parse(const std::string& path);
  Status read_header(pugi::xml_node root, Package& package);
  MetsText read_mets(pugi::xml_node root, const std::string& file, const std::string& base);
  std::optional<std::string> path_of(pugi::xml_node node, const std::string& file, const std::string& base);
  void compare(pugi::xml_node node, const std::string& path);
  void read_file_description(const MetsText& mets, Package& package);
  void read_representation(const std::string& path, Package& package);
  std::optional<DocumentDescription> read_document_description(const std::string& path);

  const fs::path& folder_;
  Diagnostics& diagnostics_;
  std::size_t listed_ = 0;
};

/// A link on the way would lead out of the package.
bool PackageCheck::goes_through_link(const std::string& path) {
  std::error_code failed;
  fs::path so_far = folder_;
  for (const fs::path& part : fs::path(path)) {
    so_far /= part;
    if (!fs::is_symlink(fs::symlink_status(so_far, failed))) continue;
    error("EAK-04", "gói không được có liên kết", path);
    return true;
  }
  return false;
}

std::optional<std::string> PackageCheck::text_of(const std::string& path) {
  if (goes_through_link(path)) return std::nullopt;
  Result<Bytes> bytes = files::read(folder_ / path, most_xml_bytes);
  if (!bytes) {
    error("EAK-02", "không đọc được: " + bytes.error().message, path);
    return std::nullopt;
  }
  return *std::move(bytes);
}

std::unique_ptr<pugi::xml_document> PackageCheck::parse(const std::string& path) {
  const std::optional<std::string> text = text_of(path);
  if (!text) return nullptr;
  if (!check_xml(*text, path, {.bytes = most_xml_bytes, .depth = 64}, diagnostics_)) return nullptr;
  auto document = std::make_unique<pugi::xml_document>();
  if (!document->load_buffer(text->data(), text->size(), pugi::parse_default, pugi::encoding_utf8)) {
    error("EAK-02", "không phải là XML đúng", path);
    return nullptr;
  }
  return document;
}

Status PackageCheck::read_header(pugi::xml_node root, Package& package) {
  if (local_name(root) != "mets") {
    return fail(ErrorCode::invalid_input, "METS.xml không có thẻ gốc mets", {"METS.xml"}, "EAK-01");
  }
  package.object_id = attribute(root, "OBJID");
  if (package.object_id.empty()) error("EAK-05", "METS.xml thiếu OBJID", "METS.xml");
  std::string type;
  for_each_element(root, [&](pugi::xml_node node) {
    if (local_name(node) != "metsHdr") return;
    type = attribute(node, "OAISPACKAGETYPE");
    package.created = attribute(node, "CREATEDATE");
  });
  for (const PackageType known : {PackageType::sip, PackageType::aip, PackageType::dip})
    if (type == to_string(known)) package.type = known;
  if (type != to_string(package.type)) {
    error("EAK-05", "không biết loại gói “" + type + "” (SIP, AIP hoặc DIP)", "METS.xml");
  }
  return {};
}

/// Where a METS element points to, relative to the package.
std::optional<std::string> PackageCheck::path_of(pugi::xml_node node, const std::string& file,
                                                 const std::string& base) {
  std::string href = attribute(node, "href");
  for (const std::string_view prefix : {"file://", "file:", "./"})
    if (href.starts_with(prefix)) href.erase(0, prefix.size());
  if (path_stays_inside(href)) return base + href;
  error("EAK-04", "đường dẫn “" + href + "” nằm ngoài gói", file);
  return std::nullopt;
}

/// Size and checksum of what a METS element points to.
void PackageCheck::compare(pugi::xml_node node, const std::string& path) {
  if (++listed_ > most_files) return;
  const std::string checksum = lower_hex(attribute(node, "CHECKSUM"));
  const std::string algorithm = algorithm_of(attribute(node, "CHECKSUMTYPE"));
  if (checksum.empty() || !digest_is_known(algorithm)) {
    error("EAK-03", "thiếu mã băm, hoặc thuật toán “" + algorithm + "” không biết", path);
  }
  if (goes_through_link(path)) return;
  const Result<FileDigests> found = file_digests(folder_ / path, {algorithm});
  if (!found) return error("EAK-02", "tệp được kê nhưng không đọc được: " + found.error().message, path);
  const std::string size = attribute(node, "SIZE");
  if (!size.empty() && size != std::to_string(found->bytes)) {
    error("EAK-03", "tệp dài " + std::to_string(found->bytes) + " byte, METS ghi " + size, path);
  }
  const auto real = found->hex.find(algorithm);
  if (real != found->hex.end() && real->second != checksum) {
    error("EAK-03", "nội dung khác mã băm trong METS: tệp đã bị đổi hoặc hỏng", path);
  }
}

MetsText PackageCheck::read_mets(pugi::xml_node root, const std::string& file, const std::string& base) {
  MetsText out;
  std::string section;
  for_each_element(root, [&](pugi::xml_node node) {
    const std::string_view name = local_name(node);
    if (name == "dmdSec" || name == "digiprovMD") section = attribute(node, "ID");
    if (name == "mdRef") {
      const auto path = path_of(node, file, base);
      if (!path) return;
      compare(node, *path);
      out.descriptions.push_back({*path, section, {}, attribute(node, "MIMETYPE")});
    } else if (name == "FLocat") {
      const auto path = path_of(node, file, base);
      if (!path) return;
      compare(node.parent(), *path);
      out.files.push_back({*path, attribute(node.parent(), "ID"), attribute(node.parent(), "DMDID"),
                           attribute(node.parent(), "MIMETYPE")});
    } else if (name == "mptr") {
      if (const auto path = path_of(node, file, base)) out.representations.push_back(*path);
    }
  });
  if (listed_ > most_files) error("EAK-08", "gói kê quá nhiều tệp", file);
  return out;
}

/// The text of the first element of that name; EAD of others may nest what the circular lists flat.
std::string element_text(pugi::xml_node root, std::string_view name) {
  std::string out;
  bool found = false;
  for_each_element(root, [&](pugi::xml_node node) {
    if (found || local_name(node) != name) return;
    out = node.text().get();
    found = true;
  });
  return out;
}

int number_of(const std::string& text) {
  constexpr std::size_t most_figures = 8;
  if (text.empty() || text.size() > most_figures || text.find_first_not_of("0123456789") != std::string::npos)
    return 0;
  return std::stoi(text);
}

void PackageCheck::read_file_description(const MetsText& mets, Package& package) {
  for (const Listed& listed : mets.descriptions) {
    if (!listed.path.starts_with("metadata/descriptive/")) continue;
    const auto document = parse(listed.path);
    if (!document) return;
    const pugi::xml_node ead = document->document_element();
    FileDescription& file = package.file;
    file.arc_file_code = element_text(ead, "arcFileCode");
    file.title = element_text(ead, "title");
    file.maintenance = element_text(ead, "maintenance");
    file.mode = element_text(ead, "mode");
    file.language = element_text(ead, "language");
    file.start_date = Date::from_iso(element_text(ead, "startDate")).value_or(Date());
    file.end_date = Date::from_iso(element_text(ead, "endDate")).value_or(Date());
    file.keyword = element_text(ead, "keyword");
    file.number_of_paper = number_of(element_text(ead, "numberOfPaper"));
    file.number_of_page = number_of(element_text(ead, "numberOfPage"));
    file.format = element_text(ead, "format");
    file.infor_sign = element_text(ead, "inforSign");
    file.confidence_level = element_text(ead, "confidenceLevel");
    file.paper_file_code = element_text(ead, "paperFileCode");
    file.description = element_text(ead, "description");
    file.risk_recovery = element_text(ead, "riskRecovery");
    file.risk_recovery_status = element_text(ead, "riskRecoveryStatus");
    if (file.arc_file_code.empty() || file.title.empty()) {
      error("EAK-06", "EAD thiếu mã hồ sơ (arcFileCode) hoặc tiêu đề (title)", listed.path);
    }
    return;
  }
  error("EAK-06", "gói không có EAD mô tả hồ sơ", "METS.xml");
}

std::optional<DocumentDescription> PackageCheck::read_document_description(const std::string& path) {
  const auto document = parse(path);
  if (!document) return std::nullopt;
  const pugi::xml_node ead = document->document_element();
  DocumentDescription out;
  out.doc_code = element_text(ead, "docCode");
  out.title = element_text(ead, "title");
  out.doc_date = Date::from_iso(element_text(ead, "docDate")).value_or(Date());
  out.language = element_text(ead, "language");
  out.number_of_page = number_of(element_text(ead, "numberOfPage"));
  out.format = element_text(ead, "format");
  out.infor_sign = element_text(ead, "inforSign");
  out.description = element_text(ead, "description");
  return out;
}

void PackageCheck::read_representation(const std::string& path, Package& package) {
  const std::string base = path.substr(0, path.rfind('/') + 1);
  package.data_folder = folder_ / base / "data";
  package.metadata_folder = folder_ / "metadata" / "other";
  const auto document = parse(path);
  if (!document) return;
  const MetsText mets = read_mets(document->document_element(), path, base);
  std::map<std::string, std::string> description_of;  // dmdSec → path
  std::vector<std::string> in_order;
  for (const Listed& listed : mets.descriptions) {
    if (listed.path.find("/descriptive/") == std::string::npos) continue;
    description_of[listed.id] = listed.path;
    in_order.push_back(listed.path);
  }
  for (const Listed& listed : mets.files) {
    const std::string prefix = base + "data/";
    if (!listed.path.starts_with(prefix)) continue;
    PackageDocument out{.name = listed.path.substr(prefix.size()), .mime = listed.mime, .description = {}};
    const auto described = description_of.find(listed.described_by);
    // Packages of others tie descriptions to files by their order alone.
    const bool by_order = in_order.size() == mets.files.size() && listed.described_by.empty();
    if (described != description_of.end()) {
      out.description = read_document_description(described->second);
    } else if (by_order) {
      out.description = read_document_description(in_order[package.documents.size()]);
    }
    package.documents.push_back(std::move(out));
  }
  if (package.documents.empty())
    error("EAK-07", "gói không có văn bản nào trong representations/rep1/data", path);
}

}  // namespace

Result<Package> read_package(const fs::path& folder, Diagnostics& diagnostics) {
  return PackageCheck(folder, diagnostics).run();
}

}  // namespace sovang::exchange
