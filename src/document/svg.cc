#include "sovang/document/svg.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "svg_path.h"
#include "xml_tree.h"

namespace sovang::document {
namespace {

constexpr XmlLimits svg_limits{.bytes = std::size_t{8} << 20};
constexpr std::size_t most_steps = 2'000'000;
constexpr std::string_view svg_namespace = "http://www.w3.org/2000/svg";

/// What an element hands down.
struct Paint {
  std::optional<Color> fill = Color{};
  FillRule fill_rule = FillRule::nonzero;
  std::optional<Color> stroke;
  double stroke_width = 1;
  LineCap cap = LineCap::butt;
  LineJoin join = LineJoin::miter;
  double miter_limit = 4;
  std::vector<double> dashes;
  Matrix matrix;
};

/// Reads one drawing. Stops at the first thing that the subset does not hold.
class SvgReader {
 public:
  SvgReader(const SourceText& source, Diagnostics& diagnostics)
      : source_(source), diagnostics_(diagnostics) {}

  Result<Drawing> run(const XmlElement& root) {
    if (root.name != "svg" || root.value("xmlns") != svg_namespace) {
      refuse(root.at, "tệp không phải SVG: phần tử gốc phải là <svg xmlns=\"http://www.w3.org/2000/svg\">");
    } else if (Paint paint; size(root, paint) && attributes(root, paint)) {
      children(root, paint);
    }
    if (failure_) return fail(*failure_);
    return std::move(drawing_);
  }

 private:
  bool refuse(std::size_t at, std::string message, std::string hint = {}) {
    if (failure_) return false;
    Problem problem{"LIM-07", Severity::error, std::move(message), source_.span(at), std::move(hint)};
    failure_ = Error{ErrorCode::unsupported, problem.message, problem.where, problem.rule};
    diagnostics_.add(std::move(problem));
    return false;
  }
  bool refuse_value(const XmlAttribute& attribute, std::size_t at, std::string message) {
    return refuse(attribute.value.source_of(at), attribute.name + ": " + std::move(message));
  }

  bool size(const XmlElement& root, Paint& paint);
  bool children(const XmlElement& element, const Paint& paint);
  bool child(const XmlElement& element, const Paint& outer);
  bool attributes(const XmlElement& element, Paint& paint);
  bool attribute(const XmlElement& element, const XmlAttribute& attribute, Paint& paint);
  bool property(const XmlAttribute& attribute, std::string_view name, std::string_view value, std::size_t at,
                Paint& paint);
  bool style(const XmlAttribute& attribute, Paint& paint);
  bool color(const XmlAttribute& attribute, std::string_view value, std::size_t at,
             std::optional<Color>& out);
  bool dashes(const XmlAttribute& attribute, std::string_view value, std::size_t at, Paint& paint);
  bool shape(const XmlElement& element, const Paint& paint);
  bool outline(const XmlElement& element, PathBuilder& path);
  bool rectangle(const XmlElement& element, PathBuilder& path);
  bool ellipse(const XmlElement& element, PathBuilder& path);
  bool polygon(const XmlElement& element, PathBuilder& path);
  std::optional<double> number(const XmlElement& element, std::string_view name, double otherwise);

  const SourceText& source_;
  Diagnostics& diagnostics_;
  Drawing drawing_;
  std::size_t steps_ = 0;
  std::optional<Error> failure_;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.substr(0, 1)))
    text.remove_prefix(1);
  while (!text.empty() && is_blank(text.substr(text.size() - 1)))
    text.remove_suffix(1);
  return text;
}

