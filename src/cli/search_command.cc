#include <iostream>
#include <memory>
#include <optional>

#include <nlohmann/json.hpp>

#include "sovang/archive/dates.h"
#include "sovang/base/files.h"
#include "sovang/dossier/actions.h"
#include "sovang/dossier/found_list.h"
#include "sovang/dossier/saved_searches.h"
#include "sovang/text/dates.h"

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  archive::Query query;
  std::string award;
  int year = 0;
  std::string from;
  std::string to;
  std::string kind;
  std::string state;
  bool facets = false;
  bool json = false;
  std::string export_to;
  std::string owner;
  std::string save;
  std::string saved;
  std::string forget;
  bool list_saved = false;
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

Result<std::optional<archive::DateRange>> date_of(const std::string& text, std::string_view option) {
  if (text.empty()) return std::optional<archive::DateRange>();
  if (const auto range = archive::read_date_range(text)) return range;
  return fail(ErrorCode::invalid_input,
              std::string(option) + " phải viết như 2022-05-20, 20/5/2022, 5/2022, quý 2/2022 hoặc 2022");
}

Result<archive::Query> query_of(const Options& options) {
  archive::Query query = options.query;
  if (!options.award.empty()) query.award = domain::AwardCode(options.award);
  if (options.year != 0) query.year = options.year;
  if (const auto range = SOVANG_TRY(date_of(options.from, "--from"))) query.from = range->first;
  if (const auto range = SOVANG_TRY(date_of(options.to, "--to"))) query.to = range->last;
  if (!options.kind.empty()) query.kind = options.kind;
  query.state = archive::record_state_from(options.state);
  if (options.facets) query.counting = archive::Counting::facets;
  return query;
}

nlohmann::ordered_json json_of(const archive::Hit& hit) {
  return {{"kind", to_word(hit.kind)},
          {"name", hit.name},
          {"unit", hit.unit},
          {"title", hit.title},
          {"award", hit.award},
          {"decision", hit.decision},
          {"date", hit.date.iso()},
          {"book_number", hit.book_number},
          {"record", hit.record_id},
          {"certificate", hit.certificate_path},
          {"state", to_string(hit.state)},
          {"rank", hit.rank}};
}

void print_json(const archive::Hits& found) {
  for (const archive::Hit& hit : found.hits)
    std::cout << json_of(hit).dump() << '\n';
  nlohmann::ordered_json last{{"count", found.total}};
  if (found.at_least) last["at_least"] = true;
  if (!found.next.empty()) last["next"] = found.next;
  if (!found.did_you_mean.empty()) last["did_you_mean"] = found.did_you_mean;
  if (!found.hints.empty()) last["hints"] = found.hints;
  for (const archive::Facet& facet : found.facets) {
    for (const archive::FacetValue& value : facet.values)
      last["facets"][facet.field].push_back(
          {{"value", value.value}, {"label", value.label}, {"count", value.count}});
  }
  std::cout << last.dump() << '\n';
}

void print_facets(const archive::Hits& found) {
  for (const archive::Facet& facet : found.facets) {
    std::cout << facet.label << ":\n";
    for (const archive::FacetValue& value : facet.values)
      std::cout << "  " << value.label << ": " << value.count << '\n';
  }
}

/// "Tờ trình số 912/TTr-SNV "; without a number "Hồ sơ ".
std::string paper_of(const archive::Hit& hit) {
  std::string name = "Quyết định";
  if (hit.record_kind == archive::RecordKind::proposal) name = "Tờ trình";
  if (hit.record_kind == archive::RecordKind::minutes) name = "Biên bản";
  if (hit.record_kind == archive::RecordKind::dossier) name = "Hồ sơ";
  return name + (hit.decision.empty() ? " " : " số " + hit.decision + " ");
}

