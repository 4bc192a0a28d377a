#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/date.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"

/// Packages in which a file (hồ sơ) goes to a state archive: TT 05/2025/TT-BNV (SIP_hoso, AIP_hoso, DIP), a
/// profile of E-ARK CSIP with METS, EAD and PREMIS (domain.md §6.5).
namespace sovang::exchange {

/// Gói nộp lưu, gói bảo quản, gói sử dụng.
enum class PackageType : std::uint8_t { sip, aip, dip };
/// "SIP", "AIP", "DIP": csip:OAISPACKAGETYPE.
[[nodiscard]] std::string_view to_string(PackageType type);

/// EAD.xml: the file. Member names are the element names of the circular.
struct FileDescription {
  std::string arc_file_code;     ///< mã hồ sơ: "H47.2021.15.TĐKT"
  std::string title;             ///< tiêu đề
  std::string maintenance;       ///< thời hạn lưu trữ: "20 năm", "Vĩnh viễn"
  std::string mode;              ///< chế độ sử dụng: "Công khai", "Hạn chế"
  std::string language = "vie";  ///< ISO 639-2
  Date start_date;
  Date end_date;
  std::string keyword{};
  int number_of_paper = 0;  ///< số tờ of the paper file
  int number_of_page = 0;
  std::string format = "Bình thường";          ///< tình trạng vật lý
  std::string infor_sign{};                    ///< ký hiệu thông tin
  std::string confidence_level = "Bản gốc";    ///< mức độ tin cậy
  std::string paper_file_code{};               ///< of the paper file, if there is one
  std::string description{};                   ///< ghi chú
  std::string risk_recovery = "Không";         ///< chế độ dự phòng
  std::string risk_recovery_status = "Không";  ///< tình trạng dự phòng

  friend bool operator==(const FileDescription&, const FileDescription&) = default;
};

/// EAD_doc_n.xml: one document of the file.
struct DocumentDescription {
  std::string doc_code;  ///< mã văn bản: "1288/QĐ-UBND"
  std::string title;     ///< trích yếu
  Date doc_date;
  std::string language = "vie";
  int number_of_page = 0;
  std::string format = "Bình thường";
  std::string infor_sign{};
  std::string description{};

  friend bool operator==(const DocumentDescription&, const DocumentDescription&) = default;
};

/// A file in representations/rep1/data/.
struct PackageDocument {
  std::string name;  ///< "decision.pdf", or with folders: "certs/0001.pdf"; ASCII
  std::string mime;
  /// None for what belongs to a described document (its data, a certificate of its list).
  std::optional<DocumentDescription> description;
};

/// A PREMIS event of the whole package.
struct PackageEvent {
  std::string type;  ///< "ingestion", "validation", "fixity check", "creation"
  std::string time;  ///< RFC 3339
  std::string detail;
  std::string outcome = "success";
};

struct PackageFacts {
  PackageType type = PackageType::sip;
  std::string fonds;    ///< mã phông
  std::string uuid;     ///< package_uuid() of what it holds
  std::string created;  ///< RFC 3339 with +07:00
  std::string organisation;
  std::string software;  ///< "Sổ Vàng 1.0"
  FileDescription file;
  std::vector<PackageEvent> events;

  /// urn:{mã phông}:uuid:{UUID}
  [[nodiscard]] std::string object_id() const;
};

/// A UUID that follows from a name (RFC 9562 version 8 over SHA-256): the same record gives the same package.
[[nodiscard]] std::string package_uuid(std::string_view name);

/// Writes a package, file by file. The folder `parent`/{OBJID with ':' replaced by '_'} appears when it is
/// whole.
class PackageWriter {
 public:
  /// Code `conflict` if the package is there already, `invalid_input` where a required description is
  /// missing.
  [[nodiscard]] static Result<PackageWriter> start(const std::filesystem::path& parent, PackageFacts facts);

  PackageWriter(PackageWriter&&) noexcept;
  PackageWriter& operator=(PackageWriter&&) noexcept;
  ~PackageWriter();  ///< removes what was written if finish() was not reached

  /// Adds representations/rep1/data/{name}.
  [[nodiscard]] Status add(PackageDocument document, ByteView bytes);
  /// Adds metadata/other/{name}: master data (dữ liệu chủ, Luật Lưu trữ 2024 Điều 33) such as record.xml.
  [[nodiscard]] Status add_metadata(const std::string& name, std::string_view mime, ByteView bytes);
  /// Writes METS, EAD, PREMIS and the schemas, and puts the folder in its place. Gives its path.
  [[nodiscard]] Result<std::filesystem::path> finish();

 private:
  struct State;
  explicit PackageWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A package that came in.
struct Package {
  PackageType type = PackageType::sip;
  std::string object_id;
  std::string created;
  FileDescription file;
  std::vector<PackageDocument> documents;  ///< in the order of METS; bytes lie at data_folder / name
  std::vector<std::string> metadata;       ///< names in metadata/other/
  std::filesystem::path data_folder;
  std::filesystem::path metadata_folder;
};

/// Reads and checks a package of ours or of others: METS of both levels, every size and SHA-256, EAD.
/// Findings are EAK-01 … EAK-08 (docs/formats/packages.md). Fails where it is no package at all; a package
/// with errors is given back as far as it could be read, and `diagnostics` is not ok. Follows no link, opens
/// nothing outside the folder.
[[nodiscard]] Result<Package> read_package(const std::filesystem::path& folder, Diagnostics& diagnostics);

}  // namespace sovang::exchange
