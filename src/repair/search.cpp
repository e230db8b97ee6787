#include "search.h"

#include <algorithm>
#include <set>

#include "base/ids.h"
#include "operators.h"

namespace repair {
namespace {

constexpr double k_suspicion_weight = 0.8;
constexpr double k_rank_weight = 0.1;
constexpr double k_rank_cost_max = 1.0;
constexpr std::int64_t k_rivals_ms = 1000;  ///< how long to look for rivals, and
constexpr double k_rivals_share = 1.25;     ///< how many more candidates, whichever is more
constexpr double k_rivals_cost = 1.5;       ///< but none that is so much dearer
constexpr double k_guard_cpu_ms = 8000;     ///< of passing tests that a fix is checked with
constexpr io::Millis k_cover_budget{10000};
constexpr std::size_t k_cover_passing_max = 60;
constexpr std::size_t k_starts_max = 6;  ///< partial fixes that a second round starts from
constexpr std::size_t k_progress_ms = 2000;
constexpr double k_costly_surcharge = 0.8;

bool is_bad(verify::Outcome outcome) {
  return outcome == verify::Outcome::failed || outcome == verify::Outcome::error;
}

struct Plausible {
  Candidate candidate;
  std::size_t tests_passed = 0;
};
struct Partial {
  Candidate candidate;
  std::size_t fixed = 0;
};

/// What all rounds share.
struct Setting {
  Lab& lab;
  SearchOptions options;
  Progress progress;
  std::int64_t deadline = 0;
  std::vector<LabTest> tests;
  Coverage coverage;
  SearchResult result;

  [[nodiscard]] bool is_over() const { return base::steady_ms() >= deadline; }
  [[nodiscard]] const LabTest* find(const std::string& name) const {
    for (const auto& test : tests)
      if (test.name == name) return &test;
    return nullptr;
  }
};

/// One search for one edit, on given sources.
class Round {
 public:
  Round(Setting& setting, const std::vector<Source>& sources, std::vector<std::string> failing)
      : setting_(setting), sources_(sources), failing_(std::move(failing)) {
    std::stable_sort(failing_.begin(), failing_.end(),
                     [&](const auto& a, const auto& b) { return cpu_of(a) < cpu_of(b); });
  }

  /// On any thread, while nobody else uses the round.
  void make_queue(std::stop_token stop) {
    std::vector<LabTest> failing;
    for (const auto& name : failing_)
      if (const auto* test = setting_.find(name)) failing.push_back(*test);
    Coverage coverage = setting_.coverage;
    for (auto& covered : coverage.tests)
      covered.failed = std::find(failing_.begin(), failing_.end(), covered.test) != failing_.end();
    Suspects suspects = localise(coverage, failing);
    add_tops(suspects, sources_);
    struct Ranked {
      double suspicion;
      std::size_t source, unit;
    };
    std::vector<Ranked> ranked;
    for (std::size_t s = 0; s < sources_.size(); ++s)
      for (std::size_t u = 0; u < sources_[s].units().size(); ++u) {
        const Unit& unit = sources_[s].units()[u];
        const double suspicion = suspects.of(sources_[s].path(), unit.line, unit.end_line);
        if (suspicion > 0) ranked.push_back({suspicion, s, u});
      }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const Ranked& a, const Ranked& b) { return a.suspicion > b.suspicion; });
    if (ranked.size() > setting_.options.units_max) ranked.resize(setting_.options.units_max);
    for (std::size_t rank = 0; rank < ranked.size() && !stop.stop_requested(); ++rank)
      generate_unit(ranked[rank].source, ranked[rank].unit, rank, suspects);
    std::stable_sort(queue_.begin(), queue_.end(),
                     [](const Candidate& a, const Candidate& b) { return a.cost < b.cost; });
    if (queue_.size() > setting_.options.candidates_max)
      queue_.resize(setting_.options.candidates_max);
    units_ = ranked.size();
    setting_.result.generated += queue_.size();
    setting_.result.units = std::max(setting_.result.units, units_);
  }

  [[nodiscard]] std::size_t size() const { return queue_.size(); }
  [[nodiscard]] std::size_t units() const { return units_; }

