#include "summary.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

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
    if (auto project = text_of(*attempt, "project"); !project.empty()) summary.cwd = std::move(project);
  }
  if (auto task = text_of(payload, "task"); !task.empty() && summary.task.empty())
    summary.task = std::move(task);
  if (const json::Value* model = json::find(payload, "model")) {
    summary.model = json::string_or(model);
    if (model->is_object()) {
      const std::string provider = text_of(*model, "provider"), id = text_of(*model, "id");
      summary.model = provider.empty() || provider == id ? id : provider + "/" + id;   // "builtin" once
    }
  }
}

void count(Summary& summary, const json::Value& payload) {
  summary.tokens_in += std::max<std::int64_t>(0, json::int_or(json::find(payload, "usage", "input")));
  summary.tokens_out +=
      std::max<std::int64_t>(0, json::int_or(json::find(payload, "usage", "output")));
  summary.cost_usd += std::max(0.0, json::double_or(json::find(payload, "cost_usd")));
}

bool is_read(std::string_view type) {
  return type == "session.started" || type == "session.ended" || type == "user.message" ||
         type == "model.answer" || type == "tool.call";
}

}  // namespace

std::string fold(Summary& summary, const Event& event) {
  summary.updated_ms = event.time_ms;
  if (event.type == "turn.started") {
    summary.turns += 1;
    summary.status = "running";
  }
  if (!is_read(event.type)) return {};
  const auto parsed = json::parse(event.payload);
  if (!parsed) return {};
  std::string words;
  if (event.type == "session.started") start(summary, event, *parsed);
  if (event.type == "model.answer") count(summary, *parsed);
  if (event.type == "session.ended") {
    summary.status = text_of(*parsed, "status");
    if (summary.status.empty()) summary.status = "ended";
    return {};
  }
  if (event.type == "user.message") {
    summary.status = "running";
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

}  // namespace journal
