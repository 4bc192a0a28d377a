#pragma once

#include <span>
#include <string_view>
#include <vector>

/// What statistics and facets count by besides what stands in the record itself: read from the printed words.
namespace sovang::archive {

/// A group with its Vietnamese name: "so-nganh", "Sở, ban, ngành".
struct EntryClass {
  std::string_view code;
  std::string_view label;
};

/// The groups of units; the last takes what no other takes.
[[nodiscard]] std::span<const EntryClass> unit_kinds();
/// The group of a unit, by the beginning of its printed name: "Sở Y tế" → "so-nganh".
[[nodiscard]] std::string_view unit_kind_of(std::string_view unit_name);

/// The contents of commendation (nội dung khen, templates/law/contents.tsv).
[[nodiscard]] std::span<const EntryClass> contents();
/// The contents that a movement's name or an achievement speaks of; mostly one, perhaps none.
[[nodiscard]] std::vector<std::string_view> contents_of(std::string_view text);

}  // namespace sovang::archive
