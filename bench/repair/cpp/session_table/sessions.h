#pragma once
#include <cstddef>
#include <string>
#include <vector>

struct Session {
  std::string user;
  int last_seen = 0;
  int requests = 0;
};

class SessionTable {
 public:
  explicit SessionTable(int limit) : limit_(limit) {}
  /// A request of a user at a time; opens a session if there is none.
  void seen(const std::string& user, int now);
  /// Closes the sessions that were not seen for more than the limit; their users in order.
  std::vector<std::string> close_old(int now);
  int requests(const std::string& user) const;
  std::size_t size() const { return sessions_.size(); }

 private:
  bool old(const Session& session, int now) const { return now - session.last_seen > limit_; }
  int limit_;
  std::vector<Session> sessions_;
};
