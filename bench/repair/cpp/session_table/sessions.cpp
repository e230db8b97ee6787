#include "sessions.h"

#include <algorithm>

void SessionTable::seen(const std::string& user, int now) {
  const auto found = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& one) { return one.user == user; });
  if (found != sessions_.end()) {
    found->last_seen = now;
    ++found->requests;
    return;
  }
  sessions_.push_back({user, now, 1});
}

std::vector<std::string> SessionTable::close_old(int now) {
  std::vector<std::string> closed;
  std::size_t i = 0;
  while (i < sessions_.size()) {
    if (old(sessions_[i], now)) {
      closed.push_back(sessions_[i].user);
      sessions_.erase(sessions_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    ++i;
  }
  return closed;
}

int SessionTable::requests(const std::string& user) const {
  for (const auto& session : sessions_)
    if (session.user == user) return session.requests;
  return 0;
}
