#include <array>
#include <initializer_list>
#include <utility>

#include "decimal.h"
#include "expression.h"
#include "expression_lexer.h"
#include "nearest.h"

namespace sovang::document {
namespace {

/// Recursive descent over the grammar of template-language §7. After the first finding the parser stands at
/// the end, where every loop stops.
class Parser {
 public:
  Parser(std::vector<Token> tokens, const TextPlace& place, Findings& findings)
      : tokens_(std::move(tokens)), place_(place), findings_(findings) {}

  std::optional<ParsedExpression> run() {
    ParsedExpression out{{}, place_.at(tokens_.front().at), spaced()};
    out.root = expression();
    if (now().kind != Token::Kind::end) refuse_rest();
    if (failed_) return std::nullopt;
    return out;
  }

 private:
  [[nodiscard]] const Token& now() const { return tokens_[at_]; }
  [[nodiscard]] bool sees(std::string_view text) const {
    return now().text == text && (now().kind == Token::Kind::sign || now().kind == Token::Kind::word);
  }
  bool take(std::string_view text) {
    if (!sees(text)) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] Place here() const { return place_.at(now().at); }

  /// The tokens with one blank between them, and none where a path or an argument list holds together.
  [[nodiscard]] std::string spaced() const {
    std::string out;
    const Token* before = nullptr;
    for (const Token& token : tokens_) {
      if (token.kind == Token::Kind::end) break;
      const bool opened =
          before == nullptr || before->text == "(" || before->text == "[" || before->text == ".";
      const bool of_a_value =
          !opened && (before->kind == Token::Kind::name || before->text == ")" || before->text == "]");
      const bool goes_on = token.text == "." || token.text == "(" || token.text == "[";
      const bool closes = token.text == ")" || token.text == "]" || token.text == ",";
      if (!opened && !closes && !(of_a_value && goes_on)) out += ' ';
      out += token.text;
      before = &token;
    }
    return out;
  }

  void refuse(std::string_view rule, std::string message, std::string hint = {}) {
    if (!failed_) findings_.error(rule, place_.source->span(here()), std::move(message), std::move(hint));
    failed_ = true;
    at_ = tokens_.size() - 1;
  }
  void refuse_syntax(std::string_view wanted) {
    const std::string found =
        now().kind == Token::Kind::end ? "hết biểu thức" : "«" + std::string(now().text) + "»";
    refuse("EXP-02", "biểu thức viết sai: cần " + std::string(wanted) + ", gặp " + found);
  }
  void refuse_rest() {
    const bool behind_pipe =
        after_pipe_ && (sees("*") || sees("+") || sees("-") || sees("~") || sees("div") || sees("mod"));
    refuse("EXP-02", "biểu thức viết sai: không hiểu «" + std::string(now().text) + "» ở đây",
           behind_pipe ? "đặt phần có dấu | trong ngoặc: (… | …) " + std::string(now().text) + " …" : "");
  }
  void expect(std::string_view text) {
    if (!take(text)) refuse_syntax("«" + std::string(text) + "»");
  }

  /// Counts what is inside each other; refuses at LIM-06.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > deepest_expression)
        parser_.refuse("LIM-06", "biểu thức lồng nhau quá " + std::to_string(deepest_expression) + " cấp",
                       "tách thành nhiều <let>");
    }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --parser_.depth_; }

