#include "native_lab.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "code/walk.h"
#include "fork_server.h"
#include "instruments.h"
#include "native_coverage.h"
#include "native_project.h"
#include "schemata.h"
#include "wrapped_coverage.h"

namespace repair {
namespace {

constexpr io::Millis k_build_timeout{300000};
constexpr double k_test_floor_ms = 2000;  ///< wall time that any test gets
constexpr double k_test_max_ms = 60000;
constexpr double k_unknown_ms = 3000;  ///< for a test before any edit, where the check did not end by itself
constexpr double k_fork_floor_ms = 20;  ///< CPU time where forks are limited by the millisecond: most small tests need one
constexpr double k_whole_floor_ms = 60;  ///< the same of a program that the check runs, of whose time nothing is known
constexpr std::size_t k_batch = 512;
constexpr std::size_t k_batch_first = 96;
constexpr int k_repairs_max = 8;                       ///< builds that drop what does not compile
constexpr std::size_t k_copied_bytes_max = 400 << 10;  ///< of bodies in one build

bool is_bad(verify::Outcome outcome) {
  return outcome == verify::Outcome::failed || outcome == verify::Outcome::error;
}

constexpr std::int64_t k_examine_least_ms = 8000;  ///< what a build with instruments may take: so much, or
constexpr double k_examine_factor = 6;             ///< so many times the check, but never
constexpr std::int64_t k_examine_share = 2;        ///< more than this part of the time left

base::Env build_env(const base::Env& env) {
  base::Env out = env;
  out.set("LC_ALL", "C");  // compilers speak English then
  // Clang stops at 20 errors unless told otherwise; we want all versions that do not compile.
  out.set("CCC_OVERRIDE_OPTIONS", "# +-ferror-limit=0");
  out.set("CCACHE_DISABLE", "1");  // candidates never come again
  out.unset("CMAKE_BUILD_PARALLEL_LEVEL");
  return out;
}

/// One copy of the project and the state of its files.
struct Bench {
  std::string tree;
  bool is_built = false;
  std::vector<NativeTest> tests;
  std::set<std::string> changed;  ///< files that differ from the sources
};

class NativeLab final : public Lab {
 public:
  NativeLab(io::Launcher launcher, verify::Check check, LabPlace place, const std::vector<Source>& sources,
            const verify::CheckRun& before)
      : launcher_(launcher),
        check_(std::move(check)),
        env_(build_env(place.env)),
        sources_(&sources),
        before_(before),
        check_took_ms_(static_cast<double>(place.check_took.count())) {
    env_.set("TMPDIR", place.scratch);
    scratch_ = place.scratch;
    for (auto& tree : place.trees) {
      Bench bench;
      bench.tree = std::move(tree);
      benches_.push_back(std::move(bench));
    }
  }

  io::Task<base::Result<std::vector<LabTest>>> baseline() override {
    CO_TRY_DO(co_await build_once(0));
    Bench& bench = benches_[0];
    std::vector<LabTest> tests;
    if (is_whole(bench)) {
      for (const auto& result : before_.tests)
        tests.push_back(test_of(result.name, result.outcome, result.message,
                                static_cast<double>(before_.duration_ms)));
      if (tests.empty())
        tests.push_back(test_of(check_.command, verify::Outcome::failed, before_.output,
                                static_cast<double>(before_.duration_ms)));
      co_return tests;
    }
    for (const auto& test : bench.tests) {
      CO_TRY(const auto run, co_await run_test(test, 0, baseline_limit()));
      const bool passed = is_pass(test, run);
      ms_[test.name] = static_cast<double>(run.ms);
      if (passed) usual_ms_ = std::max(usual_ms_, ms_[test.name]);
      tests.push_back(test_of(test.name, passed ? verify::Outcome::passed : verify::Outcome::failed,
                              run.output, static_cast<double>(run.ms)));
    }
    co_return tests;
  }

