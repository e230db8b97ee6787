#include "values.h"

#include <boost/json.hpp>

#include "text/base64.h"
#include "text/cut.h"
#include "text/utf8.h"

namespace acp {

json::Object row_to_json(const plumb::SessionInfo& info) {
  return {{"id", info.id},
          {"cwd", info.cwd},
          {"title", info.title},
          {"model", info.model},
          {"state", plumb::name(info.state)},
          {"status", info.status},
          {"reason", info.reason},
          {"startedAt", info.started_ms},
          {"updatedAt", info.updated_ms},
          {"turns", info.turns},
          {"tokensIn", info.tokens_in},
          {"tokensCached", info.tokens_cached},
          {"tokensOut", info.tokens_out},
          {"costUsd", info.cost_usd < 0 ? json::Value(nullptr) : json::Value(info.cost_usd)},
          {"lastSeq", info.last_seq},
          {"held", info.held},
          {"queued", info.queued},
          {"planDone", info.plan_done},
          {"planAll", info.plan_all},
          {"parent", info.parent},
          {"attempt", info.attempt},
          {"role", info.role},
          {"here", info.here},
          {"process", static_cast<std::int64_t>(info.process)}};
}

json::Object event_to_json(const plumb::Event& event) {
  auto payload = json::parse(event.payload);
  return {{"seq", event.seq}, {"t", event.time_ms}, {"type", event.type},
          {"p", payload ? *std::move(payload) : json::Value(json::Object{{"unreadable", event.payload}})}};
}

json::Array effects_to_json(const std::vector<plumb::Effect>& effects) {
  json::Array out;
  for (const auto& effect : effects)
    out.push_back(json::Object{{"path", effect.path}, {"change", effect.change}, {"state", effect.state}, {"why", effect.why},
                               {"renamedFrom", effect.renamed_from}, {"entries", effect.entries}, {"undoable", effect.undoable}});
  return out;
}

json::Object step_to_json(const plumb::Step& step) {
  json::Array git;
  for (const auto& line : step.git) git.emplace_back(line);
  return {{"id", step.id}, {"what", step.what}, {"t", step.time_ms}, {"undone", step.undone},
          {"effects", effects_to_json(step.effects)}, {"git", std::move(git)}};
}

json::Object changed_to_json(const plumb::Changed& changed) {
  json::Array restored, conflicts;
  for (const auto& path : changed.restored) restored.emplace_back(path);
  for (const auto& one : changed.conflicts)
    conflicts.push_back(json::Object{{"path", one.path}, {"why", one.why}, {"keptAs", one.kept_as}});
  return {{"restored", std::move(restored)}, {"conflicts", std::move(conflicts)}};
}

json::Object bytes_to_json(std::string_view bytes) {
  const bool cut = bytes.size() > k_bytes_shown;
  const bool is_text = bytes.find('\0') == std::string_view::npos && text::is_valid_utf8(bytes);
  json::Object out;
  if (is_text) out["text"] = text::clip(bytes, k_bytes_shown);
  else out["base64"] = text::to_base64(bytes.substr(0, k_bytes_shown));
  if (cut) out["cut"] = true;
  return out;
}

std::vector<plumb::Effect> held_in(const plumb::Step& step) {
  std::vector<plumb::Effect> out;
  for (const auto& effect : step.effects)
    if (effect.state == "held") out.push_back(effect);
  return out;
}

}  // namespace acp
