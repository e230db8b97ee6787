#include "search.h"

#include <algorithm>
#include <set>

#include "base/ids.h"
#include "deepen.h"
#include "setting.h"

namespace repair {
namespace {

constexpr std::size_t k_cover_passing_max = 60;
constexpr std::int64_t k_flaky_ms = 1500;  ///< for a second look at tests that fail
constexpr double k_slow_ms = 2000;
constexpr std::size_t k_compare_tests_max = 20;
constexpr std::int64_t k_compare_least_ms = 3000;  ///< also where the time is used up

bool is_asked_for(const std::string& test, const std::vector<std::string>& asked) {
  return asked.empty() || std::any_of(asked.begin(), asked.end(), [&](const std::string& part) {
           return test.find(part) != std::string::npos;
         });
}

/// `asked` are files and folders, relative to the root.
bool is_among(const std::string& file, const std::vector<std::string>& asked) {
  return asked.empty() || std::any_of(asked.begin(), asked.end(), [&](std::string name) {
           while (name.starts_with("./")) name.erase(0, 2);
           while (name.ends_with('/')) name.pop_back();
           return name == "." || file == name || file.starts_with(name + "/");
         });
}

/// The best of what was found, by the order of the report.
void rank(Setting& setting) {
  auto& fixes = setting.result.fixes;
  fixes = std::move(setting.found);
  setting.result.passing = fixes.size();
  std::stable_sort(fixes.begin(), fixes.end(), [](const Fix& a, const Fix& b) {
    return a.final_cost != b.final_cost ? a.final_cost < b.final_cost : a.cost < b.cost;
  });
  if (fixes.size() > setting.options.rivals_max) fixes.resize(setting.options.rivals_max);
}

/// Sources of all files that failing tests run; the first that cannot be used, and why.
std::string load_sources(const Setting& setting, const std::vector<LabTest>& failing,
                         const std::string& tree, std::vector<Source>& sources) {
  std::string left_out;
  const Suspects suspects = localise(setting.coverage, failing);
  for (const auto& [file, lines] : suspects.lines) {
    if (!is_among(file, setting.options.files)) continue;
    // A file that cannot be read or parsed is one in which nothing is tried.
    auto source = Source::load(tree, file);
    if (source) {
      sources.push_back(*std::move(source));
    } else {
      setting.progress("left out " + file + ": " + source.error().what);
      if (left_out.empty()) left_out = file + " (" + source.error().what + ")";
    }
  }
  return left_out;
}

/// Failing tests that pass in one more run, as the code is, as far as there is time for it.
io::Task<base::Result<>> set_flaky_aside(Setting& setting) {
  const auto end = base::steady_ms() + k_flaky_ms;
  auto& failing = setting.result.failing;
  const std::vector<std::string> names = failing;
  for (const auto& name : names) {
    if (base::steady_ms() >= end) break;
    std::vector<std::string> alone{name};
    // One that spins would spin for all of its limit.
    const auto* test = setting.find(name);
    const bool is_slow = test != nullptr && test->cpu_ms > k_slow_ms;
    CO_TRY(const auto attempt, co_await setting.lab.guard(0, Candidate{}, std::move(alone), k_limit_factors[is_slow ? 0 : 1]));
    if (attempt.outcome != Tried::passed) continue;
    setting.result.unstable.push_back(name);
    std::erase(failing, name);
  }
  co_return base::Result<>{};
}

std::string tests_of(std::size_t n) {
  return std::to_string(n) + (n == 1 ? " test" : " tests");
}

/// Tests that fail in the lab and pass in the check lack something here: no edit can mend that, and nothing has to.
void leave_out_strangers(Setting& setting) {
  const std::set<std::string, std::less<>> green(setting.options.green.begin(), setting.options.green.end());
  std::size_t n = 0;
  for (auto& test : setting.tests) {
    if (!is_bad(test.outcome) || !green.contains(test.name)) continue;
    test.outcome = verify::Outcome::skipped;
    ++n;
  }
  if (n > 0) setting.progress(tests_of(n) + " of those that pass in the check cannot be run here, and " + (n == 1 ? "is" : "are") + " left out");
}

std::vector<std::string> tests_to_cover(const std::vector<LabTest>& tests) {
  std::vector<std::string> names;
  std::set<std::string> files;
  for (const auto& test : tests)
    if (is_bad(test.outcome)) {
      names.push_back(test.name);
      files.insert(test.file);
    }
  std::vector<const LabTest*> passing;
  for (const auto& test : tests)
    if (test.outcome == verify::Outcome::passed) passing.push_back(&test);
  // Neighbours of the failing tests tell most, and quick ones cost least.
  std::stable_sort(passing.begin(), passing.end(), [&](const auto* a, const auto* b) {
    const bool near_a = files.contains(a->file);
    const bool near_b = files.contains(b->file);
    return near_a != near_b ? near_a : a->cpu_ms < b->cpu_ms;
  });
  for (std::size_t i = 0; i < std::min(passing.size(), k_cover_passing_max); ++i)
    names.push_back(passing[i]->name);
  return names;
}

/// The language model of the project, on the pool.
io::Task<base::Result<>> learn(Setting& setting, std::string tree) {
  std::function<std::unique_ptr<Naturalness>(std::stop_token)> work = [tree](std::stop_token stop) {
    return std::make_unique<Naturalness>(tree, stop);
  };
  setting.naturalness = co_await io::offload(std::move(work));
  if (co_await io::is_cancelled()) co_return base::fail(base::Code::cancelled, "cancelled");
  co_return base::Result<>{};
}

/// By calling what they changed. The tests are those that run it.
io::Task<base::Result<Comparison>> compare_fixes(Setting& setting, const std::vector<Source>& sources) {
  const auto& fixes = setting.result.fixes;
  std::set<std::string> files;
  for (const auto& test : setting.tests)
    if (!test.file.empty()) files.insert(test.file);
  std::vector<std::string> tests = setting.result.failing;
  if (tests.size() > k_compare_tests_max) tests.resize(k_compare_tests_max);
  for (const auto& covered : setting.coverage.tests) {
    if (tests.size() >= 2 * k_compare_tests_max) break;
    const bool near = std::any_of(fixes.begin(), fixes.end(), [&](const Fix& fix) {
      return covered.lines.contains(fix.steps.front().path);
    });
    if (near && std::find(tests.begin(), tests.end(), covered.test) == tests.end()) tests.push_back(covered.test);
  }
  setting.progress(std::to_string(setting.result.passing) + " edits pass: looking for inputs that tell them apart");
  std::vector<std::string> test_files(files.begin(), files.end());
  auto compared = co_await compare(setting.lab, sources, fixes, std::move(tests), std::move(test_files),
                                   setting.options.compare_budget);
  co_return compared;
}

}  // namespace

io::Task<base::Result<SearchResult>> search(Lab& lab, std::string tree,
                                            std::vector<Source>& sources, SearchOptions options,
                                            Progress progress) {
  Setting setting{lab, options, std::move(progress)};
  setting.deadline = base::steady_ms() + options.budget.count();
  lab.stop_at(setting.deadline);
  auto& result = setting.result;
  CO_TRY(setting.tests, co_await lab.baseline());
  leave_out_strangers(setting);
  result.tests = setting.tests.size();
  std::vector<LabTest> failing;
  for (const auto& test : setting.tests)
    if (is_bad(test.outcome)) failing.push_back(test);
  setting.progress(tests_of(result.tests) + ", " + std::to_string(failing.size()) +
                   (failing.size() == 1 ? " fails" : " fail") + "; finding out which lines they run");
  if (failing.empty()) {
    result.why_not = result.tests == 0 ? "no test could be run one by one"
                                       : "no test fails when the tests are run one by one";
    co_return std::move(result);
  }
  auto to_cover = tests_to_cover(setting.tests);
  CO_TRY(setting.coverage, co_await lab.cover(std::move(to_cover), options.cover_budget));
  if (!options.tests.empty()) {
    const auto others = std::stable_partition(failing.begin(), failing.end(), [&](const LabTest& test) {
      return is_asked_for(test.name, options.tests);
    });
    for (auto at = others; at != failing.end(); ++at) result.others.push_back(at->name);
    failing.erase(others, failing.end());
  }
  if (failing.empty()) {
    result.why_not = "none of the tests that fail is one of those asked for";
    co_return std::move(result);
  }
  for (const auto& covered : setting.coverage.tests) {
    const auto at = std::find_if(failing.begin(), failing.end(),
                                 [&](const LabTest& test) { return test.name == covered.test; });
    if (at == failing.end() || covered.failed) continue;
    result.unstable.push_back(covered.test);
    failing.erase(at);
  }
  for (const auto& test : failing) result.failing.push_back(test.name);
  if (failing.empty()) {
    result.why_not =
        "the failing tests pass when they are run alone: they depend on the order of tests, on "
        "time or on chance";
    co_return std::move(result);
  }
  const std::string left_out = load_sources(setting, failing, tree, sources);
  if (sources.empty()) {
    result.why_not = !left_out.empty() ? "the failing tests run only code that I cannot work on: " + left_out
                     : options.files.empty()
                         ? "the failing tests run no line of the project's own code, as far as I can tell"
                         : "the failing tests run no line of the files that were named, as far as I can tell";
    co_return std::move(result);
  }
  CO_TRY_DO(co_await set_flaky_aside(setting));
  if (result.failing.empty()) {
    result.why_not = "the failing tests fail by chance: they pass when they are run again";
    co_return std::move(result);
  }
  CO_TRY_DO(co_await learn(setting, tree));
  setting.begun_ms = base::steady_ms();
  const auto done = co_await search_from(setting, sources, Fix{}, result.failing);
  result.search_ms = base::steady_ms() - setting.begun_ms;
  result.repeated = setting.seen.repeated();
  const bool cancelled = !done && done.error().code == base::Code::cancelled;
  // What ends because there is no time left for it is no failure of the lab.
  const bool late = !done && !cancelled && setting.is_over();
  if (!done && !late && !(cancelled && !setting.found.empty())) co_return base::fail(done.error());
  const bool asked = options.stop && options.stop();
  result.stopped = cancelled               ? Stopped::cancelled
                   : asked                 ? Stopped::asked
                   : setting.is_over()     ? Stopped::time
                   : setting.found.empty() ? Stopped::all
                                           : Stopped::enough;
  rank(setting);
  if (cancelled) co_return std::move(result);
  if (result.fixes.size() > 1 && !asked) {
    lab.stop_at(std::max(setting.deadline, base::steady_ms() + k_compare_least_ms));
    CO_TRY_DO(co_await lab.rebase(sources));
    CO_TRY(result.comparison, co_await compare_fixes(setting, sources));
  }
  if (result.fixes.empty()) {
    result.why_not = asked               ? "the search was stopped"
                     : setting.is_over() ? "the time was used up"
                                          : "none of the edits that builtin knows makes the tests pass";
    if (setting.partly) {
      result.partly_whole = is_whole_repair(setting, sources, *setting.partly);
      result.left = std::move(setting.partly->left);
      result.partly = std::move(setting.partly->fix);
    }
  }
  co_return std::move(result);
}

}  // namespace repair
