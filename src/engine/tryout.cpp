#include "engine/tryout.h"

#include <boost/json.hpp>

#include <algorithm>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "check_session.h"
#include "choose.h"
#include "guard.h"
#include "journal/journal.h"
#include "project.h"
#include "recorder.h"
#include "tools/shell.h"
#include "workspace/workspace.h"

namespace engine {

namespace {

using base::Code;
using workspace::State;

constexpr io::Millis k_grace{2000};

/// What the user sees of the command's words.
std::string line_of(const TryOptions& options) {
  if (!options.what.empty()) return options.what;
  std::string line;
  for (const auto& word : options.argv) line += (line.empty() ? "" : " ") + word;
  return line;
}

constexpr const char* k_fork_step = "fork";

base::Result<> open_tree(io::Loop& loop, const Settings& settings, const std::string& cwd, const std::string& dir,
                         std::unique_ptr<Guard>& guard, std::unique_ptr<workspace::Workspace>& tree) {
  auto how = workspace_options(settings, cwd, dir);
  TRY(guard, Guard::make(loop, settings, {how.root, dir, how.store_dir}));
  how.transactions = guard->is_transactional();
  // All is held until the user has seen it, but for what a managed file forbids.
  how.hold_all = true;
  how.policy.user.clear();
  TRY(tree, workspace::Workspace::open(std::move(how)));
  guard->show(tree->outside());
  return {};
}

class Tryout {
 public:
  Tryout(io::Loop& loop, Settings settings, TryOptions options)
      : loop_(loop), settings_(std::move(settings)), options_(std::move(options)) {}

  io::Task<base::Result<Tried>> run() {
    CO_TRY(key_names_, key_names(settings_));
    CO_TRY_DO(open());
    auto done = co_await work();
    co_await io::shielded(guard_->close());
    const json::Object end = {{"end", done ? "done" : "failed"},
                              {"status", !done ? "failed" : !options_.fork.empty() ? "held" : done->is_kept ? "kept" : "dropped"},
                              {"exit_code", done ? done->exit_code : 1},
                              {"error", done ? "" : done.error().what}};
    CO_TRY_DO(journal_->append("session.ended", end));
    co_return done;
  }

 private:
  /// A new session, or a fork's.
  base::Result<> open() {
    std::string dir;
    if (options_.fork.empty()) {
      id_ = base::new_id();
      dir = session_dir(settings_, id_);
      TRY(journal_, journal::Journal::create(dir));
      TRY_DO(journal_->append("session.started", start_without_model(id_, options_.cwd, "try: " + line_of(options_))));
    } else {
      TRY(const auto fork, read_fork(settings_, options_.cwd, options_.fork));
      id_ = fork.id;
      dir = fork.dir;
      journal::Damage damage;
      TRY(journal_, journal::Journal::open(dir, damage));
      TRY_DO(journal_->append("session.resumed", json::Object{{"id", id_}, {"task", line_of(options_)}}));
    }
    return open_tree(loop_, settings_, options_.cwd, dir, guard_, workspace_);
  }

  io::ProcessSpec spec() const {
    io::ProcessSpec spec;
    spec.argv = options_.argv;
    spec.cwd = workspace_->root();
    // The user's own words, but what they start is the project's: a hook, a Makefile.
    spec.env = tools::shell_env(settings_.env, key_names_).all();
    spec.open_stdin = options_.open_stdin;
    spec.merge_stderr = false;
    return spec;
  }

  io::Task<> pass_out() {
    while (true) {
      const auto bytes = co_await process_->read_out();
      if (!bytes || bytes->empty()) co_return;
      options_.on_out(*bytes);
    }
  }
  io::Task<> pass_err() {
    while (true) {
      const auto bytes = co_await process_->read_err();
      if (!bytes || bytes->empty()) co_return;
      options_.on_err(*bytes);
    }
  }
  io::Task<> pass_in() {
    while (true) {
      auto bytes = co_await options_.read_in();
      if (!bytes || bytes->empty()) break;
      const auto written = co_await process_->write_in(*std::move(bytes));
      if (!written) break;   // it wants no more
    }
    process_->close_in();
  }

