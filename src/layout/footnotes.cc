#include "footnotes.h"

#include <string>
#include <utility>

#include "paragraph.h"

namespace sovang::layout {

int footnote_number(Context& context, const document::Footnote& footnote) {
  const auto [known, fresh] =
      context.footnotes.try_emplace(&footnote, KnownFootnote{context.next_footnote, nullptr, -1, 0});
  if (fresh) ++context.next_footnote;
  return known->second.number;
}

std::shared_ptr<const FootnoteText> footnote_text(Context& context, const document::Footnote& footnote) {
  const int number = footnote_number(context, footnote);
  const KnownFootnote& known = context.footnotes.at(&footnote);
  if (known.text) {
    context.structure.pass_over(known.first_node, known.nodes);
    return known.text;
  }
  const int first_node = context.structure.next();
  // Made while the words of another paragraph lie in the scratch memory.
  Scratch outer = std::exchange(context.scratch, {});
  Fitting* const fitting = std::exchange(context.fitting, nullptr);
  auto text = std::make_shared<FootnoteText>();
  const int note = context.structure.add(StructureType::note);
  document::Paragraph paragraph{footnote.style, footnote.text_style, footnote.content};
  const RunInLabel mark{std::to_string(number), footnote.text_style, note, true};
  ParagraphJob job{paragraph};
  job.width = context.footnote_width;
  job.source = footnote.source;
  job.label = &mark;
  job.structure = note;
  static_cast<void>(set_paragraph(context, job, text->lines));
  context.scratch = std::move(outer);
  context.fitting = fitting;
  context.footnotes.at(&footnote) = {number, text, first_node, context.structure.next() - first_node};
  return text;
}

}  // namespace sovang::layout
