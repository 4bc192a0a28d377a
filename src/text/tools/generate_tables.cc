// Turns the tables of src/text/data/ into constexpr C++ at build time: generate_tables DATA_DIR OUTPUT.h
//
// Everything that the room knows by heart is data: the 134 letters (VT-02), the old encodings (VT-10 … VT-18)
// and the rules of the syllable (VT-30). This program only changes their form; it knows nothing by itself but
// the alphabet's order.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Row = std::map<std::string, std::string>;

[[noreturn]] void die(const std::string& why) {
  std::cerr << "generate_tables: " << why << '\n';
  std::exit(1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::vector<Row> read_table(const std::string& path) {
  std::ifstream in(path);
  if (!in) die("cannot read " + path);
  std::string line;
  if (!std::getline(in, line)) die("no header in " + path);
  const std::vector<std::string> columns = split(line, '\t');
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = split(line, '\t');
    Row row;
    for (std::size_t i = 0; i < columns.size(); ++i)
      row[columns[i]] = i < cells.size() ? cells[i] : "";
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<unsigned> hex_numbers(const std::string& text) {
  std::vector<unsigned> numbers;
  std::istringstream in(text);
  for (std::string word; in >> word;)
    numbers.push_back(static_cast<unsigned>(std::stoul(word, nullptr, 16)));
  return numbers;
}

std::vector<char32_t> code_points(std::string_view utf8) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(utf8[i + k]); };
    const unsigned lead = byte(0);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (std::size_t k = 1; k < length; ++k)
      c = (c << 6) | (byte(k) & 0x3Fu);
    out.push_back(c);
    i += length;
  }
  return out;
}

// The alphabet with the letters of foreign words in their places (VT-52). A letter's rank is its place here,
// from 1.
constexpr std::u32string_view alphabet = U"aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
const std::vector<std::string> tones = {"ngang", "huyền", "hỏi", "ngã", "sắc", "nặng"};

unsigned rank_of(char32_t toneless) {
  const auto at = alphabet.find(toneless);
  if (at == std::u32string_view::npos) die("not a letter of the alphabet");
  return static_cast<unsigned>(at) + 1;
}

struct Letter {
  char32_t code_point;
  unsigned rank, tone;
  bool capital;
};

// "A" with "breve" → ă: the letter without its tone, small.
char32_t toneless_of(const Row& row) {
  static const std::map<std::string, std::string> with_quality = {
      {"abreve", "ă"}, {"acircumflex", "â"}, {"ecircumflex", "ê"}, {"ocircumflex", "ô"},
      {"ohorn", "ơ"},  {"uhorn", "ư"},       {"dstroke", "đ"}};
  const char small = static_cast<char>(row.at("base")[0] | 0x20);
  const std::string& quality = row.at("quality");
  if (quality == "-") return static_cast<char32_t>(small);
  const auto found = with_quality.find(small + quality);
  if (found == with_quality.end()) die("unknown quality " + quality);
  return code_points(found->second)[0];
}

std::vector<Letter> letters(const std::string& folder) {
  std::vector<Letter> all;
  for (char32_t c = U'a'; c <= U'z'; ++c) {
    all.push_back({c, rank_of(c), 0, false});
    all.push_back({c - U'a' + U'A', rank_of(c), 0, true});
  }
  for (const Row& row : read_table(folder + "/letters.tsv")) {
    const auto tone = std::find(tones.begin(), tones.end(), row.at("tone"));
    if (tone == tones.end()) die("unknown tone " + row.at("tone"));
    all.push_back({hex_numbers(row.at("codepoint"))[0], rank_of(toneless_of(row)),
                   static_cast<unsigned>(tone - tones.begin()), row.at("case") == "upper"});
  }
  return all;
}

template <class Container>
void print_numbers(std::ostream& out, const Container& numbers) {
  std::size_t column = 0;
  for (const auto number : numbers)
    out << static_cast<unsigned long>(number) << (++column % 24 == 0 ? ",\n" : ",");
}

constexpr unsigned low_size = 0x1B1, high_begin = 0x1EA0, high_size = 0x60;

