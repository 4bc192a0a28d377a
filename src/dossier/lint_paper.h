#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "pdf_lines.h"

namespace sovang::dossier {

/// A line and the page that it stands on, from 0; null = the paper has none.
struct PaperLine {
  const PdfLine* line = nullptr;
  std::size_t page = 0;

  explicit operator bool() const { return line != nullptr; }
};

/// A paragraph of the body, found by its first-line indent: the lines that belong to it.
struct BodyParagraph {
  std::size_t page = 0;
  std::vector<const PdfLine*> lines;
  const PdfLine* before = nullptr;  ///< the line of the body right above, on the same page
};

/// The components of an administrative paper (Nghị định 30/2020, Phụ lục I, Mục V: ô 1 … ô 14), found by
/// their words and places.
struct PaperParts {
  bool letterhead = false;                      ///< quốc hiệu is there: the paper itself, not an appendix
  PaperLine nation;                             ///< ô 1: quốc hiệu
  PaperLine motto;                              ///< tiêu ngữ
  std::vector<const PdfLine*> parents;          ///< ô 2: cơ quan chủ quản, not bold
  std::vector<const PdfLine*> issuer;           ///< cơ quan ban hành
  PaperLine number;                             ///< ô 3
  PaperLine date;                               ///< ô 4
  PaperLine kind;                               ///< ô 5a: tên loại
  std::vector<const PdfLine*> abstract;         ///< trích yếu
  std::vector<const PdfLine*> letter_abstract;  ///< ô 5b: V/v …
  std::vector<BodyParagraph> body;              ///< ô 6, paragraphs only: no tables
  std::vector<BodyParagraph> bases;             ///< căn cứ, which are in `body` too
  PaperLine recipients_label;                   ///< ô 9b
  std::vector<const PdfLine*> recipients;
  std::vector<const PdfLine*> authority;  ///< ô 7a
  const PdfLine* signer = nullptr;        ///< ô 7b
  double body_left = 0;                   ///< the edges that most lines of the body have
  double body_right = 0;
};

[[nodiscard]] PaperParts parts_of(const std::vector<PdfPage>& pages);

/// A certificate: its name stands large on the first page, and it has neither number line nor recipients.
[[nodiscard]] bool is_certificate(const std::vector<PdfPage>& pages);

/// Letters, and none of them small.
[[nodiscard]] bool is_capitals(std::string_view text);
/// True if other lines stand on the base line of this one: a row of a table, or two columns.
[[nodiscard]] bool shares_its_base_line(const PdfPage& page, const PdfLine& line);

}  // namespace sovang::dossier
