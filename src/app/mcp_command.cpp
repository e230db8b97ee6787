// plumb mcp: without a verb an MCP server on standard input and output; with one, the servers that plumb itself may use.

#include <unistd.h>

#include <boost/json.hpp>

#include <cstdio>

#include "base/file.h"
#include "browser.h"
#include "commands.h"
#include "engine/mcp.h"
#include "interrupt.h"
#include "json/json.h"
#include "mcp_server/connection.h"
#include "progress.h"
#include "stdio_server.h"
#include "trusting.h"

extern const char* const plumb_version;

namespace app {

namespace {

int serve(const std::string& cwd, const base::Env& env) {
  return serve_stdio(env, "this speaks the Model Context Protocol, and is meant to be started by an MCP client (docs/mcp.md)",
                     [&](plumb::Host& host, int in, int out) {
                       const mcp_server::Options told{plumb_version, cwd};
                       return std::make_unique<acp::Stdio>(host, in, out, acp::ConnectionOptions(), [&](acp::Transport& transport) {
                         return std::make_unique<mcp_server::Connection>(host, transport, told);
                       });
                     });
}

int list(const Args& args, const engine::McpListing& listing) {
  if (args.json) {
    json::Array servers;
    for (const auto& line : listing.servers)
      servers.push_back(json::Object{{"name", line.name},
                                     {"what", line.what},
                                     {"where", line.where},
                                     {"state", line.state},
                                     {"usable", line.is_usable}});
    const json::Object out = {{"servers", std::move(servers)}, {"project_file", listing.project_file}, {"trusted", listing.is_trusted},
                              {"notices", notices_in_json(listing)}};
    std::puts(json::dump(out).c_str());
    return 0;
  }
  for (const auto& line : listing.servers)
    std::printf("%-20s %s\n%-20s %s, from %s\n", safe(line.name).c_str(), safe(line.what).c_str(), "", safe(line.state).c_str(),
        safe(line.where).c_str());
  print_notices(listing);
  if (listing.servers.empty() && listing.notices.empty()) std::puts("no MCP servers: see docs/mcp.md");
  return 0;
}

int trust(const Args& args, const engine::Settings& settings, const std::string& cwd, const engine::McpListing& listing) {
  if (listing.project_file.empty()) return complain("there is no .mcp.json in " + safe(cwd), 2);
  if (listing.is_trusted) {
    std::printf("%s is trusted as it is\n", safe(listing.project_file).c_str());
    return 0;
  }
  std::printf("%s%s\n", safe(listing.project_file).c_str(), listing.was_trusted ? " has changed since you trusted it:"
      : " names these MCP servers:");
  for (const auto& line : listing.servers)
    if (line.where == listing.project_file) {
      std::printf("  %s\n", safe(line.name).c_str());
      for (const auto& one : line.all) std::printf("    %s\n", safe(one).c_str());
    }
  if (const int code = ask_trust(args, "Their programs run in the sandbox; addresses get what the model sends.", "the file"); code != 0) return code;
  const auto done = engine::trust_mcp(settings, cwd, listing.hash);
  if (!done) return complain(done.error().what);
  std::puts("trusted, until the file changes (`plumb mcp untrust` takes it back)");
  return 0;
}

int tools(const Args& args, const engine::Settings& settings, const std::string& cwd) {
  if (args.words.size() != 2) return complain("plumb mcp tools NAME", 2);
  io::Loop loop;
  Interrupt interrupt(loop);
  const auto look = loop.run(io::cancellable(interrupt.cancel(), engine::look_at_mcp(loop, settings, cwd, args.words[1])));
  if (interrupt.signal() != 0) return complain("interrupted", 128 + interrupt.signal());
  if (!look) return complain(safe(look.error().what), look.error().code == base::Code::not_found ? 2 : 1);
  if (args.json) {
    json::Array all;
    for (const auto& tool : look->tools) {
      const auto schema = json::parse(tool.schema);
      all.push_back(json::Object{{"name", tool.name}, {"description", tool.description}, {"schema", schema ? *schema : json::Value()}});
    }
    const json::Object out = {
        {"server", look->server}, {"version", look->version}, {"protocol", look->protocol}, {"tools", std::move(all)}};
    std::puts(json::dump(out).c_str());
    return 0;
  }
  std::printf("%s %s, MCP %s\n", safe(look->server).c_str(), safe(look->version).c_str(), safe(look->protocol).c_str());
  for (const auto& tool : look->tools)
    std::printf("  %-30s %s\n", safe(tool.name).c_str(), safe(tool.description.substr(0, tool.description.find('\n'))).c_str());
  for (const auto& why : look->left_out) std::fprintf(stderr, "plumb: left out: %s\n", safe(why).c_str());
  if (!look->log.empty()) std::fprintf(stderr, "its log:\n%s\n", safe(look->log).c_str());
  return 0;
}

/// With the page of a login opened, or its address printed.
int login(const Args& args, const engine::Settings& settings, const std::string& cwd) {
  if (args.words.size() != 2) return complain("plumb mcp login NAME", 2);
  const auto folder = base::TempDir::make("plumb-login-");
  if (!folder) return complain(folder.error().what);
  io::Loop loop;
  Interrupt interrupt(loop);
  io::Scope aside(loop);
  const bool opens = has_desktop(settings.env) && ::isatty(STDERR_FILENO) == 1;
  const auto show = [&](const std::string& page) {
    std::fprintf(stderr, "%s\n\n  %s\n\nwaiting for its answer (Ctrl-C gives up) ...\n",
                 opens ? "the page to log in opens in your browser; if it does not:" : "open this page in a browser on this machine:", safe(page).c_str());
    if (opens) aside.spawn(open_in_browser(loop, settings.env, folder->path(), page));
  };
  const auto work = [&]() -> io::Task<base::Result<engine::McpLogin>> {
    auto asked = engine::log_in_mcp(loop, settings, cwd, args.words[1], show);
    auto done = co_await io::cancellable(interrupt.cancel(), std::move(asked));
    aside.cancel();
    co_await aside.wait();
    co_return done;
  };
  const auto done = loop.run(work());
  if (interrupt.signal() != 0) return complain("interrupted", 128 + interrupt.signal());
  if (!done) return complain(safe(done.error().what), exit_code_for(done.error()));
  const auto n = std::to_string(done->look.tools.size());
  std::puts(done->was_needed ? ("logged in; it has " + n + " tools (`plumb mcp logout` forgets the login)").c_str()
                             : ("it wants no login; it has " + n + " tools").c_str());
  return 0;
}

int logout(const Args& args, const engine::Settings& settings, const std::string& cwd) {
  if (args.words.size() != 2) return complain("plumb mcp logout NAME", 2);
  io::Loop loop;
  const auto done = loop.run(engine::log_out_mcp(loop, settings, cwd, args.words[1]));
  if (!done) return complain(safe(done.error().what), exit_code_for(done.error()));
  std::puts(done->was_told ? "forgotten, and ended at the authorization server"
                           : "forgotten here; what the authorization server still knows is ended on its own pages");
  if (!done->problem.empty()) std::fprintf(stderr, "plumb: it could not be told: %s\n", safe(done->problem).c_str());
  return 0;
}

}  // namespace

int mcp_command(const Args& args, base::Env env) {
  if (args.port >= 0) return mcp_http_command(args, std::move(env));
  const std::string cwd = folder_of(args);
  if (cwd.empty()) return complain("no such folder: " + args.dir, 2);
  const std::string verb = args.words.empty() ? "" : args.words.front();
  if (verb.empty() && args.json) return complain("--json goes with list, tools and --http", 2);
  if (verb.empty()) return serve(cwd, env);
  const bool takes_name = verb == "tools" || verb == "login" || verb == "logout";
  const bool is_known = verb == "list" || verb == "trust" || verb == "untrust" || takes_name;
  if (!is_known || (!takes_name && args.words.size() > 1))
    return complain("plumb mcp [list|trust|untrust|tools NAME|login NAME|logout NAME]", 2);
  auto settings = settings_for(args, std::move(env));
  if (!settings) return complain(settings.error().what, exit_code_for(settings.error()));
  if (verb == "tools") return tools(args, *settings, cwd);
  if (verb == "login") return login(args, *settings, cwd);
  if (verb == "logout") return logout(args, *settings, cwd);
  if (verb == "untrust") return tell_untrusted(engine::distrust_mcp(*settings, cwd), "the project's MCP servers are");
  const auto listing = engine::list_mcp(*settings, cwd);
  if (!listing) return complain(listing.error().what, exit_code_for(listing.error()));
  return verb == "list" ? list(args, *listing) : trust(args, *settings, cwd, *listing);
}

}  // namespace app
