#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "sovang/base/diagnostics.h"

#include "evaluator.h"
#include "parts.h"

namespace sovang::document {

/// How much one loop and one document may hold (LIM-04).
inline constexpr std::size_t most_items = 100'000;
inline constexpr std::size_t most_content_nodes = 5'000'000;

/// Makes one document from a template and data.
class Filler {
 public:
  Filler(const Template::Parts& parts, const Value& data, const Wording& wording, Diagnostics& diagnostics);

  [[nodiscard]] Result<Document> run();

 private:
  /// A loop that the current node stands in.
  struct Level {
    const LoopData* loop;
    const Value* item;
    std::size_t position;  ///< in the loop, from 1
    std::string path;      ///< "decision.rows[5], «Lê An»"; made when it is first needed
  };

  // fill.cc
  void take_data();
  void check_required(const Value& value, const Field& field, const std::string& path);
  void head();
  void body(const Nodes& nodes);
  void sequence(const Node& node);
  std::size_t master(std::size_t index);
  void attachment(const Node& node);
  std::string check(const Node& node);
  template <class Visit>
  void each(const Nodes& nodes, const Visit& visit);
  template <class Visit>
  void loop(const Node& node, const Visit& visit);
  void let(const Node& node);

  // fill_blocks.cc
  void blocks(const Nodes& nodes, Blocks& out);
  Block& add(const Node& node, Blocks& out);
  void block(const Node& node, Blocks& out);
  void list(const Node& node, Block& out);
  void grid(const Node& node, Block& out);
  Image image(const Node& node);
  PicturePtr picture(const Node& node, const PictureData& data);
  Qr qr(const Node& node);
  SignatureField signature_field(const Node& node);

  // fill_table.cc
  struct Columns {
    std::vector<std::size_t> classes;  ///< of the columns that stand
    std::vector<int> spanned;          ///< rows that a cell from above still covers, by column
  };
  void table(const Node& node, Block& out);
  void rows(const Nodes& nodes, Columns& columns, std::vector<Row>& out);
  Row row(const Node& node, Columns& columns);
  void cell(const Node& node, Columns& columns, std::size_t& at, Row& out);
  Cell cell_of(const Node& node, const CellVariant& variant);

  // fill_inline.cc
  /// The inline content that is being made.
  struct Line {
    std::vector<Inline>* out;
    bool at_start = true;
    SourceId source{};
    std::uint32_t place = 0;  ///< static source, for findings
  };
  std::vector<Inline> inlines(const Nodes& nodes, SourceId source, std::uint32_t place);
  void inline_node(const Node& node, Line& line);
  void inline_object(const Node& node, Line& line);
  /// `written` is the text before text-transform.
  void append_text(std::string_view text, std::string_view written, const TextData& data, Line& line);
  void finish(Line& line);
  static void drop_space_at_end(std::vector<Inline>& out);
  std::string raw_text(const CompiledText& text, std::uint32_t place);
  /// Text of an attribute or a message: collapsed, without space at its ends.
  std::string text(const CompiledText& text, std::uint32_t place);

  // findings
  bool stopped() const { return stopped_ || evaluator_.exhausted(); }
  bool count_node(const Node& node);
  void report_fault(std::uint32_t source, const Expr* root);
  void report(Problem problem, std::uint32_t source);
  SourceId source_of(const Node& node);
  SourceSpan data_place(const Expr* root);
  const std::string& data_path();
  std::string describe_item(const Level& level);
  std::size_t position_in_data(const std::string& path, const RecordFields* record, std::size_t otherwise);
  void trace(std::string_view text);

  const Template::Parts& parts_;
  const Value& data_;
  Diagnostics& diagnostics_;
  Evaluator evaluator_;
  Document document_;
  Wording wording_;
  std::vector<Level> levels_;
  std::vector<std::uint32_t> static_sources_;        ///< Parts::sources → Document::sources, 0 = not yet
  std::vector<std::optional<std::size_t>> masters_;  ///< Parts::masters → Document::masters
  /// By the path of a list in the data: where its items stand in it, from 1.
  std::map<std::string, std::unordered_map<const void*, std::size_t>> positions_;
  std::set<std::string, std::less<>> signature_fields_;  ///< names that were used
  std::size_t nodes_ = 0;
  bool stopped_ = false;
  std::string* trace_ = nullptr;  ///< collects what data decided, for PageMaster::frames_key
};

template <class Visit>
void Filler::each(const Nodes& nodes, const Visit& visit) {
  for (const Node& node : nodes) {
    if (stopped()) return;
    switch (node.kind) {
      case NodeKind::let:
        let(node);
        break;
      case NodeKind::condition:
      case NodeKind::choose: {
        const bool single = node.kind == NodeKind::condition;
        const Node* branches = single ? &node : node.children.data();
        for (std::size_t i = 0; i < (single ? 1 : node.children.size()); ++i) {
          const Node& branch = branches[i];
          const auto yes =
              branch.expression ? evaluator_.condition(branch.expression->root) : std::optional(true);
          if (!yes) report_fault(branch.source, &branch.expression->root);
          trace(yes.value_or(false) ? "1" : "0");
          if (!yes.value_or(true)) continue;
          if (yes) each(branch.children, visit);
          break;
        }
        break;
      }
      case NodeKind::loop:
        loop(node, visit);
        break;
      default:  // everything that is content
        visit(node);
        break;
    }
  }
}

template <class Visit>
void Filler::loop(const Node& node, const Visit& visit) {
  const LoopData& data = node.as<LoopData>();
  Value scratch;
  const Value list = evaluator_.evaluate(node.expression->root, scratch);
  if (evaluator_.failed()) {
    report_fault(node.source, &node.expression->root);
    return;
  }
  const ValueList& items = list.items();
  if (!list.is_null() && !std::holds_alternative<std::shared_ptr<const ValueList>>(list.data())) {
    report({"EXP-05", Severity::error, "cần một danh sách để lặp"}, node.source);
    return;
  }
  if (items.size() > most_items) {
    report({"LIM-04", Severity::error, "danh sách có quá " + std::to_string(most_items) + " phần tử"},
           node.source);
    stopped_ = true;
    return;
  }
  levels_.push_back({&data, nullptr, 0, {}});
  for (std::size_t i = 0; i < items.size() && !stopped(); ++i) {
    levels_.back() = {&data, &items[i], i + 1, {}};
    if (!evaluator_.spend_turn(node.expression->start)) {
      report_fault(node.source, nullptr);
      break;
    }
    evaluator_.slots[data.item] = items[i];
    if (data.index) evaluator_.slots[*data.index] = Value(static_cast<std::int64_t>(i + 1));
    evaluator_.slots[data.loop] = Value(static_cast<std::int64_t>(i + 1));
    evaluator_.slots[data.loop + 1] = Value(i == 0);
    evaluator_.slots[data.loop + 2] = Value(i + 1 == items.size());
    trace("+");
    each(node.children, visit);
    if (i + 1 < items.size() && !data.separator.pieces.empty()) visit(node);
  }
  trace(".");
  levels_.pop_back();
}

}  // namespace sovang::document
