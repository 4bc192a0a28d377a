#include "disposals_file.h"

#include <vector>

#include "sovang/base/files.h"
#include "sovang/base/tab_cells.h"

namespace sovang::dossier {
namespace {

/// Tabs and line ends would begin another cell.
std::string cell(std::string text) {
  for (char& c : text)
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  return text;
}

}  // namespace

std::string disposals_text(const std::map<std::string, archive::DisposalOrder>& disposals) {
  std::string out;
  for (const auto& [id, order] : disposals)
    out += cell(id) + "\t" + cell(order.order) + "\t" + cell(order.proposed_by) + "\t" +
           cell(order.approved_by) + "\n";
  return out;
}

Result<std::map<std::string, archive::DisposalOrder>> read_disposals(const std::filesystem::path& backup) {
  std::map<std::string, archive::DisposalOrder> out;
  const std::filesystem::path file = backup / disposals_file;
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) return out;
  const Bytes bytes = SOVANG_TRY(files::read(file));
  std::string_view rest = bytes;
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    const std::vector<std::string> cells = tab_cells(rest.substr(0, end));
    if (end == std::string_view::npos || cells.size() != 4) {
      return fail(ErrorCode::corrupt, "danh sách hồ sơ đã tiêu hủy bị hỏng", {file.string(), number},
                  "BKP-01");
    }
    out[cells[0]] = {.order = cells[1], .proposed_by = cells[2], .approved_by = cells[3]};
    rest.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace sovang::dossier
