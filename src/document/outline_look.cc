#include <cstdlib>

#include "outline.h"

namespace sovang::document {
namespace {

/// Hundredths with a decimal comma and no zeros behind: "13,5".
std::string hundredths(std::int64_t value) {
  std::string out = value < 0 ? "-" : "";
  value = std::llabs(value);
  out += std::to_string(value / 100);
  if (value % 100 == 0) return out;
  out += ',';
  out += static_cast<char>('0' + value % 100 / 10);
  if (value % 10 != 0) out += static_cast<char>('0' + value % 10);
  return out;
}

std::int64_t rounded(double value) {
  return static_cast<std::int64_t>(value < 0 ? value - 0.5 : value + 0.5);
}

std::string yes_no(bool flag) {
  return flag ? "có" : "không";
}

std::string in_words(const Size& size) {
  switch (size.kind) {
    case Size::Kind::automatic:
      return "tự động";
    case Size::Kind::absolute:
      return in_millimetres(size.length);
    case Size::Kind::percent:
      return hundredths(size.share_millionths / 10'000) + " %";
    case Size::Kind::fraction:
      return hundredths(size.share_millionths / 10'000) + " phần";
    case Size::Kind::text_width:
      return hundredths(size.share_millionths / 10'000) + " lần bề rộng chữ";
  }
  return {};
}

std::string in_words(Color color) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = "#";
  for (const std::uint8_t part : {color.red, color.green, color.blue}) {
    out += digits[part / 16];
    out += digits[part % 16];
  }
  return out;
}

std::string in_words(Align align) {
  switch (align) {
    case Align::left:
      return "trái";
    case Align::center:
      return "giữa";
    case Align::right:
      return "phải";
    case Align::justify:
      return "đều hai bên";
  }
  return {};
}

std::string in_words(VerticalAlign align) {
  switch (align) {
    case VerticalAlign::top:
      return "trên";
    case VerticalAlign::middle:
      return "giữa";
    case VerticalAlign::bottom:
      return "dưới";
    case VerticalAlign::baseline:
      return "theo dòng chữ";
  }
  return {};
}

std::string in_words(LineStyle style) {
  switch (style) {
    case LineStyle::none:
      return "không";
    case LineStyle::solid:
      return "nét liền";
    case LineStyle::dashed:
      return "nét đứt";
    case LineStyle::dotted:
      return "nét chấm";
    case LineStyle::double_line:
      return "nét đôi";
  }
  return {};
}

std::string in_words(const Border& border) {
  if (border.style == LineStyle::none) return "không";
  return in_words(border.style) + " " + in_points(border.width) + " " + in_words(border.color);
}

std::string in_words(Layer layer) {
  return layer == Layer::form ? "phôi" : layer == Layer::data ? "dữ liệu" : "cả hai";
}

std::string in_words(PageBreak page) {
  if (page == PageBreak::page) return "sang trang";
  return page == PageBreak::odd_page ? "sang trang lẻ" : "không";
}

template <class T, class Format>
std::string four(const Sides<T>& sides, Format format) {
  if (sides.top == sides.right && sides.top == sides.bottom && sides.top == sides.left)
    return format(sides.top);
  return "trên " + format(sides.top) + ", phải " + format(sides.right) + ", dưới " + format(sides.bottom) +
         ", trái " + format(sides.left);
}

std::string in_words(Table::Rules rules) {
  switch (rules) {
    case Table::Rules::all:
      return "mọi ô";
    case Table::Rules::rows:
      return "giữa các hàng";
    case Table::Rules::frame:
      return "khung ngoài";
    case Table::Rules::none:
      return "không";
  }
  return {};
}

/// One overload a kind of node.
class NodeLook {
 public:
  NodeLook(Look& out) : out_(out) {}  // NOLINT(google-explicit-constructor)

  void operator()(const ListData& list) {
    add("nhãn", list.label == List::Label::hang ? "treo" : "liền chữ");
    add("rộng nhãn", in_words(list.label_width));
    add("số bắt đầu", std::to_string(list.start));
  }
  void operator()(const GridData& grid) {
    std::string columns;
    for (const Size& size : grid.columns)
      columns += (columns.empty() ? "" : " | ") + in_words(size);
    add("các cột", columns);
    add("khoảng giữa cột", in_millimetres(grid.gap));
  }
  void operator()(const CellData& cell) {
    add("gộp cột", std::to_string(cell.column_span));
    add("gộp hàng", std::to_string(cell.row_span));
    add("đầu đề của", cell.scope == Cell::Scope::column ? "cột"
                      : cell.scope == Cell::Scope::row  ? "hàng"
                                                        : "không");
  }
  void operator()(const TableData& table) {
    add("rộng bảng", in_words(table.settings.width));
    add("kẻ bảng", in_words(table.settings.rules));
    add("nét kẻ", in_words(table.settings.rule));
    add("ngắt hàng qua trang", table.settings.split_rows == Table::SplitRows::no    ? "không"
                               : table.settings.split_rows == Table::SplitRows::yes ? "có"
                                                                                    : "khi cao hơn trang");
    add("số hàng ít nhất ở chỗ ngắt", std::to_string(table.settings.min_rows_at_break));
  }
  void operator()(const ColumnData& column) {
    add("rộng cột", in_words(column.column.width));
    add("căn dọc", in_words(column.column.vertical));
  }
  void operator()(const RowData& row) {
    add("loại hàng", row.kind == Row::Kind::group      ? "nhóm"
                     : row.kind == Row::Kind::subtotal ? "cộng nhóm"
                     : row.kind == Row::Kind::total    ? "tổng cộng"
                                                       : "thường");
    add("lặp khi sang trang", yes_no(row.repeat));
    add("cao ít nhất", in_millimetres(row.height));
    add("nền", row.background ? in_words(*row.background) : "không");
  }
  void operator()(const BandData& band) {
    add("in ở", band.header ? on(band.header_on) : on(band.footer_on));
  }
  void operator()(const Frame& frame) {
    add("cách trái", in_millimetres(frame.x));
    add("cách trên", in_millimetres(frame.y));
    add("rộng", in_words(frame.width));
    add("cao", in_words(frame.height));
    add("tính từ", frame.origin == Frame::Origin::page ? "mép giấy" : "lề");
    add("căn dọc", in_words(frame.vertical));
    add("ép chữ cho vừa", frame.fit == Frame::Fit::none     ? "không"
                          : frame.fit == Frame::Fit::shrink ? "thu nhỏ"
                                                            : "co hẹp rồi thu nhỏ");
    add("cỡ chữ nhỏ nhất", frame.min_font_size ? in_points(*frame.min_font_size) : "không đặt");
    add("co hẹp nhất", hundredths(frame.min_condense_permille * 10) + " %");
    add("số dòng nhiều nhất", frame.max_lines ? std::to_string(*frame.max_lines) : "không đặt");
    add("khi tràn", frame.overflow == Frame::Overflow::error  ? "báo lỗi"
                    : frame.overflow == Frame::Overflow::warn ? "cảnh báo"
                                                              : "cắt");
    add("xoay", std::to_string(frame.rotate) + " độ");
  }
  void operator()(const Rule& rule) {
    add("dài", in_words(rule.length));
    add("nét", in_words(rule.line) + " " + in_points(rule.thickness));
    add("căn", in_words(rule.align));
    add("màu", in_words(rule.color));
  }
  void operator()(const PictureData& picture) {
    add("rộng", in_words(picture.width));
    add("cao", in_words(picture.height));
    add("cách đặt", picture.fit == Image::Fit::contain ? "vừa khung"
                    : picture.fit == Image::Fit::cover ? "phủ khung"
                                                       : "kéo giãn");
    add("căn", in_words(picture.align));
    for (const auto& [path, content] : picture.candidates)
      add("nội dung hình " + path, content->digest.substr(0, 12));
  }
  void operator()(const QrData& qr) {
    add("cạnh", in_millimetres(qr.size));
    add("mức sửa lỗi", qr.correction == Qr::Correction::low        ? "L"
                       : qr.correction == Qr::Correction::medium   ? "M"
                       : qr.correction == Qr::Correction::quartile ? "Q"
                                                                   : "H");
    add("căn", in_words(qr.align));
  }
  void operator()(const SignatureFieldData& field) {
    add("rộng", in_millimetres(field.width));
    add("cao", in_millimetres(field.height));
    add("căn", in_words(field.align));
  }
  void operator()(const SequenceData& sequence) {
    add("số trang bắt đầu", sequence.page_start
                                ? std::to_string(*sequence.page_start)
                                : (sequence.page_start_written ? "nối tiếp" : "1 hoặc nối tiếp"));
    add("cách đánh số trang", sequence.page_format == Sequence::PageFormat::arabic        ? "1, 2, 3"
                              : sequence.page_format == Sequence::PageFormat::lower_roman ? "i, ii, iii"
                              : sequence.page_format == Sequence::PageFormat::upper_roman ? "I, II, III"
                                                                                          : "a, b, c");
  }
  void operator()(const CheckData& check) { add("mức", std::string(to_string(check.severity))); }
  template <class Other>
  void operator()(const Other&) {}  // texts and control: their words say it all

 private:
  void add(std::string name, std::string value) { out_.emplace_back(std::move(name), std::move(value)); }
  static std::string on(Table::HeaderOn on) {
    return on == Table::HeaderOn::all     ? "mọi trang"
           : on == Table::HeaderOn::first ? "trang đầu của bảng"
                                          : "sau chỗ sang trang";
  }
  static std::string on(Table::FooterOn on) {
    return on == Table::FooterOn::all        ? "mọi trang"
           : on == Table::FooterOn::on_break ? "trước chỗ sang trang"
                                             : "cuối bảng";
  }

  Look& out_;
};

}  // namespace

std::string in_points(Length length) {
  return hundredths(rounded(length.in_pt() * 100)) + " pt";
}

std::string in_millimetres(Length length) {
  return hundredths(rounded(length.in_mm() * 100)) + " mm";
}

void look_of(const TextStyle& style, Look& out) {
  out.emplace_back("phông chữ", style.family);
  out.emplace_back("cỡ chữ", in_points(style.size));
  out.emplace_back("chữ đậm", yes_no(style.bold));
  out.emplace_back("chữ nghiêng", yes_no(style.italic));
  out.emplace_back("gạch chân", yes_no(style.underline));
  out.emplace_back("màu chữ", in_words(style.color));
  out.emplace_back("giãn chữ", in_points(style.letter_spacing));
  out.emplace_back("ngôn ngữ", style.lang);
}

void look_of(const ParagraphStyle& style, Look& out) {
  out.emplace_back("căn lề", in_words(style.align));
  out.emplace_back("thụt dòng đầu", in_millimetres(style.first_line_indent));
  out.emplace_back("thụt trái", in_millimetres(style.indent_left));
  out.emplace_back("thụt phải", in_millimetres(style.indent_right));
  out.emplace_back("dãn dòng", style.line_height.exact ? in_points(*style.line_height.exact)
                                                       : hundredths(style.line_height.permille / 10));
  out.emplace_back("dòng ít nhất ở cuối trang", std::to_string(style.orphans));
  out.emplace_back("dòng ít nhất ở đầu trang", std::to_string(style.widows));
  out.emplace_back("xuống dòng", style.wrap == Wrap::normal   ? "thường"
                                 : style.wrap == Wrap::nowrap ? "không"
                                                              : "cân đối");
  out.emplace_back("giữ cặp từ", yes_no(style.bind == Binding::automatic));
  out.emplace_back("cách ngắt dòng", style.line_break == LineBreaking::best ? "tối ưu" : "lần lượt");
  constexpr std::array<std::string_view, 11> roles = {"đoạn văn", "đề mục 1",  "đề mục 2", "đề mục 3",
                                                      "đề mục 4", "đề mục 5",  "đề mục 6", "tên văn bản",
                                                      "chú giải", "chú thích", "trang trí"};
  out.emplace_back("vai trò", roles[static_cast<std::size_t>(style.role)]);
}

void look_of(const Box& box, Look& out) {
  out.emplace_back("đệm trong", four(box.padding, in_millimetres));
  out.emplace_back("viền", four(box.border, [](const Border& border) { return in_words(border); }));
  out.emplace_back("nền", box.background ? in_words(*box.background) : "không");
  out.emplace_back("rộng khối", in_words(box.width));
}

void look_of(const CellVariant& cell, const Template::Parts& parts, Look& out) {
  look_of(parts.boxes[static_cast<std::size_t>(cell.box)], out);
  out.emplace_back("căn dọc", in_words(cell.vertical));
}

void look_of(const PageMaster& master, Look& out) {
  out.emplace_back("khổ giấy", in_millimetres(master.width) + " × " + in_millimetres(master.height));
  out.emplace_back("lề", four(master.margin, in_millimetres));
  out.emplace_back("phần xén", in_millimetres(master.bleed));
  out.emplace_back("đầu trang cách mép", in_millimetres(master.header_offset));
  out.emplace_back("chân trang cách mép", in_millimetres(master.footer_offset));
}

void look_of(const Node& node, const Template::Parts& parts, Look& out) {
  out.emplace_back("cách trên", in_points(node.space.before));
  out.emplace_back("cách dưới", in_points(node.space.after));
  out.emplace_back("không tách", yes_no(node.keep.together));
  out.emplace_back("đi liền với phần sau", yes_no(node.keep.with_next));
  out.emplace_back("đi liền với phần trước", std::to_string(node.keep.with_previous_lines) + " dòng");
  out.emplace_back("ngắt trang trước", in_words(node.keep.break_before));
  out.emplace_back("ngắt trang sau", in_words(node.keep.break_after));
  out.emplace_back("lớp in", in_words(node.layer));
  // A cell has the box of the column it stands in.
  if (node.kind != NodeKind::cell) look_of(parts.boxes[static_cast<std::size_t>(node.box)], out);
  if (node.data) std::visit(NodeLook(out), *node.data);
}

}  // namespace sovang::document
