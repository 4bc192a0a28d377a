#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sovang/base/bytes.h"
#include "sovang/base/diagnostics.h"
#include "sovang/base/result.h"
#include "sovang/document/tree.h"
#include "sovang/document/value.h"

namespace sovang::document {

/// How a template reaches the files it names: `include` and pictures. Nothing outside the template root
/// (LIM-08).
class TemplateFiles {
 public:
  virtual ~TemplateFiles() = default;
  /// The bytes of `path`, which names a file beside the template or from the root, without `..` and links.
  [[nodiscard]] virtual Result<Bytes> read(const std::filesystem::path& path) const = 0;
};

/// The folder `root` (normally `templates/`); refuses to leave it.
[[nodiscard]] std::unique_ptr<TemplateFiles> template_folder(std::filesystem::path root);

/// The schema of templates as XSD, for completion and help in editors (`templates/sovang.xsd`).
/// parse_template() checks more: order of children, names, types, places.
[[nodiscard]] std::string template_xsd();

/// The settings of an office that the language leaves open (VT-59).
struct Wording {
  bool le_instead_of_linh = false;
  bool ngan_instead_of_nghin = false;
};

/// A template that was read and checked: immutable, shared by threads, made once and filled many times.
class Template {
 public:
  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;
  ~Template();

  [[nodiscard]] const std::string& id() const;
  [[nodiscard]] const std::string& version() const;
  [[nodiscard]] const std::string& kind() const;
  /// SHA-256 (hex) over the canonical bytes of the template and all it includes.
  [[nodiscard]] const std::string& digest() const;
  /// The files that this digest covers, each with the SHA-256 (hex) of its canonical form, sorted by path.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& files() const;

  struct Parts;
  [[nodiscard]] const Parts& parts() const { return *parts_; }
  explicit Template(std::unique_ptr<const Parts> parts);

 private:
  std::unique_ptr<const Parts> parts_;
};

/// Reads, validates, resolves and type-checks a template: every static rule of template-language §14 and §16.
/// All findings go to `diagnostics` with file, line and column; fails if one of them is an error.
/// `file` is its path below the root of `files` (for messages and for `include`).
[[nodiscard]] Result<Template> parse_template(std::string_view xml, std::string_view file,
                                              const TemplateFiles& files, Diagnostics& diagnostics);

/// Reads data in `urn:sovang:data:1` by the types that the template's params declare (template-language §8).
[[nodiscard]] Result<Value> read_data(const Template& form, std::string_view xml, std::string_view file,
                                      Diagnostics& diagnostics);

/// Fills the template: a pure function, ends within the limits of §16. Fails if a finding of severity error
/// was made.
[[nodiscard]] Result<Document> fill(const Template& form, const Value& data, Diagnostics& diagnostics,
                                    const Wording& wording = {});

}  // namespace sovang::document
