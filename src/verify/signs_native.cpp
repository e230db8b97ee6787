// CMake, meson, make.

#include "base/file.h"
#include "base/paths.h"
#include "cmake_cache.h"
#include "output_lines.h"
#include "signs.h"

namespace verify {
namespace {

bool names_tests(const std::string& cmake) {
  return cmake.find("enable_testing") != std::string::npos ||
         cmake.find("include(CTest)") != std::string::npos ||
         cmake.find("add_test(") != std::string::npos;
}

/// A configured build folder of this very place, else a name that is free.
std::string build_folder(const Project& project) {
  const std::string root = base::absolute(project.root);
  const auto configured = build_folders(root);
  for (const auto& build : configured)
    if (build.source == root && build.place == base::join(root, build.name)) return build.name;
  const auto held = base::list_dir(base::join(root, "build"));
  const bool taken = held && !held->empty();
  return taken ? "build-check" : "build";
}

constexpr const char* k_makefiles[] = {"GNUmakefile", "makefile", "Makefile"};
constexpr const char* k_make_targets[] = {"check", "test", "tests"};

/// Recipe and prerequisites of `target`, and the recipes of those: at most `budget` targets.
void add_recipe(const OutputLines& lines, std::string_view target, int depth, int& budget,
                std::string& out) {
  if (--budget < 0) return;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto colon = lines[i].find(':');
    if (colon == std::string_view::npos || lines[i].starts_with('\t')) continue;
    if (trim(lines[i].substr(0, colon)) != target || lines[i].substr(colon).starts_with(":=")) continue;
    std::string_view needs = trim(lines[i].substr(colon + 1));
    out += std::string(needs) + "\n";
    for (std::size_t n = i + 1; n < lines.size() && lines[n].starts_with('\t'); ++n)
      out += std::string(lines[n]) + "\n";
    while (!needs.empty() && depth > 0 && budget > 0) {
      const auto end = std::min(needs.find(' '), needs.size());
      if (end > 0) add_recipe(lines, needs.substr(0, end), depth - 1, budget, out);
      needs = trim(needs.substr(end));
    }
    return;
  }
}

/// True if the makefile has a rule for `target`.
bool has_target(const std::string& makefile, std::string_view target) {
  const OutputLines lines(makefile);
  for (const auto line : lines.all()) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || line.starts_with('\t') || line.starts_with('#'))
      continue;
    if (line.substr(colon).starts_with(":=")) continue;
    std::string_view names = line.substr(0, colon);
    while (!names.empty()) {
      names = trim(names);
      const auto end = std::min(names.find_first_of(" \t"), names.size());
      if (names.substr(0, end) == target) return true;
      names.remove_prefix(end);
    }
  }
  return false;
}

}  // namespace

std::optional<Check> find_cmake(const Project& project) {
  const std::string lists = project.read("CMakeLists.txt");
  if (lists.empty()) return std::nullopt;
  bool has_tests = names_tests(lists);
  for (const std::string folder : {"tests", "test"})
    has_tests = has_tests || names_tests(project.read(folder + "/CMakeLists.txt"));
  if (!has_tests) return std::nullopt;
  const std::string build = build_folder(project);
  return Check{"ctest",
               "cmake -S . -B " + build + " && cmake --build " + build +
                   " -j \"$(nproc)\" && ctest --test-dir " + build + " --output-on-failure",
               "CMakeLists.txt enables tests"};
}

std::optional<Check> find_meson(const Project& project) {
  if (!project.has("meson.build")) return std::nullopt;
  return Check{"meson",
               "{ test -f build/build.ninja || meson setup build; } && meson test -C build "
               "--print-errorlogs",
               "meson.build"};
}

std::optional<Check> find_make(const Project& project) {
  for (const std::string file : k_makefiles) {
    const std::string text = project.read(file);
    for (const std::string target : k_make_targets)
      if (has_target(text, target))
        return Check{"make", "make " + target, file + " has the target " + target};
    if (!text.empty()) return std::nullopt;
  }
  if (project.has("configure") && has_target(project.read("Makefile.in"), "check"))
    return Check{"make", "./configure && make check", "Makefile.in has the target check"};
  return std::nullopt;
}

std::string make_recipe(const Project& project) {
  for (const std::string file : k_makefiles) {
    const std::string text = project.read(file);
    if (text.empty()) continue;
    std::string recipe;
    for (const std::string target : k_make_targets)
      if (has_target(text, target)) {
        int budget = 50;
        add_recipe(OutputLines(text), target, 3, budget, recipe);
        return recipe;
      }
    return recipe;
  }
  return {};
}

}  // namespace verify
