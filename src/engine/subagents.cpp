// Reads top down in run(): plan, share out the budget, copy, run side by side, look at what came of it.
//
// Copies are made one after the other, before the first begins: the workspace of this session takes one call at a time, and all
// of them then start from the same tree.

#include "subagents.h"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <set>

#include "attempt_choice.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "engine/attempts.h"
#include "engine/records.h"
#include "history.h"
#include "project.h"
#include "text/cut.h"
#include "text/utf8.h"
#include "workspace/carry.h"

namespace engine {

using base::Code;
using base::join;

namespace {

constexpr std::size_t k_line_max = 160;
/// Less is no work.
constexpr std::int64_t k_tokens_least = 2000;
constexpr const char* k_prompt =
    "You are a subagent: another agent gave you one part of its task, and goes on with what you hand back. You work in a copy of the "
    "project; nobody can be asked. End with a short report: what you found or changed, and what is in doubt. What you claim is held "
    "against the record.\n";

std::string one_line(std::string_view text) {
  std::string out = text::to_valid_utf8(text::clip(text.substr(0, text.find('\n')), k_line_max));
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return out;
}

/// What people who watch see of an event; "" = nothing.
std::string line_of(const SessionEvent& event) {
  if (event.type != "tool.call" && event.type != "check.started" && event.type != "verdict") return {};
  const auto payload = json::parse(event.payload);
  if (!payload) return {};
  const auto member = [&](std::string_view key) { return std::string(json::string_or(json::find(*payload, key))); };
  if (event.type == "tool.call") return one_line(member("name") + " " + member("arguments"));
  if (event.type == "check.started") return one_line("check " + member("command"));
  return one_line(member("status") + ": " + member("reason"));
}

bool ended_by_itself(const Report& report) { return report.end.empty() || report.end == "done"; }

}  // namespace

agent::Spent spent_without_end(const Settings& settings, const std::vector<journal::Event>& events) {
  std::set<std::string> open;
  for (const auto& event : events) {
    const auto payload = json::parse(event.payload);
    if (!payload) continue;
    const std::string session(json::string_or(json::find(*payload, "session")));
    if (event.type == "agent.started") open.insert(session);
    if (event.type == "agent.finished") open.erase(session);
  }
  agent::Spent out;
  for (const auto& session : open) {
    const std::string dir = session_dir(settings, session);
    journal::Damage damage;
    const auto recorded = journal::read_events(dir, damage);
    const auto history = recorded ? read_history(dir, *recorded) : base::Result<History>(base::fail(recorded.error()));
    if (!history) continue;   // it had not begun
    out.usage += history->spent.usage;
    out.cost_usd += history->spent.cost_usd;
  }
  return out;
}

std::string Agent::status() const {
  if (!error.empty()) return "not started";
  return ended_by_itself(report) ? report.status : report.end;
}

base::Result<> Subagents::append(std::string_view type, const json::Value& payload) {
  auto done = parts_.journal.append(type, payload);
  if (!done) return base::with(std::move(done).error(), "recording the session");
  return {};
}

// ---- before ----

/// Beyond what this session ever made, also where the record of it is lost.
int Subagents::next_number() const {
  int out = 1;
  for (const auto& agent : agents_) out = std::max(out, agent.n + 1);
  const auto names = base::list_dir(join(parts_.dir, "attempts"));
  if (!names) return out;   // none was made yet
  for (const auto& name : *names) {
    int n = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), n).ec == std::errc{}) out = std::max(out, n + 1);
  }
  return out;
}

SessionOptions Subagents::options_for(const Agent& agent, const AgentRole& role) const {
  const SessionOptions& own = parts_.options;
  SessionOptions out;
  out.cwd = join(attempt_folder(parts_.dir, agent.n), base::file_name(parts_.workspace.root()));
  out.id = agent.session;
  out.model = agent.model;
  out.effort = own.effort;
  out.turns_max = std::min(role.turns_max, own.turns_max);
  out.verify = own.verify && !role.is_read_only;
  out.check = own.check;
  out.tests_may_change = own.tests_may_change;
  out.rounds_max = own.rounds_max;
  out.role_prompt = k_prompt + (role.prompt.empty() ? "" : "\n" + role.prompt);
  out.attempt = AttemptOf{parts_.id, own.cwd, agent.n, role.name};
  return out;
}

