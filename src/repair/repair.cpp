#include "repair/repair.h"

#include <algorithm>
#include <set>
#include <thread>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "certainty.h"
#include "command_lab.h"
#include "explain.h"
#include "java_lab.h"
#include "native_lab.h"
#include "native_project.h"
#include "node_lab.h"
#include "node_mirror.h"
#include "python_lab.h"
#include "python_setup.h"
#include "search.h"
#include "text/diff.h"
#include "trouble.h"

namespace repair {
namespace {

constexpr std::size_t k_rivals_max = 4;
/// A test that never ends must not use up the user's patience: labs end it sooner.
constexpr io::Millis k_patience{180000};
constexpr io::Millis k_hang_patience{30000};  ///< where tests are told one from another without the check
constexpr std::int64_t k_cpu_least_s = 20;    ///< of each process of the first check, but
constexpr std::int64_t k_cpu_script_s = 10;   ///< where no compiler is one of them
constexpr const char* k_passes = "the check passes: there is nothing to repair";
constexpr std::int64_t k_budget_share = 3;
constexpr std::size_t k_proofs_late_max = 2;  ///< once the time is over
constexpr std::size_t k_workers_max = 8;

bool is_bad(verify::Outcome outcome) {
  return outcome == verify::Outcome::failed || outcome == verify::Outcome::error;
}

/// Processes that use more CPU time than this end: a test that spins must not use up the time for its repair.
io::Launcher with_cpu_limit(io::Launcher launcher, std::int64_t seconds) {
  const std::string soft = std::to_string(seconds);
  const std::string hard = std::to_string(seconds + 3);
  auto start = [launcher, soft, hard](io::ProcessSpec spec) {
    std::vector<std::string> argv{"/bin/sh", "-c", "ulimit -c 0; ulimit -S -t " + soft + "; ulimit -H -t " + hard + "; exec \"$@\"", "sh"};
    argv.insert(argv.end(), spec.argv.begin(), spec.argv.end());
    spec.argv = std::move(argv);
    return launcher.start(std::move(spec));
  };
  return {launcher.loop(), std::move(start)};
}

/// The limit ended something else than a test, a compiler for one.
bool is_build_cut(const verify::CheckRun& run) {
  const bool has_failing = std::any_of(run.tests.begin(), run.tests.end(), [](const auto& test) { return is_bad(test.outcome); });
  const bool names_limit = run.output.find("CPU time limit") != std::string::npos;
  const bool names_compiler = run.output.find("terminated program") != std::string::npos ||
                              run.output.find("could not compile") != std::string::npos;
  return !has_failing && (!names_limit || names_compiler);
}

Proposal proposal_of(const Fix& fix, const std::vector<Source>& sources) {
  Proposal proposal;
  for (const auto& [path, after] : fix.files)
    for (const auto& source : sources) {
      if (source.path() != path || source.text() == after) continue;
      proposal.diff += text::unified_diff(path, source.text(), after);
      proposal.files.push_back({path, source.text(), after});
    }
  for (const auto& step : fix.steps)
    proposal.what += (proposal.what.empty() ? "" : ", then ") + step.what + " at " + step.path +
                     ":" + std::to_string(step.line);
  proposal.explanation = explain(fix);
  return proposal;
}

/// One repair: its copies and what it found.
class Repair {
 public:
  Repair(io::Launcher launcher, std::string root, verify::Check check, base::Env env, Fork fork,
         Options options, Progress progress, std::string scratch)
      : launcher_(launcher),
        root_(std::move(root)),
        check_(std::move(check)),
        env_(std::move(env)),
        fork_(std::move(fork)),
        options_(options),
        progress_(std::move(progress)),
        scratch_(std::move(scratch)) {
    if (options_.workers == 0)
      options_.workers = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, k_workers_max);
  }

