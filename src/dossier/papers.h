#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sovang/document/value.h"

#include "law.h"
#include "movement_data.h"

namespace sovang::dossier {

/// Drafts leave number and date open (Decree 30, ND30 ô 3 and 4); issued papers bear both.
enum class Stage : std::uint8_t { draft, issued };

/// Whether decisions are signed with a pen or with a key: then a field waits for the signature, and the list
/// bears neither number nor date (ND30-85).
enum class Medium : std::uint8_t { on_paper, electronic };

/// A line of the contents of a file (mục lục văn bản trong hồ sơ).
struct FiledPaper {
  std::string number;  ///< empty = none
  std::optional<Date> date;
  std::string title;  ///< tên loại và trích yếu
  std::string author;
  int pages = 0;  ///< 0 = not counted: a spreadsheet, a paper that lies elsewhere
  std::string note;
};

/// The data of the office's papers, in the vocabulary of docs/formats/form-data.md. Pure: the same movement
/// gives the same values.
class Papers {
 public:
  /// `data` and `law` must outlive this object.
  Papers(const MovementData& data, const Law& law, Stage stage, Medium medium = Medium::on_paper)
      : data_(data), law_(law), stage_(stage), medium_(medium) {}

  /// Tờ trình of the office for one decision (form `to-trinh`).
  [[nodiscard]] document::Value proposal(const domain::Paper& paper) const;
  /// Danh sách đề nghị beside that proposal (form `danh-sach`).
  [[nodiscard]] document::Value nominee_list(const domain::Paper& paper) const;
  /// Biên bản họp Hội đồng (form `bien-ban-hoi-dong`). Needs the session.
  [[nodiscard]] document::Value minutes(const domain::Paper& paper) const;
  /// Quyết định khen thưởng with its list (form `quyet-dinh`).
  [[nodiscard]] document::Value decision(const domain::DecisionAwards& decision) const;
  /// What the recipient of one grant is handed (form: certificate_forms.h); `code` is what its QR holds
  /// behind the host, empty = no QR.
  [[nodiscard]] document::Value certificate(const domain::DecisionAwards& decision,
                                            const domain::AwardGrant& grant, std::string_view code) const;
  /// Trang sổ vàng of all decisions (form `so-vang`).
  [[nodiscard]] document::Value golden_book() const;

  /// Phiếu tiếp nhận of what a unit sent (form `phieu-tiep-nhan`), dated by the register of incoming papers.
  [[nodiscard]] document::Value receipt(const domain::IncomingProposal& incoming) const;
  /// Phiếu thẩm định over the dossiers of the movement (form `phieu-tham-dinh`), without number and date.
  [[nodiscard]] document::Value appraisal(const std::vector<domain::Objection>& objections) const;
  /// Báo cáo tổng kết (form `bao-cao-tong-ket`): figures and headings; the judgement is the office's to
  /// write.
  [[nodiscard]] document::Value final_report() const;
  /// Mục lục văn bản (form `muc-luc`); the pages are numbered through in the order of `filed`.
  [[nodiscard]] document::Value contents(const std::vector<FiledPaper>& filed,
                                         std::string_view retention) const;
  /// What came to the office: the plan and the units' papers, in the order of domain.md §6.4.
  [[nodiscard]] std::vector<FiledPaper> received_papers() const;

  [[nodiscard]] const Law& law() const { return law_; }

  /// The paper of that kind for a decision; there is one, or assign_awards() has refused.
  [[nodiscard]] const domain::Paper& paper_of(std::string_view kind,
                                              const domain::DecisionId& decision) const;
  [[nodiscard]] const domain::DecisionAwards& awards_of(const domain::DecisionId& decision) const;

  /// "Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam": the post of the deciding head with the name of its body.
  [[nodiscard]] std::string head_of(const domain::Paper& decision) const;
  /// The name of a unit in the catalogue, else its code.
  [[nodiscard]] std::string unit_name(const domain::UnitId& id) const;
  /// "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh Quảng Nam".
  [[nodiscard]] std::string full_award_name(const domain::Paper& decision) const;

 private:
  document::Value authority(const domain::Paper& decision) const;
  document::Value award(const domain::Paper& decision) const;
  document::Value paper(const domain::Paper& paper, std::vector<std::string> bases) const;
  document::Value issuer(const domain::Paper& paper) const;
  document::Value movement() const;
  document::Value fund() const;
  document::Value council(const domain::DecisionAwards& decision) const;
  document::Value received() const;
  document::Value eligible() const;
  document::Value returned() const;
  document::Value session() const;
  document::Value members() const;
  document::ValueList decision_rows(const domain::DecisionAwards& decision) const;
  document::ValueList nominee_rows(const domain::DecisionAwards& decision) const;
  document::ValueList voted_rows() const;
  document::ValueList report_rows() const;
  document::ValueList receipt_parts(const domain::IncomingProposal& incoming) const;
  document::Value desk_paper(const domain::Paper& office) const;
  /// The office's own first proposal: it says who issues and signs. Where another body proposes, only who
  /// issues.
  domain::Paper office_paper() const;
  std::vector<std::string> basis_lines(const domain::Paper& paper) const;
  std::string readable(std::string_view reason) const;

  const MovementData& data_;
  const Law& law_;
  Stage stage_;
  Medium medium_;
};

/// A citation, abstract … without the mark that closes it: the forms set the marks.
[[nodiscard]] std::string_view without_full_stop(std::string_view text);
/// "đã có thành tích …": the first letter small.
[[nodiscard]] std::string small_first(std::string_view text);
/// "bà Lê Thị A", or the name of a collective: as inside a sentence.
[[nodiscard]] std::string name_in_sentence(const domain::Case& nominee);
/// The managing body of a collective or the workplace of a person; empty = none to print.
[[nodiscard]] std::string body_of(const domain::Case& nominee, const domain::UnitCatalogue& units);

}  // namespace sovang::dossier