base::Result<std::vector<Subagents::Work>> Subagents::plan(std::vector<AgentTask> tasks) const {
  if (!parts_.why_not.empty()) return base::fail(Code::unsupported, parts_.why_not);
  if (tasks.empty() || tasks.size() > k_agents_at_once)
    return base::fail(Code::invalid, "1 to " + std::to_string(k_agents_at_once) + " tasks at once, not " + std::to_string(tasks.size()));
  if (agents_.size() + tasks.size() > k_agents_max)
    return base::fail(Code::invalid, "a session may have " + std::to_string(k_agents_max) + " subagents, and has had " + std::to_string(agents_.size()));
  if (base::is_within(parts_.settings.places.state, parts_.options.cwd))
    return base::fail(Code::unsupported, "subagents work in copies of the project, which lie in " + parts_.settings.places.state +
                                             ", a part of the project itself: PLUMB_HOME or XDG_STATE_HOME moves it");
  std::vector<Work> out;
  int n = next_number();
  for (auto& task : tasks) {
    const std::string wanted = task.role.empty() ? "work" : task.role;
    const auto role = std::find_if(roles_.begin(), roles_.end(), [&](const auto& one) { return one.name == wanted; });
    if (role == roles_.end()) {
      std::string names;
      for (const auto& one : roles_) names += (names.empty() ? "" : ", ") + one.name;
      return base::fail(Code::invalid, "there is no role '" + one_line(wanted) + "'; there are: " + names);
    }
    Work work;
    work.role = *role;
    work.wanted_usd = task.budget_usd;
    work.agent.n = n++;
    work.agent.role = role->name;
    work.agent.note = role->note;
    work.agent.task = std::move(task.task);
    work.agent.model = role->model.empty() ? parts_.model : role->model;
    work.agent.session = base::new_id();
    work.options = options_for(work.agent, work.role);
    out.push_back(std::move(work));
  }
  TRY_DO(share_out(out));
  return out;
}

/// Equal shares, and one more that stays with the session itself: whatever each of them does, the sum is kept.
base::Result<> Subagents::share_out(std::vector<Work>& works) const {
  const auto left = parts_.left();
  const auto shares = static_cast<std::int64_t>(works.size()) + 1;
  for (auto& work : works) {
    if (work.role.budget_usd) work.options.budget_usd = *work.role.budget_usd;
    if (work.wanted_usd) work.options.budget_usd = work.options.budget_usd < 0 ? *work.wanted_usd : std::min(work.options.budget_usd, *work.wanted_usd);
    if (left.usd) {
      const double share = *left.usd / static_cast<double>(shares);
      if (share <= 0) return base::fail(Code::budget, "nothing is left of the session's budget, so no subagent was started");
      if (work.wanted_usd && *work.wanted_usd > share)
        return base::fail(Code::budget, "at most $" + std::to_string(share) + " each can be had: no subagent was started");
      work.options.budget_usd = work.options.budget_usd < 0 ? share : std::min(work.options.budget_usd, share);
    }
    if (!left.tokens) continue;
    work.options.tokens_max = *left.tokens / shares;
    if (work.options.tokens_max < k_tokens_least)
      return base::fail(Code::budget, "too little is left of the session's tokens, so no subagent was started");
  }
  return {};
}

io::Task<base::Result<>> Subagents::copy(Agent& agent) {
  const std::string folder = attempt_folder(parts_.dir, agent.n);
  CO_TRY_DO(base::make_dirs(folder, 0700));
  CO_TRY(const auto since, workspace::file_clock(folder));
  CO_TRY_DO(base::write_file(join(folder, "since"), std::to_string(since) + "\n", 0600));
  const std::string into = join(folder, base::file_name(parts_.workspace.root()));   // programs print the project's name
  auto copied = co_await parts_.workspace.fork(workspace::Workspace::Tree::now, into, true, k_copy_max);
  if (!copied) {
    (void)base::remove_all(folder);   // the first failure is the one to tell
    co_return base::with(std::move(copied).error(), "copying the project");
  }
  agent.dir = into;
  co_return base::Result<>();
}

// ---- at work ----

io::Task<> Subagents::run_session(Work& work, Say say) {
  Agent& agent = work.agent;
  Settings settings = parts_.settings;
  if (work.role.is_read_only) settings.sandbox.mode = workspace::SandboxMode::read_only;
  Listener listener;
  listener.on_event = [say, n = agent.n](const SessionEvent& event) {
    if (const auto line = line_of(event); !line.empty()) say("[" + std::to_string(n) + "] " + line + "\n");
  };
  auto starting = Session::start(parts_.loop, std::move(settings), work.options, agent.task, std::move(listener));
  const auto session = co_await std::move(starting);
  if (!session) {
    agent.error = session.error().what;
    co_return;
  }
  agent.model = (*session)->model_name();
  agent.report = co_await (*session)->run(agent.task);
}

/// What it came to, in the record and in the session's spending.
void Subagents::note_end(Agent& agent) {
  agent.report.changes = agent.dir.empty() ? std::vector<ChangedFile>() : without_ignored(agent.dir, std::move(agent.report.changes));
  agent.files = agent.report.changes.size();
  agent.held = static_cast<std::size_t>(std::count_if(agent.report.held.begin(), agent.report.held.end(),
                                                      [](const auto& file) { return file.state == "held"; }));
  std::int64_t lines = 0;
  for (const auto& file : agent.report.changes) lines += lines_of(agent.dir, file);
  const Report& report = agent.report;
  spent_.usage.input += report.usage.input;
  spent_.usage.output += report.usage.output;
  spent_.cost_usd += std::max(0.0, report.cost_usd);
  json::Object payload = {{"n", agent.n}, {"session", agent.session}, {"role", agent.role}, {"status", agent.status()},
                          {"reason", agent.error.empty() ? report.reason : agent.error}, {"end", report.end},
                          {"files", agent.files}, {"held", agent.held}, {"lines", lines}, {"turns", report.turns},
                          {"input_tokens", report.usage.input}, {"output_tokens", report.usage.output},
                          {"duration_ms", report.duration_ms}};
  if (report.cost_usd >= 0) payload["cost_usd"] = report.cost_usd;
  if (auto told = append("agent.finished", payload); !told && health_) health_ = std::move(told);
  if (agent.files + agent.held > 0 || agent.dir.empty()) return;
  (void)base::remove_all(attempt_folder(parts_.dir, agent.n));   // nothing in it is anybody's; `plumb gc` removes what stays
  agent.dir.clear();
}

