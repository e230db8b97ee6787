#pragma once
#include <functional>
#include <queue>
#include <string>
#include <unordered_set>
#include <vector>

/// Runs events in the order of their times, those of one time as they were added.
class EventQueue {
 public:
  int at(double time, std::string name);   // its id
  void cancel(int id) { cancelled_.insert(id); }
  /// The names of the events up to `time`, which is then now.
  std::vector<std::string> run_until(double time);
  double now() const { return now_; }
  bool idle() const { return queue_.empty(); }

 private:
  struct Event {
    double time;
    int id;
    std::string name;
  };
  struct Later {
    bool operator()(const Event& a, const Event& b) const;
  };
  std::priority_queue<Event, std::vector<Event>, Later> queue_;
  std::unordered_set<int> cancelled_;
  int next_ = 1;
  double now_ = 0;
};
