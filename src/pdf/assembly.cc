#include "assembly.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "sovang/base/hash.h"

#include "metadata.h"
#include "numbers.h"
#include "object_file.h"
#include "structure.h"

namespace sovang::pdf {
namespace {

using document::Length;

std::string box_of(const PackedPage& page, Length bleed) {
  std::string out = "[";
  for (const Length edge : {-bleed, -bleed, page.width + bleed, page.height + bleed}) {
    append_pt(out, edge);
    out += ' ';
  }
  out.back() = ']';
  return out;
}

std::string points(double value) {
  std::string out;
  append_fixed(out, std::llround(value * 1000), 3);
  return out;
}

std::string_view word_for(document::Attachment::Relationship relationship) {
  switch (relationship) {
    case document::Attachment::Relationship::source:
      return "Source";
    case document::Attachment::Relationship::data:
      return "Data";
    case document::Attachment::Relationship::alternative:
      return "Alternative";
    case document::Attachment::Relationship::supplement:
      return "Supplement";
  }
  return "Unspecified";
}

/// A PDF name: anything but letters, digits and a few marks as #xx (ISO 32000-1 §7.3.5).
std::string name_of(std::string_view text) {
  std::string out = "/";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool regular = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         c == '-' || c == '.' || c == '+' || c == '_';
    if (regular) {
      out += c;
    } else {
      out += '#';
      out += hex_digits[byte >> 4U];
      out += hex_digits[byte & 15U];
    }
  }
  return out;
}

/// The value of a label of Arabic digits; 0 for any other.
std::size_t number_in(const std::string& label) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(label.data(), label.data() + label.size(), value);
  return error == std::errc() && end == label.data() + label.size() ? value : 0;
}

/// /PageLabels (ISO 32000-1 §12.4.2): readers show the numbers that the pages print. Empty where these are
/// 1, 2, 3 …, or are not known.
std::string page_labels(const std::vector<PackedPage>& pages) {
  std::string ranges;
  bool plain = true;
  std::size_t expected = 0;  // the number that goes on with the range; 0 = none does
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::size_t number = number_in(pages[i].label);
    plain = plain && (pages[i].label.empty() || number == i + 1);
    if (number == 0) {
      ranges += std::to_string(i) + " << /P " + text_string(pages[i].label) + " >> ";
    } else if (number != expected) {
      ranges += std::to_string(i) + " << /S /D /St " + std::to_string(number) + " >> ";
    }
    expected = number == 0 ? 0 : number + 1;
  }
  return plain ? std::string() : "/PageLabels << /Nums [" + ranges + "] >> ";
}

/// Puts the parts of one file together.
class Assembly {
 public:
  Assembly(const PackedDocument& document, const FontSet& fonts, const PdfFacts& facts, PdfCache::Impl& cache)
      : document_(document),
        pages_(document.pages),
        fonts_(fonts),
        facts_(facts),
        cache_(cache),
        file_(dictionaries_for(document)) {}

  [[nodiscard]] Result<Bytes> run() {
    put_fonts();
    SOVANG_TRY(put_page_tree());
    std::string catalog = "/Type /Catalog /Pages " + to_text(page_tree_) + ' ';
    if (is_tagged(facts_.profile))
      catalog += put_structure(file_, document_.structure, marked_, tagged_fields_);
    if (document_.sheets.empty()) catalog += page_labels(pages_);
    if (!fields_.empty()) catalog += "/AcroForm << /Fields [" + fields_ + "] /SigFlags 1 >> ";
    catalog += put_outline(file_, document_.outline, outline_pages_);
    describe(catalog);
    if (facts_.profile != Profile::plain) put_output_intent(catalog);
    if (takes_attachments(facts_.profile)) SOVANG_TRY(put_attachments(catalog));
    const ObjectRef root = file_.add(std::move(catalog));
    const ObjectRef info = file_.add(info_entries(facts_));
    const std::string id = to_hex(identity());
    const PackerPool::Lease packer(cache_.packers);
    return file_.save(
        is_old() ? ObjectFile::Version::pdf_1_4 : ObjectFile::Version::pdf_1_7,
        "/Root " + to_text(root) + " /Info " + to_text(info) + " /ID [<" + id + "> <" + id + ">]", *packer);
  }

