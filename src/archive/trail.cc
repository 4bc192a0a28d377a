#include "trail.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

#include "merkle.h"
#include "note.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<ActionKind, std::string_view>, 26> kinds{
    {{ActionKind::login, "login"},
     {ActionKind::logout, "logout"},
     {ActionKind::denied, "denied"},
     {ActionKind::view_restricted, "view-restricted"},
     {ActionKind::download, "download"},
     {ActionKind::issue, "issue"},
     {ActionKind::correct, "correct"},
     {ActionKind::revoke, "revoke"},
     {ActionKind::hold, "hold"},
     {ActionKind::release, "release"},
     {ActionKind::disposal_proposed, "disposal-proposed"},
     {ActionKind::disposal_reviewed, "disposal-reviewed"},
     {ActionKind::disposal_approved, "disposal-approved"},
     {ActionKind::disposal_done, "disposal-done"},
     {ActionKind::disposal_withdrawn, "disposal-withdrawn"},
     {ActionKind::role_changed, "role-changed"},
     {ActionKind::key_changed, "key-changed"},
     {ActionKind::settings_changed, "settings-changed"},
     {ActionKind::exported, "exported"},
     {ActionKind::imported, "imported"},
     {ActionKind::signed_paper, "signed"},
     {ActionKind::backed_up, "backed-up"},
     {ActionKind::restored, "restored"},
     {ActionKind::recovered, "recovered"},
     {ActionKind::repaired, "repaired"},
     {ActionKind::witnessed, "witnessed"}}};
constexpr std::array<std::pair<Outcome, std::string_view>, 3> outcomes{
    {{Outcome::done, "done"}, {Outcome::refused, "refused"}, {Outcome::failed, "failed"}}};

constexpr std::size_t max_field = 500;
constexpr std::size_t max_entries = std::size_t{4} << 30;
constexpr std::size_t hash_size = 32;

template <class Table, class Key>
std::string_view word_in(const Table& table, Key key) {
  for (const auto& [one, word] : table)
    if (one == key) return word;
  return {};
}

template <class Table>
auto key_in(const Table& table, std::string_view word) -> std::optional<decltype(table[0].first)> {
  for (const auto& [one, text] : table)
    if (text == word) return one;
  return std::nullopt;
}

/// At most 500 bytes, never half a letter.
std::string cut(std::string_view text) {
  std::size_t end = std::min(text.size(), max_field);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return std::string(text.substr(0, end));
}

void put_action(Json& out, const Action& action) {
  out["actor"] = cut(action.actor);
  if (!action.role.empty()) out["role"] = cut(action.role);
  out["action"] = to_string(action.kind);
  if (!action.object.empty()) out["object"] = cut(action.object);
  out["outcome"] = to_string(action.outcome);
  if (!action.detail.empty()) out["detail"] = cut(action.detail);
  if (!action.run.empty()) out["run"] = cut(action.run);
}

