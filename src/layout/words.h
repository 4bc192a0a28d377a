#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "context.h"

namespace sovang::layout {

/// What stands before the first word of a list item.
struct RunInLabel {
  std::string text;
  document::TextStyleId style{};
  int structure = -1;
  bool raised = false;  ///< the number of a footnote
};

/// A stretch of a paragraph between forced breaks: tokens [begin, end) of the scratch memory.
struct Segment {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool justify_last = false;
};

/// Makes the tokens of a paragraph in `context.scratch` (template-language §5): words, spaces, pictures and
/// what else stands in a line. Lines, breaks and positions come later.
class WordMaker {
 public:
  WordMaker(Context& context, document::SourceId source) : context_(context), source_(source) {}

  /// `label` may be null. The answer has no segment if nothing in the content is visible.
  [[nodiscard]] std::vector<Segment> make(const document::Paragraph& paragraph, const RunInLabel* label);

  /// Splits the tokens of a segment that are wider than `room`: at their no-break spaces (FIT-05), else
  /// inside the word (FIT-02). The segments after it move.
  void split_wide_tokens(std::vector<Segment>& segments, std::size_t index, Length room);

 private:
  void add(const document::TextRun& run);
  void add(const document::ForcedBreak& forced);
  void add(const document::Leader& leader);
  void add(const document::LateText& late);
  void add(const document::InlinePicture& picture);
  void add(const document::InlineQr& qr);
  void add(const std::shared_ptr<const document::Footnote>& footnote);

  void add_text(std::string_view text, const Look& look, bool keep_together, document::SourceId source);
  void add_word(std::string_view word, const Look& look, document::SourceId source);
  void add_in_several_faces(const ShapedText& shaped, const Look& look, document::SourceId source);
  [[nodiscard]] const Look& look_that_has(std::string_view letter, const Look& look);
  void add_shaped(ShapedTextPtr shaped, const Look& look);
  void add_space(Part::Kind kind, const Look& look);
  void end_token(Length space);
  Part& add_part(Part::Kind kind, Length width, const Look* look);
  void end_segment(bool justify_last);
  void report_missing(const ShapedText& shaped, document::SourceId source);

  Context& context_;
  document::SourceId source_;
  std::vector<Segment> segments_;
  const document::Inline* inline_ = nullptr;
  int structure_ = -2;
  document::TextStyleId text_style_{};
  std::size_t segment_begin_ = 0;
  bool token_open_ = false;
};

/// The text of token `index`, for the rules of bound pairs. `buffer` holds it where it has several parts.
[[nodiscard]] std::string_view token_text(const Scratch& scratch, std::size_t index, std::string& buffer);

}  // namespace sovang::layout
