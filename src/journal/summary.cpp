#include "summary.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <limits>

#include "base/paths.h"
#include "text/cut.h"

namespace journal {
namespace {

std::string text_of(const json::Value& payload, std::string_view key) {
  return std::string(json::string_or(json::find(payload, key)));
}

// The strings below "text", "name", "arguments" and "task", whatever the exact shape: the search
// wants words, not structure.
void collect_words(std::string& out, const json::Value& value, bool wanted, int depth) {
  if (out.size() > k_words_max || depth > 16) return;
  if (const auto* string = value.if_string(); string != nullptr && wanted) {
    out.append(string->data(), string->size());
    out += '\n';
  } else if (const auto* array = value.if_array()) {
    for (const auto& item : *array) collect_words(out, item, wanted, depth + 1);
  } else if (const auto* object = value.if_object()) {
    for (const auto& [key, item] : *object)
      collect_words(out, item,
                    wanted || key == "text" || key == "name" || key == "arguments" || key == "task",
                    depth + 1);
  }
}

void start(Summary& summary, const Event& event, const json::Value& payload) {
  if (summary.started_ms == 0) summary.started_ms = event.time_ms;
  summary.status = "running";
  if (auto cwd = text_of(payload, "cwd"); !cwd.empty()) summary.cwd = std::move(cwd);
  if (const json::Value* attempt = json::find(payload, "attempt")) {
    summary.parent = text_of(*attempt, "parent");
    summary.attempt = json::int_or(json::find(*attempt, "n"));
    summary.role = text_of(*attempt, "role");
    if (auto project = text_of(*attempt, "project"); !project.empty()) summary.cwd = std::move(project);
  }
  if (auto fork = text_of(payload, "fork"); !fork.empty()) summary.fork = std::move(fork);
  if (auto task = text_of(payload, "task"); !task.empty() && summary.task.empty())
    summary.task = std::move(task);
  if (const json::Value* from = json::find(payload, "forked_from"))
    summary.copied = static_cast<std::uint64_t>(std::max<std::int64_t>(0, json::int_or(json::find(*from, "copied"))));
  if (json::find(payload, "imported_from") != nullptr) summary.copied = std::numeric_limits<std::int64_t>::max();   // until its end
  if (const json::Value* model = json::find(payload, "model")) {
    summary.model = json::string_or(model);
    if (model->is_object()) {
      const std::string provider = text_of(*model, "provider"), id = text_of(*model, "id");
      summary.model = provider.empty() || provider == id ? id : provider + "/" + id;   // "builtin" once
    }
  }
}

void count(Summary& summary, const Event& event, const json::Value& payload) {
  if (event.seq <= summary.copied) return;
  summary.tokens_cached += std::max<std::int64_t>(0, json::int_or(json::find(payload, "usage", "cached")));
  summary.cost_known = summary.cost_known && json::find(payload, "cost_usd") != nullptr;
  summary.tokens_in += std::max<std::int64_t>(0, json::int_or(json::find(payload, "usage", "input")));
  summary.tokens_out +=
      std::max<std::int64_t>(0, json::int_or(json::find(payload, "usage", "output")));
  summary.cost_usd += std::max(0.0, json::double_or(json::find(payload, "cost_usd")));
}

bool is_read(std::string_view type) {
  return type == "session.started" || type == "session.ended" || type == "user.message" ||
         type == "model.answer" || type == "tool.call";
}

std::vector<std::string> texts_of(const json::Value* list) {
  std::vector<std::string> out;
  if (const auto* array = json::array_or_null(list))
    for (const auto& one : *array) out.emplace_back(json::string_or(&one));
  return out;
}

// ---- effects that wait for leave ----

std::size_t held_count(const Summary& summary) {
  std::size_t count = 0;
  for (const auto& [step, paths] : summary.held) count += paths.size();
  return count;
}

void hold(Summary& summary, const json::Value& payload) {
  const auto* effects = json::array_or_null(json::find(payload, "effects"));
  if (effects == nullptr) return;
  std::size_t known = held_count(summary);
  for (const auto& effect : *effects) {
    if (json::string_or(json::find(effect, "state")) != "held" || known++ >= k_held_max) continue;
    summary.held[text_of(payload, "step")].insert(text_of(effect, "path"));
  }
}

/// `step` "" = of all; `paths` empty = all of them, a folder means what is in it.
void release(Summary& summary, const std::string& step, const std::vector<std::string>& paths) {
  const auto is_chosen = [&](const std::string& held) {
    return paths.empty() || std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
             const std::string whole = base::normalize(base::join(summary.cwd, path));
             return base::is_within(base::join(summary.cwd, held), whole);
           });
  };
  for (auto& [id, held] : summary.held)
    if (step.empty() || id == step) std::erase_if(held, is_chosen);
  std::erase_if(summary.held, [](const auto& one) { return one.second.empty(); });
}

