#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/diagnostics.h"
#include "sovang/dossier/forms.h"
#include "sovang/dossier/office.h"
#include "sovang/pdf/print.h"

#include "law.h"
#include "movement_data.h"
#include "papers.h"

namespace sovang::dossier {

/// A finished paper: the form it was made with, its file name and its bytes.
struct PrintedPaper {
  std::string form;
  std::string file;
  Bytes pdf;
  int pages = 0;
  std::string text;  ///< its running text, for the rules that read finished papers
};

/// Makes PDFs of a movement's papers. Pure but for the caches of Forms: the same movement gives the same
/// bytes, whatever the number of threads.
class Press {
 public:
  Press(const Forms& forms, const MovementData& data, const Papers& papers, RenderOptions options)
      : forms_(forms), data_(data), papers_(papers), options_(options) {}

  /// The forms that issuing prints with.
  [[nodiscard]] std::vector<std::string> form_names() const;

  [[nodiscard]] Result<PrintedPaper> proposal(const domain::Paper& paper, Diagnostics& diagnostics) const;
  [[nodiscard]] Result<PrintedPaper> nominee_list(const domain::Paper& paper, Diagnostics& diagnostics) const;
  [[nodiscard]] Result<PrintedPaper> minutes(const domain::Paper& paper, Diagnostics& diagnostics) const;
  [[nodiscard]] Result<PrintedPaper> decision(const domain::DecisionAwards& decision,
                                              Diagnostics& diagnostics) const;
  [[nodiscard]] Result<PrintedPaper> golden_book(Diagnostics& diagnostics) const;
  [[nodiscard]] Result<PrintedPaper> receipt(const domain::IncomingProposal& incoming,
                                             Diagnostics& diagnostics) const;
  [[nodiscard]] Result<PrintedPaper> appraisal(const std::vector<domain::Objection>& objections,
                                               Diagnostics& diagnostics) const;
  [[nodiscard]] Result<PrintedPaper> final_report(Diagnostics& diagnostics) const;
  [[nodiscard]] Result<PrintedPaper> contents(const std::vector<FiledPaper>& filed,
                                              std::string_view retention, Diagnostics& diagnostics) const;
  /// One certificate for each grant, on all processors. `codes`: what the QR codes hold, one each; empty
  /// strings = no QR. Fails with the first that cannot be made; findings stand in the order of the grants.
  [[nodiscard]] Result<std::vector<PrintedPaper>> certificates(const domain::DecisionAwards& decision,
                                                               const std::vector<std::string>& codes,
                                                               const Progress& progress,
                                                               Diagnostics& diagnostics) const;
  /// All certificates of a decision as one file for the printer: fonts once, pages in the order of the
  /// grants, each labelled with its number in the golden book.
  [[nodiscard]] Result<PrintedPaper> print_file(const domain::DecisionAwards& decision,
                                                const std::vector<std::string>& codes,
                                                const pdf::PrintSetup& setup, Diagnostics& diagnostics) const;

 private:
  struct Job {
    std::string_view form;
    std::string file;
    document::Value value;
    Date date;
  };
  Result<PrintedPaper> print(const Job& job, Diagnostics& diagnostics) const;
  /// What the recipients of a decision are handed.
  struct CertificateKind {
    std::string form;         ///< "bang-khen-a3"
    std::string_view family;  ///< "bang-khen": in whatever size
    std::string_view title;   ///< "Bằng khen"
  };
  [[nodiscard]] CertificateKind certificate_kind(const domain::DecisionAwards& decision) const;

  const Forms& forms_;
  const MovementData& data_;
  const Papers& papers_;
  RenderOptions options_;
};

}  // namespace sovang::dossier
