// Any bytes as a drawing: a drawing with finite coordinates, or one finding at a place.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sovang/document/svg.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view svg(reinterpret_cast<const char*>(data), size);
  sovang::Diagnostics diagnostics;
  const auto drawing = sovang::document::read_svg(svg, "a.svg", diagnostics);
  if (drawing.has_value() == !diagnostics.ok()) std::abort();
  if (!drawing) return 0;
  for (const sovang::document::Shape& shape : drawing->shapes)
    for (const sovang::document::PathStep& step : shape.path)
      for (const sovang::document::Point& point : step.points)
        if (!std::isfinite(point.x) || !std::isfinite(point.y)) std::abort();
  return 0;
}
