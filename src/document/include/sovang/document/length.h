#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace sovang::document {

/// A length in 1/65536 pt: an integer, so that every machine places alike (template-language §4).
struct Length {
  std::int64_t units = 0;

  static constexpr std::int64_t units_per_pt = 65536;

  [[nodiscard]] static constexpr Length pt(double points) { return {round(points * 65536.0)}; }
  [[nodiscard]] static constexpr Length mm(double millimetres) {
    return {round(millimetres * 65536.0 * 72.0 / 25.4)};
  }

  [[nodiscard]] constexpr double in_pt() const { return static_cast<double>(units) / 65536.0; }
  [[nodiscard]] constexpr double in_mm() const { return in_pt() * 25.4 / 72.0; }

  friend constexpr auto operator<=>(const Length&, const Length&) = default;
  friend constexpr Length operator+(Length a, Length b) { return {a.units + b.units}; }
  friend constexpr Length operator-(Length a, Length b) { return {a.units - b.units}; }
  friend constexpr Length operator-(Length a) { return {-a.units}; }
  friend constexpr Length operator*(Length a, std::int64_t n) { return {a.units * n}; }
  friend constexpr Length operator/(Length a, std::int64_t n) { return {a.units / n}; }
  constexpr Length& operator+=(Length other) {
    units += other.units;
    return *this;
  }
  constexpr Length& operator-=(Length other) {
    units -= other.units;
    return *this;
  }

 private:
  static constexpr std::int64_t round(double value) {
    return static_cast<std::int64_t>(value < 0 ? value - 0.5 : value + 0.5);
  }
};

/// `value` × `numerator` ÷ `denominator`, rounded half away from zero, without overflow below 2^62.
[[nodiscard]] Length scaled(Length value, std::int64_t numerator, std::int64_t denominator);

/// In hundredths of a millimetre, as the dumps of placed pages print it: "12.70".
[[nodiscard]] std::string mm_text(Length length);

}  // namespace sovang::document
