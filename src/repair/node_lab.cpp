#include "node_lab.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"
#include "node_worker.h"
#include "probe.h"

namespace repair {
namespace {

constexpr std::string_view k_server =
#include "embed/node_server.js.txt.inc"
    ;

constexpr double k_floor_ms = 60;  ///< of a test's limit: wall time, and the machine may be busy
constexpr double k_baseline_ms = 10000;
constexpr io::Millis k_patience{120000};

verify::Outcome outcome_of(std::string_view word) {
  if (word == "passed") return verify::Outcome::passed;
  if (word == "skipped") return verify::Outcome::skipped;
  return word == "error" ? verify::Outcome::error : verify::Outcome::failed;
}

CoveredLines lines_of(const json::Value* value) {
  CoveredLines out;
  if (const auto* object = json::object_or_null(value))
    for (const auto& [file, list] : *object)
      if (const auto* lines = json::array_or_null(&list))
        for (const auto& line : *lines) out[std::string(file)].push_back(static_cast<std::size_t>(json::int_or(&line)));
  return out;
}

LabTest test_of(const json::Value& answer) {
  LabTest test;
  test.name = json::string_or(json::find(answer, "test"));
  test.file = json::string_or(json::find(answer, "file"));
  test.outcome = outcome_of(json::string_or(json::find(answer, "outcome")));
  test.cpu_ms = json::double_or(json::find(answer, "ms"));
  test.wall_ms = json::double_or(json::find(answer, "wall_ms"));
  test.message = json::string_or(json::find(answer, "message"));
  if (const auto* frames = json::array_or_null(json::find(answer, "frames")))
    for (const auto& frame : *frames)
      if (const auto* pair = json::array_or_null(&frame); pair != nullptr && pair->size() == 2)
        test.frames.push_back({std::string(json::string_or(&(*pair)[0])), static_cast<std::size_t>(json::int_or(&(*pair)[1]))});
  return test;
}

json::Array names_of(const std::vector<std::string>& names) {
  json::Array out;
  for (const auto& name : names) out.emplace_back(name);
  return out;
}

// ---- a function in many versions ----

bool has_child(code::Node node, std::string_view type) {
  const auto children = node.children();
  return std::any_of(children.begin(), children.end(), [&](code::Node child) { return child.type() == type; });
}

bool is_block(const Unit& unit) {
  return unit.body.type() == "statement_block";
}

/// True for a function whose body can be a text that is evaluated in it. Not a generator: a text cannot
/// yield. Not TypeScript: V8 does not read it.
bool is_open(const Source& source, const Unit& unit) {
  return source.language() == code::Language::javascript && unit.node.type().find("generator") == std::string_view::npos &&
         !has_child(unit.node, "*");
}

/// Number of a function in the server; 0 means none.
std::size_t number_of(std::size_t source, std::size_t unit) {
  return source * 100000 + unit + 1;
}

/// Behind "use strict" and the like.
std::size_t first_of(const Unit& unit) {
  std::size_t at = unit.body.begin() + 1;
  for (const code::Node statement : unit.body.named_children()) {
    if (statement.extra()) continue;
    if (statement.type() != "expression_statement" || statement.child(0).type() != "string") break;
    at = statement.end();
  }
  return at;
}

/// The source with a switch at the head of each function; the lines stay where they are.
std::string with_switches(const Source& source, std::size_t index) {
  std::vector<Splice> splices;
  for (std::size_t u = 0; u < source.units().size(); ++u) {
    const Unit& unit = source.units()[u];
    if (!is_open(source, unit)) continue;
    const std::string test = "globalThis.__plumb_at === " + std::to_string(number_of(index, u));
    if (is_block(unit)) {
      const std::size_t at = first_of(unit);
      splices.push_back({at, at, " if (" + test + ") return eval(globalThis.__plumb_text);"});
    } else {
      splices.push_back({unit.body.begin(), unit.body.begin(), "(" + test + " ? eval(globalThis.__plumb_text) : ("});
      splices.push_back({unit.body.end(), unit.body.end(), "))"});
    }
  }
  return edited(source.text(), splices);
}

std::string version_of(const Source& source, const Candidate& candidate) {
  const Unit& unit = source.units()[candidate.unit];
  std::string body = edited_within(source.text(), unit.body.begin(), unit.body.end(), candidate.splices);
  const bool is_async = has_child(unit.node, "async");
  if (!is_block(unit)) return is_async ? "(async () => (" + body + "))()" : "(" + body + ")";
  return (is_async ? "(async () => " : "(() => ") + body + ")()";
}

struct Bench {
  NodePlace place;
  std::unique_ptr<NodeWorker> live;  ///< has imported the sources with switches
};

class NodeLab final : public Lab {
 public:
  NodeLab(io::Launcher launcher, NodeSetup setup, const std::vector<Source>& sources)
      : launcher_(launcher), setup_(std::move(setup)), sources_(&sources) {}

