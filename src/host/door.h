#pragma once
// The way in to a session that runs here, for other processes of the same user: JSON-RPC 2.0, a message a line, over a
// Unix socket in the session's folder. Methods are those of docs/protocol.md without `sessionId`.

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "json/json.h"
#include "line_socket.h"
#include "plumb/host.h"
#include "streamed.h"

namespace host {

inline constexpr const char* k_door = "live.sock";

class Door {
 public:
  /// Must be called once, at any time, on the loop.
  using Reply = std::function<void(base::Result<json::Value>)>;
  using Handler = std::function<void(const std::string& method, const json::Value& params, Reply reply)>;
  /// Fails with io, invalid. `streamed` and what `handler` refers to must outlive it.
  static base::Result<std::unique_ptr<Door>> open(io::Loop& loop, const std::string& dir, const Streamed& streamed, Handler handler);
  ~Door();
  Door(const Door&) = delete;

  /// To those who asked for it; what was streamed before is told when they ask. A peer that does not read is dropped.
  void live(const plumb::Live& live);
  /// Something that a guest has not read yet.
  [[nodiscard]] bool has_unsent() const;
  [[nodiscard]] bool has_guests() const { return !guests_.empty(); }

 private:
  struct Guest {
    std::unique_ptr<LineSocket> socket;
    bool wants_live = false;
  };
  Door(io::Loop& loop, std::string dir, const Streamed& streamed, Handler handler)
      : loop_(loop), dir_(std::move(dir)), streamed_(streamed), handler_(std::move(handler)) {}
  void welcome(base::Fd fd);
  void take(std::uint64_t guest, std::string_view line);
  void answer(std::uint64_t guest, const json::Value& id, const base::Result<json::Value>& result);
  void send(std::uint64_t guest, const json::Value& message);

  io::Loop& loop_;
  std::string dir_;
  const Streamed& streamed_;
  Handler handler_;
  std::map<std::uint64_t, Guest> guests_;
  std::uint64_t guests_n_ = 0;
  std::unique_ptr<LineListener> listener_;
  std::shared_ptr<char> alive_ = std::make_shared<char>();
};

/// The code of an error as JSON-RPC has it, and back through its `data`.
json::Value error_to_json(const base::Error& error);
base::Error error_from_json(const json::Value& error);
json::Value live_to_json(const plumb::Live& live);
plumb::Live live_from_json(const json::Value& params);

}  // namespace host
