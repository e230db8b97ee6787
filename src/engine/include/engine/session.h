#pragma once
// A session: one conversation about one project, recorded in one journal. The API of all front ends:
// they start sessions, give them prompts, watch events, and read the report.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/rules.h"
#include "engine/settings.h"
#include "io/loop.h"
#include "json/json.h"

namespace workspace {
class Workspace;
}

namespace engine {

/// An event of the session's journal (src/journal/include/journal/event.h lists types and payloads).
struct SessionEvent {
  std::uint64_t seq = 0;
  std::int64_t time_ms = 0;
  std::string type;
  std::string payload;   ///< JSON object
};

/// What is streamed and not recorded word by word.
struct Live {
  enum class What { text, reasoning, tool_output, void_since_retry, search };
  /// How far a search of builtin is.
  struct Search {
    std::size_t tried = 0, of = 0;   ///< edits
    double per_second = 0;           ///< 0 = not known yet
    std::int64_t left_ms = -1;       ///< at most; -1 = not known yet
    std::size_t found = 0;           ///< edits that pass
  };
  What what = What::text;
  std::string_view call_id;   ///< of tool_output
  std::string_view bytes;
  Search search;              ///< of search
};

/// Called on the loop's thread. Must not throw.
struct Listener {
  std::function<void(const SessionEvent&)> on_event;
  std::function<void(const Live&)> on_live;
};

enum class Purpose { work, ask };

/// What makes a session one of several attempts at a task (engine/attempts.h), or a subagent (docs/subagents.md).
struct AttemptOf {
  std::string parent;          ///< id of the session that started it
  std::string project;         ///< the folder of which its own is a copy, absolute
  int n = 0;                   ///< from 1
  std::string role;            ///< of a subagent; "" = it is an attempt
  [[nodiscard]] bool is_agent() const { return !role.empty(); }
};

/// What becomes of effects that are held (docs/policy.md).
enum class Answer : std::uint8_t {
  apply,                       ///< into the tree
  drop,                        ///< thrown away
  keep,                        ///< the run goes on without them; they can be applied or dropped later
};
enum class Verb : std::uint8_t {
  undo,     ///< takes back `step`, or everything the session did ("")
  redo,     ///< does undone things again: of `step`, or all
  rewind,   ///< takes back `step` and all after it
  apply,    ///< puts held effects into the tree: of `step`, or all
  drop,     ///< throws held effects away: of `step`, or all
};
/// What became of one of them.
struct Undone {
  std::vector<std::string> restored;
  struct Kept { std::string path, why, kept_as; };
  std::vector<Kept> conflicts;   ///< changed by somebody else since: left alone
};

/// A picture in a prompt.
struct Picture {
  std::string mime;            ///< image/png, ...
  std::string bytes;
};

/// A server of tools (MCP) that a front end brings along, beside the configured ones. It runs as the user's own do; nothing of
/// it is recorded.
struct GivenServer {
  std::string name;
  std::vector<std::string> argv;   ///< of a program; empty = there is an address
  std::string url;
  std::vector<std::pair<std::string, std::string>> env, headers;   ///< values are kept from logs and models
};
inline constexpr std::size_t k_given_servers_max = 50;

struct SessionOptions {
  std::string cwd;             ///< absolute
  std::string id;              ///< of a new session, from base::new_id; "" = one is made
  bool ask_held = false;       ///< the run waits for an answer() about effects that are held
  std::string model;           ///< "" = the configured one, else what is found
  std::string effort;
  Purpose purpose = Purpose::work;
  int turns_max = 200;
  double budget_usd = -1;
  std::int64_t tokens_max = -1;
  std::string output_schema;   ///< JSON schema of the final answer, or ""
  bool verify = true;
  std::string check;           ///< test command; "" = found by plumb
  bool tests_may_change = false;   ///< changed tests are not held against the result
  int rounds_max = 3;          ///< how often a verdict that is not good goes back to the model
  /// The search of builtin before the first request to the model, for tasks that are about failing tests and
  /// nothing else. asked: where it does not fit, that is said.
  enum class RepairFirst { no, where_it_fits, asked };
  RepairFirst repair_first = RepairFirst::no;
  int repair_budget_s = -1;    ///< of each search by builtin; -1 = 120, and 60 before a model
  std::vector<GivenServer> servers;
  std::string role_prompt;     ///< of a subagent: behind the system prompt
  std::optional<AttemptOf> attempt;   ///< cwd is the attempt's copy then; a resumed one says so itself
};

struct ChangedFile {
  std::string path;
  std::string change;          ///< created, modified, deleted, mode, type
  std::int64_t added = -1, removed = -1;   ///< lines; -1 = not text
  bool undoable = true;
  std::string state = "applied";   ///< applied, undone, held, refused, conflict
  std::string why;                 ///< of the last three
  std::string renamed_from;
  std::uint64_t entries = 1;       ///< of a folder that came or went whole
  std::vector<std::string> notes;
};

struct TokenUse {
  std::int64_t input = 0, cached = 0, output = 0, reasoning = 0;
};

/// Something the model said about its work, held against the record.
struct CheckedClaim {
  std::string text;
  std::string mark;            ///< proven, unproven, refuted
  std::string why;             ///< one plain sentence
  std::uint64_t event = 0;     ///< the evidence in the log, 0 = there is none
};

/// How the change weakens what checks it.
struct Tampered {
  std::string kind;            ///< test_deleted, assertion_weakened, ...: src/verify/include/verify/tamper.h
  std::string path;
  std::size_t line = 0;
  std::string what, diff;
};

/// How a run ended, by evidence. Printed by front ends, kept in `session.ended`.
struct Report {
  std::string session;         ///< id
  std::string model;           ///< provider/id
  std::string end;             ///< done, turn_limit, budget, stuck, refused, cancelled, failed
  std::string error;           ///< text when end is not done
  std::string error_code;      ///< base::name of it
  std::string status;          ///< verified, failed, regressed, unverified, unchanged
  std::string reason;          ///< one sentence: why that status
  std::string check;           ///< command that was run, "" = none
  std::int64_t tests_passed = -1, tests_failed = -1;   ///< on the final tree; -1 = not known
  std::vector<std::string> fixed, broken, failing, missing, flaky;   ///< names of tests
  std::vector<std::string> notes;      ///< more about the proof, a sentence each
  std::vector<Tampered> tampering;
  std::vector<RuleOutcome> rules;      ///< rules of the project that were broken, or whose breach was refused
  std::vector<CheckedClaim> claims;
  std::vector<std::string> doubts, questions;   ///< the model's own
  std::string receipt;         ///< id of the receipt, "" = nothing was to be proven
  std::string receipt_text;    ///< and all of it, JSON
  int rounds = 0;              ///< how often the verdict went back to the model
  std::vector<ChangedFile> changes;
  std::vector<ChangedFile> held;   ///< not in the tree: held, refused, in conflict (`plumb effects`)
  std::vector<std::string> git;    ///< what happened to repositories
  std::string text;            ///< the model's last message
  TokenUse usage;
  double cost_usd = 0;         ///< < 0 = not known
  int turns = 0;
  std::int64_t duration_ms = 0;
  int exit_code = 0;
};

/// Exit codes of `plumb run`; documented in the README and the manual page.
enum Exit : int {
  exit_ok = 0,            ///< verified, or nothing was changed and nothing was to be proven
  exit_error = 1,         ///< plumb itself could not go on
  exit_usage = 2,
  exit_failed = 3,        ///< the checks fail on the final tree
  exit_regressed = 4,     ///< something that passed before fails now
  exit_unverified = 5,    ///< changes were made and no check could prove them, or effects are held, or a subagent's change waits
  exit_model = 6,         ///< the model could not be reached or refused the key
  exit_limit = 7,         ///< turns, tokens, dollars, or going round in circles
  exit_refused = 8,       ///< the model declined, or builtin found nothing
  exit_interrupted = 130,
  exit_terminated = 143,
};

class Session {
 public:
  /// Starts a new session. The error says what is missing (model, key, writable state) and what to
  /// do; nothing is left behind then. `loop` must outlive the session.
  static io::Task<base::Result<std::unique_ptr<Session>>> start(io::Loop& loop, Settings settings,
                                                                SessionOptions options,
                                                                std::string task, Listener listener);
  /// Goes on with a recorded one: id, unique prefix, or "last" (of cwd). Calls without an outcome
  /// are told to the model as in doubt.
  static io::Task<base::Result<std::unique_ptr<Session>>> resume(io::Loop& loop, Settings settings,
                                                                 SessionOptions options,
                                                                 std::string name, Listener listener);
  virtual ~Session() = default;

