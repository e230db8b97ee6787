// The methods of the Agent Client Protocol that a client calls.

#include <boost/json.hpp>

#include <climits>
#include <cstdlib>

#include "agent.h"
#include "base/ids.h"
#include "base/paths.h"
#include "markdown.h"
#include "slash.h"
#include "values.h"

namespace acp {

namespace {

constexpr std::size_t k_page = 100;
/// Rows that are looked through for a page.
constexpr std::size_t k_rows_max = 100'000;

std::string member(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

// ---- the connection

json::Object capabilities(const Agent& agent) {
  json::Array methods;
  for (const auto& [name, method] : plumb_methods()) {
    const bool reads = method.needs == Needs::nothing || (method.needs == Needs::all_sessions && agent.options.only_session.empty());
    const bool one_only = !agent.options.only_session.empty() && method.needs == Needs::all_rights;
    if (reads || (agent.may_act() && !one_only && method.needs != Needs::all_sessions)) methods.emplace_back(name);
  }
  json::Object sessions = {{"list", json::Object()}, {"resume", json::Object()}, {"close", json::Object()}};
  if (agent.may_act()) {
    sessions["title"] = json::Object();
    if (agent.options.only_session.empty()) sessions["fork"] = json::Object();
  }
  return {{"loadSession", true},
          {"promptCapabilities", json::Object{{"image", true}, {"audio", false}, {"embeddedContext", true}}},
          {"mcpCapabilities", json::Object{{"http", agent.options.takes_servers}, {"sse", false}}},
          {"sessionCapabilities", std::move(sessions)},
          {"_meta", json::Object{{"plumb", json::Object{{"version", 1}, {"watchOnly", !agent.may_act()}, {"methods", std::move(methods)}}}}}};
}

void initialize(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  p.must(json::find(params, "protocolVersion") != nullptr, "/params/protocolVersion: missing");
  const auto wanted = p.number_or("protocolVersion", 1, 0, 65535);
  if (!p.good()) return reply.fail(p.error());
  agent.initialized = true;
  agent.version = negotiated(wanted);
  const auto* client = json::find(params, "clientCapabilities");
  const auto flag = [&](auto... keys) { return client != nullptr && json::bool_or(json::find(*client, keys...)); };
  agent.reads_buffers = flag("fs", "readTextFile");
  agent.wants.terminal_output = flag("_meta", "terminal_output");
  agent.wants.approvals = flag("_meta", "plumb", "approvals");
  const auto* notices = client == nullptr ? nullptr : json::find(*client, "session", "notices");
  agent.wants.notices = notices != nullptr && notices->is_object();
  const auto* compaction = client == nullptr ? nullptr : json::find(*client, "session", "compaction");
  agent.wants.compaction = compaction != nullptr && compaction->is_object();
  json::Array auth;
  auth.push_back(json::Object{{"id", "environment"},
                              {"name", "Keys in the environment or in plumb's configuration"},
                              {"description", "plumb reads the keys of model services where `plumb models` says; without any it works with its builtin model"}});
  reply.done(json::Object{{"protocolVersion", agent.version},
                          {"agentCapabilities", capabilities(agent)},
                          {"agentInfo", json::Object{{"name", "plumb"}, {"title", "plumb"}, {"version", agent.options.version.empty() ? "0" : agent.options.version}}},
                          {"authMethods", std::move(auth)}});
}

void authenticate(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto method = p.text("methodId");
  p.must(method == "environment", "/params/methodId: no such method: " + method);
  if (!p.good()) return reply.fail(p.error());
  for (const auto& model : agent.host.models())
    if (model.usable) return reply.done(json::Object());
  reply.fail(k_auth_required, "no model can be used: set a key as `plumb models` says, and start plumb again");
}

// ---- sessions

std::string real_path(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  std::string out = real == nullptr ? path : real;
  std::free(real);
  return out;
}

/// [{name, value}], as ACP has variables and headers.
std::vector<std::pair<std::string, std::string>> read_pairs(Params& p, const json::Value& server, std::string_view key, const std::string& where) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto* node = json::find(server, key);
  const auto* list = json::array_or_null(node);
  p.must(node == nullptr || node->is_null() || list != nullptr, where + std::string(key) + ": expected an array");
  if (list == nullptr) return out;
  for (const auto& one : *list) {
    const auto name = member(one, "name");
    const auto* value = json::find(one, "value");
    p.must(!name.empty() && value != nullptr && value->is_string(), where + std::string(key) + ": expected objects with name and value");
    out.emplace_back(name, json::string_or(value));
  }
  return out;
}

plumb::ToolServer read_server(Params& p, const json::Value& server, const std::string& where) {
  plumb::ToolServer out;
  out.name = member(server, "name");
  p.must(!out.name.empty(), where + "name: missing");
  const auto type = member(server, "type");
  if (type == "http") {
    out.url = member(server, "url");
    p.must(out.url.starts_with("http://") || out.url.starts_with("https://"), where + "url: expected an address with http or https");
    out.headers = read_pairs(p, server, "headers", where);
    return out;
  }
  p.must(type.empty() || type == "stdio", where + "type: not supported; stdio and http are");
  const auto command = member(server, "command");
  p.must(!command.empty(), where + "command: missing");
  out.argv.push_back(command);
  Params more(server);
  for (auto& word : more.texts("args")) out.argv.push_back(std::move(word));
  if (!more.good()) p.must(false, where + "args: expected an array of strings");
  out.env = read_pairs(p, server, "env", where);
  return out;
}

/// What a client brings along beside the folder.
struct Brought {
  std::vector<plumb::ToolServer> servers;
  std::string warning;               ///< what is left out
};
Brought read_brought(const Agent& agent, Params& p, const json::Value& params) {
  p.must(p.texts("additionalDirectories").empty(), "/params/additionalDirectories: not supported: a session works in its cwd");
  const auto* node = json::find(params, "mcpServers");
  const auto* list = json::array_or_null(node);
  p.must(node == nullptr || node->is_null() || list != nullptr, "/params/mcpServers: expected an array");
  Brought out;
  if (list == nullptr) return out;
  for (std::size_t i = 0; i < list->size(); ++i) out.servers.push_back(read_server(p, (*list)[i], "/params/mcpServers/" + std::to_string(i) + "/"));
  if (out.servers.empty() || agent.options.takes_servers) return out;
  std::string names;
  for (const auto& server : out.servers) names += (names.empty() ? "" : ", ") + plain(server.name);
  return {{}, "MCP servers are taken from editors, over standard input and output, and not here: left out are " + names + ".\n"};
}

/// Gives a session that is opened again the servers that its client brings, or none, whoever brought others before.
void bring(Agent& agent, const std::string& id, Brought& brought) {
  if (!agent.options.takes_servers) return;
  const bool any = !brought.servers.empty();
  if (const auto set = agent.host.set_servers(id, std::move(brought.servers)); !set && any)
    brought.warning += "the MCP servers are left out: " + set.error().what + ".\n";
}

std::shared_ptr<SessionView> make_view(Agent& agent, const std::string& id, const std::string& cwd, Chosen chosen) {
  SessionView::Deps deps{agent.host, agent.peer, agent.wants, agent.may_act(), agent.reads_buffers};
  auto view = std::make_shared<SessionView>(std::move(deps), id, cwd, std::move(chosen));
  agent.views[id] = view;
  return view;
}

json::Object opened(Agent& agent, const SessionView& view) {
  return {{"modes", modes_to_json(view.chosen())}, {"configOptions", options_to_json(agent.host, view.chosen())}};
}

/// What follows the answer to new, load, resume and fork.
void greet(SessionView& view, const std::string& warning) {
  view.send_commands();
  if (!warning.empty()) view.tell(warning);
}

bool room_for(Agent& agent, const Reply& reply) {
  if (agent.views.size() < k_views_max) return true;
  reply.fail(k_internal, "too many sessions are open on this connection: close some with session/close");
  return false;
}

/// `_meta.plumb` of session/new.
plumb::NewSession read_options(Params& p, const json::Value& params) {
  plumb::NewSession options;
  options.cwd = p.folder("cwd");
  const auto* ours = json::find(params, "_meta", "plumb");
  if (ours == nullptr || !ours->is_object()) return options;
  Params more(*ours);
  options.model = more.text_or("model");
  options.effort = more.word("effort", "low|medium|high|default", "default");
  if (options.effort == "default") options.effort.clear();
  options.check = more.text_or("check");
  options.verify = more.flag_or("verify", true);
  options.budget_usd = more.real_or("budgetUsd", -1);
  options.turns_max = static_cast<int>(more.number_or("maxTurns", 0, 0, 1'000'000));
  options.tokens_max = more.number_or("maxTokens", 0, 0, LLONG_MAX);
  options.held = held_by_name(more.word("held", "ask|keep", "ask")).value_or(plumb::Held::ask);
  if (!more.good()) p.must(false, "/params/_meta/plumb" + more.error().message.substr(7));
  return options;
}

void new_session(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  auto options = read_options(p, params);
  auto brought = read_brought(agent, p, params);
  if (!p.good()) return reply.fail(p.error());
  if (!room_for(agent, reply)) return;
  options.servers = std::move(brought.servers);
  Chosen chosen{options.model, options.effort, options.held};
  const auto cwd = options.cwd;
  const auto id = agent.host.create(std::move(options));
  if (!id) return reply.fail(rpc_error(id.error()));
  const auto view = make_view(agent, *id, cwd, std::move(chosen));
  auto answer = opened(agent, *view);
  answer["sessionId"] = *id;
  reply.done(std::move(answer));
  greet(*view, brought.warning);
  view->follow(1);
}

/// The session that load, resume and fork name, if its folder is the one that the client means.
std::optional<plumb::SessionInfo> named_session(Agent& agent, Params& p, const Reply& reply) {
  const auto id = p.text("sessionId"), cwd = p.folder("cwd");
  if (!p.good()) {
    reply.fail(p.error());
    return std::nullopt;
  }
  const auto info = agent.host.info(id, cwd);
  if (!info || !agent.may_see(info->id)) {
    reply.fail(info ? RpcError{k_not_found, "no such session: " + id, nullptr} : rpc_error(info.error()));
    return std::nullopt;
  }
  if (base::normalize(info->cwd) == cwd || real_path(info->cwd) == real_path(cwd)) return *info;
  reply.fail(k_invalid_params, "/params/cwd: session " + id + " works in " + info->cwd + ", not in " + cwd);
  return std::nullopt;
}

Chosen chosen_in(const Agent& agent, const plumb::SessionInfo& info) {
  const auto open = agent.views.find(info.id);
  if (open != agent.views.end()) return open->second->chosen();
  return {info.model, "", plumb::Held::ask};
}

void load_session(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  auto brought = read_brought(agent, p, params);
  const auto info = named_session(agent, p, reply);
  if (!info || !room_for(agent, reply)) return;
  bring(agent, info->id, brought);
  const auto view = make_view(agent, info->id, info->cwd, chosen_in(agent, *info));
  view->load([weak = agent.weak_from_this(), inner = std::weak_ptr(view), reply, warning = brought.warning](const plumb::SessionInfo&) {
    const auto self = weak.lock();
    const auto open = inner.lock();
    if (!self || !open) return;
    reply.done(opened(*self, *open));
    greet(*open, warning);
  });
}

void resume_session(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  auto brought = read_brought(agent, p, params);
  const auto info = named_session(agent, p, reply);
  if (!info || !room_for(agent, reply)) return;
  bring(agent, info->id, brought);
  const auto view = make_view(agent, info->id, info->cwd, chosen_in(agent, *info));
  reply.done(opened(agent, *view));
  greet(*view, brought.warning);
  view->follow(info->last_seq + 1);
}

void fork_session(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  auto brought = read_brought(agent, p, params);
  const auto info = named_session(agent, p, reply);
  if (!info || !room_for(agent, reply)) return;
  const auto id = agent.host.fork(info->id, 0);
  if (!id) return reply.fail(rpc_error(id.error()));
  bring(agent, *id, brought);
  const auto made = agent.host.info(*id, info->cwd);
  const auto view = make_view(agent, *id, info->cwd, chosen_in(agent, *info));
  auto answer = opened(agent, *view);
  answer["sessionId"] = *id;
  reply.done(std::move(answer));
  greet(*view, brought.warning);
  view->follow(made ? made->last_seq + 1 : 1);
}

void close_session(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId");
  if (!p.good()) return reply.fail(p.error());
  const auto found = agent.views.find(id);
  if (found == agent.views.end()) return reply.fail(k_not_found, "no such session is open: " + id);
  const auto view = found->second;
  agent.views.erase(found);
  view->close();
  reply.done(json::Object());
}

/// Where a page ends: rows are in the order of their last change, and then of their ids.
struct Cursor {
  std::int64_t updated_ms = 0;
  std::string id;
};
std::optional<Cursor> read_cursor(const std::string& text) {
  const auto colon = text.find(':');
  char* end = nullptr;
  const auto number = std::strtoll(text.c_str(), &end, 10);
  if (colon == std::string::npos || colon == 0 || end != text.c_str() + colon) return std::nullopt;
  return Cursor{number, text.substr(colon + 1)};
}

bool is_behind(const plumb::SessionInfo& row, const Cursor& cursor) {
  if (row.updated_ms != cursor.updated_ms) return row.updated_ms < cursor.updated_ms;
  return row.id < cursor.id;
}

json::Object listed(const plumb::SessionInfo& row) {
  json::Object out = {{"sessionId", row.id}, {"cwd", row.cwd}, {"_meta", json::Object{{"plumb", row_to_json(row)}}}};
  if (!row.title.empty()) out["title"] = row.title;
  if (row.updated_ms > 0) out["updatedAt"] = base::iso_time(row.updated_ms);
  return out;
}

void list_sessions(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto cwd = p.text_or("cwd"), cursor_text = p.text_or("cursor");
  p.must(cwd.empty() || cwd.starts_with('/'), "/params/cwd: expected an absolute path");
  const auto cursor = read_cursor(cursor_text);
  p.must(cursor_text.empty() || cursor, "/params/cursor: not one of ours");
  if (!p.good()) return reply.fail(p.error());
  auto rows = agent.host.list(cwd.empty() ? "" : base::normalize(cwd), "", k_rows_max);
  if (!rows) return reply.fail(rpc_error(rows.error()));
  std::sort(rows->begin(), rows->end(), [](const auto& a, const auto& b) {
    return a.updated_ms != b.updated_ms ? a.updated_ms > b.updated_ms : a.id > b.id;
  });
  json::Array sessions;
  json::Object answer;
  const plumb::SessionInfo* last = nullptr;
  for (const auto& row : *rows) {
    if (!row.parent.empty() || !row.resumable || !agent.may_see(row.id) || (cursor && !is_behind(row, *cursor))) continue;
    if (sessions.size() == k_page) {
      answer["nextCursor"] = std::to_string(last->updated_ms) + ":" + last->id;
      break;
    }
    sessions.push_back(listed(row));
    last = &row;
  }
  answer["sessions"] = std::move(sessions);
  reply.done(std::move(answer));
}

// ---- an open session

std::shared_ptr<SessionView> open_view(Agent& agent, Params& p, const Reply& reply) {
  const auto id = p.text("sessionId");
  if (!p.good()) {
    reply.fail(p.error());
    return nullptr;
  }
  if (const auto found = agent.views.find(id); found != agent.views.end()) return found->second;
  reply.fail(k_not_found, "no such session is open here: " + id + "; session/load or session/resume opens one");
  return nullptr;
}

void prompt(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto view = open_view(agent, p, reply);
  if (!view) return;
  auto read = read_prompt(json::find(params, "prompt"));
  if (!read) return reply.fail(read.error());
  view->prompt(*std::move(read), reply);
}

void set_mode(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto mode = p.text("modeId");
  const auto view = open_view(agent, p, reply);
  if (!view) return;
  if (const auto done = view->set_held(mode); !done) return reply.fail(done.error());
  reply.done(json::Object());
  view->send_options();
}

void set_option(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto option = p.text("configId"), value = p.text("value");
  const auto view = open_view(agent, p, reply);
  if (!view) return;
  tl::expected<void, RpcError> done = tl::unexpected<RpcError>(RpcError{k_invalid_params, "/params/configId: no such option: " + option + "; there are model, effort and held", nullptr});
  if (option == "model") done = view->set_model(value);
  if (option == "effort") done = view->set_effort(value);
  if (option == "held") done = view->set_held(value);
  if (!done) return reply.fail(done.error());
  reply.done(json::Object{{"configOptions", options_to_json(agent.host, view->chosen())}});
  if (option == "held") view->send_options();   // the mode is the same thing
}

void set_title(Agent& agent, const json::Value& params, const Reply& reply) {
  Params p(params);
  const auto id = p.text("sessionId"), title = p.text("title");
  if (!p.good()) return reply.fail(p.error());
  agent.host.rename(id, title, [reply, title](const plumb::Result<>& done) {
    if (done) reply.done(json::Object{{"title", title}});
    else reply.fail(rpc_error(done.error()));
  });
}

}  // namespace

const std::map<std::string, Method, std::less<>>& acp_methods() {
  static const std::map<std::string, Method, std::less<>> k_methods = {
      {"initialize", {Needs::nothing, initialize}},
      {"authenticate", {Needs::nothing, authenticate}},
      {"session/new", {Needs::all_rights, new_session}},
      {"session/load", {Needs::nothing, load_session}},
      {"session/resume", {Needs::nothing, resume_session}},
      {"session/fork", {Needs::all_rights, fork_session}},
      {"session/list", {Needs::nothing, list_sessions}},
      {"session/close", {Needs::nothing, close_session}},
      {"session/prompt", {Needs::rights, prompt}},
      {"session/set_mode", {Needs::rights, set_mode}},
      {"session/set_config_option", {Needs::rights, set_option}},
      {"session/set_title", {Needs::rights, set_title}},
  };
  return k_methods;
}

}  // namespace acp
