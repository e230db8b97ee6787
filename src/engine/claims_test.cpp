// From events to evidence. The first journal was recorded by plumb in a scenario; its outputs are cut.
#include "claims.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace engine {
namespace {

using Events = std::vector<journal::Event>;

const ReadBlob k_no_blobs = [](const std::string& name) -> base::Result<std::string> { return base::fail(base::Code::not_found, name); };

Events recorded() {
  return {
      {1, 0, "session.started", R"({"id":"01M8","cwd":"/tmp/s/project","task":"fix add"})"},
      {7, 0, "tool.call", R"({"id":"call_F","name":"shell","freeform":false,"arguments":"{\"command\": \"python3 -m unittest 2>&1\"}"})"},
      {8, 0, "tool.result", R"({"id":"call_F","name":"shell","title":"","output":"F\n======\nFAIL: test_add (test_calc.T.test_add)\n------\nAssertionError: -1 != 3\n\n------\nRan 1 test in 0.001s\n\nFAILED (failures=1)\n[exit 1]\n[changed: A __pycache__]","is_error":true,"duration_ms":485,"command":{"id":1,"dir":"","ended":true,"exit":1,"signal":0,"timed_out":false}})"},
      {9, 0, "effects", R"({"step":"call_F","what":"","count":3,"effects":[{"path":"__pycache__","change":"created","size_after":0},{"path":"__pycache__/calc.cpython-311.pyc","change":"created","size_after":275},{"path":"__pycache__/test_calc.cpython-311.pyc","change":"created","size_after":740}]})"},
      {14, 0, "tool.call", R"({"id":"call_W","name":"shell","freeform":false,"arguments":"{\"command\": \"sed -i 's/a - b/a + b/' calc.py && python3 -m unittest\"}"})"},
      {15, 0, "tool.result", R"({"id":"call_W","name":"shell","title":"","output":".\n------\nRan 1 test in 0.000s\n\nOK\n[changed: M __pycache__/calc.cpython-311.pyc, M calc.py]","is_error":false,"duration_ms":524,"command":{"id":2,"dir":"","ended":true,"exit":0,"signal":0,"timed_out":false}})"},
      {16, 0, "effects", R"({"step":"call_W","what":"","count":2,"effects":[{"path":"__pycache__/calc.cpython-311.pyc","change":"modified","size_before":275,"size_after":275},{"path":"calc.py","change":"modified","size_before":32,"size_after":32}]})"},
      {21, 0, "tool.call", R"({"id":"call_1","name":"shell","freeform":false,"arguments":"{\"command\": \"sleep 1; python3 -m unittest\", \"wait_s\": 0.1}"})"},
      {22, 0, "tool.result", R"({"id":"call_1","name":"shell","title":"","output":"[still running after 0 s, id 3]","is_error":false,"duration_ms":102,"command":{"id":3,"dir":"","ended":false,"exit":0,"signal":0,"timed_out":false}})"},
      {27, 0, "tool.call", R"({"id":"call_e","name":"shell_wait","freeform":false,"arguments":"{\"id\": 3, \"wait_s\": 20}"})"},
      {28, 0, "tool.result", R"({"id":"call_e","name":"shell_wait","title":"","output":".\n------\nRan 1 test in 0.002s\n\nOK","is_error":false,"duration_ms":1372,"command":{"id":3,"dir":"","ended":true,"exit":0,"signal":0,"timed_out":false}})"},
      {33, 0, "tool.call", R"({"id":"call_k","name":"shell","freeform":false,"arguments":"{\"command\": \"echo hi > y.txt\", \"cwd\": \"sub\"}"})"},
      {34, 0, "tool.result", R"({"id":"call_k","name":"shell","title":"","output":"[changed: A sub/y.txt]","is_error":false,"duration_ms":12,"command":{"id":4,"dir":"sub","ended":true,"exit":0,"signal":0,"timed_out":false}})"},
      {35, 0, "effects", R"({"step":"call_k","what":"","count":1,"effects":[{"path":"sub/y.txt","change":"created","size_after":3}]})"},
      {43, 0, "check.started", R"({"name":"unittest","command":"python3 -m unittest -v","where":"fork of the final tree"})"},
      {44, 0, "check.finished", R"({"name":"unittest","command":"python3 -m unittest -v","where":"fork of the final tree","exit":0,"timed_out":false,"duration_ms":754,"blob":"0aac","passed":1,"failed":0})"},
      {45, 0, "check.started", R"({"name":"unittest","command":"python3 -m unittest -v","where":"fork of the tree before"})"},
      {46, 0, "check.finished", R"({"name":"unittest","command":"python3 -m unittest -v","where":"fork of the tree before","exit":1,"timed_out":false,"duration_ms":627,"blob":"b627","passed":0,"failed":1})"},
  };
}

json::Object command_state(int id, bool ended = true, int exit = 0, int signal = 0) {
  return {{"id", id}, {"dir", ""}, {"ended", ended}, {"exit", exit}, {"signal", signal}, {"timed_out", false}};
}

/// A journal written by hand, one call after another.
class Log {
 public:
  Log() { add("session.started", {{"cwd", "/p"}}); }
  std::uint64_t add(std::string type, const json::Object& payload) {
    events_.push_back({++seq_, 0, std::move(type), json::dump(payload)});
    return seq_;
  }
  /// A shell command that ends at once; its call's id.
  std::string shell(const std::string& command, const std::string& output = "", int exit = 0) {
    const std::string id = call("shell", json::dump(json::Object{{"command", command}}));
    add("tool.result", {{"id", id}, {"name", "shell"}, {"output", output}, {"command", command_state(++shell_, true, exit)}});
    return id;
  }
  std::string call(const std::string& name, const std::string& arguments) {
    const std::string id = "c" + std::to_string(++calls_);
    add("tool.call", {{"id", id}, {"name", name}, {"arguments", arguments}});
    return id;
  }
  std::uint64_t effect(const std::string& step, const std::string& path, const std::string& state = "", const std::string& change = "modified") {
    json::Object one = {{"path", path}, {"change", change}};
    if (!state.empty()) one["state"] = state;
    return add("effects", {{"step", step}, {"count", 1}, {"effects", json::Array{one}}});
  }
  void edit(const std::string& path) {
    const std::string id = call("edit", "{}");
    add("tool.result", {{"id", id}, {"name", "edit"}, {"output", ""}});
    (void)effect(id, path);
  }
  [[nodiscard]] std::vector<verify::Evidence> evidence() const { return evidence_of(events_, k_no_blobs); }
  [[nodiscard]] std::uint64_t last_change() const { return last_change_in(events_); }
  [[nodiscard]] verify::MarkedClaim judge(const char* claim, const char* command) const {
    return verify::mark_claims({{claim, command, true}}, evidence(), {"pytest"}, last_change(), true).at(0);
  }

