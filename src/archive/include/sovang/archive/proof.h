#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/date.h"
#include "sovang/base/result.h"

/// What anybody can check about an archive with nothing but published files: no archive, no network, no
/// trust in this program (archive-design §8; docs/formats/archive.md says how to check without it).
namespace sovang::archive {

/// A signed statement: the log of this name has so many leaves and this root (C2SP tlog-checkpoint).
struct Checkpoint {
  std::string origin;  ///< "sovang.qnam/log"
  std::uint64_t size = 0;
  Bytes root;  ///< 32 bytes
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

enum class KeyPurpose : std::uint8_t { log, code };
[[nodiscard]] std::string_view to_string(KeyPurpose purpose);

/// A public key of the office.
struct PublishedKey {
  KeyPurpose purpose = KeyPurpose::log;
  Bytes key;  ///< Ed25519, 32 bytes
  /// From when on it signs: size of the log of documents, day since 1970-01-01 for codes. 0 for the first.
  std::uint64_t from = 0;
  std::uint64_t from_actions = 0;  ///< of purpose log: size of the log of actions
  Bytes endorsement;  ///< signature of endorsed_text() by the key before it; empty for the first key
  friend bool operator==(const PublishedKey&, const PublishedKey&) = default;
};
/// The short name of a public key: the first 4 bytes of its SHA-256.
[[nodiscard]] Bytes key_id(ByteView public_key);
/// What the older key signs when it hands over to this one.
[[nodiscard]] std::string endorsed_text(const PublishedKey& key);

/// All keys an office ever signed with, as `log/keys` lists them, oldest first. An old key keeps verifying
/// what it signed, and nothing later than its successor's `from`.
class PublishedKeys {
 public:
  /// Reads the list and checks that each key but the first of a purpose is endorsed by the one before it.
  /// Code `corrupt`.
  [[nodiscard]] static Result<PublishedKeys> read(std::string_view text);
  [[nodiscard]] std::string text() const;

  void add(PublishedKey key) { keys_.push_back(std::move(key)); }
  [[nodiscard]] std::span<const PublishedKey> all() const { return keys_; }
  [[nodiscard]] const PublishedKey* newest(KeyPurpose purpose) const;
  [[nodiscard]] const PublishedKey* with_id(KeyPurpose purpose, ByteView id) const;
  /// The key that took over from this one; none while it is in use.
  [[nodiscard]] const PublishedKey* successor(const PublishedKey& key) const;
  /// True if this list begins with all keys of `older`: no key was taken back or exchanged.
  [[nodiscard]] bool continues(const PublishedKeys& older) const;

 private:
  std::vector<PublishedKey> keys_;
};

/// Reads a signed note and checks its signature. Code `corrupt`, also for a key that had been replaced when
/// the log had this size.
[[nodiscard]] Result<Checkpoint> read_checkpoint(std::string_view note, const PublishedKeys& keys);

/// What the QR of a certificate holds (archive-design §8). No personal data.
struct CertificateCode {
  Bytes serial;  ///< 8 bytes
  Date issued;
  Bytes award_mark;  ///< 1 byte
  Bytes text_hash;   ///< first 16 bytes of the SHA-256 of CertificateFacts::text()
  friend bool operator==(const CertificateCode&, const CertificateCode&) = default;
};

/// What stands on a certificate, for a comparison with its code.
struct CertificateFacts {
  std::string book_number;  ///< số sổ vàng
  std::string name;
  std::string unit;
  std::string award;     ///< "BKT-C"
  std::string decision;  ///< "1288/QĐ-UBND"
  Date issued;
  /// "number|name|unit|award|decision|date", the text that the code binds.
  [[nodiscard]] std::string text() const;
};

/// Reads a code, with or without the address before it, and checks its signature. Code `invalid_input`: no
/// code at all; `forbidden`: not signed by one of these keys, or by one that had been replaced by then.
[[nodiscard]] Result<CertificateCode> read_code(std::string_view text, const PublishedKeys& keys);
/// Does the code belong to a certificate on which this stands? Code `findings` if it does not.
[[nodiscard]] Status compare(const CertificateCode& code, const CertificateFacts& facts);

/// One certificate's place in the salted tree of its decision.
struct CertificatePlace {
  std::uint64_t index = 0;
  std::uint64_t count = 0;
  std::string data;  ///< "number ⇥ name ⇥ unit ⇥ award ⇥ salt"
  std::vector<Bytes> path;
};

/// Shows that a paper was kept, when and how it stood then: leaf → log → signed checkpoint, and the paper →
/// inventory → leaf. Complete in itself.
struct PaperProof {
  std::string leaf;  ///< the fields of archive-design §8, tabs between them
  std::uint64_t index = 0;
  std::vector<Bytes> path;
  std::string checkpoint;  ///< signed note
  std::optional<CertificatePlace> certificate;
  std::string file;       ///< logical path of the paper
  std::string inventory;  ///< inventory.json of that version
};

/// The proof as a text file (docs/formats/archive.md) and back. Code `invalid_input`; at most 64 MiB.
[[nodiscard]] std::string to_text(const PaperProof& proof);
[[nodiscard]] Result<PaperProof> read_proof(std::string_view text);

/// What a proof says, all of it checked.
struct ProvenPaper {
  std::string record_id;
  int version = 1;
  std::string decision;  ///< number
  std::string issued;    ///< ISO date
  std::string state;     ///< as it was in this version: "issued", "corrected", "revoked"
  std::uint64_t log_index = 0;
  Checkpoint checkpoint;
  std::string certificate;  ///< "number ⇥ name ⇥ unit ⇥ award", empty if the paper is no certificate
};

/// Checks all links of the chain over the paper's bytes. Code `forbidden`, with the link that does not hold.
[[nodiscard]] Result<ProvenPaper> check(const PaperProof& proof, ByteView paper, const PublishedKeys& keys);

/// A proof for log monitors: the leaf at `index` is under the checkpoint (C2SP tlog-proof).
struct InclusionProof {
  std::uint64_t index = 0;
  std::vector<Bytes> path;
  std::string checkpoint;
};
[[nodiscard]] std::string to_text(const InclusionProof& proof);
[[nodiscard]] Result<InclusionProof> read_inclusion_proof(std::string_view text);
[[nodiscard]] bool holds(const InclusionProof& proof, ByteView leaf_hash, const PublishedKeys& keys);

/// The log that had `from` leaves was only continued (body of C2SP tlog-witness: old size, path, checkpoint).
struct ConsistencyProof {
  std::uint64_t from = 0;
  std::vector<Bytes> path;
  std::string checkpoint;
};
[[nodiscard]] std::string to_text(const ConsistencyProof& proof);
[[nodiscard]] Result<ConsistencyProof> read_consistency_proof(std::string_view text);
[[nodiscard]] bool holds(const ConsistencyProof& proof, const Checkpoint& before, const PublishedKeys& keys);

}  // namespace sovang::archive
