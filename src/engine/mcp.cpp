#include "engine/mcp.h"

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "choose.h"
#include "guard.h"
#include "mcp_login.h"
#include "mcp_servers.h"
#include "trust.h"
#include "project.h"
#include "tools/shell.h"

extern const char* const plumb_version;

namespace engine {

using base::Code;

namespace {

McpLine line_of(const McpServer& server, const Settings& settings, const McpSetup& setup) {
  McpLine out;
  out.name = server.name;
  out.what = what_it_is(server);
  out.all = all_of_it(server);
  out.where = server.from == McpServer::From::user ? settings.config_path : setup.project_file;
  out.is_usable = server.problem.empty();
  out.state = server.problem.empty() ? "ready" : server.problem;
  const bool is_logged_in = server.problem.empty() && takes_login(server) && has_login(login_folder(settings), server.url);
  if (is_logged_in) out.state += ", logged in";
  return out;
}

}  // namespace

base::Result<McpListing> list_mcp(const Settings& settings, const std::string& cwd) {
  TRY(const auto setup, find_mcp(settings, cwd, std::nullopt));
  McpListing out{ProjectTrust(setup), {}, {}};
  out.project_file = setup.project_file;
  for (const auto& server : setup.servers) out.servers.push_back(line_of(server, settings, setup));
  for (const auto& server : setup.refused) {
    auto line = line_of(server, settings, setup);
    if (line.is_usable) line.state = setup.was_trusted ? "not trusted: the file has changed" : "not trusted";
    line.is_usable = false;
    out.servers.push_back(std::move(line));
  }
  return out;
}

base::Result<> trust_mcp(const Settings& settings, const std::string& cwd, const std::string& hash) {
  TRY(const auto setup, find_mcp(settings, cwd, std::nullopt));
  if (setup.project_file.empty()) return base::fail(Code::not_found, "there is no .mcp.json in " + cwd);
  if (setup.hash != hash) return base::fail(Code::changed, setup.project_file + " has changed meanwhile: look at it again");
  return set_trusted(settings, "mcp", setup.owner, setup.hash);
}

base::Result<> distrust_mcp(const Settings& settings, const std::string& cwd) {
  TRY(const auto setup, find_mcp(settings, cwd, std::nullopt));
  return unset_trusted(settings, "mcp", setup.owner.empty() ? cwd : setup.owner);
}

static base::Result<> check_trust(const McpSetup& setup, const std::string& name) {
  for (const auto& server : setup.refused)
    if (server.name == name && server.problem.empty())
      return base::fail(Code::denied, name
          + " is in the project's .mcp.json, which is not trusted: `plumb mcp trust` after a look at it");
  return {};
}

static io::Task<base::Result<McpLook>> look_at(mcp::Client& client) {
  CO_TRY(const auto list, co_await client.tools());
  McpLook out;
  out.server = client.info().name;
  out.version = client.info().version;
  out.protocol = client.info().protocol;
  for (const auto& tool : list.tools) out.tools.push_back({tool.name, tool.description, tool.schema});
  out.left_out = list.left_out;
  co_return out;
}

static io::Task<base::Result<McpLook>> look(McpServers& servers, std::string name) {
  CO_TRY(auto* const client, co_await servers.open(name));
  CO_TRY(auto out, co_await look_at(*client));
  const auto mask = [&servers](std::string& text) { text = servers.masked(text); };
  for (auto* text : {&out.server, &out.version, &out.protocol}) mask(*text);
  for (auto& tool : out.tools) {
    mask(tool.description);
    mask(tool.schema);
  }
  for (auto& why : out.left_out) mask(why);
  out.log = servers.masked(client->log());
  co_return out;
}

io::Task<base::Result<McpLook>> look_at_mcp(io::Loop& loop, Settings settings, std::string cwd, std::string name) {
  CO_TRY(auto setup, find_mcp(settings, cwd, std::nullopt));
  CO_TRY_DO(check_trust(setup, name));
  // A box of its own, as a session has one.
  auto dir = base::TempDir::make("plumb-mcp-");
  if (!dir) co_return base::fail(dir.error());
  const auto options = workspace_options(settings, cwd, dir->path());
  CO_TRY(auto guard, Guard::make(loop, settings, Guard::Place{options.root, dir->path(), options.store_dir}));
  const auto http = io::make_http_client(loop, settings.env);
  CO_TRY(const auto names, key_names(settings));
  McpServers::Parts parts{loop, *http, options.root, tools::shell_env(settings.env, names).all(), {}};
  parts.logins = login_folder(settings);
  if (has_mcp_sandbox(*guard, settings)) parts.sandbox = [&guard] { return guard->launcher(mcp_view(*guard)); };
  McpServers servers(std::move(parts), std::move(setup.servers));
  auto out = co_await look(servers, name);
  if (!out) out.error().what = servers.masked(out.error().what);
  co_await servers.close();
  co_await guard->close();
  co_return out;
}

namespace {

constexpr io::Millis k_page_time{600000}, k_patience{1800000};   // of a person, and of what waits for one

/// The one of this name that has an address and no key of its own.
base::Result<McpServer> server_with_login(const Settings& settings, const std::string& cwd, const std::string& name) {
  TRY(auto setup, find_mcp(settings, cwd, std::nullopt));
  TRY_DO(check_trust(setup, name));
  for (auto& server : setup.servers) {
    if (server.name != name) continue;
    if (!server.problem.empty()) return base::fail(Code::denied, name + ": " + server.problem);
    if (server.url.empty()) return base::fail(Code::invalid, name + " is a program: only servers with a url have logins");
    if (!takes_login(server)) return base::fail(Code::invalid, name + " is given an Authorization header, so it gets no login");
    return std::move(server);
  }
  return base::fail(Code::not_found, "there is no MCP server \"" + name + "\" here: `plumb mcp list`");
}

io::Task<base::Result<McpLogin>> log_in(io::Loop& loop, io::HttpClient& http, McpServer server, mcp::Login& login) {
  mcp::Address address;
  address.url = server.url;
  address.headers = server.headers;
  address.login = &login;
  mcp::Options options{plumb_version, k_patience, k_patience, k_patience, {}};
  CO_TRY(auto client, co_await mcp::Client::connect(loop, http, std::move(address), std::move(options)));
  McpLogin out;
  auto look = co_await look_at(*client);
  auto token = co_await login.token();
  // It may let everybody look, and want a login only for calls.
  const bool never_asked = look && token && token->empty();
  base::Result<> begun;
  if (never_asked) begun = co_await login.renew("", 401, {});
  if (never_asked && begun) token = co_await login.token();
  co_await client->close();
  if (!look) co_return base::fail(look.error());
  if (!token) co_return base::fail(token.error());
  if (!begun && begun.error().code != Code::not_found) co_return base::fail(begun.error());
  out.was_needed = !token->empty();
  out.look = *std::move(look);
  co_return out;
}

}  // namespace

io::Task<base::Result<McpLogin>> log_in_mcp(io::Loop& loop, Settings settings, std::string cwd, std::string name,
                                            std::function<void(std::string page)> show) {
  CO_TRY(auto server, server_with_login(settings, cwd, name));
  const auto http = io::make_http_client(loop, settings.env);
  auto browser = mcp::LoopbackBrowser::open(loop, k_page_time, std::move(show));
  if (!browser) co_return base::fail(browser.error());
  base::Result<McpLogin> out;
  auto login = make_login(loop, *http, login_folder(settings), server, browser->get());
  if (login) out = co_await log_in(loop, *http, std::move(server), **login);
  else out = base::fail(login.error());
  co_await (*browser)->close();
  co_return out;
}

io::Task<base::Result<McpLogout>> log_out_mcp(io::Loop& loop, Settings settings, std::string cwd, std::string name) {
  CO_TRY(const auto server, server_with_login(settings, cwd, name));
  const auto folder = login_folder(settings);
  if (!has_login(folder, server.url)) co_return base::fail(Code::not_found, "no login is kept for " + name);
  const auto http = io::make_http_client(loop, settings.env);
  McpLogout out;
  if (auto login = make_login(loop, *http, folder, server)) {
    const auto told = co_await (*login)->revoke();
    out.was_told = told && *told;
    if (!told) out.problem = told.error().what;
  } else {
    out.problem = login.error().what;
  }
  CO_TRY_DO(forget_login(folder, server.url));
  co_return out;
}

}  // namespace engine
