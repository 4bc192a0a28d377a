#include "words.h"

#include <algorithm>
#include <utility>

#include "sovang/base/utf8.h"

#include "footnotes.h"

namespace sovang::layout {
namespace {

using document::scaled;

enum class Mark : std::uint8_t { space, no_break_space, narrow_space, break_here, soft_hyphen };

struct Found {
  std::size_t at = std::string_view::npos;
  std::size_t size = 0;
  Mark mark = Mark::space;
};

/// The next character at or after `from` that is not part of a word.
Found find_mark(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    const char c = text[at];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') return {at, 1, Mark::space};
    const std::string_view rest = text.substr(at, 3);
    if (c == '\xC2' && rest.starts_with("\xC2\xA0")) return {at, 2, Mark::no_break_space};
    if (c == '\xC2' && rest.starts_with("\xC2\xAD")) return {at, 2, Mark::soft_hyphen};
    if (c == '\xE2' && rest == "\xE2\x80\xAF") return {at, 3, Mark::narrow_space};
    if (c == '\xE2' && rest == "\xE2\x80\x8B") return {at, 3, Mark::break_here};
  }
  return {};
}

bool is_combining(char32_t c) {
  return (c >= 0x0300 && c <= 0x036F) || c == 0x200D;
}

/// The end of the grapheme cluster at `at`: a letter with the marks that follow it.
std::size_t cluster_end(std::string_view text, std::size_t at) {
  static_cast<void>(utf8::next(text, at));
  for (std::size_t next = at; next < text.size(); at = next) {
    if (!is_combining(utf8::next(text, next))) break;
  }
  return at;
}

bool lacks_a_letter(const ShapedText& shaped) {
  return std::any_of(shaped.glyphs.begin(), shaped.glyphs.end(),
                     [](const Glyph& glyph) { return glyph.id == 0; });
}

}  // namespace

std::vector<Segment> WordMaker::make(const document::Paragraph& paragraph, const RunInLabel* label) {
  Scratch& scratch = context_.scratch;
  scratch.parts.clear();
  scratch.first_part.clear();
  scratch.tokens.clear();
  segments_.clear();
  text_style_ = paragraph.text_style;
  if (label != nullptr) {
    structure_ = label->structure;
    const Look& look = context_.look(label->style, source_);
    add_text(label->text, label->raised ? context_.raised(look) : look, true, source_);
    end_token(look.space);
    structure_ = -2;
  }
  const std::size_t of_label = scratch.tokens.size();
  for (const document::Inline& part : paragraph.content) {
    inline_ = &part;
    std::visit([this](const auto& content) { add(content); }, part);
  }
  inline_ = nullptr;
  const bool visible = scratch.tokens.size() > of_label || !segments_.empty() || label != nullptr;
  if (visible) end_segment(false);
  scratch.first_part.push_back(scratch.parts.size());
  return std::move(segments_);
}

void WordMaker::add(const document::TextRun& run) {
  add_text(run.text, context_.look(run.style, run.source), run.keep_together, run.source);
}

void WordMaker::add(const document::ForcedBreak& forced) {
  end_segment(forced.justify);
}

void WordMaker::add(const document::Leader& leader) {
  const Look& look = context_.look(leader.style, source_);
  const Length width = resolve(leader.width, {}, {});
  add_part(Part::Kind::leader, width, &look);
  if (leader.width.kind == document::Size::Kind::automatic) context_.scratch.tokens.back().fills = true;
}

void WordMaker::add(const document::LateText& late) {
  ++context_.late_seen;
  add_text(context_.late.text(late), context_.look(late.style, late.source), false, late.source);
}

void WordMaker::add(const document::InlinePicture& picture) {
  const Length natural = Length::mm(10);
  const Length height = resolve(picture.height, {}, natural);
  Length width = resolve(picture.width, {}, natural);
  if (picture.width.kind == document::Size::Kind::automatic && picture.picture) {
    const auto& drawing = picture.picture->drawing;
    const auto& raster = picture.picture->raster;
    if (drawing && drawing->height > 0) {
      width = {
          static_cast<std::int64_t>(static_cast<double>(height.units) * drawing->width / drawing->height)};
    } else if (raster && raster->height > 0) {
      width = scaled(height, raster->width, raster->height);
    }
  }
  Part& part = add_part(Part::Kind::picture, width, nullptr);
  part.height = height;
  part.structure =
      context_.structure.add(picture.alt.empty() ? StructureType::artifact : StructureType::figure);
  if (part.structure >= 0) context_.structure.node(part.structure).alt = picture.alt;
}

