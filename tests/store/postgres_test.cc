#include "support/postgres.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "sovang/store/database.h"

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

class PostgresTest : public ::testing::Test {
 protected:
  void SetUp() override { SOVANG_NEEDS_POSTGRES(); }

  static Database open(const Database::Options& options = {}) {
    const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::string schema = "t";
    for (const char c : name)
      schema += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    return must(Database::connect(testing::PostgresServer::of_this_program()->connection_string(),
                                  schema.substr(0, 40), options));
  }
};

constexpr std::array steps{
    Migration{1, "CREATE TABLE t(a TEXT, b INTEGER PRIMARY KEY, c REAL, d BLOB, e TEXT)"}};

TEST_F(PostgresTest, GivesBackWhatWasBound) {
  const Database db = open();
  must(db.migrate(steps));
  const std::string bytes("\x00\xFF\x01", 3);
  must(db.run("INSERT INTO t VALUES(?,?,?,?,?)", "Nguyễn Thị Mỹ", std::int64_t{1} << 40, 0.5, Blob{bytes},
              std::optional<std::string>{}));
  Statement row = must(db.row("SELECT a,b,c,d,e FROM t"));
  EXPECT_EQ(row.text(0), "Nguyễn Thị Mỹ");
  EXPECT_EQ(row.integer(1), std::int64_t{1} << 40);
  EXPECT_EQ(row.real(2), 0.5);
  EXPECT_EQ(row.blob(3), bytes);
  EXPECT_TRUE(row.is_null(4));
}

TEST_F(PostgresTest, ATextIsNotCutAtANul) {
  const Database db = open();
  must(db.migrate(steps));
  must(db.run("INSERT INTO t(a, b) VALUES('SYT', 1)"));
  EXPECT_FALSE(db.row("SELECT 1 FROM t WHERE a = ?", std::string("SYT\0x", 5)).has_value());
}

