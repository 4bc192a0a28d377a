#include "floor/pdf_floor.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <unordered_map>
#include <variant>

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>
#include <libdeflate.h>

namespace sovang::bench {
namespace {

/// Handles live as long as the program's benchmark: the floor frees nothing that the batch shares.
struct FloorFace {
  std::string name;
  hb_face_t* face = nullptr;
  hb_font_t* font = nullptr;
  double per_unit = 0;

  explicit FloorFace(const layout::Face& from) : name(from.postscript_name) {
    hb_blob_t* blob = hb_blob_create(from.file->data(), static_cast<unsigned>(from.file->size()),
                                     HB_MEMORY_MODE_READONLY, nullptr, nullptr);
    hb_face_t* plain = hb_face_create(blob, 0);
    face = hb_subset_preprocess(plain);
    hb_face_destroy(plain);
    hb_blob_destroy(blob);
    font = hb_font_create(face);
    const auto em = static_cast<int>(hb_face_get_upem(face));
    hb_font_set_scale(font, em, em);
    per_unit = 1000.0 / em;
  }
  FloorFace(const FloorFace&) = delete;
  FloorFace& operator=(const FloorFace&) = delete;
  ~FloorFace() {
    hb_font_destroy(font);
    hb_face_destroy(face);
  }
};

/// A face in one file or in one batch: CIDs in order of first use.
struct FloorFont {
  const FloorFace* face = nullptr;
  std::unordered_map<unsigned, unsigned> cids;
  std::vector<unsigned> glyphs;
  std::vector<std::string> texts;

  unsigned cid(unsigned glyph, std::string_view text) {
    const auto [at, fresh] = cids.try_emplace(glyph, static_cast<unsigned>(glyphs.size()));
    if (fresh) {
      glyphs.push_back(glyph);
      texts.emplace_back(text);
    }
    return at->second;
  }
};

struct FloorPacked {
  Bytes program;
  Bytes map;
  Bytes to_unicode;
  std::string widths;
  std::size_t program_size = 0;
};

void append_hex(std::string& out, unsigned value) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const unsigned shift : {12U, 8U, 4U, 0U})
    out += digits[value >> shift & 15U];
}

std::string number(double value) {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), "%.3f", value);
  return {text.data(), static_cast<std::size_t>(size)};
}

/// UTF-8 (of the basic plane) as UTF-16BE in hexadecimal.
void append_utf16(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
    unsigned value = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t k = 1; k < size; ++k)
      value = value << 6U | (static_cast<unsigned char>(text[i + k]) & 63U);
    append_hex(out, value);
    i += size;
  }
}

/// Prints objects one after the other.
struct FloorFile {
  Bytes out = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
  std::vector<std::size_t> offsets;

  std::size_t object(std::string_view body) {
    offsets.push_back(out.size());
    out += std::to_string(offsets.size()) + " 0 obj\n";
    out += body;
    out += "\nendobj\n";
    return offsets.size();
  }
  std::size_t stream(ByteView packed, const std::string& entries = {}) {
    offsets.push_back(out.size());
    out += std::to_string(offsets.size()) + " 0 obj\n<< /Length " + std::to_string(packed.size()) +
           " /Filter /FlateDecode " + entries + ">>\nstream\n";
    out += packed;
    out += "\nendstream\nendobj\n";
    return offsets.size();
  }
  Bytes finish(std::size_t root) {
    const std::size_t start = out.size();
    const std::string count = std::to_string(offsets.size() + 1);
    out += "xref\n0 " + count + "\n0000000000 65535 f \n";
    for (const std::size_t offset : offsets) {
      std::array<char, 24> line{};
      std::snprintf(line.data(), line.size(), "%010zu 00000 n \n", offset);
      out += line.data();
    }
    out += "trailer\n<< /Size " + count + " /Root " + std::to_string(root) + " 0 R >>\nstartxref\n" +
           std::to_string(start) + "\n%%EOF\n";
    return std::move(out);
  }
};

std::string ref(std::size_t object) {
  return std::to_string(object) + " 0 R";
}

void add_lines(FloorPage& page, const std::vector<layout::Item>& items, double height) {
  for (const layout::Item& item : items) {
    const auto* text = std::get_if<layout::TextItem>(&item.content);
    if (text == nullptr || text->pieces.empty()) continue;
    FloorLine line{
        text->face, text->size.in_pt(), text->pieces.front().x.in_pt(), height - text->baseline.in_pt(), {}};
    for (const layout::TextPiece& piece : text->pieces) {
      line.text += piece.shaped->text;
      if (piece.space_after) line.text += ' ';
    }
    page.lines.push_back(std::move(line));
  }
}

}  // namespace

