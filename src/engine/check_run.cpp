#include "engine/check.h"

#include <boost/json.hpp>

#include <sys/stat.h>

#include <algorithm>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "choose.h"
#include "guard.h"
#include "project.h"
#include "proof.h"
#include "verify/select.h"
#include "verify/verify.h"
#include "workspace/workspace.h"

namespace engine {

namespace {

using base::Code;
using workspace::Workspace;

constexpr io::Millis k_git_timeout{30000};

/// What of a check is to be run.
struct Wanted {
  verify::Check check;
  std::string part;        ///< why not all of it
  bool is_needed = true;
};

class ByHand {
 public:
  ByHand(io::Loop& loop, Settings settings, CheckOptions options)
      : loop_(loop), settings_(std::move(settings)), options_(std::move(options)) {}

  io::Task<base::Result<Checked>> run() {
    CO_TRY(const auto names, key_names(settings_));
    for (const auto& name : names) settings_.env.unset(name);
    CO_TRY(auto checks, find());
    if (checks.empty()) {
      checked_.advice = "no check was found in " + options_.cwd + ".\n" + verify::how_to_configure();
      co_return std::move(checked_);
    }
    CO_TRY_DO(open());
    auto done = co_await run_all(std::move(checks));
    co_await io::shielded(guard_->close());
    if (!done) co_return base::fail(std::move(done).error());
    co_return std::move(checked_);
  }

 private:
  /// What a `plumb check` that was killed left behind. One that runs for longer than a day is none of ours.
  static void sweep(const std::string& folder) {
    constexpr std::int64_t k_old_s = 86400;
    const auto names = base::list_dir(folder);
    if (!names) return;   // it was made just now
    for (const std::string& name : *names) {
      struct stat st {};
      const std::string path = base::join(folder, name);
      if (::lstat(path.c_str(), &st) == 0 && base::now_ms() / 1000 - st.st_mtim.tv_sec > k_old_s)
        (void)base::remove_all(path);   // the next one tries again
    }
  }

  base::Result<std::vector<verify::Check>> find() const {
    if (options_.command.empty()) return verify::discover_all(options_.cwd, settings_.env);
    verify::Check check;
    check.name = "given";
    check.command = options_.command;
    check.why = "given by the user";
    return std::vector<verify::Check>{std::move(check)};
  }

  base::Result<> open() {
    const std::string folder = base::join(settings_.places.state, "checks");
    TRY_DO(base::make_dirs(folder, 0700));
    sweep(folder);
    TRY(auto dir, base::TempDir::make("check-", folder));
    dir_.emplace(std::move(dir));
    auto how = workspace_options(settings_, options_.cwd, dir_->path());
    TRY(guard_, Guard::make(loop_, settings_, {how.root, dir_->path(), how.store_dir}));
    how.transactions = guard_->is_transactional();
    TRY(tree_, Workspace::open(std::move(how)));
    guard_->show(tree_->outside());
    return {};
  }

  io::Task<base::Result<>> run_all(std::vector<verify::Check> checks) {
    CO_TRY(const auto wanted, co_await choose(std::move(checks)));
    for (const auto& one : wanted) {
      CheckedRun run;
      run.name = one.check.name;
      run.command = one.check.command;
      run.why = one.check.why;
      run.part = one.part;
      if (!one.is_needed) {
        run.status = CheckedRun::Status::not_needed;
      } else {
        if (options_.on_start) options_.on_start(one.check.command, one.part);
        CO_TRY(const auto result, co_await run_apart(one.check));
        fill(run, result);
      }
      checked_.runs.push_back(std::move(run));
    }
    co_return base::Result<>();
  }

  io::Task<base::Result<std::vector<Wanted>>> choose(std::vector<verify::Check> checks) {
    std::vector<Wanted> wanted;
    if (!options_.names.empty()) co_return by_name(checks);
    std::optional<std::vector<std::string>> changed;
    if (options_.is_affected_only) {
      CO_TRY(changed, co_await changes());
    }
    for (auto& check : checks) {
      Wanted one;
      if (options_.is_affected_only && !changed) {
        one.part = "everything: what has changed is not known without a commit of git";
      } else if (changed) {
        const auto affected = verify::affected(check, tree_->root(), *changed);
        one.is_needed = affected.scope != verify::Scope::nothing;
        one.part = (affected.scope == verify::Scope::everything ? "everything: " : "") + affected.why;
        if (affected.scope == verify::Scope::part) check.command = affected.command;
      }
      one.check = std::move(check);
      wanted.push_back(std::move(one));
    }
    co_return wanted;
  }

  /// The first check that can be given them: names do not tell whose they are.
  base::Result<std::vector<Wanted>> by_name(const std::vector<verify::Check>& checks) const {
    for (const auto& check : checks) {
      const std::string command = verify::command_for(check, tree_->root(), options_.names);
      if (command.empty()) continue;
      Wanted one{check, options_.names.size() == 1 ? "one test by name" : "tests by name", true};
      one.check.command = command;
      return std::vector<Wanted>{std::move(one)};
    }
    std::string known;
    for (const auto& check : checks) known += "\n  " + check.command;
    return base::fail(Code::invalid, "no check here can be given these names of tests (`plumb check --json` lists the names):" + known);
  }

