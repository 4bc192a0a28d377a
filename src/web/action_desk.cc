#include "action_desk.h"

#include <utility>

namespace sovang::web {

Status ActionDesk::record(const std::vector<archive::Action>& actions) const {
  if (actions.empty()) return {};
  Waiting mine{&actions, {}};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  while (!mine.done) {
    if (writing_) {
      finished_.wait(lock);
      continue;
    }
    // Nobody writes: this thread does, for all that have come by now.
    writing_ = true;
    const std::vector<Waiting*> all = std::exchange(waiting_, {});
    lock.unlock();
    write(all);
    lock.lock();
    for (Waiting* one : all)
      one->done = true;
    writing_ = false;
    finished_.notify_all();
  }
  return mine.written;
}

void ActionDesk::write(const std::vector<Waiting*>& all) const {
  std::vector<archive::Action> actions;
  for (const Waiting* one : all)
    actions.insert(actions.end(), one->actions->begin(), one->actions->end());
  const Status written = archive_.record_actions(actions);
  for (Waiting* one : all)
    one->written = written;
}

}  // namespace sovang::web