bool SvgReader::size(const XmlElement& root, Paint& paint) {
  const XmlAttribute* box = root.attribute("viewBox");
  if (box == nullptr) {
    const auto width = number(root, "width", 0);
    const auto height = number(root, "height", 0);
    if (!width || !height) return false;
    if (*width <= 0 || *height <= 0)
      return refuse(root.at, "hình thiếu viewBox", "thêm viewBox=\"0 0 rộng cao\"");
    drawing_.width = *width;
    drawing_.height = *height;
    return true;
  }
  ValueReader in(box->value.text);
  std::array<double, 4> values{};
  for (double& value : values) {
    in.skip_separator();
    const auto read = in.number();
    if (!read) return refuse_value(*box, in.at(), "cần bốn số");
    value = *read;
  }
  in.skip_space();
  if (!in.done() || values[2] <= 0 || values[3] <= 0)
    return refuse_value(*box, 0, "cần bốn số, rộng và cao lớn hơn 0");
  drawing_.width = values[2];
  drawing_.height = values[3];
  paint.matrix = {1, 0, 0, 1, -values[0], -values[1]};
  return true;
}

bool SvgReader::children(const XmlElement& element, const Paint& paint) {
  for (const XmlNode& each : element.children) {
    if (each.element) {
      if (!child(*each.element, paint)) return false;
    } else if (!is_blank(each.text.text)) {
      return refuse(each.text.source_of(each.text.text.find_first_not_of(" \t\r\n")),
                    "hình không được chứa chữ; đổi chữ thành đường vẽ");
    }
  }
  return true;
}

bool SvgReader::child(const XmlElement& element, const Paint& outer) {
  constexpr std::array<std::string_view, 7> shapes = {"path", "rect",     "circle", "ellipse",
                                                      "line", "polyline", "polygon"};
  if (element.name == "title" || element.name == "desc") return true;
  const bool group = element.name == "g";
  if (!group && std::find(shapes.begin(), shapes.end(), element.name) == shapes.end())
    return refuse(element.at, "hình có phần tử <" + element.name + ">, chương trình không vẽ được",
                  "lưu lại dạng Plain SVG, đổi chữ và hiệu ứng thành đường vẽ; xem docs/formats/svg.md");
  Paint paint = outer;
  if (!attributes(element, paint)) return false;
  if (group) return children(element, paint);
  for (const XmlNode& each : element.children)
    if (each.element && each.element->name != "title" && each.element->name != "desc")
      return refuse(each.element->at,
                    "trong <" + element.name + "> không được có <" + each.element->name + ">");
  return shape(element, paint);
}

bool SvgReader::attributes(const XmlElement& element, Paint& paint) {
  const XmlAttribute* inline_style = nullptr;
  for (const XmlAttribute& each : element.attributes) {
    if (each.name == "style") {
      inline_style = &each;
    } else if (!attribute(element, each, paint)) {
      return false;
    }
  }
  // As in CSS, style="…" is stronger than the attributes.
  return inline_style == nullptr || style(*inline_style, paint);
}

/// The attributes that give an element its shape.
bool is_geometry(std::string_view element, std::string_view name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> geometry = {
      {{"svg", " viewBox width height version preserveAspectRatio "},
       {"path", " d "},
       {"rect", " x y width height rx ry "},
       {"circle", " cx cy r "},
       {"ellipse", " cx cy rx ry "},
       {"line", " x1 y1 x2 y2 "},
       {"polyline", " points "},
       {"polygon", " points "}}};
  for (const auto& [of, names] : geometry)
    if (of == element) return names.find(" " + std::string(name) + " ") != std::string_view::npos;
  return false;
}

bool SvgReader::attribute(const XmlElement& element, const XmlAttribute& attribute, Paint& paint) {
  const std::string& name = attribute.name;
  if (name == "id" || name == "xmlns" || name.starts_with("xmlns:") || is_geometry(element.name, name))
    return true;
  if (name != "transform") return property(attribute, name, trimmed(attribute.value.text), 0, paint);
  if (element.name == "svg") return refuse(attribute.name_at, "<svg> không dùng transform");
  Matrix own;
  if (const auto fault = read_transform(attribute.value.text, own))
    return refuse_value(attribute, fault->at, fault->message);
  paint.matrix = paint.matrix.after(own);
  return true;
}