   private:
    Parser& parser_;
  };

  static Expr node(Op op, Place at, std::initializer_list<Expr*> children) {
    Expr out;
    out.op = op;
    out.at = at;
    for (Expr* child : children)
      out.children.push_back(std::move(*child));
    return out;
  }
  using Rule = Expr (Parser::*)();
  using Operators = std::initializer_list<std::pair<std::string_view, Op>>;
  Expr left_to_right(Rule operand, Operators operators) {
    Expr left = (this->*operand)();
    for (bool found = true; found;) {
      found = false;
      for (const auto& [text, op] : operators) {
        if (!sees(text)) continue;
        const Place at = here();
        ++at_;
        Expr right = (this->*operand)();
        left = node(op, at, {&left, &right});
        found = true;
        break;
      }
    }
    return left;
  }

  Expr expression();
  Expr either() { return left_to_right(&Parser::both, {{"or", Op::logical_or}}); }
  Expr both() { return left_to_right(&Parser::negation, {{"and", Op::logical_and}}); }
  Expr negation();
  Expr comparison();
  Expr piped();
  Expr filter(Expr input);
  Expr concatenation() { return left_to_right(&Parser::sum, {{"~", Op::concatenate}}); }
  Expr sum() { return left_to_right(&Parser::product, {{"+", Op::add}, {"-", Op::subtract}}); }
  Expr product() {
    return left_to_right(&Parser::unary, {{"*", Op::multiply}, {"div", Op::divide}, {"mod", Op::modulo}});
  }
  Expr unary();
  Expr postfix();
  Expr primary();
  Expr literal();
  Expr named();
  std::vector<Expr> arguments(std::string_view close);
  std::string name();

  std::vector<Token> tokens_;
  const TextPlace& place_;
  Findings& findings_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
  bool after_pipe_ = false;  ///< the operand that was read last ended with a filter
};

Expr Parser::expression() {
  const Level level(*this);
  const Place at = here();
  if (!take("if")) return either();
  Expr condition = expression();
  expect("then");
  Expr yes = expression();
  expect("else");
  Expr no = expression();
  return node(Op::conditional, at, {&condition, &yes, &no});
}

Expr Parser::negation() {
  const Place at = here();
  if (!take("not")) return comparison();
  const Level level(*this);
  Expr operand = negation();
  return node(Op::logical_not, at, {&operand});
}

Expr Parser::comparison() {
  constexpr std::array<std::pair<std::string_view, Op>, 7> operators = {{{"eq", Op::equal},
                                                                         {"ne", Op::not_equal},
                                                                         {"lt", Op::less},
                                                                         {"le", Op::less_equal},
                                                                         {"gt", Op::greater},
                                                                         {"ge", Op::greater_equal},
                                                                         {"in", Op::contains}}};
  Expr left = piped();
  for (const auto& [text, op] : operators) {
    const Place at = here();
    if (!take(text)) continue;
    Expr right = piped();
    return node(op, at, {&left, &right});
  }
  return left;
}

Expr Parser::piped() {
  Expr left = concatenation();
  after_pipe_ = false;
  while (true) {
    const Place at = here();
    if (take("|")) {
      left = filter(std::move(left));
      after_pipe_ = true;
    } else if (take("??")) {
      Expr right = concatenation();
      left = node(Op::otherwise, at, {&left, &right});
      after_pipe_ = false;
    } else {
      return left;
    }
  }
}

Expr Parser::filter(Expr input) {
  Expr out;
  out.op = Op::filter;
  out.at = here();
  const std::string_view written = now().text;
  if (now().kind == Token::Kind::name) {
    const FilterRule* rule = find_filter(written);
    if (rule == nullptr) {
      std::vector<std::string_view> names;
      for (const FilterRule& each : filter_rules())
        names.push_back(each.name);
      refuse("EXP-03", "không có bộ lọc «" + std::string(written) + "»", name_hint(written, names));
    } else {
      out.filter = rule->filter;
    }
  }
  out.name = name();
  out.children.push_back(std::move(input));
  if (!take("(")) return out;
  for (Expr& argument : arguments(")"))
    out.children.push_back(std::move(argument));
  return out;
}

Expr Parser::unary() {
  const Place at = here();
  if (!take("-")) return postfix();
  const Level level(*this);
  Expr operand = unary();
  return node(Op::negate, at, {&operand});
}

Expr Parser::postfix() {
  Expr left = primary();
  while (true) {
    if (take(".")) {
      const Place at = here();
      left = node(Op::field, at, {&left});
      left.name = name();
    } else if (take("[")) {
      const Place at = here();
      Expr position = expression();
      expect("]");
      left = node(Op::index, at, {&left, &position});
    } else {
      return left;
    }
  }
}

