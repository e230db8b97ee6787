#include "python_lab.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"
#include "probe.h"
#include "python_worker.h"

namespace repair {
namespace {

constexpr std::string_view k_zygote =
#include "embed/zygote.py.inc"
    ;

constexpr double k_cpu_floor_ms = 20;        ///< of a test's limit
constexpr double k_baseline_cpu_ms = 20000;  ///< a test of the baseline may use so much
constexpr int k_baseline_wall_ms = 60000;
constexpr io::Millis k_patience{
    300000};  ///< for a whole request; its parts have limits of their own
constexpr std::size_t k_depth_max = 12;  ///< of folders that are cleaned

void remove_compiled(const std::string& folder, std::size_t depth) {
  const auto names = base::list_dir(folder);
  if (!names || depth == 0) return;
  for (const auto& name : *names) {
    const std::string path = base::join(folder, name);
    if (name == "__pycache__") {
      // What cannot be removed is at worst a candidate that seems to fail.
      static_cast<void>(base::remove_all(path));
    } else if (!name.starts_with('.') && base::is_dir(path)) {
      remove_compiled(path, depth - 1);
    }
  }
}

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
        for (const auto& line : *lines)
          out[std::string(file)].push_back(static_cast<std::size_t>(json::int_or(&line)));
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
        test.frames.push_back({std::string(json::string_or(&(*pair)[0])),
                               static_cast<std::size_t>(json::int_or(&(*pair)[1]))});
  return test;
}

json::Array names_of(const std::vector<std::string>& names) {
  json::Array out;
  for (const auto& name : names) out.emplace_back(name);
  return out;
}

struct Bench {  ///< one worker
  PythonPlace place;
  std::unique_ptr<PythonWorker> bare;    ///< imports nothing of the project
  std::unique_ptr<PythonWorker> loaded;  ///< has imported it
};

class PythonLab final : public Lab {
 public:
  PythonLab(io::Launcher launcher, PythonSetup setup, const std::vector<Source>& sources)
      : launcher_(launcher), setup_(std::move(setup)), sources_(&sources) {}

  base::Result<> prepare(LabPlace place) {
    const std::string script = base::join(place.scratch, "zygote.py");
    TRY_DO(base::write_file(script, k_zygote));
    for (std::size_t i = 0; i < place.trees.size(); ++i) {
      Bench bench;
      bench.place.tree = place.trees[i];
      bench.place.script = script;
      bench.place.tmp = base::join(place.scratch, "tmp" + std::to_string(i));
      bench.place.env = place.env;
      TRY_DO(base::make_dirs(bench.place.tmp));
      remove_compiled(place.trees[i], k_depth_max);
      benches_.push_back(std::move(bench));
    }
    return {};
  }

  io::Task<base::Result<std::vector<LabTest>>> baseline() override {
    json::Object request;
    request["op"] = "baseline";
    request["cpu_ms"] = k_baseline_cpu_ms;
    request["wall_ms"] = k_baseline_wall_ms;
    CO_TRY(const auto answers, co_await ask_bare(0, std::move(request)));
    std::vector<LabTest> tests;
    for (const auto& answer : answers)
      if (json::find(answer, "test") != nullptr) tests.push_back(test_of(answer));
    for (const auto& test : tests) cpu_ms_[test.name] = test.cpu_ms;
    for (const auto& test : tests) slowest_wall_ms_ = std::max(slowest_wall_ms_, test.wall_ms);
    if (tests.empty()) {
      for (const auto& answer : answers)
        if (const auto* broken = json::find(answer, "broken"))
          co_return base::fail(base::Code::unavailable, "the tests cannot be loaded: " +
                                                            std::string(json::string_or(broken)));
    }
    co_return tests;
  }

