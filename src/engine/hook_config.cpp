#include "hook_config.h"

#include <boost/json.hpp>
#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "base/try.h"
#include "config_file.h"
#include "json/json.h"
#include "quoted_word.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace engine {

using base::Code;

namespace {

constexpr std::array<std::string_view, 10> k_names = {"SessionStart", "UserPromptSubmit", "PreToolUse",    "PermissionRequest", "PostToolUse",
                                                      "PreCompact",   "PostCompact",      "SubagentStart", "SubagentStop",      "Stop"};
constexpr std::size_t k_matcher_max = 500;
constexpr std::size_t k_command_max = std::size_t{16} << 10;
constexpr std::size_t k_shown_max = 200;
/// Members of a hook that mean nothing for what it does.
constexpr std::array<std::string_view, 3> k_idle = {"statusMessage", "description", "async"};

re2::RE2::Options quiet() {
  re2::RE2::Options out;
  out.set_log_errors(false);
  out.set_max_mem(1 << 20);
  return out;
}

std::string shown_text(std::string_view text) { return text::to_valid_utf8(text::clip(text, k_shown_max)) + (text.size() > k_shown_max ? " ..." : ""); }

/// What is wrong with a matcher; "" = nothing.
std::string wrong_matcher(const std::string& matcher) {
  if (matcher.size() > k_matcher_max) return "a matcher may have " + std::to_string(k_matcher_max) + " bytes";
  if (matcher.empty() || matcher == "*") return {};
  const re2::RE2 regex(matcher, quiet());
  return regex.ok() ? "" : "the matcher '" + shown_text(matcher) + "' is no regular expression: " + regex.error();
}

// ---- config.toml

base::Result<Hook> user_hook(const json::Value& value, HookEvent event, const std::string& where, const std::string& file) {
  Hook out;
  out.event = event;
  out.file = file;
  out.command = json::string_or(json::find(value, "command"));
  out.matcher = json::string_or(json::find(value, "matcher"));
  out.timeout_s = json::int_or(json::find(value, "timeout_s"), k_hook_timeout_s);
  out.is_sandboxed = json::bool_or(json::find(value, "sandbox"));
  if (out.command.empty()) return base::fail(Code::invalid, where + "a hook needs a command");
  if (const auto wrong = wrong_matcher(out.matcher); !wrong.empty()) return base::fail(Code::invalid, where + wrong);
  return out;
}

// ---- JSON of a project

/// One entry of `hooks[].hooks`: what is wrong with it is an error, what plumb cannot do a reason to leave it out.
class JsonReader {
 public:
  explicit JsonReader(const std::string& path) : path_(path) {}

