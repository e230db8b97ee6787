#pragma once
// The other side of a Door: a session that another process runs, spoken to from here.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "door.h"
#include "json/json.h"
#include "line_socket.h"

namespace host {

class Peer {
 public:
  struct Listener {
    std::function<void(const plumb::Live&)> on_live;
    std::function<void()> on_end;     ///< the connection is over; what was asked and not answered failed before
  };
  using Then = std::function<void(base::Result<json::Value>)>;
  /// Does not wait. Fails with not_found, unavailable, denied (another user's).
  static base::Result<std::unique_ptr<Peer>> connect(io::Loop& loop, const std::string& dir, Listener listener);
  ~Peer();
  Peer(const Peer&) = delete;

  [[nodiscard]] bool is_open() const { return socket_ && socket_->is_open(); }
  /// `then` comes once, from the loop. The other side must say within k_taken_limit that it heard, and answer within
  /// `limit` (0 = as long as it takes, and the connection lasts). Fails with unavailable (gone before it heard), io (gone
  /// after that), timeout, and as the other side says.
  void call(const std::string& method, json::Value params, io::Millis limit, Then then);

 private:
  struct Call;
  Peer(io::Loop& loop, Listener listener);
  void take(std::string_view line);
  void fail_all(const std::string& why);

  io::Loop& loop_;
  Listener listener_;
  std::map<std::int64_t, std::unique_ptr<Call>> calls_;
  std::int64_t calls_n_ = 0;
  std::unique_ptr<LineSocket> socket_;
};

inline constexpr io::Millis k_taken_limit{5000};

}  // namespace host