/// JSON escapes what could end a line or fool a terminal; bytes that are no UTF-8 are replaced.
std::string dump(const Json& json) {
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string text_at(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::optional<Action> action_in(const Json& json) {
  const auto kind = action_kind_from(text_at(json, "action"));
  const auto outcome = outcome_from(text_at(json, "outcome"));
  if (!kind || !outcome) return std::nullopt;
  return Action{text_at(json, "actor"),  text_at(json, "role"), *kind, text_at(json, "object"), *outcome,
                text_at(json, "detail"), text_at(json, "run")};
}

std::string entry_line(const Action& action, std::uint64_t seq, std::string_view at, ByteView before) {
  Json json;
  json["seq"] = seq;
  json["at"] = at;
  put_action(json, action);
  json["prev"] = to_hex(before);
  return dump(json);
}

struct Entry {
  std::uint64_t seq = 0;
  std::string at;
  std::string before;  ///< hash of the entry before it, in hexadecimal
  Action action;
};

std::optional<Entry> read_entry(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return std::nullopt;
  const auto seq = json.find("seq");
  auto action = action_in(json);
  if (seq == json.end() || !seq->is_number_unsigned() || !action) return std::nullopt;
  return Entry{seq->get<std::uint64_t>(), text_at(json, "at"), text_at(json, "prev"), std::move(*action)};
}

/// The last `size` bytes of a file, or all of it.
Result<Bytes> tail_of(const fs::path& path, std::uint64_t size) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return fail(ErrorCode::io, "không mở được «" + path.string() + "»");
  const off_t end = ::lseek(descriptor, 0, SEEK_END);
  const auto length = static_cast<std::uint64_t>(std::max<off_t>(end, 0));
  Bytes out(std::min(length, size), '\0');
  const off_t start = static_cast<off_t>(length - out.size());
  std::size_t have = 0;
  ssize_t got = 1;
  while (have < out.size() && got > 0) {
    got = ::pread(descriptor, out.data() + have, out.size() - have, start + static_cast<off_t>(have));
    if (got > 0) have += static_cast<std::size_t>(got);
  }
  ::close(descriptor);
  if (end < 0 || have < out.size()) return fail(ErrorCode::io, "không đọc được «" + path.string() + "»");
  return out;
}

/// What the first entry has for the hash of the one before it.
Bytes no_entry() {
  return Bytes(hash_size, '\0');
}

Result<Bytes> last_leaf(const fs::path& folder) {
  std::error_code error;
  const std::uint64_t size = fs::file_size(folder / "leaves", error);
  if (error) return fail(ErrorCode::io, "không đọc được «" + (folder / "leaves").string() + "»");
  Bytes tail = SOVANG_TRY(tail_of(folder / "leaves", hash_size + size % hash_size));
  tail.resize(std::min(tail.size(), hash_size));  // without a torn leaf behind it
  return tail.size() == hash_size && size >= hash_size ? tail : no_entry();
}

/// The end of the entries, as far back as the line with this hash if there is one; whole lines first.
Result<Bytes> tail_with(const fs::path& path, ByteView leaf) {
  constexpr std::uint64_t usually_enough = 1U << 17U;
  Bytes tail = SOVANG_TRY(tail_of(path, usually_enough));
  std::string_view rest = tail;
  while (!rest.empty())
    if (merkle::leaf_hash(take_line(rest)) == leaf) return tail;
  return tail.size() < usually_enough ? tail : SOVANG_TRY(tail_of(path, max_entries));
}

/// How much of the end of the entries was written whole: up to the last line end, and, behind the line that
/// the log knows, up to the first zero byte. JSON has none: there the disk lost a page when the power went,
/// before anybody was answered.
std::size_t end_of_written(ByteView tail, ByteView leaf) {
  std::size_t end = tail.rfind('\n') == ByteView::npos ? 0 : tail.rfind('\n') + 1;
  std::size_t known = 0;
  for (std::string_view rest = tail.substr(0, end); !rest.empty();)
    if (merkle::leaf_hash(take_line(rest)) == leaf) known = end - rest.size();
  const std::size_t zero = tail.find('\0', known);
  if (zero < end)
    end = std::max(known, tail.rfind('\n', zero) == ByteView::npos ? 0 : tail.rfind('\n', zero) + 1);
  return end;
}

}  // namespace

std::string_view to_string(ActionKind kind) {
  return word_in(kinds, kind);
}
std::optional<ActionKind> action_kind_from(std::string_view word) {
  return key_in(kinds, word);
}
std::string_view to_string(Outcome outcome) {
  return word_in(outcomes, outcome);
}
std::optional<Outcome> outcome_from(std::string_view word) {
  return key_in(outcomes, word);
}

std::string to_line(const Action& action) {
  Json json;
  put_action(json, action);
  return dump(json);
}

std::optional<Action> action_from_line(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return std::nullopt;
  return action_in(json);
}

Status Trail::create(const fs::path& folder, std::string_view origin, const ArchiveKeys& keys) {
  SOVANG_TRY(files::make_folders(folder));
  std::error_code error;
  if (!fs::exists(folder / "entries", error)) SOVANG_TRY(files::create(folder / "entries", ""));
  return TransparencyLog::create(folder, origin, keys);
}