  /// Paths that differ from the last commit; nothing where git does not say. Asked in the sandbox: a
  /// repository's own configuration can start programs.
  io::Task<base::Result<std::optional<std::vector<std::string>>>> changes() {
    std::optional<std::vector<std::string>> none;
    io::ProcessSpec spec;
    spec.argv = {"/bin/sh", "-c",
                 "git diff --no-ext-diff --no-renames --name-only -z --relative HEAD && git ls-files -z --others --exclude-standard"};
    spec.cwd = tree_->root();
    spec.env = verify::check_env(settings_.env).all();
    spec.env["GIT_OPTIONAL_LOCKS"] = "0";
    spec.merge_stderr = false;
    const auto done = co_await io::run_process(read_launcher(), std::move(spec), k_git_timeout);
    if (!done && done.error().code == Code::cancelled) co_return base::fail(done.error());
    if (!done || done->status.code != 0 || done->truncated) co_return none;
    std::vector<std::string> paths;
    for (std::size_t at = 0; at < done->out.size();) {
      const std::size_t end = std::min(done->out.find('\0', at), done->out.size());
      paths.push_back(done->out.substr(at, end - at));
      at = end + 1;
    }
    co_return std::optional(std::move(paths));
  }

  io::Launcher read_launcher() {
    sandbox::View view;
    view.kind = guard_->is_transactional() ? sandbox::View::Kind::read_only : sandbox::View::Kind::real;
    return guard_->launcher(std::move(view));
  }

  /// In a view of the tree of which nothing stays; without overlays in a copy of it.
  io::Task<base::Result<verify::CheckRun>> run_apart(verify::Check check) {
    if (tree_->is_transactional()) {
      CO_TRY(const auto scratch, co_await tree_->scratch(Workspace::Tree::now));
      co_return co_await verify::run_check(guard_->launcher(scratch->view()), std::move(check), tree_->root(),
                                           settings_.env, k_check_timeout);
    }
    CO_TRY(const auto folder, guard_->scratch());
    CO_TRY(const auto place, base::TempDir::make("check-", folder));
    std::string into = base::join(place.path(), base::file_name(tree_->root()));
    auto copy = co_await tree_->fork(Workspace::Tree::now, std::move(into), false);
    if (!copy) co_return base::with(copy.error(), "the project cannot be copied, and checks run on a copy only");
    CO_TRY_DO(verify::settle_copy(*copy));
    checked_.warning = "no overlays here (" + guard_->why() + "): run in a copy of the project";
    co_return co_await verify::run_check(guard_->scratch_launcher(), std::move(check), *copy, settings_.env, k_check_timeout);
  }

  static void fill(CheckedRun& run, const verify::CheckRun& result) {
    run.run = result.check.run;
    run.exit_code = result.exit_code;
    run.timed_out = result.timed_out;
    run.duration_ms = result.duration_ms;
    run.evidence = verify::name(result.evidence);
    run.output = result.output;
    run.doubt = result.doubt;
    std::int64_t skipped = 0;
    for (const auto& test : result.tests) {
      skipped += test.outcome == verify::Outcome::skipped ? 1 : 0;
      run.tests.push_back({test.name, std::string(verify::name(test.outcome)), test.duration_ms, test.message});
    }
    if (const auto counts = tally(result)) {
      run.passed = counts->passed;
      run.failed = counts->failed;
      run.skipped = skipped;
    }
    using Status = CheckedRun::Status;
    run.status = result.passed() && run.failed <= 0 ? Status::passed : Status::failed;
    if (run.status != Status::passed) return;
    if (run.doubt.empty() && run.passed == 0) run.doubt = skipped > 0 ? "every test was skipped" : "no test ran";
    if (!run.doubt.empty()) run.status = Status::unproven;
  }

  io::Loop& loop_;
  Settings settings_;
  CheckOptions options_;
  Checked checked_;
  std::optional<base::TempDir> dir_;        // goes after all that works in it
  std::unique_ptr<Guard> guard_;
  std::unique_ptr<Workspace> tree_;
};

}  // namespace

std::string_view name(CheckedRun::Status status) {
  switch (status) {
    case CheckedRun::Status::passed: return "passed";
    case CheckedRun::Status::failed: return "failed";
    case CheckedRun::Status::unproven: return "unproven";
    case CheckedRun::Status::not_needed: return "not needed";
    case CheckedRun::Status::not_run: return "not run";
  }
  return "not run";
}

io::Task<base::Result<Checked>> run_checks(io::Loop& loop, Settings settings, CheckOptions options) {
  ByHand by_hand(loop, std::move(settings), std::move(options));
  co_return co_await by_hand.run();
}

int exit_code(const Checked& checked) {
  constexpr int k_failed = 3, k_unproven = 5;
  using Status = CheckedRun::Status;
  const auto any = [&](Status status) {
    return std::any_of(checked.runs.begin(), checked.runs.end(), [&](const auto& run) { return run.status == status; });
  };
  if (any(Status::failed)) return k_failed;
  return checked.runs.empty() || any(Status::unproven) || any(Status::not_run) ? k_unproven : 0;
}

json::Value to_json(const Checked& checked) {
  json::Array runs;
  for (const auto& run : checked.runs) {
    json::Array tests;
    for (const auto& test : run.tests)
      tests.push_back(json::Object{{"name", test.name},
                                   {"outcome", test.outcome},
                                   {"duration_ms", test.duration_ms},
                                   {"message", test.message}});
    runs.push_back(json::Object{{"name", run.name},
                                {"command", run.command},
                                {"run", run.run},
                                {"why", run.why},
                                {"part", run.part},
                                {"status", name(run.status)},
                                {"doubt", run.doubt},
                                {"exit", run.exit_code},
                                {"timed_out", run.timed_out},
                                {"duration_ms", run.duration_ms},
                                {"evidence", run.evidence},
                                {"passed", run.passed},
                                {"failed", run.failed},
                                {"skipped", run.skipped},
                                {"tests", std::move(tests)},
                                {"output", run.status == CheckedRun::Status::passed ? "" : run.output}});
  }
  return json::Object{{"exit_code", exit_code(checked)},
                      {"checks", std::move(runs)},
                      {"advice", checked.advice},
                      {"warning", checked.warning}};
}

}  // namespace engine
