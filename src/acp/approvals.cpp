// Effects that wait for leave: the client is asked, and what it says goes to the host. Somebody else may answer first,
// through any front end; then the question is withdrawn.

#include <boost/json.hpp>

#include "markdown.h"
#include "session_view.h"

namespace acp {

namespace {

std::string member(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

struct Option {
  std::string_view id, name, kind;
};
constexpr Option k_options[] = {
    {"apply", "Apply", "allow_once"},
    {"drop", "Drop", "reject_once"},
    {"keep", "Go on without, decide later", "reject_once"},
    {"keep_always", "Go on without, and do not ask again in this session", "reject_always"},
};

/// What is held and why, for those who see no diff.
std::string held_text(const json::Value& payload) {
  std::string out;
  if (const auto* effects = json::array_or_null(json::find(payload, "effects")))
    for (const auto& one : *effects)
      out += "- " + plain(member(one, "change")) + " " + code(member(one, "path")) + ": " + plain(member(one, "why")) + "\n";
  return out;
}

}  // namespace

void SessionView::note_approval(const plumb::Event& event) {
  const auto& type = event.type;
  if (type == "session.ended" || type == "session.resumed") return forget_approvals();
  const bool settles = type == "approval.answered" || type == "apply" || type == "drop";
  if (type != "approval.asked" && type != "user.message" && !settles) return;
  const auto parsed = json::parse(event.payload);
  if (!parsed) return;
  if (type == "user.message" && member(*parsed, "by") == "steer") return forget_approvals();   // said instead of an answer
  if (type == "user.message") return;
  const auto step = member(*parsed, "step");
  if (settles) return step.empty() ? forget_approvals() : forget_approval(step);
  approvals_[step] = {event.seq, *parsed, 0};
  if (!replaying_) ask_leave(step);
}

void SessionView::forget_approvals() {
  while (!approvals_.empty()) forget_approval(approvals_.begin()->first);
}

void SessionView::forget_approval(const std::string& step) {
  const auto found = approvals_.find(step);
  if (found == approvals_.end()) return;
  const auto request = found->second.request;
  approvals_.erase(found);
  if (request > 0) deps_.peer->withdraw(request);
}

void SessionView::ask_leave(const std::string& step) {
  const auto found = approvals_.find(step);
  if (!deps_.may_act || deps_.wants.approvals || found == approvals_.end()) return;
  fetch_diffs(deps_.host, id_, cwd_, step, found->second.seq, [weak = weak_from_this(), step](Diffs diffs) {
    if (const auto self = weak.lock()) self->send_permission(step, std::move(diffs));
  });
}

void SessionView::send_permission(const std::string& step, Diffs diffs) {
  const auto found = approvals_.find(step);
  if (found == approvals_.end() || found->second.request > 0) return;   // answered meanwhile
  auto& approval = found->second;
  json::Array content;
  content.push_back(json::Object{{"type", "content"}, {"content", json::Object{{"type", "text"}, {"text", held_text(approval.payload)}}}});
  for (auto& one : diffs.content) content.push_back(std::move(one));
  const auto* call = updates_.call(step);
  const auto what = member(approval.payload, "what");
  const auto count = json::int_or(json::find(approval.payload, "count"));
  json::Object tool_call = {{"toolCallId", step},
                            {"title", call != nullptr ? call->title : what.empty() ? "Held effects" : what},
                            {"kind", call != nullptr ? call->kind : "edit"},
                            {"status", "pending"},
                            {"content", std::move(content)},
                            {"_meta", json::Object{{"plumb", json::Object{{"held", approval.payload}, {"count", count}}}}}};
  if (!diffs.locations.empty()) tool_call["locations"] = std::move(diffs.locations);
  json::Array options;
  for (const auto& one : k_options) options.push_back(json::Object{{"optionId", one.id}, {"name", one.name}, {"kind", one.kind}});
  json::Object params = {{"sessionId", id_}, {"toolCall", std::move(tool_call)}, {"options", std::move(options)}};
  approval.request = deps_.peer->request("session/request_permission", std::move(params), [weak = weak_from_this(), step](const Answer& answer) {
    if (const auto self = weak.lock()) self->take_permission(step, answer);
  });
}

/// Without a usable answer nothing is put into the tree, and the run goes on: what is held stays to be decided.
void SessionView::take_permission(const std::string& step, const Answer& answer) {
  const auto found = approvals_.find(step);
  if (found == approvals_.end()) return;
  found->second.request = 0;
  const auto* outcome = answer ? json::find(*answer, "outcome") : nullptr;
  if (outcome != nullptr && member(*outcome, "outcome") == "cancelled") return;   // the prompt is being cancelled
  const auto chosen = outcome == nullptr ? std::string() : member(*outcome, "optionId");
  auto said = plumb::Answer::keep;
  if (chosen == "apply") said = plumb::Answer::apply;
  if (chosen == "drop") said = plumb::Answer::drop;
  if (!answer) tell("The question about held effects could not be asked (" + plain(answer.error().message) + "): they stay held. /apply and /drop decide.\n");
  if (chosen == "keep_always") {
    if (const auto done = set_held("keep"); done) send_options();
  }
  deps_.host.answer(id_, step, said, {}, [weak = weak_from_this()](const plumb::Result<>& done) {
    const auto self = weak.lock();
    if (self && !done && done.error().code != base::Code::not_found) self->tell("plumb: " + plain(done.error().what) + "\n");
  });
}

}  // namespace acp