  io::Task<base::Result<Outcome>> run() {
    CO_TRY(auto first, co_await copy());
    progress_("running the check in a copy of the project: " + check_.command);
    CO_TRY_DO(co_await run_before(first));
    if (outcome_.before.passed()) {
      outcome_.why_not = k_passes;
      co_return std::move(outcome_);
    }
    for (const auto& test : outcome_.before.tests)
      if (is_bad(test.outcome)) outcome_.failing.push_back(test.name);
    CO_TRY(auto lab, co_await make_lab(first));
    if (lab == nullptr) co_return std::move(outcome_);
    SearchOptions search_options;
    search_options.budget = time_left();
    // A quarter of the time at most, and in that as long as the check takes here and now.
    search_options.cover_budget = std::min(
        options_.budget / 4, std::max(search_options.cover_budget, 2 * io::Millis(outcome_.before.duration_ms)));
    search_options.tests = options_.tests;
    search_options.files = options_.files;
    for (const auto& test : outcome_.before.tests)
      if (test.outcome == verify::Outcome::passed) search_options.green.push_back(test.name);
    search_options.on_figures = options_.on_figures;
    search_options.stop = options_.stop;
    auto found = co_await search(*lab, first, sources_, search_options, progress_);
    if (!found) {
      if (found.error().code == base::Code::cancelled) co_return base::fail(found.error());
      outcome_.why_not = found.error().what;
      tell_trouble();
      co_return std::move(outcome_);
    }
    note(*found);
    if (found->failing.empty() && may_be_cut_) CO_TRY_DO(co_await run_whole(first));
    if (found->fixes.empty() && !found->partly && !outcome_.before.passed()) tell_trouble();
    if (found->stopped == Stopped::cancelled) {  // nothing can be run any more
      outcome_.proposal = proposal_of(found->fixes.front(), sources_);
      judge_proposal(*found, 0);
      co_return std::move(outcome_);
    }
    for (std::size_t i = 0; i < found->fixes.size() && !outcome_.proposal; ++i) {
      if (i >= k_proofs_late_max && base::steady_ms() >= deadline_ms_) break;
      CO_TRY(const bool proven, co_await prove(found->fixes[i]));
      if (proven) judge_proposal(*found, i);
    }
    if (!outcome_.proposal && outcome_.why_not.empty())
      outcome_.why_not = "the edits that were found do not pass the whole check in a fresh copy";
    if (!outcome_.proposal && found->partly) CO_TRY_DO(co_await take_part(*std::move(found)));
    co_return std::move(outcome_);
  }

 private:
  io::Task<base::Result<std::string>> copy() {
    auto into = base::join(scratch_, "tree" + std::to_string(copies_++));
    CO_TRY(auto tree, co_await fork_(std::move(into)));
    CO_TRY_DO(verify::settle_copy(tree));
    co_return tree;
  }

  /// The check as it is. The time of the search begins behind it.
  io::Task<base::Result<>> run_before(std::string& tree) {
    const bool tells_apart = python_setup(check_, root_, env_) || node_setup(check_, root_);
    const auto patience = std::min(options_.check_timeout, tells_apart ? std::max(k_hang_patience, options_.budget / 2) : k_patience);
    const std::int64_t share = options_.budget.count() / 1000 / k_budget_share;
    const std::int64_t cpu_s = tells_apart ? std::max(k_cpu_script_s, share / 2) : std::max(k_cpu_least_s, share);
    const bool with_ninja = may_use_ninja(check_, env_);
    if (with_ninja) env_.set("CMAKE_GENERATOR", "Ninja");
    CO_TRY(outcome_.before, co_await verify::run_check(with_cpu_limit(launcher_, cpu_s), check_, tree, env_, patience));
    auto& before = outcome_.before;
    if (with_ninja && !before.passed() && before.tests.empty()) {  // this project may want make
      env_.unset("CMAKE_GENERATOR");
      CO_TRY(tree, co_await copy());
      CO_TRY(before, co_await verify::run_check(with_cpu_limit(launcher_, cpu_s), check_, tree, env_, patience));
    }
    const bool may_be_cut = !before.passed() && (before.timed_out || before.duration_ms >= 1000 * cpu_s);
    if (may_be_cut && !before.timed_out && !tells_apart && is_build_cut(before)) {
      CO_TRY(before, co_await verify::run_check(launcher_, check_, tree, env_, patience));
    }
    may_be_cut_ = may_be_cut;
    if (!may_be_cut) check_took_ = io::Millis(before.duration_ms);
    deadline_ms_ = base::steady_ms() + options_.budget.count();
    co_return base::Result<>{};
  }

  /// Nothing fails, and the check may have been ended by its limits: without them it may just be slow.
  io::Task<base::Result<>> run_whole(std::string tree) {
    CO_TRY(auto run, co_await verify::run_check(launcher_, check_, tree, env_, std::min(options_.check_timeout, k_patience)));
    if (!run.passed()) co_return base::Result<>{};
    outcome_.before = std::move(run);
    outcome_.why_not = k_passes;
    co_return base::Result<>{};
  }

  [[nodiscard]] io::Millis time_left() const { return io::Millis(std::max<std::int64_t>(1, deadline_ms_ - base::steady_ms())); }