  /// To its end; the readers have then had all.
  io::Task<base::Result<io::ExitStatus>> run_to_end() {
    io::Scope input(loop_);
    if (options_.open_stdin) input.spawn(pass_in());
    std::vector<io::Task<>> readers;
    readers.push_back(pass_out());
    readers.push_back(pass_err());
    co_await io::all(std::move(readers));
    auto status = co_await process_->wait();
    if (!status) co_await process_->end_group(k_grace);
    input.cancel();
    co_await io::shielded(input.wait());
    co_return status;
  }

  io::Task<base::Result<io::ExitStatus>> run_in_time() {
    if (options_.timeout.count() == 0) co_return co_await run_to_end();
    co_return co_await io::within(options_.timeout, "the command", run_to_end());
  }

  io::Task<base::Result<Tried>> work() {
    const bool is_fork = !options_.fork.empty();
    const std::string step_id = is_fork ? k_fork_step : "try";
    const std::string what = "try: " + line_of(options_);
    workspace::Workspace::Command command;
    if (is_fork) {
      CO_TRY(command, workspace_->again(step_id));
    } else {
      CO_TRY(command, co_await workspace_->before_command(step_id, what));
    }
    auto started = co_await guard_->launcher(command.view).start(spec());
    if (!started) {
      (void)co_await io::shielded(workspace_->after_command(command.number));   // it did nothing
      co_return base::fail(started.error());
    }
    process_ = *std::move(started);
    const auto status = co_await run_in_time();
    process_.reset();
    CO_TRY(const auto step, co_await io::shielded(workspace_->after_command(command.number)));
    const json::Object payload = {{"step", step_id}, {"what", what}, {"count", step.effects.size()},
                                  {"effects", effects_to_json(step.effects)}};
    CO_TRY_DO(journal_->append("effects", payload));
    co_return co_await io::shielded(decide(step_id, status));
  }

  io::Task<base::Result<Tried>> decide(std::string step_id, base::Result<io::ExitStatus> status) {
    Tried tried;
    tried.session = id_;
    tried.exit_code = status ? status->code : 130;
    tried.timed_out = !status && status.error().code == Code::timeout;
    tried.effects = view_of(step_id);
    const bool any = !tried.effects.changes.empty() || !tried.effects.git.empty() || holds(step_id);
    using Decision = TryOptions::Decision;
    const Decision decision = any && status ? options_.decide(tried.effects) : Decision::drop;
    if (!options_.fork.empty() || decision == Decision::hold) co_return tried;
    const bool wanted = decision == Decision::keep;
    CO_TRY_DO(journal_->append(wanted ? "apply.started" : "drop.started", json::Object{{"step", step_id}}));
    const auto report = workspace_->is_transactional() ? settle(step_id, wanted) : settle_snapshot(step_id, wanted);
    if (!report) co_return base::fail(report.error());
    tried.is_kept = wanted;
    tried.kept.restored = report->restored;
    for (const auto& conflict : report->conflicts)
      tried.kept.conflicts.push_back({conflict.path, conflict.why, conflict.kept_as});
    if (!workspace_->is_transactional())
      tried.warning = "no overlays here (" + guard_->why() + "): the command ran on the real tree, and its effects were " +
                      (wanted ? "kept" : "taken back from snapshots");
    CO_TRY_DO(journal_->append(wanted ? "apply" : "drop", json::Object{{"step", step_id},
                                                                       {"restored", report->restored.size()},
                                                                       {"conflicts", report->conflicts.size()}}));
    co_return tried;
  }

  base::Result<workspace::UndoReport> settle(const std::string& step_id, bool wanted) {
    if (!holds(step_id)) return workspace::UndoReport{};
    if (wanted) return workspace_->accept(step_id);
    TRY_DO(workspace_->drop(step_id));
    return workspace::UndoReport{};
  }

  /// Also what is told as git's story only.
  bool holds(const std::string& step_id) const {
    for (const auto& step : workspace_->steps())
      if (step.id == step_id)
        return std::find(step.states.begin(), step.states.end(), State::held) != step.states.end();
    return false;
  }

  base::Result<workspace::UndoReport> settle_snapshot(const std::string& step_id, bool wanted) {
    if (wanted) return workspace::UndoReport{};
    return workspace_->undo(step_id);
  }

  StepView view_of(const std::string& step_id) const {
    for (const auto& step : workspace_->steps())
      if (step.id == step_id) return step_view(step);
    return {};
  }

