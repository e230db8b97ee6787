#include "server/server.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#include <algorithm>

#include "acp/connection.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "site.h"

namespace server {

namespace {

/// An ACP client at the other end of a WebSocket.
class Page final : public SocketUser, public acp::Transport {
 public:
  Page(plumb::Host& host, std::shared_ptr<Socket> socket, acp::ConnectionOptions options)
      : socket_(std::move(socket)), connection_(host, *this, std::move(options)) {}

  void on_message(std::string_view text) override { connection_.receive(text); }
  void on_room() override { connection_.drained(); }

  void send(std::string message) override { socket_->send(std::move(message)); }
  [[nodiscard]] std::size_t waiting() const override { return socket_->waiting(); }
  void close(std::string_view why) override { socket_->close(1008, std::string(why.substr(0, 120))); }

 private:
  std::shared_ptr<Socket> socket_;
  acp::Connection connection_;   // last: it uses this as its transport
};

bool is_loopback(const std::string& address) {
  in_addr four{};
  in6_addr six{};
  if (::inet_pton(AF_INET, address.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
  return ::inet_pton(AF_INET6, address.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool is_any(const std::string& address) { return address == "0.0.0.0" || address == "::"; }

std::string in_url(const std::string& address) {
  return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

/// The machine's own addresses but those of loopback and of single links.
std::vector<std::string> own_addresses() {
  std::vector<std::string> out;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return out;
  for (const ifaddrs* each = list; each != nullptr; each = each->ifa_next) {
    if (each->ifa_addr == nullptr || (each->ifa_flags & IFF_UP) == 0 || (each->ifa_flags & IFF_LOOPBACK) != 0) continue;
    char text[INET6_ADDRSTRLEN] = "";
    if (each->ifa_addr->sa_family == AF_INET) {
      ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr, text, sizeof text);
    } else if (each->ifa_addr->sa_family == AF_INET6) {
      const auto& six = reinterpret_cast<const sockaddr_in6*>(each->ifa_addr)->sin6_addr;
      if (!IN6_IS_ADDR_LINKLOCAL(&six)) ::inet_ntop(AF_INET6, &six, text, sizeof text);
    }
    if (*text != 0) out.emplace_back(text);
  }
  ::freeifaddrs(list);
  return out;
}

/// Names that the server may be called by, the one for links first.
base::Result<std::vector<std::string>> names_of(const Options& options) {
  std::vector<std::string> names;
  for (const auto& name : options.names) {
    names.push_back(host_name(name));
    if (names.back().empty() || names.back() != host_name(names.back() + ":1"))
      return base::fail(base::Code::invalid, "no name of a host: " + name);
  }
  if (is_any(options.address)) {
    for (const auto& address : own_addresses()) names.push_back(in_url(address));
  } else {
    names.push_back(in_url(options.address));
  }
  return names;
}

class ServerImpl final : public Server {
 public:
  ServerImpl(plumb::Host& host, Options options) : host_(host), options_(std::move(options)) {}

  base::Result<> start(io::Loop& loop, Access access) {
    TRY(auto tls, tls_of());
    TRY(const auto names, names_of(options_));
    const bool has_tls = tls != nullptr;
    auto open = [this](Grant grant, std::shared_ptr<Socket> socket) { return open_page(std::move(grant), std::move(socket)); };
    site_ = std::make_unique<PlumbSite>(access, Origins(names, has_tls),
                                        PlumbSite::Options{has_tls, options_.only_session}, std::move(open), base::now_ms);
    TRY_DO(listen(loop, tls));
    const std::string name = names.empty() ? in_url(options_.address) : names.front();
    url_ = (has_tls ? "https://" : "http://") + name + ":" + std::to_string(http_->port()) + "/";
    return {};
  }

  [[nodiscard]] std::string url() const override { return url_; }
  [[nodiscard]] std::size_t pages() const override { return http_->sockets(); }
  io::Task<> close() override { co_await http_->close(); }

 private:
  [[nodiscard]] base::Result<std::shared_ptr<Tls>> tls_of() const {
    if (options_.tls_certificate.empty() != options_.tls_key.empty())
      return base::fail(base::Code::invalid, "TLS needs both a certificate and its key");
    if (!options_.tls_certificate.empty()) return Tls::open(options_.tls_certificate, options_.tls_key);
    if (!is_loopback(options_.address) && !options_.insecure)
      return base::fail(base::Code::invalid,
                        "at " + options_.address +
                            " everybody on the way could read along and take the session over: give --tls-cert and --tls-key, or reach "
                            "a server on loopback through ssh -L (docs/server.md); --insecure does it all the same");
    return std::shared_ptr<Tls>();
  }

  base::Result<> listen(io::Loop& loop, const std::shared_ptr<Tls>& tls) {
    for (std::size_t i = 0; i < options_.ports.size(); ++i) {
      auto http = HttpServer::listen(loop, {options_.address, options_.ports[i]}, {}, *site_, tls);
      if (http) {
        http_ = *std::move(http);
        return {};
      }
      if (i + 1 == options_.ports.size() || http.error().code != base::Code::exists) return base::fail(http.error());
    }
    return base::fail(base::Code::internal, "no port was given");
  }

  std::unique_ptr<SocketUser> open_page(Grant grant, std::shared_ptr<Socket> socket) {
    acp::ConnectionOptions options;
    options.rights = grant.rights == Rights::steer ? acp::Rights::all : acp::Rights::watch_only;
    options.only_session = std::move(grant.session);
    options.version = options_.version;
    options.message_max = std::size_t{160} << 20;   // the socket has its own bound
    return std::make_unique<Page>(host_, std::move(socket), std::move(options));
  }

  plumb::Host& host_;
  Options options_;
  std::unique_ptr<PlumbSite> site_;
  std::unique_ptr<HttpServer> http_;
  std::string url_;
};

}  // namespace

base::Result<std::unique_ptr<Server>> Server::open(io::Loop& loop, plumb::Host& host, Access access, Options options) {
  auto server = std::make_unique<ServerImpl>(host, std::move(options));
  const auto started = server->start(loop, access);
  if (!started) return base::fail(started.error());
  return server;
}

std::string link(const std::string& url, const Access& access, const Grant& grant) {
  return url + "#" + fragment(access, grant);
}

std::string folder_in(const std::string& state) { return base::join(state, "server"); }

}  // namespace server
