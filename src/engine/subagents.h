#pragma once
// Subagents of one session: parts of its task, each worked on by a session of its own in a copy of the project. docs/subagents.md
// has the rules. Internal to engine; for the loop's thread.
//
// What comes back is what plumb knows of it (verdict, checks, changed files, marked claims), and beside that what the subagent
// says. Its change stays in its copy until it is taken; taking it is a step of this session like any other.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/loop.h"
#include "agent_roles.h"
#include "engine/session.h"
#include "guard.h"
#include "journal/journal.h"
#include "take.h"
#include "workspace/workspace.h"

namespace engine {

inline constexpr std::size_t k_agents_at_once = 8;
inline constexpr std::size_t k_agents_max = 64;         ///< of one session
inline constexpr std::size_t k_agent_task_max = std::size_t{32} << 10;

struct AgentTask {
  std::string task, role;
  std::optional<double> budget_usd;
};

/// What is known of one.
struct Agent {
  int n = 0;                           ///< from 1, in the session
  std::string role, task, model, session;
  std::string note;                    ///< of its role
  std::string dir;                     ///< its copy; "" = dropped, or never made
  std::string error;                   ///< why it was not started
  Report report;                       ///< its changes without what git ignores; of one that was restored: nothing
  std::size_t files = 0;               ///< that it changed
  std::size_t held = 0;                ///< effects that the policy held: not in its copy's tree, but part of its change
  std::string decided;                 ///< applied, dropped; "" = not yet
  [[nodiscard]] bool waits() const { return files + held > 0 && !dir.empty() && decided.empty(); }
  /// verified, failed, ..., "not started"; where it did not end by itself, how: cancelled, budget, ...
  [[nodiscard]] std::string status() const;
};

/// What subagents spent whose end is not on record, since plumb was killed meanwhile: by their own logs. `events`: those of a session
/// about its subagents.
agent::Spent spent_without_end(const Settings& settings, const std::vector<journal::Event>& events);

class Subagents {
 public:
  /// Money and tokens that are left of the session's own budgets; nothing = there is no such budget.
  struct Left {
    std::optional<double> usd;
    std::optional<std::int64_t> tokens;
  };
  /// All must outlive it.
  struct Parts {
    io::Loop& loop;
    const Settings& settings;
    const SessionOptions& options;     ///< of the session
    std::string id, dir, model;        ///< likewise
    journal::Journal& journal;
    Guard& guard;
    workspace::Workspace& workspace;
    std::function<Left()> left;
    std::string why_not;               ///< none may be started, and why; "" = they may
  };
  Subagents(Parts parts, std::vector<AgentRole> roles) : parts_(std::move(parts)), roles_(std::move(roles)) {}

  [[nodiscard]] const std::vector<AgentRole>& roles() const { return roles_; }
  [[nodiscard]] const std::vector<Agent>& all() const { return agents_; }
  /// Of this process, all of them together.
  [[nodiscard]] const agent::Spent& spent() const { return spent_; }

  /// Runs them side by side, to the end of the last; the new ones of all(), in the order of the tasks. One call at a time, and
  /// nobody else uses the workspace meanwhile. What goes wrong with one is in it. A cancellation cancels all, and is awaited.
  /// Fails, with nothing begun, with invalid (a role that there is not, too many), budget, and as the journal.
  using Say = std::function<void(const std::string& line)>;
  io::Task<base::Result<std::vector<Agent>>> run(std::vector<AgentTask> tasks, Say say);

  /// Puts the change of one into the project, as a step: all of it, or nothing where the project has changed meanwhile
  /// (conflicts). Fails with not_found, and as take().
  io::Task<base::Result<TakeResult>> apply(int n);
  /// Its copy goes. Fails with not_found, io.
  base::Result<> drop(int n);
  /// Its change as a unified diff. Fails with not_found, io.
  base::Result<std::string> diff(int n);
  /// Of a session that goes on: those of its record whose change nobody has decided about.
  void restore(const std::vector<journal::Event>& events);

 private:
  /// One that is about to run.
  struct Work {
    Agent agent;
    AgentRole role;
    std::optional<double> wanted_usd;
    SessionOptions options;
  };
  base::Result<std::vector<Work>> plan(std::vector<AgentTask> tasks) const;
  base::Result<> share_out(std::vector<Work>& works) const;
  [[nodiscard]] int next_number() const;
  [[nodiscard]] SessionOptions options_for(const Agent& agent, const AgentRole& role) const;
  io::Task<base::Result<>> copy(Agent& agent);
  io::Task<> work(Work& work, Say say);
  io::Task<> run_session(Work& work, Say say);
  void note_end(Agent& agent);
  base::Result<Agent*> undecided(int n);
  base::Result<> decide(Agent& agent, std::string_view what);
  base::Result<> append(std::string_view type, const json::Value& payload);

  Parts parts_;
  std::vector<AgentRole> roles_;
  std::vector<Agent> agents_;
  agent::Spent spent_;
  base::Result<> health_;   ///< of the record, while several run
};

}  // namespace engine
