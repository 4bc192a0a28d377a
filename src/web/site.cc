#include "site.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/base/log.h"
#include "sovang/base/password.h"

namespace sovang::web {
namespace {

using dossier::UserRole;

constexpr std::size_t token_bytes = 32;
constexpr int public_requests_a_minute = 60;  ///< SEC-28: checks of certificates from one address
constexpr std::size_t most_addresses = 100'000;

// Who may use a route; several may.
constexpr unsigned everyone = 1;
constexpr unsigned unit = 2;
constexpr unsigned office = 4;
constexpr unsigned archivist = 8;
constexpr unsigned people = unit | office | archivist;

Result<Response> send_asset(const Services& services, const Request& request, const Visit& /*visit*/) {
  const auto asset = services.assets.find(request.path.back());
  if (asset == services.assets.end()) return fail(ErrorCode::not_found, "không có tệp này");
  Response response;
  response.type = asset->second.type;
  response.set("ETag", asset->second.etag);
  response.set("Cache-Control", "public, max-age=3600");
  if (request.etag == asset->second.etag) {
    response.status = 304;
  } else {
    response.body = asset->second.bytes;
  }
  return response;
}

Result<Response> show_health(const Services& /*services*/, const Request& /*request*/,
                             const Visit& /*visit*/) {
  Response response;
  response.type = "text/plain; charset=utf-8";
  response.body = "ok\n";
  return response;
}

/// A way through the site. In a pattern, "*" is one segment and "**" all that follow. What is not here is
/// refused (SEC-02).
struct Route {
  std::string_view method;
  std::string_view pattern;
  unsigned who;
  Handler handler;
};

constexpr std::array routes{
    Route{"GET", "", people, show_home},
    Route{"GET", "dang-nhap", everyone, show_login},
    Route{"POST", "dang-nhap", everyone, log_in},
    Route{"POST", "dang-xuat", people, log_out},
    Route{"GET", "tra-cuu", people, show_search},
    Route{"GET", "tra-cuu/*", people, send_found},
    Route{"POST", "tra-cuu/luu", people, save_search},
    Route{"POST", "tra-cuu/xoa", people, forget_search},
    Route{"GET", "van-ban/*", people, show_document},
    Route{"GET", "van-ban/*/trang/*", people, send_page_picture},
    Route{"GET", "van-ban/*/tep/**", people, send_file},
    Route{"GET", "tai-ve/cua-don-vi.zip", unit, send_zip},
    Route{"GET", "kiem-tra", everyone, show_check},
    Route{"POST", "kiem-tra", everyone, check_file},
    Route{"GET", "x/*", everyone, show_check},
    Route{"GET", "X/*", everyone, show_check},
    Route{"GET", "assets/*", everyone, send_asset},
    Route{"GET", "healthz", everyone, show_health},
};

bool matches(std::string_view pattern, const std::vector<std::string>& path) {
  std::size_t at = 0;
  while (!pattern.empty()) {
    const std::size_t end = pattern.find('/');
    const std::string_view part = pattern.substr(0, end);
    if (at == path.size()) return false;
    if (part == "**") return true;
    if (part != "*" && part != path[at]) return false;
    ++at;
    pattern = end == std::string_view::npos ? std::string_view() : pattern.substr(end + 1);
  }
  return at == path.size();
}

unsigned role_bit(const Visit& visit) {
  if (!visit.session) return everyone;
  switch (visit.session->user.role) {
    case UserRole::unit:
      return everyone | unit;
    case UserRole::office:
      return everyone | office;
    case UserRole::archivist:
      return everyone | archivist;
  }
  return everyone;
}

/// Was this sent by one of our own pages? Browsers tell (SEC-11); who tells nothing must know the token.
bool comes_from_us(const Request& request, bool secure) {
  if (!request.fetch_site.empty() && request.fetch_site != "same-origin" && request.fetch_site != "none") {
    return false;
  }
  return request.origin.empty() || request.origin == (secure ? "https://" : "http://") + request.host;
}

/// The fields of a form that was sent by one of our own pages, for this session. Nothing for any other.
std::optional<Fields> checked_form(const Request& request, const Visit& visit, bool secure) {
  if (!comes_from_us(request, secure)) return std::nullopt;
  if (!request.content_type.starts_with("application/x-www-form-urlencoded")) return std::nullopt;
  std::optional<Fields> form = parse_form(request.body);
  if (!form || !equal_in_constant_time(form->get("csrf"), csrf_of(visit.token))) return std::nullopt;
  return form;
}

/// The same of a form with a file.
std::optional<Upload> checked_upload(const Request& request, const Visit& visit, bool secure) {
  if (!comes_from_us(request, secure)) return std::nullopt;
  std::optional<Upload> upload = parse_upload(request.content_type, request.body);
  if (!upload || !equal_in_constant_time(upload->fields.get("csrf"), csrf_of(visit.token)))
    return std::nullopt;
  return upload;
}

bool is_token(std::string_view text) {
  return text.size() == 2 * token_bytes &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

archive::Asker::Role asker_role(UserRole role) {
  switch (role) {
    case UserRole::unit:
      return archive::Asker::Role::unit;
    case UserRole::office:
      return archive::Asker::Role::office;
    case UserRole::archivist:
      return archive::Asker::Role::archivist;
  }
  return archive::Asker::Role::open_public;
}

int status_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found:
    case ErrorCode::forbidden:  // what someone may not see is not there (SEC-01)
      return 404;
    case ErrorCode::invalid_input:
    case ErrorCode::findings:
      return 422;
    case ErrorCode::conflict:
    case ErrorCode::unsupported:
    case ErrorCode::corrupt:
    case ErrorCode::io:
    case ErrorCode::internal:
      return 500;
  }
  return 500;
}

struct FailureWords {
  int status;
  std::string_view title;
  std::string_view text;
};

constexpr std::array failure_words{
    FailureWords{400, "Yêu cầu không đọc được",
                 "Địa chỉ hoặc nội dung gửi lên bị hỏng. Xin mở lại trang từ đầu."},
    FailureWords{403, "Biểu mẫu đã hết hạn",
                 "Trang này mở đã lâu hoặc được gửi từ nơi khác. Xin quay lại, tải lại trang rồi làm lại."},
    FailureWords{405, "Không làm được việc này ở đây", "Trang này chỉ để xem. Xin quay lại trang trước."},
    FailureWords{411, "Yêu cầu không đọc được",
                 "Nội dung gửi lên không nói rõ độ dài. Xin gửi lại từ trình duyệt."},
    FailureWords{413, "Nội dung gửi lên quá lớn", "Xin gửi ít hơn trong một lần."},
    FailureWords{422, "Yêu cầu có chỗ chưa đúng",
                 "Có trường không đúng hoặc không dùng đến. Xin quay lại và kiểm tra."},
    FailureWords{429, "Xin đợi một phút",
                 "Có quá nhiều lần kiểm tra từ cùng một nơi. Sau một phút có thể làm tiếp."},
    FailureWords{431, "Yêu cầu không đọc được",
                 "Phần đầu của yêu cầu quá dài. Xin xóa cookie của trang rồi mở lại."},
};

std::string type_of(const std::filesystem::path& file) {
  if (file.extension() == ".css") return "text/css; charset=utf-8";
  if (file.extension() == ".svg") return "image/svg+xml";
  return "application/octet-stream";
}

Result<std::map<std::string, Asset, std::less<>>> load_assets(const std::filesystem::path& folder) {
  std::map<std::string, Asset, std::less<>> out;
  for (const std::filesystem::path& file : SOVANG_TRY(files::list_tree(folder))) {
    Bytes bytes = SOVANG_TRY(files::read(folder / file, 1U << 20));
    std::string etag = "\"" + to_hex(digest(HashKind::sha256, bytes)) + "\"";
    out.emplace(file.string(), Asset{type_of(file), std::move(etag), std::move(bytes)});
  }
  return out;
}

}  // namespace

