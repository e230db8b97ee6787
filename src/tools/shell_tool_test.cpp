#include "tools/shell.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "base/file.h"
#include "base/ids.h"
#include "tools/service.h"
#include "tools/set.h"
#include "workspace/workspace.h"

namespace tools {
namespace {

constexpr std::int64_t k_soon_ms = 3000;   // a busy machine, a sanitizer; all sleeps are 60 s

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// With N for the seconds that a command has run.
std::string timeless(std::string text) {
  const auto at = text.find("running after ");
  if (at == std::string::npos) return text;
  const auto digits = at + 14;
  return text.replace(digits, text.find(' ', digits) - digits, "N");
}

/// A shell on a real workspace.
class ShellTest : public testing::Test {
 protected:
  ShellTest() {
    EXPECT_TRUE(base::make_dirs(root));
    workspace::Options options;
    options.root = root;
    options.session_dir = temp.path() + "/session";
    options.store_dir = temp.path() + "/store";
    auto opened = workspace::Workspace::open(options);
    EXPECT_TRUE(opened) << opened.error().what;
    files = std::move(*opened);
    base::Env env = base::Env::of_process();
    env.set("MY_API_KEY", "very-secret");
    shell_options.env = env;
    shell_options.grace = io::Millis(500);
    shell_options.wait = io::Millis(60000);
  }
  ~ShellTest() override {
    if (shell) EXPECT_TRUE(loop.run(shell->close()));
  }

  Tool& tool(const std::string& name) {
    if (!shell) {
      set = std::make_unique<ToolSet>(*files, SetOptions());
      shell = add_shell(*set, loop, *files, shell_options);
    }
    return *set->find(name);
  }
  tools::Run next_run() {
    tools::Run run;
    run.call_id = "call_" + std::to_string(++calls);
    run.on_output = [this](std::string_view bytes) { watched += bytes; };
    return run;
  }
  Output call(const std::string& name, std::string arguments) {
    return loop.run(tool(name).run(std::move(arguments), next_run()));
  }
  Output run(const std::string& command, const std::string& more = "") {
    std::string quoted;
    for (const char c : command) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    return call("shell", R"({"command":")" + quoted + "\"" + more + "}");
  }
  static bool dies(int pid) {
    const auto until = base::steady_ms() + k_soon_ms;
    const auto lives = [&] {
      const auto stat = base::read_file("/proc/" + std::to_string(pid) + "/stat");
      return stat && stat->substr(stat->rfind(')') + 2, 1) != "Z";
    };
    while (lives() && base::steady_ms() < until) ::usleep(1000);
    return !lives();
  }
  std::string file(const std::string& name) const { return base::read_file(root + "/" + name).value_or("(none)"); }
  void wait_for(const std::string& name) const {
    const auto until = base::steady_ms() + k_soon_ms;
    while (!base::exists(root + "/" + name) && base::steady_ms() < until) ::usleep(1000);
    EXPECT_TRUE(base::exists(root + "/" + name));
  }

