#include <algorithm>
#include <set>
#include <string>

#include "sovang/exchange/movement_files.h"

#include "xml_file.h"

namespace sovang::exchange {
namespace {

using domain::AwardFormId;
using domain::MemberId;
using domain::NomineeId;
using domain::ProposalId;
using domain::UnitId;

domain::Signature signature_of(const XmlElement& parent) {
  const XmlElement e = parent.required_child("signature");
  e.allow({}, {"line", "name"});
  return {e.texts("line"), e.required_child("name").required_text()};
}

std::vector<domain::IncomingProposal> incoming_of(const XmlElement& root) {
  std::vector<domain::IncomingProposal> incoming;
  std::set<std::string> used;
  for (const XmlElement& e : root.required_child("incoming").children("document")) {
    e.allow({"proposal", "file", "from", "number", "date", "minutes", "minutesDate", "arrivalNumber",
             "arrivalDate", "place"},
            {"signature"});
    domain::IncomingProposal proposal;
    proposal.id = ProposalId(e.id("proposal"));
    if (!used.insert(proposal.id.value).second) {
      e.error("XIN-05", "tờ trình “" + proposal.id.value + "” đã có ở một dòng khác phía trên");
    }
    proposal.file = e.required("file");
    if (proposal.file.find_first_of("/\\") != std::string::npos) {
      e.error("XIN-04", "tên tệp “" + proposal.file + "” không được chứa dấu gạch chéo");
    }
    proposal.from = UnitId(e.id("from"));
    proposal.number = e.required("number");
    proposal.date = e.date("date");
    proposal.minutes_number = e.optional("minutes");
    proposal.minutes_date = e.optional_date("minutesDate");
    proposal.arrival_number = e.integer("arrivalNumber");
    proposal.arrival_date = e.date("arrivalDate");
    proposal.place = e.required("place");
    proposal.signature = signature_of(e);
    incoming.push_back(std::move(proposal));
  }
  return incoming;
}

std::vector<domain::SessionCase> session_list_of(const XmlElement& root) {
  std::vector<domain::SessionCase> cases;
  std::set<std::string> used;
  for (const XmlElement& e : root.required_child("sessionList").children("case")) {
    e.allow({"nominee", "proposal", "item", "gender", "birthDate", "directWorker", "posthumous"}, {});
    domain::SessionCase entry;
    entry.nominee = NomineeId(e.id("nominee"));
    if (!used.insert(entry.nominee.value).second) {
      e.error("XIN-05", "hồ sơ “" + entry.nominee.value + "” đã có ở một dòng khác phía trên");
    }
    entry.proposal = ProposalId(e.id("proposal"));
    entry.item = e.integer("item");
    entry.name = e.required_text();
    if (e.has("gender")) {
      entry.gender = e.one_of<domain::Gender>(
          "gender", {{"male", domain::Gender::male}, {"female", domain::Gender::female}});
    }
    entry.birth_date = e.optional_date("birthDate");
    entry.direct_worker = e.flag("directWorker");
    entry.posthumous = e.flag("posthumous");
    cases.push_back(std::move(entry));
  }
  return cases;
}

void read_history(const XmlElement& root, domain::OfficeFacts& facts) {
  const XmlElement history = root.child("history");
  if (!history) return;
  history.allow({}, {"priorAward", "review"});
  for (const XmlElement& e : history.children("priorAward")) {
    e.allow({"nominee", "number", "date", "form"}, {});
    facts.prior_awards.push_back({NomineeId(e.id("nominee")), e.required("number"), e.date("date"),
                                  AwardFormId(e.id("form")), e.required_text()});
  }
  for (const XmlElement& e : history.children("review")) {
    e.allow({"nominee", "kind", "since"}, {});
    facts.reviews.push_back(
        {NomineeId(e.id("nominee")), e.required("kind"), e.date("since"), e.required_text()});
  }
}

/// "2022-05-12T08:00:00", local time.
domain::LocalTime time_of(const XmlElement& e, const char* attribute) {
  const std::string value = e.required(attribute);
  const auto two_digits = [&value](std::size_t at) {
    const auto digit = [&value](std::size_t i) { return i < value.size() ? value[i] - '0' : -1; };
    const int tens = digit(at);
    const int ones = digit(at + 1);
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
  };
  const auto date =
      Date::from_iso(std::string_view(value).substr(0, std::min<std::size_t>(10, value.size())));
  const int hour = two_digits(11);
  const int minute = two_digits(14);
  if (!date || value.size() < 16 || value[10] != 'T' || value[13] != ':' || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59) {
    if (!value.empty()) e.error("XIN-04", "“" + value + "” không phải thời điểm dạng NNNN-TT-NNTgg:pp:00");
    return {};
  }
  return {*date, hour, minute};
}

domain::SessionFacts session_of(const XmlElement& root) {
  const XmlElement e = root.required_child("session");
  e.allow({"number", "start", "end", "method", "chair", "secretary", "tellers"}, {"discussion"});
  domain::SessionFacts session;
  session.number = e.required("number");
  session.start = time_of(e, "start");
  session.end = time_of(e, "end");
  session.method =
      e.one_of<domain::VotingMethod>("method", {{"secretBallot", domain::VotingMethod::secret_ballot},
                                                {"showOfHands", domain::VotingMethod::show_of_hands}});
  session.chair = MemberId(e.id("chair"));
  session.secretary = MemberId(e.id("secretary"));
  for (const std::string& id : e.id_list("tellers"))
    session.tellers.emplace_back(id);
  session.discussion = e.texts("discussion");
  return session;
}

domain::Paper paper_of(const XmlElement& e) {
  e.allow({"kind", "number", "date", "unit", "place", "decision", "form", "proposal", "proposalDate",
           "proposedBy", "posthumous"},
          {"abstract", "addressee", "legalBasisRefs", "citation", "executor", "signature", "recipient",
           "fileMark"});
  domain::Paper paper;
  paper.kind = e.required("kind");
  paper.number = e.required("number");
  paper.date = e.date("date");
  paper.unit = UnitId(e.id("unit"));
  paper.place = e.optional("place");
  paper.decision = domain::DecisionId(e.optional_id("decision"));
  paper.form = AwardFormId(e.optional_id("form"));
  paper.proposal_number = e.optional("proposal");
  paper.proposal_date = e.optional_date("proposalDate");
  paper.proposed_by = e.optional("proposedBy");
  paper.posthumous = e.flag("posthumous");
  paper.abstract = e.required_child("abstract").required_text();
  paper.addressees = e.texts("addressee");
  paper.legal_bases = e.child("legalBasisRefs").id_list();
  paper.citation = e.child("citation").text();
  paper.executors = e.texts("executor");
  paper.signature = signature_of(e);
  paper.recipients = e.texts("recipient");
  paper.file_mark = e.required_child("fileMark").required_text();
  if (paper.kind == "T-QD" && (paper.decision.empty() || paper.form.empty())) {
    e.error("XIN-02", "quyết định phải có thuộc tính “decision” và “form”");
  }
  return paper;
}

void read_single_facts(const XmlElement& root, domain::OfficeFacts& facts) {
  facts.movement = domain::MovementId(root.id("movement"));
  const XmlElement issuer = root.required_child("issuer");
  issuer.allow({"unit", "department", "place"}, {});
  facts.issuer = UnitId(issuer.id("unit"));
  facts.department = UnitId(issuer.optional_id("department"));
  facts.place = issuer.required("place");
  if (const XmlElement deadline = root.child("deadline")) facts.deadline = deadline.date("date");
  const XmlElement fund = root.required_child("fund");
  facts.fund = fund.required("name");
  facts.fund_year = fund.integer("year");
  const XmlElement book = root.required_child("goldenBook");
  book.allow({"title", "scope", "first"}, {});
  facts.golden_book.title = book.required("title");
  facts.golden_book.scope =
      book.one_of<domain::BookScope>("scope", {{"decision", domain::BookScope::decision},
                                               {"movement", domain::BookScope::movement},
                                               {"year", domain::BookScope::year}});
  facts.golden_book.first = book.integer("first");
  if (const XmlElement ceremony = root.child("ceremony")) {
    facts.ceremony_date = ceremony.date("date");
    facts.ceremony_place = ceremony.optional("place");
  }
  const XmlElement certificates = root.required_child("certificates");
  facts.certificate_paper = certificates.required("paper");
  facts.verify_host = certificates.optional("verifyHost");
}

}  // namespace

Result<domain::OfficeFacts> read_office_facts(std::string_view xml, std::string_view file,
                                              Diagnostics& diagnostics) {
  const XmlFile source = SOVANG_TRY(XmlFile::open(xml, file, "officeFacts", diagnostics));
  const XmlElement root(source, source.root());
  root.allow({"movement", "fictional"},
             {"issuer", "deadline", "fund", "goldenBook", "ceremony", "certificates", "incoming",
              "sessionList", "history", "session", "papers"});
  domain::OfficeFacts facts;
  read_single_facts(root, facts);
  facts.incoming = incoming_of(root);
  facts.session_list = session_list_of(root);
  read_history(root, facts);
  facts.session = session_of(root);
  for (const XmlElement& paper : root.required_child("papers").children("paper")) {
    facts.papers.push_back(paper_of(paper));
  }
  SOVANG_TRY(source.status());
  return facts;
}

}  // namespace sovang::exchange
