#include <algorithm>
#include <utility>

#include "sovang/base/hash.h"

#include "clean_text.h"
#include "filler.h"

namespace sovang::document {

Filler::Filler(const Template::Parts& parts, const Value& data, const Wording& wording,
               Diagnostics& diagnostics)
    : parts_(parts), data_(data), diagnostics_(diagnostics), evaluator_(wording), wording_(wording) {
  evaluator_.slots.resize(parts.slots);
  static_sources_.resize(parts.sources.size());
  masters_.resize(parts.masters.size());
}

Result<Document> Filler::run() {
  const std::size_t errors_before = diagnostics_.errors();
  document_.template_id = parts_.id;
  document_.template_version = parts_.version;
  document_.kind = parts_.kind;
  document_.profile = parts_.profile;
  document_.lang = parts_.lang;
  document_.text_styles = parts_.text_styles;
  document_.paragraph_styles = parts_.paragraph_styles;
  document_.boxes = parts_.boxes;
  document_.sources.emplace_back();
  take_data();
  if (diagnostics_.errors() == errors_before) {
    document_.title = text(parts_.title, 0);
    document_.subject = text(parts_.subject, 0);
    document_.author = text(parts_.author, 0);
    document_.keywords = text(parts_.keywords, 0);
    head();
    body(parts_.body);
  }
  if (diagnostics_.errors() != errors_before)
    return fail(ErrorCode::findings, "không lập được văn bản từ mẫu «" + parts_.id + "»: có lỗi phải sửa",
                parts_.place);
  return std::move(document_);
}

void Filler::take_data() {
  evaluator_.slots[parts_.data_slot] = data_;
  for (const TopParam& param : parts_.params) {
    const Value& given = data_.field(param.field.name);
    check_required(given, param.field, param.field.name);
    evaluator_.slots[param.slot] = given.is_null() ? param.field.default_value : given;
  }
}

/// DAT-03 for what must be there and is not. Types are checked where values are used.
void Filler::check_required(const Value& value, const Field& field, const std::string& path) {
  if (value.is_null()) {
    if (!field.required || !field.default_value.is_null()) return;
    Problem problem{"DAT-03", Severity::error, "dữ liệu thiếu «" + path + "»"};
    problem.where = data_.place().file.empty() ? parts_.place : data_.place();
    problem.data = data_.place();
    problem.data_path = path;
    diagnostics_.add(std::move(problem));
    return;
  }
  const Structure* shape = field.type.shape;
  if (shape == nullptr) return;
  if (field.type.is(TypeKind::record)) {
    for (const Field& inner : shape->fields)
      check_required(value.field(inner.name), inner, path + "." + inner.name);
  } else if (shape->item.shape != nullptr) {
    const ValueList& items = value.items();
    for (std::size_t i = 0; i < items.size(); ++i)
      for (const Field& inner : shape->item.shape->fields)
        if (inner.required && items[i].field(inner.name).is_null())
          check_required({}, inner, path + "[" + std::to_string(i + 1) + "]." + inner.name);
  }
}

void Filler::head() {
  each(parts_.head, [this](const Node& node) {
    if (node.kind == NodeKind::check) document_.markers.push_back({check(node)});
    if (node.kind == NodeKind::attachment) attachment(node);
  });
}

void Filler::body(const Nodes& nodes) {
  each(nodes, [this](const Node& node) {
    if (node.kind == NodeKind::check) document_.markers.push_back({check(node)});
    if (node.kind == NodeKind::attachment) attachment(node);
    if (node.kind == NodeKind::sequence) sequence(node);
  });
}

void Filler::let(const Node& node) {
  const LetData& data = node.as<LetData>();
  Value& slot = evaluator_.slots[data.slot];
  if (!node.expression) {
    slot = Value();
    return;
  }
  Value scratch;
  Value value = evaluator_.evaluate(node.expression->root, scratch);
  if (evaluator_.failed()) {
    report_fault(node.source, &node.expression->root);
  } else if (data.required && value.is_null()) {
    report({"DAT-03", Severity::error, "tham số «" + data.name + "» của thành phần bị trống"}, node.source);
  }
  slot = std::move(value);
}

std::string Filler::check(const Node& node) {
  const CheckData& data = node.as<CheckData>();
  const auto yes = evaluator_.condition(node.expression->root);
  if (!yes) report_fault(node.source, &node.expression->root);
  if (yes.value_or(true)) return "check " + data.id + ": ok";
  std::string message = text(data.message, node.source);
  std::string severity = "ERROR";
  if (data.severity == Severity::warning) severity = "WARNING";
  if (data.severity == Severity::info) severity = "INFO";
  report({data.id, data.severity, message}, node.source);
  return "check " + data.id + ": " + severity + " " + message;
}

void Filler::attachment(const Node& node) {
  const AttachmentData& data = node.as<AttachmentData>();
  Attachment out;
  out.name = text(data.name, node.source);
  out.description = text(data.description, node.source);
  out.relationship = data.relationship;
  out.mime = data.mime;
  if (data.file) {
    out.bytes = *data.file;
  } else {
    Value scratch;
    const Value& value = evaluator_.evaluate(node.expression->root, scratch);
    if (evaluator_.failed()) return report_fault(node.source, &node.expression->root);
    out.bytes = canonical_xml(value);
  }
  document_.markers.push_back({"attach " + out.name});
  document_.attachments.push_back(std::move(out));
}

void Filler::sequence(const Node& node) {
  if (!count_node(node)) return;
  const SequenceData& data = node.as<SequenceData>();
  Sequence out;
  out.source = source_of(node);
  out.id = node.id;
  out.master = master(data.master);
  if (data.first_master) out.first_master = master(*data.first_master);
  out.page_start = data.page_start;
  // The first sequence begins at 1; the others go on unless they say otherwise.
  if (!data.page_start_written && document_.sequences.empty()) out.page_start = 1;
  out.page_format = data.page_format;
  blocks(node.children, out.children);
  document_.sequences.push_back(std::move(out));
}

/// Evaluates a page master the first time that a sequence asks for it.
std::size_t Filler::master(std::size_t index) {
  if (masters_[index]) return *masters_[index];
  const CompiledMaster& compiled = parts_.masters[index];
  PageMaster out = compiled.settings;
  for (const CompiledMaster::Running& running : compiled.running) {
    RunningContent content{running.on, {}};
    blocks(running.children, content.children);
    (running.header ? out.headers : out.footers).push_back(std::move(content));
  }
  // Frames are a pure function of the template and of what its expressions gave: that makes their key.
  std::string trace;
  trace_ = &trace;
  blocks(compiled.frames, out.frames);
  trace_ = nullptr;
  if (!out.frames.empty())
    out.frames_key = to_hex(digest(HashKind::sha256, parts_.digest + "\n" + out.name + "\n" + trace));
  masters_[index] = document_.masters.size();
  document_.masters.push_back(std::move(out));
  return *masters_[index];
}

void Filler::trace(std::string_view text) {
  if (trace_ != nullptr) trace_->append(std::to_string(text.size())).append(":").append(text);
}

bool Filler::count_node(const Node& node) {
  if (++nodes_ <= most_content_nodes) return true;
  if (!stopped_)
    report({"LIM-04", Severity::error, "văn bản có quá " + std::to_string(most_content_nodes) + " phần tử"},
           node.source);
  stopped_ = true;
  return false;
}

// ---- findings and sources ------------------------------------------------------------------------------

void Filler::report_fault(std::uint32_t source, const Expr* root) {
  const auto fault = evaluator_.take_fault();
  if (!fault) return;
  Problem problem{std::string(fault->rule), Severity::error, fault->message};
  problem.hint = fault->hint;
  problem.where = parts_.sources[source].place;
  problem.where.line = fault->at.line;
  problem.where.column = fault->at.column;
  // Without steps nothing more can be evaluated, not even the place of the data.
  if (!evaluator_.exhausted()) problem.data = data_place(root);
  report(std::move(problem), source);
  if (evaluator_.exhausted()) stopped_ = true;
}

void Filler::report(Problem problem, std::uint32_t source) {
  const StaticSource& place = parts_.sources[source];
  if (problem.where.file.empty()) problem.where = place.place;
  problem.via = place.via;
  if (!levels_.empty()) {
    problem.data_path = data_path();
    if (problem.data.file.empty()) problem.data = levels_.back().item->place();
  }
  diagnostics_.add(std::move(problem));
}

/// Where the data stands that an expression began at: the value itself or the record that lacks it.
SourceSpan Filler::data_place(const Expr* root) {
  for (const Expr* at = root; at != nullptr; at = at->children.empty() ? nullptr : at->children.data()) {
    if (at->op != Op::slot && at->op != Op::field) continue;
    Value scratch;
    const Value& value = evaluator_.evaluate(*at, scratch);
    if (evaluator_.take_fault()) continue;
    if (!value.place().file.empty()) return value.place();
  }
  return {};
}

const std::string& Filler::data_path() {
  Level& level = levels_.back();
  if (level.path.empty()) level.path = describe_item(level);
  return level.path;
}

std::size_t Filler::position_in_data(const std::string& path, const RecordFields* record,
                                     std::size_t otherwise) {
  auto known = positions_.find(path);
  if (known == positions_.end()) {
    known = positions_.emplace(path, std::unordered_map<const void*, std::size_t>()).first;
    const Value* list = &data_;
    for (std::string_view rest = path; !rest.empty();) {
      const std::size_t dot = std::min(rest.find('.'), rest.size());
      list = &list->field(rest.substr(0, dot));
      rest.remove_prefix(std::min(dot + 1, rest.size()));
    }
    const ValueList& items = list->items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      const auto* item = std::get_if<std::shared_ptr<const RecordFields>>(&items[i].data());
      if (item != nullptr) known->second.emplace(item->get(), i + 1);
    }
  }
  const auto found = known->second.find(record);
  return found != known->second.end() ? found->second : otherwise;
}