Vouched Trail::in_entries() const {
  return [this, known = std::optional<std::set<Bytes>>()](ByteView leaf) mutable {
    if (!known) {
      known.emplace();
      const Result<Bytes> text = files::read(folder_ / "entries", max_entries);
      std::string_view rest = text ? ByteView(*text) : ByteView();
      while (!rest.empty())
        known->insert(merkle::leaf_hash(take_line(rest)));
    }
    return known->count(Bytes(leaf)) != 0;
  };
}

/// Makes entries and log agree after a crash: a torn last line is cut off, lines without a leaf get it.
/// What an intruder did is not hidden: only lines that continue the chain are taken.
Status Trail::finish_last(const ArchiveKeys& keys, std::vector<std::string>& done) const {
  const fs::path path = folder_ / "entries";
  Bytes leaf = SOVANG_TRY(last_leaf(folder_));
  const Bytes tail = SOVANG_TRY(tail_with(path, leaf));
  const std::size_t whole = end_of_written(tail, leaf);
  if (whole < tail.size()) {
    std::error_code error;
    fs::resize_file(path, fs::file_size(path, error) - (tail.size() - whole), error);
    if (error) return fail(ErrorCode::io, "không sửa được «" + path.string() + "»: " + error.message());
    done.emplace_back("đã cắt dòng ghi dở ở cuối nhật ký hành động");
  }
  // Backwards to the last line that has a leaf.
  std::vector<std::string_view> lines;
  std::string_view rest = ByteView(tail).substr(0, whole);
  while (!rest.empty())
    lines.push_back(take_line(rest));
  std::size_t known = lines.size();
  while (known > 0 && merkle::leaf_hash(lines[known - 1]) != leaf)
    --known;
  if (known == lines.size()) return {};
  if (known == 0 && leaf != no_entry()) return {};  // the log's last entry is not here: for check() to say
  std::vector<Bytes> leaves;
  for (std::size_t i = known; i < lines.size(); ++i) {
    const auto entry = read_entry(lines[i]);
    if (!entry || entry->before != to_hex(leaf)) break;
    leaf = merkle::leaf_hash(lines[i]);
    leaves.push_back(leaf);
  }
  if (leaves.empty()) return {};
  TransparencyLog log = SOVANG_TRY(TransparencyLog::open(folder_, keys));
  SOVANG_TRY(log.append(leaves));
  done.push_back("đã ghi " + std::to_string(leaves.size()) + " hành động vào nhật ký hành động");
  return {};
}

Status Trail::append(std::span<const Action> actions, std::string_view at, const ArchiveKeys& keys) const {
  if (actions.empty()) return {};
  const files::Lock held = SOVANG_TRY(lock());
  std::vector<std::string> done;
  {
    TransparencyLog log = SOVANG_TRY(TransparencyLog::open(folder_, keys, TransparencyLog::Load::edge));
    if (!log.is_settled()) SOVANG_TRY(log.repair(in_entries()));
  }
  SOVANG_TRY(finish_last(keys, done));
  TransparencyLog log = SOVANG_TRY(TransparencyLog::open(folder_, keys, TransparencyLog::Load::edge));
  Bytes before = SOVANG_TRY(last_leaf(folder_));
  Bytes lines;
  std::vector<Bytes> leaves;
  for (const Action& action : actions) {
    const std::string line = entry_line(action, log.size() + leaves.size(), at, before);
    lines += line + "\n";
    before = merkle::leaf_hash(line);
    leaves.push_back(before);
  }
  SOVANG_TRY(files::append(folder_ / "entries", lines));
  return log.append(leaves);
}

Result<files::Lock> Trail::lock() const {
  constexpr int wait = 5000;
  return files::Lock::wait(folder_ / "lock", wait);
}

bool Trail::is_settled(const ArchiveKeys& keys) const {
  const auto log = TransparencyLog::open(folder_, keys, TransparencyLog::Load::edge);
  const Result<Bytes> leaf = last_leaf(folder_);
  constexpr std::uint64_t longer_than_an_entry = 1U << 15U;
  const Result<Bytes> tail = tail_of(folder_ / "entries", longer_than_an_entry);
  if (!log || !log->is_settled() || !leaf || !tail) return false;
  if (tail->empty()) return *leaf == no_entry();
  if (tail->back() != '\n') return false;
  ByteView line = ByteView(*tail).substr(0, tail->size() - 1);
  line.remove_prefix(line.rfind('\n') + 1);  // npos + 1 = 0: it is the only one
  return merkle::leaf_hash(line) == *leaf;
}

