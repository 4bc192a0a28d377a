#include <iostream>
#include <memory>
#include <sstream>

#include "sovang/base/utf8.h"

#include "command.h"
#include "text_ops.h"

namespace sovang::cli {
namespace {

// A filter must not let one endless line fill the memory.
constexpr std::size_t longest_line = std::size_t{16} << 20U;

struct Run {
  Context* context = nullptr;
  TextOptions options{};
  bool json = false;
  bool escaped = false;
};

const char* name_of(LineStatus status) {
  switch (status) {
    case LineStatus::ok:
      return "ok";
    case LineStatus::warn:
      return "warn";
    case LineStatus::ask:
      return "ask";
    case LineStatus::error:
      return "error";
    case LineStatus::partial:
      return "partial";
    case LineStatus::blank:
      return "blank";
  }
  return "error";
}

// Strings inside what an operation adds to the JSON object are text too.
void escape_strings(nlohmann::ordered_json& value) {
  if (value.is_string()) {
    value = escape(value.get<std::string>());
  } else if (value.is_structured()) {
    for (auto& child : value)
      escape_strings(child);
  }
}

void print(const LineResult& result, const Run& run) {
  const auto shown = [&run](const std::string& text) { return run.escaped ? escape(text) : text; };
  if (!run.json) {
    std::cout << shown(result.plain.value_or(result.out)) << '\n';
    return;
  }
  nlohmann::ordered_json object;
  object["out"] = shown(result.out);
  object["status"] = name_of(result.status);
  object["rules"] = result.rules;
  auto& proposals = object["proposals"] = nlohmann::ordered_json::array();
  for (const std::string& proposal : result.proposals)
    proposals.push_back(shown(proposal));
  for (const auto& [key, value] : result.extra.items()) {
    object[key] = value;
    if (run.escaped) escape_strings(object[key]);
  }
  std::cout << object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

// The next line without its end, and no more of it than is needed to see that it is too long; false at the
// end.
bool next_line(std::istream& in, std::string& line) {
  line.clear();
  std::streambuf& bytes = *in.rdbuf();
  for (int c = bytes.sbumpc(); c != std::char_traits<char>::eof(); c = bytes.sbumpc()) {
    if (c == '\n') return true;
    line += static_cast<char>(c);
    if (line.size() > longest_line + 1) return true;  // one more for a carriage return
  }
  return !line.empty();
}

// Hands each line to `take` in order. A line that cannot be taken ends the run: its number is told, what was
// written before it stays whole, and the exit status is 2.
template <class Take>
void for_each_line(const Run& run, Take take) {
  std::string line;
  for (std::size_t number = 1; next_line(std::cin, line); ++number) {
    const bool carriage_return = line.ends_with('\r');
    if (carriage_return) line.pop_back();
    std::string trouble;
    if (line.size() > longest_line) {
      trouble = "dòng dài quá 16 MiB";
    } else if (const auto bad = utf8::first_error(line)) {
      trouble = "không phải UTF-8 hợp lệ (byte thứ " + std::to_string(*bad + 1) + ")";
    } else if (run.escaped) {
      if (auto text = unescape(line)) {
        line = std::move(*text);
      } else {
        trouble = "chuỗi thoát \\uXXXX viết sai";
      }
    }
    if (!trouble.empty()) {
      std::cout.flush();
      std::cerr << "dòng " << number << ": " << trouble << '\n';
      run.context->exit_status = 2;
      return;
    }
    take(line);
  }
  std::cout.flush();
  if (!std::cout) run.context->exit_status = 3;
}

// "a b c" as the values that an option takes.
std::vector<std::string> values(const char* list) {
  std::istringstream in(list);
  std::vector<std::string> all;
  for (std::string value; in >> value;)
    all.push_back(value);
  return all;
}

void offer(CLI::App& command, const char* name, const char* help, std::string& value, const char* list) {
  const std::vector<std::string> allowed = values(list);
  if (allowed.empty()) return;
  command.add_option(name, value, std::string(help) + ", mặc định " + allowed.front())
      ->check(CLI::IsMember(allowed));
}

void take_defaults(TextOptions& options, const TextOp& op) {
  const auto first = [](std::string& value, const char* list) {
    const std::vector<std::string> allowed = values(list);
    if (value.empty() && !allowed.empty()) value = allowed.front();
  };
  first(options.kind, op.kinds);
  first(options.style, op.styles);
  first(options.scheme, op.schemes);
}

CLI::App& add_operation(CLI::App& verb, const char* name, const char* help, Run& run) {
  CLI::App* command = verb.add_subcommand(name, help);
  command->add_flag("--json", run.json, "Mỗi dòng ra là một đối tượng JSON");
  command->add_flag("--escaped", run.escaped, "Dòng vào và dòng ra dùng \\uXXXX cho ký tự không nhìn thấy");
  return *command;
}

void add_line_op(CLI::App& verb, const TextOp& op, const std::shared_ptr<Run>& run) {
  CLI::App& command = add_operation(verb, op.name, op.help, *run);
  offer(command, "--kind", "Loại", run->options.kind, op.kinds);
  offer(command, "--style", "Kiểu viết", run->options.style, op.styles);
  offer(command, "--scheme", "Bảng mã", run->options.scheme, op.schemes);
  if (std::string_view(op.name) == "detect")
    command.add_option("--font", run->options.font, "Tên phông chữ của đoạn văn");
  if (std::string_view(op.name) == "words")
    command.add_flag("--chan", run->options.chan, "Thêm chữ “chẵn” khi ba chữ số cuối là 000");
  command.callback([&op, run] {
    take_defaults(run->options, op);
    for_each_line(*run, [&](const std::string& line) { print(op.run(line, run->options), *run); });
  });
}

void add_sort(CLI::App& verb, const std::shared_ptr<Run>& run) {
  CLI::App& command = add_operation(verb, "sort", "Xếp các dòng theo thứ tự chữ cái tiếng Việt", *run);
  offer(command, "--kind", "Loại danh sách", run->options.kind,
        "phrases names names-middle-first words units");
  command.callback([run] {
    std::vector<std::string> lines;
    for_each_line(*run, [&lines](const std::string& line) { lines.push_back(line); });
    if (run->context->exit_status != 0) return;
    for (const std::string& line : sort_lines(std::move(lines), run->options.kind))
      print(LineResult{line}, *run);
    std::cout.flush();
  });
}

}  // namespace

void add_text_command(CLI::App& program, Context& context) {
  CLI::App* verb = program.add_subcommand("text", "Xử lý chữ tiếng Việt: mỗi dòng vào, một dòng ra");
  verb->require_subcommand(1);
  const auto new_run = [&context] {
    auto run = std::make_shared<Run>();
    run->context = &context;
    return run;
  };
  for (const TextOp& op : text_letter_ops())
    add_line_op(*verb, op, new_run());
  add_sort(*verb, new_run());
  for (const TextOp& op : text_number_ops())
    add_line_op(*verb, op, new_run());
}

}  // namespace sovang::cli
