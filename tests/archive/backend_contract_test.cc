// What every backend of the store promises. A new one is added to `Backends` and to nothing else.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/hash.h"

#include "archive_fixture.h"
#include "local_backend.h"
#include "memory_backend.h"
#include "storage.h"

namespace sovang::archive {
namespace {

struct Local {
  files::TemporaryFolder folder = scratch_folder();
  std::unique_ptr<Backend> make() {
    std::filesystem::create_directories(folder.path() / "ocfl");
    std::filesystem::create_directories(folder.path() / "work");
    return std::make_unique<LocalBackend>(folder.path() / "ocfl", folder.path() / "work");
  }
};
struct InMemory {
  std::unique_ptr<Backend> make() { return std::make_unique<MemoryBackend>(); }
};

template <class Kind>
class BackendContract : public ::testing::Test {
 protected:
  static constexpr std::uint64_t limit = 1U << 20U;
  const std::string object_ = "abc/def/012/abcdef012";

  void stage_object(const std::string& run, const std::string& text, SyncMode mode = SyncMode::each_file) {
    for (const char* file :
         {"v1/content/record.xml", "v1/content/certs/0001.pdf", "v1/inventory.json",
          "v1/inventory.json.sha512", "inventory.json", "inventory.json.sha512", "0=ocfl_object_1.1"}) {
      must(backend_->stage(run, file, text + file, mode));
    }
    must(backend_->settle(run, mode));
  }
  Kind kind_;
  std::unique_ptr<Backend> backend_ = kind_.make();
};

using Backends = ::testing::Types<Local, InMemory>;
TYPED_TEST_SUITE(BackendContract, Backends);

TYPED_TEST(BackendContract, WhatIsStagedIsNotThereUntilItIsPublished) {
  this->stage_object("run/0", "a ");
  EXPECT_FALSE(this->backend_->has(this->object_));
  EXPECT_EQ(this->backend_->read(this->object_, "inventory.json", this->limit).error().code,
            ErrorCode::not_found);
  EXPECT_EQ(this->backend_->files_of(this->object_).error().code, ErrorCode::not_found);
  EXPECT_EQ(must(this->backend_->read_staged("run/0", "v1/content/record.xml")), "a v1/content/record.xml");
}

TYPED_TEST(BackendContract, PublishedObjectHasAllItsFilesInOrder) {
  for (const SyncMode mode : {SyncMode::each_file, SyncMode::whole_batch}) {
    const std::string object = this->object_ + (mode == SyncMode::each_file ? "a" : "b");
    this->stage_object("run/0", "a ", mode);
    must(this->backend_->flush());
    must(this->backend_->publish_object("run/0", object, mode));
    must(this->backend_->flush());
    EXPECT_TRUE(this->backend_->has(object));
    EXPECT_EQ(must(this->backend_->files_of(object)),
              (std::vector<std::string>{"0=ocfl_object_1.1", "inventory.json", "inventory.json.sha512",
                                        "v1/content/certs/0001.pdf", "v1/content/record.xml",
                                        "v1/inventory.json", "v1/inventory.json.sha512"}));
    EXPECT_EQ(must(this->backend_->read(object, "v1/content/certs/0001.pdf", this->limit)),
              "a v1/content/certs/0001.pdf");
    must(this->backend_->discard("run"));
  }
}

TYPED_TEST(BackendContract, ObjectIsPublishedOnceAndTheSecondChangesNothing) {
  this->stage_object("one/0", "a ");
  this->stage_object("two/0", "b ");
  must(this->backend_->publish_object("one/0", this->object_, SyncMode::each_file));
  const Status second = this->backend_->publish_object("two/0", this->object_, SyncMode::each_file);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(this->backend_->read(this->object_, "inventory.json", this->limit)), "a inventory.json");
}

TYPED_TEST(BackendContract, ObjectIsReplacedWholeAndWhatThereWasGoesWithTheRun) {
  this->stage_object("one/0", "a ");
  this->stage_object("two/0", "b ");
  EXPECT_EQ(this->backend_->replace_object("two/0", this->object_).error().code, ErrorCode::not_found);
  must(this->backend_->publish_object("one/0", this->object_, SyncMode::each_file));
  must(this->backend_->replace_object("two/0", this->object_));
  EXPECT_EQ(must(this->backend_->read(this->object_, "inventory.json", this->limit)), "b inventory.json");
  must(this->backend_->discard("two"));
  EXPECT_EQ(must(this->backend_->read(this->object_, "inventory.json", this->limit)), "b inventory.json");
}

TYPED_TEST(BackendContract, VersionIsAddedAndTheOldOneStays) {
  this->stage_object("one/0", "a ");
  must(this->backend_->publish_object("one/0", this->object_, SyncMode::each_file));
  for (const char* file : {"v2/content/decision.pdf", "v2/inventory.json", "v2/inventory.json.sha512",
                           "root-inventory.json", "root-inventory.json.sha512"}) {
    must(this->backend_->stage("two/0", file, std::string("b ") + file, SyncMode::each_file));
  }
  must(this->backend_->settle("two/0", SyncMode::each_file));
  EXPECT_EQ(must(this->backend_->read(this->object_, "inventory.json", this->limit)), "a inventory.json");
  must(this->backend_->publish_version("two/0", this->object_, "v2"));
  EXPECT_EQ(must(this->backend_->read(this->object_, "inventory.json", this->limit)),
            "b root-inventory.json");
  EXPECT_EQ(must(this->backend_->read(this->object_, "inventory.json.sha512", this->limit)),
            "b root-inventory.json.sha512");
  EXPECT_EQ(must(this->backend_->read(this->object_, "v1/content/record.xml", this->limit)),
            "a v1/content/record.xml");
  EXPECT_EQ(must(this->backend_->files_of(this->object_)).size(), 10U);
}

TYPED_TEST(BackendContract, VersionIsAddedOnce) {
  this->stage_object("one/0", "a ");
  must(this->backend_->publish_object("one/0", this->object_, SyncMode::each_file));
  for (const char* run : {"two/0", "three/0"}) {
    for (const char* file : {"v2/inventory.json", "v2/inventory.json.sha512", "root-inventory.json",
                             "root-inventory.json.sha512"}) {
      must(this->backend_->stage(run, file, std::string(run) + file, SyncMode::each_file));
    }
  }
  must(this->backend_->publish_version("two/0", this->object_, "v2"));
  const Status second = this->backend_->publish_version("three/0", this->object_, "v2");
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(this->backend_->read(this->object_, "inventory.json", this->limit)),
            "two/0root-inventory.json");
}