  /// Tries the queue, then what timed out with more time.
  io::Task<base::Result<>> run() {
    order_ = failing_;
    if (setting_.lab.is_slow_to_return())
      for (const auto& name : passing_tests()) order_.push_back(name);
    for (const double factor : k_limit_factors) {
      factor_ = factor;
      next_ = 0;
      CO_TRY_DO(co_await run_queue());
      if (!plausible_.empty() || slow_.empty() || setting_.is_over()) break;
      queue_ = std::exchange(slow_, {});
    }
    std::stable_sort(
        plausible_.begin(), plausible_.end(),
        [](const Plausible& a, const Plausible& b) { return a.candidate.cost < b.candidate.cost; });
    co_return base::Result<>{};
  }

  /// After run() without success: which single edits turn some of the failing tests green and break
  /// nothing? run() saw only those that pass the first test of its order.
  io::Task<base::Result<std::vector<Partial>>> partial() {
    std::vector<Partial> found;
    for (auto& candidate : some_passed_) {
      if (setting_.is_over() || found.size() >= 4 * k_starts_max) break;
      Partial one{std::move(candidate), 0};
      for (const auto& name : failing_) {
        std::vector<std::string> alone{name};
        CO_TRY(const auto attempt,
               co_await setting_.lab.guard(0, one.candidate, std::move(alone), k_limit_factors[0]));
        if (attempt.outcome == Tried::passed) ++one.fixed;
      }
      if (one.fixed == 0) continue;
      CO_TRY(const auto guarded,
             co_await setting_.lab.guard(0, one.candidate, passing_tests(), k_limit_factors[1]));
      if (guarded.outcome == Tried::passed) found.push_back(std::move(one));
    }
    std::stable_sort(found.begin(), found.end(), [](const Partial& a, const Partial& b) {
      return a.fixed != b.fixed ? a.fixed > b.fixed : a.candidate.cost < b.candidate.cost;
    });
    if (found.size() > k_starts_max) found.resize(k_starts_max);
    co_return found;
  }

  /// Makes the queue, on the pool: some 100 ms for large functions.
  io::Task<base::Result<>> generate() {
    std::function<bool(std::stop_token)> work = [this](std::stop_token stop) {
      make_queue(stop);
      return true;
    };
    co_await io::offload(std::move(work));
    if (co_await io::is_cancelled()) co_return base::fail(base::Code::cancelled, "cancelled");
    co_return base::Result<>{};
  }

  /// The same queue again with each of the other failing tests first.
  io::Task<base::Result<>> run_others() {
    for (std::size_t i = 1;
         i < failing_.size() && !setting_.is_over() && some_passed_.size() < 4 * k_starts_max;
         ++i) {
      order_ = {failing_[i]};
      const auto generated = setting_.result.generated;
      clear();
      CO_TRY_DO(co_await generate());
      setting_.result.generated = generated;  // the same ones
      next_ = 0;
      factor_ = k_limit_factors[0];
      CO_TRY_DO(co_await run_queue());
    }
    co_return base::Result<>{};
  }

  std::vector<Plausible>& plausible() { return plausible_; }

 private:
  [[nodiscard]] double cpu_of(const std::string& name) const {
    const auto* test = setting_.find(name);
    return test == nullptr ? 0 : test->cpu_ms;
  }

  void generate_unit(std::size_t s, std::size_t u, std::size_t rank, const Suspects& suspects) {
    const Source& source = sources_[s];
    const Unit& unit = source.units()[u];
    const std::size_t body = unit.body.line();
    const auto is_suspect = [&](std::size_t line) {
      if (line < body) return true;  // the head of a function runs when it is called
      return suspects.of(source.path(), line) > 0;
    };
    const double of_unit = suspects.of(source.path(), unit.line, unit.end_line);
    for (auto& candidate : make_candidates(source, s, u, is_suspect)) {
      double suspicion = suspects.of(source.path(), candidate.line);
      if (suspicion == 0)
        suspicion = of_unit * 0.7;  // beside a line that runs, or a later line of a statement
      candidate.cost += k_suspicion_weight * (1 - suspicion) +
                        std::min(k_rank_cost_max, k_rank_weight * static_cast<double>(rank));
      queue_.push_back(std::move(candidate));
    }
  }

  void clear() {
    queue_.clear();
    slow_.clear();
    costly_.clear();
  }

