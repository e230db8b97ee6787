#pragma once
// What is told to those who watch one session: first what is recorded, then what comes, in one order.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "io/loop.h"
#include "journal/journal.h"
#include "plumb/host.h"
#include "streamed.h"

namespace host {

class Feed {
 public:
  /// `info` is asked when there is something to tell, on the loop. `streamed` must outlive it.
  Feed(io::Loop& loop, std::string dir, const Streamed& streamed, std::function<plumb::SessionInfo()> info);
  ~Feed();
  Feed(const Feed&) = delete;

  /// Something came. Told later, from the loop, never from here.
  void event(const journal::Event& event);
  void live(plumb::Live live);
  /// The row may have changed: those who watch are told if it did.
  void changed();

  std::uint64_t add(std::uint64_t from, plumb::Observer observer);
  void remove(std::uint64_t watcher);
  [[nodiscard]] bool is_watched() const;

 private:
  struct Watcher {
    std::uint64_t number = 0;
    plumb::Observer observer;
    std::uint64_t next = 1;       ///< the event that it is to be told next
    journal::Place place;         ///< of the replay
    bool replays = true, gone = false;
    std::string row;              ///< the last one told
  };
  struct Item {
    plumb::Event event;           ///< seq 0 = it is `live`
    plumb::Live live;
  };
  void wake();
  void flush();
  void tell(Watcher& watcher, const Item& item);
  bool replay(Watcher& watcher);
  void tell_row(Watcher& watcher, const plumb::SessionInfo& info, const std::string& row);

  io::Loop& loop_;
  std::string dir_;
  const Streamed& streamed_;
  std::function<plumb::SessionInfo()> info_;
  std::vector<std::shared_ptr<Watcher>> watchers_;
  std::deque<Item> pending_;
  std::uint64_t numbers_ = 0;
  bool woken_ = false, row_changed_ = false;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

}  // namespace host
