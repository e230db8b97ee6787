#include "io/process.h"

#include <dirent.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "base/env.h"
#include "base/file.h"
#include "base/ids.h"
#include "promised_time.h"

namespace io {
namespace {

using base::Code;
using base::Result;

constexpr Millis k_long{60000};

std::map<std::string, std::string, std::less<>> environment() {
  const base::Env env = base::Env::of_process();
  return {{"PATH", env.get("PATH").value_or("/usr/bin:/bin")}};
}

ProcessSpec spec_of(std::vector<std::string> argv) {
  ProcessSpec spec;
  spec.argv = std::move(argv);
  spec.env = environment();
  return spec;
}

ProcessSpec script(const std::string& text) { return spec_of({"sh", "-c", text}); }

Result<Finished> run(ProcessSpec spec, Millis timeout = k_long, std::size_t max = 1 << 20) {
  Loop loop;
  return loop.run(run_process(loop, std::move(spec), timeout, max));
}

std::string out_of(ProcessSpec spec) {
  const auto done = run(std::move(spec));
  return done ? done->out : done.error().what;
}

std::size_t open_fds() { return base::list_dir("/proc/self/fd").value_or(std::vector<std::string>()).size(); }

bool has_children() {
  siginfo_t info{};
  return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

bool lives(pid_t pid) {
  // A process that was reparented may be a zombie until init has reaped it.
  const auto stat = base::read_file("/proc/" + std::to_string(pid) + "/stat");
  return stat && stat->substr(stat->rfind(')') + 2, 1) != "Z";
}

/// SIGKILL takes effect soon, not at once.
bool dies(pid_t pid) {
  const auto deadline = base::steady_ms() + 2000;
  while (lives(pid) && base::steady_ms() < deadline) ::usleep(1000);
  return !lives(pid);
}

/// Each test must leave nothing behind.
class ProcessTest : public testing::Test {
 protected:
  ~ProcessTest() override {
    loop_.reset();
    EXPECT_EQ(open_fds(), fds_);
    EXPECT_FALSE(has_children());
  }
  std::size_t fds_ = open_fds();
  std::optional<Loop> loop_{std::in_place};
  Loop& loop = *loop_;
};

TEST_F(ProcessTest, KeepsOutputAndExitCode) {
  const auto done = run(script("echo out; echo err >&2; exit 3"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->out, "out\nerr\n");
  EXPECT_EQ(done->err, "");
  EXPECT_EQ(done->status.code, 3);
  EXPECT_EQ(done->status.signal, 0);
  EXPECT_FALSE(done->truncated);
}

TEST_F(ProcessTest, KeepsStderrApartWhenAsked) {
  auto spec = script("echo out; echo err >&2");
  spec.merge_stderr = false;
  const auto done = run(std::move(spec));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->out, "out\n");
  EXPECT_EQ(done->err, "err\n");
}

TEST_F(ProcessTest, TellsTheSignalThatKilled) {
  const auto done = run(script("kill -9 $$"));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->status.signal, 9);
  EXPECT_EQ(done->status.code, 137);
}

/// Traces `pid`, and lets its parent have it only some time after its end. Exits with 0 if it could.
pid_t hold_back(pid_t pid) {
  const pid_t tracer = ::fork();
  if (tracer != 0) return tracer;
  ::close_range(3, ~0U, 0);   // the child's input, which must be able to end
  if (::ptrace(PTRACE_SEIZE, pid, nullptr, nullptr) != 0) ::_exit(1);
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT | __WALL) != 0) ::_exit(2);
  ::usleep(100'000);
  ::_exit(::waitpid(pid, nullptr, __WALL) == pid ? 0 : 3);
}

// Its end is signalled before it can be waited for: that a debugger, or an attack from a box beside, holds it.
TEST_F(ProcessTest, WaitsForAChildThatATracerHolds) {
  auto spec = script("read line");
  spec.open_stdin = true;
  auto started = Process::start(loop, std::move(spec));
  ASSERT_TRUE(started);
  const pid_t tracer = hold_back((*started)->pid());
  ASSERT_GT(tracer, 0);
  ::usleep(50'000);   // it has it by then, or the test shows less
  (*started)->close_in();
  const auto ended = loop.run(within(k_long, "the child", (*started)->wait()));
  int status = -1;
  ASSERT_EQ(::waitpid(tracer, &status, 0), tracer);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 1) GTEST_SKIP() << "nothing may be traced here";
  EXPECT_EQ(status, 0);
  ASSERT_TRUE(ended) << ended.error().what;
  EXPECT_EQ(ended->code, 1);
}

TEST_F(ProcessTest, SaysWhatItCannotStart) {
  EXPECT_EQ(run(spec_of({"no-such-program-here"})).error().code, Code::not_found);
  EXPECT_EQ(run(spec_of({"/no/such/program"})).error().code, Code::not_found);
  EXPECT_EQ(run(spec_of({"/etc/passwd"})).error().code, Code::denied);
  EXPECT_EQ(run(spec_of({"/etc"})).error().code, Code::denied);
  EXPECT_EQ(run(spec_of({})).error().code, Code::invalid);
  auto spec = script("true");
  spec.cwd = "/no/such/folder";
  EXPECT_EQ(run(std::move(spec)).error().code, Code::invalid);
  EXPECT_EQ(run(script("true " + std::string(4 << 20, 'x'))).error().code, Code::too_big);
}

TEST_F(ProcessTest, WorksInItsFolder) {
  auto spec = script("pwd");
  spec.cwd = "/usr";
  EXPECT_EQ(out_of(std::move(spec)), "/usr\n");
}

TEST_F(ProcessTest, GivesTheChildOnlyItsEnvironment) {
  auto spec = spec_of({"env"});
  spec.env["A"] = "1";
  EXPECT_EQ(out_of(std::move(spec)), "A=1\nPATH=" + environment()["PATH"] + "\n");
}

TEST_F(ProcessTest, GivesTheChildNoDescriptorButThree) {
  const base::Fd leak(::open("/dev/null", O_RDONLY));   // without O_CLOEXEC, as a library might
  EXPECT_EQ(out_of(script("ls /proc/self/fd | wc -l")), "4\n");   // and the one that ls reads with
}

TEST_F(ProcessTest, GivesTheChildAnEmptyInputAndNoTerminal) {
  EXPECT_EQ(out_of(script("cat; (: </dev/tty) 2>/dev/null || echo none")), "none\n");
}

TEST_F(ProcessTest, LeadsASessionOfItsOwn) {
  EXPECT_EQ(out_of(script("set -- $(cut -d' ' -f1,5,6 /proc/$$/stat); [ $1 = $2 ] && [ $2 = $3 ] && echo yes")), "yes\n");
}

TEST_F(ProcessTest, ResetsSignalsForTheChild) {
  // The C library's own signals, 32 and 33, do not count.
  EXPECT_EQ(out_of(script("grep -E 'Sig(Blk|Ign)' /proc/self/status | sed 's/\t0*/ /; s/18*0*$//'")),
            "SigBlk: \nSigIgn: \n");
}

TEST_F(ProcessTest, KeepsHeadAndTailOfLongOutput) {
  const auto done = run(script("echo first; head -c 3000000 /dev/zero | tr '\\0' x; echo last"), k_long, 1000);
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->truncated);
  EXPECT_EQ(done->out.size(), 1000U);
  EXPECT_TRUE(done->out.starts_with("first\nxxx"));
  EXPECT_TRUE(done->out.ends_with("xxxlast\n"));
}

