#include "sovang/document/template_diff.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "sovang/document/data_schema.h"

#include "outline.h"
#include "parts.h"

namespace sovang::document {
namespace {

/// A longest common subsequence is looked for in tables up to this size; longer lists are paired in order.
constexpr std::size_t largest_table = 250'000;
/// Of the words of two texts the share that must be the same for one to be the other, changed.
constexpr double alike = 0.5;

using Children = std::vector<Outline>;

/// The words of a text, sorted.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// A child with its words, which are looked at many times.
struct Candidate {
  const Outline* outline = nullptr;
  std::vector<std::string_view> words;
};

std::vector<Candidate> candidates(const Children& all, std::size_t from, std::size_t count) {
  std::vector<Candidate> out;
  for (std::size_t i = from; i < from + count; ++i)
    out.push_back({&all[i], words_of(all[i].words)});
  return out;
}

/// What a reader finds by its place rather than by its words: a cell whose words all changed is that cell
/// still.
bool is_found_by_place(std::string_view kind) {
  return kind == "ô" || kind == "cột" || kind == "hàng" || kind == "bảng" || kind == "khung" ||
         kind == "phần văn bản" || kind == "trang mẫu";
}

/// What it is worth to take two things for the same one: most for the same words, else the share of words
/// that stand in both, from `alike` on.
double likeness(const Candidate& a, const Candidate& b) {
  if (a.outline->kind != b.outline->kind) return 0;
  if (a.outline->deep == b.outline->deep) return 2;
  std::vector<std::string_view> common;
  std::set_intersection(a.words.begin(), a.words.end(), b.words.begin(), b.words.end(),
                        std::back_inserter(common));
  const std::size_t all = a.words.size() + b.words.size();
  const double share = all == 0 ? alike : 2.0 * static_cast<double>(common.size()) / static_cast<double>(all);
  if (share >= alike) return share;
  return is_found_by_place(a.outline->kind) ? 0.05 + share / 10 : 0;
}

/// Pairs of two lists that belong together, in the order of both.
using Pairs = std::vector<std::pair<std::size_t, std::size_t>>;

/// The pairs with the largest sum of `worth` that do not cross.
template <class Worth>
Pairs best_pairs(std::size_t rows, std::size_t columns, Worth worth) {
  Pairs out;
  if (rows == 0 || columns == 0) return out;
  if (rows * columns > largest_table) {
    for (std::size_t i = 0; i < std::min(rows, columns); ++i)
      if (worth(i, i) > 0) out.emplace_back(i, i);
    return out;
  }
  std::vector<double> sum((rows + 1) * (columns + 1), 0);
  std::vector<double> own(rows * columns);
  const auto at = [columns](std::size_t i, std::size_t j) { return i * (columns + 1) + j; };
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t j = columns; j-- > 0;) {
      const double both = own[i * columns + j] = worth(i, j);
      sum[at(i, j)] =
          std::max({sum[at(i + 1, j)], sum[at(i, j + 1)], both > 0 ? both + sum[at(i + 1, j + 1)] : 0});
    }
  }
  for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
    const double both = own[i * columns + j];
    if (both > 0 && sum[at(i, j)] == both + sum[at(i + 1, j + 1)]) {
      out.emplace_back(i++, j++);
    } else if (sum[at(i, j)] == sum[at(i + 1, j)]) {
      ++i;
    } else {
      ++j;
    }
  }
  return out;
}

/// What reads the same stays where it is; between these, what is alike was changed.
Pairs pairs_of(const Children& a, const Children& b) {
  Pairs out;
  std::size_t head = 0;
  while (head < a.size() && head < b.size() && a[head].deep == b[head].deep) {
    out.emplace_back(head, head);
    ++head;
  }
  std::size_t tail = 0;
  while (tail < a.size() - head && tail < b.size() - head &&
         a[a.size() - 1 - tail].deep == b[b.size() - 1 - tail].deep)
    ++tail;
  const std::size_t rows = a.size() - head - tail;
  const std::size_t columns = b.size() - head - tail;
  const std::vector<Candidate> left = candidates(a, head, rows);
  const std::vector<Candidate> right = candidates(b, head, columns);
  for (const auto& [i, j] :
       best_pairs(rows, columns, [&](std::size_t i, std::size_t j) { return likeness(left[i], right[j]); }))
    out.emplace_back(head + i, head + j);
  for (std::size_t i = tail; i > 0; --i)
    out.emplace_back(a.size() - i, b.size() - i);
  return out;
}

