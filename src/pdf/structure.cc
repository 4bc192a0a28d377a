#include "structure.h"

#include <optional>

#include "metadata.h"
#include "numbers.h"

namespace sovang::pdf {
namespace {

using layout::StructureNode;
using layout::StructureType;

/// A piece of marked content of a node.
struct Piece {
  std::size_t page = 0;
  std::size_t mark = 0;
};

class StructureTree {
 public:
  StructureTree(ObjectFile& file, const std::vector<StructureNode>& structure,
                const std::vector<MarkedPage>& pages, const std::vector<TaggedField>& fields)
      : file_(file),
        structure_(structure),
        pages_(pages),
        fields_(fields),
        pieces_(structure.size()),
        children_(structure.size()) {
    for (std::size_t page = 0; page < pages.size(); ++page) {
      for (std::size_t mark = 0; mark < pages[page].marks.size(); ++mark)
        pieces_[static_cast<std::size_t>(pages[page].marks[mark])].push_back({page, mark});
    }
  }

  [[nodiscard]] std::string put() {
    const ObjectRef root = file_.reserve();
    const ObjectRef document = file_.reserve();
    std::vector<std::size_t> top;
    for (std::size_t i = 0; i < structure_.size(); ++i) {
      const bool skipped = is_artifact(structure_, static_cast<std::int32_t>(i));
      refs_.push_back(skipped ? ObjectRef{} : file_.reserve());
      if (skipped) continue;
      const std::int32_t parent = structure_[i].parent;
      (parent < 0 ? top : children_[static_cast<std::size_t>(parent)]).push_back(i);
    }
    for (std::size_t i = 0; i < structure_.size(); ++i) {
      if (refs_[i].number != 0) file_.fill(refs_[i], element(i, document));
    }
    std::string kids;
    for (const std::size_t child : top)
      kids += to_text(refs_[child]) + ' ';
    file_.fill(document, "/Type /StructElem /S /Document /P " + to_text(root) + " /K [" + kids + "]");
    // PDF 1.7 has no type for the title of a document; as H1 it comes before the headings of the parts, whose
    // numbers may not begin at 2 (ISO 14289-1 §7.4.2).
    file_.fill(root, "/Type /StructTreeRoot /K [" + to_text(document) +
                         "] /RoleMap << /Title /H1 >> /ParentTree << /Nums [" + parents() +
                         "] >> /ParentTreeNextKey " + std::to_string(pages_.size() + fields_.size()));
    return "/StructTreeRoot " + to_text(root) + " /MarkInfo << /Marked true >> ";
  }

 private:
  [[nodiscard]] std::string element(std::size_t index, ObjectRef document) const {
    const StructureNode& node = structure_[index];
    const ObjectRef parent = node.parent < 0 ? document : refs_[static_cast<std::size_t>(node.parent)];
    std::string out = "/Type /StructElem /S /";
    out.append(structure_name(node.type)).append(" /P ").append(to_text(parent));
    // An alternate text would be read in place of a table's cells.
    const bool table = node.type == StructureType::table;
    if (!node.alt.empty() && !table) out += " /Alt " + text_string(node.alt);
    if (!node.title.empty()) out += " /T " + text_string(node.title);
    if (!node.lang.empty()) out += " /Lang " + text_string(node.lang);
    // ISO 14289-1 §7.9: a note has an id.
    if (node.type == StructureType::note) out += " /ID (note-" + std::to_string(index) + ')';
    out += attributes(node);
    return out + kids(index);
  }

  /// What a table holds; what a cell is the header of, and what it spans (ISO 32000-1 §14.8.5.7).
  static std::string attributes(const StructureNode& node) {
    if (!node.summary.empty()) return " /A << /O /Table /Summary " + text_string(node.summary) + " >>";
    const bool header = node.type == StructureType::header_cell;
    if (!header && (node.type != StructureType::data_cell || (node.column_span <= 1 && node.row_span <= 1)))
      return {};
    std::string out = " /A << /O /Table";
    if (header) out += node.header_of_row ? " /Scope /Row" : " /Scope /Column";
    if (node.column_span > 1) out += " /ColSpan " + std::to_string(node.column_span);
    if (node.row_span > 1) out += " /RowSpan " + std::to_string(node.row_span);
    return out + " >>";
  }

