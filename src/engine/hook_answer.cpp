#include "hook_answer.h"

#include <boost/json.hpp>

#include <array>

#include "base/try.h"
#include "json/json.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace engine {

using base::Code;

namespace {

constexpr int k_exit_blocks = 2;
constexpr std::string_view k_blank = " \t\r\n";

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(k_blank);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(k_blank) - begin + 1));
}

/// For a model or a person: valid UTF-8 without control characters.
std::string clean(std::string_view text, std::size_t limit) {
  std::string out;
  for (const char c : text::to_valid_utf8(text::clip(text, limit)))
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
  return out;
}

bool is_about_tool(HookEvent event) { return event == HookEvent::pre_tool_use || event == HookEvent::permission_request; }

/// Events at which plain text on standard output is for the model.
bool takes_plain_text(HookEvent event) {
  return event == HookEvent::session_start || event == HookEvent::user_prompt_submit || event == HookEvent::subagent_start;
}

bool can_block(HookEvent event) {
  return event != HookEvent::session_start && event != HookEvent::subagent_start && event != HookEvent::post_compact;
}

void block(HookEvent event, std::string reason, HookAnswer& out) {
  out.reason = reason.empty() ? "it gave no reason" : std::move(reason);
  if (is_about_tool(event)) out.permission = Permission::deny;
  else if (can_block(event)) out.is_blocking = true;
  else out.problem = std::string(name(event)) + " cannot be blocked: " + out.reason;
}

/// Members of an answer by type; the first of another type is the error.
class Reader {
 public:
  Reader(HookEvent event, const json::Value& value) : event_(event), value_(value) {}

  base::Result<HookAnswer> read() {
    TRY(const bool goes_on, flag(value_, "continue", true));
    TRY(out_.stop_reason, text(value_, "stopReason", k_hook_reason_max));
    TRY(out_.message, text(value_, "systemMessage", k_hook_reason_max));
    TRY(out_.is_quiet, flag(value_, "suppressOutput", false));
    out_.ends = !goes_on;
    TRY(const auto reason, text(value_, "reason", k_hook_reason_max));
    TRY_DO(decision(reason));
    if (const auto* const specific = json::find(value_, "hookSpecificOutput"); specific != nullptr && !specific->is_null())
      TRY_DO(of_event(*specific));
    return std::move(out_);
  }

 private:
  static base::Result<std::string> text(const json::Value& value, std::string_view key, std::size_t limit) {
    const auto* const member = json::find(value, key);
    if (member == nullptr || member->is_null()) return std::string();
    if (!member->is_string()) return base::fail(Code::invalid, "/" + std::string(key) + ": expected a string");
    return clean(json::string_or(member), limit);
  }
  static base::Result<bool> flag(const json::Value& value, std::string_view key, bool otherwise) {
    const auto* const member = json::find(value, key);
    if (member == nullptr || member->is_null()) return otherwise;
    if (!member->is_bool()) return base::fail(Code::invalid, "/" + std::string(key) + ": expected true or false");
    return json::bool_or(member);
  }

  base::Result<> decision(const std::string& reason) {
    const auto* const member = json::find(value_, "decision");
    if (member == nullptr || member->is_null()) return {};
    const auto word = json::string_or(member);
    if (word == "block") {
      block(event_, reason, out_);
    } else if (word == "approve" && is_about_tool(event_)) {
      out_.permission = Permission::allow;
    } else if (word != "approve") {
      return base::fail(Code::invalid, "/decision: expected \"block\"");
    }
    return {};
  }

  base::Result<> of_event(const json::Value& specific) {
    if (!specific.is_object()) return base::fail(Code::invalid, "/hookSpecificOutput: expected an object");
    if (json::string_or(json::find(specific, "hookEventName")) != name(event_))
      return base::fail(Code::invalid, "/hookSpecificOutput/hookEventName: expected \"" + std::string(name(event_)) + "\"");
    TRY(out_.context, text(specific, "additionalContext", k_hook_context_max));
    if (event_ == HookEvent::pre_tool_use) return of_call(specific);
    if (event_ == HookEvent::permission_request) return of_permission(specific);
    return {};
  }

