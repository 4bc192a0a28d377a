#include <algorithm>
#include <cmath>
#include <exception>
#include <initializer_list>
#include <map>
#include <set>

#include <qpdf/QPDFXRefEntry.hh>

#include "field_walk.h"
#include "revision.h"

namespace sovang::pdf {
namespace {

using Handle = QPDFObjectHandle;
using Kind = RevisionChanges::Kind;
using Table = std::map<QPDFObjGen, QPDFXRefEntry>;

bool same_entry(const QPDFXRefEntry& a, const QPDFXRefEntry& b) {
  if (a.getType() != b.getType()) return false;
  if (a.getType() == 1) return a.getOffset() == b.getOffset();
  return a.getObjStreamNumber() == b.getObjStreamNumber() && a.getObjStreamIndex() == b.getObjStreamIndex();
}

/// Equal as values; references are equal if they name the same object, for that one is compared by itself.
bool same_value(Handle a, Handle b, int depth = 0) {
  if (a.isIndirect() || b.isIndirect())
    return a.isIndirect() && b.isIndirect() && a.getObjGen() == b.getObjGen();
  if (depth > 32) return false;
  if (a.isNumber() && b.isNumber()) return std::abs(a.getNumericValue() - b.getNumericValue()) < 1e-9;
  if (a.isArray() && b.isArray()) {
    if (a.getArrayNItems() != b.getArrayNItems()) return false;
    for (int i = 0; i < a.getArrayNItems(); ++i) {
      if (!same_value(a.getArrayItem(i), b.getArrayItem(i), depth + 1)) return false;
    }
    return true;
  }
  if (a.isDictionary() && b.isDictionary()) {
    const std::set<std::string> keys = a.getKeys();
    if (keys != b.getKeys()) return false;
    return std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
      return same_value(a.getKey(key), b.getKey(key), depth + 1);
    });
  }
  return a.getTypeCode() == b.getTypeCode() && a.unparse() == b.unparse();
}

/// An array, or the one thing that stands in its place.
std::vector<Handle> items_of(Handle value) {
  if (value.isArray()) return value.getArrayAsVector();
  if (value.isNull()) return {};
  return {value};
}

/// What the later state may change, object by object. Each `…_ok` compares an object before and after.
class Comparison {
 public:
  Comparison(QPDF& before, QPDF& after)
      : before_(before), after_(after), old_(before.getXRefTable()), new_(after.getXRefTable()) {}

  [[nodiscard]] RevisionChanges run() {
    before_.getAllObjects();
    if (before_.getRoot().getObjGen() != after_.getRoot().getObjGen()) return content("another catalog");
    std::size_t changed = 0;
    find_roles();
    for (const auto& [id, entry] : old_) {
      const auto now = new_.find(id);
      if (now == new_.end()) return content("object " + id.unparse(' ') + " was taken away");
      if (same_entry(entry, now->second)) continue;
      ++changed;
      if (!object_ok(before_.getObject(id), after_.getObject(id)))
        return content("object " + id.unparse(' ') + " was changed");
    }
    if (before_.anyWarnings() || after_.anyWarnings()) return content("damaged");
    if (changed == 0 && old_.size() == new_.size()) return content("stray bytes behind the end");
    return {annotated_ ? Kind::annotations : Kind::signatures, {}};
  }

 private:
  enum class Role { form, fields, page, annotations, tree, parents, metadata };

  static RevisionChanges content(std::string detail) { return {Kind::content, std::move(detail)}; }

  void give_role(Handle object, Role role) {
    if (object.isIndirect()) roles_.emplace(object.getObjGen(), role);
  }

  void find_roles() {
    Handle root = before_.getRoot();
    give_role(before_.getTrailer().getKey("/Info"), Role::metadata);
    give_role(root.getKey("/Metadata"), Role::metadata);
    Handle form = root.getKey("/AcroForm");
    give_role(form, Role::form);
    if (form.isDictionary()) give_role(form.getKey("/Fields"), Role::fields);
    for (Handle page : before_.getAllPages()) {
      give_role(page, Role::page);
      give_role(page.getKey("/Annots"), Role::annotations);
    }
    Handle tree = root.getKey("/StructTreeRoot");
    if (!tree.isDictionary()) return;
    give_role(tree, Role::tree);
    give_role(tree.getKey("/ParentTree"), Role::parents);
  }