TEST_F(ProcessTest, EndsOnTimeoutAlsoWhatIgnoresSigterm) {
  const auto began = base::steady_ms();
  const auto done = run(script("trap '' TERM; echo $$; sleep 60 & wait; sleep 60"), Millis(50));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::timeout);
  EXPECT_LT(base::steady_ms() - began, 4000);
}

TEST_F(ProcessTest, DoesNotWaitForWhatIsLeftInTheBackground) {
  const auto began = base::steady_ms();
  const auto done = run(script("sleep 60 & echo $!"));
  ASSERT_TRUE(done);
  EXPECT_LT(base::steady_ms() - began, 2000);
  EXPECT_TRUE(dies(std::stoi(done->out)));
}

TEST_F(ProcessTest, EndsAlsoTheGroupsOfJobControl) {
  const auto done = run(spec_of({"bash", "-c", "set -m; sleep 60 & echo $!"}));
  ASSERT_TRUE(done);
  EXPECT_TRUE(dies(std::stoi(done->out)));
}

// ---- by hand ----

Task<Result<>> talk(Loop& loop, std::string& said) {
  auto spec = spec_of({"cat"});
  spec.open_stdin = true;
  CO_TRY(const auto process, Process::start(loop, std::move(spec)));
  CO_TRY_DO(co_await process->write_in("hello"));
  CO_TRY(said, co_await process->read_out());
  process->close_in();
  CO_TRY(const auto end, co_await process->read_out());
  EXPECT_EQ(end, "");
  CO_TRY(const auto status, co_await process->wait());
  EXPECT_EQ(status.code, 0);
  CO_TRY(const auto again, co_await process->wait());
  EXPECT_EQ(again.code, 0);
  co_return Result<>();
}