  io::Task<base::Result<Coverage>> cover(std::vector<std::string> names, io::Millis budget) override {
    Bench& bench = benches_[0];
    if (!is_whole(bench)) {
      std::vector<NativeTest> tests;
      for (const auto& name : names)
        for (const auto& test : bench.tests)
          if (test.name == name) tests.push_back(test);
      CO_TRY(auto coverage, co_await measure_coverage(launcher_, bench.tree, build_, std::move(tests),
                                                      env_, at_most(budget)));
      const bool any =
          std::any_of(coverage.tests.begin(), coverage.tests.end(),
                      [](const Covered& one) { return one.failed && !one.lines.empty(); });
      if (any) co_return coverage;
    }
    std::vector<std::string> failing;
    for (const auto& name : names)
      if (failing_.contains(name)) failing.push_back(name);
    const Bench& other = benches_.back();
    if (is_whole(bench) && !other.is_built) {
      CO_TRY(auto coverage, co_await wrapped_coverage(launcher_, other.tree, check_.command, failing, env_, scratch_,
                                                      at_most(budget)));
      if (!coverage.tests.empty()) co_return coverage;
    }
    co_return co_await guess_coverage(bench.tree, std::move(failing));
  }

  std::size_t workers() const override { return benches_.size(); }
  std::size_t batch() const override { return k_batch; }
  std::size_t smallest_batch() const override { return k_batch_first; }
  bool is_slow_to_return() const override { return true; }
  bool builds_by_test() const override { return has_targets_; }

  io::Task<base::Result<std::vector<Attempt>>> attempt(std::size_t worker,
                                                       std::vector<Candidate> batch,
                                                       std::vector<std::string> tests,
                                                       double factor) override {
    CO_TRY_DO(co_await build_once(worker));
    std::vector<Attempt> attempts(batch.size());
    for (auto& attempt : attempts) attempt.outcome = Tried::costly;
    for (auto& variants : builds_of(*sources_, batch, k_copied_bytes_max))
      CO_TRY_DO(co_await try_variants(worker, std::move(variants), tests, factor, attempts));
    co_return attempts;
  }

  io::Task<base::Result<Attempt>> guard(std::size_t worker, Candidate candidate,
                                        std::vector<std::string> tests, double factor) override {
    CO_TRY_DO(co_await build_once(worker));
    Bench& bench = benches_[worker];
    const Source& source = (*sources_)[candidate.source];
    CO_TRY_DO(restore(bench));
    CO_TRY_DO(write(bench, source.path(), edited(source.text(), candidate.splices)));
    Attempt attempt;
    attempt.outcome = Tried::invalid;
    CO_TRY(const auto built, co_await build(bench, tests));
    if (built.code == 0) {
      CO_TRY(attempt, co_await run_tests(bench, 0, tests, factor));
    }
    CO_TRY_DO(restore(bench));
    co_return attempt;
  }

  bool can_examine() const override { return build_.is_ctest && !build_.folder.empty(); }
  /// In a copy that is built for it, by a lab of its own: what passes here and fails there is faulty, if the code as it is
  /// does not fail there as well.
  io::Task<base::Result<std::vector<Examined>>> examine(std::vector<Candidate> versions, std::vector<std::string> tests) override {
    std::vector<Examined> out(versions.size(), Examined::unknown);
    const auto now = base::steady_ms();
    const auto wanted = std::max(k_examine_least_ms, static_cast<std::int64_t>(k_examine_factor * check_took_ms_));
    if ((stops_at() - now) / k_examine_share < wanted) co_return out;
    examine_until_ = now + wanted;
    if (examiner_ == nullptr) CO_TRY_DO(co_await make_examiner());
    if (examiner_ == nullptr || examiner_->is_unusable_) co_return out;
    examiner_->stop_at(examine_until_);
    if (std::exchange(is_rebased_, false)) CO_TRY_DO(co_await examiner_->rebase(*sources_));
    std::erase_if(tests, [&](const std::string& name) {
      return examiner_->ms_.find(name) == examiner_->ms_.end() || (!failing_.contains(name) && examiner_->failing_.contains(name));
    });
    if (tests.empty()) co_return out;
    // Without a report a failure may be that of the instruments themselves, unless something runs with them.
    bool does_run = std::any_of(tests.begin(), tests.end(), [&](const std::string& name) { return !examiner_->failing_.contains(name); });
    examiner_->reported_.clear();
    const auto tried = co_await examiner_->attempt(0, std::move(versions), std::move(tests), k_limit_factors[1]);
    if (!tried && tried.error().code == base::Code::cancelled) co_return base::fail(tried.error());
    if (!tried) co_return out;  // out of time, as a rule
    const auto& attempts = *tried;
    for (const auto& attempt : attempts) does_run = does_run || attempt.outcome == Tried::passed;
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (attempts[i].outcome == Tried::passed) out[i] = Examined::clean;
      if (attempts[i].outcome == Tried::failed && (does_run || examiner_->reported_.contains(i + 1))) out[i] = Examined::faulty;
    }
    co_return out;
  }

