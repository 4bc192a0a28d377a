// A decision, its pages as pictures, who is in it, the proof that it is whole, and its files.
#include <algorithm>

#include "sovang/base/hash.h"
#include "sovang/text/dates.h"

#include "site.h"

namespace sovang::web {
namespace {

constexpr std::size_t most_lines = 1000;
constexpr std::string_view pdf = "application/pdf";

std::string_view access_word(archive::Access access) {
  switch (access) {
    case archive::Access::published:
      return "Công khai; ngày sinh không công khai";
    case archive::Access::internal:
      return "Nội bộ cơ quan";
    case archive::Access::restricted:
      return "Hạn chế";
  }
  return {};
}

const archive::RecordFile* file_of(const archive::Record& record, std::string_view path) {
  const auto it = std::ranges::find(record.files, path, &archive::RecordFile::path);
  return it == record.files.end() ? nullptr : &*it;
}

/// What the page shows: the file that was asked for, else the first PDF that is no certificate.
const archive::RecordFile* shown_file(const archive::Record& record, std::string_view asked) {
  if (const archive::RecordFile* file = file_of(record, asked); file != nullptr && file->mime == pdf)
    return file;
  const auto it = std::ranges::find_if(record.files, [](const archive::RecordFile& file) {
    return file.mime == pdf && file.role != "certificate";
  });
  return it == record.files.end() ? nullptr : &*it;
}

std::string_view role_word(const archive::RecordFile& file) {
  if (file.role == "decision") return "Quyết định";
  if (file.role == "list") return "Danh sách";
  if (file.role == "proposal") return "Tờ trình";
  if (file.role == "minutes") return "Biên bản";
  if (file.role == "golden-book") return "Sổ vàng";
  if (file.role == "contents") return "Mục lục hồ sơ";
  if (file.role == "certificate") return "Bằng khen";
  if (file.role == "data") return "Dữ liệu";
  return "Tệp gốc đơn vị gửi";
}

std::string link_to(const archive::Record& record, const archive::RecordFile& file) {
  std::string out = "/van-ban/" + ulid_of(record.id) + "/tep";
  std::string_view rest = file.path;
  while (!rest.empty()) {
    const std::size_t end = rest.find('/');
    out += "/" + escape_url(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  return out;
}

void add_facts(View& view, const archive::Record& record) {
  View::List facts;
  const auto fact = [&](std::string_view term, std::string_view value) {
    if (value.empty()) return;
    View one;
    one.text("term", term).text("value", value);
    facts.push_back(std::move(one));
  };
  fact("Người ký", record.signer_name + (record.signer_title.empty() ? "" : ", " + record.signer_title));
  fact("Cơ quan", record.authority_name);
  fact("Phong trào", record.movement_name);
  fact("Thời hạn bảo quản",
       record.retain_until ? "Đến hết ngày " + text::running_date(*record.retain_until) : "Vĩnh viễn");
  std::string templates;
  for (const std::string& name : archive::templates_of(record))
    templates += (templates.empty() ? "" : ", ") + name;
  fact("Mẫu đã dùng, giữ trong hồ sơ", templates);
  fact("Quyền xem", access_word(record.access));
  fact("Mã lưu trữ", record.id);
  view.list("facts", std::move(facts));
}

void add_lines(View& view, const archive::Record& record) {
  View::List lines;
  // One award for all stands once above the table, not in each of its rows.
  const bool one_award = std::ranges::all_of(record.lines, [&](const archive::RecordLine& line) {
    return line.award_name == record.lines.front().award_name;
  });
  view.text("one_award", one_award && !record.lines.empty() ? record.lines.front().award_name : "");
  for (const archive::RecordLine& line : record.lines) {
    if (lines.size() == most_lines) break;
    View one;
    one.text("name", (line.salutation.empty() ? "" : line.salutation + " ") + line.name);
    const bool person = line.kind == domain::RecipientKind::individual;
    std::string who = person ? line.title : std::string("Tập thể");
    if (person && !line.unit_name.empty()) who += (who.empty() ? "" : ", ") + line.unit_name;
    one.text("who", who).text("book", line.book_number).text("award", line.award_name);
    const archive::RecordFile* file = file_of(record, line.certificate_path);
    one.text("certificate", file == nullptr ? "" : link_to(record, *file));
    lines.push_back(std::move(one));
  }
  view.flag("has_lines", !lines.empty()).number("line_count", record.lines.size());
  view.flag("cut", record.lines.size() > most_lines).list("lines", std::move(lines));
}

void add_files(View& view, const archive::Record& record) {
  View::List files;
  for (const archive::RecordFile& file : record.files) {
    if (file.role == "certificate" || file.role == archive::template_role) continue;
    View one;
    const std::string& name = file.original_name.empty() ? file.path : file.original_name;
    one.text("role", role_word(file)).text("name", name).text("href", link_to(record, file));
    one.text("pages", file.pages > 0 ? std::to_string(file.pages) + " trang" : "");
    one.text("show",
             file.mime == pdf ? "/van-ban/" + ulid_of(record.id) + "?tep=" + escape_url(file.path) : "");
    files.push_back(std::move(one));
  }
  view.list("files", std::move(files));
}

/// "08 giờ 30 phút ngày 20/5/2022" in Viet Nam.
std::string spoken(Instant instant) {
  const std::optional<text::ClockTime> time = text::parse_clock_time(local_text(instant).substr(11, 5));
  return (time ? text::long_time(*time) + " ngày " : "") + text::running_date(local_date(instant));
}

/// The same of a stored time, "2022-05-20T01:30:00Z"; as it stands if it is of another form.
std::string spoken(const std::string& utc) {
  constexpr std::int64_t minute_ms = 60'000;
  const std::optional<Date> date = Date::from_iso(std::string_view(utc).substr(0, 10));
  const auto time = utc.size() < 16 ? std::nullopt : text::parse_clock_time(utc.substr(11, 5));
  if (!date || !time || !utc.ends_with('Z')) return utc;
  return spoken(Instant{(date->days() * 24 * 60 + time->hour * 60 + time->minute) * minute_ms});
}

void add_pages(View& view, const Services& services, const archive::Record& record,
               const archive::RecordFile& file, const Bytes& bytes, std::string_view asked_page) {
  const int last = std::max(file.pages, 1);
  const int number = page_number(asked_page, last);
  const std::string place = "/van-ban/" + ulid_of(record.id);
  const std::string of_file = "tep=" + escape_url(file.path);
  view.number("page", static_cast<std::uint64_t>(number)).number("pages", static_cast<std::uint64_t>(last));
  view.text("picture", place + "/trang/" + std::to_string(number) + "?" + of_file);
  view.text("pdf", link_to(record, file)).number("kilobytes", (bytes.size() + 999) / 1000);
  view.text("file_word", role_word(file));
  const auto address = [&](int to) { return place + "?" + of_file + "&trang=" + std::to_string(to); };
  view.flag("more_pages", last > 1);
  view.text("page_before", number > 1 ? address(number - 1) : "");
  view.text("page_after", number < last ? address(number + 1) : "");
  if (Result<std::string> words = services.pictures.text(bytes, file.sha256, number)) {
    view.text("words", *words);
  }
}

Status add_proof(View& view, const Services& services, const archive::RecordFile& file, const Bytes& bytes) {
  const archive::Verification proof = SOVANG_TRY(services.archive.verify_file(bytes));
  using Verdict = archive::Verification::Verdict;
  view.flag("whole", proof.verdict == Verdict::genuine);
  view.flag("withdrawn", proof.verdict == Verdict::revoked);
  view.flag("doubtful", proof.verdict != Verdict::genuine && proof.verdict != Verdict::revoked);
  View::List reasons;
  for (const std::string& reason : proof.reasons)
    reasons.push_back(View().text("reason", reason));
  view.list("reasons", std::move(reasons)).text("sha256", file.sha256);
  view.text("log", proof.log_index ? std::to_string(*proof.log_index + 1) : "");
  view.text("checked_at", spoken(services.clock.now()));
  return {};
}

Status add_history(View& view, const Services& services, const archive::Record& record, const Visit& visit) {
  View::List versions;
  const auto all = SOVANG_TRY(services.archive.versions(record.id, visit.asker));
  for (auto version = all.rbegin(); version != all.rend(); ++version) {
    View one;
    one.number("number", static_cast<std::uint64_t>(version->number)).text("message", version->message);
    one.text("created", version->created).text("when", spoken(version->created)).text("by", version->user);
    versions.push_back(std::move(one));
  }
  view.list("versions", std::move(versions));
  View::List related;
  for (const archive::RecordRelation& relation : record.relations) {
    const auto other = services.archive.record(relation.ref, visit.asker);
    if (!other) continue;  // also what this person may not see
    View one;
    one.text("name", name_of(*other))
        .text("href", "/van-ban/" + ulid_of(other->id))
        .text("subject", other->subject);
    related.push_back(std::move(one));
  }
  view.flag("has_related", !related.empty()).list("related", std::move(related));
  return {};
}

/// "inline; filename*=UTF-8''1288-Q%C4%90-UBND.pdf", with an ASCII name for old programs.
std::string disposition(const archive::RecordFile& file) {
  const std::string& name = file.original_name.empty() ? file.path : file.original_name;
  const std::string leaf = name.substr(name.rfind('/') + 1);
  const std::string_view how = file.mime == pdf ? "inline" : "attachment";
  const std::string plain = file.path.substr(file.path.rfind('/') + 1);
  return std::string(how) + "; filename=\"" + plain + "\"; filename*=UTF-8''" + escape_url(leaf);
}

/// Reading a restricted record is an act that is remembered (archive-design §12); of all others only
/// downloads are.
Status remember_view(const Services& services, const Visit& visit, const archive::Record& record,
                     std::string detail) {
  if (record.access != archive::Access::restricted) return {};
  return remember(services, visit, archive::ActionKind::view_restricted, record.id, std::move(detail));
}

/// There is no such file for this visitor; where there is one for others, that it was tried is remembered.
tl::unexpected<Error> no_file(const Services& services, const Visit& visit, const archive::Record& record,
                              const std::string& path) {
  const Result<archive::Record> whole = services.archive.record(record.id, archive::Asker{});
  if (whole && file_of(*whole, path) != nullptr) {
    const Status remembered = remember_denied(services, visit, record.id + " " + path);
    if (!remembered) return fail(remembered.error());
  }
  return fail(ErrorCode::not_found, "không có tệp này");
}

}  // namespace

Result<Response> show_document(const Services& services, const Request& request, const Visit& visit) {
  const archive::Record record = SOVANG_TRY(record_of_ulid(services, request.path[1], visit));
  SOVANG_TRY(remember_view(services, visit, record, {}));
  View view = frame(services, visit, name_of(record), "");
  view.text("kind", record_word(record.kind)).text("number", record.number);
  view.text("date", text::running_date(record.issued)).text("subject", record.subject);
  view.flag("of_unit", visit.asker.role == archive::Asker::Role::unit);
  const StateLabel state = label_of(record.state);
  view.text("state", state.word).text("state_css", state.css);
  add_facts(view, record);
  add_lines(view, record);
  add_files(view, record);
  if (const archive::RecordFile* file = shown_file(record, request.query.get("tep"))) {
    const Bytes bytes = SOVANG_TRY(services.archive.file(record.id, file->path, visit.asker));
    add_pages(view, services, record, *file, bytes, request.query.get("trang"));
    SOVANG_TRY(add_proof(view, services, *file, bytes));
    view.flag("has_pages", true);
  }
  SOVANG_TRY(add_history(view, services, record, visit));
  return page(services, "van-ban", view);
}

Result<Response> send_file(const Services& services, const Request& request, const Visit& visit) {
  const archive::Record record = SOVANG_TRY(record_of_ulid(services, request.path[1], visit));
  std::string path;
  for (std::size_t i = 3; i < request.path.size(); ++i)
    path += (path.empty() ? "" : "/") + request.path[i];
  const archive::RecordFile* file = file_of(record, path);
  if (file == nullptr) return no_file(services, visit, record, path);
  Response response;
  response.type = file->mime;
  const std::string etag = "\"" + file->sha256 + "\"";
  response.set("ETag", etag);
  response.set("Cache-Control", "private, no-cache");
  // The browser's own PDF viewer brings its style with it; nothing else may run or load.
  response.set("Content-Security-Policy",
               "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'");
  if (request.etag == etag) {
    response.status = 304;
    return response;
  }
  Result<Bytes> bytes = services.archive.file(record.id, file->path, visit.asker);
  if (!bytes && bytes.error().code == ErrorCode::not_found) return no_file(services, visit, record, path);
  response.body = SOVANG_TRY(std::move(bytes));
  if (request.method != "HEAD")
    SOVANG_TRY(remember(services, visit, archive::ActionKind::download, record.id + " " + path));
  response.set("Content-Disposition", disposition(*file));
  return response;
}

Result<Response> send_page_picture(const Services& services, const Request& request, const Visit& visit) {
  const archive::Record record = SOVANG_TRY(record_of_ulid(services, request.path[1], visit));
  const archive::RecordFile* file = file_of(record, request.query.get("tep"));
  const int number = page_number(request.path[3], 9999);
  if (file == nullptr || file->mime != pdf || std::to_string(number) != request.path[3] ||
      number > std::max(file->pages, 1)) {
    return fail(ErrorCode::not_found, "không có trang này");
  }
  const Bytes bytes = SOVANG_TRY(services.archive.file(record.id, file->path, visit.asker));
  SOVANG_TRY(remember_view(services, visit, record, file->path + " page " + std::to_string(number)));
  Response response;
  response.type = "image/png";
  response.body = SOVANG_TRY(services.pictures.png(bytes, file->sha256, number));
  return response;
}

}  // namespace sovang::web
