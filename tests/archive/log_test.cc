#include "log.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/hash.h"

#include "archive_fixture.h"
#include "merkle.h"

namespace sovang::archive {
namespace {

/// The published test vectors of certificate transparency (archive-design §8).
const std::array<std::string, 8> vector_leaves{
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::array<std::string, 8> vector_roots{
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Bytes> leaves_of(std::size_t count) {
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(merkle::leaf_hash(std::to_string(i)));
  return out;
}

/// The definition of RFC 6962 §2.1, as slow as it reads.
Bytes root_by_definition(std::span<const Bytes> leaves) {
  if (leaves.empty()) return digest(HashKind::sha256, "");
  if (leaves.size() == 1) return leaves[0];
  std::size_t split = 1;
  while (2 * split < leaves.size())
    split *= 2;
  return merkle::node_hash(root_by_definition(leaves.first(split)),
                           root_by_definition(leaves.subspan(split)));
}

TEST(Merkle, GivesThePublishedRoots) {
  std::vector<Bytes> leaves;
  for (std::size_t i = 0; i < vector_leaves.size(); ++i) {
    leaves.push_back(merkle::leaf_hash(*from_hex(vector_leaves[i])));
    EXPECT_EQ(to_hex(merkle::root(leaves)), vector_roots[i]) << i + 1;
  }
  EXPECT_EQ(merkle::root({}), digest(HashKind::sha256, ""));
}

TEST(Merkle, GrowingRootIsTheRootByDefinition) {
  const std::vector<Bytes> leaves = leaves_of(70);
  merkle::Growing tree;
  for (std::size_t n = 0; n < leaves.size(); ++n) {
    EXPECT_EQ(tree.root(), root_by_definition(std::span(leaves).first(n))) << n;
    tree.add(leaves[n]);
  }
}

TEST(Merkle, EveryLeafOfEveryTreeIsProved) {
  const std::vector<Bytes> all = leaves_of(40);
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const std::span leaves = std::span(all).first(size);
    const Bytes root = merkle::root(leaves);
    for (std::size_t i = 0; i < size; ++i) {
      const auto proof = merkle::inclusion_proof(leaves, i);
      EXPECT_TRUE(merkle::proves_inclusion(proof, leaves[i], i, size, root)) << size << " " << i;
      EXPECT_FALSE(merkle::proves_inclusion(proof, all[(i + 1) % all.size()], i, size, root));
      EXPECT_FALSE(merkle::proves_inclusion(proof, leaves[i], i, size, merkle::leaf_hash("x")));
      EXPECT_FALSE(merkle::proves_inclusion(proof, leaves[i], i + size, size, root));
    }
  }
}

TEST(Merkle, EveryTreeIsProvedToBeTheBeginningOfEveryLarger) {
  const std::vector<Bytes> all = leaves_of(40);
  for (std::size_t after = 1; after <= all.size(); ++after) {
    const Bytes new_root = merkle::root(std::span(all).first(after));
    for (std::size_t before = 1; before <= after; ++before) {
      const Bytes old_root = merkle::root(std::span(all).first(before));
      const auto proof = merkle::consistency_proof(std::span(all).first(after), before);
      EXPECT_TRUE(merkle::proves_consistency(proof, before, after, old_root, new_root))
          << before << " " << after;
      EXPECT_FALSE(merkle::proves_consistency(proof, before, after, merkle::leaf_hash("x"), new_root));
      if (before < after) {
        EXPECT_FALSE(merkle::proves_consistency(proof, before, after, old_root, merkle::leaf_hash("x")));
      }
    }
  }
}

class LogTest : public ::testing::Test {
 protected:
  LogTest() {
    must(ArchiveKeys::create(folder_.path() / "keys", ids_));
    keys_ = must(ArchiveKeys::load(folder_.path() / "keys", folder_.path() / "list"));
    must(TransparencyLog::create(log_, "sovang.qnam/log", keys_));
  }
  TransparencyLog open() { return must(TransparencyLog::open(log_, keys_)); }
  void damage(const std::string& file, std::size_t at) {
    Bytes bytes = must(files::read(log_ / file));
    bytes.at(at) = static_cast<char>(bytes.at(at) ^ 1);
    must(files::replace(log_ / file, bytes));
  }

  files::TemporaryFolder folder_ = scratch_folder();
  std::filesystem::path log_ = folder_.path() / "log";
  SequenceIds ids_{11};
  ArchiveKeys keys_;
};

TEST_F(LogTest, RemembersItsLeavesInOrder) {
  const auto leaves = leaves_of(5);
  {
    TransparencyLog log = open();
    must(log.append(std::span(leaves).first(2)));
    must(log.append(std::span(leaves).subspan(2)));
  }
  const TransparencyLog log = open();
  EXPECT_EQ(log.size(), 5U);
  EXPECT_EQ(log.find(leaves[3]), 3U);
  EXPECT_EQ(log.find(merkle::leaf_hash("x")), std::nullopt);
  EXPECT_EQ(log.checkpoint().root, merkle::root(leaves));
}

TEST_F(LogTest, EveryFlippedBitOfLeavesAndCheckpointIsFound) {
  TransparencyLog log = open();
  must(log.append(leaves_of(3)));
  for (const std::size_t at : {0U, 31U, 32U, 95U}) {
    damage("leaves", at);
    EXPECT_FALSE(TransparencyLog::open(log_, keys_).has_value()) << at;
    damage("leaves", at);
  }
  const std::size_t size = must(files::read(log_ / "checkpoint")).size();
  for (std::size_t at = 0; at < size; ++at) {
    damage("checkpoint", at);
    EXPECT_FALSE(TransparencyLog::open(log_, keys_).has_value()) << at;
    damage("checkpoint", at);
  }
  EXPECT_TRUE(TransparencyLog::open(log_, keys_).has_value());
}

TEST_F(LogTest, RolledBackLeavesAreFound) {
  TransparencyLog log = open();
  must(log.append(leaves_of(3)));
  std::filesystem::resize_file(log_ / "leaves", 64);
  const auto opened = TransparencyLog::open(log_, keys_);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
}

TEST_F(LogTest, TornAndUnsignedLeavesAreMended) {
  TransparencyLog log = open();
  must(log.append(leaves_of(2)));
  must(files::append(log_ / "leaves", merkle::leaf_hash("third") + "torn"));
  TransparencyLog again = open();
  EXPECT_EQ(again.size(), 3U);
  EXPECT_EQ(again.checkpoint().size, 2U);
  const auto third = [](ByteView leaf) { return leaf == merkle::leaf_hash("third"); };
  EXPECT_FALSE(must(again.repair(third)).empty());
  EXPECT_TRUE(must(open().repair(third)).empty());
  EXPECT_EQ(open().checkpoint().size, 3U);
  EXPECT_EQ(must(files::read(log_ / "leaves")).size(), 96U);
}

/// Found by crash images (LOG-03): nine leaves came back as zeros, and recovery signed them.
TEST_F(LogTest, LeavesBehindTheCheckpointThatNothingStandsBehindAreCutOff) {
  const std::vector<Bytes> leaves = leaves_of(4);
  TransparencyLog log = open();
  must(log.append(std::span(leaves).first(2)));
  must(files::append(log_ / "leaves", leaves[2] + Bytes(64, '\0') + leaves[3]));
  TransparencyLog again = open();
  EXPECT_FALSE(again.is_settled());
  const auto is_ours = [&](ByteView leaf) { return std::ranges::find(leaves, leaf) != leaves.end(); };
  EXPECT_FALSE(must(again.repair(is_ours)).empty());
  EXPECT_TRUE(again.is_settled());
  EXPECT_EQ(again.size(), 3U) << "the leaf behind the zeros has another place now, or none";
  must(again.append(std::span(leaves).subspan(3)));
  EXPECT_EQ(open().checkpoint().root, merkle::root(leaves));
  EXPECT_EQ(open().wrong_tiles(), std::vector<std::string>{});
}

TEST_F(LogTest, CheckpointOfAnotherKeyIsRefused) {
  SequenceIds other_ids{12};
  must(ArchiveKeys::create(folder_.path() / "other", other_ids));
  const ArchiveKeys other = must(ArchiveKeys::load(folder_.path() / "other", folder_.path() / "list"));
  EXPECT_FALSE(TransparencyLog::open(log_, other).has_value());
}

TEST_F(LogTest, KeysThatOthersCanReadAreRefused) {
  const auto key = folder_.path() / "keys" / "log.key";
  std::filesystem::permissions(key, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  const auto loaded = ArchiveKeys::load(folder_.path() / "keys", folder_.path() / "list");
  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().code, ErrorCode::forbidden);
}

TEST_F(LogTest, MakingKeysAgainKeepsThem) {
  must(ArchiveKeys::create(folder_.path() / "keys", ids_));
  EXPECT_EQ(must(ArchiveKeys::load(folder_.path() / "keys", folder_.path() / "list")).published.text(),
            keys_.published.text());
}

TEST(KeyedDigest, IsHmacSha256) {
  // RFC 4231, test case 2.
  EXPECT_EQ(to_hex(keyed_digest("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(SigningKey, SignsAsRfc8032) {
  // RFC 8032 §7.1, test 1.
  const SigningKey key =
      SigningKey::from_seed(*from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  EXPECT_EQ(to_hex(key.public_key()), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_TRUE(verifies(key.public_key(), "", key.sign("")));
  EXPECT_FALSE(verifies(key.public_key(), "x", key.sign("")));
}

}  // namespace
}  // namespace sovang::archive
