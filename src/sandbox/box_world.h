#pragma once
// A small world for tests of the sandbox: a project, a home with secrets, a place outside, a store, and
// a box over it. Not below /tmp, which is private in a box.

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <algorithm>
#include <string>

#include "base/env.h"
#include "base/file.h"
#include "base/paths.h"
#include "io/process.h"
#include "sandbox/box.h"
#include "sandbox/probe.h"

namespace sandbox {

struct Done {
  int code = -1;
  int signal = 0;
  std::string out;
  std::optional<base::Error> error;   ///< it did not start
};

/// Where the programs of the tests are; another place if the suite runs as somebody else.
inline std::string program(const std::string& name) {
  const char* elsewhere = std::getenv("PLUMB_TEST_PROGRAMS");
  return base::join(elsewhere != nullptr ? elsewhere : base::parent(PLUMB_TXD), name);
}

class World {
 public:
  World() {
    std::string pattern = "/var/tmp/plumb-box-XXXXXX";
    root = ::mkdtemp(pattern.data()) != nullptr ? pattern : "";
    project = root + "/project", home = root + "/home", outside = root + "/outside", store = root + "/store";
    for (const auto& each : {project, outside, store, home + "/.ssh"}) make(each);
    write(home + "/.ssh/id_rsa", "SECRET\n");
    write(home + "/.bashrc", "# mine\n");
    write(outside + "/precious", "precious\n");
    write(project + "/file", "old\n");
    attack_ = root + "/bin/sandbox_attack";
    bring(program("sandbox_attack"), attack_);
    options.helper = {program("txd")};
    options.project = project;
    options.store = store;
    options.hidden = secret_places(home, {});
  }
  ~World() {
    box.reset();
    loop.reset();
    remove_closed(store);
    EXPECT_TRUE(base::remove_all(root)) << root;
  }
  World(const World&) = delete;

  /// The build may lie below /tmp, which a box does not see.
  static void bring(const std::string& from, const std::string& to) {
    make(base::parent(to));
    if (::link(from.c_str(), to.c_str()) == 0) return;
    const auto bytes = base::read_file(from);
    ASSERT_TRUE(bytes) << from;
    write(to, *bytes);
    ASSERT_EQ(::chmod(to.c_str(), 0755), 0);
  }
  static void make(const std::string& folder) { ASSERT_TRUE(base::make_dirs(folder)) << folder; }
  static void write(const std::string& path, std::string_view bytes) {
    ASSERT_TRUE(base::make_dirs(base::parent(path)));
    ASSERT_TRUE(base::write_file(path, bytes)) << path;
  }
  static std::string read(const std::string& path) { return base::read_file(path).value_or("(none)"); }

  base::Result<> start() {
    auto started = loop->run(Box::start(*loop, options));
    if (!started) return base::fail(started.error());
    box = std::move(*started);
    return {};
  }
  /// A fresh upper.
  View overlay(std::vector<std::string> lowers = {}) {
    const std::string folder = store + "/" + std::to_string(++transactions);
    make(folder + "/u");
    make(folder + "/w");
    return {.kind = View::Kind::overlay, .upper = folder + "/u", .work = folder + "/w", .lowers = std::move(lowers)};
  }
  io::ProcessSpec spec(std::vector<std::string> argv) const {
    io::ProcessSpec out;
    out.argv = std::move(argv);
    out.cwd = project;
    out.env = env;
    out.env["PATH"] = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
    out.env["HOME"] = home;
    out.env["OUT"] = outside;
    out.env["A"] = attack_;
    return out;
  }
  io::ProcessSpec script(const std::string& text) const { return spec({"sh", "-c", text}); }

  Done run(const io::ProcessSpec& what, const View& view) {
    auto process = loop->run(box->run(what, view));
    if (!process) return {.error = process.error()};
    return finish(**process);
  }
  Done sh(const std::string& text, const View& view) { return run(script(text), view); }
  /// Without any sandbox, to see that the attack is one.
  Done bare(const std::string& text) {
    auto process = io::Process::start(*loop, script(text));
    if (!process) return {.error = process.error()};
    return finish(**process);
  }
  Done finish(io::Process& process) {
    Done done;
    while (true) {
      const auto bytes = loop->run(process.read_out());
      if (!bytes || bytes->empty()) break;
      done.out += *bytes;
    }
    const auto status = loop->run(process.wait());
    EXPECT_TRUE(status);
    if (status) done.code = status->code, done.signal = status->signal;
    return done;
  }

  std::string root, project, home, outside, store;
  BoxOptions options;
  std::map<std::string, std::string, std::less<>> env;
  std::optional<io::Loop> loop{std::in_place};
  std::unique_ptr<Box> box;
  int transactions = 0;

 private:
  std::string attack_;   ///< the program, where a box sees it

  /// Overlayfs leaves folders that nobody may enter.
  void remove_closed(const std::string& folder) const {
    for (int i = 1; i <= transactions; ++i)
      for (const char* each : {"/w/work", "/w/work/incompat", "/w/work/incompat/volatile"})
        ::chmod((folder + "/" + std::to_string(i) + each).c_str(), 0700);
  }
};

/// A test with a world whose box can be started; skips where this machine forbids it, with the reason.
class BoxTest : public testing::Test {
 protected:
  void start() {
    const Probe& found = probed();
    if (found.mode > world.options.mode) GTEST_SKIP() << found.why;
    const auto started = world.start();
    ASSERT_TRUE(started) << started.error().what;
  }
  static const Probe& probed() {
    static const Probe found = [] {
      World here;
      return probe(here.options.helper, here.project, here.store);
    }();
    return found;
  }
  World world;
};

#define START_BOX()                                  \
  do {                                               \
    start();                                         \
    if (IsSkipped() || HasFatalFailure()) return;    \
  } while (false)

}  // namespace sandbox