  io::Loop& loop_;
  Settings settings_;
  TryOptions options_;
  std::string id_;
  std::vector<std::string> key_names_;   ///< of variables
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Guard> guard_;
  std::unique_ptr<workspace::Workspace> workspace_;
  std::unique_ptr<io::Process> process_;
};

}  // namespace

io::Task<base::Result<Tried>> try_command(io::Loop& loop, Settings settings, TryOptions options) {
  Tryout tryout(loop, std::move(settings), std::move(options));
  co_return co_await tryout.run();
}

// ---- forks ----

base::Result<std::string> make_fork(io::Loop& loop, Settings settings, const std::string& cwd, const std::string& name) {
  const bool plain = !name.empty() && name.size() <= 100 && name.find_first_of("/\n\t ") == std::string::npos && name[0] != '-' && name[0] != '.';
  if (!plain) return base::fail(Code::invalid, "a fork's name is one word without '/', not starting with '-' or '.': '" + name + "'");
  const auto known = read_fork(settings, cwd, name);
  if (known) return base::fail(Code::exists, "there is a fork " + name + " of this project already");
  if (known.error().code != Code::not_found) return base::fail(known.error());
  const std::string id = base::new_id();
  const std::string dir = session_dir(settings, id);
  TRY(const auto journal, journal::Journal::create(dir));
  std::unique_ptr<Guard> guard;
  std::unique_ptr<workspace::Workspace> tree;
  auto opened = open_tree(loop, settings, cwd, dir, guard, tree);
  if (opened && !tree->is_transactional())
    opened = base::fail(Code::unsupported, "a fork needs overlays, and here are none: " + guard->why());
  if (opened) {
    const auto begun = loop.run(tree->before_command(k_fork_step, "fork: " + name));
    const auto held = begun ? loop.run(tree->after_command(begun->number)) : base::Result<workspace::Step>(base::fail(begun.error()));
    if (!held) opened = base::fail(held.error());
  }
  if (opened) {
    auto start = start_without_model(id, cwd, "fork: " + name);
    start["fork"] = name;
    auto told = journal->append("session.started", start);
    // Nothing of it runs until somebody runs something in it.
    if (told) told = journal->append("session.ended", json::Object{{"end", "done"}, {"status", "held"}, {"exit_code", 0}, {"error", ""}});
    if (!told) opened = base::fail(told.error());
  }
  if (!opened) {
    tree.reset();
    (void)base::remove_all(dir);   // the first failure is the one to tell
    return base::fail(opened.error());
  }
  return id;
}

/// Those whose name is `only`, if it is one: the others' sessions are then not read, so that making and
/// using one costs the same however many there are.
static base::Result<std::vector<ForkView>> forks_of(const Settings& settings, const std::string& cwd, const std::string& only) {
  TRY(const auto index, journal::Index::open(settings.places.state));
  TRY(const auto all, index->forks(cwd));
  std::vector<ForkView> forks;
  for (const auto& each : all) {
    if (!only.empty() && each.fork != only) continue;
    ForkView fork{each.fork, each.id, each.started_ms, {}, {}};
    auto session = read_session(settings, each.id, cwd);
    if (session) {
      const bool is_over = std::any_of(session->events.begin(), session->events.end(), [](const auto& event) {
        return event.type == "apply" || event.type == "drop";
      });
      if (is_over) continue;
      auto steps = list_steps(settings, *session);
      if (steps && !steps->empty()) fork.effects = steps->front();
      if (!steps) fork.problem = steps.error().what;
    } else {
      fork.problem = session.error().what;
    }
    forks.push_back(std::move(fork));
  }
  return forks;
}

base::Result<std::vector<ForkView>> list_forks(const Settings& settings, const std::string& cwd) {
  return forks_of(settings, cwd, "");
}

base::Result<Recorded> read_fork(const Settings& settings, const std::string& cwd, const std::string& name) {
  TRY(const auto forks, forks_of(settings, cwd, name));
  for (const auto& fork : forks)
    if (fork.name == name) return read_session(settings, fork.session, cwd);
  return base::fail(Code::not_found, "there is no fork " + name + " of this project (`plumb fork list`)");
}

namespace {

/// Runs a script of ours in a shell, with `input` for it; its output, or its error as ours.
io::Task<base::Result<Tried>> run_script(io::Loop& loop, const Settings& settings, TryOptions options, std::string input,
                                         std::string& out) {
  std::string err;
  options.on_out = [&out](std::string_view bytes) { out += bytes; };
  options.on_err = [&err](std::string_view bytes) { err += bytes; };
  options.open_stdin = !input.empty();
  auto next = [&input]() -> io::Task<base::Result<std::string>> { co_return std::exchange(input, {}); };
  options.read_in = next;
  CO_TRY(auto tried, co_await try_command(loop, settings, std::move(options)));
  while (err.ends_with('\n')) err.pop_back();
  constexpr int k_exists = 3;   // the scripts' own
  if (tried.exit_code != 0)
    co_return base::fail(tried.exit_code == k_exists ? Code::exists : Code::invalid, "git could not commit the fork: " + err);
  co_return tried;
}

}  // namespace

// Two steps, all by git itself and in the sandbox. In the fork a commit is made with an index and an
// object folder that are thrown away, and leaves as a pack; so the fork is as it was and goes on. In the
// project the pack is taken in and the branch set: a step of its own, that can be undone.
io::Task<base::Result<std::string>> branch_of_fork(io::Loop& loop, Settings settings, std::string cwd, std::string name,
                                                   std::string branch, std::string message) {
  constexpr std::string_view k_look = R"sh(set -e
git check-ref-format "refs/heads/$1" || { echo "'$1' is no name for a branch" >&2; exit 2; }
if git show-ref --verify --quiet "refs/heads/$1"; then echo "there is a branch $1 already" >&2; exit 3; fi
git rev-parse --verify --quiet HEAD || true
)sh";
  constexpr std::string_view k_pack = R"sh(set -e
own=$(mktemp -d)
objects=$(git rev-parse --path-format=absolute --git-path objects)
cp "$(git rev-parse --git-path index)" "$own/index" 2>/dev/null || true
mkdir "$own/objects"
export GIT_INDEX_FILE="$own/index" GIT_OBJECT_DIRECTORY="$own/objects" GIT_ALTERNATE_OBJECT_DIRECTORIES="$objects"
git add -A
tree=$(git write-tree)
if head=$(git rev-parse --verify --quiet HEAD); then commit=$(git commit-tree "$tree" -p "$head" -m "$2")
else commit=$(git commit-tree "$tree" -m "$2"); fi
echo "$commit"
{ echo "$commit"; if [ -n "$1" ]; then echo "^$1"; fi; } | git pack-objects --revs --stdout -q
rm -rf "$own"
)sh";
  constexpr std::string_view k_put = R"sh(set -e
