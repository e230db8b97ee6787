#pragma once
// --live: a page of one session, from `plumb serve` if that runs, else from this process while it does.

#include <memory>
#include <string>

#include "base/env.h"
#include "base/error.h"
#include "io/loop.h"
#include "server/server.h"

namespace app {

class LivePage {
 public:
  /// `host` is that of the session, on `loop`; both outlive this. Fails as server::Access::open and server::Server::open.
  static base::Result<LivePage> open(io::Loop& loop, plumb::Host& host, const base::Env& env, const std::string& session);
  /// Steers this session, and no other.
  [[nodiscard]] const std::string& link() const { return link_; }
  /// Must have returned before this goes.
  io::Task<> close();

 private:
  std::string link_;
  std::unique_ptr<server::Server> server_;   // none if another process serves
};

}  // namespace app
