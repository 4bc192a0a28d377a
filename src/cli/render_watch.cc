#include "render_watch.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <iostream>
#include <map>
#include <set>
#include <utility>

#include <poll.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "sovang/base/descriptor.h"
#include "sovang/base/files.h"

namespace sovang::cli {
namespace {

namespace fs = std::filesystem;

/// After the first change others follow within moments: an editor writes beside the file, renames, sets
/// rights.
constexpr int settle_milliseconds = 8;
constexpr std::size_t most_folders = 500;

/// Watches folders, not files: a file that is replaced by renaming is another file under the same name.
class Folders {
 public:
  Folders() : queue_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

  [[nodiscard]] int descriptor() const { return queue_.get(); }

  Status add(const fs::path& folder) {
    const fs::path path = folder.empty() ? fs::path(".") : folder;
    const int watched = ::inotify_add_watch(queue_.get(), path.c_str(),
                                            IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR);
    if (watched < 0)
      return fail(ErrorCode::io,
                  "không theo dõi được thư mục " + path.string() + ": " + files::reason(errno));
    folders_[watched] = path;
    return {};
  }

  Status add_with_subfolders(const fs::path& folder) {
    SOVANG_TRY(add(folder));
    std::error_code error;
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator each(folder, options, error), end; !error && each != end;
         each.increment(error)) {
      if (!each->is_directory(error) || error) continue;
      if (each.depth() > 4 || folders_.size() > most_folders) {
        each.disable_recursion_pending();
        continue;
      }
      SOVANG_TRY(add(each->path()));
    }
    return {};
  }

  /// The files that changed since the last call.
  std::set<fs::path> changed() {
    std::set<fs::path> out;
    alignas(inotify_event) std::array<char, 16384> buffer{};
    while (true) {
      const ssize_t count = ::read(queue_.get(), buffer.data(), buffer.size());
      if (count <= 0) return out;
      for (std::size_t at = 0; at < static_cast<std::size_t>(count);) {
        inotify_event event{};
        std::memcpy(&event, buffer.data() + at, sizeof(event));
        const char* name = buffer.data() + at + sizeof(event);
        if (const auto folder = folders_.find(event.wd); folder != folders_.end() && event.len > 0)
          out.insert((folder->second / name).lexically_normal());
        at += sizeof(event) + event.len;
      }
    }
  }

 private:
  Descriptor queue_;
  std::map<int, fs::path> folders_;
};

class Watch {
 public:
  Watch(const RenderOrder& order, Context& context, Rendering rendering)
      : order_(order), context_(context), rendering_(std::move(rendering)) {}

  Status run() {
    for (const fs::path& folder : rendering_.template_folders())
      SOVANG_TRY(folders_.add_with_subfolders(folder));
    SOVANG_TRY(folders_.add(order_.data.parent_path()));
    if (!order_.scan.empty()) SOVANG_TRY(folders_.add(order_.scan.parent_path()));
    // From here on Ctrl-C is an event like the others, so that no file is left half-written.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    const Descriptor stop(::signalfd(-1, &signals, SFD_CLOEXEC));
    render({.template_file = true, .data = true, .scan = true});
    while (wait(stop.get())) {
      const std::set<fs::path> changed = settle();
      const Changes changes = meaning_of(changed);
      if (changes.template_file || changes.data || changes.scan) render(changes);
    }
    std::cerr << "Đã ngừng theo dõi.\n";
    return {};
  }

 private:
  struct Changes {
    bool template_file = false;
    bool data = false;
    bool scan = false;
    std::string name{};  ///< of the first file that matters, for people
  };

  /// False when the person wants to stop.
  [[nodiscard]] bool wait(int stop) const {
    std::array<pollfd, 2> events = {{{folders_.descriptor(), POLLIN, 0}, {stop, POLLIN, 0}}};
    while (::poll(events.data(), events.size(), -1) < 0) {
      if (errno != EINTR) return false;
    }
    return (events[1].revents & POLLIN) == 0;
  }

  std::set<fs::path> settle() {
    std::set<fs::path> out = folders_.changed();
    pollfd event{folders_.descriptor(), POLLIN, 0};
    while (::poll(&event, 1, settle_milliseconds) > 0)
      out.merge(folders_.changed());
    return out;
  }

  [[nodiscard]] Changes meaning_of(const std::set<fs::path>& changed) const {
    Changes out;
    const auto same = [](const fs::path& a, const fs::path& b) {
      std::error_code error;
      return fs::weakly_canonical(a, error) == fs::weakly_canonical(b, error);
    };
    const std::vector<fs::path> files = rendering_.template_files();
    const std::vector<fs::path> folders = rendering_.template_folders();
    for (const fs::path& path : changed) {
      const Changes before = out;
      if (same(path, order_.data)) out.data = true;
      if (!order_.scan.empty() && same(path, order_.scan)) out.scan = true;
      // Of a template that cannot be read we do not know which files it is made of: any may be the cure.
      if (files.empty() && path.filename().string().front() != '.')
        out.template_file = out.template_file || !same(path, order_.pdf);
      for (const fs::path& folder : folders)
        for (const fs::path& file : files)
          if (same(path, folder / file)) out.template_file = true;
      const bool matters =
          out.data != before.data || out.scan != before.scan || out.template_file != before.template_file;
      if (matters && out.name.empty()) out.name = path.filename().string();
    }
    return out;
  }

  Result<std::size_t> work(const Changes& changes, Diagnostics& diagnostics) {
    if (changes.scan) SOVANG_TRY(rendering_.read_scan());
    if (changes.template_file) SOVANG_TRY(rendering_.read_template(diagnostics));
    // The data are read by the types that the template declares.
    if (changes.template_file || changes.data) {
      ready_ = false;
      SOVANG_TRY(rendering_.read_data(diagnostics));
      ready_ = true;
    }
    if (!ready_) return fail(ErrorCode::findings, "mẫu hoặc dữ liệu còn lỗi phải sửa");
    return rendering_.write(diagnostics);
  }

  void render(Changes changes) {
    // What failed the last time is tried again with what changed now.
    if (!template_read_) changes.template_file = true;
    const auto start = std::chrono::steady_clock::now();
    Diagnostics diagnostics;
    const auto pages = work(changes, diagnostics);
    template_read_ = !rendering_.template_files().empty();
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
    context_.exit_status = 0;
    report(context_, diagnostics);
    if (!pages && diagnostics.ok()) report(context_, pages.error());
    std::cout << (order_.pdf.empty() ? order_.form : order_.pdf.string()) << ": ";
    if (pages) {
      std::cout << *pages << " trang, " << took.count() << " ms";
    } else {
      std::cout << "chưa lập được, tệp cũ còn nguyên";
    }
    if (!changes.name.empty()) std::cout << " (" << changes.name << ")";
    std::cout << std::endl;  // a person, or a program behind a pipe, waits for the line
  }

  const RenderOrder& order_;
  Context& context_;
  Rendering rendering_;
  Folders folders_;
  bool template_read_ = false;
  bool ready_ = false;
};

}  // namespace

void watch(const RenderOrder& order, Context& context) {
  Diagnostics diagnostics;
  auto rendering = Rendering::begin(order, context.home(), diagnostics);
  report(context, diagnostics);
  if (!rendering) return report(context, rendering.error());
  if (const Status done = Watch(order, context, std::move(*rendering)).run(); !done)
    report(context, done.error());
}

}  // namespace sovang::cli
