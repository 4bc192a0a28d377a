// A unit's desk: its own decisions and certificates, one by one or all in one ZIP.
#include <algorithm>
#include <map>

#include "sovang/exchange/table_writer.h"
#include "sovang/exchange/zip_writer.h"
#include "sovang/text/dates.h"

#include "site.h"

namespace sovang::web {
namespace {

constexpr std::size_t records_a_page = 100;
constexpr std::size_t largest_zip = 200U << 20;

/// The decisions of a unit with its own lines only: the archive leaves out what is not the asker's.
Result<std::vector<archive::Record>> own_decisions(const Services& services, const archive::Asker& asker) {
  std::vector<archive::Record> out = SOVANG_TRY(services.archive.list(asker, records_a_page, 0));
  std::erase_if(out, [](const archive::Record& record) {
    return record.kind != archive::RecordKind::decision || record.lines.empty();
  });
  return out;
}

std::string certificate_name(const archive::RecordLine& line) {
  return (line.salutation.empty() ? "" : line.salutation + " ") + line.name;
}

View view_of(const archive::Record& record) {
  const std::string ulid = ulid_of(record.id);
  const std::string place = "/van-ban/" + ulid;
  View view;
  view.text("number", record.number).text("date", text::running_date(record.issued)).text("place", place);
  view.text("subject", record.subject).text("movement", record.movement_name).text("id", ulid);
  const StateLabel state = label_of(record.state);
  view.text("state", state.word).text("state_css", state.css);
  View::List papers;
  for (const archive::RecordFile& file : record.files) {
    if (file.role != "decision" && file.role != "list") continue;
    View paper;
    paper.text("words", file.role == "list" ? "Danh sách kèm theo" : "Quyết định số " + record.number);
    paper.text("href", place + "/tep/" + file.path);
    paper.text("pages", file.pages > 0 ? std::to_string(file.pages) + " trang" : "");
    papers.push_back(std::move(paper));
  }
  View::List lines;
  for (const archive::RecordLine& line : record.lines) {
    View one;
    one.text("name", certificate_name(line)).text("award", line.award_name).text("book", line.book_number);
    const bool person = line.kind == domain::RecipientKind::individual;
    one.text("who", person ? line.title + (line.title.empty() ? "" : ", ") + line.unit_name : "");
    one.text("href", line.certificate_path.empty() ? "" : place + "/tep/" + line.certificate_path);
    lines.push_back(std::move(one));
  }
  view.number("line_count", lines.size());
  return view.list("papers", std::move(papers)).list("lines", std::move(lines));
}

Result<Response> show_desk(const Services& services, const Visit& visit) {
  const std::string unit = SOVANG_TRY(services.units.name_of(visit.session->user.unit));
  View view = frame(services, visit, "Quyết định và bằng khen của " + unit, "don-vi");
  View::List decisions;
  std::size_t lines = 0;
  for (const archive::Record& record : SOVANG_TRY(own_decisions(services, visit.asker))) {
    lines += record.lines.size();
    decisions.push_back(view_of(record));
  }
  view.text("unit", unit).flag("any", !decisions.empty()).number("line_count", lines);
  view.number("decision_count", decisions.size()).flag("several", decisions.size() > 1);
  view.flag("with_below", visit.asker.units.size() > 1);
  return page(services, "don-vi", view.list("decisions", std::move(decisions)));
}

/// A name that Windows, too, can give a file.
std::string file_name(std::string_view text) {
  constexpr std::size_t longest = 150;
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool bad =
        byte < 0x20 || byte == 0x7F || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos;
    out += bad ? '-' : c;
  }
  if (out.size() > longest) {
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U)
      --end;
    out.resize(end);
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.'))
    out.pop_back();
  return out;
}

/// The files of a unit for one ZIP, and the index of them.
class Parcel {
 public:
  Parcel(const Services& services, const archive::Asker& asker) : services_(services), asker_(asker) {}

