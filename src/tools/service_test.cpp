#include "tools/service.h"

#include <gtest/gtest.h>

#include "base/ids.h"
#include "box_bench.h"
#include "service_log.h"
#include "tool_bench.h"

namespace tools {
namespace {

/// With N for numbers of seconds.
std::string timeless(std::string text) {
  for (const std::string word : {"after ", "since ", ", "}) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
      const auto digits = at + word.size(), end = text.find_first_not_of("0123456789", digits);
      if (end != std::string::npos && end > digits && text.substr(end, 2) == " s") text.replace(digits, end - digits, "N");
    }
  }
  return text;
}

// ---- on this machine as it is: snapshots, no box ----

class ServiceTest : public ToolBench {
 protected:
  ServiceTest() {
    set = std::make_unique<ToolSet>(files.workspace(), SetOptions());
    ShellOptions options;
    options.env = base::Env::of_process();
    options.env.set("MY_API_KEY", "very-secret");
    options.grace = io::Millis(500);
    services = add_services(*set, loop, files.workspace(), options);
  }
  ~ServiceTest() override {
    if (services) loop.run(services->close());
  }
  Output service(const std::string& members) { return call("service", "{" + members + "}"); }
  static bool dies(int pid) {
    const auto lives = [&] {
      const auto stat = base::read_file("/proc/" + std::to_string(pid) + "/stat");
      return stat && stat->substr(stat->rfind(')') + 2, 1) != "Z";
    };
    for (const auto until = base::steady_ms() + 3000; lives() && base::steady_ms() < until;) ::usleep(1000);
    return !lives();
  }
  std::unique_ptr<Services> services;
};

constexpr const char* k_on_the_tree =
    "[there is no overlay on this machine: it may write anywhere in the project]";

TEST_F(ServiceTest, IsStartedListedLoggedAndStopped) {
  auto out = service(R"("action":"start","name":"web","command":"echo one; echo up at 3000; sleep 60","wait_for":"up at")");
  EXPECT_EQ(out.text, std::string("one\nup at 3000\n[web runs]\n") + k_on_the_tree);
  EXPECT_FALSE(out.is_error);
  EXPECT_EQ(out.title, "service web: echo one; echo up at 3000; sleep 60");
  EXPECT_EQ(watched, "one\nup at 3000\n");
  EXPECT_EQ(services->running(), 1U);
  EXPECT_EQ(timeless(service(R"("action":"list")").text), "web: runs since N s: echo one; echo up at 3000; sleep 60");
  EXPECT_EQ(timeless(service(R"("action":"log","name":"web")").text), "one\nup at 3000\n[web runs since N s]");
  EXPECT_EQ(service(R"("action":"stop","name":"web")").text, "one\nup at 3000\n[web is stopped]");
  EXPECT_EQ(service(R"("action":"list")").text, "no service runs");
  EXPECT_EQ(services->running(), 0U);
}

TEST_F(ServiceTest, OneThatFailsAtOnceSaysSo) {
  const auto out = service(R"("action":"start","name":"web","command":"echo no such module; exit 3","wait_for":"listening")");
  EXPECT_TRUE(out.is_error);
  EXPECT_EQ(timeless(out.text), "no such module\n[web has ended: exit 3 after N s, N s ago]");
}

TEST_F(ServiceTest, OneWhoseTextDoesNotComeStillRuns) {
  const auto out = service(R"("action":"start","name":"web","command":"echo begun; sleep 60","wait_for":"up","wait_s":0.3)");
  EXPECT_TRUE(out.is_error);
  EXPECT_TRUE(has(out.text, "begun\n[web runs, but \"up\" has not appeared in 0 s]")) << out.text;
  EXPECT_EQ(services->running(), 1U);
}

