#include "timers.h"

#include <algorithm>
#include <utility>

int Timers::add(long at, long every, std::function<void(long)> call) {
  timers_.push_back({++last_, at, every, std::move(call)});
  return last_;
}

bool Timers::cancel(int id) {
  const auto at = std::find_if(timers_.begin(), timers_.end(), [&](const Timer& one) { return one.id == id; });
  if (at == timers_.end()) return false;
  timers_.erase(at);
  return true;
}

/// To its next time after `now`; those that were missed are left out.
void Timers::advance(Timer& timer, long now) {
  const long missed = (now - timer.at) / timer.every;
  timer.at += (missed + 1) * timer.every;
}

int Timers::run(long now) {
  std::vector<std::function<void(long)>> due;
  for (std::size_t i = 0; i < timers_.size();) {
    if (timers_[i].at <= now) {
      due.push_back(timers_[i].call);
      if (timers_[i].every > 0) {
        advance(timers_[i], now);
      } else {
        timers_.erase(timers_.begin() + static_cast<long>(i));
      }
    }
    ++i;
  }
  for (const auto& call : due) call(now);
  return static_cast<int>(due.size());
}

long Timers::next() const {
  long earliest = -1;
  for (const auto& timer : timers_)
    if (earliest < 0 || timer.at < earliest) earliest = timer.at;
  return earliest;
}
