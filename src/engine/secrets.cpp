#include "secrets.h"

#include <boost/json.hpp>

#include <algorithm>
#include <functional>

#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "config_file.h"
#include "json/json.h"
#include "shell_place.h"

namespace engine {

namespace {

using base::Code;

constexpr std::string_view k_begin = "{{secret:", k_end = "}}";
constexpr std::string_view k_table = "secrets.";
constexpr std::string_view k_variable = "PLUMB_SECRET_";

bool is_name(std::string_view name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), fits);
}

std::string handle_of(const std::string& name) { return std::string(k_begin) + name + std::string(k_end); }

base::Result<> take(const ConfigEntry& entry, std::string_view member, const base::Env& env, Secret& secret) {
  const std::string text(json::string_or(&entry.value));
  if (member == "about") secret.about = text;
  if (member == "commands") secret.for_commands = json::bool_or(&entry.value);
  if (member == "env") secret.variable = text;
  if (member == "file") {
    secret.file = text.starts_with("~/") ? base::join(env.get("HOME").value_or("/"), text.substr(2)) : text;
    if (!secret.file.starts_with('/')) return base::fail(Code::invalid, entry.key + " must be an absolute path, or one that begins with ~/");
  }
  if (member == "mcp")
    if (const auto* list = json::array_or_null(&entry.value))
      for (const auto& one : *list) secret.servers.emplace_back(json::string_or(&one));
  return {};
}

/// The value, or why there is none.
void fetch(Secret& secret, const base::Env& env) {
  if (!secret.variable.empty()) {
    const auto value = env.get(secret.variable);
    if (!value) secret.problem = "the variable " + secret.variable + " is not set";
    else secret.value = *value;
  } else {
    auto text = base::read_file(secret.file, k_secret_max);
    if (!text) secret.problem = text.error().what;
    else secret.value = *std::move(text);
  }
  while (secret.value.ends_with('\n') || secret.value.ends_with('\r')) secret.value.pop_back();
  if (!secret.problem.empty()) return;
  if (secret.value.size() < Mask::k_value_min) secret.problem = "its value has less than 8 bytes, and could not be told from other text in what is printed";
  else if (secret.value.size() > k_secret_max) secret.problem = "its value has more than 16 KiB";
  else if (secret.value.find('\0') != std::string::npos) secret.problem = "its value has a NUL byte";
  if (!secret.problem.empty()) secret.value.clear();
}

/// Of a key in lines each by itself, as programs print them: indented, with other line ends. In a variable a line often ends
/// with a backslash and an n.
std::vector<std::string_view> lines_of(std::string_view value) {
  std::vector<std::string_view> out;
  while (!value.empty()) {
    const auto end = std::min({value.find('\n'), value.find("\\n"), value.size()});
    auto line = value.substr(0, end);
    value.remove_prefix(end);
    value.remove_prefix(value.starts_with("\\n") ? 2 : value.starts_with('\n') ? 1 : 0);
    const auto first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) continue;
    out.push_back(line.substr(first, line.find_last_not_of(" \t\r") + 1 - first));
  }
  return out;
}

/// Calls `use` for each text between handles and `put` for each handle's name, in order.
base::Result<> each_part(std::string_view text, const std::function<void(std::string_view)>& use,
                         const std::function<base::Result<>(std::string_view)>& put) {
  for (;;) {
    const auto begin = text.find(k_begin);
    const auto end = begin == std::string_view::npos ? begin : text.find(k_end, begin);
    if (end == std::string_view::npos) break;
    use(text.substr(0, begin));
    TRY_DO(put(text.substr(begin + k_begin.size(), end - begin - k_begin.size())));
    text.remove_prefix(end + k_end.size());
  }
  use(text);
  return {};
}

}  // namespace

base::Result<std::vector<Secret>> read_secrets(std::string_view config_text, const std::string& config_path, const base::Env& env) {
  TRY(const auto entries, read_config_file({ConfigLayer::user, config_path, std::string(config_text)}));
  std::vector<Secret> out;
  const auto at = [&config_path](const ConfigEntry& entry) { return config_path + ":" + std::to_string(entry.line) + ": "; };
  for (const auto& entry : entries) {
    if (!entry.key.starts_with(k_table)) continue;
    const auto dot = entry.key.rfind('.');
    const std::string name = entry.key.substr(k_table.size(), dot < k_table.size() ? std::string::npos : dot - k_table.size());
    if (!is_name(name)) return base::fail(Code::invalid, at(entry) + "names of secrets have at most 40 letters, digits and _, not \"" + name + "\"");
    auto found = std::find_if(out.begin(), out.end(), [&](const auto& one) { return one.name == name; });
    if (found == out.end()) {
      out.emplace_back().name = name;
      found = out.end() - 1;
    }
    if (auto taken = take(entry, std::string_view(entry.key).substr(dot + 1), env, *found); !taken) return base::fail(Code::invalid, at(entry) + taken.error().what);
  }
  for (auto& secret : out) {
    if (secret.variable.empty() == secret.file.empty())
      return base::fail(Code::invalid, config_path + ": secrets." + secret.name + " must have either env or file: where its value is");
    fetch(secret, env);
  }
  return out;
}