TEST_F(ServiceTest, TheTextIsSoughtInWhatAPersonReads) {
  const auto out = service(
      R"("action":"start","name":"web","command":"printf 'Local: \\033[36mhttp://localhost:\\033[1m5173\\033[0m/\\n'; sleep 60","wait_for":"http://localhost:5173/")");
  EXPECT_FALSE(out.is_error) << out.text;
  EXPECT_TRUE(has(out.text, "Local: http://localhost:5173/\n[web runs]")) << out.text;
}

TEST_F(ServiceTest, OneThatEndsByItselfIsReportedOnceAtTheNextCall) {
  (void)service(R"("action":"start","name":"web","command":"echo up; while [ ! -e go ]; do sleep 0.01; done; echo broken; exit 7","wait_for":"up")");
  files.put("go", "");
  for (const auto until = base::steady_ms() + 5000; services->running() > 0 && base::steady_ms() < until;)
    loop.run(io::sleep(io::Millis(10)));
  auto out = service(R"("action":"start","name":"other","command":"sleep 60","wait_s":0)");
  EXPECT_TRUE(has(timeless(out.text), "[web has ended by itself: exit 7 after N s, N s ago]")) << out.text;
  out = service(R"("action":"log","name":"other")");
  EXPECT_FALSE(has(out.text, "web")) << out.text;
  EXPECT_TRUE(has(timeless(service(R"("action":"list")").text), "web: exit 7 after N s, N s ago: echo up")) << out.text;
  EXPECT_EQ(timeless(service(R"("action":"log","name":"web")").text), "up\nbroken\n[web exit 7 after N s, N s ago]");
  // The name is free again.
  EXPECT_FALSE(service(R"("action":"start","name":"web","command":"echo again; sleep 60","wait_for":"again")").is_error);
}

TEST_F(ServiceTest, RefusesWhatItCannotStart) {
  for (const char* members : {R"("action":"start")", R"("action":"start","name":"a b","command":"x")", R"("action":"begin")",
                              R"("action":"start","name":"a","command":" ")", R"("action":"start","name":"a","command":"a\u0000b")",
                              R"("action":"start","name":"a","command":"x","cwd":"..")", R"("action":"start","name":"a","command":"x","cwd":"none")",
                              R"("action":"stop","name":"none")", R"("action":"log")", R"("action":5)", ""}) {
    EXPECT_TRUE(service(members).is_error) << members;
  }
  EXPECT_EQ(service(R"("action":"stop","name":"none")").text, "there is no service \"none\"; none was started");
  (void)service(R"("action":"start","name":"a","command":"sleep 60","wait_s":0)");
  EXPECT_TRUE(has(service(R"("action":"start","name":"a","command":"x")").text, "a runs already: stop it first"));
  EXPECT_EQ(service(R"("action":"log","name":"b")").text, "there is no service \"b\"; there is: a");
}

TEST_F(ServiceTest, EightAtATime) {
  for (std::size_t i = 0; i < k_services_max; ++i) {
    const auto out = service(R"("action":"start","name":"s)" + std::to_string(i) + R"(","command":"sleep 60","wait_s":0)");
    EXPECT_FALSE(out.is_error) << out.text;
  }
  EXPECT_EQ(service(R"("action":"start","name":"more","command":"sleep 60")").text, "8 services run already: stop one");
  loop.run(services->close());
  EXPECT_EQ(services->running(), 0U);
}

TEST_F(ServiceTest, HasAnOpenInputAndNoKeys) {
  const auto out = service(R"("action":"start","name":"w","command":"echo key:$MY_API_KEY; echo ready; cat; echo its input ended","wait_for":"ended","wait_s":0.3)");
  EXPECT_TRUE(has(out.text, "key:\nready\n[w runs")) << out.text;
}

TEST_F(ServiceTest, KeepsTheEndOfALongLog) {
  const auto out = service(R"("action":"start","name":"w","command":"seq 1 400000; echo all; sleep 60","wait_for":"all")");
  EXPECT_FALSE(out.is_error);
  EXPECT_LE(out.text.size(), k_service_shown_max + 512);
  EXPECT_TRUE(has(out.text, "\n399999\n400000\nall\n[w runs]")) << out.text.substr(out.text.size() - 100);
  EXPECT_TRUE(out.text.starts_with("[... the last ")) << out.text.substr(0, 100);
  EXPECT_LE(out.full.size(), k_service_log_max);
}

TEST_F(ServiceTest, EndsWithAllThatItStarted) {
  (void)service(R"("action":"start","name":"w","command":"trap '' TERM; echo $$ > pid; setsid sleep 60 & echo $! > stray; echo up; sleep 60; sleep 60","wait_for":"up")");
  const int pid = std::stoi(files.get("pid")), stray = std::stoi(files.get("stray"));
  loop.run(services->close());
  EXPECT_TRUE(dies(pid));
  EXPECT_TRUE(dies(stray));
}

TEST_F(ServiceTest, IsKilledWithoutClosingToo) {
  (void)service(R"("action":"start","name":"w","command":"echo $$ > pid; echo up; exec sleep 60","wait_for":"up")");
  const int pid = std::stoi(files.get("pid"));
  set.reset();
  services.reset();
  EXPECT_TRUE(dies(pid));
}

TEST_F(ServiceTest, SpendsFewBytesOnItsSpec) {
  EXPECT_LT(spec_bytes({set->find("service")->spec()}), 700U) << spec_bytes({set->find("service")->spec()});
}

TEST(ServiceLog, KeepsTheLastBytesInWholeCharacters) {
  ServiceLog log(10);
  for (int i = 0; i < 100; ++i) log.add("\xc3\xa9");
  EXPECT_EQ(log.total(), 200U);
  EXPECT_EQ(log.last(100), "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9");
  EXPECT_EQ(log.last(3), "\xc3\xa9");
  log.add(std::string(1000, 'x') + "y");
  EXPECT_EQ(log.last(3), "xxy");
  EXPECT_EQ(log.last(100).size(), 10U);
}

// ---- in a box ----

class BoxedServiceTest : public BoxBench {};

TEST_F(BoxedServiceTest, AServerShowsEditsAtOnceToLaterCommands) {
  put("page.html", "before\n");
  START_BENCH();
  auto out = service(R"("action":"start","name":"web","command":"exec python3 -m http.server 8123 --bind 127.0.0.1","wait_for":"Serving HTTP")");
  ASSERT_FALSE(out.is_error) << out.text;
  EXPECT_TRUE(has(out.text, "[web runs]")) << out.text;
  const std::string get = "python3 -c 'import urllib.request as u; print(u.urlopen(\\\"http://127.0.0.1:8123/page.html\\\").read().decode(), end=\\\"\\\")'";
  EXPECT_EQ(sh(get).text, "before");
  ASSERT_FALSE(call("read", R"({"path":"page.html"})").is_error);
  ASSERT_FALSE(call("edit", R"({"path":"page.html","old":"before","new":"after"})").is_error);
  EXPECT_EQ(sh(get).text, "after");
  EXPECT_EQ(sh("echo by a command > page.html").text, "[changed: M page.html]");
  EXPECT_EQ(sh(get).text, "by a command");
  EXPECT_TRUE(has(service(R"("action":"log","name":"web")").text, "\"GET /page.html HTTP/1.1\" 200"));
  EXPECT_FALSE(service(R"("action":"stop","name":"web")").is_error);
  EXPECT_TRUE(sh(get).is_error);
}

TEST_F(BoxedServiceTest, WritesOnlyToItsFolders) {
  put("file", "old\n");
  START_BENCH();
  const auto out = service(
      R"("action":"start","name":"w","command":"echo x > file; echo x > other; echo built > dist/a/out; echo t > /tmp/t; echo done; sleep 60",)"
      R"("wait_for":"done","writable":["dist/a"])");
  EXPECT_TRUE(has(out.text, "[w runs]\n[what it writes to its writable folders cannot be undone]")) << out.text;
  EXPECT_EQ(file("file"), "old\n");
  EXPECT_EQ(file("other"), "(none)");
  EXPECT_EQ(file("dist/a/out"), "built\n");
  EXPECT_EQ(sh("cat dist/a/out /tmp/t").text, "built\nt");
  EXPECT_TRUE(files->steps().empty() || files->total().empty());
}

TEST_F(BoxedServiceTest, RefusesFoldersThatItMustNotWriteTo) {
  EXPECT_TRUE(base::make_dirs(root + "/.git/hooks"));
  ASSERT_EQ(::symlink("/var/tmp", (root + "/link").c_str()), 0);
  START_BENCH();
  for (const char* folder : {".", "..", "/etc", "../other", ".git/hooks", "link", "link/x"}) {
    const auto out = service(R"("action":"start","name":"w","command":"sleep 60","writable":[")" + std::string(folder) + "\"]");
    EXPECT_TRUE(out.is_error) << folder << ": " << out.text;
  }
  EXPECT_EQ(services->running(), 0U);
}

