#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/base/clock.h"
#include "sovang/base/result.h"

namespace sovang::dossier {

/// A search that someone gave a name: "Sở Y tế năm nay" for «đơn vị: "sở y tế" năm: 2022».
struct SavedSearch {
  std::string name;
  std::string words;  ///< as typed in the box (docs/huong-dan/tim-kiem.md)
};

/// The saved searches of an office, in `searches.db` of its folder, each user's apart. What they find is
/// decided anew each time, by the rights of whoever asks.
class SavedSearches {
 public:
  static constexpr std::size_t most = 50;            ///< of one user
  static constexpr std::size_t longest_name = 60;    ///< characters
  static constexpr std::size_t longest_words = 200;  ///< characters: the box takes no more (SEC-29)

  explicit SavedSearches(std::filesystem::path office_folder) : folder_(std::move(office_folder)) {}

  /// Keeps a search under a name; what the owner had under it is replaced. `owner`: a user's name; empty =
  /// the office's own, of the command line. Code `invalid_input` for an empty or too long name or words,
  /// `conflict` for one too many.
  [[nodiscard]] Status save(std::string_view owner, const SavedSearch& search, const Clock& clock) const;
  /// All of an owner, by name as a Vietnamese dictionary has it.
  [[nodiscard]] Result<std::vector<SavedSearch>> list(std::string_view owner) const;
  /// Code `not_found` if the owner has none of this name.
  [[nodiscard]] Result<SavedSearch> find(std::string_view owner, std::string_view name) const;
  /// Fine if it is gone already.
  [[nodiscard]] Status remove(std::string_view owner, std::string_view name) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace sovang::dossier
