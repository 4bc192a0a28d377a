// REL-29 and the offline half of archive-design §8: proofs against an implementation that follows the
// definitions of RFC 6962 and nothing else.
#include "sovang/archive/proof.h"

#include <bit>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "sovang/base/hash.h"

#include "archive_fixture.h"
#include "log.h"
#include "merkle.h"
#include "note.h"
#include "tiles.h"

namespace sovang::archive {
namespace {
namespace fs = std::filesystem;

/// RFC 6962 §2.1 as it is written, over the leaf hashes d[begin:end).
class ByDefinition {
 public:
  explicit ByDefinition(std::vector<Bytes> leaves) : leaves_(std::move(leaves)) {}

  Bytes mth(std::size_t begin, std::size_t end) {
    if (begin == end) return digest(HashKind::sha256, "");
    if (end - begin == 1) return leaves_[begin];
    const auto known = known_.find({begin, end});
    if (known != known_.end()) return known->second;
    const std::size_t k = begin + split(end - begin);
    Bytes hash = digest(HashKind::sha256, "\x01" + mth(begin, k) + mth(k, end));
    return known_.emplace(std::pair(begin, end), std::move(hash)).first->second;
  }
  std::vector<Bytes> path(std::size_t m, std::size_t begin, std::size_t end) {
    if (end - begin <= 1) return {};
    const std::size_t k = split(end - begin);
    return m < k ? append(path(m, begin, begin + k), mth(begin + k, end))
                 : append(path(m - k, begin + k, end), mth(begin, begin + k));
  }
  std::vector<Bytes> subproof(std::size_t m, std::size_t begin, std::size_t end, bool whole) {
    const std::size_t n = end - begin;
    if (m == n) return whole ? std::vector<Bytes>{} : std::vector<Bytes>{mth(begin, end)};
    const std::size_t k = split(n);
    return m <= k ? append(subproof(m, begin, begin + k, whole), mth(begin + k, end))
                  : append(subproof(m - k, begin + k, end, false), mth(begin, begin + k));
  }

 private:
  static std::size_t split(std::size_t n) {
    std::size_t k = 1;
    while (2 * k < n)
      k *= 2;
    return k;
  }
  static std::vector<Bytes> append(std::vector<Bytes> list, Bytes one) {
    list.push_back(std::move(one));
    return list;
  }
  std::vector<Bytes> leaves_;
  std::map<std::pair<std::size_t, std::size_t>, Bytes> known_;
};

std::vector<Bytes> numbered_leaves(std::size_t count) {
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(merkle::leaf_hash("leaf " + std::to_string(i)));
  return out;
}

/// A log in a folder, as the archive writes it.
class PublishedLogTest : public ::testing::Test {
 protected:
  PublishedLogTest() {
    must(ArchiveKeys::create(secrets_, ids_));
    keys_ = must(ArchiveKeys::load(secrets_, list_));
    must(TransparencyLog::create(log_, "sovang.qnam/log", keys_));
    must(files::replace(list_, keys_.published.text()));
  }
  void rotate_log_key(std::uint64_t from) {
    PublishedKey start;
    start.from = from;
    must(ArchiveKeys::rotate(secrets_, list_, start, ids_));
    keys_ = must(ArchiveKeys::load(secrets_, list_));
    must(must(TransparencyLog::open(log_, keys_)).sign());
  }

