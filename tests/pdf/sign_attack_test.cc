#include <sstream>

#include <gmock/gmock.h>

#include "sovang/pdf/signatures.h"

#include "increment.h"
#include "sign_maker.h"

/// Files that somebody made to look signed. The names are those of the literature: Mladenov et al., "1
/// Trillion Dollar Refund" (2019: universal forgery, incremental saving, signature wrapping) and "Shadow
/// Attacks" (2021).
namespace sovang::pdf::testing {
namespace {

constexpr Instant read_on{1'700'000'000'000};

const Bytes& good() {
  static const Bytes made = signed_by(unsigned_pdf(Profile::pdfa_3b), person_order(), *signer_of(person()));
  return made;
}

/// The newest text of object `number`.
std::string object_text(const Bytes& pdf, std::uint32_t number) {
  const std::string head = "\n" + std::to_string(number) + " 0 obj\n";
  const std::size_t at = pdf.rfind(head);
  EXPECT_NE(at, Bytes::npos) << number;
  const std::size_t begin = at + head.size();
  return pdf.substr(begin, pdf.find("\nendobj", begin) - begin);
}

/// The number of the last object whose text holds `mark`.
std::uint32_t number_of(const Bytes& pdf, const std::string& mark) {
  const std::size_t at = pdf.rfind(mark);
  EXPECT_NE(at, Bytes::npos) << mark;
  const std::size_t end = pdf.rfind(" 0 obj\n", at);
  const std::size_t begin = pdf.rfind('\n', end) + 1;
  return static_cast<std::uint32_t>(std::stoul(pdf.substr(begin, end - begin)));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// /Root, /Info and /ID of the newest trailer.
std::string trailer_of(const Bytes& pdf) {
  const std::size_t at = pdf.find("/Root", pdf.rfind("trailer"));
  return pdf.substr(at, pdf.find(" /Prev", at) - at);
}

std::uint32_t size_of(const Bytes& pdf) {
  return static_cast<std::uint32_t>(std::stoul(pdf.substr(pdf.find("/Size ", pdf.rfind("trailer")) + 6, 10)));
}

Bytes with_increment(const Bytes& pdf, const std::vector<WrittenObject>& objects, std::string trailer = {}) {
  if (trailer.empty()) trailer = trailer_of(pdf);
  std::uint32_t size = size_of(pdf);
  for (const WrittenObject& object : objects)
    size = std::max(size, object.number + 1);
  return append_increment(pdf, read_file_end(pdf).value(), objects, size, trailer).file;
}

std::uint32_t signature_number() {
  return number_of(good(), "/Type /Sig ");
}

/// The signed page with another content.
Bytes with_other_page() {
  const std::uint32_t page = number_of(good(), "/Annots");
  const std::uint32_t added = size_of(good());
  const std::string text = "BT /F0 12 Tf 72 700 Td (10 000 000 000) Tj ET";
  std::string entries = object_text(good(), page);
  const std::size_t at = entries.find("/Contents ") + 10;
  entries.replace(at, entries.find(" R", at) + 2 - at, std::to_string(added) + " 0 R");
  return with_increment(
      good(),
      {{page, 0, entries},
       {added, 0, "<< /Length " + std::to_string(text.size()) + " >>\nstream\n" + text + "\nendstream"}});
}

Bytes with_note() {
  const std::uint32_t page = number_of(good(), "/Annots");
  const std::uint32_t added = size_of(good());
  std::string changed = object_text(good(), page);
  changed.insert(changed.find(']', changed.find("/Annots")), std::to_string(added) + " 0 R ");
  return with_increment(
      good(),
      {{page, 0, changed},
       {added, 0,
        "<< /Type /Annot /Subtype /FreeText /Rect [100 100 300 200] /Contents (10 000 000 000) /DA (/F0 "
        "12 Tf) /F 4 >>"}});
}

Bytes with_signature_text(const std::string& entries) {
  return with_increment(good(), {{signature_number(), 0, entries}});
}

/// The signature dictionary with one entry taken away or put differently.
Bytes with_signature_entry(const std::string& key, const std::string& value) {
  std::string entries = object_text(good(), signature_number());
  const std::size_t at = entries.find("/" + key);
  const char close = key == "Contents" ? '>' : ']';
  const std::size_t end = entries.find(close, at) + 1;
  return with_signature_text(entries.replace(at, end - at, value));
}

struct Range {
  std::size_t gap_begin = 0;
  std::size_t gap_end = 0;
};

Range gap_of(const Bytes& pdf) {
  const std::size_t begin = pdf.find('<', pdf.rfind("/ByteRange"));
  return {begin, pdf.find('>', begin) + 1};
}

/// The entries of the newest cross-reference table: number and offset.
std::vector<std::pair<std::uint32_t, std::size_t>> entries_of(const Bytes& pdf) {
  std::istringstream in(pdf.substr(read_file_end(pdf)->xref_offset));
  std::string word;
  in >> word;
  EXPECT_EQ(word, "xref");
  std::vector<std::pair<std::uint32_t, std::size_t>> out;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  while (in >> first >> count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      std::size_t offset = 0;
      int generation = 0;
      in >> offset >> generation >> word;
      out.emplace_back(first + i, offset);
    }
  }
  return out;
}

/// Signature wrapping: the second signed part moves to the end, and into the gap come a cross-reference table
/// that knows where everything is now, and a signature dictionary that leads around it. The hash is still
/// right.
Bytes wrapped() {
  const Range gap = gap_of(good());
  const std::size_t old_table = read_file_end(good())->xref_offset;
  const std::uint32_t signature = signature_number();
  const Bytes tail = good().substr(gap.gap_end);
  const std::string hex = good().substr(gap.gap_begin, gap.gap_end - gap.gap_begin);
  const std::string trailer =
      good().substr(good().rfind("trailer"), good().rfind("startxref") - good().rfind("trailer"));
  const auto dictionary = [&](std::size_t moved) {
    return std::to_string(signature) +
           " 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 " +
           std::to_string(gap.gap_begin) + ' ' + std::to_string(moved) + ' ' + std::to_string(tail.size()) +
           "] /Contents " + hex + " >>\nendobj\n";
  };
  const auto table = [&](std::size_t own, std::size_t moved) {
    std::string out = "xref\n";
    for (auto [number, offset] : entries_of(good())) {
      if (offset >= gap.gap_end) offset += moved - gap.gap_end;
      if (number == signature) offset = own;
      std::string digits = std::to_string(offset);
      digits.insert(0, 10 - digits.size(), '0');
      out += std::to_string(number) + " 1\n" + digits + " 00000 n \n";
    }
    return out + trailer;
  };
  // The tail's startxref leads to where the table was: there the new one is put.
  Bytes out = good().substr(0, gap.gap_end);
  EXPECT_GT(old_table, out.size());
  out.append(old_table - out.size(), ' ');
  const std::size_t own = old_table + table(1, gap.gap_end).size();
  std::size_t moved = own;
  for (int i = 0; i < 3; ++i)
    moved = own + dictionary(moved).size();
  out += table(own, moved) + dictionary(moved);
  EXPECT_EQ(out.size(), moved);
  return out + tail;
}

/// What somebody tries, and what must come of it.
struct Attack {
  std::string name;
  Bytes pdf;
  Integrity integrity;
  LaterChanges later;
  /// pdfsig looks at the mathematics only: it calls this one valid too, and says that the file is not
  /// covered.
  bool pdfsig_valid;
};

std::vector<Attack> attacks() {
  const std::string catalog = object_text(good(), number_of(good(), "/AcroForm"));
  const std::uint32_t next = size_of(good());
  const std::string other_root =
      replaced(trailer_of(good()), "/Root " + std::to_string(number_of(good(), "/AcroForm")) + " 0 R",
               "/Root " + std::to_string(next) + " 0 R");
  const auto entry = [](const std::string& key, const std::string& value) {
    return with_signature_entry(key, value);
  };
  const Integrity broken = Integrity::broken;
  const Integrity intact = Integrity::intact;
  const LaterChanges content = LaterChanges::content;
  return {
      {"incremental saving: another page content", with_other_page(), intact, content, true},
      {"incremental saving: objects without a table", good() + "1 0 obj\n<< >>\nendobj\n%%EOF\n", intact,
       content, true},
      {"incremental saving: the signature copied behind",
       with_signature_text(object_text(good(), signature_number())), intact, content, true},
      {"another catalog", with_increment(good(), {{next, 0, catalog}}, other_root), intact, content, true},
      {"shadow attack: a note over the text", with_note(), intact, LaterChanges::annotations, true},
      {"universal forgery: no /Contents", entry("Contents", ""), broken, content, false},
      {"universal forgery: empty /Contents", entry("Contents", "/Contents <>"), broken, content, false},
      {"universal forgery: /Contents null", entry("Contents", "/Contents null"), broken, content, false},
      {"universal forgery: /Contents of zeros", entry("Contents", "/Contents <00>"), broken, content, false},
      {"universal forgery: no /ByteRange", entry("ByteRange", ""), broken, content, false},
      {"universal forgery: /ByteRange null", entry("ByteRange", "/ByteRange null"), broken, content, false},
      {"universal forgery: negative /ByteRange", entry("ByteRange", "/ByteRange [0 -1 -1 0]"), broken,
       content, false},
      {"universal forgery: /ByteRange of nothing", entry("ByteRange", "/ByteRange [0 0 0 0]"), broken,
       content, false},
      {"universal forgery: /ByteRange beyond the file",
       entry("ByteRange", "/ByteRange [0 100 200 9223372036854775807]"), broken, content, false},
      {"signature wrapping", wrapped(), broken, content, true},
  };
}

TEST(SignatureAttacks, NoneHolds) {
  for (const Attack& attack : attacks()) {
    const auto found = read_signatures(attack.pdf, {}, read_on);
    ASSERT_TRUE(found) << attack.name << ": " << found.error().message;
    ASSERT_EQ(found->size(), 1U) << attack.name;
    const Signature& signature = found->front();
    EXPECT_EQ(to_string(signature.integrity), to_string(attack.integrity)) << attack.name;
    EXPECT_EQ(to_string(signature.later), to_string(attack.later)) << attack.name;
    EXPECT_FALSE(signature.holds()) << attack.name;
    EXPECT_FALSE(signature.covers_file && signature.integrity == Integrity::intact) << attack.name;
    EXPECT_FALSE(signature.findings.empty()) << attack.name;
  }
}

TEST(SignatureAttacks, PopplerAgrees) {
  for (const Attack& attack : attacks()) {
    const std::vector<PdfsigRow> rows = pdfsig(attack.pdf);
    const bool valid = rows.size() == 1 && rows[0].valid;
    EXPECT_EQ(valid, attack.pdfsig_valid) << attack.name << (rows.empty() ? "" : "\n" + rows[0].text);
    EXPECT_FALSE(valid && rows[0].whole) << attack.name;
  }
}

TEST(SignatureAttacks, PopplerAgreesOnTamperedFiles) {
  const Range gap = gap_of(good());
  for (std::size_t i = 0; i < 20; ++i) {
    Bytes bad = good();
    std::size_t at = 40 + i * (good().size() - 60) / 20;
    if (at >= gap.gap_begin && at < gap.gap_end) at = gap.gap_end + 1;
    bad[at] = bad[at] == 'x' ? 'y' : 'x';
    const auto found = read_signatures(bad, {}, read_on);
    const bool holds = found && found->size() == 1 && found->front().integrity == Integrity::intact;
    const std::vector<PdfsigRow> rows = pdfsig(bad);
    EXPECT_FALSE(holds) << at;
    EXPECT_FALSE(rows.size() == 1 && rows[0].valid) << at;
  }
}

TEST(SignatureAttacks, OurOwnFurtherSignaturesAreNoAttack) {
  Bytes pdf = twice_signed();
  SignatureOrder third = person_order();
  third.field = "ky_thu_ba";
  third.look.reset();
  third.place = {1, {}, {}, {}, {}};
  pdf = signed_by(pdf, third, *signer_of(office()));
  const auto found = read_signatures(pdf, {}, read_on).value();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].later, LaterChanges::signatures);
  EXPECT_EQ(found[1].later, LaterChanges::signatures);
  EXPECT_EQ(found[2].later, LaterChanges::none);
  for (const PdfsigRow& row : pdfsig(pdf))
    EXPECT_TRUE(row.valid) << row.text;
}

TEST(SignatureAttacks, NewMetadataShowNothingOnThePage) {
  const std::uint32_t info = number_of(good(), "/Producer");
  const Bytes pdf = with_increment(good(), {{info, 0, object_text(good(), info) + "\n"}});
  const auto found = read_signatures(pdf, {}, read_on).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].later, LaterChanges::signatures);
}

TEST(SignatureAttacks, AnotherPersonsOwnCertificateIsNotTrusted) {
  const Authority namesake;
  const Identity forger = namesake.issue(make_p256());
  SignatureOrder order = person_order();
  const Bytes pdf = signed_by(unsigned_pdf(), order, *signer_of(forger));
  TrustAnchors anchors;
  ASSERT_TRUE(anchors.add(authority().root_pem(), "goc.pem"));
  const auto found = read_signatures(pdf, anchors, read_on).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].integrity, Integrity::intact);
  EXPECT_NE(found[0].trust, Trust::trusted);
}

TEST(SignatureAttacks, AFileWithSomethingBeforeItsHeaderIsRefused) {
  EXPECT_FALSE(read_signatures("x" + good(), {}, read_on));
}

}  // namespace
}  // namespace sovang::pdf::testing
