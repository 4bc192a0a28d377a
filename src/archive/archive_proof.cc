// What the archive publishes and proves (archive-design §8), and its trail of actions (§12).
#include <algorithm>
#include <utility>

#include "sovang/base/hash.h"

#include "archive_impl.h"
#include "merkle.h"
#include "note.h"
#include "witness.h"

namespace sovang::archive {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t max_published = 1U << 20U;

/// "tile/0/x001/234.p/17", "checkpoint": nothing else of a log's folder is published by name.
bool is_published(std::string_view path) {
  if (path == "checkpoint") return true;
  constexpr std::size_t longest = 80;
  return path.starts_with("tile/") && path.size() <= longest &&
         path.find_first_not_of("0123456789/xp.tile") == std::string_view::npos &&
         path.find("..") == std::string_view::npos && path.find("//") == std::string_view::npos;
}

/// The newest version that has this content at this path; 0 if none has.
int version_with(const StoredObject& object, const std::string& path, const std::string& sha512) {
  for (int version = object.inventory.head(); version >= 1; --version) {
    const auto& state = object.inventory.versions[static_cast<std::size_t>(version - 1)].state;
    const auto file = state.find(path);
    if (file != state.end() && file->second == sha512) return version;
  }
  return 0;
}

/// The certificate's place in its decision's tree; nothing if the path is no certificate's.
Result<std::optional<CertificatePlace>> place_of(const StoredObject& object, int version,
                                                 const std::string& path) {
  const Bytes xml = SOVANG_TRY(Storage::read_file_of(object, version, record_path));
  const Record record = SOVANG_TRY(read_record(xml));
  const auto line = std::find_if(record.lines.begin(), record.lines.end(),
                                 [&](const RecordLine& one) { return one.certificate_path == path; });
  if (line == record.lines.end()) return std::optional<CertificatePlace>();
  const auto index = static_cast<std::size_t>(line - record.lines.begin());
  const Bytes salts = SOVANG_TRY(Storage::read_file_of(object, version, proof_path));
  const std::vector<std::string> certificates = SOVANG_TRY(certificates_of(record, salts));
  std::vector<Bytes> leaves;
  for (const std::string& data : certificates)
    leaves.push_back(merkle::leaf_hash(data));
  if (index >= certificates.size()) return fail(ErrorCode::corrupt, "tệp muối của bằng thiếu dòng");
  return std::optional(
      CertificatePlace{index, leaves.size(), certificates[index], merkle::inclusion_proof(leaves, index)});
}

}  // namespace

Result<std::string> Archive::checkpoint(LogKind log) const {
  return files::read(impl_->folder_of(log) / "checkpoint", max_published);
}

Result<Bytes> Archive::log_file(LogKind log, std::string_view path) const {
  if (!is_published(path)) return fail(ErrorCode::not_found, "nhật ký minh bạch không có tệp này");
  return files::read(impl_->folder_of(log) / path, max_published);
}

Result<PublishedKeys> Archive::published_keys() const {
  return SOVANG_TRY(impl_->keys())->published;
}

Result<InclusionProof> Archive::prove_inclusion(LogKind log, std::uint64_t index) const {
  LogView view = SOVANG_TRY(impl_->view_of(log));
  return view.inclusion(index);
}

Result<ConsistencyProof> Archive::prove_consistency(LogKind log, std::uint64_t from) const {
  LogView view = SOVANG_TRY(impl_->view_of(log));
  return view.consistency(from);
}

Result<PaperProof> Archive::prove_paper(ByteView paper) const {
  std::optional<FileMatch> match;
  {
    const CataloguePool::Lease rows = SOVANG_TRY(impl_->catalogue.take());
    match = SOVANG_TRY(rows->file_with(to_hex(digest(HashKind::sha256, paper))));
  }
  if (!match) {
    return fail(
        ErrorCode::not_found,
        "không có tệp nào trong kho giống từng byte với tệp này; xin chạy «sovang verify» để xem khác ở đâu");
  }
  const StoredObject object = SOVANG_TRY(impl_->storage.read(match->record_id));
  const int version = version_with(object, match->path, to_hex(digest(HashKind::sha512, paper)));
  if (version == 0) {
    return fail(ErrorCode::corrupt, "danh mục lưu trữ không khớp với kho; xin chạy «sovang archive reindex»");
  }
  PaperProof proof;
  proof.leaf = SOVANG_TRY(leaf_data(object, version));
  const auto log = SOVANG_TRY(impl_->log());
  const auto index = log->find(merkle::leaf_hash(proof.leaf));
  if (!index) {
    return fail(ErrorCode::corrupt,
                "văn bản không có trong nhật ký minh bạch; xin chạy «sovang archive recover» rồi làm lại");
  }
  LogView view = SOVANG_TRY(impl_->view_of(LogKind::documents));
  InclusionProof inclusion = SOVANG_TRY(view.inclusion(*index));
  proof.index = *index;
  proof.path = std::move(inclusion.path);
  proof.checkpoint = std::move(inclusion.checkpoint);
  proof.certificate = SOVANG_TRY(place_of(object, version, match->path));
  proof.file = match->path;
  proof.inventory = SOVANG_TRY(Storage::version_inventory(object, version));
  return proof;
}

