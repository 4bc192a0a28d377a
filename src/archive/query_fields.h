#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// The named fields of the search box and what may stand in those that have few values
/// (docs/huong-dan/tim-kiem.md).
namespace sovang::archive {

/// What a field asks for.
enum class Name : std::uint8_t {
  person,
  unit,
  number,
  symbol,
  from,
  to,
  date,
  month,
  quarter,
  year,
  before,
  after,
  award,
  movement,
  signer,
  content,
  state,
  kind,
  text,
  unit_kind,
  successors,
  without
};

/// A field of the box: its name as typed and where it and its value stand.
struct FoundField {
  Name name = Name::person;
  std::size_t begin = 0;  ///< of the name
  std::size_t value = 0;  ///< behind the colon
};
/// The field whose name ends at `end`, where the colon stands: the longest of one to three words.
[[nodiscard]] std::optional<FoundField> field_before(std::string_view text, std::size_t end);

/// A value as people write it, and what it means.
struct Choice {
  std::string_view words;
  std::string_view value;
};
[[nodiscard]] std::span<const Choice> kind_choices();
[[nodiscard]] std::span<const Choice> state_choices();
[[nodiscard]] std::span<const Choice> yes_choices();

/// Blanks and control characters.
[[nodiscard]] inline bool is_blank(char c) {
  return static_cast<unsigned char>(c) <= 0x20;
}
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Takes the first word, as far as a blank.
std::string_view take_word(std::string_view& text);

}  // namespace sovang::archive