bool SvgReader::style(const XmlAttribute& attribute, Paint& paint) {
  const std::string_view text = attribute.value.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const std::string_view entry = text.substr(at, end - at);
    if (!is_blank(entry)) {
      const std::size_t colon = entry.find(':');
      if (colon == std::string_view::npos) return refuse_value(attribute, at, "cần dạng thuộc-tính:giá-trị");
      if (!property(attribute, trimmed(entry.substr(0, colon)), trimmed(entry.substr(colon + 1)), at, paint))
        return false;
    }
    at = end + 1;
  }
  return true;
}

std::optional<double> plain_number(std::string_view text) {
  ValueReader in(text);
  const auto out = in.number();
  const std::string_view unit = in.word();
  if (!out || !in.done() || (!unit.empty() && unit != "px")) return std::nullopt;
  return out;
}

bool SvgReader::property(const XmlAttribute& attribute, std::string_view name, std::string_view value,
                         std::size_t at, Paint& paint) {
  const auto wrong = [&] {
    return refuse_value(attribute, at, "giá trị «" + std::string(value) + "» không dùng được");
  };
  if (name == "fill") return color(attribute, value, at, paint.fill);
  if (name == "stroke") return color(attribute, value, at, paint.stroke);
  if (name == "stroke-dasharray") return dashes(attribute, value, at, paint);
  if (name == "fill-rule") {
    paint.fill_rule = value == "evenodd" ? FillRule::even_odd : FillRule::nonzero;
    return value == "evenodd" || value == "nonzero" || wrong();
  }
  if (name == "stroke-linecap") {
    paint.cap = value == "round" ? LineCap::round : value == "square" ? LineCap::square : LineCap::butt;
    return value == "butt" || value == "round" || value == "square" || wrong();
  }
  if (name == "stroke-linejoin") {
    paint.join = value == "round" ? LineJoin::round : value == "bevel" ? LineJoin::bevel : LineJoin::miter;
    return value == "miter" || value == "round" || value == "bevel" || wrong();
  }
  const auto read = plain_number(value);
  if (name == "stroke-width") {
    if (!read || *read < 0) return wrong();
    paint.stroke_width = *read;
    return true;
  }
  if (name == "stroke-miterlimit") {
    if (!read || *read < 1) return wrong();
    paint.miter_limit = *read;
    return true;
  }
  if (name == "opacity" || name == "fill-opacity" || name == "stroke-opacity") {
    if (read == 1.0) return true;
    return refuse_value(attribute, at, "hình trong mờ không in được theo PDF/A, chỉ nhận giá trị 1");
  }
  if (name == "stroke-dashoffset" && read == 0.0) return true;
  return refuse(attribute.name == name ? attribute.name_at : attribute.value.source_of(at),
                "thuộc tính «" + std::string(name) + "» chương trình không vẽ được",
                "lưu lại dạng Plain SVG; xem docs/formats/svg.md");
}

bool SvgReader::color(const XmlAttribute& attribute, std::string_view value, std::size_t at,
                      std::optional<Color>& out) {
  constexpr std::array<std::pair<std::string_view, Color>, 17> names = {{{"black", {0, 0, 0}},
                                                                         {"white", {255, 255, 255}},
                                                                         {"red", {255, 0, 0}},
                                                                         {"lime", {0, 255, 0}},
                                                                         {"blue", {0, 0, 255}},
                                                                         {"yellow", {255, 255, 0}},
                                                                         {"aqua", {0, 255, 255}},
                                                                         {"fuchsia", {255, 0, 255}},
                                                                         {"gray", {128, 128, 128}},
                                                                         {"silver", {192, 192, 192}},
                                                                         {"maroon", {128, 0, 0}},
                                                                         {"olive", {128, 128, 0}},
                                                                         {"green", {0, 128, 0}},
                                                                         {"purple", {128, 0, 128}},
                                                                         {"teal", {0, 128, 128}},
                                                                         {"navy", {0, 0, 128}},
                                                                         {"gold", {255, 215, 0}}}};
  if (value == "none") {
    out.reset();
    return true;
  }
  for (const auto& [name, known] : names) {
    if (value != name) continue;
    out = known;
    return true;
  }
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  const std::size_t each = value.size() == 4 ? 1 : 2;
  bool good = value.starts_with('#') && (value.size() == 4 || value.size() == 7);
  std::array<int, 3> parts{};
  for (std::size_t i = 0; good && i < 3; ++i) {
    const int high = digit(value[1 + i * each]);
    const int low = digit(value[i * each + each]);
    good = high >= 0 && low >= 0;
    parts[i] = high * 16 + low;
  }
  if (!good)
    return refuse_value(attribute, at, "màu «" + std::string(value) + "» không dùng được; viết dạng #A6192E");
  out = Color{static_cast<std::uint8_t>(parts[0]), static_cast<std::uint8_t>(parts[1]),
              static_cast<std::uint8_t>(parts[2])};
  return true;
}