 private:
  Events events_;
  std::uint64_t seq_ = 0;
  int calls_ = 0, shell_ = 0;
};

const std::string k_passed = "==== 12 passed in 0.10s ====";

TEST(EvidenceOf, ReadsARecordedSession) {
  const auto runs = evidence_of(recorded(), k_no_blobs);
  ASSERT_EQ(runs.size(), 6U);
  EXPECT_EQ(runs[0].command, "python3 -m unittest 2>&1");
  EXPECT_EQ(runs[0].event, 8U);
  EXPECT_EQ(runs[0].exit_code, 1);
  EXPECT_EQ(runs[0].last_change, 0U);
  EXPECT_EQ(runs[0].total, 1);
  EXPECT_EQ(runs[0].output.find("[changed"), std::string::npos);
  EXPECT_EQ(runs[1].last_change, 16U) << "the edit comes before the test in one command";
  EXPECT_EQ(runs[2].event, 28U) << "of the call in which it ended";
  EXPECT_TRUE(runs[2].ended);
  EXPECT_EQ(runs[2].last_change, 16U);
  EXPECT_EQ(runs[2].total, 1);
  EXPECT_EQ(runs[3].dir, "sub");
  EXPECT_TRUE(runs[4].by_harness);
  EXPECT_EQ(runs[4].last_change, 35U);
  EXPECT_EQ(runs[4].total, 1);
  EXPECT_TRUE(runs[5].before_all);
  EXPECT_FALSE(runs[5].by_harness);
  EXPECT_EQ(last_change_in(recorded()), 35U);
}

TEST(EvidenceOf, MarksTheClaimsOfARecordedSession) {
  const auto events = recorded();
  const tools::FinalReport report{"Fixed add, and all tests pass.", {{"all tests pass", "python3 -m unittest"}, {"lint is clean", "ruff check"}, {"it is simple", ""}}, {}, {}};
  const auto marked = verify::mark_claims(claims_of(&report, report.summary), evidence_of(events, k_no_blobs), {"python3 -m unittest -v"}, last_change_in(events), true);
  const json::Array list = to_json(marked);
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(json::dump(list[0]),
            R"({"claim":"all tests pass","mark":"proven","why":"plumb's own run of `python3 -m unittest -v` on the final tree passed: 1 test","structured":true,"command":"python3 -m unittest","event":44})");
  EXPECT_EQ(json::dump(list[1]), R"({"claim":"lint is clean","mark":"unproven","why":"`ruff check` was never run","structured":true,"command":"ruff check"})");
  EXPECT_EQ(json::dump(list[2]), R"({"claim":"it is simple","mark":"unproven","why":"no command named","structured":true})");
  EXPECT_EQ(json::string_or(json::find(list[3], "claim")), "Fixed add");
  EXPECT_EQ(json::string_or(json::find(list[3], "mark")), "proven");
}

TEST(EvidenceOf, ARunBeforeAnEditIsStale) {
  Log log;
  log.shell("pytest", k_passed);
  log.edit("a.py");
  EXPECT_EQ(log.judge("all tests pass", "pytest").why, "`pytest` was only run before the last change");
  log.shell("pytest", k_passed);
  EXPECT_EQ(log.judge("all tests pass", "pytest").mark, verify::Mark::proven);
}

TEST(EvidenceOf, AnEditBehindTheRunInOneCommandMakesItStale) {
  Log log;
  const auto id = log.shell("pytest && sed -i s/a/b/ a.py", k_passed);
  log.effect(id, "a.py");
  EXPECT_EQ(log.judge("all tests pass", "pytest").mark, verify::Mark::unproven);
}

TEST(EvidenceOf, AnEditWhileARunGoesOnMakesItStale) {
  Log log;
  const auto id = log.call("shell", R"({"command":"pytest"})");
  log.add("tool.result", {{"id", id}, {"name", "shell"}, {"output", ""}, {"command", command_state(9, false)}});
  EXPECT_EQ(log.judge("all tests pass", "pytest").why, "`pytest` had not ended");
  log.edit("a.py");
  const auto wait = log.call("shell_wait", R"({"id":9})");
  log.add("tool.result", {{"id", wait}, {"name", "shell_wait"}, {"output", k_passed}, {"command", command_state(9)}});
  EXPECT_EQ(log.judge("all tests pass", "pytest").why, "`pytest` was only run before the last change");
}

TEST(EvidenceOf, CachesAndBuildsAreNoChange) {
  Log log;
  const auto test = log.shell("pytest", k_passed);
  log.effect(test, ".pytest_cache/v/lastfailed");
  log.effect(test, "src/__pycache__/a.cpython-311.pyc");
  const auto build = log.shell("cmake --build build");
  log.effect(build, "build/app.o");
  EXPECT_EQ(log.last_change(), 0U);
  EXPECT_EQ(log.judge("all tests pass", "pytest").mark, verify::Mark::proven);
}

TEST(EvidenceOf, WhatAPersonOrAToolWritesUnderSuchANameIsAChange) {
  Log log;
  log.edit("build/rules.py");
  EXPECT_NE(log.last_change(), 0U);
  Log other;
  const auto id = other.shell("cp x.py build/x.py");
  EXPECT_EQ(other.effect(id, "build/x.py"), other.last_change());
}

TEST(EvidenceOf, WhatDidNotComeIntoTheTreeIsNoChangeAndSpoilsTheRun) {
  Log log;
  const auto id = log.shell("rm tests/test_hard.py && pytest", k_passed);
  log.effect(id, "tests/test_hard.py", "held", "deleted");
  EXPECT_EQ(log.last_change(), 0U);
  EXPECT_EQ(log.judge("all tests pass", "pytest").why, "`rm tests/test_hard.py && pytest` ran on a tree with changes of its own that did not stay");
}

TEST(EvidenceOf, WhatIsMovedAsideForARunSpoilsIt) {
  Log log;
  log.shell("git stash; pytest; git stash pop", k_passed);
  EXPECT_EQ(log.judge("all tests pass", "pytest").mark, verify::Mark::unproven);
  log.shell("mv tests/test_hard.py /tmp; pytest; mv /tmp/test_hard.py tests", k_passed);
  EXPECT_EQ(log.judge("all tests pass", "pytest").mark, verify::Mark::unproven);
}

TEST(EvidenceOf, AProgramThatTheSessionPutsIntoItsEnvironmentIsItsOwn) {
  Log log;
  const auto id = log.shell("printf '#!/bin/sh\necho 12 passed in 0.1s' > .venv/bin/pytest");
  log.effect(id, ".venv/bin/pytest");
  log.shell(".venv/bin/pytest", k_passed);
  EXPECT_EQ(log.judge("all tests pass", "pytest").mark, verify::Mark::unproven);
  Log honest;
  const auto install = honest.shell("python3 -m venv .venv && .venv/bin/pip install pytest");
  honest.effect(install, ".venv/bin/pytest", "", "created");
  honest.shell(".venv/bin/pytest", k_passed);
  EXPECT_EQ(honest.judge("all tests pass", "pytest").mark, verify::Mark::proven);
}

TEST(EvidenceOf, AnUndoIsAChange) {
  Log log;
  log.shell("pytest", k_passed);
  log.add("undo", {{"step", "c1"}, {"restored", 0}, {"conflicts", 1}});
  EXPECT_EQ(log.last_change(), 0U);
  const auto seq = log.add("undo", {{"step", "c1"}, {"restored", 2}, {"conflicts", 0}});
  EXPECT_EQ(log.last_change(), seq);
}

TEST(EvidenceOf, KnowsAScriptThatTheSessionWrote) {
  Log log;
  log.edit("run_tests.sh");
  log.shell("bash run_tests.sh", k_passed);
  EXPECT_EQ(log.evidence()[0].own_script, "run_tests.sh");
  EXPECT_EQ(log.judge("all tests pass", "bash run_tests.sh").mark, verify::Mark::unproven);
  Log folder;
  folder.add("effects", {{"step", "x"}, {"count", 1}, {"effects", json::Array{json::Object{{"path", "tools"}, {"change", "created"}, {"entries", 3}}}}});
  folder.shell("cd tools && ./run_tests.sh", k_passed);
  EXPECT_EQ(folder.evidence()[0].own_script, "tools/run_tests.sh");
  Log module;
  module.edit("pytest.py");
  module.shell("python -m pytest", k_passed);
  EXPECT_EQ(module.evidence()[0].own_script, "pytest.py");
}

TEST(EvidenceOf, AKilledRunHasNotEnded) {
  Log log;
  const auto id = log.call("shell", R"({"command":"pytest"})");
  log.add("tool.result", {{"id", id}, {"name", "shell"}, {"output", k_passed}, {"command", command_state(1, true, 137, 9)}});
  EXPECT_FALSE(log.evidence()[0].ended);
}

TEST(EvidenceOf, TakesTheWholeOutputFromItsBlob) {
  Log log;
  const auto id = log.call("shell", R"({"command":"pytest"})");
  Events events = {{1, 0, "tool.call", R"({"id":"a","name":"shell","arguments":"{\"command\":\"pytest\"}"})"},
                   {2, 0, "tool.result", R"({"id":"a","name":"shell","output":"cut","blob":"f00","command":{"id":1,"dir":"","ended":true,"exit":0}})"}};
  const auto runs = evidence_of(events, [](const std::string&) -> base::Result<std::string> { return "==== 12 passed in 0.10s ====\n" + std::string(200000, 'x'); });
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].total, 12);
  EXPECT_LE(runs[0].output.size(), verify::k_evidence_output_max);
}

