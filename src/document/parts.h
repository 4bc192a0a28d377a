#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sovang/document/template.h"
#include "sovang/document/tree.h"

#include "expression.h"
#include "types.h"

/// A template after compilation. Components stand in place at every use, so that each node has one style, one
/// place and one set of slots, and filling looks nothing up.
namespace sovang::document {

/// Text with placeholders whose literals are NFC and final.
struct CompiledText {
  struct Piece {
    std::string literal;
    std::optional<ParsedExpression> expression;
  };
  std::vector<Piece> pieces;
};

struct Node;
using Nodes = std::vector<Node>;

enum class NodeKind : std::uint8_t {
  // control
  let,
  condition,  ///< if, and when inside choose (without test: always)
  choose,
  loop,
  check,
  attachment,
  // inline
  text,
  value,  ///< a printed expression
  late,
  line_break,
  leader,
  inline_picture,
  inline_qr,
  footnote,
  // blocks
  paragraph,
  group,
  list,
  item,
  grid,
  cell,
  table,
  column,
  band,
  row,
  frame,
  image,
  rule,
  qr,
  signature_field,
  slot,
  sequence
};

struct LetData {
  std::uint32_t slot = 0;
  std::string name;
  bool required = false;  ///< an argument that must not be null (DAT-03)
};
struct LoopData {
  std::uint32_t item = 0;
  std::optional<std::uint32_t> index;
  std::uint32_t loop = 0;  ///< three slots: index, first, last
  CompiledText separator;
  std::string name;                  ///< `as`
  const Structure* shape = nullptr;  ///< of the items, for the path of the data in findings
};
struct CheckData {
  std::string id;
  Severity severity = Severity::error;
  CompiledText message;
};
struct AttachmentData {
  CompiledText name;
  CompiledText description;
  Attachment::Relationship relationship = Attachment::Relationship::data;
  std::shared_ptr<const Bytes> file;  ///< of src; null = Node::expression selects data
  std::string mime;
};
/// Text and printed values.
struct TextData {
  std::string literal;
  std::string transformed;  ///< the literal in capitals, where `upper` is set
  TextStyleId style{};
  bool keep_together = false;
  bool upper = false;
};
struct FootnoteData {
  ParagraphStyleId style{};
  TextStyleId text_style{};
};
/// image, qr: the same in text and as a block. `candidates` are the pictures that a `src` can come to.
struct PictureData {
  CompiledText src;
  std::vector<std::pair<std::string, PicturePtr>> candidates;
  Size width{};
  Size height{};
  Image::Fit fit = Image::Fit::contain;
  Align align = Align::left;
  CompiledText alt;
};
struct QrData {
  CompiledText value;
  Length size{};
  Qr::Correction correction = Qr::Correction::medium;
  Align align = Align::left;
  CompiledText alt;
};
struct SignatureFieldData {
  std::string name;
  Length width{};
  Length height{};
  Align align = Align::left;
  CompiledText alt;
};
struct ParagraphData {
  ParagraphStyleId style{};
  TextStyleId text_style{};
};
struct GroupData {
  std::string component;
};
struct ListData {
  List::Label label = List::Label::run_in;
  Size label_width{};
  int start = 1;
  CompiledText format;
  std::uint32_t number = 0;  ///< the slot of n
};
struct ItemData {
  TextStyleId label_style{};
  bool text_only = false;
};
struct GridData {
  std::vector<Size> columns;
  Length gap{};
};
/// A cell as it looks in the columns of one class; in a grid there is one class.
struct CellVariant {
  VerticalAlign vertical = VerticalAlign::top;
  BoxId box{};
  ParagraphData paragraph;  ///< of a cell that holds text
  Space space;              ///< of that paragraph
  std::vector<Node> children;
};
struct CellData {
  int column_span = 1;
  int row_span = 1;
  Cell::Scope scope = Cell::Scope::none;
  bool text_only = false;
  std::vector<CellVariant> variants;  ///< by class; not made for classes where the cell cannot stand
};
struct ColumnData {
  Column column;
  std::size_t cell_class = 0;
};
struct BandData {
  bool header = true;
  Table::HeaderOn header_on = Table::HeaderOn::all;
  Table::FooterOn footer_on = Table::FooterOn::last;
  bool on_written = false;
};
struct TableData {
  Table settings;  ///< without columns and rows
  CompiledText caption;
  CompiledText summary;
  std::vector<Node> columns;
};
struct RowData {
  Row::Kind kind = Row::Kind::body;
  bool repeat = false;
  std::vector<std::pair<std::string, ParsedExpression>> tallies;
  Length height{};
  std::optional<Color> background;
};
struct SequenceData {
  std::size_t master = 0;
  std::optional<std::size_t> first_master;
  std::optional<int> page_start;
  bool page_start_written = false;
  Sequence::PageFormat page_format = Sequence::PageFormat::arabic;
};

struct Node {
  using Data = std::variant<std::monostate, LetData, LoopData, CheckData, AttachmentData, TextData, LateText,
                            ForcedBreak, Leader, FootnoteData, PictureData, QrData, SignatureFieldData,
                            ParagraphData, GroupData, ListData, ItemData, GridData, CellData, ColumnData,
                            TableData, BandData, RowData, Frame, Rule, SequenceData>;

  NodeKind kind = NodeKind::text;
  std::uint32_t source = 0;  ///< index into Parts::sources
  std::string id;
  Layer layer = Layer::all;
  Space space{};
  Keep keep{};
  BoxId box{};
  std::optional<ParsedExpression> expression;  ///< test, select, value
  std::unique_ptr<Data> data;
  Nodes children;

  template <class T>
  [[nodiscard]] const T& as() const {
    return std::get<T>(*data);
  }
};

struct CompiledMaster {
  PageMaster settings;  ///< without headers, footers and frames
  struct Running {
    bool header = true;
    RunningContent::On on = RunningContent::On::all;
    Nodes children;
  };
  std::vector<Running> running;
  Nodes frames;
};

struct StaticSource {
  SourceSpan place;
  std::vector<std::string> via;
};

/// A named style with everything that it is based on, as written: "font-size" → "13pt".
struct WrittenStyle {
  std::string name;
  SourceSpan place;
  std::map<std::string, std::string, std::less<>> values;
};

/// A param at the top: its name and the slot that holds its value.
struct TopParam {
  Field field;
  std::uint32_t slot = 0;
};

struct Template::Parts {
  std::string id;
  std::string version;
  std::string kind;
  std::string lang = "vi";
  std::string profile;
  std::string digest;
  std::vector<std::pair<std::string, std::string>> files;  ///< path and digest
  CompiledText title;
  CompiledText subject;
  CompiledText author;
  CompiledText keywords;
  SourceSpan place;  ///< of the template element

  Structures shapes;
  Structure schema;  ///< the record that the params declare
  std::vector<TopParam> params;
  std::uint32_t data_slot = 0;  ///< the whole data
  std::uint32_t slots = 0;

  std::vector<StaticSource> sources;
  std::vector<TextStyle> text_styles;
  std::vector<ParagraphStyle> paragraph_styles;
  std::vector<Box> boxes;
  std::vector<WrittenStyle> styles;  ///< by name; for comparing templates

  std::vector<CompiledMaster> masters;
  Nodes head;  ///< let, check, attach in written order
  Nodes body;  ///< sequences and control
};

}  // namespace sovang::document
