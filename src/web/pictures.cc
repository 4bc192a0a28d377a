#include "pictures.h"

#include <semaphore>
#include <utility>
#include <vector>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/base/utf8.h"

namespace sovang::web {
namespace {

constexpr int last_page = 9999;
constexpr ProcessLimits limits{.seconds = 20, .memory_bytes = 1ULL << 30, .output_bytes = 32ULL << 20};

/// Poppler takes a whole core and much memory; more than two at once would starve the pages themselves.
std::counting_semaphore<2>& desks() {
  static std::counting_semaphore<2> two(2);
  return two;
}

class Desk {
 public:
  Desk() { desks().acquire(); }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;
  ~Desk() { desks().release(); }
};

/// What is kept in `file`, else what the program makes of the PDF, kept for the next time.
Result<Bytes> kept_or_made(const std::filesystem::path& file, const std::vector<std::string>& program,
                           ByteView pdf) {
  if (std::filesystem::exists(file)) return files::read(file, limits.output_bytes);
  const Desk desk;
  ProcessResult made = SOVANG_TRY(run_process(program, pdf, limits));
  if (made.exit_status != 0 || made.output.empty()) {
    return fail(ErrorCode::not_found, "không dựng được hình của trang này");
  }
  SOVANG_TRY(files::make_folders(file.parent_path()));
  SOVANG_TRY(files::replace(file, made.output));
  return std::move(made.output);
}

bool is_page(int page) {
  return page >= 1 && page <= last_page;
}

}  // namespace

Result<Bytes> Pictures::png(ByteView pdf, std::string_view sha256, int page) const {
  if (!is_page(page)) return fail(ErrorCode::not_found, "không có trang này");
  const std::string number = std::to_string(page);
  const std::filesystem::path file = folder_ / (std::string(sha256) + "-" + number + ".png");
  return kept_or_made(file, {"pdftoppm", "-png", "-r", "96", "-f", number, "-l", number}, pdf);
}

Result<std::string> Pictures::text(ByteView pdf, std::string_view sha256, int page) const {
  if (!is_page(page)) return fail(ErrorCode::not_found, "không có trang này");
  const std::string number = std::to_string(page);
  const std::filesystem::path file = folder_ / (std::string(sha256) + "-" + number + ".txt");
  std::string text = SOVANG_TRY(
      kept_or_made(file, {"pdftotext", "-enc", "UTF-8", "-f", number, "-l", number, "-", "-"}, pdf));
  if (utf8::first_error(text)) return fail(ErrorCode::corrupt, "chữ của trang không đọc được");
  std::erase(text, '\f');
  return text;
}

}  // namespace sovang::web