// ---- commands that wait for input ----

TEST_F(BoxedServiceTest, ACommandThatAsksIsHandedBackAtOnce) {
  START_BENCH();
  const auto begin = base::steady_ms();
  auto out = sh("read -p 'name? ' name; echo hello $name", R"(,"pty":true,"wait_s":60)");
  EXPECT_LT(base::steady_ms() - begin, 20000);
  EXPECT_EQ(out.text, "name? \n[waits for input, id 1: shell_input answers]");
  // It asks without a word.
  out = call("shell_input", R"({"id":1,"text":"x\n","wait_s":60})");
  EXPECT_TRUE(has(out.text, "hello x")) << out.text;
  out = sh("stty -echo; read a; read b; echo $a$b", R"(,"pty":true,"wait_s":60)");
  EXPECT_EQ(out.text, "[waits for input, id 2: shell_input answers]");
  out = call("shell_input", R"({"id":2,"text":"1\n","wait_s":60})");
  EXPECT_EQ(out.text, "[waits for input, id 2: shell_input answers]");
  out = call("shell_wait", R"({"id":2,"wait_s":60})");
  EXPECT_EQ(out.text, "[waits for input, id 2: shell_input answers]");
  EXPECT_TRUE(has(call("shell_input", R"({"id":2,"text":"2\n","wait_s":60})").text, "12"));
  EXPECT_LT(base::steady_ms() - begin, 50000);
}

