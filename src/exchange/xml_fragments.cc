#include "xml_fragments.h"

#include <algorithm>

namespace sovang::exchange {
namespace {

constexpr int deepest = 64;
/// A row of 256 cells of 32 kB each.
constexpr std::size_t largest_fragment = std::size_t{16} << 20;

/// The name in a tag, without its prefix: "x:row" → "row".
std::string_view local_name(std::string_view tag) {
  tag.remove_prefix(tag.starts_with('/') ? 1 : 0);
  std::string_view name = tag.substr(0, tag.find_first_of(" \t\r\n/>"));
  if (const std::size_t colon = name.find(':'); colon != std::string_view::npos)
    name.remove_prefix(colon + 1);
  return name;
}

/// One past the end of the markup that begins at `at` ("<…"), or npos while it is not all there.
std::size_t markup_end(std::string_view text, std::size_t at) {
  const auto behind = [text, at](std::string_view closing, std::size_t skip) {
    const std::size_t found = text.find(closing, at + skip);
    return found == std::string_view::npos ? found : found + closing.size();
  };
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("<!--")) return behind("-->", 4);
  if (rest.starts_with("<![CDATA[")) return behind("]]>", 9);
  if (rest.starts_with("<?")) return behind("?>", 2);
  // A quoted attribute value may hold ">".
  char quote = 0;
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (quote != 0) {
      if (text[i] == quote) quote = 0;
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '>') {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

Error XmlFragments::error(std::string rule, std::string message) const {
  return Error{ErrorCode::invalid_input,
               "tệp “" + file_ + "” không đọc được: " + std::move(message),
               {file_},
               std::move(rule)};
}

Status XmlFragments::feed(std::string_view piece) {
  buffer_ += piece;
  SOVANG_TRY(consume());
  if (buffer_.size() > largest_fragment) return fail(error("LIM-02", "một dòng của bảng quá lớn"));
  return {};
}

Status XmlFragments::consume() {
  while (true) {
    const std::size_t open = buffer_.find('<', scanned_);
    if (open == std::string::npos) {
      scanned_ = buffer_.size();
      break;
    }
    // "<!" and "<![CDATA" are told apart by up to nine characters: wait for them.
    if (buffer_.size() - open < 9 && buffer_.compare(open, 2, "<!") == 0) {
      scanned_ = open;
      break;
    }
    const std::size_t end = markup_end(buffer_, open);
    if (end == std::string::npos) {
      scanned_ = open;
      break;
    }
    scanned_ = end;
    SOVANG_TRY(tag(open, end));
  }
  const std::size_t keep = fragment_depth_ > 0 ? fragment_begin_ : scanned_;
  buffer_.erase(0, keep);
  scanned_ -= keep;
  fragment_begin_ = 0;
  return {};
}

Status XmlFragments::tag(std::size_t begin, std::size_t end) {
  const std::string_view text = std::string_view(buffer_).substr(begin + 1, end - begin - 2);
  if (text.starts_with("!--") || text.starts_with("![CDATA[") || text.starts_with('?')) return {};
  if (text.starts_with('!'))
    return fail(error("XML-02", "tệp khai báo kiểu tài liệu (DOCTYPE), không được phép"));
  const std::string_view name = local_name(text);
  const bool closing = text.starts_with('/');
  const bool empty = text.ends_with('/');
  if (!closing) {
    if (++depth_ > deepest) return fail(error("LIM-03", "các thẻ lồng nhau quá sâu"));
    if (fragment_depth_ == 0 && std::ranges::find(wanted_, name) != wanted_.end()) {
      fragment_depth_ = depth_;
      fragment_begin_ = begin;
      fragment_name_ = name;
    }
  }
  if (!closing && !empty) return {};
  const bool complete = fragment_depth_ > 0 && fragment_depth_ == depth_;
  --depth_;
  if (depth_ < 0) return fail(error("XML-01", "thẻ đóng không có thẻ mở"));
  if (!complete) return {};
  fragment_depth_ = 0;
  return take_(fragment_name_, std::string_view(buffer_).substr(fragment_begin_, end - fragment_begin_));
}

Status XmlFragments::finish() const {
  if (depth_ == 0 && buffer_.find('<') == std::string::npos) return {};
  return fail(error("V-69", "tệp bị cắt cụt; hãy gửi lại"));
}

}  // namespace sovang::exchange