  [[nodiscard]] bool object_ok(Handle old, Handle now) {
    if (old.getObjGen() == before_.getRoot().getObjGen()) return catalog_ok(old, now);
    const auto role = roles_.find(old.getObjGen());
    if (role == roles_.end()) return unnamed_ok(old, now);
    switch (role->second) {
      case Role::form:
        return form_ok(old, now);
      case Role::fields:
        return fields_ok(old, now);
      case Role::page:
        return differ_only(old, now, {"/Annots"}) &&
               annotations_ok(old.getKey("/Annots"), now.getKey("/Annots"));
      case Role::annotations:
        return annotations_ok(old, now);
      case Role::tree:
        return tree_ok(old, now);
      case Role::parents:
        return parents_ok(old, now);
      case Role::metadata:
        return old.getTypeCode() == now.getTypeCode();  // says nothing that pages show
    }
    return false;
  }

  /// A structure element that got the new field as its last kid, or a field that was waiting for its
  /// signature.
  [[nodiscard]] bool unnamed_ok(Handle old, Handle now) {
    if (!old.isDictionary() || !now.isDictionary()) return false;
    if (old.getKey("/S").isName())
      return differ_only(old, now, {"/K"}) && kids_ok(old.getKey("/K"), now.getKey("/K"));
    const bool waiting = old.getKey("/FT").isName() && old.getKey("/FT").getName() == "/Sig" &&
                         !old.hasKey("/V") && !old.hasKey("/Kids");
    return waiting && now.getKey("/V").isDictionary() && differ_only(old, now, {"/V", "/AP", "/M"});
  }

  /// True if two dictionaries differ in these keys at most.
  static bool differ_only(Handle old, Handle now, std::initializer_list<const char*> allowed) {
    if (!old.isDictionary() || !now.isDictionary()) return false;
    std::set<std::string> keys = old.getKeys();
    const std::set<std::string> others = now.getKeys();
    keys.insert(others.begin(), others.end());
    for (const char* key : allowed)
      keys.erase(key);
    return std::all_of(keys.begin(), keys.end(),
                       [&](const std::string& key) { return same_value(old.getKey(key), now.getKey(key)); });
  }