 private:
  [[nodiscard]] bool is_old() const { return facts_.profile == Profile::pdfa_1b; }

  /// A list of thousands of rows has tens of thousands of structure elements that are nearly alike: packed
  /// they take a tenth. What has few of them stays readable by eye.
  [[nodiscard]] static ObjectFile::Dictionaries dictionaries_for(const PackedDocument& document) {
    constexpr std::size_t many = 500;
    return document.structure.size() < many ? ObjectFile::Dictionaries::plain
                                            : ObjectFile::Dictionaries::packed;
  }

  void put_fonts() {
    GlyphUse use;
    for (const PackedPage& page : pages_)
      use.insert(page.glyphs);
    use.for_each([&](layout::FaceId face, const GlyphSet& glyphs) {
      const auto font = fonts_.find(face);
      SOVANG_EXPECT(font != fonts_.end() && font->second->glyphs.includes(glyphs));
      font_objects_[face] = put_font(file_, *font->second);
      hasher_.update(font->second->name);
    });
  }

  /// The resources of a content stream: its fonts, its pictures by index, and a form if it paints one.
  [[nodiscard]] Result<std::string> resources(const GlyphUse& glyphs,
                                              const std::vector<document::PicturePtr>& pictures,
                                              std::optional<ObjectRef> form) {
    std::string out = "/Resources << /Font <<";
    glyphs.for_each([&](layout::FaceId face, const GlyphSet&) {
      out += " /F";
      append_int(out, static_cast<std::int64_t>(face));
      out += ' ';
      append_ref(out, font_objects_[face]);
    });
    out += " >>";
    if (form || !pictures.empty()) {
      out += " /XObject <<";
      if (form) out += " /M " + to_text(*form);
      for (std::size_t i = 0; i < pictures.size(); ++i) {
        out += " /P" + std::to_string(i) + ' ' + to_text(SOVANG_TRY(picture(*pictures[i])));
      }
      out += " >>";
    }
    return out + " >>";
  }

  [[nodiscard]] Result<ObjectRef> picture(const document::Picture& picture) {
    if (const auto found = picture_objects_.find(picture.digest); found != picture_objects_.end()) {
      return found->second;
    }
    held_pictures_.push_back(
        SOVANG_TRY(cache_.picture(picture, is_old() ? Transparency::on_white : Transparency::kept)));
    const ObjectRef ref = put_picture(file_, *held_pictures_.back());
    picture_objects_.emplace(picture.digest, ref);
    hasher_.update(picture.digest);
    return ref;
  }

  [[nodiscard]] Result<ObjectRef> form(const PackedPage& page) {
    const PackedForm* made = page.form.get();
    if (const auto found = form_objects_.find(made); found != form_objects_.end()) return found->second;
    const std::string shared = SOVANG_TRY(resources(made->glyphs, made->pictures, std::nullopt));
    const ObjectRef ref = file_.add_stream("/Type /XObject /Subtype /Form /BBox " + box_of(page, page.bleed) +
                                               ' ' + shared + " /Filter /FlateDecode",
                                           made->packed);
    form_objects_.emplace(made, ref);
    hasher_.update(made->digest);
    return ref;
  }

  [[nodiscard]] Result<ObjectRef> put_page(const PackedPage& page, ObjectRef parent) {
    std::optional<ObjectRef> shared;
    if (page.form) shared = SOVANG_TRY(form(page));
    const ObjectRef content = file_.add_stream("/Filter /FlateDecode", page.content);
    hasher_.update(page.content);
    std::string entries = "/Type /Page /Parent " + to_text(parent) + " /MediaBox " + box_of(page, page.bleed);
    if (page.bleed.units != 0)
      entries += " /TrimBox " + box_of(page, {}) + " /BleedBox " + box_of(page, page.bleed);
    entries += ' ' + SOVANG_TRY(resources(page.glyphs, page.pictures, shared));
    if (is_tagged(facts_.profile)) entries += " /Tabs /S /StructParents " + std::to_string(marked_.size());
    std::vector<ObjectRef> widgets;
    if (!page.fields.empty()) entries += " /Annots [";
    for (std::size_t i = 0; i < page.fields.size(); ++i) {
      widgets.push_back(file_.reserve());
      entries += to_text(widgets.back()) + (i + 1 == page.fields.size() ? "]" : " ");
    }
    const ObjectRef ref = file_.add(entries + " /Contents " + to_text(content));
    for (std::size_t i = 0; i < widgets.size(); ++i)
      SOVANG_TRY(put_field(page, page.fields[i], widgets[i], ref));
    marked_.push_back({ref, page.marks});
    outline_pages_.push_back({ref, page.height});
    return ref;
  }