  base::Result<> prepare(LabPlace place) {
    const std::string script = base::join(place.scratch, "node_server.cjs");
    TRY_DO(base::write_file(script, k_server));
    for (std::size_t i = 0; i < place.trees.size(); ++i) {
      Bench bench;
      bench.place = {place.trees[i], script, base::join(place.scratch, "tmp" + std::to_string(i)), place.env};
      TRY_DO(base::make_dirs(bench.place.tmp));
      benches_.push_back(std::move(bench));
    }
    return {};
  }

  io::Task<base::Result<std::vector<LabTest>>> baseline() override {
    if (!tests_.empty()) co_return tests_;
    json::Object request;
    request["op"] = "baseline";
    request["ms"] = k_baseline_ms;
    CO_TRY(const auto answers, co_await ask_fresh(0, std::move(request)));
    for (const auto& answer : answers.list)
      if (json::find(answer, "test") != nullptr) tests_.push_back(test_of(answer));
    for (const auto& test : tests_) ms_[test.name] = std::max(test.cpu_ms, test.wall_ms);
    if (answers.has_ended || !answers.error.empty()) {
      tests_.clear();
      co_return base::fail(base::Code::unavailable, "the tests cannot be loaded: " + answers.error);
    }
    co_return tests_;
  }

  io::Task<base::Result<Coverage>> cover(std::vector<std::string> tests, io::Millis budget) override {
    json::Object request;
    request["op"] = "cover";
    request["tests"] = names_of(tests);
    request["ms"] = k_baseline_ms;
    request["budget_ms"] = budget.count();
    CO_TRY(const auto answers, co_await ask_fresh(0, std::move(request)));
    Coverage coverage;
    for (const auto& answer : answers.list) {
      if (const auto* lines = json::find(answer, "import")) coverage.at_import = lines_of(lines);
      if (const auto* name = json::find(answer, "cover")) {
        Covered covered;
        covered.test = json::string_or(name);
        const auto outcome = outcome_of(json::string_or(json::find(answer, "outcome")));
        covered.failed = outcome == verify::Outcome::failed || outcome == verify::Outcome::error;
        covered.lines = lines_of(json::find(answer, "lines"));
        coverage.tests.push_back(std::move(covered));
      }
    }
    at_import_ = coverage.at_import;
    co_return coverage;
  }

  std::size_t workers() const override { return benches_.size(); }
  std::size_t batch() const override { return 200; }
  std::size_t smallest_batch() const override { return 16; }
  bool is_slow_to_return() const override { return false; }

  io::Task<base::Result<std::vector<Attempt>>> attempt(std::size_t worker, std::vector<Candidate> batch,
                                                       std::vector<std::string> tests, double factor) override {
    std::vector<Attempt> attempts(batch.size());
    std::vector<std::size_t> left;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      attempts[i].outcome = Tried::costly;
      if (can_be_put_in_place(batch[i])) left.push_back(i);
    }
    bool careful = false;
    while (!left.empty()) {
      CO_TRY(const auto more, co_await try_in_place(worker, batch, left, tests, factor, careful, attempts));
      left = more;
    }
    co_return attempts;
  }

