#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "sovang/archive/archive.h"
#include "sovang/base/clock.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"
#include "sovang/dossier/accounts.h"
#include "sovang/dossier/office.h"
#include "sovang/dossier/saved_searches.h"
#include "sovang/web/server.h"

#include "action_desk.h"
#include "message.h"
#include "pictures.h"
#include "renderer.h"
#include "unit_tree.h"
#include "view.h"

namespace sovang::web {

/// A file that is sent as it is: style sheet, icon.
struct Asset {
  std::string type;
  std::string etag;
  Bytes bytes;
};

/// What pages may use. All of it may be used by several threads.
struct Services {
  const archive::Archive& archive;
  dossier::Accounts& accounts;
  ActionDesk actions;
  Renderer renderer;
  Pictures pictures;
  UnitTree units;
  std::map<std::string, Asset, std::less<>> assets;
  dossier::SavedSearches searches;
  const dossier::Forms& forms;
  const Clock& clock;
  Ids& ids;
  std::filesystem::path program;  ///< `sovang`, to look at PDFs with; empty = none
  std::filesystem::path folder;   ///< the office's
  std::string tenant;
  std::string office;  ///< its name, in the head of each page
  bool secure = false;
};

/// Who asks, as the session says: nothing of it comes from the request's fields (SEC-05).
struct Visit {
  std::string id;  ///< of this request, in the log and on pages of failures
  std::optional<dossier::Session> session;
  std::string token;       ///< of the session, else of the log-in form
  bool new_token = false;  ///< of the log-in form: the answer must set its cookie
  Fields form;             ///< of a POST, after its CSRF token was checked
  Bytes upload;            ///< the file that came with it
  archive::Asker asker{archive::Asker::Role::open_public, {}};
};

using Handler = Result<Response> (*)(const Services& services, const Request& request, const Visit& visit);

// The pages, one .cc each.
Result<Response> show_login(const Services& services, const Request& request, const Visit& visit);
Result<Response> log_in(const Services& services, const Request& request, const Visit& visit);
Result<Response> log_out(const Services& services, const Request& request, const Visit& visit);
Result<Response> show_home(const Services& services, const Request& request, const Visit& visit);
Result<Response> show_search(const Services& services, const Request& request, const Visit& visit);
/// The hits of a search as ket-qua.xlsx, ket-qua.csv or, to print, ket-qua.pdf.
Result<Response> send_found(const Services& services, const Request& request, const Visit& visit);
/// Keeps a search under a name, for whoever is logged in; forgets one.
Result<Response> save_search(const Services& services, const Request& request, const Visit& visit);
Result<Response> forget_search(const Services& services, const Request& request, const Visit& visit);
Result<Response> show_document(const Services& services, const Request& request, const Visit& visit);
Result<Response> send_file(const Services& services, const Request& request, const Visit& visit);
Result<Response> send_page_picture(const Services& services, const Request& request, const Visit& visit);
Result<Response> send_zip(const Services& services, const Request& request, const Visit& visit);
Result<Response> show_check(const Services& services, const Request& request, const Visit& visit);
/// The same of a PDF that was handed in, with its signatures.
Result<Response> check_file(const Services& services, const Request& request, const Visit& visit);

/// The head and foot of every page: title, menu, who is logged in. `current` is the menu's entry.
[[nodiscard]] View frame(const Services& services, const Visit& visit, std::string_view title,
                         std::string_view current);
/// A page filled, status 200.
[[nodiscard]] Result<Response> page(const Services& services, std::string_view name, const View& view);
/// 303 to a path of ours.
[[nodiscard]] Response redirect(std::string_view path);
/// The secret that a form must bring back: follows from the cookie's token, which other sites cannot read.
[[nodiscard]] std::string csrf_of(std::string_view token);
/// "sid", or "__Host-sid" over TLS (SEC-09).
[[nodiscard]] std::string cookie_name(const Services& services, std::string_view name);
/// A Set-Cookie value; an empty token deletes the cookie.
[[nodiscard]] std::string cookie(const Services& services, std::string_view name, std::string_view token);
/// `path` if it is a place of ours to go on to after log-in, else "/" (SEC-44).
[[nodiscard]] std::string safe_next(std::string_view path);
/// The record of a ULID, of any kind. Code `not_found` also for what the visitor may not see; the trail then
/// has that it was tried.
[[nodiscard]] Result<archive::Record> record_of_ulid(const Services& services, std::string_view ulid,
                                                     const Visit& visit);
/// An act of this visitor that was done, for the trail.
[[nodiscard]] archive::Action act_of(const Visit& visit, archive::ActionKind kind, std::string object,
                                     std::string detail);
/// Writes it into the trail; what cannot be written there must not be done.
[[nodiscard]] Status remember(const Services& services, const Visit& visit, archive::ActionKind kind,
                              std::string object, std::string detail = {});
/// The same of something that the visitor's role or unit does not allow.
[[nodiscard]] Status remember_denied(const Services& services, const Visit& visit, std::string object);
/// The ULID at the end of a record's id.
[[nodiscard]] std::string ulid_of(std::string_view record_id);
/// "Quyết định", "Tờ trình" …
[[nodiscard]] std::string record_word(archive::RecordKind kind);
/// "Quyết định số 1288/QĐ-UBND ngày 20/5/2022".
[[nodiscard]] std::string name_of(const archive::Record& record);
/// Label and class of a document's state: "Còn hiệu lực", "nhan-xong".
struct StateLabel {
  std::string_view word;
  std::string_view css;
};
[[nodiscard]] StateLabel label_of(archive::RecordState state);
/// A page number of the query, from 1 to `last`; 1 for anything else.
[[nodiscard]] int page_number(std::string_view text, int last);

/// Routes, sessions, rights, security headers and pages of failures. answer() may be called by several
/// threads.
class Site {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Site>> make(dossier::Office& office,
                                                          dossier::Accounts& accounts,
                                                          const ServerOptions& options, const Clock& clock,
                                                          Ids& ids);

  /// The answer to a request that could be read; never fails.
  [[nodiscard]] Response answer(const Request& request) const;
  /// The answer to a request that could not: 400, 413, 431 …
  [[nodiscard]] Response refuse(int status) const;

 private:
  Site(dossier::Office& office, dossier::Accounts& accounts, const ServerOptions& options, const Clock& clock,
       Ids& ids, Renderer renderer, std::map<std::string, Asset, std::less<>> assets);

  [[nodiscard]] Result<Response> dispatch(const Request& request, Visit& visit) const;
  [[nodiscard]] Result<Visit> visit_of(const Request& request) const;
  [[nodiscard]] std::string new_id() const;
  [[nodiscard]] Response failure(int status, const Visit& visit) const;
  [[nodiscard]] bool over_rate(const std::string& address) const;
  void finish(Response& response) const;
  void log(const Request& request, const Visit& visit, const Response& response, Instant start) const;

  Services services_;
  std::function<void(std::string_view)> log_;
  mutable std::mutex mutex_;  ///< of the counters and of ids
  mutable std::int64_t minute_ = 0;
  mutable std::map<std::string, int, std::less<>> public_requests_;
};

}  // namespace sovang::web