void WordMaker::add(const document::InlineQr& qr) {
  Part& part = add_part(Part::Kind::qr, qr.size, nullptr);
  part.height = qr.size;
  part.structure = context_.structure.add(StructureType::figure);
  if (part.structure >= 0) context_.structure.node(part.structure).alt = qr.alt;
}

void WordMaker::add(const std::shared_ptr<const document::Footnote>& footnote) {
  if (!footnote) return;
  const int number = footnote_number(context_, *footnote);
  const Look& look = context_.raised(context_.look(text_style_, footnote->source));
  add_word(std::to_string(number), look, footnote->source);
}

void WordMaker::add_text(std::string_view text, const Look& look, bool keep_together,
                         document::SourceId source) {
  for (std::size_t at = 0; at < text.size();) {
    const Found found = find_mark(text, at);
    const std::size_t end = std::min(found.at, text.size());
    if (end > at) add_word(text.substr(at, end - at), look, source);
    at = end + found.size;
    if (found.size == 0) break;
    switch (found.mark) {
      case Mark::space:
        if (keep_together && token_open_) {
          add_space(Part::Kind::space, look);
        } else {
          end_token(look.space);
        }
        break;
      case Mark::no_break_space:
        add_space(Part::Kind::space, look);
        break;
      case Mark::narrow_space:
        add_space(Part::Kind::gap, look);
        break;
      case Mark::break_here:
        end_token({});
        break;
      case Mark::soft_hyphen:
        break;
    }
  }
}

void WordMaker::add_word(std::string_view word, const Look& look, document::SourceId source) {
  ShapedTextPtr shaped = context_.fonts.shape(look.face, word);
  if (!lacks_a_letter(*shaped)) {
    add_shaped(std::move(shaped), look);
  } else if (look.fallbacks.empty()) {
    report_missing(*shaped, source);
    add_shaped(std::move(shaped), look);
  } else {
    add_in_several_faces(*shaped, look, source);
  }
}

void WordMaker::add_shaped(ShapedTextPtr shaped, const Look& look) {
  Part& part = add_part(Part::Kind::word, look.width_of(*shaped), &look);
  part.shaped = std::move(shaped);
}

/// A word some letters of which its face lacks: each letter with its marks comes from the first face that has
/// them, and neighbours from one face are shaped as one.
void WordMaker::add_in_several_faces(const ShapedText& shaped, const Look& look, document::SourceId source) {
  const std::string_view word = shaped.text;
  for (std::size_t begin = 0; begin < word.size();) {
    std::size_t end = cluster_end(word, begin);
    const Look& here = look_that_has(word.substr(begin, end - begin), look);
    while (end < word.size()) {
      const std::size_t next = cluster_end(word, end);
      if (&look_that_has(word.substr(end, next - end), look) != &here) break;
      end = next;
    }
    ShapedTextPtr piece = context_.fonts.shape(here.face, word.substr(begin, end - begin));
    if (lacks_a_letter(*piece)) report_missing(*piece, source);
    add_shaped(std::move(piece), here);
    begin = end;
  }
}

/// `look` itself where no face has the letter: its gap is what the finding speaks of.
const Look& WordMaker::look_that_has(std::string_view letter, const Look& look) {
  if (!lacks_a_letter(*context_.fonts.shape(look.face, letter))) return look;
  for (const FaceId face : look.fallbacks) {
    if (!lacks_a_letter(*context_.fonts.shape(face, letter))) return context_.in_face(look, face);
  }
  return look;
}