  io::Task<base::Result<>> run_queue() {
    // A second worker costs a build: the first has the likeliest candidates to itself.
    if (setting_.lab.is_slow_to_return() && next_ == 0) CO_TRY_DO(co_await try_batch(0));
    std::vector<io::Task<base::Result<>>> workers;
    for (std::size_t i = 0; i < setting_.lab.workers(); ++i) workers.push_back(work(i));
    auto done = co_await io::all(std::move(workers));
    for (auto& result : done) CO_TRY_DO(std::move(result));
    co_return base::Result<>{};
  }

  [[nodiscard]] bool has_enough() const {
    if (plausible_.empty()) return false;
    const auto looked = base::steady_ms() - found_at_ms_;
    if (looked > 10 * k_rivals_ms) return true;
    const bool long_enough =
        (looked >= k_rivals_ms || setting_.lab.is_slow_to_return()) &&
        static_cast<double>(tried_) >= k_rivals_share * static_cast<double>(found_at_tried_);
    return long_enough ||
           (next_ < queue_.size() && queue_[next_].cost > best_cost_ + k_rivals_cost);
  }

  std::vector<Candidate> take_batch() {
    std::vector<Candidate> batch;
    // Small batches at first: the cheapest candidates are the likeliest.
    const std::size_t size =
        std::min(setting_.lab.batch(), std::max(setting_.lab.smallest_batch(), next_ / 4));
    while (batch.size() < size && next_ < queue_.size()) batch.push_back(queue_[next_++]);
    return batch;
  }

  io::Task<base::Result<>> work(std::size_t worker) {
    while (!setting_.is_over() && !has_enough()) {
      CO_TRY(const bool more, co_await try_batch(worker));
      if (!more) break;
    }
    co_return base::Result<>{};
  }

  /// False: nothing was left to try.
  io::Task<base::Result<bool>> try_batch(std::size_t worker) {
    const std::size_t first = next_;
    auto batch = take_costly();
    const bool costly = !batch.empty();
    if (!costly) batch = take_batch();
    if (batch.empty()) co_return false;
    std::vector<Attempt> attempts;
    if (costly) {
      CO_TRY(const auto attempt, co_await setting_.lab.guard(worker, batch[0], order_, factor_));
      attempts.push_back(attempt);
    } else {
      CO_TRY(attempts, co_await setting_.lab.attempt(worker, batch, order_, factor_));
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (attempts[i].outcome == Tried::costly) {
        put_off(batch[i]);
        continue;
      }
      ++tried_;
      ++setting_.result.tried;
      CO_TRY_DO(co_await consider(worker, batch[i], attempts[i], first + i, costly));
    }
    tell();
    co_return true;
  }

  /// A costly candidate comes later than its price says: as much as its time buys of the others.
  void put_off(Candidate candidate) {
    candidate.cost += k_costly_surcharge;
    const auto at =
        std::upper_bound(costly_.begin(), costly_.end(), candidate.cost,
                         [](double cost, const Candidate& other) { return cost < other.cost; });
    costly_.insert(at, std::move(candidate));
  }
  std::vector<Candidate> take_costly() {
    std::vector<Candidate> one;
    if (costly_.empty() || (next_ < queue_.size() && queue_[next_].cost < costly_.front().cost))
      return one;
    one.push_back(std::move(costly_.front()));
    costly_.erase(costly_.begin());
    return one;
  }

  io::Task<base::Result<>> consider(std::size_t worker, const Candidate& candidate, Attempt attempt,
                                    std::size_t position, bool costly) {
    if (attempt.outcome == Tried::timeout) slow_.push_back(candidate);
    if (attempt.outcome != Tried::passed) {
      if (attempt.passed > 0) some_passed_.push_back(candidate);
      co_return base::Result<>{};
    }
    if (order_.size() < failing_.size()) {  // a round for one test alone
      some_passed_.push_back(candidate);
      co_return base::Result<>{};
    }
    std::vector<std::string> all = failing_;
    for (auto& name : passing_tests()) all.push_back(std::move(name));
    const std::size_t count = all.size();
    if (order_.size() < all.size()) {
      CO_TRY(const bool good, co_await passes_all(worker, candidate, all, costly));
      if (!good) co_return base::Result<>{};
    }
    if (plausible_.empty()) {
      found_at_ms_ = base::steady_ms();
      found_at_tried_ = position + 1;
      best_cost_ = candidate.cost;
      if (setting_.result.rank == 0) setting_.result.rank = tried_before_ + position + 1;
      setting_.progress("an edit passes: " + std::string(candidate.what) + " at " +
                        sources_[candidate.source].path() + ":" + std::to_string(candidate.line) +
                        "; looking for rivals");
    }
    best_cost_ = std::min(best_cost_, candidate.cost);
    plausible_.push_back({candidate, count});
    co_return base::Result<>{};
  }