  io::Task<base::Result<>> rebase(const std::vector<Source>& sources) override {
    sources_ = &sources;
    is_rebased_ = true;
    for (auto& bench : benches_) {
      for (const auto& source : sources)
        CO_TRY_DO(base::write_file(base::join(bench.tree, source.path()), source.text()));
      bench.changed.clear();
    }
    co_return base::Result<>{};
  }

 private:
  static bool is_whole(const Bench& bench) {
    return bench.tests.size() == 1 && bench.tests[0].is_whole_check;
  }

  /// What cannot be copied, does not build with instruments or has no test there cannot be examined: no failure of this lab.
  io::Task<base::Result<>> make_examiner() {
    for (const auto iterators : {Iterators::checked, Iterators::plain}) {
      const std::string tree = base::join(scratch_, iterators == Iterators::checked ? "examined" : "examined2");
      std::vector<std::string> copy{"/bin/sh", "-c", "cp -a . \"$1\" && rm -rf \"$1/$2\"", "sh", tree, build_.folder};
      CO_TRY(const auto copied, co_await shell_run(launcher_, std::move(copy), benches_[0].tree, env_, at_most(k_build_timeout)));
      if (copied.code != 0) co_return base::remove_all(tree);  // the room is wanted for the proof
      LabPlace place;
      place.trees.push_back(tree);
      place.scratch = scratch_;
      place.env = instrumented(env_, iterators);
      place.check_took = io::Millis(static_cast<std::int64_t>(3 * check_took_ms_));
      examiner_ = std::make_unique<NativeLab>(launcher_, check_, std::move(place), *sources_, before_);
      examiner_->is_examiner_ = true;
      examiner_->stop_at(examine_until_);
      const auto tests = co_await examiner_->baseline();
      if (!tests && tests.error().code == base::Code::cancelled) co_return base::fail(tests.error());
      examiner_->is_unusable_ = !tests || is_whole(examiner_->benches_[0]);
      const bool fails_more = std::any_of(examiner_->failing_.begin(), examiner_->failing_.end(),
                                          [&](const std::string& name) { return !failing_.contains(name); });
      if (!examiner_->is_unusable_ && !fails_more) break;
      if (iterators == Iterators::checked) CO_TRY_DO(base::remove_all(tree));
    }
    co_return base::Result<>{};
  }

  /// No test needs longer than all of them together.
  [[nodiscard]] double baseline_limit() const {
    return check_took_ms_ == 0 ? k_unknown_ms : std::clamp(2 * check_took_ms_, k_test_floor_ms, k_test_max_ms);
  }

  LabTest test_of(std::string name, verify::Outcome outcome, std::string message, double ms) {
    LabTest test;
    test.name = std::move(name);
    test.outcome = outcome;
    test.cpu_ms = test.wall_ms = ms;
    test.message = std::move(message);
    for (const auto& place : error_places(test.message)) {
      const std::string path = base::is_within(place.path, benches_[0].tree)
                                   ? base::relative(place.path, benches_[0].tree)
                                   : place.path;
      test.frames.push_back({path, place.line});
    }
    if (is_bad(outcome)) failing_.insert(test.name);
    return test;
  }

