#include "token_session.h"

#include <algorithm>
#include <utility>

namespace sovang::pdf {
namespace {

constexpr std::size_t largest_value = std::size_t{64} << 10U;
constexpr CK_ULONG most_objects = 64;

std::string reason(CK_RV code) {
  const char* text = p11_kit_strerror(code);
  return text == nullptr ? std::to_string(code) : std::string(text);
}

/// A token and the module that reaches it.
struct Slot {
  CK_FUNCTION_LIST* module = nullptr;
  CK_SLOT_ID id = 0;
};

std::vector<Slot> slots_of(const std::vector<CK_FUNCTION_LIST*>& modules, const TokenUri& uri) {
  std::vector<Slot> found;
  for (CK_FUNCTION_LIST* module : modules) {
    CK_ULONG count = 0;
    if (module->C_GetSlotList(CK_TRUE, nullptr, &count) != CKR_OK || count > 1024) continue;
    std::vector<CK_SLOT_ID> ids(count);
    if (count == 0 || module->C_GetSlotList(CK_TRUE, ids.data(), &count) != CKR_OK) continue;
    ids.resize(std::min<std::size_t>(count, ids.size()));
    for (const CK_SLOT_ID id : ids) {
      CK_TOKEN_INFO info{};
      if (module->C_GetTokenInfo(id, &info) == CKR_OK && (info.flags & CKF_TOKEN_INITIALIZED) != 0 &&
          uri.matches(info)) {
        found.push_back({module, id});
      }
    }
  }
  return found;
}

Status log_in(CK_FUNCTION_LIST* module, CK_SESSION_HANDLE session, std::string_view pin) {
  std::string secret(pin);
  const CK_RV code =
      module->C_Login(session, CKU_USER, reinterpret_cast<CK_UTF8CHAR*>(secret.data()), secret.size());
  switch (code) {
    case CKR_OK:
    case CKR_USER_ALREADY_LOGGED_IN:
      return {};
    case CKR_PIN_INCORRECT:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_INVALID:
      return fail(ErrorCode::invalid_input,
                  "mã PIN của thiết bị ký không đúng; gõ sai nhiều lần thiết bị sẽ khóa (không ghi gì)");
    case CKR_PIN_LOCKED:
      return fail(ErrorCode::forbidden,
                  "thiết bị ký đã khóa vì gõ sai mã PIN nhiều lần: hãy liên hệ nơi cấp");
    default:
      return fail(ErrorCode::io, "không đăng nhập được vào thiết bị ký (" + reason(code) + ")");
  }
}

}  // namespace

Result<TokenUri> TokenUri::parse(std::string_view text) {
  TokenUri out;
  out.uri_.reset(p11_kit_uri_new());
  SOVANG_EXPECT(out.uri_ != nullptr);
  const std::string copy(text);
  if (p11_kit_uri_parse(copy.c_str(), P11_KIT_URI_FOR_ANY, out.uri_.get()) != P11_KIT_URI_OK ||
      p11_kit_uri_any_unrecognized(out.uri_.get()) != 0) {
    return fail(ErrorCode::invalid_input,
                "địa chỉ thiết bị ký không đúng; hãy ghi như "
                "pkcs11:token=TEN;object=KHOA?module-path=/duong/dan/mo-dun.so");
  }
  if (p11_kit_uri_get_pin_value(out.uri_.get()) != nullptr) {
    return fail(ErrorCode::invalid_input,
                "không ghi mã PIN trong địa chỉ thiết bị ký (người khác thấy được); hãy để mã PIN trong tệp");
  }
  return out;
}

std::string TokenUri::module_path() const {
  const char* path = p11_kit_uri_get_module_path(uri_.get());
  return path == nullptr ? std::string() : std::string(path);
}

bool TokenUri::matches(const CK_TOKEN_INFO& token) const {
  return p11_kit_uri_match_token_info(uri_.get(), &token) == 1;
}

std::vector<CK_ATTRIBUTE> TokenUri::attributes() const {
  CK_ULONG count = 0;
  CK_ATTRIBUTE* all = p11_kit_uri_get_attributes(uri_.get(), &count);
  std::vector<CK_ATTRIBUTE> out;
  for (CK_ULONG i = 0; i < count; ++i) {
    if (all[i].type != CKA_CLASS) out.push_back(all[i]);
  }
  return out;
}

Result<std::shared_ptr<TokenModules>> TokenModules::load(const std::string& path) {
  if (path.empty()) {
    CK_FUNCTION_LIST** all = p11_kit_modules_load_and_initialize(0);
    if (all == nullptr || all[0] == nullptr) {
      if (all != nullptr) p11_kit_modules_finalize_and_release(all);
      return fail(
          ErrorCode::not_found,
          "máy chưa cài mô-đun PKCS #11 của thiết bị ký; hãy cài, hoặc thêm ?module-path=… vào địa chỉ");
    }
    return std::make_shared<TokenModules>(all);
  }
  CK_FUNCTION_LIST* module = p11_kit_module_load(path.c_str(), 0);
  if (module == nullptr)
    return fail(ErrorCode::not_found, "không nạp được mô-đun PKCS #11 " + path + "; hãy xem lại đường dẫn");
  const CK_RV code = p11_kit_module_initialize(module);
  if (code != CKR_OK) {
    p11_kit_module_release(module);
    return fail(ErrorCode::io, "mô-đun PKCS #11 " + path + " không khởi động được (" + reason(code) + ")");
  }
  return std::make_shared<TokenModules>(module);
}

TokenModules::~TokenModules() {
  if (registered_ != nullptr) p11_kit_modules_finalize_and_release(registered_);
  if (single_ != nullptr) {
    p11_kit_module_finalize(single_);
    p11_kit_module_release(single_);
  }
}

std::vector<CK_FUNCTION_LIST*> TokenModules::all() const {
  std::vector<CK_FUNCTION_LIST*> out;
  if (single_ != nullptr) out.push_back(single_);
  for (CK_FUNCTION_LIST** at = registered_; at != nullptr && *at != nullptr; ++at)
    out.push_back(*at);
  return out;
}

Result<std::unique_ptr<TokenSession>> TokenSession::open(std::shared_ptr<TokenModules> modules,
                                                         const TokenUri& uri, std::string_view pin) {
  const std::vector<Slot> slots = slots_of(modules->all(), uri);
  if (slots.empty()) {
    return fail(ErrorCode::not_found,
                "không thấy thiết bị ký nào khớp với địa chỉ pkcs11; hãy cắm thiết bị hoặc xem lại tên");
  }
  if (slots.size() > 1) {
    return fail(ErrorCode::invalid_input,
                "có nhiều thiết bị ký khớp với địa chỉ pkcs11; hãy nêu rõ token=… hoặc serial=…");
  }
  CK_SESSION_HANDLE handle = 0;
  CK_FUNCTION_LIST* module = slots.front().module;
  const CK_RV code = module->C_OpenSession(slots.front().id, CKF_SERIAL_SESSION, nullptr, nullptr, &handle);
  if (code != CKR_OK)
    return fail(ErrorCode::io, "không mở được phiên với thiết bị ký (" + reason(code) + ")");
  auto session = std::make_unique<TokenSession>(std::move(modules), module, handle);
  SOVANG_TRY(log_in(module, handle, pin));
  return session;
}

TokenSession::~TokenSession() {
  module_->C_CloseSession(session_);  // ends the login with the last session of this program
}

std::vector<CK_OBJECT_HANDLE> TokenSession::find(std::vector<CK_ATTRIBUTE> wanted) const {
  std::vector<CK_OBJECT_HANDLE> found(most_objects);
  CK_ULONG count = 0;
  if (module_->C_FindObjectsInit(session_, wanted.data(), wanted.size()) != CKR_OK) return {};
  if (module_->C_FindObjects(session_, found.data(), most_objects, &count) != CKR_OK) count = 0;
  module_->C_FindObjectsFinal(session_);
  found.resize(std::min(count, most_objects));
  return found;
}

Bytes TokenSession::value_of(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
  CK_ATTRIBUTE attribute{type, nullptr, 0};
  if (module_->C_GetAttributeValue(session_, object, &attribute, 1) != CKR_OK ||
      attribute.ulValueLen > largest_value) {
    return {};
  }
  Bytes value(attribute.ulValueLen, '\0');
  attribute.pValue = value.data();
  if (module_->C_GetAttributeValue(session_, object, &attribute, 1) != CKR_OK ||
      attribute.ulValueLen > value.size()) {
    return {};
  }
  value.resize(attribute.ulValueLen);
  return value;
}

Result<Bytes> TokenSession::sign(CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism, ByteView data) const {
  CK_MECHANISM chosen{mechanism, nullptr, 0};
  Bytes input(data);
  Bytes value(2048, '\0');
  CK_ULONG size = value.size();
  CK_RV code = module_->C_SignInit(session_, &chosen, key);
  if (code == CKR_OK) {
    code = module_->C_Sign(session_, reinterpret_cast<CK_BYTE*>(input.data()), input.size(),
                           reinterpret_cast<CK_BYTE*>(value.data()), &size);
  }
  if (code != CKR_OK || size > value.size())
    return fail(ErrorCode::io, "thiết bị không ký được (" + reason(code) + "): hãy cắm lại rồi thử lại");
  value.resize(size);
  return value;
}

}  // namespace sovang::pdf