Secrets::Secrets(std::vector<Secret> all) : all_(std::move(all)) {
  for (const auto& secret : all_) {
    if (!secret.problem.empty()) continue;
    mask_.add(secret.value, handle_of(secret.name));
    for (const auto line : lines_of(secret.value))
      if (line.size() >= 2 * Mask::k_value_min && !line.starts_with("-----")) mask_.add(line, handle_of(secret.name));
  }
}

std::string Secrets::prompt() const {
  std::string list;
  for (const auto& secret : all_) {
    if (!secret.problem.empty()) continue;
    std::string where = secret.for_commands ? "commands" : "";
    for (const auto& server : secret.servers) where += (where.empty() ? "" : ", ") + std::string("MCP server ") + server;
    list += "- " + handle_of(secret.name) + (secret.about.empty() ? "" : ": " + secret.about) + " (for " + (where.empty() ? "nothing" : where) + ")\n";
  }
  if (list.empty()) return {};
  return "\n# Secrets\nYou may use these and never see them. Write the handle where the value belongs, in a shell command, in what you type to one, or in the "
         "arguments of mcp_call; it is replaced when that runs, and what comes back shows the handle again. In a file that you write it stays as it is: let "
         "a program read an environment variable instead, and set that in the command that starts it (NAME=handle program). In a here-document, $(...), "
         "backquotes, and code for another program (sh -c '...') a handle is refused.\n" +
         list;
}

base::Result<const Secret*> Secrets::usable(std::string_view name) const {
  std::string names;
  for (const auto& secret : all_) {
    if (secret.name == name) {
      if (!secret.problem.empty()) return base::fail(Code::unavailable, "the secret " + secret.name + " cannot be used: " + secret.problem);
      return &secret;
    }
    names += (names.empty() ? "" : ", ") + secret.name;
  }
  return base::fail(Code::not_found, "there is no secret \"" + std::string(name.substr(0, 40)) + "\"; there are: " + (names.empty() ? "none" : names));
}

base::Result<std::string> Secrets::in_command(std::string_view command, Variables& variables) const {
  std::string out;
  ShellPlace place;
  Variables wanted;
  const auto use = [&](std::string_view text) {
    place.pass(text);
    out += text;
  };
  const auto put = [&](std::string_view name) -> base::Result<> {
    TRY(const auto* secret, usable(name));
    if (!secret->for_commands) return base::fail(Code::denied, "the secret " + secret->name + " is not for commands");
    const auto handle = handle_of(secret->name);
    if (const auto why = place.why_not(); !why.empty())
      return base::fail(Code::unsupported, handle + " cannot be put in here: " + why + ". Write, as a command of its own on a line of its own: NAME=" + handle +
                                               " program ..., where the program reads the variable NAME");
    const std::string variable = std::string(k_variable) + secret->name;
    out += place.refer(variable);
    wanted[variable] = secret->value;
    return {};
  };
  TRY_DO(each_part(command, use, put));
  for (auto& [name, value] : wanted) variables[name] = std::move(value);
  return out;
}

base::Result<std::string> Secrets::in_text(std::string_view text) const {
  std::string out;
  const auto use = [&out](std::string_view part) { out += part; };
  const auto put = [&](std::string_view name) -> base::Result<> {
    TRY(const auto* secret, usable(name));
    if (!secret->for_commands) return base::fail(Code::denied, "the secret " + secret->name + " is not for commands");
    out += secret->value;
    return {};
  };
  TRY_DO(each_part(text, use, put));
  return out;
}

base::Result<std::string> Secrets::in_arguments(std::string_view arguments, const std::string& server, ServerOf whose) const {
  if (arguments.find(k_begin) == std::string_view::npos) return std::string(arguments);
  TRY(auto all, json::parse(arguments));
  const std::function<base::Result<>(json::Value&)> fill = [&](json::Value& value) -> base::Result<> {
    if (auto* object = value.if_object())
      for (auto& [key, one] : *object) TRY_DO(fill(one));
    if (auto* list = value.if_array())
      for (auto& one : *list) TRY_DO(fill(one));
    if (!value.is_string()) return {};
    const std::string text(json::string_or(&value));
    std::string out;
    const auto use = [&out](std::string_view part) { out += part; };
    const auto put = [&](std::string_view name) -> base::Result<> {
      TRY(const auto* secret, usable(name));
      if (whose == ServerOf::project) return base::fail(Code::denied, "the project brought the MCP server " + server + ": a secret goes only to those of your own configuration");
      if (std::find(secret->servers.begin(), secret->servers.end(), server) == secret->servers.end())
        return base::fail(Code::denied, "the secret " + secret->name + " is not for the MCP server " + server + " (config.toml: secrets." + secret->name + ".mcp)");
      out += secret->value;
      return {};
    };
    TRY_DO(each_part(text, use, put));
    value = json::Value(out);
    return {};
  };
  TRY_DO(fill(all));
  return json::dump(all);
}

}  // namespace engine
