#include "sovang/layout/layout.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "flow.h"
#include "frame.h"
#include "frame_cache.h"
#include "paginate.h"

namespace sovang::layout {

struct LayoutCache::Impl {
  std::shared_mutex mutex;
  std::map<std::string, FormContentPtr, std::less<>> forms;
  FrameCache frames;

  static constexpr std::size_t most_forms = 1000;
};

LayoutCache::LayoutCache() : impl_(std::make_unique<Impl>()) {}
LayoutCache::~LayoutCache() = default;
LayoutCache::LayoutCache(LayoutCache&&) noexcept = default;
LayoutCache& LayoutCache::operator=(LayoutCache&&) noexcept = default;

namespace {

using document::PageMaster;
using document::RunningContent;
using document::Sequence;

constexpr int most_rounds = 3;

/// Lays out one document, in as many rounds as its page numbers need to settle.
class DocumentSetter {
 public:
  DocumentSetter(const document::Document& document, const FontBook& fonts, LayoutCache& cache,
                 Diagnostics& diagnostics)
      : document_(document), cache_(cache), context_(document, fonts, diagnostics, result_.structure) {
    context_.frames = &cache.impl().frames;
  }

  Result<Pages> run() {
    for (int round = 1;; ++round) {
      RoundFacts facts;
      context_.late.guessed = false;
      set_sequences(facts);
      const bool settled = !context_.late.guessed || (round > 1 && facts == before_);
      before_ = std::move(facts);
      context_.late.before = &before_;
      if (settled) break;
      if (round == most_rounds) {
        context_.findings.add("PAG-09", Severity::warning,
                              "số trang in trong văn bản không ổn định sau ba lần dàn trang",
                              context_.late.guess, "bớt các chỗ in tổng số trang trong nội dung");
        break;
      }
      start_again();
    }
    set_masters();
    context_.findings.finish();
    return std::move(result_);
  }

 private:
  void start_again() {
    context_.findings.start_again();
    result_.pages.clear();
    result_.structure.clear();
    result_.anchors.clear();
    context_.footnotes.clear();
    context_.kept.clear();
  }

  void set_sequences(RoundFacts& facts) {
    PageNumber number;
    for (std::size_t i = 0; i < document_.sequences.size(); ++i) {
      const Sequence& sequence = document_.sequences[i];
      number.number = sequence.page_start.value_or(i == 0 ? 1 : number.number);
      number.format = sequence.page_format;
      const std::size_t first = result_.pages.size();
      number.number = set_sequence(i, number, facts);
      facts.pages.push_back(static_cast<int>(result_.pages.size() - first));
    }
  }

  /// The answer is the number after the last page.
  int set_sequence(std::size_t index, const PageNumber& number, RoundFacts& facts) {
    const Sequence& sequence = document_.sequences[index];
    PageSink sink{result_.pages, result_.anchors, facts, {}, {}, index, number};
    sink.other = body_of(sequence.master);
    sink.first = sequence.first_master ? body_of(*sequence.first_master) : sink.other;
    context_.late.sequence = index;
    context_.next_footnote = 1;
    // Strips are laid out once: where two masters differ in width, the narrower holds for both.
    const Area area{sink.other.left, std::min(sink.first.width, sink.other.width)};
    context_.footnote_width = area.width;
    context_.page_body = std::min(sink.first.height, sink.other.height);
    context_.margin_left = sink.first.left;
    context_.margin_top = sink.first.top;
    if (!sequence.id.empty()) {
      result_.anchors.push_back({sequence.id, result_.pages.size(), {}});
      facts.anchors.emplace(sequence.id, number);
    }
    const int node = context_.structure.add(StructureType::section);
    const Structure::Inside inside(context_.structure, node);
    Flow flow(context_, Flow::Level::page);
    flow.add(sequence.children, area);
    paginate(context_, flow.take(), sink);
    return sink.number.number;
  }

  [[nodiscard]] const PageMaster& master_of(std::size_t index) const {
    static const PageMaster a4 = [] {
      PageMaster master;
      master.width = Length::mm(210);
      master.height = Length::mm(297);
      return master;
    }();
    return index < document_.masters.size() ? document_.masters[index] : a4;
  }

  struct Placement {
    bool first = false;
    bool last = false;
    bool odd = false;
  };

  static bool applies(RunningContent::On on, const Placement& page) {
    switch (on) {
      case RunningContent::On::all:
        return true;
      case RunningContent::On::first:
        return page.first;
      case RunningContent::On::not_first:
        return !page.first;
      case RunningContent::On::odd:
        return page.odd;
      case RunningContent::On::even:
        return !page.odd;
      case RunningContent::On::last:
        return page.last;
    }
    return false;
  }

  /// The body of a page: inside the margins, and below and above running content that is higher than they
  /// are.
  Body body_of(std::size_t index) {
    const PageMaster& master = master_of(index);
    Body body;
    body.left = master.margin.left;
    body.width = std::max(master.width - master.margin.left - master.margin.right, Length{1});
    const Length header = master.header_offset + highest(master.headers, body);
    const Length footer = master.footer_offset + highest(master.footers, body);
    body.top = master.headers.empty() ? master.margin.top : std::max(master.margin.top, header);
    const Length bottom =
        master.footers.empty() ? master.margin.bottom : std::max(master.margin.bottom, footer);
    body.height = std::max(master.height - body.top - bottom, Length{1});
    return body;
  }