bool SvgReader::dashes(const XmlAttribute& attribute, std::string_view value, std::size_t at, Paint& paint) {
  constexpr std::size_t most_dashes = 64;
  paint.dashes.clear();
  if (value == "none") return true;
  ValueReader in(value);
  double sum = 0;
  while (!in.done()) {
    const auto read = in.number();
    if (!read || *read < 0 || paint.dashes.size() >= most_dashes)
      return refuse_value(attribute, at, "nét đứt viết sai");
    paint.dashes.push_back(*read);
    sum += *read;
    in.skip_separator();
  }
  // SVG: an odd list is repeated; a list of zeros is a solid line.
  if (paint.dashes.size() % 2 == 1)
    paint.dashes.insert(paint.dashes.end(), paint.dashes.begin(), paint.dashes.end());
  if (sum == 0) paint.dashes.clear();
  return true;
}

bool SvgReader::shape(const XmlElement& element, const Paint& paint) {
  PathBuilder path(paint.matrix);
  if (!outline(element, path)) return false;
  Shape out;
  out.path = path.take();
  steps_ += out.path.size();
  if (steps_ > most_steps) return refuse(element.at, "hình có quá " + std::to_string(most_steps) + " nét");
  out.fill = element.name == "line" ? std::nullopt : paint.fill;
  out.fill_rule = paint.fill_rule;
  if (paint.stroke && paint.stroke_width > 0) {
    if (!paint.matrix.is_similarity())
      return refuse(element.at, "nét vẽ bị kéo lệch bởi transform, chương trình không vẽ được",
                    "áp dụng phép biến hình vào đường vẽ trước khi lưu");
    const double scale = std::sqrt(std::abs(paint.matrix.determinant()));
    out.stroke = paint.stroke;
    out.stroke_width = paint.stroke_width * scale;
    out.dashes = paint.dashes;
    for (double& dash : out.dashes)
      dash *= scale;
  }
  out.cap = paint.cap;
  out.join = paint.join;
  out.miter_limit = paint.miter_limit;
  if (!out.path.empty() && (out.fill || out.stroke)) drawing_.shapes.push_back(std::move(out));
  return true;
}

bool SvgReader::outline(const XmlElement& element, PathBuilder& path) {
  if (element.name == "rect") return rectangle(element, path);
  if (element.name == "circle" || element.name == "ellipse") return ellipse(element, path);
  if (element.name == "polyline" || element.name == "polygon") return polygon(element, path);
  if (element.name == "line") {
    const auto x1 = number(element, "x1", 0);
    const auto y1 = number(element, "y1", 0);
    const auto x2 = number(element, "x2", 0);
    const auto y2 = number(element, "y2", 0);
    if (!x1 || !y1 || !x2 || !y2) return false;
    path.move({*x1, *y1});
    path.line({*x2, *y2});
    return true;
  }
  const XmlAttribute* data = element.attribute("d");
  if (data == nullptr) return true;
  if (const auto fault = read_path(data->value.text, most_steps - steps_, path))
    return refuse_value(*data, fault->at, fault->message);
  return true;
}