  /// An empty signature field (ISO 32000-1 §12.7.4.5) with the empty appearance that ISO 19005-3 §6.3.3
  /// wants.
  [[nodiscard]] Status put_field(const PackedPage& page, const layout::Item& item, ObjectRef widget,
                                 ObjectRef on_page) {
    const auto& field = std::get<layout::SignatureFieldItem>(item.content);
    const bool tagged = is_tagged(facts_.profile);
    const bool repeated = tagged && is_artifact(document_.structure, item.structure);
    if (repeated || (tagged && item.structure < 0) || !field_names_.insert(field.name).second) {
      return fail(ErrorCode::invalid_input,
                  "trường chữ ký «" + field.name +
                      "» có nhiều lần trong một văn bản: hãy đặt ở một chỗ, "
                      "không đặt trong phần lặp lại trên các trang",
                  {}, "TPL-10");
    }
    std::string size = "[0 0 ";
    append_pt(size, field.width);
    size += ' ';
    append_pt(size, field.height);
    const ObjectRef look =
        file_.add_owned_stream("/Type /XObject /Subtype /Form /BBox " + size + "] /Resources << >>", {});
    std::string entries = "/Type /Annot /Subtype /Widget /FT /Sig /T " + text_string(field.name) + " /TU " +
                          text_string(field.alt) + " /Contents " + text_string(field.alt) + " /F 4 /P " +
                          to_text(on_page) + " /AP << /N " + to_text(look) + " >> /Rect [";
    for (const Length edge :
         {field.x, page.height - field.y - field.height, field.x + field.width, page.height - field.y}) {
      append_pt(entries, edge);
      entries += ' ';
    }
    entries.back() = ']';
    if (tagged) {
      entries += " /StructParent " + std::to_string(pages_.size() + tagged_fields_.size());
      tagged_fields_.push_back({item.structure, widget, on_page});
    }
    file_.fill(widget, std::move(entries));
    fields_ += to_text(widget) + ' ';
    hasher_.update(field.name);
    return {};
  }

  /// A page as something that sheets paint.
  [[nodiscard]] Result<ObjectRef> put_painted_page(const PackedPage& page) {
    std::optional<ObjectRef> shared;
    if (page.form) shared = SOVANG_TRY(form(page));
    hasher_.update(page.content);
    const std::string used = SOVANG_TRY(resources(page.glyphs, page.pictures, shared));
    return file_.add_stream("/Type /XObject /Subtype /Form /BBox " + box_of(page, page.bleed) + ' ' + used +
                                " /Filter /FlateDecode",
                            page.content);
  }

  [[nodiscard]] Result<ObjectRef> put_sheet(const Sheet& sheet, ObjectRef parent) {
    std::string painted;
    for (std::size_t i = 0; i < sheet.pages.size(); ++i) {
      painted += " /S" + std::to_string(i) + ' ';
      append_ref(painted, SOVANG_TRY(put_painted_page(pages_[sheet.pages[i].page])));
    }
    Bytes content = sheet_content(sheet);
    hasher_.update(content);
    const ObjectRef operators = file_.add_owned_stream("", std::move(content));
    return file_.add("/Type /Page /Parent " + to_text(parent) + " /MediaBox [0 0 " + points(sheet.width) +
                     ' ' + points(sheet.height) + "] /Resources << /XObject <<" + painted +
                     " >> >> /Contents " + to_text(operators));
  }

  [[nodiscard]] Result<ObjectRef> put_leaf(std::size_t index, ObjectRef parent) {
    return document_.sheets.empty() ? put_page(pages_[index], parent)
                                    : put_sheet(document_.sheets[index], parent);
  }