  /// The height of the running content of the page that has the most of it.
  Length highest(const std::vector<RunningContent>& all, const Body& body) {
    std::vector<Length> heights;
    const bool guessed = context_.late.guessed;
    for (const RunningContent& content : all) {
      const Structure::Artifacts artifacts(context_.structure);
      heights.push_back(lay_out_stack(context_, content.children, {body.left, body.width}).height);
    }
    context_.late.guessed = guessed;  // running content is laid out last, when all numbers are known
    Length highest{};
    for (const unsigned kind : {0U, 1U, 2U, 3U, 4U, 5U, 6U, 7U}) {
      const Placement page{(kind & 1U) != 0, (kind & 2U) != 0, (kind & 4U) != 0};
      Length height{};
      for (std::size_t i = 0; i < all.size(); ++i)
        height += applies(all[i].on, page) ? heights[i] : Length{};
      highest = std::max(highest, height);
    }
    return highest;
  }

  // ---- what masters put on the pages
  // -----------------------------------------------------------------------

  void set_masters() {
    std::size_t first = 0;
    for (std::size_t i = 0; i < result_.pages.size(); ++i) {
      if (i > 0 && result_.pages[i].sequence != result_.pages[i - 1].sequence) first = i;
      const bool last =
          i + 1 == result_.pages.size() || result_.pages[i + 1].sequence != result_.pages[i].sequence;
      set_master(result_.pages[i], i == first, last);
    }
  }

  void set_master(Page& page, bool first, bool last) {
    const Sequence& sequence = document_.sequences[page.sequence];
    const std::size_t index = first && sequence.first_master ? *sequence.first_master : sequence.master;
    const PageMaster& master = master_of(index);
    page.width = master.width;
    page.height = master.height;
    page.bleed = master.bleed;
    page.master = master.name;
    context_.late.sequence = page.sequence;
    context_.late.page = PageNumber{page.number, sequence.page_format};
    context_.margin_left = master.margin.left;
    context_.margin_top = master.margin.top;
    set_frames(page, master);
    const bool was_empty = page.items.empty() && (!page.form || page.form->items.empty());
    if (was_empty) {
      context_.findings.add("PAG-10", Severity::warning, "trang " + page.label + " không có nội dung",
                            sequence.source);
    }
    const Placement placement{first, last, page.number % 2 != 0};
    set_running(page, master, placement);
    context_.late.page.reset();
  }

  void set_running(Page& page, const PageMaster& master, const Placement& placement) {
    const Structure::Artifacts artifacts(context_.structure);
    const Area area{master.margin.left, master.width - master.margin.left - master.margin.right};
    // What stands on one page stands one below the other.
    Length top = master.header_offset;
    for (const RunningContent& header : master.headers) {
      if (!applies(header.on, placement)) continue;
      Stack content = lay_out_stack(context_, header.children, area);
      const Length height = content.height;
      append(page, std::move(content), top);
      top += height;
    }
    std::vector<Stack> footers;
    top = master.height - master.footer_offset;
    for (const RunningContent& footer : master.footers) {
      if (!applies(footer.on, placement)) continue;
      footers.push_back(lay_out_stack(context_, footer.children, area));
      top -= footers.back().height;
    }
    for (Stack& content : footers) {
      const Length height = content.height;
      append(page, std::move(content), top);
      top += height;
    }
  }

  static void append(Page& page, Stack&& content, Length top) {
    shift(content.items, {}, top);
    std::move(content.page_items.begin(), content.page_items.end(), std::back_inserter(page.items));
    std::move(content.items.begin(), content.items.end(), std::back_inserter(page.items));
  }

  void set_frames(Page& page, const PageMaster& master) {
    if (master.frames.empty()) return;
    if (has_late(master.frames)) {
      // They print something that differs from page to page, so they are no form.
      std::vector<Item> items = frames_of(master);
      items.insert(items.end(), std::make_move_iterator(page.items.begin()),
                   std::make_move_iterator(page.items.end()));
      page.items = std::move(items);
      return;
    }
    page.form = form_of(master);
  }

  FormContentPtr form_of(const PageMaster& master) {
    const auto own = forms_.find(&master);
    if (own != forms_.end()) return own->second;
    FormContentPtr form;
    if (!master.frames_key.empty()) form = cached(master.frames_key);
    if (!form) {
      auto made = std::make_shared<FormContent>();
      made->items = frames_of(master);
      made->key = master.frames_key;
      form = master.frames_key.empty() ? made : keep(std::move(made));
    }
    forms_.emplace(&master, form);
    return form;
  }

  FormContentPtr cached(const std::string& key) {
    LayoutCache::Impl& cache = cache_.impl();
    const std::shared_lock lock(cache.mutex);
    const auto found = cache.forms.find(key);
    return found == cache.forms.end() ? nullptr : found->second;
  }

  FormContentPtr keep(FormContentPtr form) {
    LayoutCache::Impl& cache = cache_.impl();
    const std::unique_lock lock(cache.mutex);
    if (cache.forms.size() >= LayoutCache::Impl::most_forms) cache.forms.clear();
    return cache.forms.emplace(form->key, form).first->second;
  }

  std::vector<Item> frames_of(const PageMaster& master) {
    const Structure::Artifacts artifacts(context_.structure);
    return lay_out_stack(context_, master.frames, {{}, master.width}).page_items;
  }

  const document::Document& document_;
  LayoutCache& cache_;
  Pages result_;
  Context context_;
  RoundFacts before_;
  std::map<const PageMaster*, FormContentPtr> forms_;
};

}  // namespace

Result<Pages> lay_out(const document::Document& document, const FontBook& fonts, LayoutCache& cache,
                      Diagnostics& diagnostics) {
  const std::size_t errors = diagnostics.errors();
  Result<Pages> pages = DocumentSetter(document, fonts, cache, diagnostics).run();
  if (pages && diagnostics.errors() > errors) {
    return fail(ErrorCode::findings, "dàn trang có lỗi; hãy sửa các lỗi đã nêu rồi làm lại");
  }
  return pages;
}

}  // namespace sovang::layout
