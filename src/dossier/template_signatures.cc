#include "sovang/dossier/template_signatures.h"

#include <algorithm>
#include <map>
#include <optional>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"

namespace sovang::dossier {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view first_line = "sovang-template-signature 1\n";
constexpr std::uint64_t largest_file = std::uint64_t{1} << 20;

/// Everything but the signature itself.
std::string signed_text(const TemplateSignature& signature) {
  std::string out(first_line);
  const auto line = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(" ").append(value).append("\n");
  };
  line("id", signature.id);
  line("version", signature.version);
  line("digest", signature.digest);
  for (const auto& [path, digest] : signature.files)
    line("file", digest + " " + path);
  line("signer", signature.signer);
  line("key", to_base64(signature.public_key));
  return out;
}

/// A name on one line.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

/// The next line as its first word and the rest.
std::optional<std::pair<std::string_view, std::string_view>> next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  return std::pair(line.substr(0, blank), line.substr(blank + 1));
}

void take(TemplateSignature& out, std::string_view name, std::string_view value) {
  if (name == "id") out.id = value;
  if (name == "version") out.version = value;
  if (name == "digest") out.digest = value;
  if (name == "signer") out.signer = value;
  if (name == "key") out.public_key = from_base64(value).value_or("");
  if (name == "signature") out.signature = from_base64(value).value_or("");
  if (const std::size_t blank = value.find(' '); name == "file" && blank != std::string_view::npos)
    out.files.emplace_back(value.substr(blank + 1), value.substr(0, blank));
}

/// "components/national.xml đã đổi, art/khung.svg mới thêm".
std::string differences(const TemplateSignature& was, const document::Template& now) {
  std::map<std::string_view, std::pair<std::string_view, std::string_view>> both;
  for (const auto& [path, digest] : was.files)
    both[path].first = digest;
  for (const auto& [path, digest] : now.files())
    both[path].second = digest;
  std::string out;
  for (const auto& [path, digests] : both) {
    if (digests.first == digests.second) continue;
    if (!out.empty()) out += ", ";
    out += path;
    out += digests.first.empty() ? " mới thêm" : digests.second.empty() ? " không còn dùng" : " đã đổi";
  }
  return out;
}

std::string named(const document::Template& form) {
  return "mẫu «" + form.id() + "» bản " + form.version();
}

}  // namespace

TemplateSignature sign_template(const document::Template& form, std::string signer, const SigningKey& key) {
  TemplateSignature out;
  out.id = form.id();
  out.version = form.version();
  out.digest = form.digest();
  out.files = form.files();
  out.signer = one_line(std::move(signer));
  out.public_key = key.public_key();
  out.signature = key.sign(signed_text(out));
  return out;
}

std::string signature_text(const TemplateSignature& signature) {
  return signed_text(signature) + "signature " + to_base64(signature.signature) + "\n";
}

Result<TemplateSignature> read_signature(std::string_view text, std::string_view file) {
  TemplateSignature out;
  std::string_view rest = text;
  if (rest.starts_with(first_line)) {
    rest.remove_prefix(first_line.size());
    while (const auto line = next_line(rest))
      take(out, line->first, line->second);
  }
  // Only the text that the reading gives again is one that was signed: no other spelling passes.
  if (signature_text(out) != text || !verifies(out.public_key, signed_text(out), out.signature)) {
    return fail(ErrorCode::corrupt,
                "tệp chữ ký của mẫu bị hỏng hoặc bị sửa; hãy ký lại bằng sovang template sign",
                {std::string(file)});
  }
  return out;
}

fs::path TemplateSignatures::file_of(const document::Template& form) const {
  return office_ / "templates" / (form.id() + "-" + form.version() + ".sig");
}

Status TemplateSignatures::make_key(Ids& ids) const {
  const fs::path keys = office_ / "keys";
  SOVANG_TRY(files::make_folders(keys));
  SOVANG_TRY(make_secret(keys / "template.key", ids));
  if (fs::exists(keys / "template.pub")) return {};
  const SigningKey made = SOVANG_TRY(key());
  return files::replace(keys / "template.pub", to_base64(made.public_key()) + "\n");
}

Result<SigningKey> TemplateSignatures::key() const {
  return SigningKey::from_seed(
      SOVANG_TRY_WITHIN(read_secret(office_ / "keys" / "template.key"), "đọc khóa ký mẫu"));
}

Result<fs::path> TemplateSignatures::sign(const document::Template& form, std::string signer,
                                          const SigningKey& key) const {
  const fs::path path = file_of(form);
  if (fs::exists(path)) {
    const Bytes text = SOVANG_TRY(files::read(path, largest_file));
    const TemplateSignature known = SOVANG_TRY(read_signature(text, path.string()));
    if (known.digest != form.digest()) {
      return fail(ErrorCode::conflict,
                  named(form) + " đã được ký với nội dung khác (" + differences(known, form) +
                      "); mẫu đang dùng không sửa tại chỗ: hãy tăng version trong mẫu rồi ký");
    }
    if (known.public_key == key.public_key()) return path;
  }
  SOVANG_TRY(files::make_folders(path.parent_path()));
  SOVANG_TRY(files::replace(path, signature_text(sign_template(form, std::move(signer), key))));
  return path;
}

Result<TemplateSignature> TemplateSignatures::verify(const document::Template& form) const {
  const fs::path path = file_of(form);
  if (!fs::exists(path)) {
    return fail(ErrorCode::not_found, named(form) +
                                          " chưa được ký để ban hành; hãy xem lại mẫu rồi chạy: "
                                          "sovang template sign " +
                                          form.id());
  }
  const Bytes text = SOVANG_TRY(files::read(path, largest_file));
  TemplateSignature signature = SOVANG_TRY(read_signature(text, path.string()));
  if (signature.id != form.id() || signature.version != form.version() || signature.digest != form.digest()) {
    return fail(ErrorCode::findings, named(form) + " đã bị sửa sau khi ký: " + differences(signature, form) +
                                         "; hãy trả lại như cũ, hoặc tăng version trong mẫu rồi ký bản mới");
  }
  const Bytes trusted = SOVANG_TRY(files::read(office_ / "keys" / "template.pub", largest_file));
  if (("\n" + trusted + "\n").find("\n" + to_base64(signature.public_key) + "\n") == std::string::npos) {
    return fail(ErrorCode::forbidden, named(form) + " được ký bằng khóa mà cơ quan không tin (" +
                                          signature.signer + "); khóa được tin ghi ở keys/template.pub");
  }
  return signature;
}

}  // namespace sovang::dossier