std::vector<fs::path> Archive::Impl::witness_places() const {
  const Result<Bytes> list = files::read(folder_of(LogKind::documents) / "witnesses", max_published);
  std::vector<fs::path> out;
  std::string_view rest = list ? ByteView(*list) : ByteView();
  while (!rest.empty())
    out.emplace_back(take_line(rest));
  return out;
}

Result<WalkReport> Archive::witness(const fs::path& place, WitnessMode mode, const Actor& actor) const {
  std::error_code error;
  const fs::path absolute = fs::absolute(place, error);
  if (error) return fail(ErrorCode::invalid_input, "không hiểu nơi «" + place.string() + "»");
  const files::Lock lock = SOVANG_TRY(impl_->lock_for_writing());
  const auto keys = SOVANG_TRY(impl_->keys());
  WalkReport report;
  for (const LogKind kind : {LogKind::documents, LogKind::actions}) {
    const char* spoken = kind == LogKind::documents ? "nhật ký minh bạch" : "nhật ký hành động";
    SOVANG_TRY(compare_with_copies({impl_->folder_of(kind), absolute, spoken}, *keys, mode, report));
  }
  if (mode == WitnessMode::compare || !report.problems.empty()) return report;
  std::vector<fs::path> places = impl_->witness_places();
  if (std::find(places.begin(), places.end(), absolute) == places.end()) {
    places.push_back(absolute);
    std::string list;
    for (const fs::path& one : places)
      list += one.string() + "\n";
    SOVANG_TRY(files::replace(impl_->folder_of(LogKind::documents) / "witnesses", list));
  }
  SOVANG_TRY(
      impl_->remember(std::vector<Action>{{actor.id, "", ActionKind::witnessed, "", Outcome::done, "", ""}}));
  return report;
}

Status Archive::rotate_key(KeyPurpose purpose, const Actor& actor) {
  const files::Lock lock = SOVANG_TRY(impl_->lock_for_writing());
  if (impl_->storage.has_leftovers()) SOVANG_TRY(impl_->recover_locked());
  SOVANG_TRY(impl_->settle_logs());  // the new key signs only what is vouched for
  PublishedKey start;
  start.purpose = purpose;
  if (purpose == KeyPurpose::log) {
    start.from = SOVANG_TRY(impl_->view_of(LogKind::documents)).checkpoint().size;
    start.from_actions = SOVANG_TRY(impl_->view_of(LogKind::actions)).checkpoint().size;
  } else {
    // What was dated ahead with the old key stays valid.
    Date day = local_date(impl_->clock.now());
    const std::vector<Record> newest = SOVANG_TRY(list(Asker{}, 1, 0));
    if (!newest.empty()) day = std::max(day, newest.front().issued);
    start.from = static_cast<std::uint64_t>(day.days());
  }
  const fs::path secrets = impl_->options.root / "keys";
  const fs::path published = impl_->folder_of(LogKind::documents) / "keys";
  SOVANG_TRY(ArchiveKeys::rotate(secrets, published, start, impl_->ids));
  const auto keys = SOVANG_TRY(impl_->keys());
  for (const LogKind kind : {LogKind::documents, LogKind::actions}) {
    TransparencyLog log = SOVANG_TRY(TransparencyLog::open(impl_->folder_of(kind), *keys));
    SOVANG_TRY(log.sign());
  }
  const std::string id = to_hex(key_id(keys->published.newest(purpose)->key));
  return impl_->remember(
      std::vector<Action>{{actor.id, "", ActionKind::key_changed, std::string(to_string(purpose)) + " " + id,
                           Outcome::done, "", ""}});
}

Status Archive::record_action(const Action& action) const {
  return impl_->remember(std::span(&action, 1));
}

Status Archive::record_actions(std::span<const Action> actions) const {
  return impl_->remember(actions);
}

Result<std::vector<LoggedAction>> Archive::actions(std::size_t count) const {
  return impl_->trail.newest(count);
}

Result<WalkReport> Archive::audit_trail() const {
  const auto keys = SOVANG_TRY(impl_->keys());
  WalkReport report;
  report.files = SOVANG_TRY(impl_->trail.check(*keys, report.problems));
  return report;
}

}  // namespace sovang::archive