  base::TempDir temp = *base::TempDir::make();
  std::string root = temp.path() + "/project";
  io::Loop loop;
  std::unique_ptr<workspace::Workspace> files;
  ShellOptions shell_options;
  std::unique_ptr<Shell> shell;
  std::unique_ptr<ToolSet> set;   // goes before the shell
  std::string watched;
  int calls = 0;
};

TEST_F(ShellTest, RunsACommandInTheRoot) {
  const auto out = run("pwd; echo error >&2; exit 3");
  EXPECT_EQ(out.text, root + "\nerror\n[exit 3]");
  EXPECT_TRUE(out.is_error);
  EXPECT_EQ(out.title, "pwd; echo error >&2; exit 3");
  EXPECT_EQ(out.full, "");
  EXPECT_EQ(watched, root + "\nerror\n");
}

TEST_F(ShellTest, RunsInAFolderOfTheProject) {
  ASSERT_TRUE(base::make_dirs(root + "/sub"));
  EXPECT_EQ(run("pwd; echo $PWD", R"(,"cwd":"sub")").text, root + "/sub\n" + root + "/sub");
  EXPECT_TRUE(run("pwd", R"(,"cwd":"nowhere")").is_error);
  EXPECT_TRUE(run("pwd", R"(,"cwd":"..")").is_error);
}

TEST_F(ShellTest, GivesNoInputNoTerminalAndNoKeys) {
  EXPECT_EQ(run("cat; (: </dev/tty) 2>/dev/null || echo no terminal").text, "no terminal");
  EXPECT_EQ(run("echo $MY_API_KEY$TERM $PAGER $AGENT").text, "dumb cat plumb");
  EXPECT_EQ(run("read x; echo got:$x").text, "got:");
}

TEST_F(ShellTest, RefusesWhatItCannotRun) {
  for (const char* arguments : {"", "{}", "[]", R"({"command":1})", R"({"command":" \n"})", R"({"command":"a\u0000b"})", R"({"comm)"})
    EXPECT_TRUE(call("shell", arguments).is_error) << arguments;
  const auto out = run("echo x", R"(,"colour":"red")");
  EXPECT_FALSE(out.is_error);
  EXPECT_TRUE(has(out.text, "colour")) << out.text;
}

TEST_F(ShellTest, TellsWhatChangedAndItCanBeUndone) {
  ASSERT_TRUE(base::write_file(root + "/a", "old"));
  EXPECT_EQ(run("echo new > a; echo x > b").text, "[changed: M a, A b]");
  EXPECT_EQ(run("cat a").text, "new");
  ASSERT_TRUE(files->undo("call_1"));
  EXPECT_EQ(file("a"), "old");
  EXPECT_EQ(file("b"), "(none)");
}

TEST_F(ShellTest, KeepsHeadAndTailOfLongOutputAndTheWholeBeside) {
  const auto out = run("echo first; head -c 300000 /dev/zero | tr '\\0' x; echo; echo last");
  EXPECT_LE(out.text.size(), k_output_max);
  EXPECT_TRUE(out.text.starts_with("first\n"));
  EXPECT_TRUE(out.text.ends_with("last"));
  EXPECT_EQ(out.full.size(), 300000U + 12U);
  EXPECT_TRUE(run("head -c 1000 /dev/urandom").full.empty());
}

TEST_F(ShellTest, BoundsWhatItKeeps) {
  const auto out = run("head -c 20000000 /dev/zero | tr '\\0' x");
  EXPECT_LE(out.full.size(), k_shell_full_max);
  EXPECT_TRUE(has(out.text, "most of 20.0 MB cut")) << out.text.substr(out.text.size() / 2 - 50, 100);
}

TEST_F(ShellTest, EndsTheWholeGroupOnTimeout) {
  const auto out = run("echo $$; trap '' TERM; sleep 60 & sleep 60; sleep 60", R"(,"timeout_s":0.3)");
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "[ended after timeout_s = 0.3]")) << out.text;
  EXPECT_TRUE(dies(std::stoi(out.text)));
  EXPECT_FALSE(tool("shell_wait").offered());
}

TEST_F(ShellTest, HandsBackACommandThatGoesOn) {
  EXPECT_FALSE(tool("shell_wait").offered());
  auto out = run("echo 1 > a; echo begun; while [ ! -e go ]; do sleep 0.01; done; echo 2 > b; echo done", R"(,"wait_s":0.3)");
  EXPECT_EQ(timeless(out.text), "begun\n[still running after N s, id 1]\n[changed: A a]");
  EXPECT_FALSE(out.is_error);
  EXPECT_TRUE(tool("shell_wait").offered());
  ASSERT_EQ(shell->running(), 1U);
  out = call("shell_wait", R"({"id":1,"wait_s":0})");
  EXPECT_EQ(timeless(out.text), "[still running after N s, id 1]");
  ASSERT_TRUE(base::write_file(root + "/go", ""));
  out = call("shell_wait", R"({"id":1})");
  EXPECT_EQ(out.text, "done\n[changed: A b, A go]");
  EXPECT_TRUE(out.title.starts_with("echo 1 > a;")) << out.title;
  EXPECT_FALSE(tool("shell_wait").offered());
  EXPECT_TRUE(call("shell_wait", R"({"id":1})").is_error);
}

TEST_F(ShellTest, RecordsWhatHappensBetweenTheCalls) {
  (void)run("while [ ! -e go ]; do sleep 0.01; done; echo 1 > half; mv half made; sleep 60", R"(,"wait_s":0)");
  ASSERT_TRUE(base::write_file(root + "/go", ""));
  wait_for("made");
  EXPECT_EQ(run("echo 2 > other").text, "[changed: A go, A made, A other]");
  EXPECT_TRUE(has(call("shell_kill", R"({"id":1})").text, "[killed by signal 15]"));
  std::vector<std::string> ids;
  for (const auto& step : files->steps())
    if (!step.effects.empty()) ids.push_back(step.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"call_1+", "call_2"}));
  ASSERT_TRUE(files->undo("call_1+"));
  EXPECT_EQ(file("made"), "(none)");
  EXPECT_EQ(file("other"), "2\n");
}

