// workspace_bench [FILES...]: snapshots of trees of that many files (default 5000 50000), beside
// `cp -a` of the same tree (its processor time is not ours to tell); what a command, an undo and a
// copy cost. Best of a few.

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include "base/file.h"
#include "base/paths.h"
#include "io/loop.h"
#include "workspace/workspace.h"

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void die(const std::string& what) {
  std::fprintf(stderr, "workspace_bench: %s\n", what.c_str());
  std::exit(1);
}

template <class T>
T must(base::Result<T> result) {
  if (!result) die(result.error().what);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// On a busy machine the wall's clock says more about the neighbours: the processor's own is told too.
struct Cost {
  double wall = 0, cpu = 0;
};

double cpu_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

Cost ms_of(const std::function<void()>& work) {
  const auto start = Clock::now();
  const double cpu = cpu_ms();
  work();
  return {std::chrono::duration<double, std::milli>(Clock::now() - start).count(), cpu_ms() - cpu};
}

void row(const std::string& what, Cost cost) {
  std::printf("  %-46s %9.2f ms   cpu %9.2f ms\n", what.c_str(), cost.wall, cost.cpu);
}

// 20 files a folder, 2 to 18 KB each, no two alike.
void make_tree(const std::string& root, int files) {
  for (int i = 0; i < files; ++i) {
    const std::string folder =
        root + "/module" + std::to_string(i / 400) + "/part" + std::to_string(i / 20 % 20);
    if (i % 20 == 0) must(base::make_dirs(folder));
    std::string bytes = "file " + std::to_string(i) + "\n";
    bytes.resize(2000 + static_cast<std::size_t>(i) * 7919 % 16000, 'x');
    must(base::write_file(folder + "/file" + std::to_string(i) + ".cpp", bytes));
  }
}

void measure(int files) {
  const auto temp = must(base::TempDir::make());
  const std::string root = temp.path() + "/project";
  must(base::make_dirs(root));
  make_tree(root, files);
  ::usleep(50000);
  std::printf("%d files\n", files);
  const std::string copy = "cp -a " + root + " " + temp.path() + "/cp";
  row("cp -a", ms_of([&] {
        if (std::system(copy.c_str()) != 0) die("cp failed");
      }));
  must(base::remove_all(temp.path() + "/cp"));

  io::Loop loop;
  workspace::Options options;
  options.root = root;
  options.session_dir = temp.path() + "/state/one";
  options.store_dir = temp.path() + "/state/store";
  auto project = must(workspace::Workspace::open(options));
  int id = 0;
  const auto begin = [&] { must(loop.run(project->before_command(std::to_string(++id), "c"))); };
  const auto end = [&] { return must(loop.run(project->after_command())); };
  const auto best = [&](int rounds, const std::function<void()>& prepare,
                        const std::function<void()>& work) {
    Cost out{1e9, 1e9};
    for (int i = 0; i < rounds; ++i) {
      prepare();
      const Cost cost = ms_of(work);
      out = {std::min(out.wall, cost.wall), std::min(out.cpu, cost.cpu)};
    }
    return out;
  };
  row("first snapshot (reads and keeps everything)", ms_of(begin));
  row("after a command that did nothing", ms_of([&] { end(); }));
  row("before the next command", best(5, [] {}, [&] { begin(); }));
  const std::string one = root + "/module0/part0/file1.cpp";
  row("after a command that changed one file",
      best(5, [&] { begin(); must(base::write_file(one, "changed " + std::to_string(++id))); },
           [&] { end(); }));
  row("undo of it", best(1, [] {}, [&] { must(project->undo(project->steps().back().id)); }));
  begin();
  must(base::remove_all(root + "/module0"));
  const auto removed = end().effects.size();
  row("undo of rm -rf of " + std::to_string(removed) + " entries",
      ms_of([&] { must(project->undo(project->steps().back().id)); }));
  row("one edit by a tool",
      best(20, [] {}, [&] {
        must(project->write("e", "edit", {{.path = one, .bytes = "edit " + std::to_string(++id)}}));
      }));
  row("hash of the tree", best(3, [] {}, [&] { must(loop.run(project->tree_hash())); }));
  row("copy of the tree (fork)", ms_of([&] {
        must(loop.run(project->fork(workspace::Workspace::Tree::now, temp.path() + "/fork", false)));
      }));
  options.session_dir = temp.path() + "/state/two";
  project = must(workspace::Workspace::open(options));
  row("first snapshot of the project's next session", ms_of(begin));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1) {
    measure(5000);
    measure(50000);
  }
  for (int i = 1; i < argc; ++i) measure(std::atoi(argv[i]));
  return 0;
}
