#include <array>
#include <string>

#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"

namespace sovang::layout {
namespace {

using document::mm_text;

constexpr std::array<std::string_view, 25> structure_names{
    "Artifact", "P",    "H1", "H2", "H3",     "H4",    "H5",      "H6",    "Title",
    "Caption",  "Note", "L",  "LI", "Lbl",    "LBody", "Table",   "THead", "TBody",
    "TFoot",    "TR",   "TH", "TD", "Figure", "Sect",  "Document"};

std::string_view layer_name(Layer layer) {
  switch (layer) {
    case Layer::all:
      return "all";
    case Layer::form:
      return "form";
    case Layer::data:
      return "data";
  }
  return "";
}

/// Thousandths as "0.11" with a sign where there is a change.
std::string share_text(std::int32_t permille) {
  const std::int32_t hundredths = (permille >= 0 ? permille + 5 : permille - 5) / 10;
  if (hundredths == 0) return "0.00";
  const std::int32_t size = hundredths < 0 ? -hundredths : hundredths;
  const std::string digits = std::to_string(size % 100);
  return (hundredths < 0 ? "-" : "+") + std::to_string(size / 100) + "." +
         (digits.size() < 2 ? "0" + digits : digits);
}

std::string pt_text(Length length) {
  const std::int64_t hundredths = document::scaled(length, 100, Length::units_per_pt).units;
  const std::string digits = std::to_string(hundredths % 100);
  return std::to_string(hundredths / 100) + "." + (digits.size() < 2 ? "0" + digits : digits);
}

std::string color_text(Color color) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string text = "#";
  for (const std::uint8_t part : {color.red, color.green, color.blue}) {
    text += hex[part >> 4U];
    text += hex[part & 15U];
  }
  return text;
}

/// Writes one line for an item.
class FactsWriter {
 public:
  FactsWriter(const Pages& pages, const FontBook& fonts, const FactsOptions& options)
      : pages_(pages), fonts_(fonts), options_(options) {}

  std::string write() {
    for (std::size_t i = 0; i < pages_.pages.size(); ++i)
      page(pages_.pages[i], i + 1);
    return std::move(out_);
  }

 private:
  void page(const Page& page, std::size_t number) {
    out_ += "page " + std::to_string(number) + " " + mm_text(page.width) + " " + mm_text(page.height) +
            " sequence=" + std::to_string(page.sequence + 1) + " master=" + page.master +
            " number=" + page.label +
            " layer=" + std::string(layer_name(options_.only_layer.value_or(Layer::all))) + "\n";
    if (page.form) {
      for (const Item& item : page.form->items)
        write_item(item);
    }
    for (const Item& item : page.items)
      write_item(item);
  }

  void write_item(const Item& item) {
    if (options_.only_layer && item.layer != Layer::all && item.layer != *options_.only_layer) return;
    item_ = &item;
    std::visit([this](const auto& content) { write_content(content); }, item.content);
    if (item.layer != Layer::all) out_ += " layer=" + std::string(layer_name(item.layer));
    if (item.rotation) out_ += " rotate=" + std::to_string(item.rotation->degrees);
    out_ += "\n";
  }

  [[nodiscard]] std::string role() const {
    if (item_->structure < 0) return "Artifact";
    const StructureNode& node = pages_.structure[static_cast<std::size_t>(item_->structure)];
    return std::string(structure_names[static_cast<std::size_t>(node.type)]);
  }

  void write_content(const TextItem& text) {
    out_ += "T " + mm_text(text.x) + " " + mm_text(text.baseline) + " w=" + mm_text(text.width) + " " +
            fonts_.face(text.face).postscript_name + " " + pt_text(text.size) +
            " sp=" + share_text(text.space_change_permille);
    if (text.condense_permille != 1000) {
      const std::int32_t tenths = text.condense_permille % 10;
      out_ += " cond=" + std::to_string(text.condense_permille / 10) +
              (tenths != 0 ? "." + std::to_string(tenths) : "");
    }
    if (text.letter_spacing.units != 0) out_ += " ls=" + pt_text(text.letter_spacing);
    if (text.underline) out_ += " underline";
    if (!(text.color == Color{})) out_ += " " + color_text(text.color);
    out_ += " " + role() + " \"";
    for (const TextPiece& piece : text.pieces) {
      out_ += piece.shaped->text;
      if (piece.space_after && &piece != &text.pieces.back()) out_ += ' ';
    }
    out_ += '"';
  }

  void write_content(const LineItem& line) {
    const bool vertical = line.x1 == line.x2;
    out_ += vertical ? "V " : "L ";
    out_ += mm_text(line.x1) + " " + mm_text(line.y1) + " " +
            mm_text(vertical ? line.y2 - line.y1 : line.x2 - line.x1) + " " + mm_text(line.thickness) + " " +
            role();
  }

  void write_content(const BackgroundItem& area) {
    out_ += "B " + box(area.x, area.y, area.width, area.height) + " " + role() + " " + color_text(area.color);
  }

  void write_content(const PictureItem& picture) {
    out_ += "I " + box(picture.x, picture.y, picture.width, picture.height) + " " + role() + " " +
            (picture.picture ? picture.picture->name : "");
    if (picture.clip) out_ += " clipped";
  }

  void write_content(const QrItem& qr) {
    out_ += "I " + box(qr.x, qr.y, qr.size, qr.size) + " " + role() + " qr \"" + qr.value + "\"";
  }

  void write_content(const SignatureFieldItem& field) {
    out_ += "F " + box(field.x, field.y, field.width, field.height) + " " + role() + " signature \"" +
            field.name + "\"";
  }

  static std::string box(Length x, Length y, Length width, Length height) {
    return mm_text(x) + " " + mm_text(y) + " " + mm_text(width) + " " + mm_text(height);
  }

  const Pages& pages_;
  const FontBook& fonts_;
  const FactsOptions& options_;
  const Item* item_ = nullptr;
  std::string out_;
};

}  // namespace

std::string facts_text(const Pages& pages, const FontBook& fonts, const FactsOptions& options) {
  return FactsWriter(pages, fonts, options).write();
}

}  // namespace sovang::layout