Site::Site(dossier::Office& office_of, dossier::Accounts& accounts, const ServerOptions& options,
           const Clock& clock, Ids& ids, Renderer renderer, std::map<std::string, Asset, std::less<>> assets)
    : services_{.archive = office_of.archive(),
                .accounts = accounts,
                .actions = ActionDesk(office_of.archive()),
                .renderer = std::move(renderer),
                .pictures = Pictures(options.work),
                .units = UnitTree(office_of, clock),
                .assets = std::move(assets),
                .searches = dossier::SavedSearches(office_of.place().folder),
                .forms = office_of.forms(),
                .clock = clock,
                .ids = ids,
                .program = options.program,
                .folder = office_of.place().folder,
                .tenant = office_of.settings().tenant,
                .office = office_of.settings().office,
                .secure = options.secure},
      log_(options.log) {}

Result<std::unique_ptr<Site>> Site::make(dossier::Office& office_of, dossier::Accounts& accounts,
                                         const ServerOptions& options, const Clock& clock, Ids& ids) {
  Renderer renderer = SOVANG_TRY(Renderer::load(options.home / "web" / "pages"));
  auto assets = SOVANG_TRY(load_assets(options.home / "web" / "assets"));
  return std::unique_ptr<Site>(
      new Site(office_of, accounts, options, clock, ids, std::move(renderer), std::move(assets)));
}

