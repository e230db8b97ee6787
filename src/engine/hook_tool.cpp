#include "hook_tool.h"

#include <boost/json.hpp>

#include "base/ids.h"
#include "base/try.h"
#include "hook_call.h"
#include "text/cut.h"

namespace engine {

namespace {

constexpr std::size_t k_line_max = 300;
constexpr std::size_t k_response_max = std::size_t{64} << 10;   // of a call's output that hooks get

tools::Output not_run(const std::string& tool, const std::string& why) {
  tools::Output out;
  out.is_error = true;
  out.title = tool + ": not run, by a hook";
  out.text = "not run: " + why;
  return out;
}

/// Room for what hooks say behind what the tool said.
void add(tools::Output& output, const std::string& heading, const std::string& said) {
  if (said.empty()) return;
  const std::string more = "\n[" + heading + "] " + said;
  if (output.text.size() + more.size() > tools::k_output_max) {
    if (output.full.empty()) output.full = output.text;
    output.text = text::keep_ends(output.text, tools::k_output_max - std::min(more.size(), tools::k_output_max));
  }
  output.text += more;
}

/// What a refusal is to say; "" = the call is made.
std::string refusal(const HookVerdict& verdict, const Hooks& hooks) {
  if (hooks.ended()) return "a hook ended the run: " + *hooks.ended();
  switch (verdict.permission) {
    case Permission::none:
    case Permission::allow: return {};
    case Permission::deny: return "a hook refused this call: " + verdict.reason;
    case Permission::ask: return {};   // the person decides
    case Permission::defer: return "a hook wants this call to be put off, which plumb cannot do" + (verdict.reason.empty() ? "" : ": " + verdict.reason);
  }
  return {};
}

/// A call in one line, for the person who is asked.
std::string line_of(const HookCall& call) {
  const auto* const command = json::find(call.input, "command");
  const std::string what = command != nullptr && command->is_string() ? std::string(json::string_or(command)) : json::dump(call.input);
  const auto shown = text::clip(what, k_line_max);
  return call.tool_name + " " + std::string(shown) + (shown.size() < what.size() ? " [... " + std::to_string(what.size() - shown.size()) + " more bytes, not shown]" : "");
}

class HookedTool final : public tools::Tool {
 public:
  HookedTool(tools::Tool& inner, Hooks& hooks, std::string root) : inner_(inner), hooks_(hooks), root_(std::move(root)) {}

  const llm::ToolSpec& spec() const override { return inner_.spec(); }
  /// Hooks may change the tree, and the workspace takes one command after the other.
  tools::Access access() const override { return may_concern() ? tools::Access::writes : inner_.access(); }
  [[nodiscard]] bool offered() const override { return inner_.offered(); }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& arguments) const override { return inner_.canonical(arguments); }

  io::Task<tools::Output> run(std::string arguments, tools::Run run) override {
    const bool is_told_later = hooks_.has(HookEvent::permission_request);
    if (!may_concern() && !is_told_later) co_return co_await inner_.run(std::move(arguments), std::move(run));
    const std::string name = inner_.spec().name, id = run.call_id;
    auto canonical = inner_.canonical(arguments);   // hooks and the tool are to see the same
    if (!canonical) co_return tools::failed(canonical.error());
    arguments = *std::move(canonical);
    auto call = hook_call(name, arguments, root_);
    auto asking = moment(HookEvent::pre_tool_use, call, id);
    asking.take_input = [&](const std::string& updated, HookMoment& about) -> base::Result<> {
      TRY(const auto given, arguments_from(name, arguments, call, updated));
      TRY(arguments, inner_.canonical(given));
      call = hook_call(name, arguments, root_);
      about.subjects = call.subjects;
      about.members["tool_name"] = call.tool_name;
      about.members["tool_input"] = call.input;
      return {};
    };
    const auto before = co_await hooks_.run(std::move(asking));
    if (!before) co_return tools::failed(before.error());
    if (const auto why = refusal(*before, hooks_); !why.empty()) {
      auto refused = not_run(name, why);
      add(refused, "hook", before->context);
      co_return refused;
    }
    if (before->permission == Permission::ask) {
      const std::string why = before->reason.empty() ? "a hook wants you to decide" : before->reason;
      const auto leave = co_await hooks_.ask_person(id, line_of(call), why);
      if (!leave) co_return tools::failed(leave.error());
      const std::string told = *leave ? "the user did not allow this call" : "a hook wants a person to decide about this call, and nobody can be asked here";
      if (!leave->value_or(false)) co_return not_run(name, told + ": " + why);
    }
    if (is_told_later) hooks_.note_call(id, call);
    const std::string changed = before->has_new_input ? "the input of this call was changed by a hook: " + arguments : "";
    const auto started = base::steady_ms();
    auto output = co_await inner_.run(std::move(arguments), std::move(run));
    add(output, "hook", changed);
    add(output, "hook", before->context);
    if (co_await io::is_cancelled()) co_return output;
    const auto after = co_await hooks_.run(told(call, output, id, base::steady_ms() - started));
    if (!after) {
      add(output, "hook", "hooks could not be told of it: " + after.error().what);
      co_return output;
    }
    if (after->is_blocking) add(output, "a hook objects", after->reason);
    add(output, "hook", after->context);
    co_return output;
  }

 private:
  [[nodiscard]] bool may_concern() const {
    const bool is_mcp = inner_.spec().name == "mcp_call";   // its names are those of the server's tools
    const auto names = is_mcp ? std::vector<std::string>{} : hook_names(inner_.spec().name);
    return hooks_.has(HookEvent::pre_tool_use, names) || hooks_.has(HookEvent::post_tool_use, names);
  }

  static HookMoment moment(HookEvent event, const HookCall& call, const std::string& id) {
    HookMoment out;
    out.event = event;
    out.subjects = call.subjects;
    out.members = json::Object{{"tool_name", call.tool_name}, {"tool_input", call.input}, {"tool_use_id", id}};
    out.call = id;
    return out;
  }

  static HookMoment told(const HookCall& call, const tools::Output& output, const std::string& id, std::int64_t took_ms) {
    auto out = moment(HookEvent::post_tool_use, call, id);
    json::Object response = {{"output", text::keep_ends(output.text, k_response_max)}, {"is_error", output.is_error}, {"success", !output.is_error}};
    if (output.command && output.command->ended) response["exit_code"] = output.command->exit_code;
    out.members["tool_response"] = std::move(response);
    out.members["duration_ms"] = took_ms;
    return out;
  }

  tools::Tool& inner_;
  Hooks& hooks_;
  std::string root_;
};

}  // namespace

std::unique_ptr<tools::Tool> with_hooks(tools::Tool& tool, Hooks& hooks, std::string root) {
  return std::make_unique<HookedTool>(tool, hooks, std::move(root));
}

}  // namespace engine
