// Each rule against a small movement in which nothing is wrong, with one thing made wrong at a time.
#include "sovang/domain/rules.h"

#include <algorithm>
#include <functional>
#include <string>

#include <gtest/gtest.h>

#include "similar_texts.h"
#include "support/shared.h"

namespace sovang::domain {
namespace {

using sovang::testing::project_file;
using sovang::testing::read_all;

std::string law(const std::string& name) {
  return read_all(project_file("templates/law/" + name));
}

Unit unit(std::string id, std::string parent, std::string name) {
  Unit u;
  u.id = UnitId(std::move(id));
  u.parent = UnitId(std::move(parent));
  u.name = std::move(name);
  return u;
}

/// A movement with two collectives, two people, their votes and one decision.
struct World {
  RuleTexts texts;
  Movement movement;
  std::vector<Unit> units{unit("UBND", "", "Ủy ban nhân dân tỉnh Quảng Nam"), unit("SYT", "UBND", "Sở Y tế"),
                          unit("BV", "SYT", "Bệnh viện Nhi"), unit("SCT", "UBND", "Sở Công Thương")};
  OfficeFacts facts;
  AwardCatalogue catalogue;
  std::vector<LegalBasis> bases;
  std::vector<Case> cases;
  CouncilSession session;
  std::vector<DecisionAwards> decisions;
  std::vector<Date> holidays{*Date::make(2022, 4, 11)};

  std::vector<Objection> check() const {
    const UnitCatalogue known(units, *Date::make(2021, 10, 1));
    return check_all({texts, movement, known, facts, catalogue, bases, cases, &session, decisions, holidays});
  }
};

LegalBasis basis(std::string id, std::string title) {
  LegalBasis b;
  b.id = std::move(id);
  b.title = std::move(title);
  b.valid_from = *Date::make(2004, 7, 1);
  b.valid_to = *Date::make(2023, 12, 31);
  return b;
}

Case person(std::string id, std::string name, int birth_year) {
  Case c;
  c.id = NomineeId(std::move(id));
  c.nomination.name = std::move(name);
  c.nomination.gender = Gender::female;
  c.nomination.birth_date = Date::make(birth_year, 5, 20);
  c.nomination.workplace = "Bệnh viện Nhi";
  c.nomination.form = AwardFormId("BKTINH");
  c.nomination.row = 7;
  c.proposal = ProposalId("TR1");
  c.proposer = UnitId("SYT");
  c.unit = UnitId("BV");
  c.award = AwardCode("BKT-C");
  c.direct_worker = true;
  c.achievements.push_back({c.id, 1, 1, "Trực " + c.id.value + " 45 ca tại chốt.", {}});
  c.outcome = Outcome::passed;
  Vote vote;
  vote.nominee = c.id;
  vote.form = c.nomination.form;
  vote.in_favour = 13;
  vote.against = 1;
  vote.written_in_favour = 1;
  vote.stated_percent = Hundredths{9333};
  vote.stated_result = Outcome::passed;
  c.vote = vote;
  return c;
}

void add_papers(World& w) {
  IncomingProposal incoming;
  incoming.id = ProposalId("TR1");
  incoming.from = UnitId("SYT");
  incoming.number = "484/TTr-SYT";
  incoming.date = *Date::make(2022, 3, 17);
  incoming.minutes_number = "21/BB-HĐTĐKT";
  incoming.minutes_date = Date::make(2022, 3, 15);
  incoming.arrival_number = 1207;
  incoming.arrival_date = *Date::make(2022, 3, 18);
  w.facts.incoming.push_back(incoming);
  w.facts.deadline = Date::make(2022, 4, 15);
  Paper decision;
  decision.kind = "T-QD";
  decision.number = "1288/QĐ-UBND";
  decision.date = *Date::make(2022, 5, 20);
  decision.unit = UnitId("UBND");
  decision.decision = DecisionId("QD-1");
  decision.form = AwardFormId("BKTINH");
  decision.proposal_date = Date::make(2022, 5, 16);
  decision.legal_bases = {"LB1", "LB2"};
  decision.signature.lines = {"CHỦ TỊCH"};
  w.facts.papers.push_back(decision);
}

World good_world() {
  World w;
  w.texts = *RuleTexts::parse(law("validation_rules.tsv"));
  const std::string awards = law("awards.tsv");
  const std::string salary = law("base_salary.tsv");
  const std::string texts = law("legal_texts.tsv");
  w.catalogue = *AwardCatalogue::parse({awards, salary, texts});
  w.movement.id = MovementId("PT");
  w.movement.from = *Date::make(2021, 10, 1);
  w.movement.to = *Date::make(2022, 6, 30);
  AwardForm form;
  form.id = AwardFormId("BKTINH");
  form.name = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
  form.catalogue = "BKT";
  form.subjects = {RecipientKind::individual, RecipientKind::collective};
  form.bonus_individual = Hundredths{100};
  w.movement.forms.push_back(form);
  w.movement.bonus_base = BonusBase{{1'490'000}, ""};
  w.movement.quotas = {{"directWorkersMinPercent", {6000}}, {"maxIndividualsPerCollective", {800}}};
  w.movement.council.members.resize(15);
  w.bases = {basis("LB1", "Luật Thi đua, khen thưởng"), basis("LB2", "Luật Tổ chức chính quyền địa phương")};
  add_papers(w);
  w.cases = {person("CN1", "Nguyễn Thị Mai", 1980), person("CN2", "Trần Thị Hoa", 1985)};
  w.session.id = "PH";
  w.session.date = *Date::make(2022, 5, 12);
  w.session.members = 15;
  w.session.present = 14;
  w.session.threshold = {7000};
  w.session.ballots = {14, 14, 14};
  w.session.absent = {{MemberId("M12"), "", true}};
  for (const Case& c : w.cases)
    w.session.votes.push_back(*c.vote);
  w.facts.golden_book.first = 1;
  w.decisions = *assign_awards(w.movement, w.cases, w.facts, w.catalogue);
  return w;
}

/// The rules that object once `spoil` has been done to the good world, in order, without repetition.
std::vector<std::string> rules_after(const std::function<void(World&)>& spoil) {
  World w = good_world();
  spoil(w);
  std::vector<std::string> rules;
  for (const Objection& objection : w.check()) {
    EXPECT_EQ(objection.message.find('{'), std::string::npos) << objection.message;
    if (std::ranges::find(rules, objection.rule) == rules.end()) rules.push_back(objection.rule);
  }
  return rules;
}

using Rules = std::vector<std::string>;

TEST(Rules, SayNothingWhereNothingIsWrong) {
  EXPECT_EQ(rules_after([](World&) {}), Rules());
}

TEST(Rules, V01MissesAName) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].nomination.name.clear(); }), Rules{"V-01"});
}

