#include "mcp_servers.h"

#include <algorithm>

#include "agent/prompt.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "guard.h"
#include "mcp_login.h"
#include "trust.h"
#include "text/sha256.h"

extern const char* const plumb_version;

namespace engine {

using base::Code;
using From = McpServer::From;

namespace {

constexpr int k_failures_max = 3;          // a server that failed so often is not started again

std::string names_of(const std::vector<McpServer>& servers) {
  std::string out;
  for (const auto& server : servers) out += (out.empty() ? "" : ", ") + server.name;
  return out;
}

/// .mcp.json of the folder, else of the repository around it. "" = there is none.
std::string project_file(const std::string& cwd) {
  for (const auto& folder : {cwd, agent::project_root(cwd)})
    if (auto file = base::join(folder, ".mcp.json"); base::exists(file)) return file;
  return {};
}

base::Result<> add_project(const Settings& settings, const std::optional<AttemptOf>& attempt, const std::string& cwd, McpSetup& out) {
  out.project_file = project_file(cwd);
  if (out.project_file.empty()) return {};
  // An attempt works in a copy of what the user has trusted.
  const std::string folder = base::parent(out.project_file);
  out.owner = attempt && folder == cwd ? attempt->project : folder;
  TRY(const auto text, base::read_file(out.project_file, k_mcp_file_max));
  out.hash = text::sha256_hex(text);
  find_trust(settings, "mcp", out.owner, out);
  TRY(auto servers, read_project_servers(text, out.project_file));
  if (!out.is_trusted && !servers.empty())
    out.notices.push_back(out.project_file + (out.was_trusted ? " has changed since you trusted it" : " is not trusted") +
                          ": its MCP servers (" + names_of(servers) + ") are not started; `plumb mcp trust` after a look at it");
  for (auto& server : servers) {
    server.cwd = folder;   // its commands are relative to the file
    const auto own = std::find_if(out.servers.begin(), out.servers.end(), [&](const auto& one) { return one.name == server.name; });
    const bool is_shadowed = own != out.servers.end();
    if (is_shadowed)
      server.problem = own->is_enabled ? "your own server of this name is used instead" : "your own server of this name is switched off, so that none is used";
    auto& to = out.is_trusted && !is_shadowed ? out.servers : out.refused;
    to.push_back(std::move(server));
  }
  return {};
}

}  // namespace

base::Result<McpSetup> find_mcp(const Settings& settings, const std::string& cwd, const std::optional<AttemptOf>& attempt) {
  McpSetup out;
  TRY(out.servers, read_user_servers(settings.config_text, settings.config_path, settings.env));
  if (const auto added = add_project(settings, attempt, cwd, out); !added) {
    // A wrong file of a project must not keep the user from working in it.
    out.notices.push_back("MCP servers of the project: " + added.error().what);
  }
  std::erase_if(out.servers, [](const auto& server) { return !server.is_enabled; });
  return out;
}

void add_given(McpSetup& setup, const std::vector<GivenServer>& given) {
  auto all = given_servers(given);
  for (auto& server : setup.servers) {
    const bool is_shadowed = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(given.size()), [&](const auto& one) { return one.name == server.name; });
    if (is_shadowed) server.problem = "the server of this name that the editor brought is used instead";
    (is_shadowed ? setup.refused : all).push_back(std::move(server));
  }
  setup.servers = std::move(all);
}

sandbox::View mcp_view(const Guard& guard) {
  sandbox::View view;
  if (guard.is_transactional()) view.kind = sandbox::View::Kind::read_only;
  return view;
}

bool has_mcp_sandbox(const Guard& guard, const Settings& settings) {
  return guard.mode() != sandbox::Mode::none && settings.sandbox.mode != workspace::SandboxMode::full;
}

McpServers::McpServers(Parts parts, std::vector<McpServer> servers) : parts_(std::move(parts)), servers_(std::move(servers)) {}

const McpServer* McpServers::find(const std::string& name) const {
  const auto found = std::find_if(servers_.begin(), servers_.end(), [&](const auto& server) { return server.name == name; });
  return found == servers_.end() ? nullptr : &*found;
}