TEST_F(ShellTest, RecordsWhatADaemonDoesBetweenTheCalls) {
  (void)run("setsid sh -c 'touch up; until [ -e go ]; do sleep 0.01; done; echo 1 > half; mv half made; exec sleep 60'"
            " > /dev/null 2>&1 & until [ -e up ]; do sleep 0.01; done");
  EXPECT_EQ(shell->running(), 0U);
  ASSERT_TRUE(base::write_file(root + "/go", ""));
  wait_for("made");
  EXPECT_EQ(run("echo 2 > other").text, "[changed: A go, A made, A other]");
  ASSERT_TRUE(files->undo("call_1+"));
  EXPECT_EQ(file("made"), "(none)");
}

TEST_F(ShellTest, RecordsWhatAServiceDoesBetweenTheCalls) {
  (void)tool("shell");
  const auto services = add_services(*set, loop, *files, shell_options);
  auto out = call("service", R"({"action":"start","name":"web","command":"echo 1 > first; echo up; until [ -e go ]; do sleep 0.01; done; )"
                             R"(echo 1 > half; mv half made; sleep 60","wait_for":"up"})");
  EXPECT_TRUE(has(out.text, "[changed: A first]")) << out.text;
  ASSERT_TRUE(base::write_file(root + "/go", ""));
  wait_for("made");
  EXPECT_EQ(run("echo 2 > other").text, "[changed: A go, A made, A other]");
  ASSERT_TRUE(files->undo("call_1+"));
  EXPECT_EQ(file("made"), "(none)");
  loop.run(services->close());
}

TEST_F(ShellTest, KillsACommandWithAllThatItStarted) {
  (void)run("trap '' TERM; sleep 60 & echo $! > pid; setsid sleep 60 & echo $! > stray; wait; sleep 60", R"(,"wait_s":0.3)");
  wait_for("stray");
  const auto out = call("shell_kill", R"({"id":1})");
  EXPECT_TRUE(has(out.text, "[killed by signal 9]")) << out.text;
  EXPECT_TRUE(dies(std::stoi(file("pid"))));
  EXPECT_TRUE(dies(std::stoi(file("stray"))));
}

TEST_F(ShellTest, KnowsOfServersLeftInTheBackground) {
  auto out = run("(while [ ! -e stop ]; do sleep 0.01; done; echo bye) & echo started");
  EXPECT_EQ(out.text, "started\n[what it started goes on in the background, id 1]");
  EXPECT_EQ(run("echo other").text, "other");
  ASSERT_TRUE(base::write_file(root + "/stop", ""));
  out = call("shell_wait", R"({"id":1})");
  EXPECT_EQ(out.text, "bye\n[changed: A stop]");
}

TEST_F(ShellTest, TellsThatACommandInTheBackgroundHasEnded) {
  (void)run("while [ ! -e go ]; do sleep 0.01; done; echo end; touch gone", R"(,"wait_s":0)");
  ASSERT_TRUE(base::write_file(root + "/go", ""));
  wait_for("gone");
  std::string text;
  for (int i = 0; i < 100 && !has(text, "has ended"); ++i) text = run("sleep 0.02").text;
  EXPECT_TRUE(has(text, "[id 1 has ended: shell_wait tells how]")) << text;
  EXPECT_TRUE(has(call("shell_wait", R"({"id":1})").text, "end"));
}

TEST_F(ShellTest, DoesNotTakeAPipelineForABackgroundProcess) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(run("yes | head -1; (sleep 0.02) &").text, "y");
}

TEST_F(ShellTest, TypesIntoAProgramOnAPty) {
  auto out = run("stty -echo; read -p 'name? ' x; echo hello $x; read y", R"(,"pty":true)");
  EXPECT_EQ(timeless(out.text), "name? \n[still running after N s, id 1]");
  out = call("shell_input", R"({"id":1,"text":"you\n"})");
  EXPECT_EQ(timeless(out.text), "hello you\n[still running after N s, id 1]");
  out = call("shell_input", R"({"id":1,"text":"\u0003"})");
  EXPECT_EQ(out.text, "[killed by signal 2]");
}

TEST_F(ShellTest, RefusesInputWithoutAPty) {
  (void)run("sleep 60", R"(,"wait_s":0)");
  const auto out = call("shell_input", R"({"id":1,"text":"x"})");
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "pty")) << out.text;
  EXPECT_TRUE(call("shell_input", R"({"id":1})").is_error);
}

