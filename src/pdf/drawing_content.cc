#include "drawing_content.h"

#include <algorithm>
#include <cmath>

#include "numbers.h"

namespace sovang::pdf {
namespace {

using document::Color;
using document::Drawing;
using document::PathStep;
using document::Point;
using document::Shape;

/// Writes shapes; a coordinate has so many decimals that its error is below 1/100,000 of the drawing.
class DrawingWriter {
 public:
  explicit DrawingWriter(const Drawing& drawing) {
    for (double size = std::max(drawing.width, drawing.height); size < 1000 && decimals_ < 6; size *= 10) {
      ++decimals_;
      scale_ *= 10;
    }
  }

  void write(const Shape& shape) {
    if (shape.path.empty() || (!shape.fill && !shape.stroke)) return;
    if (shape.fill) set_color(*shape.fill, fill_, " rg\n");
    if (shape.stroke) set_stroke(shape);
    for (const PathStep& step : shape.path)
      write(step);
    out_ += paint_operator(shape);
  }

  [[nodiscard]] Bytes finish() { return std::move(out_); }

 private:
  void number(double value) {
    append_fixed(out_, std::llround(std::clamp(value, -1e9, 1e9) * scale_), decimals_);
    out_ += ' ';
  }
  void points(const PathStep& step, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      number(step.points[i].x);
      number(step.points[i].y);
    }
  }
  void write(const PathStep& step) {
    switch (step.kind) {
      case PathStep::Kind::move:
        points(step, 1);
        out_ += "m\n";
        return;
      case PathStep::Kind::line:
        points(step, 1);
        out_ += "l\n";
        return;
      case PathStep::Kind::cubic:
        points(step, 3);
        out_ += "c\n";
        return;
      case PathStep::Kind::close:
        out_ += "h\n";
        return;
    }
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
  int decimals_ = 2;
  double scale_ = 100;
  std::optional<Color> fill_;
  std::optional<Color> stroke_;
  std::string line_state_;
};

}  // namespace

Bytes drawing_content(const Drawing& drawing) {
  DrawingWriter writer(drawing);
  for (const Shape& shape : drawing.shapes)
    writer.write(shape);
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
