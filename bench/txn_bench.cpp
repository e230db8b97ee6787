// txn_bench [FOLDER]: plan, apply and undo of 10, 1,000 and 10,000 changed files (half modified, a
// quarter deleted, a quarter new) and of `rm -rf` of 30,000 files, beside a plain loop of renames and
// `cp -a` of the same files. In FOLDER, or the folder for temporary files. Best of several; the
// processor's time in brackets.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "base/file.h"
#include "txn/txn.h"

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void die(const std::string& what) {
  std::fprintf(stderr, "txn_bench: %s\n", what.c_str());
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

struct Best {
  double wall = 1e12, cpu = 1e12;
  void add(const std::function<void()>& work) {
    const double cpu_before = cpu_ms();
    const auto start = Clock::now();
    work();
    wall = std::min(wall, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    cpu = std::min(cpu, cpu_ms() - cpu_before);
  }
};

void show(const char* what, const Best& best) { std::printf("  %-26s %9.3f ms  (cpu %8.3f)\n", what, best.wall, best.cpu); }

void shell(const std::string& command) {
  if (std::system(command.c_str()) != 0) die("failed: " + command);
}

void write(const std::string& path, const std::string& bytes) {
  const base::Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!fd) die("cannot write " + path);
  must(base::write_all(fd.get(), bytes));
}

std::string file(int i) { return "d" + std::to_string(i / 100) + "/f" + std::to_string(i); }

class Bench {
 public:
  explicit Bench(const std::string& folder) : root_(folder + "/tree"), dir_(folder + "/store"), folder_(folder) {}

  void changed(int count, int rounds) {
    const std::string bytes(3000, 'x');
    for (int d = 0; d <= count / 100; ++d) must(base::make_dirs(root_ + "/d" + std::to_string(d)));
    for (int i = 0; i < count; ++i)
      if (i % 4 != 3) write(root_ + "/" + file(i), bytes);
    auto store = open();
    Best put, plan, apply, undo, redo, copy, renames;
    for (int round = 0; round < rounds; ++round) {
      std::vector<txn::Store::Write> writes;
      for (int i = 0; i < count; ++i) {
        if (i % 4 == 2) writes.push_back({file(i), {}, {}});
        else writes.push_back({file(i), bytes + std::to_string(round), {}});
      }
      std::uint64_t n = 0;
      put.add([&] {
        n = must(store->begin("bench", "bench"));
        must(store->put(n, writes));
      });
      plan.add([&] { must(store->plan(n)); });
      const std::string upper = store->upper(n);
      copy.add([&] { shell("cp -a " + upper + " " + folder_ + "/copy"); });
      must(base::remove_all(folder_ + "/copy"));
      apply.add([&] { check(store->apply(n)); });
      undo.add([&] { check(store->undo(n)); });
      redo.add([&] { check(store->redo(n)); });
      check(store->undo(n));
      must(store->drop(n));
      rename_loop(count, bytes, renames);
    }
    std::printf("%d changed files\n", count);
    show("begin + put", put);
    show("plan", plan);
    show("apply", apply);
    show("undo", undo);
    show("redo", redo);
    show("a loop of renames", renames);
    show("cp -a of the new versions", copy);
    store.reset();
    clear();
  }

  void removed(int count) {
    const std::string source = root_ + "/big";
    for (int i = 0; i < count; ++i) {
      if (i % 100 == 0) must(base::make_dirs(source + "/d" + std::to_string(i / 100)));
      write(source + "/" + file(i), "some bytes");
    }
    auto store = open();
    Best plan, apply, undo, redo, remove;
    for (int round = 0; round < 5; ++round) {
      const auto n = must(store->begin("bench", "rm -rf big"));
      if (::mknod((store->upper(n) + "/big").c_str(), S_IFCHR, makedev(0, 0)) != 0) die("cannot make a whiteout");
      plan.add([&] { must(store->plan(n)); });
      apply.add([&] { check(store->apply(n)); });
      undo.add([&] { check(store->undo(n)); });
      redo.add([&] { check(store->redo(n)); });
      check(store->undo(n));
      must(store->drop(n));
    }
    remove.add([&] { must(base::remove_all(source)); });
    std::printf("rm -rf of %d files\n", count);
    show("plan, all counted", plan);
    show("apply", apply);
    show("undo", undo);
    show("redo, looked through", redo);
    show("removing them", remove);
    store.reset();
    clear();
  }

 private:
  std::unique_ptr<txn::Store> open() {
    txn::StoreOptions options;
    options.root = root_;
    options.dir = dir_;
    return must(txn::Store::open(std::move(options)));
  }
  static void check(base::Result<txn::Outcome> outcome) {
    const auto done = must(std::move(outcome));
    if (!done.left.empty()) die(done.left[0].path + ": " + done.left[0].why);
  }
  // The least that putting so many files in place can cost.
  void rename_loop(int count, const std::string& bytes, Best& best) {
    const std::string from = folder_ + "/from", to = folder_ + "/to";
    must(base::make_dirs(from));
    must(base::make_dirs(to));
    for (int i = 0; i < count; ++i) write(from + "/" + std::to_string(i), bytes);
    best.add([&] {
      for (int i = 0; i < count; ++i)
        if (::rename((from + "/" + std::to_string(i)).c_str(), (to + "/" + std::to_string(i)).c_str()) != 0) die("rename");
    });
    must(base::remove_all(from));
    must(base::remove_all(to));
  }
  void clear() {
    must(base::remove_all(root_));
    must(base::remove_all(dir_));
  }

  std::string root_, dir_, folder_;
};

}  // namespace

int main(int argc, char** argv) {
  auto folder = base::TempDir::make("txn-bench-", argc > 1 ? argv[1] : "");
  if (!folder) die(folder.error().what);
  Bench bench(folder->path());
  bench.changed(10, 60);
  bench.changed(1000, 8);
  bench.changed(10'000, 2);
  bench.removed(30'000);
  return 0;
}
