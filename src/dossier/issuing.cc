#include "issuing.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "sovang/domain/decision_text.h"
#include "sovang/dossier/issue_signing.h"
#include "sovang/text/dates.h"

#include "certificate_forms.h"
#include "output_folder.h"
#include "press.h"
#include "records.h"
#include "run_plan.h"

namespace sovang::dossier {
namespace {

RenderOptions options_of(const Settings& settings) {
  RenderOptions options;
  options.wording.le_instead_of_linh = settings.le_instead_of_linh;
  options.wording.ngan_instead_of_nghin = settings.ngan_instead_of_nghin;
  return options;
}

/// An object of the archive in the making.
struct Bundle {
  archive::Record record;
  std::vector<archive::ContentFile> files;
  std::set<std::string> forms;  ///< that its papers were made with

  void add(std::string path, std::string role, PrintedPaper paper) {
    forms.insert(paper.form);
    archive::RecordFile file;
    file.path = path;
    file.mime = "application/pdf";
    file.role = std::move(role);
    file.original_name = paper.file;
    file.pages = paper.pages;
    record.files.push_back(std::move(file));
    files.push_back({std::move(path), std::move(paper.pdf)});
  }
};

std::string_view extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? "" : name.substr(dot);
}

std::string_view mime_of(std::string_view name) {
  if (name.ends_with(".xlsx")) return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  if (name.ends_with(".xml")) return "application/xml";
  if (name.ends_with(".csv")) return "text/csv";
  return "text/plain";
}

/// "Tờ trình về việc …": the type of the paper before its subject.
std::string title_of(const archive::Record& record) {
  switch (record.kind) {
    case archive::RecordKind::decision:
      return "Quyết định " + small_first(record.subject);
    case archive::RecordKind::proposal:
      return "Tờ trình " + small_first(record.subject);
    case archive::RecordKind::minutes:
      return "Biên bản " + small_first(record.subject);
    case archive::RecordKind::dossier:
    case archive::RecordKind::scan:
      break;
  }
  return record.subject;
}

class Issuer {
 public:
  Issuer(const IssueContext& context, const MovementData& data, const std::vector<RunRow>& rows,
         const IssueSigning* signing, const Progress& progress, Diagnostics& diagnostics)
      : context_(context),
        data_(data),
        rows_(rows),
        signing_(signing),
        papers_(data, context.law, Stage::issued, signing == nullptr ? Medium::on_paper : Medium::electronic),
        records_(data, context.law, papers_, context.settings.tenant),
        press_(context.forms, data, papers_, options_of(context.settings)),
        progress_(progress),
        diagnostics_(diagnostics) {}

  Result<std::vector<Bundle>> bundles() {
    std::vector<Bundle> out;
    if (const auto minutes = data_.facts.papers_of("T-BB"); !minutes.empty()) {
      out.push_back(SOVANG_TRY(this->minutes(*minutes.front())));
    }
    for (const domain::Paper* paper : data_.facts.papers_of("T-TTR-TD"))
      out.push_back(SOVANG_TRY(proposal(*paper)));
    for (const domain::DecisionAwards& decision : data_.decisions)
      out.push_back(SOVANG_TRY(this->decision(decision)));
    // The dossier comes last, since its contents count the pages of all, and is kept first.
    out.insert(out.begin(), SOVANG_TRY(dossier(out)));
    for (Bundle& bundle : out)
      SOVANG_TRY(add_forms(bundle));
    return out;
  }

  /// What was signed while the bundles were made, for the trail.
  [[nodiscard]] const std::vector<archive::Action>& signatures() const { return signatures_; }

 private:
  void tell(std::string_view step, std::size_t done, std::size_t of) const {
    if (progress_) progress_(step, done, of);
  }

