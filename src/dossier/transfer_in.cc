// Records that come from another archive.
#include <algorithm>
#include <map>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/base/ids.h"
#include "sovang/dossier/transfer.h"
#include "sovang/exchange/bag.h"
#include "sovang/exchange/package.h"

namespace sovang::dossier {
namespace {

namespace fs = std::filesystem;

using Object = std::pair<archive::Record, std::vector<archive::ContentFile>>;

constexpr std::uint64_t most_record_bytes = std::uint64_t{64} << 20;

/// The files that a record of ours names, from `folder`. Their SHA-256 must be those of the record, whatever
/// the package says: the record is what our archive had vouched for.
Result<Object> read_object(const fs::path& record_file, const fs::path& folder) {
  const Bytes xml = SOVANG_TRY(files::read(record_file, most_record_bytes));
  Object object{SOVANG_TRY_WITHIN(archive::read_record(xml), record_file.filename().string()), {}};
  for (const archive::RecordFile& file : object.first.files) {
    Bytes bytes = SOVANG_TRY(files::read(folder / file.path));
    if (to_hex(digest(HashKind::sha256, bytes)) != file.sha256) {
      return fail(ErrorCode::corrupt,
                  "tệp " + file.path + " khác với mã băm trong record.xml; chưa có gì được nhận",
                  {(folder / file.path).string()});
    }
    object.second.push_back({file.path, std::move(bytes)});
  }
  return object;
}

Result<std::vector<Object>> read_bag(const fs::path& folder, Diagnostics& diagnostics) {
  const exchange::BagReport bag = SOVANG_TRY(exchange::validate_bag(folder));
  for (const Problem& problem : bag.findings)
    diagnostics.add(problem);
  if (!diagnostics.ok())
    return fail(ErrorCode::findings, "gói có lỗi; chưa có gì được nhận vào kho", {folder.string()});
  std::vector<Object> objects;
  for (const std::string& path : bag.payload) {
    constexpr std::string_view name = "/record.xml";
    // data/<ulid>/record.xml and nothing deeper: a file of a record may bear that name too.
    if (!path.ends_with(name) || std::count(path.begin(), path.end(), '/') != 2) continue;
    objects.push_back(SOVANG_TRY(read_object(folder / path, (folder / path).parent_path() / "files")));
  }
  if (objects.empty()) {
    return fail(ErrorCode::unsupported,
                "gói BagIt này không có record.xml nào nên không phải do Sổ Vàng xuất ra", {folder.string()});
  }
  return objects;
}

/// What EAD says of a file of another system. It is kept as what it is to us: papers whose content nobody has
/// read yet.
archive::Record record_of(const exchange::Package& package, const std::string& tenant) {
  archive::Record record;
  // The same package becomes the same record, so that it is taken in only once.
  SeededIds ids(digest(HashKind::sha256, package.object_id));
  constexpr std::int64_t ms_of_a_day = 86'400'000;
  record.id =
      "urn:sovang:" + tenant + ":scan:" + ids.ulid(Instant{package.file.end_date.days() * ms_of_a_day});
  record.kind = archive::RecordKind::scan;
  record.tenant = tenant;
  record.subject = package.file.title;
  record.issued = package.file.end_date;
  record.access = package.file.mode == "Công khai" ? archive::Access::published : archive::Access::internal;
  record.relations.push_back({"source-dossier", package.object_id});
  for (const exchange::PackageDocument& document : package.documents) {
    archive::RecordFile file;
    file.path = "source/" + document.name;
    file.mime = document.mime;
    file.role = "source";
    if (document.description) {
      file.original_name = document.description->doc_code + " " + document.description->title;
      file.pages = document.description->number_of_page;
      if (record.number.empty()) record.number = document.description->doc_code;
    }
    record.files.push_back(std::move(file));
  }
  return record;
}

Result<std::vector<Object>> read_eark(const fs::path& folder, const std::string& tenant,
                                      Diagnostics& diagnostics) {
  const exchange::Package package = SOVANG_TRY(exchange::read_package(folder, diagnostics));
  if (!diagnostics.ok())
    return fail(ErrorCode::findings, "gói có lỗi; chưa có gì được nhận vào kho", {folder.string()});
  std::vector<Object> objects;
  if (std::ranges::find(package.metadata, "record.xml") != package.metadata.end()) {
    objects.push_back(SOVANG_TRY(read_object(package.metadata_folder / "record.xml", package.data_folder)));
    return objects;
  }
  Object object{record_of(package, tenant), {}};
  for (std::size_t i = 0; i < package.documents.size(); ++i) {
    object.second.push_back({object.first.files[i].path,
                             SOVANG_TRY(files::read(package.data_folder / package.documents[i].name))});
  }
  objects.push_back(std::move(object));
  return objects;
}

}  // namespace

Result<TransferReport> import_transfer(Office& office, const fs::path& folder, const archive::Actor& actor,
                                       Diagnostics& diagnostics) {
  std::error_code failed;
  const bool bag = fs::is_regular_file(folder / "bagit.txt", failed);
  const bool package = fs::is_regular_file(folder / "METS.xml", failed);
  if (!bag && !package) {
    return fail(ErrorCode::invalid_input,
                "thư mục không có bagit.txt hoặc METS.xml, nên không phải gói lưu trữ", {folder.string()});
  }
  std::vector<Object> objects = bag ? SOVANG_TRY(read_bag(folder, diagnostics))
                                    : SOVANG_TRY(read_eark(folder, office.settings().tenant, diagnostics));
  TransferReport report;
  for (const Object& object : objects)
    report.files += object.second.size();
  report.records = SOVANG_TRY(
      office.archive().keep(std::move(objects), actor, "Nhận từ gói " + folder.filename().string()));
  return report;
}

}  // namespace sovang::dossier
