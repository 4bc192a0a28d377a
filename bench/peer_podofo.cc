// A peer for bench/peers: certificates by PoDoFo 0.9 (Debian libpodofo-dev), its own way: a document each,
// fonts embedded whole or as it subsets them, no shaping, no tags, no data. Not part of any build:
//   g++ -O2 -std=c++17 bench/peer_podofo.cc -lpodofo -o podofo && ./podofo FOLDER FONTS
// FOLDER holds NNNNN.lines: "size<TAB>style<TAB>text" a line; the answer is NNNNN.podofo.pdf beside each.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <podofo/podofo.h>

namespace fs = std::filesystem;

namespace {

std::string face_file(const std::string& style) {
  const bool bold = style.find('b') != std::string::npos;
  const bool italic = style.find('i') != std::string::npos;
  return std::string("LiberationSerif-") +
         (bold ? (italic ? "BoldItalic" : "Bold") : (italic ? "Italic" : "Regular")) + ".ttf";
}

void write(const fs::path& lines, const fs::path& fonts) {
  PoDoFo::PdfMemDocument document;
  const PoDoFo::PdfRect a4(0, 0, 841.89, 595.276);
  PoDoFo::PdfPage* page = document.CreatePage(a4);
  PoDoFo::PdfPainter painter;
  painter.SetPage(page);
  std::ifstream in(lines);
  double y = 560;
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::string size, style, text;
    std::getline(cells, size, '\t');
    std::getline(cells, style, '\t');
    std::getline(cells, text);
    const std::string file = (fonts / face_file(style)).string();
    PoDoFo::PdfFont* font = document.CreateFontSubset(
        face_file(style).c_str(), style.find('b') != std::string::npos, style.find('i') != std::string::npos,
        false, new PoDoFo::PdfIdentityEncoding(0, 0xFFFF, true), file.c_str());
    font->SetFontSize(std::stof(size));
    painter.SetFont(font);
    const PoDoFo::PdfString shown(reinterpret_cast<const PoDoFo::pdf_utf8*>(text.c_str()));
    y -= std::stod(size) * 1.3;
    painter.DrawText((841.89 - font->GetFontMetrics()->StringWidth(shown)) / 2, y, shown);
  }
  painter.FinishPage();
  fs::path out = lines;
  document.Write(out.replace_extension(".podofo.pdf").c_str());
}

}  // namespace

int main(int, char** argv) {
  for (const auto& entry : fs::directory_iterator(argv[1])) {
    if (entry.path().extension() == ".lines") write(entry.path(), argv[2]);
  }
}
