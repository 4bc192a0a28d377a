#include <iostream>
#include <memory>
#include <optional>

#include "sovang/base/files.h"
#include "sovang/base/hash.h"
#include "sovang/store/database.h"

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  dossier::Settings settings;
  std::string seed;  ///< file
};

constexpr std::size_t seed_bytes = 32;

/// 64 hexadecimal digits.
Result<Bytes> read_seed(const std::filesystem::path& file) {
  const Bytes text = SOVANG_TRY(named(files::read(file, 4096)));
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  const std::optional<Bytes> seed = from_hex(text.substr(0, end == std::string::npos ? 0 : end + 1));
  if (seed && seed->size() == seed_bytes) return *seed;
  return fail(ErrorCode::invalid_input, "tệp khóa gốc phải là 64 chữ số thập lục phân", {file.string(), 1});
}

Status run(Context& context, const Options& options) {
  std::optional<SeededIds> seeded;
  if (!options.seed.empty()) seeded.emplace(SOVANG_TRY(read_seed(options.seed)));
  Ids& ids = seeded ? static_cast<Ids&>(*seeded) : *context.ids;
  SOVANG_TRY(dossier::Office::create(context.place(), options.settings, *context.clock, ids));
  std::cout << "Đã tạo thư mục dữ liệu " << context.data.string() << "\n"
            << "Thiết lập của cơ quan: " << (context.data / "office.toml").string() << "\n"
            << "Khóa ký nằm trong " << (context.data / "keys").string()
            << ": hãy sao lưu và không gửi cho ai.\n";
  if (options.settings.signed_templates) {
    std::cout
        << "Các mẫu đi kèm đã được ký bằng khóa của cơ quan; mẫu bị sửa sau này phải ký lại mới ban hành "
           "được.\n";
  }
  return {};
}

}  // namespace

void add_init_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  options->settings.signed_templates = true;
  CLI::App* verb = program.add_subcommand("init", "Tạo thư mục dữ liệu của cơ quan");
  verb->add_option("--tenant", options->settings.tenant,
                   "Tên ngắn của cơ quan trong mã lưu trữ: chữ thường không dấu, chữ số, gạch nối")
      ->capture_default_str();
  verb->add_option("--office", options->settings.office, "Tên đầy đủ của cơ quan");
  verb->add_option("--catalogue", options->settings.catalogue,
                   "Chuỗi kết nối PostgreSQL cho danh mục tìm kiếm, không ghi mật khẩu; bỏ trống: một tệp")
      ->check([](const std::string& text) {
        const Status good = store::check_connection_string(text);
        return good ? std::string() : good.error().message;
      });
  verb->add_option("--seed", options->seed,
                   "Tệp 64 chữ số thập lục phân làm gốc của các khóa: để lập lại khóa cũ, hoặc để chạy thử. "
                   "Ai có tệp này có thể ký thay cơ quan.");
  verb->add_flag("!--any-template", options->settings.signed_templates,
                 "Cho ban hành cả bằng mẫu chưa ký (signed_templates = false trong office.toml)");
  verb->callback([options, &context] {
    if (const Status status = run(context, *options); !status) report(context, status.error());
  });
}

}  // namespace sovang::cli
