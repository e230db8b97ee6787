#pragma once
// Where candidates are tried: a copy of the project in which tests can be run quickly and often.

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "base/env.h"
#include "base/ids.h"
#include "candidate.h"
#include "io/process.h"
#include "source.h"
#include "verify/verify.h"

namespace repair {

struct Frame {
  std::string file;  ///< relative to the root
  std::size_t line = 0;
};

/// One test as it was before any edit.
struct LabTest {
  std::string name;
  std::string file;  ///< where it is written, "" if unknown
  verify::Outcome outcome = verify::Outcome::failed;
  double cpu_ms = 0, wall_ms = 0;
  std::string message;
  std::vector<Frame> frames;  ///< outermost first, only files of the project
};

using CoveredLines = std::map<std::string, std::vector<std::size_t>>;  ///< file -> sorted lines

struct Covered {
  std::string test;
  bool failed = false;  ///< when it ran alone, for the coverage
  CoveredLines lines;
};
struct Coverage {
  CoveredLines at_import;  ///< run before any test: by importing modules
  std::vector<Covered> tests;
};

enum class Tried {
  failed,   ///< a test fails
  timeout,  ///< a test needs more CPU time than it was given
  passed,   ///< all of the tests pass
  invalid,  ///< does not parse or compile
  costly,   ///< not tried: it needs guard(), which is much slower
};
struct Attempt {
  Tried outcome = Tried::failed;
  std::size_t passed = 0;  ///< tests that passed before one did not
};

struct LabPlace {
  std::vector<std::string> trees;  ///< copies of the project, one for each worker
  io::Millis check_took{0};        ///< how long the check took here and now: slower things have longer limits
  std::string scratch;             ///< a folder of the lab's own, outside the copies
  base::Env env;
};
/// A function whose calls are of interest.
struct ObservedUnit {
  std::string file;
  std::size_t line = 0;  ///< its first, in this version
  std::string name;
  bool changed = false;  ///< else it counts only where the tests call it and it runs a changed one
};
struct ObserveOrder {
  std::map<std::string, std::string> files;  ///< texts of this version; all others as the lab has them
  std::vector<ObservedUnit> units;
  std::vector<std::string> tests;       ///< that call them
  std::vector<std::string> test_files;
  std::vector<std::string> numbers;     ///< that stand in the functions: their neighbours are tried
  io::Millis budget{2000};
};
/// One call, as text, and what came of it.
struct Observation {
  std::string call;    ///< f([1, 2], 0)
  std::string result;  ///< 3, or "raises ValueError", "does not end", with what it changed of its arguments
  bool made = false;   ///< no test calls it like this
  bool threw = false;  ///< it raised, or did not end
};
using Observations = std::vector<Observation>;

/// What instruments say of a version that passes the tests.
enum class Examined {
  unknown,
  clean,
  faulty,  ///< it passes by what the language does not define: memory that is not its own, an overflow
};

/// CPU time that a test gets: this many times its own, and at least a floor of the lab.
inline constexpr double k_limit_factors[] = {5, 40, 320};

/// The limit of a test in milliseconds. One that failed may have needed its time because of the fault (a loop that
/// ends late): at first it counts as no slower than `usual`, the slowest test that passes, or than the floor. Or it
/// may have ended early: behind the first factor it has at least the time of that one.
double limit_of(double own_ms, bool failed, double usual_ms, double floor_ms, double factor);

/// Not for several tasks at once, but for one task per worker. Everything fails with cancelled, and
/// with what made the lab unusable (unavailable, timeout). The tests run in copies, never in the
/// user's tree.
class Lab {
 public:
  virtual ~Lab() = default;
  /// By base::steady_ms(): calls that are slow end about then, and what they did not come to is `costly`.
  void stop_at(std::int64_t when) { stop_at_ = when; }
  /// Runs every test once and notes what it needs.
  virtual io::Task<base::Result<std::vector<LabTest>>> baseline() = 0;
  /// Runs tests one by one, each alone, and notes the lines that run; stops when `budget` is used
  /// up. Empty if this lab cannot do it.
  virtual io::Task<base::Result<Coverage>> cover(std::vector<std::string> tests,
                                                 io::Millis budget) = 0;

  [[nodiscard]] virtual std::size_t workers() const = 0;
  /// How many candidates a call of attempt() should be given.
  [[nodiscard]] virtual std::size_t batch() const = 0;
  /// The same at the beginning, when each candidate is likelier than all that follow.
  [[nodiscard]] virtual std::size_t smallest_batch() const = 0;
  /// True if a second look at a candidate costs a build: then it should be tried against all tests
  /// at once.
  [[nodiscard]] virtual bool is_slow_to_return() const = 0;
  /// True if a build makes only what the given tests need, and that is much less than all: then the failing tests
  /// come first even though it is slow to return.
  [[nodiscard]] virtual bool builds_by_test() const { return false; }
  /// Tries each candidate against `tests` in order until one fails. `factor` is one of
  /// k_limit_factors. The answers are in the order of the batch.
  virtual io::Task<base::Result<std::vector<Attempt>>> attempt(std::size_t worker,
                                                               std::vector<Candidate> batch,
                                                               std::vector<std::string> tests,
                                                               double factor) = 0;
  /// The same for one candidate with the file changed on disk, in a process (and a build) of its
  /// own.
  virtual io::Task<base::Result<Attempt>> guard(std::size_t worker, Candidate candidate,
                                                std::vector<std::string> tests, double factor) = 0;

  /// True if functions can be called from outside of the tests.
  [[nodiscard]] virtual bool can_observe() const { return false; }
  /// Runs the tests on a version of the files, notes how they call the functions, and calls these again with
  /// the same arguments and with others like them.
  virtual io::Task<base::Result<Observations>> observe(std::size_t worker, ObserveOrder order) {
    static_cast<void>(worker);
    static_cast<void>(order);
    co_return base::fail(base::Code::unsupported, "this lab cannot call functions");
  }

  [[nodiscard]] virtual bool can_examine() const { return false; }
  /// Runs `tests`, which pass, on each version under instruments that see faults of memory and of arithmetic. Not while
  /// something is tried.
  virtual io::Task<base::Result<std::vector<Examined>>> examine(std::vector<Candidate> versions, std::vector<std::string> tests) {
    static_cast<void>(tests);
    co_return std::vector<Examined>(versions.size(), Examined::unknown);
  }

  /// From now on candidates are edits of these sources, whose texts differ from the project's.
  virtual io::Task<base::Result<>> rebase(const std::vector<Source>& sources) = 0;

 protected:
  [[nodiscard]] std::int64_t stops_at() const { return stop_at_; }
  [[nodiscard]] bool is_late() const { return base::steady_ms() >= stop_at_; }
  /// At least a moment, so that what ends for lack of time ends in an orderly way.
  [[nodiscard]] io::Millis at_most(io::Millis limit) const {
    return std::max(io::Millis(100), std::min(limit, io::Millis(stop_at_ - base::steady_ms())));
  }

 private:
  std::int64_t stop_at_ = std::numeric_limits<std::int64_t>::max() / 2;
};

}  // namespace repair
