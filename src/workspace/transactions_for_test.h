#pragma once
// For the tests here: a session with transactions on a project, and a box in which commands run. Skipped
// where this machine has no overlays.

#include <memory>
#include <string>
#include <vector>

#include "sandbox/probe.h"
#include "tree_for_test.h"
#include "transaction_workspace.h"

namespace workspace {

inline bool has_overlays(std::string& why) {
  static const sandbox::Probe found = [] {
    const auto temp = base::TempDir::make().value();
    (void)base::make_dirs(temp.path() + "/project");
    return sandbox::probe({PLUMB_TXD}, temp.path() + "/project", temp.path() + "/state");
  }();
  why = found.why;
  return found.mode == sandbox::Mode::overlay;
}

struct TransactionWorkspaceTest : WorkspaceTest {
  std::unique_ptr<sandbox::Box> box;

  void SetUp() override {
    std::string why;
    if (!has_overlays(why)) GTEST_SKIP() << why;
    options.transactions = true;
    WorkspaceTest::SetUp();
    ASSERT_TRUE(workspace->is_transactional());
    sandbox::BoxOptions how;
    how.helper = {PLUMB_TXD};
    how.project = root;
    how.store = options.session_dir + "/txn";
    auto started = loop.run(sandbox::Box::start(loop, std::move(how)));
    ASSERT_TRUE(started) << started.error().what;
    box = *std::move(started);
  }
  void TearDown() override { box.reset(); }

  /// Runs a script; its output.
  std::string sh(const std::string& script, const sandbox::View& view) {
    io::ProcessSpec spec;
    spec.argv = {"/bin/sh", "-c", script};
    spec.cwd = root;
    spec.env["PATH"] = "/usr/bin:/bin";
    auto process = loop.run(box->run(std::move(spec), view));
    if (!process) return process.error().what;
    std::string out;
    while (true) {
      const auto bytes = loop.run((*process)->read_out());
      if (!bytes || bytes->empty()) break;
      out += *bytes;
    }
    EXPECT_TRUE(loop.run((*process)->wait()));
    return out;
  }
  /// Until the file system's clock, which may tick every 4 ms only, is past what the test wrote itself: a
  /// command counts what has its own first moment's time as somebody's work.
  void let_clock_tick() {
    const base::Fd file(::open((temp.path() + "/tick").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    struct stat first {}, now {};
    const auto touch = [&](struct stat& st) { return ::futimens(file.get(), nullptr) == 0 && ::fstat(file.get(), &st) == 0; };
    ASSERT_TRUE(touch(first));
    do {
      ASSERT_TRUE(touch(now));
    } while (now.st_ctim.tv_sec == first.st_ctim.tv_sec && now.st_ctim.tv_nsec / 4'000'000 == first.st_ctim.tv_nsec / 4'000'000);
  }
  Workspace::Command open_command(const std::string& id) {
    let_clock_tick();
    auto begun = loop.run(workspace->before_command(id, "shell: " + id));
    EXPECT_TRUE(begun) << begun.error().what;
    return begun.value_or(Workspace::Command{});
  }
  Step close_command(const Workspace::Command& command) {
    auto step = loop.run(workspace->after_command(command.number));
    EXPECT_TRUE(step) << step.error().what;
    return std::move(step).value_or(Step{});
  }
  Step run(const std::string& id, const std::string& script) {
    const auto command = open_command(id);
    sh(script, command.view);
    return close_command(command);
  }
  const Step& step(const std::string& id) {
    for (const Step& one : workspace->steps())
      if (one.id == id) return one;
    ADD_FAILURE() << "no step " << id;
    static const Step k_none;
    return k_none;
  }
  /// "held created:a" of each.
  static std::string states(const Step& step) {
    std::string out;
    for (const Effect& effect : step.effects)
      out += (out.empty() ? "" : " ") + std::string(name(effect.state)) + ":" + effect.path;
    return out;
  }
  void user_rule(std::vector<std::string> paths, Verdict verdict) {
    options.policy.user.push_back({{}, std::move(paths), verdict, "rule of the test"});
    open();
  }
  std::string text(const Effect& effect, Workspace::Side side) {
    return workspace->content(effect, side).value_or("?");
  }
};

}  // namespace workspace
