#include "face_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <hb-ot.h>

#include "sovang/base/files.h"
#include "sovang/base/utf8.h"

namespace sovang::layout {
namespace {

constexpr std::uint64_t largest_font = 64ULL << 20;
constexpr double pi = 3.14159265358979323846;

struct DestroyBlob {
  void operator()(hb_blob_t* blob) const { hb_blob_destroy(blob); }
};
using BlobPtr = std::unique_ptr<hb_blob_t, DestroyBlob>;

struct DestroyFace {
  void operator()(hb_face_t* face) const { hb_face_destroy(face); }
};
using FacePtr = std::unique_ptr<hb_face_t, DestroyFace>;

struct DestroyBuffer {
  void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};
using BufferPtr = std::unique_ptr<hb_buffer_t, DestroyBuffer>;

/// A table of a font; numbers outside it read as 0.
class TableReader {
 public:
  TableReader(hb_face_t* face, hb_tag_t tag) : blob_(hb_face_reference_table(face, tag)) {
    unsigned int length = 0;
    const char* data = hb_blob_get_data(blob_.get(), &length);
    bytes_ = std::string_view(data == nullptr ? "" : data, data == nullptr ? 0 : length);
  }
  [[nodiscard]] bool has(std::size_t bytes) const { return bytes_.size() >= bytes; }
  [[nodiscard]] std::uint32_t u16(std::size_t at) const {
    if (at + 2 > bytes_.size()) return 0;
    return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes_[at])) << 8U |
           static_cast<std::uint32_t>(static_cast<unsigned char>(bytes_[at + 1]));
  }
  [[nodiscard]] std::int32_t s16(std::size_t at) const { return static_cast<std::int16_t>(u16(at)); }
  [[nodiscard]] std::uint32_t u32(std::size_t at) const { return u16(at) << 16U | u16(at + 2); }

 private:
  BlobPtr blob_;
  std::string_view bytes_;
};

std::string name_of(hb_face_t* face, hb_ot_name_id_t id) {
  std::array<char, 128> text{};
  auto size = static_cast<unsigned int>(text.size());
  hb_ot_name_get_utf8(face, id, hb_language_from_string("en", -1), &size, text.data());
  return {text.data()};
}

FaceMetrics metrics_of(hb_face_t* face) {
  FaceMetrics metrics;
  metrics.units_per_em = static_cast<std::int32_t>(hb_face_get_upem(face));
  const TableReader hhea(face, HB_TAG('h', 'h', 'e', 'a'));
  metrics.ascent = hhea.s16(4);
  metrics.descent = hhea.s16(6);
  metrics.line_gap = hhea.s16(8);
  const TableReader os2(face, HB_TAG('O', 'S', '/', '2'));
  metrics.typographic_ascent = os2.s16(68);
  metrics.typographic_descent = os2.s16(70);
  metrics.x_height = os2.s16(86);
  metrics.cap_height = os2.s16(88);
  const TableReader head(face, HB_TAG('h', 'e', 'a', 'd'));
  for (std::size_t i = 0; i < metrics.bounds.size(); ++i)
    metrics.bounds[i] = head.s16(36 + 2 * i);
  const TableReader post(face, HB_TAG('p', 'o', 's', 't'));
  metrics.italic_angle = static_cast<double>(static_cast<std::int32_t>(post.u32(4))) / 65536.0;
  metrics.fixed_pitch = post.u32(12) != 0;
  return metrics;
}

/// OS/2 fsType: 2 alone forbids embedding, bit 8 forbids subsetting, bit 9 allows bitmaps only.
bool embedding_allowed(hb_face_t* face) {
  const std::uint32_t rights = TableReader(face, HB_TAG('O', 'S', '/', '2')).u16(8);
  return (rights & 0x000FU) != 2 && (rights & 0x0300U) == 0;
}

/// The ink of glyphs, in font units.
struct InkBox {
  std::int32_t left = std::numeric_limits<std::int32_t>::max();
  std::int32_t right = std::numeric_limits<std::int32_t>::min();
  std::int32_t bottom = std::numeric_limits<std::int32_t>::max();
  std::int32_t top = std::numeric_limits<std::int32_t>::min();

