#include "server_lab.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"

namespace repair {
namespace {

constexpr std::int64_t k_baseline_wall_ms = 60000;
constexpr std::int64_t k_wall_floor_ms = 15000;
constexpr double k_baseline_floor_ms = 4000;
constexpr io::Millis k_start_limit{30000};
constexpr int k_start_checks = 4;  ///< a server starts in the time of so many runs of the check
constexpr io::Millis k_patience{300000};  ///< for one line; what is asked for has limits of its own

verify::Outcome outcome_of(std::string_view word) {
  if (word == "passed") return verify::Outcome::passed;
  if (word == "skipped") return verify::Outcome::skipped;
  return word == "error" ? verify::Outcome::error : verify::Outcome::failed;
}

Tried tried_of(std::string_view word) {
  if (word == "passed") return Tried::passed;
  if (word == "timeout") return Tried::timeout;
  if (word == "syntax") return Tried::invalid;
  return word == "fresh" ? Tried::costly : Tried::failed;
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

Covered covered_of(const json::Value& answer) {
  Covered covered;
  covered.test = json::string_or(json::find(answer, "cover"));
  const auto outcome = outcome_of(json::string_or(json::find(answer, "outcome")));
  covered.failed = outcome == verify::Outcome::failed || outcome == verify::Outcome::error;
  covered.lines = lines_of(json::find(answer, "lines"));
  return covered;
}

}  // namespace

json::Array list_of(const std::vector<std::string>& texts) {
  json::Array out;
  for (const auto& text : texts) out.emplace_back(text);
  return out;
}

base::Result<> ServerLab::prepare(LabPlace place, const std::string& name, std::string_view program) {
  const std::string script = base::join(place.scratch, name);
  TRY_DO(base::write_file(script, program));
  for (std::size_t i = 0; i < place.trees.size(); ++i) {
    Bench bench;
    bench.number = i;
    bench.tree = place.trees[i];
    bench.script = script;
    bench.tmp = base::join(place.scratch, "tmp" + std::to_string(i));
    bench.env = place.env;
    bench.env.set("TMPDIR", bench.tmp);
    bench.check_took = place.check_took;
    bench.start_limit = std::max(k_start_limit, k_start_checks * place.check_took);
    TRY_DO(base::make_dirs(bench.tmp));
    benches_.push_back(std::move(bench));
  }
  return {};
}

io::Task<base::Result<std::vector<LabTest>>> ServerLab::baseline() {
  if (!tests_.empty()) co_return tests_;
  auto request = request_of("baseline", {}, k_limit_factors[0]);
  CO_TRY(const auto answers, co_await ask_bare(0, std::move(request)));
  std::string broken = answers.error;
  for (const auto& answer : answers.list) {
    if (json::find(answer, "test") != nullptr) tests_.push_back(test_of(answer));
    if (json::string_or(json::find(answer, "outcome")) == "timeout") spinning_.insert(tests_.back().name);
    if (const auto* what = json::find(answer, "broken")) broken = json::string_or(what);
  }
  if (answers.has_ended || !answers.error.empty() || (tests_.empty() && !broken.empty())) {
    tests_.clear();
    co_return base::fail(base::Code::unavailable, "the tests cannot be loaded: " + broken);
  }
  for (const auto& test : tests_) {
    ms_[test.name] = traits_.counts_wall ? std::max(test.cpu_ms, test.wall_ms) : test.cpu_ms;
    slowest_wall_ms_ = std::max(slowest_wall_ms_, test.wall_ms);
    const bool failed = test.outcome == verify::Outcome::failed || test.outcome == verify::Outcome::error;
    cpu_ms_[test.name] = test.cpu_ms;
    if (failed) failing_.insert(test.name);
    else usual_ms_ = std::max(usual_ms_, ms_[test.name]);
    if (!failed) usual_cpu_ms_ = std::max(usual_cpu_ms_, test.cpu_ms);
  }
  co_return tests_;
}

io::Task<base::Result<Coverage>> ServerLab::cover(std::vector<std::string> tests, io::Millis budget) {
  auto request = request_of("cover", tests, k_limit_factors[0]);
  request["budget_ms"] = budget.count();
  CO_TRY_DO(co_await add_to_cover(request));
  CO_TRY(const auto answers, co_await ask_bare(0, std::move(request)));
  Coverage coverage;
  for (const auto& answer : answers.list) {
    if (const auto* lines = json::find(answer, "import")) coverage.at_import = lines_of(lines);
    if (json::find(answer, "cover") != nullptr) coverage.tests.push_back(covered_of(answer));
  }
  at_import_ = coverage.at_import;
  co_return coverage;
}

io::Task<base::Result<std::vector<Attempt>>> ServerLab::attempt(std::size_t worker, std::vector<Candidate> batch,
                                                                std::vector<std::string> tests, double factor) {
  std::vector<Attempt> attempts(batch.size());
  std::vector<std::size_t> left;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    attempts[i].outcome = Tried::costly;
    if (can_be_put_in_place(batch[i])) left.push_back(i);
  }
  bool careful = false;
  while (!left.empty() && !is_late()) {
    CO_TRY(auto more, co_await try_in_place(worker, batch, left, tests, factor, careful, attempts));
    left = std::move(more);
  }
  co_return attempts;
}

io::Task<base::Result<Attempt>> ServerLab::guard(std::size_t worker, Candidate candidate, std::vector<std::string> tests,
                                                 double factor) {
  Bench& bench = benches_[worker];
  const bool is_live = traits_.has_live_text && bench.live != nullptr;
  if (is_live) CO_TRY_DO(write(bench, false));
  const Source& source = sources()[candidate.source];
  CO_TRY_DO(put(bench, source, edited(source.text(), candidate.splices)));
  auto request = request_of("fresh", tests, factor);
  const auto answers = co_await ask_bare(worker, std::move(request));
  CO_TRY_DO(put(bench, source, source.text()));
  if (is_live) CO_TRY_DO(write(bench, true));
  if (!answers) co_return base::fail(answers.error());
  Attempt attempt;
  if (answers->has_ended) attempt.outcome = Tried::timeout;
  for (const auto& answer : answers->list) {
    if (json::string_or(json::find(answer, "ended")) == "timeout") attempt.outcome = Tried::timeout;
    const auto* passed = json::find(answer, "fresh");
    if (passed == nullptr) continue;
    attempt.passed = static_cast<std::size_t>(json::int_or(passed));
    attempt.outcome = json::find(answer, "failed") == nullptr ? Tried::passed : tried_of(json::string_or(json::find(answer, "why")));
    if (attempt.outcome == Tried::costly) attempt.outcome = Tried::failed;
    break;
  }
  co_return attempt;
}

io::Task<base::Result<ServerWorker::Answers>> ServerLab::ask_about(std::size_t worker, std::map<std::string, std::string> texts,
                                                                   json::Object request) {
  Bench& bench = benches_[worker];
  const bool is_live = traits_.has_live_text && bench.live != nullptr;
  for (const auto& source : sources()) {
    const auto other = texts.find(source.path());
    CO_TRY_DO(put(bench, source, other == texts.end() ? source.text() : other->second));
  }
  auto answers = co_await ask_bare(worker, std::move(request));
  CO_TRY_DO(write(bench, is_live));
  co_return answers;
}

io::Task<base::Result<>> ServerLab::rebase(const std::vector<Source>& sources) {
  sources_ = &sources;
  for (auto& bench : benches_) {
    end(bench.live, bench);
    CO_TRY_DO(write(bench, false));
  }
  co_return base::Result<>{};
}

io::Task<base::Result<std::vector<std::size_t>>> ServerLab::make_ready(ServerWorker&, const std::vector<Candidate>&,
                                                                       std::vector<std::size_t> which, std::vector<Attempt>&,
                                                                       std::vector<std::size_t>&) {
  co_return which;
}

io::Task<base::Result<>> ServerLab::add_to_cover(json::Object&) {
  co_return base::Result<>{};
}

std::string ServerLab::live_text(std::size_t source) const {
  return sources()[source].text();
}

base::Result<> ServerLab::put(const Bench& bench, const Source& source, const std::string& text) {
  return base::write_file(base::join(bench.tree, source.path()), text);
}

bool ServerLab::ran_at_import(const Source& source, std::size_t first, std::size_t last) const {
  const auto found = at_import_.find(source.path());
  if (found == at_import_.end()) return false;
  const auto& lines = found->second;
  const auto at = std::lower_bound(lines.begin(), lines.end(), first);
  return at != lines.end() && *at <= last;
}

base::Result<> ServerLab::write(const Bench& bench, bool live) {
  for (std::size_t i = 0; i < sources().size(); ++i)
    TRY_DO(put(bench, sources()[i], live ? live_text(i) : sources()[i].text()));
  return {};
}

io::Task<base::Result<ServerLab::Worker>> ServerLab::start_in_time(Bench& bench) {
  const io::Millis limit = bench.start_limit;
  bench.start_limit = at_most(limit);
  auto worker = co_await start(bench);
  bench.start_limit = limit;
  co_return worker;
}

io::Task<base::Result<ServerWorker::Answers>> ServerLab::ask_bare(std::size_t worker, json::Object request) {
  Bench& bench = benches_[worker];
  if (!traits_.keeps_bare) {
    CO_TRY(const auto server, co_await start_in_time(bench));
    co_return co_await server->ask(std::move(request), k_patience, at_most(io::Millis::max()));
  }
  Worker& server = traits_.is_one_server ? bench.live : bench.bare;
  if (server == nullptr) {
    CO_TRY(server, co_await start_in_time(bench));
  }
  auto answers = co_await server->ask(std::move(request), k_patience, at_most(io::Millis::max()));
  if (!answers || answers->has_ended) end(server, bench);  // a new one next time
  co_return answers;
}

void ServerLab::end(Worker& server, Bench& bench) {
  if (&server == &bench.live) bench.is_loaded = false;
  server.reset();
}

io::Task<base::Result<ServerWorker*>> ServerLab::live(std::size_t worker) {
  Bench& bench = benches_[worker];
  if (bench.is_loaded) co_return bench.live.get();
  if (traits_.has_live_text) CO_TRY_DO(write(bench, true));
  if (bench.live == nullptr) {
    CO_TRY(bench.live, co_await start_in_time(bench));
  }
  auto request = request_of("load", {}, k_limit_factors[0]);
  CO_TRY(const auto answers, co_await bench.live->ask(std::move(request), k_patience, at_most(io::Millis::max())));
  if (answers.has_ended || !answers.error.empty()) {
    end(bench.live, bench);
    co_return base::fail(base::Code::unavailable, "the tests cannot be loaded: " + answers.error);
  }
  bench.is_loaded = true;
  co_return bench.live.get();
}

json::Object ServerLab::request_of(const char* op, const std::vector<std::string>& tests, double factor) const {
  json::Object limits, cpu_limits;
  for (const auto& name : tests) {
    limits[name] = limit_for(name, factor);
    if (!traits_.counts_wall) continue;
    const auto found = cpu_ms_.find(name);
    cpu_limits[name] = limit_of(found == cpu_ms_.end() ? 0 : found->second, failing_.contains(name), usual_cpu_ms_, traits_.floor_cpu_ms, factor);
  }
  json::Object request;
  request["op"] = op;
  request["tests"] = list_of(tests);
  request["limits"] = std::move(limits);
  if (!cpu_limits.empty()) request["cpu_limits"] = std::move(cpu_limits);
  json::Array spinning;
  for (const auto& name : spinning_) spinning.emplace_back(name);
  request["spinning"] = std::move(spinning);
  const bool is_cover = std::string_view(op) == "cover";
  const bool is_first = tests.empty() || is_cover;
  // No test needs much more than all of them, but where its lines are noted; where that is not known, one of them may
  // never end.
  request["ms"] = std::clamp(static_cast<double>(benches_[0].check_took.count()) * (is_cover ? 10 : 2), k_baseline_floor_ms, traits_.baseline_ms);
  request["wall_ms"] = std::max(is_first ? std::max(k_baseline_wall_ms, benches_[0].start_limit.count()) : k_wall_floor_ms,
                                static_cast<std::int64_t>(slowest_wall_ms_ * factor * 4));
  return request;
}

double ServerLab::limit_for(const std::string& test, double factor) const {
  const auto found = ms_.find(test);
  return limit_of(found == ms_.end() ? 0 : found->second, failing_.contains(test), usual_ms_, traits_.floor_ms, factor);
}

/// Not one that would spin for all of its limit; "" if every test does.
std::string ServerLab::canary(const std::vector<std::string>& tests) const {
  for (const auto& name : tests)
    if (!spinning_.contains(name)) return name;
  const LabTest* best = nullptr;
  for (const auto& test : tests_)
    if (!spinning_.contains(test.name) && test.outcome != verify::Outcome::skipped && (best == nullptr || test.cpu_ms < best->cpu_ms)) best = &test;
  return best == nullptr ? "" : best->name;
}

/// Tries `which`; returns those that are still to be tried, at least one fewer.
io::Task<base::Result<std::vector<std::size_t>>> ServerLab::try_in_place(
    std::size_t worker, const std::vector<Candidate>& batch, std::vector<std::size_t> which,
    const std::vector<std::string>& tests, double factor, bool& careful, std::vector<Attempt>& attempts) {
  CO_TRY(auto* server, co_await live(worker));
  std::vector<std::size_t> later;
  CO_TRY(auto ready, co_await make_ready(*server, batch, std::move(which), attempts, later));
  if (ready.empty()) co_return later;
  auto request = request_of("batch", tests, factor);
  request["careful"] = careful;
  const std::string canary = this->canary(tests);
  request["canary"] = canary;
  request["canary_ms"] = limit_for(canary, factor) * 8;
  json::Array candidates;
  for (const std::size_t i : ready) {
    auto one = describe(batch[i]);
    one["id"] = i;
    candidates.push_back(std::move(one));
  }
  request["candidates"] = std::move(candidates);
  CO_TRY(const auto answers, co_await server->ask(std::move(request), k_patience, at_most(io::Millis::max())));
  std::vector<std::size_t> left = ready;
  bool poisoned = false;
  for (const auto& answer : answers.list) {
    if (json::find(answer, "poisoned") != nullptr) poisoned = true;
    const auto* id = json::find(answer, "tried");
    if (id == nullptr) continue;
    const auto i = static_cast<std::size_t>(json::int_or(id));
    if (std::erase(left, i) == 0) continue;
    attempts[i].passed = static_cast<std::size_t>(json::int_or(json::find(answer, "passed")));
    attempts[i].outcome = tried_of(json::string_or(json::find(answer, "outcome")));
  }
  const bool is_spoilt = poisoned && !traits_.survives_poison;
  if (answers.has_ended || is_spoilt || !answers.error.empty()) end(benches_[worker].live, benches_[worker]);
  const bool none = left.size() == ready.size();
  if (poisoned && !careful && !none) {
    careful = true;  // one of them left something behind: all again, looking after each
    ready.insert(ready.end(), later.begin(), later.end());
    co_return ready;
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
  left.insert(left.end(), later.begin(), later.end());
  co_return left;
}

}  // namespace repair
