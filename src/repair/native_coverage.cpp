#include "native_coverage.h"

#include <algorithm>
#include <functional>
#include <set>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "code/walk.h"
#include "verify/verify.h"

namespace repair {
namespace {

constexpr std::string_view k_folder = "plumb-coverage";
constexpr io::Millis k_test_timeout{20000};
constexpr int k_test_cpu_s = 2;  ///< what counts leaves its counts then too
/// In front of each file: a test that spins is ended by SIGXCPU (24), and leaves its counts. The names are others
/// than those of the headers, which the file may include in its own way.
constexpr std::string_view k_dump = R"(#ifndef PLUMB_DUMP_
#define PLUMB_DUMP_
#ifdef __cplusplus
extern "C" {
#endif
extern void plumb_dump_(void) __asm__("__gcov_dump");
extern void plumb_end_(int) __asm__("_exit");
extern void* plumb_signal_(int, void (*)(int)) __asm__("signal");
#ifdef __cplusplus
}
#endif
static void plumb_over_(int number) {
  plumb_dump_();
  plumb_end_(128 + number);
}
__attribute__((constructor, unused)) static void plumb_watch_(void) { plumb_signal_(24, plumb_over_); }
#endif
)";
constexpr std::size_t k_files_max = 400;
constexpr std::size_t k_output_batch = 200;  ///< .gcda files of one call of gcov

void collect(const std::string& folder, std::string_view end, int depth,
             std::vector<std::string>& out) {
  const auto names = base::list_dir(folder);
  if (!names || depth == 0) return;
  for (const auto& name : *names) {
    const std::string path = base::join(folder, name);
    if (name.ends_with(end)) {
      out.push_back(path);
    } else if (base::is_dir(path)) {
      collect(path, end, depth - 1, out);
    }
  }
}

/// The gcov that belongs to the compiler of the cache.
std::string gcov_of(const std::string& cache, const base::Env& env) {
  const auto value = [&](const std::string& key) {
    const auto at = cache.find("\n" + key + ":");
    if (at == std::string::npos) return std::string();
    const auto equals = cache.find('=', at);
    return cache.substr(equals + 1, cache.find('\n', equals) - equals - 1);
  };
  std::string compiler = value("CMAKE_CXX_COMPILER");
  if (compiler.empty()) compiler = value("CMAKE_C_COMPILER");
  const auto exists = [&](const std::string& program) {
    const std::string path = env.get("PATH").value_or("");
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t end = std::min(path.find(':', at), path.size());
      if (base::exists(base::join(path.substr(at, end - at), program))) return true;
      at = end + 1;
    }
    return false;
  };
  const std::string name(base::file_name(compiler));
  const auto dash = name.rfind('-');
  const std::string version = dash != std::string::npos && dash + 1 < name.size() &&
                                      name[dash + 1] >= '0' && name[dash + 1] <= '9'
                                  ? name.substr(dash)
                                  : "";
  if (name.find("clang") != std::string::npos) {
    for (const auto& program : {"llvm-cov" + version, std::string("llvm-cov")})
      if (exists(program)) return program + " gcov";
    return {};
  }
  for (const auto& program : {"gcov" + version, std::string("gcov")})
    if (exists(program)) return program;
  return {};
}

std::string quoted(const std::string& word) {
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? "'\\''" : std::string(1, c);
  return out + "'";
}

/// The test as it is in the other build folder.
NativeTest moved(NativeTest test, const std::string& from, const std::string& to) {
  const auto move = [&](std::string& text) {
    const auto at = text.find(from);
    if (at != std::string::npos) text.replace(at, from.size(), to);
  };
  for (auto& word : test.argv) move(word);
  move(test.cwd);
  return test;
}

bool is_native_file(std::string_view path) {
  const auto language = code::language_of(path);
  return language && (*language == code::Language::c || *language == code::Language::cpp);
}

/// Identifiers of a text.
std::set<std::string, std::less<>> words_of(std::string_view text) {
  std::set<std::string, std::less<>> words;
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end > i) words.emplace(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  return words;
}