void print_letters(std::ostream& out, const std::vector<Letter>& all) {
  std::vector<unsigned> low(low_size), high(high_size), composed(34 * 6 * 2);
  for (const Letter& letter : all) {
    const bool vowel =
        std::u32string_view(U"aăâeêioôơuưy").find(alphabet[letter.rank - 1]) != std::u32string_view::npos;
    const unsigned code =
        letter.rank | letter.tone << 6 | (letter.capital ? 1u << 9 : 0u) | (vowel ? 1u << 10 : 0u);
    if (letter.code_point < low_size) {
      low[letter.code_point] = code;
    } else if (letter.code_point - high_begin < high_size) {
      high[letter.code_point - high_begin] = code;
    } else {
      die("letter outside the two blocks");
    }
    composed[(letter.rank * 6 + letter.tone) * 2 + (letter.capital ? 1 : 0)] = letter.code_point;
  }
  out << "inline constexpr std::uint16_t letter_low[" << low_size << "] = {";
  print_numbers(out, low);
  out << "};\ninline constexpr std::uint16_t letter_high[" << high_size << "] = {";
  print_numbers(out, high);
  out << "};\n// [rank][tone][capital], 0 where there is no such letter\n"
         "inline constexpr char16_t composed[34][6][2] = {";
  for (std::size_t rank = 0; rank < 34; ++rank) {
    out << "{";
    for (std::size_t tone = 0; tone < 6; ++tone)
      out << "{" << composed[(rank * 6 + tone) * 2] << "," << composed[(rank * 6 + tone) * 2 + 1] << "},";
    out << "},\n";
  }
  out << "};\n";
}

struct Scheme {
  std::vector<unsigned> single = std::vector<unsigned>(256);
  std::vector<bool> capital_shares = std::vector<bool>(256);
  std::map<unsigned, std::map<unsigned, unsigned>> pairs;
};

unsigned other_case(unsigned byte) {
  if (byte >= 0xC0 && byte <= 0xDE && byte != 0xD7) return byte + 0x20;
  if (byte >= 0xE0 && byte <= 0xFE && byte != 0xF7) return byte - 0x20;
  return byte;
}

// The bytes stand in `column`; one byte is a letter, two are a letter and its mark.
Scheme read_scheme(const std::string& path, const std::string& column, const std::string& unicode) {
  Scheme scheme;
  for (const Row& row : read_table(path)) {
    // TCVN3: the rows of the H fonts repeat the lower-case ones; decode_legacy() makes capitals itself
    // (VT-11).
    const auto direction = row.find("direction");
    if (direction != row.end() && direction->second != "both") continue;
    const std::vector<unsigned> bytes = hex_numbers(row.at(column));
    const unsigned letter = hex_numbers(row.at(unicode))[0];
    if (bytes.size() == 2) {
      scheme.pairs[bytes[0]][bytes[1]] = letter;
    } else if (row.at("note").starts_with("shares its byte")) {
      scheme.capital_shares[bytes[0]] = true;
    } else {
      scheme.single[bytes[0]] = letter;
    }
  }
  return scheme;
}

// BK HCM2: the case of the base letter decides, as in VNI; its table holds only one of the two marks.
void accept_marks_of_either_case(Scheme& scheme) {
  for (auto& [first, marks] : scheme.pairs) {
    const std::map<unsigned, unsigned> given = marks;
    for (const auto& [mark, letter] : given)
      marks.emplace(other_case(mark), letter);
  }
}

void print_scheme(std::ostream& out, const std::string& name, const Scheme& scheme) {
  std::vector<unsigned> slots(256);
  unsigned used = 0;
  for (const auto& [first, marks] : scheme.pairs)
    slots[first] = ++used;
  out << "inline constexpr char16_t " << name << "_pairs[" << used + 1 << "][128] = {{},\n";
  for (const auto& [first, marks] : scheme.pairs) {
    std::vector<unsigned> row(128);
    for (const auto& [mark, letter] : marks)
      row[mark - 128] = letter;
    out << "{";
    print_numbers(out, row);
    out << "},\n";
  }
  out << "};\ninline constexpr ByteScheme " << name << " = {{";
  print_numbers(out, scheme.single);
  out << "},\n{";
  print_numbers(out, slots);
  out << "},\n{";
  print_numbers(out, scheme.capital_shares);
  out << "},\n" << name << "_pairs};\n";
}

