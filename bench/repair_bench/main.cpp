// repair_bench: how many programs of a set the model builtin mends, how many rightly by tests that it did not
// see, and how fast. With --check: whether the programs themselves are as they say.

#include <fmt/format.h>
#include <sys/resource.h>

#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/paths.h"
#include "cpu_time.h"
#include "measure.h"
#include "table.h"

namespace {

constexpr const char* k_usage =
    "repair_bench [--check] [--json] [--seconds N] [-j N] [--verbose] FOLDER...\n"
    "  FOLDER       a program of bench/repair, or a folder above some\n"
    "  --check      repair nothing: are the tests red, green with fix.patch, and the hidden ones too?\n"
    "  --json       one JSON document on stdout, lines and table on stderr\n"
    "  --seconds N  wall time of a search (60)\n"
    "  -j N         copies in which edits are tried side by side (2)\n"
    "  --verbose    progress and diffs\n"
    "Exit code: 0, with --check 1 if a program is not sound; 77 if no program's tools are installed; 2 for bad words.\n";
constexpr int k_skipped = 77;
constexpr rlim_t k_check_cpu_s = 20;  ///< of each process that a check of the set starts: endless loops

struct Words {
  bench::Settings settings;
  bool check = false, json = false;
  std::vector<std::string> folders;
  std::string wrong;
};

int number_of(const char* word) {
  char* end = nullptr;
  const long number = word == nullptr ? 0 : std::strtol(word, &end, 10);
  return word != nullptr && *end == '\0' && number > 0 && number < 100000 ? static_cast<int>(number) : 0;
}

Words read_words(int argc, char** argv) {
  Words words;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const char* next = i + 1 < argc ? argv[i + 1] : nullptr;
    if (word == "--check") {
      words.check = true;
    } else if (word == "--json") {
      words.json = true;
    } else if (word == "--verbose") {
      words.settings.verbose = true;
    } else if (word == "--seconds" || word == "-j") {
      const int number = number_of(next);
      if (number == 0) words.wrong = word + ": wants a number above 0";
      if (word == "-j")
        words.settings.workers = static_cast<std::size_t>(number);
      else
        words.settings.seconds = number;
      ++i;
    } else if (word.rfind('-', 0) == 0) {
      words.wrong = word + ": no such option";
    } else {
      words.folders.push_back(base::absolute(word));
    }
  }
  if (words.folders.empty() && words.wrong.empty()) words.wrong = "no folder is named";
  return words;
}

std::string load_text() {
  double load[3] = {0, 0, 0};
  ::getloadavg(load, 3);
  return fmt::format("{:.1f}, {:.1f}, {:.1f}", load[0], load[1], load[2]);
}

int check_all(io::Loop& loop, const std::vector<bench::Program>& programs, const base::Env& env) {
  const rlimit limit{k_check_cpu_s, k_check_cpu_s + 1};
  ::setrlimit(RLIMIT_CPU, &limit);  // what is started inherits it; this process itself needs less than a second
  int bad = 0;
  for (const auto& program : programs) {
    const auto wrong = loop.run(bench::unsound(loop, program, env));
    const std::string why = wrong ? *wrong : "could not be checked: " + wrong.error().what;
    if (!why.empty()) ++bad;
    fmt::print("{:<5} {}/{}{}\n", why.empty() ? "ok" : "WRONG", program.set, program.name, why.empty() ? "" : ": " + why);
    std::fflush(stdout);
  }
  fmt::print("{} of {} programs are sound\n", static_cast<int>(programs.size()) - bad, programs.size());
  return bad == 0 ? 0 : 1;
}

int measure_all(io::Loop& loop, const std::vector<bench::Program>& programs, const base::Env& env, const Words& words) {
  bench::adopt_orphans();
  FILE* text = words.json ? stderr : stdout;
  const std::string load_before = load_text();
  std::vector<bench::Measured> all;
  for (const auto& program : programs) {
    all.push_back(loop.run(bench::measure(loop, program, env, words.settings)));
    fmt::print(text, "{}\n", line_of(all.back()));
    std::fflush(text);
  }
  fmt::print(text, "\n{}", table_of(all));
  fmt::print(text, "{} s a program, {} workers; load average before: {}; after: {}\n", words.settings.seconds, words.settings.workers,
             load_before, load_text());
  if (words.json) {
    auto document = json_of(all);
    document["seconds"] = words.settings.seconds;
    document["workers"] = words.settings.workers;
    document["load_before"] = load_before;
    document["load_after"] = load_text();
    fmt::print("{}\n", json::dump(json::Value(std::move(document))));
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const Words words = read_words(argc, argv);
  if (!words.wrong.empty()) {
    fmt::print(stderr, "repair_bench: {}\n{}", words.wrong, k_usage);
    return 2;
  }
  const auto env = base::Env::of_process();
  std::vector<bench::Program> programs;
  for (const auto& folder : words.folders) {
    auto found = bench::programs_in(folder);
    if (!found) {
      fmt::print(stderr, "repair_bench: {}\n", found.error().what);
      return 2;
    }
    for (auto& program : *found) {
      const std::string tool = bench::missing_tool(program, env);
      if (tool.empty())
        programs.push_back(std::move(program));
      else
        fmt::print(stderr, "skipped: {}/{}: {} is not installed\n", program.set, program.name, tool);
    }
  }
  if (programs.empty()) return k_skipped;
  io::Loop loop;
  return words.check ? check_all(loop, programs, env) : measure_all(loop, programs, env, words);
}