  Result<Bundle> dossier(const std::vector<Bundle>& others) {
    Bundle bundle;
    bundle.record = records_.dossier(row_of(rows_, dossier_key).record_id);
    int number = 0;
    for (const SourceFile& source : data_.sources) {
      archive::RecordFile file;
      file.path = "source/" + four_digits(++number) + std::string(extension_of(source.name));
      file.mime = mime_of(source.name);
      file.role = "source";
      file.original_name = source.name;
      bundle.files.push_back({file.path, source.bytes});
      bundle.record.files.push_back(std::move(file));
    }
    bundle.add("golden-book.pdf", "golden-book", SOVANG_TRY(press_.golden_book(diagnostics_)));
    tell("Lập sổ vàng", 1, 1);
    const std::optional<Date> until = bundle.record.retain_until;
    const std::string retention = until ? "đến hết ngày " + text::running_date(*until) : "vĩnh viễn";
    bundle.add("contents.pdf", "contents",
               SOVANG_TRY(press_.contents(filed_papers(others, bundle), retention, diagnostics_)));
    tell("Lập mục lục hồ sơ", 1, 1);
    return bundle;
  }

  /// The file from cover to cover (domain.md §6.4): what came, minutes, proposals, decisions with their
  /// certificates, golden book.
  std::vector<FiledPaper> filed_papers(const std::vector<Bundle>& others, const Bundle& dossier) const {
    std::vector<FiledPaper> out = papers_.received_papers();
    for (const Bundle& bundle : others) {
      const archive::Record& record = bundle.record;
      FiledPaper paper{record.number, record.issued, title_of(record), record.authority_name, 0, ""};
      FiledPaper certificates{"",
                              record.issued,
                              "Bằng, giấy kèm theo Quyết định số " + record.number,
                              record.authority_name,
                              0,
                              std::to_string(record.lines.size()) + " bản"};
      for (const archive::RecordFile& file : record.files)
        (file.role == "certificate" ? certificates : paper).pages += file.pages;
      out.push_back(std::move(paper));
      if (certificates.pages > 0) out.push_back(std::move(certificates));
    }
    for (const archive::RecordFile& file : dossier.record.files) {
      if (file.role != "golden-book") continue;
      out.push_back({"", data_.decisions.back().date, data_.facts.golden_book.title,
                     papers_.unit_name(data_.facts.issuer), file.pages, ""});
    }
    return out;
  }

  /// The templates that made the papers go into the object with them, so that in decades each can be made
  /// again and nobody asks an office for a version it no longer has (template-language §15).
  Status add_forms(Bundle& bundle) {
    std::set<std::string> paths;
    for (const std::string& name : bundle.forms) {
      const document::Template* form = SOVANG_TRY(context_.forms.form(name, diagnostics_));
      for (FormFile& file : SOVANG_TRY(context_.forms.sources(name, diagnostics_))) {
        if (!paths.insert(file.path).second) continue;  // shared components and art, once
        const bool is_form = file.path == name + "/form.xml";
        add_form_file(bundle, file.path, is_form ? form->id() + " " + form->version() : std::string(),
                      std::move(file.bytes));
      }
      if (const auto signature = context_.signatures.verify(*form))
        add_form_file(bundle, form->id() + "-" + form->version() + ".sig", "", signature_text(*signature));
    }
    return {};
  }

  static void add_form_file(Bundle& bundle, const std::string& name, std::string original, Bytes bytes) {
    archive::RecordFile file;
    file.path = std::string(archive::template_prefix) + name;
    file.role = archive::template_role;
    file.original_name = std::move(original);
    bundle.files.push_back({file.path, std::move(bytes)});
    bundle.record.files.push_back(std::move(file));
  }

  Result<Bundle> minutes(const domain::Paper& paper) {
    Bundle bundle;
    bundle.record = records_.minutes(paper, row_of(rows_, minutes_key).record_id);
    bundle.add("minutes.pdf", "minutes", SOVANG_TRY(press_.minutes(paper, diagnostics_)));
    tell("Lập biên bản", 1, 1);
    return bundle;
  }

