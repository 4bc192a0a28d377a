#include "sign_graph.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <optional>
#include <set>
#include <utility>

#include <qpdf/Buffer.hh>

#include "field_walk.h"

namespace sovang::pdf {
namespace {

using Handle = QPDFObjectHandle;
using Outcome = SignatureGraph::Outcome;

/// Thrown inside this file only, and caught in plan_signature().
struct Refusal {
  Outcome outcome;
  std::string detail;
};

Handle real(double value) {
  return Handle::newReal(value, 3, true);
}

int rotation_of(Handle page) {
  for (int depth = 0; page.isDictionary() && depth < 64; ++depth) {
    if (page.getKey("/Rotate").isInteger()) return page.getKey("/Rotate").getIntValueAsInt() % 360;
    page = page.getKey("/Parent");
  }
  return 0;
}

class Planner {
 public:
  Planner(QPDF& pdf, QPDF& look, const SignatureRequest& request)
      : pdf_(pdf), look_(look), request_(request), root_(pdf.getRoot()) {}

  [[nodiscard]] SignatureGraph plan() {
    if (pdf_.isEncrypted()) throw Refusal{Outcome::encrypted, {}};
    const std::vector<Handle> pages = pdf_.getAllPages();
    if (request_.page >= pages.size()) throw Refusal{Outcome::no_such_page, {}};
    page_ = pages[request_.page];
    check_certification();
    first_new_ = pdf_.getObjectCount() + 1;
    const std::optional<Handle> empty = empty_field();
    signature_ = pdf_.makeIndirectObject(Handle::newDictionary());
    if (empty) {
      fill(*empty);
    } else {
      make_field();
    }
    if (request_.certifies) {
      Handle permissions = Handle::newDictionary();
      permissions.replaceKey("/DocMDP", signature_);
      root_.replaceKey("/Perms", permissions);
      touch(root_);
    }
    return written();
  }

 private:
  void touch(Handle object) { changed_.insert(object.getObjGen()); }

  void check_certification() {
    const FieldWalk walk(pdf_);
    bool any = false;
    for (const FormField& field : walk.fields()) {
      Handle found = field.field;
      any = any || (field.type == "/Sig" && found.hasKey("/V"));
    }
    if (request_.certifies && any) throw Refusal{Outcome::not_first, {}};
    Handle permissions = root_.getKey("/Perms");
    if (!permissions.isDictionary() || !permissions.getKey("/DocMDP").isDictionary()) return;
    Handle references = permissions.getKey("/DocMDP").getKey("/Reference");
    for (int i = 0; references.isArray() && i < references.getArrayNItems(); ++i) {
      Handle item = references.getArrayItem(i);
      if (!item.isDictionary() || !item.getKey("/TransformParams").isDictionary()) continue;
      Handle level = item.getKey("/TransformParams").getKey("/P");
      if (level.isInteger() && level.getIntValue() == 1) throw Refusal{Outcome::locked, {}};
    }
  }

  /// The field of the wanted name, if it is there and waits for its signature.
  [[nodiscard]] std::optional<Handle> empty_field() {
    if (root_.getKey("/AcroForm").isDictionary() && root_.getKey("/AcroForm").hasKey("/XFA"))
      throw Refusal{Outcome::form_file, {}};
    const FieldWalk walk(pdf_);
    for (const FormField& found : walk.fields()) {
      if (found.name != request_.field_name) continue;
      Handle field = found.field;
      if (found.type != "/Sig") throw Refusal{Outcome::name_taken, {}};
      if (field.hasKey("/V")) throw Refusal{Outcome::already_signed, {}};
      if (!field.isIndirect()) throw Refusal{Outcome::name_taken, {}};
      return field;
    }
    return std::nullopt;
  }

  void fill(Handle field) {
    field.replaceKey("/V", signature_);
    if (field.getKey("/Rect").isRectangle()) field.replaceKey("/AP", appearance());
    touch(field);
    set_flags();
  }

  void make_field() {
    Handle field = pdf_.makeIndirectObject(Handle::newDictionary());
    for (const auto& [key, value] : {std::pair("/Type", "/Annot"), {"/Subtype", "/Widget"}, {"/FT", "/Sig"}})
      field.replaceKey(key, Handle::newName(value));
    field.replaceKey("/T", Handle::parse(request_.field));
    field.replaceKey("/TU", Handle::parse(request_.description));
    field.replaceKey("/Contents", Handle::parse(request_.description));
    field.replaceKey("/F", Handle::newInteger(132));  // print, locked (ISO 19005-3 §6.3.2 wants the first)
    field.replaceKey("/Rect", rectangle());
    field.replaceKey("/P", page_);
    field.replaceKey("/V", signature_);
    field.replaceKey("/AP", appearance());
    append_to(page_, "/Annots", field);
    put_into_form(field);
    put_into_structure(field);
  }

