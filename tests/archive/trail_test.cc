// SEC-34, SEC-35: what was done is remembered, and eight ways to tamper with it, or with the store, are found
// and named.
#include "trail.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/hash.h"

#include "archive_fixture.h"
#include "inventory.h"
#include "keys.h"
#include "log.h"
#include "merkle.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

class TrailTest : public ArchiveTest {
 protected:
  TrailTest() {
    Archive archive = open();
    for (int i = 0; i < 5; ++i) {
      keep(archive, decision(std::to_string(i) + "/QĐ-UBND", i, std::to_string(i)));
      must(archive.record_action(
          {"urn:sovang:user:a", "office", ActionKind::login, "", Outcome::done, "", ""}));
    }
  }

  [[nodiscard]] std::vector<std::string> entries() {
    std::vector<std::string> out;
    std::string line;
    for (const char c : must(files::read(entries_))) {
      line += c;
      if (c == '\n') out.push_back(std::exchange(line, {}));
    }
    return out;
  }
  void put_entries(const std::vector<std::string>& lines) {
    Bytes all;
    for (const std::string& line : lines)
      all += line;
    must(files::replace(entries_, all));
  }
  /// Rule and message of each finding, one text.
  static std::string found(const WalkReport& report) {
    std::string out;
    for (const Problem& problem : report.problems)
      out += problem.rule + " " + problem.message + "\n";
    return out;
  }
  WalkReport audit_trail() { return must(open().audit_trail()); }
  WalkReport compare() { return must(open().witness(witness_, WitnessMode::compare, actor_)); }
  void write_witness() { EXPECT_EQ(found(must(open().witness(witness_, WitnessMode::write, actor_))), ""); }
  /// What somebody with the keys makes of a log when he wants another past.
  void forge_log(const char* folder, const std::function<void(std::vector<Bytes>&)>& change) {
    const ArchiveKeys keys = must(ArchiveKeys::load(options_.root / "keys", options_.root / "log" / "keys"));
    const fs::path log = options_.root / folder;
    std::vector<Bytes> leaves = must(read_leaves(log / "leaves"));
    change(leaves);
    const std::string origin = must(LogView::open(log, keys.published)).checkpoint().origin;
    for (const char* part : {"leaves", "tile", "checkpoint"})
      fs::remove_all(log / part);
    must(TransparencyLog::create(log, origin, keys));
    must(must(TransparencyLog::open(log, keys)).append(leaves));
  }

  fs::path entries_ = options_.root / "trail" / "entries";
  fs::path witness_ = folder_.path() / "second-office";
};

TEST_F(TrailTest, RemembersWhoDidWhatInOrder) {
  Archive archive = open();
  const std::string id = keep(archive, decision("9/QĐ-UBND", 9, "9"));
  Record record = must(archive.record(id, archivist_));
  record.state = RecordState::revoked;
  must(archive.amend(record, {}, 1, actor_, "Thu hồi"));
  must(archive.record_action(
      {"urn:sovang:user:b", "unit", ActionKind::denied, id, Outcome::refused, "tải\n\"x\"", "req-1"}));
  const std::vector<LoggedAction> last = must(archive.actions(3));
  ASSERT_EQ(last.size(), 3U);
  EXPECT_EQ(last[0].action.kind, ActionKind::issue);
  EXPECT_EQ(last[0].action.object, id + " v1");
  EXPECT_EQ(last[0].action.actor, actor_.id);
  EXPECT_EQ(last[0].seq, 10U);
  EXPECT_EQ(last[1].action.kind, ActionKind::revoke);
  EXPECT_EQ(last[2].action, (Action{"urn:sovang:user:b", "unit", ActionKind::denied, id, Outcome::refused,
                                    "tải\n\"x\"", "req-1"}));
  EXPECT_EQ(last[2].at, "2022-05-20T01:00:00Z");
  EXPECT_EQ(entries().size(), 13U) << "what somebody types never makes a line of its own";
  EXPECT_EQ(found(audit_trail()), "");
}