  Result<Bundle> proposal(const domain::Paper& paper) {
    Bundle bundle;
    bundle.record = records_.proposal(paper, row_of(rows_, proposal_key(paper.decision)).record_id);
    bundle.add("proposal.pdf", "proposal", SOVANG_TRY(press_.proposal(paper, diagnostics_)));
    bundle.add("list.pdf", "list", SOVANG_TRY(press_.nominee_list(paper, diagnostics_)));
    relate(bundle, "source-dossier", dossier_key);
    tell("Lập tờ trình " + paper.number, 1, 1);
    return bundle;
  }

  Result<Bundle> decision(const domain::DecisionAwards& decision) {
    Bundle bundle;
    bundle.record = records_.decision(decision, row_of(rows_, decision_key(decision.id)).record_id);
    relate(bundle, "source-dossier", dossier_key);
    if (const RunRow* proposal = proposal_of(decision)) {
      bundle.record.relations.push_back({"implements", proposal->record_id});
    }
    PrintedPaper paper = SOVANG_TRY(press_.decision(decision, diagnostics_));
    SOVANG_TRY(read_again(decision, paper.text));
    if (signing_ != nullptr) paper.pdf = SOVANG_TRY(sign(decision, std::move(paper.pdf)));
    bundle.add("decision.pdf", "decision", std::move(paper));
    tell("Lập quyết định " + decision.number, 1, 1);
    std::vector<std::string> codes(decision.awards.size());
    if (!data_.facts.verify_host.empty()) {
      for (std::size_t i = 0; i < codes.size(); ++i) {
        archive::RecordLine& line = bundle.record.lines[i];
        codes[i] = SOVANG_TRY(context_.archive.certificate_code(bundle.record, line));
        line.certificate_code = codes[i];
      }
    }
    std::vector<PrintedPaper> certificates =
        SOVANG_TRY(press_.certificates(decision, codes, progress_, diagnostics_));
    for (std::size_t i = 0; i < certificates.size(); ++i)
      bundle.add(bundle.record.lines[i].certificate_path, "certificate", std::move(certificates[i]));
    return bundle;
  }

  Result<Bytes> sign(const domain::DecisionAwards& decision, Bytes pdf) {
    const std::string& signer = papers_.paper_of("T-QD", decision.id).signature.name;
    std::vector<MadeSignature> made;
    Bytes out =
        SOVANG_TRY_WITHIN(sign_decision(std::move(pdf), *signing_, signer, context_.forms.pdf_cache(), made),
                          "ký Quyết định số " + decision.number);
    for (const MadeSignature& signature : made) {
      archive::Action action;
      action.kind = archive::ActionKind::signed_paper;
      action.object = row_of(rows_, decision_key(decision.id)).record_id + " decision.pdf";
      action.detail = signature.field + ", certificate " + signature.serial;
      signatures_.push_back(std::move(action));
    }
    tell("Ký quyết định " + decision.number, 1, 1);
    return out;
  }

  /// What a clerk would strike out on the finished decision: counts, sums, dates, marks (V-21 … V-62).
  Status read_again(const domain::DecisionAwards& decision, std::string_view text) {
    std::size_t errors = 0;
    for (const domain::Objection& objection :
         domain::check_decision_text(context_.law.texts, decision, text)) {
      if (objection.severity == Severity::error) ++errors;
      diagnostics_.add(
          {objection.rule, objection.severity, objection.message, {decision.number}, objection.hint});
    }
    if (errors == 0) return {};
    return fail(ErrorCode::findings, "Quyết định số " + decision.number + " còn " + std::to_string(errors) +
                                         " lỗi trong văn bản đã lập; chưa cấp số nào");
  }

  /// The office's own proposal that a decision answers: one made for it, or one that asks for several
  /// decisions and is named by its number; null where another body proposed.
  const RunRow* proposal_of(const domain::DecisionAwards& decision) const {
    const std::string& number = papers_.paper_of("T-QD", decision.id).proposal_number;
    for (const domain::Paper* paper : data_.facts.papers_of("T-TTR-TD")) {
      if (paper->decision == decision.id || (!number.empty() && paper->number == number))
        return &row_of(rows_, proposal_key(paper->decision));
    }
    return nullptr;
  }

