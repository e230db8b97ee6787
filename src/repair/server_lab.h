#pragma once
// What the labs share that keep a server: a process in each copy of the project that runs tests on
// demand (server_worker.h). A language adds how its server is started, what it is sent for a candidate,
// and what it cannot do.
//
// The protocol: JSON lines, first the configuration, then requests, each answered by some lines and
// one with "done".
//
//   baseline  every test once                       -> {"test": ...}* {"done": ...}
//   cover     some tests alone, and the lines       -> {"import": ...} {"cover": ...}* {"done": ...}
//   fresh     some tests on the files as they are on disk, the first failure ends it
//                                                   -> {"fresh": N passed, "failed": ..., "why": ...} {"done": ...}
//   probe     calls functions, by code of the request's own (probe.h) -> {"call": ...}* {"done": ...}
//   load      import the project for good; from then on only
//   batch     many versions, each against some tests -> {"tried": ...}* {"poisoned": ...}? {"done": ...}
//
// A batch names a "canary": a test that ends, by whose outcome the server knows whether it is still what it was.
// "poisoned": one of the versions left something behind that changes what the tests do; the batch is
// then repeated, looking after each ("careful"). Limits of tests are milliseconds, by name. A server that
// ends in the middle of a batch did so because of the version it was trying.

#include <boost/json/fwd.hpp>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "lab.h"
#include "server_worker.h"

namespace repair {

struct ServerTraits {
  std::size_t batch = 0, smallest_batch = 0;
  double floor_ms = 0;     ///< of a test's limit
  double floor_cpu_ms = 0;  ///< where limits are wall time: the same of code that does not wait
  double baseline_ms = 0;  ///< of a test in the baseline and for coverage
  bool counts_wall = false;       ///< limits are wall time, else CPU time
  bool keeps_bare = false;        ///< one server answers all requests about the files on disk; else each has its own
  bool survives_poison = false;   ///< versions are tried in forks: the server itself stays clean
  bool has_live_text = false;     ///< the server that tries versions wants other texts on disk (live_text)
  bool is_one_server = false;     ///< what keeps_bare and tries versions is the same process
};

/// For a configuration.
boost::json::array list_of(const std::vector<std::string>& texts);

class ServerLab : public Lab {
 public:
  io::Task<base::Result<std::vector<LabTest>>> baseline() override;
  io::Task<base::Result<Coverage>> cover(std::vector<std::string> tests, io::Millis budget) override;
  [[nodiscard]] std::size_t workers() const override { return benches_.size(); }
  [[nodiscard]] std::size_t batch() const override { return traits_.batch; }
  [[nodiscard]] std::size_t smallest_batch() const override { return traits_.smallest_batch; }
  [[nodiscard]] bool is_slow_to_return() const override { return false; }
  io::Task<base::Result<std::vector<Attempt>>> attempt(std::size_t worker, std::vector<Candidate> batch,
                                                       std::vector<std::string> tests, double factor) override;
  io::Task<base::Result<Attempt>> guard(std::size_t worker, Candidate candidate, std::vector<std::string> tests,
                                        double factor) override;
  io::Task<base::Result<>> rebase(const std::vector<Source>& sources) override;

 protected:
  using Worker = std::unique_ptr<ServerWorker>;
  struct Bench {
    std::size_t number = 0;
    std::string tree, script, tmp;
    base::Env env;
    io::Millis start_limit{0}, check_took{0};
    Worker bare;  ///< sees the files as they are on disk
    Worker live;  ///< has imported them, and tries versions
    bool is_loaded = false;  ///< live has
  };

  ServerLab(io::Launcher launcher, ServerTraits traits, const std::vector<Source>& sources)
      : launcher_(launcher), traits_(traits), sources_(&sources) {}
  /// Writes the server's program to the scratch folder as `name`; one bench for each tree.
  base::Result<> prepare(LabPlace place, const std::string& name, std::string_view program);

  virtual io::Task<base::Result<Worker>> start(const Bench& bench) = 0;
  /// False: only guard() can tell.
  [[nodiscard]] virtual bool can_be_put_in_place(const Candidate& candidate) const = 0;
  /// What the server needs to try it.
  [[nodiscard]] virtual boost::json::object describe(const Candidate& candidate) const = 0;
  /// Before `which` of a batch are described. Returns those that are ready; notes the outcome of those that
  /// never will be; those of `later` come in another round.
  virtual io::Task<base::Result<std::vector<std::size_t>>> make_ready(ServerWorker& server, const std::vector<Candidate>& batch,
                                                                      std::vector<std::size_t> which, std::vector<Attempt>& attempts,
                                                                      std::vector<std::size_t>& later);
  /// What the server needs to measure coverage.
  virtual io::Task<base::Result<>> add_to_cover(boost::json::object& request);
  [[nodiscard]] virtual std::string live_text(std::size_t source) const;
  /// Puts a text where a server reads the source.
  virtual base::Result<> put(const Bench& bench, const Source& source, const std::string& text);

  [[nodiscard]] const std::vector<Source>& sources() const { return *sources_; }
  [[nodiscard]] const std::vector<Bench>& benches() const { return benches_; }
  /// Answers to a request about files of which these have another text, by path. They are put back.
  io::Task<base::Result<ServerWorker::Answers>> ask_about(std::size_t worker, std::map<std::string, std::string> texts,
                                                          boost::json::object request);
  /// True if one of the lines first..last ran while modules were imported, by the last coverage.
  [[nodiscard]] bool ran_at_import(const Source& source, std::size_t first, std::size_t last) const;
  [[nodiscard]] io::Launcher launcher() const { return launcher_; }

 private:
  using Answers = ServerWorker::Answers;
  base::Result<> write(const Bench& bench, bool live);
  /// A server that is slow to start must not outlast the search.
  io::Task<base::Result<Worker>> start_in_time(Bench& bench);
  io::Task<base::Result<Answers>> ask_bare(std::size_t worker, boost::json::object request);
  io::Task<base::Result<ServerWorker*>> live(std::size_t worker);
  static void end(Worker& server, Bench& bench);
  io::Task<base::Result<std::vector<std::size_t>>> try_in_place(std::size_t worker, const std::vector<Candidate>& batch,
                                                                std::vector<std::size_t> which,
                                                                const std::vector<std::string>& tests, double factor,
                                                                bool& careful, std::vector<Attempt>& attempts);
  [[nodiscard]] boost::json::object request_of(const char* op, const std::vector<std::string>& tests, double factor) const;
  [[nodiscard]] double limit_for(const std::string& test, double factor) const;
  [[nodiscard]] std::string canary(const std::vector<std::string>& tests) const;

  io::Launcher launcher_;
  ServerTraits traits_;
  const std::vector<Source>* sources_;
  std::vector<Bench> benches_;
  std::vector<LabTest> tests_;
  std::map<std::string, double, std::less<>> ms_;
  std::map<std::string, double, std::less<>> cpu_ms_;
  std::set<std::string, std::less<>> failing_, spinning_;  ///< spinning: they did not end
  double slowest_wall_ms_ = 0;
  double usual_ms_ = 0, usual_cpu_ms_ = 0;  ///< the slowest test that passes
  CoveredLines at_import_;
};

}  // namespace repair
