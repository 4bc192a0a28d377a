#include "face.h"

#include <algorithm>
#include <array>

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include "numbers.h"

namespace sovang::pdf {
namespace {

template <auto function>
struct Call {
  template <class T>
  void operator()(T* handle) const {
    function(handle);
  }
};
using Blob = std::unique_ptr<hb_blob_t, Call<hb_blob_destroy>>;
using Font = std::unique_ptr<hb_font_t, Call<hb_font_destroy>>;
using Set = std::unique_ptr<hb_set_t, Call<hb_set_destroy>>;
using SubsetInput = std::unique_ptr<hb_subset_input_t, Call<hb_subset_input_destroy>>;
using SubsetPlan = std::unique_ptr<hb_subset_plan_t, Call<hb_subset_plan_destroy>>;

/// Tables that a font inside a PDF has no use for: it is reached by glyph number and shaped already.
constexpr std::array dropped_tables = {
    HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
    HB_TAG('k', 'e', 'r', 'n'), HB_TAG('n', 'a', 'm', 'e'), HB_TAG('O', 'S', '/', '2'),
    HB_TAG('p', 'o', 's', 't'), HB_TAG('c', 'm', 'a', 'p'), HB_TAG('g', 'a', 's', 'p'),
    HB_TAG('F', 'F', 'T', 'M'), HB_TAG('D', 'S', 'I', 'G'), HB_TAG('m', 'e', 't', 'a')};

/// Where two characters share a glyph, the one that Vietnamese documents mean: in many faces Đ (U+0110) and
/// the Icelandic Ð (U+00D0) are one drawing.
bool meant_first(hb_codepoint_t character) {
  return (character >= 0x20 && character < 0x7F) || (character >= 0x100 && character < 0x250) ||
         (character >= 0x1E00 && character < 0x1F00);
}

/// The name as a PDF name may hold it without escapes.
std::string plain_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(),
      [](char c) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           c == '-' || c == '_' || c == '.';
        return !plain;
      },
      '-');
  return name;
}

Error damaged(const std::string& name) {
  return {ErrorCode::invalid_input, "phông chữ " + name + " không đọc được để nhúng vào PDF", {}, "FNT-03"};
}

}  // namespace

void EmbeddableFace::Free::operator()(hb_face_t* face) const {
  hb_face_destroy(face);
}

EmbeddableFace::HbFace EmbeddableFace::read(const layout::Face& face) {
  const Blob blob(hb_blob_create(face.file->data(), static_cast<unsigned>(face.file->size()),
                                 HB_MEMORY_MODE_READONLY, nullptr, nullptr));
  HbFace opened(hb_face_create(blob.get(), 0));
  const Blob outlines(hb_face_reference_table(opened.get(), HB_TAG('g', 'l', 'y', 'f')));
  if (hb_face_get_glyph_count(opened.get()) == 0 || hb_blob_get_length(outlines.get()) == 0) return nullptr;
  hb_face_make_immutable(opened.get());
  return opened;
}

/// Preparing a face takes as long as forty subsets gain by it: one document is done before it would pay. The
/// subsets are the same (EmbeddableFace.GivesTheSameSubsetsOnceItIsPrepared).
hb_face_t* EmbeddableFace::source() const {
  constexpr int pays_from = 40;
  if (prepared_->subsets.fetch_add(1, std::memory_order_relaxed) < pays_from) return face_.get();
  std::call_once(prepared_->once, [&] {
    prepared_->face.reset(hb_subset_preprocess(face_.get()));
    if (prepared_->face) hb_face_make_immutable(prepared_->face.get());
  });
  return prepared_->face ? prepared_->face.get() : face_.get();
}

Result<EmbeddableFace> EmbeddableFace::open(const layout::Face& face) {
  EmbeddableFace made;
  made.name_ = plain_name(face.postscript_name);
  made.file_ = face.file;
  made.face_ = read(face);
  if (!made.face_) return fail(damaged(face.postscript_name));
  made.units_per_em_ = static_cast<std::int32_t>(hb_face_get_upem(made.face_.get()));
  made.read_glyphs();
  made.describe(face);
  return made;
}