Expr Parser::primary() {
  Expr out;
  out.at = here();
  switch (now().kind) {
    case Token::Kind::number:
    case Token::Kind::string:
      return literal();
    case Token::Kind::name:
      return named();
    case Token::Kind::word:
    case Token::Kind::sign:
    case Token::Kind::end:
      break;
  }
  if (take("true") || take("false")) {
    out.value = Value(tokens_[at_ - 1].text == "true");
  } else if (take("null")) {
    out.value = Value();
  } else if (take("(")) {
    out = expression();
    expect(")");
  } else if (take("[")) {
    out.op = Op::list;
    out.children = arguments("]");
  } else if (take(".")) {
    out.op = Op::item;
    if (now().kind == Token::Kind::name) {
      const Place at = here();
      out = node(Op::field, at, {&out});
      out.name = name();
    }
  } else {
    refuse_syntax("một giá trị");
  }
  return out;
}

Expr Parser::literal() {
  Expr out;
  out.at = here();
  std::string_view text = now().text;
  if (now().kind == Token::Kind::string) {
    text = text.substr(1, text.size() - 2);
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
      value += text[i];
      if (text[i] == '\'') ++i;
    }
    out.value = Value(std::move(value));
  } else if (const auto number = parse_int(text)) {
    out.value = Value(*number);
  } else if (const auto decimal = parse_decimal(text)) {
    out.value = Value(*decimal);
  } else {
    refuse("EXP-08", "số «" + std::string(text) + "» quá lớn", "số nguyên 64 bit, số thập phân 18 chữ số");
    return out;
  }
  ++at_;
  return out;
}

Expr Parser::named() {
  Expr out;
  out.op = Op::name;
  out.at = here();
  out.name = name();
  if (!take("(")) return out;
  out.op = Op::call;
  out.children = arguments(")");
  return out;
}

std::vector<Expr> Parser::arguments(std::string_view close) {
  std::vector<Expr> out;
  if (take(close)) return out;
  do {
    out.push_back(expression());
  } while (take(","));
  expect(close);
  return out;
}

std::string Parser::name() {
  if (now().kind != Token::Kind::name) {
    refuse_syntax("một tên");
    return {};
  }
  return std::string(tokens_[at_++].text);
}

/// One past the `}` that ends a placeholder whose `{` is at `open`; npos if there is none. Strings may hold
/// braces.
std::size_t placeholder_end(std::string_view text, std::size_t open) {
  bool quoted = false;
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (text[i] == '\'') quoted = !quoted;
    if (text[i] == '}' && !quoted) return i + 1;
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<ParsedExpression> parse_expression(std::string_view text, const TextPlace& place,
                                                 Findings& findings) {
  if (text.size() > longest_expression) {
    findings.error("LIM-06", place.source->span(place.at(0)),
                   "biểu thức dài quá " + std::to_string(longest_expression) + " ký tự",
                   "tách thành nhiều <let>");
    return std::nullopt;
  }
  auto tokens = tokens_of(text, place, findings);
  if (!tokens) return std::nullopt;
  return Parser(std::move(*tokens), place, findings).run();
}

std::vector<ParsedPiece> parse_text(const MappedText& text, const SourceText& source, Findings& findings) {
  std::vector<ParsedPiece> out;
  std::string literal;
  const std::string_view all = text.text;
  const auto refuse = [&](std::size_t at, std::string message, std::string hint) {
    findings.error("EXP-07", source.span(text.source_of(at)), std::move(message), std::move(hint));
  };
  const auto flush = [&] {
    if (!literal.empty()) out.push_back({std::exchange(literal, {}), std::nullopt});
  };
  for (std::size_t i = 0; i < all.size();) {
    const char c = all[i];
    if ((c == '{' || c == '}') && all.substr(i + 1, 1) == all.substr(i, 1)) {
      literal += c;
      i += 2;
    } else if (c == '}') {
      refuse(i, "dấu } không có dấu { trước nó", "muốn in dấu } thì viết }}");
      ++i;
    } else if (c == '{') {
      const std::size_t end = placeholder_end(all, i);
      if (end == std::string_view::npos) {
        refuse(i, "dấu { chưa có dấu } đóng", "muốn in dấu { thì viết {{");
        break;
      }
      flush();
      const TextPlace place{&source, &text, i + 1};
      auto expression = parse_expression(all.substr(i + 1, end - i - 2), place, findings);
      if (expression) out.push_back({{}, std::move(expression)});
      i = end;
    } else {
      literal += c;
      ++i;
    }
  }
  flush();
  return out;
}

}  // namespace sovang::document