TEST_F(ProcessTest, TalksToItsInput) {
  std::string said;
  const auto result = loop.run(talk(loop, said));
  EXPECT_TRUE(result);
  EXPECT_EQ(said, "hello");
}

Task<Result<>> write_to_deaf(Loop& loop) {
  auto spec = script("exec <&-; sleep 60");
  spec.open_stdin = true;
  CO_TRY(const auto process, Process::start(loop, std::move(spec)));
  co_return co_await process->write_in(std::string(1 << 20, 'x'));
}

TEST_F(ProcessTest, TellsThatTheChildClosedItsInput) {
  const auto result = loop.run(write_to_deaf(loop));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, Code::unavailable);
}

Task<Result<std::string>> on_terminal(Loop& loop, std::string text, std::string typed) {
  auto spec = script(text);
  spec.terminal = Terminal::pty;
  spec.columns = 100;
  spec.rows = 30;
  CO_TRY(const auto process, Process::start(loop, std::move(spec)));
  std::string all_said;
  if (!typed.empty()) {
    CO_TRY(const auto prompt, co_await process->read_out());
    EXPECT_EQ(prompt, "ready\r\n");
    CO_TRY_DO(co_await process->write_in(typed));
  }
  while (true) {
    CO_TRY(const auto said, co_await process->read_out());
    if (said.empty()) break;
    all_said += said;
  }
  CO_TRY_DO(co_await process->wait());
  co_return all_said;
}

std::string terminal_output(const std::string& text, const std::string& typed = "") {
  Loop loop;
  const auto said = loop.run(on_terminal(loop, text, typed));
  return said ? *said : said.error().what;
}

TEST_F(ProcessTest, HasAPtyAsItsControllingTerminal) {
  EXPECT_EQ(terminal_output("[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo yes >/dev/tty"), "yes\r\n");
  EXPECT_EQ(terminal_output("stty size"), "30 100\r\n");
}

TEST_F(ProcessTest, TakesTypedInputAndInterruptsOnAPty) {
  EXPECT_EQ(terminal_output("stty -echo; echo ready; read x; echo got $x", "abc\n"), "got abc\r\n");
  EXPECT_EQ(terminal_output("trap 'echo stopped; exit' INT; stty -echo; echo ready; while :; do sleep 0.01; done", "\x03"), "stopped\r\n");
}

Task<Result<int>> end_polite(Loop& loop) {
  auto spec = script("(trap 'sleep 0.2; echo cleaned; exit' TERM; echo ready; while :; do sleep 0.01; done)");
  CO_TRY(const auto process, Process::start(loop, std::move(spec)));
  CO_TRY(auto said, co_await process->read_out());
  EXPECT_EQ(said, "ready\n");
  co_await process->end_group(Millis(5000));
  EXPECT_TRUE(process->ended());
  CO_TRY(said, co_await process->read_out());
  EXPECT_NE(said.find("cleaned\n"), std::string::npos) << said;   // the shell may say "Terminated" before
  process->signal_group(SIGTERM);   // to nobody: no error, and nobody else's number
  CO_TRY(const auto status, co_await process->wait());
  co_return status.code;
}

TEST_F(ProcessTest, GivesTheWholeGroupItsGrace) {
  EXPECT_TRUE(loop.run(end_polite(loop)));
}

Task<> cancel_after(Millis time, CancelSource& source, std::int64_t& at) {
  const auto slept = co_await sleep(time);
  EXPECT_TRUE(slept);
  at = base::steady_ms();
  source.cancel();
}

Task<Result<std::string>> read_note_time(Process& process, std::int64_t& at) {
  auto said = co_await process.read_out();
  at = base::steady_ms();
  co_return said;
}

Task<Result<ExitStatus>> wait_note_time(Process& process, std::int64_t& at) {
  auto status = co_await process.wait();
  at = base::steady_ms();
  co_return status;
}

