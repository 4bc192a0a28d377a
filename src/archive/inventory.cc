#include "inventory.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "sovang/base/hash.h"

namespace sovang::archive {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;  // for writing only: looking up a key in it is a linear search

constexpr std::size_t sha256_digits = 64;
constexpr std::size_t sha512_digits = 128;

bool is_digest(const std::string& text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// Adds a member that is not there yet.
void append(OrderedJson& object, const std::string& key, OrderedJson value) {
  object.get_ref<OrderedJson::object_t&>().emplace_back(key, std::move(value));
}

/// OCFL wants digest → [paths]; inside we keep path → digest, which is what is looked up.
OrderedJson by_digest(const std::map<std::string, std::string>& digest_of) {
  std::map<std::string, std::vector<std::string>> paths;
  for (const auto& [path, digest] : digest_of)
    paths[digest].push_back(path);
  OrderedJson out = OrderedJson::object();
  for (const auto& [digest, list] : paths)
    append(out, digest, list);
  return out;
}

tl::unexpected<Error> damaged(std::string_view what) {
  return fail(ErrorCode::corrupt, "inventory.json bị hỏng: " + std::string(what));
}

/// A member that must be a string.
Result<std::string> string_at(const Json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_string()) return damaged(std::string("thiếu «") + key + "»");
  return it->get<std::string>();
}

Result<std::map<std::string, std::string>> by_path(const Json& object, std::size_t digits) {
  std::map<std::string, std::string> out;
  if (!object.is_object()) return damaged("khối mã băm sai dạng");
  for (const auto& [digest, paths] : object.items()) {
    if (!is_digest(digest, digits) || !paths.is_array()) return damaged("mã băm sai dạng");
    for (const Json& path : paths) {
      if (!path.is_string()) return damaged("đường dẫn sai dạng");
      out[path.get<std::string>()] = digest;
    }
  }
  return out;
}

Result<ObjectVersion> version_from(const Json& json) {
  if (!json.is_object()) return damaged("phiên bản sai dạng");
  ObjectVersion out;
  out.created = SOVANG_TRY(string_at(json, "created"));
  out.message = SOVANG_TRY(string_at(json, "message"));
  const auto user = json.find("user");
  if (user == json.end() || !user->is_object()) return damaged("thiếu «user»");
  out.user_name = SOVANG_TRY(string_at(*user, "name"));
  out.user_address = SOVANG_TRY(string_at(*user, "address"));
  const auto state = json.find("state");
  if (state == json.end()) return damaged("thiếu «state»");
  out.state = SOVANG_TRY(by_path(*state, sha512_digits));
  return out;
}

Result<std::vector<ObjectVersion>> versions_from(const Json& json, const std::string& head) {
  const auto versions = json.find("versions");
  if (versions == json.end() || !versions->is_object()) return damaged("thiếu «versions»");
  std::vector<ObjectVersion> out;
  for (std::size_t number = 1; number <= versions->size(); ++number) {
    const auto one = versions->find(version_name(static_cast<int>(number)));
    if (one == versions->end()) return damaged("thiếu một phiên bản");
    out.push_back(SOVANG_TRY(version_from(*one)));
  }
  if (out.empty() || head != version_name(static_cast<int>(out.size()))) return damaged("«head» sai");
  return out;
}

}  // namespace

std::string version_name(int number) {
  return "v" + std::to_string(number);
}

std::string Inventory::content_path(std::string_view logical_path) const {
  if (versions.empty()) return {};
  const auto& state = versions.back().state;
  const auto file = state.find(std::string(logical_path));
  if (file == state.end()) return {};
  const auto content = manifest.find(file->second);
  return content == manifest.end() ? std::string() : content->second;
}

std::string to_json(const Inventory& inventory) {
  OrderedJson json;
  json["id"] = inventory.id;
  json["type"] = "https://ocfl.io/1.1/spec/#inventory";
  json["digestAlgorithm"] = "sha512";
  json["head"] = version_name(inventory.head());
  OrderedJson manifest = OrderedJson::object();
  for (const auto& [digest, path] : inventory.manifest)
    append(manifest, digest, std::vector<std::string>{path});
  json["manifest"] = std::move(manifest);
  OrderedJson versions = OrderedJson::object();
  for (int number = 1; number <= inventory.head(); ++number) {
    const ObjectVersion& version = inventory.versions[static_cast<std::size_t>(number - 1)];
    OrderedJson one;
    one["created"] = version.created;
    one["message"] = version.message;
    one["user"] = {{"name", version.user_name}, {"address", version.user_address}};
    one["state"] = by_digest(version.state);
    versions[version_name(number)] = std::move(one);
  }
  json["versions"] = std::move(versions);
  json["fixity"] = {{"sha256", by_digest(inventory.sha256_of)}};
  return json.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

Result<Inventory> parse_inventory(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return damaged("không phải JSON");
  Inventory out;
  out.id = SOVANG_TRY(string_at(json, "id"));
  if (SOVANG_TRY(string_at(json, "digestAlgorithm")) != "sha512") return damaged("không dùng sha512");
  const auto manifest = json.find("manifest");
  if (manifest == json.end()) return damaged("thiếu «manifest»");
  for (auto& [path, digest] : SOVANG_TRY(by_path(*manifest, sha512_digits)))
    out.manifest[digest] = path;
  const std::string head = SOVANG_TRY(string_at(json, "head"));
  out.versions = SOVANG_TRY(versions_from(json, head));
  if (const auto fixity = json.find("fixity"); fixity != json.end() && fixity->contains("sha256")) {
    out.sha256_of = SOVANG_TRY(by_path(fixity->at("sha256"), sha256_digits));
  }
  for (const ObjectVersion& version : out.versions) {
    const bool whole = std::all_of(version.state.begin(), version.state.end(),
                                   [&](const auto& file) { return out.manifest.count(file.second) == 1; });
    if (!whole) return damaged("một tệp không có nội dung");
  }
  return out;
}

std::string sidecar_of(std::string_view json) {
  return to_hex(digest(HashKind::sha512, json)) + " inventory.json\n";
}

}  // namespace sovang::archive