TEST(Rules, V06MissesTheSalutation) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].nomination.gender = Gender::unknown; }), Rules{"V-06"});
}

TEST(Rules, V07DoubtsAnAge) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].nomination.birth_date = Date::make(2012, 1, 1); }),
            Rules{"V-07"});
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].nomination.birth_date = Date::make(1901, 1, 1); }),
            Rules{"V-07"});
}

TEST(Rules, V09FindsAPersonTwiceInOneList) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[1].nomination = w.cases[0].nomination; }), Rules{"V-09"});
}

TEST(Rules, V09KnowsAPersonWhateverThePlaceOfTheToneMark) {
  EXPECT_EQ(rules_after([](World& w) {
              w.cases[0].nomination.name = "Nguyễn Thị Hoà";
              w.cases[1].nomination = w.cases[0].nomination;
              w.cases[1].nomination.name = "Nguyễn Thị Hòa";
            }),
            Rules{"V-09"});
}

TEST(Rules, V10FindsAPersonInTwoUnits) {
  EXPECT_EQ(rules_after([](World& w) {
              w.cases[1].nomination = w.cases[0].nomination;
              w.cases[1].proposer = w.cases[1].unit = UnitId("SCT");
            }),
            Rules{"V-10"});
}

TEST(Rules, V11RemembersAnAwardOfTheMovement) {
  const auto with_award = [](Date day) {
    return rules_after([day](World& w) {
      w.facts.prior_awards.push_back({NomineeId("CN1"), "9/QĐ-UBND", day, AwardFormId("BKTINH"), "…"});
    });
  };
  EXPECT_EQ(with_award(*Date::make(2021, 12, 24)), Rules{"V-11"});
  EXPECT_EQ(with_award(*Date::make(2020, 12, 24)), Rules());
}

TEST(Rules, V12AsksForAMarkThatTellsHomonymsApart) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[1].nomination.name = "Nguyễn Thị Mai"; }), Rules{"V-12"});
  EXPECT_EQ(rules_after([](World& w) { w.cases[1].nomination.name = "Nguyễn Thị Mái"; }), Rules());
}

TEST(Rules, V13MissesAUnit) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].unit = UnitId(); }), Rules{"V-13"});
}

TEST(Rules, V15FindsSomeoneElsesPeople) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].unit = UnitId("SCT"); }), Rules{"V-15"});
}

TEST(Rules, V16RefusesTheWrongKindOfRecipient) {
  EXPECT_EQ(rules_after([](World& w) { w.movement.forms[0].subjects = {RecipientKind::collective}; }),
            Rules{"V-16"});
}

