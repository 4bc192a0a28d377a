// Writing objects and versions, step by step as archive-design §3 has it. What each step does to the disk is
// the backend's.
#include <utility>

#include "sovang/base/hash.h"

#include "storage.h"

namespace sovang::archive {
namespace {

/// Adds the files to the inventory as its next version and gives those whose content is new, by content path.
std::vector<std::pair<std::string, const ContentFile*>> add_version(Inventory& inventory,
                                                                    std::span<const ContentFile> files,
                                                                    const VersionNote& note) {
  std::vector<std::pair<std::string, const ContentFile*>> fresh;
  ObjectVersion version{note.created, note.message, note.actor.name, note.actor.id, {}};
  const std::string prefix = version_name(inventory.head() + 1) + "/content/";
  for (const ContentFile& file : files) {
    const std::string sha512 = to_hex(digest(HashKind::sha512, file.bytes));
    version.state[file.path] = sha512;
    const auto [content, added] = inventory.manifest.emplace(sha512, prefix + file.path);
    if (!added) continue;
    inventory.sha256_of[content->second] = to_hex(digest(HashKind::sha256, file.bytes));
    fresh.emplace_back(content->second, &file);
  }
  inventory.versions.push_back(std::move(version));
  return fresh;
}

}  // namespace

Result<Draft> Storage::draft_object(std::string_view id, std::span<const ContentFile> files,
                                    const VersionNote& note, std::string_view txid, SyncMode mode) const {
  Draft draft{std::string(txid), {}, {}};
  draft.inventory.id = std::string(id);
  const auto fresh = add_version(draft.inventory, files, note);
  draft.inventory_json = to_json(draft.inventory);
  for (const auto& [path, file] : fresh)
    SOVANG_TRY(backend_->stage(draft.run, path, file->bytes, mode));
  const std::string sidecar = sidecar_of(draft.inventory_json);
  SOVANG_TRY(backend_->stage(draft.run, "v1/inventory.json", draft.inventory_json, mode));
  SOVANG_TRY(backend_->stage(draft.run, "v1/inventory.json.sha512", sidecar, mode));
  SOVANG_TRY(backend_->stage(draft.run, "inventory.json", draft.inventory_json, mode));
  SOVANG_TRY(backend_->stage(draft.run, "inventory.json.sha512", sidecar, mode));
  SOVANG_TRY(backend_->stage(draft.run, "0=ocfl_object_1.1", "ocfl_object_1.1\n", mode));
  SOVANG_TRY(backend_->settle(draft.run, mode));
  return draft;
}

Result<Draft> Storage::draft_version(const StoredObject& object, std::span<const ContentFile> files,
                                     const VersionNote& note, std::string_view txid) const {
  constexpr SyncMode mode = SyncMode::each_file;
  Draft draft{std::string(txid), object.inventory, {}};
  const auto fresh = add_version(draft.inventory, files, note);
  draft.inventory_json = to_json(draft.inventory);
  const std::string version = version_name(draft.inventory.head());
  for (const auto& [path, file] : fresh)
    SOVANG_TRY(backend_->stage(draft.run, path, file->bytes, mode));
  const std::string sidecar = sidecar_of(draft.inventory_json);
  SOVANG_TRY(backend_->stage(draft.run, version + "/inventory.json", draft.inventory_json, mode));
  SOVANG_TRY(backend_->stage(draft.run, version + "/inventory.json.sha512", sidecar, mode));
  SOVANG_TRY(backend_->stage(draft.run, "root-inventory.json", draft.inventory_json, mode));
  SOVANG_TRY(backend_->stage(draft.run, "root-inventory.json.sha512", sidecar, mode));
  SOVANG_TRY(backend_->settle(draft.run, mode));
  return draft;
}

Status Storage::verify(const Draft& draft) const {
  const std::string own = version_name(draft.inventory.head()) + "/";
  for (const auto& [sha512, path] : draft.inventory.manifest) {
    if (path.compare(0, own.size(), own) != 0)
      continue;  // content of an older version is in the store already
    const Bytes bytes = SOVANG_TRY(backend_->read_staged(draft.run, path));
    if (to_hex(digest(HashKind::sha512, bytes)) != sha512) {
      return fail(ErrorCode::io, "tệp vừa ghi «" + path + "» đọc lại không giống; xin kiểm tra ổ đĩa");
    }
  }
  const Bytes inventory = SOVANG_TRY(backend_->read_staged(draft.run, own + "inventory.json"));
  if (inventory != draft.inventory_json) {
    return fail(ErrorCode::io, "inventory.json vừa ghi đọc lại không giống; xin kiểm tra ổ đĩa");
  }
  return {};
}

Status Storage::publish_object(const Draft& draft, SyncMode mode) const {
  return backend_->publish_object(draft.run, name_of(draft.inventory.id), mode);
}

Status Storage::replace_object(const Draft& draft) const {
  return backend_->replace_object(draft.run, name_of(draft.inventory.id));
}

Status Storage::publish_version(const StoredObject& object, const Draft& draft) const {
  return backend_->publish_version(draft.run, object.name, version_name(draft.inventory.head()));
}

Status Storage::sync_all() const {
  return backend_->flush();
}

}  // namespace sovang::archive
