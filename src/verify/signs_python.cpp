// pytest or unittest? Many projects have test cases of unittest and run them with pytest. pytest is
// chosen where something asks for it (its configuration, its import, test functions outside a
// class); unittest, which is always there, where nothing does, or where pytest is not installed.

#include <dirent.h>

#include <algorithm>
#include <memory>

#include "base/file.h"
#include "base/paths.h"
#include "output_lines.h"
#include "signs.h"

namespace verify {
namespace {

constexpr std::size_t k_test_files_max = 100;
constexpr int k_depth_max = 3;
constexpr int k_folders_max = 1000;   // looked at, in all

bool is_test_file(std::string_view name) {
  return name.ends_with(".py") && (name.starts_with("test") || name.ends_with("_test.py"));
}

struct Found {
  std::vector<std::string> files;  ///< relative, sorted by folder
  std::string unittest_file;       ///< the first that uses unittest
  std::string pytest_reason;       ///< what asks for pytest, "" = nothing does
  bool named_at_end = false;       ///< some are named x_test.py, none test*.py
  int folders = 0;                 ///< looked at
};

/// What may matter of a folder, sorted: its test files and its folders.
struct Entries {
  std::vector<std::string> test_files, folders;
};

/// readdir says what is a folder: a stat of every file of a large repository would cost more than the
/// whole start of a session.
Entries entries_of(const std::string& folder) {
  Entries found;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), &::closedir);
  if (!stream) return found;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    const bool is_test = is_test_file(name);
    const bool is_skipped = name.starts_with('.') || name == "node_modules" || name == "__pycache__";
    if (!is_test && (is_skipped || entry->d_type == DT_REG)) continue;
    const bool is_known = entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK;
    const bool is_folder = is_known ? entry->d_type == DT_DIR : base::is_dir(base::join(folder, name));
    if (is_folder) {
      found.folders.emplace_back(name);
    } else if (is_test) {
      found.test_files.emplace_back(name);
    }
  }
  std::sort(found.test_files.begin(), found.test_files.end());
  std::sort(found.folders.begin(), found.folders.end());
  return found;
}

void collect(const Project& project, const std::string& folder, int depth, Found& found) {
  if (++found.folders > k_folders_max) return;
  const auto entries = entries_of(base::join(project.root, folder));
  const std::string prefix = folder.empty() ? "" : folder + "/";
  for (const auto& name : entries.test_files)
    if (found.files.size() < k_test_files_max) found.files.push_back(prefix + name);
  if (depth == 0) return;
  for (const auto& name : entries.folders) {
    if (found.files.size() >= k_test_files_max) return;
    collect(project, prefix + name, depth - 1, found);
  }
}

bool has_line_starting(const std::string& text, std::string_view start) {
  return text.starts_with(start) || text.find("\n" + std::string(start)) != std::string::npos;
}

void look_into(const Project& project, Found& found) {
  bool any_at_start = false;
  for (const auto& file : found.files) {
    any_at_start = any_at_start || base::file_name(file).starts_with("test");
    const std::string text = project.read(file);
    if (found.unittest_file.empty() && text.find("TestCase") != std::string::npos)
      found.unittest_file = file;
    if (!found.pytest_reason.empty()) continue;
    if (has_line_starting(text, "import pytest") || has_line_starting(text, "from pytest"))
      found.pytest_reason = file + " imports pytest";
    else if (has_line_starting(text, "def test_") || has_line_starting(text, "async def test_"))
      found.pytest_reason = file + " has test functions";
  }
  found.named_at_end = !any_at_start;
}

std::string pytest_configuration(const Project& project) {
  if (project.has("pytest.ini")) return "pytest.ini";
  if (project.read("pyproject.toml").find("[tool.pytest") != std::string::npos)
    return "pyproject.toml has [tool.pytest]";
  if (project.read("setup.cfg").find("[tool:pytest]") != std::string::npos)
    return "setup.cfg has [tool:pytest]";
  if (project.read("tox.ini").find("[pytest]") != std::string::npos) return "tox.ini has [pytest]";
  for (const std::string folder : {"", "tests/", "test/"})
    if (project.has(folder + "conftest.py")) return folder + "conftest.py";
  return {};
}

std::string python_of(const Project& project) {
  for (const std::string venv : {".venv", "venv"})
    if (project.has(venv + "/bin/python")) return venv + "/bin/python";
  return "python3";
}

/// A project that keeps its packages in src/ and is perhaps not installed.
std::string path_prefix(const Project& project) {
  const auto names = base::list_dir(base::join(project.root, "src"));
  if (!names) return {};
  const bool holds_python = std::any_of(names->begin(), names->end(), [&](const std::string& name) {
    return (name.ends_with(".py") && name != "__init__.py") ||
           project.has("src/" + name + "/__init__.py");
  });
  return holds_python && !project.has("src/__init__.py") ? "PYTHONPATH=src " : "";
}

/// "" if pytest is not installed.
std::string pytest_command(const Project& project) {
  const std::string python = python_of(project);
  const std::string options = " -q -rA -p no:cacheprovider";
  if (python != "python3")
    return project.has(base::parent(python) + "/pytest")
               ? path_prefix(project) + python + " -m pytest" + options
               : "";
  const std::string folder = project.installed("pytest");
  if (folder.empty()) return {};
  if (folder == project.installed("python3"))
    return path_prefix(project) + "python3 -m pytest" + options;
  // Another interpreter than the first python3: only its own program knows which. Unlike `-m
  // pytest` it does not put the root on the path.
  std::string prefix = path_prefix(project);
  if (prefix.empty()) prefix = "PYTHONPATH=. ";
  return prefix + "pytest" + options;
}

std::string unittest_command(const Project& project, const Found& found) {
  std::string command = path_prefix(project) + python_of(project) + " -m unittest";
  const std::string pattern = found.named_at_end ? " -p '*_test.py'" : "";
  const std::string& first = found.files.front();
  const auto slash = first.find('/');
  if (slash == std::string::npos)
    return command + (pattern.empty() ? " -v" : " discover -v" + pattern);
  const std::string folder = base::parent(first);
  const std::string top = first.substr(0, slash);
  if (project.has(top + "/__init__.py"))
    return command + " discover -v -s " + top + " -t ." + pattern;
  return command + " discover -v -s " + (folder == top ? top : folder) + pattern;
}

}  // namespace

std::optional<Check> find_python(const Project& project) {
  Found found;
  for (const std::string folder : {"tests", "test"}) collect(project, folder, k_depth_max, found);
  if (found.files.empty()) collect(project, "", 0, found);
  if (found.files.empty()) {
    // Packages with their tests inside, one or two levels down.
    collect(project, "", 2, found);
  }
  if (found.files.empty()) return std::nullopt;
  look_into(project, found);
  const std::string configured = pytest_configuration(project);
  if (!configured.empty()) found.pytest_reason = configured;
  if (!found.pytest_reason.empty()) {
    if (const auto command = pytest_command(project); !command.empty())
      return Check{"pytest", command, found.pytest_reason};
    if (found.unittest_file.empty())
      return Check{
          "pytest",
          path_prefix(project) + python_of(project) + " -m pytest -q -rA -p no:cacheprovider",
          found.pytest_reason + " (pytest was not found in PATH)"};
  }
  if (found.unittest_file.empty()) return std::nullopt;
  return Check{"unittest", unittest_command(project, found),
               found.unittest_file + " uses unittest"};
}

}  // namespace verify