/// "decision.rows[5], «Lê An»": the place of the item in the data, not in the order of the loop.
std::string Filler::describe_item(const Level& level) {
  std::string out = level.loop->shape != nullptr ? level.loop->shape->path : std::string();
  std::size_t position = level.position;
  const auto* record = std::get_if<std::shared_ptr<const RecordFields>>(&level.item->data());
  if (!out.empty() && record != nullptr) position = position_in_data(out, record->get(), position);
  if (out.empty()) out = level.loop->name;
  out += "[" + std::to_string(position) + "]";
  const Value* label = record != nullptr ? &level.item->field("name") : level.item;
  if (record != nullptr && label->is_null()) {
    for (const auto& [name, field] : **record) {
      label = &field;
      if (std::holds_alternative<std::string>(field.data())) break;
    }
  }
  if (const auto* text = std::get_if<std::string>(&label->data()); text != nullptr && !text->empty()) {
    constexpr std::size_t longest_label = 120;
    if (text->size() <= longest_label) out += ", «" + *text + "»";
  }
  return out;
}

SourceId Filler::source_of(const Node& node) {
  if (levels_.empty()) {
    std::uint32_t& known = static_sources_[node.source];
    if (known == 0) {
      known = static_cast<std::uint32_t>(document_.sources.size());
      const StaticSource& place = parts_.sources[node.source];
      document_.sources.push_back({place.place, place.via, {}, {}});
    }
    return SourceId{known};
  }
  const StaticSource& place = parts_.sources[node.source];
  const auto index = static_cast<std::uint32_t>(document_.sources.size());
  document_.sources.push_back({place.place, place.via, levels_.back().item->place(), data_path()});
  return SourceId{index};
}

Result<Document> fill(const Template& form, const Value& data, Diagnostics& diagnostics,
                      const Wording& wording) {
  return Filler(form.parts(), data, wording, diagnostics).run();
}

}  // namespace sovang::document
