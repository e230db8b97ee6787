#pragma once
// Which hooks there are: `[[hooks.EVENT]]` of the user's config.toml, `hooks` of a project's files in the shape that Claude Code
// has. A project's file comes from anybody: see hook_setup.h for who trusts it. Internal to engine.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace engine {

enum class HookEvent : std::uint8_t {
  session_start,
  user_prompt_submit,
  pre_tool_use,
  permission_request,
  post_tool_use,
  pre_compact,
  post_compact,
  subagent_start,
  subagent_stop,
  stop,
};
/// "PreToolUse", ...
std::string_view name(HookEvent event);
std::optional<HookEvent> hook_event(std::string_view name);

inline constexpr std::size_t k_hooks_max = 100;
inline constexpr std::size_t k_hook_file_max = std::size_t{256} << 10;
inline constexpr std::int64_t k_hook_timeout_s = 60, k_hook_timeout_max_s = 3600;

struct Hook {
  enum class From : std::uint8_t { user, project };
  HookEvent event = HookEvent::stop;
  From from = From::user;
  std::string matcher;             ///< a regular expression of RE2 that must fit whole; "" and "*" = everything
  std::string command;             ///< for sh; or the program, where there are args
  std::optional<std::vector<std::string>> args;
  std::int64_t timeout_s = k_hook_timeout_s;
  bool is_sandboxed = false;
  std::string file;                ///< that names it
};

/// The command as a person would write it, for whoever decides about it.
std::string whole(const Hook& hook);
/// Its beginning, in one line of a log; where it was cut, " ..." stands.
std::string shown(const Hook& hook);
/// Whether the hook is for one of these subjects: names of a tool, a source, a trigger. None = it is.
bool is_for(const Hook& hook, const std::vector<std::string>& subjects);

/// In the order of events, then of the file. Fails with invalid (path, line and what is wrong).
base::Result<std::vector<Hook>> read_user_hooks(const std::string& config_text, const std::string& config_path);

struct ProjectHooks {
  std::vector<Hook> hooks;
  std::vector<std::string> left_out;   ///< a sentence each: events and kinds of hooks that plumb does not have
};
/// `hooks` of a JSON text; other members are somebody else's settings. Fails with invalid (path and what is wrong), too_big.
base::Result<ProjectHooks> read_project_hooks(std::string_view text, const std::string& path);

}  // namespace engine
