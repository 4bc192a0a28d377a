#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "sovang/layout/pages.h"

namespace sovang::pdf {

/// A set of glyph numbers of one face.
class GlyphSet {
 public:
  void insert(std::uint16_t glyph) {
    const std::size_t word = glyph / 64U;
    if (word >= words_.size()) words_.resize(word + 1);
    words_[word] |= std::uint64_t{1} << (glyph % 64U);
  }
  void insert(const GlyphSet& other) {
    if (other.words_.size() > words_.size()) words_.resize(other.words_.size());
    for (std::size_t i = 0; i < other.words_.size(); ++i)
      words_[i] |= other.words_[i];
  }
  [[nodiscard]] bool empty() const {
    for (const std::uint64_t word : words_) {
      if (word != 0) return false;
    }
    return true;
  }
  [[nodiscard]] bool includes(const GlyphSet& other) const {
    for (std::size_t i = 0; i < other.words_.size(); ++i) {
      const std::uint64_t here = i < words_.size() ? words_[i] : 0;
      if ((other.words_[i] & ~here) != 0) return false;
    }
    return true;
  }
  /// Calls `visit` with each glyph, ascending.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1) {
        visit(static_cast<std::uint16_t>(i * 64 + static_cast<std::size_t>(std::countr_zero(rest))));
      }
    }
  }

  /// FNV-1a over the glyphs.
  [[nodiscard]] std::uint64_t hash() const {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for_each([&](std::uint16_t glyph) {
      for (const unsigned byte : {glyph & 0xFFU, unsigned{glyph} >> 8U})
        hash = (hash ^ byte) * 0x100000001B3U;
    });
    return hash;
  }
  friend bool operator==(const GlyphSet& a, const GlyphSet& b) { return a.includes(b) && b.includes(a); }

 private:
  std::vector<std::uint64_t> words_;
};

/// The glyphs that something uses, by face.
class GlyphUse {
 public:
  [[nodiscard]] GlyphSet& of(layout::FaceId face) {
    const auto index = static_cast<std::size_t>(face);
    if (index >= sets_.size()) sets_.resize(index + 1);
    return sets_[index];
  }
  void insert(const GlyphUse& other) {
    if (other.sets_.size() > sets_.size()) sets_.resize(other.sets_.size());
    for (std::size_t i = 0; i < other.sets_.size(); ++i)
      sets_[i].insert(other.sets_[i]);
  }
  [[nodiscard]] bool includes(const GlyphUse& other) const {
    for (std::size_t i = 0; i < other.sets_.size(); ++i) {
      if (i < sets_.size() ? !sets_[i].includes(other.sets_[i]) : !other.sets_[i].empty()) return false;
    }
    return true;
  }
  /// Calls `visit` with each face that has glyphs and with them, ascending.
  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      if (!sets_[i].empty()) visit(static_cast<layout::FaceId>(i), sets_[i]);
    }
  }

 private:
  std::vector<GlyphSet> sets_;
};

}  // namespace sovang::pdf