std::string last_part(const std::string& name) {
  const auto at = name.rfind("::");
  return at == std::string::npos ? name : name.substr(at + 2);
}

Coverage guess(const std::string& tree, const std::vector<std::string>& failing,
               std::stop_token stop) {
  Coverage coverage;
  code::WalkOptions options;
  const auto walked = code::walk(tree, options, stop);
  if (!walked) return coverage;
  std::vector<Source> sources;
  std::set<std::string, std::less<>> mentioned;
  for (const auto& entry : walked->entries) {
    const bool is_made = entry.path.find("CMakeFiles/") != std::string::npos || entry.path.starts_with(k_folder);
    if (entry.kind != code::Kind::file || is_made || !is_native_file(entry.path) || sources.size() >= k_files_max)
      continue;
    if (is_protected(entry.path)) {
      if (const auto text = base::read_file(base::join(tree, entry.path), k_source_max))
        mentioned.merge(words_of(*text));
    } else if (auto source = Source::load(tree, entry.path)) {
      sources.push_back(*std::move(source));
    }
  }
  CoveredLines lines;
  std::set<std::pair<std::size_t, std::size_t>> chosen;
  for (int level = 0; level < 3; ++level) {
    std::set<std::string, std::less<>> next;
    for (std::size_t s = 0; s < sources.size(); ++s)
      for (std::size_t u = 0; u < sources[s].units().size(); ++u) {
        const Unit& unit = sources[s].units()[u];
        if (!mentioned.contains(last_part(unit.name)) || !chosen.insert({s, u}).second) continue;
        for (std::size_t line = unit.line; line <= unit.end_line; ++line)
          lines[sources[s].path()].push_back(line);
        next.merge(words_of(sources[s].text_of(unit.body)));
      }
    mentioned = std::move(next);
  }
  for (auto& [file, list] : lines) std::sort(list.begin(), list.end());
  for (const auto& name : failing) coverage.tests.push_back({name, true, lines});
  return coverage;
}

}  // namespace

CoveredLines read_gcov(std::string_view text, const std::string& tree) {
  CoveredLines lines;
  std::vector<std::size_t>* file = nullptr;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    const std::string_view line = text.substr(from, to - from);
    from = to + 1;
    const auto first = line.find(':');
    if (first == std::string_view::npos) continue;
    const auto second = line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    std::string_view count = line.substr(0, first);
    count.remove_prefix(std::min(count.find_first_not_of(' '), count.size()));
    std::size_t number = 0;
    for (const char c : line.substr(first + 1, second - first - 1))
      if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::size_t>(c - '0');
    if (number == 0) {
      if (!line.substr(second + 1).starts_with("Source:")) continue;
      const std::string path = base::normalize(line.substr(second + 8));
      file = nullptr;
      if (!path.starts_with('/')) {
        if (!path.starts_with("..")) file = &lines[path];
      } else if (base::is_within(path, tree)) {
        file = &lines[base::relative(path, tree)];
      }
      continue;
    }
    if (file != nullptr && !count.empty() && count[0] >= '1' && count[0] <= '9')
      file->push_back(number);
  }
  for (auto at = lines.begin(); at != lines.end();) {
    auto& list = at->second;
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    at = list.empty() ? lines.erase(at) : std::next(at);
  }
  return lines;
}

