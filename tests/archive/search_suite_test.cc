#include "search_suite.h"

#include <fstream>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "sovang/store/database.h"

#include "archive_fixture.h"
#include "support/postgres.h"

namespace sovang::archive {
namespace {

/// The made archive over one of the two kinds of database.
class MadeArchive {
 public:
  explicit MadeArchive(std::string connection_string) {
    options_.root = folder_.path() / "office";
    options_.tenant = "qnam";
    options_.catalogue = std::move(connection_string);
    must(Archive::create(options_, ids_));
    archive_.emplace(must(Archive::open(options_, clock_, ids_)));
    must(archive_->keep(suite::made_archive(), {"urn:sovang:user:a", "a"}, ""));
  }
  Archive* operator->() { return &*archive_; }

  std::string answer(const suite::Question& question) {
    Query query;
    query.words = question.query;
    query.limit = 100;
    const Hits found = must(archive_->find(query, question.asker));
    EXPECT_EQ(found.total, found.hits.size()) << question.query;
    return suite::answer_of(found);
  }

 private:
  files::TemporaryFolder folder_ = scratch_folder();
  Archive::Options options_;
  FixedClock clock_{Instant{1'653'008'400'000}};
  SequenceIds ids_{7};
  std::optional<Archive> archive_;
};

void answer_all(MadeArchive& archive) {
  const std::vector<suite::Question> questions = suite::questions();
  ASSERT_GE(questions.size(), 200U);
  for (const suite::Question& question : questions)
    EXPECT_EQ(archive.answer(question), question.answer)
        << "questions.txt:" << question.line << ": " << question.query;
}

/// Pages of three give the same hits as one long page.
void page_through(MadeArchive& archive) {
  for (const suite::Question& question : suite::questions()) {
    Query query;
    query.words = question.query;
    query.limit = 3;
    Hits all;
    do {
      Hits page = must(archive->find(query, question.asker));
      query.after = page.next;
      all.hits.insert(all.hits.end(), page.hits.begin(), page.hits.end());
      all.did_you_mean = page.did_you_mean;
      all.hints = page.hints;
    } while (!query.after.empty() && all.hits.size() < 1000);
    EXPECT_EQ(suite::answer_of(all), question.answer) << question.query;
  }
}

TEST(SearchSuite, EveryQuestionHasItsAnswer) {
  MadeArchive archive("");
  if (const char* file = std::getenv("SOVANG_WRITE_ANSWERS")) {  // to look at a change of the whole suite
    std::ofstream out(file);
    for (const suite::Question& question : suite::questions())
      out << question.query << " → " << archive.answer(question) << '\n';
  }
  answer_all(archive);
  page_through(archive);
}

TEST(SearchSuite, PostgresGivesTheSameAnswers) {
  SOVANG_NEEDS_POSTGRES();
  MadeArchive archive(testing::PostgresServer::of_this_program()->connection_string());
  answer_all(archive);
  const std::string before = must(archive->dump());
  must(archive->reindex({}));
  EXPECT_EQ(must(archive->dump()), before);
  answer_all(archive);
  MadeArchive in_a_file("");
  EXPECT_EQ(must(in_a_file->dump()), before);
}

TEST(SearchSuite, AnOfficeThatChoosesAServerLaterFindsTheSame) {
  SOVANG_NEEDS_POSTGRES();
  const files::TemporaryFolder folder = scratch_folder();
  Archive::Options options;
  options.root = folder.path() / "office";
  options.tenant = "mo-ve";
  FixedClock clock{Instant{1'653'008'400'000}};
  SequenceIds ids{7};
  must(Archive::create(options, ids));
  must(must(Archive::open(options, clock, ids)).keep(suite::made_archive(), {"urn:sovang:user:a", "a"}, ""));
  const auto answer = [&] {
    return suite::answer_of(must(must(Archive::open(options, clock, ids)).find(words("so y te"), Asker{})));
  };
  const std::string in_a_file = answer();
  EXPECT_EQ(in_a_file.substr(0, 1), "1");
  options.catalogue = testing::PostgresServer::of_this_program()->connection_string();
  EXPECT_EQ(answer(), in_a_file);
  options.catalogue.clear();
  EXPECT_EQ(answer(), in_a_file);
}

// REL-17
TEST(SearchSuite, AServerThatDropsItsConnectionsIsAskedAgain) {
  SOVANG_NEEDS_POSTGRES();
  const std::string server = testing::PostgresServer::of_this_program()->connection_string();
  MadeArchive archive(server);
  Query query;
  query.words = "nguyen thi my";
  EXPECT_EQ(must(archive->find(query, Asker{})).total, 3U);
  const auto other = must(store::Database::connect(server, "other", {}));
  must(
      other.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                "backend_type = 'client backend'"));
  EXPECT_EQ(must(archive->find(query, Asker{})).total, 3U);
}

/// Strings that a query could be hurt by, and letters of our language, put together by chance.
std::string hostile_string(std::mt19937_64& chance) {
  static const std::vector<std::string> pieces{"\"",
                                               "*",
                                               "(",
                                               ")",
                                               " OR ",
                                               " AND ",
                                               "NOT ",
                                               "NEAR(",
                                               ":",
                                               "'",
                                               ";--",
                                               "\\",
                                               "%",
                                               "_",
                                               "{",
                                               "}",
                                               "^",
                                               "+",
                                               "-",
                                               "/",
                                               "số ",
                                               "số: ",
                                               "đơn vị: ",
                                               "người: ",
                                               "năm: ",
                                               "từ: ",
                                               "hình thức: ",
                                               "trạng thái: ",
                                               "nội dung: ",
                                               "loại: ",
                                               "trừ: ",
                                               "quý: ",
                                               "trước: ",
                                               "ngày: ",
                                               " từ ",
                                               " đến ",
                                               "bằng khen ",
                                               "năm 2022",
                                               "ông ",
                                               "của ",
                                               "quý III",
                                               "name:",
                                               "UNION SELECT",
                                               "nguyen",
                                               "Nguyễn",
                                               "mỹ",
                                               "Mĩ",
                                               "hoà",
                                               "đức",
                                               "1288",
                                               "/QĐ-UBND",
                                               "UBND",
                                               "ubnd",
                                               "sở y tế",
                                               "\xEE\x80\x80",
                                               "\xEE\x80\x81",
                                               "\xF4\x8F\xBF\xBF",
                                               "\xE2\x80\x8B",
                                               "\xCC\x80",
                                               "\xCC\x81",
                                               " ",
                                               " ",
                                               " ",
                                               "2022",
                                               "31/2/2022",
                                               "99999999999999999999",
                                               "a",
                                               "bb",
                                               "ccc",
                                               "\t",
                                               "\n"};
  std::string out;
  const std::size_t length = chance() % 12;
  for (std::size_t i = 0; i < length; ++i) {
    if (chance() % 8 == 0) {
      out += static_cast<char>(chance());  // any byte, also a NUL or half a letter
    } else {
      out += pieces[chance() % pieces.size()];
    }
  }
  if (chance() % 200 == 0) out += std::string(chance() % 3000, static_cast<char>(chance()));
  return out;
}

/// SEC-24. SOVANG_HOSTILE=100000 runs the whole number.
void ask_hostile_strings(MadeArchive& archive, int usual) {
  const char* wanted = std::getenv("SOVANG_HOSTILE");
  const int count = wanted != nullptr ? std::atoi(wanted) : usual;
  std::mt19937_64 chance(20'260'101);
  const Asker office;
  for (int i = 0; i < count; ++i) {
    Query query;
    query.words = hostile_string(chance);
    if (chance() % 5 == 0) query.unit = hostile_string(chance);
    if (chance() % 5 == 0) query.number = hostile_string(chance);
    if (chance() % 9 == 0) query.after = hostile_string(chance);
    if (chance() % 9 == 0) query.without = {hostile_string(chance)};
    if (chance() % 9 == 0) query.movement = hostile_string(chance);
    if (chance() % 9 == 0) query.award = domain::AwardCode(hostile_string(chance));
    if (chance() % 4 == 0) query.counting = Counting::facets;
    const auto open = archive->find(query, {Asker::Role::open_public, {}});
    ASSERT_TRUE(open.has_value()) << open.error().message << ": " << query.words;
    for (const Hit& hit : open->hits) {
      ASSERT_NE(hit.decision, "12/QĐ-SYT") << query.words;
      ASSERT_EQ(hit.title + hit.reason + hit.book_number + hit.certificate_path, "") << query.words;
    }
    const auto unit = archive->find(query, unit_asker("SYT"));
    ASSERT_TRUE(unit.has_value()) << unit.error().message << ": " << query.words;
    for (const Hit& hit : unit->hits)
      ASSERT_TRUE(hit.kind == Hit::Kind::decision || hit.unit == "Sở Y tế") << query.words;
    if (i % 3 == 0) {
      ASSERT_TRUE(archive->find(query, office).has_value()) << query.words;
    }
  }
}

TEST(SearchSuite, NoStringGivesAnErrorOrAHitOutsideTheAskersRights) {
  MadeArchive archive("");
  ask_hostile_strings(archive, 3000);
}

TEST(SearchSuite, NoStringGivesThemOnPostgresEither) {
  SOVANG_NEEDS_POSTGRES();
  MadeArchive archive(testing::PostgresServer::of_this_program()->connection_string());
  ask_hostile_strings(archive, 500);
}

}  // namespace
}  // namespace sovang::archive
