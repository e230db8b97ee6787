#include "engine/mcp.h"

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "choose.h"
#include "guard.h"
#include "mcp_servers.h"
#include "trust.h"
#include "project.h"
#include "tools/shell.h"

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
  return out;
}

}  // namespace

base::Result<McpListing> list_mcp(const Settings& settings, const std::string& cwd) {
  TRY(const auto setup, find_mcp(settings, cwd, std::nullopt));
  McpListing out;
  out.project_file = setup.project_file;
  out.project_hash = setup.hash;
  out.is_trusted = setup.is_trusted;
  out.was_trusted = setup.was_trusted;
  out.notices = setup.notices;
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

static io::Task<base::Result<McpLook>> look(McpServers& servers, std::string name) {
  CO_TRY(auto* const client, co_await servers.open(name));
  CO_TRY(const auto list, co_await client->tools());
  McpLook out;
  const auto masked = [&servers](const std::string& text) { return servers.masked(text); };
  out.server = masked(client->info().name);
  out.version = masked(client->info().version);
  out.protocol = masked(client->info().protocol);
  for (const auto& tool : list.tools) out.tools.push_back({tool.name, masked(tool.description), masked(tool.schema)});
  for (const auto& why : list.left_out) out.left_out.push_back(masked(why));
  out.log = masked(client->log());
  co_return out;
}

io::Task<base::Result<McpLook>> look_at_mcp(io::Loop& loop, Settings settings, std::string cwd, std::string name) {
  CO_TRY(auto setup, find_mcp(settings, cwd, std::nullopt));
  for (const auto& server : setup.refused)
    if (server.name == name && server.problem.empty())
      co_return base::fail(Code::denied, name
          + " is in the project's .mcp.json, which is not trusted: `plumb mcp trust` after a look at it");
  // A box of its own, as a session has one.
  auto dir = base::TempDir::make("plumb-mcp-");
  if (!dir) co_return base::fail(dir.error());
  const auto options = workspace_options(settings, cwd, dir->path());
  CO_TRY(auto guard, Guard::make(loop, settings, Guard::Place{options.root, dir->path(), options.store_dir}));
  const auto http = io::make_http_client(loop, settings.env);
  CO_TRY(const auto names, key_names(settings));
  McpServers::Parts parts{loop, *http, options.root, tools::shell_env(settings.env, names).all(), {}};
  if (has_mcp_sandbox(*guard, settings)) parts.sandbox = [&guard] { return guard->launcher(mcp_view(*guard)); };
  McpServers servers(std::move(parts), std::move(setup.servers));
  auto out = co_await look(servers, name);
  if (!out) out.error().what = servers.masked(out.error().what);
  co_await servers.close();
  co_await guard->close();
  co_return out;
}

}  // namespace engine
