#include "increment.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "numbers.h"

namespace sovang::pdf {
namespace {

constexpr std::string_view space = " \t\r\n\f";

/// An entry of the cross-reference section.
struct Entry {
  std::uint32_t number = 0;
  int generation = 0;
  std::size_t offset = 0;
};

void append_padded(std::string& out, std::uint64_t value, std::size_t width) {
  const std::string digits = std::to_string(value);
  out.append(width - std::min(width, digits.size()), '0').append(digits);
}

/// Runs of object numbers that follow each other: (first index, count).
std::vector<std::pair<std::size_t, std::size_t>> runs_of(const std::vector<Entry>& entries) {
  std::vector<std::pair<std::size_t, std::size_t>> runs;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!runs.empty() && entries[i].number == entries[i - 1].number + 1) {
      ++runs.back().second;
    } else {
      runs.emplace_back(i, 1);
    }
  }
  return runs;
}

void append_table(Bytes& out, const std::vector<Entry>& entries) {
  out += "xref\n";
  for (const auto& [first, count] : runs_of(entries)) {
    out += std::to_string(entries[first].number) + ' ' + std::to_string(count) + '\n';
    for (std::size_t i = first; i < first + count; ++i) {
      append_padded(out, entries[i].offset, 10);
      out += ' ';
      append_padded(out, static_cast<std::uint64_t>(entries[i].generation), 5);
      out += " n \n";
    }
  }
}

/// Type 1, four bytes of offset, two of generation (ISO 32000-1 §7.5.8.3).
Bytes stream_rows(const std::vector<Entry>& entries) {
  Bytes rows;
  for (const Entry& entry : entries) {
    rows += '\1';
    for (const unsigned shift : {24U, 16U, 8U, 0U})
      rows += static_cast<char>(entry.offset >> shift & 0xFFU);
    rows += static_cast<char>(static_cast<unsigned>(entry.generation) >> 8U & 0xFFU);
    rows += static_cast<char>(static_cast<unsigned>(entry.generation) & 0xFFU);
  }
  return rows;
}

void append_stream(Bytes& out, std::vector<Entry> entries, std::uint32_t size, const std::string& trailer) {
  entries.push_back({size, 0, out.size()});
  std::string index;
  for (const auto& [first, count] : runs_of(entries))
    index += std::to_string(entries[first].number) + ' ' + std::to_string(count) + ' ';
  const Bytes rows = stream_rows(entries);
  out += std::to_string(size) + " 0 obj\n<< /Type /XRef /W [1 4 2] /Index [" + index + "] /Size " +
         std::to_string(size + 1) + ' ' + trailer + " /Length " + std::to_string(rows.size()) +
         " >>\nstream\n" + rows + "\nendstream\nendobj\n";
}

}  // namespace

Result<FileEnd> read_file_end(ByteView pdf) {
  const auto refuse = [] {
    return fail(ErrorCode::corrupt, "tệp PDF hỏng phần cuối (startxref): hãy tạo lại tệp rồi ký");
  };
  constexpr std::string_view keyword = "startxref";
  const std::size_t at = pdf.rfind(keyword);
  if (at == ByteView::npos || pdf.size() - at > 1024) return refuse();
  const std::size_t begin = pdf.find_first_not_of(space, at + keyword.size());
  if (begin == ByteView::npos) return refuse();
  FileEnd end;
  const auto [stop, error] = std::from_chars(pdf.data() + begin, pdf.data() + pdf.size(), end.xref_offset);
  if (error != std::errc() || end.xref_offset >= at) return refuse();
  const ByteView section = pdf.substr(end.xref_offset, 32);
  if (section.starts_with("xref")) return end;
  if (section.empty() || section[0] < '0' || section[0] > '9' || section.find(" obj") == ByteView::npos)
    return refuse();
  end.xref_is_stream = true;
  return end;
}

Increment append_increment(ByteView pdf, const FileEnd& end, const std::vector<WrittenObject>& objects,
                           std::uint32_t size, const std::string& trailer) {
  Increment made;
  Bytes& out = made.file;
  const std::size_t added = std::accumulate(
      objects.begin(), objects.end(), std::size_t{4096},
      [](std::size_t sum, const WrittenObject& object) { return sum + object.body.size() + 64; });
  out.reserve(pdf.size() + added);
  out = pdf;
  if (!out.ends_with('\n')) out += '\n';
  std::vector<Entry> entries;
  for (const WrittenObject& object : objects) {
    entries.push_back({object.number, object.generation, out.size()});
    out += std::to_string(object.number) + ' ' + std::to_string(object.generation) + " obj\n";
    made.offsets.push_back(out.size());
    out.append(object.body).append("\nendobj\n");
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.number < b.number; });
  const std::size_t section = out.size();
  const std::string chained = trailer + " /Prev " + std::to_string(end.xref_offset);
  if (end.xref_is_stream) {
    append_stream(out, std::move(entries), size, chained);
  } else {
    append_table(out, entries);
    out += "trailer\n<< /Size " + std::to_string(size) + ' ' + chained + " >>\n";
  }
  out += "startxref\n" + std::to_string(section) + "\n%%EOF\n";
  return made;
}

}  // namespace sovang::pdf
