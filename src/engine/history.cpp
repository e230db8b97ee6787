#include "history.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/try.h"
#include "llm/record.h"
#include "project.h"

namespace engine {

namespace {

constexpr std::size_t k_inline_max = std::size_t{128} << 10;

constexpr const char* k_in_doubt =
    "in doubt: plumb was stopped before the outcome of this call was recorded. It may have happened "
    "in full, in part, or not at all. Look before you repeat it.";

struct Fold {
  const std::string& dir;
  History history;
  std::vector<llm::ToolCall> unanswered;   ///< calls of the last answer without a result yet
  std::vector<std::string> begun;          ///< ids for which a tool.call was recorded
};

std::string member(const json::Value& p, std::string_view key) {
  return std::string(json::string_or(json::find(p, key)));
}

/// Every call must have a result before anything else is said.
void settle(Fold& fold) {
  for (auto& call : fold.unanswered) {
    const bool begun = std::find(fold.begun.begin(), fold.begun.end(), call.id) != fold.begun.end();
    llm::ToolResult result;
    result.call_id = call.id;
    result.is_error = true;
    result.freeform = call.freeform;
    result.output = begun ? k_in_doubt : "not run: the session was interrupted before this call";
    fold.history.conversation.items.emplace_back(std::move(result));
    if (begun) fold.history.in_doubt.push_back(std::move(call));
  }
  fold.unanswered.clear();
}

base::Result<> user_message(Fold& fold, const json::Value& p) {
  settle(fold);
  llm::UserMessage message{member(p, "text"), {}};
  if (const auto* images = json::array_or_null(json::find(p, "images")))
    for (const auto& image : *images) {
      TRY(auto bytes, journal::read_blob(fold.dir, member(image, "blob")));
      message.images.push_back({member(image, "mime"), std::move(bytes)});
    }
  auto& waiting = fold.history.undelivered;
  if (member(p, "by") == "steer" && !waiting.empty()) waiting.erase(waiting.begin());
  fold.history.conversation.items.emplace_back(std::move(message));
  return {};
}

base::Result<> answer(Fold& fold, const json::Value& p) {
  settle(fold);
  json::Value from_blob;
  const json::Value* items = json::find(p, "items");
  if (const auto blob = member(p, "items_blob"); !blob.empty()) {
    TRY(const auto text, journal::read_blob(fold.dir, blob));
    TRY(from_blob, json::parse(text));
    items = &from_blob;
  }
  if (const auto* list = json::array_or_null(items))
    for (const auto& value : *list) {
      TRY(auto item, llm::item_from_json(value));
      if (const auto* call = std::get_if<llm::ToolCall>(&item)) fold.unanswered.push_back(*call);
      fold.history.conversation.items.push_back(std::move(item));
    }
  ++fold.history.spent.turns;
  if (const auto* usage = json::find(p, "usage")) fold.history.spent.usage += llm::usage_from_json(*usage);
  fold.history.spent.cost_usd += std::max(0.0, json::double_or(json::find(p, "cost_usd")));
  return {};
}

base::Result<> tool_result(Fold& fold, const json::Value& p) {
  llm::ToolResult result;
  result.call_id = member(p, "id");
  result.output = member(p, "output");
  result.is_error = json::bool_or(json::find(p, "is_error"));
  const auto call = std::find_if(fold.unanswered.begin(), fold.unanswered.end(),
                                 [&](const auto& c) { return c.id == result.call_id; });
  if (call == fold.unanswered.end()) return {};   // settled already: a line was lost in between
  result.freeform = call->freeform;
  fold.unanswered.erase(call);
  fold.history.conversation.items.emplace_back(std::move(result));
  return {};
}

}  // namespace

base::Result<History> read_history(const std::string& dir,
                                   const std::vector<journal::Event>& events) {
  Fold fold{dir, {}, {}, {}};
  for (const auto& event : events) {
    TRY(const auto p, json::parse(event.payload));
    fold.history.ended = event.type == "session.ended";
    if (event.type == "session.started") {
      fold.history.id = member(p, "id");
      fold.history.cwd = member(p, "cwd");
      fold.history.task = member(p, "task");
      fold.history.attempt = attempt_in(p);
      const bool is_ours = json::find(p, "imported_from") == nullptr;   // else its model is another agent's
      if (const auto* model = json::find(p, "model"); model != nullptr && is_ours)
        fold.history.model = member(*model, "provider") + "/" + member(*model, "id");
    } else if (event.type == "user.message") {
      TRY_DO(user_message(fold, p));
    } else if (event.type == "context.compacted") {
      settle(fold);
      TRY(const auto compaction, compaction_from(dir, p));
      agent::apply(fold.history.conversation, compaction);
    } else if (event.type == "agent.finished") {   // it was paid out of this session's budget
      fold.history.spent.usage.input += json::int_or(json::find(p, "input_tokens"));
      fold.history.spent.usage.output += json::int_or(json::find(p, "output_tokens"));
      fold.history.spent.cost_usd += json::double_or(json::find(p, "cost_usd"));
    } else if (event.type == "steer") {
      fold.history.undelivered.push_back(member(p, "text"));
    } else if (event.type == "model.answer") {
      TRY_DO(answer(fold, p));
    } else if (event.type == "tool.call") {
      fold.begun.push_back(member(p, "id"));
    } else if (event.type == "tool.result") {
      TRY_DO(tool_result(fold, p));
    }
  }
  settle(fold);
  if (fold.history.id.empty())
    return base::fail(base::Code::invalid, "the log in " + dir + " has no session.started: it is damaged");
  return std::move(fold.history);
}

base::Result<json::Value> compaction_payload(journal::Journal& journal, const agent::Compaction& compaction) {
  json::Object payload = {{"kind", agent::name(compaction.kind)},
                          {"bytes_before", compaction.bytes_before},
                          {"bytes_after", compaction.bytes_after}};
  if (compaction.kind == agent::Compaction::Kind::rebuilt) {
    payload["kept"] = compaction.kept;
    TRY(payload["ledger"], journal.put_blob(compaction.ledger));
    return json::Value(std::move(payload));
  }
  json::Array masked;
  for (const auto& one : compaction.masked) masked.push_back(json::Object{{"id", one.call_id}, {"text", one.text}});
  payload["count"] = masked.size();
  TRY(payload["masked"], journal.put_blob(json::dump(json::Value(std::move(masked)))));
  return json::Value(std::move(payload));
}

base::Result<agent::Compaction> compaction_from(const std::string& dir, const json::Value& payload) {
  agent::Compaction compaction;
  compaction.bytes_before = static_cast<std::size_t>(std::max<std::int64_t>(0, json::int_or(json::find(payload, "bytes_before"))));
  compaction.bytes_after = static_cast<std::size_t>(std::max<std::int64_t>(0, json::int_or(json::find(payload, "bytes_after"))));
  if (member(payload, "kind") == agent::name(agent::Compaction::Kind::rebuilt)) {
    compaction.kind = agent::Compaction::Kind::rebuilt;
    compaction.kept = static_cast<std::size_t>(std::max<std::int64_t>(0, json::int_or(json::find(payload, "kept"))));
    TRY(compaction.ledger, journal::read_blob(dir, member(payload, "ledger")));
    return compaction;
  }
  TRY(const auto text, journal::read_blob(dir, member(payload, "masked")));
  TRY(const auto masked, json::parse(text));
  if (const auto* list = json::array_or_null(&masked))
    for (const auto& one : *list) compaction.masked.push_back({member(one, "id"), member(one, "text")});
  return compaction;
}

json::Value model_to_json(const llm::ModelInfo& info) {
  return json::Object{{"provider", info.provider}, {"id", info.id},
                      {"wire", info.wire},         {"window", info.window},
                      {"output_max", info.output_max}, {"images", info.images},
                      {"reasoning", info.reasoning},   {"thinking", info.thinking},
                      {"edit_tool", info.edit_tool},   {"freeform", info.freeform}};
}

base::Result<llm::ModelInfo> recorded_model_info(const std::vector<journal::Event>& events) {
  for (const auto& event : events) {
    if (event.type != "session.started") continue;
    TRY(const auto p, json::parse(event.payload));
    const json::Value* model = json::find(p, "model");
    if (model == nullptr) break;
    llm::ModelInfo info;
    info.provider = member(*model, "provider");
    info.id = member(*model, "id");
    info.wire = member(*model, "wire");
    info.window = json::int_or(json::find(*model, "window"));
    info.output_max = json::int_or(json::find(*model, "output_max"));
    info.reasoning = json::bool_or(json::find(*model, "reasoning"));
    info.thinking = member(*model, "thinking");
    info.images = json::bool_or(json::find(*model, "images"));
    info.edit_tool = member(*model, "edit_tool");
    info.freeform = json::bool_or(json::find(*model, "freeform"));
    info.price_in = info.price_cached = info.price_cache_write = info.price_out = 0;
    return info;
  }
  return base::fail(base::Code::invalid, "the recorded session does not say which model it used");
}

base::Result<json::Value> answer_payload(journal::Journal& journal, int turn,
                                         const llm::Response& response, double cost_usd) {
  json::Array items;
  for (const auto& item : response.items) items.push_back(llm::item_to_json(item));
  json::Object payload = {{"turn", turn},
                          {"stop", name(response.stop)},
                          {"usage", llm::usage_to_json(response.usage)}};
  if (cost_usd >= 0) payload["cost_usd"] = cost_usd;
  const json::Value list(std::move(items));
  if (const auto text = json::dump(list); text.size() > k_inline_max) {
    TRY(payload["items_blob"], journal.put_blob(text));
  } else {
    payload["items"] = list;
  }
  return json::Value(std::move(payload));
}

}  // namespace engine
