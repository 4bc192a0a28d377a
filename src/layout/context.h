#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sovang/base/diagnostics.h"
#include "sovang/document/tree.h"
#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"

#include "late.h"
#include "line_break.h"
#include "strip.h"

namespace sovang::layout {

/// Findings of layout, each once although a block may be laid out several times.
class Findings {
 public:
  Findings(const document::Document& document, Diagnostics& diagnostics)
      : document_(document), diagnostics_(diagnostics) {}

  /// `severity` as template-language §14 says for the rule.
  void add(std::string rule, Severity severity, std::string message, document::SourceId source,
           std::string hint = {});
  /// How often add() was called, for a finding that was made before as well.
  [[nodiscard]] std::size_t calls() const { return calls_; }
  /// Forgets what the rounds before found: their pages are laid out again.
  void start_again();
  /// Hands over what the last round found.
  void finish();

 private:
  const document::Document& document_;
  Diagnostics& diagnostics_;
  std::vector<Problem> found_;
  std::set<std::string> seen_;
  std::size_t calls_ = 0;
};

/// The structure tree as it grows. Strips that are laid out again when they are placed get the same nodes.
class Structure {
 public:
  explicit Structure(std::vector<StructureNode>& nodes) : nodes_(nodes) {}

  /// A node below the current parent; -1 while everything is an artifact.
  int add(StructureType type);
  [[nodiscard]] StructureNode& node(int index) { return nodes_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] int next() const { return replay_ >= 0 ? replay_ : static_cast<int>(nodes_.size()); }
  [[nodiscard]] bool is_replaying() const { return replay_ >= 0; }
  /// False while everything is an artifact.
  [[nodiscard]] bool makes_nodes() const { return artifacts_ == 0; }
  [[nodiscard]] int parent() const { return parent_; }
  [[nodiscard]] const std::vector<StructureNode>& nodes() const { return nodes_; }
  /// Adds a node as it is.
  void append(StructureNode node) { nodes_.push_back(std::move(node)); }
  /// Of nodes that are made once only, the notes: a replay that has come to the first of them goes on behind
  /// the last.
  void pass_over(int first, int count) {
    if (replay_ >= 0 && replay_ == first) replay_ += count;
  }

  /// New nodes go below `parent` as long as it lives.
  class Inside {
   public:
    Inside(Structure& structure, int parent) : structure_(structure), before_(structure.parent_) {
      structure_.parent_ = parent;
    }
    ~Inside() { structure_.parent_ = before_; }
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    Structure& structure_;
    int before_;
  };
  /// Everything is an artifact as long as it lives: headers, footers, what is repeated.
  class Artifacts {
   public:
    explicit Artifacts(Structure& structure) : structure_(structure) { ++structure_.artifacts_; }
    ~Artifacts() { --structure_.artifacts_; }
    Artifacts(const Artifacts&) = delete;
    Artifacts& operator=(const Artifacts&) = delete;

   private:
    Structure& structure_;
  };
  /// Nodes from `first` on are handed out again instead of new ones as long as it lives.
  class Replay {
   public:
    Replay(Structure& structure, int first) : structure_(structure), nested_(structure.replay_ >= 0) {
      structure_.replay_ = first;
    }
    ~Replay() {
      // One inside another has come to where the outer one goes on.
      if (!nested_) structure_.replay_ = -1;
    }
    Replay(const Replay&) = delete;
    Replay& operator=(const Replay&) = delete;

   private:
    Structure& structure_;
    bool nested_;
  };

