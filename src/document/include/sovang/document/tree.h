#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/document/drawing.h"
#include "sovang/document/length.h"

/// The content tree: what a document is after its template was filled and before it is laid out. Every text
/// is final NFC, every property is resolved; what is left open are lengths relative to the page and the
/// late-bound marks.
namespace sovang::document {

// ---- measures
// -------------------------------------------------------------------------------------------------------

/// A width or height that may be relative.
struct Size {
  enum class Kind : std::uint8_t {
    automatic,  ///< not given
    absolute,   ///< `length`
    percent,    ///< `share` / 100 of the containing width
    fraction,   ///< `share` parts of what is left (fr; columns only)
    text_width  ///< `share` of the widest line of the paragraph before (tw; rules only)
  };
  Kind kind = Kind::automatic;
  Length length{};
  std::int64_t share_millionths = 0;  ///< 40 % = 40'000'000, 0.4tw = 400'000, 1fr = 1'000'000

  friend bool operator==(const Size&, const Size&) = default;
};

/// Four sides in the order of CSS.
template <class T>
struct Sides {
  T top{};
  T right{};
  T bottom{};
  T left{};

  friend bool operator==(const Sides&, const Sides&) = default;
};

// ---- properties (template-language §4)
// ------------------------------------------------------------------------------

enum class Align : std::uint8_t { left, center, right, justify };
enum class VerticalAlign : std::uint8_t { top, middle, bottom, baseline };
enum class Wrap : std::uint8_t { normal, nowrap, balance };
enum class LineBreaking : std::uint8_t { best, first_fit };
enum class Binding : std::uint8_t { automatic, none };
enum class Role : std::uint8_t { paragraph, h1, h2, h3, h4, h5, h6, title, caption, note, artifact };
enum class Layer : std::uint8_t { all, form, data };
enum class LineStyle : std::uint8_t { none, solid, dashed, dotted, double_line };

struct TextStyle {
  std::string family = "Times New Roman";
  Length size = Length::pt(14);
  bool bold = false;
  bool italic = false;
  bool underline = false;
  Color color{};
  Length letter_spacing{};
  std::string lang = "vi";

  friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

/// The distance of baselines: `exact` if set, else `permille` of the font's own line (1000 = single, as in
/// Word).
struct LineHeight {
  std::int32_t permille = 1000;
  std::optional<Length> exact;

  friend bool operator==(const LineHeight&, const LineHeight&) = default;
};

struct ParagraphStyle {
  Align align = Align::left;
  Length first_line_indent{};
  Length indent_left{};
  Length indent_right{};
  LineHeight line_height{};
  int orphans = 2;
  int widows = 2;
  Wrap wrap = Wrap::normal;
  Binding bind = Binding::automatic;
  LineBreaking line_break = LineBreaking::best;
  Role role = Role::paragraph;

  friend bool operator==(const ParagraphStyle&, const ParagraphStyle&) = default;
};

struct Space {
  Length before{};
  Length after{};

  friend bool operator==(const Space&, const Space&) = default;
};

enum class PageBreak : std::uint8_t { automatic, page, odd_page };

struct Keep {
  bool together = false;
  bool with_next = false;
  int with_previous_lines = 0;  ///< 0 = no; "yes" is 1
  PageBreak break_before = PageBreak::automatic;
  PageBreak break_after = PageBreak::automatic;

  friend bool operator==(const Keep&, const Keep&) = default;
};

struct Border {
  LineStyle style = LineStyle::none;
  Length width{};
  Color color{};

  friend bool operator==(const Border&, const Border&) = default;
};

struct Box {
  Sides<Length> padding{};
  Sides<Border> border{};
  std::optional<Color> background;
  Size width{};

