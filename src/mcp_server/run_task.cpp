// A whole task, from its prompt to the verdict. Effects that the policy holds are kept for the user: nobody here may let them in.

#include <boost/json.hpp>

#include "arguments.h"
#include "base/try.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "tools.h"

namespace mcp_server {

namespace {

constexpr std::size_t k_line_max = 160;
constexpr std::size_t k_changes_max = 200;
constexpr std::int64_t k_turns_max = 10'000;

std::string clipped(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  return text::to_valid_utf8(text::clip(line, k_line_max));
}

/// What is worth a line of progress; "" = nothing.
std::string progress_of(const plumb::Event& event) {
  const auto p = json::parse(event.payload);
  if (!p) return {};
  const auto member = [&](std::string_view key) { return std::string(json::string_or(json::find(*p, key))); };
  if (event.type == "tool.call") return clipped(member("name") + " " + member("arguments"));
  if (event.type == "check.started") return clipped("check " + member("command"));
  if (event.type == "verdict") return clipped(member("status") + ": " + member("reason"));
  if (event.type == "notice") return clipped(member("text"));
  return {};
}

Answer told(const std::string& id, const plumb::Ended& ended) {
  const auto report = json::parse(ended.report.empty() ? "{}" : ended.report);
  json::Array changes;
  std::string lines;
  if (const auto* list = report ? json::array_or_null(json::find(*report, "changes")) : nullptr; list != nullptr)
    for (const auto& change : *list) {
      if (changes.size() == k_changes_max) break;
      const auto path = json::string_or(json::find(change, "path")), what = json::string_or(json::find(change, "change"));
      changes.push_back(json::Object{{"path", path}, {"change", what}});
      lines += std::string(what) + " " + std::string(path) + "\n";
    }
  Answer out;
  out.is_error = ended.end == "failed" || ended.end == "cancelled";
  out.text = (ended.status.empty() ? ended.end : ended.status) + ": " + (ended.reason.empty() ? ended.error : ended.reason) + "\n";
  if (!ended.error.empty() && !ended.reason.empty()) out.text += ended.error + "\n";
  out.text += lines;
  if (!ended.text.empty()) out.text += "\n" + ended.text + "\n";
  out.text += "\n[session " + id + "; `plumb undo " + id + "` takes its changes back]";
  out.data = json::Object{{"session", id},
                          {"end", ended.end},
                          {"status", ended.status},
                          {"reason", ended.reason},
                          {"error", ended.error},
                          {"text", ended.text},
                          {"exit_code", ended.exit_code},
                          {"changes", std::move(changes)},
                          {"tokens_in", ended.tokens_in},
                          {"tokens_out", ended.tokens_out},
                          {"cost_usd", ended.cost_usd}};
  return out;
}

base::Result<std::string> session_for(plumb::Host& host, Arguments& read, const std::string& named) {
  if (!named.empty()) {
    auto info = host.info(named, read.folder());
    if (!info) return base::fail(info.error());
    // Behind another's prompt it could not be cancelled without that.
    if (info->state == plumb::State::running || info->state == plumb::State::needs_you)
      return base::fail(base::Code::unavailable, "session " + info->id + " is at work: wait for its end");
    TRY_DO(host.set_held(info->id, plumb::Held::keep));   // nobody here could answer
    return info->id;
  }
  plumb::NewSession options;
  options.cwd = read.folder();
  options.model = read.text("model");
  options.effort = read.text("effort");
  options.check = read.text("check");
  options.turns_max = static_cast<int>(read.number("max_turns", 0, 1, k_turns_max));
  options.budget_usd = read.dollars("max_budget_usd");
  options.held = plumb::Held::keep;
  if (!read.problem().empty()) return base::fail(base::Code::invalid, read.problem());
  return host.create(std::move(options));
}

}  // namespace

void run_task(plumb::Host& host, const std::shared_ptr<Call>& call) {
  Arguments read(call->arguments, call->cwd);
  const std::string task = read.needed("task"), named = read.text("session");
  if (!read.problem().empty()) return call->done(failed({base::Code::invalid, read.problem()}));
  const auto id = session_for(host, read, named);
  if (!id) return call->done(failed(id.error()));
  std::uint64_t from = 1;
  if (const auto info = host.info(*id, ""); info && !named.empty()) from = info->last_seq + 1;
  if (call->on_progress) {
    plumb::Observer observer;
    observer.on_event = [weak = std::weak_ptr<Call>(call)](const plumb::Event& event) {
      const auto self = weak.lock();
      if (!self) return;
      if (const auto line = progress_of(event); !line.empty()) self->progress(line);
    };
    observer.on_live = [](const plumb::Live&) {};
    observer.on_state = [](const plumb::SessionInfo&) {};
    call->hold(host.observe(*id, from, std::move(observer)));
  }
  call->on_cancel = [&host, id = *id] { host.cancel(id, [](const plumb::Result<>&) {}); };
  plumb::Prompt prompt;
  prompt.text = task;
  const auto begun = host.prompt(*id, std::move(prompt), [call, id = *id](const plumb::Ended& ended) { call->done(told(id, ended)); });
  if (!begun) call->done(failed(begun.error()));
}

}  // namespace mcp_server
