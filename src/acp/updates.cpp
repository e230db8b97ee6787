#include "updates.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/ids.h"
#include "base/paths.h"
#include "text/base64.h"
#include "diff_content.h"
#include "fetch_diffs.h"
#include "markdown.h"
#include "prompt.h"
#include "text/cut.h"
#include "verdict_text.h"

namespace acp {

namespace {

/// Calls whose content is remembered, for the effects that come behind the result.
constexpr std::size_t k_calls_kept = 64;
/// Output of a command is shown again at most so often, where the client has no terminal for it.
constexpr std::int64_t k_output_pause_ms = 300;
/// Steps of a replayed history that are shown with their diffs, from its end; of older ones the names of files are sent.
constexpr std::size_t k_replayed_diffs = 40;

std::string member(const json::Value& value, std::string_view key) { return std::string(json::string_or(json::find(value, key))); }

json::Object text_block(std::string_view text) { return {{"type", "text"}, {"text", text}}; }

json::Object text_content(std::string_view text) { return {{"type", "content"}, {"content", text_block(text)}}; }

json::Object of_plumb(json::Object members) { return {{"plumb", std::move(members)}}; }

json::Array places_to_json(const std::vector<Place>& places) {
  json::Array out;
  for (const auto& place : places) {
    json::Object one = {{"path", place.path}};
    if (place.line > 0) one["line"] = place.line;
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace

// ---- messages

void Updates::say(std::string_view kind, const std::string& id, std::string_view text, json::Object meta) {
  json::Object update = {{"sessionUpdate", kind}, {"content", text_block(text)}, {"messageId", id}};
  if (!meta.empty()) update["_meta"] = std::move(meta);
  deps_.emit(std::move(update));
}

void Updates::stream(Stream& message, std::string_view kind, std::string_view text) {
  if (text.empty() || lost_) return;
  message.sent += text;
  say(kind, message.id, text);
}

/// The event says all of it: what was not streamed comes now.
void Updates::finish(Stream& message, std::string_view kind, const std::string& whole) {
  if (whole.starts_with(message.sent)) {
    if (whole.size() > message.sent.size()) say(kind, message.id, std::string_view(whole).substr(message.sent.size()));
  } else if (lost_) {
    say(kind, message.id + ".whole", whole);
  }
  message.sent.clear();
}

void Updates::new_message(std::uint64_t seq) {
  text_ = {"m" + std::to_string(seq), {}};
  thought_ = {"t" + std::to_string(seq), {}};
  lost_ = false;
}

void Updates::live(const plumb::Live& live) {
  switch (live.what) {
    case plumb::Live::What::text: return stream(text_, "agent_message_chunk", live.bytes);
    case plumb::Live::What::reasoning: return stream(thought_, "agent_thought_chunk", live.bytes);
    case plumb::Live::What::tool_output: return tool_output(live);
    case plumb::Live::What::void_since_retry: return;   // the event model.retry says it, with the reason
  }
}

void Updates::user_message(const plumb::Event& event, const json::Value& p, When when) {
  const auto by = member(p, "by"), typed = member(p, "typed");
  const auto text = typed.empty() ? member(p, "text") : typed;   // a command of the user's own says more to the model
  const auto id = "u" + std::to_string(event.seq);
  if (by == "verb") return;   // the event of the undo itself is shown
  if (by == "plumb") return say("agent_message_chunk", id, "plumb checked, and it is not done yet:\n\n" + fenced(text), of_plumb({{"by", by}}));
  if (by.empty() && when == When::now && take_own(text)) return;
  say("user_message_chunk", id, text, by.empty() ? json::Object() : of_plumb({{"by", by}}));
  const auto* images = json::array_or_null(json::find(p, "images"));
  if (images == nullptr) return;
  for (const auto& image : *images) {
    const auto bytes = deps_.host.blob(deps_.id, member(image, "blob"));
    json::Object block = bytes ? json::Object{{"type", "image"}, {"mimeType", member(image, "mime")}, {"data", text::to_base64(*bytes)}}
                               : text_block("[an image that is not kept: " + bytes.error().what + "]");
    deps_.emit({{"sessionUpdate", "user_message_chunk"}, {"content", std::move(block)}, {"messageId", id}});
  }
}

bool Updates::take_own(const std::string& text) {
  const auto found = std::find(own_prompts_.begin(), own_prompts_.end(), text);
  if (found == own_prompts_.end()) return false;
  own_prompts_.erase(found);
  return true;
}

void Updates::compacted(const plumb::Event& event, const json::Value& p) {
  if (!deps_.wants.compaction) return;
  const auto text = std::to_string(json::int_or(json::find(p, "bytes_before"))) + " bytes became " + std::to_string(json::int_or(json::find(p, "bytes_after")));
  deps_.emit({{"sessionUpdate", "compaction_update"}, {"compactionId", "c" + std::to_string(event.seq)}, {"status", "completed"},
              {"summary", json::Array{text_block(text)}}});
}

json::Array Updates::items_of(const json::Value& p) {
  if (const auto* items = json::array_or_null(json::find(p, "items"))) return *items;
  const auto blob = member(p, "items_blob");
  if (blob.empty()) return {};
  const auto text = deps_.host.blob(deps_.id, blob);
  if (!text) return {};   // the log tells what it has; a replay goes on
  const auto parsed = json::parse(*text);
  return parsed && parsed->is_array() ? parsed->get_array() : json::Array();
}

void Updates::answer(const plumb::Event& event, const json::Value& p) {
  if (text_.id.empty()) new_message(event.seq);
  std::string text, thought;
  for (const auto& item : items_of(p)) {
    const auto type = member(item, "type");
    if (type == "assistant") text += member(item, "text");
    if (type == "reasoning") thought += member(item, "text");
  }
  finish(thought_, "agent_thought_chunk", thought);
  finish(text_, "agent_message_chunk", text);
  lost_ = false;
  const auto* usage = json::find(p, "usage");
  if (usage == nullptr) return;
  if (const auto* cost = json::find(p, "cost_usd")) cost_usd_ += json::double_or(cost);
  const auto used = std::max<std::int64_t>(0, json::int_or(json::find(*usage, "input"))) + std::max<std::int64_t>(0, json::int_or(json::find(*usage, "output")));
  json::Object update = {{"sessionUpdate", "usage_update"}, {"used", used}, {"size", std::max<std::int64_t>(0, json::int_or(json::find(p, "window")))}};
  if (cost_usd_ > 0) update["cost"] = json::Object{{"amount", cost_usd_}, {"currency", "USD"}};
  deps_.emit(std::move(update));
}

/// What was streamed cannot be taken back in this protocol: the reader is told instead.
void Updates::retry(const json::Value& p) {
  const bool shown = !text_.sent.empty() || !thought_.sent.empty();
  if (!shown) return;
  json::Object replaced = {{"void", text_.sent.empty() ? thought_.id : text_.id}};
  say("agent_message_chunk", text_.id, "\n\n(The answer broke off and is asked for again: " + plain(member(p, "why")) + ")\n\n", of_plumb(std::move(replaced)));
  text_ = {text_.id + ".again", {}};
  thought_ = {thought_.id + ".again", {}};
}

// ---- tool calls

const CallWords* Updates::call(const std::string& id) const {
  const auto found = calls_.find(id);
  return found == calls_.end() ? nullptr : &found->second.words;
}

void Updates::tool_call(const json::Value& p) {
  const auto id = member(p, "id"), name = member(p, "name");
  if (calls_.size() >= k_calls_kept) {
    calls_.erase(calls_order_.front());
    calls_order_.pop_front();
  }
  Call call;
  call.words = describe_call(name, member(p, "arguments"), json::bool_or(json::find(p, "freeform")), deps_.cwd);
  if (calls_.insert_or_assign(id, std::move(call)).second) calls_order_.push_back(id);
  auto& kept = calls_[id];
  if (kept.words.hidden) return;
  json::Object update = {{"sessionUpdate", "tool_call"}, {"toolCallId", id}, {"title", kept.words.title}, {"name", name},
                         {"kind", kept.words.kind}, {"status", "in_progress"}, {"rawInput", kept.words.input}};
  if (!kept.words.places.empty()) update["locations"] = places_to_json(kept.words.places);
  if (kept.words.kind == "execute" && deps_.wants.terminal_output) {
    kept.content.push_back(json::Object{{"type", "terminal"}, {"terminalId", id}});
    update["content"] = kept.content;
    update["_meta"] = json::Object{{"terminal_info", json::Object{{"terminal_id", id}, {"cwd", deps_.cwd}}}};
  }
  deps_.emit(std::move(update));
}

void Updates::tool_output(const plumb::Live& live) {
  const auto found = calls_.find(live.call);
  if (found == calls_.end() || found->second.words.hidden || live.bytes.empty()) return;
  auto& call = found->second;
  const std::string text = call.stream.feed(live.bytes);
  json::Object update = {{"sessionUpdate", "tool_call_update"}, {"toolCallId", live.call}};
  if (!call.content.empty()) {
    call.any_streamed = true;
    update["_meta"] = json::Object{{"terminal_output", json::Object{{"terminal_id", live.call}, {"data", text}}}};
    return deps_.emit(std::move(update));
  }
  call.streamed += text;
  if (call.streamed.size() > 2 * k_output_shown) call.streamed = std::string(text::clip_front(call.streamed, k_output_shown));
  const auto now = base::steady_ms();
  if (now - call.shown_ms < k_output_pause_ms) return;   // the result shows all of it
  call.shown_ms = now;
  update["content"] = json::Array{text_content(fenced(text::clip_front(call.streamed, k_output_shown / 4)))};
  deps_.emit(std::move(update));
}

void Updates::tool_result(const json::Value& p) {
  const auto id = member(p, "id");
  const auto found = calls_.find(id);
  if (found != calls_.end() && found->second.words.hidden) return;
  const bool is_error = json::bool_or(json::find(p, "is_error"));
  const auto output = member(p, "output");
  json::Object update = {{"sessionUpdate", "tool_call_update"}, {"toolCallId", id}, {"status", is_error ? "failed" : "completed"}};
  if (found != calls_.end() && !found->second.content.empty()) {
    json::Object meta;
    if (!found->second.any_streamed) meta["terminal_output"] = json::Object{{"terminal_id", id}, {"data", text::keep_ends(output, k_output_shown)}};
    const auto* exit = json::find(p, "command", "exit");
    meta["terminal_exit"] = json::Object{{"terminal_id", id}, {"exit_code", exit == nullptr ? json::Value(nullptr) : *exit}, {"signal", nullptr}};
    update["_meta"] = std::move(meta);
    return deps_.emit(std::move(update));
  }
  // What an edit did is shown as a diff, when its effects are known.
  const bool edit = found != calls_.end() && found->second.words.kind == "edit";
  json::Array content;
  if (!output.empty() && (!edit || is_error)) content.push_back(text_content(fenced(text::keep_ends(output, k_output_shown))));
  if (found != calls_.end()) found->second.content = content;
  if (!content.empty()) update["content"] = std::move(content);
  deps_.emit(std::move(update));
}

/// The names at once, the diffs when the host has them.
void Updates::effects(const plumb::Event& event, const json::Value& p, When when) {
  const auto step = member(p, "step");
  json::Array locations, named;
  if (const auto* list = json::array_or_null(json::find(p, "effects")))
    for (const auto& one : *list) {
      if (locations.size() == k_diff_files_max) break;
      changed_.insert(member(one, "path"));
      locations.push_back(json::Object{{"path", base::normalize(base::join(deps_.cwd, member(one, "path")))}});
      const auto state = member(one, "state");
      named.push_back(json::Object{{"path", member(one, "path")}, {"change", member(one, "change")},
                                   {"state", state.empty() ? "applied" : state}, {"why", member(one, "why")}});
    }
  const auto found = calls_.find(step);
  const bool known = found != calls_.end() && !found->second.words.hidden;
  json::Object update = {{"sessionUpdate", known ? "tool_call_update" : "tool_call"}, {"toolCallId", step},
                         {"_meta", of_plumb({{"effects", std::move(named)}, {"count", json::int_or(json::find(p, "count"))}})}};
  if (!known) {   // what a program in the background did, or somebody's attempt
    const auto what = member(p, "what");
    update["title"] = what.empty() ? "Changes" : what;
    update["kind"] = "edit";
    update["status"] = "completed";
  }
  if (!locations.empty()) update["locations"] = std::move(locations);
  deps_.emit(std::move(update));
  if (when == When::now) return add_diffs(step, event.seq);
  replayed_steps_.emplace_back(step, event.seq);
  if (replayed_steps_.size() > k_replayed_diffs) replayed_steps_.pop_front();
}

void Updates::add_diffs(const std::string& step, std::uint64_t seq) {
  ++pending_;
  fetch_diffs(deps_.host, deps_.id, deps_.cwd, step, seq, [this, step, alive = std::weak_ptr<int>(alive_)](Diffs diffs) {
    if (alive.expired()) return;
    if (!diffs.content.empty()) {
      json::Array content;
      if (const auto found = calls_.find(step); found != calls_.end()) content = found->second.content;
      for (auto& one : diffs.content) content.push_back(std::move(one));
      deps_.emit({{"sessionUpdate", "tool_call_update"}, {"toolCallId", step}, {"content", std::move(content)}, {"locations", std::move(diffs.locations)}});
    }
    if (--pending_ == 0) deps_.on_settled();
  });
}

void Updates::replayed() {
  for (const auto& [step, seq] : std::exchange(replayed_steps_, {})) add_diffs(step, seq);
}

/// undo, redo, rewind, apply, drop: by anybody, through any front end.
void Updates::reversal(const plumb::Event& event, const json::Value& p) {
  std::string text;
  json::Array locations;
  const auto name_all = [&](const char* key, const char* word) {
    const auto* list = json::array_or_null(json::find(p, key));
    if (list == nullptr) return;
    for (const auto& one : *list) {
      const auto path = one.is_string() ? std::string(json::string_or(&one)) : member(one, "path");
      text += std::string(word) + " " + code(path) + "\n";
      if (locations.size() < k_diff_files_max) locations.push_back(json::Object{{"path", base::normalize(base::join(deps_.cwd, path))}});
    }
  };
  name_all("restored", "-");
  name_all("conflicts", "- left alone, changed by somebody else:");
  json::Object update = {{"sessionUpdate", "tool_call"}, {"toolCallId", event.type + "-" + std::to_string(event.seq)},
                         {"title", event.type}, {"kind", "edit"}, {"status", "completed"},
                         {"content", json::Array{text_content(text.empty() ? "nothing to do" : text)}},
                         {"_meta", of_plumb({{"verb", event.type}, {"step", member(p, "step")}})}};
  if (!locations.empty()) update["locations"] = std::move(locations);
  deps_.emit(std::move(update));
}

// ---- proof

void Updates::check_started(const plumb::Event& event, const json::Value& p) {
  const auto id = "check-" + std::to_string(event.seq);
  checks_[member(p, "name") + "\n" + member(p, "where")] = id;
  deps_.emit({{"sessionUpdate", "tool_call"}, {"toolCallId", id}, {"title", "Check " + code(member(p, "command")) + " (" + plain(member(p, "where")) + ")"},
              {"kind", "execute"}, {"status", "in_progress"}, {"_meta", of_plumb({{"check", member(p, "name")}})}});
}

void Updates::check_finished(const json::Value& p) {
  const auto found = checks_.find(member(p, "name") + "\n" + member(p, "where"));
  if (found == checks_.end()) return;
  const auto number = [&](const char* key) { return json::int_or(json::find(p, key), -1); };
  std::string text = "exit " + std::to_string(number("exit"));
  if (json::bool_or(json::find(p, "timed_out"))) text = "took too long and was ended";
  for (const char* key : {"passed", "failed", "skipped"})
    if (number(key) >= 0) text += ", " + std::to_string(number(key)) + " " + key;
  if (const auto doubt = member(p, "doubt"); !doubt.empty()) text += "\n\n" + plain(doubt);
  const bool good = number("exit") == 0;
  deps_.emit({{"sessionUpdate", "tool_call_update"}, {"toolCallId", found->second}, {"status", good ? "completed" : "failed"},
              {"content", json::Array{text_content(text)}}});
  checks_.erase(found);
}

void Updates::plan(const json::Value& p) {
  json::Array entries;
  if (const auto* items = json::array_or_null(json::find(p, "items")))
    for (const auto& item : *items) {
      const auto status = member(item, "status");
      const bool known = status == "in_progress" || status == "completed";
      entries.push_back(json::Object{{"content", member(item, "text")}, {"priority", "medium"}, {"status", known ? status : "pending"}});
    }
  deps_.emit({{"sessionUpdate", "plan"}, {"entries", std::move(entries)}});
}

void Updates::report(const plumb::Event& event, const json::Value& p) {
  std::string text = member(p, "summary");
  const auto add_all = [&](const char* key, const char* head) {
    const auto* list = json::array_or_null(json::find(p, key));
    if (list == nullptr || list->empty()) return;
    text += std::string("\n\n") + head + "\n";
    for (const auto& one : *list) text += "\n- " + std::string(json::string_or(&one));
  };
  add_all("doubts", "In doubt:");
  add_all("questions", "Questions:");
  if (!text.empty()) say("agent_message_chunk", "r" + std::to_string(event.seq), text);
}

void Updates::ended(const plumb::Event& event, const json::Value& p) {
  checks_.clear();
  say("agent_message_chunk", "verdict" + std::to_string(event.seq), verdict_text(p), of_plumb({{"report", p}}));
}

void Updates::notice(const plumb::Event& event, const json::Value& p, When when) {
  const auto level = member(p, "level"), text = member(p, "text");
  const bool grave = level == "warning" || level == "error";
  if (text.empty() || (when == When::replay && !grave)) return;
  if (when == When::now && deps_.wants.notices) {
    return deps_.emit({{"sessionUpdate", "notice"}, {"severity", grave ? level : "info"}, {"title", text}});
  }
  say(grave ? "agent_message_chunk" : "agent_thought_chunk", "n" + std::to_string(event.seq), "plumb: " + plain(text) + "\n", of_plumb({{"by", "plumb"}}));
}

void Updates::row(const plumb::SessionInfo& info) {
  const std::string state(plumb::name(info.state));
  const auto seen = state + " " + std::to_string(info.held) + " " + std::to_string(info.queued);
  if (info.title == title_ && seen == state_) return;
  title_ = info.title;
  state_ = seen;
  json::Object update = {{"sessionUpdate", "session_info_update"},
                         {"_meta", of_plumb({{"state", state}, {"held", info.held}, {"queued", info.queued}})}};
  if (!info.title.empty()) update["title"] = info.title;
  if (info.updated_ms > 0) update["updatedAt"] = base::iso_time(info.updated_ms);
  deps_.emit(std::move(update));
}

// ---- all of them

void Updates::event(const plumb::Event& event, When when) {
  const auto parsed = json::parse(event.payload);
  if (!parsed) return;   // a line of a damaged log: what can be read is shown
  const json::Value& p = *parsed;
  const auto& type = event.type;
  if (type == "user.message") user_message(event, p, when);
  else if (type == "model.request") new_message(event.seq);
  else if (type == "model.retry") retry(p);
  else if (type == "model.answer") answer(event, p);
  else if (type == "tool.call") tool_call(p);
  else if (type == "tool.result") tool_result(p);
  else if (type == "effects") effects(event, p, when);
  else if (type == "undo" || type == "redo" || type == "rewind" || type == "apply" || type == "drop") reversal(event, p);
  else if (type == "check.started") check_started(event, p);
  else if (type == "check.finished") check_finished(p);
  else if (type == "plan") plan(p);
  else if (type == "report") report(event, p);
  else if (type == "context.compacted") compacted(event, p);
  else if (type == "notice") notice(event, p, when);
  else if (type == "session.ended") ended(event, p);
}

}  // namespace acp
