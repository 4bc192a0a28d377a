#include "sovang/exchange/nomination_list.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sovang/exchange/import_json.h"
#include "sovang/text/casing.h"
#include "sovang/text/normal.h"

#include "support/shared.h"

namespace sovang::exchange {
namespace {

using nlohmann::json;
using testing::project_file;
using testing::read_all;

/// The day on which the messy lists came; two-digit years and the future count from it.
const Date today = *Date::make(2022, 4, 20);

json parsed(const std::string& path) {
  return json::parse(read_all(project_file(path)));
}

Result<NominationList> read_list(const std::string& path, Diagnostics& diagnostics) {
  const std::string bytes = read_all(project_file(path));
  return read_nominations(bytes, std::filesystem::path(path).filename().string(), {today}, diagnostics);
}

/// Every text of the value in NFC.
json nfc(const json& value) {
  if (value.is_string()) return *text::normalise(value.get<std::string>());
  json out = value;
  if (value.is_structured()) {
    for (auto& element : out)
      element = nfc(element);
  }
  return out;
}

using Warnings = std::set<std::pair<std::string, int>>;

Warnings warnings_of(const json& entry) {
  Warnings found;
  for (const json& warning : entry.at("warnings")) {
    found.emplace(warning.at("category").get<std::string>(),
                  warning.contains("row") ? warning.at("row").get<int>() : 0);
  }
  return found;
}

std::string described(const Diagnostics& diagnostics) {
  std::string out;
  for (const Problem& problem : diagnostics.all())
    out += describe(problem) + "\n";
  return out;
}

class MessyList : public ::testing::TestWithParam<const char*> {};

TEST_P(MessyList, GivesTheExpectedRowsAndWarnings) {
  const json expected = nfc(parsed("tests/data/messy/expected_results.json")).at("files").at(GetParam());
  Diagnostics diagnostics;
  const auto list = read_list("tests/data/messy/" + std::string(GetParam()), diagnostics);
  ASSERT_TRUE(list) << described(diagnostics);
  const json found = json::parse(import_json(*list));
  EXPECT_EQ(found.at("rows"), expected.at("rows"))
      << json::diff(expected.at("rows"), found.at("rows")).dump(1) << described(diagnostics);
  EXPECT_EQ(warnings_of(found), warnings_of(expected));
  for (const char* member : {"format", "sheets", "collectives", "individuals"}) {
    EXPECT_EQ(found.at(member), expected.at(member)) << member;
  }
  for (const char* member : {"header_rows", "encoding", "bom", "separator"}) {
    if (!expected.contains(member)) continue;
    EXPECT_EQ(found.at(member), expected.at(member)) << member;
  }
  EXPECT_TRUE(diagnostics.ok()) << described(diagnostics);
}

INSTANTIATE_TEST_SUITE_P(Files, MessyList,
                         ::testing::Values("01-so-y-te.xlsx", "02-cong-an-hang-an.xlsx",
                                           "03-nam-tra-my-vni-tcvn3.xlsx", "04-tinh-doan-nfd.xlsx",
                                           "05-bhxh-ngay-so.xlsx", "06-doanh-nghiep-nhieu-trang.xlsx",
                                           "07-trung-lap.xlsx", "08-utf8-bom-phay.csv",
                                           "09-cp1258-cham-phay.csv", "10-tcvn3-tab.csv",
                                           "11-utf16le-tab.txt", "12-utf8-khong-bom-cham-phay.csv"),
                         [](const auto& file) { return "No" + std::string(file.param).substr(0, 2); });

TEST(Docx, IsRefusedClearly) {
  Diagnostics diagnostics;
  const auto list = read_list("tests/data/messy/13-bang-word.docx", diagnostics);
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().rule, "V-69");
  EXPECT_EQ(list.error().code, ErrorCode::unsupported);
  EXPECT_NE(list.error().message.find("chưa hỗ trợ .docx"), std::string::npos) << list.error().message;
  EXPECT_EQ(json::parse(refusal_json(list.error())).at("refused").at("rule"), "V-69");
}

/// The fields of a row as office/expected_import.json names them.
json office_row(const domain::Nomination& row) {
  json out;
  out["kind"] = domain::to_string(row.kind);
  out["name"] = row.name;
  out["form"] = row.form.value;
  out["rank"] = row.rank;
  out["title"] = row.title;
  out["workplace"] = row.workplace;
  out["achievement_count"] = row.achievements.size();
  if (row.gender != domain::Gender::unknown) out["gender"] = domain::to_string(row.gender);
  if (row.birth_date) out["birth"] = row.birth_date->iso();
  return out;
}

TEST(OfficeLists, GiveTheExpectedRowsAndWarnings) {
  const json expected = nfc(parsed("tests/data/covid19-2021/expected_import.json"));
  std::map<std::string, int> totals;
  for (const auto& [file, entry] : expected.at("files").items()) {
    SCOPED_TRACE(file);
    Diagnostics diagnostics;
    const auto list = read_list("samples/covid19-2021/office/" + file, diagnostics);
    ASSERT_TRUE(list) << described(diagnostics);
    EXPECT_TRUE(diagnostics.ok()) << described(diagnostics);
    ASSERT_EQ(list->rows.size(), entry.at("rows").size()) << described(diagnostics);
    const bool capitals_lost = entry.contains("encoding") && entry.at("encoding") == "TCVN3";
    for (std::size_t i = 0; i < list->rows.size(); ++i) {
      const json found = office_row(list->rows[i]);
      ++totals[found.at("kind")];
      for (const auto& [field, value] : entry.at("rows")[i].items()) {
        if (field == "id") continue;
        ASSERT_TRUE(found.contains(field)) << field << " of " << list->rows[i].name;
        const bool fold_case = capitals_lost && (field == "title" || field == "workplace");
        if (fold_case) {
          EXPECT_EQ(text::lower(found.at(field).get<std::string>()), text::lower(value.get<std::string>()));
        } else {
          EXPECT_EQ(found.at(field), value) << field;
        }
      }
    }
    std::set<std::string> categories;
    for (const ImportWarning& warning : list->warnings)
      categories.insert(warning.category);
    EXPECT_EQ(json(categories), json(entry.at("warnings").get<std::set<std::string>>()));
  }
  EXPECT_EQ(totals["collective"], expected.at("totals").at("collectives"));
  EXPECT_EQ(totals["individual"], expected.at("totals").at("individuals"));
}

}  // namespace
}  // namespace sovang::exchange
