#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker.h"
#include "findings.h"
#include "library.h"
#include "parts.h"
#include "properties.h"
#include "table_scope.h"

namespace sovang::document {

/// Turns the element tree of a template into Template::Parts: components put in place, styles resolved, texts
/// and expressions read and checked. Every finding that needs no data is made here or before.
class Compiler {
 public:
  Compiler(Library& library, Findings& findings) : library_(library), findings_(findings) {}

  [[nodiscard]] std::unique_ptr<Template::Parts> compile();

 private:
  struct SlotContent;

  /// Where an element stands: its file, the names it sees, and what it inherits.
  struct Here {
    const XmlFile* file = nullptr;
    Names* names = nullptr;
    Inherited inherited;
    const SlotContent* slot = nullptr;  ///< of the use that the component was put in place by
    int component_depth = 0;
    bool in_define = false;
    bool justify_told = false;  ///< TPL-15 was told for the column
  };
  /// The blocks that a use hands to the slot of its component, and where they were written.
  struct SlotContent {
    const XmlElement* use = nullptr;
    const Here* outside = nullptr;
  };

  // compile_document.cc
  void compile_params();
  void declare(const XmlElement& param, Structure& record, const XmlFile& file);
  Structure* shape_at(Structure& record, std::string_view path, std::size_t& dot, const XmlElement& param,
                      const XmlFile& file);
  void compile_head(Here& here);
  void compile_masters(const Here& here);
  void compile_master(const Definition& definition, const Here& here);
  void compile_unused_components();
  Node sequence(const XmlElement& element, const Here& here);
  std::optional<std::size_t> master_of(const XmlElement& element, std::string_view attribute,
                                       const Here& here);
  Node attachment(const XmlElement& element, const Here& here);

  // compile_control.cc
  enum class Where { body, blocks, items, cells, columns, rows, inlines };
  void children(const XmlElement& element, Where where, const Here& here, Nodes& out);
  void child(const XmlElement& element, Where where, const Here& here, Nodes& out);
  bool control(const XmlElement& element, Where where, const Here& here, Nodes& out);
  [[nodiscard]] bool parent_is_template(const XmlElement& element) const;
  Node condition(const XmlElement& element, Where where, const Here& here);
  Node choose(const XmlElement& element, Where where, const Here& here);
  Node loop(const XmlElement& element, Where where, const Here& here);
  Node let(const XmlElement& element, const Here& here);
  Node check(const XmlElement& element, const Here& here);
  void bind(const XmlElement& element, std::string_view attribute, std::uint32_t slot, Type type,
            const Here& here);

  // compile_blocks.cc
  Node block_child(const XmlElement& element, const Here& here);
  Node paragraph(const XmlElement& element, const Here& here);
  Node group(const XmlElement& element, const Here& here);
  Node list(const XmlElement& element, const Here& here);
  Node item(const XmlElement& element, const Here& here);
  Node grid(const XmlElement& element, const Here& here);
  void grid_tracks(const GridData& data, const Here& here, Here& inner);
  Node frame(const XmlElement& element, const Here& here);
  Node image(const XmlElement& element, const Here& here, NodeKind kind);
  Node rule(const XmlElement& element, const Here& here);
  Node qr(const XmlElement& element, const Here& here, NodeKind kind);
  Node signature_field(const XmlElement& element, const Here& here);
  Node slot(const XmlElement& element, const Here& here);
  void collect_pictures(PictureData& data, const XmlElement& element, const Here& here);

  // compile_components.cc
  Node use(const XmlElement& element, const Here& here);
  void arguments(const XmlElement& use, const Definition& component, const Here& here, Names& inside,
                 Node& group);
  void component_params(const XmlElement& define, const XmlFile& file, Structure& record);

  // compile_table.cc
  Node table(const XmlElement& element, const Here& here);
  Node column(const XmlElement& element, const Here& here);
  Node band(const XmlElement& element, const Here& here);
  Node row(const XmlElement& element, const Here& here);
  Node cell(const XmlElement& element, const Here& here);
  void tallies(const XmlElement& element, const Here& here, RowData& data);
  void check_widths(const XmlElement& element, const Here& here, const TableScope& scope);
  void check_cells(const XmlElement& element, const Here& here, const TableScope& scope);
  CellVariant cell_variant(const XmlElement& element, const Here& here, const ColumnLook* look,
                           std::optional<Length> width);
  [[nodiscard]] static bool holds_columns(const XmlElement& element);

  // compile_inline.cc
  void inlines(const XmlElement& element, const Here& here, bool keep_together, Nodes& out);
  void inline_text(const MappedText& text, const Here& here, Nodes& out);
  void inline_value(ParsedExpression expression, const Here& here, Nodes& out);
  bool inline_child(const XmlElement& element, const Here& here, Nodes& out);
  void note_late(const LateText& late, const Expr& root, const Here& here);
  void check_late_names();
  CompiledText text_of(const XmlElement& element, std::string_view attribute, const Here& here);
  CompiledText text_of(const MappedText& text, const Here& here);
  std::optional<ParsedExpression> expression_of(const XmlElement& element, std::string_view attribute,
                                                const Here& here);
  std::string final_literal(std::string literal, const MappedText& text, const Here& here);

  // compiler.cc
  Node make(NodeKind kind, const XmlElement& element, const Here& here);
  template <class Data>
  Data& give(Node& node) {
    node.data = std::make_unique<Node::Data>(Data{});
    return std::get<Data>(*node.data);
  }
  Properties properties_of(const XmlElement& element, const Here& here, std::string_view attribute = "style");
  const NamedStyle* named_style(const XmlElement& element, std::string_view attribute, const Here& here);
  Here inside_container(const XmlElement& element, const Here& here, const Properties& properties);
  void common(Node& node, const XmlElement& element, const Here& here, const Properties& properties);
  ParagraphData paragraph_style(const Inherited& inherited, Role role);
  void check_justified(const XmlElement& element, const Here& here, const Inherited& inherited);
  TextStyleId intern(const TextStyle& style);
  ParagraphStyleId intern(const ParagraphStyle& style);
  BoxId intern(const Box& box);
  Checker checker(const Here& here) { return Checker(context_, *here.names, here.file->source); }
  std::uint32_t new_slot() { return context_.slots++; }
  void error(std::string_view rule, const Here& here, std::size_t at, std::string message,
             std::string hint = {}) {
    findings_.error(rule, here.file->source.span(at), std::move(message), std::move(hint));
  }

  Library& library_;
  Findings& findings_;
  std::unique_ptr<Template::Parts> parts_;
  CheckContext context_;
  TableScope* table_ = nullptr;               ///< of the table being compiled
  bool text_keep_together_ = false;           ///< inside a span with keep-together
  std::vector<Properties> label_properties_;  ///< of the lists around, innermost last
  std::vector<std::string> used_components_;

  /// page_of, tally, tally_page: what they name is known when all is compiled.
  struct LateName {
    std::string name;
    bool of_page = false;
    SourceSpan place;
    std::vector<std::string> via;
    std::size_t table = 0;  ///< index into tally_names_; past its end = in no table
  };
  std::vector<LateName> late_names_;
  std::vector<std::set<std::string, std::less<>>> tally_names_;  ///< of each table
  std::vector<std::size_t> open_tables_;                         ///< innermost last
  std::set<std::string, std::less<>> ids_;
  std::size_t nodes_ = 0;
};

}  // namespace sovang::document