void print_text(const archive::Hits& found) {
  if (!found.did_you_mean.empty())
    std::cout << "Không có đúng như đã gõ; có phải ý là: " << found.did_you_mean << "?\n";
  for (const archive::Hit& hit : found.hits) {
    std::cout << hit.name;
    if (!hit.title.empty()) std::cout << ", " << hit.title;
    if (!hit.unit.empty() && hit.unit != hit.name) std::cout << ", " << hit.unit;
    if (!hit.unit_now.empty()) std::cout << " (nay: " << hit.unit_now << ')';
    std::cout << "\n  ";
    if (!hit.award.empty()) std::cout << hit.award << ", ";
    std::cout << paper_of(hit) << text::long_date(hit.date);
    if (!hit.book_number.empty()) std::cout << ", sổ vàng số " << hit.book_number;
    std::cout << '\n';
  }
  print_facets(found);
  std::cout << (found.total == 0 ? std::string("Không tìm thấy; hãy thử ít từ hơn hoặc bỏ dấu.")
                                 : "Tìm thấy " + std::string(found.at_least ? "hơn " : "") +
                                       std::to_string(found.total) + " kết quả.")
            << '\n';
  for (const std::string& hint : found.hints)
    std::cout << "Lưu ý: " << hint << '\n';
}

/// The ending of the file's name says what it becomes.
Status write_list(const archive::Hits& found, const std::string& file, const dossier::ListHead& head,
                  const dossier::Forms& forms, Diagnostics& diagnostics) {
  if (file.ends_with(".xlsx"))
    return files::replace(file, SOVANG_TRY(dossier::list_as_xlsx(found, head.date)));
  if (file.ends_with(".csv")) return files::replace(file, dossier::list_as_csv(found));
  if (file.ends_with(".pdf"))
    return files::replace(file, SOVANG_TRY(dossier::list_as_pdf(found, head, forms, diagnostics)));
  return fail(ErrorCode::invalid_input, "tệp xuất phải có đuôi .xlsx, .csv hoặc .pdf (để in)");
}

Status print_saved(const dossier::SavedSearches& searches, const Options& options) {
  const std::vector<dossier::SavedSearch> all = SOVANG_TRY(searches.list(options.owner));
  for (const dossier::SavedSearch& one : all) {
    if (options.json) {
      std::cout << nlohmann::ordered_json{{"name", one.name}, {"words", one.words}}.dump() << '\n';
    } else {
      std::cout << one.name << ": " << one.words << '\n';
    }
  }
  if (all.empty() && !options.json)
    std::cout << "Chưa lưu câu tìm nào; xin lưu bằng sovang search \"…\" --save \"tên\".\n";
  return {};
}

/// What is asked with the words of a saved search in front of those typed now.
Status add_saved(archive::Query& query, const dossier::SavedSearches& searches, const Options& options) {
  if (options.saved.empty()) return {};
  const dossier::SavedSearch saved = SOVANG_TRY(searches.find(options.owner, options.saved));
  query.words = query.words.empty() ? saved.words : query.words + " " + saved.words;
  return {};
}

Status run(const Options& options, Context& context, dossier::Office& office, Diagnostics& diagnostics) {
  const dossier::SavedSearches searches(context.data);
  if (!options.forget.empty()) return searches.remove(options.owner, options.forget);
  if (options.list_saved) return print_saved(searches, options);
  archive::Query asked = SOVANG_TRY(query_of(options));
  if (!options.save.empty())
    SOVANG_TRY(searches.save(options.owner, {options.save, archive::box_text(asked)}, *context.clock));
  SOVANG_TRY(add_saved(asked, searches, options));
  const archive::Hits found = SOVANG_TRY(office.archive().find(asked, archive::Asker{}));
  if (!options.export_to.empty()) {
    const dossier::ListHead head{office.settings().office, archive::box_text(asked),
                                 local_date(context.clock->now())};
    // Not what was searched for: that may be somebody's name.
    const auto list =
        act(archive::ActionKind::exported, "search", std::to_string(found.hits.size()) + " hits");
    SOVANG_TRY(dossier::recorded(office.archive(), list, [&] {
      return write_list(found, options.export_to, head, office.forms(), diagnostics);
    }));
  }
  options.json ? print_json(found) : print_text(found);
  return {};
}

}  // namespace

