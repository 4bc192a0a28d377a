#pragma once

#include <string>
#include <vector>

#include "sovang/archive/archive.h"

#include "catalogue.h"
#include "keys.h"
#include "log.h"
#include "storage.h"

/// How a record and its files become an archived object, and back.
namespace sovang::archive {

inline constexpr std::string_view record_path = "record.xml";
/// The salts of the certificates: "<line from 0>\t<salt, 32 hex digits>\n" each. With them a certificate's
/// place in the log can be shown without the office's key.
inline constexpr std::string_view proof_path = "proof/certificates.tsv";

/// True for the files that the archive itself adds to every version: record.xml, the salts, premis.xml.
[[nodiscard]] bool is_own_path(std::string_view path);

/// An object that is ready to be written.
struct PreparedObject {
  Record record;
  std::vector<ContentFile> files;  ///< with record.xml and the salts
};

/// Checks a record and its files and makes them ready: digests, media types, salts, record.xml. The same
/// record and files give the same object. Code `invalid_input` for anything that could not be found again.
[[nodiscard]] Result<PreparedObject> prepare(Record record, std::vector<ContentFile> files,
                                             const ArchiveKeys& keys);

/// Has the object's newest version exactly these files?
[[nodiscard]] bool same_content(const StoredObject& object, const PreparedObject& prepared);

/// The fields of one version's leaf in the transparency log, tabs between them (archive-design §8).
[[nodiscard]] Result<std::string> leaf_data(const StoredObject& object, int version);
/// Its hash.
[[nodiscard]] Result<Bytes> leaf_of(const StoredObject& object, int version);
/// All that the catalogue holds about an object, read from the store alone; every file is compared with its
/// digest on the way.
[[nodiscard]] Result<CatalogueObject> catalogue_object(const StoredObject& object,
                                                       const TransparencyLog& log);
/// The metadata of the newest version.
[[nodiscard]] Result<Record> record_of(const StoredObject& object);
[[nodiscard]] Result<Record> record_with(const Storage& storage, std::string_view id);

/// The certificates of a record, a leaf each before hashing, with the salts of its proof file.
[[nodiscard]] Result<std::vector<std::string>> certificates_of(const Record& record, std::string_view proof);

}  // namespace sovang::archive
