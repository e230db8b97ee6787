#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "tools/shell.h"

namespace tools {

namespace {

// A value this short ("1", "true") says nothing about where it came from.
constexpr std::size_t k_telling_value_min = 8;

constexpr std::array<std::string_view, 9> k_secret_parts = {"API_KEY",     "APIKEY", "ACCESS_KEY",
                                                            "PRIVATE_KEY", "SECRET", "PASSWORD",
                                                            "PASSWD",      "PASSPHRASE", "CREDENTIAL"};
constexpr std::array<std::string_view, 5> k_secret_ends = {"_TOKEN", "_KEY", "_PAT", "MYSQL_PWD", "PGPASS"};

// What would run code or ask a person behind the command's back, or colour its output.
constexpr std::array<std::string_view, 10> k_unwanted = {
    "BASH_ENV", "ENV",         "SSH_ASKPASS",    "GIT_ASKPASS", "SUDO_ASKPASS",
    "DISPLAY",  "WAYLAND_DISPLAY", "PROMPT_COMMAND", "FORCE_COLOR", "CLICOLOR_FORCE"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> k_settings = {{
    {"GIT_EDITOR", "true"}, {"EDITOR", "true"}, {"VISUAL", "true"}, {"GIT_TERMINAL_PROMPT", "0"},
    {"SSH_ASKPASS_REQUIRE", "never"}, {"PAGER", "cat"}, {"GIT_PAGER", "cat"}, {"MANPAGER", "cat"},
    {"TERM", "dumb"}, {"NO_COLOR", "1"}, {"DEBIAN_FRONTEND", "noninteractive"}, {"PYTHONUNBUFFERED", "1"},
    {"AGENT", "plumb"}, {"AI_AGENT", "plumb"},
}};

std::string upper(std::string_view name) {
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return out;
}

}  // namespace

/// Rather one variable too many is withheld than one too few: the command says what it misses, a key
/// that got out cannot be called back.
bool looks_secret(std::string_view variable) {
  const std::string name = upper(variable);
  if (name.starts_with("AWS_") || name.starts_with("PLUMB_") || name == "TOKEN" || name == "DATABASE_URL") return true;
  const auto within = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  const auto at_end = [&](std::string_view end) { return name.ends_with(end); };
  return std::any_of(k_secret_parts.begin(), k_secret_parts.end(), within) ||
         std::any_of(k_secret_ends.begin(), k_secret_ends.end(), at_end);
}

base::Env shell_env(const base::Env& env, const std::vector<std::string>& secret_names) {
  base::Env out;
  std::set<std::string_view> secrets;
  for (const auto& [name, value] : env.all()) {
    const bool named = std::find(secret_names.begin(), secret_names.end(), name) != secret_names.end();
    const bool secret = named || looks_secret(name);
    if (secret && value.size() >= k_telling_value_min && !name.starts_with("PLUMB_")) secrets.insert(value);
    if (!secret) out.set(name, value);
  }
  for (const auto& [name, value] : env.all())   // the same key under a harmless name
    if (secrets.contains(value)) out.unset(name);
  for (const auto name : k_unwanted) out.unset(name);
  for (const auto& [name, value] : k_settings) out.set(std::string(name), std::string(value));
  return out;
}

}  // namespace tools
