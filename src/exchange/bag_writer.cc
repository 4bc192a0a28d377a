#include <map>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/exchange/bag.h"

#include "bag_text.h"
#include "sync_all.h"

namespace sovang::exchange {

namespace fs = std::filesystem;

struct BagWriter::State {
  fs::path folder;                                                     ///< where the bag will be
  fs::path work;                                                       ///< where it grows, beside it
  std::map<std::string, std::pair<std::string, std::string>> digests;  ///< "data/…" → sha256, sha512
  std::uint64_t bytes = 0;
  bool finished = false;
};

namespace {

std::string hex_digest(HashKind kind, ByteView bytes) {
  return to_hex(digest(kind, bytes));
}

/// One bag-info.txt line; line ends would begin another field, so they become blanks.
std::string info_line(const BagInfo& field) {
  std::string line = field.label + ": " + field.value;
  for (char& c : line)
    if (c == '\n' || c == '\r') c = ' ';
  return line + "\n";
}

}  // namespace

BagWriter::BagWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
BagWriter::BagWriter(BagWriter&&) noexcept = default;
BagWriter& BagWriter::operator=(BagWriter&&) noexcept = default;
BagWriter::~BagWriter() {
  if (state_ && !state_->finished) static_cast<void>(files::remove_tree(state_->work));
}

Result<BagWriter> BagWriter::start(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(folder, ignored))) {
    return fail(ErrorCode::conflict, "đã có thư mục này; xin chọn tên khác cho gói", {folder.string()});
  }
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->work = folder;
  state->work += ".part";
  SOVANG_TRY(files::remove_tree(state->work));
  SOVANG_TRY(files::make_folders(state->work / "data"));
  return BagWriter(std::move(state));
}

Status BagWriter::add(const std::string& path, ByteView bytes) {
  if (!path_stays_inside(path)) {
    return fail(ErrorCode::invalid_input, "đường dẫn “" + path + "” không dùng được trong gói");
  }
  const std::string name = "data/" + path;
  if (state_->digests.contains(name)) {
    return fail(ErrorCode::invalid_input, "đường dẫn “" + path + "” có hai lần trong gói");
  }
  SOVANG_TRY(files::make_folders((state_->work / name).parent_path()));
  SOVANG_TRY(files::create_unsynced(state_->work / name, bytes));
  state_->digests[name] = {hex_digest(HashKind::sha256, bytes), hex_digest(HashKind::sha512, bytes)};
  state_->bytes += bytes.size();
  return {};
}

Status BagWriter::finish(std::span<const BagInfo> info) {
  std::map<std::string, std::string> tags;
  tags["bagit.txt"] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
  std::string& fields = tags["bag-info.txt"];
  for (const BagInfo& field : info)
    fields += info_line(field);
  fields += info_line(
      {"Payload-Oxum", std::to_string(state_->bytes) + "." + std::to_string(state_->digests.size())});
  for (const auto& [path, digests] : state_->digests) {
    tags["manifest-sha256.txt"] += digests.first + "  " + manifest_path(path) + "\n";
    tags["manifest-sha512.txt"] += digests.second + "  " + manifest_path(path) + "\n";
  }
  std::string tag_sha256;
  std::string tag_sha512;
  for (const auto& [name, text] : tags) {
    tag_sha256 += hex_digest(HashKind::sha256, text) + "  " + name + "\n";
    tag_sha512 += hex_digest(HashKind::sha512, text) + "  " + name + "\n";
    SOVANG_TRY(files::create_unsynced(state_->work / name, text));
  }
  SOVANG_TRY(files::create_unsynced(state_->work / "tagmanifest-sha256.txt", tag_sha256));
  SOVANG_TRY(files::create_unsynced(state_->work / "tagmanifest-sha512.txt", tag_sha512));
  SOVANG_TRY(sync_all(state_->work));
  SOVANG_TRY(files::rename_new(state_->work, state_->folder));
  state_->finished = true;
  return {};
}

}  // namespace sovang::exchange
