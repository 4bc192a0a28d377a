// One box, hits with what matched, and ways to narrow them down.
#include <algorithm>
#include <charconv>
#include <map>

#include "sovang/text/dates.h"

#include "site.h"

namespace sovang::web {
namespace {

constexpr std::size_t hits_a_page = 20;
constexpr std::size_t counted_hits = 1000;  ///< for the numbers beside the ways to narrow down
constexpr std::size_t longest_query = 400;
constexpr int last_page = 500;

/// What stands in the address of a search.
struct Asked {
  std::string words;
  std::string kind;
  std::string award;
  std::string state;
  std::optional<int> year;
  int page = 1;

  [[nodiscard]] bool narrowed() const { return !kind.empty() || !award.empty() || !state.empty() || year; }

  [[nodiscard]] std::string address(int to_page = 1) const {
    std::string out = "/tra-cuu?q=" + escape_url(words);
    if (!kind.empty()) out += "&nhom=" + escape_url(kind);
    if (!award.empty()) out += "&loai=" + escape_url(award);
    if (!state.empty()) out += "&tt=" + escape_url(state);
    if (year) out += "&nam=" + std::to_string(*year);
    if (to_page > 1) out += "&trang=" + std::to_string(to_page);
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
  view.text("who", who).text("award", hit.award).text("decision", hit.decision);
  view.text("date", text::running_date(hit.date)).text("book", hit.book_number);
  view.text("state", state.word).text("state_css", state.css);
  view.text("certificate", hit.certificate_path.empty() ? "" : place + "/tep/" + hit.certificate_path);
  return view;
}

/// Words for a way to narrow down, and how many hits it would leave.
struct Count {
  std::string words;
  std::size_t hits = 0;
};

View::List facet(const std::map<std::string, Count>& counts, const Asked& asked,
                 void (*set)(Asked& asked, const std::string& value)) {
  View::List out;
  if (counts.size() < 2) return out;
  for (const auto& [value, count] : counts) {
    Asked narrowed = asked;
    set(narrowed, value);
    View item;
    item.text("href", narrowed.address()).text("words", count.words).number("hits", count.hits);
    out.push_back(std::move(item));
  }
  return out;
}

void add_facets(View& view, const archive::Hits& all, const Asked& asked) {
  std::map<std::string, Count> kinds;
  std::map<std::string, Count> awards;
  std::map<std::string, Count> years;
  const auto count = [](std::map<std::string, Count>& counts, std::string value, std::string_view words) {
    Count& one = counts[std::move(value)];
    one.words = words;
    ++one.hits;
  };
  for (const archive::Hit& hit : all.hits) {
    const bool person = hit.kind == archive::Hit::Kind::person;
    const bool unit = hit.kind == archive::Hit::Kind::unit;
    count(kinds, person ? "person" : unit ? "unit" : "decision", kind_word(hit.kind));
    // The same words name the certificate of a person and of a collective; their codes differ.
    if (!hit.award_code.empty()) {
      count(awards, hit.award_code.value, hit.award + (unit ? " (tập thể)" : person ? " (cá nhân)" : ""));
    }
    count(years, std::to_string(hit.date.year()), std::to_string(hit.date.year()));
  }
  View::List groups;
  const auto group = [&](std::string_view heading, View::List items) {
    if (items.empty()) return;
    View one;
    one.text("heading", heading).list("items", std::move(items));
    groups.push_back(std::move(one));
  };
  group("Nhóm", facet(kinds, asked, [](Asked& to, const std::string& value) { to.kind = value; }));
  group("Hình thức", facet(awards, asked, [](Asked& to, const std::string& value) { to.award = value; }));
  group("Năm quyết định",
        facet(years, asked, [](Asked& to, const std::string& value) { to.year = year_from(value); }));
  if (asked.narrowed()) {
    Asked wide;
    wide.words = asked.words;
    view.text("wide", wide.address());
  }
  view.flag("narrow", !groups.empty() || asked.narrowed()).list("facets", std::move(groups));
}

std::string counted(std::size_t total, int page) {
  std::string out = std::to_string(total) + " kết quả";
  if (page > 1) out += ", trang " + std::to_string(page);
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
  view.text("kept_year", asked.year ? std::to_string(*asked.year) : "");
  view.flag("asked", !asked.words.empty());
  if (asked.words.find_first_not_of(' ') == std::string::npos) {
    View::List latest = SOVANG_TRY(newest(services, visit.asker));
    view.flag("any_newest", !latest.empty()).list("newest", std::move(latest));
    return page(services, "tra-cuu", view);
  }
  const std::size_t from = (static_cast<std::size_t>(asked.page) - 1) * hits_a_page;
  archive::Query query = query_from(asked);
  query.limit = hits_a_page;
  query.offset = from;
  const archive::Hits shown = SOVANG_TRY(services.archive.find(query, visit.asker));
  query.limit = counted_hits;
  query.offset = 0;
  const archive::Hits all = SOVANG_TRY(services.archive.find(query, visit.asker));
  View::List hits;
  for (const archive::Hit& hit : shown.hits)
    hits.push_back(view_of(hit));
  view.text("counted", counted(shown.total, asked.page)).flag("found", !hits.empty());
  view.text("before", asked.page > 1 ? asked.address(asked.page - 1) : "");
  view.text("after", from + hits.size() < shown.total && !hits.empty() ? asked.address(asked.page + 1) : "");
  view.flag("more_pages", shown.total > hits_a_page).list("hits", std::move(hits));
  add_facets(view, all, asked);
  return page(services, "tra-cuu", view);
}

}  // namespace sovang::web
