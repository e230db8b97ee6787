#include "row.h"

#include "text/cut.h"

namespace host {

static constexpr std::size_t k_title_max = 120;

std::string title_of(const std::string& task) {
  const std::size_t begin = task.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  const std::string line = task.substr(begin, task.find('\n', begin) - begin);
  return line.size() <= k_title_max ? line : std::string(text::clip(line, k_title_max));
}

plumb::SessionInfo row_of(const journal::Summary& summary) {
  plumb::SessionInfo row;
  row.id = summary.id;
  row.cwd = summary.cwd;
  row.model = summary.model;
  row.resumable = summary.model != "none";
  row.task = summary.task;
  row.title = summary.title.empty() ? title_of(summary.task) : summary.title;
  row.status = summary.verdict;
  row.reason = summary.reason;
  if (summary.status != "running") row.outcome = summary.status;
  row.started_ms = summary.started_ms;
  row.updated_ms = summary.updated_ms;
  row.turns = summary.turns;
  row.tokens_in = summary.tokens_in;
  row.tokens_cached = summary.tokens_cached;
  row.tokens_out = summary.tokens_out;
  row.cost_usd = summary.cost_known ? summary.cost_usd : -1;
  row.last_seq = summary.last_seq;
  for (const auto& [step, paths] : summary.held) row.held += paths.size();
  row.queued = summary.queue.size();
  row.plan_done = static_cast<std::size_t>(summary.plan_done);
  row.plan_all = static_cast<std::size_t>(summary.plan_all);
  row.parent = summary.parent;
  row.role = summary.role;
  row.attempt = static_cast<int>(summary.attempt);
  return row;
}

std::string state_mark(const plumb::SessionInfo& info) {
  std::string out;
  for (const auto& part : {std::string(plumb::name(info.state)), info.status, info.reason, info.title, info.model,
                           std::to_string(info.held), std::to_string(info.queued), std::to_string(info.process),
                           std::to_string(info.here ? 1 : 0)})
    out += part + '\n';
  return out;
}

}  // namespace host
