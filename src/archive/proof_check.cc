// Checking proofs with nothing but published keys.
#include <array>

#include "sovang/archive/proof.h"
#include "sovang/base/hash.h"

#include "inventory.h"
#include "merkle.h"

namespace sovang::archive {
namespace {

constexpr std::size_t leaf_fields = 9;

/// The fields of a leaf, in the order of archive-design §8.
enum LeafField : std::size_t {
  format,
  id,
  version,
  inventory,
  decision,
  certificates,
  number,
  issued,
  state
};

tl::unexpected<Error> broken(std::string_view why) {
  return fail(ErrorCode::forbidden, "bằng chứng không đứng vững: " + std::string(why));
}

Result<std::array<std::string, leaf_fields>> fields_of(std::string_view leaf) {
  std::array<std::string, leaf_fields> out;
  for (std::size_t i = 0; i < leaf_fields; ++i) {
    const std::size_t tab = leaf.find('\t');
    if ((tab == std::string_view::npos) != (i + 1 == leaf_fields)) return broken("mục nhật ký sai dạng");
    out[i] = std::string(leaf.substr(0, tab));
    leaf.remove_prefix(tab == std::string_view::npos ? leaf.size() : tab + 1);
  }
  if (out[format] != "v1") return broken("mục nhật ký theo mẫu lạ");
  return out;
}

/// The data of a certificate, without its salt.
Result<std::string> check_certificate(const CertificatePlace& place, std::string_view root_hex) {
  const auto root = from_hex(root_hex);
  if (!root ||
      !merkle::proves_inclusion(place.path, merkle::leaf_hash(place.data), place.index, place.count, *root)) {
    return broken("dòng của bằng không thuộc quyết định này");
  }
  const std::size_t salt = place.data.rfind('\t');
  if (salt == std::string::npos) return broken("dòng của bằng sai dạng");
  return place.data.substr(0, salt);
}

/// Is the paper the file of this version that the inventory speaks of?
Status check_paper(const PaperProof& proof, ByteView paper, const std::string& version_text) {
  const Result<Inventory> inventory = parse_inventory(proof.inventory);
  if (!inventory) return broken("bản kê tệp không đọc được");
  if (version_name(inventory->head()) != version_text) return broken("bản kê tệp của phiên bản khác");
  const auto& files = inventory->versions.back().state;
  const auto file = files.find(proof.file);
  if (file == files.end()) return broken("bản kê không có tệp «" + proof.file + "»");
  if (file->second != to_hex(digest(HashKind::sha512, paper)))
    return broken("tệp không giống từng byte với «" + proof.file + "» đã lưu");
  return {};
}

}  // namespace

Result<ProvenPaper> check(const PaperProof& proof, ByteView paper, const PublishedKeys& keys) {
  const std::array<std::string, leaf_fields> leaf = SOVANG_TRY(fields_of(proof.leaf));
  const Result<Checkpoint> checkpoint = read_checkpoint(proof.checkpoint, keys);
  if (!checkpoint) return broken(checkpoint.error().message);
  if (!merkle::proves_inclusion(proof.path, merkle::leaf_hash(proof.leaf), proof.index, checkpoint->size,
                                checkpoint->root)) {
    return broken("mục nhật ký không nằm dưới điểm chốt đã ký");
  }
  if (to_hex(digest(HashKind::sha512, proof.inventory)) != leaf[LeafField::inventory])
    return broken("bản kê tệp không phải của mục nhật ký này");
  SOVANG_TRY(check_paper(proof, paper, leaf[version]));
  ProvenPaper out;
  out.record_id = leaf[id];
  out.version = static_cast<int>(std::strtol(leaf[version].c_str() + 1, nullptr, 10));
  out.decision = leaf[number];
  out.issued = leaf[issued];
  out.state = leaf[state];
  out.log_index = proof.index;
  out.checkpoint = *checkpoint;
  if (proof.certificate)
    out.certificate = SOVANG_TRY(check_certificate(*proof.certificate, leaf[certificates]));
  return out;
}

bool holds(const InclusionProof& proof, ByteView leaf_hash, const PublishedKeys& keys) {
  const Result<Checkpoint> checkpoint = read_checkpoint(proof.checkpoint, keys);
  return checkpoint &&
         merkle::proves_inclusion(proof.path, leaf_hash, proof.index, checkpoint->size, checkpoint->root);
}

bool holds(const ConsistencyProof& proof, const Checkpoint& before, const PublishedKeys& keys) {
  const Result<Checkpoint> after = read_checkpoint(proof.checkpoint, keys);
  return after && after->origin == before.origin && proof.from == before.size &&
         merkle::proves_consistency(proof.path, before.size, after->size, before.root, after->root);
}

}  // namespace sovang::archive
