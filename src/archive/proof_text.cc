// Proofs as text files, and back (docs/formats/archive.md). The two for log monitors are those of C2SP
// (tlog-proof, and the body of a tlog-witness request).
#include <charconv>

#include "sovang/archive/proof.h"
#include "sovang/base/hash.h"

#include "note.h"

namespace sovang::archive {
namespace {

constexpr std::size_t max_text = std::size_t{64} << 20;
constexpr std::size_t max_path = 64;  // more hashes no path in a tree of 2^64 leaves has
constexpr std::size_t hash_size = 32;
constexpr std::string_view paper_title = "sovang-proof/v1";
constexpr std::string_view inclusion_title = "c2sp.org/tlog-proof@v1";

tl::unexpected<Error> bad(std::string_view why) {
  return fail(ErrorCode::invalid_input, "tệp bằng chứng không đọc được: " + std::string(why));
}

std::string lines_of(std::string_view word, const std::vector<Bytes>& hashes) {
  std::string out;
  for (const Bytes& hash : hashes)
    out += std::string(word) + to_base64(hash) + "\n";
  return out;
}

Result<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return bad("số sai dạng");
  return out;
}

Status add_hash(std::vector<Bytes>& path, std::string_view base64) {
  const auto hash = from_base64(base64);
  if (!hash || hash->size() != hash_size) return bad("mã băm sai dạng");
  if (path.size() == max_path) return bad("đường dẫn dài quá");
  path.push_back(*hash);
  return {};
}

/// "word rest" → rest, if the line begins with the word.
std::optional<std::string_view> after(std::string_view line, std::string_view word) {
  if (!line.starts_with(word) || line.size() <= word.size() || line[word.size()] != ' ') return std::nullopt;
  return line.substr(word.size() + 1);
}

/// "3 of 120"
Status read_place(std::string_view text, CertificatePlace& place) {
  constexpr std::string_view of = " of ";
  const std::size_t middle = text.find(of);
  if (middle == std::string_view::npos) return bad("vị trí của bằng sai dạng");
  place.index = SOVANG_TRY(number_of(text.substr(0, middle)));
  place.count = SOVANG_TRY(number_of(text.substr(middle + of.size())));
  return {};
}

/// One line of a paper's proof that begins with a word.
Status read_line(std::string_view line, PaperProof& proof) {
  if (const auto leaf = after(line, "leaf")) {
    proof.leaf = std::string(*leaf);
  } else if (const auto index = after(line, "index")) {
    proof.index = SOVANG_TRY(number_of(*index));
  } else if (const auto path = after(line, "path")) {
    SOVANG_TRY(add_hash(proof.path, *path));
  } else if (const auto place = after(line, "certificate")) {
    SOVANG_TRY(read_place(*place, proof.certificate.emplace()));
  } else if (const auto data = after(line, "certificate-data"); data && proof.certificate) {
    proof.certificate->data = std::string(*data);
  } else if (const auto step = after(line, "certificate-path"); step && proof.certificate) {
    SOVANG_TRY(add_hash(proof.certificate->path, *step));
  } else if (const auto file = after(line, "file")) {
    proof.file = std::string(*file);
  } else {
    return bad("có dòng lạ");
  }
  return {};
}

}  // namespace

std::string to_text(const PaperProof& proof) {
  std::string out = std::string(paper_title) + "\nleaf " + proof.leaf + "\nindex " +
                    std::to_string(proof.index) + "\n" + lines_of("path ", proof.path);
  if (proof.certificate) {
    out += "certificate " + std::to_string(proof.certificate->index) + " of " +
           std::to_string(proof.certificate->count) + "\ncertificate-data " + proof.certificate->data + "\n" +
           lines_of("certificate-path ", proof.certificate->path);
  }
  out += "file " + proof.file + "\n";
  out += "checkpoint " + std::to_string(proof.checkpoint.size()) + "\n" + proof.checkpoint;
  return out + "inventory " + std::to_string(proof.inventory.size()) + "\n" + proof.inventory;
}

Result<PaperProof> read_proof(std::string_view text) {
  if (text.size() > max_text) return bad("tệp quá lớn");
  PaperProof out;
  if (take_line(text) != paper_title) return bad("không phải tệp bằng chứng của Sổ Vàng");
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const auto note = after(line, "checkpoint");
    const auto inventory = after(line, "inventory");
    if (!note && !inventory) {
      SOVANG_TRY(read_line(line, out));
      continue;
    }
    const std::uint64_t size = SOVANG_TRY(number_of(note ? *note : *inventory));
    if (size > text.size()) return bad("tệp bị cắt");
    (note ? out.checkpoint : out.inventory) = std::string(text.substr(0, size));
    text.remove_prefix(size);
  }
  if (out.leaf.empty() || out.checkpoint.empty() || out.inventory.empty() || out.file.empty())
    return bad("thiếu một phần");
  return out;
}

std::string to_text(const InclusionProof& proof) {
  return std::string(inclusion_title) + "\nindex " + std::to_string(proof.index) + "\n" +
         lines_of("", proof.path) + "\n" + proof.checkpoint;
}

Result<InclusionProof> read_inclusion_proof(std::string_view text) {
  if (text.size() > max_text) return bad("tệp quá lớn");
  InclusionProof out;
  if (take_line(text) != inclusion_title) return bad("không phải bằng chứng có mặt (tlog-proof)");
  std::string_view line = take_line(text);
  if (line.starts_with("extra ")) line = take_line(text);
  const auto index = after(line, "index");
  if (!index) return bad("thiếu số thứ tự");
  out.index = SOVANG_TRY(number_of(*index));
  while (!text.empty() && !(line = take_line(text)).empty())
    SOVANG_TRY(add_hash(out.path, line));
  out.checkpoint = std::string(text);
  return out;
}

std::string to_text(const ConsistencyProof& proof) {
  return "old " + std::to_string(proof.from) + "\n" + lines_of("", proof.path) + "\n" + proof.checkpoint;
}

Result<ConsistencyProof> read_consistency_proof(std::string_view text) {
  if (text.size() > max_text) return bad("tệp quá lớn");
  ConsistencyProof out;
  std::string_view line = take_line(text);
  const auto from = after(line, "old");
  if (!from) return bad("không phải bằng chứng nối tiếp");
  out.from = SOVANG_TRY(number_of(*from));
  while (!text.empty() && !(line = take_line(text)).empty())
    SOVANG_TRY(add_hash(out.path, line));
  out.checkpoint = std::string(text);
  return out;
}

}  // namespace sovang::archive