  io::Task<base::Result<Coverage>> cover(std::vector<std::string> tests,
                                         io::Millis budget) override {
    json::Object request;
    request["op"] = "cover";
    request["tests"] = names_of(tests);
    request["cpu_ms"] = k_baseline_cpu_ms;  // tracing is slow
    request["wall_ms"] = k_baseline_wall_ms;
    request["budget_ms"] = budget.count();
    CO_TRY(const auto answers, co_await ask_bare(0, std::move(request)));
    Coverage coverage;
    for (const auto& answer : answers) {
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
  std::size_t batch() const override { return 48; }
  std::size_t smallest_batch() const override { return 8; }
  bool is_slow_to_return() const override { return false; }

  io::Task<base::Result<std::vector<Attempt>>> attempt(std::size_t worker,
                                                       std::vector<Candidate> batch,
                                                       std::vector<std::string> tests,
                                                       double factor) override {
    std::vector<Attempt> attempts(batch.size());
    std::vector<std::size_t> in_place;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      attempts[i].outcome = Tried::costly;
      if (can_be_put_in_place(batch[i])) in_place.push_back(i);
    }
    if (!in_place.empty())
      CO_TRY_DO(co_await try_in_place(worker, batch, in_place, tests, factor, attempts));
    co_return attempts;
  }

  io::Task<base::Result<Attempt>> guard(std::size_t worker, Candidate candidate,
                                        std::vector<std::string> tests, double factor) override {
    const Source& source = (*sources_)[candidate.source];
    const std::string path = base::join(benches_[worker].place.tree, source.path());
    CO_TRY_DO(base::write_file(path, edited(source.text(), candidate.splices)));
    json::Object request;
    request["op"] = "fresh";
    request["tests"] = names_of(tests);
    request["limits"] = limits(tests, factor);
    request["wall_ms"] = wall_ms(factor);
    auto answers = co_await ask_bare(worker, std::move(request));
    CO_TRY_DO(base::write_file(path, source.text()));
    if (!answers) co_return base::fail(answers.error());
    Attempt attempt;
    bool said = false;
    for (const auto& answer : *answers) {
      const auto* passed = json::find(answer, "fresh");
      if (passed == nullptr) continue;
      said = true;
      attempt.passed = static_cast<std::size_t>(json::int_or(passed));
      attempt.outcome = json::find(answer, "failed") == nullptr ? Tried::passed : Tried::failed;
      if (json::string_or(json::find(answer, "why")) == "timeout") attempt.outcome = Tried::timeout;
    }
    if (!said && json::string_or(json::find(answers->back(), "ended")) == "timeout")
      attempt.outcome = Tried::timeout;
    co_return attempt;
  }

  bool can_observe() const override { return true; }
  io::Task<base::Result<Observations>> observe(std::size_t worker, ObserveOrder order) override {
    const std::string& tree = benches_[worker].place.tree;
    for (const auto& [path, text] : order.files) CO_TRY_DO(base::write_file(base::join(tree, path), text));
    auto answers = co_await ask_bare(worker, python_probe(order));
    for (const auto& source : *sources_)
      if (order.files.contains(source.path())) CO_TRY_DO(base::write_file(base::join(tree, source.path()), source.text()));
    if (!answers) co_return base::fail(answers.error());
    co_return observations_of(*answers);
  }

  io::Task<base::Result<>> rebase(const std::vector<Source>& sources) override {
    sources_ = &sources;
    for (auto& bench : benches_) {
      for (const auto& source : sources)
        CO_TRY_DO(base::write_file(base::join(bench.place.tree, source.path()), source.text()));
      bench.loaded.reset();
    }
    co_return base::Result<>{};
  }

 private:
  io::Task<base::Result<std::unique_ptr<PythonWorker>>> start(const Bench& bench) {
    CO_TRY(auto worker, co_await PythonWorker::start(launcher_, setup_, bench.place));
    // The next start is spared looking for the interpreter, which is slow with some managers of
    // versions.
    if (!worker->executable().empty()) setup_.python = worker->executable();
    co_return worker;
  }

  io::Task<base::Result<PythonWorker*>> bare(std::size_t worker) {
    Bench& bench = benches_[worker];
    if (bench.bare == nullptr) {
      CO_TRY(bench.bare, co_await start(bench));
    }
    co_return bench.bare.get();
  }

  io::Task<base::Result<PythonWorker*>> loaded(std::size_t worker) {
    Bench& bench = benches_[worker];
    if (bench.loaded == nullptr) {
      CO_TRY(auto server, co_await start(bench));
      json::Object request;
      request["op"] = "load";
      CO_TRY_DO(co_await server->ask(std::move(request), io::Millis(k_baseline_wall_ms)));
      bench.loaded = std::move(server);
    }
    co_return bench.loaded.get();
  }

  io::Task<base::Result<std::vector<json::Value>>> ask_bare(std::size_t worker,
                                                            json::Object request) {
    CO_TRY(auto* server, co_await bare(worker));
    auto answers = co_await server->ask(std::move(request), k_patience);
    if (!answers) benches_[worker].bare.reset();  // out of step: a new one next time
    co_return answers;
  }

  /// A function that ran while modules were imported has left its results there: putting another
  /// version in its place later would not redo them. Nor does it change defaults of parameters.
  bool can_be_put_in_place(const Candidate& candidate) const {
    const Source& source = (*sources_)[candidate.source];
    const Unit& unit = source.units()[candidate.unit];
    for (const auto& splice : candidate.splices)
      if (splice.begin < unit.body.begin() && !is_in_body(source, unit, splice)) return false;
    const auto found = at_import_.find(source.path());
    if (found == at_import_.end()) return true;
    const std::size_t first = unit.body.line();
    const auto& lines = found->second;
    const auto at =
        std::lower_bound(lines.begin(), lines.end(), std::max(first, unit.node.line() + 1));
    return at == lines.end() || *at > unit.end_line;
  }

  static bool is_in_body(const Source& source, const Unit& unit, const Splice& splice) {
    // Insertions before the first statement begin at the start of its line.
    return splice.begin >= source.lines().start_of(unit.body.line()) &&
           unit.body.line() > unit.node.line();
  }

  json::Object limits(const std::vector<std::string>& tests, double factor) const {
    json::Object out;
    for (const auto& name : tests) {
      const auto found = cpu_ms_.find(name);
      const double own = found == cpu_ms_.end() ? 0 : found->second;
      out[name] = std::max(k_cpu_floor_ms * factor / k_limit_factors[0], own * factor);
    }
    return out;
  }
  std::int64_t wall_ms(double factor) const {
    return std::max<std::int64_t>(15000, static_cast<std::int64_t>(slowest_wall_ms_ * factor * 4));
  }

  json::Value describe(const Candidate& candidate, std::size_t id) const {
    const Source& source = (*sources_)[candidate.source];
    const Unit& unit = source.units()[candidate.unit];
    json::Object out;
    out["id"] = id;
    out["file"] = source.path();
    out["first"] = unit.line;
    json::Array chain;
    for (const auto& name : unit.chain) chain.emplace_back(name);
    out["chain"] = std::move(chain);
    std::string text;
    for (const auto& header : unit.headers) text += header + "\n";
    text += edited_within(source.text(), unit.begin, unit.end, candidate.splices) + "\n";
    out["text"] = std::move(text);
    out["pad"] = unit.line - 1 - std::min(unit.headers.size(), unit.line - 1);
    out["flags"] = has_future_annotations(source) ? 0x1000000 : 0;
    return out;
  }
  static bool has_future_annotations(const Source& source) {
    return source.text().find("from __future__ import annotations") != std::string::npos;
  }

  io::Task<base::Result<>> try_in_place(std::size_t worker, const std::vector<Candidate>& batch,
                                        const std::vector<std::size_t>& which,
                                        const std::vector<std::string>& tests, double factor,
                                        std::vector<Attempt>& attempts) {
    CO_TRY(auto* server, co_await loaded(worker));
    for (const bool isolate : {false, true}) {
      json::Object request;
      request["op"] = "batch";
      request["tests"] = names_of(tests);
      request["limits"] = limits(tests, factor);
      request["isolate"] = isolate;
      request["wall_ms"] = wall_ms(factor);
      json::Array candidates;
      for (const std::size_t i : which) candidates.push_back(describe(batch[i], i));
      request["candidates"] = std::move(candidates);
      auto answers = co_await server->ask(std::move(request), k_patience);
      if (!answers) {
        benches_[worker].loaded.reset();
        co_return base::fail(answers.error());
      }
      bool poisoned = false;
      for (const auto& answer : *answers) {
        if (json::find(answer, "poisoned") != nullptr) poisoned = true;
        const auto* id = json::find(answer, "tried");
        if (id == nullptr) continue;
        const auto i = static_cast<std::size_t>(json::int_or(id));
        if (i >= attempts.size()) continue;
        const auto outcome = json::string_or(json::find(answer, "outcome"));
        attempts[i].passed = static_cast<std::size_t>(json::int_or(json::find(answer, "passed")));
        attempts[i].outcome = outcome == "passed"    ? Tried::passed
                              : outcome == "timeout" ? Tried::timeout
                              : outcome == "syntax"  ? Tried::invalid
                              : outcome == "fresh"   ? Tried::costly
                                                     : Tried::failed;
      }
      if (!poisoned) break;
    }
    co_return base::Result<>{};
  }

  io::Launcher launcher_;
  PythonSetup setup_;
  const std::vector<Source>* sources_;
  std::vector<Bench> benches_;
  std::map<std::string, double, std::less<>> cpu_ms_;
  double slowest_wall_ms_ = 0;
  CoveredLines at_import_;
};

}  // namespace

base::Result<std::unique_ptr<Lab>> make_python_lab(io::Launcher launcher, PythonSetup setup,
                                                   LabPlace place,
                                                   const std::vector<Source>& sources) {
  auto lab = std::make_unique<PythonLab>(launcher, std::move(setup), sources);
  TRY_DO(lab->prepare(std::move(place)));
  return lab;
}

}  // namespace repair