  io::Task<base::Result<>> build_once(std::size_t worker) {
    Bench& bench = benches_[worker];
    if (bench.is_built) co_return base::Result<>{};
    build_ = native_build(bench.tree, check_, env_);
    if (!build_.prepare.empty()) {
      std::vector<std::string> command{"/bin/sh", "-c", build_.prepare};
      CO_TRY(const auto built,
             co_await shell_run(launcher_, std::move(command), bench.tree, env_, at_most(k_build_timeout)));
      if (built.code == -1 && is_late()) co_return base::fail(base::Code::timeout, "the time was used up by building the project");
      if (built.code != 0)
        co_return base::fail(base::Code::unavailable,
                             "the project does not build: " + built.output.substr(0, 500));
      build_ = native_build(bench.tree, check_, env_);  // now the generator is known
    }
    CO_TRY(bench.tests, co_await native_tests(launcher_, bench.tree, build_, check_, env_));
    CO_TRY_DO(co_await look_for_targets(bench));
    bench.is_built = true;
    co_return base::Result<>{};
  }

  base::Result<> write(Bench& bench, const std::string& path, const std::string& text) {
    TRY_DO(base::write_file(base::join(bench.tree, path), text));
    bench.changed.insert(path);
    return {};
  }
  base::Result<> restore(Bench& bench) {
    for (const auto& path : bench.changed)
      for (const auto& source : *sources_)
        if (source.path() == path)
          TRY_DO(base::write_file(base::join(bench.tree, path), source.text()));
    bench.changed.clear();
    return {};
  }

  /// Whether each test program is a target of its own, of several.
  io::Task<base::Result<>> look_for_targets(Bench& bench) {
    std::set<std::string> targets;
    for (const auto& test : bench.tests) targets.insert(test.target);
    has_targets_ = false;
    if (targets.size() < 2 || targets.contains("")) co_return base::Result<>{};
    std::vector<std::string> command{"/bin/sh", "-c", build_command(build_, {targets.begin(), targets.end()})};
    CO_TRY(const auto built, co_await shell_run(launcher_, std::move(command), bench.tree, env_, at_most(k_build_timeout)));
    has_targets_ = built.code == 0;
    for (auto& test : bench.tests)
      if (!has_targets_) test.target.clear();
    co_return base::Result<>{};
  }

  /// What these tests need.
  io::Task<base::Result<ShellRun>> build(const Bench& bench, const std::vector<std::string>& names) {
    if (build_.build.empty()) co_return ShellRun{};
    std::set<std::string> targets;
    for (const auto& test : bench.tests)
      if (has_targets_ && std::find(names.begin(), names.end(), test.name) != names.end()) targets.insert(test.target);
    std::vector<std::string> command{"/bin/sh", "-c", build_command(build_, {targets.begin(), targets.end()})};
    co_return co_await shell_run(launcher_, std::move(command), bench.tree, env_, at_most(k_build_timeout));
  }

  static bool is_pass(const NativeTest& test, const ShellRun& run) {
    return (run.code == 0) != test.will_fail && run.code != -1;
  }

  /// The shell sets the CPU limit: a version that spins must not hold the others up.
  io::Task<base::Result<ShellRun>> run_test(const NativeTest& test, std::size_t variant,
                                            double limit_ms) {
    const auto seconds = static_cast<long>(limit_ms / 1000) + 1;
    std::vector<std::string> argv{
        "/bin/sh", "-c", "ulimit -c 0; ulimit -t " + std::to_string(seconds) + "; exec \"$@\"",
        "sh"};
    argv.insert(argv.end(), test.argv.begin(), test.argv.end());
    base::Env env = env_;
    for (const auto& [key, value] : test.env) env.set(key, value);
    if (variant != 0) env.set("PLUMB_VARIANT", std::to_string(variant));
    co_return co_await shell_run(launcher_, std::move(argv), test.cwd, std::move(env),
                                 at_most(io::Millis(static_cast<std::int64_t>(limit_ms * 4) + 2000)));
  }

