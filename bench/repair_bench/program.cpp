#include "program.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "base/file.h"
#include "base/paths.h"
#include "io/process.h"

namespace bench {
namespace {

constexpr std::size_t k_patch_max = 64 << 10;
constexpr io::Millis k_copy_timeout{60000};
constexpr io::Millis k_check_timeout{600000};  ///< endless loops end sooner: main limits the CPU time

std::string after(const std::string& text, const std::string& word) {
  const auto at = text.find(word);
  if (at == std::string::npos) return {};
  const auto begin = at + word.size();
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// Runs of changed lines in a unified diff.
int places_in(const std::string& patch) {
  int places = 0;
  bool in_hunk = false, changed = false;
  for (std::size_t at = 0; at < patch.size();) {
    const auto end = std::min(patch.find('\n', at), patch.size());
    const std::string line = patch.substr(at, end - at);
    at = end + 1;
    if (line.rfind("--- ", 0) == 0) in_hunk = false;
    if (line.rfind("@@", 0) == 0) in_hunk = true;
    const bool is_change = in_hunk && !line.empty() && (line[0] == '+' || line[0] == '-') && line.rfind("--- ", 0) != 0;
    if (is_change && !changed) ++places;
    changed = is_change;
  }
  return places;
}

base::Result<Program> load(const std::string& folder) {
  Program program;
  program.folder = folder;
  program.name = std::string(base::file_name(folder));
  const std::string language(base::file_name(base::parent(folder)));
  const std::string above(base::file_name(base::parent(base::parent(folder))));
  program.set = above == "held" ? "held/" + language : language;
  TRY(const auto patch, base::read_file(base::join(folder, "fix.patch"), k_patch_max));
  program.bug = after(patch, "bug: ");
  program.edits = std::atoi(after(patch, "edits: ").c_str());
  if (program.bug.empty() || program.edits < 1)
    return base::fail(base::Code::invalid, folder + "/fix.patch: does not begin with the lines `bug: KIND` and `edits: NUMBER`");
  return program;
}

io::Task<base::Result<>> run(io::Loop& loop, std::vector<std::string> argv, std::string cwd) {
  io::ProcessSpec spec;
  spec.argv = std::move(argv);
  spec.cwd = std::move(cwd);
  spec.env = base::Env::of_process().all();
  const std::string what = spec.argv[0];
  CO_TRY(const auto done, co_await io::run_process(loop, std::move(spec), k_copy_timeout));
  if (done.status.code != 0) co_return base::fail(base::Code::io, what + ": " + done.out);
  co_return base::Result<>{};
}

struct Wanted {
  bool fixed, hidden, pass;
  const char* otherwise;  ///< what is wrong if it is not so
};
constexpr Wanted k_wanted[] = {
    {false, false, false, "its tests pass without the fix"},
    {false, true, false, "the hidden tests pass without the fix"},
    {true, false, true, "its tests fail with the fix"},
    {true, true, true, "the hidden tests fail with the fix"},
};

io::Task<base::Result<std::string>> unlike(io::Loop& loop, Program program, base::Env env, Wanted wanted, verify::Check check) {
  CO_TRY(const auto temp, base::TempDir::make());
  CO_TRY(const auto tree, co_await copy_program(loop, program.folder, base::join(temp.path(), "tree")));
  if (wanted.fixed) {
    std::vector<std::string> argv{"patch", "-s", "-p1", "--no-backup-if-mismatch", "-i", base::join(program.folder, "fix.patch")};
    CO_TRY_DO(co_await run(loop, std::move(argv), tree));
  }
  if (wanted.hidden) CO_TRY_DO(co_await add_hidden(loop, program.folder, tree));
  CO_TRY_DO(verify::settle_copy(tree));
  CO_TRY(const auto done, co_await verify::run_check(loop, check, tree, env, k_check_timeout));
  if (done.passed() == wanted.pass) co_return std::string();
  co_return std::string(wanted.otherwise) + (wanted.pass ? ":\n" + done.output : std::string());
}

}  // namespace

base::Result<std::vector<Program>> programs_in(const std::string& folder) {
  std::vector<Program> found;
  if (base::is_dir(base::join(folder, "hidden"))) {
    TRY(auto program, load(folder));
    found.push_back(std::move(program));
    return found;
  }
  std::vector<std::string> below;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.is_directory()) below.push_back(entry.path().string());
  if (error) return base::fail(base::Code::not_found, folder + ": " + error.message());
  std::sort(below.begin(), below.end());
  for (const auto& one : below) {
    TRY(auto programs, programs_in(one));
    for (auto& program : programs) found.push_back(std::move(program));
  }
  return found;
}

std::string missing_tool(const Program& program, const base::Env& env) {
  static const std::map<std::string, std::vector<std::string>> tools = {
      {"c", {"cmake", "make", "cc"}},   {"cpp", {"cmake", "make", "c++"}},      {"go", {"go"}},     {"java", {"javac", "java"}},
      {"javascript", {"node", "npm"}},  {"typescript", {"tsc", "node", "npm"}}, {"rust", {"cargo"}}, {"python", {"python3"}},
  };
  const auto language = tools.find(program.set.substr(program.is_held() ? 5 : 0));
  if (language == tools.end()) return {};
  const std::string path = env.get("PATH").value_or("");
  for (const auto& tool : language->second) {
    bool found = false;
    for (std::size_t at = 0; at <= path.size() && !found;) {
      const auto end = std::min(path.find(':', at), path.size());
      found = base::exists(base::join(path.substr(at, end - at), tool));
      at = end + 1;
    }
    if (!found) return tool;
  }
  return {};
}

io::Task<base::Result<std::string>> copy_program(io::Loop& loop, std::string folder, std::string into) {
  std::vector<std::string> argv{"cp", "-a", folder, into};
  CO_TRY_DO(co_await run(loop, std::move(argv), ""));
  CO_TRY_DO(base::remove_all(base::join(into, "hidden")));
  CO_TRY_DO(base::remove_all(base::join(into, "fix.patch")));
  co_return into;
}

io::Task<base::Result<>> add_hidden(io::Loop& loop, std::string folder, std::string copy) {
  std::vector<std::string> argv{"cp", "-a", base::join(folder, "hidden") + "/.", copy};
  CO_TRY_DO(co_await run(loop, std::move(argv), ""));
  CO_TRY_DO(verify::settle_copy(copy));
  co_return base::Result<>{};
}

io::Task<base::Result<std::string>> unsound(io::Loop& loop, Program program, base::Env env) {
  const auto check = verify::discover(program.folder, env);
  if (!check) co_return std::string("no check was found");
  CO_TRY(const auto patch, base::read_file(base::join(program.folder, "fix.patch"), k_patch_max));
  if (const int places = places_in(patch); places != program.edits)
    co_return "fix.patch changes " + std::to_string(places) + " places and says " + std::to_string(program.edits);
  for (const auto& wanted : k_wanted) {
    CO_TRY(const auto wrong, co_await unlike(loop, program, env, wanted, *check));
    if (!wrong.empty()) co_return wrong;
  }
  co_return std::string();
}

}  // namespace bench
