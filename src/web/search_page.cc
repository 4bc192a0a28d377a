// One box, hits with what matched, and ways to narrow them down.
#include <algorithm>
#include <charconv>

#include "sovang/dossier/found_list.h"
#include "sovang/text/dates.h"

#include "site.h"

namespace sovang::web {
namespace {

constexpr std::size_t hits_a_page = 20;
constexpr std::size_t shown_values = 12;  ///< of one way to narrow down
constexpr std::size_t exported_hits = 20'000;
constexpr std::size_t printed_hits = 2'000;  ///< some 150 pages
constexpr std::size_t longest_query = 400;
constexpr int last_page = 500;

/// What stands in the address of a search.
struct Asked {
  std::string words;
  std::string kind;
  std::string award;
  std::string state;
  std::string movement;
  std::string unit_kind;
  std::string content;
  std::optional<int> year;
  int page = 1;

  [[nodiscard]] bool narrowed() const {
    return year || !(kind + award + state + movement + unit_kind + content).empty();
  }

  [[nodiscard]] std::string address(int to_page = 1) const {
    return "/tra-cuu?" + fields() + (to_page > 1 ? "&trang=" + std::to_string(to_page) : "");
  }

  [[nodiscard]] std::string fields() const {
    std::string out = "q=" + escape_url(words);
    if (!kind.empty()) out += "&nhom=" + escape_url(kind);
    if (!award.empty()) out += "&loai=" + escape_url(award);
    if (!state.empty()) out += "&tt=" + escape_url(state);
    if (!movement.empty()) out += "&pt=" + escape_url(movement);
    if (!unit_kind.empty()) out += "&khoi=" + escape_url(unit_kind);
    if (!content.empty()) out += "&nd=" + escape_url(content);
    if (year) out += "&nam=" + std::to_string(*year);
    return out;
  }
};

std::optional<int> year_from(std::string_view text) {
  int year = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (error != std::errc() || end != text.data() + text.size() || year < 1900 || year > 9999)
    return std::nullopt;
  return year;
}

Asked asked_from(const Fields& query) {
  Asked out;
  out.words = std::string(query.get("q").substr(0, longest_query));
  const std::string_view kind = query.get("nhom");
  if (kind == "person" || kind == "unit" || kind == "decision") out.kind = kind;
  out.award = std::string(query.get("loai").substr(0, 20));
  if (archive::record_state_from(query.get("tt"))) out.state = query.get("tt");
  out.movement = std::string(query.get("pt").substr(0, 80));
  out.unit_kind = std::string(query.get("khoi").substr(0, 40));
  out.content = std::string(query.get("nd").substr(0, 40));
  out.year = year_from(query.get("nam"));
  out.page = page_number(query.get("trang"), last_page);
  return out;
}

archive::Query query_from(const Asked& asked) {
  archive::Query query;
  query.words = asked.words;
  query.year = asked.year;
  if (!asked.kind.empty()) query.kind = asked.kind;
  if (!asked.award.empty()) query.award = domain::AwardCode(asked.award);
  query.state = archive::record_state_from(asked.state);
  query.movement = asked.movement;
  query.unit_kind = asked.unit_kind;
  query.content = asked.content;
  return query;
}

/// A hit's name in pieces, so that the page can mark what matched and still escape each.
View::List pieces(const archive::Hit& hit) {
  View::List out;
  std::size_t at = 0;
  const auto add = [&](std::size_t end, bool marked) {
    if (end <= at) return;
    View piece;
    piece.text("words", std::string_view(hit.name).substr(at, end - at)).flag("marked", marked);
    out.push_back(std::move(piece));
    at = end;
  };
  for (const archive::Highlight& mark : hit.highlights) {
    if (mark.begin < at || mark.end > hit.name.size()) continue;
    add(mark.begin, false);
    add(mark.end, true);
  }
  add(hit.name.size(), false);
  return out;
}

std::string_view kind_word(archive::Hit::Kind kind) {
  switch (kind) {
    case archive::Hit::Kind::person:
      return "Cá nhân";
    case archive::Hit::Kind::unit:
      return "Tập thể";
    case archive::Hit::Kind::decision:
      return "Văn bản";
  }
  return {};
}

View view_of(const archive::Hit& hit) {
  const std::string place = "/van-ban/" + ulid_of(hit.record_id);
  const StateLabel state = label_of(hit.state);
  View view;
  view.list("pieces", pieces(hit)).text("kind", kind_word(hit.kind)).text("place", place);
  const bool own_unit = hit.unit != hit.name;  // a collective's unit is often the collective
  std::string who = hit.title;
  if (own_unit && !hit.unit.empty()) who += (who.empty() ? "" : ", ") + hit.unit;
  if (!hit.unit_now.empty()) who += " (nay: " + hit.unit_now + ")";
  view.text("who", who).text("award", hit.award).text("decision", hit.decision);
  view.text("date", text::running_date(hit.date)).text("book", hit.book_number);
  view.text("state", state.word).text("state_css", state.css);
  view.text("certificate", hit.certificate_path.empty() ? "" : place + "/tep/" + hit.certificate_path);
  return view;
}

/// Puts a facet's value into the query; false for a field that this page does not narrow by.
bool narrow(Asked& asked, const std::string& field, const std::string& value) {
  if (field == "kind") {
    asked.kind = value;
  } else if (field == "award") {
    asked.award = value;
  } else if (field == "year") {
    asked.year = year_from(value);
  } else if (field == "state") {
    asked.state = value;
  } else if (field == "movement") {
    asked.movement = value;
  } else if (field == "unit_kind") {
    asked.unit_kind = value;
  } else if (field == "content") {
    asked.content = value;
  } else {
    return false;
  }
  return true;
}

/// The same words name the certificate of a person and of a collective; their codes differ.
std::string award_label(const archive::FacetValue& value) {
  if (value.value.ends_with("-T")) return value.label + " (tập thể)";
  if (value.value.ends_with("-C")) return value.label + " (cá nhân)";
  return value.label;
}

void add_facets(View& view, const archive::Hits& found, const Asked& asked) {
  View::List groups;
  for (const archive::Facet& facet : found.facets) {
    if (facet.values.size() < 2) continue;
    View::List items;
    for (const archive::FacetValue& value : facet.values) {
      Asked narrowed = asked;
      narrowed.page = 1;
      if (!narrow(narrowed, facet.field, value.value) || items.size() == shown_values) break;
      View item;
      item.text("href", narrowed.address()).number("hits", value.count);
      item.text("words", facet.field == "award" ? award_label(value) : value.label);
      items.push_back(std::move(item));
    }
    View one;
    one.text("heading", facet.label).list("items", std::move(items));
    groups.push_back(std::move(one));
  }
  if (asked.narrowed()) {
    Asked wide;
    wide.words = asked.words;
    view.text("wide", wide.address());
  }
  view.flag("narrow", !groups.empty() || asked.narrowed()).list("facets", std::move(groups));
}

std::string counted(const archive::Hits& found, int page) {
  std::string out = (found.at_least ? "Hơn " : "") + std::to_string(found.total) + " kết quả";
  if (page > 1) out += ", trang " + std::to_string(page);
  return out;
}

/// What could not be read of the query, and the likelier spelling.
void add_hints(View& view, const archive::Hits& found) {
  View::List hints;
  for (const std::string& hint : found.hints) {
    View one;
    one.text("hint", hint);
    hints.push_back(std::move(one));
  }
  view.flag("hinted", !hints.empty()).list("hints", std::move(hints));
  Asked meant;
  meant.words = found.did_you_mean;
  view.text("meant", found.did_you_mean)
      .text("meant_href", found.did_you_mean.empty() ? "" : meant.address());
}

/// The saved searches of whoever is logged in.
Result<View::List> saved_by(const Services& services, const Visit& visit) {
  View::List out;
  if (!visit.session) return out;
  for (const dossier::SavedSearch& one : SOVANG_TRY(services.searches.list(visit.session->user.name))) {
    Asked asked;
    asked.words = one.words;
    View item;
    item.text("href", asked.address()).text("name", one.name).text("words", one.words);
    out.push_back(std::move(item));
  }
  return out;
}

/// What was issued last, for whoever has typed nothing yet.
Result<View::List> newest(const Services& services, const archive::Asker& asker) {
  constexpr std::size_t shown = 10;
  View::List out;
  for (const archive::Record& record : SOVANG_TRY(services.archive.list(asker, shown, 0))) {
    View item;
    item.text("place", "/van-ban/" + ulid_of(record.id)).text("kind", record_word(record.kind));
    item.text("number", record.number).text("date", text::running_date(record.issued));
    item.text("subject", record.subject);
    const StateLabel state = label_of(record.state);
    item.text("state", state.word).text("state_css", state.css);
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace

Result<Response> show_search(const Services& services, const Request& request, const Visit& visit) {
  const Asked asked = asked_from(request.query);
  View view = frame(services, visit, "Tra cứu quyết định khen thưởng", "tra-cuu");
  view.text("q", asked.words);
  view.text("kept_kind", asked.kind).text("kept_award", asked.award).text("kept_state", asked.state);
  view.text("kept_movement", asked.movement).text("kept_unit_kind", asked.unit_kind);
  view.text("kept_content", asked.content).text("kept_year", asked.year ? std::to_string(*asked.year) : "");
  view.flag("asked", !asked.words.empty());
  view.flag("saved_now", request.query.get("luu") == "duoc")
      .flag("not_saved", request.query.get("luu") == "khong");
  View::List saved = SOVANG_TRY(saved_by(services, visit));
  view.flag("any_saved", !saved.empty()).list("saved", std::move(saved));
  if (asked.words.find_first_not_of(' ') == std::string::npos) {
    View::List latest = SOVANG_TRY(newest(services, visit.asker));
    view.flag("any_newest", !latest.empty()).list("newest", std::move(latest));
    return page(services, "tra-cuu", view);
  }
  const std::size_t from = (static_cast<std::size_t>(asked.page) - 1) * hits_a_page;
  archive::Query query = query_from(asked);
  query.limit = hits_a_page;
  query.offset = from;
  query.counting = archive::Counting::facets;
  const archive::Hits found = SOVANG_TRY(services.archive.find(query, visit.asker));
  View::List hits;
  for (const archive::Hit& hit : found.hits)
    hits.push_back(view_of(hit));
  view.text("counted", counted(found, asked.page)).flag("found", !hits.empty());
  view.text("before", asked.page > 1 ? asked.address(asked.page - 1) : "");
  view.text("after", from + hits.size() < found.total && !hits.empty() ? asked.address(asked.page + 1) : "");
  view.text("xlsx", "/tra-cuu/ket-qua.xlsx?" + asked.fields())
      .text("csv", "/tra-cuu/ket-qua.csv?" + asked.fields())
      .text("pdf", "/tra-cuu/ket-qua.pdf?" + asked.fields());
  view.text("to_save", archive::box_text(query_from(asked)));
  view.flag("more_pages", found.total > hits_a_page).list("hits", std::move(hits));
  add_hints(view, found);
  add_facets(view, found, asked);
  return page(services, "tra-cuu", view);
}

Result<Response> send_found(const Services& services, const Request& request, const Visit& visit) {
  const std::string& name = request.path.back();
  const bool to_print = name == "ket-qua.pdf";
  if (!to_print && name != "ket-qua.xlsx" && name != "ket-qua.csv")
    return fail(ErrorCode::not_found, "không có tệp này");
  const archive::Query asked = query_from(asked_from(request.query));
  archive::Query query = asked;
  query.limit = to_print ? printed_hits : exported_hits;
  query.counting = to_print ? archive::Counting::total : archive::Counting::nothing;
  const archive::Hits found = SOVANG_TRY(services.archive.find(query, visit.asker));
  const Date today = local_date(services.clock.now());
  Response response;
  // Not what was searched for: that may be somebody's name.
  SOVANG_TRY(remember(services, visit, archive::ActionKind::exported, "search",
                      name + ", " + std::to_string(found.hits.size()) + " hits"));
  response.set("Content-Disposition", "attachment; filename=\"" + name + "\"");
  if (to_print) {
    if (found.hits.empty()) return fail(ErrorCode::not_found, "không có kết quả nào để in");
    Diagnostics diagnostics;
    response.type = "application/pdf";
    response.body = SOVANG_TRY(dossier::list_as_pdf(found, {services.office, archive::box_text(asked), today},
                                                    services.forms, diagnostics));
  } else if (name == "ket-qua.xlsx") {
    response.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    response.body = SOVANG_TRY(dossier::list_as_xlsx(found, today));
  } else {
    response.type = "text/csv; charset=utf-8";
    response.body = dossier::list_as_csv(found);
  }
  return response;
}

Result<Response> save_search(const Services& services, const Request&, const Visit& visit) {
  Asked asked;
  asked.words = std::string(visit.form.get("q").substr(0, longest_query));
  if (visit.session) {
    const dossier::SavedSearch search{std::string(visit.form.get("ten").substr(0, longest_query)),
                                      asked.words};
    const Status saved = services.searches.save(visit.session->user.name, search, services.clock);
    // What cannot be saved is told on the page of the search itself.
    if (!saved && saved.error().code != ErrorCode::invalid_input && saved.error().code != ErrorCode::conflict)
      return fail(saved.error());
    if (!saved) return redirect(asked.address() + "&luu=khong");
  }
  return redirect(asked.address() + "&luu=duoc");
}

Result<Response> forget_search(const Services& services, const Request&, const Visit& visit) {
  if (visit.session) {
    SOVANG_TRY(
        services.searches.remove(visit.session->user.name, visit.form.get("ten").substr(0, longest_query)));
  }
  return redirect("/tra-cuu");
}

}  // namespace sovang::web