  io::Task<base::Result<Attempt>> guard(std::size_t worker, Candidate candidate, std::vector<std::string> tests,
                                        double factor) override {
    Bench& bench = benches_[worker];
    CO_TRY_DO(write(bench, false));
    const Source& source = (*sources_)[candidate.source];
    CO_TRY_DO(base::write_file(base::join(bench.place.tree, source.path()), edited(source.text(), candidate.splices)));
    json::Object request;
    request["op"] = "fresh";
    request["tests"] = names_of(tests);
    request["limits"] = limits(tests, factor);
    auto answers = co_await ask_fresh(worker, std::move(request));
    CO_TRY_DO(write(bench, bench.live != nullptr));
    if (!answers) co_return base::fail(answers.error());
    Attempt attempt;
    if (answers->has_ended) attempt.outcome = Tried::timeout;
    for (const auto& answer : answers->list) {
      const auto* passed = json::find(answer, "fresh");
      if (passed == nullptr) continue;
      attempt.passed = static_cast<std::size_t>(json::int_or(passed));
      const auto* failed = json::find(answer, "failed");
      attempt.outcome = failed == nullptr                        ? Tried::passed
                        : json::string_or(failed) == "timeout" ? Tried::timeout
                                                                 : Tried::failed;
    }
    co_return attempt;
  }

  bool can_observe() const override { return true; }
  io::Task<base::Result<Observations>> observe(std::size_t worker, ObserveOrder order) override {
    Bench& bench = benches_[worker];
    CO_TRY_DO(write(bench, false));
    auto request = node_probe(order);
    for (const auto& source : *sources_) {
      const auto found = order.files.find(source.path());
      CO_TRY(const auto text, with_spies(source.path(), found == order.files.end() ? source.text() : found->second, order));
      CO_TRY_DO(base::write_file(base::join(bench.place.tree, source.path()), text));
    }
    auto seen = co_await ask_fresh(worker, std::move(request));
    CO_TRY_DO(write(bench, bench.live != nullptr));
    if (!seen) co_return base::fail(seen.error());
    co_return observations_of(seen->list);
  }

  io::Task<base::Result<>> rebase(const std::vector<Source>& sources) override {
    sources_ = &sources;
    for (auto& bench : benches_) {
      bench.live.reset();
      CO_TRY_DO(write(bench, false));
    }
    co_return base::Result<>{};
  }

 private:
  base::Result<> write(const Bench& bench, bool switches) {
    for (std::size_t i = 0; i < sources_->size(); ++i) {
      const Source& source = (*sources_)[i];
      TRY_DO(base::write_file(base::join(bench.place.tree, source.path()),
                              switches ? with_switches(source, i) : source.text()));
    }
    return {};
  }

  /// A server of its own for one request: it sees files as they are on disk now.
  io::Task<base::Result<NodeWorker::Answers>> ask_fresh(std::size_t worker, json::Object request) {
    CO_TRY(auto server, co_await NodeWorker::start(launcher_, setup_, benches_[worker].place));
    co_return co_await server->ask(std::move(request), k_patience);
  }

  io::Task<base::Result<NodeWorker*>> live(std::size_t worker) {
    Bench& bench = benches_[worker];
    if (bench.live == nullptr) {
      CO_TRY_DO(write(bench, true));
      CO_TRY(bench.live, co_await NodeWorker::start(launcher_, setup_, bench.place));
    }
    co_return bench.live.get();
  }