Result<std::vector<std::string>> Trail::repair(const ArchiveKeys& keys) const {
  const files::Lock held = SOVANG_TRY(lock());
  TransparencyLog log = SOVANG_TRY(TransparencyLog::open(folder_, keys));
  std::vector<std::string> done = SOVANG_TRY(log.repair(in_entries()));
  SOVANG_TRY(finish_last(keys, done));
  return done;
}

Result<std::vector<LoggedAction>> Trail::newest(std::size_t count) const {
  const Bytes bytes = SOVANG_TRY(files::read(folder_ / "entries", max_entries));
  std::vector<LoggedAction> out;
  std::string_view rest = bytes;
  std::size_t begin = bytes.size();
  for (std::size_t i = 0; i < count && begin > 1; ++i) {
    const std::size_t end = bytes.rfind('\n', begin - 2);
    begin = end == Bytes::npos ? 0 : end + 1;
  }
  rest.remove_prefix(std::min(begin, rest.size()));
  while (!rest.empty()) {
    if (auto entry = read_entry(take_line(rest)))
      out.push_back({entry->seq, std::move(entry->at), std::move(entry->action)});
  }
  return out;
}

Result<bool> Trail::has_run(std::string_view run) const {
  const Bytes bytes = SOVANG_TRY(files::read(folder_ / "entries", max_entries));
  return bytes.find("\"run\":\"" + std::string(run) + "\"") != Bytes::npos;
}

Result<std::size_t> Trail::check(const ArchiveKeys& keys, std::vector<Problem>& problems) const {
  const auto report = [&](const char* rule, std::string message, const char* file) {
    problems.push_back(
        {rule, Severity::error, std::move(message), SourceSpan{(folder_ / file).string(), 0, 0, 0},
         "xin giữ nguyên hiện trạng, báo thanh tra và so với bản đối chứng bằng «sovang archive "
         "witness NƠI --check»"});
  };
  const Result<TransparencyLog> log = TransparencyLog::open(folder_, keys);
  if (!log) report("TRAIL-01", "nhật ký hành động: " + log.error().message, "leaves");
  const Bytes bytes = SOVANG_TRY(files::read(folder_ / "entries", max_entries));
  const std::vector<Bytes> leaves = SOVANG_TRY(read_leaves(folder_ / "leaves"));
  std::string_view rest = bytes;
  Bytes before = no_entry();
  std::size_t count = 0;
  bool broken = false;
  for (; !rest.empty(); ++count) {
    const std::string_view line = take_line(rest);
    const auto entry = read_entry(line);
    const Bytes leaf = merkle::leaf_hash(line);
    const std::string name = "mục " + std::to_string(count) + " của nhật ký hành động ";
    if (broken) continue;  // the first one is named; all behind it follow from it
    broken = true;
    if (!entry) {
      report("TRAIL-02", name + "không đọc được", "entries");
    } else if (entry->seq != count || entry->before != to_hex(before)) {
      report("TRAIL-03", name + "không nối tiếp mục trước: có mục bị xóa, chèn hoặc đổi chỗ", "entries");
    } else if (count < leaves.size() && leaves[count] != leaf) {
      report("TRAIL-02", name + "không còn như lúc ghi", "entries");
    } else {
      broken = false;
    }
    before = leaf;
  }
  if (count < leaves.size()) {
    report("TRAIL-04",
           "nhật ký hành động bị cắt: thiếu từ mục " + std::to_string(count) + " trên " +
               std::to_string(leaves.size()) + " mục",
           "entries");
  }
  if (log) {
    for (const std::string& tile : log->wrong_tiles())
      report("TRAIL-05", "tệp băm " + tile + " của nhật ký hành động không khớp", tile.c_str());
  }
  return count;
}

}  // namespace sovang::archive