TEST_F(ShellTest, BoundsTheNumberOfCommands) {
  for (std::size_t i = 0; i < k_shell_commands_max; ++i) (void)run("exec sleep 60", R"(,"wait_s":0)");
  const auto out = run("echo x");
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "shell_kill")) << out.text;
}

io::Task<> cancel_when(io::CancelSource& source, std::string path, std::int64_t& at) {
  while (!base::exists(path)) (void)co_await io::sleep(io::Millis(2));
  at = base::steady_ms();
  source.cancel();
}

io::Task<Output> run_cancelled(Tool& tool, std::string arguments, Run run, std::string path, std::int64_t& took) {
  io::CancelSource source;
  std::int64_t at = 0;
  std::optional<Output> out;
  std::vector<io::Task<>> tasks;
  tasks.push_back(io::detail::leave(io::cancellable(source, tool.run(std::move(arguments), std::move(run))), out));
  tasks.push_back(cancel_when(source, std::move(path), at));
  co_await io::all(std::move(tasks));
  took = base::steady_ms() - at;
  co_return std::move(*out);
}

TEST_F(ShellTest, EndsItsCommandWhenCancelledAndRecordsWhatItDid) {
  std::int64_t took = 0;
  const auto out = loop.run(run_cancelled(tool("shell"), R"({"command":"trap '' TERM; echo $$ > pid; sleep 60; sleep 60"})",
                                          next_run(), root + "/pid", took));
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "cancelled")) << out.text;
  EXPECT_TRUE(has(out.text, "[changed: A pid]")) << out.text;
  EXPECT_LT(took, k_soon_ms);
  EXPECT_TRUE(dies(std::stoi(file("pid"))));
  EXPECT_FALSE(tool("shell_wait").offered());
}

TEST_F(ShellTest, LetsACommandGoOnWhenAWaitForItIsCancelled) {
  (void)run("sleep 60", R"(,"wait_s":0)");
  std::int64_t took = 0;
  const auto out = loop.run(run_cancelled(tool("shell_wait"), R"({"id":1})", next_run(), root, took));
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "still running")) << out.text;
  EXPECT_EQ(shell->running(), 1U);
}

TEST_F(ShellTest, EndsEverythingWithTheSession) {
  (void)run("echo $$ > pid; exec sleep 60", R"(,"wait_s":0)");
  (void)run("setsid sh -c 'echo $$ > stray; until [ -e go ]; do sleep 0.01; done; touch went; exec sleep 60'"
            " > /dev/null 2>&1 &");
  wait_for("pid");
  wait_for("stray");
  ASSERT_TRUE(base::write_file(root + "/go", "")); // what comes after this was not told yet
  wait_for("went");
  EXPECT_TRUE(loop.run(shell->close()));
  EXPECT_TRUE(dies(std::stoi(file("pid"))));
  EXPECT_TRUE(dies(std::stoi(file("stray"))));
  EXPECT_EQ(shell->running(), 0U);
  const auto told = run("echo again").text;
  EXPECT_TRUE(has(told, "again\n[changed: A") && has(told, "went")) << told;
}

TEST_F(ShellTest, KillsWithoutClosingToo) {
  (void)run("echo $$ > pid; exec sleep 60", R"(,"wait_s":0)");
  wait_for("pid");
  set.reset();
  shell.reset();
  EXPECT_TRUE(dies(std::stoi(file("pid"))));
}

class PatchStand final : public Tool {
 public:
  PatchStand() { spec_.name = "apply_patch"; }
  [[nodiscard]] const llm::ToolSpec& spec() const override { return spec_; }
  [[nodiscard]] Access access() const override { return Access::writes; }
  io::Task<Output> run(std::string arguments, Run) override {
    Output out;
    out.text = "patched: " + arguments;
    co_return out;
  }

 private:
  llm::ToolSpec spec_;
};

TEST_F(ShellTest, GivesAPatchToThePatchTool) {
  (void)tool("shell");
  set->add(std::make_unique<PatchStand>());
  const auto out = call("shell", R"({"command":"apply_patch <<'EOF'\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nEOF\n"})");
  EXPECT_TRUE(out.text.starts_with("patched: *** Begin Patch\n")) << out.text;
  EXPECT_EQ(run("echo apply_patch").text, "apply_patch");
}

TEST_F(ShellTest, SpendsFewBytesOnItsSpecs) {
  EXPECT_LT(spec_bytes({tool("shell").spec()}), 700U) << spec_bytes({tool("shell").spec()});
  EXPECT_LT(spec_bytes({tool("shell_wait").spec(), tool("shell_input").spec(), tool("shell_kill").spec()}), 900U);
}

}  // namespace
}  // namespace tools
