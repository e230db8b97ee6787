#pragma once
// A response's body on its way: what a site fills piece by piece, and the connection that carries it. Internal to server.

#include <deque>
#include <memory>
#include <string>

#include "http.h"
#include "io/event.h"
#include "tls.h"

namespace server {

class StreamBody final : public Body, public std::enable_shared_from_this<StreamBody> {
 public:
  /// `most`: bytes that may wait.
  StreamBody(const boost::asio::any_io_executor& executor, std::size_t most) : more_(executor), most_(most) {}

  void send(std::string bytes) override;
  void end() override;
  [[nodiscard]] std::size_t waiting() const override { return waiting_; }

  /// Writes `head` and what is sent, until the end or until the peer goes; each write within `write_time`. Nothing is sent after it.
  io::Task<> carry(StreamSocket& stream, std::string head, io::Millis write_time);

 private:
  io::Task<> write(StreamSocket& stream, std::string head, io::Millis write_time);
  io::Task<> watch(StreamSocket& stream);
  io::Task<std::string> next();
  void peer_gone();

  io::Event more_;
  std::deque<std::string> queue_;
  std::size_t waiting_ = 0, most_;
  bool ended_ = false, gone_ = false;
};

}  // namespace server