  io::Task<base::Result<Attempt>> run_tests(const Bench& bench, std::size_t variant,
                                            const std::vector<std::string>& names, double factor) {
    Attempt attempt;
    if (is_whole(bench)) co_return co_await run_whole(bench, variant, names, factor);
    for (const auto& name : names) {
      const auto test = std::find_if(bench.tests.begin(), bench.tests.end(),
                                     [&](const NativeTest& one) { return one.name == name; });
      if (test == bench.tests.end()) co_return attempt;
      const double limit = limit_of(name, factor);
      CO_TRY(const auto run, co_await run_test(*test, variant, limit));
      if (!is_pass(*test, run)) {
        // 128 + SIGXCPU, or killed after it
        if (is_examiner_ && reports_fault(run.output)) reported_.insert(variant);
        attempt.outcome =
            run.code == -1 || run.code == 152 || run.code == 137 ? Tried::timeout : Tried::failed;
        co_return attempt;
      }
      ++attempt.passed;
    }
    attempt.outcome = Tried::passed;
    co_return attempt;
  }

  /// The whole check: each of `names` must pass by its output, or by its exit code where the output
  /// does not tell.
  io::Task<base::Result<Attempt>> run_whole(const Bench& bench, std::size_t variant,
                                            const std::vector<std::string>& names, double factor) {
    Attempt attempt;
    const double own = check_took_ms_;
    CO_TRY(const auto run,
           co_await run_test(bench.tests[0], variant,
                             std::max(k_test_floor_ms, own) * factor / k_limit_factors[0] + own));
    if (run.code == 0) {
      attempt.outcome = Tried::passed;
      attempt.passed = names.size();
      co_return attempt;
    }
    if (run.code == -1) {
      attempt.outcome = Tried::timeout;
      co_return attempt;
    }
    const auto results = verify::read_tests(check_, run.output);
    for (const auto& name : names) {
      const auto found = std::find_if(results.begin(), results.end(),
                                      [&](const auto& one) { return one.name == name; });
      if (found == results.end() || is_bad(found->outcome)) co_return attempt;
      ++attempt.passed;
    }
    attempt.outcome = Tried::passed;
    co_return attempt;
  }

  double limit_of(const std::string& name, double factor, double floor = k_test_floor_ms) const {
    const auto found = ms_.find(name);
    const double own = found == ms_.end() ? 0 : found->second;
    return std::min(k_test_max_ms, repair::limit_of(own, failing_.contains(name), usual_ms_, floor, factor));
  }

  io::Task<base::Result<>> try_variants(std::size_t worker, std::vector<Variant> variants,
                                        const std::vector<std::string>& tests, double factor,
                                        std::vector<Attempt>& attempts) {
    for (const auto& variant : variants) attempts[variant.id - 1].outcome = Tried::costly;
    if (is_late()) co_return base::Result<>{};
    for (const auto& variant : variants) attempts[variant.id - 1].outcome = Tried::invalid;
    Bench& bench = benches_[worker];
    CO_TRY(const bool built, co_await build_variants(bench, variants, tests));
    if (!built) {
      CO_TRY_DO(restore(bench));
      if (variants.size() < 2) co_return base::Result<>{};
      // Errors that name no version: halves, until the bad ones stand alone.
      const auto middle = variants.begin() + static_cast<std::ptrdiff_t>(variants.size() / 2);
      std::vector<Variant> front(variants.begin(), middle);
      std::vector<Variant> back(middle, variants.end());
      CO_TRY_DO(co_await try_variants(worker, std::move(front), tests, factor, attempts));
      co_return co_await try_variants(worker, std::move(back), tests, factor, attempts);
    }
    CO_TRY(const bool served, co_await serve_variants(bench, variants, tests, factor, attempts));
    for (const auto& variant : variants) {
      if (served) break;
      attempts[variant.id - 1].outcome = Tried::costly;
      if (is_late()) continue;
      CO_TRY(attempts[variant.id - 1], co_await run_tests(bench, variant.id, tests, factor));
    }
    co_return restore(bench);
  }

