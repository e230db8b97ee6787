#pragma once
#include <functional>
#include <vector>

/// Calls that are due at a time; those that repeat come again and again.
class Timers {
 public:
  /// The id of the timer. One with `every` = 0 comes once.
  int add(long at, long every, std::function<void(long)> call);
  bool cancel(int id);
  /// Calls all that are due, in the order in which they were added, each once; how many that were.
  int run(long now);
  /// The time of the earliest, or -1.
  long next() const;
  std::size_t size() const { return timers_.size(); }

 private:
  struct Timer {
    int id;
    long at;
    long every;
    std::function<void(long)> call;
  };
  static void advance(Timer& timer, long now);
  std::vector<Timer> timers_;
  int last_ = 0;
};