Task<> fill_note_time(Process& process, std::int64_t& at) {
  const auto written = co_await process.write_in(std::string(1 << 20, 'x'));
  EXPECT_EQ(written.error().code, Code::cancelled);
  at = base::steady_ms();
}

Task<> cancel_everything(Loop& loop) {
  auto spec = script("trap '' TERM; sleep 60; sleep 60");
  spec.open_stdin = true;
  auto process = Process::start(loop, std::move(spec));
  CancelSource source;
  std::int64_t cancelled_at = 0, read_at = 0, waited_at = 0, written_at = 0;
  std::optional<Result<std::string>> said;
  std::optional<Result<ExitStatus>> status;
  std::vector<Task<>> tasks;
  tasks.push_back(cancellable(source, detail::leave(read_note_time(**process, read_at), said)));
  tasks.push_back(cancellable(source, detail::leave(wait_note_time(**process, waited_at), status)));
  tasks.push_back(cancellable(source, fill_note_time(**process, written_at)));
  tasks.push_back(cancel_after(Millis(20), source, cancelled_at));
  co_await all(std::move(tasks));
  EXPECT_EQ(said->error().code, Code::cancelled);
  EXPECT_EQ(status->error().code, Code::cancelled);
  for (const auto at : {read_at, waited_at, written_at}) EXPECT_LT(at - cancelled_at, k_promised.count());
  EXPECT_FALSE((*process)->ended());   // a wait that was cancelled does not end the child
}

TEST_F(ProcessTest, CancelsReadWriteAndWaitWithin100Milliseconds) {
  loop.run(cancel_everything(loop));
}

Task<std::int64_t> cancel_run(Loop& loop, std::string text) {
  CancelSource source;
  std::int64_t at = 0;
  std::optional<Result<Finished>> done;
  std::vector<Task<>> tasks;
  tasks.push_back(detail::leave(cancellable(source, run_process(loop, script(text), k_long)), done));
  tasks.push_back(cancel_after(Millis(50), source, at));
  co_await all(std::move(tasks));
  EXPECT_EQ(done->error().code, Code::cancelled);
  co_return base::steady_ms() - at;
}

TEST_F(ProcessTest, EndsACommandWhenCancelled) {
  EXPECT_LT(loop.run(cancel_run(loop, "exec sleep 60")), k_promised.count());
  EXPECT_LT(loop.run(cancel_run(loop, "trap '' TERM; sleep 60; sleep 60")), 2 * k_promised.count());
}

Task<int> many(Loop& loop, int count) {
  std::vector<Task<Result<Finished>>> tasks;
  for (int i = 0; i < count; ++i)
    tasks.push_back(run_process(loop, script("echo " + std::to_string(i)), k_long));
  const auto results = co_await all(std::move(tasks));
  int right = 0;
  for (int i = 0; i < count; ++i)
    right += results[i] && results[i]->out == std::to_string(i) + "\n" && results[i]->status.code == 0;
  co_return right;
}

TEST_F(ProcessTest, Runs200AtOnce) {
  EXPECT_EQ(loop.run(many(loop, 1)), 1);   // now the loop has its own descriptors
  const auto before = open_fds();
  EXPECT_EQ(loop.run(many(loop, 200)), 200);
  EXPECT_LE(open_fds(), before);
}

Task<> leave_in_background(Loop& loop) {
  auto process = Process::start(loop, script("sleep 60 & echo $!"));
  const auto said = co_await (*process)->read_out();
  const auto status = co_await (*process)->wait();
  EXPECT_TRUE(status);
  EXPECT_TRUE((*process)->has_processes());
  co_await (*process)->end_group(Millis(1000));
  EXPECT_TRUE(dies(std::stoi(*said)));
  EXPECT_FALSE((*process)->has_processes());
}

TEST_F(ProcessTest, KnowsWhatWasLeftInTheBackground) { loop.run(leave_in_background(loop)); }

Task<pid_t> leave_running(Loop& loop, std::unique_ptr<Process>& process) {
  process = std::move(*Process::start(loop, script("trap '' TERM HUP; sleep 60; sleep 60")));
  co_return process->pid();
}

TEST_F(ProcessTest, DestructorKillsAndReaps) {
  pid_t pid = 0;
  {
    std::unique_ptr<Process> process;
    pid = loop.run(leave_running(loop, process));
    EXPECT_TRUE(lives(pid));
  }
  loop_.reset();
  EXPECT_FALSE(base::exists("/proc/" + std::to_string(pid)));
}

}  // namespace
}  // namespace io
