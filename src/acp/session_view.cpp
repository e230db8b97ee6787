#include "session_view.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/paths.h"
#include "prompt_answer.h"

namespace acp {

namespace {

std::string member(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

}  // namespace

SessionView::SessionView(Deps deps, std::string id, std::string cwd, Chosen chosen)
    : deps_(std::move(deps)), id_(std::move(id)), cwd_(std::move(cwd)), chosen_(std::move(chosen)),
      updates_({deps_.host, id_, cwd_, deps_.wants,
                [this](json::Object update) {
                  deps_.peer->notify("session/update", json::Object{{"sessionId", id_}, {"update", std::move(update)}});
                },
                [this] {
                  answer_ended();
                }}),
      buffers_(std::make_shared<Buffers>(deps_.peer, id_, cwd_)) {}

void SessionView::load(std::function<void(const plumb::SessionInfo&)> replayed) {
  caught_up_ = std::move(replayed);
  open(1);
}

void SessionView::follow(std::uint64_t from) {
  read_approvals(from - 1);
  replaying_ = false;
  open(from);
  for (const auto& [step, approval] : approvals_) ask_leave(step);
}

/// What waits for an answer was asked lately.
void SessionView::read_approvals(std::uint64_t last_seq) {
  constexpr std::uint64_t k_looked_at = 200;
  if (last_seq == 0) return;
  const auto events = deps_.host.events(id_, last_seq > k_looked_at ? last_seq - k_looked_at : 1, k_looked_at + 1);
  if (!events) return;   // what can be followed is followed
  for (const auto& event : *events) note_approval(event);
}

void SessionView::close() {
  if (deps_.may_act) cancel();
  for (auto& [n, one] : std::exchange(prompts_, {})) one.reply.done(json::Object{{"stopReason", "cancelled"}});
  forget_approvals();
}

void SessionView::open(std::uint64_t from) {
  const std::weak_ptr<SessionView> weak = weak_from_this();
  const auto peer = deps_.peer;
  feed_ = Feed::start(deps_.host, id_, from, [peer] { return peer->slow(); },
                      {[weak](const plumb::Event& event) { if (const auto self = weak.lock()) self->on_event(event); },
                       [weak](const plumb::Live& live) { if (const auto self = weak.lock()) self->updates_.live(live); },
                       [weak] { if (const auto self = weak.lock()) self->updates_.lost_live(); },
                       [weak](const plumb::SessionInfo& info) { if (const auto self = weak.lock()) self->on_state(info); }});
}

void SessionView::drained() {
  if (feed_) feed_->drained();
}

void SessionView::on_event(const plumb::Event& event) {
  updates_.event(event, replaying_ ? When::replay : When::now);
  note_approval(event);
  if (!replaying_) watch_buffers(event);
  answer_ended();
}

void SessionView::on_state(const plumb::SessionInfo& info) {
  updates_.row(info);
  if (chosen_.model != info.model && !info.model.empty()) {
    chosen_.model = info.model;
    if (!replaying_) send_options();
  }
  if (replaying_) {
    replaying_ = false;
    updates_.replayed();
    if (info.state == plumb::State::needs_you)
      for (const auto& [step, approval] : approvals_) ask_leave(step);
  }
  // The history is whole only when the diffs of its last steps are there.
  if (caught_up_ && updates_.pending() == 0) std::exchange(caught_up_, {})(info);
  answer_ended();
}

/// While the model works: what it reads may be another text in the editor. A file that the session has
/// changed itself is left out: the editor may only be slow to reload it.
void SessionView::watch_buffers(const plumb::Event& event) {
  if (!deps_.reads_buffers || !deps_.may_act || event.type != "tool.call") return;
  const auto parsed = json::parse(event.payload);
  const auto* call = parsed ? updates_.call(member(*parsed, "id")) : nullptr;
  if (call == nullptr || (call->kind != "read" && call->kind != "edit")) return;
  std::vector<std::string> paths;
  for (const auto& place : call->places)
    if (!updates_.changed_files().contains(base::relative(place.path, cwd_))) paths.push_back(place.path);
  buffers_->ask(paths, [weak = weak_from_this()](const std::string& told) {
    const auto self = weak.lock();
    if (!self || told.empty()) return;
    self->deps_.host.steer(self->id_, told, [](const plumb::Result<>&) {});   // nothing runs any more: the next prompt asks again
  });
}

// ---- prompts

void SessionView::prompt(ReadPrompt prompt, Reply reply) {
  if (prompt.only_text)
    if (const auto command = read_slash(prompt.prompt.text)) return slash(*command, reply);
  const auto n = ++last_prompt_;
  prompts_.emplace(n, Pending{prompt.prompt.text, reply, false, false, {}, 0});
  reply.on_cancel([weak = weak_from_this(), n] {
    if (const auto self = weak.lock()) self->cancel_one(n);
  });
  auto paths = prompt.files;
  for (const auto& path : updates_.changed_files()) paths.push_back(base::join(cwd_, path));
  if (!deps_.reads_buffers) paths.clear();
  const auto held = std::make_shared<ReadPrompt>(std::move(prompt));   // until the client has answered
  buffers_->ask(paths, [weak = weak_from_this(), n, held](const std::string& told) {
    const auto self = weak.lock();
    if (!self) return;
    if (!told.empty()) held->prompt.text += "\n\n" + told;
    self->submit(n, std::move(*held));
  });
}

void SessionView::submit(std::uint64_t n, ReadPrompt prompt) {
  const auto found = prompts_.find(n);
  if (found == prompts_.end()) return;   // cancelled meanwhile
  found->second.submitted = true;
  found->second.text = prompt.prompt.text;
  const auto text = prompt.prompt.text;
  const auto done = deps_.host.prompt(id_, std::move(prompt.prompt), [weak = weak_from_this(), n](const plumb::Ended& ended) {
    if (const auto self = weak.lock()) self->on_end(n, ended);
  });
  if (done) return updates_.own_prompt(text);
  const auto reply = found->second.reply;
  prompts_.erase(found);
  reply.fail(rpc_error(done.error()));
}

void SessionView::cancel_one(std::uint64_t n) {
  const auto found = prompts_.find(n);
  if (found == prompts_.end()) return;
  auto& one = found->second;
  one.cancelled = true;
  if (!one.submitted) {
    const auto reply = one.reply;
    prompts_.erase(found);
    return reply.done(json::Object{{"stopReason", "cancelled"}});
  }
  const auto waiting = deps_.host.queued(id_);
  const auto at = std::find(waiting.begin(), waiting.end(), one.text);
  const auto ignore = [](const plumb::Result<>&) {};   // it ended meanwhile: its answer is on its way
  if (at != waiting.end()) return deps_.host.unqueue(id_, static_cast<int>(at - waiting.begin()), ignore);
  deps_.host.cancel(id_, ignore);
}

void SessionView::cancel() {
  const auto ignore = [](const plumb::Result<>&) {};
  deps_.host.unqueue(id_, -1, ignore);
  std::vector<std::uint64_t> numbers;
  for (const auto& [n, one] : prompts_) numbers.push_back(n);
  for (const auto n : numbers) {
    const auto found = prompts_.find(n);
    if (found == prompts_.end()) continue;
    if (found->second.submitted) found->second.cancelled = true;
    else cancel_one(n);
  }
  deps_.host.cancel(id_, ignore);
}

void SessionView::on_end(std::uint64_t n, const plumb::Ended& ended) {
  const auto found = prompts_.find(n);
  if (found == prompts_.end()) return;
  found->second.ended = ended;
  const auto info = deps_.host.info(id_, cwd_);
  found->second.last_seq = info ? info->last_seq : 0;
  answer_ended();
}

/// The answer to a prompt comes behind the last of its updates.
void SessionView::answer_ended() {
  if (updates_.pending() > 0) return;
  for (auto at = prompts_.begin(); at != prompts_.end();) {
    const auto& one = at->second;
    if (!one.ended || (feed_ && feed_->next() <= one.last_seq)) {
      ++at;
      continue;
    }
    const auto reply = one.reply;
    updates_.forget_prompt(one.text);
    auto answer = prompt_answer(*one.ended, one.cancelled);
    at = prompts_.erase(at);
    reply.answer(std::move(answer));
  }
  if (caught_up_ && !replaying_) {
    if (const auto info = deps_.host.info(id_, cwd_)) std::exchange(caught_up_, {})(*info);
  }
}

// ---- choices

tl::expected<void, RpcError> SessionView::set_held(const std::string& mode) {
  const auto held = held_by_name(mode);
  if (!held) return tl::unexpected<RpcError>(RpcError{k_invalid_params, "no such mode: '" + mode + "'; there are ask and keep", nullptr});
  if (const auto done = deps_.host.set_held(id_, *held); !done) return tl::unexpected<RpcError>(rpc_error(done.error()));
  chosen_.held = *held;
  return {};
}

tl::expected<void, RpcError> SessionView::set_model(const std::string& model) {
  if (model == k_as_configured) return {};
  if (const auto done = deps_.host.set_model(id_, model, ""); !done) return tl::unexpected<RpcError>(rpc_error(done.error()));
  chosen_.model = model;
  return {};
}

tl::expected<void, RpcError> SessionView::set_effort(const std::string& effort) {
  if (effort == k_as_configured) return {};
  if (effort != "low" && effort != "medium" && effort != "high")
    return tl::unexpected<RpcError>(RpcError{k_invalid_params, "no such effort: '" + effort + "'; there are low, medium and high", nullptr});
  if (const auto done = deps_.host.set_model(id_, "", effort); !done) return tl::unexpected<RpcError>(rpc_error(done.error()));
  chosen_.effort = effort;
  return {};
}

void SessionView::send_options() {
  deps_.peer->notify("session/update", json::Object{{"sessionId", id_}, {"update", json::Object{{"sessionUpdate", "config_option_update"}, {"configOptions", options_to_json(deps_.host, chosen_)}}}});
  deps_.peer->notify("session/update", json::Object{{"sessionId", id_}, {"update", json::Object{{"sessionUpdate", "current_mode_update"}, {"currentModeId", held_name(chosen_.held)}}}});
}

void SessionView::send_commands() {
  deps_.peer->notify("session/update", json::Object{{"sessionId", id_}, {"update", json::Object{{"sessionUpdate", "available_commands_update"}, {"availableCommands", commands_to_json(deps_.host.commands(cwd_))}}}});
}

void SessionView::tell(std::string text) {
  json::Object update = {{"sessionUpdate", "agent_message_chunk"},
                         {"content", json::Object{{"type", "text"}, {"text", std::move(text)}}},
                         {"messageId", "plumb" + std::to_string(++last_told_)},
                         {"_meta", json::Object{{"plumb", json::Object{{"by", "plumb"}}}}}};
  deps_.peer->notify("session/update", json::Object{{"sessionId", id_}, {"update", std::move(update)}});
}

}  // namespace acp
