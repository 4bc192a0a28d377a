#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>

#include "sovang/base/bytes.h"
#include "sovang/base/result.h"

namespace sovang::pdf {

/// A parsed pkcs11: URI (RFC 7512).
class TokenUri {
 public:
  [[nodiscard]] static Result<TokenUri> parse(std::string_view text);

  [[nodiscard]] std::string module_path() const;
  [[nodiscard]] bool matches(const CK_TOKEN_INFO& token) const;
  /// The attributes of the object that it names: label, id. The class is left out, for a key and its
  /// certificate share the rest.
  [[nodiscard]] std::vector<CK_ATTRIBUTE> attributes() const;

 private:
  struct Free {
    void operator()(P11KitUri* uri) const { p11_kit_uri_free(uri); }
  };
  std::unique_ptr<P11KitUri, Free> uri_;
};

/// The PKCS #11 modules that are asked: one by its path, or all that the system has registered.
class TokenModules {
 public:
  [[nodiscard]] static Result<std::shared_ptr<TokenModules>> load(const std::string& path);
  explicit TokenModules(CK_FUNCTION_LIST** modules) : registered_(modules) {}
  explicit TokenModules(CK_FUNCTION_LIST* module) : single_(module) {}
  TokenModules(const TokenModules&) = delete;
  TokenModules& operator=(const TokenModules&) = delete;
  ~TokenModules();

  [[nodiscard]] std::vector<CK_FUNCTION_LIST*> all() const;

 private:
  CK_FUNCTION_LIST** registered_ = nullptr;
  CK_FUNCTION_LIST* single_ = nullptr;
};

/// A session with one token, logged in.
class TokenSession {
 public:
  /// The token that the URI names, among those of the modules; exactly one must match.
  [[nodiscard]] static Result<std::unique_ptr<TokenSession>> open(std::shared_ptr<TokenModules> modules,
                                                                  const TokenUri& uri, std::string_view pin);
  TokenSession(std::shared_ptr<TokenModules> modules, CK_FUNCTION_LIST* module, CK_SESSION_HANDLE session)
      : modules_(std::move(modules)), module_(module), session_(session) {}
  TokenSession(const TokenSession&) = delete;
  TokenSession& operator=(const TokenSession&) = delete;
  ~TokenSession();

  /// Objects with these attributes, at most 64.
  [[nodiscard]] std::vector<CK_OBJECT_HANDLE> find(std::vector<CK_ATTRIBUTE> wanted) const;
  /// The value of an attribute; empty if there is none, or it is larger than 64 KiB.
  [[nodiscard]] Bytes value_of(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
  [[nodiscard]] Result<Bytes> sign(CK_OBJECT_HANDLE key, CK_MECHANISM_TYPE mechanism, ByteView data) const;

 private:
  std::shared_ptr<TokenModules> modules_;  ///< shared: a module ends only after its last session
  CK_FUNCTION_LIST* module_;
  CK_SESSION_HANDLE session_;
};

}  // namespace sovang::pdf
