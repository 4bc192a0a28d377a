#include "press.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "sovang/text/casing.h"

#include "certificate_forms.h"
#include "output_folder.h"
#include "parallel.h"
#include "records.h"

namespace sovang::dossier {

Result<PrintedPaper> Press::print(const Job& job, Diagnostics& diagnostics) const {
  const document::Template* form = SOVANG_TRY(forms_.form(job.form, diagnostics));
  const LaidOutPaper paper =
      SOVANG_TRY_WITHIN(forms_.lay_out(*form, job.value, job.date, options_, diagnostics),
                        "lập " + job.file + " theo mẫu " + std::string(job.form));
  PrintedPaper out;
  out.form = job.form;
  out.file = job.file;
  out.pages = static_cast<int>(paper.pages.pages.size());
  out.pdf = SOVANG_TRY(pdf::write_pdf(paper.pages, paper.facts, forms_.pdf_cache()));
  out.text = document::plain_text(paper.document);
  return out;
}

std::vector<std::string> Press::form_names() const {
  std::vector<std::string> names{"to-trinh",   "danh-sach", "bien-ban-hoi-dong",
                                 "quyet-dinh", "so-vang",   "muc-luc"};
  for (const domain::DecisionAwards& decision : data_.decisions) {
    std::string form = certificate_kind(decision).form;
    if (std::ranges::find(names, form) == names.end()) names.push_back(std::move(form));
  }
  return names;
}

Result<PrintedPaper> Press::proposal(const domain::Paper& paper, Diagnostics& diagnostics) const {
  return print({"to-trinh", file_name_of(paper.number) + ".pdf", papers_.proposal(paper), paper.date},
               diagnostics);
}

Result<PrintedPaper> Press::nominee_list(const domain::Paper& paper, Diagnostics& diagnostics) const {
  return print({"danh-sach", file_name_of(paper.number) + ".pdf", papers_.nominee_list(paper), paper.date},
               diagnostics);
}

Result<PrintedPaper> Press::minutes(const domain::Paper& paper, Diagnostics& diagnostics) const {
  return print({"bien-ban-hoi-dong", file_name_of(paper.number) + ".pdf", papers_.minutes(paper), paper.date},
               diagnostics);
}

Result<PrintedPaper> Press::decision(const domain::DecisionAwards& decision, Diagnostics& diagnostics) const {
  return print(
      {"quyet-dinh", file_name_of(decision.number) + ".pdf", papers_.decision(decision), decision.date},
      diagnostics);
}

Result<PrintedPaper> Press::golden_book(Diagnostics& diagnostics) const {
  return print({"so-vang", "so-vang.pdf", papers_.golden_book(), data_.decisions.back().date}, diagnostics);
}

Result<PrintedPaper> Press::receipt(const domain::IncomingProposal& incoming,
                                    Diagnostics& diagnostics) const {
  return print({"phieu-tiep-nhan", file_name_of(incoming.id.value) + ".pdf", papers_.receipt(incoming),
                incoming.arrival_date},
               diagnostics);
}

Result<PrintedPaper> Press::appraisal(const std::vector<domain::Objection>& objections,
                                      Diagnostics& diagnostics) const {
  return print(
      {"phieu-tham-dinh", "phieu-tham-dinh.pdf", papers_.appraisal(objections), data_.decisions.back().date},
      diagnostics);
}

Result<PrintedPaper> Press::final_report(Diagnostics& diagnostics) const {
  return print(
      {"bao-cao-tong-ket", "bao-cao-tong-ket.pdf", papers_.final_report(), data_.decisions.back().date},
      diagnostics);
}

Result<PrintedPaper> Press::contents(const std::vector<FiledPaper>& filed, std::string_view retention,
                                     Diagnostics& diagnostics) const {
  return print({"muc-luc", "muc-luc.pdf", papers_.contents(filed, retention), data_.decisions.back().date},
               diagnostics);
}

Press::CertificateKind Press::certificate_kind(const domain::DecisionAwards& decision) const {
  // assign_awards() leaves no decision empty, and one decision gives one form of commendation.
  const domain::Award* award = papers_.law().catalogue.find(decision.awards.front().award);
  SOVANG_EXPECT(award != nullptr);
  const CertificateForm form = dossier::certificate_form(*award);
  // The paper of the blanks is a fact of the office: "A4" is the form itself, others have a form each.
  const std::string paper = text::lower(data_.facts.certificate_paper);
  const bool other_paper = form.form == "bang-khen" && !paper.empty() && paper != "a4";
  return {std::string(form.form) + (other_paper ? "-" + paper : ""), form.form, form.title};
}

Result<std::vector<PrintedPaper>> Press::certificates(const domain::DecisionAwards& decision,
                                                      const std::vector<std::string>& codes,
                                                      const Progress& progress,
                                                      Diagnostics& diagnostics) const {
  const std::string form = certificate_kind(decision).form;
  SOVANG_TRY(forms_.form(form, diagnostics));
  const std::size_t count = decision.awards.size();
  std::vector<std::optional<Result<PrintedPaper>>> made(count);
  std::vector<Diagnostics> findings(count);
  for_each_index(count, [&](std::size_t i) {
    const domain::AwardGrant& grant = decision.awards[i];
    made[i] = print({form, four_digits(grant.register_number) + ".pdf",
                     papers_.certificate(decision, grant, codes[i]), decision.date},
                    findings[i]);
  });
  std::vector<PrintedPaper> out;
  for (std::size_t i = 0; i < count; ++i) {
    for (const Problem& problem : findings[i].all())
      diagnostics.add(problem);
    out.push_back(SOVANG_TRY(*std::move(made[i])));
  }
  if (progress) progress("In bằng của " + decision.number, count, count);
  return out;
}

Result<PrintedPaper> Press::print_file(const domain::DecisionAwards& decision,
                                       const std::vector<std::string>& codes, const pdf::PrintSetup& setup,
                                       Diagnostics& diagnostics) const {
  const CertificateKind kind = certificate_kind(decision);
  const document::Template* form = SOVANG_TRY(forms_.form(kind.form, diagnostics));
  pdf::PrintFile print(forms_.pdf_cache(), setup);
  pdf::PdfFacts facts;
  for (std::size_t i = 0; i < decision.awards.size(); ++i) {
    LaidOutPaper paper =
        SOVANG_TRY(forms_.lay_out(*form, papers_.certificate(decision, decision.awards[i], codes[i]),
                                  decision.date, options_, diagnostics));
    // a clerk who needs one certificate again finds it by its number in the golden book
    SOVANG_TRY(print.add(paper.pages, std::to_string(decision.awards[i].register_number)));
    if (i == 0) facts = std::move(paper.facts);
  }
  facts.title = std::string(kind.title) + " kèm theo Quyết định số " + decision.number;
  PrintedPaper out;
  out.form = kind.form;
  out.file = std::string(kind.family) + "-" + file_name_of(decision.number) + ".pdf";
  out.pages = static_cast<int>(decision.awards.size());
  out.pdf = SOVANG_TRY(print.finish(facts));
  return out;
}

}  // namespace sovang::dossier