void EmbeddableFace::read_glyphs() {
  const Font font(hb_font_create(face_.get()));
  hb_font_set_scale(font.get(), units_per_em_, units_per_em_);
  glyphs_.resize(std::min(hb_face_get_glyph_count(face_.get()), 0xFFFFU));
  for (std::size_t i = 0; i < glyphs_.size(); ++i) {
    glyphs_[i].advance = hb_font_get_glyph_h_advance(font.get(), static_cast<hb_codepoint_t>(i));
    glyphs_[i].width =
        static_cast<std::int32_t>(rounded_quotient(std::int64_t{glyphs_[i].advance} * 1000, units_per_em_));
  }
  const Set characters(hb_set_create());
  hb_face_collect_unicodes(face_.get(), characters.get());
  for (const bool first : {true, false}) {
    for (hb_codepoint_t c = HB_SET_VALUE_INVALID; hb_set_next(characters.get(), &c);) {
      hb_codepoint_t glyph = 0;
      if (meant_first(c) != first || !hb_font_get_nominal_glyph(font.get(), c, &glyph)) continue;
      if (glyph < glyphs_.size() && glyphs_[glyph].character == 0) glyphs_[glyph].character = c;
    }
  }
  hb_codepoint_t space = 0;
  if (hb_font_get_nominal_glyph(font.get(), U' ', &space)) space_ = static_cast<std::uint16_t>(space);
}

void EmbeddableFace::describe(const layout::Face& face) {
  const layout::FaceMetrics& metrics = face.metrics;
  const auto em = [&](std::int32_t units) {
    return rounded_quotient(std::int64_t{units} * 1000, std::max(metrics.units_per_em, 1));
  };
  // ISO 32000-1 table 123: 1 fixed pitch, 2 serif, 6 non-symbolic, 7 italic. CID-keyed fonts with their own
  // order of glyphs count as symbolic (3), whatever they draw.
  std::int64_t flags = 1 << 2;
  if (metrics.fixed_pitch) flags |= 1;
  if (face.family.find("Serif") != std::string::npos || face.family.find("Times") != std::string::npos)
    flags |= 2;
  if (face.italic) flags |= 1 << 6;
  std::string& out = descriptor_;
  out = "/Flags ";
  append_int(out, flags);
  out += " /FontBBox [";
  for (const std::int32_t bound : metrics.bounds) {
    append_int(out, em(bound));
    out += ' ';
  }
  out.back() = ']';
  out += " /ItalicAngle ";
  append_fixed(out, static_cast<std::int64_t>(metrics.italic_angle * 10), 1);
  out += " /Ascent ";
  append_int(out, em(metrics.ascent));
  out += " /Descent ";
  append_int(out, em(metrics.descent));
  out += " /CapHeight ";
  append_int(out, em(metrics.cap_height));
  // No table of the font states the width of stems; readers use it only to imitate a font that is missing.
  out += face.bold ? " /StemV 140" : " /StemV 80";
}

Result<Subset> EmbeddableFace::subset(const GlyphSet& glyphs) const {
  const SubsetInput input(hb_subset_input_create_or_fail());
  if (!input) return fail(damaged(name_));
  hb_set_t* wanted = hb_subset_input_glyph_set(input.get());
  std::uint16_t highest = 0;
  hb_set_add(wanted, 0);
  glyphs.for_each([&](std::uint16_t glyph) {
    hb_set_add(wanted, glyph);
    highest = glyph;
  });
  hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
  hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
  for (const hb_tag_t tag : dropped_tables)
    hb_set_add(dropped, tag);
  const SubsetPlan plan(hb_subset_plan_create_or_fail(source(), input.get()));
  if (!plan) return fail(damaged(name_));
  const HbFace made(hb_subset_plan_execute_or_fail(plan.get()));
  if (!made) return fail(damaged(name_));

  Subset subset;
  const hb_map_t* new_glyphs = hb_subset_plan_old_to_new_glyph_mapping(plan.get());
  subset.glyph_of_cid.resize(std::size_t{highest} + 1);
  glyphs.for_each([&](std::uint16_t glyph) {
    subset.glyph_of_cid[glyph] = static_cast<std::uint16_t>(hb_map_get(new_glyphs, glyph));
  });
  const Blob blob(hb_face_reference_blob(made.get()));
  unsigned size = 0;
  const char* data = hb_blob_get_data(blob.get(), &size);
  subset.font.assign(data, size);
  if (subset.font.empty()) return fail(damaged(name_));
  return subset;
}

}  // namespace sovang::pdf
