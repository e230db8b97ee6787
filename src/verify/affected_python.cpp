// Which test files of a Python project import, by whatever way, what has changed.
//
// A light scan: `import a.b`, `from a.b import c`, `from .x import y`, anywhere in a file. A name fits every
// file whose path ends with it, wherever it lies, so the scan errs on the side of more. What it cannot see
// (imports at run time, programs that tests start, data files, configuration) means everything, or at
// least the test file that does it.

#include <algorithm>
#include <set>

#include "affected.h"
#include "base/paths.h"
#include "output_lines.h"

namespace verify {
namespace {

using Texts = std::map<std::string, std::string>;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// A dotted name at the start of `text`, which it is cut off from; blanks before it too.
std::string take_name(std::string_view& text) {
  text = trim(text);
  std::size_t end = 0;
  while (end < text.size() && (is_word(text[end]) || text[end] == '.')) ++end;
  std::string name(text.substr(0, end));
  text.remove_prefix(end);
  return name;
}

std::string dots_to_slashes(std::string name) {
  std::replace(name.begin(), name.end(), '.', '/');
  return name;
}

class Imports {
 public:
  Imports(const std::string& path, const std::string& text) : folder_(base::parent(path)) {
    if (folder_ == ".") folder_.clear();
    const OutputLines lines(text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::string_view line = trim(lines[i]);
      // `x = 1; import y` and `if z: import y` are rare, and cheap to see.
      for (const std::string_view joint : {"; ", ": "})
        if (const auto at = line.find(joint); at != std::string_view::npos) statement(lines, i, line.substr(at + 2));
      statement(lines, i, line);
    }
  }
  /// Paths without ending: "a/b" may be a/b.py or a/b/__init__.py, at any place if `anywhere`.
  struct Name {
    std::string path;
    bool anywhere;
  };
  std::vector<Name> names;

 private:
  void statement(const OutputLines& lines, std::size_t i, std::string_view line) {
    line = trim(line);
    if (take(line, "import ")) {
      do {
        add(take_name(line));
        line = trim(line);
        if (take(line, "as ")) take_name(line);
        line = trim(line);
      } while (take(line, ","));
    } else if (take(line, "from ")) {
      const std::string from = take_name(line);
      line = trim(line);
      if (from.empty() || !take(line, "import")) return;
      add(from);
      std::string list(line);
      // Names in brackets go on over lines.
      for (std::size_t n = i + 1; list.find('(') != std::string::npos && list.find(')') == std::string::npos &&
                                  n < lines.size() && n < i + 200; ++n)
        list += " " + std::string(lines[n].substr(0, lines[n].find('#')));
      std::replace_if(list.begin(), list.end(), [](char c) { return !is_word(c); }, ' ');
      std::string_view rest = list;
      while (!(rest = trim(rest)).empty()) {
        const std::string name = take_name(rest);
        if (name.empty()) break;
        add(from + (from.ends_with('.') ? "" : ".") + name);
      }
    }
  }

  void add(const std::string& name) {
    if (name.empty()) return;
    if (name[0] != '.') {
      // Importing a.b.c runs a and a.b too.
      for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
        names.push_back({dots_to_slashes(name.substr(0, dot)), true});
      names.push_back({dots_to_slashes(name), true});
      return;
    }
    std::string base = folder_;
    std::size_t dots = name.find_first_not_of('.');
    if (dots == std::string::npos) dots = name.size();
    for (std::size_t up = 1; up < dots; ++up) base = base::parent(base) == "." ? "" : base::parent(base);
    const std::string rest = dots_to_slashes(name.substr(dots));
    names.push_back({base.empty() ? rest : rest.empty() ? base : base + "/" + rest, false});
    if (!base.empty()) names.push_back({base, false});
  }