  base::Result<> of_call(const json::Value& specific) {
    TRY(const auto reason, text(specific, "permissionDecisionReason", k_hook_reason_max));
    if (const auto* const member = json::find(specific, "permissionDecision"); member != nullptr && !member->is_null()) {
      constexpr std::array k_all = {Permission::allow, Permission::ask, Permission::defer, Permission::deny};
      out_.permission = Permission::none;
      for (const auto each : k_all)
        if (json::string_or(member) == name(each)) out_.permission = each;
      if (out_.permission == Permission::none)
        return base::fail(Code::invalid, "/hookSpecificOutput/permissionDecision: expected \"allow\", \"deny\", \"ask\" or \"defer\"");
    }
    if (!reason.empty()) out_.reason = reason;
    return updated(specific);
  }

  base::Result<> updated(const json::Value& from) {
    const auto* const member = json::find(from, "updatedInput");
    if (member == nullptr || member->is_null()) return {};
    if (!member->is_object()) return base::fail(Code::invalid, "/updatedInput: expected an object");
    out_.updated_input = json::dump(*member);
    return {};
  }

  base::Result<> of_permission(const json::Value& specific) {
    const auto* const decided = json::find(specific, "decision");
    if (decided == nullptr || decided->is_null()) return {};
    const auto behavior = json::string_or(json::find(*decided, "behavior"));
    if (behavior == "allow") out_.permission = Permission::allow;
    else if (behavior == "deny") out_.permission = Permission::deny;
    else return base::fail(Code::invalid, "/hookSpecificOutput/decision/behavior: expected \"allow\" or \"deny\"");
    TRY(const auto reason, text(*decided, "message", k_hook_reason_max));
    TRY(const bool ends, flag(*decided, "interrupt", false));
    if (!reason.empty()) out_.reason = reason;
    if (ends && out_.permission == Permission::deny) out_.ends = true;
    return {};
  }

  HookEvent event_;
  const json::Value& value_;
  HookAnswer out_;
};

HookAnswer failed(std::string problem) {
  HookAnswer out;
  out.problem = std::move(problem);
  return out;
}

HookAnswer read_output(HookEvent event, const std::string& out) {
  const std::string text = trimmed(out);
  if (!text.starts_with('{')) {
    HookAnswer plain;
    if (takes_plain_text(event)) plain.context = clean(text, k_hook_context_max);
    return plain;
  }
  const auto value = json::parse(text);
  if (!value) return failed("its output is no JSON: " + value.error().what);
  auto answer = Reader(event, *value).read();
  if (!answer) return failed("its output is not understood: " + answer.error().what);
  return *std::move(answer);
}

}  // namespace

std::string_view name(Permission permission) {
  constexpr std::string_view k_all[] = {"none", "allow", "ask", "defer", "deny"};
  return k_all[static_cast<std::size_t>(permission)];
}

static HookAnswer read_all(HookEvent event, const io::Finished& ran) {
  if (ran.status.code == k_exit_blocks) {
    HookAnswer out;
    block(event, clean(trimmed(ran.err), k_hook_reason_max), out);
    return out;
  }
  if (ran.status.code != 0) {
    const std::string said = clean(trimmed(ran.err), k_hook_reason_max);
    return failed("it ended with " + std::to_string(ran.status.code) + (said.empty() ? "" : ": " + said));
  }
  if (ran.truncated) return failed("its output is larger than 64 KiB");
  return read_output(event, ran.out);
}

HookAnswer read_answer(HookEvent event, const io::Finished& ran) {
  auto answer = read_all(event, ran);
  if (answer.problem.empty()) return answer;
  return failed(std::move(answer.problem));
}

}  // namespace engine
