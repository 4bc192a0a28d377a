#include <iostream>
#include <memory>
#include <optional>

#include <nlohmann/json.hpp>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/document/data_schema.h"
#include "sovang/document/template.h"
#include "sovang/document/template_diff.h"
#include "sovang/dossier/forms.h"
#include "sovang/dossier/style_lint.h"
#include "sovang/dossier/template_signatures.h"

#include "command.h"
#include "findings.h"

namespace sovang::cli {

namespace {

using nlohmann::ordered_json;

/// A template by the name of its form or by its file.
class Opened {
 public:
  static Result<Opened> open(const dossier::Forms& forms, const std::string& name, Diagnostics& diagnostics) {
    Opened out;
    if (name.ends_with(".xml") || name.find('/') != std::string::npos) {
      out.own_ = SOVANG_TRY(named(forms.read_form(name, diagnostics)));
    } else {
      out.library_ = SOVANG_TRY(forms.form(name, diagnostics));
    }
    return out;
  }
  [[nodiscard]] const document::Template& get() const { return own_ ? *own_ : *library_; }

 private:
  std::optional<document::Template> own_;
  const document::Template* library_ = nullptr;
};

struct Order {
  std::string form;
  std::string other;               ///< of diff
  std::vector<std::string> forms;  ///< of sign and verify; empty = all
  std::string output;
  std::string key;
  std::string signer;
  std::string signature;
  bool json = false;
  bool blank = false;
};

/// Runs `work` with the forms; prints findings and failures as every verb of the group does.
template <class Work>
void with_forms(Context& context, bool json, Work work) {
  Diagnostics diagnostics;
  const auto run = [&]() -> Status {
    const dossier::Forms forms = SOVANG_TRY(dossier::Forms::load(context.home(), diagnostics));
    return work(forms, diagnostics);
  };
  const Status done = run();
  if (json) {
    print_json(std::cout, diagnostics);
    if (!diagnostics.ok()) context.exit_status = 1;
  } else {
    report(context, diagnostics);
  }
  if (!done && diagnostics.ok()) report(context, done.error());
}

// ---- check

void check(const Order& order, Context& context) {
  with_forms(context, order.json, [&](const dossier::Forms& forms, Diagnostics& diagnostics) -> Status {
    const Opened form = SOVANG_TRY(Opened::open(forms, order.form, diagnostics));
    const std::filesystem::path law = context.home() / "templates" / "law";
    const auto rules = SOVANG_TRY(dossier::LayoutRules::read(law / "nd30_rules.tsv"));
    SOVANG_TRY(dossier::check_styles(form.get(), rules, law / "nd30_styles.tsv", diagnostics));
    if (!order.json && diagnostics.ok()) std::cout << order.form << ": mẫu đúng\n";
    return {};
  });
}

// ---- schema

std::string fields_as_json(const document::Template& form) {
  std::string out;
  for (const document::DataField& field : document::data_fields(form))
    out += ordered_json{{"path", field.path},
                        {"type", field.type},
                        {"required", field.required},
                        {"default", field.default_value},
                        {"doc", field.doc}}
               .dump() +
           "\n";
  return out;
}

void schema(const Order& order, Context& context) {
  with_forms(context, false, [&](const dossier::Forms& forms, Diagnostics& diagnostics) -> Status {
    const Opened form = SOVANG_TRY(Opened::open(forms, order.form, diagnostics));
    const std::string text = order.json    ? fields_as_json(form.get())
                             : order.blank ? document::blank_data(form.get())
                                           : document::data_schema(form.get());
    if (!order.output.empty()) return files::replace(order.output, text);
    std::cout << text;
    return {};
  });
}

// ---- diff

std::string place(const SourceSpan& span) {
  return span.line == 0 ? ""
                        : span.file + ":" + std::to_string(span.line) + ":" + std::to_string(span.column);
}

std::string_view title(document::TemplateChange::Kind kind) {
  switch (kind) {
    case document::TemplateChange::Kind::head:
      return "Thông tin của mẫu";
    case document::TemplateChange::Kind::data:
      return "Dữ liệu";
    case document::TemplateChange::Kind::style:
      return "Kiểu";
    case document::TemplateChange::Kind::look:
      return "Hình thức";
    case document::TemplateChange::Kind::text:
      return "Câu chữ";
    case document::TemplateChange::Kind::added:
      return "Thêm";
    case document::TemplateChange::Kind::removed:
      return "Bỏ";
    case document::TemplateChange::Kind::moved:
      return "Dời chỗ";
  }
  return {};
}

void print_change(const document::TemplateChange& change) {
  const auto quoted = [](const std::string& text) { return text.empty() ? "(không có)" : "«" + text + "»"; };
  std::cout << title(change.kind) << ": " << change.what;
  if (change.count > 1) std::cout << " (" << change.count << " chỗ)";
  std::cout << '\n';
  if (change.kind == document::TemplateChange::Kind::moved) {
    std::cout << "    " << quoted(change.after) << '\n';
  } else if (change.kind == document::TemplateChange::Kind::text) {
    std::cout << "  - " << change.before << "\n  + " << change.after << '\n';
  } else {
    std::cout << "    " << quoted(change.before) << " → " << quoted(change.after) << '\n';
  }
  const std::string was = place(change.old_place);
  const std::string now = place(change.new_place);
  if (!was.empty() || !now.empty())
    std::cout << "    " << was << (was.empty() || now.empty() ? "" : " → ") << now << '\n';
}

ordered_json as_json(const document::TemplateChange& change) {
  const auto span = [](const SourceSpan& at) {
    return at.line == 0 ? ordered_json()
                        : ordered_json{{"file", at.file}, {"line", at.line}, {"column", at.column}};
  };
  return {{"kind", to_string(change.kind)}, {"what", change.what},   {"before", change.before},
          {"after", change.after},          {"count", change.count}, {"old", span(change.old_place)},
          {"new", span(change.new_place)}};
}

void diff(const Order& order, Context& context) {
  with_forms(context, false, [&](const dossier::Forms& forms, Diagnostics& diagnostics) -> Status {
    const Opened before = SOVANG_TRY(Opened::open(forms, order.form, diagnostics));
    const Opened after = SOVANG_TRY(Opened::open(forms, order.other, diagnostics));
    const auto changes = document::compare_templates(before.get(), after.get());
    for (const document::TemplateChange& change : changes) {
      if (order.json) {
        std::cout << as_json(change).dump() << '\n';
      } else {
        print_change(change);
      }
    }
    if (order.json) return {};
    if (changes.empty()) {
      std::cout << "Hai mẫu cho cùng một văn bản.\n";
    } else {
      std::cout << changes.size() << " thay đổi.\n";
    }
    return {};
  });
}

// ---- sign, verify

/// The office's name from its settings; empty where there is no office.
Result<std::string> office_name(const Context& context) {
  const std::filesystem::path file = context.data / "office.toml";
  if (!std::filesystem::exists(file)) return std::string();
  const Bytes toml = SOVANG_TRY(files::read(file));
  return SOVANG_TRY(dossier::read_settings(toml, file.string())).office;
}

Result<SigningKey> key_for(const Order& order, const Context& context,
                           const dossier::TemplateSignatures& signatures) {
  if (!order.key.empty()) return SigningKey::from_seed(SOVANG_TRY(read_secret(order.key)));
  SOVANG_TRY(signatures.make_key(*context.ids));
  return signatures.key();
}

Result<std::vector<std::string>> chosen_forms(const Order& order, const dossier::Forms& forms) {
  if (!order.forms.empty()) return order.forms;
  return forms.names();
}

Status need_office(const Context& context) {
  if (std::filesystem::exists(context.data / "office.toml")) return {};
  return fail(
      ErrorCode::invalid_input,
      "thư mục " + context.data.string() +
          " chưa phải là thư mục dữ liệu của cơ quan; hãy nêu bằng --data, hoặc ghi chữ ký ra tệp riêng bằng "
          "--key và -o");
}

Status sign_to_file(const Order& order, const Context& context, const dossier::Forms& forms,
                    Diagnostics& diagnostics) {
  if (order.forms.size() != 1 || order.key.empty())
    return fail(ErrorCode::invalid_input, "ghi chữ ký ra tệp (-o) cần một mẫu và khóa (--key)");
  const Opened form = SOVANG_TRY(Opened::open(forms, order.forms.front(), diagnostics));
  const SigningKey key = SigningKey::from_seed(SOVANG_TRY(read_secret(order.key)));
  const std::string signer = order.signer.empty() ? SOVANG_TRY(office_name(context)) : order.signer;
  return files::replace(order.output,
                        dossier::signature_text(dossier::sign_template(form.get(), signer, key)));
}

void sign(const Order& order, Context& context) {
  with_forms(context, false, [&](const dossier::Forms& forms, Diagnostics& diagnostics) -> Status {
    if (!order.output.empty()) return sign_to_file(order, context, forms, diagnostics);
    SOVANG_TRY(need_office(context));
    const dossier::TemplateSignatures signatures(context.data);
    const SigningKey key = SOVANG_TRY(key_for(order, context, signatures));
    const std::string signer = order.signer.empty() ? SOVANG_TRY(office_name(context)) : order.signer;
    std::vector<archive::Action> acts;
    for (const std::string& name : SOVANG_TRY(chosen_forms(order, forms))) {
      const Opened form = SOVANG_TRY(Opened::open(forms, name, diagnostics));
      const std::filesystem::path file = SOVANG_TRY(signatures.sign(form.get(), signer, key));
      acts.push_back(act(archive::ActionKind::settings_changed,
                         "template:" + form.get().id() + " " + form.get().version(), form.get().digest()));
      std::cout << form.get().id() << " " << form.get().version() << ": đã ký, " << file.string() << '\n';
    }
    return remember(context, acts);
  });
}

/// One template's answer on one line; false if it may not be used.
bool print_verdict(const Order& order, const document::Template& form,
                   const Result<dossier::TemplateSignature>& signature) {
  if (order.json) {
    std::cout << ordered_json{{"form", form.id()},
                              {"version", form.version()},
                              {"digest", form.digest()},
                              {"verdict", signature ? "signed" : "refused"},
                              {"signer", signature ? signature->signer : ""},
                              {"reason", signature ? "" : signature.error().message}}
                     .dump()
              << '\n';
  } else if (signature) {
    std::cout << form.id() << " " << form.version() << ": đã ký, không đổi từ khi ký"
              << (signature->signer.empty() ? "" : " (" + signature->signer + ")") << '\n';
  } else {
    std::cout << form.id() << " " << form.version() << ": " << signature.error().message << '\n';
  }
  return signature.has_value();
}

/// A signature from elsewhere against a template; says nothing about whose key it is.
Result<dossier::TemplateSignature> compare_with_file(const std::filesystem::path& file,
                                                     const document::Template& form) {
  const Bytes text = SOVANG_TRY(named(files::read(file, std::uint64_t{1} << 20)));
  dossier::TemplateSignature signature = SOVANG_TRY(dossier::read_signature(text, file.string()));
  if (signature.id == form.id() && signature.version == form.version() && signature.digest == form.digest())
    return signature;
  return fail(ErrorCode::findings, "chữ ký là của mẫu «" + signature.id + "» bản " + signature.version +
                                       ", nội dung khác mẫu này; xem khác ở đâu bằng sovang template diff");
}

void verify(const Order& order, Context& context) {
  with_forms(context, false, [&](const dossier::Forms& forms, Diagnostics& diagnostics) -> Status {
    if (order.signature.empty()) SOVANG_TRY(need_office(context));
    const dossier::TemplateSignatures signatures(context.data);
    for (const std::string& name : SOVANG_TRY(chosen_forms(order, forms))) {
      const Opened form = SOVANG_TRY(Opened::open(forms, name, diagnostics));
      const auto answer = order.signature.empty() ? signatures.verify(form.get())
                                                  : compare_with_file(order.signature, form.get());
      if (!print_verdict(order, form.get(), answer)) context.exit_status = 1;
    }
    return {};
  });
}

CLI::App* add_verb(CLI::App& group, const char* name, const char* help, const std::shared_ptr<Order>& order,
                   void (*run)(const Order&, Context&), Context& context) {
  CLI::App* verb = group.add_subcommand(name, help);
  verb->callback([order, run, &context] { run(*order, context); });
  return verb;
}

}  // namespace

void add_template_command(CLI::App& program, Context& context) {
  CLI::App* group = program.add_subcommand("template", "Dành cho người viết mẫu");
  group->require_subcommand(1);
  const auto order = std::make_shared<Order>();
  constexpr const char* form_help = "Tên mẫu (quyet-dinh) hoặc tệp mẫu (mau/quyet-dinh.xml)";

  CLI::App* verb = add_verb(*group, "check", "Kiểm tra một mẫu khi chưa có dữ liệu", order, check, context);
  verb->add_option("FORM", order->form, form_help)->required();
  verb->add_flag("--json", order->json, "Mỗi điều phát hiện là một đối tượng JSON trên một dòng");

  verb = add_verb(*group, "schema", "Dữ liệu mà mẫu cần: lược đồ RELAX NG, hoặc tệp trống để điền", order,
                  schema, context);
  verb->add_option("FORM", order->form, form_help)->required();
  verb->add_flag("--blank", order->blank, "Tệp dữ liệu trống, mỗi trường có lời giải thích");
  verb->add_flag("--json", order->json, "Danh mục trường, mỗi trường một đối tượng JSON trên một dòng");
  verb->add_option("-o,--output", order->output, "Ghi ra tệp này thay cho màn hình");

  verb =
      add_verb(*group, "diff", "Hai mẫu khác nhau ở đâu: câu chữ, hình thức, dữ liệu; không kể cách viết XML",
               order, diff, context);
  verb->add_option("BEFORE", order->form, "Mẫu cũ: tên hoặc tệp")->required();
  verb->add_option("AFTER", order->other, "Mẫu mới: tên hoặc tệp")->required();
  verb->add_flag("--json", order->json, "Mỗi thay đổi là một đối tượng JSON trên một dòng");

  verb = add_verb(*group, "sign", "Ký mẫu để ban hành: cơ quan nhận đúng nội dung này làm bản chính thức",
                  order, sign, context);
  verb->add_option("FORM", order->forms, "Các mẫu; bỏ trống: mọi mẫu");
  verb->add_option("--key", order->key, "Tệp khóa; bỏ trống: khóa của cơ quan (keys/template.key)");
  verb->add_option("--signer", order->signer, "Tên người hoặc cơ quan ký; bỏ trống: tên cơ quan");
  verb->add_option("-o,--output", order->output, "Ghi chữ ký ra tệp riêng, để gửi cơ quan khác");

  verb = add_verb(*group, "verify", "Mẫu có đúng là bản đã ký không", order, verify, context);
  verb->add_option("FORM", order->forms, "Các mẫu; bỏ trống: mọi mẫu");
  verb->add_option("--signature", order->signature, "Tệp chữ ký để đối chiếu, thay cho chữ ký của cơ quan");
  verb->add_flag("--json", order->json, "Mỗi mẫu là một đối tượng JSON trên một dòng");
}

}  // namespace sovang::cli
