#pragma once
// One round: the search for one edit, on given sources. A queue of candidates in the order of their price, and
// workers that take batches of it until it is empty, there is enough, or the time is over. Candidates that were
// too slow, too costly or passed only some tests are put aside.

#include <limits>

#include "setting.h"

namespace repair {

class Round {
 public:
  Round(Setting& setting, const std::vector<Source>& sources, Fix base, std::vector<std::string> failing);

  [[nodiscard]] std::size_t size() const { return queue_.size(); }
  [[nodiscard]] std::size_t units() const { return units_; }

  /// Tries the queue, then what timed out with more time.
  io::Task<base::Result<>> run();

  /// After run() without success: which single edits turn some of the failing tests green and break
  /// nothing? run() saw only those that pass the first test of its order. Each is told once.
  io::Task<base::Result<std::vector<Partial>>> partial();

  /// Makes the queue, on the pool: some 100 ms for large functions.
  io::Task<base::Result<>> generate();

  /// The same queue again with others of the failing tests first: those that run other files before
  /// those that run the same.
  io::Task<base::Result<>> run_others();

  [[nodiscard]] std::size_t found() const { return found_; }

 private:
  [[nodiscard]] double cpu_of(const std::string& name) const;

  /// Whether one candidate passes all of `tests`, live where the lab can.
  io::Task<base::Result<bool>> passes(Candidate candidate, std::vector<std::string> tests, double factor);

  /// At most k_leaders_max of the failing tests but the first.
  std::vector<std::string> other_leaders() const;

  void clear();

  io::Task<base::Result<>> run_queue();
  io::Task<base::Result<>> run_examined();
  /// What was found since the last time.
  io::Task<base::Result<>> examine();
  io::Task<base::Result<>> try_alone();

  /// All of the first ones ran out of time: the limits are too tight, whatever is tried.
  [[nodiscard]] bool is_too_tight() const;
  [[nodiscard]] bool has_enough() const;

  /// With several failing tests there may be several faults: what repairs one of them is worth more
  /// than the rest of a long queue.
  [[nodiscard]] bool has_a_start() const;

  std::vector<Candidate> take_batch();

  io::Task<base::Result<>> work(std::size_t worker);

  /// False: nothing was left to try.
  io::Task<base::Result<bool>> try_batch(std::size_t worker);

  /// One that passed some tests and then ran out of time is tried with more at once: a test that failed early
  /// may need much more time to pass. Not where another one passes: what never ends would cost the time for its rivals.
  io::Task<base::Result<Attempt>> insist(std::size_t worker, Candidate candidate, Attempt attempt);

  /// A costly candidate comes later than its price says: as much as its time buys of the others.
  void put_off(Candidate candidate);
  std::vector<Candidate> take_costly();

  /// What fails, or passes in a round for one test, and may help later.
  void put_aside(const Candidate& candidate, const Attempt& attempt);
  /// What passes `order_` is tried against all tests, so many at once.
  std::size_t at_once();
  io::Task<base::Result<std::vector<bool>>> pass_all(std::size_t worker, std::vector<Candidate> candidates, bool costly);
  /// How natural they are.
  io::Task<> judge(std::vector<Candidate>& candidates);
  /// A fix. `number` is that of the candidate among all of this round.
  void keep(const Candidate& candidate, std::size_t number);
  /// A round for one test of several.
  [[nodiscard]] bool is_for_one() const { return order_.size() < failing_.size(); }

  /// Tests that pass today, the quickest first, as many as there is time for.
  std::vector<std::string> passing_tests();

  void tell();

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
  std::size_t tried_now_ = 0;  ///< with the limits as they are
  std::size_t found_ = 0, faulty_ = 0;
  std::vector<Candidate> unexamined_;  ///< the last ones of setting_.found
  bool only_losses_ = true;  ///< all that was found takes something away
  bool is_retry_ = false;    ///< what has been seen is tried again
  std::int64_t insisted_ms_ = 0;  ///< of all workers
  std::int64_t found_at_ms_ = 0, begun_ms_ = base::steady_ms();
  double factor_ = k_limit_factors[0];
  double best_cost_ = 0, best_final_cost_ = std::numeric_limits<double>::infinity();
};

}  // namespace repair
