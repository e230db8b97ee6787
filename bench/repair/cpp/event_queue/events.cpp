#include "events.h"

#include <algorithm>

bool EventQueue::Later::operator()(const Event& a, const Event& b) const {
  if (a.time != b.time) return a.time > b.time;
  return a.id < b.id;
}

int EventQueue::at(double time, std::string name) {
  const int id = next_++;
  queue_.push({std::max(time, now_), id, std::move(name)});
  return id;
}

std::vector<std::string> EventQueue::run_until(double time) {
  std::vector<std::string> ran;
  while (!queue_.empty() && queue_.top().time <= time) {
    const Event event = queue_.top();
    queue_.pop();
    if (cancelled_.erase(event.id) > 0) continue;
    now_ = event.time;
    ran.push_back(event.name);
  }
  now_ = time;
  return ran;
}