bool SvgReader::rectangle(const XmlElement& element, PathBuilder& path) {
  const auto x = number(element, "x", 0);
  const auto y = number(element, "y", 0);
  const auto width = number(element, "width", 0);
  const auto height = number(element, "height", 0);
  const bool has_rx = element.attribute("rx") != nullptr;
  const auto rx_given = number(element, has_rx ? "rx" : "ry", 0);
  const auto ry_given = number(element, element.attribute("ry") != nullptr ? "ry" : "rx", 0);
  if (!x || !y || !width || !height || !rx_given || !ry_given) return false;
  if (*width < 0 || *height < 0 || *rx_given < 0 || *ry_given < 0)
    return refuse(element.at, "<rect> có kích thước âm");
  if (*width == 0 || *height == 0) return true;
  const double rx = std::min(*rx_given, *width / 2);
  const double ry = std::min(*ry_given, *height / 2);
  const double right = *x + *width;
  const double bottom = *y + *height;
  path.move({*x + rx, *y});
  path.line({right - rx, *y});
  const bool round = rx > 0 && ry > 0;
  if (round) path.arc({rx, ry}, 0, false, true, {right, *y + ry});
  path.line({right, bottom - ry});
  if (round) path.arc({rx, ry}, 0, false, true, {right - rx, bottom});
  path.line({*x + rx, bottom});
  if (round) path.arc({rx, ry}, 0, false, true, {*x, bottom - ry});
  path.line({*x, *y + ry});
  if (round) path.arc({rx, ry}, 0, false, true, {*x + rx, *y});
  path.close();
  return true;
}

bool SvgReader::ellipse(const XmlElement& element, PathBuilder& path) {
  const bool circle = element.name == "circle";
  const auto cx = number(element, "cx", 0);
  const auto cy = number(element, "cy", 0);
  const auto rx = number(element, circle ? "r" : "rx", 0);
  const auto ry = number(element, circle ? "r" : "ry", 0);
  if (!cx || !cy || !rx || !ry) return false;
  if (*rx < 0 || *ry < 0) return refuse(element.at, "<" + element.name + "> có bán kính âm");
  if (*rx == 0 || *ry == 0) return true;
  path.move({*cx + *rx, *cy});
  path.arc({*rx, *ry}, 0, false, true, {*cx, *cy + *ry});
  path.arc({*rx, *ry}, 0, false, true, {*cx - *rx, *cy});
  path.arc({*rx, *ry}, 0, false, true, {*cx, *cy - *ry});
  path.arc({*rx, *ry}, 0, false, true, {*cx + *rx, *cy});
  path.close();
  return true;
}

bool SvgReader::polygon(const XmlElement& element, PathBuilder& path) {
  const XmlAttribute* points = element.attribute("points");
  if (points == nullptr) return true;
  ValueReader in(points->value.text);
  in.skip_space();
  bool first = true;
  while (!in.done()) {
    const auto x = in.number();
    in.skip_separator();
    const auto y = in.number();
    if (!x || !y) return refuse_value(*points, in.at(), "cần các cặp số");
    if (first) {
      path.move({*x, *y});
    } else {
      path.line({*x, *y});
    }
    first = false;
    in.skip_separator();
  }
  if (!first && element.name == "polygon") path.close();
  return true;
}

std::optional<double> SvgReader::number(const XmlElement& element, std::string_view name, double otherwise) {
  const XmlAttribute* found = element.attribute(name);
  if (found == nullptr) return otherwise;
  const auto out = plain_number(trimmed(found->value.text));
  if (!out) refuse_value(*found, 0, "cần một số, không kèm đơn vị");
  return out;
}

}  // namespace

Result<Drawing> read_svg(std::string_view svg, std::string_view file, Diagnostics& diagnostics) {
  const auto read = SOVANG_TRY(read_xml(std::string(svg), std::string(file), svg_limits, diagnostics));
  return SvgReader(read->source, diagnostics).run(read->root);
}

}  // namespace sovang::document
