// What all pages share: head and foot, cookies, names of things.
#include <algorithm>
#include <array>
#include <charconv>

#include "sovang/base/hash.h"
#include "sovang/text/dates.h"

#include "site.h"

namespace sovang::web {
namespace {

struct MenuEntry {
  std::string_view key;
  std::string_view href;
  std::string_view words;
};

constexpr std::array office_menu{MenuEntry{"tra-cuu", "/tra-cuu", "Tra cứu"},
                                 MenuEntry{"kiem-tra", "/kiem-tra", "Kiểm tra bằng"}};
constexpr std::array unit_menu{MenuEntry{"don-vi", "/", "Quyết định, bằng của đơn vị"},
                               MenuEntry{"tra-cuu", "/tra-cuu", "Tra cứu"},
                               MenuEntry{"kiem-tra", "/kiem-tra", "Kiểm tra bằng"}};
constexpr std::array public_menu{MenuEntry{"kiem-tra", "/kiem-tra", "Kiểm tra bằng khen, giấy khen"},
                                 MenuEntry{"dang-nhap", "/dang-nhap", "Đăng nhập"}};

template <class Entries>
View::List menu_from(const Entries& entries, std::string_view current) {
  View::List out;
  for (const MenuEntry& entry : entries) {
    View item;
    item.text("href", entry.href).text("words", entry.words).flag("here", entry.key == current);
    out.push_back(std::move(item));
  }
  return out;
}

std::string_view desk_of(const Visit& visit) {
  if (!visit.session) return "Trang công khai";
  switch (visit.session->user.role) {
    case dossier::UserRole::unit:
      return "Bàn đơn vị";
    case dossier::UserRole::office:
      return "Bàn nghiệp vụ";
    case dossier::UserRole::archivist:
      return "Bàn lưu trữ";
  }
  return {};
}

std::string_view role_word(dossier::UserRole role) {
  switch (role) {
    case dossier::UserRole::unit:
      return "Đơn vị";
    case dossier::UserRole::office:
      return "Chuyên viên";
    case dossier::UserRole::archivist:
      return "Lưu trữ viên";
  }
  return {};
}

/// The kinds inside a record's id (archive-design §2).
constexpr std::array<std::string_view, 5> kind_codes{"qd", "hs", "tt", "bb", "scan"};

}  // namespace

View frame(const Services& services, const Visit& visit, std::string_view title, std::string_view current) {
  View view;
  view.text("title", title).text("office", services.office).text("desk", desk_of(visit));
  view.flag("logged_in", visit.session.has_value());
  view.text("csrf", csrf_of(visit.token));
  if (!visit.session) return view.list("menu", menu_from(public_menu, current));
  const dossier::User& user = visit.session->user;
  view.text("user", user.display).text("role", role_word(user.role));
  const bool of_unit = user.role == dossier::UserRole::unit;
  view.flag("quick_search", current != "tra-cuu");
  return view.list("menu", of_unit ? menu_from(unit_menu, current) : menu_from(office_menu, current));
}

Result<Response> page(const Services& services, std::string_view name, const View& view) {
  Response response;
  response.body = SOVANG_TRY(services.renderer.render(name, view));
  return response;
}

Response redirect(std::string_view path) {
  Response response;
  response.status = 303;
  response.set("Location", std::string(path));
  return response;
}

std::string csrf_of(std::string_view token) {
  if (token.empty()) return {};
  return to_hex(digest(HashKind::sha256, "sovang-csrf-v1:" + std::string(token)));
}

std::string cookie_name(const Services& services, std::string_view name) {
  return (services.secure ? "__Host-" : "") + std::string(name);
}

std::string cookie(const Services& services, std::string_view name, std::string_view token) {
  std::string out =
      cookie_name(services, name) + "=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Lax";
  if (services.secure) out += "; Secure";
  if (token.empty()) out += "; Max-Age=0";
  return out;
}

std::string safe_next(std::string_view path) {
  const std::optional<Target> target = parse_target(path);
  if (!target || target->path.empty() || path.find('\\') != std::string_view::npos) return "/";
  const std::string_view first = target->path.front();
  if (first != "tra-cuu" && first != "van-ban") return "/";
  std::string out;  // put together again from what was understood: nothing else can come through
  for (const std::string& segment : target->path)
    out += "/" + escape_url(segment);
  return out;
}

Result<archive::Record> record_of_ulid(const Services& services, std::string_view ulid, const Visit& visit) {
  if (is_ulid(ulid)) {
    for (const std::string_view kind : kind_codes) {
      const std::string id =
          "urn:sovang:" + services.tenant + ":" + std::string(kind) + ":" + std::string(ulid);
      Result<archive::Record> record = services.archive.record(id, visit.asker);
      if (record || record.error().code != ErrorCode::not_found) return record;
      if (services.archive.record(id, archive::Asker{}))
        SOVANG_TRY(remember_denied(services, visit, id));  // it is there, for others
    }
  }
  return fail(ErrorCode::not_found, "không có văn bản này");
}

std::string ulid_of(std::string_view record_id) {
  return std::string(record_id.substr(record_id.rfind(':') + 1));
}

StateLabel label_of(archive::RecordState state) {
  switch (state) {
    case archive::RecordState::issued:
      return {"Còn hiệu lực", "nhan-xong"};
    case archive::RecordState::corrected:
      return {"Đã đính chính", "nhan-cho"};
    case archive::RecordState::revoked:
      return {"Đã thu hồi", "nhan-loi"};
    case archive::RecordState::disposed:
      return {"Đã tiêu hủy", "nhan-loi"};
  }
  return {};
}

std::string record_word(archive::RecordKind kind) {
  switch (kind) {
    case archive::RecordKind::decision:
      return "Quyết định";
    case archive::RecordKind::dossier:
      return "Hồ sơ";
    case archive::RecordKind::proposal:
      return "Tờ trình";
    case archive::RecordKind::minutes:
      return "Biên bản";
    case archive::RecordKind::scan:
      return "Bản quét";
  }
  return {};
}

std::string name_of(const archive::Record& record) {
  std::string out = record_word(record.kind);
  if (!record.number.empty()) out += " số " + record.number;
  return out + " ngày " + text::running_date(record.issued);
}

int page_number(std::string_view text, int last) {
  int number = 1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return 1;
  return std::max(1, std::min(number, last));
}

}  // namespace sovang::web