  [[nodiscard]] Handle rectangle() {
    Handle out = Handle::newArray();
    if (!request_.visible) {
      for (int i = 0; i < 4; ++i)
        out.appendItem(Handle::newInteger(0));
      return out;
    }
    if (rotation_of(page_) != 0) throw Refusal{Outcome::rotated_page, {}};
    if (!shown_box(page_)) throw Refusal{Outcome::damaged, "page without a box"};
    const std::array<double, 4> box = *shown_box(page_);
    const auto& [left, top, width, height] = request_.place;
    const std::array<double, 4> place = {box[0] + left, box[3] - top - height, box[0] + left + width,
                                         box[3] - top};
    const double grain = 0.01;  // what rounding may add
    if (place[0] < box[0] - grain || place[1] < box[1] - grain || place[2] > box[2] + grain ||
        place[3] > box[3] + grain) {
      throw Refusal{Outcome::outside_page, {}};
    }
    for (const double edge : place)
      out.appendItem(real(edge));
    return out;
  }

  /// /AP: the page of the look as a form XObject, with its fonts and pictures.
  [[nodiscard]] Handle appearance() {
    Handle form;
    if (request_.visible) {
      Handle page = look_.getAllPages().at(0);
      form = pdf_.copyForeignObject(page.getKey("/Contents"));
      Handle resources = look_.makeIndirectObject(page.getKey("/Resources").shallowCopy());
      form.getDict().replaceKey("/Resources", pdf_.copyForeignObject(resources));
      form.getDict().replaceKey("/BBox", Handle::newArray(page.getKey("/MediaBox").getArrayAsRectangle()));
    } else {
      form = Handle::newStream(&pdf_, "");
      Handle empty = Handle::newArray();
      for (int i = 0; i < 4; ++i)
        empty.appendItem(Handle::newInteger(0));
      form.getDict().replaceKey("/BBox", empty);
      form.getDict().replaceKey("/Resources", Handle::newDictionary());
    }
    form.getDict().replaceKey("/Type", Handle::newName("/XObject"));
    form.getDict().replaceKey("/Subtype", Handle::newName("/Form"));
    Handle out = Handle::newDictionary();
    out.replaceKey("/N", form);
    return out;
  }

  /// Appends to an array of a dictionary; the array may be an object of its own, or not there yet.
  void append_to(Handle owner, const std::string& key, Handle item) {
    Handle array = owner.getKey(key);
    if (array.isArray() && array.isIndirect()) {
      array.appendItem(item);
      touch(array);
      return;
    }
    if (array.isArray()) {
      array.appendItem(item);
    } else {
      Handle made = Handle::newArray();
      if (!array.isNull()) made.appendItem(array);  // /K may hold a single kid
      made.appendItem(item);
      owner.replaceKey(key, made);
    }
    touch(owner);
  }

  void set_flags() {
    Handle form = root_.getKey("/AcroForm");
    form.replaceKey("/SigFlags", Handle::newInteger(3));
    touch(form.isIndirect() ? form : root_);
  }

  void put_into_form(Handle field) {
    if (!root_.getKey("/AcroForm").isDictionary()) root_.replaceKey("/AcroForm", Handle::newDictionary());
    Handle form = root_.getKey("/AcroForm");
    Handle fields = form.getKey("/Fields");
    if (fields.isArray()) {
      fields.appendItem(field);
    } else {
      fields = Handle::newArray();
      fields.appendItem(field);
      form.replaceKey("/Fields", fields);
    }
    if (fields.isIndirect()) touch(fields);
    set_flags();
  }

  /// ISO 14289-1 §7.18.4: a widget is the kid of a Form element.
  void put_into_structure(Handle field) {
    Handle tree = root_.getKey("/StructTreeRoot");
    if (!tree.isDictionary() || !tree.isIndirect()) return;
    Handle document = top_element(tree);
    Handle element = pdf_.makeIndirectObject(Handle::newDictionary());
    element.replaceKey("/Type", Handle::newName("/StructElem"));
    element.replaceKey("/S", Handle::newName("/Form"));
    element.replaceKey("/P", document);
    element.replaceKey("/Pg", page_);
    element.replaceKey("/Alt", Handle::parse(request_.description));
    Handle reference = Handle::newDictionary();
    reference.replaceKey("/Type", Handle::newName("/OBJR"));
    reference.replaceKey("/Obj", field);
    reference.replaceKey("/Pg", page_);
    element.replaceKey("/K", reference);
    append_to(document, "/K", element);
    const long long key = next_parent_key(tree);
    field.replaceKey("/StructParent", Handle::newInteger(key));
    put_parent(tree, key, element);
  }

  /// The Document element, else the root itself.
  static Handle top_element(Handle tree) {
    Handle kids = tree.getKey("/K");
    Handle first = kids.isArray() && kids.getArrayNItems() > 0 ? kids.getArrayItem(0) : kids;
    const bool document = first.isDictionary() && first.isIndirect() && first.getKey("/S").isName() &&
                          first.getKey("/S").getName() == "/Document";
    return document ? first : tree;
  }

