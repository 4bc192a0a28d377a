#include "sovang/document/template.h"

#include <system_error>
#include <utility>

#include "sovang/base/files.h"

#include "compiler.h"
#include "findings.h"
#include "library.h"
#include "parts.h"

namespace sovang::document {
namespace {

constexpr std::uint64_t largest_file = std::uint64_t{20} << 20;  // LIM-07

class Folder : public TemplateFiles {
 public:
  explicit Folder(std::filesystem::path root) : root_(std::move(root)) {}

  Result<Bytes> read(const std::filesystem::path& path) const override {
    std::filesystem::path at = root_;
    std::error_code error;
    for (const std::filesystem::path& part : path.lexically_normal()) {
      if (part == ".." || part.is_absolute())
        return sovang::fail(ErrorCode::forbidden,
                            "đường dẫn «" + path.generic_string() + "» ra ngoài thư mục mẫu", {}, "LIM-08");
      at /= part;
      const auto status = std::filesystem::symlink_status(at, error);
      if (error || status.type() == std::filesystem::file_type::not_found)
        return sovang::fail(ErrorCode::not_found, "không tìm thấy tệp «" + path.generic_string() + "»");
      if (std::filesystem::is_symlink(status))
        return sovang::fail(ErrorCode::forbidden,
                            "«" + path.generic_string() + "» đi qua liên kết tượng trưng, không được dùng",
                            {}, "LIM-08");
    }
    return files::read(at, largest_file);
  }

 private:
  std::filesystem::path root_;
};

}  // namespace

std::unique_ptr<TemplateFiles> template_folder(std::filesystem::path root) {
  return std::make_unique<Folder>(std::move(root));
}

Template::Template(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;
Template::~Template() = default;

const std::string& Template::id() const {
  return parts_->id;
}
const std::string& Template::version() const {
  return parts_->version;
}
const std::string& Template::kind() const {
  return parts_->kind;
}
const std::string& Template::digest() const {
  return parts_->digest;
}
const std::vector<std::pair<std::string, std::string>>& Template::files() const {
  return parts_->files;
}

Result<Template> parse_template(std::string_view xml, std::string_view file, const TemplateFiles& files,
                                Diagnostics& diagnostics) {
  const std::size_t errors_before = diagnostics.errors();
  Findings findings(diagnostics);
  Library library(files, findings, diagnostics);
  SOVANG_TRY(library.load(xml, file));
  const auto refused = [&] {
    return sovang::fail(ErrorCode::findings, "mẫu «" + std::string(file) + "» có lỗi phải sửa",
                        {std::string(file), 0, 0});
  };
  if (library.main().root.broken) return refused();
  auto parts = Compiler(library, findings).compile();
  if (diagnostics.errors() != errors_before) return refused();
  parts->digest = library.digest();
  parts->files = library.file_digests();
  return Template(std::move(parts));
}

}  // namespace sovang::document