class Comparison {
 public:
  std::vector<TemplateChange> run(const Template::Parts& a, const Template::Parts& b,
                                  const std::vector<DataField>& old_fields,
                                  const std::vector<DataField>& new_fields) {
    head(a, b);
    fields(old_fields, new_fields);
    styles(a.styles, b.styles);
    const Outline old_paper = outline_of(a);
    const Outline new_paper = outline_of(b);
    children(old_paper.children, new_paper.children);
    find_moved();
    return std::move(changes_);
  }

 private:
  void add(TemplateChange::Kind kind, std::string what, std::string before, std::string after,
           SourceSpan old_place = {}, SourceSpan new_place = {}) {
    changes_.push_back({kind, std::move(what), std::move(before), std::move(after), std::move(old_place),
                        std::move(new_place), 1});
  }

  void head(const Template::Parts& a, const Template::Parts& b) {
    const auto told = [&](std::string what, const std::string& before, const std::string& after) {
      if (before != after) add(TemplateChange::Kind::head, std::move(what), before, after, a.place, b.place);
    };
    const auto words = [](const CompiledText& text) {
      std::string out;
      for (const CompiledText::Piece& piece : text.pieces)
        out += piece.expression ? "{" + piece.expression->text + "}" : piece.literal;
      return out;
    };
    told("mã mẫu", a.id, b.id);
    told("phiên bản", a.version, b.version);
    told("loại văn bản", a.kind, b.kind);
    told("ngôn ngữ", a.lang, b.lang);
    told("bộ quy tắc", a.profile, b.profile);
    told("tiêu đề của tệp PDF", words(a.title), words(b.title));
    told("chủ đề của tệp PDF", words(a.subject), words(b.subject));
    told("tác giả của tệp PDF", words(a.author), words(b.author));
    told("từ khóa của tệp PDF", words(a.keywords), words(b.keywords));
  }

  static std::string described(const DataField& field) {
    std::string out = field.type;
    if (field.required) out += ", bắt buộc";
    if (!field.default_value.empty()) out += ", mặc định " + field.default_value;
    return out;
  }

  void fields(const std::vector<DataField>& a, const std::vector<DataField>& b) {
    const auto find = [](const std::vector<DataField>& all, const std::string& path) {
      return std::find_if(all.begin(), all.end(), [&](const DataField& each) { return each.path == path; });
    };
    for (const DataField& field : a) {
      const auto now = find(b, field.path);
      const std::string after = now == b.end() ? "" : described(*now);
      if (described(field) != after)
        add(TemplateChange::Kind::data, "trường «" + field.path + "»", described(field), after);
    }
    for (const DataField& field : b)
      if (find(a, field.path) == a.end())
        add(TemplateChange::Kind::data, "trường «" + field.path + "»", "", described(field));
  }

  void styles(const std::vector<WrittenStyle>& a, const std::vector<WrittenStyle>& b) {
    std::map<std::string_view, std::pair<const WrittenStyle*, const WrittenStyle*>> both;
    for (const WrittenStyle& style : a)
      both[style.name].first = &style;
    for (const WrittenStyle& style : b)
      both[style.name].second = &style;
    for (const auto& [name, each] : both)
      style(name, each.first, each.second);
  }

  void style(std::string_view name, const WrittenStyle* a, const WrittenStyle* b) {
    const std::string what = "kiểu «" + std::string(name) + "»";
    const auto all = [](const WrittenStyle& style) {
      std::string out;
      for (const auto& [property, value] : style.values)
        out += (out.empty() ? "" : ", ") + property + " " + value;
      return out.empty() ? std::string("không đặt gì") : out;
    };
    if (a == nullptr) return add(TemplateChange::Kind::style, what, "", all(*b), {}, b->place);
    if (b == nullptr) return add(TemplateChange::Kind::style, what, all(*a), "", a->place, {});
    std::set<std::string, std::less<>> properties;
    for (const auto& [property, value] : a->values)
      properties.insert(property);
    for (const auto& [property, value] : b->values)
      properties.insert(property);
    for (const std::string& property : properties) {
      const auto before = a->values.find(property);
      const auto after = b->values.find(property);
      const std::string old_value = before == a->values.end() ? "không đặt" : before->second;
      const std::string new_value = after == b->values.end() ? "không đặt" : after->second;
      if (old_value != new_value)
        add(TemplateChange::Kind::style, what + ": " + property, old_value, new_value, a->place, b->place);
    }
  }

