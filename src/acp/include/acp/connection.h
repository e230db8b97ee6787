#pragma once
// One client that speaks the Agent Client Protocol with plumb: an editor over standard input and output, the live
// page over WebSocket. JSON-RPC 2.0, one message at a time, over whatever carries messages. docs/protocol.md says
// what is added to ACP, docs/acp.md how plumb uses it.
//
// Everything is for the host's thread. The connection must go before the host and before its transport.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "plumb/host.h"

namespace acp {

struct Agent;

enum class Rights {
  all,
  watch_only,   ///< requests that change anything are refused with -32001
};

/// A message from the other side that is larger is refused unread.
inline constexpr std::size_t k_message_max = std::size_t{48} << 20;
/// What waits for a slow reader: above the first mark nothing but answers is sent, histories wait for
/// Connection::drained(); above the second the connection is given up.
inline constexpr std::size_t k_queue_slow = std::size_t{4} << 20;
inline constexpr std::size_t k_queue_max = std::size_t{64} << 20;

/// What carries messages. None of its functions may call back into the connection.
class Transport {
 public:
  virtual ~Transport() = default;
  /// One whole message: JSON without a newline.
  virtual void send(std::string message) = 0;
  /// Bytes that were given to send() and that the other side has not taken yet.
  [[nodiscard]] virtual std::size_t waiting() const = 0;
  /// The connection has given up, for this reason: it takes and sends nothing more.
  virtual void close(std::string_view why) = 0;
};

/// Our side of a Transport: what takes the messages of the other one.
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  /// Takes one message: any bytes.
  virtual void receive(std::string_view message) = 0;
  /// For a transport that dropped a message larger than message_max: tells the other side.
  virtual void refuse_oversized() = 0;
  /// To be called when waiting() has fallen below queue_slow / 2 after it was above queue_slow.
  virtual void drained() = 0;
};

struct ConnectionOptions {
  Rights rights = Rights::all;
  std::string only_session;        ///< "" = all sessions; else no other one can be seen or touched, nor a new one made
  std::string version;             ///< of plumb, as the client is told
  /// The client may bring servers of tools (mcpServers), which are programs that run outside of the sandbox: for a client that
  /// could start them itself.
  bool takes_servers = false;
  std::size_t message_max = k_message_max;
  std::size_t queue_slow = k_queue_slow, queue_max = k_queue_max;
};

class Connection final : public Endpoint {
 public:
  Connection(plumb::Host& host, Transport& transport, ConnectionOptions options);
  /// What the client started goes on; requests that it has not answered are forgotten.
  ~Connection() override;
  Connection(const Connection&) = delete;

  /// What is wrong with a message is answered as JSON-RPC says.
  void receive(std::string_view message) override;
  void refuse_oversized() override;
  void drained() override;

 private:
  std::shared_ptr<Agent> agent_;   ///< shared, so that callbacks of the host can hold it weakly
};

}  // namespace acp