void WordMaker::add_space(Part::Kind kind, const Look& look) {
  if (kind == Part::Kind::space) {
    add_part(kind, look.space, &look);
    // It stretches with the line, so it does not count as part of the word.
    Token& token = context_.scratch.tokens.back();
    token.width -= look.space;
    token.inner_space += look.space;
  } else {
    add_part(kind, look.size / 6, &look);
  }
}

void WordMaker::end_token(Length space) {
  Scratch& scratch = context_.scratch;
  if (scratch.tokens.size() == segment_begin_) return;  // a space at the start of a line is dropped
  Token& token = scratch.tokens.back();
  // An opening run may end with a space and the next begin with one: only the first counts.
  if (token_open_ || token.space_after.units == 0) token.space_after = space;
  token_open_ = false;
}

Part& WordMaker::add_part(Part::Kind kind, Length width, const Look* look) {
  Scratch& scratch = context_.scratch;
  if (!token_open_) {
    scratch.tokens.emplace_back();
    scratch.first_part.push_back(scratch.parts.size());
    token_open_ = true;
  }
  scratch.tokens.back().width += width;
  Part& part = scratch.parts.emplace_back();
  part.kind = kind;
  part.width = width;
  part.look = look;
  part.source = inline_;
  part.structure = structure_;
  return part;
}

void WordMaker::end_segment(bool justify_last) {
  Scratch& scratch = context_.scratch;
  segments_.push_back({segment_begin_, scratch.tokens.size(), justify_last});
  segment_begin_ = scratch.tokens.size();
  token_open_ = false;
}

void WordMaker::report_missing(const ShapedText& shaped, document::SourceId source) {
  for (const Glyph& glyph : shaped.glyphs) {
    if (glyph.id != 0) continue;
    std::size_t at = glyph.text_begin;
    const char32_t letter = utf8::next(shaped.text, at);
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string code;
    for (int digit = letter > 0xFFFFF ? 5 : letter > 0xFFFF ? 4 : 3; digit >= 0; --digit) {
      code += hex[static_cast<std::size_t>(letter >> (4 * static_cast<unsigned>(digit))) & 15U];
    }
    std::string character;
    utf8::append(character, letter);
    context_.findings.add(
        "FNT-02", Severity::error,
        "phông chữ không có chữ «" + character + "» (U+" + code + ") trong «" + shaped.text + "»", source,
        "sửa dữ liệu hoặc thêm phông có chữ này vào fonts/local");
  }
}

namespace {

/// Cuts the words of a segment into smaller tokens and writes them to new memory.
class Splitter {
 public:
  Splitter(Context& context, document::SourceId source, Length room)
      : context_(context), source_(source), room_(room) {}

  void copy(std::size_t token) {
    Scratch& from = context_.scratch;
    out_.first_part.push_back(out_.parts.size());
    out_.tokens.push_back(from.tokens[token]);
    for (std::size_t i = from.first_part[token]; i < from.first_part[token + 1]; ++i) {
      out_.parts.push_back(from.parts[i]);
    }
  }

  void split(std::size_t token) {
    Scratch& from = context_.scratch;
    const Token& whole = from.tokens[token];
    bool open = false;
    for (std::size_t i = from.first_part[token]; i < from.first_part[token + 1]; ++i) {
      const Part& part = from.parts[i];
      if (part.kind == Part::Kind::space && open) {
        out_.tokens.back().space_after = part.width;
        open = false;
        report_kept(token);
      } else if (part.kind == Part::Kind::word && part.width > room_) {
        split_word(part);
        open = true;
      } else {
        add(part, !open);
        open = true;
      }
    }
    out_.tokens.back().space_after = whole.space_after;
  }

  /// Puts the new tokens in the place of the old.
  void finish() {
    out_.first_part.push_back(out_.parts.size());
    context_.scratch = std::move(out_);
  }
  [[nodiscard]] std::size_t size() const { return out_.tokens.size(); }

 private:
  void add(const Part& part, bool new_token) {
    if (new_token) {
      out_.tokens.emplace_back();
      out_.first_part.push_back(out_.parts.size());
    }
    out_.tokens.back().width += part.width;
    out_.parts.push_back(part);
  }

