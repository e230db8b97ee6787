// Searches of a tree by code::search and by ripgrep, in turns, each as a process of its own that
// writes "path:line:text" to a file. Says how long both took and how many lines they found.
//   search_bench [ROOT] [ROUNDS]          the comparison
//   search_bench --one PATTERN ROOT FLAGS one search; FLAGS: i ignore case, w words, F literal, or
//   -
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <vector>

#include "base/file.h"
#include "code/search.h"
#include "text/lines.h"

extern char** environ;

namespace {

struct Query {
  const char* pattern;
  const char* flags;
};

constexpr Query k_queries[] = {
    {"PROT_EXEC", "F"},
    {"there_is_no_such_word_in_it", "F"},
    {"template", "F"},
    {"std::unique_ptr", "F"},
    {"unique_ptr<[A-Z]\\w+>", "-"},
    {"EINTR|ENOTCONN|ETIMEDOUT", "-"},
    {"mutex_(un)?lock\\s*\\(", "-"},
    {"mutex", "iF"},
    {"allocator", "wF"},
    {"^#\\s*define\\s+[A-Z_]+_MAX\\b", "-"},
    {"[A-Z]{10,}_[0-9]{3}", "-"},
    {"\\bstruct\\s+\\w+\\s*\\{$", "-"},
};

struct Run {
  double wall_ms = 0, cpu_ms = 0;
  std::size_t lines = 0;
  bool ok = false;
};

Run run(std::vector<std::string> command, const std::string& output) {
  std::vector<char*> argv;
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  pid_t pid = 0;
  const auto start = std::chrono::steady_clock::now();
  const int failed = ::posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  Run out;
  if (failed != 0) return out;
  int status = 0;
  rusage used{};
  ::wait4(pid, &status, 0, &used);
  out.wall_ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
  };
  out.cpu_ms = ms(used.ru_utime) + ms(used.ru_stime);
  out.ok = WIFEXITED(status) && WEXITSTATUS(status) < 2;
  if (const auto bytes = base::read_file(output)) out.lines = text::count_lines(*bytes);
  return out;
}

int one(const std::string& pattern, const std::string& root, const std::string& flags) {
  code::SearchQuery query;
  query.pattern = pattern;
  if (flags.find('F') != std::string::npos) query.syntax = code::Syntax::literal;
  if (flags.find('i') != std::string::npos) query.letters = code::Case::insensitive;
  query.whole_words = flags.find('w') != std::string::npos;
  query.matches_max = 100'000'000;
  query.line_max = 1'000'000;
  const auto result = code::search(root, query);
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().what.c_str());
    return 2;
  }
  fmt::memory_buffer out;
  for (const auto& file : result->files) {
    for (const auto& line : file.lines)
      fmt::format_to(std::back_inserter(out), "{}/{}:{}:{}\n", root, file.path, line.number,
                     line.text);
    if (out.size() < 65536 && &file != &result->files.back()) continue;
    if (!base::write_all(1, {out.data(), out.size()})) return 2;
    out.clear();
  }
  return result->files.empty() ? 1 : 0;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int compare(const std::string& root, int rounds) {
  const auto dir = base::TempDir::make();
  if (!dir) return 2;
  if (!run({"rg", "--version"}, dir->path() + "/out").ok) {
    std::puts("search: ripgrep (rg) is not installed: nothing to compare with");
    return 0;
  }
  fmt::print("search of {}, median of {} runs, ms (wall / cpu of both threads)\n", root, rounds);
  fmt::print("{:<32} {:>17} {:>17} {:>6} {:>6}  lines\n", "pattern", "plumb", "rg", "wall x",
             "cpu x");
  double worst = 0;
  for (const Query& query : k_queries) {
    std::vector<double> ours, theirs, our_cpu, their_cpu;
    Run a, b;
    for (int i = 0; i <= rounds; ++i) {
      std::vector<std::string> rg = {"rg", "--no-config",  "--no-messages",
                                     "-n", "--no-heading", "--color=never"};
      for (const char flag : std::string(query.flags))
        if (flag != '-') rg.push_back(std::string("-") + flag);
      rg.insert(rg.end(), {"-e", query.pattern, root});
      a = run({"/proc/self/exe", "--one", query.pattern, root, query.flags}, dir->path() + "/a");
      b = run(rg, dir->path() + "/b");
      if (i == 0) continue;  // warms the page cache
      ours.push_back(a.wall_ms), our_cpu.push_back(a.cpu_ms);
      theirs.push_back(b.wall_ms), their_cpu.push_back(b.cpu_ms);
    }
    const double ratio = median(our_cpu) / median(their_cpu);
    worst = std::max(worst, ratio);
    fmt::print("{:<32} {:>8.0f} {:>8.0f} {:>8.0f} {:>8.0f} {:>6.2f} {:>6.2f}  {}{}\n",
               std::string(query.pattern) + " -" + query.flags, median(ours), median(our_cpu),
               median(theirs), median(their_cpu), median(ours) / median(theirs), ratio, a.lines,
               a.lines == b.lines ? "" : fmt::format(" (rg: {})", b.lines));
    std::fflush(stdout);
  }
  fmt::print("worst cpu ratio {:.2f}\n", worst);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 5 && std::string(argv[1]) == "--one") return one(argv[2], argv[3], argv[4]);
  return compare(argc > 1 ? argv[1] : "/usr/include",
                 argc > 2 ? std::max(1, std::atoi(argv[2])) : 5);
}
