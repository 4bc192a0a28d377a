#include "sovang/document/accessible.h"

#include <set>
#include <utility>

namespace sovang::document {
namespace {

class Listener {
 public:
  Listener(const Document& document, Diagnostics& diagnostics)
      : document_(document), diagnostics_(diagnostics) {}

  void blocks(const Blocks& all) {
    for (const Block& each : all)
      block(each);
  }

 private:
  void block(const Block& block) {
    if (const auto* group = std::get_if<Group>(&block.content)) blocks(group->children);
    if (const auto* frame = std::get_if<Frame>(&block.content)) blocks(frame->children);
    if (const auto* list = std::get_if<List>(&block.content)) {
      for (const ListItem& item : list->items)
        blocks(item.children);
    }
    if (const auto* grid = std::get_if<Grid>(&block.content)) {
      for (const Cell& cell : grid->cells)
        blocks(cell.children);
    }
    if (const auto* table = std::get_if<Table>(&block.content)) {
      if (table->caption.empty()) report(block.source);
      rows(table->rows);
    }
  }

  void rows(const std::vector<Row>& all) {
    for (const Row& row : all)
      for (const Cell& cell : row.cells)
        blocks(cell.children);
  }

  void report(SourceId id) {
    const Source& source = document_.source(id);
    if (!told_.emplace(source.place.file, std::pair(source.place.line, source.place.column)).second) return;
    Problem problem{"TPL-16", Severity::error, "bảng không có tên để đọc cho người không nhìn được (PDF/UA)"};
    problem.where = source.place;
    problem.hint = "thêm caption=\"…\" cho bảng; tên này không in ra giấy";
    problem.via = source.via;
    diagnostics_.add(std::move(problem));
  }

  const Document& document_;
  Diagnostics& diagnostics_;
  std::set<std::pair<std::string, std::pair<int, int>>> told_;
};

}  // namespace

void check_accessible(const Document& document, Diagnostics& diagnostics) {
  Listener listener(document, diagnostics);
  for (const Sequence& sequence : document.sequences)
    listener.blocks(sequence.children);
}

}  // namespace sovang::document