TEST_F(TrailTest, ClockThatJumpsDoesNotChangeTheOrder) {
  Archive archive = open();
  for (const std::int64_t day : {-1, 3650, -3650, 0}) {
    clock_.set(Instant{1'653'008'400'000 + day * 86'400'000});
    must(archive.record_action(
        {"urn:sovang:user:a", "", ActionKind::logout, "", Outcome::done, std::to_string(day), ""}));
  }
  const auto last = must(archive.actions(4));
  EXPECT_EQ(last[0].action.detail, "-1");
  EXPECT_EQ(last[1].action.detail, "3650");
  EXPECT_EQ(last[3].seq, last[0].seq + 3);
  EXPECT_EQ(found(audit_trail()), "");
}

TEST_F(TrailTest, WhatACrashCutOffIsFinished) {
  const std::vector<std::string> whole = entries();
  // The entry was written, its leaf was not, and another one is torn.
  const fs::path log = options_.root / "trail" / "leaves";
  Archive archive = open();
  must(archive.record_action({"urn:sovang:user:a", "", ActionKind::logout, "", Outcome::done, "", ""}));
  std::vector<std::string> now = entries();
  fs::resize_file(log, whole.size() * 32);
  fs::remove_all(options_.root / "trail" / "tile");
  const ArchiveKeys keys = must(ArchiveKeys::load(options_.root / "keys", options_.root / "log" / "keys"));
  {  // the checkpoint as it was before that entry
    fs::remove(options_.root / "trail" / "checkpoint");
    fs::rename(log, log.string() + ".kept");
    must(TransparencyLog::create(options_.root / "trail", "sovang.qnam/trail", keys));
    const std::vector<Bytes> leaves = must(read_leaves(log.string() + ".kept"));
    must(must(TransparencyLog::open(options_.root / "trail", keys)).append(leaves));
  }
  now.push_back("{\"seq\":11,\"at\":\"torn");
  put_entries(now);
  must(open().record_action({"urn:sovang:user:z", "", ActionKind::login, "", Outcome::done, "", ""}));
  EXPECT_EQ(entries().size(), whole.size() + 3) << "the one cut off, that it was mended, and the new one";
  EXPECT_EQ(found(audit_trail()), "");
  EXPECT_EQ(must(open().actions(1))[0].seq, whole.size() + 2);
}

/// Found by crash images: the page of a new entry came back as zeros, with or without the line end behind it.
TEST_F(TrailTest, EntryThatThePowerCutTurnedIntoZerosIsCutOff) {
  const std::vector<std::string> whole = entries();
  std::size_t recoveries = 0;
  for (const std::string& lost : {std::string(90, '\0'), std::string(90, '\0') + "\n",
                                  "{\"seq\":" + std::string(40, '\0') + "\"}\n" + std::string(30, '\0')}) {
    std::ofstream(options_.root / "trail" / "entries", std::ios::binary | std::ios::app) << lost;
    must(open().recover());
    EXPECT_EQ(entries().size(), whole.size() + ++recoveries) << "what recovery did is an entry of its own";
    EXPECT_EQ(found(audit_trail()), "");
  }
}

/// No workspace tells of an action that was cut off: the next one finds what it left.
TEST_F(TrailTest, LeavesThatThePowerCutTurnedIntoZerosAreCutOffByTheNextAction) {
  const fs::path leaves = options_.root / "trail" / "leaves";
  const Archive archive = open();
  for (const std::size_t lost : {32U, 13U, 77U}) {
    const std::size_t before = entries().size();
    std::ofstream(leaves, std::ios::binary | std::ios::app) << std::string(lost, '\0');
    must(archive.record_action({"urn:sovang:user:a", "", ActionKind::login, "", Outcome::done, "", ""}));
    EXPECT_EQ(entries().size(), before + 1) << lost;
    EXPECT_EQ(fs::file_size(leaves), 32 * (before + 1)) << lost;
    EXPECT_EQ(found(audit_trail()), "") << lost;
  }
}

TEST_F(TrailTest, Tamper1FlippedBitInAnyEntryIsFoundThere) {
  const Bytes whole = must(files::read(entries_));
  const std::vector<std::string> lines = entries();
  std::size_t begin = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const std::size_t at : {std::size_t{1}, lines[i].size() / 2, lines[i].size() - 5}) {
      Bytes changed = whole;
      changed[begin + at] = static_cast<char>(changed[begin + at] ^ 2);
      must(files::replace(entries_, changed));
      EXPECT_NE(found(audit_trail()).find("mục " + std::to_string(i) + " của nhật ký hành động"),
                std::string::npos)
          << i << "/" << at << ": " << found(audit_trail());
    }
    begin += lines[i].size();
  }
}

