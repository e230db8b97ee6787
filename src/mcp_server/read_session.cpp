#include <boost/json.hpp>

#include "arguments.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "tools.h"

namespace mcp_server {

namespace {

constexpr std::size_t k_text_max = std::size_t{48} << 10;
constexpr std::size_t k_event_max = 2000;            // bytes of one event's payload
constexpr std::int64_t k_events_max = 500, k_list_max = 100;

json::Object row(const plumb::SessionInfo& info) {
  return {{"session", info.id},         {"cwd", info.cwd},       {"title", info.title},           {"model", info.model},
          {"state", name(info.state)},  {"status", info.status}, {"reason", info.reason},         {"turns", info.turns},
          {"held", info.held},          {"cost_usd", info.cost_usd}, {"last_event", info.last_seq}, {"updated_ms", info.updated_ms}};
}

std::string line_of(const plumb::SessionInfo& info) {
  std::string out = info.id + "  " + std::string(name(info.state));
  if (!info.status.empty()) out += "  " + info.status;
  return out + "  " + info.title + "\n";
}

Answer bounded(std::string text, json::Value data) {
  Answer out;
  out.text = text::keep_ends(text::to_valid_utf8(text), k_text_max);
  out.data = std::move(data);
  return out;
}

Answer listed(const std::vector<plumb::SessionInfo>& sessions) {
  std::string text;
  json::Array rows;
  for (const auto& info : sessions) {
    text += line_of(info);
    rows.emplace_back(row(info));
  }
  return bounded(text.empty() ? "no sessions" : text, json::Object{{"sessions", std::move(rows)}});
}

Answer with_events(const plumb::SessionInfo& info, const std::vector<plumb::Event>& events) {
  std::string text = line_of(info) + info.reason + "\n";
  for (const auto& event : events)
    text += std::to_string(event.seq) + " " + event.type + " " + std::string(text::clip(event.payload, k_event_max)) + "\n";
  auto data = row(info);
  data["next_event"] = events.empty() ? info.last_seq + 1 : events.back().seq + 1;
  return bounded(std::move(text), std::move(data));
}

}  // namespace

void read_session(plumb::Host& host, const std::shared_ptr<Call>& call) {
  Arguments read(call->arguments, call->cwd);
  const std::string named = read.text("session"), query = read.text("query"), cwd = read.folder();
  const bool diff = read.flag("diff"), everywhere = read.flag("all_folders");
  const auto from = read.number("from_event", 1, 1, INT64_MAX);
  const auto limit = read.number("limit", named.empty() ? 20 : 100, 1, named.empty() ? k_list_max : k_events_max);
  if (!read.problem().empty()) return call->done(failed({base::Code::invalid, read.problem()}));
  if (named.empty()) {
    const auto sessions = host.list(everywhere ? "" : cwd, query, static_cast<std::size_t>(limit));
    return call->done(sessions ? listed(*sessions) : failed(sessions.error()));
  }
  const auto info = host.info(named, cwd);
  if (!info) return call->done(failed(info.error()));
  if (diff)
    return host.diff(info->id, "", [call, info = *info](plumb::Result<std::string> text) {
      call->done(text ? bounded(text->empty() ? "nothing was changed" : *text, row(info)) : failed(text.error()));
    });
  const auto events = host.events(info->id, static_cast<std::uint64_t>(from), static_cast<std::size_t>(limit));
  call->done(events ? with_events(*info, *events) : failed(events.error()));
}

}  // namespace mcp_server
