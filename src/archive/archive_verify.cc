// Is a paper ours, unchanged, in the log, and still valid? (archive-design §8)
#include <algorithm>
#include <functional>
#include <utility>

#include "sovang/base/hash.h"

#include "archive_impl.h"
#include "code.h"
#include "witness.h"

namespace sovang::archive {
namespace {

using Verdict = Verification::Verdict;

std::string spoken_date(const Date& date) {
  return std::to_string(date.day()) + "/" + std::to_string(date.month()) + "/" + std::to_string(date.year());
}

std::string spoken_decision(const Record& record) {
  const std::string number = record.number.empty() ? record.id : record.number;
  return number + " ngày " + spoken_date(record.issued);
}

/// Where two files first differ, in words.
std::string difference(ByteView given, ByteView kept) {
  const std::size_t common = std::min(given.size(), kept.size());
  std::size_t different = 0;
  std::size_t first = common;
  for (std::size_t i = common; i-- > 0;) {
    if (given[i] == kept[i]) continue;
    ++different;
    first = i;
  }
  std::string out;
  if (given.size() != kept.size()) {
    out = "dài " + std::to_string(given.size()) + " byte, bản lưu dài " + std::to_string(kept.size()) +
          " byte; ";
  }
  return out + "khác " + std::to_string(different) + " byte, byte khác đầu tiên ở vị trí " +
         std::to_string(first + 1);
}

/// Is the object's newest version in the signed log? Through the tiles, by the place that the catalogue
/// knows; where these do not tell, through the whole log.
Result<std::optional<std::uint64_t>> place_in_log(
    const StoredObject& object, LogView& view, std::optional<std::uint64_t> hint,
    const std::function<Result<std::shared_ptr<const TransparencyLog>>()>& whole_log) {
  const Bytes leaf = SOVANG_TRY(leaf_of(object, object.inventory.head()));
  if (hint) {
    const Result<bool> there = view.has(leaf, *hint);
    if (there && *there) return hint;
  }
  const auto log = SOVANG_TRY(whole_log());
  const auto index = log->find(leaf);
  return index && *index < log->checkpoint().size ? index : std::nullopt;
}

/// "12 mục, chốt ở /mnt/…": what a second place says of the log.
struct WitnessAnswer {
  std::optional<std::uint64_t> size;  ///< of the newest copy of which the log is a continuation
  std::vector<std::string> reasons;
  bool forked = false;
};

WitnessAnswer ask_witnesses(const std::vector<std::filesystem::path>& places, LogView& view,
                            const PublishedKeys& keys) {
  WitnessAnswer out;
  for (const std::filesystem::path& place : places) {
    const Result<Checkpoint> copy = newest_copy(place, view.checkpoint().origin, keys);
    if (!copy) {
      out.reasons.push_back("chưa hỏi được nơi đối chứng «" + place.string() + "»: " + copy.error().message);
      continue;
    }
    const Result<bool> continued = view.continues(*copy);
    if (continued && *continued) {
      out.size = std::max(out.size.value_or(0), copy->size);
      out.reasons.push_back("nhật ký nối tiếp đúng bản đối chứng " + std::to_string(copy->size) +
                            " mục cất ở «" + place.string() + "»");
    } else {
      out.forked = true;
      out.reasons.push_back("nhật ký KHÔNG nối tiếp bản đối chứng " + std::to_string(copy->size) +
                            " mục cất ở «" + place.string() +
                            "»: bị rẽ nhánh hoặc bị lùi; xin dừng lại và chạy «sovang archive witness «" +
                            place.string() + "» --check»");
    }
  }
  return out;
}

void judge_state(const Record& record, const std::vector<std::string>& because, Verification& out) {
  const std::string by = because.empty() ? "" : " theo " + because.front();
  switch (record.state) {
    case RecordState::issued:
      out.reasons.emplace_back("văn bản đang còn hiệu lực");
      return;
    case RecordState::corrected:
      out.verdict = Verdict::corrected;
      out.reasons.push_back("văn bản đã được đính chính" + by + "; xin xem bản mới nhất");
      return;
    case RecordState::revoked:
      out.verdict = Verdict::revoked;
      out.reasons.push_back("văn bản đã bị thu hồi" + by);
      return;
    case RecordState::disposed:
      out.verdict = Verdict::revoked;
      out.reasons.emplace_back("hồ sơ đã hết thời hạn bảo quản và đã tiêu hủy");
      return;
  }
}

/// The documents that revoke or correct this one, as people name them.
Result<std::vector<std::string>> causes(const CataloguePool::Lease& rows, const Storage& storage,
                                        const Record& record) {
  std::vector<std::string> out;
  for (const char* type : {"revokes", "corrects"}) {
    for (const std::string_view ref : {std::string_view(record.id), std::string_view(record.number)}) {
      if (ref.empty()) continue;
      for (const std::string& id : SOVANG_TRY(rows->related(type, ref)))
        out.push_back("quyết định " + spoken_decision(SOVANG_TRY(record_with(storage, id))));
    }
  }
  return out;
}

RecordLine public_fields(const RecordLine& line) {
  RecordLine out;
  out.seq = line.seq;
  out.kind = line.kind;
  out.salutation = line.salutation;
  out.name = line.name;
  out.unit_name = line.unit_name;
  out.award = line.award;
  out.award_name = line.award_name;
  out.book_number = line.book_number;
  return out;
}

std::string quoted_path(const std::string& path) {
  return "«" + path + "»";
}

}  // namespace

Status Archive::Impl::ask_log(const StoredObject& object, const Record& record,
                              const CataloguePool::Lease& rows, Verification& out) const {
  out.record_id = record.id;
  out.decision = spoken_decision(record);
  LogView view = SOVANG_TRY(view_of(LogKind::documents));
  const auto entry = SOVANG_TRY(rows->entry(record.id));
  out.log_index = SOVANG_TRY(
      place_in_log(object, view, entry ? entry->log_index : std::nullopt, [this] { return log(); }));
  if (!out.log_index) {
    out.verdict = Verdict::unknown;
    out.reasons.emplace_back(
        "văn bản không có trong nhật ký minh bạch; xin chạy «sovang archive recover» rồi hỏi lại");
    return {};
  }
  out.log_size = view.checkpoint().size;
  out.reasons.push_back("có trong nhật ký minh bạch: mục " + std::to_string(*out.log_index + 1) + " trên " +
                        std::to_string(out.log_size) + ", điểm chốt đã ký khớp");
  WitnessAnswer witnesses = ask_witnesses(witness_places(), view, SOVANG_TRY(keys())->published);
  out.witnessed_size = witnesses.size;
  out.reasons.insert(out.reasons.end(), witnesses.reasons.begin(), witnesses.reasons.end());
  if (witnesses.forked) out.verdict = Verdict::unknown;  // such a log vouches for nothing
  return {};
}

std::string_view to_string(Verification::Verdict verdict) {
  switch (verdict) {
    case Verdict::genuine:
      return "genuine";
    case Verdict::changed:
      return "changed";
    case Verdict::unknown:
      return "unknown";
    case Verdict::revoked:
      return "revoked";
    case Verdict::corrected:
      return "corrected";
  }
  return {};
}

Result<Verification> Archive::verify_file(ByteView bytes) const {
  Verification out;
  const CataloguePool::Lease rows = SOVANG_TRY(impl_->catalogue.take());
  const std::string sha256 = to_hex(digest(HashKind::sha256, bytes));
  std::optional<FileMatch> match = SOVANG_TRY(rows->file_with(sha256));
  const bool same = match.has_value();
  if (!same) match = SOVANG_TRY(rows->file_like(bytes));
  if (!match) {
    out.reasons.emplace_back("không có tệp nào trong kho lưu trữ giống tệp này");
    return out;
  }
  const StoredObject object = SOVANG_TRY(impl_->storage.read(match->record_id));
  const Record record = SOVANG_TRY(record_of(object));
  out.path = match->path;
  if (!same) {
    out.verdict = Verdict::changed;
    out.record_id = record.id;
    out.decision = spoken_decision(record);
    out.reasons.push_back("gần giống " + quoted_path(match->path) + " của quyết định " + out.decision +
                          " nhưng đã bị thay đổi");
    const Result<Bytes> kept = Storage::content_with_sha256(object, match->sha256);
    if (kept) out.reasons.push_back(difference(bytes, *kept));
    return out;
  }
  out.verdict = Verdict::genuine;
  out.reasons.push_back("giống từng byte với " + quoted_path(match->path) + " trong kho lưu trữ (SHA-256 " +
                        sha256.substr(0, 16) + "…)");
  SOVANG_TRY(impl_->ask_log(object, record, rows, out));
  if (out.verdict == Verdict::unknown) return out;
  if (!match->newest) {
    out.verdict = Verdict::corrected;
    out.reasons.emplace_back("tệp này thuộc phiên bản trước; xin xem bản mới nhất");
  }
  judge_state(record, SOVANG_TRY(causes(rows, impl_->storage, record)), out);
  const auto line = std::find_if(record.lines.begin(), record.lines.end(), [&](const RecordLine& one) {
    return !one.certificate_path.empty() && one.certificate_path == match->path;
  });
  if (line != record.lines.end()) out.line = public_fields(*line);
  return out;
}

Result<Verification> Archive::verify_code(std::string_view text) const {
  Verification out;
  const Result<CertificateCode> code = read_code(text, SOVANG_TRY(impl_->keys())->published);
  if (!code) {
    if (code.error().code == ErrorCode::invalid_input) return fail(code.error());
    out.reasons.push_back(code.error().message);
    return out;
  }
  out.reasons.emplace_back("chữ ký của mã QR đúng là của cơ quan");
  const CataloguePool::Lease rows = SOVANG_TRY(impl_->catalogue.take());
  const auto match = SOVANG_TRY(rows->certificate_with(bare_code(text)));
  if (!match) {
    out.reasons.emplace_back("chưa có bằng nào mang mã này trong kho lưu trữ");
    return out;
  }
  const StoredObject object = SOVANG_TRY(impl_->storage.read(match->record_id));
  const Record record = SOVANG_TRY(record_of(object));
  if (match->position >= record.lines.size()) {
    return fail(ErrorCode::corrupt, "danh mục lưu trữ không khớp với kho; xin chạy «sovang archive reindex»");
  }
  const RecordLine& line = record.lines[match->position];
  out.path = line.certificate_path;
  out.line = public_fields(line);
  if (SOVANG_TRY(code_of(record, line)) != *code) {
    out.verdict = Verdict::changed;
    out.record_id = record.id;
    out.decision = spoken_decision(record);
    out.reasons.emplace_back("nội dung của mã không khớp với dữ liệu của bằng trong kho");
    return out;
  }
  out.verdict = Verdict::genuine;
  out.reasons.emplace_back("mã khớp với họ tên, đơn vị, hình thức khen và số quyết định trong kho");
  SOVANG_TRY(impl_->ask_log(object, record, rows, out));
  if (out.verdict == Verdict::unknown) return out;
  judge_state(record, SOVANG_TRY(causes(rows, impl_->storage, record)), out);
  return out;
}

Result<std::string> Archive::certificate_code(const Record& record, const RecordLine& line) const {
  Record settled = record;
  if (settled.tenant.empty()) settled.tenant = impl_->options.tenant;
  const auto keys = SOVANG_TRY(impl_->keys());
  return write_code(SOVANG_TRY(code_of(settled, line)), keys->code);
}

}  // namespace sovang::archive
