#include "live_page.h"

#include "base/try.h"
#include "server/instance.h"

extern const char* const plumb_version;

namespace app {

base::Result<LivePage> LivePage::open(io::Loop& loop, plumb::Host& host, const base::Env& env, const std::string& session) {
  const std::string folder = server::folder_in(base::places(env).state);
  TRY(const auto access, server::Access::open(folder));
  const server::Grant grant{server::Rights::steer, session};
  LivePage page;
  if (const auto running = server::Instance::running(folder)) {
    page.link_ = server::link(*running, access, grant);
    return page;
  }
  server::Options options;
  options.only_session = session;
  options.version = plumb_version;
  TRY(page.server_, server::Server::open(loop, host, access, std::move(options)));
  page.link_ = server::link(page.server_->url(), access, grant);
  return page;
}

io::Task<> LivePage::close() {
  if (server_) co_await server_->close();
}

}  // namespace app
