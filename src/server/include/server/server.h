#pragma once
// The live page: HTTP for its files and the login, WebSocket at /acp for ACP with plumb's additions (docs/protocol.md), on
// the loop of a Host. docs/server.md has the security model.

#include <memory>
#include <string>
#include <vector>

#include "io/loop.h"
#include "plumb/host.h"
#include "server/access.h"

namespace server {

inline constexpr unsigned short k_port = 7586;   ///< PLUM on a telephone's keys

struct Options {
  std::string address = "127.0.0.1";
  /// Tried in order; 0 = any. The last one must do.
  std::vector<unsigned short> ports = {0};
  std::vector<std::string> names;   ///< by which the server may be called, besides its address and those of loopback
  std::string tls_certificate, tls_key;
  bool insecure = false;            ///< allows other addresses than loopback without TLS
  std::string only_session;         ///< "" = all: nothing else is shown to anybody, and nothing new can be begun
  std::string version;              ///< of plumb
};

/// For the loop's thread.
class Server {
 public:
  /// Listens and serves while the loop runs. Loop and host must outlive it. Fails with invalid (address, certificate,
  /// another address than loopback without TLS), exists (the port is taken), denied, unsupported (no OpenSSL), io.
  static base::Result<std::unique_ptr<Server>> open(io::Loop& loop, plumb::Host& host, Access access, Options options);
  virtual ~Server() = default;
  /// "http://127.0.0.1:7586/"
  [[nodiscard]] virtual std::string url() const = 0;
  /// Pages that are open.
  [[nodiscard]] virtual std::size_t pages() const = 0;
  /// Tells the pages that the server ends. Must have returned before the destructor runs; at most some seconds.
  virtual io::Task<> close() = 0;
};

/// A link: `url` and, behind the #, where no server and no log sees it, the token. `#TOKEN` or `#TOKEN&s=SESSION`.
std::string link(const std::string& url, const Access& access, const Grant& grant);

/// Where secret and lock are, in plumb's state folder.
std::string folder_in(const std::string& state);

}  // namespace server
