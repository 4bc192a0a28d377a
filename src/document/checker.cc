#include "checker.h"

#include <algorithm>
#include <array>
#include <utility>

#include "nearest.h"

namespace sovang::document {
namespace {

std::string quoted(std::string_view name) {
  return "«" + std::string(name) + "»";
}
std::string word(Type type) {
  return std::string(name_of(type.kind));
}

bool comparable(Type a, Type b) {
  if (a.is(TypeKind::any) || b.is(TypeKind::any) || a.is(TypeKind::null) || b.is(TypeKind::null)) return true;
  if (a.may_be_number() && b.may_be_number()) return true;
  return a.kind == b.kind && !a.is(TypeKind::list) && !a.is(TypeKind::record);
}

}  // namespace

const Names::Name* Names::find(std::string_view name) const {
  for (auto each = names_.rbegin(); each != names_.rend(); ++each)
    if (each->name == name) return &*each;
  return nullptr;
}

std::vector<std::string_view> Names::all() const {
  std::vector<std::string_view> out;
  for (const Name& each : names_)
    out.emplace_back(each.name);
  return out;
}

Place start_of(const Expr& expr) {
  switch (expr.op) {
    case Op::constant:
    case Op::name:
    case Op::item:
    case Op::slot:
    case Op::conditional:
    case Op::logical_not:
    case Op::negate:
    case Op::list:
    case Op::call:
      return expr.at;
    case Op::field:
      // `.x` begins at its dot, which is the place of the item.
    case Op::index:
    case Op::logical_or:
    case Op::logical_and:
    case Op::equal:
    case Op::not_equal:
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
    case Op::contains:
    case Op::otherwise:
    case Op::concatenate:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
    case Op::filter:
      return start_of(expr.children[0]);
  }
  return expr.at;
}

std::string path_text(const Expr& expr) {
  if (expr.op == Op::name || (expr.op == Op::slot && !expr.name.empty())) return expr.name;
  if (expr.op != Op::field) return {};
  const std::string base = path_text(expr.children[0]);
  return base.empty() ? base : base + "." + expr.name;
}

Type Checker::check(Expr& expr) {
  switch (expr.op) {
    case Op::constant:
      return {kind_of(expr.value)};
    case Op::name:
    case Op::item:
      return check_name(expr);
    case Op::slot:
      return {};
    case Op::field:
      return check_field(expr);
    case Op::index:
      return check_index(expr);
    case Op::conditional:
      return check_conditional(expr);
    case Op::logical_or:
    case Op::logical_and:
    case Op::logical_not:
      for (Expr& child : expr.children)
        check_condition(child);
      return {TypeKind::boolean};
    case Op::equal:
    case Op::not_equal:
      return check_equality(expr);
    case Op::less:
    case Op::less_equal:
    case Op::greater:
    case Op::greater_equal:
      return check_order(expr);
    case Op::contains:
      return check_contains(expr);
    case Op::otherwise: {
      const Type a = check(expr.children[0]);
      return common(a, check(expr.children[1]), expr.at, "hai bên của ??");
    }
    case Op::concatenate:
      return check_concatenation(expr);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::modulo:
    case Op::negate:
      return check_arithmetic(expr);
    case Op::list:
      return check_list_literal(expr);
    case Op::filter:
      return check_filter(expr);
    case Op::call:
      return check_call(expr);
  }
  return {};
}

void Checker::check_condition(Expr& expr) {
  const Type type = check(expr);
  if (type.is(TypeKind::boolean) || type.is(TypeKind::any)) return;
  const std::string path = path_text(expr);
  std::string hint = "so sánh bằng eq, ne, gt … hoặc dùng giá trị đúng/sai";
  if (type.is(TypeKind::list) && !path.empty()) hint = path + " | count gt 0";
  if (type.is(TypeKind::string) && !path.empty()) hint = path + " ne null";
  error("EXP-04", start_of(expr), "điều kiện phải là đúng hoặc sai, đây là " + word(type), hint);
}

void Checker::check_printable(ParsedExpression& expression) {
  const Type type = check(expression.root);
  if (type.may_be(TypeKind::string) || type.may_be_number()) return;
  const std::string path = path_text(expression.root);
  const std::string subject = path.empty() ? "…" : path;
  std::string hint;
  if (type.is(TypeKind::list)) hint = subject + " | join(', ')";
  if (type.is(TypeKind::date)) hint = subject + " | date_long";
  if (type.is(TypeKind::boolean)) hint = "if " + subject + " then 'có' else 'không'";
  if (type.is(TypeKind::record) && type.shape != nullptr && !type.shape->fields.empty())
    hint = subject + "." + type.shape->fields.front().name;
  error("EXP-05", expression.start, "không in được " + word(type), hint);
}

Type Checker::check_list(ParsedExpression& expression) {
  const Type type = check(expression.root);
  if (!type.may_be(TypeKind::list))
    error("EXP-05", expression.start, "cần một danh sách, đây là " + word(type));
  return type.shape != nullptr && type.is(TypeKind::list) ? type.shape->item : Type{};
}

Type Checker::check_name(Expr& expr) {
  if (expr.op == Op::item) {
    if (items_.empty()) {
      error("EXP-02", expr.at, "dấu . chỉ dùng trong đối số của bộ lọc",
            "viết tên của biến ở trước dấu chấm");
      return {};
    }
    expr.op = Op::slot;
    expr.slot = items_.back().slot;
    return items_.back().type;
  }
  const Names::Name* found = names_.find(expr.name);
  if (found == nullptr) {
    const auto names = names_.all();
    const bool loop = expr.name == "loop" && names_.loop;
    error("DAT-02", expr.at,
          loop ? "loop chỉ dùng dạng loop.index, loop.first, loop.last"
               : "dữ liệu không có trường " + quoted(expr.name),
          loop ? "" : name_hint(expr.name, names));
    return {};
  }
  expr.op = Op::slot;
  expr.slot = found->slot;
  return found->type;
}

Type Checker::check_field(Expr& expr) {
  Expr& base = expr.children[0];
  constexpr std::array<std::string_view, 3> loop_fields = {"index", "first", "last"};
  if (base.op == Op::name && base.name == "loop" && names_.loop && names_.find("loop") == nullptr) {
    const auto found = std::find(loop_fields.begin(), loop_fields.end(), expr.name);
    if (found == loop_fields.end()) {
      error("DAT-02", expr.at, "loop không có trường " + quoted(expr.name),
            name_hint(expr.name, loop_fields));
      return {};
    }
    const auto which = static_cast<std::uint32_t>(found - loop_fields.begin());
    expr.op = Op::slot;
    expr.slot = *names_.loop + which;
    expr.name.clear();
    expr.children.clear();
    return {which == 0 ? TypeKind::integer : TypeKind::boolean};
  }
  const std::string path = path_text(expr);
  const Type type = check(base);
  if (!type.may_be(TypeKind::record)) {
    error("EXP-05", expr.at, word(type) + " không có trường nào",
          type.is(TypeKind::list) ? "lấy từng phần tử bằng for-each, hoặc | map(." + expr.name + ")" : "");
    return {};
  }
  if (type.shape == nullptr || !type.is(TypeKind::record)) return {};
  const Field* field = type.shape->field(expr.name);
  if (field == nullptr) {
    const auto names = type.shape->field_names();
    error("DAT-02", expr.at, "dữ liệu không có trường " + quoted(path.empty() ? expr.name : path),
          name_hint(expr.name, names));
    return {};
  }
  expr.value = field->default_value;
  return field->type;
}

Type Checker::check_index(Expr& expr) {
  const Type list = check(expr.children[0]);
  require(list, Takes::list, start_of(expr.children[0]), "trước dấu [");
  require(check(expr.children[1]), Takes::integer, start_of(expr.children[1]), "trong dấu [ ]");
  return list.is(TypeKind::list) && list.shape != nullptr ? list.shape->item : Type{};
}

Type Checker::check_conditional(Expr& expr) {
  check_condition(expr.children[0]);
  const Type yes = check(expr.children[1]);
  return common(yes, check(expr.children[2]), expr.at, "hai nhánh then và else");
}

Type Checker::common(Type a, Type b, Place at, std::string_view what) {
  if (a.is(TypeKind::null)) return b;
  if (b.is(TypeKind::null)) return a;
  if (a.kind == b.kind) return {a.kind, a.shape == b.shape ? a.shape : nullptr};
  if (a.is(TypeKind::any) || b.is(TypeKind::any)) return {};
  if (a.may_be_number() && b.may_be_number()) return {TypeKind::decimal};
  error("EXP-05", at, std::string(what) + " khác kiểu: " + word(a) + " và " + word(b));
  return {};
}

Type Checker::check_equality(Expr& expr) {
  const Type a = check(expr.children[0]);
  const Type b = check(expr.children[1]);
  if (!comparable(a, b)) error("EXP-05", expr.at, "không so sánh được " + word(a) + " với " + word(b));
  return {TypeKind::boolean};
}

Type Checker::check_order(Expr& expr) {
  const Type a = check(expr.children[0]);
  const Type b = check(expr.children[1]);
  if (!comparable(a, b) || a.is(TypeKind::boolean) || b.is(TypeKind::boolean))
    error("EXP-05", expr.at, "không so sánh được " + word(a) + " với " + word(b));
  return {TypeKind::boolean};
}

Type Checker::check_contains(Expr& expr) {
  const Type a = check(expr.children[0]);
  const Type b = check(expr.children[1]);
  require(b, Takes::list, expr.at, "sau in");
  if (b.is(TypeKind::list) && b.shape != nullptr && !comparable(a, b.shape->item))
    error("EXP-05", expr.at, "không so sánh được " + word(a) + " với " + word(b.shape->item));
  return {TypeKind::boolean};
}

Type Checker::check_concatenation(Expr& expr) {
  for (Expr& child : expr.children) {
    const Type type = check(child);
    if (!type.may_be(TypeKind::string) && !type.may_be_number())
      error("EXP-05", expr.at, "không nối được " + word(type) + " vào chuỗi");
  }
  return {TypeKind::string};
}

Type Checker::check_arithmetic(Expr& expr) {
  const Type a = check(expr.children[0]);
  const Type b = expr.children.size() > 1 ? check(expr.children[1]) : a;
  if (!a.may_be_number() || !b.may_be_number()) {
    const bool both = !a.may_be_number() && !b.may_be_number();
    error("EXP-05", expr.at,
          "phép tính cần số, đây là " + word(a.may_be_number() ? b : a) + (both ? " và " + word(b) : ""),
          "nối chuỗi bằng dấu ~");
    return {};
  }
  if (expr.op == Op::divide) return {TypeKind::decimal};
  if (a.is(TypeKind::null) || b.is(TypeKind::null)) return {TypeKind::null};
  if (a.is(TypeKind::any) || b.is(TypeKind::any)) return {};
  return {a.is(TypeKind::integer) && b.is(TypeKind::integer) ? TypeKind::integer : TypeKind::decimal};
}

Type Checker::check_list_literal(Expr& expr) {
  Type item{TypeKind::null};
  for (Expr& child : expr.children)
    item = common(item, check(child), child.at, "các phần tử của danh sách");
  return context_.shapes->list_of(expr.children.empty() || item.is(TypeKind::null) ? Type{} : item);
}

void Checker::require(Type type, Takes wanted, Place at, std::string_view whose) {
  bool fits = true;
  TypeKind kind = TypeKind::any;
  switch (wanted) {
    case Takes::anything:
      return;
    case Takes::string:
      kind = TypeKind::string;
      break;
    case Takes::number:
      kind = TypeKind::decimal;
      break;
    case Takes::integer:
      kind = TypeKind::integer;
      break;
    case Takes::date:
      kind = TypeKind::date;
      break;
    case Takes::list:
      kind = TypeKind::list;
      break;
  }
  fits = wanted == Takes::number ? type.may_be_number() : type.may_be(kind);
  if (fits) return;
  error("EXP-05", at,
        std::string(whose) + " phải là " + std::string(wanted == Takes::number ? "số" : name_of(kind)) +
            ", đây là " + word(type));
}

Type Checker::check_filter(Expr& expr) {
  const FilterRule& rule = rule_of(expr.filter);
  const Type input = check(expr.children[0]);
  require(input, rule.input, expr.at, "giá trị trước bộ lọc " + quoted(rule.name));
  const int count = static_cast<int>(expr.children.size()) - 1;
  if (count < rule.least || count > rule.most) {
    const std::string wanted = rule.least == rule.most
                                   ? std::to_string(rule.least)
                                   : std::to_string(rule.least) + " đến " + std::to_string(rule.most);
    error("EXP-05", expr.at,
          "bộ lọc " + quoted(rule.name) + " nhận " + wanted + " đối số, đây có " + std::to_string(count));
    return {};
  }
  const Type argument = check_arguments(expr, rule, input);
  return output_of(expr, rule, input, argument);
}

/// The type of the first argument; of the item itself where a filter per item has none.
Type Checker::check_arguments(Expr& expr, const FilterRule& rule, Type input) {
  const Type item = input.is(TypeKind::list) && input.shape != nullptr ? input.shape->item : Type{};
  const bool per_item = rule.arguments != Arguments::values;
  if (per_item) {
    expr.slot = context_.slots++;
    items_.push_back({expr.slot, item});
  }
  Type first = per_item ? item : Type{};
  for (std::size_t i = 1; i < expr.children.size(); ++i) {
    Expr* argument = &expr.children[i];
    if (expr.filter == Filter::sort && argument->op == Op::call && argument->name == "desc" &&
        argument->children.size() == 1)
      argument = argument->children.data();
    Type type;
    if (rule.arguments == Arguments::condition) {
      check_condition(*argument);
    } else {
      type = check(*argument);
      require(type, i == 1 ? rule.first_argument : rule.second_argument, start_of(*argument),
              "đối số của bộ lọc " + quoted(rule.name));
    }
    if (i == 1) first = type;
  }
  if (per_item) items_.pop_back();
  if (expr.children.size() == 1 && (expr.filter == Filter::sum || expr.filter == Filter::avg))
    require(item, Takes::number, expr.at, "các phần tử trước bộ lọc " + quoted(rule.name));
  return first;
}

Type Checker::output_of(const Expr& expr, const FilterRule& rule, Type input, Type argument) {
  const Type item = input.is(TypeKind::list) && input.shape != nullptr ? input.shape->item : Type{};
  switch (rule.output) {
    case Gives::string:
      return {TypeKind::string};
    case Gives::integer:
      return {TypeKind::integer};
    case Gives::decimal:
      return {TypeKind::decimal};
    case Gives::same:
      return input;
    case Gives::item:
      return item;
    case Gives::argument:
      // The sum of an empty list is 0, whatever its items were declared to be.
      return argument;
    case Gives::argument_list:
      return context_.shapes->list_of(expr.filter == Filter::unique && expr.children.size() == 1 ? item
                                                                                                 : argument);
    case Gives::either:
      return common(input, argument, expr.at, "giá trị và đối số của default");
    case Gives::inner_list:
      if (!item.may_be(TypeKind::list))
        error("EXP-05", expr.at, "bộ lọc «flatten» cần danh sách của các danh sách");
      return item.is(TypeKind::list) ? item : Type{TypeKind::list};
    case Gives::groups: {
      Structure& group = context_.shapes->make();
      group.fields.push_back({"key", argument, false, {}});
      group.fields.push_back({"items", input, false, {}});
      return context_.shapes->list_of({TypeKind::record, &group});
    }
  }
  return {};
}

Type Checker::check_call(Expr& expr) {
  if (is_late({expr.op, {}, 0, {}, {}, expr.name, {}})) {
    error("EXP-09", expr.at, "hàm " + quoted(expr.name + "()") + " chỉ biết giá trị khi dàn trang",
          "chỉ dùng trong văn bản, dạng {page() | pad(2)} hoặc {if continued() then '…' else '…'}");
    return {};
  }
  constexpr std::array<std::string_view, 7> known = {"page",       "pages",     "page_of", "tally",
                                                     "tally_page", "continued", "desc"};
  error("EXP-03", expr.at,
        expr.name == "desc" ? std::string("desc chỉ dùng trong đối số của sort")
                            : "không có hàm " + quoted(expr.name),
        expr.name == "desc" ? "" : name_hint(expr.name, known));
  return {};
}

}  // namespace sovang::document
