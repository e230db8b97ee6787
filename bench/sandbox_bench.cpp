// sandbox_bench [ROUNDS]: what a command in a box costs (`true`, from run() to the end of all of its
// processes) beside posix_spawn of the same and, where it is installed, bubblewrap with everything
// unshared. In turns, medians, as ratios: the machine's noise meets all of them.

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/file.h"
#include "io/loop.h"
#include "sandbox/box.h"

extern char** environ;

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void die(const std::string& what) {
  std::fprintf(stderr, "sandbox_bench: %s\n", what.c_str());
  std::exit(1);
}

template <class T>
T must(base::Result<T> result) {
  if (!result) die(result.error().what);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double ms_of(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void spawn(std::vector<const char*> words) {
  words.push_back(nullptr);
  pid_t pid = 0;
  if (::posix_spawnp(&pid, words[0], nullptr, nullptr, const_cast<char**>(words.data()), environ) != 0) die("posix_spawn");
  int status = 0;
  ::waitpid(pid, &status, 0);
  if (status != 0) die(std::string(words[0]) + " failed");
}

class Boxed {
 public:
  explicit Boxed(const std::string& root) : root_(root) {
    must(base::make_dirs(root + "/project"));
    must(base::make_dirs(root + "/store"));
    sandbox::BoxOptions options;
    options.helper = {PLUMB_TXD};
    options.project = root + "/project";
    options.store = root + "/store";
    start_ms = ms_of([&] { box_ = must(loop_.run(sandbox::Box::start(loop_, options))); });
  }
  sandbox::View next_view() {
    const std::string n = root_ + "/store/" + std::to_string(++number_);
    for (const char* each : {"/u", "/w"}) must(base::make_dirs(n + each));
    return {.kind = sandbox::View::Kind::overlay, .upper = n + "/u", .work = n + "/w"};
  }
  void prepare(const sandbox::View& view) { box_->prepare(view); }
  void run(const sandbox::View& view, std::vector<std::string> argv) {
    io::ProcessSpec spec;
    spec.argv = std::move(argv);
    spec.env = {{"PATH", "/usr/bin:/bin"}};
    spec.cwd = root_ + "/project";
    const auto process = must(loop_.run(box_->run(spec, view)));
    if (must(loop_.run(process->wait())).code != 0)
      die("a command in the box failed: " + must(loop_.run(process->read_out())));
  }
  double start_ms = 0;

 private:
  std::string root_;
  io::Loop loop_;
  std::unique_ptr<sandbox::Box> box_;
  int number_ = 0;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void measure(int rounds) {
  const auto temp = must(base::TempDir::make());
  Boxed boxed(temp.path());
  const bool has_bwrap = std::system("bwrap --version > /dev/null 2>&1") == 0;
  const std::string project = temp.path() + "/project";
  std::map<std::string, std::vector<double>> times;
  for (int i = 0; i < rounds; ++i) {
    times["1 posix_spawn"].push_back(ms_of([] { spawn({"true"}); }));
    const auto cold = boxed.next_view();
    times["3 box, cold"].push_back(ms_of([&] { boxed.run(cold, {"true"}); }));
    const auto warm = boxed.next_view();
    boxed.prepare(warm);
    ::usleep(10000);
    times["2 box, prepared"].push_back(ms_of([&] { boxed.run(warm, {"true"}); }));
    if (has_bwrap)
      times["4 bubblewrap"].push_back(ms_of([&] {
        spawn({"bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
               "--tmpfs", "/tmp", "--bind", project.c_str(), project.c_str(), "true"});
      }));
  }
  std::printf("start of a box: %.2f ms\n", boxed.start_ms);
  const double bare = median(times["1 posix_spawn"]);
  for (const auto& [name, values] : times)
    std::printf("%-18s median %7.3f ms   best %7.3f ms   %5.2f x posix_spawn\n", name.c_str() + 2, median(values),
                *std::min_element(values.begin(), values.end()), median(values) / bare);
  const double prepared = median(times["2 box, prepared"]) / bare, cold = median(times["3 box, cold"]) / bare;
  std::printf("goals: prepared %.2f (<= 2), cold %.2f (<= 4)", prepared, cold);
  if (has_bwrap) std::printf(", prepared / bubblewrap %.2f (<= 0.25)", prepared * bare / median(times["4 bubblewrap"]));
  std::printf("\n");
  // Each rename is looked at by the init of the box (folders, see src/sandbox/txd/rename.cpp).
  const std::string renames = "open F, q(>a); for (1..2000) { rename q(a), q(b); rename q(b), q(a) }";
  const double here = ms_of([&] { spawn({"sh", "-c", ("cd " + project + " && perl -e '" + renames + "'").c_str()}); });
  const auto view = boxed.next_view();
  const double there = ms_of([&] { boxed.run(view, {"perl", "-e", renames}); });
  std::printf("4,000 renames of a file: %.1f us each in the box, %.1f us outside\n", there / 4, here / 4);
}

}  // namespace

int main(int argc, char** argv) {
  measure(argc > 1 ? std::atoi(argv[1]) : 60);
  return 0;
}