TEST(Rules, V17RefusesADecisionOfAHigherLevel) {
  EXPECT_EQ(rules_after([](World& w) { w.movement.forms[0].level = AwardLevel::state; }), (Rules{"V-17"}));
}

TEST(Rules, V18MissesALaw) {
  EXPECT_EQ(rules_after([](World& w) { w.facts.papers[0].legal_bases = {"LB1"}; }), Rules{"V-18"});
  EXPECT_EQ(rules_after([](World& w) { w.facts.papers[0].legal_bases.emplace_back("LB9"); }), Rules{"V-18"});
}

TEST(Rules, V19RefusesALawThatIsNotInForce) {
  EXPECT_EQ(rules_after([](World& w) { w.bases[0].valid_to = Date::make(2022, 5, 19); }), Rules{"V-19"});
}

TEST(Rules, V23SeesAGapInTheList) {
  EXPECT_EQ(rules_after([](World& w) { w.decisions[0].awards[1].seq = 3; }), Rules{"V-23"});
}

TEST(Rules, V26RecomputesTheBonus) {
  EXPECT_EQ(rules_after([](World& w) { w.decisions[0].awards[0].bonus.dong = 1'500'000; }), Rules{"V-26"});
  EXPECT_EQ(rules_after([](World& w) { w.movement.bonus_base->amount.dong = 1'800'000; }), Rules{"V-26"});
  EXPECT_EQ(rules_after([](World& w) { w.movement.forms[0].bonus_individual = Hundredths{150}; }),
            Rules{"V-26"});
}

TEST(Rules, V28AddsTheVotes) {
  EXPECT_EQ(rules_after([](World& w) { w.session.votes[0].against = 2; }), Rules{"V-28"});
  EXPECT_EQ(rules_after([](World& w) { w.session.votes[0].stated_percent = Hundredths{10000}; }),
            Rules{"V-28"});
  EXPECT_EQ(rules_after([](World& w) { w.session.absent.clear(); }), Rules{"V-28"});
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].vote->stated_result = Outcome::failed; }), Rules{"V-28"});
  EXPECT_EQ(rules_after([](World& w) { w.movement.council.members.pop_back(); }), Rules{"V-28"});
}

TEST(Rules, V29SeesAVoteUnderTheThreshold) {
  EXPECT_EQ(rules_after([](World& w) {
              w.cases[0].vote->in_favour = 9;
              w.cases[0].vote->against = 5;
              w.cases[0].vote->written_in_favour = 0;
              w.cases[0].vote->stated_result = Outcome::failed;
            }),
            Rules{"V-29"});
}

TEST(Rules, V30SeesThatTooFewCame) {
  EXPECT_EQ(rules_after([](World& w) { w.session.present = 9; }), Rules{"V-30"});
}

TEST(Rules, V31SeesDatesOutOfOrder) {
  EXPECT_EQ(rules_after([](World& w) { w.facts.incoming[0].minutes_date = Date::make(2022, 3, 18); }),
            Rules{"V-31"});
  EXPECT_EQ(rules_after([](World& w) { w.facts.papers[0].proposal_date = Date::make(2022, 5, 23); }),
            Rules{"V-31"});
  EXPECT_EQ(rules_after([](World& w) { w.session.date = *Date::make(2022, 5, 23); }), Rules{"V-31"});
}

TEST(Rules, V33KnowsWeekendsAndHolidays) {
  EXPECT_EQ(rules_after([](World& w) { w.facts.incoming[0].minutes_date = Date::make(2022, 3, 13); }),
            Rules{"V-33"});
  EXPECT_EQ(rules_after([](World& w) {
              w.facts.incoming[0].date = *Date::make(2022, 4, 11);
              w.facts.incoming[0].arrival_date = *Date::make(2022, 4, 12);
            }),
            Rules{"V-33"});
}

TEST(Rules, V34KnowsTheFormOfNumbers) {
  for (const char* number :
       {"8/QĐ-UBND", "1288/TTr-UBND", "1288/QĐ UBND", "1288QĐ-UBND", "1288/QĐ-", "/QĐ-UBND"}) {
    EXPECT_EQ(rules_after([number](World& w) { w.facts.papers[0].number = number; }), Rules{"V-34"})
        << number;
  }
  EXPECT_EQ(rules_after([](World& w) { w.facts.papers[0].number = "05/QĐ-UBND"; }), Rules());
}

TEST(Rules, V35SeesANumberUsedTwice) {
  EXPECT_EQ(rules_after([](World& w) { w.facts.papers.push_back(w.facts.papers[0]); }), Rules{"V-35"});
}

TEST(Rules, V41RefusesAbbreviationsOnCertificates) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].nomination.title = "Phó Chủ tịch UBND xã"; }),
            Rules{"V-41"});
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].nomination.title = "Thủ quỹ"; }), Rules());
}