std::string Site::new_id() const {
  const std::lock_guard lock(mutex_);
  return services_.ids.ulid(services_.clock.now());
}

Result<Visit> Site::visit_of(const Request& request) const {
  Visit visit;
  visit.id = new_id();
  const std::string_view sid = request.cookies.get(cookie_name(services_, "sid"));
  if (is_token(sid)) visit.session = SOVANG_TRY(services_.accounts.session(sid));
  if (visit.session) {
    visit.token = sid;
    visit.asker.role = asker_role(visit.session->user.role);
    if (visit.session->user.role == UserRole::unit) {
      visit.asker.units = SOVANG_TRY(services_.units.within(visit.session->user.unit));
    }
    return visit;
  }
  const std::string_view before = request.cookies.get(cookie_name(services_, "truoc"));
  visit.new_token = !is_token(before);
  if (visit.new_token) {
    const std::lock_guard lock(mutex_);
    visit.token = to_hex(services_.ids.random_bytes(token_bytes));
  } else {
    visit.token = before;
  }
  return visit;
}

bool Site::over_rate(const std::string& address) const {
  const std::int64_t minute = services_.clock.now().unix_ms / 60'000;
  const std::lock_guard lock(mutex_);
  if (minute != minute_ || public_requests_.size() > most_addresses) {
    public_requests_.clear();
    minute_ = minute;
  }
  return ++public_requests_[address] > public_requests_a_minute;
}

