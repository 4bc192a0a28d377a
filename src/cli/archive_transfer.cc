// `sovang archive export` and `sovang archive ingest`: records to another archive and from there.
#include <iostream>
#include <map>
#include <memory>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/dossier/actions.h"
#include "sovang/dossier/transfer.h"

#include "archive_verbs.h"

namespace sovang::cli {
namespace {

const archive::Actor archivist{"urn:sovang:user:luu-tru", "Lưu trữ"};

struct ExportOptions {
  dossier::ExportOrder order;
  std::string format = "bag";
  std::string out;
  bool all = false;
  bool json = false;
};

/// Ids as given, or those of all records.
Result<std::vector<std::string>> chosen_records(dossier::Office& office, const ExportOptions& options) {
  if (!options.all) return options.order.records;
  constexpr std::size_t page = 500;
  std::vector<std::string> ids;
  for (;;) {
    const auto records = SOVANG_TRY(office.archive().list(archive::Asker{}, page, ids.size()));
    for (const archive::Record& record : records)
      ids.push_back(record.id);
    if (records.size() < page) return ids;
  }
}

Status export_chosen(dossier::Office& office, const Context& context, const ExportOptions& options) {
  static const std::map<std::string, dossier::TransferFormat> formats = {
      {"bag", dossier::TransferFormat::bag},
      {"sip", dossier::TransferFormat::sip},
      {"aip", dossier::TransferFormat::aip},
      {"dip", dossier::TransferFormat::dip}};
  dossier::ExportOrder order = options.order;
  order.format = formats.at(options.format);
  order.out = options.out;
  order.records = SOVANG_TRY(chosen_records(office, options));
  std::vector<archive::Action> leaving;
  for (const std::string& record : order.records)
    leaving.push_back(act(archive::ActionKind::exported, record, options.format));
  // Written before the package is: what could not be remembered does not leave the house.
  SOVANG_TRY(office.archive().record_actions(leaving));
  const dossier::ExportReport report =
      SOVANG_TRY(dossier::export_records(office, order, context.clock->now()));
  if (options.json) {
    nlohmann::ordered_json packages = nlohmann::ordered_json::array();
    for (const std::filesystem::path& package : report.packages)
      packages.push_back(package.string());
    std::cout << nlohmann::ordered_json{{"records", order.records.size()},
                                        {"files", report.files},
                                        {"bytes", report.bytes},
                                        {"packages", std::move(packages)}}
                     .dump()
              << '\n';
    return {};
  }
  for (const std::filesystem::path& package : report.packages)
    std::cout << package.string() << '\n';
  std::cout << "Đã xuất " << order.records.size() << " hồ sơ, " << report.files << " tệp.\n";
  return {};
}

void add_export(CLI::App& archive, Context& context) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* verb = archive.add_subcommand(
      "export", "Xuất hồ sơ thành gói để chuyển đi: BagIt, hoặc SIP, AIP, DIP theo Thông tư 05/2025/TT-BNV");
  verb->add_option("records", options->order.records,
                   "Mã các hồ sơ (urn:sovang:…), xem bằng lệnh archive ls");
  verb->add_flag("--all", options->all, "Mọi hồ sơ trong kho");
  verb->add_option("--format", options->format, "bag, sip, aip hoặc dip")
      ->check(CLI::IsMember({"bag", "sip", "aip", "dip"}))
      ->capture_default_str();
  verb->add_option("-o,--out", options->out, "Gói BagIt sẽ tạo; với sip, aip, dip: thư mục nhận các gói")
      ->required();
  verb->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics&) {
      return export_chosen(office, context, *options);
    });
  });
}

/// Old registers: records without files, each an object of its own.
Status ingest_register(dossier::Office& office, const std::string& file) {
  const Bytes xml = SOVANG_TRY(named(files::read(file, std::uint64_t{64} << 20)));
  std::vector<std::pair<archive::Record, std::vector<archive::ContentFile>>> objects;
  for (archive::Record& record : SOVANG_TRY(archive::read_records(xml, file))) {
    if (record.tenant.empty()) record.tenant = office.settings().tenant;
    objects.emplace_back(std::move(record), std::vector<archive::ContentFile>());
  }
  const std::size_t count = objects.size();
  const std::string digest_of_file = "sha256:" + to_hex(digest(HashKind::sha256, xml));
  SOVANG_TRY(dossier::recorded(
      office.archive(),
      act(archive::ActionKind::imported, digest_of_file, std::to_string(count) + " records"),
      [&] { return office.archive().keep(std::move(objects), archivist, "Nhập sổ đăng ký cũ"); }));
  std::cout << "Đã đưa " << count << " hồ sơ vào kho.\n";
  return {};
}

Status ingest_package(dossier::Office& office, const std::string& folder, Diagnostics& diagnostics) {
  const auto receiving = act(archive::ActionKind::imported, "package");
  const dossier::TransferReport report = SOVANG_TRY(dossier::recorded(office.archive(), receiving, [&] {
    return dossier::import_transfer(office, folder, archivist, diagnostics);
  }));
  for (const std::string& id : report.records)
    std::cout << id << '\n';
  std::cout << "Đã nhận " << report.records.size() << " hồ sơ, " << report.files << " tệp vào kho.\n";
  return {};
}

void add_ingest(CLI::App& archive, Context& context) {
  struct Options {
    std::string records;
    std::string package;
  };
  auto options = std::make_shared<Options>();
  CLI::App* verb =
      archive.add_subcommand("ingest", "Nhập sổ đăng ký quyết định cũ, hoặc nhận gói từ kho khác");
  CLI::Option* records = verb->add_option("--records", options->records,
                                          "Tệp XML <records> gồm các <record> (docs/formats/archive.md)");
  verb->add_option("package", options->package, "Thư mục của gói BagIt hoặc gói SIP, AIP, DIP")
      ->excludes(records);
  verb->callback([options, &context] {
    if (options->records.empty() && options->package.empty()) {
      return report(context,
                    Error{ErrorCode::invalid_input, "xin cho biết gói cần nhận, hoặc --records TỆP", {}, {}});
    }
    with_office(context, [&](dossier::Office& office, Diagnostics& diagnostics) {
      return options->records.empty() ? ingest_package(office, options->package, diagnostics)
                                      : ingest_register(office, options->records);
    });
  });
}

}  // namespace

void add_archive_transfer(CLI::App& archive, Context& context) {
  add_export(archive, context);
  add_ingest(archive, context);
}

}  // namespace sovang::cli