  io::Task<base::Result<bool>> passes_all(std::size_t worker, Candidate candidate,
                                          std::vector<std::string> tests, bool costly) {
    const double factor = std::max(factor_, k_limit_factors[1]);
    if (costly) {
      CO_TRY(const auto attempt,
             co_await setting_.lab.guard(worker, std::move(candidate), std::move(tests), factor));
      co_return attempt.outcome == Tried::passed;
    }
    std::vector<Candidate> alone{std::move(candidate)};
    CO_TRY(const auto attempts,
           co_await setting_.lab.attempt(worker, std::move(alone), std::move(tests), factor));
    co_return attempts.front().outcome == Tried::passed;
  }

  /// Tests that pass today, the quickest first, as many as there is time for.
  std::vector<std::string> passing_tests() {
    if (!passing_.empty() || passing_known_) return passing_;
    passing_known_ = true;
    std::vector<const LabTest*> passing;
    for (const auto& test : setting_.tests)
      if (test.outcome == verify::Outcome::passed) passing.push_back(&test);
    std::stable_sort(passing.begin(), passing.end(),
                     [](const auto* a, const auto* b) { return a->cpu_ms < b->cpu_ms; });
    double cpu_ms = 0;
    for (const auto* test : passing) {
      cpu_ms += test->cpu_ms;
      if (cpu_ms > k_guard_cpu_ms) break;
      passing_.push_back(test->name);
    }
    return passing_;
  }

  void tell() {
    const auto now = base::steady_ms();
    if (now - told_ms_ < static_cast<std::int64_t>(k_progress_ms)) return;
    told_ms_ = now;
    setting_.progress("tried " + std::to_string(setting_.result.tried) + " edits of " +
                      std::to_string(setting_.result.generated));
  }

  Setting& setting_;
  const std::vector<Source>& sources_;
  std::vector<std::string> failing_;
  std::vector<std::string> order_;  ///< tests that candidates are tried against
  std::vector<Candidate> queue_;
  std::vector<Candidate> slow_;
  std::vector<Candidate> costly_;  ///< sorted by cost
  std::vector<Candidate> some_passed_;
  std::vector<Plausible> plausible_;
  std::vector<std::string> passing_;
  bool passing_known_ = false;
  std::size_t tried_before_ = setting_.result.tried;  ///< in earlier rounds
  std::size_t next_ = 0, tried_ = 0, units_ = 0, found_at_tried_ = 0;
  std::int64_t found_at_ms_ = 0, told_ms_ = base::steady_ms();
  double factor_ = k_limit_factors[0];
  double best_cost_ = 0;
};

/// The candidate on top of what `base` changed already.
Fix fix_of(const std::vector<Source>& sources, const Fix& base, const Plausible& found) {
  const Candidate& candidate = found.candidate;
  const Source& source = sources[candidate.source];
  Fix fix = base;
  fix.files[source.path()] = edited(source.text(), candidate.splices);
  fix.steps.push_back({candidate.what, source.path(), candidate.line});
  fix.cost += candidate.cost;
  fix.tests_passed = found.tests_passed;
  return fix;
}

void keep(Setting& setting, std::vector<Fix> fixes) {
  auto& all = setting.result.fixes;
  for (auto& fix : fixes) all.push_back(std::move(fix));
  std::stable_sort(all.begin(), all.end(),
                   [](const Fix& a, const Fix& b) { return a.cost < b.cost; });
  if (all.size() > setting.options.rivals_max) all.resize(setting.options.rivals_max);
}

base::Result<std::vector<Source>> sources_with(const std::vector<Source>& old, const Fix& fix) {
  std::vector<Source> sources;
  for (const auto& source : old) {
    const auto found = fix.files.find(source.path());
    TRY(auto next,
        Source::parse(source.path(), found == fix.files.end() ? source.text() : found->second));
    sources.push_back(std::move(next));
  }
  return sources;
}

