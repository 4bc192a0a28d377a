// Records on their way to another archive.
#include <algorithm>
#include <utility>

#include "sovang/dossier/transfer.h"
#include "sovang/exchange/bag.h"
#include "sovang/exchange/package.h"

namespace sovang::dossier {
namespace {

namespace fs = std::filesystem;

const archive::Asker archivist{.role = archive::Asker::Role::archivist, .units = {}};
constexpr std::string_view software = "Sổ Vàng";

/// "urn:sovang:qnam:qd:01ARZ…" → "01ARZ…": the folder of a record in a bag.
std::string folder_of(std::string_view record_id) {
  return std::string(record_id.substr(record_id.rfind(':') + 1));
}

std::string maintenance_of(const archive::Record& record) {
  if (!record.retain_until) return "Vĩnh viễn";
  return std::to_string(record.retain_until->year() - record.issued.year()) + " năm";
}

std::string mode_of(const archive::Record& record) {
  return record.access == archive::Access::published ? "Công khai" : "Hạn chế sử dụng";
}

exchange::PackageType package_type(TransferFormat format) {
  if (format == TransferFormat::aip) return exchange::PackageType::aip;
  return format == TransferFormat::dip ? exchange::PackageType::dip : exchange::PackageType::sip;
}

/// Mã hồ sơ: {OrganId}.{FileCatalog}.{FileNotation} (domain.md §6.3); the notation is the number of the
/// paper, or the end of its id where it has none.
std::string file_code(const archive::Record& record, std::string_view fonds) {
  const std::string notation =
      record.number_seq > 0 ? std::to_string(record.number_seq) : folder_of(record.id).substr(20);
  return std::string(fonds) + "." + std::to_string(record.issued.year()) + "." + notation + ".TĐKT";
}

std::string title_of(const archive::Record& record) {
  if (record.kind != archive::RecordKind::decision) return record.subject;
  const auto people = std::count_if(
      record.lines.begin(), record.lines.end(),
      [](const archive::RecordLine& line) { return line.kind == domain::RecipientKind::individual; });
  const auto others = static_cast<std::ptrdiff_t>(record.lines.size()) - people;
  std::string title = "Hồ sơ khen thưởng";
  if (!record.movement_name.empty()) title += " “" + record.movement_name + "”";
  return title + ", Quyết định số " + record.number + " ngày " + record.issued.iso() + " (" +
         std::to_string(others) + " tập thể, hộ gia đình; " + std::to_string(people) + " cá nhân)";
}

exchange::PackageFacts facts_of(const archive::Record& record, const Settings& settings,
                                TransferFormat format, Instant now) {
  exchange::PackageFacts facts;
  facts.type = package_type(format);
  facts.fonds = settings.fonds;
  facts.uuid = exchange::package_uuid(record.id);
  facts.created = local_text(now);
  facts.organisation = settings.office.empty() ? record.authority_name : settings.office;
  facts.software = software;
  facts.file.arc_file_code = file_code(record, settings.fonds);
  facts.file.title = title_of(record);
  facts.file.maintenance = maintenance_of(record);
  facts.file.mode = mode_of(record);
  facts.file.start_date = record.issued;
  facts.file.end_date = record.issued;
  facts.file.keyword = "thi đua; khen thưởng";
  facts.file.description = record.state == archive::RecordState::revoked ? "Quyết định đã bị hủy bỏ" : "";
  for (const archive::RecordFile& file : record.files)
    facts.file.number_of_page += file.pages;
  facts.events = {{.type = "validation",
                   .time = facts.created,
                   .detail = "Đối chiếu SHA-256 và SHA-512 của từng tệp khi lấy ra khỏi kho"}};
  return facts;
}

/// Certificates and data belong to the paper that they came with; papers have a description of their own.
bool is_described(const archive::RecordFile& file) {
  return file.role != "certificate" && file.role != "data" && file.mime == "application/pdf";
}

exchange::DocumentDescription description_of(const archive::Record& record, const archive::RecordFile& file) {
  return {
      .doc_code = record.number.empty() ? record.id + "/" + file.path : record.number,
      .title = file.original_name.empty() ? record.subject : record.subject + " (" + file.original_name + ")",
      .doc_date = record.issued,
      .number_of_page = file.pages};
}

Result<fs::path> write_package(Office& office, const archive::Record& record, const ExportOrder& order,
                               Instant now, ExportReport& report) {
  exchange::PackageWriter writer = SOVANG_TRY(
      exchange::PackageWriter::start(order.out, facts_of(record, office.settings(), order.format, now)));
  const bool any = std::any_of(record.files.begin(), record.files.end(), is_described);
  bool first = true;
  for (const archive::RecordFile& file : record.files) {
    const Bytes bytes = SOVANG_TRY(office.archive().file(record.id, file.path, archivist));
    exchange::PackageDocument document{.name = file.path, .mime = file.mime, .description = {}};
    // A record without any PDF is described by its first file: the circular wants at least one document.
    if (is_described(file) || (!any && first)) document.description = description_of(record, file);
    SOVANG_TRY(writer.add(std::move(document), bytes));
    first = false;
    ++report.files;
    report.bytes += bytes.size();
  }
  SOVANG_TRY(writer.add_metadata("record.xml", "application/xml", archive::to_xml(record)));
  return writer.finish();
}

Status write_bag(Office& office, const std::vector<archive::Record>& records, const ExportOrder& order,
                 Instant now, ExportReport& report) {
  exchange::BagWriter bag = SOVANG_TRY(exchange::BagWriter::start(order.out));
  std::vector<exchange::BagInfo> info = {{"Bagging-Date", local_date(now).iso()},
                                         {"Bag-Software-Agent", std::string(software)}};
  if (!office.settings().office.empty()) info.push_back({"Source-Organization", office.settings().office});
  for (const archive::Record& record : records) {
    const std::string folder = folder_of(record.id) + "/";
    info.push_back({"External-Identifier", record.id});
    SOVANG_TRY(bag.add(folder + "record.xml", archive::to_xml(record)));
    for (const archive::RecordFile& file : record.files) {
      const Bytes bytes = SOVANG_TRY(office.archive().file(record.id, file.path, archivist));
      SOVANG_TRY(bag.add(folder + "files/" + file.path, bytes));
      ++report.files;
      report.bytes += bytes.size();
    }
  }
  SOVANG_TRY(bag.finish(info));
  report.packages.push_back(order.out);
  return {};
}

}  // namespace

Result<ExportReport> export_records(Office& office, const ExportOrder& order, Instant now) {
  if (order.records.empty()) return fail(ErrorCode::invalid_input, "chưa chọn hồ sơ nào để xuất");
  if (order.format != TransferFormat::bag && office.settings().fonds.empty()) {
    return fail(
        ErrorCode::invalid_input,
        "chưa có mã phông; xin ghi dòng fonds = \"…\" vào office.toml rồi xuất lại (TT 05/2025/TT-BNV)");
  }
  std::vector<archive::Record> records;
  for (const std::string& id : order.records)
    records.push_back(SOVANG_TRY(office.archive().record(id, archivist)));
  ExportReport report;
  if (order.format == TransferFormat::bag) {
    SOVANG_TRY(write_bag(office, records, order, now, report));
    return report;
  }
  for (const archive::Record& record : records)
    report.packages.push_back(SOVANG_TRY(write_package(office, record, order, now, report)));
  return report;
}

}  // namespace sovang::dossier