TEST_F(PostgresTest, BytesThatAreNoTextFindNothingAndEndNoTransaction) {
  const Database db = open();
  must(db.migrate(steps));
  must(db.run("INSERT INTO t(a, b) VALUES('SYT', 1)"));
  const Transaction reading = must(db.begin_reading());
  for (const char* bytes : {"\xFF", "S\xC3", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xC0\xAF", "\x80\x80"})
    EXPECT_EQ(db.row("SELECT 1 FROM t WHERE a = ?", bytes).error().code, ErrorCode::not_found) << bytes;
  EXPECT_TRUE(db.row("SELECT 1 FROM t WHERE a = ?", "SYT").has_value());
}

TEST_F(PostgresTest, TextIsInOrderOfItsBytes) {
  const Database db = open();
  must(db.migrate(steps));
  must(db.run("INSERT INTO t(a, b) VALUES('b', 1), ('Z', 2), ('đ', 3), ('a', 4)"));
  Statement rows = must(db.prepare("SELECT a FROM t ORDER BY a"));
  std::string all;
  while (must(rows.step()))
    all += rows.text(0);
  EXPECT_EQ(all, "Zabđ");
}

TEST_F(PostgresTest, WhatIsNotCommittedIsUndone) {
  const Database db = open();
  must(db.migrate(steps));
  {
    const Transaction dropped = must(db.begin());
    must(db.run("INSERT INTO t(b) VALUES(1)"));
  }
  Transaction kept = must(db.begin());
  must(db.run("INSERT INTO t(b) VALUES(2)"));
  must(kept.commit());
  EXPECT_EQ(must(db.row("SELECT count(*) FROM t")).integer(0), 1);
}

TEST_F(PostgresTest, ATransactionWithAFailureIsNotCommitted) {
  const Database db = open();
  must(db.migrate(steps));
  Transaction transaction = must(db.begin());
  must(db.run("INSERT INTO t(b) VALUES(1)"));
  const Status twice = db.run("INSERT INTO t(b) VALUES(1)");
  ASSERT_FALSE(twice.has_value());
  EXPECT_EQ(twice.error().code, ErrorCode::conflict);
  EXPECT_FALSE(transaction.commit().has_value());
}

TEST_F(PostgresTest, ASecondWriterWaitsAndIsThenRefused) {
  const Database first = open();
  must(first.migrate(steps));
  const Database second = open({.busy_milliseconds = 50});
  const Transaction writing = must(first.begin());
  const auto refused = second.begin();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
}

TEST_F(PostgresTest, AReaderSeesOneState) {
  const Database writer = open();
  must(writer.migrate(steps));
  const Database reader = open();
  const Transaction one_state = must(reader.begin_reading());
  EXPECT_EQ(must(reader.row("SELECT count(*) FROM t")).integer(0), 0);
  must(writer.run("INSERT INTO t(b) VALUES(1)"));
  EXPECT_EQ(must(reader.row("SELECT count(*) FROM t")).integer(0), 0);
}

TEST_F(PostgresTest, StopsAStatementThatTakesTooLong) {
  const Database db = open();
  const TimeLimit limit(db, 20);
  const Status endless = db.run("SELECT pg_sleep(10)");
  ASSERT_FALSE(endless.has_value());
  EXPECT_EQ(endless.error().rule, "SEC-29");
}

TEST_F(PostgresTest, PutsManyRowsInWithOneCommand) {
  const Database db = open();
  must(db.migrate(steps));
  const std::string bytes("\x00\xFF\\\n\t\x01", 6);
  BulkRows rows = must(db.bulk("t", "a, b, c, d, e"));
  for (int i = 0; i < 20'000; ++i)
    must(rows.add("Nguyễn\tThị\nMỹ \\N", i, 0.5, Blob{bytes}, std::optional<std::string>{}));
  must(rows.finish());
  Statement row = must(db.row("SELECT a, count(*), d, min(c), e FROM t GROUP BY a, d, e"));
  EXPECT_EQ(row.text(0), "Nguyễn\tThị\nMỹ \\N");
  EXPECT_EQ(row.integer(1), 20'000);
  EXPECT_EQ(row.blob(2), bytes);
  EXPECT_EQ(row.real(3), 0.5);
  EXPECT_TRUE(row.is_null(4));
}

TEST_F(PostgresTest, ARowThatBreaksAConstraintIsTold) {
  const Database db = open();
  must(db.migrate(steps));
  BulkRows rows = must(db.bulk("t", "b"));
  must(rows.add(1));
  must(rows.add(1));
  const Status refused = rows.finish();
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(db.row("SELECT count(*) FROM t")).integer(0), 0);  // and the connection goes on
}

TEST_F(PostgresTest, ABulkThatIsNotFinishedPutsNothingIn) {
  const Database db = open();
  must(db.migrate(steps));
  {
    BulkRows rows = must(db.bulk("t", "b"));
    must(rows.add(1));
  }
  EXPECT_EQ(must(db.row("SELECT count(*) FROM t")).integer(0), 0);
}

TEST_F(PostgresTest, AReadingTransactionLimitsItsStatements) {
  const Database db = open();
  {
    const Transaction reading = must(db.begin_reading(20));
    const auto endless = db.row("SELECT pg_sleep(10)");
    ASSERT_FALSE(endless.has_value());
    EXPECT_EQ(endless.error().rule, "SEC-29");
    const auto after = db.row("SELECT 1");  // refused, since the transaction is lost
    ASSERT_FALSE(after.has_value());
    EXPECT_EQ(after.error().rule, "SEC-29");
  }
  EXPECT_EQ(must(db.row("SELECT 1 FROM pg_sleep(0.05)")).integer(0), 1);  // no longer limited
}

TEST_F(PostgresTest, KnowsThatItsConnectionIsLost) {
  const Database db = open();
  const Database other = open();
  EXPECT_TRUE(db.is_alive());
  const std::int64_t process = must(db.row("SELECT pg_backend_pid()")).integer(0);
  must(other.row("SELECT pg_terminate_backend(?)", static_cast<std::int32_t>(process)));
  const auto lost = db.row("SELECT 1");
  ASSERT_FALSE(lost.has_value());
  EXPECT_EQ(lost.error().code, ErrorCode::io);
  EXPECT_FALSE(db.is_alive());
}

TEST_F(PostgresTest, ASchemaOfANewerProgramIsRefused) {
  const Database db = open();
  must(db.migrate(steps));
  EXPECT_TRUE(db.expect_version(1).has_value());
  const Status older = db.migrate({});
  ASSERT_FALSE(older.has_value());
  EXPECT_EQ(older.error().code, ErrorCode::unsupported);
}

TEST(PostgresConnection, NobodyThereIsAnErrorOfTheEnvironment) {
  const auto none = Database::connect("host=/nonexistent dbname=x", "x", {});
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().code, ErrorCode::io);
}

// SEC-41: no message cites a password.
TEST(PostgresConnection, APasswordIsNeverInAMessage) {
  for (const char* text :
       {"host=/nonexistent dbname=x password=geheim", "postgresql://u:geheim@127.0.0.1:1/x",
        "host=/nonexistent password = 'geheim", "geheim", "host=geheim' password=geheim x"}) {
    const auto refused = Database::connect(text, "x", {});
    ASSERT_FALSE(refused.has_value()) << text;
    EXPECT_EQ(refused.error().message.find("geheim"), std::string::npos) << refused.error().message;
  }
}

TEST(PostgresConnection, ASettingHoldsNoPassword) {
  EXPECT_TRUE(check_connection_string("host=/run/postgresql dbname=sovang passfile=/etc/sovang/pgpass"));
  EXPECT_TRUE(check_connection_string("postgresql://sovang@db.tinh.gov.vn/sovang?sslmode=verify-full"));
  for (const char* text : {"dbname=sovang password=x", "postgresql://a:x@localhost/y", "dbname"}) {
    const Status refused = check_connection_string(text);
    ASSERT_FALSE(refused.has_value()) << text;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
  }
}

}  // namespace
}  // namespace sovang::store