  ForkServer::Limits fork_limits(double cpu_ms, double wall_ms, std::size_t count) const {
    const io::Millis all(static_cast<std::int64_t>(wall_ms * static_cast<double>(count)) + 10000);
    return {cpu_ms, wall_ms, at_most(all)};
  }

  /// All versions by one start of each test program. False: that cannot be done here.
  io::Task<base::Result<bool>> serve_variants(const Bench& bench, const std::vector<Variant>& variants,
                                              const std::vector<std::string>& names, double factor, std::vector<Attempt>& attempts) {
    if (variants.empty() || is_examiner_) co_return false;  // what a sanitizer brings must be loaded first
    if (!server_) {
      CO_TRY(server_, co_await ForkServer::build(launcher_, env_, scratch_));
    }
    if (is_whole(bench)) co_return co_await serve_whole(bench, variants, names, factor, attempts);
    std::vector<std::size_t> alive;
    for (const auto& variant : variants) alive.push_back(variant.id);
    for (const auto& name : names) {
      const auto test = std::find_if(bench.tests.begin(), bench.tests.end(), [&](const NativeTest& one) { return one.name == name; });
      if (test == bench.tests.end()) co_return false;
      base::Env env = env_;
      for (const auto& [key, value] : test->env) env.set(key, value);
      const auto limits = fork_limits(limit_of(name, factor, k_fork_floor_ms), limit_of(name, factor) * 4 + 2000, alive.size());
      CO_TRY(const auto codes, co_await server_->run(test->argv, test->cwd, std::move(env), alive, limits));
      if (!codes) co_return false;
      std::vector<std::size_t> left;
      for (std::size_t i = 0; i < alive.size(); ++i) {
        Attempt& attempt = attempts[alive[i] - 1];
        const int code = (*codes)[i];
        attempt.outcome = code == -1 ? Tried::timeout : (code == 0) != test->will_fail ? Tried::passed : Tried::failed;
        if (attempt.outcome != Tried::passed) continue;
        ++attempt.passed;
        left.push_back(alive[i]);
      }
      alive = std::move(left);
      if (alive.empty()) break;
    }
    co_return true;
  }

  /// The same where the check alone knows its programs: one run of it, in which each program that holds versions
  /// runs all of them. Its exit code tells what fails; what passes is seen by the check itself, which may look at
  /// more.
  io::Task<base::Result<bool>> serve_whole(const Bench& bench, const std::vector<Variant>& variants,
                                           const std::vector<std::string>& names, double factor, std::vector<Attempt>& attempts) {
    if (is_check_unservable_) co_return false;
    std::vector<std::size_t> versions{0};
    for (const auto& variant : variants) versions.push_back(variant.id);
    const double cpu_ms = k_whole_floor_ms * factor / k_limit_factors[0];
    const auto limits = fork_limits(cpu_ms, cpu_ms * 4 + 2000, versions.size());
    const NativeTest& check = bench.tests[0];
    CO_TRY(const auto codes, co_await server_->run(check.argv, check.cwd, env_, versions, limits, ForkServer::Program::any_marked));
    // The code as it is must fail by its exit code, else that tells nothing.
    is_check_unservable_ = !codes || codes->front() == 0;
    if (is_check_unservable_) co_return false;
    for (std::size_t i = 0; i < variants.size(); ++i) {
      Attempt& attempt = attempts[variants[i].id - 1];
      const int code = (*codes)[i + 1];
      attempt.outcome = code == -1 ? Tried::timeout : Tried::failed;
      if (code != 0) continue;
      attempt.outcome = Tried::costly;
      if (is_late()) continue;
      CO_TRY(attempt, co_await run_tests(bench, variants[i].id, names, factor));
    }
    co_return true;
  }

