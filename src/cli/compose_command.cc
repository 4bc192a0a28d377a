#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "command.h"

namespace sovang::cli {
namespace {

struct Options {
  std::string movement;
  std::string out;
  bool json = false;
};

}  // namespace

void add_compose_command(CLI::App& program, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = program.add_subcommand(
      "compose",
      "Lập dự thảo tờ trình, danh sách, biên bản, quyết định, phiếu tiếp nhận, phiếu thẩm định, báo cáo tổng "
      "kết (chưa có số và ngày)");
  verb->add_option("movement", options->movement, "Mã phong trào; bỏ trống nếu chỉ có một");
  verb->add_option(
      "--out", options->out,
      "Thư mục ghi các dự thảo; được lập mới mỗi lần (mặc định: work/drafts trong thư mục dữ liệu)");
  verb->add_flag("--json", options->json, "Kết quả là một đối tượng JSON");
  verb->callback([options, &context] {
    with_office(context, [&](dossier::Office& office, Diagnostics& diagnostics) -> Status {
      const domain::MovementId movement = SOVANG_TRY(chosen_movement(office, options->movement));
      const std::filesystem::path out =
          options->out.empty() ? context.data / "work" / "drafts" : std::filesystem::path(options->out);
      const dossier::ComposeReport report =
          SOVANG_TRY(office.compose(movement, out, terminal_progress(), diagnostics));
      if (options->json) {
        std::cout << nlohmann::ordered_json{{"drafts", report.files.size()}}.dump() << '\n';
        return {};
      }
      for (const dossier::WrittenFile& file : report.files)
        std::cout << file.path.string() << '\n';
      std::cout << "Đã lập " << report.files.size() << " dự thảo trong " << out.string() << ".\n";
      return {};
    });
  });
}

}  // namespace sovang::cli