  static long long next_parent_key(Handle tree) {
    Handle next = tree.getKey("/ParentTreeNextKey");
    if (next.isInteger() && next.getIntValue() >= 0) return next.getIntValue();
    throw Refusal{Outcome::damaged, "structure tree without /ParentTreeNextKey"};
  }

  void put_parent(Handle tree, long long key, Handle element) {
    tree.replaceKey("/ParentTreeNextKey", Handle::newInteger(key + 1));
    touch(tree);
    Handle parents = tree.getKey("/ParentTree");
    if (!parents.isDictionary()) throw Refusal{Outcome::damaged, "structure tree without /ParentTree"};
    Handle owner = parents.isIndirect() ? parents : tree;
    Handle numbers = parents.getKey("/Nums");
    Handle kids = parents.getKey("/Kids");
    if (kids.isArray()) {
      Handle node = pdf_.makeIndirectObject(Handle::newDictionary());
      Handle limits = Handle::newArray();
      limits.appendItem(Handle::newInteger(key));
      limits.appendItem(Handle::newInteger(key));
      node.replaceKey("/Limits", limits);
      numbers = Handle::newArray();
      node.replaceKey("/Nums", numbers);
      kids.appendItem(node);
      touch(kids.isIndirect() ? kids : owner);
    } else if (numbers.isArray()) {
      touch(numbers.isIndirect() ? numbers : owner);
    } else {
      throw Refusal{Outcome::damaged, "empty /ParentTree"};
    }
    numbers.appendItem(Handle::newInteger(key));
    numbers.appendItem(element);
  }

  [[nodiscard]] std::string body_of(Handle object) {
    if (object.getObjGen() == signature_.getObjGen()) return "<< " + request_.signature + " >>";
    if (!object.isStream()) return object.unparseResolved();
    const std::shared_ptr<Buffer> data = object.getRawStreamData();
    Handle dictionary = object.getDict();
    dictionary.replaceKey("/Length", Handle::newInteger(static_cast<long long>(data->getSize())));
    return dictionary.unparse() + "\nstream\n" +
           std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize()) + "\nendstream";
  }

  [[nodiscard]] SignatureGraph written() {
    SignatureGraph out;
    std::vector<Handle> objects;
    for (const QPDFObjGen& changed : changed_) {
      if (static_cast<std::size_t>(changed.getObj()) < first_new_) objects.push_back(pdf_.getObject(changed));
    }
    const std::size_t end = pdf_.getObjectCount() + 1;
    for (std::size_t number = first_new_; number < end; ++number)
      objects.push_back(pdf_.getObject(static_cast<int>(number), 0));
    for (Handle& object : objects) {
      if (object.getObjGen() == signature_.getObjGen()) out.signature_index = out.objects.size();
      out.objects.push_back(
          {static_cast<std::uint32_t>(object.getObjectID()), object.getGeneration(), body_of(object)});
    }
    Handle trailer = pdf_.getTrailer();
    Handle size = trailer.getKey("/Size");
    out.size = static_cast<std::uint32_t>(end);
    if (size.isInteger() && size.getIntValue() > static_cast<long long>(end))
      out.size = size.getUIntValueAsUInt();
    out.root = root_.unparse();
    if (trailer.getKey("/Info").isDictionary() && trailer.getKey("/Info").isIndirect())
      out.info = trailer.getKey("/Info").unparse();
    Handle id = trailer.getKey("/ID");
    if (id.isArray() && id.getArrayNItems() == 2 && id.getArrayItem(0).isString())
      out.id = id.getArrayItem(0).getStringValue();
    out.outcome = Outcome::ready;
    if (!root_.isIndirect() || pdf_.anyWarnings()) throw Refusal{Outcome::damaged, "inconsistent structure"};
    return out;
  }

  QPDF& pdf_;
  QPDF& look_;
  const SignatureRequest& request_;
  Handle root_;
  Handle page_;
  Handle signature_;
  std::size_t first_new_ = 0;
  std::set<QPDFObjGen> changed_;
};

}  // namespace

SignatureGraph plan_signature(std::string_view bytes, const SignatureRequest& request) {
  SignatureGraph refused;
  try {
    QPDF look;  // lives longer than the file that takes streams from it
    QPDF pdf;
    for (QPDF* file : {&pdf, &look}) {
      file->setSuppressWarnings(true);
      file->setAttemptRecovery(false);
    }
    pdf.processMemoryFile("pdf", bytes.data(), bytes.size());
    if (request.visible) look.processMemoryFile("look", request.look.data(), request.look.size());
    return Planner(pdf, look, request).plan();
  } catch (const Refusal& refusal) {
    refused.outcome = refusal.outcome;
    refused.detail = refusal.detail;
  } catch (const std::exception& error) {
    refused.detail = error.what();
  }
  return refused;
}

}  // namespace sovang::pdf
