#include <array>
#include <cstdlib>

#include <gmock/gmock.h>
#include <openssl/pem.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/pdf/signing.h"

#include "sign_maker.h"
#include "token_session.h"

namespace sovang::pdf::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* softhsm = "/usr/lib/softhsm/libsofthsm2.so";
constexpr const char* uri_start = "pkcs11:token=UBND%20tinh;object=";

std::string uri(const std::string& object) {
  return uri_start + object + "?module-path=" + softhsm;
}

Bytes pem_of(const Identity& identity) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  EXPECT_EQ(
      PEM_write_bio_PKCS8PrivateKey(out.get(), identity.key.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
  char* text = nullptr;
  const long length = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

/// A token of SoftHSM in a folder of its own, with a key of the person (id 01) and of the office (id 02).
class Token {
 public:
  Token() : folder_(files::TemporaryFolder::make("sovang-token").value()) {
    const std::filesystem::path conf = folder_.path() / "softhsm2.conf";
    EXPECT_TRUE(files::make_folders(folder_.path() / "tokens"));
    EXPECT_TRUE(files::create_unsynced(
        conf, "directories.tokendir = " + (folder_.path() / "tokens").string() + "\nlog.level = ERROR\n"));
    EXPECT_EQ(setenv("SOFTHSM2_CONF", conf.c_str(), 1), 0);
    softhsm_util(
        {"--init-token", "--free", "--label", "UBND tinh", "--so-pin", "87654321", "--pin", "123456"});
    import(person(), "lanh-dao", "01");
    import(office(), "van-thu", "02");
    add_certificates();
  }

 private:
  static void softhsm_util(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "softhsm2-util");
    const auto result = run_process(arguments);
    ASSERT_TRUE(result) << result.error().message;
    ASSERT_EQ(result->exit_status, 0) << result->errors << result->output;
  }

  void import(const Identity& identity, const std::string& label, const std::string& id) {
    const std::filesystem::path key = folder_.path() / (label + ".pem");
    ASSERT_TRUE(files::create_unsynced(key, pem_of(identity)));
    softhsm_util(
        {"--import", key.string(), "--token", "UBND tinh", "--label", label, "--id", id, "--pin", "123456"});
  }

  /// softhsm2-util imports keys only: the certificates go in by the module itself.
  static void add_certificates() {
    const auto modules = TokenModules::load(softhsm).value();
    CK_FUNCTION_LIST* module = modules->all().front();
    std::array<CK_SLOT_ID, 8> slots{};  // SoftHSM shows an empty one behind each that is set up
    CK_ULONG count = slots.size();
    ASSERT_EQ(module->C_GetSlotList(CK_TRUE, slots.data(), &count), CKR_OK);
    CK_SESSION_HANDLE session = 0;
    ASSERT_EQ(
        module->C_OpenSession(slots.front(), CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session),
        CKR_OK);
    std::string pin = "123456";
    ASSERT_EQ(module->C_Login(session, CKU_USER, reinterpret_cast<CK_UTF8CHAR*>(pin.data()), pin.size()),
              CKR_OK);
    add_certificate(module, session, person().der(), "lanh-dao", "\x01");
    add_certificate(module, session, office().der(), "van-thu", "\x02");
    add_certificate(module, session, authority().intermediate().der(), "cap-tren", "\x03");
    module->C_CloseSession(session);
  }

  static void add_certificate(CK_FUNCTION_LIST* module, CK_SESSION_HANDLE session, Bytes der,
                              std::string label, std::string id) {
    CK_ULONG kind = CKO_CERTIFICATE;
    CK_ULONG type = CKC_X_509;
    CK_BBOOL on_token = CK_TRUE;
    X509Ptr parsed = parse_certificate(der);
    unsigned char* name = nullptr;
    const int length = i2d_X509_NAME(X509_get_subject_name(parsed.get()), &name);
    Bytes subject = take_der(name, length);
    CK_ATTRIBUTE attributes[] = {
        {CKA_CLASS, &kind, sizeof kind},         {CKA_CERTIFICATE_TYPE, &type, sizeof type},
        {CKA_TOKEN, &on_token, sizeof on_token}, {CKA_SUBJECT, subject.data(), subject.size()},
        {CKA_LABEL, label.data(), label.size()}, {CKA_ID, id.data(), id.size()},
        {CKA_VALUE, der.data(), der.size()}};
    CK_OBJECT_HANDLE made = 0;
    ASSERT_EQ(module->C_CreateObject(session, attributes, std::size(attributes), &made), CKR_OK);
  }

  files::TemporaryFolder folder_;
};

class SignWithToken : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(softhsm)) GTEST_SKIP() << "SoftHSM (package softhsm2) is not installed";
    static const Token token;
  }
};

TEST_F(SignWithToken, PopplerAcceptsItsRsaSignature) {
  const auto signer = open_pkcs11(uri("lanh-dao"), "123456");
  ASSERT_TRUE(signer) << signer.error().message;
  EXPECT_EQ(certificate_facts((*signer)->certificates().front())->name, "Lê Văn Thử Nghiệm");
  EXPECT_EQ((*signer)->certificates().size(), 2U);  // with the authority's own
  const auto rows = pdfsig(signed_by(unsigned_pdf(), person_order(), **signer));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].valid) << rows[0].text;
}

TEST_F(SignWithToken, PopplerAcceptsItsEcdsaSignature) {
  const auto signer = open_pkcs11(uri("van-thu"), "123456");
  ASSERT_TRUE(signer) << signer.error().message;
  const auto rows = pdfsig(signed_by(unsigned_pdf(), office_order(), **signer));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_TRUE(rows[0].valid) << rows[0].text;
}

TEST_F(SignWithToken, GivesTheBytesThatTheSameRsaKeyGivesFromAFile) {
  const auto token = open_pkcs11(uri("lanh-dao"), "123456");
  ASSERT_TRUE(token);
  const Bytes digest(32, '\x5A');
  EXPECT_EQ((*token)->sign(digest).value(), signer_of(person())->sign(digest).value());
}

TEST_F(SignWithToken, SaysWhatIsWrong) {
  const struct {
    std::string uri;
    std::string pin;
    std::string message;
  } cases[] = {{uri("lanh-dao"), "000000", "mã PIN của thiết bị ký không đúng"},
               {uri("khong-co"), "123456", "không có khóa (kèm chứng thư) khớp"},
               {std::string("pkcs11:token=UBND%20tinh?module-path=") + softhsm, "123456", "nhiều khóa khớp"},
               {std::string("pkcs11:token=khac?module-path=") + softhsm, "123456", "không thấy thiết bị ký"},
               {"pkcs11:token=a?module-path=/khong/co.so", "1", "không nạp được mô-đun"},
               {"pkcs11:token=a?pin-value=123456", "", "không ghi mã PIN trong địa chỉ"},
               {"tập tin", "", "địa chỉ thiết bị ký không đúng"}};
  for (const auto& wrong : cases) {
    const auto opened = open_pkcs11(wrong.uri, wrong.pin);
    ASSERT_FALSE(opened) << wrong.uri;
    EXPECT_THAT(opened.error().message, HasSubstr(wrong.message));
  }
}

}  // namespace
}  // namespace sovang::pdf::testing