  friend bool operator==(const Box&, const Box&) = default;
};

/// Indices into the tables of the Document that holds the node; equal styles share one entry.
enum class TextStyleId : std::uint32_t {};
enum class ParagraphStyleId : std::uint32_t {};
enum class BoxId : std::uint32_t {};  ///< 0 is the empty box
/// An entry of Document::sources; 0 is "unknown".
enum class SourceId : std::uint32_t {};

/// Where a node came from: its place in a template, what it came through, and the data it holds.
struct Source {
  SourceSpan place;
  std::vector<std::string> via;  ///< ready to print, nearest first
  SourceSpan data;
  std::string data_path;
};

// ---- inline content
// -------------------------------------------------------------------------------------------------

/// Text of one style. White space is collapsed already; U+00A0, U+202F and U+200B keep their meaning.
struct TextRun {
  std::string text;
  TextStyleId style{};
  bool keep_together = false;  ///< no break at its spaces (template-language §5)
  SourceId source{};
  std::string written;  ///< `text` before text-transform, where that changed it; for the dump only
};

struct ForcedBreak {
  bool justify = false;  ///< the line before it is stretched to the full width
};

struct Leader {
  enum class Pattern : std::uint8_t { dots, rule, space };
  Pattern pattern = Pattern::dots;
  Size width{};  ///< automatic = the rest of the line
  TextStyleId style{};
};

/// A value that only layout knows (template-language §7).
struct LateText {
  enum class Function : std::uint8_t { page, pages, page_of, tally, tally_page, continued };
  enum class Filter : std::uint8_t { number, money, pad, roman, alpha, in_words, sentence_case };
  struct Step {
    Filter filter = Filter::number;
    int number = 0;     ///< digits of number and pad
    std::string word;   ///< unit of money
    bool le = false;    ///< of in_words: "lẻ" for "linh"
    bool ngan = false;  ///< of in_words: "ngàn" for "nghìn"
  };
  Function function = Function::page;
  std::string argument;     ///< id of page_of, name of tally
  std::vector<Step> steps;  ///< applied in order
  std::string when_true;    ///< of continued()
  std::string when_false;
  TextStyleId style{};
  SourceId source{};
};

struct Footnote;
struct InlinePicture {
  PicturePtr picture;
  Size width{};
  Size height{};
  std::string alt;
  SourceId source{};
};
struct InlineQr {
  std::string value;
  Length size{};
  std::string alt;
  SourceId source{};
};

using Inline = std::variant<TextRun, ForcedBreak, Leader, LateText, InlinePicture, InlineQr,
                            std::shared_ptr<const Footnote>>;

struct Footnote {
  std::vector<Inline> content;
  ParagraphStyleId style{};
  TextStyleId text_style{};
  SourceId source{};
};

// ---- blocks
// ---------------------------------------------------------------------------------------------------------

struct Block;
using Blocks = std::vector<Block>;

/// `p`, and the text of a cell or item that holds text directly. One without visible content takes no space.
struct Paragraph {
  ParagraphStyleId style{};
  TextStyleId text_style{};  ///< of the paragraph itself: gives the height of an empty line
  std::vector<Inline> content;
};

/// `block`, and the content of a component (then `component` is its name).
struct Group {
  Blocks children;
  std::string component;
};

struct ListItem {
  std::string label;  ///< final: "Điều 1.", "a)", "-"
  TextStyleId label_style{};
  Blocks children;  ///< an item that held text has one Paragraph here
  bool text_only = false;
  Space space{};
  Keep keep{};
  Layer layer = Layer::all;
  SourceId source{};
};

struct List {
  enum class Label : std::uint8_t { run_in, hang };
  Label label = Label::run_in;
  Size label_width{};
  std::vector<ListItem> items;
};

/// A cell of a grid or a table.
struct Cell {
  enum class Scope : std::uint8_t { none, column, row };
  int column_span = 1;
  int row_span = 1;
  VerticalAlign vertical = VerticalAlign::top;
  Scope scope = Scope::none;
  BoxId box{};
  bool text_only = false;
  Blocks children;
  std::string id;
  Layer layer = Layer::all;
  SourceId source{};
};

struct Grid {
  std::vector<Size> columns;
  Length gap{};
  std::vector<Cell> cells;  ///< row by row
};

struct Column {
  Size width{};
  VerticalAlign vertical = VerticalAlign::top;  ///< alignment is in the cells' styles already
  std::string id;
};

struct Row {
  enum class Kind : std::uint8_t { body, group, subtotal, total };
  Kind kind = Kind::body;
  bool repeat = false;
  std::vector<std::pair<std::string, std::int64_t>> tallies;  ///< added when the row is placed
  Length height{};                                            ///< at least
  Keep keep{};
  std::optional<Color> background;
  std::vector<Cell> cells;
  std::string id;
  Layer layer = Layer::all;
  SourceId source{};
};

struct Table {
  enum class Rules : std::uint8_t { all, rows, frame, none };
  enum class SplitRows : std::uint8_t { no, if_taller, yes };
  enum class HeaderOn : std::uint8_t { all, first, continued };
  enum class FooterOn : std::uint8_t { last, on_break, all };
  template <class On>
  struct Band {
    On on{};
    std::vector<Row> rows;
    bool on_written = false;  ///< the template names `on`; for the dump only
  };
  Size width{};
  std::string caption;
  std::string summary;
  Rules rules = Rules::none;
  Border rule{};
  SplitRows split_rows = SplitRows::if_taller;
  int min_rows_at_break = 2;
  std::vector<Column> columns;
  std::vector<Band<HeaderOn>> headers;
  std::vector<Row> rows;
  std::vector<Band<FooterOn>> footers;
};

struct Frame {
  enum class Origin : std::uint8_t { page, margin };
  enum class Fit : std::uint8_t { none, shrink, condense_shrink };
  enum class Overflow : std::uint8_t { error, warn, clip };
  Length x{};
  Length y{};
  Size width{};
  Size height{};  ///< automatic = as high as its content
  Origin origin = Origin::page;
  VerticalAlign vertical = VerticalAlign::top;
  Fit fit = Fit::none;
  std::optional<Length> min_font_size;
  std::int32_t min_condense_permille = 920;
  std::optional<int> max_lines;
  Overflow overflow = Overflow::error;
  int rotate = 0;  ///< 0, 90, 180, 270 degrees clockwise
  Blocks children;
};

struct Image {
  enum class Fit : std::uint8_t { contain, cover, stretch };
  PicturePtr picture;
  Size width{};
  Size height{};
  Fit fit = Fit::contain;
  Align align = Align::left;
  std::string alt;  ///< empty = decoration
};

struct Rule {
  Size length{Size::Kind::percent, {}, 100'000'000};
  Length thickness = Length::pt(0.5);
  LineStyle line = LineStyle::solid;
  Align align = Align::left;
  Color color{};
};

struct Qr {
  enum class Correction : std::uint8_t { low, medium, quartile, high };
  std::string value;
  Length size{};
  Correction correction = Correction::medium;
  Align align = Align::left;
  std::string alt;
};

/// Room for a signature: a box of this size that prints nothing and that the finished PDF has as an empty
/// signature field.
struct SignatureField {
  std::string name;  ///< of the field: "ky_ca_nhan"
  Length width{};
  Length height{};
  Align align = Align::left;
  std::string alt;  ///< what a reader says of it: "Chữ ký của người có thẩm quyền"
};

/// Something that the dump of the tree shows and no page does: a check that was made, a slot.
struct Marker {
  std::string text;
};

struct Block {
  std::variant<Paragraph, Group, List, Grid, Table, Frame, Image, Rule, Qr, SignatureField, Marker> content;
  std::string id;
  Layer layer = Layer::all;
  Space space{};
  Keep keep{};
  BoxId box{};
  SourceId source{};
};

// ---- document
// -------------------------------------------------------------------------------------------------------

struct RunningContent {
  enum class On : std::uint8_t { all, first, not_first, odd, even, last };
  On on = On::all;
  Blocks children;
};

/// A page master after evaluation: its frames and running content hold final text.
struct PageMaster {
  std::string name;
  Length width{};
  Length height{};
  Sides<Length> margin{};
  Length bleed{};
  Length header_offset = Length::mm(10);
  Length footer_offset = Length::mm(10);
  std::vector<RunningContent> headers;
  std::vector<RunningContent> footers;
  Blocks frames;  ///< each is a Frame
  /// Equal keys mean equal frames, down to styles and pictures, also across documents: what layout and pdf
  /// make of them may be made once. Empty = not known.
  std::string frames_key;
};

struct Sequence {
  std::size_t master = 0;  ///< index into Document::masters
  std::optional<std::size_t> first_master;
  std::optional<int> page_start;  ///< empty = continue the numbers of the sequence before
  enum class PageFormat : std::uint8_t {
    arabic,
    lower_roman,
    upper_roman,
    alpha
  } page_format = PageFormat::arabic;
  std::string id;
  Blocks children;
  SourceId source{};
};

struct Attachment {
  enum class Relationship : std::uint8_t { source, data, alternative, supplement };
  std::string name;  ///< file name, ASCII
  Bytes bytes;
  std::string mime = "application/xml";
  Relationship relationship = Relationship::data;
  std::string description;
};

struct Document {
  std::string template_id;
  std::string template_version;
  std::string kind;     ///< "certificate", "decision" …
  std::string profile;  ///< "nd30" or empty
  std::string lang = "vi";
  std::string title;
  std::string subject;
  std::string author;
  std::string keywords;
  std::vector<TextStyle> text_styles;
  std::vector<ParagraphStyle> paragraph_styles;
  std::vector<Box> boxes;
  std::vector<Source> sources;
  std::vector<PageMaster> masters;
  std::vector<Marker> markers;  ///< checks and lets at the top, for the dump
  std::vector<Sequence> sequences;
  std::vector<Attachment> attachments;

  [[nodiscard]] const TextStyle& text_style(TextStyleId id) const {
    return text_styles[static_cast<std::size_t>(id)];
  }
  [[nodiscard]] const ParagraphStyle& paragraph_style(ParagraphStyleId id) const {
    return paragraph_styles[static_cast<std::size_t>(id)];
  }
  [[nodiscard]] const Box& box(BoxId id) const { return boxes[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const Source& source(SourceId id) const { return sources[static_cast<std::size_t>(id)]; }
};

/// What a late-bound number prints once it is known: its filters applied in order. Numbers that a filter
/// cannot write (roman and alpha of 0) give "".
[[nodiscard]] std::string late_number_text(const LateText& mark, std::int64_t number);

/// The tree as indented text, in the form of template-language/examples/expected: the first golden of a
/// template.
[[nodiscard]] std::string tree_text(const Document& document);
/// The running text of the document, a paragraph a line, tables row by row: what full-text search gets.
[[nodiscard]] std::string plain_text(const Document& document);

}  // namespace sovang::document