  files::TemporaryFolder folder_ = scratch_folder();
  fs::path log_ = folder_.path() / "log";
  fs::path secrets_ = folder_.path() / "keys";
  fs::path list_ = log_ / "keys";
  SequenceIds ids_{21};
  ArchiveKeys keys_;
};

TEST_F(PublishedLogTest, TilesProveEveryLeafAndEveryPairOfCheckpoints) {
  // SOVANG_FULL=1 takes every pair up to 1,000, else every pair up to 130 and a grid beyond.
  constexpr std::size_t count = 1000;
  const bool full = std::getenv("SOVANG_FULL") != nullptr;
  const std::vector<Bytes> leaves = numbered_leaves(count);
  must(must(TransparencyLog::open(log_, keys_)).append(leaves));
  ByDefinition expected(leaves);
  TileReader tiles(log_, count);
  std::size_t inclusions = 0;
  std::size_t consistencies = 0;
  for (std::size_t size = 1; size <= count; ++size) {
    if (!full && size > 130 && size % 87 != 0 && size != count) continue;
    const Bytes root = expected.mth(0, size);
    ASSERT_EQ(must(tiles.root(size)), root);
    for (std::size_t i = 0; i < size; ++i) {
      const std::vector<Bytes> path = must(tiles.inclusion(i, size));
      ASSERT_EQ(path, expected.path(i, 0, size)) << i << " of " << size;
      ASSERT_TRUE(merkle::proves_inclusion(path, leaves[i], i, size, root));
      ++inclusions;
    }
    for (std::size_t before = 1; before <= size; ++before) {
      const std::vector<Bytes> proof = must(tiles.consistency(before, size));
      ASSERT_EQ(proof, expected.subproof(before, 0, size, true)) << before << " to " << size;
      ASSERT_TRUE(merkle::proves_consistency(proof, before, size, expected.mth(0, before), root));
      ++consistencies;
    }
  }
  RecordProperty("inclusions", static_cast<int>(inclusions));
  RecordProperty("consistencies", static_cast<int>(consistencies));
  EXPECT_GE(inclusions, full ? 500'500U : 10'000U);
  EXPECT_GE(consistencies, full ? 500'500U : 10'000U);
}

TEST_F(PublishedLogTest, GrowsInAnyStepsToTheSameTilesAndRoots) {
  const std::vector<Bytes> leaves = numbered_leaves(600);
  ByDefinition expected(leaves);
  std::size_t size = 0;
  for (const std::size_t step : {1U, 1U, 3U, 250U, 1U, 1U, 255U, 1U, 87U}) {
    // Every second time only the edge is read, as the trail of actions does.
    const auto load = step % 2 == 0 ? TransparencyLog::Load::all : TransparencyLog::Load::edge;
    TransparencyLog log = must(TransparencyLog::open(log_, keys_, load));
    must(log.append(std::span(leaves).subspan(size, step)));
    size += step;
    EXPECT_EQ(log.root(), expected.mth(0, size)) << size;
    const TransparencyLog whole = must(TransparencyLog::open(log_, keys_));
    EXPECT_EQ(whole.root(), expected.mth(0, size)) << size;
    EXPECT_EQ(whole.wrong_tiles(), std::vector<std::string>{}) << size;
  }
  EXPECT_EQ(size, 600U);
  EXPECT_TRUE(fs::exists(log_ / "tile/0/000"));
  EXPECT_TRUE(fs::exists(log_ / "tile/0/002.p/88"));
  EXPECT_TRUE(fs::exists(log_ / "tile/1/000.p/2"));
  EXPECT_FALSE(fs::exists(log_ / "tile/0/000.p")) << "beginnings of a full tile are not kept";
}

TEST(Tiles, AreNamedAsTlogTilesSays) {
  EXPECT_EQ((TileName{0, 0, 256}).path(), "tile/0/000");
  EXPECT_EQ((TileName{3, 67, 256}).path(), "tile/3/067");
  EXPECT_EQ((TileName{0, 1'234'067, 256}).path(), "tile/0/x001/x234/067");
  EXPECT_EQ((TileName{1, 1000, 17}).path(), "tile/1/x001/000.p/17");
}

TEST_F(PublishedLogTest, DamagedTilesAreNamedAndMadeAgain) {
  must(must(TransparencyLog::open(log_, keys_)).append(numbered_leaves(300)));
  Bytes tile = must(files::read(log_ / "tile/0/000"));
  tile[100] = static_cast<char>(tile[100] ^ 4);
  must(files::replace(log_ / "tile/0/000", tile));
  LogView damaged = must(LogView::open(log_, keys_.published));
  EXPECT_EQ(damaged.inclusion(3).error().code, ErrorCode::corrupt);
  fs::remove(log_ / "tile/0/001.p/44");
  TransparencyLog log = must(TransparencyLog::open(log_, keys_));
  EXPECT_EQ(log.wrong_tiles(), (std::vector<std::string>{"tile/0/000", "tile/0/001.p/44"}));
  EXPECT_EQ(must(log.repair({})).size(), 1U);
  EXPECT_EQ(must(TransparencyLog::open(log_, keys_)).wrong_tiles(), std::vector<std::string>{});
  LogView mended = must(LogView::open(log_, keys_.published));
  EXPECT_TRUE(mended.inclusion(3).has_value());
}

TEST_F(PublishedLogTest, ProofFilesComeBackAsTheyWereAndHold) {
  const std::vector<Bytes> leaves = numbered_leaves(40);
  must(must(TransparencyLog::open(log_, keys_)).append(std::span(leaves).first(17)));
  const Checkpoint then = must(LogView::open(log_, keys_.published)).checkpoint();
  must(must(TransparencyLog::open(log_, keys_)).append(std::span(leaves).subspan(17)));
  LogView view = must(LogView::open(log_, keys_.published));

  const InclusionProof inclusion = must(read_inclusion_proof(to_text(must(view.inclusion(5)))));
  EXPECT_TRUE(holds(inclusion, leaves[5], keys_.published));
  EXPECT_FALSE(holds(inclusion, leaves[6], keys_.published));
  const ConsistencyProof consistency = must(read_consistency_proof(to_text(must(view.consistency(17)))));
  EXPECT_TRUE(holds(consistency, then, keys_.published));
  Checkpoint forked = then;
  forked.root[3] = static_cast<char>(forked.root[3] ^ 1);
  EXPECT_FALSE(holds(consistency, forked, keys_.published));
  EXPECT_TRUE(must(view.continues(then)));
  EXPECT_FALSE(must(view.continues(forked)));
  EXPECT_EQ(view.inclusion(40).error().code, ErrorCode::not_found);
}

TEST_F(PublishedLogTest, OldKeyVerifiesWhatItSignedAndNothingLater) {
  must(must(TransparencyLog::open(log_, keys_)).append(numbered_leaves(3)));
  const ArchiveKeys old = keys_;
  const Bytes old_note = must(files::read(log_ / "checkpoint"));
  rotate_log_key(3);
  EXPECT_NE(keys_.log.public_key(), old.log.public_key());
  EXPECT_EQ(keys_.published.all().size(), 3U);
  EXPECT_TRUE(keys_.published.continues(old.published));
  EXPECT_TRUE(read_checkpoint(old_note, keys_.published).has_value());
  EXPECT_TRUE(read_checkpoint(must(files::read(log_ / "checkpoint")), keys_.published).has_value());
  // Whoever stole the old key signs nothing that counts.
  Checkpoint forged = must(read_checkpoint(old_note, keys_.published));
  forged.size = 4;
  EXPECT_FALSE(read_checkpoint(to_note(forged, old.log), keys_.published).has_value());
  EXPECT_TRUE(read_checkpoint(to_note(forged, keys_.log), keys_.published).has_value());
  forged.size = 2;
  EXPECT_FALSE(read_checkpoint(to_note(forged, keys_.log), keys_.published).has_value());
}

TEST_F(PublishedLogTest, KeyWithoutTheOldOnesSignatureIsNoKey) {
  rotate_log_key(0);
  std::string list = keys_.published.text();
  EXPECT_TRUE(PublishedKeys::read(list).has_value());
  std::size_t refused = 0;
  for (std::size_t at = 0; at < list.size(); ++at) {
    std::string changed = list;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    const auto read = PublishedKeys::read(changed);
    // Only the unused bits of a Base64 letter may change without a difference.
    if (!read || read->text() != list) ++refused;
    EXPECT_TRUE(!read || read->text() == list) << at;
  }
  EXPECT_GT(refused, list.size() * 9 / 10);
}

TEST_F(PublishedLogTest, RotationThatWasCutOffLeavesOneKeyInUse) {
  // Before the list names the new key it never was one.
  must(files::create(secrets_ / "log.key.next", to_hex(ids_.random_bytes(32)) + "\n"));
  fs::permissions(secrets_ / "log.key.next", fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(must(ArchiveKeys::load(secrets_, list_)).log.public_key(), keys_.log.public_key());
  EXPECT_TRUE(must(ArchiveKeys::settle(secrets_, list_)));
  EXPECT_FALSE(fs::exists(secrets_ / "log.key.next"));
  // Once the list names it, it is the key, though it still lies in the wrong place.
  const Bytes old_secret = must(files::read(secrets_ / "log.key"));
  rotate_log_key(0);
  fs::rename(secrets_ / "log.key", secrets_ / "log.key.next");
  must(files::create(secrets_ / "log.key", old_secret));
  fs::permissions(secrets_ / "log.key", fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(must(ArchiveKeys::load(secrets_, list_)).log.public_key(), keys_.log.public_key());
  EXPECT_TRUE(must(ArchiveKeys::settle(secrets_, list_)));
  EXPECT_FALSE(must(ArchiveKeys::settle(secrets_, list_)));
  EXPECT_EQ(must(ArchiveKeys::load(secrets_, list_)).log.public_key(), keys_.log.public_key());
}

TEST_F(PublishedLogTest, NoteWithAWitnessesSignatureIsReadToo) {
  const Bytes note = must(files::read(log_ / "checkpoint"));
  const std::size_t end_of_body = note.find("\n\n") + 2;
  const std::string cosigned =
      note.substr(0, end_of_body) + "\xE2\x80\x94 witness.example AAAAAAAA\n" + note.substr(end_of_body);
  EXPECT_TRUE(read_checkpoint(cosigned, keys_.published).has_value());
}

/// Papers of a real archive.
class PaperProofTest : public ArchiveTest {
 protected:
  PaperProofTest() {
    object_ = decision();
    for (RecordLine& line : object_.first.lines)
      line.certificate_code = must(archive_.certificate_code(object_.first, line));
    keep(archive_, decision("1/QĐ-UBND", 1, "1"));
    id_ = keep(archive_, object_);
    keys_ = must(archive_.published_keys());
  }

  Archive archive_ = open();
  std::pair<Record, std::vector<ContentFile>> object_;
  std::string id_;
  PublishedKeys keys_;
};

TEST_F(PaperProofTest, CertificateIsProvedFromAFileAlone) {
  const Bytes& paper_bytes = object_.second[3].bytes;
  const std::string text = to_text(must(archive_.prove_paper(paper_bytes)));
  const ProvenPaper proven = must(check(must(read_proof(text)), paper_bytes, keys_));
  EXPECT_EQ(proven.record_id, id_);
  EXPECT_EQ(proven.decision, "1288/QĐ-UBND");
  EXPECT_EQ(proven.issued, "2022-05-20");
  EXPECT_EQ(proven.state, "issued");
  EXPECT_EQ(proven.certificate, "BK-2\tTrần Văn Hoà\tSở Y tế\tBKT-C");
  EXPECT_EQ(proven.checkpoint.size, 2U);
  // It says nothing about anybody else of the decision.
  EXPECT_EQ(text.find("Nguyễn Thị Mỹ"), std::string::npos);
}

TEST_F(PaperProofTest, ProofStillHoldsWhenTheLogHasGrownAndTheKeyHasChanged) {
  const Bytes& paper_bytes = object_.second[0].bytes;
  const PaperProof proof = must(archive_.prove_paper(paper_bytes));
  must(archive_.rotate_key(KeyPurpose::log, actor_));
  keep(archive_, decision("2/QĐ-UBND", 2, "2"));
  const PublishedKeys now = must(archive_.published_keys());
  EXPECT_TRUE(check(proof, paper_bytes, now).has_value());
  EXPECT_TRUE(check(must(archive_.prove_paper(paper_bytes)), paper_bytes, now).has_value());
  EXPECT_TRUE(must(archive_.audit({})).problems.empty());
  EXPECT_EQ(must(archive_.actions(100)).size(), 4U);  // kept, kept, key changed, kept
}

TEST_F(PaperProofTest, EveryChangedLetterOfAProofIsRefused) {
  const Bytes& paper_bytes = object_.second[2].bytes;
  const std::string text = to_text(must(archive_.prove_paper(paper_bytes)));
  std::size_t tried = 0;
  for (std::size_t at = 0; at < text.size(); at += 7) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const auto proof = read_proof(changed);
    if (!proof) continue;
    const auto answer = check(*proof, paper_bytes, keys_);
    // The name of the log's place in the file is not part of the proof; everything else is.
    EXPECT_FALSE(answer.has_value() && to_text(*proof) != text) << at << ": " << text.substr(at, 40);
    ++tried;
  }
  EXPECT_GT(tried, 100U);
  EXPECT_FALSE(check(must(read_proof(text)), object_.second[3].bytes, keys_).has_value());
  EXPECT_FALSE(check(must(read_proof(text)), paper_bytes + " ", keys_).has_value());
}

TEST_F(PaperProofTest, PaperThatIsNotOursHasNoProof) {
  const auto proof = archive_.prove_paper("strange");
  ASSERT_FALSE(proof.has_value());
  EXPECT_EQ(proof.error().code, ErrorCode::not_found);
}

TEST_F(PaperProofTest, TextsThatAreNoProofAreRefused) {
  const std::string good = to_text(must(archive_.prove_paper(object_.second[2].bytes)));
  for (const std::string& text :
       {std::string(), std::string("sovang-proof/v1\n"), good.substr(0, good.size() - 1), "x" + good,
        std::string("sovang-proof/v1\nindex 99999999999999999999\n"),
        std::string("sovang-proof/v1\ninventory 18446744073709551615\n")}) {
    const auto proof = read_proof(text);
    ASSERT_FALSE(proof.has_value());
    EXPECT_EQ(proof.error().code, ErrorCode::invalid_input);
  }
}

TEST_F(PaperProofTest, PublishedFilesAreThoseOfTheLogAndNothingElse) {
  EXPECT_EQ(must(archive_.log_file(LogKind::documents, "checkpoint")),
            must(archive_.checkpoint(LogKind::documents)));
  EXPECT_EQ(must(archive_.log_file(LogKind::documents, "tile/0/000.p/2")).size(), 64U);
  for (const char* path : {"leaves", "../keys/log.key", "tile/../../keys/log.key", "tile/0/999", "", "keys",
                           "witnesses", "entries", "tile//0/000"}) {
    EXPECT_FALSE(archive_.log_file(LogKind::documents, path).has_value()) << path;
  }
  EXPECT_FALSE(archive_.log_file(LogKind::actions, "entries").has_value());
}

}  // namespace
}  // namespace sovang::archive
