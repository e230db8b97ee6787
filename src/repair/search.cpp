#include "search.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/ids.h"
#include "queue.h"

namespace repair {
namespace {

constexpr std::int64_t k_rivals_ms = 1000;  ///< how long to look for rivals, and
constexpr double k_rivals_share = 1.25;     ///< how many more candidates, whichever is more
constexpr double k_rivals_cost = 1.5;       ///< but none that is so much dearer
constexpr std::size_t k_rivals_least = 200;  ///< at least so many more, where one costs next to nothing
constexpr double k_losses_factor = 4;       ///< so much longer if all fixes take something away
constexpr std::size_t k_snippet_max = 120;
constexpr double k_guard_cpu_ms = 8000;     ///< of passing tests that a fix is checked with
constexpr io::Millis k_cover_budget{10000};
constexpr std::size_t k_cover_passing_max = 60;
constexpr std::size_t k_starts_max = 6;  ///< partial fixes that a second round starts from
constexpr std::size_t k_counted_max = 12;  ///< failing tests by which a partial fix is judged
constexpr std::size_t k_leaders_max = 8;   ///< failing tests that a queue is tried for, one by one
constexpr std::size_t k_left_max = 20;     ///< tests that still fail, counted one by one
constexpr std::int64_t k_figures_ms = 200;
constexpr std::int64_t k_start_share = 6;  ///< of the budget, for one queue when there are starts
constexpr std::int64_t k_flaky_ms = 1500;  ///< for a second look at tests that fail
constexpr double k_costly_surcharge = 0.8;
constexpr std::size_t k_compare_tests_max = 20;

bool is_bad(verify::Outcome outcome) {
  return outcome == verify::Outcome::failed || outcome == verify::Outcome::error;
}

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

struct Partial {
  Candidate candidate;
  std::size_t fixed = 0;
};
/// A fix of some of the failing tests.
struct Partly {
  Fix fix;
  std::vector<std::string> left;  ///< tests that fail with it
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
  std::unique_ptr<Naturalness> naturalness;
  Seen seen;
  std::vector<Fix> found;  ///< all rounds

  std::int64_t begun_ms = 0, told_ms = 0;  ///< of the trying; of on_figures
  std::optional<Partly> partly;  ///< the best so far that is no fix

  [[nodiscard]] bool is_over() const {
    return base::steady_ms() >= deadline || (options.stop && options.stop());
  }
  [[nodiscard]] const LabTest* find(const std::string& name) const {
    for (const auto& test : tests)
      if (test.name == name) return &test;
    return nullptr;
  }
};

/// What the edit changes, cut out of what stands around it: of the line, or of a few lines.
std::pair<std::string, std::string> snippets(const Source& source, const Candidate& candidate) {
  if (candidate.splices.empty()) return {};
  const std::size_t begin = candidate.splices.front().begin;
  const std::size_t end = candidate.splices.back().end;
  std::string before = source.text().substr(begin, end - begin);
  std::string after = edited_within(source.text(), begin, end, candidate.splices);
  if (before.size() > k_snippet_max || after.size() > k_snippet_max) return {};
  const auto trim = [](std::string& text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    text = first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
  };
  trim(before);
  trim(after);
  return {before, after};
}

std::size_t passing_tests_at(const Setting& setting, const std::string& path, std::size_t line) {
  std::size_t n = 0;
  for (const auto& covered : setting.coverage.tests) {
    const auto found = covered.lines.find(path);
    if (!covered.failed && found != covered.lines.end() &&
        std::binary_search(found->second.begin(), found->second.end(), line))
      ++n;
  }
  return n;
}

/// The candidate on top of what `base` changed already.
Fix fix_of(const Setting& setting, const std::vector<Source>& sources, const Fix& base, const Candidate& candidate,
           std::size_t tests_passed) {
  const Source& source = sources[candidate.source];
  Fix fix = base;
  fix.files[source.path()] = edited(source.text(), candidate.splices);
  Step step{candidate.what, source.path(), candidate.line};
  step.function = source.units()[candidate.unit].name;
  std::tie(step.before, step.after) = snippets(source, candidate);
  step.loss = loss_of(source, candidate);
  step.passing = passing_tests_at(setting, step.path, step.line);
  fix.steps.push_back(std::move(step));
  fix.cost += candidate.cost;
  fix.final_cost += final_cost(source, candidate);
  fix.tests_passed = tests_passed;
  fix.changed = with(std::move(fix.changed), source, candidate);
  return fix;
}

/// One search for one edit, on given sources.
class Round {
 public:
  Round(Setting& setting, const std::vector<Source>& sources, Fix base, std::vector<std::string> failing)
      : setting_(setting), sources_(sources), base_(std::move(base)), failing_(std::move(failing)) {
    std::stable_sort(failing_.begin(), failing_.end(),
                     [&](const auto& a, const auto& b) { return cpu_of(a) < cpu_of(b); });
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
      if (found_ > 0 || slow_.empty() || setting_.is_over()) break;
      queue_ = std::exchange(slow_, {});
      is_retry_ = true;
    }
    co_return base::Result<>{};
  }

