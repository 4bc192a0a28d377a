#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "sovang/archive/record.h"

/// The words that stand in record.xml for the values of our enums.
namespace sovang::archive {

template <class Enum, std::size_t n>
using Words = std::array<std::pair<Enum, std::string_view>, n>;

inline constexpr Words<RecordKind, 5> kind_words{{{RecordKind::decision, "decision"},
                                                  {RecordKind::dossier, "dossier"},
                                                  {RecordKind::proposal, "proposal"},
                                                  {RecordKind::minutes, "minutes"},
                                                  {RecordKind::scan, "scan"}}};
/// The kind inside an object's id: urn:sovang:<tenant>:<code>:<ulid> (archive-design §2).
inline constexpr Words<RecordKind, 5> kind_codes{{{RecordKind::decision, "qd"},
                                                  {RecordKind::dossier, "hs"},
                                                  {RecordKind::proposal, "tt"},
                                                  {RecordKind::minutes, "bb"},
                                                  {RecordKind::scan, "scan"}}};
inline constexpr Words<RecordState, 4> state_words{{{RecordState::issued, "issued"},
                                                    {RecordState::corrected, "corrected"},
                                                    {RecordState::revoked, "revoked"},
                                                    {RecordState::disposed, "disposed"}}};
inline constexpr Words<Access, 3> access_words{
    {{Access::published, "public"}, {Access::internal, "internal"}, {Access::restricted, "restricted"}}};
inline constexpr Words<domain::RecipientKind, 3> target_words{
    {{domain::RecipientKind::individual, "person"},
     {domain::RecipientKind::collective, "unit"},
     {domain::RecipientKind::household, "household"}}};
inline constexpr Words<domain::Gender, 3> gender_words{
    {{domain::Gender::unknown, ""}, {domain::Gender::male, "male"}, {domain::Gender::female, "female"}}};

template <class Enum, std::size_t n>
[[nodiscard]] constexpr std::string_view word_of(const Words<Enum, n>& words, Enum value) {
  for (const auto& [key, word] : words)
    if (key == value) return word;
  return {};
}

template <class Enum, std::size_t n>
[[nodiscard]] constexpr std::optional<Enum> value_of(const Words<Enum, n>& words, std::string_view word) {
  for (const auto& [key, text] : words)
    if (text == word) return key;
  return std::nullopt;
}

}  // namespace sovang::archive
