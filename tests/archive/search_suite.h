#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sovang/archive/archive.h"

/// The questions of tests/suite/search: a made archive in archive.txt, and in questions.txt what each query
/// finds.
namespace sovang::archive::suite {

using Objects = std::vector<std::pair<Record, std::vector<ContentFile>>>;

/// The decisions of archive.txt.
[[nodiscard]] Objects made_archive();

struct Question {
  int line = 0;
  Asker asker;
  std::string query;
  std::string answer;  ///< "1 Nguyễn Thị Mỹ @1288/QĐ-UBND | …"; "(gợi ý)" where hints are given
};
/// All of questions.txt, in order.
[[nodiscard]] std::vector<Question> questions();

/// What was found, as questions.txt writes it.
[[nodiscard]] std::string answer_of(const Hits& found);

}  // namespace sovang::archive::suite
