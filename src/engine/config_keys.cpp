#include "config_keys.h"

namespace engine {

namespace {

using Key = ConfigKey;
using Type = ConfigKey::Type;
using Project = ConfigKey::Project;

constexpr double k_million = 1'000'000;

Key text(std::string_view name, std::string_view doc) { return {name, Type::string, doc}; }
Key flag(std::string_view name, std::string_view doc, std::string_view builtin = "") { return {name, Type::boolean, doc, builtin}; }
Key count(std::string_view name, std::string_view doc, double least = 1, double most = 0, std::string_view builtin = "") {
  return {name, Type::integer, doc, builtin, {}, least, most};
}
Key dollars(std::string_view name, std::string_view doc) { return {name, Type::number, doc, "", {}, 0, 0}; }
Key choice(std::string_view name, std::string_view doc, std::vector<std::string_view> choices, std::string_view builtin = "") {
  return {name, Type::choice, doc, builtin, std::move(choices)};
}
Key table(std::string_view name, std::string_view doc, std::vector<Key> inside) { return {name, Type::table, doc, "", {}, 0, 0, std::move(inside)}; }
Key tables(std::string_view name, std::string_view doc, std::vector<Key> inside) { return {name, Type::tables, doc, "", {}, 0, 0, std::move(inside)}; }
Key names(std::string_view name, std::string_view doc, Key value) { return {name, Type::names, doc, "", {}, 0, 0, {std::move(value)}}; }

Key managed(Key key) {
  key.managed = true;
  return key;
}
Key also_project(Key key, Project how) {
  key.project = how;
  return key;
}
/// A value that is a credential as often as not.
Key hidden(Key key) {
  key.shown = Key::Shown::hidden;
  return key;
}
/// An address or a command line.
Key without_keys(Key key) {
  key.shown = Key::Shown::without_keys;
  return key;
}
/// A limit: the repository may lower it, the managed file bounds it.
Key limit(Key key) { return managed(also_project(std::move(key), Project::lower)); }

std::vector<Key> model_keys() {
  return {text("id", "as the provider calls it"),
          choice("wire", "how it is spoken to", {"responses", "chat", "messages"}),
          count("window", "tokens of context", 0), count("output_max", "tokens of one answer", 0),
          {"price_in", Type::number, "dollars for a million tokens", "", {}, -1},
          {"price_cached", Type::number, "likewise, of input from the cache", "", {}, -1},
          {"price_cache_write", Type::number, "likewise, of input put into the cache", "", {}, -1},
          {"price_out", Type::number, "likewise, of output", "", {}, -1},
          flag("images", "takes pictures"), flag("reasoning", "thinks before it answers"),
          text("edit_tool", "edit or apply_patch: what it was trained on"),
          flag("freeform", "takes tools with free text"), text("thinking", "how thinking is asked for")};
}

std::vector<Key> provider_keys() {
  std::vector<Key> compat;
  for (const char* name : {"developer_role", "store", "reasoning_effort", "usage_in_streaming", "tool_result_name", "assistant_after_tool_result",
                           "thinking_as_text", "strict_tools", "reasoning_in_history", "reasoning_in_every_turn", "cache_key", "cache_control",
                           "tool_stream", "nine_char_ids"})
    compat.push_back(flag(name, "see docs/models.md"));
  compat.push_back(text("max_tokens_field", "the name of that member"));
  compat.push_back(text("thinking_format", "how thinking is switched on"));
  return {choice("wire", "what it speaks", {"responses", "chat", "messages"}), without_keys(text("base_url", "the address up to and without /chat/completions")),
          {"key_env", Type::text_or_texts, "variables that may hold the key"}, text("key_header", "the header of the key"),
          flag("needs_key", "whether it wants one"), flag("local", "on this machine: free of charge"),
          text("prices_as_of", "when its prices were read: 2026-11"),
          table("compat", "how it differs from others", std::move(compat)), names("headers", "further headers of each request", hidden(text("*", "a header's value"))),
          table("defaults", "of its models", model_keys()), tables("models", "its models", model_keys())};
}

std::vector<Key> sandbox_keys() {
  return {choice("mode", "what commands may do", {"read-only", "workspace", "full"}, "\"workspace\""),
          choice("network", "of commands", {"off", "list", "on"}, "\"off\""),
          choice("mode_min", "commands run only if the machine offers at least this", {"none", "landlock", "namespaces", "overlay"}, "\"none\""),
          {"hosts", Type::strings, "that commands may reach", "[]"},
          {"writable", Type::strings, "more folders that commands may write to; nothing there is undoable", "[]"},
          count("memory_mb", "of all processes of a command"), count("processes", "of a command", 1, 0, "4096"), count("file_mb", "the largest file", 1, 0, "16384"),
          count("cpu_s", "processor time of each process")};
}

std::vector<Key> effects_keys() {
  return {{"large", Type::size, "what the class `large` means: bytes, or \"512 MiB\"", "\"2 GiB\""},
          count("many", "entries of a removed folder, for the class `many`", 1, 0, "5000"),
          tables("rules", "the first that fits decides: docs/policy.md",
                 {{"what", Type::strings, "words for effects; all must fit"}, {"paths", Type::strings, "patterns as in .gitignore; one must fit"},
                  choice("verdict", "what becomes of it", {"allow", "ask", "deny"})})};
}

std::vector<Key> check_keys() {
  return {text("command", "runs the tests"), text("name", "for people"), count("timeout_s", "seconds, at most", 1, 604800),
          {"report", Type::text_or_texts, "JUnit XML that the command writes"}};
}

std::vector<Key> oauth_keys() {
  return {text("issuer", "the authorization server that client_id is known to; needed with a secret or a key"),
          text("client_id", "as the authorization server gave it out"), hidden(text("client_secret", "of the client; may name ${VARIABLE}")),
          text("client_metadata_url", "https: a client id metadata document, used as client id where the server takes it"),
          text("scope", "the rights to ask for, instead of those that the server names"),
          choice("grant", "client_credentials: plumb logs in by itself, as the client", {"authorization_code", "client_credentials"}, "\"authorization_code\""),
          text("private_key", "a file with a PEM key (P-256) that the client signs with, instead of a secret: only of client_credentials")};
}

std::vector<Key> mcp_keys() {
  return {without_keys(text("command", "the program of a server on standard input and output")), without_keys({"args", Type::strings, "its arguments"}),
          text("cwd", "where it is started; else the project's folder"), names("env", "variables for it", hidden(text("*", "a value; may name ${VARIABLE}"))),
          without_keys(text("url", "the address of a server that speaks HTTP, instead of a command")),
          names("headers", "of each request to it", hidden(text("*", "a value; may name ${VARIABLE}"))),
          table("oauth", "the client that plumb logs in as at the url: docs/mcp.md", oauth_keys()),
          count("timeout_s", "seconds, of a call", 1, 3600, "120"), flag("sandbox", "it runs as a command of the model does", "false"),
          flag("enabled", "false: it is left out", "true")};
}

std::vector<Key> hook_keys() {
  return {text("command", "for sh: gets JSON on its standard input"), text("matcher", "names of tools, or what else the event is about: a regular expression"),
          count("timeout_s", "seconds, at most", 1, 3600, "60"), flag("sandbox", "it runs as a command of the model does", "false")};
}

Key hooks() {
  std::vector<Key> events;
  for (const char* event : {"SessionStart", "UserPromptSubmit", "PreToolUse", "PermissionRequest", "PostToolUse", "PreCompact", "PostCompact",
                            "SubagentStart", "SubagentStop", "Stop"})
    events.push_back(tables(event, "see docs/hooks.md", hook_keys()));
  return table("hooks", "programs that a run asks and tells: docs/hooks.md", std::move(events));
}

std::vector<Key> agent_keys() {
  return {text("description", "when the model is to choose it"), text("prompt", "what it is told, besides its task"),
          text("model", "provider/model, or an alias; else the session's own"), flag("read_only", "it changes nothing", "false"),
          count("max_turns", "calls of the model for one task", 1, k_million, "60"), dollars("max_budget_usd", "of one task")};
}

Key only_project(Key key) {
  key.project = Project::yes;
  key.only_project = true;
  return key;
}

Key root() {
  return table("", "plumb's configuration: docs/configuration.md",
               {text("model", "default of --model: provider/model, an alias, builtin"),
                managed(also_project(choice("effort", "reasoning effort", {"low", "medium", "high"}), Project::yes)),
                limit(count("max_turns", "calls of the model in a run", 1, k_million, "200")),
                limit(count("max_tokens", "in and out together, in a run")),
                limit(dollars("max_budget_usd", "of a run: a call that could overshoot is not made")),
                also_project(flag("repair_first", "builtin is tried before the model, for tasks about failing tests", "false"), Project::yes),
                also_project(count("repair_budget_s", "seconds of each search of builtin", 1, k_million, "120"), Project::lower),
                managed(choice("rules", "whether rules of AGENTS.md are enforced: docs/rules.md", {"enforce", "advice"}, "\"enforce\"")),
                count("idle_timeout_s", "a model that sends nothing for so long is given up", 1, k_million, "120"),
                managed(table("budget", "dollars that all runs together may spend: docs/usage.md",
                              {managed(dollars("day_usd", "on one day (UTC)")), managed(dollars("project_usd", "on one project, in all")),
                               managed(dollars("all_usd", "in all"))})),
                managed(table("sandbox", "what commands may do: docs/policy.md", sandbox_keys())),
                managed(table("effects", "what may become of a command's effects: docs/policy.md", effects_keys())),
                table("notify", "when a run needs you or ends",
                      {flag("terminal", "bell and OSC 9, where stderr is a terminal", "true"), flag("desktop", "notify-send, where there is a display", "false"),
                       without_keys(text("command", "for sh: gets JSON on its standard input")), count("after_s", "the end of a shorter run is not told", 0, k_million, "10")}),
                names("providers", "model providers: docs/models.md", table("*", "a provider", provider_keys())),
                names("mcp", "MCP servers: docs/mcp.md", table("*", "a server", mcp_keys())),
                hooks(), names("agents", "roles of subagents: docs/subagents.md", table("*", "a role", agent_keys())),
                names("secrets", "values that the model may use and never sees: docs/secrets.md",
                      table("*", "a secret",
                            {text("env", "the variable that holds it; commands do not get it"), text("file", "or the file: absolute, or ~/..."),
                             text("about", "what it is for: the model reads it"), flag("commands", "it may be put into commands", "true"),
                             {"mcp", Type::strings, "MCP servers that may be sent it", "[]"}})),
                names("aliases", "short names of models", text("*", "provider/model")),
                only_project(table("check", "the command that tests the project: docs/checks.md", check_keys())),
                only_project(tables("checks", "several of them", check_keys()))});
}

}  // namespace

const ConfigKey& config_root() {
  static const Key k_root = root();
  return k_root;
}

}  // namespace engine
