// Every printed form as a PDF, checked with tools that are not ours.
#include <algorithm>
#include <sstream>
#include <string>

#include <gmock/gmock.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"

#include "examples.h"
#include "support/pdf_checks.h"

namespace sovang::testing {
namespace {

using ::testing::IsEmpty;

class FormPdf : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    Diagnostics diagnostics;
    paper_ = lay_out_example(GetParam(), diagnostics);
    ASSERT_TRUE(paper_);
  }

  Bytes write(pdf::Profile profile) const {
    pdf::PdfFacts facts = paper_->facts;
    facts.profile = profile;
    const Result<Bytes> bytes = pdf::write_pdf(paper_->pages, facts, the_forms().pdf_cache());
    EXPECT_TRUE(bytes) << bytes.error().message;
    return bytes.value_or(Bytes());
  }

  std::optional<dossier::LaidOutPaper> paper_;
};

TEST_P(FormPdf, IsCleanForQpdfInEveryProfile) {
  for (const pdf::Profile profile : {pdf::Profile::pdfa_3b, pdf::Profile::pdfa_3a, pdf::Profile::pdfa_2b,
                                     pdf::Profile::pdfa_1b, pdf::Profile::plain}) {
    EXPECT_THAT(qpdf_complaints(write(profile)), IsEmpty());
  }
}

TEST_P(FormPdf, IsValidPdfA1bForPreflight) {
  if (!has_preflight()) GTEST_SKIP() << "PDFBox Preflight is not installed";
  EXPECT_THAT(preflight_complaints(write(pdf::Profile::pdfa_1b)), IsEmpty());
}

/// What a screen reader is given: the text of the structure tree in its order, as pdfinfo reads it.
std::string structure_text(const Bytes& pdf) {
  const auto folder = files::TemporaryFolder::make("sovang-structure").value();
  EXPECT_TRUE(files::create_unsynced(folder.path() / "a.pdf", pdf));
  std::istringstream lines(run_process({"pdfinfo", "-struct-text", folder.path() / "a.pdf"}).value().output);
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t quote = line.find_first_not_of(' ');
    if (quote == std::string::npos || line[quote] != '"') continue;
    out += line.substr(quote + 1, line.size() - quote - 2);
    out += ' ';
  }
  return out;
}

/// All but white space.
std::string letters(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\n' && c != '\t') out += c;
  }
  return out;
}

TEST_P(FormPdf, IsReadToTheBlindInTheOrderOfItsText) {
  const std::string read = letters(structure_text(write(pdf::Profile::pdfa_3a)));
  const std::string text = letters(document::plain_text(paper_->document));
  // The text has the captions of tables too, which no page prints; what is read must stand in it, in order.
  std::size_t at = 0;
  for (std::size_t i = 0; i < read.size(); ++i, ++at) {
    at = text.find(read[i], at);
    ASSERT_NE(at, std::string::npos) << "out of order: " << read.substr(i, 60);
  }
  EXPECT_GE(read.size() * 100, text.size() * 90) << read;
}

TEST_P(FormPdf, EmbedsSubsetsOfItsFontsWithTheirUnicode) {
  const std::vector<FontRow> fonts = pdf_fonts(write(pdf::Profile::pdfa_3b));
  EXPECT_FALSE(fonts.empty());
  for (const FontRow& font : fonts) {
    EXPECT_TRUE(font.embedded) << font.name;
    EXPECT_TRUE(font.subset) << font.name;
    EXPECT_TRUE(font.unicode) << font.name;
  }
}

/// The words that stand on the pages, frames of the page master included.
std::string placed_words(const layout::Pages& pages) {
  std::string out;
  const auto add = [&out](const layout::Item& item) {
    const auto* text = std::get_if<layout::TextItem>(&item.content);
    if (text == nullptr) return;
    for (const layout::TextPiece& piece : text->pieces)
      out += piece.shaped->text + (piece.space_after ? " " : "");
    out += ' ';
  };
  for (const layout::Page& page : pages.pages) {
    if (page.form) std::ranges::for_each(page.form->items, add);
    std::ranges::for_each(page.items, add);
  }
  return out;
}

TEST_P(FormPdf, HoldsEachPlacedWordForSearch) {
  EXPECT_THAT(missing_words(write(pdf::Profile::pdfa_3b), placed_words(paper_->pages)), IsEmpty());
}

TEST_P(FormPdf, LosesNoMarkOfALetterOnPaper) {
  EXPECT_THAT(lost_marks(write(pdf::Profile::pdfa_3b), paper_->pages, the_forms().fonts(), 150), IsEmpty());
}

TEST_P(FormPdf, IsTheSameTwice) {
  EXPECT_EQ(write(pdf::Profile::pdfa_3b), write(pdf::Profile::pdfa_3b));
}

INSTANTIATE_TEST_SUITE_P(Forms, FormPdf, ::testing::ValuesIn(all_forms()), test_name);

}  // namespace
}  // namespace sovang::testing
