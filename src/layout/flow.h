#pragma once

#include <optional>
#include <string>
#include <vector>

#include "context.h"
#include "words.h"

namespace sovang::layout {

/// Where blocks are laid out: from the left edge of the page's body.
struct Area {
  Length x{};
  Length width{};
};

/// Turns blocks into strips, with the gaps between them and the rules for page breaks. At the level of the
/// page tables are prepared for repeated headers and footers; inside cells and frames they are just rows.
class Flow {
 public:
  enum class Level : std::uint8_t { page, nested };

  Flow(Context& context, Level level) : context_(context), level_(level) {}

  void add(const document::Blocks& blocks, const Area& area);
  /// The strips; the gap after the last block and what is still to be hung on a strip come with them.
  [[nodiscard]] std::vector<Strip> take();
  [[nodiscard]] Length gap_after() const { return pending_gap_; }

 private:
  void add(const document::Block& block, const Area& area);
  void add_content(const document::Block& block, const Area& area);
  [[nodiscard]] bool is_caption_of(const document::Block& block, const document::Block& next) const;
  void add_caption(const document::Block& caption, const Area& area);
  void add_list(const document::List& list, const document::Block& block, const Area& area);
  void add_item(const document::List& list, const document::ListItem& item, const Area& area, Length hang);
  void hang_label(const document::ListItem& item, const Area& area, int structure, std::size_t first);
  [[nodiscard]] Length label_width(const document::List& list, const Area& area);
  void add_paragraph(const document::Block& block, const document::Paragraph& paragraph, const Area& area);
  void add_grid(const document::Block& block, const document::Grid& grid, const Area& area);
  void add_table(const document::Block& block, const document::Table& table, const Area& area);
  void add_frame(const document::Block& block, const document::Frame& frame);
  void append(Strip strip);
  void append(std::vector<Strip>&& strips);
  void flush_label(const Area& area);
  void hang_pending(Strip& strip);

  void close_box(const document::Block& block);
  void apply_keep(const document::Keep& keep, std::size_t first, bool heading);

  Context& context_;
  Level level_;
  std::vector<Strip> strips_;
  Length pending_gap_{};
  int guarded_ = 0;                  ///< so many of the next strips stay with what is before them
  bool guards_second_line_ = false;  ///< of those below a heading the first is there already
  int table_node_ = -1;              ///< of the table whose caption was just set
  document::PageBreak pending_break_ = document::PageBreak::automatic;
  Stack pending_;  ///< of frames and anchors that wait for a strip
  std::vector<OpenBox> pending_opens_;
  std::optional<RunInLabel> label_;
  Layer label_layer_ = Layer::all;
  document::SourceId label_source_{};
  bool no_first_indent_ = false;
  Length last_text_width_{};
};

/// The blocks of a cell, a frame or a running header, one below the other.
[[nodiscard]] Stack lay_out_stack(Context& context, const document::Blocks& blocks, const Area& area);

}  // namespace sovang::layout
