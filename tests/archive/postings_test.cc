// The lists of the word index: what is written is read back, in groups too, and damage is found.
#include "postings.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace sovang::archive {
namespace {

/// A block of `size` entries with one, two or no places each, as they come in life.
PostingBlock made_block(std::size_t size, std::mt19937_64& chance, Postings& same) {
  PostingBlock out;
  EntryId entry = static_cast<EntryId>(chance() % (1U << 30U));
  for (std::size_t i = 0; i < size; ++i) {
    entry += 1 + static_cast<EntryId>(chance() % 10 == 0 ? chance() % (1U << 22U) : chance() % 3);
    std::vector<std::uint32_t> places{static_cast<std::uint32_t>(chance() % 300)};
    if (chance() % 7 == 0) places.push_back(places.front() + 1 + static_cast<std::uint32_t>(chance() % 5000));
    out.add(entry, places);
    same.add(entry, places);
  }
  return out;
}

std::vector<std::uint32_t> places_at(const Postings& postings, std::size_t index) {
  const auto places = postings.places(index);
  return {places.begin(), places.end()};
}

TEST(PostingBlock, GivesBackWhatWasPutInWhateverItsSize) {
  std::mt19937_64 chance(1);
  for (const std::size_t size : {1U, 2U, 127U, 128U, 129U, 1000U, 2047U, 2048U}) {
    Postings put;
    const PostingBlock block = made_block(size, chance, put);
    const Result<PostingBlock> read = PostingBlock::decode(block.first(), block.encode());
    ASSERT_TRUE(read.has_value()) << size;
    EXPECT_EQ(read->last(), put.entries().back());
    const Result<Postings> got = read->postings();
    ASSERT_TRUE(got.has_value()) << size;
    ASSERT_EQ(got->entries(), put.entries()) << size;
    for (std::size_t i = 0; i < size; ++i)
      ASSERT_EQ(places_at(*got, i), places_at(put, i)) << size << ", " << i;
  }
}

TEST(PostingBlock, AGroupIsReadWithoutTheOthers) {
  std::mt19937_64 chance(2);
  Postings put;
  const PostingBlock block = made_block(1000, chance, put);
  const Result<PostingBlock> read = PostingBlock::decode(block.first(), block.encode());
  ASSERT_TRUE(read.has_value());
  ASSERT_EQ(read->groups(), 8U);
  std::vector<EntryId> entries;
  ASSERT_TRUE(read->entries(7, entries).has_value());
  EXPECT_EQ(entries, std::vector<EntryId>(put.entries().begin() + 896, put.entries().end()));
  EXPECT_EQ(read->first_of_group(3), put.entries()[384]);
}

TEST(PostingBlock, GrowsAtItsEndAfterItWasRead) {
  std::mt19937_64 chance(3);
  Postings put;
  const PostingBlock block = made_block(300, chance, put);
  Result<PostingBlock> read = PostingBlock::decode(block.first(), block.encode());
  ASSERT_TRUE(read.has_value());
  const std::vector<std::uint32_t> places{4, 9};
  for (EntryId entry = block.last() + 1; !read->full(); entry += 2) {
    read->add(entry, places);
    put.add(entry, places);
  }
  const Result<PostingBlock> again = PostingBlock::decode(read->first(), read->encode());
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->postings()->entries(), put.entries());
  EXPECT_EQ(places_at(*again->postings(), 2047), places);
}

// No byte that is changed, lost or added makes it crash or loop; what it then reads is still in order.
TEST(PostingBlock, DamageIsFoundOrGivesAListInOrder) {
  std::mt19937_64 chance(4);
  Postings put;
  const PostingBlock block = made_block(400, chance, put);
  const Bytes whole = block.encode();
  for (int i = 0; i < 20'000; ++i) {
    Bytes bytes = whole;
    bytes[chance() % (i % 2 == 0 ? 40 : bytes.size())] = static_cast<char>(chance());
    if (i % 5 == 0) bytes.resize(chance() % bytes.size());
    const Result<PostingBlock> read = PostingBlock::decode(block.first(), bytes);
    if (!read) continue;
    std::vector<EntryId> entries;
    for (std::size_t group = 0; group < read->groups(); ++group) {
      if (!read->entries(group, entries)) continue;
      for (std::size_t at = 1; at < entries.size(); ++at)
        ASSERT_LT(entries[at - 1], entries[at]);
    }
    static_cast<void>(read->postings().has_value());
  }
}

}  // namespace
}  // namespace sovang::archive