Result<Response> Site::dispatch(const Request& request, Visit& visit) const {
  const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : request.method;
  std::string allowed;
  for (const Route& route : routes) {
    if (!matches(route.pattern, request.path)) continue;
    allowed +=
        (allowed.empty() ? "" : ", ") + std::string(route.method == "GET" ? "GET, HEAD" : route.method);
    if (route.method != method) continue;
    if ((route.who & role_bit(visit)) == 0) {
      if (visit.session) {
        SOVANG_TRY(remember_denied(services_, visit, "page " + std::string(route.pattern)));
        return fail(ErrorCode::not_found, "không có trang này");
      }
      if (method != "GET") return failure(403, visit);
      std::string here;
      for (const std::string& segment : request.path)
        here += "/" + escape_url(segment);
      return redirect(here.empty() ? "/dang-nhap" : "/dang-nhap?tiep=" + escape_url(here));
    }
    const bool checks = route.handler == show_check || route.handler == check_file;
    if (checks && over_rate(request.address)) {
      Response response = failure(429, visit);
      response.set("Retry-After", "60");
      return response;
    }
    if (method == "POST") {
      if (route.handler == check_file) {
        std::optional<Upload> upload = checked_upload(request, visit, services_.secure);
        if (!upload) return failure(403, visit);
        visit.form = std::move(upload->fields);
        visit.upload = std::move(upload->file);
      } else {
        std::optional<Fields> form = checked_form(request, visit, services_.secure);
        if (!form) return failure(403, visit);
        visit.form = *std::move(form);
      }
    }
    return route.handler(services_, request, visit);
  }
  if (allowed.empty()) return fail(ErrorCode::not_found, "không có trang này");
  Response response = failure(405, visit);
  response.set("Allow", allowed);
  return response;
}

Response Site::answer(const Request& request) const {
  const Instant start = services_.clock.now();
  Visit nobody;
  Result<Visit> visit = visit_of(request);
  if (!visit) nobody.id = new_id();
  Visit& who = visit ? *visit : nobody;
  Result<Response> made = visit ? dispatch(request, who) : Result<Response>(fail(visit.error()));
  Response response = made ? *std::move(made) : failure(status_of(made.error().code), who);
  if (!made && response.status == 500 && log_) {
    log_(log_line(start, Severity::error, "failure", {{"id", who.id}, {"reason", made.error().message}}));
  }
  finish(response);
  log(request, who, response, start);
  return response;
}

Response Site::refuse(int status) const {
  Visit nobody;
  nobody.id = new_id();
  Response response = failure(status, nobody);
  finish(response);
  return response;
}

/// The page of a failure: what to do and an id, never a path, a query or a name (SEC-43).
Response Site::failure(int status, const Visit& visit) const {
  const auto words = std::ranges::find(failure_words, status, &FailureWords::status);
  std::string name = status == 404 ? "loi-404" : "loi-500";
  if (words != failure_words.end()) name = "loi";
  View view = frame(services_, visit, words == failure_words.end() ? "Lỗi" : words->title, "");
  view.number("status", static_cast<std::uint64_t>(status)).text("id", visit.id);
  view.text("time", local_text(services_.clock.now()).substr(11, 5));
  if (words != failure_words.end()) view.text("heading", words->title).text("words", words->text);
  Result<Response> made = page(services_, name, view);
  Response response = made ? *std::move(made) : Response{};
  response.status = status;
  return response;
}

void Site::finish(Response& response) const {
  const auto has = [&](std::string_view name) {
    return std::ranges::any_of(response.headers, [&](const auto& header) { return header.first == name; });
  };
  if (!has("Content-Security-Policy")) {
    response.set("Content-Security-Policy",
                 "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
                 "frame-ancestors 'none'");
  }
  if (!has("Cache-Control")) response.set("Cache-Control", "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  response.set("X-Frame-Options", "DENY");
  response.set("Referrer-Policy", "same-origin");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  if (services_.secure) response.set("Strict-Transport-Security", "max-age=31536000");
}

void Site::log(const Request& request, const Visit& visit, const Response& response, Instant start) const {
  if (!log_) return;
  const std::string_view first = request.path.empty() ? std::string_view() : request.path.front();
  const auto known = std::ranges::any_of(
      routes, [&](const Route& route) { return route.pattern.substr(0, route.pattern.find('/')) == first; });
  log_(log_line(start, Severity::info, "request",
                {{"id", visit.id},
                 {"method", request.method},
                 {"page", known ? first : "?"},
                 {"status", std::to_string(response.status)},
                 {"ms", std::to_string(services_.clock.now().unix_ms - start.unix_ms)}}));
}

}  // namespace sovang::web