TYPED_TEST(BackendContract, FileIsStagedOnce) {
  must(this->backend_->stage("run/0", "v1/content/a", "first", SyncMode::each_file));
  const Status second = this->backend_->stage("run/0", "v1/content/a", "second", SyncMode::each_file);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_EQ(must(this->backend_->read_staged("run/0", "v1/content/a")), "first");
}

TYPED_TEST(BackendContract, WhatIsDiscardedIsGoneAndNothingElse) {
  this->stage_object("one/0", "a ");
  this->stage_object("two/0", "b ");
  must(this->backend_->discard("one"));
  must(this->backend_->discard("one"));
  EXPECT_EQ(this->backend_->read_staged("one/0", "inventory.json").error().code, ErrorCode::not_found);
  EXPECT_EQ(must(this->backend_->read_staged("two/0", "inventory.json")), "b inventory.json");
}

TYPED_TEST(BackendContract, ReadingIsBounded) {
  must(this->backend_->stage("run/0", "inventory.json", std::string(1000, 'x'), SyncMode::each_file));
  must(this->backend_->settle("run/0", SyncMode::each_file));
  must(this->backend_->publish_object("run/0", this->object_, SyncMode::each_file));
  EXPECT_TRUE(this->backend_->read(this->object_, "inventory.json", 1000).has_value());
  const auto bounded = this->backend_->read(this->object_, "inventory.json", 999);
  ASSERT_FALSE(bounded.has_value());
  EXPECT_EQ(bounded.error().rule, "LIM-02");
}

TYPED_TEST(BackendContract, AnyBytesComeBackAsTheyWere) {
  Bytes all;
  for (int i = 0; i < 256; ++i)
    all += static_cast<char>(i);
  must(this->backend_->stage("run/0", "inventory.json", all, SyncMode::each_file));
  must(this->backend_->stage("run/0", "empty", "", SyncMode::each_file));
  must(this->backend_->settle("run/0", SyncMode::each_file));
  must(this->backend_->publish_object("run/0", this->object_, SyncMode::each_file));
  EXPECT_EQ(must(this->backend_->read(this->object_, "inventory.json", this->limit)), all);
  EXPECT_EQ(must(this->backend_->read(this->object_, "empty", this->limit)), "");
}

/// The store itself needs nothing of its backend but the contract.
TYPED_TEST(BackendContract, StoreKeepsAnObjectAndItsNextVersionInIt) {
  const Storage storage("/nowhere", std::shared_ptr<Backend>(std::move(this->backend_)));
  const std::string id = "urn:sovang:qnam:qd:01G3F9Z5W0AAAAAAAAAAAAAAA0";
  const std::vector<ContentFile> first{{"record.xml", "<a/>"}, {"decision.pdf", paper("one")}};
  const VersionNote note{"2022-05-20T01:00:00Z", "Ban hành", {"urn:sovang:user:a", "A"}};
  Draft draft = must(storage.draft_object(id, first, note, "run/0", SyncMode::each_file));
  must(storage.verify(draft));
  EXPECT_FALSE(storage.has(id));
  must(storage.publish_object(draft, SyncMode::each_file));
  StoredObject object = must(storage.read(id));
  const std::vector<ContentFile> second{{"record.xml", "<b/>"}, {"decision.pdf", paper("one")}};
  draft = must(storage.draft_version(object, second, note, "run/1"));
  must(storage.publish_version(object, draft));
  object = must(storage.read(id));
  EXPECT_EQ(object.inventory.head(), 2);
  EXPECT_EQ(must(Storage::read_file(object, "record.xml")), "<b/>");
  EXPECT_EQ(must(Storage::read_file_of(object, 1, "record.xml")), "<a/>");
  EXPECT_EQ(must(Storage::read_file(object, "decision.pdf")), paper("one"));
  EXPECT_EQ(to_hex(digest(HashKind::sha512, must(Storage::version_inventory(object, 2)))),
            object.inventory_sha512);
}

}  // namespace
}  // namespace sovang::archive
