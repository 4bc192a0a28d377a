#include <set>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/exchange/package.h"

#include "bag_text.h"
#include "package_xml.h"
#include "sync_all.h"

namespace sovang::exchange {

namespace fs = std::filesystem;

struct PackageWriter::State {
  PackageFacts facts;
  fs::path folder;
  fs::path work;  ///< where the package grows, beside `folder`
  std::set<std::string> names;
  std::vector<PackagedFile> data;          ///< hrefs relative to the representation
  std::vector<PackagedFile> descriptions;  ///< the same
  std::vector<std::size_t> described;      ///< of each description: the index of its file in `data`
  std::vector<PackagedFile> metadata;      ///< hrefs relative to the package
  bool finished = false;

  /// Writes a file of the package. `base` is the folder of the METS that will list it.
  Result<PackagedFile> write(const std::string& base, std::string href, std::string mime,
                             ByteView bytes) const {
    const fs::path file = work / base / href;
    SOVANG_TRY(files::make_folders(file.parent_path()));
    SOVANG_TRY(files::create_unsynced(file, bytes));
    return PackagedFile{std::move(href), std::move(mime), bytes.size(),
                        to_hex(digest(HashKind::sha256, bytes))};
  }
};

namespace {

constexpr const char* representation_folder = "representations/rep1";

Status require(std::string_view value, const char* what) {
  if (value.find_first_not_of(" \t\r\n") != std::string_view::npos) return {};
  return fail(ErrorCode::invalid_input, std::string("gói lưu trữ thiếu ") + what, {}, "EAK-01");
}

/// ASCII only, as archive-design §2 wants of logical paths: packages go through systems of every age.
bool is_package_name(std::string_view name) {
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '/';
    if (!plain) return false;
  }
  return path_stays_inside(name);
}

Status check(const PackageFacts& facts) {
  SOVANG_TRY(require(facts.fonds, "mã phông"));
  SOVANG_TRY(require(facts.uuid, "UUID"));
  SOVANG_TRY(require(facts.created, "ngày giờ lập gói"));
  SOVANG_TRY(require(facts.organisation, "tên cơ quan"));
  SOVANG_TRY(require(facts.file.arc_file_code, "mã hồ sơ"));
  SOVANG_TRY(require(facts.file.title, "tiêu đề hồ sơ"));
  SOVANG_TRY(require(facts.file.maintenance, "thời hạn lưu trữ"));
  SOVANG_TRY(require(facts.file.mode, "chế độ sử dụng"));
  if (is_package_name(facts.fonds) && facts.fonds.find('/') == std::string::npos) return {};
  return fail(ErrorCode::invalid_input,
              "mã phông “" + facts.fonds + "” chỉ được có chữ không dấu, số, dấu chấm và gạch", {}, "EAK-01");
}

}  // namespace

std::string_view to_string(PackageType type) {
  switch (type) {
    case PackageType::sip:
      return "SIP";
    case PackageType::aip:
      return "AIP";
    case PackageType::dip:
      return "DIP";
  }
  return "SIP";
}

std::string PackageFacts::object_id() const {
  return "urn:" + fonds + ":uuid:" + uuid;
}

std::string package_uuid(std::string_view name) {
  Bytes raw = digest(HashKind::sha256, name).substr(0, 16);
  const auto set_bits = [&](std::size_t at, unsigned mask, unsigned value) {
    raw[at] = static_cast<char>((static_cast<unsigned char>(raw[at]) & mask) | value);
  };
  set_bits(6, 0x0FU, 0x80U);  // version 8
  set_bits(8, 0x3FU, 0x80U);  // variant of RFC 9562
  std::string hex = to_hex(raw);
  for (const std::size_t at : {20U, 16U, 12U, 8U})
    hex.insert(at, "-");
  return hex;
}

PackageWriter::PackageWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
PackageWriter::PackageWriter(PackageWriter&&) noexcept = default;
PackageWriter& PackageWriter::operator=(PackageWriter&&) noexcept = default;
PackageWriter::~PackageWriter() {
  if (state_ && !state_->finished) static_cast<void>(files::remove_tree(state_->work));
}

