// Signed notes (C2SP signed-note, tlog-checkpoint).
#include "note.h"

#include <charconv>

#include "sovang/base/hash.h"

namespace sovang::archive {
namespace {

constexpr std::size_t hash_size = 32;
constexpr std::size_t key_hash_size = 4;
constexpr std::size_t max_signatures = 16;               // witnesses may add theirs
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
  return digest(HashKind::sha256, data).substr(0, key_hash_size);
}

/// Did this key, at a time when it was in use, sign the checkpoint with this signature?
Status signed_by(const Checkpoint& checkpoint, ByteView signature, const PublishedKey& key,
                 const PublishedKeys& keys) {
  if (!verifies(key.key, note_body(checkpoint), signature)) return bad_note("chữ ký sai");
  const bool actions = checkpoint.origin.ends_with("/trail");
  const auto start_of = [&](const PublishedKey& one) { return actions ? one.from_actions : one.from; };
  const PublishedKey* const next = keys.successor(key);
  if (checkpoint.size < start_of(key) || (next != nullptr && checkpoint.size > start_of(*next))) {
    return bad_note("ký bằng khóa không dùng vào lúc ấy");
  }
  return {};
}

}  // namespace

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

std::string to_note(const Checkpoint& checkpoint, const SigningKey& key) {
  const std::string body = note_body(checkpoint);
  const Bytes signature = note_key_hash(checkpoint.origin, key.public_key()) + key.sign(body);
  return body + "\n" + std::string(note_dash) + checkpoint.origin + " " + to_base64(signature) + "\n";
}

Result<Checkpoint> read_checkpoint(std::string_view note, const PublishedKeys& keys) {
  std::string_view rest = note;
  Checkpoint out;
  out.origin = std::string(take_line(rest));
  const std::string_view size = take_line(rest);
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), out.size);
  if (error != std::errc{} || end != size.data() + size.size()) return bad_note("số mục sai dạng");
  const auto root = from_base64(take_line(rest));
  if (!root || root->size() != hash_size) return bad_note("gốc cây sai dạng");
  out.root = *root;
  if (!note.starts_with(note_body(out))) return bad_note("viết không đúng mẫu");
  if (!take_line(rest).empty()) return bad_note("thiếu dòng trống");

  const std::string start = std::string(note_dash) + out.origin + " ";
  for (std::size_t i = 0; i < max_signatures && !rest.empty(); ++i) {
    const std::string_view line = take_line(rest);
    if (!line.starts_with(start)) continue;  // of a witness
    const auto signature = from_base64(line.substr(start.size()));
    if (!signature || signature->size() != key_hash_size + 64 ||
        to_base64(*signature) != line.substr(start.size())) {
      return bad_note("chữ ký sai dạng");
    }
    for (const PublishedKey& key : keys.all()) {
      if (key.purpose != KeyPurpose::log) continue;
      if (ByteView(*signature).substr(0, key_hash_size) != note_key_hash(out.origin, key.key)) continue;
      SOVANG_TRY(signed_by(out, ByteView(*signature).substr(key_hash_size), key, keys));
      return out;
    }
    return bad_note("chữ ký của khóa khác");
  }
  return bad_note("thiếu chữ ký");
}

}  // namespace sovang::archive