  void relate(Bundle& bundle, std::string type, std::string_view key) const {
    bundle.record.relations.push_back({std::move(type), row_of(rows_, key).record_id});
  }

  const IssueContext& context_;
  const MovementData& data_;
  const std::vector<RunRow>& rows_;
  const IssueSigning* signing_;
  std::vector<archive::Action> signatures_;
  Papers papers_;
  Records records_;
  Press press_;
  const Progress& progress_;
  Diagnostics& diagnostics_;
};

/// Errors that stand in the way, told as findings.
Status refuse_while_blocked(const MovementData& data, const Law& law, Diagnostics& diagnostics) {
  std::size_t blocking = 0;
  for (const domain::Objection& objection : all_objections(data, law)) {
    if (!blocks(objection, data)) continue;
    ++blocking;
    diagnostics.add({objection.rule, Severity::error, objection.message, {}, objection.hint});
  }
  if (blocking == 0) return {};
  return fail(ErrorCode::findings, "còn " + std::to_string(blocking) +
                                       " lỗi phải sửa trước khi ban hành; chưa có số nào được cấp, chưa có "
                                       "văn bản nào được lập");
}

/// Where the office wants it (`signed_templates`), every form that is printed with was signed as it is now.
Status refuse_unsigned(const IssueContext& context, const MovementData& data, Diagnostics& diagnostics) {
  if (!context.settings.signed_templates) return {};
  const Papers papers(data, context.law, Stage::issued);
  std::size_t unsigned_forms = 0;
  for (const std::string& name : Press(context.forms, data, papers, {}).form_names()) {
    const document::Template* form = SOVANG_TRY(context.forms.form(name, diagnostics));
    const auto signature = context.signatures.verify(*form);
    if (signature) continue;
    ++unsigned_forms;
    diagnostics.add(
        {"template_signature", Severity::error, signature.error().message, signature.error().where});
  }
  if (unsigned_forms == 0) return {};
  return fail(ErrorCode::findings,
              "còn " + std::to_string(unsigned_forms) +
                  " mẫu chưa được ký như đang có nên chưa ban hành; chưa có số nào được cấp");
}

IssueReport report_of(const MovementData& data, const std::vector<RunRow>& rows) {
  IssueReport report;
  for (const domain::DecisionAwards& decision : data.decisions) {
    IssuedDecision issued;
    issued.id = decision.id.value;
    issued.number = decision.number;
    issued.date = decision.date;
    issued.record_id = row_of(rows, decision_key(decision.id)).record_id;
    issued.collectives = static_cast<std::size_t>(decision.count(domain::RecipientKind::collective));
    issued.individuals = static_cast<std::size_t>(decision.count(domain::RecipientKind::individual));
    issued.households = static_cast<std::size_t>(decision.count(domain::RecipientKind::household));
    issued.total_dong = decision.total().dong;
    for (const domain::AwardGrant& grant : decision.awards) {
      if (issued.first_register == 0) issued.first_register = grant.register_number;
      issued.last_register = grant.register_number;
    }
    report.certificates += decision.awards.size();
    report.bonus_total_dong += issued.total_dong;
    report.decisions.push_back(std::move(issued));
  }
  return report;
}

Status keep_all(const IssueContext& context, std::vector<Bundle>& bundles, const archive::Actor& actor,
                const Progress& progress) {
  std::vector<std::pair<archive::Record, std::vector<archive::ContentFile>>> objects;
  for (Bundle& bundle : bundles) {
    // What a run that was cut off has archived already stays as it is.
    if (context.archive.record(bundle.record.id, archive::Asker{})) continue;
    objects.emplace_back(std::move(bundle.record), std::move(bundle.files));
  }
  const std::size_t count = objects.size();
  const auto kept = context.archive.keep(std::move(objects), actor, "Ban hành");
  if (!kept) {
    Error error = kept.error();
    error.message += "; số và ngày đã cấp được giữ nguyên, lần chạy sau dùng lại đúng số ấy";
    return fail(std::move(error));
  }
  if (progress) progress("Lưu trữ", count, count);
  return {};
}

/// The folder of `pdf/` in which people look for the certificates of a decision.
std::string_view certificate_folder(const Law& law, const archive::Record& record) {
  if (record.lines.empty()) return {};
  const domain::Award* award = law.catalogue.find(record.lines.front().award);
  return award == nullptr ? std::string_view() : certificate_form(*award).form;
}

/// The folder of `pdf/` in which people look for a file of the archive; empty = none of the printed papers.
std::string_view form_of(std::string_view role) {
  if (role == "decision") return "quyet-dinh";
  if (role == "proposal") return "to-trinh";
  if (role == "list") return "danh-sach";
  if (role == "minutes") return "bien-ban-hoi-dong";
  if (role == "golden-book") return "so-vang";
  if (role == "contents") return "muc-luc";
  return {};
}

/// Copies from the archive, which holds the truth.
Result<std::vector<WrittenFile>> copy_papers(const IssueContext& context, const std::vector<RunRow>& rows,
                                             const std::filesystem::path& target) {
  OutputFolder folder = SOVANG_TRY(OutputFolder::make(target));
  const archive::Asker asker;
  for (const RunRow& row : rows) {
    const archive::Record record = SOVANG_TRY(context.archive.record(row.record_id, asker));
    for (const archive::RecordFile& file : record.files) {
      const std::string_view form =
          file.role == "certificate" ? certificate_folder(context.law, record) : form_of(file.role);
      if (form.empty()) continue;
      const Bytes bytes = SOVANG_TRY(context.archive.file(row.record_id, file.path, asker));
      SOVANG_TRY(folder.add(form, file.original_name, bytes));
    }
  }
  return folder.publish();
}

/// What the printer gets: all certificates of a decision in one file.
Result<std::vector<WrittenFile>> write_print_files(const IssueContext& context, const MovementData& data,
                                                   const std::vector<RunRow>& rows,
                                                   const std::filesystem::path& target,
                                                   const pdf::PrintSetup& setup, Diagnostics& diagnostics) {
  const Papers papers(data, context.law, Stage::issued);
  const Press press(context.forms, data, papers, options_of(context.settings));
  OutputFolder folder = SOVANG_TRY(OutputFolder::make(target));
  for (const domain::DecisionAwards& decision : data.decisions) {
    const archive::Record record = SOVANG_TRY(
        context.archive.record(row_of(rows, decision_key(decision.id)).record_id, archive::Asker{}));
    std::vector<std::string> codes;
    for (const archive::RecordLine& line : record.lines)
      codes.push_back(line.certificate_code);
    codes.resize(decision.awards.size());
    const PrintedPaper paper = SOVANG_TRY(press.print_file(decision, codes, setup, diagnostics));
    SOVANG_TRY(folder.add("", paper.file, paper.pdf));
  }
  return folder.publish();
}

}  // namespace

