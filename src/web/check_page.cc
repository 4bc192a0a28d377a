// Is this certificate ours, and does it still hold? For everybody, public fields only (archive-design §8).
#include "site.h"

namespace sovang::web {
namespace {

using Verdict = archive::Verification::Verdict;

constexpr std::size_t longest_code = 600;  ///< an address with a code of 154 letters, and some blanks

void add_verdict(View& view, const archive::Verification& found) {
  const bool genuine = found.verdict == Verdict::genuine || found.verdict == Verdict::corrected;
  view.flag("genuine", genuine).flag("corrected", found.verdict == Verdict::corrected);
  view.flag("withdrawn", found.verdict == Verdict::revoked);
  view.flag("unknown", !genuine && found.verdict != Verdict::revoked);
  if (!genuine && found.verdict != Verdict::revoked) return;
  view.text("decision", found.decision);
  if (!found.line) return;
  const archive::RecordLine& line = *found.line;
  view.text("name", (line.salutation.empty() ? "" : line.salutation + " ") + line.name);
  view.text("unit", line.unit_name == line.name ? "" : line.unit_name);
  view.text("award", line.award_name).text("book", line.book_number);
}

}  // namespace

Result<Response> show_check(const Services& services, const Request& request, const Visit& visit) {
  const std::string_view code =
      request.path.size() > 1 ? std::string_view(request.path[1]) : request.query.get("ma");
  View view = frame(services, visit, "Kiểm tra bằng khen, giấy khen", "kiem-tra");
  view.text("code", code.substr(0, longest_code));
  const auto show = [&]() -> Result<Response> {
    Response response = SOVANG_TRY(page(services, "kiem-tra", view));
    // The form for files brings back a secret of this cookie.
    if (visit.new_token) response.set("Set-Cookie", cookie(services, "truoc", visit.token));
    return response;
  };
  if (code.empty()) return show();
  archive::Verification found;
  if (code.size() <= longest_code) {
    Result<archive::Verification> asked = services.archive.verify_code(code);
    if (!asked && asked.error().code != ErrorCode::invalid_input) return fail(std::move(asked).error());
    if (asked) found = *std::move(asked);
  }
  add_verdict(view, found);
  view.flag("answered", true);
  return show();
}

}  // namespace sovang::web