/// A question about `step` is settled; "" = about all.
void settle(Summary& summary, const std::string& step) {
  if (step.empty()) summary.asked.clear();
  else summary.asked.erase(step);
}

// ---- prompts that wait ----

void queue(Summary& summary, const json::Value& payload) {
  Summary::Queued one;
  one.n = json::int_or(json::find(payload, "n"));
  one.text = text_of(payload, "text");
  if (const auto* images = json::find(payload, "images")) one.images = json::dump(*images);
  summary.queued_n = std::max(summary.queued_n, one.n);
  summary.queue.push_back(std::move(one));
}

void plan(Summary& summary, const json::Value& payload) {
  summary.plan_all = summary.plan_done = 0;
  if (const auto* items = json::array_or_null(json::find(payload, "items")))
    for (const auto& item : *items) {
      ++summary.plan_all;
      if (json::string_or(json::find(item, "status")) == "completed") ++summary.plan_done;
    }
}

void judge(Summary& summary, const json::Value& payload, const json::Value* reason) {
  if (auto status = text_of(payload, "status"); !status.empty()) summary.verdict = std::move(status);
  summary.reason = json::string_or(reason);
}

/// The types that say something of a session's state and that no search finds.
bool fold_state(Summary& summary, const Event& event, const json::Value& payload) {
  const std::string& type = event.type;
  if (type == "effects") {
    hold(summary, payload);
  } else if (type == "apply.started" || type == "drop.started") {
    summary.changing = {text_of(payload, "step"), texts_of(json::find(payload, "paths"))};
  } else if (type == "apply" || type == "drop") {
    release(summary, text_of(payload, "step"), summary.changing.paths);
    settle(summary, text_of(payload, "step"));
    summary.changing = {};
    if (summary.status == "held" && summary.held.empty()) summary.status = type == "apply" ? "kept" : "dropped";   // a fork
  } else if (type == "approval.asked") {
    summary.asked.insert(text_of(payload, "step"));
  } else if (type == "approval.answered") {
    settle(summary, text_of(payload, "step"));
    if (text_of(payload, "answer") != "keep")
      release(summary, text_of(payload, "step"), texts_of(json::find(payload, "paths")));
  } else if (type == "prompt.queued") {
    queue(summary, payload);
  } else if (type == "prompt.unqueued") {
    const auto n = json::int_or(json::find(payload, "n"));
    std::erase_if(summary.queue, [n](const auto& one) { return one.n == n; });
  } else if (type == "session.title") {
    summary.title = std::string(text::clip(text_of(payload, "title"), k_task_max));
  } else if (type == "plan") {
    plan(summary, payload);
  } else if (type == "verdict") {
    judge(summary, payload, json::find(payload, "reason"));
  } else {
    return false;
  }
  return true;
}

bool is_state(std::string_view type) {
  return type == "effects" || type == "plan" || type == "verdict" || type == "session.title" || type.starts_with("apply") ||
         type.starts_with("drop") || type.starts_with("approval.") || type.starts_with("prompt.");
}

json::Value texts_to_json(const auto& texts) {
  json::Array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

}  // namespace