TEST_F(BoxedServiceTest, OfAProgramThatDrawsTheScreenIsShown) {
  START_BENCH();
  auto out = sh(
      "stty -icanon -echo; printf '\\\\033[?1049h\\\\033[2J\\\\033[5;3Hchoose\\\\033[2;1H\\\\033[7mtitle\\\\033[m'; "
      "read -n 1 key; printf '\\\\033[5;3H\\\\033[Kgot %s' $key; read -n 1 key; printf '\\\\033[?1049l'; echo bye",
      R"(,"pty":true,"wait_s":60)");
  EXPECT_EQ(out.text,
            "[screen of 80x24, cursor in row 2, column 6]\n\ntitle\n\n\n  choose\n[waits for input, id 1: shell_input answers]");
  out = call("shell_input", R"({"id":1,"text":"k","wait_s":60})");
  EXPECT_TRUE(has(out.text, "\n\n\n  got k\n[waits for input, id 1: shell_input answers]")) << out.text;
  out = call("shell_input", R"({"id":1,"text":"q","wait_s":60})");
  EXPECT_TRUE(has(out.text, "bye")) << out.text;
  EXPECT_FALSE(has(out.text, "choose")) << out.text;
}

TEST_F(BoxedServiceTest, WithoutATerminalNothingWaitsForInput) {
  START_BENCH();
  EXPECT_EQ(sh("read x; echo got:$x:$?; (read y < /dev/tty) 2>/dev/null || echo no terminal").text, "got::1\nno terminal");
  EXPECT_EQ(sh("tty; cat").text, "not a tty");
}

}  // namespace
}  // namespace tools
