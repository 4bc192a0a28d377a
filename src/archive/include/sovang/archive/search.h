#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sovang/archive/record.h"
#include "sovang/base/date.h"
#include "sovang/domain/ids.h"

/// Searching the archive: what is asked, by whom, and what comes back. Archive::find() answers. The language
/// of the one box is docs/huong-dan/tim-kiem.md: words, "phrases", prefix*, and named fields such as
/// «đơn vị: sở y tế năm: 2022»; what stands in `words` and what stands in the typed fields below are
/// asked together.
namespace sovang::archive {

/// Who asks: rights are part of every query (archive-design §6).
struct Asker {
  enum class Role : std::uint8_t { open_public, unit, office, archivist };
  Role role = Role::archivist;
  std::vector<domain::UnitId> units;  ///< of role unit: itself and all below it
};

/// How much is counted besides the page of hits; each costs more than the one before.
enum class Counting : std::uint8_t { nothing, total, facets };

/// What is looked for. Words are typed with or without marks; an empty field asks for nothing.
struct Query {
  std::string words;       ///< the one box: words of name, unit, title, number, book number
  std::string person{};    ///< words of a person's or collective's name
  std::string unit{};      ///< words of a unit's name; the units that went into it are found too
  std::string number{};    ///< of the decision, in any spelling: "1288/QĐ-UBND", "1288 qd ubnd", "số 1288"
  std::string symbol{};    ///< "QĐ-UBND"
  std::string movement{};  ///< words of a movement's name, or its id
  std::string signer{};    ///< words of the signer's name
  std::string text{};      ///< words of the achievement or of the subject
  std::string content{};   ///< code of a content of commendation, "ND1", or words of its label
  std::vector<std::string> without{};  ///< words of the box that a hit must not have; at most 4 of these
  std::optional<domain::AwardCode> award{};  ///< also a family: "BKT"
  std::optional<int> year{};
  std::optional<Date> from{};
  std::optional<Date> to{};
  /// "person", "unit", "decision"; of other documents "proposal", "minutes", "dossier"
  std::optional<std::string> kind{};
  std::optional<RecordState> state{};
  std::string unit_kind{};       ///< code of a facet `unit_kind`: "so-nganh"
  bool with_successors = false;  ///< an old unit is looked for in those that took over from it, too
  std::size_t limit = 20;
  std::size_t offset = 0;  ///< for short lists; `after` costs the same on every page
  std::string after{};     ///< Hits::next of the page before
  Counting counting = Counting::total;
};

/// The query as one would type it in the box, all fields named: «mỹ đơn vị: "sở y tế" năm: 2022». Not in it:
/// limit, offset, after, counting.
[[nodiscard]] std::string box_text(const Query& query);

/// A place in a hit's text that the words matched, in bytes.
struct Highlight {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// One found person, collective or document.
struct Hit {
  enum class Kind : std::uint8_t { person, unit, decision };
  Kind kind = Kind::person;
  std::string record_id;  ///< of the decision's object
  std::string name;       ///< person, collective, or the decision's subject
  std::string unit;       ///< as printed
  std::string unit_now;   ///< what this unit is called today, if another took over from it
  std::string title;
  std::string award;             ///< in words
  domain::AwardCode award_code;  ///< "BKT-C"
  std::string decision;          ///< its number
  Date date;
  std::string book_number;
  std::string certificate_path;
  std::string reason;  ///< thành tích; not for the public
  std::string movement;
  std::string signer;
  RecordState state = RecordState::issued;
  RecordKind record_kind = RecordKind::decision;
  int rank = 1;                            ///< of VT-86: 1 exact, 2 i/y, 3 abbreviation, 4 folded, 5 guesses
  std::vector<Highlight> highlights;       ///< in `name`
  std::vector<Highlight> unit_highlights;  ///< in `unit`
};

/// How many hits have one value of a field.
struct FacetValue {
  std::string value;  ///< to put into the query: "2022", "BKT-C", "person"
  std::string label;  ///< for people: "Bằng khen của …", "Cá nhân"
  std::size_t count = 0;
};
/// A way to narrow the hits down.
struct Facet {
  std::string field;               ///< kind, year, award, state, movement, unit_kind, content
  std::string label;               ///< "Năm quyết định"
  std::vector<FacetValue> values;  ///< most hits first; years newest first
};

/// What was found.
struct Hits {
  std::vector<Hit> hits;      ///< best rank first, newest first inside a rank
  std::size_t total = 0;      ///< of all that match, not only of this page
  bool at_least = false;      ///< the search was stopped while counting: there are more than `total`
  std::string next;           ///< for Query::after; empty on the last page
  std::vector<Facet> facets;  ///< of all that match
  std::string did_you_mean;   ///< the words with the likelier spelling, if nothing was found as typed
  std::vector<std::string>
      hints;  ///< Vietnamese sentences: what of the query could not be read, and how to write it
};

}  // namespace sovang::archive
