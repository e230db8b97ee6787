#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "tools/shell.h"

namespace tools {

namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

/// By name, since values cannot be told apart. Rather one variable too many is withheld than one too
/// few: the command says what it misses, a key that got out cannot be called back.
bool looks_secret(std::string_view variable) {
  const std::string name = upper(variable);
  constexpr std::array k_parts = {"API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "SECRET", "PASSWORD",
                                  "PASSWD", "PASSPHRASE", "CREDENTIAL"};
  for (const char* part : k_parts)
    if (name.find(part) != std::string::npos) return true;
  return name.ends_with("_TOKEN") || name == "TOKEN" || name.ends_with("_KEY") || name.ends_with("_PAT") ||
         name.starts_with("AWS_") || name == "DATABASE_URL" || name.starts_with("PLUMB_");
}

}  // namespace

base::Env shell_env(const base::Env& env, const std::vector<std::string>& secret_names) {
  base::Env out;
  for (const auto& [name, value] : env.all()) {
    const bool named = std::find(secret_names.begin(), secret_names.end(), name) != secret_names.end();
    if (!named && !looks_secret(name)) out.set(name, value);
  }
  // What would run code or ask a person behind the command's back.
  for (const char* name : {"BASH_ENV", "ENV", "SSH_ASKPASS", "GIT_ASKPASS", "SUDO_ASKPASS", "DISPLAY",
                           "WAYLAND_DISPLAY", "PROMPT_COMMAND"})
    out.unset(name);
  for (const auto& [name, value] :
       {std::pair{"GIT_EDITOR", "true"}, {"EDITOR", "true"}, {"VISUAL", "true"}, {"GIT_TERMINAL_PROMPT", "0"},
        {"PAGER", "cat"}, {"GIT_PAGER", "cat"}, {"MANPAGER", "cat"}, {"TERM", "dumb"}, {"NO_COLOR", "1"},
        {"DEBIAN_FRONTEND", "noninteractive"}, {"PYTHONUNBUFFERED", "1"}, {"AGENT", "plumb"},
        {"AI_AGENT", "plumb"}})
    out.set(name, value);
  return out;
}

}  // namespace tools