Result<IssueReport> issue_movement(const IssueContext& context, const IssueOrder& order,
                                   const Progress& progress, Diagnostics& diagnostics) {
  const domain::MovementId& movement = order.movement;
  const std::filesystem::path& out = order.out;
  MovementData data = SOVANG_TRY(load_movement(context.database, context.law, movement, diagnostics));
  if (data.decisions.empty()) {
    return fail(ErrorCode::findings,
                "chưa có kết quả họp Hội đồng (votes.xml) nên chưa lập được quyết định; hãy nhập tệp này");
  }
  SOVANG_TRY(refuse_unsigned(context, data, diagnostics));
  std::vector<RunRow> rows = SOVANG_TRY(context.database.runs(movement.value));
  const bool planned = rows.empty();
  const bool done_before = !planned && std::ranges::all_of(rows, &RunRow::done);
  RunPlan plan;
  if (planned) {
    SOVANG_TRY(refuse_while_blocked(data, context.law, diagnostics));
    const Bytes secret = SOVANG_TRY(context.database.secret("record-ids"));
    plan = SOVANG_TRY(plan_run(data, context.database, context.settings.tenant, secret));
    rows = plan.rows;
  }
  apply_numbers(data, rows);
  IssueReport report = report_of(data, rows);
  report.done_before = done_before;
  if (!done_before) {
    // Everything is made before a number is given: a template or a font that fails must not cost one.
    Issuer issuer(context, data, rows, order.signing, progress, diagnostics);
    std::vector<Bundle> bundles = SOVANG_TRY(issuer.bundles());
    std::vector<archive::Action> signatures = issuer.signatures();
    for (archive::Action& signature : signatures)
      signature.actor = order.actor.id;
    SOVANG_TRY(context.archive.record_actions(signatures));
    if (planned) SOVANG_TRY(context.database.prepare(plan.rows, plan.book, context.clock.now()));
    SOVANG_TRY(keep_all(context, bundles, order.actor, progress));
    SOVANG_TRY(context.database.finish(movement.value, context.clock.now()));
  }
  if (!out.empty()) {
    report.files = SOVANG_TRY(copy_papers(context, rows, out / "pdf"));
    for (WrittenFile& file :
         SOVANG_TRY(write_print_files(context, data, rows, out / "print", {}, diagnostics))) {
      report.files.push_back(std::move(file));
    }
  }
  return report;
}

