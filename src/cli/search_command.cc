#include <iostream>
#include <memory>
#include <optional>

#include <nlohmann/json.hpp>

#include "sovang/text/dates.h"

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string words;
  std::string award;
  int year = 0;
  std::string from;
  std::string to;
  std::string unit;
  std::string kind;
  std::string state;
  std::size_t limit = 20;
  std::size_t offset = 0;
  bool json = false;
};

std::string_view to_word(archive::Hit::Kind kind) {
  switch (kind) {
    case archive::Hit::Kind::person:
      return "person";
    case archive::Hit::Kind::unit:
      return "unit";
    case archive::Hit::Kind::decision:
      return "decision";
  }
  return "";
}

Result<std::optional<Date>> date_of(const std::string& text, std::string_view option) {
  if (text.empty()) return std::optional<Date>();
  if (const std::optional<Date> date = Date::from_iso(text)) return date;
  return fail(ErrorCode::invalid_input, std::string(option) + " phải viết dạng 2022-05-20");
}

Result<archive::Query> query_of(const Options& options) {
  archive::Query query;
  query.words = options.words;
  if (!options.award.empty()) query.award = domain::AwardCode(options.award);
  if (options.year != 0) query.year = options.year;
  query.from = SOVANG_TRY(date_of(options.from, "--from"));
  query.to = SOVANG_TRY(date_of(options.to, "--to"));
  query.unit = options.unit;
  if (!options.kind.empty()) query.kind = options.kind;
  query.state = archive::record_state_from(options.state);
  query.limit = options.limit;
  query.offset = options.offset;
  return query;
}

void print_json(const archive::Hits& hits) {
  for (const archive::Hit& hit : hits.hits) {
    std::cout << nlohmann::ordered_json{{"kind", to_word(hit.kind)}, {"name", hit.name},
                                        {"unit", hit.unit},          {"title", hit.title},
                                        {"award", hit.award},        {"decision", hit.decision},
                                        {"date", hit.date.iso()},    {"book_number", hit.book_number},
                                        {"record", hit.record_id},   {"certificate", hit.certificate_path},
                                        {"rank", hit.rank}}
                     .dump()
              << '\n';
  }
  std::cout << nlohmann::ordered_json{{"count", hits.total}}.dump() << '\n';
}

void print_text(const archive::Hits& hits) {
  for (const archive::Hit& hit : hits.hits) {
    std::cout << hit.name;
    if (!hit.title.empty()) std::cout << ", " << hit.title;
    if (!hit.unit.empty()) std::cout << ", " << hit.unit;
    std::cout << "\n  ";
    if (!hit.award.empty()) std::cout << hit.award << ", ";
    std::cout << "Quyết định số " << hit.decision << ' ' << text::long_date(hit.date);
    if (!hit.book_number.empty()) std::cout << ", sổ vàng số " << hit.book_number;
    std::cout << '\n';
  }
  std::cout << (hits.total == 0 ? std::string("Không tìm thấy; hãy thử ít từ hơn hoặc bỏ dấu.")
                                : "Tìm thấy " + std::to_string(hits.total) + " kết quả.")
            << '\n';
}

}  // namespace

void add_search_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "search", "Tìm quyết định, người, đơn vị đã được khen; gõ có dấu hay không đều được");
  verb->add_option("query", options->words, "Từ cần tìm; \"…\" là cụm từ, dấu * cuối từ là phần đầu");
  verb->add_option("--award", options->award, "Mã hình thức khen: BKT-C, hoặc cả nhóm: BKT");
  verb->add_option("--year", options->year, "Năm của quyết định")->check(CLI::Range(1900, 9999));
  verb->add_option("--from", options->from, "Từ ngày (2022-05-20)");
  verb->add_option("--to", options->to, "Đến ngày");
  verb->add_option("--unit", options->unit, "Từ trong tên đơn vị");
  verb->add_option("--kind", options->kind, "person, unit, decision")
      ->check(CLI::IsMember({"person", "unit", "decision"}));
  verb->add_option("--state", options->state, "issued, corrected, revoked, disposed")
      ->check(CLI::IsMember({"issued", "corrected", "revoked", "disposed"}));
  verb->add_option("--limit", options->limit, "Số kết quả nhiều nhất")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  verb->add_option("--offset", options->offset, "Bỏ qua số kết quả đầu")->check(CLI::Range(0, 1000000));
  verb->add_flag("--json", options->json,
                 "Mỗi kết quả một đối tượng JSON trên một dòng, cuối cùng là số kết quả");
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics&) -> Status {
      const archive::Query query = SOVANG_TRY(query_of(*options));
      const archive::Hits hits = SOVANG_TRY(office.archive().find(query, archive::Asker{}));
      options->json ? print_json(hits) : print_text(hits);
      return {};
    });
  });
}

}  // namespace sovang::cli