std::string fold(Summary& summary, const Event& event) {
  summary.updated_ms = event.time_ms;
  summary.last_seq = event.seq;
  if (event.type == "turn.started") {
    if (event.seq > summary.copied) summary.turns += 1;
    summary.status = "running";
  }
  if (event.type == "session.resumed") summary.asked.clear();
  if (!is_read(event.type) && !is_state(event.type)) return {};
  const auto parsed = json::parse(event.payload);
  if (!parsed || fold_state(summary, event, *parsed)) return {};
  std::string words;
  if (event.type == "session.started") start(summary, event, *parsed);
  if (event.type == "model.answer") count(summary, event, *parsed);
  if (event.type == "session.ended") {
    summary.status = text_of(*parsed, "status");
    if (summary.status.empty()) summary.status = "ended";
    if (summary.status == "imported") summary.copied = event.seq;
    judge(summary, *parsed, json::find(*parsed, "proof", "reason"));
    summary.asked.clear();
    return {};
  }
  if (event.type == "user.message") {
    summary.status = "running";
    if (text_of(*parsed, "by") == "steer") summary.asked.clear();   // said instead of an answer: the run went on
    if (summary.task.empty()) summary.task = text_of(*parsed, "text");
  }
  if (summary.task.size() > k_task_max) summary.task = text::clip(summary.task, k_task_max);
  // A tool call is in its model's answer too; it is taken from its own event, which every source has.
  if (event.type == "model.answer") {
    if (const auto* items = json::array_or_null(json::find(*parsed, "items")))
      for (const auto& item : *items)
        if (json::find(item, "arguments") == nullptr) collect_words(words, item, false, 0);
  } else {
    collect_words(words, *parsed, false, 0);
  }
  if (words.size() > k_words_max) words.resize(k_words_max);
  return words;
}

std::string rest_to_json(const Summary& summary) {
  json::Object held;
  for (const auto& [step, paths] : summary.held) held[step] = texts_to_json(paths);
  json::Array queue;
  for (const auto& one : summary.queue)
    queue.push_back(json::Object{{"n", one.n}, {"text", one.text}, {"images", one.images}});
  const json::Object out = {{"last_seq", summary.last_seq},
                            {"title", summary.title},
                            {"role", summary.role},
                            {"verdict", summary.verdict},
                            {"reason", summary.reason},
                            {"tokens_cached", summary.tokens_cached},
                            {"cost_known", summary.cost_known},
                            {"copied", summary.copied},
                            {"plan_done", summary.plan_done},
                            {"plan_all", summary.plan_all},
                            {"held", std::move(held)},
                            {"asked", texts_to_json(summary.asked)},
                            {"queue", std::move(queue)},
                            {"queued_n", summary.queued_n},
                            {"changing_step", summary.changing.step},
                            {"changing_paths", texts_to_json(summary.changing.paths)}};
  return json::dump(out);
}

void rest_from_json(Summary& summary, std::string_view text) {
  const auto rest = json::parse(text);
  if (!rest) return;
  const auto number = [&](std::string_view key) { return json::int_or(json::find(*rest, key)); };
  summary.last_seq = static_cast<std::uint64_t>(number("last_seq"));
  summary.title = text_of(*rest, "title");
  summary.role = text_of(*rest, "role");
  summary.verdict = text_of(*rest, "verdict");
  summary.reason = text_of(*rest, "reason");
  summary.tokens_cached = number("tokens_cached");
  summary.cost_known = json::bool_or(json::find(*rest, "cost_known"), true);
  summary.copied = static_cast<std::uint64_t>(number("copied"));
  summary.plan_done = number("plan_done");
  summary.plan_all = number("plan_all");
  if (const auto* held = json::object_or_null(json::find(*rest, "held")))
    for (const auto& [step, paths] : *held)
      for (auto& path : texts_of(&paths)) summary.held[std::string(step)].insert(std::move(path));
  for (auto& step : texts_of(json::find(*rest, "asked"))) summary.asked.insert(std::move(step));
  if (const auto* queue = json::array_or_null(json::find(*rest, "queue")))
    for (const auto& one : *queue)
      summary.queue.push_back({json::int_or(json::find(one, "n")), text_of(one, "text"), text_of(one, "images")});
  summary.queued_n = number("queued_n");
  summary.changing = {text_of(*rest, "changing_step"), texts_of(json::find(*rest, "changing_paths"))};
}

}  // namespace journal
