#include "support/pdf_checks.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"

namespace sovang::testing {
namespace {

/// The file in a folder of its own, for tools that want a path.
class Saved {
 public:
  explicit Saved(ByteView pdf) : folder_(files::TemporaryFolder::make("sovang-pdf").value()) {
    EXPECT_TRUE(files::create_unsynced(path(), pdf));
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "file.pdf"; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }

 private:
  files::TemporaryFolder folder_;
};

ProcessResult run(const std::vector<std::string>& arguments) {
  ProcessLimits limits;
  limits.memory_bytes = 16ULL << 30;  // Java reserves far more than it uses
  auto result = run_process(arguments, {}, limits);
  if (!result) {
    ADD_FAILURE() << arguments.front() << ": " << result.error().message;
    return {-1, {}, {}};
  }
  return *std::move(result);
}

std::string preflight_class_path() {
  std::string out;
  for (const char* jar :
       {"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "jaxb-api", "javax.activation"}) {
    if (!out.empty()) out += ':';
    out += std::string("/usr/share/java/") + jar + ".jar";
  }
  return out;
}

}  // namespace

std::string qpdf_complaints(ByteView pdf) {
  const Saved saved(pdf);
  const ProcessResult result = run({"qpdf", "--check", saved.path()});
  if (result.exit_status == 0 && result.errors.empty()) return {};
  return result.output + result.errors;
}

bool has_preflight() {
  return std::filesystem::exists("/usr/share/java/preflight.jar") &&
         std::filesystem::exists("/usr/share/java/jaxb-api.jar") && std::filesystem::exists("/usr/bin/java");
}

std::string preflight_complaints(ByteView pdf) {
  const Saved saved(pdf);
  const ProcessResult result =
      run({"java", "-cp", preflight_class_path(), "org.apache.pdfbox.preflight.Validator_A1b", saved.path()});
  if (result.exit_status == 0 && result.output.find("is a valid PDF/A-1b file") != std::string::npos)
    return {};
  return result.output + result.errors;
}

std::vector<FontRow> pdf_fonts(ByteView pdf) {
  const Saved saved(pdf);
  std::istringstream lines(run({"pdffonts", saved.path()}).output);
  std::vector<FontRow> rows;
  std::string line;
  for (int i = 0; std::getline(lines, line); ++i) {
    if (i < 2) continue;  // the heading and its rule
    std::vector<std::string> words;
    std::istringstream in(line);
    for (std::string word; in >> word;)
      words.push_back(word);
    // name, type (two or three words), encoding, emb, sub, uni, object, generation
    if (words.size() < 8) continue;
    const std::size_t n = words.size();
    FontRow row;
    row.name = words[0];
    for (std::size_t w = 1; w + 6 < n; ++w)
      row.type += (row.type.empty() ? "" : " ") + words[w];
    row.embedded = words[n - 5] == "yes";
    row.subset = words[n - 4] == "yes";
    row.unicode = words[n - 3] == "yes";
    rows.push_back(row);
  }
  return rows;
}

std::string pdf_text(ByteView pdf) {
  const Saved saved(pdf);
  return run({"pdftotext", "-enc", "UTF-8", saved.path(), "-"}).output;
}

std::string flowing(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\f' || c == '\r' || c == '\t';
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  while (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out;
}

namespace {

/// pdftotext takes a dash at the end of a line for a divided word and joins the halves.
std::string without_dashes(std::string text) {
  std::erase(text, '-');
  return text;
}

}  // namespace

std::vector<std::string> missing_words(ByteView pdf, std::string_view source) {
  std::map<std::string, int> found;
  std::istringstream text(without_dashes(pdf_text(pdf)));
  for (std::string word; text >> word;)
    ++found[word];
  std::vector<std::string> missing;
  std::istringstream wanted(without_dashes(std::string(source)));
  for (std::string word; wanted >> word;) {
    if (--found[word] < 0) missing.push_back(word);
  }
  return missing;
}

Bytes pdf_attachment(ByteView pdf, int number) {
  const Saved saved(pdf);
  const std::filesystem::path out = saved.folder() / "attachment";
  const ProcessResult result =
      run({"pdfdetach", "-save", std::to_string(number), "-o", out.string(), saved.path()});
  EXPECT_EQ(result.exit_status, 0) << result.errors;
  auto bytes = files::read(out);
  EXPECT_TRUE(bytes) << bytes.error().message;
  return bytes.value_or(Bytes{});
}

int Raster::gray(int x, int y) const {
  if (x < 0 || y < 0 || x >= width || y >= height) return 255;
  const std::size_t at =
      (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
  int sum = 0;
  for (std::size_t i = 0; i < 3; ++i)
    sum += static_cast<unsigned char>(rgb[at + i]);
  return sum / 3;
}

Raster render_page(ByteView pdf, int number, int dpi) {
  const Saved saved(pdf);
  const std::string page = std::to_string(number);
  const Bytes ppm = run({"pdftoppm", "-r", std::to_string(dpi), "-f", page, "-l", page, saved.path()}).output;
  std::istringstream in(ppm);
  std::string magic;
  int most = 0;
  Raster raster;
  in >> magic >> raster.width >> raster.height >> most;
  EXPECT_EQ(magic, "P6");
  EXPECT_EQ(most, 255);
  in.get();
  raster.rgb = ppm.substr(std::min(ppm.size(), static_cast<std::size_t>(in.tellg())));
  EXPECT_EQ(raster.rgb.size(),
            static_cast<std::size_t>(raster.width) * static_cast<std::size_t>(raster.height) * 3);
  return raster;
}

std::size_t different_pixels(const Raster& a, const Raster& b, int tolerance) {
  if (a.width != b.width || a.height != b.height) return a.rgb.size() / 3;
  std::size_t count = 0;
  for (std::size_t at = 0; at < a.rgb.size(); at += 3) {
    bool differs = false;
    for (std::size_t i = at; i < at + 3; ++i) {
      const int distance = static_cast<unsigned char>(a.rgb[i]) - static_cast<unsigned char>(b.rgb[i]);
      differs = differs || std::abs(distance) > tolerance;
    }
    if (differs) ++count;
  }
  return count;
}

std::string decode_qr(ByteView pdf, int page, int dpi) {
  const Saved saved(pdf);
  const std::filesystem::path stem = saved.folder() / "page";
  const std::string number = std::to_string(page);
  run({"pdftoppm", "-r", std::to_string(dpi), "-f", number, "-l", number, "-png", "-singlefile", saved.path(),
       stem});
  std::string text = run({"zbarimg", "-q", "--raw", stem.string() + ".png"}).output;
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  return text;
}

}  // namespace sovang::testing