  [[nodiscard]] bool empty() const { return left > right; }
  [[nodiscard]] std::int32_t middle() const { return left + (right - left) / 2; }
  void add(const InkBox& other, std::int32_t dx, std::int32_t dy) {
    if (other.empty()) return;
    left = std::min(left, other.left + dx);
    right = std::max(right, other.right + dx);
    bottom = std::min(bottom, other.bottom + dy);
    top = std::max(top, other.top + dy);
  }
};

InkBox ink_of(hb_font_t* font, hb_codepoint_t glyph) {
  InkBox ink;
  hb_glyph_extents_t extents{};
  if (hb_font_get_glyph_extents(font, glyph, &extents) == 0) return ink;
  if (extents.height == 0 && extents.width == 0) return ink;
  ink.add({extents.x_bearing, extents.x_bearing + extents.width, extents.y_bearing + extents.height,
           extents.y_bearing},
          0, 0);
  return ink;
}

/// Places the marks that the font has no place for: Liberation knows o with a breve, but not ô with one, and
/// leaves such a mark behind the letter, in the next one. They are centred over the letter without its own
/// marks, and stand above or below all its ink.
class MarkPlacer {
 public:
  MarkPlacer(hb_font_t* font, const FaceMetrics& metrics, ShapedText& shaped)
      : font_(font),
        gap_(metrics.units_per_em / 32),
        slant_permille_(std::lround(-1000 * std::tan(metrics.italic_angle * pi / 180))),
        shaped_(shaped) {}

  void place() {
    for (Glyph& glyph : shaped_.glyphs) {
      if (is_mark(glyph)) {
        if (glyph.x_offset == 0 && glyph.y_offset == 0 && !stack_.empty()) put_over_letter(glyph);
      } else {
        begin_letter(glyph);
      }
      stack_.add(ink_of(font_, glyph.id), pen_ + glyph.x_offset, glyph.y_offset);
      pen_ += glyph.advance;
    }
  }

 private:
  [[nodiscard]] bool is_mark(const Glyph& glyph) const {
    return glyph.advance == 0 &&
           hb_ot_layout_get_glyph_class(hb_font_get_face(font_), glyph.id) == HB_OT_LAYOUT_GLYPH_CLASS_MARK;
  }

  void begin_letter(const Glyph& glyph) {
    pen_ = 0;
    stack_ = {};
    std::size_t at = glyph.text_begin;
    letter_ = utf8::next(shaped_.text, at);
  }

  void put_over_letter(Glyph& mark) {
    const InkBox own = ink_of(font_, mark.id);
    if (own.empty()) return;
    const InkBox letter = plain_letter();
    const bool above = own.bottom > 0;
    if (above && own.bottom < stack_.top + gap_) mark.y_offset = stack_.top + gap_ - own.bottom;
    if (!above && own.top > stack_.bottom - gap_) mark.y_offset = stack_.bottom - gap_ - own.top;
    // Italics lean: what is higher stands further to the right.
    const std::int64_t rise = (own.top + own.bottom) / 2 + mark.y_offset - (letter.top + letter.bottom) / 2;
    const auto lean = static_cast<std::int32_t>(rise * slant_permille_ / 1000);
    mark.x_offset = letter.middle() + lean - own.middle() - pen_;
  }

  /// The letter without its own marks: for a mark above it the horn of ơ does not count.
  [[nodiscard]] InkBox plain_letter() const {
    hb_codepoint_t plain = letter_;
    hb_codepoint_t rest = 0;
    while (hb_unicode_decompose(hb_unicode_funcs_get_default(), plain, &plain, &rest) != 0) {
    }
    hb_codepoint_t glyph = 0;
    if (hb_font_get_nominal_glyph(font_, plain, &glyph) == 0) return stack_;
    const InkBox ink = ink_of(font_, glyph);
    return ink.empty() ? stack_ : ink;
  }

  hb_font_t* font_;
  std::int32_t gap_;
  std::int64_t slant_permille_;
  ShapedText& shaped_;
  InkBox stack_;          ///< of the letter and its marks so far, from the origin of the letter
  std::int32_t pen_ = 0;  ///< from the same
  char32_t letter_ = 0;
};

}  // namespace

