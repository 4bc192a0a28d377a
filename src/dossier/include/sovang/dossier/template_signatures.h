#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/ids.h"
#include "sovang/base/result.h"
#include "sovang/base/signing_key.h"
#include "sovang/document/template.h"

namespace sovang::dossier {

/// What an office says of one version of a template: "this is the one we issue with". Detached: a text file
/// beside nothing, so the template's own files stay as they are (docs/formats/template-signature.md).
struct TemplateSignature {
  std::string id;
  std::string version;
  std::string digest;  ///< document::Template::digest()
  /// The files the template is made of, each with the SHA-256 of its canonical form, sorted by path.
  std::vector<std::pair<std::string, std::string>> files;
  std::string signer;  ///< the office, for people
  Bytes public_key;
  Bytes signature;  ///< Ed25519 over all lines of the file before this one
};

[[nodiscard]] TemplateSignature sign_template(const document::Template& form, std::string signer,
                                              const SigningKey& key);
/// The text of the file.
[[nodiscard]] std::string signature_text(const TemplateSignature& signature);
/// Reads it. Code `corrupt` unless the signature fits its own key and text.
[[nodiscard]] Result<TemplateSignature> read_signature(std::string_view text, std::string_view file);

/// The signed templates of an office: `<office>/templates/<id>-<version>.sig`, made with the office's key
/// `<office>/keys/template.key`, whose public half is `template.pub` beside it. A line of `template.pub` is a
/// key in Base64 that the office trusts: its own first, those of others (the province's, say) as it adds
/// them.
class TemplateSignatures {
 public:
  explicit TemplateSignatures(std::filesystem::path office) : office_(std::move(office)) {}

  /// Makes the office's key; one that is there already stays.
  [[nodiscard]] Status make_key(Ids& ids) const;
  [[nodiscard]] Result<SigningKey> key() const;
  /// Signs and stores. A version that was signed is never signed with other content (`conflict`): a template
  /// in use is not edited, it gets a new version. Signing the same again changes nothing.
  [[nodiscard]] Result<std::filesystem::path> sign(const document::Template& form, std::string signer,
                                                   const SigningKey& key) const;
  /// The signature that vouches for exactly this template. Otherwise fails and says why: code `not_found` if
  /// this version was never signed, `findings` if it was changed since, with the files that differ, and
  /// `forbidden` if the key is none that the office trusts.
  [[nodiscard]] Result<TemplateSignature> verify(const document::Template& form) const;

 private:
  [[nodiscard]] std::filesystem::path file_of(const document::Template& form) const;

  std::filesystem::path office_;
};

}  // namespace sovang::dossier
