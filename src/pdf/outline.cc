#include "outline.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <variant>

#include "metadata.h"
#include "numbers.h"
#include "structure.h"

namespace sovang::pdf {
namespace {

using layout::StructureNode;
using layout::StructureType;

constexpr std::size_t short_document = 3;   // pages that need no list of contents
constexpr std::size_t longest_title = 250;  // bytes
constexpr std::size_t none = SIZE_MAX;

std::optional<int> heading_level(StructureType type) {
  if (type == StructureType::title) return 1;
  if (type < StructureType::h1 || type > StructureType::h6) return {};
  return static_cast<int>(type) - static_cast<int>(StructureType::h1) + 1;
}

/// For each node, the node that gives an entry and that it lies in: a heading, or the row of a group.
class EntryNodes {
 public:
  explicit EntryNodes(const std::vector<StructureNode>& structure)
      : structure_(structure), entry_(structure.size(), none), group_(structure.size(), false) {
    find_groups();
    for (std::size_t i = 0; i < structure.size(); ++i) {
      const auto parent = static_cast<std::size_t>(structure[i].parent);
      if (heading_level(structure[i].type) || group_[i]) {
        entry_[i] = i;
      } else if (structure[i].parent >= 0) {
        entry_[i] = entry_[parent];  // parents come first
      }
    }
  }

  [[nodiscard]] std::size_t entry_of(std::int32_t node) const {
    if (node < 0 || is_artifact(structure_, node)) return none;
    return entry_[static_cast<std::size_t>(node)];
  }

 private:
  void find_groups() {
    struct Row {
      int columns = 0;
      int last = 0;
    };
    std::vector<Row> rows(structure_.size());
    for (const StructureNode& node : structure_) {
      const bool cell = node.type == StructureType::data_cell || node.type == StructureType::header_cell;
      if (!cell || node.parent < 0) continue;
      Row& row = rows[static_cast<std::size_t>(node.parent)];
      row.columns += node.column_span;
      row.last = node.column_span;
    }
    for (std::size_t i = 0; i < structure_.size(); ++i)
      group_[i] = structure_[i].type == StructureType::table_row && rows[i].last > 1 &&
                  rows[i].last * 2 > rows[i].columns;
  }

  const std::vector<StructureNode>& structure_;
  std::vector<std::size_t> entry_;
  std::vector<bool> group_;
};

void append_text(std::string& title, const layout::TextItem& text) {
  if (title.size() > longest_title) return;
  if (!title.empty() && title.back() != ' ') title += ' ';
  for (const layout::TextPiece& piece : text.pieces) {
    title += piece.shaped->text;
    if (piece.space_after) title += ' ';
  }
}

/// Entries are linked as a tree: for each its parent, the one before and after it, and what it holds.
struct Links {
  std::size_t parent = none;
  std::size_t before = none;
  std::size_t after = none;
  std::size_t first = none;
  std::size_t last = none;
  int children = 0;
};

std::vector<Links> linked(const std::vector<OutlineEntry>& entries, Links& root) {
  std::vector<Links> links(entries.size());
  std::vector<std::size_t> open;  // the entries that the next one may lie in
  for (std::size_t i = 0; i < entries.size(); ++i) {
    while (!open.empty() && entries[open.back()].level >= entries[i].level)
      open.pop_back();
    links[i].parent = open.empty() ? none : open.back();
    Links& above = open.empty() ? root : links[open.back()];
    links[i].before = above.last;
    if (above.last != none) links[above.last].after = i;
    if (above.first == none) above.first = i;
    above.last = i;
    ++above.children;
    open.push_back(i);
  }
  return links;
}

}  // namespace

std::vector<OutlineEntry> outline_of(const layout::Pages& pages) {
  if (pages.pages.size() <= short_document) return {};
  const EntryNodes nodes(pages.structure);
  std::vector<OutlineEntry> entries;
  std::vector<std::size_t> entry_of_node(pages.structure.size(), none);
  int heading = 0;
  for (std::size_t page = 0; page < pages.pages.size(); ++page) {
    for (const layout::Item& item : pages.pages[page].items) {
      const auto* text = std::get_if<layout::TextItem>(&item.content);
      const std::size_t node = text == nullptr ? none : nodes.entry_of(item.structure);
      if (node == none) continue;
      std::size_t& index = entry_of_node[node];
      if (index == none) {
        index = entries.size();
        const std::optional<int> level = heading_level(pages.structure[node].type);
        if (level) heading = *level;
        entries.push_back({"", level.value_or(heading + 1), page, text->baseline - text->size});
      }
      append_text(entries[index].title, *text);
    }
  }
  for (OutlineEntry& entry : entries) {
    while (!entry.title.empty() && entry.title.back() == ' ')
      entry.title.pop_back();
  }
  std::erase_if(entries, [](const OutlineEntry& entry) { return entry.title.empty(); });
  if (entries.size() < 2) entries.clear();
  return entries;
}

std::string put_outline(ObjectFile& file, const std::vector<OutlineEntry>& entries,
                        const std::vector<OutlinePage>& pages) {
  if (entries.empty()) return {};
  Links top;
  const std::vector<Links> links = linked(entries, top);
  const ObjectRef root = file.reserve();
  std::vector<ObjectRef> refs;
  for (std::size_t i = 0; i < entries.size(); ++i)
    refs.push_back(file.reserve());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const OutlineEntry& entry = entries[i];
    const Links& link = links[i];
    std::string out = "/Title " + text_string(entry.title) + " /Parent " +
                      to_text(link.parent == none ? root : refs[link.parent]) + " /Dest [" +
                      to_text(pages[entry.page].page) + " /XYZ null ";
    append_pt(out, pages[entry.page].height - entry.y);
    out += " null]";
    if (link.before != none) out += " /Prev " + to_text(refs[link.before]);
    if (link.after != none) out += " /Next " + to_text(refs[link.after]);
    // a negative count is shown closed: a long list has many groups
    if (link.children > 0) {
      out += " /First " + to_text(refs[link.first]) + " /Last " + to_text(refs[link.last]) + " /Count -" +
             std::to_string(link.children);
    }
    file.fill(refs[i], std::move(out));
  }
  file.fill(root, "/Type /Outlines /First " + to_text(refs[top.first]) + " /Last " + to_text(refs[top.last]) +
                      " /Count " + std::to_string(top.children));
  return "/Outlines " + to_text(root) + ' ';
}

}  // namespace sovang::pdf
