#include "sovang/dossier/template_signatures.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

namespace sovang::dossier {
namespace {

using ::testing::HasSubstr;

document::Template form(std::string_view version, std::string_view words) {
  class Included : public document::TemplateFiles {
    Result<Bytes> read(const std::filesystem::path& path) const override {
      if (path != "lib.xml") return sovang::fail(ErrorCode::not_found, "không có");
      return Bytes(R"(<template xmlns="urn:sovang:template:1" id="l" version="1.0.0" kind="library"/>)");
    }
  };
  Diagnostics diagnostics;
  auto read = document::parse_template(
      R"(<template xmlns="urn:sovang:template:1" id="thu" version=")" + std::string(version) +
          R"(" kind="letter"><include src="lib.xml"/><page-master name="m" size="A4" margin="20mm"/>)"
          R"(<sequence master="m"><p>)" +
          std::string(words) + "</p></sequence></template>",
      "thu.xml", Included(), diagnostics);
  if (!read) throw std::runtime_error(read.error().message);
  return std::move(*read);
}

class Signatures : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store.make_key(ids)); }
  SigningKey key() const { return *store.key(); }

  files::TemporaryFolder folder = *files::TemporaryFolder::make("signatures");
  SequenceIds ids{1};
  TemplateSignatures store{folder.path()};
};

TEST_F(Signatures, VouchForTheTemplateThatWasSigned) {
  ASSERT_TRUE(store.sign(form("1.0.0", "a"), "Sở Nội vụ\nX", key()));
  const auto found = store.verify(form("1.0.0", "a"));
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->signer, "Sở Nội vụ X");
  EXPECT_EQ(found->files.size(), 2U);
}

TEST_F(Signatures, DoNotMindWhatChangesNoMeaning) {
  ASSERT_TRUE(store.sign(form("1.0.0", "a"), "X", key()));
  EXPECT_TRUE(store.verify(form("1.0.0", "<!-- c -->a")));
}

TEST_F(Signatures, SayWhichFileWasChangedAfterSigning) {
  ASSERT_TRUE(store.sign(form("1.0.0", "a"), "X", key()));
  const auto found = store.verify(form("1.0.0", "b"));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::findings);
  EXPECT_THAT(found.error().message, HasSubstr("thu.xml đã đổi"));
}

TEST_F(Signatures, AreMissingForAVersionThatNobodySigned) {
  ASSERT_TRUE(store.sign(form("1.0.0", "a"), "X", key()));
  EXPECT_EQ(store.verify(form("1.0.1", "a")).error().code, ErrorCode::not_found);
}

TEST_F(Signatures, AreNotGivenTwiceToOneVersion) {
  ASSERT_TRUE(store.sign(form("1.0.0", "a"), "X", key()));
  EXPECT_TRUE(store.sign(form("1.0.0", "a"), "X", key()));
  const auto again = store.sign(form("1.0.0", "b"), "X", key());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  EXPECT_TRUE(store.verify(form("1.0.0", "a")));
  EXPECT_TRUE(store.sign(form("1.1.0", "b"), "X", key()));
}

TEST_F(Signatures, OfAKeyThatTheOfficeDoesNotTrustAreRefused) {
  const SigningKey other = SigningKey::from_seed(Bytes(32, 'x'));
  ASSERT_TRUE(store.sign(form("1.0.0", "a"), "Kẻ lạ", other));
  EXPECT_EQ(store.verify(form("1.0.0", "a")).error().code, ErrorCode::forbidden);
  const auto keys = folder.path() / "keys" / "template.pub";
  ASSERT_TRUE(files::replace(keys, *files::read(keys) + to_base64(other.public_key()) + "\n"));
  EXPECT_TRUE(store.verify(form("1.0.0", "a")));
}

TEST_F(Signatures, ThatWereTouchedAreRefusedWhateverWasTouched) {
  const std::string text = signature_text(sign_template(form("1.0.0", "a"), "X", key()));
  ASSERT_TRUE(read_signature(text, "t.sig"));
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string touched = text;
    touched[i] = static_cast<char>(touched[i] ^ 1);
    EXPECT_FALSE(read_signature(touched, "t.sig")) << i;
  }
  EXPECT_FALSE(read_signature(text + "\n", "t.sig"));
  EXPECT_FALSE(read_signature(text.substr(0, text.size() - 1), "t.sig"));
  EXPECT_FALSE(read_signature("", "t.sig"));
}

TEST_F(Signatures, NeedAKeyFileThatNobodyElseCanRead) {
  std::filesystem::permissions(folder.path() / "keys" / "template.key", std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(store.key().error().code, ErrorCode::forbidden);
}

}  // namespace
}  // namespace sovang::dossier
