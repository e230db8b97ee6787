#pragma once
// plumb as a library: one Host in a process, any number of sessions in it, and a view of all sessions of the
// machine, those that other plumb processes run included.
//
//   auto host = plumb::Host::open({});                      // configuration and keys as the program finds them
//   auto id = (*host)->create({.cwd = "/home/me/project"});
//   auto watching = (*host)->observe(*id, 1, {.on_event = print});
//   (*host)->prompt(*id, {"make the tests pass"}, [&](const plumb::Ended& ended) { (*host)->stop(); });
//   (*host)->run();
//
// A session is its log (docs/architecture.md, "The record"). A Host holds nothing that is not in a log: a session
// that waits for its next prompt costs a row in a table, no process, no timer and no open file.
//
// Everything is for one thread: the one that calls run(). post() and stop() are safe from any. Callbacks come on
// that thread, never from inside the call that they belong to, and must not throw. Texts are UTF-8; payloads of events
// are JSON objects, whose members docs/protocol.md lists. Errors: `what` is a sentence for people, `code` decides.

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace plumb {

using base::Code;
using base::Error;
using base::Result;

/// A program that has the library in it is also the helper of its own sandbox, started again with another name. main()
/// begins with: if (plumb::is_helper(argc, argv)) return plumb::run_helper(argc, argv);
bool is_helper(int argc, char** argv);
int run_helper(int argc, char** argv);

/// A line of a session's log. `seq` is 1 for the first, rising by 1.
struct Event {
  std::uint64_t seq = 0;
  std::int64_t time_ms = 0;    ///< since 1970
  std::string type;
  std::string payload;         ///< JSON object
};

/// What is streamed while it comes into being, and is in the log only when it is whole.
struct Live {
  enum class What { text, reasoning, tool_output, void_since_retry };
  What what = What::text;
  std::string call;            ///< id of the tool call, of tool_output
  std::string bytes;           ///< UTF-8 except for tool_output, which is what the command wrote
};

enum class State {
  idle,          ///< its last run ended, or it has not begun
  running,       ///< in this process or in another
  needs_you,     ///< runs, and waits for an answer (answer())
  interrupted,   ///< its process ended before it did: prompt() goes on
};
std::string_view name(State state);

/// One row of the fleet. Everything but `state`, `here`, `process` and `queued` is a fold over the log.
struct SessionInfo {
  std::string id, cwd, model;      ///< model "" = none chosen yet
  std::string task;                ///< the first prompt, of a long one its beginning
  std::string title;               ///< given by rename(), else the task's first line
  State state = State::idle;
  std::string status, reason;      ///< of the last verdict: verified, failed, regressed, unverified, unchanged; "" = none yet
  /// Of an idle one: as `status`, or what else became of it: "ended" (a question), "held", "kept", "dropped" (a command that was
  /// tried, a fork).
  std::string outcome;
  std::int64_t started_ms = 0, updated_ms = 0;
  std::int64_t turns = 0, tokens_in = 0, tokens_cached = 0, tokens_out = 0;
  double cost_usd = 0;             ///< < 0 = not known
  std::uint64_t last_seq = 0;      ///< of the newest event
  std::size_t held = 0;            ///< effects that wait for leave
  std::size_t queued = 0;          ///< prompts that wait for the present one to end
  std::size_t plan_done = 0, plan_all = 0;
  std::string parent;              ///< of an attempt: the session that started it
  int attempt = 0;                 ///< its number, 0 = it is none
  std::string role;                ///< of a subagent, which is recorded like an attempt
  bool here = false;               ///< this Host runs it, or would
  pid_t process = 0;               ///< of the other process that runs it, if its number is visible
  bool resumable = true;           ///< false: a fork, or a command that was tried: no model can go on with it
};

/// What becomes of effects that the policy holds back (docs/policy.md).
enum class Held {
  ask,     ///< the run waits for answer()
  keep,    ///< the run goes on without them; they can be applied or dropped later
};

/// A server of tools (MCP) that a front end brings along, beside the configured ones. It runs as the user's own do. What env and
/// headers hold is kept from logs and models; nothing of it is recorded: who opens the session again brings it again.
struct ToolServer {
  std::string name;                ///< what is no letter, digit, - or _ becomes -
  std::vector<std::string> argv;   ///< a program that is spoken to over its standard input and output, or
  std::string url;                 ///< an address
  std::vector<std::pair<std::string, std::string>> env, headers;
};

struct NewSession {
  std::string cwd;                 ///< absolute, an existing folder
  std::string model, effort;       ///< "" = as configured
  std::string check;               ///< test command, "" = found by plumb
  bool verify = true;
  int turns_max = 0;               ///< 0 = as configured
  double budget_usd = -1;          ///< < 0 = as configured
  std::int64_t tokens_max = 0;     ///< 0 = as configured
  Held held = Held::ask;
  std::vector<ToolServer> servers; ///< at most 50
};

struct Image {
  std::string mime;                ///< image/png, image/jpeg, image/gif, image/webp
  std::string bytes;
};
struct Prompt {
  std::string text;
  std::vector<Image> images;       ///< at most 20, 5 MiB each
};

/// How a prompt's run ended.
struct Ended {
  std::string end;                 ///< done, turn_limit, budget, stuck, refused, cancelled, failed
  std::string status, reason;      ///< by evidence, as SessionInfo::status
  std::string text;                ///< the model's last message
  std::string error, error_code;   ///< where end is not done
  std::int64_t tokens_in = 0, tokens_cached = 0, tokens_out = 0, tokens_reasoning = 0;
  double cost_usd = 0;             ///< < 0 = not known
  int exit_code = 0;               ///< that of `plumb run`
  std::string report;              ///< all of it: the JSON of `plumb run --output-format json`
};

enum class Answer { apply, drop, keep };   ///< keep = go on without, decide later
enum class Verb { undo, redo, rewind, apply, drop };

struct Conflict {
  std::string path, why, kept_as;
};
struct Changed {
  std::vector<std::string> restored;
  std::vector<Conflict> conflicts;   ///< changed by somebody else since: left alone
};

/// A step of a session: the effects of one tool call.
struct Effect {
  std::string path, change;          ///< created, modified, deleted, mode, type
  std::string state, why;            ///< applied, undone, held, refused, conflict; why of the last three
  std::string renamed_from;
  std::uint64_t entries = 1;         ///< of a folder that came or went whole
  bool undoable = true;
  std::vector<std::string> notes;    ///< what else is known of it, a sentence each
};
struct Step {
  std::string id, what;              ///< id of its tool call
  std::int64_t time_ms = 0;
  bool undone = false;
  std::vector<Effect> effects;
  std::vector<std::string> git;      ///< what happened to repositories
};

/// The effects that a diff is of.
enum class Which {
  all,       ///< in the tree or not; what is not has a line before it that says so
  tree,      ///< what the session did to the tree, taken together
  waiting,   ///< what is not in the tree: held, refused, in conflict
};

/// A log as it was read.
struct Record {
  std::vector<Event> events;
  std::string damage;                ///< what could not be read, in words; "" = all is whole
};

/// A file that the session touched, as it was at a moment.
struct FileAt {
  std::string path;
  bool exists = true;
  std::uint64_t size = 0;
  std::string last_step;             ///< that changed it, at that moment; "" = none had
};

/// What one model spent in one project on one day (UTC), by the answers that came on it.
struct Usage {
  std::string day;                   ///< "2026-11-30"
  std::string model, cwd;
  std::int64_t sessions = 0, tokens_in = 0, tokens_cached = 0, tokens_out = 0;
  double cost_usd = 0;
};

/// The project's checks by the user's own hand (docs/checks.md), in a fork of it, of which nothing stays.
struct CheckOptions {
  std::string cwd;                   ///< absolute
  std::string command;               ///< run this instead of what is found; "" = what is found
  std::vector<std::string> names;    ///< of tests: only these
  bool affected_only = false;        ///< what the changes since the last commit can affect
  std::function<void(const std::string& command, const std::string& why)> on_start;   ///< before each run; may be empty
};
struct Checked {
  int exit_code = 0;                 ///< 0 all passed, 3 something failed, 5 nothing was proven
  std::string report;                ///< the JSON of `plumb check --json`
};

/// A look through the files below a folder; what git ignores is left out.
struct SearchOptions {
  std::string cwd;                   ///< absolute
  std::string pattern;               ///< RE2's syntax, within one line
  std::string glob;                  ///< "*.py", "!test*"; "" = all
  bool literal = false, ignore_case = false;
  std::size_t limit = 200;           ///< lines, at most 1000
};
struct Found {
  struct Line {
    std::string path;                ///< from cwd
    std::size_t number = 0;
    std::string text;                ///< UTF-8
  };
  std::vector<Line> lines;
  std::size_t files = 0;             ///< that were searched
  bool cut = false;                  ///< there is more
};

struct Model {
  std::string name;                  ///< "provider/id", "builtin"
  std::string what;                  ///< for people: window, price, why it can (not) be used
  bool usable = false;               ///< there is a key, or it needs none
  bool images = false;
};

/// A skill or a slash command of a folder or of the user, which a prompt can begin with: "/name ...".
struct Command {
  std::string name, description;
};

struct Observer {
  /// Events from the asked one on, each once, in order, without a gap; first what is recorded, then what comes.
  std::function<void(const Event&)> on_event;
  /// Only of sessions whose process can be reached. Who comes late is told first, after the events so far, what was streamed
  /// and is in no event yet (of much, the end).
  std::function<void(const Live&)> on_live;
  /// Once when on_event has told all that was recorded, and after each change of state.
  std::function<void(const SessionInfo&)> on_state;
};

/// Ends what it stands for when it is destroyed. May outlive the Host.
class Subscription {
 public:
  Subscription() = default;
  explicit Subscription(std::function<void()> end) : end_(std::move(end)) {}
  Subscription(Subscription&& other) noexcept : end_(std::exchange(other.end_, nullptr)) {}
  Subscription& operator=(Subscription&& other) noexcept {
    std::swap(end_, other.end_);
    return *this;
  }
  ~Subscription() {
    if (end_) end_();
  }

 private:
  std::function<void()> end_;
};

struct HostOptions {
  /// Environment variables over (or, with inherit = false, instead of) the process's: PLUMB_HOME, keys, proxies.
  std::map<std::string, std::string> env;
  bool inherit = true;
};

using Done = std::function<void(Result<>)>;
template <class T>
using Then = std::function<void(Result<T>)>;

class Host {
 public:
  /// Reads the configuration. Fails with invalid (file, line and what is wrong), denied. Costs no more than that:
  /// the fleet is looked at when it is first asked for.
  static Result<std::unique_ptr<Host>> open(HostOptions options);
  /// Cancels what runs here and waits until it has ended in order (at most some seconds; what is killed then goes on
  /// from its log).
  virtual ~Host() = default;

  virtual void run() = 0;
  virtual void stop() = 0;
  virtual void post(std::function<void()> f) = 0;

  // ---- work. `id` is a whole id, as create() and list() give it. ----
  /// A new session, of which nothing is on disk before its first prompt. Fails with not_found (no such folder), invalid.
  virtual Result<std::string> create(NewSession options) = 0;
  /// Starts a run, or, while one is at work, queues the prompt behind it (`plumb` of another process included). A
  /// session of the log is resumed. `on_end` comes once in any case, with end "failed" if the run could not begin.
  /// Fails at once with not_found, invalid (an empty prompt, too many or too large images).
  virtual Result<> prompt(const std::string& id, Prompt prompt, std::function<void(const Ended&)> on_end) = 0;
  /// Says something to the running model, before its next request. Fails with not_found, unsupported (nothing runs; its
  /// process cannot be reached).
  virtual void steer(const std::string& id, std::string text, Done done) = 0;
  /// Takes queued prompts back, the n-th (from 0) alone or all (-1). Their on_end come with end "cancelled".
  virtual void unqueue(const std::string& id, int n, Done done) = 0;
  virtual std::vector<std::string> queued(const std::string& id) = 0;
  /// Ends the running prompt in order; what was done is kept and undoable.
  virtual void cancel(const std::string& id, Done done) = 0;
  /// What shall become of effects that are held, of step `step`, whether the run waits for it or not. `paths` empty = all of
  /// them. Fails with not_found (no such step, nothing held), unsupported.
  virtual void answer(const std::string& id, std::string step, Answer answer, std::vector<std::string> paths, Done done) = 0;
  /// Undo and the like (docs/transactions.md); of a running session before its next request. Fails with not_found, unsupported, io.
  virtual void change(const std::string& id, Verb verb, std::string step, std::vector<std::string> paths,
                      Then<Changed> done) = 0;
  /// A new session with the conversation of `id` up to and with event `upto` (0 = all), in the same folder. The tree
  /// is left as it is. Fails with not_found, io.
  virtual Result<std::string> fork(const std::string& id, std::uint64_t upto) = 0;
  /// Recorded in the log. Fails with not_found, invalid (empty), changed (another process runs it and cannot be reached).
  virtual void rename(const std::string& id, std::string title, Done done) = 0;
  /// Model and effort of the next prompt; "" = as it is. Fails with not_found (also: no such model), ambiguous and
  /// unauthenticated (the model). A name that only a local server could have takes up to 0.3 s.
  virtual Result<> set_model(const std::string& id, std::string model, std::string effort) = 0;
  /// What becomes of held effects from the next step on. Fails with not_found.
  virtual Result<> set_held(const std::string& id, Held held) = 0;

  /// Those of the next run on; none take what there was. Fails with not_found, invalid (too many), unsupported (another process
  /// runs it).
  virtual Result<> set_servers(const std::string& id, std::vector<ToolServer> servers) = 0;

  // ---- looking ----
  /// Newest first; `cwd` "" = all projects; `query` "" = all, else full text. The forks of `plumb fork` are not among them. Fails
  /// with io.
  virtual Result<std::vector<SessionInfo>> list(const std::string& cwd, const std::string& query, std::size_t limit) = 0;
  /// Those that the sessions `ids` started: attempts and subagents, of each session by their numbers. Of an id that there is not,
  /// none. Fails with io.
  virtual Result<std::vector<SessionInfo>> attempts(const std::vector<std::string>& ids) = 0;
  /// `name`: id, unique prefix, or "last" (of `cwd`). Fails with not_found, ambiguous.
  virtual Result<SessionInfo> info(const std::string& name, const std::string& cwd) = 0;
  /// Events from `from` on, at most `limit`. Fails with not_found, io.
  virtual Result<std::vector<Event>> events(const std::string& id, std::uint64_t from, std::size_t limit) = 0;
  /// All of it, read past what is damaged. Fails with not_found, io.
  virtual Result<Record> record(const std::string& id) = 0;
  /// The session for people: task, answers, calls with their outputs, changes, verdict. Fails as record().
  virtual Result<std::string> markdown(const std::string& id) = 0;
  virtual Result<std::string> blob(const std::string& id, const std::string& name) = 0;
  /// Newest days first, of the last `days`. Fails with io.
  virtual Result<std::vector<Usage>> usage(int days) = 0;
  // What the log alone cannot tell is asked of the session's store, by the process that runs it: the answer comes later.
  virtual void steps(const std::string& id, Then<std::vector<Step>> then) = 0;
  /// Unified diff of a step, of all if `step` is "". Fails with not_found (no such step).
  virtual void diff(const std::string& id, const std::string& step, Which which, Then<std::string> then) = 0;
  void diff(const std::string& id, const std::string& step, Then<std::string> then) { diff(id, step, Which::all, std::move(then)); }
  /// The files that the session touched, as they were right after event `seq` (0 = now).
  virtual void files_at(const std::string& id, std::uint64_t seq, Then<std::vector<FileAt>> then) = 0;
  /// One of them; also a file of the project that no step touched. Fails with not_found (it was not there, or is not kept),
  /// too_big (1 MiB), denied (outside of the project).
  virtual void content_at(const std::string& id, std::uint64_t seq, const std::string& path, Then<std::string> then) = 0;
  virtual std::vector<Model> models() = 0;
  /// Slash commands first. Of `cwd`'s repository too: what they say is anybody's. What cannot be read is left out here; a session
  /// tells of it.
  virtual std::vector<Command> commands(const std::string& cwd) = 0;

  // ---- a project without a session ----
  /// `then` comes once. The end of the subscription cancels it (Error{cancelled}). Fails with not_found (no such folder),
  /// invalid (names that no check can be given), unsupported.
  [[nodiscard]] virtual Subscription check(CheckOptions options, Then<Checked> then) = 0;
  /// Fails with not_found, invalid (the pattern), denied.
  virtual void search(SearchOptions options, Then<Found> then) = 0;

  [[nodiscard]] virtual Subscription observe(const std::string& id, std::uint64_t from, Observer observer) = 0;
  /// Told of each session whose row changed, also of those that other processes begin, at most ten times a second each.
  [[nodiscard]] virtual Subscription watch(std::function<void(const SessionInfo&)> changed) = 0;
};

}  // namespace plumb
