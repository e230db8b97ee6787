// plumb mcp --http PORT: plumb's tools for MCP clients that speak HTTP, at a port of this machine.

#include <unistd.h>

#include <boost/json.hpp>

#include <cstdio>

#include "commands.h"
#include "engine/session.h"
#include "host/host.h"
#include "interrupt.h"
#include "json/json.h"
#include "mcp_server/plumb_offering.h"
#include "server/mcp_http.h"
#include "server/server.h"

extern const char* const plumb_version;

namespace app {

namespace {

void print_address(const Args& args, const std::string& url, const std::string& token) {
  const json::Object entry = {{"type", "http"}, {"url", url}, {"headers", json::Object{{"Authorization", "Bearer " + token}}}};
  if (args.json) {
    std::printf("%s\n", json::dump(entry).c_str());
  } else {
    std::printf("an MCP server at %s, for whoever has the token; as clients want it in their configuration:\n\n"
                "  {\"mcpServers\": {\"plumb\": %s}}\n\nCtrl-C ends it; the token stays valid for the next one.\n",
                url.c_str(), json::dump(entry).c_str());
  }
  std::fflush(stdout);
}

io::Task<int> serve(io::Loop& loop, const Args& args, const engine::Settings& settings, const std::string& cwd, io::CancelSource& stop) {
  auto access = server::Access::open(server::folder_in(settings.places.state));
  if (!access) co_return complain(access.error().what, exit_code_for(access.error()));
  const auto host = host::make(loop, settings);
  mcp_server::PlumbOffering offering(*host, {plumb_version, cwd});
  const std::string token = access->token({server::Rights::steer, ""});
  auto server = server::McpHttp::open(loop, offering, {static_cast<unsigned short>(args.port), *access});
  if (!server) {
    co_await host->close();
    co_return complain(server.error().what, exit_code_for(server.error()));
  }
  print_address(args, (*server)->url(), token);
  co_await io::cancellable(stop, until_cancelled());
  co_await (*server)->close();
  co_await host->close();
  co_return 0;
}

}  // namespace

int mcp_http_command(const Args& args, base::Env env) {
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, engine::exit_usage);
  if (!args.words.empty()) return complain("--http goes with no other word", engine::exit_usage);
  if (args.port > 65535) return complain("no port: " + std::to_string(args.port), engine::exit_usage);
  auto settings = engine::load_settings(std::move(env));
  if (!settings) return complain(settings.error().what, exit_code_for(settings.error()));
  io::Loop loop;
  Interrupt interrupt(loop, Interrupt::Second::ends_plumb);
  return loop.run(serve(loop, args, *settings, cwd, interrupt.cancel()));
}

}  // namespace app
