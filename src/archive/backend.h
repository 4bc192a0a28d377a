#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::archive {

/// How new files reach the disk for good: each on its own, or all of a batch by two flushes (archive-design
/// §3).
enum class SyncMode : std::uint8_t { each_file, whole_batch };

/// Where the bytes of the store lie: files of this machine now, an object store later (archive-design §13).
/// Names are relative, '/' between the parts. What a writer stages is nobody's until it is published, and
/// publishing happens whole or not at all: by a rename, or in an object store by putting the root inventory
/// last. tests/archive/backend_contract_test.cc is the contract; every backend runs it.
class Backend {
 public:
  virtual ~Backend() = default;

  // Reading what was published.

  /// A file of an object: object "abc/def/…", file "v1/content/decision.pdf". Code `not_found`.
  [[nodiscard]] virtual Result<Bytes> read(std::string_view object, std::string_view file,
                                           std::uint64_t limit) const = 0;
  [[nodiscard]] virtual bool has(std::string_view object) const = 0;
  /// The files of an object, sorted. Code `not_found`.
  [[nodiscard]] virtual Result<std::vector<std::string>> files_of(std::string_view object) const = 0;

  // Staging. A run is the id of one writing, with the number of its part: "01J…/0".

  /// A new file. Code `conflict` if this run has it already. With each_file durable when it returns.
  [[nodiscard]] virtual Status stage(std::string_view run, std::string_view file, ByteView bytes,
                                     SyncMode mode) = 0;
  /// What was staged, for the look whether it was written as it was meant.
  [[nodiscard]] virtual Result<Bytes> read_staged(std::string_view run, std::string_view file) const = 0;
  /// With each_file: all that the run staged is durable, names too. With whole_batch: flush() does it.
  [[nodiscard]] virtual Status settle(std::string_view run, SyncMode mode) = 0;
  /// Everything written so far is durable.
  [[nodiscard]] virtual Status flush() = 0;

  // Publishing.

  /// The run's files become this object. Code `conflict` if there is one; then nothing has changed.
  [[nodiscard]] virtual Status publish_object(std::string_view run, std::string_view object,
                                              SyncMode mode) = 0;
  /// The run's files take the place of an object that is there, in one step; what there was is the run's
  /// then, until it is discarded. Code `not_found` if there is no such object.
  [[nodiscard]] virtual Status replace_object(std::string_view run, std::string_view object) = 0;
  /// The run's `version`/… files become a version of the object, then its "root-inventory.json" the object's
  /// inventory.json, then the sidecar likewise: only with these is the version there. Code `conflict` if the
  /// version is.
  [[nodiscard]] virtual Status publish_version(std::string_view run, std::string_view object,
                                               std::string_view version) = 0;
  /// Forgets what a run staged and did not publish; fine if there is nothing.
  [[nodiscard]] virtual Status discard(std::string_view run) = 0;
};

}  // namespace sovang::archive