TEST_F(TrailTest, Tamper2DeletedEntryIsFoundThere) {
  std::vector<std::string> lines = entries();
  lines.erase(lines.begin() + 4);
  put_entries(lines);
  EXPECT_EQ(found(audit_trail()).find("TRAIL-03 mục 4 "), 0U) << found(audit_trail());
}

TEST_F(TrailTest, Tamper3ReorderedEntriesAreFoundThere) {
  std::vector<std::string> lines = entries();
  std::swap(lines[6], lines[7]);
  put_entries(lines);
  EXPECT_EQ(found(audit_trail()).find("TRAIL-03 mục 6 "), 0U) << found(audit_trail());
}

TEST_F(TrailTest, Tamper4TruncatedTailIsFoundThere) {
  std::vector<std::string> lines = entries();
  lines.resize(7);
  put_entries(lines);
  EXPECT_NE(found(audit_trail()).find("thiếu từ mục 7 trên 10"), std::string::npos) << found(audit_trail());
  // The log cut to the same length does not help: its checkpoint is signed.
  fs::resize_file(options_.root / "trail" / "leaves", 7 * 32);
  EXPECT_NE(found(audit_trail()).find("TRAIL-01"), std::string::npos) << found(audit_trail());
}

TEST_F(TrailTest, Tamper5FileReplacedTogetherWithItsInventoryIsMissedByTheLog) {
  const Archive archive = open();
  const std::string id = decision("2/QĐ-UBND", 2, "2").first.id;
  for (const auto& entry : fs::recursive_directory_iterator(options_.root / "ocfl")) {
    if (entry.path().filename() != "0=ocfl_object_1.1") continue;
    const fs::path object = entry.path().parent_path();
    Inventory inventory = must(parse_inventory(must(files::read(object / "inventory.json"))));
    if (inventory.id != id) continue;
    const Bytes forged = paper("forged");
    must(files::replace(object / "v1/content/decision.pdf", forged));
    const std::string old = inventory.versions[0].state.at("decision.pdf");
    const std::string fresh = to_hex(digest(HashKind::sha512, forged));
    inventory.manifest.erase(old);
    inventory.manifest[fresh] = "v1/content/decision.pdf";
    inventory.versions[0].state["decision.pdf"] = fresh;
    inventory.sha256_of["v1/content/decision.pdf"] = to_hex(digest(HashKind::sha256, forged));
    const std::string json = to_json(inventory);
    for (const fs::path& folder : {object, object / "v1"}) {
      must(files::replace(folder / "inventory.json", json));
      must(files::replace(folder / "inventory.json.sha512", sidecar_of(json)));
    }
  }
  const std::string report = found(must(archive.audit({})));
  EXPECT_NE(report.find("LOG-02 phiên bản v1 của hồ sơ " + id), std::string::npos) << report;
  EXPECT_NE(report.find("LOG-03 mục 2 "), std::string::npos) << "the leaf nobody answers for: " << report;
}

TEST_F(TrailTest, Tamper6RolledBackArchiveIsFoundByTheWitness) {
  const fs::path copy = folder_.path() / "copy";
  fs::copy(options_.root, copy, fs::copy_options::recursive);
  {
    Archive archive = open();
    keep(archive, decision("50/QĐ-UBND", 50, "B"));
  }
  write_witness();
  fs::remove_all(options_.root);
  fs::rename(copy, options_.root);
  EXPECT_EQ(found(must(open().audit({}))), "") << "in itself an old copy is whole";
  EXPECT_EQ(found(audit_trail()), "");
  const std::string report = found(compare());
  EXPECT_NE(report.find(
                "WITNESS-02 nhật ký minh bạch: bị lùi: còn 5 mục, nơi đối chứng đã ghi nhận 6; mất từ mục 5"),
            std::string::npos)
      << report;
  EXPECT_NE(report.find("WITNESS-02 nhật ký hành động: bị lùi"), std::string::npos) << report;
}

TEST_F(TrailTest, Tamper7ForkedLogIsFoundByTheWitnessThoughItIsSigned) {
  write_witness();
  forge_log("log", [](std::vector<Bytes>& leaves) { leaves[3] = merkle::leaf_hash("another decision"); });
  const std::string report = found(compare());
  EXPECT_EQ(report.find("WITNESS-01 nhật ký minh bạch: rẽ nhánh từ mục 3 "), 0U) << report;
  // verify() says so as well, without being asked.
  const auto answer = must(open().verify_file(decision("0/QĐ-UBND", 0, "0").second[0].bytes));
  EXPECT_EQ(answer.verdict, Verification::Verdict::unknown);
  EXPECT_FALSE(answer.witnessed_size.has_value());
}

