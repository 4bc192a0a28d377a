#pragma once

#include <map>
#include <string>
#include <utility>

#include "backend.h"

namespace sovang::archive {

/// A backend that works as an object store does: keys and bytes, no folders, no rename. Runs the contract,
/// and shows that it asks for nothing that only a file system has.
class MemoryBackend final : public Backend {
 public:
  [[nodiscard]] Result<Bytes> read(std::string_view object, std::string_view file,
                                   std::uint64_t limit) const override {
    const auto found = has(object) ? published_.find(key(object, file)) : published_.end();
    if (found == published_.end()) return fail(ErrorCode::not_found, "không có tệp này");
    if (found->second.size() > limit) return fail(ErrorCode::invalid_input, "tệp quá lớn", {}, "LIM-02");
    return found->second;
  }
  /// An object is there with its root inventory, which is put last.
  [[nodiscard]] bool has(std::string_view object) const override {
    return published_.count(key(object, "inventory.json")) != 0;
  }
  [[nodiscard]] Result<std::vector<std::string>> files_of(std::string_view object) const override {
    if (!has(object)) return fail(ErrorCode::not_found, "không có hồ sơ lưu trữ này");
    std::vector<std::string> out;
    const std::string prefix = key(object, "");
    for (auto it = published_.lower_bound(prefix); it != published_.end() && it->first.starts_with(prefix);
         ++it)
      out.push_back(it->first.substr(prefix.size()));
    return out;
  }
  [[nodiscard]] Status stage(std::string_view run, std::string_view file, ByteView bytes, SyncMode) override {
    if (!staged_.emplace(key(run, file), bytes).second) return fail(ErrorCode::conflict, "đã có tệp này");
    return {};
  }
  [[nodiscard]] Result<Bytes> read_staged(std::string_view run, std::string_view file) const override {
    const auto found = staged_.find(key(run, file));
    if (found == staged_.end()) return fail(ErrorCode::not_found, "không có tệp này");
    return found->second;
  }
  [[nodiscard]] Status settle(std::string_view, SyncMode) override { return {}; }
  [[nodiscard]] Status flush() override { return {}; }
  [[nodiscard]] Status publish_object(std::string_view run, std::string_view object, SyncMode) override {
    if (has(object)) return fail(ErrorCode::conflict, "đã có hồ sơ này");
    put_all(run, "", object);
    return {};
  }
  [[nodiscard]] Status replace_object(std::string_view run, std::string_view object) override {
    if (!has(object)) return fail(ErrorCode::not_found, "không có hồ sơ này");
    const std::string prefix = key(object, "");
    for (auto it = published_.lower_bound(prefix); it != published_.end() && it->first.starts_with(prefix);)
      it = published_.erase(it);
    put_all(run, "", object);
    return {};
  }
  [[nodiscard]] Status publish_version(std::string_view run, std::string_view object,
                                       std::string_view version) override {
    if (published_.count(key(object, std::string(version) + "/inventory.json")) != 0)
      return fail(ErrorCode::conflict, "đã có phiên bản này");
    put_all(run, std::string(version) + "/", object);
    published_[key(object, "inventory.json")] = staged_.at(key(run, "root-inventory.json"));
    published_[key(object, "inventory.json.sha512")] = staged_.at(key(run, "root-inventory.json.sha512"));
    return discard(run);
  }
  [[nodiscard]] Status discard(std::string_view run) override {
    std::erase_if(staged_, [&](const auto& one) { return one.first.starts_with(key(run, "")); });
    return {};
  }

 private:
  static std::string key(std::string_view folder, std::string_view file) {
    return std::string(folder) + "/" + std::string(file);
  }
  void put_all(std::string_view run, const std::string& below, std::string_view object) {
    const std::string prefix = key(run, below);
    for (auto it = staged_.lower_bound(prefix); it != staged_.end() && it->first.starts_with(prefix);) {
      published_[key(object, it->first.substr(key(run, "").size()))] = it->second;
      it = staged_.erase(it);
    }
  }
  std::map<std::string, Bytes> staged_;
  std::map<std::string, Bytes> published_;
};

}  // namespace sovang::archive