 private:
  std::vector<StructureNode>& nodes_;
  int parent_ = -1;
  int artifacts_ = 0;
  int replay_ = -1;
};

/// How a frame with `fit` wants its text (template-language §10), and what came of it.
struct Fitting {
  std::int32_t condense_permille = 1000;
  std::int64_t size_numerator = 1;  ///< sizes are multiplied by numerator / denominator
  std::int64_t size_denominator = 1;
  int number = 0;  ///< of the attempt
  bool never_break_pieces = false;
  std::size_t most_lines = 0;  ///< of a paragraph; 0 = any number
  // Found:
  Length widest_needed{};  ///< of a line that does not fit its width
  std::size_t lines = 0;   ///< of the longest paragraph
  bool too_wide = false;
};

/// A text style made ready: its face, and its measures at its size.
struct Look {
  FaceId face{};
  std::vector<FaceId> fallbacks;  ///< where letters are looked for that `face` lacks, in this order
  Length size{};
  Length ascent{};
  Length descent{};  ///< positive
  Length own_line{};
  Length space{};
  Length letter_spacing{};
  Length raise{};  ///< of footnote marks
  Color color{};
  std::int32_t condense_permille = 1000;
  std::int32_t units_per_em = 1000;
  bool underline = false;
  document::TextStyleId style{};

  [[nodiscard]] Length width_of(const ShapedText& shaped) const;
};

/// A part of a token: a shaped word in one look, a picture, a leader or a space that does not break.
struct Part {
  enum class Kind : std::uint8_t { word, space, gap, picture, qr, leader };
  Kind kind = Kind::word;
  Length width{};
  Length height{};  ///< of pictures
  const Look* look = nullptr;
  ShapedTextPtr shaped;
  const document::Inline* source = nullptr;
  int structure = -2;  ///< -2 = that of the paragraph
};

/// Memory that paragraphs use one after the other, so that words cost no allocation.
struct Scratch {
  std::vector<Part> parts;
  std::vector<std::size_t> first_part;  ///< of each token, and the end
  std::vector<Token> tokens;
};

/// A footnote that was met before: it has one number and is set once, wherever its mark is set again.
struct KnownFootnote {
  int number = 0;
  std::shared_ptr<const FootnoteText> text;
  int first_node = -1;  ///< its nodes in the structure tree
  int nodes = 0;
};

class FrameCache;

/// Everything that the parts of layout share while one document is laid out.
struct Context {
  Context(const document::Document& the_document, const FontBook& the_fonts, Diagnostics& diagnostics,
          std::vector<StructureNode>& nodes)
      : document(the_document), fonts(the_fonts), findings(the_document, diagnostics), structure(nodes) {}

  /// The look of a style; shaped for the fitting of the frame that is being laid out.
  const Look& look(document::TextStyleId style, document::SourceId source);
  /// The same look, small and above the line: marks of footnotes.
  const Look& raised(const Look& look);
  /// The same look with the letters of one of its fallbacks. Its lines stay as high as those of its own face.
  const Look& in_face(const Look& look, FaceId face);

  const document::Document& document;
  const FontBook& fonts;
  Findings findings;
  Structure structure;
  LateValues late;
  Fitting* fitting = nullptr;  ///< in a frame with `fit`
  Length page_body{};          ///< the height of a page's body; rows taller than it are split
  std::unordered_map<const document::Footnote*, KnownFootnote> footnotes;
  int next_footnote = 1;
  Length footnote_width{};
  int depth = 0;                            ///< of nested blocks
  std::vector<std::shared_ptr<void>> kept;  ///< what strips point to, until the document is done
  std::size_t late_seen = 0;
  bool in_ladder = false;  ///< a frame inside a frame that is being fitted is not fitted itself
  int fittings = 0;        ///< attempts at fitting frames so far
  Length margin_left{};    ///< of the page's body, for frames that count from it
  Length margin_top{};
  Scratch scratch;
  FrameCache* frames = nullptr;  ///< what frames came out as before; null = none are kept

 private:
  [[nodiscard]] Look make_look(document::TextStyleId style, document::SourceId source);
  void find_faces(const document::TextStyle& text, document::SourceId source, Look& look);
  std::vector<std::optional<Look>> looks_;
  struct FittedLook {
    int fitting;
    Look look;
  };
  std::vector<std::unique_ptr<FittedLook>> fitted_;
  std::map<std::pair<const Look*, FaceId>, Look> in_other_faces_;
};

/// "341,2": millimetres as people write them.
[[nodiscard]] std::string mm_words(Length length);

/// A size in a room of `whole`; automatic gives `otherwise`.
[[nodiscard]] Length resolve(const document::Size& size, Length whole, Length otherwise);

}  // namespace sovang::layout