  /// One node, or a node for each 64 pages: readers find the last page of ten thousand without reading all.
  [[nodiscard]] Status put_page_tree() {
    constexpr std::size_t fan = 64;
    const std::size_t count = document_.sheets.empty() ? pages_.size() : document_.sheets.size();
    page_tree_ = file_.reserve();
    std::string kids;
    if (count <= fan) {
      kids = SOVANG_TRY(put_leaves(0, count, page_tree_));
    } else {
      for (std::size_t begin = 0; begin < count; begin += fan) {
        const std::size_t end = std::min(begin + fan, count);
        const ObjectRef node = file_.reserve();
        const std::string below = SOVANG_TRY(put_leaves(begin, end, node));
        file_.fill(node, "/Type /Pages /Parent " + to_text(page_tree_) + " /Kids [" + below + "] /Count " +
                             std::to_string(end - begin));
        kids += to_text(node) + ' ';
      }
    }
    file_.fill(page_tree_, "/Type /Pages /Kids [" + kids + "] /Count " + std::to_string(count));
    return {};
  }

  [[nodiscard]] Result<std::string> put_leaves(std::size_t begin, std::size_t end, ObjectRef parent) {
    std::string kids;
    for (std::size_t i = begin; i < end; ++i)
      kids += to_text(SOVANG_TRY(put_leaf(i, parent))) + ' ';
    return kids;
  }

  void describe(std::string& catalog) {
    const ObjectRef metadata = file_.add_owned_stream("/Type /Metadata /Subtype /XML", xmp_packet(facts_));
    catalog += "/Metadata " + to_text(metadata) + ' ';
    if (!facts_.lang.empty()) catalog += "/Lang " + text_string(facts_.lang) + ' ';
    catalog += "/ViewerPreferences << /DisplayDocTitle true";
    // Printing must not scale: the office prints data on blanks (template-language §12). PDF 1.4 has no such
    // key.
    if (!is_old()) catalog += " /PrintScaling /None /PickTrayByPDFSize true";
    catalog += document_.viewer_entries;
    catalog += " >> ";
  }

  void put_output_intent(std::string& catalog) {
    const ObjectRef profile = file_.add_stream("/N 3 /Filter /FlateDecode", cache_.packed_profile());
    catalog +=
        "/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) "
        "/DestOutputProfile " +
        to_text(profile) + " >>] ";
  }

  [[nodiscard]] Status put_attachments(std::string& catalog) {
    if (facts_.attachments.empty()) return {};
    std::map<std::string, ObjectRef> by_name;  // a name tree is sorted
    std::string associated;
    const PackerPool::Lease packer(cache_.packers);
    for (const document::Attachment& attachment : facts_.attachments) {
      Bytes packed = (*packer).pack(attachment.bytes);
      hasher_.update(packed);
      const ObjectRef data =
          file_.add_owned_stream("/Type /EmbeddedFile /Subtype " + name_of(attachment.mime) +
                                     " /Params << /Size " + std::to_string(attachment.bytes.size()) +
                                     " /ModDate " + date_string(facts_.date) + " >> /Filter /FlateDecode",
                                 std::move(packed));
      const std::string name = text_string(attachment.name);
      std::string entries = "/Type /Filespec /F " + name + " /UF " + name + " /AFRelationship /";
      entries += word_for(attachment.relationship);
      if (!attachment.description.empty()) entries += " /Desc " + text_string(attachment.description);
      entries += " /EF << /F " + to_text(data) + " /UF " + to_text(data) + " >>";
      const ObjectRef spec = file_.add(std::move(entries));
      if (!by_name.emplace(name, spec).second) {
        return fail(ErrorCode::invalid_input,
                    "có hai tệp đính kèm cùng tên “" + attachment.name + "”: hãy đổi tên một tệp");
      }
      associated += to_text(spec) + ' ';
    }
    catalog += "/AF [" + associated + "] /Names << /EmbeddedFiles << /Names [";
    for (const auto& [name, spec] : by_name)
      catalog += name + ' ' + to_text(spec) + ' ';
    catalog += "] >> >> ";
    return {};
  }

