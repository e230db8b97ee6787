#pragma once
// For tests: the tools of a session whose commands run in a real box, with transactions, as the engine
// sets them up. Not below /tmp, which is private in a box.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/env.h"
#include "base/file.h"
#include "base/paths.h"
#include "io/loop.h"
#include "sandbox/box.h"
#include "sandbox/probe.h"
#include "tools/service.h"
#include "tools/set.h"
#include "tools/shell.h"
#include "workspace/workspace.h"

namespace tools {

class BoxBench : public testing::Test {
 protected:
  BoxBench() {
    workspace::Options options;
    options.root = root;
    options.session_dir = temp.path() + "/session";
    options.store_dir = temp.path() + "/store";
    for (const auto& folder : {options.root, options.session_dir, options.session_dir + "/txn"})
      EXPECT_TRUE(base::make_dirs(folder));
    found = sandbox::probe({PLUMB_TXD}, root, options.session_dir);
    options.transactions = found.mode == sandbox::Mode::overlay;
    auto opened = workspace::Workspace::open(std::move(options));
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().what);
    files = std::move(*opened);
  }
  ~BoxBench() override {
    if (services) loop.run(services->close());
    if (shell) EXPECT_TRUE(loop.run(shell->close()));
    set.reset();
    services.reset();
    shell.reset();
    box.reset();
  }

  /// With the tools; skips where this machine has no overlay.
  void start() {
    if (found.mode != sandbox::Mode::overlay) GTEST_SKIP() << found.why;
    sandbox::BoxOptions options;
    options.helper = {PLUMB_TXD};
    options.project = files->root();
    options.store = temp.path() + "/session/txn";
    auto started = loop.run(sandbox::Box::start(loop, std::move(options)));
    ASSERT_TRUE(started) << started.error().what;
    box = std::move(*started);
    shell_options.env = base::Env::of_process();
    shell_options.grace = io::Millis(500);
    shell_options.start = [this](io::ProcessSpec spec, sandbox::View view) { return box->run(std::move(spec), std::move(view)); };
    shell_options.waits_for_input = [this](const io::Process& process) { return box->waits_for_input(process); };
    set = std::make_unique<ToolSet>(*files, SetOptions());
    services = add_services(*set, loop, *files, shell_options);
    shell = add_shell(*set, loop, *files, shell_options);
  }

  Output call(const std::string& name, std::string arguments) {
    Tool* tool = set->find(name);
    if (tool == nullptr) return set->unknown(name);
    tools::Run run;
    run.call_id = "call_" + std::to_string(++calls);
    return loop.run(tool->run(std::move(arguments), std::move(run)));
  }
  Output service(const std::string& members) { return call("service", "{" + members + "}"); }
  Output sh(const std::string& command, const std::string& more = "") {
    return call("shell", R"({"command":")" + command + "\"" + more + "}");
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return base::read_file(root + "/" + name).value_or("(none)");
  }
  void put(const std::string& name, const std::string& bytes) const {
    EXPECT_TRUE(base::make_dirs(base::parent(root + "/" + name)));
    EXPECT_TRUE(base::write_file(root + "/" + name, bytes));
  }

  base::TempDir temp = *base::TempDir::make("plumb-tools-", "/var/tmp");
  std::string root = temp.path() + "/project";
  sandbox::Probe found;
  io::Loop loop;
  std::unique_ptr<workspace::Workspace> files;
  std::unique_ptr<sandbox::Box> box;
  ShellOptions shell_options;
  std::unique_ptr<Shell> shell;
  std::unique_ptr<Services> services;
  std::unique_ptr<ToolSet> set;   // goes before the shell
  int calls = 0;
};

#define START_BENCH()                              \
  do {                                             \
    start();                                       \
    if (IsSkipped() || HasFatalFailure()) return;  \
  } while (false)

}  // namespace tools
