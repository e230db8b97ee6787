// fork_bench [FILES...]: what a fork of a tree of that many files costs (default 100 and 50000: it must not
// matter) beside the mkdirs that it cannot do without, what the first command in it costs beside the same
// command bare, and what reading its effects costs. In turns; median and best; the processor's own time of
// this process in brackets. In TMPDIR. (ext4 looks long for free inodes for some seconds after many files
// were deleted: then the mkdirs cost ten times as much, and the fork with them.)

#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "io/loop.h"
#include "sandbox/box.h"
#include "workspace/workspace.h"

extern char** environ;

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void die(const std::string& what) {
  std::fprintf(stderr, "fork_bench: %s\n", what.c_str());
  std::exit(1);
}

template <class T>
T must(base::Result<T> result) {
  if (!result) die(result.error().what);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double cpu_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

class Times {
 public:
  void add(const std::function<void()>& work) {
    const double cpu = cpu_ms();
    const auto start = Clock::now();
    work();
    wall_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    cpu_.push_back(cpu_ms() - cpu);
  }
  void show(const char* what) {
    std::sort(wall_.begin(), wall_.end());
    std::sort(cpu_.begin(), cpu_.end());
    std::printf("  %-34s median %8.3f ms   best %8.3f ms  (cpu %7.3f)\n", what, wall_[wall_.size() / 2], wall_.front(),
                cpu_[cpu_.size() / 2]);
  }

 private:
  std::vector<double> wall_, cpu_;
};

void make_tree(const std::string& root, int files) {
  for (int i = 0; i < files; ++i) {
    const std::string folder = root + "/d" + std::to_string(i / 1000) + "/e" + std::to_string(i / 100 % 10);
    if (i % 100 == 0) must(base::make_dirs(folder));
    must(base::write_file(folder + "/f" + std::to_string(i), std::to_string(i) + "\n"));
  }
}

void spawn_bare() {
  const char* words[] = {"true", nullptr};
  pid_t pid = 0;
  if (::posix_spawnp(&pid, "true", nullptr, nullptr, const_cast<char**>(words), environ) != 0) die("posix_spawn");
  ::waitpid(pid, nullptr, 0);
}

void measure(int files, int rounds) {
  const auto temp = must(base::TempDir::make());
  const std::string root = temp.path() + "/project";
  must(base::make_dirs(root));
  make_tree(root, files);
  io::Loop loop;
  workspace::Options options;
  options.root = root;
  options.session_dir = temp.path() + "/state/one";
  options.store_dir = temp.path() + "/state/store";
  options.transactions = true;
  options.hold_all = true;
  const auto project = must(workspace::Workspace::open(options));
  sandbox::BoxOptions how;
  how.helper = {PLUMB_TXD};
  how.project = root;
  how.store = options.session_dir + "/txn";
  const auto box = must(loop.run(sandbox::Box::start(loop, how)));

  Times bare, fork, first, read, least;
  for (int i = 0; i < rounds; ++i) {
    bare.add(spawn_bare);
    const std::string folder = temp.path() + "/least" + std::to_string(i);
    least.add([&] {
      for (const char* each : {"", "/u", "/w"}) ::mkdir((folder + each).c_str(), 0755);
      must(base::write_file(folder + "/meta", "some bytes"));
    });
    workspace::Workspace::Command view;
    fork.add([&] { view = must(loop.run(project->before_command(std::to_string(i), "fork"))); });
    first.add([&] {
      io::ProcessSpec spec;
      spec.argv = {"true"};
      spec.env["PATH"] = "/usr/bin:/bin";
      spec.cwd = root;
      const auto process = must(loop.run(box->run(std::move(spec), view.view)));
      must(loop.run(process->wait()));
    });
    read.add([&] { must(loop.run(project->after_command(view.number))); });
  }
  std::printf("%d files, %d forks\n", files, rounds);
  bare.show("posix_spawn of true");
  least.show("three mkdirs and a file");
  fork.show("fork");
  first.show("true in it, not prepared");
  read.show("reading its effects (none)");
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int k_rounds = 100;
  if (argc == 1) {
    measure(100, k_rounds);
    measure(50000, k_rounds);
  }
  for (int i = 1; i < argc; ++i) measure(std::atoi(argv[i]), k_rounds);
  return 0;
}
