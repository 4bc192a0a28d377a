#include "sovang/pdf/signatures.h"

#include <algorithm>
#include <cmath>

#include "sovang/base/hash.h"

#include "bomb_guard.h"
#include "cms_check.h"
#include "revision.h"

namespace sovang::pdf {
namespace {

constexpr std::size_t largest_file = std::size_t{256} << 20U;
constexpr std::size_t most_signatures = 32;
constexpr std::size_t largest_contents = std::size_t{1} << 20U;

/// What a signature covers: everything up to `end` but for the gap.
struct Coverage {
  std::size_t gap_begin = 0;
  std::size_t gap_end = 0;
  std::size_t end = 0;
};

/// True if the file, up to there, ends as a PDF file does.
bool ends_a_revision(ByteView pdf, std::size_t end) {
  const ByteView part = pdf.substr(0, end);
  const std::size_t last = part.find_last_not_of("\r\n ");
  return last != ByteView::npos && part.substr(0, last + 1).ends_with("%%EOF");
}

/// /ByteRange says where the signature itself stands, and nothing guards the bytes there: so exactly one
/// hexadecimal string may be there, and it must be the one that was read as /Contents. Anything else is a way
/// to slip something into what looks signed ("signature wrapping", "universal forgery").
Result<Coverage> coverage_of(ByteView pdf, const SignatureField& field) {
  const auto broken = [](std::string_view why) { return fail(ErrorCode::corrupt, std::string(why)); };
  const auto& range = field.byte_range;
  if (range.size() != 4) return broken("không nói rõ đã ký phần nào của tệp (/ByteRange)");
  const auto size = static_cast<long long>(pdf.size());
  if (std::any_of(range.begin(), range.end(), [&](long long value) { return value < 0 || value > size; }))
    return broken("phần đã ký (/ByteRange) nằm ngoài tệp");
  if (range[0] != 0) return broken("phần đã ký (/ByteRange) không bắt đầu từ đầu tệp");
  if (range[1] == 0 || range[3] == 0 || range[2] <= range[1] + 2 || range[2] + range[3] > size)
    return broken("phần đã ký (/ByteRange) chồng lên nhau hoặc nằm ngoài tệp");
  const Coverage found = {static_cast<std::size_t>(range[1]), static_cast<std::size_t>(range[2]),
                          static_cast<std::size_t>(range[2] + range[3])};
  if (field.contents.empty() || field.contents.size() > largest_contents ||
      field.contents.find_first_not_of('\0') == std::string::npos) {
    return broken("không có giá trị chữ ký (/Contents)");
  }
  const ByteView gap = pdf.substr(found.gap_begin, found.gap_end - found.gap_begin);
  const bool is_string = gap.size() > 2 && gap.front() == '<' && gap.back() == '>';
  const std::optional<Bytes> value = is_string ? from_hex(gap.substr(1, gap.size() - 2)) : std::nullopt;
  if (!value || *value != field.contents)
    return broken("chỗ chừa ra khi ký chứa nhiều hơn giá trị chữ ký: có thể đã bị cài thêm nội dung");
  if (!ends_a_revision(pdf, found.end))
    return broken("phần đã ký (/ByteRange) không kết thúc ở cuối một lần ghi tệp");
  return found;
}

int two_digits(std::string_view text, std::size_t at) {
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// "D:20211215080000+07'00'" (ISO 32000-1 §7.9.4); only whole times.
std::optional<Instant> moment_in(std::string_view text) {
  if (!text.starts_with("D:") || text.size() < 16) return std::nullopt;
  const std::string_view digits = text.substr(2, 14);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  const auto day = Date::make(two_digits(digits, 0) * 100 + two_digits(digits, 2), two_digits(digits, 4),
                              two_digits(digits, 6));
  const int hour = two_digits(digits, 8);
  const int minute = two_digits(digits, 10);
  const int second = two_digits(digits, 12);
  if (!day || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  std::int64_t seconds = day->days() * 86'400 + hour * 3'600 + minute * 60 + second;
  std::string zone;
  for (const char c : text.substr(16)) {
    if ((c >= '0' && c <= '9') || c == '+' || c == '-') zone += c;
  }
  if (zone.size() == 5 && (zone[0] == '+' || zone[0] == '-') &&
      zone.find_first_not_of("0123456789", 1) == std::string::npos) {
    const int shift = two_digits(zone, 1) * 3'600 + two_digits(zone, 3) * 60;
    seconds += zone[0] == '+' ? -shift : shift;
  }
  return Instant{seconds * 1000};
}

/// Hostile numbers become no place, not an overflow.
std::optional<SignaturePlace> place_of(const SignatureField& field) {
  constexpr double farthest = 1e6;
  if (!std::all_of(field.place.begin(), field.place.end(),
                   [](double points) { return std::abs(points) < farthest; }) ||
      field.place[2] <= 0 || field.place[3] <= 0) {
    return std::nullopt;
  }
  const auto length = [&](std::size_t i) { return document::Length::pt(field.place[i]); };
  return SignaturePlace{field.page, length(0), length(1), length(2), length(3)};
}

/// What the field says of itself.
Signature claims_of(const SignatureField& field) {
  Signature out;
  out.field = field.name;
  out.reason = field.reason;
  out.claimed_time = moment_in(field.time);
  out.certifies = field.certifies;
  out.place = place_of(field);
  return out;
}

bool is_known_kind(const std::string& sub_filter) {
  return sub_filter == "ETSI.CAdES.detached" || sub_filter == "adbe.pkcs7.detached";
}

/// Everything but what came later.
Signature checked(ByteView pdf, const SignatureField& field, const TrustAnchors& anchors, Instant now) {
  Signature out = claims_of(field);
  const Result<Coverage> coverage = coverage_of(pdf, field);
  if (!coverage) {
    out.findings.push_back("chữ ký " + coverage.error().message);
    return out;
  }
  out.covered = coverage->end;
  out.covers_file = coverage->end == pdf.size();
  if (!is_known_kind(field.sub_filter)) {
    out.integrity = Integrity::unsupported;
    out.findings.push_back("chưa kiểm tra được chữ ký kiểu “" + field.sub_filter + "”");
    return out;
  }
  if (!holds_signature(pdf.substr(0, coverage->end), field)) {
    out.findings.emplace_back(
        "chữ ký không nằm trong phần mà nó ký, hoặc phần ấy không đọc được: có dấu hiệu giả mạo");
    return out;
  }
  CmsFindings cms = check_cms(
      field.contents,
      {pdf.substr(0, coverage->gap_begin), pdf.substr(coverage->gap_end, coverage->end - coverage->gap_end)},
      anchors, now);
  out.integrity = cms.integrity;
  out.certificate = std::move(cms.certificate);
  out.trust = cms.trust;
  out.digest = std::move(cms.digest);
  out.weak = cms.weak;
  out.pades = field.sub_filter == "ETSI.CAdES.detached" && cms.bound;
  out.findings = std::move(cms.findings);
  const bool dated = out.claimed_time && !out.certificate.serial.empty();
  if (dated &&
      (*out.claimed_time < out.certificate.valid_from || *out.claimed_time > out.certificate.valid_to))
    out.findings.emplace_back("thời gian ký tự khai nằm ngoài thời hạn của chứng thư");
  return out;
}

std::string_view sentence(LaterChanges later) {
  switch (later) {
    case LaterChanges::none:
    case LaterChanges::signatures:
      return {};
    case LaterChanges::annotations:
      return "sau khi ký, có người đã thêm ghi chú lên trang: ghi chú có thể che nội dung đã ký";
    case LaterChanges::content:
      return "sau khi ký, tệp đã được ghi thêm nội dung khác: những gì đang hiện có thể không phải những gì "
             "đã ký";
  }
  return {};
}

LaterChanges word_for(RevisionChanges::Kind kind) {
  switch (kind) {
    case RevisionChanges::Kind::none:
      return LaterChanges::none;
    case RevisionChanges::Kind::signatures:
      return LaterChanges::signatures;
    case RevisionChanges::Kind::annotations:
      return LaterChanges::annotations;
    case RevisionChanges::Kind::content:
      return LaterChanges::content;
  }
  return LaterChanges::content;
}

/// From the last state backwards: what came after a signature is what came between it and the next, and all
/// that came after that one.
void find_later_changes(ByteView pdf, std::vector<Signature>& signatures) {
  std::size_t next = pdf.size();
  LaterChanges so_far = LaterChanges::none;
  for (auto at = signatures.rbegin(); at != signatures.rend(); ++at) {
    if (at->covered == 0) continue;  // broken: it is not known what it covers
    if (at->covered != next) {
      so_far =
          std::max(so_far, word_for(compare_revisions(pdf.substr(0, at->covered), pdf.substr(0, next)).kind));
      next = at->covered;
    }
    at->later = so_far;
    if (const std::string_view why = sentence(so_far); !why.empty()) at->findings.emplace_back(why);
  }
}

Result<std::vector<SignatureField>> fields_in(ByteView pdf) {
  FieldFindings found = read_signature_fields(pdf, most_signatures);
  switch (found.outcome) {
    case ReadOutcome::read:
      return std::move(found.fields);
    case ReadOutcome::encrypted:
      return fail(ErrorCode::unsupported, "tệp PDF đặt mật khẩu: hãy bỏ mật khẩu rồi thử lại");
    case ReadOutcome::too_many:
      return fail(ErrorCode::invalid_input, "tệp PDF có quá nhiều trường hoặc hơn 32 chữ ký: không kiểm tra",
                  {}, "LIM-02");
    case ReadOutcome::damaged:
      break;
  }
  return fail(ErrorCode::corrupt, "tệp PDF hỏng, không đọc được (" + found.detail + ")");
}

}  // namespace

std::string_view to_string(Integrity integrity) {
  switch (integrity) {
    case Integrity::intact:
      return "intact";
    case Integrity::changed:
      return "changed";
    case Integrity::broken:
      return "broken";
    case Integrity::unsupported:
      return "unsupported";
  }
  return "";
}

std::string_view to_string(Trust trust) {
  switch (trust) {
    case Trust::trusted:
      return "trusted";
    case Trust::no_anchors:
      return "no_anchors";
    case Trust::unknown_issuer:
      return "unknown_issuer";
    case Trust::expired:
      return "expired";
    case Trust::not_yet_valid:
      return "not_yet_valid";
    case Trust::wrong_usage:
      return "wrong_usage";
    case Trust::bad:
      return "bad";
  }
  return "";
}

std::string_view to_string(LaterChanges later) {
  switch (later) {
    case LaterChanges::none:
      return "none";
    case LaterChanges::signatures:
      return "signatures";
    case LaterChanges::annotations:
      return "annotations";
    case LaterChanges::content:
      return "content";
  }
  return "";
}

std::optional<SignaturePlace> empty_signature_field(ByteView pdf, std::string_view name) {
  if (pdf.size() > largest_file || !pdf.starts_with("%PDF-") || !refuse_bombs(pdf)) return std::nullopt;
  const std::optional<SignatureField> field = read_empty_field(pdf, name);
  return field ? place_of(*field) : std::nullopt;
}

Result<std::vector<Signature>> read_signatures(ByteView pdf, const TrustAnchors& anchors, Instant now) {
  if (pdf.size() > largest_file)
    return fail(ErrorCode::invalid_input, "tệp PDF lớn hơn 256 MiB: không đọc", {}, "LIM-02");
  // Offsets of /ByteRange count from the first byte: a file with something before its header has two
  // readings.
  if (!pdf.starts_with("%PDF-")) return fail(ErrorCode::invalid_input, "tệp không phải là PDF");
  SOVANG_TRY(refuse_bombs(pdf));
  std::vector<Signature> signatures;
  for (const SignatureField& field : SOVANG_TRY(fields_in(pdf)))
    signatures.push_back(checked(pdf, field, anchors, now));
  std::stable_sort(signatures.begin(), signatures.end(),
                   [](const Signature& a, const Signature& b) { return a.covered < b.covered; });
  find_later_changes(pdf, signatures);
  return signatures;
}

std::optional<std::size_t> size_before_signing(ByteView pdf, const std::vector<Signature>& signatures) {
  constexpr ByteView mark = "%%EOF";
  const bool good =
      !signatures.empty() && std::all_of(signatures.begin(), signatures.end(),
                                         [](const Signature& signature) { return signature.holds(); });
  if (!good) return std::nullopt;
  const ByteView first = pdf.substr(0, signatures.front().covered);
  const std::size_t own_end = first.rfind(mark);
  if (own_end == ByteView::npos || own_end == 0) return std::nullopt;
  const std::size_t before = first.rfind(mark, own_end - 1);
  if (before == ByteView::npos) return std::nullopt;
  std::size_t size = before + mark.size();
  if (first.substr(size).starts_with('\r')) ++size;
  if (first.substr(size).starts_with('\n')) ++size;
  const RevisionChanges::Kind kind = compare_revisions(first.substr(0, size), first).kind;
  if (kind != RevisionChanges::Kind::signatures) return std::nullopt;
  return size;
}

}  // namespace sovang::pdf