git unpack-objects -q
git update-ref -m "plumb: fork" "refs/heads/$1" "$2" ""
)sh";
  const auto words = [](std::string_view script, std::string first, std::string second) {
    return std::vector<std::string>{"/bin/sh", "-c", std::string(script), "sh", std::move(first), std::move(second)};
  };
  TryOptions look;
  look.cwd = cwd;
  look.argv = words(k_look, branch, "");
  look.what = "look for a branch " + branch;
  look.decide = [](const StepView&) { return TryOptions::Decision::drop; };
  std::string head;
  CO_TRY_DO(co_await run_script(loop, settings, std::move(look), "", head));
  while (head.ends_with('\n')) head.pop_back();

  TryOptions pack;
  pack.cwd = cwd;
  pack.fork = name;
  pack.argv = words(k_pack, head, message.empty() ? "fork " + name : message);
  pack.what = "commit the fork " + name;
  pack.decide = [](const StepView&) { return TryOptions::Decision::hold; };
  std::string packed;
  CO_TRY_DO(co_await run_script(loop, settings, std::move(pack), "", packed));
  const auto line = packed.find('\n');
  if (line == std::string::npos) co_return base::fail(Code::invalid, "git told no commit");
  const std::string commit = packed.substr(0, line);

  TryOptions put;
  put.cwd = cwd;
  put.argv = words(k_put, branch, commit);
  put.what = "branch " + branch + " from the fork " + name;
  put.decide = [](const StepView&) { return TryOptions::Decision::keep; };
  std::string none;
  CO_TRY(const auto done, co_await run_script(loop, settings, std::move(put), packed.substr(line + 1), none));
  if (!done.kept.conflicts.empty())
    co_return base::fail(Code::changed, done.kept.conflicts.front().path + ": " + done.kept.conflicts.front().why);
  co_return commit;
}

}  // namespace engine
