#include "papers.h"

#include <algorithm>
#include <utility>

#include "sovang/base/utf8.h"
#include "sovang/domain/legal_basis.h"
#include "sovang/text/casing.h"
#include "sovang/text/dates.h"

namespace sovang::dossier {

using document::RecordFields;
using document::Value;
using document::ValueList;

namespace {

Value strings(const std::vector<std::string>& texts) {
  ValueList out;
  out.reserve(texts.size());
  for (const std::string& text : texts)
    out.emplace_back(std::string(without_full_stop(text)));
  return Value::list(std::move(out));
}

/// "KT. CHỦ TỊCH" → "CHỦ TỊCH": the post whose power is exercised, whoever signs (Decree 30, ô 7a).
std::string_view post_of(const domain::Signature& signature) {
  for (std::string_view line : signature.lines) {
    if (line.starts_with("TM. ")) continue;
    for (const std::string_view prefix : {"KT. ", "TUQ. ", "TL. ", "Q. "}) {
      if (line.starts_with(prefix)) line.remove_prefix(prefix.size());
    }
    return line;
  }
  return {};
}

/// The name of a body, broken by meaning where its column is too narrow for it on one line (ND30 ô 2): before
/// the kind word of its place ("tỉnh Quảng Nam"), and before "Thi đua - Khen thưởng", which never breaks
/// inside.
std::vector<std::string> letterhead_lines(std::string_view name) {
  constexpr std::size_t wide = 27;  // letters in bold 12 pt that the column of 68 mm holds
  constexpr std::string_view council_matter = "Thi đua - Khen thưởng";
  std::vector<std::string> lines;
  std::size_t place = std::string_view::npos;
  for (const std::string_view word : {" tỉnh ", " thành phố ", " huyện ", " thị xã ", " xã ", " phường "})
    place = std::min(place, name.find(word));
  std::string_view head = name.substr(0, place);
  const std::size_t matter = head.find(council_matter);
  if (matter != std::string_view::npos && matter > 1 && utf8::length(head) > wide) {
    lines.emplace_back(head.substr(0, matter - 1));
    head.remove_prefix(matter);
  }
  lines.emplace_back(head);
  if (place != std::string_view::npos) lines.emplace_back(name.substr(place + 1));
  return lines;
}

/// "Bằng khen của Chủ tịch …" → "Bằng khen", "Danh hiệu Chiến sĩ thi đua cơ sở" → "Chiến sĩ thi đua cơ sở":
/// what is given, as it stands large on a certificate.
std::string object_of(std::string_view award) {
  constexpr std::string_view title = "Danh hiệu ";
  if (award.starts_with(title)) award.remove_prefix(title.size());
  return std::string(award.substr(0, award.find(" của ")));
}

/// The words below the star of a flag, on two lines where they are long: broken where the sentence has a
/// joint
/// ("Đơn vị dẫn đầu phong trào thi đua" / "năm 2025"), so that the longer line is as short as can be.
std::vector<std::string> flag_lines(std::string_view citation) {
  constexpr std::size_t one_line = 30;  // letters
  if (utf8::length(citation) <= one_line) return {std::string(citation)};
  constexpr std::string_view matter = "thi đua ";
  std::vector<std::size_t> joints;
  if (const std::size_t at = citation.find(matter); at != std::string_view::npos)
    joints.push_back(at + matter.size() - 1);
  if (const std::size_t at = citation.rfind(" năm "); at != std::string_view::npos) joints.push_back(at);
  if (joints.empty()) {
    for (std::size_t at = citation.find(' '); at != std::string_view::npos; at = citation.find(' ', at + 1))
      joints.push_back(at);
  }
  if (joints.empty()) return {std::string(citation)};
  const std::size_t cut = std::ranges::min(
      joints, {}, [&citation](std::size_t at) { return std::max(at, citation.size() - at); });
  return {std::string(citation.substr(0, cut)), std::string(citation.substr(cut + 1))};
}

Value signature_value(const domain::Signature& signature) {
  return Value::record({{"lines", strings(signature.lines)}, {"name", Value(signature.name)}});
}

}  // namespace

std::string_view without_full_stop(std::string_view text) {
  while (text.ends_with('.') || text.ends_with(';') || text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}

std::string small_first(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
    ++length;
  length = std::min(length, text.size());
  return text::lower(text.substr(0, length)) + std::string(text.substr(length));
}

const domain::Paper& Papers::paper_of(std::string_view kind, const domain::DecisionId& decision) const {
  for (const domain::Paper& paper : data_.facts.papers) {
    if (paper.kind == kind && paper.decision == decision) return paper;
  }
  detail::broken_promise("a decision has its papers", __FILE__, __LINE__);
}

const domain::DecisionAwards& Papers::awards_of(const domain::DecisionId& decision) const {
  const auto found = std::ranges::find(data_.decisions, decision, &domain::DecisionAwards::id);
  SOVANG_EXPECT(found != data_.decisions.end());
  return *found;
}

std::string Papers::head_of(const domain::Paper& decision) const {
  const domain::Unit* unit = data_.units.find(decision.unit);
  const std::string post = text::capitalise_first(text::lower(post_of(decision.signature)));
  return unit == nullptr ? post : post + " " + unit->name;
}

std::string Papers::full_award_name(const domain::Paper& decision) const {
  const domain::AwardForm* form = data_.movement.form(decision.form);
  if (form == nullptr) return {};
  const std::size_t at = form->name.find(form->authority);
  if (form->authority.empty() || at == std::string::npos) return form->name;
  // A certificate is the head's, a flag the body's.
  for (const std::string& giver : {head_of(decision), unit_name(decision.unit)}) {
    if (giver.starts_with(form->authority))
      return form->name.substr(0, at) + giver + form->name.substr(at + form->authority.size());
  }
  return form->name;
}

Value Papers::authority(const domain::Paper& decision) const {
  const domain::Unit* unit = data_.units.find(decision.unit);
  const domain::AwardForm* form = data_.movement.form(decision.form);
  const std::string head = head_of(decision);
  const bool named = form != nullptr && !form->authority.empty();
  return Value::record({{"head", Value(head)},
                        {"body", Value(unit == nullptr ? std::string() : unit->name)},
                        {"addressed", Value(named ? form->authority : head)}});
}

Value Papers::award(const domain::Paper& decision) const {
  const domain::AwardForm* form = data_.movement.form(decision.form);
  const std::string name = form == nullptr ? std::string() : form->name;
  // Inside a sentence the movement's title begins with a small letter.
  std::string reason = small_first(without_full_stop(decision.citation));
  if (const std::size_t at = reason.find(data_.movement.title); at != std::string::npos) {
    reason.replace(at, data_.movement.title.size(), small_first(data_.movement.title));
  }
  RecordFields fields{{"name", Value(name)},
                      {"full_name", Value(full_award_name(decision))},
                      {"object", Value(object_of(name))},
                      {"reason", Value(std::move(reason))}};
  fields.emplace_back("lines", strings(flag_lines(without_full_stop(decision.citation))));
  if (decision.posthumous) fields.emplace_back("posthumous", Value(true));
  return Value::record(std::move(fields));
}

std::vector<std::string> Papers::basis_lines(const domain::Paper& paper) const {
  std::vector<std::string> lines;
  for (const std::string& id : paper.legal_bases) {
    if (const domain::LegalBasis* basis = domain::find_basis(data_.bases, id)) {
      lines.emplace_back(domain::without_closing_mark(basis->reference));
    }
  }
  if (!paper.proposal_number.empty() && paper.proposal_date) {
    lines.push_back("Theo đề nghị của " + paper.proposed_by + " tại Tờ trình số " + paper.proposal_number +
                    " " + text::long_date(*paper.proposal_date));
  }
  return lines;
}

Value Papers::paper(const domain::Paper& paper, std::vector<std::string> bases) const {
  RecordFields fields;
  if (stage_ == Stage::issued) {
    fields.emplace_back("number", Value(paper.number));
    fields.emplace_back("date", Value(paper.date));
  }
  const bool electronic = medium_ == Medium::electronic && paper.kind == "T-QD";
  if (electronic || stage_ != Stage::issued) {
    // Beside the blank that waits for the number: in a draft, and in the list of an electronic paper
    // (ND30-85).
    const std::optional<NumberParts> parts = split_number(paper.number);
    fields.emplace_back("symbol", Value(parts ? parts->symbol : std::string()));
  }
  if (stage_ != Stage::issued) fields.emplace_back("year", Value(paper.date.year()));
  if (electronic) fields.emplace_back("electronic", Value(true));
  if (!paper.place.empty()) fields.emplace_back("place", Value(paper.place));
  fields.emplace_back("abstract", Value(std::string(without_full_stop(paper.abstract))));
  fields.emplace_back("addressees", strings(paper.addressees));
  fields.emplace_back("legal_bases", strings(bases));
  fields.emplace_back("executors", strings(paper.executors));
  fields.emplace_back("recipients", strings(paper.recipients));
  fields.emplace_back("file_mark", Value(std::string(without_full_stop(paper.file_mark))));
  fields.emplace_back("signature", signature_value(paper.signature));
  return Value::record(std::move(fields));
}

Value Papers::issuer(const domain::Paper& paper) const {
  const domain::Unit* unit = data_.units.find(paper.unit);
  RecordFields fields;
  if (unit == nullptr) {
    fields.emplace_back("name", Value(paper.unit.value));
    return Value::record(std::move(fields));
  }
  if (const domain::Unit* parent = data_.units.find(unit->parent);
      parent != nullptr && !unit->letterhead_superior.empty()) {
    fields.emplace_back("parent", Value(parent->name));
    fields.emplace_back("parent_lines", strings(letterhead_lines(parent->name)));
  }
  fields.emplace_back("name", Value(unit->name));
  fields.emplace_back("name_lines", strings(letterhead_lines(unit->name)));
  return Value::record(std::move(fields));
}

Value Papers::movement() const {
  ValueList contents;
  for (const domain::Content& content : data_.movement.contents)
    contents.emplace_back(std::string(without_full_stop(content.heading)));
  return Value::record(
      {{"name", Value(small_first(data_.movement.title))}, {"contents", Value::list(std::move(contents))}});
}

Value Papers::fund() const {
  return Value::record({{"name", Value(data_.facts.fund)}, {"year", Value(data_.facts.fund_year)}});
}

Value Papers::proposal(const domain::Paper& paper) const {
  const domain::DecisionAwards& awards = awards_of(paper.decision);
  const domain::Paper& decision = paper_of("T-QD", paper.decision);
  RecordFields fields{{"authority", authority(decision)},
                      {"issuer", issuer(paper)},
                      {"paper", this->paper(paper, basis_lines(paper))},
                      {"movement", movement()},
                      {"award", award(decision)},
                      {"fund", fund()},
                      {"received", received()},
                      {"eligible", eligible()},
                      {"returned", returned()},
                      {"attachments", strings({"dự thảo Quyết định", "danh sách đề nghị khen thưởng",
                                               "biên bản họp Hội đồng", "bản tóm tắt thành tích"})},
                      {"rows", Value::list(decision_rows(awards))}};
  if (data_.session) fields.emplace_back("council", council(awards));
  return Value::record(std::move(fields));
}

Value Papers::nominee_list(const domain::Paper& paper) const {
  const domain::Paper& decision = paper_of("T-QD", paper.decision);
  const domain::Unit* by = data_.units.find(paper.unit);
  RecordFields attached{{"type", Value("Tờ trình")},
                        {"by", Value(by == nullptr ? paper.unit.value : by->name)}};
  const std::optional<NumberParts> parts = split_number(paper.number);
  if (stage_ == Stage::issued) {
    attached.emplace_back("number", Value(paper.number));
    attached.emplace_back("date", Value(paper.date));
  } else {
    attached.emplace_back("symbol", Value(parts ? parts->symbol : std::string()));
  }
  return Value::record({{"authority", authority(decision)},
                        {"award", award(decision)},
                        {"attached_to", Value::record(std::move(attached))},
                        {"rows", Value::list(nominee_rows(awards_of(paper.decision)))}});
}

Value Papers::decision(const domain::DecisionAwards& decision) const {
  const domain::Paper& paper = paper_of("T-QD", decision.id);
  return Value::record({{"authority", authority(paper)},
                        {"issuer", issuer(paper)},
                        {"paper", this->paper(paper, basis_lines(paper))},
                        {"movement", movement()},
                        {"award", award(paper)},
                        {"fund", fund()},
                        {"rows", Value::list(decision_rows(decision))}});
}

}  // namespace sovang::dossier