  /// nullptr: not a kind of project that can be repaired; outcome_.why_not says so.
  io::Task<base::Result<std::unique_ptr<Lab>>> make_lab(std::string first) {
    LabPlace place;
    place.trees.push_back(std::move(first));
    place.scratch = scratch_;
    place.env = verify::check_env(env_);
    place.check_took = check_took_;
    auto python = python_setup(check_, root_, env_);
    auto node = python ? std::nullopt : node_setup(check_, root_);
    if (node && node->is_compiled && !is_output_traced(place.trees[0])) node = std::nullopt;
    const bool other = !python && !node && is_command_project();
    const bool native = !python && !node && !other && is_native_project(root_);
    if (!python && !node && !other && !native) {
      outcome_.why_not =
          "builtin knows how to try edits in Python, C, C++, JavaScript, TypeScript, Go, Rust and Java only, and "
          "found no source file of one of them";
      co_return std::unique_ptr<Lab>();
    }
    while (place.trees.size() < options_.workers) {
      CO_TRY(auto tree, co_await copy());
      place.trees.push_back(std::move(tree));
    }
    if (python) co_return make_python_lab(launcher_, *std::move(python), std::move(place), sources_);
    if (node) {
      CO_TRY(auto lab, make_node_lab(launcher_, *std::move(node), place, sources_));
      lab->stop_at(deadline_ms_);
      const auto tests = co_await lab->baseline();
      if (!tests && tests.error().code == base::Code::cancelled) co_return base::fail(tests.error());
      if (tests && agrees(*tests)) co_return std::move(lab);
      progress_("the tests do not fail as they should in a server of builtin's own: running the check itself for each edit");
    }
    if (other && command_language(root_) == "Java") {
      CO_TRY(auto lab, co_await try_java(place));
      if (lab != nullptr) co_return std::move(lab);
    }
    if (node || other) co_return make_command_lab(launcher_, check_, std::move(place), sources_, outcome_.before);
    co_return make_native_lab(launcher_, check_, std::move(place), sources_, outcome_.before);
  }

  /// nullptr: not Java, or its tests do not fail in a machine of builtin's own as they do in the check.
  io::Task<base::Result<std::unique_ptr<Lab>>> try_java(LabPlace place) {
    CO_TRY(auto project, co_await java_project(with_cpu_limit(launcher_, k_cpu_least_s), place.trees[0], check_, place.env, scratch_, time_left() / 2));
    if (!project) {
      progress_("how this Java is compiled and tested could not be found out: running the check itself for each edit");
      co_return std::unique_ptr<Lab>();
    }
    auto lab = co_await make_java_lab(launcher_, *std::move(project), std::move(place), sources_);
    if (!lab && lab.error().code == base::Code::cancelled) co_return base::fail(lab.error());
    if (lab) {
      (*lab)->stop_at(deadline_ms_);
      const auto tests = co_await (*lab)->baseline();
      if (!tests && tests.error().code == base::Code::cancelled) co_return base::fail(tests.error());
      if (tests && agrees(*tests)) co_return std::move(*lab);
      if (!tests) progress_(tests.error().what);
    } else {
      progress_(lab.error().what);
    }
    progress_("the tests do not fail as they should in a Java of builtin's own: running the check itself for each edit");
    co_return std::unique_ptr<Lab>();
  }

  /// True if tests fail in the lab, and not many more than in the check itself: else the lab lacks something
  /// that they need.
  bool agrees(const std::vector<LabTest>& tests) const {
    const auto failing = static_cast<std::size_t>(
        std::count_if(tests.begin(), tests.end(), [](const LabTest& test) { return is_bad(test.outcome); }));
    return failing > 0 && (outcome_.failing.empty() || failing <= 2 * outcome_.failing.size());
  }

  /// Go, Rust, Java, or JavaScript with a runner that is run as it is. Where there is C or C++ too, the check
  /// must be that of one of them.
  bool is_command_project() const {
    if (command_language(root_).empty()) return false;
    if (!is_native_project(root_)) return true;
    for (const std::string_view name : {"cargo test", "go test", "npm test", "maven", "gradle"})
      if (check_.name == name) return true;
    return false;
  }

  /// Where the run did not come to its tests, or not to its end, that is what a user has to know.
  void tell_trouble() {
    if (outcome_.before.timed_out) {
      outcome_.why_not += "; the check did not end within " + std::to_string(outcome_.before.duration_ms / 1000) + " s";
      return;
    }
    const bool has_tests = !outcome_.before.tests.empty();
    if (has_tests && outcome_.tried > 0) return;
    std::string error = first_error(outcome_.before.output);
    // Runners in Python report a file that cannot be loaded as a test.
    const bool is_load_error = error.find("SyntaxError") != std::string::npos ||
                               error.find("IndentationError") != std::string::npos ||
                               error.find("ImportError") != std::string::npos ||
                               error.find("ModuleNotFoundError") != std::string::npos;
    if (error.empty() || (has_tests && !is_load_error)) return;
    outcome_.first_error = std::move(error);
    outcome_.why_not = has_tests ? "a file of the tests cannot be loaded" : "the check fails before it reports a test";
  }

