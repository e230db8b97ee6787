#pragma once
// The environment as a value: read once in main, passed in, replaced in tests.

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace base {

class Env {
 public:
  Env() = default;
  explicit Env(std::map<std::string, std::string, std::less<>> values) : values_(std::move(values)) {}
  /// The environment of this process, now.
  static Env of_process();

  /// The value, or nothing if it is not set or empty: for plumb an empty variable is not set.
  [[nodiscard]] std::optional<std::string> get(std::string_view name) const;
  void set(std::string name, std::string value) { values_[std::move(name)] = std::move(value); }
  void unset(std::string_view name);
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& all() const { return values_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// Where plumb keeps things, following the XDG base directory specification, from HOME, XDG_*_HOME
/// and PLUMB_HOME (which, if set, holds all of them: tests and portable installs).
struct Places {
  std::string config;  ///< ~/.config/plumb: config.toml, credentials (0600)
  std::string state;   ///< ~/.local/state/plumb: sessions
  std::string cache;   ///< ~/.cache/plumb: what can be computed again
  std::string home;    ///< the user's home folder, or ""
};
Places places(const Env& env);

}  // namespace base