io::Task<base::Result<mcp::Client*>> McpServers::open(std::string name) {
  const auto* server = find(name);
  if (server == nullptr) co_return base::fail(Code::not_found, "there is no MCP server \"" + name + "\"; there are: " + names_of(servers_));
  if (!server->problem.empty()) co_return base::fail(Code::denied, name + ": " + server->problem);
  auto& open = open_[name];
  if (open.client && !open.client->is_open()) {
    ++open.failures;
    open.last = {Code::unavailable, "it ended again and again"};
    co_await open.client->close();
    open.client.reset();
  }
  if (open.client) co_return open.client.get();
  if (open.failures >= k_failures_max) co_return base::fail(open.last.code, name + " is not started again: " + open.last.what);
  if (!open.login && !parts_.logins.empty() && takes_login(*server)) {
    CO_TRY(open.login, make_login(parts_.loop, parts_.http, parts_.logins, *server));
  }
  auto client = co_await start(*server, open.login.get());
  if (!client) {
    const bool may_help = client.error().code == Code::cancelled || client.error().code == Code::unauthenticated;   // asking again
    if (!may_help) ++open.failures;
    open.last = {client.error().code, masked(*server, client.error().what)};
    co_return base::with(open.last, "the MCP server " + name);
  }
  open.client = *std::move(client);
  co_return open.client.get();
}

io::Task<base::Result<std::unique_ptr<mcp::Client>>> McpServers::start(McpServer server, mcp::Login* login) {
  mcp::Options options;
  options.version = plumb_version;
  options.call_timeout = io::Millis(server.timeout_s * 1000);
  options.on_question = [](mcp::Question) -> io::Task<mcp::Answer> { co_return mcp::Answer(); };   // nobody is asked: declined
  if (server.argv.empty()) {
    mcp::Address address;
    address.url = server.url;
    address.headers = server.headers;
    address.login = login;
    co_return co_await mcp::Client::connect(parts_.loop, parts_.http, std::move(address), std::move(options));
  }
  mcp::Program program;
  program.argv = server.argv;
  program.cwd = base::join(parts_.cwd, server.cwd);
  program.env = parts_.env;
  for (const auto& [key, value] : server.env) program.env[key] = value;
  io::Launcher launcher(parts_.loop);
  if (is_sandboxed(server)) launcher = parts_.sandbox();
  co_return co_await mcp::Client::start(std::move(launcher), std::move(program), std::move(options));
}

std::string McpServers::standing(const std::string& name) const {
  const auto* server = find(name);
  if (server != nullptr && !server->problem.empty()) return "cannot be used: " + server->problem;
  const auto open = open_.find(name);
  if (open == open_.end()) return "not started yet";
  if (open->second.client && open->second.client->is_open()) return "runs";
  return open->second.failures > 0 ? "failed: " + open->second.last.what : "not started yet";
}

static std::string without(const std::string& value, const std::string& text) {
  std::string out;
  std::size_t from = 0;
  for (auto at = text.find(value); at != std::string::npos; at = text.find(value, from)) {
    out.append(text, from, at - from).append("***");
    from = at + value.size();
  }
  return out.append(text, from);
}

std::string McpServers::masked(const McpServer& server, std::string text) const {
  auto secrets = server.secrets;
  if (const auto open = open_.find(server.name); open != open_.end() && open->second.login)
    for (auto& value : open->second.login->secrets()) secrets.push_back(std::move(value));
  for (const auto& value : secrets)
    if (value.size() >= Mask::k_value_min) text = without(value, text);   // what a server hands out may be a single letter
  return text;
}

std::string McpServers::masked(std::string text) const {
  for (const auto& server : servers_) text = masked(server, std::move(text));
  return text;
}

base::Result<std::string> McpServers::filled(std::string arguments, const std::string& server) const {
  if (parts_.secrets == nullptr || !parts_.secrets->any()) return arguments;
  const auto* const one = find(server);
  const bool is_projects = one != nullptr && one->from == From::project;
  return parts_.secrets->in_arguments(arguments, server, is_projects ? Secrets::ServerOf::project : Secrets::ServerOf::user);
}

io::Task<> McpServers::close() {
  for (auto& [name, open] : open_) {
    if (open.client) co_await open.client->close();
    open.client.reset();
  }
  open_.clear();   // the next run may try again
}

}  // namespace engine