  base::Result<ProjectHooks> read(const json::Value& root) {
    const auto* const node = json::find(root, "hooks");
    if (node == nullptr) return std::move(out_);
    const auto* const events = json::object_or_null(node);
    if (events == nullptr) return wrong("/hooks", "an object");
    for (const auto& [key, groups] : *events) {
      const auto event = hook_event(key);
      const std::string at = "/hooks/" + shown_text(std::string_view(key));
      if (event) TRY_DO(read_groups(groups, *event, at));
      if (!event) out_.left_out.push_back(at + ": plumb has no such event");
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] tl::unexpected<base::Error> wrong(const std::string& at, std::string_view want) const {
    return base::fail(Code::invalid, path_ + ": " + at + ": expected " + std::string(want));
  }

  base::Result<> read_groups(const json::Value& value, HookEvent event, const std::string& at) {
    const auto* const groups = json::array_or_null(&value);
    if (groups == nullptr) return wrong(at, "an array");
    for (std::size_t i = 0; i < groups->size(); ++i) TRY_DO(read_group((*groups)[i], event, at + "/" + std::to_string(i)));
    return {};
  }

  base::Result<> read_group(const json::Value& group, HookEvent event, const std::string& at) {
    const auto* const matcher = json::find(group, "matcher");
    if (matcher != nullptr && !matcher->is_string()) return wrong(at + "/matcher", "a string");
    const auto* const hooks = json::array_or_null(json::find(group, "hooks"));
    if (hooks == nullptr) return wrong(at + "/hooks", "an array");
    Hook hook;
    hook.event = event;
    hook.from = Hook::From::project;
    hook.is_sandboxed = true;
    hook.file = path_;
    hook.matcher = json::string_or(matcher);
    if (const auto bad = wrong_matcher(hook.matcher); !bad.empty()) return base::fail(Code::invalid, path_ + ": " + at + ": " + bad);
    for (std::size_t i = 0; i < hooks->size(); ++i) TRY_DO(read_hook((*hooks)[i], hook, at + "/hooks/" + std::to_string(i)));
    return {};
  }

  base::Result<> read_hook(const json::Value& value, Hook hook, const std::string& at) {
    const auto* const members = json::object_or_null(&value);
    if (members == nullptr) return wrong(at, "an object");
    const std::string type(json::string_or(json::find(value, "type")));
    if (type != "command") {
      out_.left_out.push_back(at + ": plumb has no hooks of the type '" + shown_text(type) + "', only commands");
      return {};
    }
    for (const auto& [key, member] : *members) {
      const std::string_view known = key;
      if (known == "type" || std::find(k_idle.begin(), k_idle.end(), known) != k_idle.end()) continue;
      if (known == "command" && member.is_string()) hook.command = json::string_or(&member);
      else if (known == "timeout" && member.is_number()) hook.timeout_s = static_cast<std::int64_t>(json::double_or(&member));
      else if (known == "command" || known == "timeout" || (known == "args" && !member.is_array())) return wrong(at + "/" + std::string(known), "another type");
      else if (known == "args") hook.args.emplace();
      else {   // it may say when not to run: without it, it would do what nobody wants
        out_.left_out.push_back(at + ": plumb does not know its member '" + shown_text(known) + "'");
        return {};
      }
    }
    if (hook.args) TRY_DO(read_args(*json::find(value, "args"), hook, at));
    if (hook.command.empty() || hook.command.size() > k_command_max) return wrong(at + "/command", "a command of at most 16 KiB");
    if (hook.timeout_s < 1 || hook.timeout_s > k_hook_timeout_max_s) return wrong(at + "/timeout", "seconds, 1 to 3600");
    if (out_.hooks.size() == k_hooks_max) return base::fail(Code::too_big, path_ + ": more than " + std::to_string(k_hooks_max) + " hooks");
    out_.hooks.push_back(std::move(hook));
    return {};
  }

  base::Result<> read_args(const json::Value& value, Hook& hook, const std::string& at) const {
    for (const auto& one : *json::array_or_null(&value)) {
      if (!one.is_string()) return wrong(at + "/args", "strings");
      hook.args->emplace_back(json::string_or(&one));
    }
    return {};
  }

  const std::string& path_;
  ProjectHooks out_;
};

}  // namespace

std::string_view name(HookEvent event) { return k_names[static_cast<std::size_t>(event)]; }

std::optional<HookEvent> hook_event(std::string_view name) {
  const auto found = std::find(k_names.begin(), k_names.end(), name);
  if (found == k_names.end()) return std::nullopt;
  return static_cast<HookEvent>(found - k_names.begin());
}

std::string whole(const Hook& hook) {
  std::string out = hook.args ? quoted_word(hook.command) : hook.command;
  if (hook.args)
    for (const auto& arg : *hook.args) out += " " + quoted_word(arg);
  return text::to_valid_utf8(out);
}

std::string shown(const Hook& hook) { return shown_text(whole(hook)); }

bool is_for(const Hook& hook, const std::vector<std::string>& subjects) {
  if (hook.matcher.empty() || hook.matcher == "*" || subjects.empty()) return true;
  const re2::RE2 regex(hook.matcher, quiet());
  return std::any_of(subjects.begin(), subjects.end(), [&](const std::string& one) { return re2::RE2::FullMatch(one, regex); });
}

base::Result<std::vector<Hook>> read_user_hooks(const std::string& config_text, const std::string& config_path) {
  std::vector<Hook> out;
  if (config_text.find("hooks") == std::string::npos) return out;   // each start asks: most files have none
  TRY(const auto entries, read_config_file({ConfigLayer::user, config_path, config_text}));
  for (const auto event_name : k_names) {
    const auto* const entry = entry_of(entries, "hooks." + std::string(event_name));
    if (entry == nullptr) continue;
    const std::string where = config_path + ":" + std::to_string(entry->line) + ": hooks." + std::string(event_name) + ": ";
    for (const auto& value : *json::array_or_null(&entry->value)) {
      TRY(auto hook, user_hook(value, *hook_event(event_name), where, config_path));
      out.push_back(std::move(hook));
    }
  }
  if (out.size() > k_hooks_max) return base::fail(Code::too_big, config_path + ": more than " + std::to_string(k_hooks_max) + " hooks");
  return out;
}

base::Result<ProjectHooks> read_project_hooks(std::string_view text, const std::string& path) {
  if (text.size() > k_hook_file_max) return base::fail(Code::too_big, path + " is larger than 256 KiB");
  const auto parsed = json::parse(text);
  if (!parsed) return base::fail(Code::invalid, path + ": " + parsed.error().what);
  if (!parsed->is_object()) return base::fail(Code::invalid, path + ": expected an object");
  return JsonReader(path).read(*parsed);
}

}  // namespace engine
