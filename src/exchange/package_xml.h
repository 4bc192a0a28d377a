#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/exchange/package.h"

/// The XML files of a package, in a fixed order of elements and attributes: the same package gives the same
/// bytes.
namespace sovang::exchange {

/// A file of the package as METS and PREMIS name it.
struct PackagedFile {
  std::string href;  ///< relative to the METS file that lists it
  std::string mime;
  std::uint64_t bytes = 0;
  std::string sha256;
};

/// What the METS of the package lists. `documents_mets` is that of the representation.
struct RootListing {
  PackagedFile ead;
  PackagedFile premis;
  std::vector<PackagedFile> other_metadata;
  std::vector<PackagedFile> schemas;
  PackagedFile representation_mets;
};
[[nodiscard]] std::string root_mets(const PackageFacts& facts, const RootListing& listing);

/// What the METS of representations/rep1 lists: a description for each described document, and the data.
struct RepresentationListing {
  std::vector<PackagedFile> descriptions;
  std::vector<std::size_t> described;  ///< of each description: the index of its file in `data`
  std::vector<PackagedFile> data;
};
[[nodiscard]] std::string representation_mets(const PackageFacts& facts,
                                              const RepresentationListing& listing);

[[nodiscard]] std::string ead_of_file(const FileDescription& file, std::size_t documents);
[[nodiscard]] std::string ead_of_document(const DocumentDescription& document);
/// One object for each file of the data, the events of the package, and the agents behind them.
[[nodiscard]] std::string premis(const PackageFacts& facts, const std::vector<PackagedFile>& data);

/// A schema that travels in the package: "mets-1.12.xsd" and its bytes (schemas/README.md).
struct PackageSchema {
  std::string_view name;
  std::string_view bytes;
};
[[nodiscard]] std::vector<PackageSchema> package_schemas();

}  // namespace sovang::exchange