io::Task<> Subagents::work(Work& work, Say say) {
  Agent& agent = work.agent;
  const json::Object intent = {{"n", agent.n}, {"session", agent.session}, {"role", agent.role}, {"model", agent.model}, {"task", agent.task}};
  if (auto told = append("agent.started", intent); !told) {
    agent.error = told.error().what;
    if (health_) health_ = std::move(told);
    co_return;
  }
  if (agent.error.empty()) co_await run_session(work, std::move(say));
  note_end(agent);
}

io::Task<base::Result<std::vector<Agent>>> Subagents::run(std::vector<AgentTask> tasks, Say say) {
  CO_TRY(auto works, plan(std::move(tasks)));
  for (auto& work : works) {
    const auto copied = co_await copy(work.agent);
    if (!copied) work.agent.error = copied.error().what;
  }
  std::vector<io::Task<>> running;
  running.reserve(works.size());
  for (auto& one : works) running.push_back(work(one, say));
  co_await io::all(std::move(running));
  std::vector<Agent> out;
  for (auto& one : works) {
    agents_.push_back(one.agent);
    out.push_back(std::move(one.agent));
  }
  CO_TRY_DO(std::exchange(health_, {}));
  co_return out;
}

// ---- after ----

base::Result<Agent*> Subagents::undecided(int n) {
  const auto found = std::find_if(agents_.begin(), agents_.end(), [n](const auto& one) { return one.n == n; });
  if (found == agents_.end()) return base::fail(Code::not_found, "there is no subagent " + std::to_string(n));
  if (found->waits()) return &*found;
  if (!found->decided.empty()) return base::fail(Code::not_found, "the change of subagent " + std::to_string(n) + " was " + found->decided + " already");
  return base::fail(Code::not_found, "subagent " + std::to_string(n) + " changed nothing");
}

base::Result<> Subagents::decide(Agent& agent, std::string_view what) {
  TRY_DO(append("agent.decided", json::Object{{"n", agent.n}, {"session", agent.session}, {"what", what}}));
  agent.decided = what;
  return {};
}

io::Task<base::Result<TakeResult>> Subagents::apply(int n) {
  CO_TRY(auto* const agent, undecided(n));
  TakenInto into{parts_.dir, parts_.options.cwd, parts_.journal, parts_.guard, parts_.workspace, false};
  TakenFrom from{"agent", n, agent->session, session_dir(parts_.settings, agent->session), agent->dir, {}};
  CO_TRY(auto taken, co_await io::shielded(take(parts_.settings, std::move(into), std::move(from))));
  if (taken.conflicts.empty()) CO_TRY_DO(decide(*agent, "applied"));
  co_return taken;
}

base::Result<> Subagents::drop(int n) {
  TRY(auto* const agent, undecided(n));
  TRY_DO(base::remove_all(attempt_folder(parts_.dir, n)));
  agent->dir.clear();
  return decide(*agent, "dropped");
}

base::Result<std::string> Subagents::diff(int n) {
  TRY(const auto* const agent, undecided(n));
  TRY(const auto recorded, read_session(parts_.settings, agent->session, ""));
  return diff_of(parts_.settings, recorded, "");
}

void Subagents::restore(const std::vector<journal::Event>& events) {
  for (const auto& event : events) {
    if (event.type != "agent.finished" && event.type != "agent.decided") continue;
    const auto payload = json::parse(event.payload);
    if (!payload) continue;
    const int n = static_cast<int>(json::int_or(json::find(*payload, "n")));
    const auto known = std::find_if(agents_.begin(), agents_.end(), [n](const auto& one) { return one.n == n; });
    if (event.type == "agent.decided") {
      if (known != agents_.end()) known->decided = json::string_or(json::find(*payload, "what"));
      continue;
    }
    Agent agent;
    agent.n = n;
    agent.session = json::string_or(json::find(*payload, "session"));
    agent.role = json::string_or(json::find(*payload, "role"));
    const auto count = [&](std::string_view key) { return static_cast<std::size_t>(std::max<std::int64_t>(0, json::int_or(json::find(*payload, key)))); };
    agent.files = count("files");
    agent.held = count("held");
    const std::string dir = join(attempt_folder(parts_.dir, n), base::file_name(parts_.workspace.root()));
    if (base::is_dir(dir)) agent.dir = dir;
    agents_.push_back(std::move(agent));
  }
}

}  // namespace engine
