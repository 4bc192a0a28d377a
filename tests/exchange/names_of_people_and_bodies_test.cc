// Heuristics about names, held against the tables of names, posts and units.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "list_names.h"
#include "list_values.h"
#include "support/shared.h"

namespace sovang::exchange {
namespace {

using testing::read_tsv;
using testing::shared_file;

std::vector<std::string> column(const std::string& file, std::size_t index) {
  std::vector<std::string> cells;
  const auto rows = read_tsv(shared_file(file));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (index < rows[i].size() && !rows[i][index].empty()) cells.push_back(rows[i][index]);
  }
  return cells;
}

TEST(UnitNames, AreAllTakenForOrganisations) {
  SOVANG_NEEDS_SHARED("data/quang_nam_units.tsv");
  int wrong = 0;
  for (const std::string& name : column("data/quang_nam_units.tsv", 1)) {
    if (names_an_organisation(name) || names_a_household(name)) continue;
    ++wrong;
    ADD_FAILURE() << name;
  }
  EXPECT_EQ(wrong, 0);
}

TEST(PersonNames, AreNeverTakenForOrganisationsAndStayWhole) {
  SOVANG_NEEDS_SHARED("data/names_family.tsv");
  const auto families = column("data/names_family.tsv", 1);
  const auto middles = column("data/names_middle.tsv", 2);
  const auto givens = column("data/names_given.tsv", 2);
  std::size_t turn = 0;
  for (const std::string& family : families) {
    // "Ông Thanh" may be Mr Thanh or a Thanh of the family Ông: nobody can tell from the name alone.
    if (family == "Ông") continue;
    for (std::size_t i = turn % 5; i < givens.size(); i += 5) {
      const std::string& given = givens[i];
      ++turn;
      const std::string name =
          family + " " + (turn % 3 == 0 ? "" : middles[turn % middles.size()] + " ") + given;
      EXPECT_FALSE(names_an_organisation(name)) << name;
      EXPECT_EQ(split_person(name).name, name);
      EXPECT_EQ(split_person("Bà " + name).name, name);
      EXPECT_EQ(split_person("Đại úy " + name + ", Trợ lý").name, name);
    }
  }
}

}  // namespace
}  // namespace sovang::exchange