  Status add(const archive::Record& record) {
    const std::string folder =
        file_name("Quyết định " + record.number + " ngày " + text::running_date(record.issued));
    for (const archive::RecordFile& file : record.files) {
      if (file.role != "decision" && file.role != "list") continue;
      const std::string name = file.role == "list" ? "Danh sách kèm theo.pdf" : "Quyết định.pdf";
      SOVANG_TRY(put(record, file.path, folder + "/" + name));
      tell(record, nullptr, folder + "/" + name);
    }
    for (const archive::RecordLine& line : record.lines) {
      if (line.certificate_path.empty()) continue;
      const std::string book = line.book_number.empty() ? std::to_string(line.seq) : line.book_number;
      const std::string name =
          folder + "/" + file_name("Bằng khen " + book + " " + certificate_name(line)) + ".pdf";
      SOVANG_TRY(put(record, line.certificate_path, name));
      tell(record, &line, name);
    }
    return {};
  }

  Result<Bytes> zip(Date date) const {
    const Bytes index = exchange::write_csv(index_, exchange::CsvSeparator::semicolon);
    std::vector<exchange::ZipFile> entries{{"Bảng kê.csv", index}};
    for (const auto& [path, bytes] : files_)
      entries.push_back({path, bytes});
    return exchange::write_zip(entries, date);
  }

 private:
  /// The right is asked for each file anew (SEC-03).
  Status put(const archive::Record& record, const std::string& from, const std::string& to) {
    Bytes bytes = SOVANG_TRY(services_.archive.file(record.id, from, asker_));
    size_ += bytes.size();
    if (size_ > largest_zip) {
      return fail(ErrorCode::invalid_input, "gói tải về quá lớn; xin tải từng quyết định");
    }
    files_.emplace_back(to, std::move(bytes));
    return {};
  }

  void tell(const archive::Record& record, const archive::RecordLine* line, const std::string& name) {
    const std::string kind = line == nullptr ? "Văn bản" : "Bằng khen";
    index_.rows.push_back({std::to_string(index_.rows.size() + 1), kind, record.number,
                           text::running_date(record.issued), line == nullptr ? "" : certificate_name(*line),
                           line == nullptr ? "" : line->unit_name, line == nullptr ? "" : line->award_name,
                           line == nullptr ? "" : line->book_number, name});
  }

  const Services& services_;
  const archive::Asker& asker_;
  std::vector<std::pair<std::string, Bytes>> files_;
  std::size_t size_ = 0;
  exchange::PlainTable index_{.name = "Bảng kê",
                              .columns = {{"STT"},
                                          {"Loại"},
                                          {"Số quyết định"},
                                          {"Ngày"},
                                          {"Họ tên, tập thể"},
                                          {"Đơn vị"},
                                          {"Hình thức khen"},
                                          {"Sổ vàng số"},
                                          {"Tệp"}},
                              .rows = {}};
};

}  // namespace

Result<Response> show_home(const Services& services, const Request& /*request*/, const Visit& visit) {
  if (visit.session->user.role == dossier::UserRole::unit) return show_desk(services, visit);
  return redirect("/tra-cuu");
}

Result<Response> send_zip(const Services& services, const Request& request, const Visit& visit) {
  const std::string_view only = request.query.get("qd");
  Parcel parcel(services, visit.asker);
  std::vector<archive::Action> downloads;
  for (const archive::Record& record : SOVANG_TRY(own_decisions(services, visit.asker))) {
    if (!only.empty() && ulid_of(record.id) != only) continue;
    SOVANG_TRY(parcel.add(record));
    downloads.push_back(act_of(visit, archive::ActionKind::download, record.id, "zip"));
  }
  if (downloads.empty()) return fail(ErrorCode::not_found, "không có quyết định này");
  Response response;
  response.type = "application/zip";
  const Date today = local_date(services.clock.now());
  response.body = SOVANG_TRY(parcel.zip(today));
  SOVANG_TRY(services.actions.record(downloads));
  const std::string plain = "Quyet dinh va bang khen " + today.iso() + ".zip";
  response.set("Content-Disposition", "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" +
                                          escape_url("Quyết định và bằng khen " + today.iso() + ".zip"));
  return response;
}

}  // namespace sovang::web
