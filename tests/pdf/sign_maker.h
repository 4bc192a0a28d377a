#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <zlib.h>

#include "sovang/base/files.h"
#include "sovang/base/process.h"
#include "sovang/pdf/signing.h"

#include "page_maker.h"
#include "sign_keys.h"

/// Signed files for the tests, and what poppler's pdfsig says of them.
namespace sovang::pdf::testing {

inline const PdfCache& cache() {
  static const PdfCache made(fonts());
  return made;
}

/// A decision's page, tagged or not, and a second page.
inline Bytes unsigned_pdf(Profile profile = Profile::pdfa_3a) {
  layout::Pages pages = certificate("Nguyễn Thị Thử Nghiệm");
  pages.pages.push_back(pages.pages.front());
  layout::StructureNode paragraph;
  pages.structure.push_back(paragraph);
  for (layout::Page& page : pages.pages) {
    for (layout::Item& item : page.items)
      item.structure = 0;
  }
  PdfFacts made = facts();
  made.profile = profile;
  if (profile == Profile::pdfa_1b) made.attachments.clear();
  auto pdf = write_pdf(pages, made, cache());
  EXPECT_TRUE(pdf) << pdf.error().message;
  return pdf.value_or(Bytes{});
}

inline void append_chunk(Bytes& png, const std::string& type, const Bytes& data) {
  const auto number = [&](std::uint32_t value) {
    for (const unsigned shift : {24U, 16U, 8U, 0U})
      png += static_cast<char>(value >> shift & 0xFFU);
  };
  number(static_cast<std::uint32_t>(data.size()));
  const Bytes body = type + data;
  png += body;
  number(static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
}

/// A PNG with alpha: an ellipse of one colour on a transparent ground.
inline Bytes ellipse_png(std::uint32_t width, std::uint32_t height, unsigned red, unsigned green,
                         unsigned blue) {
  Bytes rows;
  for (std::uint32_t y = 0; y < height; ++y) {
    rows += '\0';
    for (std::uint32_t x = 0; x < width; ++x) {
      const double dx = 2.0 * x / width - 1;
      const double dy = 2.0 * y / height - 1;
      const double r = dx * dx + dy * dy;
      for (const unsigned value : {red, green, blue, r < 0.98 && r > 0.8 ? 255U : 0U})
        rows += static_cast<char>(value);
    }
  }
  uLongf size = compressBound(rows.size());
  Bytes packed(size, '\0');
  EXPECT_EQ(compress(reinterpret_cast<Bytef*>(packed.data()), &size,
                     reinterpret_cast<const Bytef*>(rows.data()), rows.size()),
            Z_OK);
  packed.resize(size);
  Bytes header;
  for (const std::uint32_t side : {width, height}) {
    for (const unsigned shift : {24U, 16U, 8U, 0U})
      header += static_cast<char>(side >> shift & 0xFFU);
  }
  header += Bytes("\x08\x06\x00\x00\x00", 5);
  Bytes png = "\x89PNG\r\n\x1A\n";
  append_chunk(png, "IHDR", header);
  append_chunk(png, "IDAT", packed);
  append_chunk(png, "IEND", {});
  return png;
}

inline SignatureOrder person_order() {
  SignatureOrder order;
  order.field = person_field;
  order.name = "Lê Văn Thử Nghiệm";
  order.description = "Chữ ký số của Lê Văn Thử Nghiệm";
  order.time = signing_time();
  order.place = {0, Length::mm(197), Length::mm(157), Length::mm(40), Length::mm(18)};
  const auto picture = signature_picture(ellipse_png(200, 90, 0, 0, 200), "chu-ky.png");
  EXPECT_TRUE(picture);
  order.look = picture_look(*picture, order.place.width, order.place.height);
  return order;
}

inline SignatureOrder office_order() {
  SignatureOrder order;
  order.field = organisation_field;
  order.name = "Ủy ban nhân dân tỉnh Quảng Nam";
  order.description = "Dấu và chữ ký số của Ủy ban nhân dân tỉnh Quảng Nam";
  order.time = {signing_time().unix_ms + 600'000};
  order.place = {0, Length::mm(174.3), Length::mm(148), Length::mm(36), Length::mm(36)};
  const auto picture = signature_picture(ellipse_png(200, 200, 220, 0, 0), "dau.png");
  EXPECT_TRUE(picture);
  order.look = picture_look(*picture, order.place.width, order.place.height);
  return order;
}

inline Bytes signed_by(const Bytes& pdf, const SignatureOrder& order, const Signer& signer) {
  auto made = sign_pdf(pdf, order, signer, cache());
  EXPECT_TRUE(made) << made.error().message;
  return made.value_or(Bytes{});
}

/// Signed by the person, then by the office.
inline const Bytes& twice_signed() {
  static const Bytes made = signed_by(signed_by(unsigned_pdf(), person_order(), *signer_of(person())),
                                      office_order(), *signer_of(office()));
  return made;
}

/// One signature as pdfsig sees it.
struct PdfsigRow {
  bool valid = false;
  bool whole = false;  ///< "Total document signed"
  std::string text;
};

inline std::vector<PdfsigRow> pdfsig(ByteView pdf) {
  const auto folder = files::TemporaryFolder::make("sovang-pdfsig").value();
  EXPECT_TRUE(files::create_unsynced(folder.path() / "a.pdf", pdf));
  const auto result = run_process({"pdfsig", "-nocert", folder.path() / "a.pdf"});
  std::vector<PdfsigRow> rows;
  if (!result) return rows;
  std::istringstream in(result->output);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("Signature #")) rows.emplace_back();
    if (rows.empty()) continue;
    rows.back().text += line + '\n';
    if (line.find("Signature Validation: Signature is Valid.") != std::string::npos) rows.back().valid = true;
    if (line.find("Total document signed") != std::string::npos) rows.back().whole = true;
  }
  return rows;
}

}  // namespace sovang::pdf::testing
