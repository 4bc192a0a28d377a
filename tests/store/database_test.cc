#include "sovang/store/database.h"

#include <array>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/files.h"

namespace sovang::store {
namespace {

template <class T>
T must(Result<T> result) {
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return std::move(*result);
}
void must(const Status& status) {
  EXPECT_TRUE(status.has_value()) << (status ? "" : status.error().message);
}

class DatabaseTest : public ::testing::Test {
 protected:
  files::TemporaryFolder folder_ = must(files::TemporaryFolder::make("sovang-store"));
  std::filesystem::path path_ = folder_.path() / "office.db";
};

TEST_F(DatabaseTest, GivesBackWhatWasBound) {
  const Database db = must(Database::open(path_));
  must(db.script("CREATE TABLE t(a TEXT, b INTEGER, c REAL, d BLOB, e TEXT)"));
  const std::string bytes("\x00\xFF\x01", 3);
  must(db.run("INSERT INTO t VALUES(?,?,?,?,?)", "Nguyễn Thị Mỹ", std::int64_t{1} << 40, 0.5, Blob{bytes},
              std::optional<std::string>{}));
  Statement row = must(db.row("SELECT a,b,c,d,e FROM t"));
  EXPECT_EQ(row.text(0), "Nguyễn Thị Mỹ");
  EXPECT_EQ(row.integer(1), std::int64_t{1} << 40);
  EXPECT_EQ(row.real(2), 0.5);
  EXPECT_EQ(row.blob(3), bytes);
  EXPECT_TRUE(row.is_null(4));
  EXPECT_EQ(row.optional_text(4), std::nullopt);
}

TEST_F(DatabaseTest, KeepsEmptyTextApartFromNull) {
  const Database db = must(Database::in_memory());
  const Statement row = must(db.row("SELECT ?1 IS NULL, ?2 IS NULL", std::string_view{}, std::nullopt));
  EXPECT_EQ(row.integer(0), 0);
  EXPECT_EQ(row.integer(1), 1);
}

TEST_F(DatabaseTest, PutsManyRowsIn) {
  const Database db = must(Database::in_memory());
  must(db.script("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT)"));
  BulkRows rows = must(db.bulk("t", "a, b"));
  for (int i = 0; i < 100; ++i)
    must(rows.add(i, "Mỹ"));
  must(rows.finish());
  EXPECT_EQ(must(db.row("SELECT count(*) FROM t WHERE b = 'Mỹ'")).integer(0), 100);
}

TEST_F(DatabaseTest, AReadingTransactionLimitsItsStatements) {
  const Database db = must(Database::in_memory());
  const std::string_view endless =
      "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
  {
    const Transaction reading = must(db.begin_reading(20));
    const auto stopped = db.row(endless);
    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().rule, "SEC-29");
  }
  EXPECT_EQ(must(db.row("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 300000) "
                        "SELECT count(*) FROM n"))
                .integer(0),
            300'000);
}

TEST_F(DatabaseTest, RunsAStatementAgainWithOtherValues) {
  const Database db = must(Database::in_memory());
  must(db.script("CREATE TABLE t(a INTEGER)"));
  Statement insert = must(db.prepare("INSERT INTO t VALUES(?)"));
  for (int i = 0; i < 10; ++i)
    must(insert.bind(i).run());
  EXPECT_EQ(must(db.row("SELECT sum(a) FROM t")).integer(0), 45);
}

TEST_F(DatabaseTest, ReportsAValueTooMany) {
  const Database db = must(Database::in_memory());
  Statement statement = must(db.prepare("SELECT ?1"));
  EXPECT_FALSE(statement.bind(1, 2).step().has_value());
}

TEST_F(DatabaseTest, RollsBackWhatWasNotCommitted) {
  const Database db = must(Database::open(path_));
  must(db.script("CREATE TABLE t(a)"));
  {
    const Transaction transaction = must(db.begin());
    must(db.run("INSERT INTO t VALUES(1)"));
  }
  {
    Transaction transaction = must(db.begin());
    must(db.run("INSERT INTO t VALUES(2)"));
    must(transaction.commit());
  }
  EXPECT_EQ(must(db.row("SELECT group_concat(a) FROM t")).text(0), "2");
}

TEST_F(DatabaseTest, SecondWriterGetsAConflict) {
  const Database first = must(Database::open(path_));
  must(first.script("CREATE TABLE t(a)"));
  Database::Options impatient;
  impatient.busy_milliseconds = 20;
  const Database second = must(Database::open(path_, impatient));
  const Transaction held = must(first.begin());
  const auto refused = second.begin();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
}

TEST_F(DatabaseTest, BrokenConstraintIsAConflict) {
  const Database db = must(Database::in_memory());
  must(db.script("CREATE TABLE p(a INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p)"));
  must(db.run("INSERT INTO p VALUES(1)"));
  const Status twice = db.run("INSERT INTO p VALUES(1)");
  ASSERT_FALSE(twice.has_value());
  EXPECT_EQ(twice.error().code, ErrorCode::conflict);
  const Status orphan = db.run("INSERT INTO c VALUES(7)");
  ASSERT_FALSE(orphan.has_value());
  EXPECT_EQ(orphan.error().code, ErrorCode::conflict);
}

TEST_F(DatabaseTest, MigratesForwardOnlyOnceAndRefusesTheFuture) {
  constexpr std::array<Migration, 2> steps{
      {{1, "CREATE TABLE t(a); INSERT INTO t VALUES(1);"}, {2, "ALTER TABLE t ADD COLUMN b DEFAULT 5;"}}};
  const Database db = must(Database::open(path_));
  must(db.migrate(std::span(steps).first(1)));
  must(db.migrate(steps));
  must(db.migrate(steps));
  EXPECT_EQ(must(db.row("SELECT count(*), sum(b) FROM t")).integer(0), 1);
  const Status older = db.migrate(std::span(steps).first(1));
  ASSERT_FALSE(older.has_value());
  EXPECT_EQ(older.error().code, ErrorCode::unsupported);
}

TEST_F(DatabaseTest, FailedMigrationChangesNothing) {
  constexpr std::array<Migration, 1> steps{{{1, "CREATE TABLE t(a); CREATE TABLE t(a);"}}};
  const Database db = must(Database::open(path_));
  ASSERT_FALSE(db.migrate(steps).has_value());
  EXPECT_EQ(must(db.row("SELECT count(*) FROM sqlite_schema")).integer(0), 0);
  EXPECT_EQ(must(db.row("PRAGMA user_version")).integer(0), 0);
}

TEST_F(DatabaseTest, TellsAFileThatIsNoDatabase) {
  std::ofstream(path_) << std::string(10000, 'x');
  const auto opened = Database::open(path_);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
  EXPECT_NE(opened.error().message.find("office.db"), std::string::npos);
}

TEST_F(DatabaseTest, MissingDatabaseIsNotMade) {
  Database::Options options;
  options.mode = Database::Mode::existing;
  EXPECT_FALSE(Database::open(path_, options).has_value());
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(DatabaseTest, IsNotReadableForOthersOfTheMachine) {
  const Database db = must(Database::open(path_));
  const auto others = std::filesystem::status(path_).permissions() & std::filesystem::perms::others_all;
  EXPECT_EQ(others, std::filesystem::perms::none);
}

TEST_F(DatabaseTest, StopsAStatementThatTakesTooLong) {
  Database db = must(Database::in_memory());
  db.limit_time(20);
  const Status endless =
      db.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n");
  ASSERT_FALSE(endless.has_value());
  EXPECT_EQ(endless.error().rule, "SEC-29");
}

TEST_F(DatabaseTest, TimeLimitEndsWithItsScope) {
  const Database db = must(Database::in_memory());
  constexpr const char* slow =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n LIMIT 300000) SELECT count(*) FROM n";
  {
    const TimeLimit limit(db, 1);
    EXPECT_FALSE(db.run(slow).has_value());
  }
  EXPECT_TRUE(db.run(slow).has_value());
}

TEST_F(DatabaseTest, QuickCheckPassesOnAHealthyFile) {
  const Database db = must(Database::open(path_));
  must(db.script("CREATE TABLE t(a)"));
  must(db.quick_check());
}

}  // namespace
}  // namespace sovang::store