FloorPage floor_page(const layout::Pages& pages) {
  FloorPage page;
  const layout::Page& first = pages.pages.front();
  page.width = first.width.in_pt();
  page.height = first.height.in_pt();
  if (first.form) add_lines(page, first.form->items, page.height);
  add_lines(page, first.items, page.height);
  return page;
}

struct FloorWriter::Impl {
  std::vector<std::unique_ptr<FloorFace>> faces;
  hb_buffer_t* buffer = hb_buffer_create();
  libdeflate_compressor* compressor = libdeflate_alloc_compressor(6);
  std::vector<FloorFont> shared;
  std::vector<FloorPacked> shared_packed;
  struct Shaped {
    double width = 0;
    double height = 0;
    std::string content;
  };
  std::vector<Shaped> pages;

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    hb_buffer_destroy(buffer);
    libdeflate_free_compressor(compressor);
  }

  [[nodiscard]] std::vector<FloorFont> new_fonts() const {
    std::vector<FloorFont> fonts(faces.size());
    for (std::size_t i = 0; i < faces.size(); ++i) {
      fonts[i].face = faces[i].get();
      fonts[i].cid(0, "\xEF\xBF\xBD");
    }
    return fonts;
  }

  Bytes pack(ByteView data) const {
    Bytes out(libdeflate_zlib_compress_bound(compressor, data.size()), '\0');
    out.resize(libdeflate_zlib_compress(compressor, data.data(), data.size(), out.data(), out.size()));
    return out;
  }

  void append_shaped(std::string& out, FloorFont& font, std::string_view text) const {
    hb_buffer_clear_contents(buffer);
    hb_buffer_add_utf8(buffer, text.data(), static_cast<int>(text.size()), 0, -1);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(font.face->font, buffer, nullptr, 0);
    unsigned count = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer, nullptr);
    out += "[<";
    for (unsigned i = 0; i < count; ++i) {
      const std::size_t end = i + 1 < count ? infos[i + 1].cluster : text.size();
      append_hex(out, font.cid(infos[i].codepoint, text.substr(infos[i].cluster, end - infos[i].cluster)));
      const double plain = hb_font_get_glyph_h_advance(font.face->font, infos[i].codepoint);
      const long kern = std::lround((plain - positions[i].x_advance) * font.face->per_unit);
      if (kern != 0) out += '>' + std::to_string(kern) + '<';
    }
    out += ">] TJ\n";
  }

  std::string content(const FloorPage& page, std::vector<FloorFont>& fonts) const {
    std::string out = "BT\n";
    for (const FloorLine& line : page.lines) {
      const auto face = static_cast<std::size_t>(line.face);
      out += "/F" + std::to_string(face) + ' ' + number(line.size) + " Tf 1 0 0 1 " + number(line.x) + ' ' +
             number(line.baseline) + " Tm ";
      append_shaped(out, fonts[face], line.text);
    }
    return out + "ET\n";
  }

  FloorPacked pack_font(const FloorFont& font) const {
    hb_subset_input_t* input = hb_subset_input_create_or_fail();
    for (const unsigned glyph : font.glyphs)
      hb_set_add(hb_subset_input_glyph_set(input), glyph);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    for (const hb_tag_t tag :
         {HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
          HB_TAG('k', 'e', 'r', 'n'), HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'),
          HB_TAG('p', 'o', 's', 't'), HB_TAG('c', 'm', 'a', 'p'), HB_TAG('g', 'a', 's', 'p')})
      hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), tag);
    hb_subset_plan_t* plan = hb_subset_plan_create_or_fail(font.face->face, input);
    hb_face_t* made = hb_subset_plan_execute_or_fail(plan);
    hb_blob_t* blob = hb_face_reference_blob(made);
    const hb_map_t* new_glyphs = hb_subset_plan_old_to_new_glyph_mapping(plan);
    FloorPacked out;
    out.program_size = hb_blob_get_length(blob);
    out.program = pack({hb_blob_get_data(blob, nullptr), out.program_size});
    std::string map;
    std::string unicode =
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /F def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n";
    out.widths = "[0 [";
    for (std::size_t cid = 0; cid < font.glyphs.size(); ++cid) {
      const unsigned glyph = hb_map_get(new_glyphs, font.glyphs[cid]);
      map += static_cast<char>(glyph >> 8U);
      map += static_cast<char>(glyph & 255U);
      out.widths +=
          std::to_string(std::lround(hb_font_get_glyph_h_advance(font.face->font, font.glyphs[cid]) *
                                     font.face->per_unit)) +
          ' ';
      if (cid % 100 == 0)
        unicode += std::to_string(std::min<std::size_t>(100, font.glyphs.size() - cid)) + " beginbfchar\n";
      unicode += '<';
      append_hex(unicode, static_cast<unsigned>(cid));
      unicode += "> <";
      append_utf16(unicode, font.texts[cid]);
      unicode += ">\n";
      if (cid % 100 == 99 || cid + 1 == font.glyphs.size()) unicode += "endbfchar\n";
    }
    out.widths += "]]";
    out.map = pack(map);
    out.to_unicode = pack(unicode + "endcmap CMapName currentdict /CMap defineresource pop end end\n");
    hb_blob_destroy(blob);
    hb_face_destroy(made);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    return out;
  }

  static std::size_t put_font(FloorFile& file, const FloorFont& font, const FloorPacked& packed) {
    const std::string name = "SOVAAA+" + font.face->name;
    const std::size_t program =
        file.stream(packed.program, "/Length1 " + std::to_string(packed.program_size) + ' ');
    const std::size_t map = file.stream(packed.map);
    const std::size_t unicode = file.stream(packed.to_unicode);
    const std::size_t descriptor = file.object(
        "<< /Type /FontDescriptor /FontName /" + name +
        " /Flags 4 /FontBBox [-500 -300 2000 1000] /ItalicAngle 0 /Ascent 891 /Descent -216 /CapHeight 662 "
        "/StemV 80 /FontFile2 " +
        ref(program) + " >>");
    const std::size_t descendant = file.object(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /" + name +
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 0 /W " +
        packed.widths + " /CIDToGIDMap " + ref(map) + " /FontDescriptor " + ref(descriptor) + " >>");
    return file.object("<< /Type /Font /Subtype /Type0 /BaseFont /" + name +
                       " /Encoding /Identity-H /DescendantFonts [" + ref(descendant) + "] /ToUnicode " +
                       ref(unicode) + " >>");
  }

  Bytes file_of(const Shaped& page, const std::vector<FloorFont>& fonts,
                const std::vector<FloorPacked>& packed) const {
    FloorFile file;
    file.out.reserve(96U << 10U);
    std::string resources;
    for (std::size_t i = 0; i < fonts.size(); ++i) {
      if (fonts[i].glyphs.size() > 1)
        resources += "/F" + std::to_string(i) + ' ' + ref(put_font(file, fonts[i], packed[i])) + ' ';
    }
    const std::size_t content = file.stream(pack(page.content));
    const std::size_t leaf = file.offsets.size() + 1;
    file.object("<< /Type /Page /Parent " + ref(leaf + 1) + " /MediaBox [0 0 " + number(page.width) + ' ' +
                number(page.height) + "] /Contents " + ref(content) + " /Resources << /Font << " + resources +
                ">> >> >>");
    file.object("<< /Type /Pages /Kids [" + ref(leaf) + "] /Count 1 >>");
    return file.finish(file.object("<< /Type /Catalog /Pages " + ref(leaf + 1) + " >>"));
  }

  std::vector<FloorPacked> pack_fonts(const std::vector<FloorFont>& fonts) const {
    std::vector<FloorPacked> packed(fonts.size());
    for (std::size_t i = 0; i < fonts.size(); ++i) {
      if (fonts[i].glyphs.size() > 1) packed[i] = pack_font(fonts[i]);
    }
    return packed;
  }
};

FloorWriter::FloorWriter(const layout::FontBook& fonts) : impl_(std::make_unique<Impl>()) {
  for (std::size_t i = 0; i < fonts.face_count(); ++i)
    impl_->faces.push_back(std::make_unique<FloorFace>(fonts.face(static_cast<layout::FaceId>(i))));
  impl_->shared = impl_->new_fonts();
}

FloorWriter::~FloorWriter() = default;

Bytes FloorWriter::exact(const FloorPage& page) {
  std::vector<FloorFont> fonts = impl_->new_fonts();
  const Impl::Shaped shaped{page.width, page.height, impl_->content(page, fonts)};
  return impl_->file_of(shaped, fonts, impl_->pack_fonts(fonts));
}

void FloorWriter::add(const FloorPage& page) {
  impl_->pages.push_back({page.width, page.height, impl_->content(page, impl_->shared)});
}

void FloorWriter::seal() {
  impl_->shared_packed = impl_->pack_fonts(impl_->shared);
}

Bytes FloorWriter::write(std::size_t index) {
  return impl_->file_of(impl_->pages[index], impl_->shared, impl_->shared_packed);
}

}  // namespace sovang::bench
