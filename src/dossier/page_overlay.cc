#include "sovang/dossier/page_overlay.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sovang/layout/layout.h"

namespace sovang::dossier {
namespace {

using document::Color;
using document::Length;
using layout::Item;

constexpr Color frame_color{0xC0, 0x00, 0x00};
constexpr Color cell_color{0x00, 0x60, 0xC0};
constexpr Color block_color{0x80, 0x00, 0xA0};
constexpr Color body_color{0x80, 0x80, 0x80};
constexpr Color baseline_color{0x00, 0xA0, 0x40};
constexpr double label_points = 5;

std::uint32_t key_of(Color color) {
  return static_cast<std::uint32_t>(color.red) << 16U | static_cast<std::uint32_t>(color.green) << 8U |
         color.blue;
}

/// A box that is looked for: what it is and what it is called.
struct Wanted {
  Color color;
  std::string name;
};

/// Marks every box of a document by a border of a colour of its own, too thin to move anything. Layout paints
/// the borders of a box where the box is, on each of its pages: so the boxes are found without layout telling
/// more than it tells the PDF.
class Marker {
 public:
  explicit Marker(const layout::Pages& pages) {
    for (const layout::Page& page : pages.pages) {
      remember(page.items);
      if (page.form) remember(page.form->items);
    }
  }

  void mark(document::Document& document) {
    document_ = &document;
    for (document::PageMaster& master : document.masters) {
      master.frames_key.clear();  // the marked frames are not those of the master
      blocks(master.frames);
      for (document::RunningContent& each : master.headers)
        blocks(each.children);
      for (document::RunningContent& each : master.footers)
        blocks(each.children);
    }
    for (document::Sequence& sequence : document.sequences)
      blocks(sequence.children);
  }

  /// By the key of the border's colour.
  [[nodiscard]] const std::map<std::uint32_t, Wanted>& wanted() const { return wanted_; }

 private:
  void remember(const std::vector<Item>& items) {
    for (const Item& item : items)
      if (const auto* line = std::get_if<layout::LineItem>(&item.content)) taken_.insert(key_of(line->color));
  }

  /// The box with marked borders; those that it has keep their width, so that nothing moves.
  document::BoxId marked(document::BoxId box, Wanted wanted) {
    while (taken_.contains(next_))
      ++next_;
    const Color color{static_cast<std::uint8_t>(next_ >> 16U), static_cast<std::uint8_t>(next_ >> 8U & 0xFFU),
                      static_cast<std::uint8_t>(next_ & 0xFFU)};
    wanted_.emplace(next_++, std::move(wanted));
    document::Box out = document_->box(box);
    for (document::Border* border :
         {&out.border.top, &out.border.right, &out.border.bottom, &out.border.left}) {
      if (border->style == document::LineStyle::none) border->width = Length{1};
      border->style = document::LineStyle::solid;
      border->color = color;
    }
    document_->boxes.push_back(out);
    return document::BoxId{static_cast<std::uint32_t>(document_->boxes.size() - 1)};
  }

  void blocks(document::Blocks& all) {
    for (document::Block& each : all)
      block(each);
  }

  void block(document::Block& block) {
    if (auto* frame = std::get_if<document::Frame>(&block.content)) {
      block.box = marked(block.box, {frame_color, block.id.empty() ? "khung" : block.id});
      blocks(frame->children);
    } else if (auto* group = std::get_if<document::Group>(&block.content)) {
      const std::string& name = block.id.empty() ? group->component : block.id;
      if (!name.empty()) block.box = marked(block.box, {block_color, name});
      blocks(group->children);
    } else if (auto* list = std::get_if<document::List>(&block.content)) {
      for (document::ListItem& item : list->items)
        blocks(item.children);
    } else if (auto* grid = std::get_if<document::Grid>(&block.content)) {
      cells(grid->cells);
    } else if (auto* table = std::get_if<document::Table>(&block.content)) {
      for (auto& band : table->headers)
        rows(band.rows);
      rows(table->rows);
      for (auto& band : table->footers)
        rows(band.rows);
    }
  }

  void rows(std::vector<document::Row>& all) {
    for (document::Row& row : all)
      cells(row.cells);
  }

  void cells(std::vector<document::Cell>& all) {
    int column = 0;
    for (document::Cell& cell : all) {
      ++column;
      cell.box = marked(cell.box, {cell_color, cell.id.empty() ? std::to_string(column) : cell.id});
      blocks(cell.children);
    }
  }

  document::Document* document_ = nullptr;
  std::set<std::uint32_t> taken_;
  std::map<std::uint32_t, Wanted> wanted_;
  std::uint32_t next_ = 1;
};

struct Found {
  Length left{};
  Length top{};
  Length right{};
  Length bottom{};
  std::optional<layout::Rotation> rotation;
};

/// The boxes of one page, by the key of their colour.
std::map<std::uint32_t, Found> boxes_of(const layout::Page& page,
                                        const std::map<std::uint32_t, Wanted>& wanted) {
  std::map<std::uint32_t, Found> out;
  const auto look = [&](const std::vector<Item>& items) {
    for (const Item& item : items) {
      const auto* line = std::get_if<layout::LineItem>(&item.content);
      if (line == nullptr || !wanted.contains(key_of(line->color))) continue;
      const auto [known, fresh] =
          out.try_emplace(key_of(line->color), Found{line->x1, line->y1, line->x2, line->y2, item.rotation});
      Found& box = known->second;
      box.left = std::min(box.left, line->x1);
      box.top = std::min(box.top, line->y1);
      box.right = std::max(box.right, line->x2);
      box.bottom = std::max(box.bottom, line->y2);
    }
  };
  if (page.form) look(page.form->items);
  look(page.items);
  return out;
}

class Painter {
 public:
  Painter(layout::Page& page, const layout::FontBook& fonts) : page_(page), fonts_(fonts) {}

