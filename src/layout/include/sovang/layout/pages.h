#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sovang/document/drawing.h"
#include "sovang/document/length.h"
#include "sovang/document/tree.h"

/// Placed pages: what layout makes of a document and pdf writes. All positions are from the top left corner
/// of the page.
namespace sovang::layout {

using document::Color;
using document::Layer;
using document::Length;

/// A face of a FontBook; the index is the same for all documents that were laid out with that book.
enum class FaceId : std::uint16_t {};

/// One glyph of a run, as HarfBuzz gave it.
struct Glyph {
  std::uint16_t id = 0;          ///< glyph of the face
  std::uint32_t text_begin = 0;  ///< byte of TextItem::text at which its cluster begins
  std::int32_t advance = 0;      ///< font units, kerning included
  std::int32_t x_offset = 0;     ///< font units
  std::int32_t y_offset = 0;     ///< font units, up
};

/// A shaped string, shared between all places where the same word stands in the same face.
struct ShapedText {
  std::string text;  ///< NFC
  std::vector<Glyph> glyphs;
  std::int64_t advance = 0;  ///< sum, font units
  std::int32_t top = 0;      ///< highest point of any glyph, font units above the baseline
  std::int32_t bottom = 0;   ///< lowest point, negative below the baseline
};
using ShapedTextPtr = std::shared_ptr<const ShapedText>;

/// A piece of a line: one shaped word. `shaped` never holds the space between two words: where `space_after`
/// is set, pdf writes a space glyph behind the word, and then moves to the x of the next piece.
struct TextPiece {
  ShapedTextPtr shaped;
  Length x{};                ///< of the first glyph's origin, from the left edge of the page
  Length width{};            ///< as placed: letter spacing and condensing included, the space not
  bool space_after = false;  ///< a space follows that belongs to the text (for copy and search)
};

/// One line (or one run of a line) in one face, size and colour.
struct TextItem {
  std::vector<TextPiece> pieces;
  FaceId face{};
  Length size{};
  Length baseline{};
  Length x{};      ///< left end
  Length width{};  ///< from the left end to the right end of the last piece
  Color color{};
  Length letter_spacing{};
  std::int32_t condense_permille = 1000;   ///< horizontal scaling
  std::int32_t space_change_permille = 0;  ///< how much each space was stretched (+) or shrunk (-)
  bool underline = false;
};

struct LineItem {
  Length x1{};
  Length y1{};
  Length x2{};
  Length y2{};
  Length thickness{};
  document::LineStyle style = document::LineStyle::solid;
  Color color{};
};

struct BackgroundItem {
  Length x{};
  Length y{};
  Length width{};
  Length height{};
  Color color{};
};

/// A picture in the box that it was given; `fit` has been applied, so the picture fills the box exactly.
struct PictureItem {
  document::PicturePtr picture;
  Length x{};
  Length y{};
  Length width{};
  Length height{};
  std::optional<std::array<Length, 4>> clip;  ///< x, y, width, height
};

struct QrItem {
  std::string value;
  document::Qr::Correction correction = document::Qr::Correction::medium;
  Length x{};
  Length y{};
  Length size{};
};

/// An empty signature field: nothing is painted.
struct SignatureFieldItem {
  std::string name;
  std::string alt;
  Length x{};
  Length y{};
  Length width{};
  Length height{};
};

/// The structure type that an item belongs to (PDF structure elements; Artifact = decoration or repeated
/// matter).
enum class StructureType : std::uint8_t {
  artifact,
  paragraph,
  h1,
  h2,
  h3,
  h4,
  h5,
  h6,
  title,
  caption,
  note,
  list,
  list_item,
  label,
  list_body,
  table,
  table_head,
  table_body,
  table_foot,
  table_row,
  header_cell,
  data_cell,
  figure,
  form,  ///< a field
  section,
  document
};

/// A node of the structure tree; items point at the leaf they belong to. Order is reading order.
struct StructureNode {
  StructureType type = StructureType::paragraph;
  std::int32_t parent = -1;  ///< index into Pages::structure; -1 = below the document
  std::string alt;           ///< of figures and fields
  std::string title;         ///< of tables: the caption that a template names, which is not printed
  std::string summary;       ///< of tables: what they hold, for who cannot see them
  std::string lang;          ///< where it differs from the document's
  bool header_of_row = false;
  int column_span = 1;
  int row_span = 1;
};

/// An item of a turned frame. Its positions are those before the turn, in a frame whose top left corner is
/// (x, y). The frame is turned clockwise and then moved so that the box it now fills (height × width after a
/// quarter turn) has its top left corner at (x, y) again.
struct Rotation {
  int degrees = 0;  ///< clockwise: 90, 180, 270
  Length x{};
  Length y{};
  Length width{};  ///< of the frame before it was turned
  Length height{};
};

struct Item {
  std::variant<TextItem, LineItem, BackgroundItem, PictureItem, QrItem, SignatureFieldItem> content;
  Layer layer = Layer::all;
  std::int32_t structure = -1;  ///< index into Pages::structure; -1 = artifact
  std::optional<Rotation> rotation;
};

/// What the frames of a page master paint: the same object for every page, and through a LayoutCache for
/// every document, on which it is the same. pdf writes it once (a Form XObject).
struct FormContent {
  std::vector<Item> items;  ///< structure is -1 throughout
  std::string key;          ///< PageMaster::frames_key
};
using FormContentPtr = std::shared_ptr<const FormContent>;

struct Page {
  Length width{};
  Length height{};
  Length bleed{};
  FormContentPtr form;       ///< painted first; null = none
  std::vector<Item> items;   ///< in painting order
  std::size_t sequence = 0;  ///< index into the document's sequences, from 0
  std::string master;
  int number = 1;     ///< as page() prints it
  std::string label;  ///< the number in the sequence's format
};

/// Named places for links and outlines.
struct Anchor {
  std::string id;
  std::size_t page = 0;
  Length y{};
};

struct Pages {
  std::vector<Page> pages;
  std::vector<StructureNode> structure;
  std::vector<Anchor> anchors;
};

/// The pages as text (template-language §18): one line an item, 0.01 mm, baseline for text. The second golden
/// of a template.
struct FactsOptions {
  std::optional<Layer> only_layer;
};
class FontBook;
[[nodiscard]] std::string facts_text(const Pages& pages, const FontBook& fonts,
                                     const FactsOptions& options = {});

}  // namespace sovang::layout
