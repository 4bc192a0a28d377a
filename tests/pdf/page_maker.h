#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sovang/base/diagnostics.h"
#include "sovang/layout/fonts.h"
#include "sovang/layout/pages.h"
#include "sovang/pdf/writer.h"

#include "support/shared.h"

/// Pages made by hand, as layout would place them.
namespace sovang::pdf::testing {

using document::Length;

inline const layout::FontBook& fonts() {
  static const layout::FontBook book = [] {
    Diagnostics diagnostics;
    auto loaded = layout::FontBook::load(sovang::testing::project_file("fonts"), diagnostics);
    if (!loaded) throw std::runtime_error(loaded.error().message);
    return *std::move(loaded);
  }();
  return book;
}

inline layout::FaceId face(bool bold = false, bool italic = false) {
  return fonts().find("Times New Roman", bold, italic).value();
}

/// A line of words from `x`, each a piece of its own with a space behind it.
inline layout::TextItem line(std::string_view text, Length x, Length baseline, Length size,
                             layout::FaceId id = face(), const layout::FontBook& book = fonts()) {
  const int em = book.face(id).metrics.units_per_em;
  const Length space = document::scaled(size, book.shape(id, " ")->advance, em);
  layout::TextItem item;
  item.face = id;
  item.size = size;
  item.baseline = baseline;
  item.x = x;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    layout::TextPiece piece;
    piece.shaped = book.shape(id, text.substr(begin, end - begin));
    piece.x = x;
    piece.width = document::scaled(size, piece.shaped->advance, em);
    piece.space_after = end < text.size();
    x += piece.width + space;
    item.width = piece.x + piece.width - item.x;
    item.pieces.push_back(std::move(piece));
    begin = end + 1;
  }
  return item;
}

inline layout::Page a4_landscape() {
  layout::Page page;
  page.width = Length::mm(297);
  page.height = Length::mm(210);
  return page;
}

template <class Content>
layout::Item item(Content content, document::Layer layer = document::Layer::all) {
  layout::Item made;
  made.content = std::move(content);
  made.layer = layer;
  return made;
}

/// The same line, centred on `center`.
inline layout::TextItem centred(std::string_view text, double center_mm, double baseline_mm, double points,
                                layout::FaceId id) {
  const layout::TextItem probe = line(text, Length::mm(0), Length::mm(baseline_mm), Length::pt(points), id);
  return line(text, Length::mm(center_mm) - probe.width / 2, Length::mm(baseline_mm), Length::pt(points), id);
}

inline PdfFacts facts() {
  PdfFacts made;
  made.title = "Bằng khen số 1 – Nguyễn Thị Thử Nghiệm";
  made.subject = "Khen thưởng phòng, chống dịch COVID-19";
  made.author = "Ủy ban nhân dân tỉnh Quảng Nam";
  made.keywords = "bằng khen, khen thưởng";
  made.date = Date::make(2021, 12, 15).value();
  made.template_digest = std::string(64, 'a');
  made.template_version = "quyet-dinh 1.0.0";
  document::Attachment attachment;
  attachment.name = "du-lieu.xml";
  attachment.bytes =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<bang-khen so=\"1\" ten=\"Nguyễn Thị Thử Nghiệm\"/>\n";
  attachment.description = "Dữ liệu của bằng khen";
  made.attachments.push_back(attachment);
  return made;
}

/// The lines of a certificate of merit (domain.md §4.9), form and data.
inline layout::Pages certificate(std::string_view name, const layout::FormContentPtr& form = nullptr) {
  layout::Pages pages;
  layout::Page page = a4_landscape();
  page.form = form;
  const auto bold = face(true);
  const auto bold_italic = face(true, true);
  page.items.push_back(
      item(centred("Ông (Bà) " + std::string(name), 148.5, 111.4, 23, bold), document::Layer::data));
  page.items.push_back(
      item(centred("Bác sĩ, Trung tâm Y tế huyện Nam Giang, tỉnh Quảng Nam", 148.5, 119.6, 15, face()),
           document::Layer::data));
  page.items.push_back(
      item(centred("Đã có thành tích xuất sắc trong công tác phòng, chống dịch bệnh COVID-19", 148.5, 128.0,
                   15, face()),
           document::Layer::data));
  page.items.push_back(item(centred("Quảng Nam, ngày 15 tháng 12 năm 2021", 217, 149, 13, bold_italic),
                            document::Layer::data));
  page.items.push_back(item(centred("CHỦ TỊCH", 217, 155.4, 13, bold), document::Layer::data));
  page.items.push_back(item(centred("Lê Văn Thử Nghiệm", 217, 185.5, 13.5, bold), document::Layer::data));
  page.items.push_back(item(
      line("Quyết định số: 3792/QĐ-UBND", Length::mm(38), Length::mm(179.3), Length::pt(12.5), bold_italic),
      document::Layer::data));
  pages.pages.push_back(std::move(page));
  return pages;
}

inline layout::FormContentPtr certificate_form(std::string key = "bang-khen-a4") {
  auto form = std::make_shared<layout::FormContent>();
  form->key = std::move(key);
  const auto bold = face(true);
  const auto add = [&](std::string_view text, double baseline, double points) {
    form->items.push_back(item(centred(text, 148.5, baseline, points, bold), document::Layer::form));
  };
  add("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 53.6, 13);
  add("Độc lập - Tự do - Hạnh phúc", 59.6, 14);
  add("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH QUẢNG NAM", 71.3, 18);
  add("TẶNG", 80.4, 16);
  add("BẰNG KHEN", 98, 44);
  layout::LineItem rule;
  rule.x1 = Length::mm(118.3);
  rule.x2 = Length::mm(178.7);
  rule.y1 = rule.y2 = Length::mm(61.5);
  rule.thickness = Length::mm(0.3);
  form->items.push_back(item(rule, document::Layer::form));
  return form;
}

}  // namespace sovang::pdf::testing