  void outline(const Found& box, Color color, double points) {
    line(box.left, box.top, box.right, box.top, color, points, box.rotation);
    line(box.left, box.bottom, box.right, box.bottom, color, points, box.rotation);
    line(box.left, box.top, box.left, box.bottom, color, points, box.rotation);
    line(box.right, box.top, box.right, box.bottom, color, points, box.rotation);
  }

  void line(Length x1, Length y1, Length x2, Length y2, Color color, double points,
            const std::optional<layout::Rotation>& rotation) {
    page_.items.push_back(
        {layout::LineItem{x1, y1, x2, y2, Length::pt(points), document::LineStyle::solid, color},
         document::Layer::all, -1, rotation});
  }

  /// A name in the top left corner of a box.
  void label(const Found& box, const std::string& name, Color color) {
    const auto face = fonts_.find("Times New Roman", false, false);
    if (!face) return;
    layout::TextItem text;
    text.face = *face;
    text.size = Length::pt(label_points);
    text.x = box.left + Length::pt(0.5);
    text.baseline = box.top + Length::pt(label_points * 0.8);
    text.color = color;
    layout::TextPiece piece;
    piece.shaped = fonts_.shape(*face, name);
    piece.x = text.x;
    piece.width = document::scaled(text.size, piece.shaped->advance, fonts_.face(*face).metrics.units_per_em);
    text.width = piece.width;
    text.pieces.push_back(std::move(piece));
    page_.items.push_back({std::move(text), document::Layer::all, -1, box.rotation});
  }

  /// Under each line of text that stands on the page so far.
  void baselines(const std::vector<Item>& items) {
    std::vector<std::pair<layout::TextItem, std::optional<layout::Rotation>>> texts;
    for (const Item& item : items)
      if (const auto* text = std::get_if<layout::TextItem>(&item.content))
        texts.emplace_back(*text, item.rotation);
    for (const auto& [text, rotation] : texts)
      line(text.x, text.baseline, text.x + text.width, text.baseline, baseline_color, 0.15, rotation);
  }

 private:
  layout::Page& page_;
  const layout::FontBook& fonts_;
};

Found body_of(const layout::Page& page, const document::Document& document) {
  for (const document::PageMaster& master : document.masters)
    if (master.name == page.master)
      return {master.margin.left, master.margin.top, page.width - master.margin.right,
              page.height - master.margin.bottom, std::nullopt};
  return {{}, {}, page.width, page.height, std::nullopt};
}

}  // namespace

Status show_boxes(LaidOutPaper& paper, const layout::FontBook& fonts) {
  document::Document marked = paper.document;
  Marker marker(paper.pages);
  marker.mark(marked);
  layout::LayoutCache own_cache;
  Diagnostics told_before;
  const layout::Pages found = SOVANG_TRY(layout::lay_out(marked, fonts, own_cache, told_before));
  for (std::size_t i = 0; i < std::min(found.pages.size(), paper.pages.pages.size()); ++i) {
    layout::Page& page = paper.pages.pages[i];
    Painter painter(page, fonts);
    painter.baselines(page.items);
    if (page.form) painter.baselines(page.form->items);
    painter.outline(body_of(page, paper.document), body_color, 0.2);
    for (const auto& [key, box] : boxes_of(found.pages[i], marker.wanted())) {
      const Wanted& wanted = marker.wanted().at(key);
      painter.outline(box, wanted.color, wanted.color == frame_color ? 0.5 : 0.25);
      painter.label(box, wanted.name, wanted.color);
    }
  }
  paper.facts.profile = pdf::Profile::plain;
  return {};
}

void put_on_scan(LaidOutPaper& paper, const document::PicturePtr& scan, Diagnostics& diagnostics) {
  constexpr double tolerated = 0.01;
  bool told = false;
  for (layout::Page& page : paper.pages.pages) {
    const layout::PictureItem behind{scan, {}, {}, page.width, page.height, std::nullopt};
    page.items.insert(page.items.begin(), Item{behind, document::Layer::data, -1, std::nullopt});
    if (!scan->raster || told) continue;
    const double of_scan = static_cast<double>(scan->raster->width) / scan->raster->height;
    const double of_page = page.width.in_pt() / page.height.in_pt();
    if (std::abs(of_scan / of_page - 1) <= tolerated) continue;
    told = true;
    diagnostics.add({"preview_blank",
                     Severity::warning,
                     "ảnh phôi không cùng tỷ lệ với khổ giấy " + document::mm_text(page.width) + " × " +
                         document::mm_text(page.height) + " mm nên bị kéo giãn",
                     {scan->name},
                     "quét đúng mép phôi, hoặc cắt ảnh cho vừa khổ giấy"});
  }
  paper.facts.layers = pdf::PrintLayers::data;
  paper.facts.profile = pdf::Profile::plain;
  paper.facts.title += " (xem thử trên phôi)";
  paper.facts.attachments.clear();
}

}  // namespace sovang::dossier