TEST(Rules, V41LeavesRegisteredNamesAlone) {
  EXPECT_EQ(rules_after([](World& w) {
              w.units.push_back(unit("DN", "SYT", "Công ty TNHH MTV Sao Việt"));
              w.cases[0].nomination.workplace = "Công ty TNHH MTV Sao Việt";
            }),
            Rules());
}

TEST(Rules, V49MissesPartsOfADossier) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].achievements.clear(); }), Rules{"V-49"});
  EXPECT_EQ(rules_after([](World& w) { w.facts.incoming[0].minutes_number.clear(); }), Rules{"V-49"});
}

TEST(Rules, V51WantsFigures) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].achievements[0].text = "Hoàn thành tốt nhiệm vụ."; }),
            Rules{"V-51"});
}

TEST(Rules, V52SeesACopiedReport) {
  EXPECT_EQ(rules_after([](World& w) {
              std::string text;
              for (int i = 1; i <= 45; ++i)
                text += "câu" + std::to_string(i) + " ";
              for (Case& c : w.cases)
                c.achievements[0].text = text;
            }),
            Rules{"V-52"});
}

TEST(Rules, V53HoldsACaseUnderReview) {
  EXPECT_EQ(rules_after([](World& w) {
              w.facts.reviews.push_back({NomineeId("CN1"), "discipline", *Date::make(2022, 4, 18), "…"});
            }),
            Rules{"V-53"});
}

TEST(Rules, V54SeesALateArrival) {
  EXPECT_EQ(rules_after([](World& w) { w.facts.deadline = Date::make(2022, 3, 17); }), Rules{"V-54"});
}

TEST(Rules, V56TellsTheShareOfDirectWorkers) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].direct_worker = false; }), Rules{"V-56"});
}

TEST(Rules, V57WantsEachNumberOfTheGoldenBookOnce) {
  EXPECT_EQ(rules_after([](World& w) { w.decisions[0].awards[1].register_number = 1; }), Rules{"V-57"});
  EXPECT_EQ(rules_after([](World& w) { w.decisions[0].awards[1].register_number = 0; }), Rules{"V-57"});
}

TEST(Rules, V62WantsPosthumousAwardsMarked) {
  EXPECT_EQ(rules_after([](World& w) { w.cases[0].posthumous = true; }), Rules{"V-62"});
  EXPECT_EQ(rules_after([](World& w) { w.decisions[0].posthumous = true; }), Rules{"V-62"});
}

TEST(Rules, V63AndV64ReadTheSignature) {
  EXPECT_EQ(rules_after([](World& w) {
              w.facts.papers[0].signature.lines = {"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"};
            }),
            Rules{"V-63"});
  EXPECT_EQ(rules_after([](World& w) { w.facts.papers[0].signature.lines = {"PHÓ CHỦ TỊCH"}; }),
            Rules{"V-64"});
  EXPECT_EQ(rules_after([](World& w) {
              w.facts.papers[0].signature.lines = {"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"};
            }),
            Rules());
}

TEST(Rules, V66CountsAgainstTheQuota) {
  EXPECT_EQ(rules_after([](World& w) {
              w.movement.quotas[1].value = {100};
              Case collective = w.cases[0];
              collective.id = NomineeId("TT1");
              collective.nomination.kind = RecipientKind::collective;
              collective.nomination.name = "Bệnh viện Nhi";
              collective.nomination.birth_date.reset();
              w.cases.push_back(collective);
            }),
            Rules{"V-66"});
}

TEST(RuleTexts, RefuseATableThatIsBroken) {
  EXPECT_FALSE(RuleTexts::parse("id\tseverity\n"));
  EXPECT_FALSE(RuleTexts::parse("id\tseverity\tmessage_vi\tfix_hint_vi\nV-01\tnặng\tx\ty\n"));
  EXPECT_FALSE(RuleTexts::parse("id\tseverity\tmessage_vi\tfix_hint_vi\nV-01\terror\t{x\ty\n"));
}

TEST(SimilarTexts, MeasuresSharedShingles) {
  std::string first;
  std::string other;
  for (int i = 0; i < 200; ++i) {
    first += "tu" + std::to_string(i) + " ";
    other += "tu" + std::to_string(i == 100 ? 999 : i) + " ";
  }
  const auto pairs = similar_texts({first, "ngắn", other});
  ASSERT_EQ(pairs.size(), 1U);
  EXPECT_EQ(pairs[0].first, 0U);
  EXPECT_EQ(pairs[0].second, 2U);
  // 196 shingles each; five of them hold the changed word: 191 of 201 are shared.
  EXPECT_EQ(pairs[0].percent.value, 9502);
  EXPECT_TRUE(similar_texts({"một hai ba", "một hai ba"}).empty());
}

}  // namespace
}  // namespace sovang::domain