  /// Builds all variants at once; those that do not compile are dropped from the list. False: it
  /// does not build, and nobody knows whose fault it is.
  io::Task<base::Result<bool>> build_variants(Bench& bench, std::vector<Variant>& variants, const std::vector<std::string>& tests) {
    for (int round = 0; round < k_repairs_max; ++round) {
      CO_TRY_DO(restore(bench));
      std::map<std::string, std::vector<VariantLines>> places;
      CO_TRY_DO(write_variants(bench, variants, places));
      ShellRun built;
      if (build_.build.empty()) {
        // The check builds and tests in one: the original says whether it builds.
        CO_TRY(built, co_await run_test(bench.tests[0], 0, k_test_max_ms));
        const auto found = error_places(built.output);
        const bool has_errors = std::any_of(found.begin(), found.end(),
                                            [](const ErrorPlace& place) { return place.is_error; });
        if (!has_errors) co_return true;
      } else {
        CO_TRY(built, co_await build(bench, tests));
        if (built.code == 0) co_return true;
        if (is_late()) co_return false;
      }
      auto guilty = guilty_of(built.output, places, bench.tree);
      if (guilty.empty()) co_return false;
      const auto undeclared = undeclared_names(built.output);
      for (const auto& variant : variants)
        if (brings_in((*sources_)[variant.candidate->source], *variant.candidate, undeclared)) guilty.insert(variant.id);
      std::erase_if(variants, [&](const Variant& variant) { return guilty.contains(variant.id); });
      if (variants.empty()) co_return true;
    }
    co_return false;
  }

  base::Result<> write_variants(Bench& bench, const std::vector<Variant>& variants,
                                std::map<std::string, std::vector<VariantLines>>& places) {
    std::map<std::size_t, std::vector<Variant>> by_source;
    for (const auto& variant : variants) by_source[variant.candidate->source].push_back(variant);
    for (const auto& [index, list] : by_source) {
      const Source& source = (*sources_)[index];
      auto schemata = make_schemata(source, list);
      TRY_DO(write(bench, source.path(), schemata.text));
      places[source.path()] = std::move(schemata.variants);
    }
    return {};
  }

  static std::set<std::size_t> guilty_of(
      const std::string& output, const std::map<std::string, std::vector<VariantLines>>& places,
      const std::string& tree) {
    std::set<std::size_t> by_error;
    std::set<std::size_t> by_mention;
    for (const auto& place : error_places(output)) {
      for (const auto& [path, variants] : places) {
        const bool same = place.path == base::join(tree, path) || place.path == path ||
                          place.path.ends_with("/" + path);
        if (!same) continue;
        for (const auto& variant : variants)
          if (variant.first <= place.line && place.line <= variant.last)
            (place.is_error ? by_error : by_mention).insert(variant.id);
      }
    }
    return by_error.empty() ? by_mention : by_error;
  }

  io::Launcher launcher_;
  verify::Check check_;
  base::Env env_;
  const std::vector<Source>* sources_;
  verify::CheckRun before_;
  NativeBuild build_;
  std::vector<Bench> benches_;
  std::string scratch_;
  std::optional<ForkServer> server_;
  double check_took_ms_ = 0;  ///< 0: it did not end by itself
  std::map<std::string, double, std::less<>> ms_;
  double usual_ms_ = 0;  ///< the slowest test that passes
  bool has_targets_ = false;
  bool is_check_unservable_ = false;
  std::unique_ptr<NativeLab> examiner_;  ///< made when it is wanted first
  bool is_examiner_ = false, is_unusable_ = false;
  bool is_rebased_ = false;  ///< and the examiner not yet
  std::int64_t examine_until_ = 0;
  std::set<std::size_t> reported_;  ///< of an examiner: versions that a sanitizer stopped
  std::set<std::string, std::less<>> failing_;
};

}  // namespace

bool is_native_project(const std::string& root) {
  code::WalkOptions options;
  options.depth_max = 4;
  options.entries_max = 20000;
  options.globs = {"*.c", "*.cc", "*.cpp", "*.cxx", "*.C"};
  const auto walked = code::walk(root, options);
  return walked && !walked->entries.empty();
}

base::Result<std::unique_ptr<Lab>> make_native_lab(io::Launcher launcher, verify::Check check,
                                                   LabPlace place,
                                                   const std::vector<Source>& sources,
                                                   const verify::CheckRun& before) {
  return std::make_unique<NativeLab>(launcher, std::move(check), std::move(place), sources, before);
}

}  // namespace repair