  /// The node's own content first, then the nodes below it, in the order of reading.
  [[nodiscard]] std::string kids(std::size_t index) const {
    std::string out;
    std::optional<std::size_t> page;
    for (const Piece& piece : pieces_[index]) {
      if (!page) page = piece.page;
      if (piece.page == *page) {
        append_int(out, static_cast<std::int64_t>(piece.mark));
      } else {
        out += "<< /Type /MCR /Pg " + to_text(pages_[piece.page].page) + " /MCID " +
               std::to_string(piece.mark) + " >>";
      }
      out += ' ';
    }
    for (const TaggedField& field : fields_) {
      if (field.node != static_cast<std::int32_t>(index)) continue;
      out += "<< /Type /OBJR /Obj " + to_text(field.widget) + " /Pg " + to_text(field.page) + " >> ";
    }
    for (const std::size_t child : children_[index])
      out += to_text(refs_[child]) + ' ';
    return (page ? " /Pg " + to_text(pages_[*page].page) : std::string()) + " /K [" + out + "]";
  }

  /// For each page, by its number in /StructParents, the elements of its marked contents.
  [[nodiscard]] std::string parents() const {
    std::string out;
    for (std::size_t page = 0; page < pages_.size(); ++page) {
      append_int(out, static_cast<std::int64_t>(page));
      out += " [";
      for (const std::int32_t node : pages_[page].marks)
        out += to_text(refs_[static_cast<std::size_t>(node)]) + ' ';
      out += "] ";
    }
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      append_int(out, static_cast<std::int64_t>(pages_.size() + i));
      out += ' ' + to_text(refs_[static_cast<std::size_t>(fields_[i].node)]) + ' ';
    }
    return out;
  }

  ObjectFile& file_;
  const std::vector<StructureNode>& structure_;
  const std::vector<MarkedPage>& pages_;
  const std::vector<TaggedField>& fields_;
  std::vector<std::vector<Piece>> pieces_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<ObjectRef> refs_;
};

}  // namespace

std::string_view structure_name(StructureType type) {
  switch (type) {
    case StructureType::artifact:
      return "";
    case StructureType::paragraph:
      return "P";
    case StructureType::h1:
      return "H1";
    case StructureType::h2:
      return "H2";
    case StructureType::h3:
      return "H3";
    case StructureType::h4:
      return "H4";
    case StructureType::h5:
      return "H5";
    case StructureType::h6:
      return "H6";
    case StructureType::title:
      return "Title";
    case StructureType::caption:
      return "Caption";
    case StructureType::note:
      return "Note";
    case StructureType::list:
      return "L";
    case StructureType::list_item:
      return "LI";
    case StructureType::label:
      return "Lbl";
    case StructureType::list_body:
      return "LBody";
    case StructureType::table:
      return "Table";
    case StructureType::table_head:
      return "THead";
    case StructureType::table_body:
      return "TBody";
    case StructureType::table_foot:
      return "TFoot";
    case StructureType::table_row:
      return "TR";
    case StructureType::header_cell:
      return "TH";
    case StructureType::data_cell:
      return "TD";
    case StructureType::figure:
      return "Figure";
    case StructureType::form:
      return "Form";
    case StructureType::section:
      return "Sect";
    case StructureType::document:
      return "Document";
  }
  return "";
}

bool is_artifact(const std::vector<StructureNode>& structure, std::int32_t node) {
  while (node >= 0) {
    const StructureNode& at = structure[static_cast<std::size_t>(node)];
    if (at.type == StructureType::artifact) return true;
    SOVANG_EXPECT(at.parent < node);  // parents come first, so this ends
    node = at.parent;
  }
  return false;
}

std::string put_structure(ObjectFile& file, const std::vector<StructureNode>& structure,
                          const std::vector<MarkedPage>& pages, const std::vector<TaggedField>& fields) {
  return StructureTree(file, structure, pages, fields).put();
}

}  // namespace sovang::pdf
