#include "round.h"

#include <algorithm>
#include <map>
#include <set>

#include "queue.h"

namespace repair {
namespace {

constexpr std::int64_t k_rivals_ms = 1000;   ///< how long to look for rivals, and
constexpr double k_rivals_share = 1.25;      ///< how many more candidates, whichever is more
constexpr double k_rivals_cost = 1.5;        ///< but none that is so much dearer
constexpr std::size_t k_rivals_least = 200;  ///< at least so many more, where one costs next to nothing
constexpr std::size_t k_rivals_built = 100;  ///< where many are built at once
constexpr double k_losses_factor = 4;        ///< so much longer if all fixes take something away
constexpr double k_guard_cpu_ms = 8000;      ///< of passing tests that a fix is checked with
constexpr std::size_t k_starts_max = 6;      ///< partial fixes that a second round starts from
constexpr std::size_t k_counted_max = 12;    ///< failing tests by which a partial fix is judged
constexpr std::size_t k_leaders_max = 8;     ///< failing tests that a queue is tried for, one by one
constexpr std::int64_t k_figures_ms = 200;
constexpr std::int64_t k_start_share = 6;  ///< of the budget, for one queue when there are starts
constexpr std::int64_t k_insist_share = 6;  ///< the same for insist()
constexpr double k_at_once_ms = 2000;       ///< of tests, for what is tried against all of them at once
constexpr double k_costly_surcharge = 0.8;
constexpr std::int64_t k_alone_ms = 700;  ///< before a second worker is worth its start
constexpr int k_examinations_max = 4;      ///< times that the search goes on because all that was found is faulty
constexpr double k_faulty_surcharge = 200;  ///< behind all others
constexpr std::size_t k_all_slow = 24;  ///< candidates that all ran out of time

}  // namespace

Round::Round(Setting& setting, const std::vector<Source>& sources, Fix base, std::vector<std::string> failing)
    : setting_(setting), sources_(sources), base_(std::move(base)), failing_(std::move(failing)) {
  std::stable_sort(failing_.begin(), failing_.end(), [&](const auto& a, const auto& b) { return cpu_of(a) < cpu_of(b); });
}

io::Task<base::Result<>> Round::run() {
  order_ = failing_;
  if (setting_.lab.is_slow_to_return() && !setting_.lab.builds_by_test())
    for (const auto& name : passing_tests()) order_.push_back(name);
  for (const double factor : k_limit_factors) {
    factor_ = factor;
    next_ = 0;
    tried_now_ = 0;
    CO_TRY_DO(co_await run_examined());
    if (found_ > 0 || slow_.empty() || setting_.is_over()) break;
    std::vector<Candidate> rest(queue_.begin() + static_cast<std::ptrdiff_t>(std::min(next_, queue_.size())), queue_.end());
    if (has_a_start()) rest.clear();
    queue_ = std::exchange(slow_, {});
    queue_.insert(queue_.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    is_retry_ = true;
  }
  co_return base::Result<>{};
}

io::Task<base::Result<std::vector<Partial>>> Round::partial() {
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

io::Task<base::Result<>> Round::generate() {
  std::function<Queue(std::stop_token)> work = [this](std::stop_token stop) {
    QueueOptions options{setting_.options.units_max, setting_.options.candidates_max};
    return make_queue(sources_, setting_.coverage, setting_.tests, failing_, options, stop);
  };
  auto queue = co_await io::offload(std::move(work));
  if (co_await io::is_cancelled()) co_return base::fail(base::Code::cancelled, "cancelled");
  for (const auto& one : queue.left_out) setting_.progress("left out " + one + ": no edits could be made of it, which is a fault of mine");
  queue_ = std::move(queue.candidates);
  units_ = queue.units;
  setting_.result.generated += queue_.size();
  setting_.result.units = std::max(setting_.result.units, units_);
  co_return base::Result<>{};
}

io::Task<base::Result<>> Round::run_others() {
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

double Round::cpu_of(const std::string& name) const {
  const auto* test = setting_.find(name);
  return test == nullptr ? 0 : test->cpu_ms;
}

io::Task<base::Result<bool>> Round::passes(Candidate candidate, std::vector<std::string> tests,
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

std::vector<std::string> Round::other_leaders() const {
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

/// A second worker costs a build, or the start of a server: the first has the likeliest candidates to itself.
io::Task<base::Result<>> Round::try_alone() {
  if (setting_.lab.is_slow_to_return()) {
    if (next_ == 0) CO_TRY_DO(co_await try_batch(0));
    co_return base::Result<>{};
  }
  const auto end = base::steady_ms() + k_alone_ms;
  while (!setting_.has_all_workers && !setting_.is_over() && !has_enough()) {
    if (base::steady_ms() >= end) break;
    CO_TRY(const bool more, co_await try_batch(0));
    if (!more) co_return base::Result<>{};
  }
  co_return base::Result<>{};
}

void Round::clear() {
  queue_.clear();
  slow_.clear();
  costly_.clear();
}

io::Task<base::Result<>> Round::run_queue() {
  CO_TRY_DO(co_await try_alone());
  std::vector<io::Task<base::Result<>>> workers;
  // Rivals of what is found already are not worth the start of more workers.
  const std::size_t count = found_ > 0 && !setting_.has_all_workers ? 1 : setting_.lab.workers();
  if (count > 1) setting_.has_all_workers = true;
  for (std::size_t i = 0; i < count; ++i) workers.push_back(work(i));
  auto done = co_await io::all(std::move(workers));
  for (auto& result : done) CO_TRY_DO(std::move(result));
  co_return base::Result<>{};
}

/// Where all that was found is faulty, the right one is still to come.
io::Task<base::Result<>> Round::run_examined() {
  for (int i = 0; i < k_examinations_max; ++i) {
    CO_TRY_DO(co_await run_queue());
    if (unexamined_.empty() || !setting_.lab.can_examine() || setting_.is_over()) break;
    CO_TRY_DO(co_await examine());
    if (found_ > faulty_ || next_ >= queue_.size()) break;
  }
  co_return base::Result<>{};
}

io::Task<base::Result<>> Round::examine() {
  const auto candidates = std::exchange(unexamined_, {});
  std::vector<std::string> tests = failing_;
  for (const auto& name : passing_tests()) tests.push_back(name);
  setting_.progress("running what passes with sanitizers");
  CO_TRY(const auto seen, co_await setting_.lab.examine(candidates, std::move(tests)));
  std::size_t known = 0, faulty = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i] != Examined::unknown) ++known;
    if (seen[i] != Examined::faulty) continue;
    Fix& fix = setting_.found[setting_.found.size() - candidates.size() + i];
    fix.is_faulty = true;
    fix.final_cost += k_faulty_surcharge;
    ++faulty;
  }
  faulty_ += faulty;
  setting_.result.faulty += faulty;
  setting_.progress(known == 0 ? "with sanitizers none could be run" : "with sanitizers " + std::to_string(faulty) + " of " + std::to_string(known) + " fail");
  co_return base::Result<>{};
}

bool Round::is_too_tight() const {
  return factor_ != std::end(k_limit_factors)[-1] && tried_now_ >= k_all_slow && slow_.size() == tried_now_;
}

bool Round::has_enough() const {
  if (found_ == faulty_) return has_a_start() || is_too_tight();
  const double more = only_losses_ ? k_losses_factor : 1;
  const auto looked = static_cast<double>(base::steady_ms() - found_at_ms_);
  if (looked > 10 * more * k_rivals_ms) return true;
  const bool slow = setting_.lab.is_slow_to_return();
  const std::size_t least = !slow ? k_rivals_least : setting_.lab.batch() > 1 ? k_rivals_built : 0;
  // Kinds that pass by chance are ranked behind what is a little dearer, and that must have been tried.
  const bool may_be_beaten = !only_losses_ && next_ < queue_.size() && queue_[next_].cost < best_final_cost_;
  const bool long_enough =
      !may_be_beaten && (slow || looked >= more * k_rivals_ms) && tried_ >= found_at_tried_ + least &&
      static_cast<double>(tried_) >= more * k_rivals_share * static_cast<double>(found_at_tried_);
  return long_enough ||
         (!only_losses_ && next_ < queue_.size() && queue_[next_].cost > best_cost_ + k_rivals_cost);
}

bool Round::has_a_start() const {
  return failing_.size() > 1 && !some_passed_.empty() &&
         base::steady_ms() - begun_ms_ > setting_.options.budget.count() / k_start_share;
}

std::vector<Candidate> Round::take_batch() {
  std::vector<Candidate> batch;
  // Small batches at first: the cheapest candidates are the likeliest. A build costs as much for a few as for many.
  const std::size_t size =
      std::min(setting_.lab.batch(), std::max(setting_.lab.smallest_batch(), next_ / (setting_.lab.is_slow_to_return() ? 2 : 4)));
  while (batch.size() < size && next_ < queue_.size()) {
    Candidate& candidate = queue_[next_++];
    if (is_retry_ || setting_.seen.add(base_.changed, sources_[candidate.source], candidate))
      batch.push_back(std::move(candidate));
  }
  return batch;
}

io::Task<base::Result<>> Round::work(std::size_t worker) {
  while (!setting_.is_over() && !has_enough()) {
    CO_TRY(const bool more, co_await try_batch(worker));
    if (!more) break;
  }
  co_return base::Result<>{};
}

io::Task<base::Result<bool>> Round::try_batch(std::size_t worker) {
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
  std::size_t number = tried_;
  std::vector<std::size_t> numbers(batch.size());
  const bool any_passes = found_ > 0 || std::any_of(attempts.begin(), attempts.end(), [](const Attempt& one) { return one.outcome == Tried::passed; });
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (attempts[i].outcome == Tried::costly) {
      put_off(batch[i]);
      continue;
    }
    numbers[i] = ++number;
    ++tried_;
    ++tried_now_;
    ++setting_.result.tried;
    if (attempts[i].outcome == Tried::timeout && attempts[i].passed > 0 && !costly && !any_passes) {
      CO_TRY(attempts[i], co_await insist(worker, batch[i], attempts[i]));
    }
  }
  std::vector<std::size_t> passing;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (attempts[i].outcome == Tried::passed && !is_for_one()) passing.push_back(i);
    else put_aside(batch[i], attempts[i]);
  }
  // Some at once: what is found is kept if the search is ended between.
  const std::size_t most = at_once();
  for (std::size_t begin = 0; begin < passing.size(); begin += most) {
    std::vector<Candidate> some;
    const std::size_t end = std::min(passing.size(), begin + most);
    for (std::size_t k = begin; k < end; ++k) some.push_back(batch[passing[k]]);
    CO_TRY(const auto good, co_await pass_all(worker, some, costly));
    co_await judge(some);
    for (std::size_t k = 0; k < some.size(); ++k)
      if (good[k]) keep(some[k], numbers[passing[begin + k]]);
  }
  tell();
  co_return true;
}

io::Task<base::Result<Attempt>> Round::insist(std::size_t worker, Candidate candidate, Attempt attempt) {
  const auto begun = base::steady_ms();
  for (const double factor : k_limit_factors) {
    if (insisted_ms_ > setting_.options.budget.count() / k_insist_share) break;
    if (factor <= factor_ || attempt.outcome != Tried::timeout || setting_.is_over()) continue;
    std::vector<Candidate> alone{candidate};
    CO_TRY(const auto attempts, co_await setting_.lab.attempt(worker, std::move(alone), order_, factor));
    attempt = attempts.front();
    if (attempt.outcome != Tried::costly) continue;
    CO_TRY(attempt, co_await setting_.lab.guard(worker, candidate, order_, factor));
  }
  insisted_ms_ += base::steady_ms() - begun;
  co_return attempt;
}

void Round::put_off(Candidate candidate) {
  candidate.cost += k_costly_surcharge;
  const auto at =
      std::upper_bound(costly_.begin(), costly_.end(), candidate.cost,
                       [](double cost, const Candidate& other) { return cost < other.cost; });
  costly_.insert(at, std::move(candidate));
}

std::vector<Candidate> Round::take_costly() {
  std::vector<Candidate> one;
  if (costly_.empty() || (next_ < queue_.size() && queue_[next_].cost < costly_.front().cost))
    return one;
  one.push_back(std::move(costly_.front()));
  costly_.erase(costly_.begin());
  return one;
}

void Round::put_aside(const Candidate& candidate, const Attempt& attempt) {
  if (attempt.outcome == Tried::timeout) slow_.push_back(candidate);
  const bool some_pass = attempt.outcome == Tried::passed || (attempt.outcome != Tried::costly && attempt.passed > 0);
  if (some_pass) some_passed_.push_back(candidate);
}

void Round::keep(const Candidate& candidate, std::size_t number) {
  Fix fix = fix_of(setting_, sources_, base_, candidate, failing_.size() + passing_tests().size());
  if (found_ == faulty_) {
    found_at_ms_ = base::steady_ms();
    found_at_tried_ = number;
    best_cost_ = candidate.cost;
    if (setting_.result.rank == 0) setting_.result.rank = tried_before_ + number;
    setting_.progress("an edit passes: " + std::string(candidate.what) + " at " +
                      sources_[candidate.source].path() + ":" + std::to_string(candidate.line) +
                      "; looking for rivals");
  }
  best_cost_ = std::min(best_cost_, candidate.cost);
  best_final_cost_ = std::min(best_final_cost_, fix.final_cost - base_.final_cost);
  only_losses_ = only_losses_ && fix.steps.back().loss == Loss::whole;
  ++found_;
  setting_.found.push_back(std::move(fix));
  unexamined_.push_back(candidate);
  setting_.told_ms = 0;  // at once: what is found can be kept from now on
}

std::size_t Round::at_once() {
  double ms = 1;
  for (const auto& name : failing_) ms += cpu_of(name);
  for (const auto& name : passing_tests()) ms += cpu_of(name);
  return std::max<std::size_t>(1, static_cast<std::size_t>(k_at_once_ms / ms));
}

io::Task<base::Result<std::vector<bool>>> Round::pass_all(std::size_t worker, std::vector<Candidate> candidates, bool costly) {
  std::vector<std::string> all = failing_;
  for (auto& name : passing_tests()) all.push_back(std::move(name));
  if (order_.size() >= all.size()) co_return std::vector<bool>(candidates.size(), true);
  const double factor = std::max(factor_, k_limit_factors[1]);
  std::vector<Attempt> attempts(candidates.size());
  for (auto& attempt : attempts) attempt.outcome = Tried::costly;
  if (!costly) {
    CO_TRY(attempts, co_await setting_.lab.attempt(worker, candidates, all, factor));
  }
  std::vector<bool> good;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (attempts[i].outcome == Tried::costly && !setting_.is_over()) {
      CO_TRY(attempts[i], co_await setting_.lab.guard(worker, candidates[i], all, factor));
    }
    good.push_back(attempts[i].outcome == Tried::passed);
  }
  co_return good;
}

/// On the pool: the file of each is read. Cancelled, it goes on: what passes is kept.
io::Task<> Round::judge(std::vector<Candidate>& candidates) {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<Candidate*>> by_unit;
  for (auto& candidate : candidates) by_unit[{candidate.source, candidate.unit}].push_back(&candidate);
  std::function<bool(std::stop_token)> work = [&](std::stop_token stop) {
    for (const auto& [place, list] : by_unit) {
      if (stop.stop_requested()) return false;
      std::vector<Candidate> some;
      for (const Candidate* one : list) some.push_back(*one);
      const Source& source = sources_[place.first];
      judge_pairs(source, some);
      if (setting_.naturalness != nullptr) setting_.naturalness->judge(source, source.units()[place.second], some);
      for (std::size_t k = 0; k < some.size(); ++k) *list[k] = std::move(some[k]);
    }
    return true;
  };
  static_cast<void>(co_await io::offload(std::move(work)));  // false: cancelled, which the next step sees
}

std::vector<std::string> Round::passing_tests() {
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

void Round::tell() {
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

}  // namespace repair