  std::string folder_;
};

bool has(const std::string& text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

bool is_test(std::string_view path) {
  const std::string_view file = base::file_name(path);
  return file.ends_with(".py") && (file.starts_with("test") || file.ends_with("_test.py"));
}

class Graph {
 public:
  Graph(const Texts& texts, const Paths& changed) {
    for (const auto& [path, text] : texts) put(path);
    for (const auto& path : changed) put(path);   // also what is not there any more
    for (const auto& [path, text] : texts) link(path, text);
  }

  /// All files that import one of these, by whatever way; they included.
  [[nodiscard]] std::set<std::string> users(const Paths& of) const {
    std::set<std::string> seen(of.begin(), of.end());
    std::vector<std::string> open(of.begin(), of.end());
    while (!open.empty()) {
      const std::string path = std::move(open.back());
      open.pop_back();
      const auto users = users_.find(path);
      if (users == users_.end()) continue;
      for (const auto& user : users->second)
        if (seen.insert(user).second) open.push_back(user);
    }
    return seen;
  }

 private:
  /// "a/b/__init__.py" and "a/b.py" are both known as "b".
  void put(const std::string& path) {
    std::string stem = path.substr(0, path.size() - 3);
    if (stem == "__init__") return;
    if (stem.ends_with("/__init__")) stem.resize(stem.size() - 9);
    by_last_[std::string(base::file_name(stem))].push_back({stem, path});
  }

  void link(const std::string& path, const std::string& text) {
    const Imports imports(path, text);
    for (const auto& name : imports.names) {
      const auto found = by_last_.find(std::string(base::file_name(name.path)));
      if (found == by_last_.end()) continue;
      for (const auto& [stem, file] : found->second) {
        const bool fits = stem == name.path || (name.anywhere && stem.ends_with("/" + name.path));
        if (fits) users_[file].insert(path);
      }
    }
    // pytest loads these for every test below them.
    for (std::string folder = path; !folder.empty();) {
      folder = base::parent(folder) == "." ? "" : base::parent(folder);
      users_[folder.empty() ? "conftest.py" : folder + "/conftest.py"].insert(path);
      users_[folder.empty() ? "__init__.py" : folder + "/__init__.py"].insert(path);
    }
  }

  std::map<std::string, std::vector<std::pair<std::string, std::string>>> by_last_;
  std::map<std::string, std::set<std::string>> users_;
};

/// Test files that start programs or import at run time: nobody knows of what.
bool is_opaque(const std::string& text) {
  return has(text, {"subprocess", "os.system", "Popen", "runpy", "pexpect", "importlib", "__import__", "execfile",
                    "pytest_plugins", "pytester", "testdir", "exec("});
}

std::string command_of(const CommandLine& line, const Paths& tests) {
  if (line.at.runner == Runner::pytest) return with_operands(line, "", tests);
  const std::string top = unittest_top(line);
  std::vector<std::string> modules;
  for (const auto& test : tests) {
    if (!top.empty() && !base::is_within(test, top)) return {};
    std::string module = top.empty() ? test : base::relative(test, top);
    module.resize(module.size() - 3);
    if (module.find('.') != std::string::npos) return {};
    std::replace(module.begin(), module.end(), '/', '.');
    modules.push_back(std::move(module));
  }
  return unittest_for(line, modules);
}

}  // namespace

Affected affected_python(const CommandLine& line, const std::string& folder, const Paths& changed) {
  for (const auto& path : changed) {
    if (!path.ends_with(".py")) return everything(path + " is no Python source");
    const auto file = base::file_name(path);
    if (file == "conftest.py" || file == "setup.py" || file == "noxfile.py" || file.starts_with("sitecustomize"))
      return everything(path + " is for all tests");
  }
  const auto configuration = sources(folder, {"pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini"});
  if (!configuration) return everything("the project is too large to be read for its imports");
  for (const auto& [path, text] : *configuration)
    if (has(text, {"python_files"})) return everything(path + " says by itself which files are tests");
  const auto texts = sources(folder, {".py"});
  if (!texts) return everything("the project is too large to be read for its imports");
  const auto operands = line.at.runner == Runner::pytest ? operands_of(line) : std::vector<std::string>();
  if (!operands) return everything("the command's own files cannot be told from its options");
  Paths all;
  for (const auto& [path, text] : *texts) {
    if (!is_test(path)) {
      if (has(text, {"import_module(", "__import__("}) && base::file_name(path) != "setup.py")
        return everything(path + " imports at run time");
      continue;
    }
    const bool wanted = operands->empty() || std::any_of(operands->begin(), operands->end(), [&, &file = path](const std::string& operand) {
      return operand == "." || base::is_within(file, base::normalize(operand));
    });
    if (wanted) all.push_back(path);
  }
  const auto users = Graph(*texts, changed).users(changed);
  Paths tests;
  for (const auto& path : all)
    if (users.contains(path) || is_opaque(texts->at(path))) tests.push_back(path);
  if (tests.empty()) return everything("no test imports what changed");
  if (tests.size() == all.size()) return everything("every test file imports what changed, or may");
  Affected part;
  part.scope = Scope::part;
  part.command = command_of(line, tests);
  part.why = std::to_string(tests.size()) + " of " + std::to_string(all.size()) + " test files import what changed, or may";
  if (part.command.empty() || part.command.size() > k_selection_max)
    return everything("the command cannot be given single files");
  return part;
}

}  // namespace verify