io::Task<base::Result<>> search_from(Setting& setting, std::vector<Source>& sources, Fix base,
                                     std::vector<std::string> failing) {
  Round round(setting, sources, failing);
  CO_TRY_DO(co_await round.generate());
  setting.progress("trying " + std::to_string(round.size()) + " edits of " +
                   std::to_string(round.units()) + " functions");
  CO_TRY_DO(co_await round.run());
  if (!round.plausible().empty()) {
    std::vector<Fix> fixes;
    for (const auto& found : round.plausible()) fixes.push_back(fix_of(sources, base, found));
    keep(setting, std::move(fixes));
    co_return base::Result<>{};
  }
  if (failing.size() < 2 || base.steps.size() + 1 >= setting.options.edits_max || setting.is_over())
    co_return base::Result<>{};
  CO_TRY_DO(co_await round.run_others());
  CO_TRY(auto starts, co_await round.partial());
  if (!starts.empty())
    setting.progress(std::to_string(starts.size()) +
                     " edits make some of the tests pass: trying a second edit on top");
  for (auto& start : starts) {
    if (setting.is_over() || !setting.result.fixes.empty()) break;
    const Fix next = fix_of(sources, base, {start.candidate, 0});
    CO_TRY(auto changed, sources_with(sources, next));
    CO_TRY_DO(co_await setting.lab.rebase(changed));
    // What still fails with it?
    std::vector<std::string> left;
    Candidate nothing;
    for (const auto& name : failing) {
      std::vector<std::string> alone{name};
      CO_TRY(const auto attempt,
             co_await setting.lab.guard(0, nothing, std::move(alone), k_limit_factors[1]));
      if (attempt.outcome != Tried::passed) left.push_back(name);
    }
    if (!left.empty() && left.size() < failing.size()) {
      // The tests that pass now must go on passing.
      for (auto& test : setting.tests)
        if (std::find(failing.begin(), failing.end(), test.name) != failing.end())
          test.outcome = std::find(left.begin(), left.end(), test.name) == left.end()
                             ? verify::Outcome::passed
                             : verify::Outcome::failed;
      CO_TRY_DO(co_await search_from(setting, changed, next, left));
      for (auto& test : setting.tests)
        if (std::find(failing.begin(), failing.end(), test.name) != failing.end())
          test.outcome = verify::Outcome::failed;
    }
    CO_TRY_DO(co_await setting.lab.rebase(sources));
  }
  co_return base::Result<>{};
}

/// Sources of all files that failing tests run.
void load_sources(const Setting& setting, const std::vector<LabTest>& failing,
                  const std::string& tree, std::vector<Source>& sources) {
  const Suspects suspects = localise(setting.coverage, failing);
  for (const auto& [file, lines] : suspects.lines) {
    // A file that cannot be read or parsed is one in which nothing is tried.
    if (auto source = Source::load(tree, file)) sources.push_back(*std::move(source));
  }
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

std::string tests_of(std::size_t n) {
  return std::to_string(n) + (n == 1 ? " test" : " tests");
}

}  // namespace

io::Task<base::Result<SearchResult>> search(Lab& lab, std::string tree,
                                            std::vector<Source>& sources, SearchOptions options,
                                            Progress progress) {
  Setting setting{lab, options, std::move(progress)};
  setting.deadline = base::steady_ms() + options.budget.count();
  auto& result = setting.result;
  CO_TRY(setting.tests, co_await lab.baseline());
  result.tests = setting.tests.size();
  std::vector<LabTest> failing;
  for (const auto& test : setting.tests)
    if (is_bad(test.outcome)) failing.push_back(test);
  setting.progress(tests_of(result.tests) + ", " + std::to_string(failing.size()) +
                   " fail; finding out which lines they run");
  if (failing.empty()) {
    result.why_not = result.tests == 0 ? "no test could be run one by one"
                                       : "no test fails when the tests are run one by one";
    co_return std::move(result);
  }
  auto to_cover = tests_to_cover(setting.tests);
  CO_TRY(setting.coverage, co_await lab.cover(std::move(to_cover), k_cover_budget));
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
  load_sources(setting, failing, tree, sources);
  if (sources.empty()) {
    result.why_not = "the failing tests run no line of the project's own code, as far as I can tell";
    co_return std::move(result);
  }
  const auto start = base::steady_ms();
  CO_TRY_DO(co_await search_from(setting, sources, Fix{}, result.failing));
  result.search_ms = base::steady_ms() - start;
  if (result.fixes.empty()) {
    result.why_not = setting.is_over()
                         ? "the time was used up"
                         : "none of the edits that builtin knows makes the tests pass";
  }
  co_return std::move(result);
}

}  // namespace repair
