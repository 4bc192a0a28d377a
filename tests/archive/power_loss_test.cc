// REL-02: after a power cut the disk may hold any part of what was not synced. From the traced calls of a
// writer many such disks are made; on each the archive must open, be whole, and hold what was acknowledged.
// Without the fsyncs it does not: that is tried too, so that these tests are known to notice.
// SOVANG_IMAGES=n makes n images of each writer, SOVANG_SEED=n others, and SOVANG_FULL=1 leaves out every
// single sync of every writer (scripts/crash).
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "operations.h"
#include "support/power_cuts.h"

namespace sovang::archive {
namespace {

using testing::PowerCuts;
using testing::Toll;

class PowerLossTest : public OperationsTest {
 protected:
  PowerCuts cuts_of(const Operation& operation) {
    return PowerCuts({operation.name, options_.root, [this, operation] { return run(operation, options_); },
                      [this, operation](bool acknowledged) { return look(operation, acknowledged); }});
  }

  std::string look(const Operation& operation, bool acknowledged) {
    SequenceIds ids{55};
    auto archive = Archive::open(options_, clock_, ids);
    if (!archive) return "does not open: " + archive.error().message;
    const std::string now = operation.state(*archive);
    if (now.empty()) return "half there";
    if (acknowledged && now != "all") return "lost";
    return what_is_wrong(*archive);
  }

  /// The care of the archive: there is nothing that could be half there but the archive itself.
  Operation care(std::string name, std::function<bool(Archive&)> work) {
    return {std::move(name), "", std::move(work), [](Archive&) { return "all"; }};
  }

  Operation remember_login() {
    return {"action", "",
            [](Archive& archive) {
              return archive
                  .record_action({"urn:sovang:user:a", "", ActionKind::login, "", Outcome::done, "", ""})
                  .has_value();
            },
            [](Archive& archive) {
              const auto last = archive.actions(20);
              if (!last) return "";
              const auto is_login = [](const LoggedAction& one) {
                return one.action.kind == ActionKind::login;
              };
              return std::ranges::any_of(*last, is_login) ? "all" : "none";
            }};
  }

  Operation rotate(KeyPurpose purpose) {
    return care("new key", [this, purpose](Archive& archive) {
      return archive.rotate_key(purpose, actor_).has_value();
    });
  }
};

TEST_F(PowerLossTest, NewObjectIsWholeOrNotThereAndStaysOnceAcknowledged) {
  cuts_of(keep_second()).expect_whole(80);
}

TEST_F(PowerLossTest, NewVersionIsWholeOrNotThereAndStaysOnceAcknowledged) {
  cuts_of(amend_first()).expect_whole(80);
}

TEST_F(PowerLossTest, DisposalLeavesTheRecordOrItsTombstone) {
  cuts_of(dispose_first()).expect_whole(80);
}

TEST_F(PowerLossTest, BatchIsThereObjectByObjectAndStaysOnceAcknowledged) {
  cuts_of(keep_nine()).expect_whole(40);
}

TEST_F(PowerLossTest, ActionIsInTheTrailOnceAcknowledged) {
  cuts_of(remember_login()).expect_whole(80);
}

TEST_F(PowerLossTest, NewKeyIsTheOldOneOrTheNewOne) {
  for (const KeyPurpose purpose : {KeyPurpose::log, KeyPurpose::code}) {
    const Toll toll = cuts_of(rotate(purpose)).cut(testing::images_wanted(30));
    EXPECT_FALSE(toll.any()) << toll;
  }
}

TEST_F(PowerLossTest, LosingTheSyncOfAContentFileOrTheLogIsNoticed) {
  PowerCuts cuts = cuts_of(keep_second());
  int tried = 0;
  for (const std::size_t sync : cuts.syncs()) {
    const std::string name = cuts.name_of(sync);
    if (!name.ends_with("/decision.pdf") && name != "fsync log/leaves") continue;
    ++tried;
    const Toll toll = cuts.cut(60, {sync});
    EXPECT_TRUE(toll.any()) << name;
  }
  EXPECT_EQ(tried, 2);
}

TEST_F(PowerLossTest, EverySyncIsMissedWhenItIsLeftOut) {
  if (!testing::is_full_run()) GTEST_SKIP() << "takes minutes: scripts/crash";
  for (const Operation& operation :
       {keep_second(), amend_first(), dispose_first(), keep_nine(), remember_login()}) {
    const std::filesystem::path kept = folder_.path() / "kept";
    std::filesystem::copy(options_.root, kept, std::filesystem::copy_options::recursive);
    cuts_of(operation).expect_every_sync_is_missed(testing::images_wanted(200), {});
    std::filesystem::remove_all(options_.root);
    std::filesystem::rename(kept, options_.root);
  }
}

}  // namespace
}  // namespace sovang::archive