Result<FaceFile> FaceFile::open(const std::filesystem::path& path) {
  FaceFile result;
  auto bytes = std::make_shared<const Bytes>(SOVANG_TRY(files::read(path, largest_font)));
  const BlobPtr blob(hb_blob_create(bytes->data(), static_cast<unsigned int>(bytes->size()),
                                    HB_MEMORY_MODE_READONLY, nullptr, nullptr));
  const FacePtr face(hb_face_create(blob.get(), 0));
  const bool usable = hb_face_get_glyph_count(face.get()) > 1 &&
                      TableReader(face.get(), HB_TAG('h', 'e', 'a', 'd')).has(54) &&
                      TableReader(face.get(), HB_TAG('h', 'h', 'e', 'a')).has(36) &&
                      TableReader(face.get(), HB_TAG('O', 'S', '/', '2')).has(78) &&
                      TableReader(face.get(), HB_TAG('c', 'm', 'a', 'p')).has(4);
  if (!usable) {
    return fail(ErrorCode::invalid_input,
                "tệp phông chữ hỏng hoặc không phải TrueType/OpenType; hãy chép lại tệp", {path.string()},
                "FNT-01");
  }
  hb_face_make_immutable(face.get());
  result.facts_.file = std::move(bytes);
  result.facts_.postscript_name = name_of(face.get(), HB_OT_NAME_ID_POSTSCRIPT_NAME);
  result.facts_.family = name_of(face.get(), HB_OT_NAME_ID_FONT_FAMILY);
  const std::uint32_t style = TableReader(face.get(), HB_TAG('h', 'e', 'a', 'd')).u16(44);
  result.facts_.bold = (style & 1U) != 0;
  result.facts_.italic = (style & 2U) != 0;
  result.facts_.metrics = metrics_of(face.get());
  result.may_be_embedded_ = embedding_allowed(face.get());
  result.font_.reset(hb_font_create(face.get()));
  const int em = result.facts_.metrics.units_per_em;
  hb_font_set_scale(result.font_.get(), em, em);
  hb_font_make_immutable(result.font_.get());
  return result;
}

std::vector<char32_t> FaceFile::missing(std::string_view text) const {
  std::vector<char32_t> lacking;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t letter = utf8::next(text, at);
    hb_codepoint_t glyph = 0;
    if (hb_font_get_nominal_glyph(font_.get(), letter, &glyph) == 0 &&
        std::find(lacking.begin(), lacking.end(), letter) == lacking.end()) {
      lacking.push_back(letter);
    }
  }
  return lacking;
}

ShapedText FaceFile::shape(std::string_view text) const {
  const BufferPtr buffer(hb_buffer_create());
  const int size = static_cast<int>(text.size());
  hb_buffer_add_utf8(buffer.get(), text.data(), size, 0, size);
  hb_buffer_set_direction(buffer.get(), HB_DIRECTION_LTR);
  hb_buffer_set_script(buffer.get(), HB_SCRIPT_LATIN);
  hb_buffer_set_language(buffer.get(), hb_language_from_string("vi", 2));
  // No ligatures: "fi" must stay two letters for who copies the text, and Vietnamese type has none.
  const hb_feature_t no_ligatures{HB_TAG('l', 'i', 'g', 'a'), 0, 0, std::numeric_limits<unsigned int>::max()};
  hb_shape(font_.get(), buffer.get(), &no_ligatures, 1);

  ShapedText shaped;
  shaped.text = text;
  unsigned int count = 0;
  const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
  const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer.get(), &count);
  shaped.glyphs.reserve(count);
  for (unsigned int i = 0; i < count; ++i) {
    const hb_glyph_position_t& at = positions[i];
    shaped.glyphs.push_back({static_cast<std::uint16_t>(infos[i].codepoint), infos[i].cluster, at.x_advance,
                             at.x_offset, at.y_offset});
    shaped.advance += at.x_advance;
  }
  const auto has_no_advance = [](const Glyph& glyph) { return glyph.advance == 0; };
  if (std::any_of(shaped.glyphs.begin(), shaped.glyphs.end(), has_no_advance)) {
    MarkPlacer(font_.get(), facts_.metrics, shaped).place();
  }
  for (const Glyph& glyph : shaped.glyphs) {
    const InkBox ink = ink_of(font_.get(), glyph.id);
    if (ink.empty()) continue;
    shaped.top = std::max(shaped.top, ink.top + glyph.y_offset);
    shaped.bottom = std::min(shaped.bottom, ink.bottom + glyph.y_offset);
  }
  return shaped;
}

}  // namespace sovang::layout