  void note(const SearchResult& found) {
    outcome_.functions = found.units;
    outcome_.tried = found.tried;
    outcome_.rank = found.rank;
    outcome_.search_ms = found.search_ms;
    outcome_.unstable = found.unstable;
    outcome_.others = found.others;
    outcome_.stopped = found.stopped;
    outcome_.why_not = found.why_not;
    if (!found.failing.empty()) outcome_.failing = found.failing;
    std::erase_if(outcome_.failing, [&](const std::string& name) {
      return std::find(found.unstable.begin(), found.unstable.end(), name) != found.unstable.end();
    });
  }

  /// The whole check on a fresh copy with nothing in it but the fix.
  io::Task<base::Result<bool>> prove(Fix fix) {
    CO_TRY(const auto tree, co_await copy());
    for (const auto& [path, text] : fix.files)
      CO_TRY_DO(base::write_file(base::join(tree, path), text));
    CO_TRY(auto run, co_await verify::run_check(launcher_, check_, tree, env_, options_.check_timeout));
    CO_TRY_DO(base::remove_all(tree));
    const bool proven = run.passed() || only_expected_fail(run);
    progress_(std::string("the whole check in a fresh copy: ") + (proven ? "passes" : "fails"));
    if (!proven) co_return false;
    outcome_.proposal = proposal_of(fix, sources_);
    outcome_.after = std::move(run);
    co_return true;
  }

  /// A fix of some of the tests: made if it repairs what it edits, else only told.
  io::Task<base::Result<>> take_part(SearchResult found) {
    outcome_.left = std::move(found.left);
    CO_TRY(const bool proven, co_await prove(*found.partly));
    if (proven && found.partly_whole) co_return base::Result<>{};
    if (proven) outcome_.hint = std::exchange(outcome_.proposal, std::nullopt);
    outcome_.left.clear();
    co_return base::Result<>{};
  }

  /// Tests that fail whatever is edited, or were not asked for, may go on failing.
  bool only_expected_fail(const verify::CheckRun& run) const {
    if (run.timed_out || run.tests.empty()) return false;
    const auto is_expected = [&](const verify::TestResult& test) {
      for (const auto* names : {&outcome_.unstable, &outcome_.others, &outcome_.left})
        if (std::find(names->begin(), names->end(), test.name) != names->end()) return true;
      return !is_bad(test.outcome);
    };
    return std::all_of(run.tests.begin(), run.tests.end(), is_expected);
  }

  /// What is to be said of the proposal beside its rivals.
  void judge_proposal(const SearchResult& found, std::size_t index) {
    const bool is_faulty = found.fixes[index].is_faulty;
    outcome_.faulty = is_faulty ? 0 : found.faulty;
    outcome_.alternatives = found.passing - 1 - outcome_.faulty;
    const auto judgement = judge(evidence_for(found, index));
    outcome_.certainty = judgement.certainty;
    outcome_.certainty_why = judgement.why;
    const auto kinds = classes(found.comparison);
    std::set<std::size_t> told;
    for (std::size_t i = 0; i < found.fixes.size(); ++i) {
      const std::size_t calls = calls_in_common(found.comparison, index, i);
      if (i == index || (found.fixes[i].is_faulty && !is_faulty)) continue;
      const auto differs = difference(found.comparison, index, i);
      if (calls > 0) {
        ++outcome_.compared;
        outcome_.calls = std::max(outcome_.calls, calls);
        if (!differs) ++outcome_.same;
      }
      const bool same = calls > 0 && (!differs || !told.insert(kinds[i]).second);
      if (same || outcome_.rivals.size() >= k_rivals_max) continue;
      Rival rival{proposal_of(found.fixes[i], sources_), std::nullopt};
      if (differs) rival.contrast = Contrast{differs->call, differs->mine, differs->other};
      outcome_.rivals.push_back(std::move(rival));
    }
  }

  io::Launcher launcher_;
  std::string root_;
  verify::Check check_;
  base::Env env_;
  Fork fork_;
  Options options_;
  Progress progress_;
  std::string scratch_;
  std::size_t copies_ = 0;
  io::Millis check_took_{0};       ///< 0: it did not end by itself
  bool may_be_cut_ = false;        ///< by the limits of the first check
  std::int64_t deadline_ms_ = 0;   ///< of the search, with all that prepares it
  std::vector<Source> sources_;
  Outcome outcome_;
};

}  // namespace

io::Task<base::Result<Outcome>> repair(io::Launcher launcher, std::string root, verify::Check check,
                                       base::Env env, Fork fork, Options options,
                                       Progress progress) {
  CO_TRY(const auto scratch, base::TempDir::make("plumb-repair-", options.scratch));
  Repair job(launcher, std::move(root), std::move(check), std::move(env), std::move(fork), options,
             std::move(progress), scratch.path());
  co_return co_await job.run();
}

}  // namespace repair