  void children(const Children& a, const Children& b) {
    std::size_t i = 0;
    std::size_t j = 0;
    const auto rest = [&](std::size_t to_i, std::size_t to_j) {
      for (; i < to_i; ++i)
        removed(a[i]);
      for (; j < to_j; ++j)
        added(b[j]);
    };
    for (const auto& [to_i, to_j] : pairs_of(a, b)) {
      rest(to_i, to_j);
      pair(a[to_i], b[to_j]);
      i = to_i + 1;
      j = to_j + 1;
    }
    rest(a.size(), b.size());
  }

  /// The words of a thing and of what is in it, shortened: what a person knows it by.
  static std::string excerpt(const Outline& outline) {
    std::string out = outline.text;
    for (const Outline& child : outline.children) {
      if (out.size() > 200) break;
      const std::string more = excerpt(child);
      if (!out.empty() && !more.empty()) out += " | ";
      out += more;
    }
    if (out.size() <= 200) return out;
    std::size_t end = 200;
    while ((static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U)
      --end;
    return out.substr(0, end) + "…";
  }

  void removed(const Outline& a) {
    gone_.emplace_back(changes_.size(), &a);
    add(TemplateChange::Kind::removed, a.kind, excerpt(a), "", a.place, {});
  }
  void added(const Outline& b) {
    come_.emplace_back(changes_.size(), &b);
    add(TemplateChange::Kind::added, b.kind, "", excerpt(b), {}, b.place);
  }

  void pair(const Outline& a, const Outline& b) {
    if (a.text != b.text) add(TemplateChange::Kind::text, a.kind, a.text, b.text, a.place, b.place);
    look(a, b);
    children(a.children, b.children);
  }

  void look(const Outline& a, const Outline& b) {
    const auto value_in = [](const Look& look, const std::string& name) {
      const auto found =
          std::find_if(look.begin(), look.end(), [&](const auto& each) { return each.first == name; });
      return found == look.end() ? std::string() : found->second;
    };
    for (const auto& [name, before] : a.look) {
      const std::string after = value_in(b.look, name);
      if (before != after) look_change(a, b, name, before, after.empty() ? "như chung quanh" : after);
    }
    for (const auto& [name, after] : b.look)
      if (value_in(a.look, name).empty()) look_change(a, b, name, "như chung quanh", after);
  }

  /// The same change in many places, such as the paragraphs of a style, is told once.
  void look_change(const Outline& a, const Outline& b, const std::string& name, std::string before,
                   std::string after) {
    const auto [known, fresh] =
        looks_.try_emplace(a.kind + "\n" + name + "\n" + before + "\n" + after, changes_.size());
    if (!fresh) {
      ++changes_[known->second].count;
      return;
    }
    add(TemplateChange::Kind::look, a.kind + ": " + name, std::move(before), std::move(after), a.place,
        b.place);
  }

  /// What went from one place and came to another with the same words was moved.
  void find_moved() {
    std::set<std::size_t> dropped;
    for (const auto& [new_index, now] : come_) {
      if (excerpt(*now).empty()) continue;
      const auto was = std::find_if(gone_.begin(), gone_.end(), [&](const auto& each) {
        return each.second != nullptr && each.second->deep == now->deep;
      });
      if (was == gone_.end()) continue;
      TemplateChange& change = changes_[new_index];
      change.kind = TemplateChange::Kind::moved;
      change.before = change.after;
      change.old_place = was->second->place;
      dropped.insert(was->first);
      was->second = nullptr;
    }
    std::size_t at = 0;
    std::erase_if(changes_, [&](const TemplateChange&) { return dropped.contains(at++); });
  }

  std::vector<TemplateChange> changes_;
  std::map<std::string, std::size_t> looks_;
  std::vector<std::pair<std::size_t, const Outline*>> gone_;  ///< with the index of what was told of them
  std::vector<std::pair<std::size_t, const Outline*>> come_;
};

}  // namespace

std::string_view to_string(TemplateChange::Kind kind) {
  switch (kind) {
    case TemplateChange::Kind::head:
      return "head";
    case TemplateChange::Kind::data:
      return "data";
    case TemplateChange::Kind::style:
      return "style";
    case TemplateChange::Kind::look:
      return "look";
    case TemplateChange::Kind::text:
      return "text";
    case TemplateChange::Kind::added:
      return "added";
    case TemplateChange::Kind::removed:
      return "removed";
    case TemplateChange::Kind::moved:
      return "moved";
  }
  return {};
}

std::vector<TemplateChange> compare_templates(const Template& before, const Template& after) {
  return Comparison().run(before.parts(), after.parts(), data_fields(before), data_fields(after));
}

}  // namespace sovang::document
