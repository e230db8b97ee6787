#include "facts.h"

#include <boost/json.hpp>

#include <algorithm>

#include "words.h"

namespace tui {

namespace {

HeldStep held_step(std::uint64_t seq, const json::Value& p) {
  HeldStep out{seq, member(p, "step"), member(p, "what"), {}, static_cast<std::size_t>(std::max<std::int64_t>(0, json::int_or(json::find(p, "count"))))};
  if (const auto* list = json::array_or_null(json::find(p, "effects")))
    for (const auto& one : *list)
      out.effects.push_back({member(one, "path"), member(one, "change"), member(one, "why"), json::int_or(json::find(one, "entries"), 1)});
  out.count = std::max(out.count, out.effects.size());
  return out;
}

void add_answer(Facts& facts, const json::Value& p) {
  ++facts.turns;
  if (const auto window = json::int_or(json::find(p, "window")); window > 0) facts.window = window;
  if (const auto* cost = json::find(p, "cost_usd")) facts.cost_usd += std::max(0.0, json::double_or(cost));
  else facts.cost_known = false;
  const auto* usage = json::find(p, "usage");
  if (usage == nullptr) return;
  const auto count = [&](const char* key) { return std::max<std::int64_t>(0, json::int_or(json::find(*usage, key))); };
  facts.tokens_in += count("input");
  facts.tokens_cached += count("cached");
  facts.tokens_out += count("output");
  facts.used = count("input") + count("output");
}

/// A question about `step` is settled; "" = about any.
void settle(Facts& facts, const std::string& step) {
  if (facts.asked && (step.empty() || facts.asked->step == step)) facts.asked.reset();
}

}  // namespace

void Facts::event(const plumb::Event& event, const json::Value& p) {
  last_seq = std::max(last_seq, event.seq);
  const auto& type = event.type;
  if (type == "session.started") {
    if (const auto* m = json::find(p, "model")) {
      const auto provider = member(*m, "provider"), id = member(*m, "id");
      model = provider == id ? id : provider + "/" + id;
      window = std::max<std::int64_t>(0, json::int_or(json::find(*m, "window")));
    }
    if (const auto* from = json::find(p, "forked_from"))
      forked_from = {member(*from, "id"), static_cast<std::uint64_t>(std::max<std::int64_t>(0, json::int_or(json::find(*from, "copied"))))};
  } else if (type == "session.resumed") {
    if (const auto name = member(p, "model"); !name.empty()) model = name;
    asked.reset();   // a run does not ask about what an earlier one held
  } else if (type == "user.message") {
    const auto typed = member(p, "typed");
    if (member(p, "by") == "steer") {
      std::erase(steering, member(p, "text"));
      asked.reset();   // said instead of an answer: the run went on
    }
    if (member(p, "by").empty()) prompts.push_back({event.seq, typed.empty() ? member(p, "text") : typed});
  } else if (type == "steer") {
    steering.push_back(member(p, "text"));
  } else if (type == "model.answer") {
    add_answer(*this, p);
  } else if (type == "effects") {
    steps.push_back({event.seq, member(p, "step")});
  } else if (type == "plan") {
    plan.clear();
    if (const auto* list = json::array_or_null(json::find(p, "items")))
      for (const auto& one : *list) plan.push_back({member(one, "text"), member(one, "status")});
  } else if (type == "approval.asked") {
    asked = held_step(event.seq, p);
  } else if (type == "approval.answered" || type == "apply" || type == "drop") {
    settle(*this, member(p, "step"));
  } else if (type == "check.started") {
    check = member(p, "command");
  } else if (type == "check.finished") {
    check.clear();
  } else if (type == "verdict") {
    status = member(p, "status");
    reason = member(p, "reason");
  } else if (type == "session.ended") {
    asked.reset();
    steering.clear();
    check.clear();
    if (const auto ended = member(p, "status"); !ended.empty()) status = ended;
  }
}

}  // namespace tui