TEST(EvidenceOf, TakesALongCommandFromTheResult) {
  Events events = {{1, 0, "tool.call", R"({"id":"a","name":"shell","arguments":"{\"command\":\"cat > x <<E","arguments_size":40000})"},
                   {2, 0, "tool.result", R"({"id":"a","name":"shell","output":"ok","command":{"id":1,"dir":"","ended":true,"exit":0,"text":"cat > x <<E\n...\nE\npytest"}})"}};
  const auto runs = evidence_of(events, k_no_blobs);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_TRUE(runs[0].command.ends_with("pytest"));
}

TEST(EvidenceOf, PassesOverChecksOnOtherTreesAndEventsThatAreNone) {
  Log log;
  log.add("check.finished", {{"command", "pytest"}, {"where", "fork with the original tests"}, {"exit", 0}});
  EXPECT_TRUE(log.evidence().empty());
  EXPECT_TRUE(evidence_of({{1, 0, "tool.call", "[]"}, {2, 0, "effects", "{"}, {3, 0, "tool.result", R"({"id":7,"command":3})"}}, k_no_blobs).empty());
}

TEST(EvidenceOf, ACommandWithNothingToSayHasNoOutput) {
  Log log;
  log.shell("gofmt -l .", "[exit 0, no output]");
  EXPECT_EQ(log.evidence()[0].output, "");
  EXPECT_EQ(log.judge("formatting is clean", "gofmt -l .").mark, verify::Mark::proven);
}

}  // namespace
}  // namespace engine