Result<PackageWriter> PackageWriter::start(const fs::path& parent, PackageFacts facts) {
  SOVANG_TRY(check(facts));
  std::string name = facts.object_id();
  for (char& c : name)
    if (c == ':') c = '_';
  auto state = std::make_unique<State>();
  state->folder = parent / name;
  state->work = parent / (name + ".part");
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(state->folder, ignored))) {
    return fail(ErrorCode::conflict, "gói này đã có; xin chọn thư mục khác", {state->folder.string()});
  }
  SOVANG_TRY(files::remove_tree(state->work));
  SOVANG_TRY(files::make_folders(state->work / representation_folder / "data"));
  state->facts = std::move(facts);
  return PackageWriter(std::move(state));
}

Status PackageWriter::add(PackageDocument document, ByteView bytes) {
  if (!is_package_name(document.name) || !state_->names.insert("data/" + document.name).second) {
    return fail(ErrorCode::invalid_input,
                "tên tệp “" + document.name + "” không dùng được hoặc có hai lần trong gói");
  }
  if (document.description) {
    SOVANG_TRY(require(document.description->doc_code, "mã văn bản"));
    SOVANG_TRY(require(document.description->title, "trích yếu của văn bản"));
    const std::string name =
        "metadata/descriptive/EAD_doc_" + std::to_string(state_->descriptions.size() + 1) + ".xml";
    state_->descriptions.push_back(SOVANG_TRY(state_->write(representation_folder, name, "application/xml",
                                                            ead_of_document(*document.description))));
    state_->described.push_back(state_->data.size());
  }
  state_->data.push_back(
      SOVANG_TRY(state_->write(representation_folder, "data/" + document.name, document.mime, bytes)));
  return {};
}

Status PackageWriter::add_metadata(const std::string& name, std::string_view mime, ByteView bytes) {
  if (!is_package_name(name) || !state_->names.insert("other/" + name).second) {
    return fail(ErrorCode::invalid_input, "tên tệp “" + name + "” không dùng được hoặc có hai lần trong gói");
  }
  state_->metadata.push_back(
      SOVANG_TRY(state_->write("", "metadata/other/" + name, std::string(mime), bytes)));
  return {};
}

Result<fs::path> PackageWriter::finish() {
  const State& state = *state_;
  if (state.descriptions.empty()) {
    return fail(ErrorCode::invalid_input, "gói lưu trữ phải có ít nhất một văn bản", {}, "EAK-01");
  }
  constexpr const char* xml = "application/xml";
  RootListing listing;
  listing.other_metadata = state.metadata;
  for (const PackageSchema& schema : package_schemas()) {
    listing.schemas.push_back(
        SOVANG_TRY(state.write("", "schemas/" + std::string(schema.name), xml, schema.bytes)));
  }
  listing.ead = SOVANG_TRY(state.write("", "metadata/descriptive/EAD.xml", xml,
                                       ead_of_file(state.facts.file, state.descriptions.size())));
  std::vector<PackagedFile> data = state.data;
  for (PackagedFile& file : data)
    file.href = std::string(representation_folder) + "/" + file.href;
  listing.premis =
      SOVANG_TRY(state.write("", "metadata/preservation/PREMIS.xml", xml, premis(state.facts, data)));
  const std::string mets =
      representation_mets(state.facts, {state.descriptions, state.described, state.data});
  listing.representation_mets =
      SOVANG_TRY(state.write("", std::string(representation_folder) + "/METS.xml", xml, mets));
  SOVANG_TRY(state.write("", "METS.xml", xml, root_mets(state.facts, listing)));
  SOVANG_TRY(sync_all(state.work));
  SOVANG_TRY(files::rename_new(state.work, state.folder));
  state_->finished = true;
  return state.folder;
}

}  // namespace sovang::exchange
