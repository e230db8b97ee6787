// A conversation taken up again from an earlier point, in a session of its own. The events that make the conversation
// are copied into a new log, their blobs linked; what the first session did to the tree stays the first one's.

#include <unistd.h>

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "engine/records.h"
#include "journal/journal.h"
#include "text/sha256.h"
#include "whole_session.h"

namespace engine {

namespace {

constexpr std::array<std::string_view, 8> k_copied = {"user.message", "turn.started", "model.answer", "tool.call",
                                                      "tool.result",  "plan",         "steer",        "context.compacted"};

struct Copied {
  std::string type;
  json::Value payload;
};

void collect_blobs(const json::Value& value, std::set<std::string>& out) {
  if (const auto* text = value.if_string()) {
    if (text::is_sha256_hex(std::string_view(*text))) out.emplace(*text);
  } else if (const auto* array = value.if_array()) {
    for (const auto& one : *array) collect_blobs(one, out);
  } else if (const auto* object = value.if_object()) {
    for (const auto& [key, one] : *object) collect_blobs(one, out);
  }
}

base::Result<std::size_t> calls_of(const Recorded& session, const json::Value& answer) {
  json::Value from_blob;
  const json::Value* items = json::find(answer, "items");
  if (const std::string blob(json::string_or(json::find(answer, "items_blob"))); !blob.empty()) {
    TRY(const auto text, journal::read_blob(session.dir, blob));
    TRY(from_blob, json::parse(text));
    items = &from_blob;
  }
  const auto* list = json::array_or_null(items);
  if (list == nullptr) return 0;
  return static_cast<std::size_t>(std::count_if(list->begin(), list->end(), [](const auto& item) {
    return json::string_or(json::find(item, "type")) == "tool_call";
  }));
}

/// Those up to `upto`. Without the last answer of the model where its calls have no results yet.
base::Result<std::vector<Copied>> conversation(const Recorded& session, std::uint64_t upto) {
  std::vector<Copied> out;
  std::size_t calls = 0, answer_at = 0;
  for (const auto& event : session.events) {
    if (upto != 0 && event.seq > upto) break;
    if (std::find(k_copied.begin(), k_copied.end(), event.type) == k_copied.end()) continue;
    TRY(auto payload, json::parse(event.payload));
    if (event.type == "model.answer") {
      answer_at = out.size();
      TRY(calls, calls_of(session, payload));
    }
    if (event.type == "tool.result" && calls > 0) --calls;
    out.push_back({event.type, std::move(payload)});
  }
  if (calls > 0) out.resize(answer_at);
  return out;
}

base::Result<> link_blobs(const std::vector<Copied>& events, const std::string& from, const std::string& to) {
  std::set<std::string> names;
  for (const auto& event : events) collect_blobs(event.payload, names);
  const std::string source = base::join(from, "blobs"), target = base::join(to, "blobs");
  if (!names.empty()) TRY_DO(base::make_dirs(target, 0700));
  for (const auto& name : names) {
    if (!base::exists(base::join(source, name))) continue;   // a text that only looks like a name
    if (::link(base::join(source, name).c_str(), base::join(target, name).c_str()) == 0) continue;
    TRY(const auto bytes, journal::read_blob(from, name));   // no hard links here
    TRY_DO(journal::put_blob(to, bytes));
  }
  return {};
}

base::Result<> write_fork(const Recorded& session, const std::string& dir, const std::string& id, std::uint64_t upto) {
  const auto started = std::find_if(session.events.begin(), session.events.end(),
                                    [](const auto& event) { return event.type == "session.started"; });
  if (started == session.events.end())
    return base::fail(base::Code::invalid, "the log of " + session.id + " does not say how it began");
  TRY(auto first, json::parse(started->payload));
  TRY(const auto events, conversation(session, upto));
  first.as_object()["id"] = id;
  first.as_object()["forked_from"] =
      json::Object{{"id", session.id}, {"seq", upto == 0 ? session.events.back().seq : upto}, {"copied", events.size() + 1}};
  TRY(const auto journal, journal::Journal::create(dir));
  TRY_DO(journal->append("session.started", first));
  TRY_DO(link_blobs(events, session.dir, dir));
  for (const auto& event : events) TRY_DO(journal->append(event.type, event.payload));
  // It waits for its first prompt: nothing was interrupted.
  TRY_DO(journal->append("session.ended", json::Object{{"status", ""}, {"end", "forked"}, {"exit_code", 0}}));
  return {};
}

}  // namespace

base::Result<std::string> fork_session(const Settings& settings, const std::string& name, std::uint64_t upto) {
  TRY(const auto session, read_session(settings, name, ""));
  const std::string id = base::new_id();
  auto made = make_whole(settings, id, [&](const std::string& dir) { return write_fork(session, dir, id, upto); });
  if (!made) return base::with(std::move(made).error(), "forking " + session.id);
  return id;
}

}  // namespace engine
