#include "schema.h"

#include <algorithm>

namespace sovang::document {
namespace {

using enum Form;
using Attributes = std::span<const AttributeSpec>;

constexpr AttributeSpec common[] = {
    {"id", ident}, {"style", ident}, {"layer", words, false, "all|form|data"}};
constexpr AttributeSpec text_props[] = {{"font-family", free_text},
                                        {"font-size", font_size},
                                        {"font-weight", words, false, "normal|bold"},
                                        {"font-style", words, false, "normal|italic"},
                                        {"color", color},
                                        {"text-transform", words, false, "none|upper"},
                                        {"text-decoration", words, false, "none|underline"},
                                        {"letter-spacing", length},
                                        {"lang", ident}};
constexpr AttributeSpec para_props[] = {
    {"align", words, false, "left|center|right|justify"},
    {"first-line-indent", length},
    {"indent-left", length},
    {"indent-right", length},
    {"line-height", line_height},
    {"orphans", count},
    {"widows", count},
    {"wrap", words, false, "normal|nowrap|balance"},
    {"bind", words, false, "auto|none"},
    {"line-break", words, false, "best|first-fit"},
    {"role", words, false, "P|H1|H2|H3|H4|H5|H6|Title|Caption|Note|Artifact"}};
constexpr AttributeSpec space_props[] = {{"space-before", length}, {"space-after", length}};
constexpr AttributeSpec keep_props[] = {{"keep-together", yes_no},
                                        {"keep-with-next", yes_no},
                                        {"keep-with-previous", lines},
                                        {"break-before", words, false, "auto|page|odd-page"},
                                        {"break-after", words, false, "auto|page"}};
constexpr AttributeSpec box_props[] = {
    {"padding", lengths},    {"border", border},       {"border-top", border}, {"border-bottom", border},
    {"border-left", border}, {"border-right", border}, {"background", color}};

constexpr AttributeSpec of_template[] = {
    {"id", ident, true}, {"version", version, true}, {"kind", ident, true},
    {"lang", ident},     {"profile", ident},         {"title", text},
    {"subject", text},   {"author", text},           {"keywords", text}};
constexpr AttributeSpec of_include[] = {{"src", file, true}};
constexpr AttributeSpec of_param[] = {{"name", path, true},
                                      {"type", words, true, "string|int|decimal|bool|date|record|list|any"},
                                      {"required", yes_no},
                                      {"default", free_text},
                                      {"doc", free_text}};
constexpr AttributeSpec of_style[] = {{"name", ident, true}, {"based-on", ident}};
constexpr AttributeSpec of_master[] = {
    {"name", ident, true},     {"size", page_size, true}, {"orientation", words, false, "portrait|landscape"},
    {"margin", lengths, true}, {"bleed", length},         {"header-offset", length},
    {"footer-offset", length}};
constexpr AttributeSpec of_page_band[] = {{"on", words, false, "all|first|not-first|odd|even|last"},
                                          {"style", ident}};
constexpr AttributeSpec of_define[] = {{"name", ident, true}, {"doc", free_text}};
constexpr AttributeSpec of_use[] = {{"name", ident, true}};
constexpr AttributeSpec of_slot[] = {{"required", yes_no}};
constexpr AttributeSpec of_sequence[] = {{"master", ident, true}, {"first-master", ident},
                                         {"page-start", start},   {"page-format", words, false, "1|i|I|a"},
                                         {"style", ident},        {"id", ident}};
constexpr AttributeSpec of_block[] = {{"width", size}};
constexpr AttributeSpec of_span[] = {{"keep-together", yes_no}};
constexpr AttributeSpec of_br[] = {{"justify", yes_no}};
constexpr AttributeSpec of_leader[] = {{"pattern", words, false, "dots|rule|space"}, {"width", size}};
constexpr AttributeSpec of_list[] = {{"format", text},
                                     {"start", count},
                                     {"label", words, false, "run-in|hang"},
                                     {"label-width", length},
                                     {"label-style", ident}};
constexpr AttributeSpec of_grid[] = {{"columns", tracks, true}, {"gap", length}};
constexpr AttributeSpec of_table[] = {{"width", size},
                                      {"caption", text},
                                      {"summary", text},
                                      {"rules", words, false, "all|rows|frame|none"},
                                      {"rule", border},
                                      {"split-rows", words, false, "no|if-taller|yes"},
                                      {"min-rows-at-break", count}};
constexpr AttributeSpec of_column[] = {{"width", track},
                                       {"align", words, false, "left|center|right|justify"},
                                       {"valign", words, false, "top|middle|bottom"},
                                       {"style", ident},
                                       {"id", ident}};
constexpr AttributeSpec of_table_header[] = {{"on", words, false, "all|first|continued"}, {"style", ident}};
constexpr AttributeSpec of_table_footer[] = {{"on", words, false, "last|break|all"}, {"style", ident}};
constexpr AttributeSpec of_row[] = {{"role", words, false, "body|group|subtotal|total"},
                                    {"repeat", yes_no},
                                    {"tally", tally},
                                    {"height", length},
                                    {"background", color}};
constexpr AttributeSpec of_cell[] = {{"colspan", count},
                                     {"rowspan", count},
                                     {"scope", words, false, "col|row"},
                                     {"align", words, false, "left|center|right|justify"},
                                     {"valign", words, false, "top|middle|bottom"}};
constexpr AttributeSpec of_frame[] = {{"x", length, true},
                                      {"y", length, true},
                                      {"width", size, true},
                                      {"height", size},
                                      {"origin", words, false, "page|margin"},
                                      {"valign", words, false, "top|middle|bottom|baseline"},
                                      {"fit", words, false, "none|shrink|condense-shrink"},
                                      {"min-font-size", font_size},
                                      {"min-condense", condense},
                                      {"max-lines", count},
                                      {"overflow", words, false, "error|warn|clip"},
                                      {"rotate", words, false, "0|90|180|270"}};
constexpr AttributeSpec of_image[] = {{"src", text, true},
                                      {"width", size},
                                      {"height", size},
                                      {"fit", words, false, "contain|cover|stretch"},
                                      {"align", words, false, "left|center|right"},
                                      {"alt", text, true}};
constexpr AttributeSpec of_rule[] = {{"length", rule_length},
                                     {"thickness", length},
                                     {"line", words, false, "solid|double|dotted|dashed"},
                                     {"align", words, false, "left|center|right"},
                                     {"color", color}};
constexpr AttributeSpec of_qr[] = {{"value", text, true},
                                   {"size", length, true},
                                   {"ec", words, false, "L|M|Q|H"},
                                   {"align", words, false, "left|center|right"},
                                   {"alt", text}};
constexpr AttributeSpec of_signature_field[] = {{"name", name, true},
                                                {"width", length, true},
                                                {"height", length, true},
                                                {"align", words, false, "left|center|right"},
                                                {"alt", text, true}};
constexpr AttributeSpec of_if[] = {{"test", expression, true}};
constexpr AttributeSpec of_when[] = {{"test", expression}};
constexpr AttributeSpec of_loop[] = {{"select", expression, true}, {"as", name, true}, {"index", name}};
constexpr AttributeSpec of_inline_loop[] = {
    {"select", expression, true}, {"as", name, true}, {"index", name}, {"separator", text}};
constexpr AttributeSpec of_let[] = {{"name", name, true}, {"value", expression, true}};
constexpr AttributeSpec of_check[] = {
    {"id", ident, true}, {"test", expression, true}, {"severity", words, false, "error|warning|info"}};
constexpr AttributeSpec of_attach[] = {{"name", text, true},
                                       {"select", expression},
                                       {"src", file},
                                       {"relationship", words, false, "Source|Data|Alternative|Supplement"},
                                       {"description", text}};

constexpr Contexts none{};
constexpr Contexts all_blocks = Contexts(Context::blocks) | Context::flow;
constexpr Contexts all_inlines = Contexts(Context::inlines) | Context::flow;
constexpr Contexts control_places = Contexts(Context::body) | Context::blocks | Context::items |
                                    Context::cells | Context::columns | Context::rows | Context::inlines |
                                    Context::flow;
constexpr Contexts loop_places =
    Contexts(Context::body) | Context::blocks | Context::items | Context::cells | Context::rows;
constexpr Contexts choose_places = loop_places | Context::inlines | Context::flow;
constexpr Contexts let_places =
    Contexts(Context::head) | Context::body_head | Context::blocks | Context::rows;

constexpr ElementSpec specs[] = {
    {"template",
     Context::root,
     {of_template},
     Content::fixed,
     Contexts(Context::head) | Context::body,
     "A document, or a library of parts (kind=\"library\")."},
    {"include",
     Context::head,
     {of_include},
     Content::fixed,
     none,
     "Takes the styles, page masters and components of another file."},
    {"param",
     Contexts(Context::head) | Context::parameters,
     {of_param},
     Content::fixed,
     none,
     "A value the template or component reads: its path, type and whether it must be there."},
    {"style",
     Context::head,
     {of_style, text_props, para_props, space_props, keep_props, box_props},
     Content::fixed,
     none,
     "A named set of properties; may be based on one other."},
    {"page-master",
     Context::head,
     {of_master},
     Content::fixed,
     Context::master,
     "A page size with margins, running header and footer, and frames that stand on every page."},
    {"header",
     Context::master,
     {of_page_band},
     Content::fixed,
     Context::blocks,
     "Running header of a page master."},
    {"footer",
     Context::master,
     {of_page_band},
     Content::fixed,
     Context::blocks,
     "Running footer of a page master."},
    {"define",
     Context::head,
     {of_define},
     Content::fixed,
     Contexts(Context::parameters) | Context::blocks,
     "A component: block content with parameters. It sees its parameters only."},
    {"use",
     all_blocks,
     {of_use},
     Content::fixed,
     Context::blocks,
     "Sets a component here. let children are its arguments; other content fills its slot."},
    {"slot",
     all_blocks,
     {of_slot},
     Content::fixed,
     Context::blocks,
     "Where the content given by use stands; its own content is the fallback."},
    {"sequence",
     Context::body,
     {of_sequence},
     Content::fixed,
     Context::blocks,
     "A run of pages of one page master, starting on a new page."},
    {"block",
     all_blocks,
     {common, text_props, para_props, space_props, keep_props, box_props, of_block},
     Content::fixed,
     Context::blocks,
     "Groups blocks to keep, space, frame or fill them together."},
    {"p",
     all_blocks,
     {common, text_props, para_props, space_props, keep_props, box_props},
     Content::fixed,
     Context::inlines,
     "A paragraph. One that comes out empty takes no space."},
    {"span",
     all_inlines,
     {common, text_props, of_span},
     Content::fixed,
     Context::inlines,
     "A piece of text with its own text properties; keep-together forbids a break inside."},
    {"br", all_inlines, {of_br}, Content::fixed, none, "A line break."},
    {"leader",
     all_inlines,
     {of_leader},
     Content::fixed,
     none,
     "Dots, a line or space that fills the rest of the line."},
    {"list",
     all_blocks,
     {common, of_list, text_props, para_props, space_props, keep_props},
     Content::fixed,
     Context::items,
     "Numbered or dashed paragraphs. format holds {n}."},
    {"item",
     Context::items,
     {common, keep_props, space_props},
     Content::fixed,
     Context::flow,
     "One item of a list: text, or blocks."},
    {"grid",
     all_blocks,
     {common, of_grid, keep_props, space_props, box_props},
     Content::fixed,
     Context::cells,
     "Boxes side by side, for layout only. For data use table."},
    {"table",
     all_blocks,
     {common, of_table, text_props, para_props, space_props, keep_props},
     Content::fixed,
     Contexts(Context::columns) | Context::bands | Context::rows,
     "A table: columns, header rows, rows, footer rows. Column widths never depend on the rows."},
    {"column", Context::columns, {of_column}, Content::fixed, none, "Width and alignment of one column."},
    {"header", Context::bands, {of_table_header}, Content::fixed, Context::rows, "Header rows of a table."},
    {"footer", Context::bands, {of_table_footer}, Content::fixed, Context::rows, "Footer rows of a table."},
    {"row",
     Context::rows,
     {common, of_row, text_props, keep_props},
     Content::fixed,
     Context::cells,
     "A row. role sets its keeps; tally adds to running sums when it is placed."},
    {"cell",
     Context::cells,
     {common, of_cell, text_props, box_props},
     Content::fixed,
     Context::flow,
     "A cell: text, or blocks."},
    {"frame",
     Contexts(Context::blocks) | Context::master,
     {common, of_frame, text_props, para_props, box_props},
     Content::fixed,
     Context::blocks,
     "A box at a fixed place of the page. fit shrinks the text to it."},
    {"image",
     all_blocks | Context::inlines,
     {common, of_image, space_props},
     Content::fixed,
     none,
     "A PNG, a JPEG or an SVG of the documented subset. alt=\"\" marks decoration."},
    {"rule",
     all_blocks,
     {common, of_rule, space_props},
     Content::fixed,
     none,
     "A line. length in tw is a share of the text width of the paragraph before it."},
    {"qr", all_blocks | Context::inlines, {common, of_qr, space_props}, Content::fixed, none, "A QR code."},
    {"signature-field",
     all_blocks,
     {common, of_signature_field, space_props},
     Content::fixed,
     none,
     "Room for a signature; the PDF has an empty signature field of this name there. alt is read to the "
     "blind."},
    {"footnote",
     all_inlines,
     {common},
     Content::fixed,
     Context::inlines,
     "A note at the foot of the page that holds its mark."},
    {"if",
     control_places,
     {of_if},
     Content::same_as_place,
     none,
     "Its content stands only when test is true."},
    {"choose",
     choose_places,
     {},
     Content::branches_of_place,
     none,
     "The first when whose test is true; a last when without test is the otherwise."},
    {"when", Context::branches, {of_when}, Content::same_as_place, none, "One branch of choose."},
    {"for-each",
     loop_places,
     {of_loop},
     Content::same_as_place,
     none,
     "Repeats its content for each item of a list."},
    {"for-each",
     all_inlines,
     {of_inline_loop},
     Content::same_as_place,
     none,
     "Repeats its content for each item of a list."},
    {"let", let_places, {of_let}, Content::fixed, none, "A name for a value, or an argument of use."},
    {"check",
     let_places,
     {of_check},
     Content::fixed,
     Context::text,
     "A condition on the data; when it is false, its text is reported as a finding."},
    {"attach",
     Contexts(Context::head) | Context::body_head,
     {of_attach},
     Content::fixed,
     none,
     "A file inside the PDF (PDF/A-3): a part of the data, or a file."},
};

}  // namespace

const AttributeSpec* ElementSpec::attribute(std::string_view attribute_name) const {
  for (const Attributes& group : attributes)
    for (const AttributeSpec& spec : group)
      if (spec.name == attribute_name) return &spec;
  return nullptr;
}

std::span<const ElementSpec> element_specs() {
  return specs;
}

const ElementSpec* find_element(std::string_view name, Contexts places) {
  for (const ElementSpec& spec : specs)
    if (spec.name == name && spec.places.overlaps(places)) return &spec;
  return nullptr;
}

bool is_known_element(std::string_view name) {
  return std::any_of(std::begin(specs), std::end(specs),
                     [name](const ElementSpec& spec) { return spec.name == name; });
}

}  // namespace sovang::document
