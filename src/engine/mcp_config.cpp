#include "mcp_config.h"

#include <boost/json.hpp>
#include <toml++/toml.h>

#include <algorithm>

#include "base/try.h"
#include "hidden.h"
#include "json/json.h"
#include "mcp_login.h"
#include "quoted_word.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "tools/shell.h"

namespace engine {

using base::Code;

namespace {

constexpr std::size_t k_name_max = 40;
constexpr std::size_t k_shown_max = 200;
constexpr std::size_t k_telling_min = 8;   // a value this short says nothing about where it came from
constexpr std::int64_t k_timeout_max = 3600;

bool is_name(std::string_view name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= k_name_max && std::all_of(name.begin(), name.end(), fits);
}

/// ${NAME} and ${NAME:-otherwise}. `missing` gets the name of a variable that is not set.
std::string expanded(std::string_view text, const base::Env& env, std::string& missing, std::vector<std::string>& values) {
  std::string out;
  for (;;) {
    const auto begin = text.find("${");
    const auto end = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (end == std::string_view::npos) return out.append(text);
    out.append(text.substr(0, begin));
    auto name = text.substr(begin + 2, end - begin - 2);
    const auto otherwise = name.find(":-");
    const auto value = env.get(name.substr(0, otherwise));
    if (value) values.push_back(*value);
    if (value) out += *value;
    else if (otherwise != std::string_view::npos) out += name.substr(otherwise + 2);
    else missing = name;
    text.remove_prefix(end + 1);
  }
}

/// Applies `f` to every text of a server that may hold a variable.
template <class F>
void each_text(McpServer& server, F f) {
  for (auto& word : server.argv) f(word);
  for (auto& [name, value] : server.env) f(value);
  for (auto& [name, value] : server.headers) f(value);
  f(server.cwd);
  f(server.url);
  for (auto* text : {&server.login.issuer, &server.login.client_id, &server.login.client_secret, &server.login.private_key}) f(*text);
}

/// Paths are no keys, and models need them.
bool may_be_key(std::string_view value) { return value.size() >= k_telling_min && !value.starts_with('/') && !value.starts_with('~'); }

/// What hidden_in_words() hid of a word: "--token=abc" as "--token=(hidden)".
void add_hidden_part(const std::string& word, const std::string& shown_word, std::vector<std::string>& values) {
  if (!shown_word.ends_with(k_hidden) || word == shown_word) return;
  auto kept = shown_word.size() - k_hidden.size();
  while (kept > 0 && kept <= word.size() && shown_word[kept - 1] == ' ') --kept;   // "Authorization: Bearer x"
  std::string_view value = std::string_view(word).substr(std::min(kept, word.size()));
  while (value.starts_with(' ')) value.remove_prefix(1);
  values.emplace_back(value);
  if (const auto blank = value.rfind(' '); blank != std::string_view::npos) values.emplace_back(value.substr(blank + 1));
}

/// What env and headers hold, what may be a key in the address and the command, and `values`, which variables brought in.
void note_secrets(McpServer& server, std::vector<std::string> values) {
  for (const auto& [name, value] : server.env) values.push_back(value);
  for (const auto& [name, value] : server.headers) {
    values.push_back(value);
    if (const auto blank = value.find(' '); blank != std::string::npos) values.push_back(value.substr(blank + 1));   // "Bearer ..."
  }
  const auto parts = address_parts(server.url);
  if (const auto colon = parts.user.find(':'); colon != std::string_view::npos) values.emplace_back(parts.user.substr(colon + 1));
  for (std::string_view left = parts.query; !left.empty();) {
    const auto end = std::min(left.find('&'), left.size());
    values.emplace_back(left.substr(std::min(left.find('=') + 1, end), end - std::min(left.find('=') + 1, end)));
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  const auto shown_words = hidden_in_words(server.argv);
  for (std::size_t i = 0; i < server.argv.size(); ++i) add_hidden_part(server.argv[i], shown_words[i], values);
  values.push_back(server.login.client_secret);
  std::erase_if(values, [](const std::string& value) { return !may_be_key(value); });
  // The longer first: one may be the beginning of another.
  std::stable_sort(values.begin(), values.end(), [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  values.erase(std::unique(values.begin(), values.end()), values.end());
  server.secrets = std::move(values);
}

std::string shown(std::string_view text) {
  const auto cut = text::clip(text, k_shown_max);
  return text::to_valid_utf8(cut) + (cut.size() < text.size() ? " ..." : "");
}

// ---- config.toml

class TomlReader {
 public:
  TomlReader(const std::string& path, const base::Env& env) : path_(path), env_(env) {}

  base::Result<> read(std::string_view name, const toml::node& node, std::vector<McpServer>& out) const {
    const auto* table = node.as_table();
    if (table == nullptr) return wrong(node, "mcp." + std::string(name), "a table: [mcp.NAME]");
    if (!is_name(name)) return wrong(node, "mcp." + shown(name), "named with at most 40 letters, digits, - and _");
    McpServer server;
    server.name = name;
    for (const auto& [key, value] : *table) TRY_DO(member(key.str(), value, server));
    if (server.argv.empty() == server.url.empty()) return wrong(node, "mcp." + server.name, "given either a command or a url");
    if (!server.argv.empty() && server.argv.front().empty())
      return wrong(node, "mcp." + server.name, "given a command: args alone are none");
    if (table->contains("oauth") && server.url.empty()) return wrong(node, "mcp." + server.name, "given a url: only addresses have logins");
    server.shown = what_it_is(server);
    std::string missing;
    std::vector<std::string> values;
    each_text(server, [&](std::string& text) { text = expanded(text, env_, missing, values); });
    note_secrets(server, std::move(values));
    if (!missing.empty()) server.problem = "the variable " + shown(missing) + " is not set";
    out.push_back(std::move(server));
    return {};
  }

 private:
  [[nodiscard]] tl::unexpected<base::Error> wrong(const toml::node& node, std::string_view key, std::string_view want) const {
    return base::fail(Code::invalid, path_ + ":" + std::to_string(node.source().begin.line) + ": " + std::string(key) + " must be "
        + std::string(want));
  }

  base::Result<> member(std::string_view key, const toml::node& node, McpServer& server) const {
    const std::string full = "mcp." + server.name + "." + std::string(key);
    if (key == "command" || key == "url" || key == "cwd") {
      const auto value = node.value_exact<std::string>();
      if (!value || value->empty()) return wrong(node, full, "a string");
      if (key == "url") server.url = *value;
      else if (key == "cwd") server.cwd = *value;
      else if (server.argv.empty()) server.argv.push_back(*value);
      else server.argv.front() = *value;
    } else if (key == "args") {
      const auto* list = node.as_array();
      if (list == nullptr) return wrong(node, full, "a list of strings");
      if (server.argv.empty()) server.argv.emplace_back();   // of the command, which may come later
      for (const auto& one : *list) {
        const auto value = one.value_exact<std::string>();
        if (!value) return wrong(one, full, "a list of strings");
        server.argv.push_back(*value);
      }
    } else if (key == "env" || key == "headers") {
      const auto* table = node.as_table();
      if (table == nullptr) return wrong(node, full, "a table of strings");
      for (const auto& [name, one] : *table) {
        const auto value = one.value_exact<std::string>();
        if (!value) return wrong(one, full + "." + std::string(name.str()), "a string");
        if (key == "env") server.env[std::string(name.str())] = *value;
        else server.headers.emplace_back(std::string(name.str()), *value);
      }
    } else if (key == "oauth") {
      TRY_DO(read_login_setup(path_, full, node, server.login));
    } else if (key == "timeout_s") {
      const auto value = node.value_exact<std::int64_t>();
      if (!value || *value < 1 || *value > k_timeout_max) return wrong(node, full, "a number of seconds, 1 to 3600");
      server.timeout_s = *value;
    } else if (key == "sandbox" || key == "enabled") {
      const auto value = node.value_exact<bool>();
      if (!value) return wrong(node, full, "true or false");
      (key == "sandbox" ? server.is_sandboxed : server.is_enabled) = *value;
    } else {
      return wrong(node, full, "left out: plumb knows no such setting (see docs/mcp.md)");
    }
    return {};
  }

  const std::string& path_;
  const base::Env& env_;
};

// ---- .mcp.json

std::string string_at(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

base::Result<> read_strings(const json::Value& value, std::string_view key, const std::function<void(std::string, std::string)>& put) {
  const auto* node = json::find(value, key);
  if (node == nullptr) return {};
  const auto* object = json::object_or_null(node);
  if (object == nullptr) return base::fail(Code::invalid, std::string(key) + " is no object");
  for (const auto& [name, one] : *object) {
    if (!one.is_string()) return base::fail(Code::invalid, std::string(key) + "." + shown(std::string_view(name)) + " is no string");
    put(std::string(name), std::string(json::string_or(&one)));
  }
  return {};
}

base::Result<> read_members(const json::Value& value, McpServer& server) {
  if (!value.is_object()) return base::fail(Code::invalid, "it is no object");
  server.url = string_at(value, "url");
  const std::string command = string_at(value, "command"), type = string_at(value, "type");
  if (type == "sse") return base::fail(Code::unsupported, "the transport \"sse\" is that of 2024; use \"http\"");
  if (!type.empty() && type != "stdio" && type != "http" && type != "streamable-http")
    return base::fail(Code::unsupported, "plumb knows no transport \"" + shown(type) + "\"");
  if (command.empty() == server.url.empty()) return base::fail(Code::invalid, "it needs either a command or a url");
  // Who connects may read such an address otherwise than who looked at it.
  if (!server.url.empty() && (address_parts(server.url).host.empty() || server.url.find_first_of("\\ \t\r\n") != std::string::npos))
    return base::fail(Code::invalid, "its url is no address: http://... or https://...");
  if (!command.empty()) server.argv.push_back(command);
  if (const auto* args = json::find(value, "args")) {
    const auto* list = json::array_or_null(args);
    if (list == nullptr) return base::fail(Code::invalid, "args is no array");
    for (const auto& one : *list) {
      if (!one.is_string()) return base::fail(Code::invalid, "args holds what is no string");
      if (!command.empty()) server.argv.emplace_back(json::string_or(&one));
    }
  }
  TRY_DO(read_strings(value, "env", [&](std::string name, std::string text) { server.env[std::move(name)] = std::move(text); }));
  TRY_DO(read_strings(value, "headers", [&](std::string name, std::string text) {
    server.headers.emplace_back(std::move(name), std::move(text));
  }));
  bool names_variable = false;
  each_text(server, [&](const std::string& text) { names_variable = names_variable || text.find("${") != std::string::npos; });
  if (names_variable)
    return base::fail(Code::denied,
        "it names a variable of the environment, which a project's file does not get: write it into your config.toml, [mcp."
        + server.name + "]");
  return {};
}

}  // namespace

std::string what_it_is(const McpServer& server) {
  if (!server.shown.empty()) return server.shown;
  const auto parts = address_parts(server.url);
  std::string out = parts.scheme.empty() ? server.url : std::string(parts.scheme) + "://" + (parts.user.empty() ? "" : "...@") + std::string(parts.host) +
                                                            std::string(parts.path.substr(0, parts.path.find('#')));
  for (const auto& word : hidden_in_words(server.argv)) out += (out.empty() ? "" : " ") + word;
  return shown(out);
}

std::vector<std::string> all_of_it(const McpServer& server) {
  std::vector<std::string> out;
  if (!server.argv.empty()) {
    std::string line = "runs";
    for (const auto& word : server.argv) line += " " + quoted_word(word);
    out.push_back(std::move(line));
    if (!server.cwd.empty()) out.push_back("in " + server.cwd);
  }
  if (!server.url.empty()) {
    const auto parts = address_parts(server.url);
    out.push_back("sends to the host " + std::string(parts.host));
    out.push_back("at " + hidden_in_address(server.url));
  }
  for (const auto& [name, value] : server.env) out.push_back("with the variable " + name + "=" + (tools::looks_secret(name) ? std::string(k_hidden) : quoted_word(value)));
  for (const auto& [name, value] : server.headers) out.push_back("with the header " + name + ": " + std::string(k_hidden));
  for (auto& line : out) line = text::to_valid_utf8(line);
  return out;
}

base::Result<std::vector<McpServer>> read_user_servers(std::string_view config_text, const std::string& config_path, const base::Env& env) {
  std::vector<McpServer> out;
  const auto parsed = toml::parse(config_text, config_path);
  if (!parsed) return base::fail(Code::invalid, config_path + ": " + std::string(parsed.error().description()));
  const auto* node = parsed.table().get("mcp");
  if (node == nullptr) return out;
  const auto* servers = node->as_table();
  if (servers == nullptr) return base::fail(Code::invalid, config_path + ":" + std::to_string(node->source().begin.line)
      + ": mcp must be tables: [mcp.NAME]");
  const TomlReader reader(config_path, env);
  for (const auto& [name, server] : *servers) TRY_DO(reader.read(name.str(), server, out));
  return out;
}

/// What a person called it, as a name that a model can use.
static std::string usable_name(std::string_view given, const std::vector<McpServer>& others) {
  std::string name = given.empty() ? "server" : std::string(given.substr(0, k_name_max));
  for (auto& c : name)
    if (!is_name({&c, 1})) c = '-';
  const auto is_taken = [&others](const std::string& wanted) {
    return std::any_of(others.begin(), others.end(), [&](const McpServer& other) { return other.name == wanted; });
  };
  std::string out = name;
  for (int n = 2; is_taken(out); ++n) {
    const std::string number = "-" + std::to_string(n);
    out = name.substr(0, k_name_max - number.size()) + number;
  }
  return out;
}

std::vector<McpServer> given_servers(const std::vector<GivenServer>& given) {
  std::vector<McpServer> out;
  for (const auto& one : given) {
    McpServer server;
    server.name = usable_name(one.name, out);
    server.from = McpServer::From::front_end;
    server.argv = one.argv;
    server.url = one.url;
    server.env = {one.env.begin(), one.env.end()};
    server.headers = {one.headers.begin(), one.headers.end()};
    if (server.argv.empty() == server.url.empty() || (!server.argv.empty() && server.argv.front().empty()))
      server.problem = "it was given neither a command nor an address";
    note_secrets(server, {});
    out.push_back(std::move(server));
  }
  return out;
}

base::Result<std::vector<McpServer>> read_project_servers(std::string_view text, const std::string& path) {
  const auto parsed = json::parse(text);
  if (!parsed) return base::fail(Code::invalid, path + ": " + parsed.error().what);
  const auto* node = json::find(*parsed, "mcpServers");
  const auto* servers = node == nullptr ? nullptr : json::object_or_null(node);
  if (servers == nullptr) return base::fail(Code::invalid, path + ": /mcpServers: expected an object");
  if (servers->size() > k_mcp_servers_max) return base::fail(Code::too_big, path + ": more than "
      + std::to_string(k_mcp_servers_max) + " servers");
  std::vector<McpServer> out;
  for (const auto& [key, value] : *servers) {
    McpServer server;
    server.name = key;
    if (!is_name(server.name)) return base::fail(Code::invalid, path + ": \"" + shown(server.name)
        + "\": names have at most 40 letters, digits, - and _");
    server.from = McpServer::From::project;
    server.is_sandboxed = true;
    if (const auto read = read_members(value, server); !read) server.problem = read.error().what;
    note_secrets(server, {});
    out.push_back(std::move(server));
  }
  return out;
}

}  // namespace engine
