// The harness against a stand-in for plumb that does just what a case needs: what it must notice, it
// notices. A harness that cannot fail would prove nothing.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "play.h"
#include "stage.h"

namespace e2e {
namespace {

class Harness : public ::testing::Test {
 protected:
  /// `script` is the body of a /bin/sh program that stands for plumb.
  Outcome play_with(const std::string& script, const std::string& scenario, const std::string& wire = "chat") {
    dir_ = std::make_unique<base::TempDir>(*base::TempDir::make("harness-"));
    const auto plumb = dir_->path() + "/plumb";
    EXPECT_TRUE(base::write_file(plumb, "#!/bin/sh\n" + script + "\n", 0755));
    PlayOptions options;
    options.plumb = plumb;
    return play("x.txt", scenario, wire, options);
  }
  std::unique_ptr<base::TempDir> dir_;
};

std::string all(const Outcome& outcome) {
  std::string out = outcome.skipped;
  for (const auto& failure : outcome.failures) out += failure + "\n";
  return out;
}

TEST_F(Harness, PassesWhatIsAsExpected) {
  const auto outcome = play_with("echo \"$1\"; cat a.txt; echo new > b.txt; echo oops >&2; exit 3",
                                 "# A claim.\n"
                                 "=== file a.txt\nold\n\n"
                                 "=== run\n$ plumb hello\nexit: 3\nstdout: hello\nstderr: oops\nfile: b.txt\nno file: c.txt\n"
                                 "=== stdout\nhello\nold\n\n"
                                 "=== after b.txt\nnew\n");
  EXPECT_EQ(all(outcome), "");
}

TEST_F(Harness, NoticesEachKindOfDifference) {
  struct Case { std::string script, run, why; };
  const Case k_cases[] = {
      {"exit 1", "$ plumb x", "expected exit code 0, got 1"},
      {"kill -9 $$", "$ plumb x", "got 137"},
      {"echo a", "$ plumb x\nstdout: b", "stdout lacks: b"},
      {"echo a", "$ plumb x\nstdout lacks: a", "stdout has: a"},
      {"echo a", "$ plumb x\nstdout is: b", "stdout is not: b"},
      {"echo a >&2", "$ plumb x\nstderr: b", "stderr lacks: b"},
      {"true", "$ plumb x\nfile: a", "there is no file a"},
      {"touch a", "$ plumb x\nno file: a", "there is a file a"},
      {"true", "$ plumb x\nrequests: 1", "expected 1 requests, got 0"},
      {"true", "$ plumb x\n=== stdout\nb\n", "stdout  is not as expected"},
      {"true", "$ plumb x\n=== after f\nb\n", "No such file"},
      {"echo '{\"a\":{\"b\":1}}'", "$ plumb x\njson: /a/b 2", "does not hold"},
      {"echo a", "$ plumb x\njson: /a 1", "stdout is no JSON"},
      {"sleep 300", "$ plumb x\nlimit: 100 ms", "did not end within 100 ms"},
      {"sleep 0.2", "$ plumb x\nends within: 10 ms", "more than 10"},
      {"sleep 300 >/dev/null 2>&1 &", "$ plumb x", "a process was left: sleep 300"},
      {"true", "$ plumb x\nsignal: INT when file never", "the signal was never due"},
      {"true", "$ plumb x\nevent: tool.call", "there is no event tool.call"},
  };
  for (const auto& c : k_cases) {
    const auto said = all(play_with(c.script, "=== run\n" + c.run));
    EXPECT_NE(said.find(c.why), std::string::npos) << c.why << "\n" << said;
  }
}

TEST_F(Harness, ReadsJsonAndItsLastLine) {
  EXPECT_EQ(all(play_with("echo '{\"a\":{\"b\":[1,\"two\"]}}'",
                          "=== run\n$ plumb x\njson: /a/b/1 \"two\"\njson: /a/b/1 ~wo\njson: /a/c null\n")), "");
  EXPECT_EQ(all(play_with("echo '{\"a\":1}'; echo '{\"a\":2}'", "=== run\n$ plumb x\njson: /a 2\n")), "");
}

const std::string k_log =
    "d=$PLUMB_HOME/state/sessions/S; mkdir -p $d\n"
    "echo '{\"v\":1,\"seq\":1,\"t\":1,\"type\":\"tool.call\",\"p\":{\"name\":\"edit\",\"arguments\":\"a b\"},\"sum\":\"x\"}' >> $d/log.jsonl\n";

TEST_F(Harness, ReadsTheEventsOfEachRun) {
  EXPECT_EQ(all(play_with(k_log,
                          "=== run\n$ plumb x\nevent: tool.call name=\"edit\" arguments~a b\nno event: tool.call name=\"x\"\n"
                          "=== events\ntool.call name=\"edit\" arguments=\"a b\"\n"
                          "=== run\n$ plumb x\nevents: 1 tool.call\nsame events as run: 1\n")), "");
  EXPECT_NE(all(play_with(k_log, "=== run\n$ plumb x\nevent: tool.call name=\"edit\" oops")).find("expected KEY=JSON"),
            std::string::npos);
}

TEST_F(Harness, SendsSignalsWhenTheyAreDue) {
  for (const char* when : {"file started", "stdout go", "event tool.call"})
    EXPECT_EQ(all(play_with(k_log + "echo go; touch started; exec sleep 300",
                            std::string("=== run\n$ plumb x\nsignal: INT when ") + when +
                                "\nexit: 130\nends within: 5 s\nlimit: 20 s")), "") << when;
  EXPECT_EQ(all(play_with("touch started; exec sleep 300", "=== run\n$ plumb x\nsignal: KILL when file started\nexit: 137")), "");
}

TEST_F(Harness, NoticesTurnsThatNobodyAskedFor) {
  const std::string scenario = "=== turn\ntext: hi\n=== run\n$ plumb x\n";
  EXPECT_NE(all(play_with("true", scenario)).find("1 turns of the script were never asked for"), std::string::npos);
  EXPECT_EQ(all(play_with("true", "turns may remain:\n" + scenario)), "");
}

TEST_F(Harness, NoticesWhatTheModelServerRefuses) {
  const std::string ask = "curl -s -H 'Content-Type: application/json' -H 'Authorization: Bearer sk-scripted' "
                          "-d '{\"model\":\"scripted-1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"oops\":1}' "
                          "http://127.0.0.1:$PORT/v1/chat/completions >/dev/null";
  if (std::system("curl --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "there is no curl";
  const auto outcome = play_with(ask, "turns may remain:\n=== turn\ntext: hi\n=== run\n$ plumb x\n");
  EXPECT_NE(all(outcome).find("Unrecognized request argument supplied: oops"), std::string::npos) << all(outcome);
}

TEST_F(Harness, RewritesOnlyTheSectionsThatDiffer) {
  const std::string scenario = "=== run\n$ plumb x\n\n=== stdout\nold\n\n=== after f\nkept\n";
  const auto outcome = play_with("echo new; echo '=== odd'; echo kept > f", scenario);
  ASSERT_EQ(outcome.rewrites.size(), 1u);
  const auto text = rewritten(scenario, outcome.rewrites);
  EXPECT_EQ(text, "=== run\n$ plumb x\n\n=== stdout\nnew\n\\=== odd\n\n=== after f\nkept\n");
  EXPECT_EQ(all(play_with("echo new; echo '=== odd'; echo kept > f", text)), "");
  EXPECT_EQ(rewritten("=== run\n$ plumb x\n=== stdout\n", play_with("echo a", "=== run\n$ plumb x\n=== stdout\n").rewrites),
            "=== run\n$ plumb x\n=== stdout\na\n");
}

TEST_F(Harness, HidesWhatChangesFromRunToRun) {
  EXPECT_EQ(all(play_with("pwd; echo $PLUMB_HOME; echo 01JD0000000000000000000000 took 1.25 s 30ms; echo 127.0.0.1:$PORT",
                          "=== run\n$ plumb x\n=== stdout\n$PROJECT\n$PLUMB_HOME\n$ID took $TIME $TIME\n127.0.0.1:$PORT\n")), "");
}

TEST_F(Harness, LinesAndTurnsCanBelongToOneWire) {
  const std::string scenario = "=== run\n$ plumb x\n[chat] stdout: c\n[responses messages] stdout: rm\n";
  EXPECT_EQ(all(play_with("echo c", scenario, "chat")), "");
  EXPECT_EQ(all(play_with("echo rm", scenario, "messages")), "");
  EXPECT_NE(all(play_with("echo c", scenario, "messages")), "");
  const auto parsed = parse_scenario("x", "=== turn\nonly: chat\ntext: a\n=== run\n$ plumb x\n", "messages");
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(parsed->script.turns.empty());
}

TEST_F(Harness, PutsFilesWithAnyBytes) {
  EXPECT_EQ(all(play_with("cat caf*; test -x run.sh && wc -c < big | tr -d ' '",
                          "=== file caf\\xe9.txt escaped no-newline\na\\xff\\0b\\n\n=== file run.sh exec\nx\n"
                          "=== file big times=1000\n12345678\n=== run\n$ plumb x\nstdout: 9000\n")), "");
}

TEST_F(Harness, StopsAtAScriptThatFails) {
  EXPECT_NE(all(play_with("true", "=== do\nfalse\n=== run\n$ plumb x\n")).find("x.txt:1: the script ended with 1"),
            std::string::npos);
}

TEST(ScenarioFormat, NamesTheLineOfAMistake) {
  struct Case { const char *text, *why; };
  const Case k_cases[] = {
      {"oops: 1\n=== run\n$ plumb\n", "x:1: no such line in the header"},
      {"=== what\n", "x:1: no such section"},
      {"=== turn\nsay: x\n", "x:2: no such line in a turn"},
      {"=== turn\nexpect: sometimes\n", "x:2: no such expectation"},
      {"=== turn\nfault: odd\n", "x:2: no such fault"},
      {"=== turn\ntext: <<END\nabc\n", "x:2: no line END ends this text"},
      {"=== run\nexit: 0\n", "x:1: === run needs a line"},
      {"=== run\n$ plumb\nsignal: INT soon\n", "x:3: expected signal:"},
      {"=== run\n$ plumb\nends within: soon\n", "x:3: expected a time"},
      {"=== stdout\nx\n", "x:1: === stdout must follow a === run"},
      {"=== file\nx\n", "x:1: === file needs a path"},
      {"# nothing\n", "a scenario needs a === run section"},
  };
  for (const auto& c : k_cases) {
    const auto parsed = parse_scenario("x", c.text, "chat");
    ASSERT_FALSE(parsed) << c.text;
    EXPECT_NE(parsed.error().what.find(c.why), std::string::npos) << parsed.error().what;
  }
}

TEST(ScenarioFormat, ReadsATurn) {
  const auto parsed = parse_scenario("x",
                                     "=== turn\nexpect: result contains a: b\nreasoning: hm\ntext: hello\n"
                                     "call: read {\"path\": \"a\"}\ninput: apply_patch <<END\n*** Begin Patch\n\nEND\n"
                                     "call: shell {\"broken\nfault: status 429\nfault: retry after 1\nquirk: crlf\n"
                                     "usage: input=5 cached=2\nrepeat: forever\n=== run\n$ plumb x\n",
                                     "chat");
  ASSERT_TRUE(parsed) << parsed.error().what;
  ASSERT_EQ(parsed->script.turns.size(), 1u);
  const auto& turn = parsed->script.turns[0];
  EXPECT_EQ(turn.expect.result_contains[0], "a: b");
  ASSERT_EQ(turn.calls.size(), 3u);
  EXPECT_EQ(turn.calls[1].arguments, "*** Begin Patch\n\n");
  EXPECT_TRUE(turn.calls[1].freeform);
  EXPECT_EQ(turn.calls[2].arguments, "{\"broken");
  EXPECT_EQ(turn.fault.retry_after, "1");
  EXPECT_EQ(turn.repeat, -1);
  EXPECT_EQ(turn.usage.cached, 2);
}

}  // namespace
}  // namespace e2e