void add_search_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "search", "Tìm quyết định, người, đơn vị đã được khen; gõ có dấu hay không đều được");
  archive::Query& query = options->query;
  verb->add_option("query", query.words,
                   "Từ cần tìm; \"…\" là cụm từ, dấu * cuối từ là phần đầu, «đơn vị: sở y tế» là tìm theo ô");
  verb->add_option("--person", query.person, "Từ trong tên người, tên tập thể");
  verb->add_option("--unit", query.unit, "Từ trong tên đơn vị");
  verb->add_option("--number", query.number,
                   "Số quyết định, viết cách nào cũng được: 1288/QĐ-UBND, 1288 qd ubnd");
  verb->add_option("--symbol", query.symbol, "Ký hiệu: QĐ-UBND");
  verb->add_option("--award", options->award, "Mã hình thức khen: BKT-C, hoặc cả nhóm: BKT");
  verb->add_option("--year", options->year, "Năm của quyết định")->check(CLI::Range(1900, 9999));
  verb->add_option("--from", options->from, "Từ ngày: 2022-05-20, 20/5/2022, 5/2022, quý 2/2022, 2022");
  verb->add_option("--to", options->to, "Đến hết ngày, tháng, quý, năm này");
  verb->add_option("--without", query.without, "Không có các từ này; ghi được nhiều lần");
  verb->add_option("--movement", query.movement, "Từ trong tên phong trào, hoặc mã phong trào");
  verb->add_option("--signer", query.signer, "Từ trong tên người ký");
  verb->add_option("--content", query.content, "Nội dung khen: ND1, phòng chống dịch");
  verb->add_option("--text", query.text, "Từ trong lời văn thành tích, trích yếu");
  verb->add_option("--unit-kind", query.unit_kind, "Khối đơn vị: so-nganh, y-te, giao-duc …");
  verb->add_flag("--successors", query.with_successors, "Gồm cả đơn vị kế thừa của đơn vị cũ");
  verb->add_option("--kind", options->kind, "person, unit, decision, proposal, minutes, dossier")
      ->check(CLI::IsMember({"person", "unit", "decision", "proposal", "minutes", "dossier"}));
  verb->add_option("--state", options->state, "issued, corrected, revoked, disposed")
      ->check(CLI::IsMember({"issued", "corrected", "revoked", "disposed"}));
  verb->add_option("--limit", query.limit, "Số kết quả nhiều nhất")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  verb->add_option("--offset", query.offset, "Bỏ qua số kết quả đầu")->check(CLI::Range(0, 1000000));
  verb->add_option("--after", query.after, "Trang sau: giá trị next của trang trước");
  verb->add_flag("--facets", options->facets, "Đếm kết quả theo năm, hình thức, khối đơn vị, nội dung …");
  verb->add_option("--export", options->export_to, "Viết kết quả ra tệp .xlsx, .csv, hoặc .pdf để in");
  verb->add_option("--save", options->save, "Lưu câu tìm này dưới một tên, để tìm lại");
  verb->add_option("--saved", options->saved, "Tìm theo câu đã lưu; gõ thêm từ để tìm hẹp hơn");
  verb->add_flag("--list-saved", options->list_saved, "Liệt kê các câu đã lưu");
  verb->add_option("--forget", options->forget, "Xóa một câu đã lưu");
  verb->add_option("--user", options->owner,
                   "Câu đã lưu của tài khoản này trên trang web; bỏ trống: của cơ quan");
  verb->add_flag("--json", options->json,
                 "Mỗi kết quả một đối tượng JSON trên một dòng, cuối cùng là số kết quả");
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics& diagnostics) {
      return run(*options, context, office, diagnostics);
    });
  });
}

}  // namespace sovang::cli