io::Task<base::Result<Coverage>> measure_coverage(io::Launcher launcher, std::string tree,
                                                  NativeBuild build, std::vector<NativeTest> tests,
                                                  base::Env env, io::Millis budget) {
  Coverage coverage;
  if (!build.is_ctest) co_return coverage;
  const auto deadline = base::steady_ms() + budget.count();
  const auto left = [&] {
    return io::Millis(std::max<std::int64_t>(1, deadline - base::steady_ms()));
  };
  const std::string folder = base::join(tree, k_folder);
  CO_TRY_DO(base::make_dirs(folder));
  const auto cache =
      base::read_file(base::join(tree, build.folder + "/CMakeCache.txt"), std::size_t{4} << 20);
  if (!cache) co_return coverage;
  const std::string gcov = gcov_of(*cache, env);
  if (gcov.empty()) co_return coverage;
  const std::string name(k_folder);
  const std::string hook = base::join(folder, "plumb_dump.h");
  CO_TRY_DO(base::write_file(hook, k_dump));
  const std::string flags = "'--coverage -O0 -include \"" + hook + "\"'";
  const std::string configure = "cmake -S . -B " + name + " -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS=" + flags +
                                " -DCMAKE_C_FLAGS=" + flags;
  const std::string build_all = "cmake --build " + name + " -j 2";
  // One program after the other, where that can be done: so the failing tests are measured whatever the rest takes.
  const bool one_by_one = std::none_of(tests.begin(), tests.end(), [](const NativeTest& test) { return test.target.empty(); });
  std::vector<std::string> command{"/bin/sh", "-c", one_by_one ? configure : configure + " && " + build_all};
  CO_TRY(const auto built, co_await shell_run(launcher, std::move(command), tree, env, left()));
  if (built.code != 0) co_return coverage;
  for (const auto& test : tests) {
    if (base::steady_ms() >= deadline) break;
    if (one_by_one) {
      std::vector<std::string> one{"/bin/sh", "-c", build_all + " --target " + test.target};
      CO_TRY(const auto ready, co_await shell_run(launcher, std::move(one), tree, env, left()));
      if (ready.code != 0) continue;  // less is known of this test
    }
    std::vector<std::string> data;
    collect(folder, ".gcda", 12, data);
    for (const auto& path : data) CO_TRY_DO(base::remove_all(path));
    auto there = moved(test, base::join(tree, build.folder), folder);
    base::Env test_env = env;
    for (const auto& [key, value] : there.env) test_env.set(key, value);
    std::vector<std::string> run{"/bin/sh", "-c", "ulimit -c 0; ulimit -S -t " + std::to_string(k_test_cpu_s) + "; ulimit -H -t " +
                                                      std::to_string(k_test_cpu_s + 2) + "; exec \"$@\"", "sh"};
    run.insert(run.end(), there.argv.begin(), there.argv.end());
    CO_TRY(const auto ran,
           co_await shell_run(launcher, std::move(run), there.cwd, std::move(test_env), std::min(left(), k_test_timeout)));
    data.clear();
    collect(folder, ".gcda", 12, data);
    Covered covered;
    covered.test = test.name;
    covered.failed = (ran.code != 0) != test.will_fail;
    for (std::size_t i = 0; i < data.size(); i += k_output_batch) {
      std::string line = gcov + " -t";
      for (std::size_t j = i; j < std::min(data.size(), i + k_output_batch); ++j)
        line += " " + quoted(data[j]);
      std::vector<std::string> read{"/bin/sh", "-c", line + " 2>/dev/null"};
      io::ProcessSpec spec;
      spec.argv = std::move(read);
      spec.cwd = folder;
      spec.env = env.all();
      const auto output =
          co_await io::run_process(launcher, std::move(spec), left(), std::size_t{32} << 20);
      if (!output) {
        if (output.error().code == base::Code::cancelled) co_return base::fail(output.error());
        continue;  // less is known of this test
      }
      for (auto& [file, found] : read_gcov(output->out, tree)) {
        if (file.starts_with(k_folder)) continue;  // what was put in front of each file
        auto& all = covered.lines[file];
        all.insert(all.end(), found.begin(), found.end());
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
      }
    }
    coverage.tests.push_back(std::move(covered));
  }
  co_return coverage;
}

io::Task<base::Result<Coverage>> guess_coverage(std::string tree,
                                                std::vector<std::string> failing) {
  std::function<Coverage(std::stop_token)> work = [&](std::stop_token stop) {
    return guess(tree, failing, stop);
  };
  co_return co_await io::offload(std::move(work));
}

}  // namespace repair