  /// /ID from the content: equal files have equal ids and others do not (ISO 32000-1 §14.4).
  [[nodiscard]] Bytes identity() {
    for (const std::string_view part :
         {std::string_view(facts_.title), std::string_view(facts_.subject), std::string_view(facts_.author),
          std::string_view(facts_.keywords), std::string_view(facts_.lang),
          std::string_view(facts_.template_digest), std::string_view(facts_.template_version)}) {
      hasher_.update(part);
      hasher_.update(ByteView("\0", 1));
    }
    hasher_.update(facts_.date.iso());
    const std::string choice = {static_cast<char>(facts_.profile), static_cast<char>(facts_.layers)};
    hasher_.update(choice);
    return hasher_.finish().substr(0, 16);
  }

  const PackedDocument& document_;
  const std::vector<PackedPage>& pages_;
  const FontSet& fonts_;
  const PdfFacts& facts_;
  PdfCache::Impl& cache_;
  ObjectFile file_;
  Hasher hasher_{HashKind::sha512};  // the quicker one without special instructions
  ObjectRef page_tree_;
  std::map<layout::FaceId, ObjectRef> font_objects_;
  std::unordered_map<std::string, ObjectRef> picture_objects_;
  std::unordered_map<const PackedForm*, ObjectRef> form_objects_;
  std::vector<PackedPicturePtr> held_pictures_;  ///< until the file is saved
  std::vector<MarkedPage> marked_;
  std::string fields_;  ///< references to all fields
  std::set<std::string> field_names_;
  std::vector<TaggedField> tagged_fields_;
  std::vector<OutlinePage> outline_pages_;
};

/// A claim to be accessible would be hollow if all of a page were decoration.
Status refuse_untagged(const layout::Pages& pages) {
  if (!pages.structure.empty()) return {};
  return fail(ErrorCode::invalid_input,
              "không ghi được PDF/A-3a: các trang chưa có cấu trúc (thẻ) để người khiếm thị đọc");
}

}  // namespace

Result<PackedDocument> pack_pages(const layout::Pages& pages, const PdfFacts& facts, PdfCache::Impl& cache) {
  PackedDocument packed;
  const bool tagged = is_tagged(facts.profile);
  if (tagged) {
    SOVANG_TRY(refuse_untagged(pages));
    packed.structure = pages.structure;
  }
  packed.outline = outline_of(pages);
  packed.pages.reserve(pages.pages.size());
  std::unordered_map<const layout::FormContent*, PackedFormPtr> forms;
  const PackerPool::Lease packer(cache.packers);
  for (const layout::Page& page : pages.pages) {
    Content content =
        SOVANG_TRY(page_content(page, facts.layers, cache.tools(), tagged ? &pages.structure : nullptr));
    PackedPage& made = packed.pages.emplace_back();
    made.width = page.width;
    made.height = page.height;
    made.bleed = page.bleed;
    made.label = page.label;
    made.content = (*packer).pack(content.operators);
    made.glyphs = std::move(content.glyphs);
    made.pictures = std::move(content.pictures);
    made.marks = std::move(content.marks);
    made.fields = std::move(content.fields);
    if (!page.form) continue;
    PackedFormPtr& form = forms[page.form.get()];
    if (!form) form = SOVANG_TRY(cache.form(*page.form, page.height, facts.layers));
    made.form = form;
    made.glyphs.insert(form->glyphs);
  }
  return packed;
}

Result<FontSet> embed_fonts(const GlyphUse& use, Effort effort, Profile profile, PdfCache::Impl& cache) {
  const WithCidSet with_cid_set = profile == Profile::pdfa_1b ? WithCidSet::yes : WithCidSet::no;
  FontSet fonts;
  Status status;
  const auto embed_face = [&](layout::FaceId id, const GlyphSet& glyphs) -> Status {
    fonts.emplace(id, SOVANG_TRY(cache.font(id, glyphs, effort, with_cid_set)));
    return {};
  };
  use.for_each([&](layout::FaceId id, const GlyphSet& glyphs) {
    if (status) status = embed_face(id, glyphs);
  });
  if (!status) return fail(std::move(status).error());
  return fonts;
}

Result<Bytes> assemble(const PackedDocument& document, const FontSet& fonts, const PdfFacts& facts,
                       PdfCache::Impl& cache) {
  return Assembly(document, fonts, facts, cache).run();
}

}  // namespace sovang::pdf