void print_schemes(std::ostream& out, const std::string& folder) {
  out << "struct ByteScheme {\n"
         "  char16_t single[256];           // 0: the byte stands for itself\n"
         "  std::uint8_t slot[256];         // row of `pairs` for a first letter, 0: none\n"
         "  bool capital_shares[256];       // the capital has the byte of the small letter\n"
         "  const char16_t (*pairs)[128];   // by the second byte - 128\n"
         "};\n";
  print_scheme(out, "tcvn3", read_scheme(folder + "/tcvn3.tsv", "legacy_hex", "unicode_hex"));
  print_scheme(out, "vni", read_scheme(folder + "/vni.tsv", "legacy_hex", "unicode_hex"));
  print_scheme(out, "viscii", read_scheme(folder + "/viscii.tsv", "legacy_byte", "unicode_hex"));
  print_scheme(out, "vps", read_scheme(folder + "/vps.tsv", "legacy_byte", "unicode_hex"));
  Scheme bkhcm2 = read_scheme(folder + "/bkhcm2.tsv", "legacy_hex", "unicode_hex");
  accept_marks_of_either_case(bkhcm2);
  print_scheme(out, "bkhcm2", bkhcm2);
  print_scheme(out, "windows_1258",
               read_scheme(folder + "/windows1258.tsv", "bytes_decomposed", "unicode_hex"));
}

// Up to five letters in one number, six bits each, the first letter highest.
std::uint32_t packed(const std::vector<char32_t>& word) {
  std::uint32_t key = 0;
  for (const char32_t c : word)
    key = key << 6 | rank_of(c);
  return key;
}

// The place of the letter that carries a mark: the one that differs between the toneless and the marked rime.
std::size_t marked_place(const Row& row, const std::string& column) {
  const auto plain = code_points(row.at("rime"));
  const auto marked = code_points(row.at(column));
  for (std::size_t i = 0; i < plain.size() && i < marked.size(); ++i)
    if (plain[i] != marked[i]) return i;
  die("no mark in rime " + row.at("rime"));
}

void print_syllables(std::ostream& out, const std::string& folder) {
  std::vector<std::string> onsets;
  out << "// Onsets in the order of onsets.tsv; the bits of Rime::onsets count them from 0.\n"
         "struct Onset { std::uint32_t letters; std::uint8_t length; };\n"
         "inline constexpr Onset onsets[] = {";
  for (const Row& row : read_table(folder + "/onsets.tsv")) {
    const std::string onset = row.at("onset") == "∅" ? "" : row.at("onset");
    onsets.push_back(onset);
    out << "{" << packed(code_points(onset)) << "," << code_points(onset).size() << "},";
  }
  out << "};\nstruct Rime { std::uint32_t letters; std::uint32_t onsets; std::uint8_t length, old_place, "
         "new_place; bool stopped; };\n"
         "inline constexpr Rime rimes[] = {\n";
  std::size_t count = 0;
  for (const Row& row : read_table(folder + "/rimes.tsv")) {
    std::uint32_t allowed = 0;
    for (const std::string& name : split(row.at("onsets"), ' ')) {
      const auto at = std::find(onsets.begin(), onsets.end(), name == "∅" ? "" : name);
      if (at == onsets.end()) die("unknown onset " + name);
      allowed |= 1u << (at - onsets.begin());
    }
    out << "{" << packed(code_points(row.at("rime"))) << "," << allowed << ","
        << code_points(row.at("rime")).size() << "," << marked_place(row, "mark_on_old") << ","
        << marked_place(row, "mark_on_new") << ","
        << (row.at("tones_allowed") == "all six" ? "false" : "true") << "},\n";
    ++count;
  }
  out << "};\ninline constexpr std::size_t rime_count = " << count << ";\n";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) die("usage: generate_tables DATA_DIR OUTPUT.h");
  const std::string folder = argv[1];
  std::ostringstream out;
  out << "// Made by generate_tables from src/text/data/*.tsv. Not to be edited.\n"
         "#pragma once\n#include <cstddef>\n#include <cstdint>\nnamespace sovang::text::tables {\n";
  print_letters(out, letters(folder));
  print_schemes(out, folder);
  print_syllables(out, folder);
  out << "}  // namespace sovang::text::tables\n";
  std::ofstream file(argv[2], std::ios::binary);
  file << out.str();
  if (!file.flush()) die(std::string("cannot write ") + argv[2]);
}
