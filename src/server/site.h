#pragma once
// What is answered to whom: the page, the login, and who may open a WebSocket.

#include <boost/json/fwd.hpp>

#include <functional>
#include <memory>
#include <string>

#include "http.h"
#include "origins.h"
#include "server/access.h"

namespace server {

class PlumbSite final : public Site {
 public:
  using Open = std::function<std::unique_ptr<SocketUser>(Grant, std::shared_ptr<Socket>)>;
  using Clock = std::function<std::int64_t()>;   ///< milliseconds since 1970

  struct Options {
    bool tls = false;
    std::string only_session;   ///< "" = all; else nobody is let in to anything else
  };

  PlumbSite(Access access, Origins origins, Options options, Open open, Clock clock);

  Response answer(const Request& request) override;
  Upgrade upgrade(const Request& request) override;
  Response error(int status) override;

 private:
  [[nodiscard]] Response refusal(int status, std::string why) const;
  [[nodiscard]] Response page(const Request& request, std::string_view path) const;
  Response login(const Request& request);
  [[nodiscard]] Response who_am_i(const Request& request) const;
  [[nodiscard]] Response make_link(const Request& request) const;
  [[nodiscard]] Response answer_json(const boost::json::object& body) const;
  [[nodiscard]] std::optional<Response> check_sender(const Request& request) const;
  [[nodiscard]] std::optional<Grant> narrowed(std::optional<Grant> grant) const;
  std::optional<Grant> by_token(std::string_view token, std::string_view session);
  std::optional<Grant> by_bearer(const Request& request);
  [[nodiscard]] std::optional<Grant> by_key(const Request& request, std::string_view key) const;
  [[nodiscard]] std::string browser_of(const Request& request) const;
  void add_security(Response& response, std::string_view host) const;

  Access access_;
  std::string cookie_;   ///< its name
  Origins origins_;
  Options options_;
  Open open_;
  Clock clock_;
  WrongTokens wrong_;
};

}  // namespace server