  /// Not a head, and not a function that ran while modules were imported: it has left its results there.
  bool can_be_put_in_place(const Candidate& candidate) const {
    const Source& source = (*sources_)[candidate.source];
    const Unit& unit = source.units()[candidate.unit];
    if (!is_open(source, unit)) return false;
    const std::size_t first = unit.body.begin() + (is_block(unit) ? 1 : 0);
    const std::size_t last = unit.body.end() - (is_block(unit) ? 1 : 0);
    for (const auto& splice : candidate.splices)
      if (splice.begin < first || splice.end > last) return false;
    const auto found = at_import_.find(source.path());
    if (found == at_import_.end()) return true;
    const auto at = std::upper_bound(found->second.begin(), found->second.end(), unit.line);
    return at == found->second.end() || *at >= unit.end_line;
  }

  json::Object limits(const std::vector<std::string>& tests, double factor) const {
    json::Object out;
    for (const auto& name : tests) {
      const auto found = ms_.find(name);
      const double own = found == ms_.end() ? 0 : found->second;
      out[name] = std::max(k_floor_ms * factor / k_limit_factors[0], own * factor);
    }
    return out;
  }

  /// Tries `which`; returns those that are still to be tried, at least one fewer.
  io::Task<base::Result<std::vector<std::size_t>>> try_in_place(std::size_t worker, const std::vector<Candidate>& batch,
                                                                std::vector<std::size_t> which,
                                                                const std::vector<std::string>& tests, double factor,
                                                                bool& careful, std::vector<Attempt>& attempts) {
    CO_TRY(auto* server, co_await live(worker));
    json::Object request;
    request["op"] = "batch";
    request["tests"] = names_of(tests);
    request["limits"] = limits(tests, factor);
    request["careful"] = careful;
    json::Array candidates;
    for (const std::size_t i : which) {
      json::Object one;
      one["id"] = i;
      one["at"] = number_of(batch[i].source, batch[i].unit);
      one["text"] = version_of((*sources_)[batch[i].source], batch[i]);
      candidates.push_back(std::move(one));
    }
    request["candidates"] = std::move(candidates);
    CO_TRY(const auto answers, co_await server->ask(std::move(request), k_patience));
    std::vector<std::size_t> left = which;
    bool poisoned = false;
    for (const auto& answer : answers.list) {
      if (json::find(answer, "poisoned") != nullptr) poisoned = true;
      const auto* id = json::find(answer, "tried");
      if (id == nullptr) continue;
      const auto i = static_cast<std::size_t>(json::int_or(id));
      if (std::erase(left, i) == 0) continue;
      const auto outcome = json::string_or(json::find(answer, "outcome"));
      attempts[i].passed = static_cast<std::size_t>(json::int_or(json::find(answer, "passed")));
      attempts[i].outcome = outcome == "passed"    ? Tried::passed
                            : outcome == "timeout" ? Tried::timeout
                                                   : Tried::failed;
    }
    if (answers.has_ended || poisoned || !answers.error.empty()) benches_[worker].live.reset();
    const bool none = left.size() == which.size();
    if (poisoned && !careful && !none) {
      careful = true;  // one of them left something behind: all again, looking after each
      co_return which;
    }
    if (none && !answers.has_ended) {  // the tests do not do the same thing twice, or nothing can be run: each on its own
      for (const std::size_t i : left) attempts[i].outcome = Tried::costly;
      left.clear();
    } else if (answers.has_ended && !left.empty()) {
      attempts[left.front()].outcome = Tried::timeout;  // it was running when the server ended
      left.erase(left.begin());
    } else if (!answers.error.empty()) {
      left.clear();
    }
    co_return left;
  }

  io::Launcher launcher_;
  NodeSetup setup_;
  const std::vector<Source>* sources_;
  std::vector<Bench> benches_;
  std::vector<LabTest> tests_;
  std::map<std::string, double, std::less<>> ms_;
  CoveredLines at_import_;
};

}  // namespace

base::Result<std::unique_ptr<Lab>> make_node_lab(io::Launcher launcher, NodeSetup setup, LabPlace place,
                                                 const std::vector<Source>& sources) {
  auto lab = std::make_unique<NodeLab>(launcher, std::move(setup), sources);
  TRY_DO(lab->prepare(std::move(place)));
  return lab;
}

}  // namespace repair