  /// After run() without success: which single edits turn some of the failing tests green and break
  /// nothing? run() saw only those that pass the first test of its order. Each is told once.
  io::Task<base::Result<std::vector<Partial>>> partial() {
    std::vector<Partial> found;
    std::vector<Candidate> some = std::exchange(some_passed_, {});
    std::stable_sort(some.begin(), some.end(),
                     [](const Candidate& a, const Candidate& b) { return a.cost < b.cost; });
    for (auto& candidate : some) {
      if (setting_.is_over() || found.size() >= 4 * k_starts_max) break;
      Partial one{std::move(candidate), 0};
      for (std::size_t i = 0; i < std::min(failing_.size(), k_counted_max); ++i) {
        std::vector<std::string> alone{failing_[i]};
        CO_TRY(const bool good, co_await passes(one.candidate, std::move(alone), k_limit_factors[0]));
        if (good) ++one.fixed;
      }
      if (one.fixed == 0) continue;
      CO_TRY(const bool good, co_await passes(one.candidate, passing_tests(), k_limit_factors[1]));
      if (good) found.push_back(std::move(one));
    }
    std::stable_sort(found.begin(), found.end(), [](const Partial& a, const Partial& b) {
      return a.fixed != b.fixed ? a.fixed > b.fixed : a.candidate.cost < b.candidate.cost;
    });
    if (found.size() > k_starts_max) found.resize(k_starts_max);
    co_return found;
  }

  /// Makes the queue, on the pool: some 100 ms for large functions.
  io::Task<base::Result<>> generate() {
    std::function<Queue(std::stop_token)> work = [this](std::stop_token stop) {
      QueueOptions options{setting_.options.units_max, setting_.options.candidates_max};
      return make_queue(sources_, setting_.coverage, setting_.tests, failing_, options, setting_.naturalness.get(), stop);
    };
    auto queue = co_await io::offload(std::move(work));
    if (co_await io::is_cancelled()) co_return base::fail(base::Code::cancelled, "cancelled");
    queue_ = std::move(queue.candidates);
    units_ = queue.units;
    setting_.result.generated += queue_.size();
    setting_.result.units = std::max(setting_.result.units, units_);
    co_return base::Result<>{};
  }

