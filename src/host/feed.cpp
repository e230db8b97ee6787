// Replay and what comes are one order because everything happens on one thread: when a replay meets the end of the log,
// all events so far are in it, and what comes later has a higher number. Live text takes no number; it waits in line
// between the events that it came between.

#include "feed.h"

#include <algorithm>

#include "row.h"

namespace host {

namespace {

/// A replay goes on after other work when it has told so much.
constexpr std::size_t k_slice_events = 256;
constexpr std::size_t k_slice_bytes = std::size_t{512} << 10;
/// Streamed pieces of one kind are told together, up to this.
constexpr std::size_t k_piece_max = std::size_t{64} << 10;

plumb::Event event_of(const journal::Event& event) { return {event.seq, event.time_ms, event.type, event.payload}; }

}  // namespace

Feed::Feed(io::Loop& loop, std::string dir, const Streamed& streamed, std::function<plumb::SessionInfo()> info)
    : loop_(loop), dir_(std::move(dir)), streamed_(streamed), info_(std::move(info)) {}
Feed::~Feed() = default;

void Feed::wake() {
  if (woken_ || watchers_.empty()) return;
  woken_ = true;
  loop_.post([this, alive = std::weak_ptr<char>(alive_)] {
    if (!alive.expired()) flush();
  });
}

void Feed::event(const journal::Event& event) {
  if (watchers_.empty()) return;
  pending_.push_back({event_of(event), {}});
  row_changed_ = true;
  wake();
}

void Feed::live(plumb::Live live) {
  if (watchers_.empty()) return;
  if (!pending_.empty() && pending_.back().event.seq == 0) {
    auto& last = pending_.back().live;
    const bool goes_on = last.what == live.what && last.call == live.call && live.what != plumb::Live::What::void_since_retry;
    if (goes_on && last.bytes.size() + live.bytes.size() <= k_piece_max) {
      last.bytes += live.bytes;
      return;
    }
  }
  pending_.push_back({{}, std::move(live)});
  wake();
}

void Feed::changed() {
  row_changed_ = true;
  wake();
}

std::uint64_t Feed::add(std::uint64_t from, plumb::Observer observer) {
  auto watcher = std::make_shared<Watcher>();
  watcher->number = ++numbers_;
  watcher->observer = std::move(observer);
  watcher->next = std::max<std::uint64_t>(from, 1);
  watchers_.push_back(std::move(watcher));
  wake();
  return numbers_;
}

void Feed::remove(std::uint64_t number) {
  for (auto& watcher : watchers_)
    if (watcher->number == number) watcher->gone = true;
  std::erase_if(watchers_, [](const auto& watcher) { return watcher->gone; });
  if (watchers_.empty()) pending_.clear();
}

bool Feed::is_watched() const { return !watchers_.empty(); }

void Feed::tell(Watcher& watcher, const Item& item) {
  if (item.event.seq == 0) {
    if (watcher.observer.on_live) watcher.observer.on_live(item.live);
    return;
  }
  if (item.event.seq < watcher.next) return;   // it was in the replay
  watcher.next = item.event.seq + 1;
  if (watcher.observer.on_event) watcher.observer.on_event(item.event);
}

/// True if there may be more to replay.
bool Feed::replay(Watcher& watcher) {
  std::size_t events = 0, bytes = 0;
  bool more = false;
  const auto visit = [&](journal::Event& event) {
    if (event.seq >= watcher.next) {
      watcher.next = event.seq + 1;
      bytes += event.payload.size();
      ++events;
      if (watcher.observer.on_event) watcher.observer.on_event(event_of(event));
    }
    more = events >= k_slice_events || bytes >= k_slice_bytes;
    return !more && !watcher.gone;
  };
  // A log that is not there yet has nothing to tell; one that cannot be read any further neither.
  const auto read = journal::read_on(dir_, watcher.place, visit);
  return read && more;
}

void Feed::tell_row(Watcher& watcher, const plumb::SessionInfo& info, const std::string& row) {
  if (watcher.row == row || watcher.gone) return;
  watcher.row = row;
  if (watcher.observer.on_state) watcher.observer.on_state(info);
}

void Feed::flush() {
  woken_ = false;
  const auto alive = std::weak_ptr<char>(alive_);   // what is told may end all this
  const auto items = std::exchange(pending_, {});
  const auto watchers = watchers_;
  const bool row_changed = std::exchange(row_changed_, false);
  bool again = false, caught_up = false;
  for (const auto& watcher : watchers) {
    const bool was_replaying = watcher->replays;
    if (!was_replaying)
      for (const Item& item : items) {
        if (watcher->gone) break;
        tell(*watcher, item);
      }
    if (alive.expired()) return;
    if (was_replaying && !watcher->gone) {
      watcher->replays = replay(*watcher);
      again = again || watcher->replays;
      if (!watcher->replays && watcher->observer.on_live)
        for (const auto& part : std::vector(streamed_.so_far())) {
          if (!watcher->gone) watcher->observer.on_live(part);
          if (alive.expired()) return;
        }
      caught_up = caught_up || !watcher->replays;
    }
    if (alive.expired()) return;
  }
  if (row_changed || caught_up) {
    const auto info = info_();
    const std::string row = state_mark(info);
    for (const auto& watcher : watchers) {
      if (!watcher->replays) tell_row(*watcher, info, row);
      if (alive.expired()) return;
    }
  }
  if (again) wake();
}

}  // namespace host
