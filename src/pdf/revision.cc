#include "revision.h"

#include <exception>
#include <map>

#include "field_walk.h"

namespace sovang::pdf {
namespace {

using Handle = QPDFObjectHandle;

void open(QPDF& pdf, std::string_view bytes) {
  pdf.setSuppressWarnings(true);
  pdf.setAttemptRecovery(false);
  pdf.processMemoryFile("pdf", bytes.data(), bytes.size());
}

std::string text_in(Handle dictionary, const std::string& key) {
  Handle value = dictionary.getKey(key);
  return value.isString() ? value.getUTF8Value() : std::string();
}

std::vector<long long> integers_in(Handle array) {
  std::vector<long long> out;
  if (!array.isArray() || array.getArrayNItems() > 16) return out;
  for (int i = 0; i < array.getArrayNItems(); ++i) {
    Handle item = array.getArrayItem(i);
    if (!item.isInteger()) return {};
    out.push_back(item.getIntValue());
  }
  return out;
}

/// The page on which each annotation stands.
struct Stand {
  std::size_t number = 0;
  Handle page;
};

std::map<QPDFObjGen, Stand> pages_of_annotations(QPDF& pdf) {
  std::map<QPDFObjGen, Stand> out;
  const std::vector<Handle> pages = pdf.getAllPages();
  for (std::size_t i = 0; i < pages.size(); ++i) {
    Handle page = pages[i];
    Handle annotations = page.getKey("/Annots");
    if (!annotations.isArray()) continue;
    for (int n = 0; n < annotations.getArrayNItems(); ++n)
      out.emplace(annotations.getArrayItem(n).getObjGen(), Stand{i, page});
  }
  return out;
}

void find_place(SignatureField& out, Handle field, const Stand& stand) {
  out.page = stand.number;
  const std::optional<std::array<double, 4>> page = shown_box(stand.page);
  if (!page || !field.getKey("/Rect").isRectangle()) return;
  const Handle::Rectangle box = field.getKey("/Rect").getArrayAsRectangle();
  out.place = {box.llx - (*page)[0], (*page)[3] - box.ury, box.urx - box.llx, box.ury - box.lly};
}

SignatureField field_of(Handle field, const std::string& name) {
  SignatureField out;
  out.name = name;
  Handle value = field.getKey("/V");
  if (!value.isDictionary()) return out;
  out.byte_range = integers_in(value.getKey("/ByteRange"));
  if (value.getKey("/Contents").isString()) out.contents = value.getKey("/Contents").getStringValue();
  if (value.getKey("/SubFilter").isName()) out.sub_filter = value.getKey("/SubFilter").getName().substr(1);
  out.time = text_in(value, "/M");
  out.reason = text_in(value, "/Reason");
  Handle references = value.getKey("/Reference");
  for (int i = 0; references.isArray() && i < references.getArrayNItems() && i < 16; ++i) {
    Handle item = references.getArrayItem(i);
    if (item.isDictionary() && item.getKey("/TransformMethod").isName() &&
        item.getKey("/TransformMethod").getName() == "/DocMDP") {
      out.certifies = true;
    }
  }
  return out;
}

FieldFindings fields_of(QPDF& pdf, std::size_t most) {
  FieldFindings found;
  const FieldWalk walk(pdf);
  const std::map<QPDFObjGen, Stand> pages = pages_of_annotations(pdf);
  for (const FormField& at : walk.fields()) {
    Handle field = at.field;
    if (at.type != "/Sig" || !field.hasKey("/V")) continue;
    found.fields.push_back(field_of(field, at.name));
    if (const auto page = pages.find(field.getObjGen()); page != pages.end())
      find_place(found.fields.back(), field, page->second);
    if (found.fields.size() > most) {
      found.outcome = ReadOutcome::too_many;
      return found;
    }
  }
  found.outcome = walk.cut() ? ReadOutcome::too_many : ReadOutcome::read;
  return found;
}

}  // namespace

FieldFindings read_signature_fields(std::string_view bytes, std::size_t most) {
  FieldFindings found;
  try {
    QPDF pdf;
    open(pdf, bytes);
    if (pdf.isEncrypted()) {
      found.outcome = ReadOutcome::encrypted;
      return found;
    }
    found = fields_of(pdf, most);
    if (!pdf.anyWarnings()) return found;
    found.outcome = ReadOutcome::damaged;
    found.detail = "inconsistent structure";
  } catch (const std::exception& error) {
    found = {};
    found.detail = error.what();
  }
  return found;
}

std::optional<SignatureField> read_empty_field(std::string_view bytes, std::string_view name) {
  try {
    QPDF pdf;
    open(pdf, bytes);
    if (pdf.isEncrypted()) return std::nullopt;
    const FieldWalk walk(pdf);
    const std::map<QPDFObjGen, Stand> pages = pages_of_annotations(pdf);
    for (const FormField& at : walk.fields()) {
      Handle field = at.field;
      if (at.name != name || at.type != "/Sig" || field.hasKey("/V")) continue;
      const auto page = pages.find(field.getObjGen());
      if (page == pages.end() || pdf.anyWarnings()) return std::nullopt;
      SignatureField out;
      out.name = at.name;
      find_place(out, field, page->second);
      return out;
    }
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return std::nullopt;
}

bool holds_signature(std::string_view revision, const SignatureField& field) {
  try {
    QPDF pdf;
    open(pdf, revision);
    // An object may begin in what is signed and end behind it: here that shows as damage.
    pdf.getAllObjects();
    const FieldFindings found = fields_of(pdf, FieldWalk::most);
    if (pdf.anyWarnings()) return false;
    for (const SignatureField& other : found.fields) {
      if (other.byte_range == field.byte_range && other.contents == field.contents) return true;
    }
  } catch (const std::exception&) {
    return false;
  }
  return false;
}

}  // namespace sovang::pdf
