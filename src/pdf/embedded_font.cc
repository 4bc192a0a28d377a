#include "embedded_font.h"

#include <algorithm>
#include <vector>

#include "numbers.h"

namespace sovang::pdf {
namespace {

/// The six capitals before a subset's name (ISO 32000-1 §9.6.4): a digest of the glyphs, so that equal
/// subsets have equal names and different ones almost never.
std::string tag_of(const GlyphSet& glyphs) {
  std::uint64_t hash = glyphs.hash();
  std::string tag;
  for (int i = 0; i < 6; ++i) {
    tag += static_cast<char>('A' + hash % 26);
    hash /= 26;
  }
  return tag;
}

/// Widths as "36 [722 667] 40 [610] …": runs of neighbours.
std::string widths_of(const EmbeddableFace& face, const GlyphSet& glyphs) {
  std::string out = "[";
  int next = -1;
  glyphs.for_each([&](std::uint16_t glyph) {
    if (glyph != next) {
      if (next >= 0) out += ']';
      append_int(out, glyph);
      out += '[';
    } else {
      out += ' ';
    }
    append_int(out, face.width(glyph));
    next = glyph + 1;
  });
  if (next >= 0) out += ']';
  return out + ']';
}

std::string to_unicode_of(const EmbeddableFace& face, const GlyphSet& glyphs) {
  constexpr std::size_t block = 100;  // ISO 32000-1 §9.10.3: at most 100 entries between begin and end
  std::string out =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  std::vector<std::uint16_t> mapped;
  glyphs.for_each([&](std::uint16_t glyph) { mapped.push_back(glyph); });
  for (std::size_t begin = 0; begin < mapped.size(); begin += block) {
    const std::size_t end = std::min(mapped.size(), begin + block);
    append_int(out, static_cast<std::int64_t>(end - begin));
    out += " beginbfchar\n";
    for (std::size_t i = begin; i < end; ++i) {
      out += '<';
      append_hex4(out, mapped[i]);
      out += "> <";
      const char32_t character = face.character(mapped[i]);
      append_utf16_hex(out, character == 0 ? U'\uFFFD' : character);
      out += ">\n";
    }
    out += "endbfchar\n";
  }
  return out + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

Bytes big_endian(const std::vector<std::uint16_t>& values) {
  Bytes out;
  out.reserve(values.size() * 2);
  for (const std::uint16_t value : values) {
    out += static_cast<char>(value >> 8U);
    out += static_cast<char>(value & 0xFFU);
  }
  return out;
}

/// One bit a CID, the highest bit of the first byte is CID 0.
Bytes bits_of(const GlyphSet& glyphs) {
  Bytes out;
  const auto set = [&](std::uint16_t cid) {
    if (out.size() <= cid / 8U) out.resize(cid / 8U + 1);
    out[cid / 8U] = static_cast<char>(static_cast<unsigned char>(out[cid / 8U]) | 0x80U >> (cid % 8U));
  };
  set(0);
  glyphs.for_each(set);
  return out;
}

}  // namespace

Result<EmbeddedFont> embed(const EmbeddableFace& face, const GlyphSet& glyphs, Packer& packer, Effort effort,
                           WithCidSet with_cid_set) {
  const Subset subset = SOVANG_TRY(face.subset(glyphs));
  EmbeddedFont font;
  font.name = tag_of(glyphs) + '+' + face.name();
  font.descriptor = face.descriptor();
  font.widths = widths_of(face, glyphs);
  font.program_size = subset.font.size();
  font.program = packer.pack(subset.font, effort);
  font.glyph_of_cid = packer.pack(big_endian(subset.glyph_of_cid), effort);
  font.to_unicode = packer.pack(to_unicode_of(face, glyphs), effort);
  if (with_cid_set == WithCidSet::yes) font.cids = packer.pack(bits_of(glyphs), effort);
  font.glyphs = glyphs;
  return font;
}

ObjectRef put_font(ObjectFile& file, const EmbeddedFont& font) {
  const ObjectRef program =
      file.add_stream("/Filter /FlateDecode /Length1 " + std::to_string(font.program_size), font.program);
  const ObjectRef map = file.add_stream("/Filter /FlateDecode", font.glyph_of_cid);
  const ObjectRef to_unicode = file.add_stream("/Filter /FlateDecode", font.to_unicode);
  std::string descriptor = "/Type /FontDescriptor /FontName /" + font.name + ' ' + font.descriptor +
                           " /FontFile2 " + to_text(program);
  if (!font.cids.empty()) {
    descriptor += " /CIDSet " + to_text(file.add_stream("/Filter /FlateDecode", font.cids));
  }
  const ObjectRef described = file.add(std::move(descriptor));
  const ObjectRef descendant =
      file.add("/Type /Font /Subtype /CIDFontType2 /BaseFont /" + font.name +
               " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 0 /W " +
               font.widths + " /CIDToGIDMap " + to_text(map) + " /FontDescriptor " + to_text(described));
  return file.add("/Type /Font /Subtype /Type0 /BaseFont /" + font.name +
                  " /Encoding /Identity-H /DescendantFonts [" + to_text(descendant) + "] /ToUnicode " +
                  to_text(to_unicode));
}

}  // namespace sovang::pdf