TEST_F(TrailTest, Tamper8TrailWrittenAnewWithTheKeyIsFoundByTheWitness) {
  write_witness();
  const auto lines = entries();
  fs::remove_all(options_.root / "trail");
  const ArchiveKeys keys = must(ArchiveKeys::load(options_.root / "keys", options_.root / "log" / "keys"));
  must(Trail::create(options_.root / "trail", "sovang.qnam/trail", keys));
  std::vector<Action> past(lines.size() + 3,
                           {"urn:sovang:user:a", "", ActionKind::login, "", Outcome::done, "", ""});
  must(Trail(options_.root / "trail").append(past, "2022-05-20T01:00:00Z", keys));
  EXPECT_EQ(found(audit_trail()), "") << "in itself the forged trail is whole";
  EXPECT_EQ(found(compare()).find("WITNESS-01 nhật ký hành động: rẽ nhánh từ mục 0 "), 0U)
      << found(compare());
}

TEST_F(TrailTest, WitnessSeesAnExchangedKeyAndTakesNothingNewThen) {
  write_witness();
  SequenceIds other{99};
  fs::remove_all(options_.root / "keys");
  fs::remove(options_.root / "log" / "keys");
  must(ArchiveKeys::create(options_.root / "keys", other));
  const ArchiveKeys keys = must(ArchiveKeys::load(options_.root / "keys", options_.root / "log" / "keys"));
  must(files::replace(options_.root / "log" / "keys", keys.published.text()));
  for (const auto& [folder, origin] :
       {std::pair("log", "sovang.qnam/log"), std::pair("trail", "sovang.qnam/trail")}) {
    const std::vector<Bytes> leaves = must(read_leaves(options_.root / folder / "leaves"));
    for (const char* part : {"leaves", "tile", "checkpoint"})
      fs::remove_all(options_.root / folder / part);
    must(TransparencyLog::create(options_.root / folder, origin, keys));
    must(must(TransparencyLog::open(options_.root / folder, keys)).append(leaves));
  }
  const Bytes before = must(files::read(witness_ / "sovang.qnam.log" / "keys"));
  const WalkReport report = must(open().witness(witness_, WitnessMode::write, actor_));
  EXPECT_NE(found(report).find("WITNESS-01 nhật ký minh bạch: danh sách khóa"), std::string::npos);
  EXPECT_EQ(must(files::read(witness_ / "sovang.qnam.log" / "keys")), before);
}

TEST_F(TrailTest, WitnessAcceptsGrowthAndRotationAndVerifyTellsOfIt) {
  write_witness();
  Archive archive = open();
  must(archive.rotate_key(KeyPurpose::log, actor_));
  must(archive.rotate_key(KeyPurpose::code, actor_));
  keep(archive, decision("51/QĐ-UBND", 51, "C"));
  write_witness();
  EXPECT_EQ(found(compare()), "");
  const auto answer = must(archive.verify_file(decision("51/QĐ-UBND", 51, "C").second[0].bytes));
  EXPECT_EQ(answer.verdict, Verification::Verdict::genuine);
  EXPECT_EQ(answer.witnessed_size, 6U);
  EXPECT_EQ(must(files::read(witness_ / "sovang.qnam.log" / "leaves")).size(), 6U * 32);
}

TEST_F(TrailTest, WitnessThatCannotBeReachedIsSaidAndVerifyStillAnswers) {
  write_witness();
  fs::rename(witness_, folder_.path() / "unplugged");
  const auto answer = must(open().verify_file(decision("0/QĐ-UBND", 0, "0").second[0].bytes));
  EXPECT_EQ(answer.verdict, Verification::Verdict::genuine);
  EXPECT_FALSE(answer.witnessed_size.has_value());
  EXPECT_TRUE(std::any_of(answer.reasons.begin(), answer.reasons.end(), [](const std::string& reason) {
    return reason.find("chưa hỏi được nơi đối chứng") != std::string::npos;
  }));
}

}  // namespace
}  // namespace sovang::archive
