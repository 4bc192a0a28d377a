#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

/// The form fields of a file, for the sources that look at signatures with qpdf.
namespace sovang::pdf {

/// left, bottom, right, top of the page as readers show it.
inline std::optional<std::array<double, 4>> shown_box(QPDFObjectHandle page) {
  for (const char* key : {"/CropBox", "/MediaBox"}) {
    QPDFObjectHandle at = page;
    for (int depth = 0; at.isDictionary() && depth < 64; ++depth, at = at.getKey("/Parent")) {
      if (!at.getKey(key).isRectangle()) continue;
      const QPDFObjectHandle::Rectangle found = at.getKey(key).getArrayAsRectangle();
      return std::array<double, 4>{found.llx, found.lly, found.urx, found.ury};
    }
  }
  return std::nullopt;
}

/// A field without kids that are fields, with what it inherits.
struct FormField {
  QPDFObjectHandle field;
  std::string name;  ///< full, parts joined by dots, UTF-8
  std::string type;  ///< "/Sig"
};

/// All fields; at most `most` of them and 16 levels, each object once.
class FieldWalk {
 public:
  static constexpr std::size_t most = 4096;

  explicit FieldWalk(QPDF& pdf) {
    QPDFObjectHandle form = pdf.getRoot().getKey("/AcroForm");
    if (form.isDictionary()) visit_all(form.getKey("/Fields"), {}, {}, 0);
  }

  [[nodiscard]] const std::vector<FormField>& fields() const { return fields_; }
  /// True if there were more than were looked at.
  [[nodiscard]] bool cut() const { return cut_; }

 private:
  void visit_all(QPDFObjectHandle kids, const std::string& prefix, const std::string& type, int depth) {
    if (!kids.isArray()) return;
    for (int i = 0; i < kids.getArrayNItems(); ++i)
      visit(kids.getArrayItem(i), prefix, type, depth);
  }

  void visit(QPDFObjectHandle field, const std::string& prefix, std::string type, int depth) {
    if (!field.isDictionary()) return;
    if (fields_.size() >= most || depth > 16 || !seen_.insert(field.getObjGen()).second) {
      cut_ = true;
      return;
    }
    std::string name = prefix;
    if (field.getKey("/T").isString()) name += (name.empty() ? "" : ".") + field.getKey("/T").getUTF8Value();
    if (field.getKey("/FT").isName()) type = field.getKey("/FT").getName();
    // A signature with kids that are widgets only is a field; kids with names are fields of their own.
    QPDFObjectHandle kids = field.getKey("/Kids");
    const bool parent = kids.isArray() && kids.getArrayNItems() > 0 && !field.hasKey("/V");
    if (parent) {
      visit_all(kids, name, type, depth + 1);
    } else {
      fields_.push_back({field, name, type});
    }
  }

  std::set<QPDFObjGen> seen_;
  std::vector<FormField> fields_;
  bool cut_ = false;
};

}  // namespace sovang::pdf