  /// The same queue again with others of the failing tests first: those that run other files before
  /// those that run the same.
  io::Task<base::Result<>> run_others() {
    const auto leaders = other_leaders();
    for (std::size_t i = 0;
         i < leaders.size() && !setting_.is_over() && some_passed_.size() < 4 * k_starts_max; ++i) {
      order_ = {leaders[i]};
      is_retry_ = true;
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

  [[nodiscard]] std::size_t found() const { return found_; }

 private:
  [[nodiscard]] double cpu_of(const std::string& name) const {
    const auto* test = setting_.find(name);
    return test == nullptr ? 0 : test->cpu_ms;
  }

  /// Whether one candidate passes all of `tests`, live where the lab can.
  io::Task<base::Result<bool>> passes(Candidate candidate, std::vector<std::string> tests,
                                      double factor) {
    if (tests.empty()) co_return true;
    if (!setting_.lab.is_slow_to_return()) {
      std::vector<Candidate> alone{candidate};
      CO_TRY(const auto attempts, co_await setting_.lab.attempt(0, std::move(alone), tests, factor));
      if (attempts.front().outcome != Tried::costly)
        co_return attempts.front().outcome == Tried::passed;
    }
    CO_TRY(const auto attempt,
           co_await setting_.lab.guard(0, std::move(candidate), std::move(tests), factor));
    co_return attempt.outcome == Tried::passed;
  }

  /// At most k_leaders_max of the failing tests but the first.
  std::vector<std::string> other_leaders() const {
    const auto files_of = [&](const std::string& name) {
      std::set<std::string> files;
      for (const auto& covered : setting_.coverage.tests)
        if (covered.test == name)
          for (const auto& [file, lines] : covered.lines) files.insert(file);
      return files;
    };
    std::vector<std::set<std::string>> seen{files_of(failing_.front())};
    std::vector<std::string> fresh, rest;
    for (std::size_t i = 1; i < failing_.size(); ++i) {
      auto files = files_of(failing_[i]);
      const bool known = std::find(seen.begin(), seen.end(), files) != seen.end();
      (known ? rest : fresh).push_back(failing_[i]);
      if (!known) seen.push_back(std::move(files));
    }
    fresh.insert(fresh.end(), rest.begin(), rest.end());
    if (fresh.size() > k_leaders_max) fresh.resize(k_leaders_max);
    return fresh;
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
    if (found_ == 0) return has_a_start();
    const double more = only_losses_ ? k_losses_factor : 1;
    const auto looked = static_cast<double>(base::steady_ms() - found_at_ms_);
    if (looked > 10 * more * k_rivals_ms) return true;
    const bool slow = setting_.lab.is_slow_to_return();
    const bool long_enough =
        (slow || (looked >= more * k_rivals_ms && tried_ >= found_at_tried_ + k_rivals_least)) &&
        static_cast<double>(tried_) >= more * k_rivals_share * static_cast<double>(found_at_tried_);
    return long_enough ||
           (!only_losses_ && next_ < queue_.size() && queue_[next_].cost > best_cost_ + k_rivals_cost);
  }

  /// With several failing tests there may be several faults: what repairs one of them is worth more
  /// than the rest of a long queue.
  [[nodiscard]] bool has_a_start() const {
    return failing_.size() > 1 && !some_passed_.empty() &&
           base::steady_ms() - begun_ms_ > setting_.options.budget.count() / k_start_share;
  }

  std::vector<Candidate> take_batch() {
    std::vector<Candidate> batch;
    // Small batches at first: the cheapest candidates are the likeliest.
    const std::size_t size =
        std::min(setting_.lab.batch(), std::max(setting_.lab.smallest_batch(), next_ / 4));
    while (batch.size() < size && next_ < queue_.size()) {
      Candidate& candidate = queue_[next_++];
      if (is_retry_ || setting_.seen.add(base_.changed, sources_[candidate.source], candidate))
        batch.push_back(std::move(candidate));
    }
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
      CO_TRY_DO(co_await consider(worker, batch[i], attempts[i], costly));
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
                                    bool costly) {
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
    Fix fix = fix_of(setting_, sources_, base_, candidate, count);
    if (found_ == 0) {
      found_at_ms_ = base::steady_ms();
      found_at_tried_ = tried_;
      best_cost_ = candidate.cost;
      if (setting_.result.rank == 0) setting_.result.rank = tried_before_ + tried_;
      setting_.progress("an edit passes: " + std::string(candidate.what) + " at " +
                        sources_[candidate.source].path() + ":" + std::to_string(candidate.line) +
                        "; looking for rivals");
    }
    best_cost_ = std::min(best_cost_, candidate.cost);
    only_losses_ = only_losses_ && fix.steps.back().loss == Loss::whole;
    ++found_;
    setting_.found.push_back(std::move(fix));
    setting_.told_ms = 0;  // at once: what is found can be kept from now on
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
    if (!setting_.options.on_figures || now - setting_.told_ms < k_figures_ms) return;
    setting_.told_ms = now;
    Figures figures;
    figures.tried = setting_.result.tried;
    figures.of = std::max(setting_.result.generated, figures.tried);
    figures.found = setting_.found.size() + (setting_.partly ? 1 : 0);
    const auto spent = now - setting_.begun_ms;
    if (spent > 0 && figures.tried > 0) {
      figures.per_second = 1000.0 * static_cast<double>(figures.tried) / static_cast<double>(spent);
      const double queue = 1000.0 * static_cast<double>(queue_.size() - std::min(next_, queue_.size())) / figures.per_second;
      figures.left_ms = std::min(setting_.deadline - now, static_cast<std::int64_t>(queue));
      if (found_ > 0)
        figures.left_ms = std::min(figures.left_ms, found_at_ms_ + 10 * k_rivals_ms - now);
      figures.left_ms = std::max<std::int64_t>(0, figures.left_ms);
    }
    setting_.options.on_figures(figures);
  }

  Setting& setting_;
  const std::vector<Source>& sources_;
  Fix base_;
  std::vector<std::string> failing_;
  std::vector<std::string> order_;  ///< tests that candidates are tried against
  std::vector<Candidate> queue_;
  std::vector<Candidate> slow_;
  std::vector<Candidate> costly_;  ///< sorted by cost
  std::vector<Candidate> some_passed_;
  std::vector<std::string> passing_;
  bool passing_known_ = false;
  std::size_t tried_before_ = setting_.result.tried;  ///< in earlier rounds
  std::size_t next_ = 0, tried_ = 0, units_ = 0, found_at_tried_ = 0;
  std::size_t found_ = 0;
  bool only_losses_ = true;  ///< all that was found takes something away
  bool is_retry_ = false;    ///< what has been seen is tried again
  std::int64_t found_at_ms_ = 0, begun_ms_ = base::steady_ms();
  double factor_ = k_limit_factors[0];
  double best_cost_ = 0;
};

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

/// Of `names`, those that fail on the lab's sources as they are. Beyond k_left_max they are not run
/// and count as failing.
io::Task<base::Result<std::vector<std::string>>> still_failing(Setting& setting,
                                                               std::vector<std::string> names) {
  std::vector<std::string> left;
  while (!names.empty()) {
    if (left.size() >= k_left_max || setting.is_over()) {
      left.insert(left.end(), names.begin(), names.end());
      break;
    }
    CO_TRY(const auto attempt,
           co_await setting.lab.guard(0, Candidate{}, names, k_limit_factors[1]));
    if (attempt.outcome == Tried::passed) break;
    const auto at = names.begin() + static_cast<std::ptrdiff_t>(std::min(attempt.passed, names.size() - 1));
    left.push_back(*at);
    names.erase(names.begin(), at + 1);
  }
  co_return left;
}

/// The tests count as what they are on the sources that are searched next.
void set_outcomes(Setting& setting, const std::vector<std::string>& failing,
                  const std::vector<std::string>& left) {
  const auto in = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (auto& test : setting.tests)
    if (in(failing, test.name))
      test.outcome = in(left, test.name) ? verify::Outcome::failed : verify::Outcome::passed;
}

void note_partly(Setting& setting, const Fix& fix, const std::vector<std::string>& left) {
  auto& best = setting.partly;
  const bool better = !best || left.size() < best->left.size() ||
                      (left.size() == best->left.size() && fix.cost < best->fix.cost);
  if (better) best = Partly{fix, left};
}

io::Task<base::Result<>> search_from(Setting& setting, std::vector<Source>& sources, Fix base,
                                     std::vector<std::string> failing);

/// Searches on from edits that make some of the tests pass.
io::Task<base::Result<>> search_on(Setting& setting, std::vector<Source>& sources, Fix base,
                                   std::vector<std::string> failing, std::vector<Partial> starts) {
  if (!starts.empty())
    setting.progress(std::to_string(starts.size()) +
                     (starts.size() == 1 ? " edit makes" : " edits make") +
                     " some of the tests pass: trying another edit on top");
  for (auto& start : starts) {
    if (setting.is_over() || !setting.found.empty()) break;
    const Fix next = fix_of(setting, sources, base, start.candidate, 0);
    CO_TRY(auto changed, sources_with(sources, next));
    CO_TRY_DO(co_await setting.lab.rebase(changed));
    CO_TRY(const auto left, co_await still_failing(setting, failing));
    if (!left.empty() && left.size() < failing.size()) {
      note_partly(setting, next, left);
      set_outcomes(setting, failing, left);
      CO_TRY_DO(co_await search_from(setting, changed, next, left));
      set_outcomes(setting, failing, failing);
    }
    CO_TRY_DO(co_await setting.lab.rebase(sources));
  }
  co_return base::Result<>{};
}

io::Task<base::Result<>> search_from(Setting& setting, std::vector<Source>& sources, Fix base,
                                     std::vector<std::string> failing) {
  Round round(setting, sources, base, failing);
  CO_TRY_DO(co_await round.generate());
  setting.progress("trying " + std::to_string(round.size()) + " edits of " +
                   std::to_string(round.units()) + (round.units() == 1 ? " function" : " functions"));
  CO_TRY_DO(co_await round.run());
  if (round.found() > 0) co_return base::Result<>{};
  if (failing.size() < 2 || base.steps.size() + 1 >= setting.options.edits_max)
    co_return base::Result<>{};
  // First what makes the first test pass, then what makes one of the others pass.
  for (const bool others : {false, true}) {
    if (setting.is_over() || !setting.found.empty()) break;
    if (others) CO_TRY_DO(co_await round.run_others());
    CO_TRY(auto starts, co_await round.partial());
    CO_TRY_DO(co_await search_on(setting, sources, base, failing, std::move(starts)));
  }
  co_return base::Result<>{};
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

/// Whether all of the failing tests that run an edited function pass. Else the edit is more likely one
/// that suits a test than one that repairs the function.
bool is_whole_repair(const Setting& setting, const std::vector<Source>& sources,
                     const Partly& partly) {
  for (const auto& step : partly.fix.steps)
    for (const auto& source : sources) {
      const Unit* unit = source.path() == step.path ? source.unit_at(step.line) : nullptr;
      if (unit == nullptr) continue;
      for (const auto& covered : setting.coverage.tests) {
        const bool fails = std::find(partly.left.begin(), partly.left.end(), covered.test) != partly.left.end();
        const auto lines = covered.lines.find(step.path);
        if (!fails || lines == covered.lines.end()) continue;
        const auto first = std::lower_bound(lines->second.begin(), lines->second.end(), unit->body.line());
        if (first != lines->second.end() && *first <= unit->end_line) return false;
      }
    }
  return true;
}

/// Failing tests that pass in one more run, as the code is, as far as there is time for it.
io::Task<base::Result<>> set_flaky_aside(Setting& setting) {
  const auto end = base::steady_ms() + k_flaky_ms;
  auto& failing = setting.result.failing;
  const std::vector<std::string> names = failing;
  for (const auto& name : names) {
    if (base::steady_ms() >= end) break;
    std::vector<std::string> alone{name};
    CO_TRY(const auto attempt,
           co_await setting.lab.guard(0, Candidate{}, std::move(alone), k_limit_factors[1]));
    if (attempt.outcome != Tried::passed) continue;
    setting.result.unstable.push_back(name);
    std::erase(failing, name);
  }
  co_return base::Result<>{};
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
                   (failing.size() == 1 ? " fails" : " fail") + "; finding out which lines they run");
  if (failing.empty()) {
    result.why_not = result.tests == 0 ? "no test could be run one by one"
                                       : "no test fails when the tests are run one by one";
    co_return std::move(result);
  }
  auto to_cover = tests_to_cover(setting.tests);
  CO_TRY(setting.coverage, co_await lab.cover(std::move(to_cover), k_cover_budget));
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
  if (!done && !(cancelled && !setting.found.empty())) co_return base::fail(done.error());
  const bool asked = options.stop && options.stop();
  result.stopped = cancelled               ? Stopped::cancelled
                   : asked                 ? Stopped::asked
                   : setting.is_over()     ? Stopped::time
                   : setting.found.empty() ? Stopped::all
                                           : Stopped::enough;
  rank(setting);
  if (cancelled) co_return std::move(result);
  if (result.fixes.size() > 1 && !asked) {
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
