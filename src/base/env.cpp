#include "base/env.h"

#include <pwd.h>
#include <unistd.h>

#include "base/paths.h"

extern "C" char** environ;  // NOLINT

namespace base {

Env Env::of_process() {
  Env env;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view pair = *entry;
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos)
      env.set(std::string(pair.substr(0, equals)), std::string(pair.substr(equals + 1)));
  }
  return env;
}

std::optional<std::string> Env::get(std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

void Env::unset(std::string_view name) {
  const auto found = values_.find(name);
  if (found != values_.end()) values_.erase(found);
}

static std::string home_of_user() {
  const passwd* user = ::getpwuid(::geteuid());
  return user != nullptr && user->pw_dir != nullptr ? user->pw_dir : "/";
}

Places places(const Env& env) {
  Places out;
  const auto home = env.get("HOME");
  out.home = home ? *home : home_of_user();
  if (const auto all = env.get("PLUMB_HOME")) {
    out.config = join(*all, "config");
    out.state = join(*all, "state");
    out.cache = join(*all, "cache");
    return out;
  }
  const auto place = [&](std::string_view variable, std::string_view usual) {
    const auto set = env.get(variable);
    // The specification: a relative path in these variables is to be ignored.
    return join(set && set->starts_with('/') ? *set : join(out.home, usual), "plumb");
  };
  out.config = place("XDG_CONFIG_HOME", ".config");
  out.state = place("XDG_STATE_HOME", ".local/state");
  out.cache = place("XDG_CACHE_HOME", ".cache");
  return out;
}

}  // namespace base