  /// Works on `prompt` until the model ends, a limit is met, or the task is cancelled; then checks
  /// the result and returns the report. On cancellation the report says so; what was done is kept
  /// and undoable.
  virtual io::Task<Report> run(std::string prompt, std::vector<Picture> pictures = {}) = 0;

  // ---- while run() is at work, from the loop's thread. Each fails with unsupported when it is not. ----
  // What is asked for is done at the next moment at which nothing is half done: before the model's next request, or
  // before the run ends.
  /// Recorded at once, and then said to the model; a run that was about to end goes on.
  virtual base::Result<> steer(std::string text) = 0;
  /// About the held effects of a step; `paths` empty = all of them. The model is told.
  virtual base::Result<> answer(std::string step, Answer answer, std::vector<std::string> paths) = 0;
  /// `done` comes later, on the loop's thread, in any case. The model is told.
  virtual void change(Verb verb, std::string step, std::vector<std::string> paths,
                      std::function<void(base::Result<Undone>)> done) = 0;
  /// From the next held effects on.
  virtual void set_ask_held(bool ask) = 0;
  /// Where a search of builtin runs and has found something: ends it, and the run goes on with the best so far.
  /// False: there is nothing of the kind, and nothing was done.
  virtual bool stop_search() = 0;
  /// True while the run waits for an answer.
  [[nodiscard]] virtual bool needs_you() const = 0;
  /// Records an event of a front end (journal/event.h has those that there are). At any time. Fails as the journal.
  virtual base::Result<> note(std::string_view type, const json::Value& payload) = 0;

  /// What the session did, to be looked at there and then; null where there is none (`plumb ask`), and for the moments in
  /// which a thread of the pool works with it: try again a little later. Between runs too.
  [[nodiscard]] virtual const workspace::Workspace* project() const = 0;

  [[nodiscard]] virtual const std::string& id() const = 0;
  /// "anthropic/claude-..." and, for people, how it was chosen.
  [[nodiscard]] virtual const std::string& model_name() const = 0;
};

/// The JSON of `--output-format json`.
json::Value to_json(const Report& report);

}  // namespace engine