  [[nodiscard]] bool catalog_ok(Handle old, Handle now) {
    // Certificates and answers about revocation that a signer adds for later (/DSS) show nothing.
    if (!differ_only(old, now, {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/StructTreeRoot"}))
      return false;
    if (old.hasKey("/Metadata") != now.hasKey("/Metadata")) return false;
    if (!old.hasKey("/StructTreeRoot") && now.hasKey("/StructTreeRoot")) return false;
    if (old.hasKey("/StructTreeRoot") &&
        !same_value(old.getKey("/StructTreeRoot"), now.getKey("/StructTreeRoot")))
      return false;
    Handle form = now.getKey("/AcroForm");
    if (old.hasKey("/AcroForm"))
      return same_value(old.getKey("/AcroForm"), form) || form_ok(old.getKey("/AcroForm"), form);
    if (form.isNull()) return true;
    return form_ok(Handle::newDictionary(), form);
  }

  [[nodiscard]] bool form_ok(Handle old, Handle now) {
    // /DR and /DA are what fields are drawn with; without fields before there is nothing to redraw.
    const bool fresh = old.isDictionary() && !old.hasKey("/Fields");
    const bool kept = fresh ? differ_only(old, now, {"/Fields", "/SigFlags", "/DR", "/DA"})
                            : differ_only(old, now, {"/Fields", "/SigFlags"});
    return kept && fields_ok(old.getKey("/Fields"), now.getKey("/Fields"));
  }

  /// True if `now` begins with what `old` has and `added` holds for the rest.
  template <class Added>
  static bool continues(const std::vector<Handle>& old, const std::vector<Handle>& now, Added added) {
    if (now.size() < old.size()) return false;
    for (std::size_t i = 0; i < old.size(); ++i) {
      if (!same_value(old[i], now[i])) return false;
    }
    return std::all_of(now.begin() + static_cast<std::ptrdiff_t>(old.size()), now.end(), added);
  }

  [[nodiscard]] bool fields_ok(Handle old, Handle now) {
    return continues(items_of(old), items_of(now), [this](Handle field) { return is_new_signature(field); });
  }

  [[nodiscard]] bool is_new(Handle object) const {
    return object.isIndirect() && old_.count(object.getObjGen()) == 0;
  }

  /// A signature field that is its own widget and does nothing else.
  [[nodiscard]] bool is_new_signature(Handle field) const {
    const auto is = [&](const char* key, const char* value) {
      return field.getKey(key).isName() && field.getKey(key).getName() == value;
    };
    return is_new(field) && field.isDictionary() && is("/FT", "/Sig") && is("/Subtype", "/Widget") &&
           !field.hasKey("/Kids") && !field.hasKey("/Parent") && !field.hasKey("/A") && !field.hasKey("/AA");
  }

  [[nodiscard]] bool annotations_ok(Handle old, Handle now) {
    return continues(items_of(old), items_of(now), [this](Handle annotation) {
      if (!is_new_signature(annotation)) annotated_ = true;
      return annotation.isDictionary();
    });
  }

  [[nodiscard]] bool tree_ok(Handle old, Handle now) {
    if (!differ_only(old, now, {"/K", "/ParentTree", "/ParentTreeNextKey"})) return false;
    Handle parents = old.getKey("/ParentTree");
    const bool kept = same_value(parents, now.getKey("/ParentTree")) ||
                      (!parents.isIndirect() && parents_ok(parents, now.getKey("/ParentTree")));
    return kept && kids_ok(old.getKey("/K"), now.getKey("/K"));
  }

  [[nodiscard]] bool parents_ok(Handle old, Handle now) {
    return differ_only(old, now, {"/Nums", "/Kids"}) &&
           continues(items_of(old.getKey("/Nums")), items_of(now.getKey("/Nums")),
                     [this](Handle item) { return item.isInteger() || is_form_element(item); }) &&
           continues(items_of(old.getKey("/Kids")), items_of(now.getKey("/Kids")), [this](Handle node) {
             if (!is_new(node) || !node.isDictionary() || node.hasKey("/Kids")) return false;
             const std::vector<Handle> numbers = items_of(node.getKey("/Nums"));
             return std::all_of(numbers.begin(), numbers.end(),
                                [this](Handle item) { return item.isInteger() || is_form_element(item); });
           });
  }

  [[nodiscard]] bool kids_ok(Handle old, Handle now) {
    return continues(items_of(old), items_of(now), [this](Handle kid) { return is_form_element(kid); });
  }

  /// A new Form element that holds a new signature field and nothing else.
  [[nodiscard]] bool is_form_element(Handle element) const {
    if (!is_new(element) || !element.isDictionary() || !element.getKey("/S").isName() ||
        element.getKey("/S").getName() != "/Form") {
      return false;
    }
    const std::vector<Handle> kids = items_of(element.getKey("/K"));
    return std::all_of(kids.begin(), kids.end(), [this](Handle kid) {
      return kid.isDictionary() && is_new_signature(kid.getKey("/Obj"));
    });
  }

  QPDF& before_;
  QPDF& after_;
  Table old_;
  Table new_;
  std::map<QPDFObjGen, Role> roles_;
  bool annotated_ = false;
};

}  // namespace

RevisionChanges compare_revisions(std::string_view before, std::string_view after) {
  if (before.size() == after.size()) return {Kind::none, {}};
  try {
    QPDF old;
    QPDF now;
    for (const auto& [pdf, bytes] : {std::pair(&old, before), std::pair(&now, after)}) {
      pdf->setSuppressWarnings(true);
      pdf->setAttemptRecovery(false);
      pdf->processMemoryFile("pdf", bytes.data(), bytes.size());
    }
    return Comparison(old, now).run();
  } catch (const std::exception& error) {
    return {Kind::content, error.what()};
  }
}

}  // namespace sovang::pdf
