// Logging in and out (SEC-08 … SEC-13).
#include <algorithm>
#include <array>

#include "site.h"

namespace sovang::web {
namespace {

struct Trouble {
  std::string_view words;
  int status = 200;
};

Result<Response> form(const Services& services, const Visit& visit, const Trouble& trouble,
                      std::string_view name, std::string_view next) {
  View view = frame(services, visit, "Đăng nhập", "dang-nhap");
  view.text("trouble", trouble.words).text("name", name).text("next", safe_next(next));
  Response response = SOVANG_TRY(page(services, "dang-nhap", view));
  response.status = trouble.status;
  if (visit.new_token) response.set("Set-Cookie", cookie(services, "truoc", visit.token));
  return response;
}

std::string waiting_words(int seconds) {
  if (seconds <= 60)
    return "Có nhiều lần nhập sai. Xin đợi " + std::to_string(seconds) + " giây rồi nhập lại.";
  return "Có nhiều lần nhập sai. Xin đợi " + std::to_string((seconds + 59) / 60) + " phút rồi nhập lại.";
}

/// The trail's entry of a log-in. Of one that failed it has the account that was meant, if there is one, and
/// the network; what was typed is not kept, since people type passwords into the wrong field.
archive::Action entry_of(const Visit& visit, const dossier::LoginAttempt& attempt) {
  archive::Action action = act_of(visit, archive::ActionKind::login, {}, "network " + attempt.network);
  if (attempt.account) action.object = "urn:sovang:user:" + attempt.account->name;
  if (attempt.outcome == dossier::LoginAttempt::Outcome::welcome) {
    action.actor = action.object;
    action.role = to_string(attempt.account->role);
  } else {
    action.actor = "urn:sovang:visitor";
    action.role.clear();
    action.outcome = archive::Outcome::refused;
  }
  return action;
}

}  // namespace

Result<Response> show_login(const Services& services, const Request& request, const Visit& visit) {
  if (visit.session) return redirect("/");
  return form(services, visit, {}, "", request.query.get("tiep"));
}

Result<Response> log_in(const Services& services, const Request& request, const Visit& visit) {
  constexpr std::array<std::string_view, 4> known{"csrf", "ten", "mat_khau", "tiep"};
  for (const auto& [name, value] : visit.form.all()) {
    if (std::ranges::find(known, name) == known.end()) {
      return fail(ErrorCode::invalid_input, "biểu mẫu có trường lạ");  // SEC-07
    }
  }
  const std::string_view name = visit.form.get("ten");
  const std::string_view next = visit.form.get("tiep");
  const dossier::LoginAttempt attempt =
      SOVANG_TRY(services.accounts.log_in(name, visit.form.get("mat_khau"), request.address));
  // Who is told to wait was not looked at: an entry for each would let anybody fill the disk.
  if (attempt.outcome != dossier::LoginAttempt::Outcome::wait)
    SOVANG_TRY(services.actions.record({entry_of(visit, attempt)}));
  switch (attempt.outcome) {
    case dossier::LoginAttempt::Outcome::welcome: {
      if (visit.session) SOVANG_TRY(services.accounts.log_out(visit.token));
      Response response = redirect(safe_next(next));
      response.set("Set-Cookie", cookie(services, "sid", attempt.token));
      response.set("Set-Cookie", cookie(services, "truoc", ""));
      return response;
    }
    case dossier::LoginAttempt::Outcome::refused:
      return form(services, visit, {"Tên đăng nhập hoặc mật khẩu chưa đúng. Xin nhập lại.", 401}, name, next);
    case dossier::LoginAttempt::Outcome::wait: {
      const std::string words = waiting_words(attempt.wait_seconds);
      Response response = SOVANG_TRY(form(services, visit, {words, 429}, name, next));
      response.set("Retry-After", std::to_string(attempt.wait_seconds));
      return response;
    }
  }
  return fail(ErrorCode::internal, "unknown outcome of a log-in");
}

Result<Response> log_out(const Services& services, const Request& /*request*/, const Visit& visit) {
  SOVANG_TRY(services.accounts.log_out(visit.token));
  SOVANG_TRY(remember(services, visit, archive::ActionKind::logout, {}));
  Response response = redirect("/dang-nhap");
  response.set("Set-Cookie", cookie(services, "sid", ""));
  response.set("Clear-Site-Data", "\"cache\", \"storage\"");
  return response;
}

}  // namespace sovang::web
