#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "sovang/base/hash.h"

#include "archive_fixture.h"
#include "code.h"

namespace sovang::archive {
namespace {

using Verdict = Verification::Verdict;

class VerifyTest : public ArchiveTest {
 protected:
  /// The decision with the codes that its certificates carry.
  std::pair<Record, std::vector<ContentFile>> coded() {
    auto object = decision();
    for (RecordLine& line : object.first.lines)
      line.certificate_code = must(archive_.certificate_code(object.first, line));
    return object;
  }

  bool says(const Verification& answer, const std::string& words) {
    return std::any_of(answer.reasons.begin(), answer.reasons.end(),
                       [&](const std::string& reason) { return reason.find(words) != std::string::npos; });
  }

  Archive archive_ = open();
};

TEST_F(VerifyTest, FileAsKeptIsGenuine) {
  const auto object = coded();
  keep(archive_, object);
  const Verification answer = must(archive_.verify_file(object.second[2].bytes));
  EXPECT_EQ(answer.verdict, Verdict::genuine);
  EXPECT_EQ(answer.path, "certs/0001.pdf");
  EXPECT_EQ(answer.decision, "1288/QĐ-UBND ngày 20/5/2022");
  EXPECT_EQ(answer.log_index, 0U);
  ASSERT_TRUE(answer.line.has_value());
  EXPECT_EQ(answer.line->name, "Nguyễn Thị Mỹ");
  EXPECT_FALSE(answer.line->birth_date.has_value());
}

TEST_F(VerifyTest, EveryChangedByteIsSeenAndNamed) {
  const auto object = coded();
  keep(archive_, object);
  for (const std::size_t at : {std::size_t{0}, std::size_t{4095}, std::size_t{4096}, std::size_t{19'999}}) {
    Bytes copy = object.second[2].bytes;
    copy[at] = static_cast<char>(copy[at] ^ 1);
    const Verification answer = must(archive_.verify_file(copy));
    EXPECT_EQ(answer.verdict, Verdict::changed) << at;
    EXPECT_EQ(answer.path, "certs/0001.pdf");
    EXPECT_TRUE(says(answer, "khác 1 byte, byte khác đầu tiên ở vị trí " + std::to_string(at + 1))) << at;
  }
}

TEST_F(VerifyTest, ChangedCopyIsRecognisedAmongManyThatShareTheArt) {
  auto object = decision();
  object.first.lines.clear();
  object.second.resize(2);
  const Bytes art = paper("art", 16'384);
  for (int i = 0; i < 230; ++i) {
    RecordLine line = person(i + 1, "Người thứ " + std::to_string(i), "SYT", "Sở Y tế");
    line.certificate_path = "certs/" + std::to_string(i) + ".pdf";
    object.second.push_back({line.certificate_path, art + paper(line.name, 6'000)});
    object.first.lines.push_back(line);
  }
  keep(archive_, object);
  Bytes copy = object.second.at(2 + 227).bytes;
  copy[17'000] = static_cast<char>(copy[17'000] ^ 1);
  const Verification answer = must(archive_.verify_file(copy));
  EXPECT_EQ(answer.verdict, Verdict::changed);
  EXPECT_EQ(answer.path, "certs/227.pdf");
  EXPECT_TRUE(says(answer, "khác 1 byte"));
}

TEST_F(VerifyTest, CutAndLengthenedCopiesAreSeen) {
  const auto object = coded();
  keep(archive_, object);
  EXPECT_EQ(must(archive_.verify_file(object.second[2].bytes + "%%EOF\n")).verdict, Verdict::changed);
  EXPECT_EQ(must(archive_.verify_file(object.second[2].bytes.substr(0, 15'000))).verdict, Verdict::changed);
}

TEST_F(VerifyTest, StrangeFileIsUnknown) {
  keep(archive_, coded());
  EXPECT_EQ(must(archive_.verify_file(paper("something else"))).verdict, Verdict::unknown);
  EXPECT_EQ(must(archive_.verify_file("")).verdict, Verdict::unknown);
}

TEST_F(VerifyTest, RevokedDecisionIsSaidToBeSo) {
  const auto object = coded();
  const std::string id = keep(archive_, object);
  auto revoking = decision("1300/QĐ-UBND", 1300, "1");
  revoking.first.relations.push_back({"revokes", id});
  keep(archive_, revoking);
  Record record = must(archive_.record(id, archivist_));
  record.state = RecordState::revoked;
  must(archive_.amend(record, {}, 1, actor_, "Thu hồi"));
  const Verification answer = must(archive_.verify_file(object.second[2].bytes));
  EXPECT_EQ(answer.verdict, Verdict::revoked);
  EXPECT_TRUE(says(answer, "1300/QĐ-UBND"));
  EXPECT_EQ(must(archive_.verify_code(object.first.lines[0].certificate_code)).verdict, Verdict::revoked);
}

TEST_F(VerifyTest, PaperOfAnOlderVersionIsSaidToBeCorrected) {
  const auto object = coded();
  const std::string id = keep(archive_, object);
  Record record = must(archive_.record(id, archivist_));
  must(archive_.amend(record, {{"decision.pdf", paper("new")}}, 1, actor_, "Đính chính"));
  EXPECT_EQ(must(archive_.verify_file(object.second[0].bytes)).verdict, Verdict::corrected);
  EXPECT_EQ(must(archive_.verify_file(paper("new"))).verdict, Verdict::genuine);
}

TEST_F(VerifyTest, CodeIsRecognisedHoweverItIsScanned) {
  const auto object = coded();
  keep(archive_, object);
  const std::string code = object.first.lines[2].certificate_code;
  EXPECT_EQ(code.size(), 154U);
  for (const std::string& scanned :
       {code, "HTTPS://THIDUA.EXAMPLE/X/" + code, "https://thidua.example/x/" + code + "\n"}) {
    const Verification answer = must(archive_.verify_code(scanned));
    EXPECT_EQ(answer.verdict, Verdict::genuine);
    ASSERT_TRUE(answer.line.has_value());
    EXPECT_EQ(answer.line->name, "Đỗ Đình Đức");
    EXPECT_EQ(answer.path, "certs/0003.pdf");
  }
}

TEST_F(VerifyTest, EveryChangedLetterOfACodeIsRefused) {
  const auto object = coded();
  keep(archive_, object);
  const std::string code = object.first.lines[0].certificate_code;
  for (std::size_t i = 0; i < code.size(); ++i) {
    std::string forged = code;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    const auto answer = archive_.verify_code(forged);
    EXPECT_FALSE(answer && answer->verdict != Verdict::unknown) << i;
  }
}

TEST_F(VerifyTest, CodeThatIsNotKeptIsUnknown) {
  const auto object = coded();
  const Verification answer = must(archive_.verify_code(object.first.lines[0].certificate_code));
  EXPECT_EQ(answer.verdict, Verdict::unknown);
}

TEST_F(VerifyTest, CodeOfAnotherOfficeIsUnknown) {
  Archive::Options other = options_;
  other.root = folder_.path() / "other";
  must(Archive::create(other, ids_));
  const Archive elsewhere = must(Archive::open(other, clock_, ids_));
  const auto object = coded();
  keep(archive_, object);
  EXPECT_EQ(must(elsewhere.verify_code(object.first.lines[0].certificate_code)).verdict, Verdict::unknown);
}

TEST_F(VerifyTest, TextThatIsNoCodeIsInvalidInput) {
  for (const std::string& text :
       {std::string(), std::string("xin chào"), std::string(154, 'A'), std::string(100'000, 'A')}) {
    const auto answer = archive_.verify_code(text);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, ErrorCode::invalid_input);
  }
}

TEST_F(VerifyTest, CodeHoldsNoPersonalDataAndIsTheSameEachTime) {
  const auto object = coded();
  const std::string code = object.first.lines[0].certificate_code;
  EXPECT_EQ(code, must(archive_.certificate_code(object.first, object.first.lines[0])));
  const Bytes bytes = *from_base32(code);
  EXPECT_EQ(bytes.size(), 96U);
  EXPECT_EQ(bytes.find("Nguy"), std::string::npos);
  EXPECT_EQ(bytes.find("1288"), std::string::npos);
}

TEST_F(VerifyTest, CodeIsCheckedOfflineWithThePublishedKey) {
  const auto object = coded();
  const PublishedKeys keys = must(PublishedKeys::read(must(files::read(options_.root / "log" / "keys"))));
  const CertificateCode code = must(read_code(object.first.lines[0].certificate_code, keys));
  EXPECT_EQ(code.issued, Date::make(2022, 5, 20));
  EXPECT_EQ(
      code.text_hash,
      digest(HashKind::sha256, "BK-1|Nguyễn Thị Mỹ|Sở Y tế|BKT-C|1288/QĐ-UBND|2022-05-20").substr(0, 16));
}

}  // namespace
}  // namespace sovang::archive