  void report_kept(std::size_t token) {
    std::string text;
    const Scratch& from = context_.scratch;
    for (std::size_t i = from.first_part[token]; i < from.first_part[token + 1]; ++i) {
      if (from.parts[i].shaped) text += from.parts[i].shaped->text;
      if (from.parts[i].kind == Part::Kind::space) text += ' ';
    }
    const Token& kept = from.tokens[token];
    context_.findings.add("FIT-05", Severity::warning,
                          "«" + text + "» phải giữ liền nhau nhưng dài hơn dòng (rộng " +
                              mm_words(kept.width + kept.inner_space) + " mm, dòng có " + mm_words(room_) +
                              " mm) nên đã bị ngắt",
                          source_, "dùng ô rộng hơn hoặc chữ nhỏ hơn");
  }

  /// Emergency (template-language §5): after / - . _ @, else between letters.
  void split_word(const Part& part) {
    context_.findings.add("FIT-02", Severity::warning,
                          "«" + part.shaped->text + "» dài hơn dòng (rộng " + mm_words(part.width) +
                              " mm, dòng có " + mm_words(room_) + " mm) nên đã bị ngắt giữa chừng",
                          source_, "dùng ô rộng hơn hoặc chữ nhỏ hơn");
    const std::string& text = part.shaped->text;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = text.find_first_of("/-._@", at);
      end = end == std::string::npos ? text.size() : end + 1;
      add_piece(part, std::string_view(text).substr(at, end - at));
      at = end;
    }
  }

  void add_piece(const Part& part, std::string_view piece) {
    Part shorter = part;
    shorter.shaped = context_.fonts.shape(part.look->face, piece);
    shorter.width = part.look->width_of(*shorter.shaped);
    const std::size_t first = cluster_end(piece, 0);
    if (shorter.width <= room_ || first >= piece.size()) {
      add(shorter, true);
      return;
    }
    for (std::size_t at = 0; at < piece.size();) {
      const std::size_t end = cluster_end(piece, at);
      shorter.shaped = context_.fonts.shape(part.look->face, piece.substr(at, end - at));
      shorter.width = part.look->width_of(*shorter.shaped);
      add(shorter, true);
      at = end;
    }
  }

  Context& context_;
  document::SourceId source_;
  Length room_;
  Scratch out_;
};

}  // namespace

void WordMaker::split_wide_tokens(std::vector<Segment>& segments, std::size_t index, Length room) {
  const auto too_wide = [&](const Token& token) { return token.width + token.inner_space > room; };
  const std::vector<Token>& tokens = context_.scratch.tokens;
  const Segment& here = segments[index];
  const auto begin = tokens.begin() + static_cast<std::ptrdiff_t>(here.begin);
  if (std::none_of(begin, tokens.begin() + static_cast<std::ptrdiff_t>(here.end), too_wide)) return;
  Splitter splitter(context_, source_, room);
  for (std::size_t token = 0; token < here.begin; ++token)
    splitter.copy(token);
  for (std::size_t token = here.begin; token < here.end; ++token) {
    if (too_wide(tokens[token])) {
      splitter.split(token);
    } else {
      splitter.copy(token);
    }
  }
  const std::size_t added = splitter.size() - here.end;
  for (std::size_t token = here.end; token < tokens.size(); ++token)
    splitter.copy(token);
  splitter.finish();
  for (std::size_t later = index; later < segments.size(); ++later) {
    segments[later].end += added;
    if (later > index) segments[later].begin += added;
  }
}

std::string_view token_text(const Scratch& scratch, std::size_t index, std::string& buffer) {
  const std::size_t begin = scratch.first_part[index];
  const std::size_t end = scratch.first_part[index + 1];
  if (end - begin == 1) {
    const Part& part = scratch.parts[begin];
    return part.shaped ? std::string_view(part.shaped->text) : std::string_view();
  }
  buffer.clear();
  for (std::size_t i = begin; i < end; ++i) {
    const Part& part = scratch.parts[i];
    if (part.shaped) buffer += part.shaped->text;
    if (part.kind == Part::Kind::space) buffer += "\xC2\xA0";
  }
  return buffer;
}

}  // namespace sovang::layout
