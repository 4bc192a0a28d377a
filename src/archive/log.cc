#include "log.h"

#include <charconv>

#include <unistd.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t hash_size = 32;
constexpr std::string_view note_dash = "\xE2\x80\x94 ";  // em dash and a blank, as signed notes have it

tl::unexpected<Error> bad_note(std::string_view why) {
  return fail(ErrorCode::corrupt, "điểm chốt của nhật ký minh bạch không hợp lệ: " + std::string(why));
}

std::string note_body(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" + to_base64(checkpoint.root) +
         "\n";
}

/// The key's short hash as signed notes define it: SHA-256(name ‖ "\n" ‖ 0x01 ‖ key), four bytes.
Bytes note_key_hash(std::string_view origin, ByteView public_key) {
  Bytes data(origin);
  data += "\n\x01";
  data += public_key;
  return digest(HashKind::sha256, data).substr(0, 4);
}

/// Cuts the next line off `text`.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

std::string to_note(const Checkpoint& checkpoint, const SigningKey& key) {
  const std::string body = note_body(checkpoint);
  const Bytes signature = note_key_hash(checkpoint.origin, key.public_key()) + key.sign(body);
  return body + "\n" + std::string(note_dash) + checkpoint.origin + " " + to_base64(signature) + "\n";
}

Result<Checkpoint> read_note(std::string_view note, ByteView public_key) {
  std::string_view rest = note;
  Checkpoint out;
  out.origin = std::string(take_line(rest));
  const std::string_view size = take_line(rest);
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.size);
  if (error != std::errc{} || end != size.data() + size.size()) return bad_note("số mục sai dạng");
  const auto root = from_base64(take_line(rest));
  if (!root || root->size() != hash_size) return bad_note("gốc cây sai dạng");
  out.root = *root;
  if (!take_line(rest).empty()) return bad_note("thiếu dòng trống");
  const std::string start = std::string(note_dash) + out.origin + " ";
  const std::string_view line = take_line(rest);
  if (line.substr(0, start.size()) != start) return bad_note("thiếu chữ ký");
  const auto signature = from_base64(line.substr(start.size()));
  if (!signature || signature->size() != 4 + 64) return bad_note("chữ ký sai dạng");
  if (signature->substr(0, 4) != note_key_hash(out.origin, public_key))
    return bad_note("chữ ký của khóa khác");
  if (!verifies(public_key, note_body(out), ByteView(*signature).substr(4))) return bad_note("chữ ký sai");
  return out;
}

void TransparencyLog::remember(Bytes leaf) {
  tree_.add(leaf);
  index_of_.emplace(leaf, leaves_.size());  // the first of equal leaves stays
  leaves_.push_back(std::move(leaf));
}

std::optional<std::uint64_t> TransparencyLog::find(ByteView leaf) const {
  const auto it = index_of_.find(std::string(leaf));
  return it == index_of_.end() ? std::nullopt : std::optional(it->second);
}

Status TransparencyLog::sign() {
  checkpoint_.size = leaves_.size();
  checkpoint_.root = tree_.root();
  return files::replace(folder_ / "checkpoint", to_note(checkpoint_, key_));
}

Status TransparencyLog::create(const fs::path& folder, std::string_view origin, const ArchiveKeys& keys) {
  SOVANG_TRY(files::make_folders(folder));
  SOVANG_TRY(files::replace(folder / "keys", keys.public_list()));
  std::error_code error;
  if (!fs::exists(folder / "leaves", error)) SOVANG_TRY(files::create(folder / "leaves", ""));
  TransparencyLog log(folder, keys.log);
  log.checkpoint_.origin = std::string(origin);
  return log.sign();
}

Result<TransparencyLog> TransparencyLog::open(const fs::path& folder, const ArchiveKeys& keys) {
  TransparencyLog log(folder, keys.log);
  const Bytes note = SOVANG_TRY(files::read(folder / "checkpoint", 4096));
  log.checkpoint_ = SOVANG_TRY(read_note(note, keys.log.public_key()));
  const Bytes leaves = SOVANG_TRY(files::read(folder / "leaves", std::uint64_t{16} << 30));
  const std::uint64_t whole = leaves.size() / hash_size;
  log.torn_ = leaves.size() % hash_size != 0;
  if (whole < log.checkpoint_.size) {
    return fail(ErrorCode::corrupt, "nhật ký minh bạch có " + std::to_string(whole) +
                                        " mục, điểm chốt đã ký ghi " + std::to_string(log.checkpoint_.size) +
                                        ": nhật ký bị cắt hoặc bị thay bằng bản cũ");
  }
  Bytes signed_root = log.tree_.root();
  for (std::uint64_t i = 0; i < whole; ++i) {
    log.remember(leaves.substr(i * hash_size, hash_size));
    if (i + 1 == log.checkpoint_.size) signed_root = log.tree_.root();
  }
  if (signed_root != log.checkpoint_.root) {
    return fail(ErrorCode::corrupt, "nhật ký minh bạch không khớp điểm chốt đã ký: có mục bị sửa");
  }
  return log;
}

Status TransparencyLog::append(std::span<const Bytes> leaves) {
  if (leaves.empty()) return {};
  Bytes data;
  for (const Bytes& leaf : leaves) {
    SOVANG_EXPECT(leaf.size() == hash_size);
    data += leaf;
  }
  SOVANG_TRY(files::append(folder_ / "leaves", data));
  for (const Bytes& leaf : leaves)
    remember(leaf);
  return sign();
}

Result<bool> TransparencyLog::repair() {
  const bool unsigned_leaves = leaves_.size() != checkpoint_.size;
  if (!torn_ && !unsigned_leaves) return false;
  if (torn_) {
    const fs::path path = folder_ / "leaves";
    std::error_code error;
    fs::resize_file(path, leaves_.size() * hash_size, error);
    if (error) return fail(ErrorCode::io, "không sửa được «" + path.string() + "»: " + error.message());
    torn_ = false;
  }
  SOVANG_TRY(files::append(folder_ / "leaves", ""));  // makes the length durable
  SOVANG_TRY(sign());
  return true;
}

}  // namespace sovang::archive