Result<std::vector<WrittenFile>> print_movement(const IssueContext& context,
                                                const domain::MovementId& movement,
                                                const std::filesystem::path& out,
                                                const pdf::PrintSetup& setup, Diagnostics& diagnostics) {
  MovementData data = SOVANG_TRY(load_movement(context.database, context.law, movement, diagnostics));
  const std::vector<RunRow> rows = SOVANG_TRY(context.database.runs(movement.value));
  if (rows.empty() || !std::ranges::all_of(rows, &RunRow::done)) {
    return fail(ErrorCode::findings,
                "phong trào này chưa ban hành xong nên chưa in được bằng; hãy chạy sovang issue trước");
  }
  apply_numbers(data, rows);
  return write_print_files(context, data, rows, out / "print", setup, diagnostics);
}

Result<ComposeReport> compose_movement(const IssueContext& context, const domain::MovementId& movement,
                                       const std::filesystem::path& out, const Progress& progress,
                                       Diagnostics& diagnostics) {
  const MovementData data = SOVANG_TRY(load_movement(context.database, context.law, movement, diagnostics));
  if (data.decisions.empty()) {
    return fail(ErrorCode::findings,
                "chưa có kết quả họp Hội đồng (votes.xml) nên chưa lập được dự thảo; hãy nhập tệp này");
  }
  const Papers papers(data, context.law, Stage::draft);
  const Press press(context.forms, data, papers, options_of(context.settings));
  OutputFolder folder = SOVANG_TRY(OutputFolder::make(out));
  std::size_t done = 0;
  const auto add = [&](Result<PrintedPaper> paper) -> Status {
    const PrintedPaper made = SOVANG_TRY(std::move(paper));
    if (progress) progress("Dự thảo " + made.form, ++done, 0);
    return folder.add(made.form, made.file, made.pdf);
  };
  for (const domain::Paper* paper : data.facts.papers_of("T-BB"))
    SOVANG_TRY(add(press.minutes(*paper, diagnostics)));
  for (const domain::Paper* paper : data.facts.papers_of("T-TTR-TD")) {
    SOVANG_TRY(add(press.proposal(*paper, diagnostics)));
    SOVANG_TRY(add(press.nominee_list(*paper, diagnostics)));
  }
  for (const domain::DecisionAwards& decision : data.decisions)
    SOVANG_TRY(add(press.decision(decision, diagnostics)));
  for (const domain::IncomingProposal& incoming : data.facts.incoming)
    SOVANG_TRY(add(press.receipt(incoming, diagnostics)));
  SOVANG_TRY(add(press.appraisal(all_objections(data, context.law), diagnostics)));
  SOVANG_TRY(add(press.final_report(diagnostics)));
  ComposeReport report;
  report.files = SOVANG_TRY(folder.publish());
  return report;
}

}  // namespace sovang::dossier
