#include "drawing_content.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "drawing_pieces.h"
#include "numbers.h"

namespace sovang::pdf {
namespace {

using document::Color;
using document::Drawing;
using document::PathStep;
using document::Point;
using document::Shape;

/// A shape as it is written: in pieces, or (none) as it is.
struct PreparedShape {
  const Shape* shape = nullptr;
  std::vector<Piece> pieces;
};

/// How often each path of a piece comes in the drawing.
using PathCounts = std::map<std::vector<PieceStep>, int>;

/// Shorter paths gain nothing from being written from their own first point.
constexpr std::size_t shortest_repeated_path = 5;

/// Writes shapes; a coordinate has so many decimals that its error is below 1/100,000 of the drawing.
class DrawingWriter {
 public:
  explicit DrawingWriter(const Drawing& drawing) {
    for (double size = std::max(drawing.width, drawing.height); size < 1000 && decimals_ < 6; size *= 10) {
      ++decimals_;
      scale_ *= 10;
    }
  }

  void write_all(const std::vector<Shape>& shapes) {
    std::vector<PreparedShape> prepared;
    for (const Shape& shape : shapes) {
      if (shape.path.empty() || (!shape.fill && !shape.stroke)) continue;
      prepared.push_back({&shape, pieces_of(shape, scale_)});
      for (const Piece& piece : prepared.back().pieces)
        ++counts_[piece.path];
    }
    for (const PreparedShape& shape : prepared)
      write(shape);
  }

  [[nodiscard]] Bytes finish() { return std::move(out_); }

 private:
  void write(const PreparedShape& prepared) {
    const Shape& shape = *prepared.shape;
    if (shape.fill) set_color(*shape.fill, fill_, " rg\n");
    if (shape.stroke) set_stroke(shape);
    if (prepared.pieces.empty()) {
      for (const PathStep& step : shape.path)
        write(step);
      out_ += paint_operator(shape);
      return;
    }
    // Pieces with the same path stand together, so that deflate still remembers the one before.
    std::map<std::vector<PieceStep>, std::vector<const Piece*>> repeated;
    bool any_single = false;
    for (const Piece& piece : prepared.pieces) {
      if (counts_[piece.path] > 1 && piece.path.size() >= shortest_repeated_path) {
        repeated[piece.path].push_back(&piece);
      } else {
        write_in_place(piece);
        any_single = true;
      }
    }
    if (any_single) out_ += paint_operator(shape);
    for (const auto& [path, pieces] : repeated) {
      for (const Piece* piece : pieces)
        write_moved(*piece, paint_operator(shape));
    }
  }

  void write_in_place(const Piece& piece) {
    for (const PieceStep& step : piece.path)
      write(step, piece.x, piece.y, piece.across, piece.down);
  }
  void write_moved(const Piece& piece, const char* paint) {
    out_ += "q ";
    append_int(out_, piece.across);
    out_ += " 0 0 ";
    append_int(out_, piece.down);
    out_ += ' ';
    grains(piece.x);
    grains(piece.y);
    out_ += "cm\n";
    for (const PieceStep& step : piece.path)
      write(step, 0, 0, 1, 1);
    out_ += paint;
    out_ += "Q\n";
  }

  void grains(std::int64_t value) {
    append_fixed(out_, value, decimals_);
    out_ += ' ';
  }
  void write(const PieceStep& step, std::int64_t x, std::int64_t y, int across, int down) {
    for (std::size_t i = 0; i < point_count(step.kind); ++i) {
      grains(x + across * step.values[2 * i]);
      grains(y + down * step.values[2 * i + 1]);
    }
    out_ += path_operator(step.kind);
  }

  void number(double value) { grains(std::llround(std::clamp(value, -1e9, 1e9) * scale_)); }
  void write(const PathStep& step) {
    for (std::size_t i = 0; i < point_count(step.kind); ++i) {
      number(step.points[i].x);
      number(step.points[i].y);
    }
    out_ += path_operator(step.kind);
  }
  static const char* path_operator(PathStep::Kind kind) {
    switch (kind) {
      case PathStep::Kind::move:
        return "m\n";
      case PathStep::Kind::line:
        return "l\n";
      case PathStep::Kind::cubic:
        return "c\n";
      case PathStep::Kind::close:
        return "h\n";
    }
    return "";
  }

  void set_color(Color color, std::optional<Color>& current, const char* name) {
    if (current == color) return;
    current = color;
    for (const int part : {int{color.red}, int{color.green}, int{color.blue}}) {
      append_fixed(out_, rounded_quotient(part * 1000, 255), 3);
      out_ += ' ';
    }
    out_.pop_back();
    out_ += name;
  }

  void set_stroke(const Shape& shape) {
    set_color(*shape.stroke, stroke_, " RG\n");
    std::string state;
    std::swap(state, out_);
    number(shape.stroke_width);
    out_ += "w ";
    append_int(out_, static_cast<std::int64_t>(shape.cap));
    out_ += " J ";
    append_int(out_, static_cast<std::int64_t>(shape.join));
    out_ += " j ";
    number(std::max(shape.miter_limit, 1.0));
    out_ += "M [";
    for (const double dash : shape.dashes)
      number(dash);
    out_ += "] 0 d\n";
    std::swap(state, out_);
    if (state == line_state_) return;
    out_ += state;
    line_state_ = std::move(state);
  }

  static const char* paint_operator(const Shape& shape) {
    const bool even_odd = shape.fill_rule == document::FillRule::even_odd;
    if (!shape.fill) return "S\n";
    if (!shape.stroke) return even_odd ? "f*\n" : "f\n";
    return even_odd ? "B*\n" : "B\n";
  }

  Bytes out_;
  PathCounts counts_;
  int decimals_ = 2;
  double scale_ = 100;
  std::optional<Color> fill_;
  std::optional<Color> stroke_;
  std::string line_state_;
};

}  // namespace

Bytes drawing_content(const Drawing& drawing) {
  DrawingWriter writer(drawing);
  writer.write_all(drawing.shapes);
  return writer.finish();
}

std::string drawing_entries(const Drawing& drawing) {
  constexpr int decimals = 12;
  constexpr double scale = 1e12;
  std::string out = "/Type /XObject /Subtype /Form /BBox [0 0 ";
  append_fixed(out, std::llround(drawing.width * 1000), 3);
  out += ' ';
  append_fixed(out, std::llround(drawing.height * 1000), 3);
  out += "] /Matrix [";
  append_fixed(out, std::llround(scale / std::max(drawing.width, 1e-3)), decimals);
  out += " 0 0 ";
  append_fixed(out, std::llround(-scale / std::max(drawing.height, 1e-3)), decimals);
  return out + " 0 1] /Resources << >>";
}

}  // namespace sovang::pdf
