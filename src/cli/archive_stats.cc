// `sovang archive stats`: how many were commended, by year, award, kind of unit, content …
#include <algorithm>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "archive_verbs.h"

namespace sovang::cli {
namespace {

struct Options {
  std::vector<std::string> by{"year", "award", "unit_kind", "content"};
  archive::Query query;
  bool json = false;
};

void print_json(const archive::Facet& facet) {
  for (const archive::FacetValue& value : facet.values) {
    std::cout << nlohmann::ordered_json{{"by", facet.field},
                                        {"value", value.value},
                                        {"label", value.label},
                                        {"count", value.count}}
                     .dump()
              << '\n';
  }
}

void print_text(const archive::Facet& facet) {
  std::cout << facet.label << '\n';
  for (const archive::FacetValue& value : facet.values) {
    const std::string count = std::to_string(value.count);
    std::cout << std::string(count.size() < 10 ? 10 - count.size() : 1, ' ') << count << "  " << value.label
              << (value.label == value.value ? "" : " (" + value.value + ")") << '\n';
  }
}

}  // namespace

void add_archive_stats(CLI::App& archive, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = archive.add_subcommand("stats", "Thống kê người, tập thể được khen trong kho");
  verb->add_option("--by", options->by, "Theo: year, award, unit_kind, content, kind, state, movement")
      ->check(CLI::IsMember({"year", "award", "unit_kind", "content", "kind", "state", "movement"}))
      ->delimiter(',')
      ->capture_default_str();
  verb->add_option("query", options->query.words,
                   "Chỉ đếm những gì câu tìm này thấy, ví dụ «năm: 2022 khối: y-te»; bỏ trống: cả kho");
  verb->add_flag("--json", options->json, "Mỗi con số một đối tượng JSON trên một dòng");
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics&) -> Status {
      options->query.counting = archive::Counting::facets;
      options->query.limit = 1;
      const archive::Hits found = SOVANG_TRY(office.archive().find(options->query, archive::Asker{}));
      for (const archive::Facet& facet : found.facets) {
        if (std::find(options->by.begin(), options->by.end(), facet.field) == options->by.end()) continue;
        options->json ? print_json(facet) : print_text(facet);
      }
      for (const std::string& hint : found.hints)
        std::cerr << "Lưu ý: " << hint << '\n';
      return {};
    });
  });
}

}  // namespace sovang::cli
