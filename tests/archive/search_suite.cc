#include "search_suite.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <stdexcept>

namespace sovang::archive::suite {
namespace {

std::string path_of(const std::string& name) {
  return std::string(SOVANG_SOURCE_DIR) + "/tests/suite/search/" + name;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('|', begin), line.size());
    out.push_back(trimmed(line.substr(begin, end - begin)));
    begin = end + 1;
  }
  return out;
}

const std::map<std::string, std::string> award_names{
    {"BKT", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"},
    {"HCLD3", "Huân chương Lao động hạng Ba"},
    {"GKS", "Giấy khen của Giám đốc Sở Y tế"},
};

Record decision_of(const std::vector<std::string>& cell, std::size_t number) {
  Record record;
  record.id = "urn:sovang:qnam:qd:01G3F9Z5W0AAAAAAAAAAAAAA" + std::to_string(10 + number);
  record.tenant = "qnam";
  record.number = cell.at(0);
  record.number_seq = std::stoi(cell.at(0));
  record.symbol = cell.at(0).substr(cell.at(0).find('/') + 1);
  record.issued = *Date::from_iso(cell.at(1));
  record.signer_name = cell.at(2);
  record.movement_id = domain::MovementId(cell.at(3));
  record.movement_name = cell.at(4);
  record.state = *record_state_from(cell.at(5));
  record.access = cell.at(6) == "public" ? Access::published : Access::internal;
  record.subject = cell.at(7);
  return record;
}

RecordLine line_of(const std::vector<std::string>& cell, int seq) {
  RecordLine line;
  line.seq = seq;
  line.kind = cell.at(0) == "unit" ? domain::RecipientKind::collective : domain::RecipientKind::individual;
  line.name = cell.at(1);
  line.title = cell.at(2);
  line.unit_id = domain::UnitId(cell.at(3));
  line.unit_name = cell.at(4);
  line.award = domain::AwardCode(cell.at(5));
  line.award_name = award_names.at(cell.at(5).substr(0, cell.at(5).find('-')));
  line.reason = cell.at(6);
  return line;
}

Asker asker_of(const std::string& text) {
  if (text == "@public") return {Asker::Role::open_public, {}};
  if (text == "@office") return {Asker::Role::office, {}};
  return {Asker::Role::unit, {domain::UnitId(text.substr(6))}};
}

}  // namespace

Objects made_archive() {
  std::ifstream file(path_of("archive.txt"));
  if (!file) throw std::runtime_error("tests/suite/search/archive.txt is missing");
  Objects out;
  std::string text;
  while (std::getline(file, text)) {
    if (text.empty() || text.front() == '#') continue;
    if (text.front() != ' ') {
      out.push_back({decision_of(cells(text), out.size()), {}});
    } else {
      std::vector<RecordLine>& lines = out.back().first.lines;
      lines.push_back(line_of(cells(text), static_cast<int>(lines.size()) + 1));
    }
  }
  return out;
}

std::vector<Question> questions() {
  std::ifstream file(path_of("questions.txt"));
  if (!file) throw std::runtime_error("tests/suite/search/questions.txt is missing");
  std::vector<Question> out;
  Asker asker;
  std::string text;
  for (int line = 1; std::getline(file, text); ++line) {
    if (text.empty() || text.starts_with("# ")) continue;
    if (text.front() == '@') {
      asker = asker_of(text);
      continue;
    }
    const std::size_t arrow = text.find(" → ");
    if (arrow == std::string::npos) throw std::runtime_error("questions.txt, line " + std::to_string(line));
    out.push_back({line, asker, text.substr(0, arrow), text.substr(arrow + std::string(" → ").size())});
  }
  return out;
}

std::string answer_of(const Hits& found) {
  std::string out;
  for (const Hit& hit : found.hits) {
    if (!out.empty()) out += " | ";
    out += std::to_string(hit.rank) + " ";
    out += hit.kind == Hit::Kind::decision ? hit.decision : hit.name + " @" + hit.decision;
  }
  if (out.empty()) out = "—";
  if (!found.did_you_mean.empty()) out += " (ý là: " + found.did_you_mean + ")";
  if (!found.hints.empty()) out += " (gợi ý)";
  return out;
}

}  // namespace sovang::archive::suite
