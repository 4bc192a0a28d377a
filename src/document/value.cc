#include "sovang/document/value.h"

#include <algorithm>
#include <utility>

#include "sovang/base/date.h"
#include "sovang/base/xml_text.h"

#include "decimal.h"
#include "markup.h"

namespace sovang::document {
namespace {

const Value null_value;
const ValueList no_items;
const SourceSpan unknown_place;

/// Writes what stands inside an element: text, or child elements on lines of their own.
class CanonicalWriter {
 public:
  void element(std::string_view name, std::string_view attributes, const Value& value, int depth) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    const std::size_t start = out_.size();
    out_.append(indent).append("<").append(name).append(attributes).append(">");
    const std::size_t content = out_.size();
    const bool children = write(value, depth + 1);
    if (out_.size() == content) {
      out_.resize(start);
      out_.append(indent).append("<").append(name).append(attributes).append("/>\n");
      return;
    }
    if (children) out_ += indent;
    out_.append("</").append(name).append(">\n");
  }

  [[nodiscard]] std::string take() && { return std::move(out_); }

 private:
  /// Says whether child elements were written.
  bool write(const Value& value, int depth) {
    if (const auto* text = std::get_if<std::string>(&value.data())) out_ += escape_markup(*text);
    if (const auto* flag = std::get_if<bool>(&value.data())) out_ += *flag ? "true" : "false";
    if (const auto* number = std::get_if<std::int64_t>(&value.data())) out_ += std::to_string(*number);
    if (const auto* number = std::get_if<Decimal>(&value.data())) out_ += plain(trimmed(*number), ".");
    if (const auto* date = std::get_if<Date>(&value.data())) out_ += date->iso();
    const auto* items = std::get_if<std::shared_ptr<const ValueList>>(&value.data());
    const auto* fields = std::get_if<std::shared_ptr<const RecordFields>>(&value.data());
    const std::size_t before = out_.size();
    if (items != nullptr) {
      for (const Value& item : **items)
        child("i", item, depth);
    }
    if (fields != nullptr) {
      std::vector<const std::pair<std::string, Value>*> sorted;
      for (const auto& field : **fields)
        if (!field.second.is_null()) sorted.push_back(&field);
      std::sort(sorted.begin(), sorted.end(),
                [](const auto* a, const auto* b) { return a->first < b->first; });
      for (const auto* field : sorted)
        child(field->first, field->second, depth);
    }
    return (items != nullptr || fields != nullptr) && out_.size() > before;
  }

  void child(std::string_view name, const Value& value, int depth) {
    if (out_.ends_with('>')) out_ += '\n';
    element(name, {}, value, depth);
  }

  std::string out_;
};

}  // namespace

std::string escape_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_xml_text(out, text);
  return out;
}

Value Value::list(ValueList items) {
  Value out;
  out.data_ = std::make_shared<const ValueList>(std::move(items));
  return out;
}

Value Value::record(RecordFields fields) {
  Value out;
  out.data_ = std::make_shared<const RecordFields>(std::move(fields));
  return out;
}

const Value& Value::field(std::string_view name) const {
  if (const auto* fields = std::get_if<std::shared_ptr<const RecordFields>>(&data_)) {
    for (const auto& [field_name, value] : **fields)
      if (field_name == name) return value;
  }
  return null_value;
}

const ValueList& Value::items() const {
  const auto* items = std::get_if<std::shared_ptr<const ValueList>>(&data_);
  return items != nullptr ? **items : no_items;
}

const SourceSpan& Value::place() const {
  return place_ ? *place_ : unknown_place;
}

void Value::set_place(SourceSpan place) {
  place_ = std::make_shared<const SourceSpan>(std::move(place));
}

std::string canonical_xml(const Value& value) {
  CanonicalWriter writer;
  writer.element("data", " xmlns=\"urn:sovang:data:1\"", value, 0);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + std::move(writer).take();
}

}  // namespace sovang::document
