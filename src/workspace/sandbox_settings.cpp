#include "workspace/sandbox_settings.h"

#include <algorithm>

#include "base/paths.h"

namespace workspace {

std::string_view name(SandboxMode mode) {
  switch (mode) {
    case SandboxMode::read_only: return "read-only";
    case SandboxMode::workspace: return "workspace";
    case SandboxMode::full: return "full";
  }
  return "?";
}

std::string_view name(SandboxNetwork network) {
  switch (network) {
    case SandboxNetwork::off: return "off";
    case SandboxNetwork::list: return "list";
    case SandboxNetwork::on: return "on";
  }
  return "?";
}

std::string_view name(SandboxLevel level) {
  switch (level) {
    case SandboxLevel::none: return "none";
    case SandboxLevel::landlock: return "landlock";
    case SandboxLevel::namespaces: return "namespaces";
    case SandboxLevel::overlay: return "overlay";
  }
  return "?";
}

// "*.a.org" covers "x.a.org" and "*.x.a.org"; a port must be the same one.
static bool covers(std::string_view rule, std::string_view host) {
  if (rule == host) return true;
  if (!rule.starts_with("*.")) return false;
  const std::string_view ending = rule.substr(1);
  return host.size() > ending.size() && host.ends_with(ending);
}

static bool covers_folder(std::string_view allowed, std::string_view folder) {
  return base::is_within(base::normalize(folder), base::normalize(allowed));
}

namespace {

class Bounding {
 public:
  explicit Bounding(SandboxSettings& settings) : settings_(settings) {}

  void lowered(const std::string& what, const std::string& to) {
    settings_.lowered.push_back("sandbox: " + what + " is not allowed here, " + to + " (" +
                                settings_.bounds.from + ")");
  }

  template <class Choice>
  void choice(std::string_view key, Choice& wish, const std::optional<Choice>& most) {
    if (!most || wish <= *most) return;
    lowered(std::string(key) + " = \"" + std::string(name(wish)) + "\"",
            "\"" + std::string(name(*most)) + "\" is used");
    wish = *most;
  }

  template <class Covers>
  void list(std::string_view key, std::vector<std::string>& wish,
            const std::optional<std::vector<std::string>>& allowed, Covers is_covered) {
    if (!allowed) return;
    std::erase_if(wish, [&](const std::string& one) {
      for (const std::string& rule : *allowed)
        if (is_covered(rule, one)) return false;
      lowered(one + " in " + std::string(key), "it is left out");
      return true;
    });
  }

  // 0 = no limit: then the bound is the limit, and nothing was taken back.
  void number(std::string_view key, std::uint64_t& wish, std::uint64_t most) {
    if (most == 0 || (wish != 0 && wish <= most)) return;
    if (wish != 0)
      lowered(std::string(key) + " = " + std::to_string(wish), std::to_string(most) + " is used");
    wish = most;
  }

 private:
  SandboxSettings& settings_;
};

}  // namespace

void bound(SandboxSettings& settings) {
  Bounding bounding(settings);
  const SandboxBounds& bounds = settings.bounds;
  bounding.choice("mode", settings.mode, bounds.mode);
  bounding.choice("network", settings.network, bounds.network);
  bounding.list("hosts", settings.hosts, bounds.hosts, covers);
  bounding.list("writable", settings.writable, bounds.writable, covers_folder);
  bounding.number("memory_mb", settings.memory_mb, bounds.memory_mb);
  bounding.number("processes", settings.processes, bounds.processes);
  bounding.number("file_mb", settings.file_mb, bounds.file_mb);
  bounding.number("cpu_s", settings.cpu_s, bounds.cpu_s);
}

}  // namespace workspace
