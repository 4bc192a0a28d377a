#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sovang/archive/action.h"
#include "sovang/base/files.h"

#include "archive_impl.h"
#include "object.h"
#include "premis.h"
#include "storage.h"

namespace sovang::archive {

/// The workspace of one writing; as long as it is there, recovery knows that something was under way.
class Workspace {
 public:
  static Result<Workspace> make(const Storage& storage, std::string txid) {
    const std::filesystem::path folder = storage.work() / txid;
    SOVANG_TRY(files::make_folders(folder));
    return Workspace(folder, std::move(txid));
  }
  /// Says what is about to be done, so that recovery can tell the trail of it (SEC-34).
  Status announce(std::vector<Action>& actions) const {
    Bytes lines;
    for (Action& action : actions) {
      action.run = txid_;
      lines += to_line(action) + "\n";
    }
    SOVANG_TRY(files::create(folder_ / actions_file, lines));
    return files::sync_folder(folder_);
  }
  [[nodiscard]] std::string part(std::size_t number) const { return txid_ + "/" + std::to_string(number); }
  /// Everything is in its place, or nothing was put there: the workspace may go.
  [[nodiscard]] Status done() const { return files::remove_tree(folder_); }

 private:
  Workspace(std::filesystem::path folder, std::string txid)
      : folder_(std::move(folder)), txid_(std::move(txid)) {}
  std::filesystem::path folder_;
  std::string txid_;
};

/// Adds the events that make this version to its files.
inline void add_events(PreparedObject& object, int version, const VersionNote& note) {
  object.files.push_back(
      {std::string(premis_path), premis_of(object.record, version, object.files.size() - 1, note)});
}

}  // namespace sovang::archive
