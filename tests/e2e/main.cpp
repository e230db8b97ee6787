// scenario_test --plumb PROGRAM [--wire W] [--update] [--keep] [--show] [-j N] FILE|FOLDER...
// Plays scenarios; exit 0 = all as expected, 1 = not, 2 = usage.

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "base/file.h"
#include "base/paths.h"
#include "play.h"
#include "stage.h"

namespace {

struct Job {
  std::string path, text, wire;
  e2e::Outcome outcome;
};

int usage() {
  std::fputs("usage: scenario_test --plumb PROGRAM [--wire WIRE] [--update] [--keep] [--show] [-j N] FILE|FOLDER...\n",
             stderr);
  return 2;
}

void collect(const std::string& path, std::vector<std::string>& out) {
  if (!base::is_dir(path)) {
    out.push_back(path);
    return;
  }
  const auto names = base::list_dir(path);
  for (const auto& name : names ? *names : std::vector<std::string>()) {
    const auto inner = base::join(path, name);
    if (base::is_dir(inner) || base::extension(name) == ".txt") collect(inner, out);
  }
}

bool update(std::vector<Job>& jobs) {
  // All wires must agree, so one of them speaks: the first that differs. The next run shows the rest.
  std::string done;
  bool any = false;
  for (auto& job : jobs) {
    if (job.outcome.rewrites.empty() || job.path == done) continue;
    const auto text = e2e::rewritten(job.text, job.outcome.rewrites);
    if (auto written = base::write_file(job.path, text); !written) {
      std::fprintf(stderr, "%s\n", written.error().what.c_str());
      continue;
    }
    std::printf("updated %s from its %s run\n", job.path.c_str(), job.wire.c_str());
    done = job.path;
    any = true;
  }
  return any;
}

}  // namespace

int main(int argc, char** argv) {
  e2e::PlayOptions options;
  std::string wire;
  bool rewrite = false;
  unsigned threads = 2;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    const bool more = i + 1 < argc;
    if (arg == "--plumb" && more) options.plumb = base::absolute(argv[++i]);
    else if (arg == "--wire" && more) wire = argv[++i];
    else if (arg == "-j" && more) threads = static_cast<unsigned>(std::max(1, std::atoi(argv[++i])));
    else if (arg == "--update") rewrite = true;
    else if (arg == "--keep") options.keep = true;
    else if (arg == "--show") options.show = true;
    else if (arg.starts_with("-")) return usage();
    else collect(std::string(arg), paths);
  }
  if (options.plumb.empty() || paths.empty()) return usage();
  if (!base::exists(options.plumb)) {
    std::fprintf(stderr, "scenario_test: there is no %s: build the program first\n", options.plumb.c_str());
    return 2;
  }
  e2e::own_mounts();

  std::vector<Job> jobs;
  for (const auto& path : paths) {
    auto text = base::read_file(path);
    auto wires = text ? e2e::wires_of(path, *text) : base::Result<std::vector<std::string>>(tl::unexpected(text.error()));
    if (!wires) {
      std::fprintf(stderr, "%s\n", wires.error().what.c_str());
      return 1;
    }
    for (const auto& one : *wires)
      if (wire.empty() || wire == one) jobs.push_back({path, *text, one, {}});
  }
  std::atomic<std::size_t> next{0};
  std::mutex print;
  int failed = 0, skipped = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size(); i = next++) {
      Job& job = jobs[i];
      job.outcome = e2e::play(job.path, job.text, job.wire, options);
      const std::lock_guard lock(print);
      if (!job.outcome.skipped.empty()) {
        ++skipped;
        std::printf("SKIP %s [%s]: %s\n", job.path.c_str(), job.wire.c_str(), job.outcome.skipped.c_str());
      } else if (!job.outcome.failures.empty()) {
        ++failed;
        std::printf("FAIL %s [%s]\n", job.path.c_str(), job.wire.c_str());
        for (const auto& failure : job.outcome.failures) std::printf("%s\n", failure.c_str());
        if (!job.outcome.kept.empty()) std::printf("kept: %s\n", job.outcome.kept.c_str());
      }
      std::fflush(stdout);
    }
  };
  std::vector<std::thread> pool;
  for (unsigned i = 0; i < threads; ++i) pool.emplace_back(work);
  for (auto& thread : pool) thread.join();
  std::printf("%zu played, %d failed, %d skipped\n", jobs.size(), failed, skipped);
  if (rewrite && update(jobs)) return 0;
  return failed == 0 ? 0 : 1;
}
