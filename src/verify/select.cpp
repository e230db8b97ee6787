#include "verify/select.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "command_line.h"

namespace verify {
namespace {

using Names = std::vector<std::string>;

bool is_identifier(std::string_view text, std::string_view more) {
  if (text.empty()) return false;
  return std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c >= 0x80 || more.find(static_cast<char>(c)) != std::string_view::npos;
  });
}

/// The same text for CMake's regular expressions and those of JavaScript.
std::string regex_quote(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}/-").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string any_of(const Names& patterns) {
  std::string out;
  for (const auto& pattern : patterns) out += (out.empty() ? "" : "|") + pattern;
  return patterns.size() == 1 ? out : "(" + out + ")";
}

bool has_option(const CommandLine& line, std::initializer_list<std::string_view> options) {
  return std::any_of(line.command.words.begin(), line.command.words.end(), [&](const ShellWord& word) {
    return std::any_of(options.begin(), options.end(), [&](std::string_view option) {
      return word.text == option || word.text.starts_with(std::string(option) + "=");
    });
  });
}

std::string append(const CommandLine& line, const std::string& text) {
  return edited(line.line, {{line.command.words.back().end, 0, text}});
}
std::string after_runner(const CommandLine& line, const std::string& text) {
  return edited(line.line, {{line.command.words[line.at.word].end, 0, text}});
}

// ---- each runner ----

std::string unittest(const CommandLine& line, const Names& names) {
  Names known;
  for (std::string name : names) {
    if (name.find("._FailedTest.") != std::string::npos || !is_identifier(name, ".<>")) return {};
    for (const std::string_view fixture : {".setUpClass", ".tearDownClass", ".setUpModule", ".tearDownModule"})
      if (name.ends_with(fixture)) name.resize(name.size() - fixture.size());
    known.push_back(std::move(name));
  }
  return unittest_for(line, known);
}

std::string ctest(const CommandLine& line, const Names& names) {
  if (has_option(line, {"-R", "-E", "-L", "-LE", "-I", "--tests-regex", "--exclude-regex", "--tests-information"}))
    return {};
  Names patterns;
  for (const auto& name : names) patterns.push_back(regex_quote(name));
  return append(line, " -R " + shell_quote("^" + any_of(patterns) + "$"));
}

/// "example.com/calc.TestX/sub" -> the package and "TestX/sub". Both may hold points and slashes.
bool cut_go_name(const std::string& name, std::string& package, std::string& test) {
  for (std::size_t dot = 0; (dot = name.find('.', dot)) != std::string::npos; ++dot) {
    const std::string_view rest = std::string_view(name).substr(dot + 1);
    const std::string_view top = rest.substr(0, rest.find('/'));
    if (!(top.starts_with("Test") || top.starts_with("Example") || top.starts_with("Fuzz")) || !is_identifier(top, ""))
      continue;
    package = name.substr(0, dot);
    test = rest;
    return is_identifier(package, "./-~+") && !package.starts_with('-');
  }
  return false;
}

std::string go(const CommandLine& line, const Names& names) {
  if (has_option(line, {"-run", "--run", "-skip", "--skip"})) return {};
  Names packages, tops;
  for (const auto& name : names) {
    std::string package, test;
    if (!cut_go_name(name, package, test)) return {};
    if (std::find(packages.begin(), packages.end(), package) == packages.end()) packages.push_back(package);
    std::string top = test.substr(0, test.find('/'));
    if (std::find(tops.begin(), tops.end(), top) == tops.end()) tops.push_back(std::move(top));
  }
  return with_operands(line, " -run " + shell_quote("^" + any_of(tops) + "$"), packages);
}

std::string cargo(const CommandLine& line, const Names& names) {
  const bool has_dashes = has_option(line, {"--"});
  std::string text = has_dashes ? " --exact" : " -- --exact";
  for (const auto& name : names) {
    const auto program = name.find(" > ");
    text += " " + shell_quote(program == std::string::npos ? name : name.substr(program + 3));
  }
  return append(line, text);
}

/// "src/a.test.js > math > adds" -> the file, if it begins with one, and "math adds".
struct JsName {
  std::string file, full, last;
};
JsName js_name(const std::string& name) {
  JsName cut;
  std::size_t at = 0;
  const auto first = name.find(" > ");
  if (first != std::string::npos) {
    const std::string file = name.substr(0, first);
    for (const std::string_view end : {".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx", ".vue", ".svelte"})
      if (file.ends_with(end)) cut.file = file;
    if (!cut.file.empty()) at = first + 3;
  }
  while (true) {
    const auto next = name.find(" > ", at);
    cut.last = name.substr(at, next == std::string::npos ? next : next - at);
    cut.full += (cut.full.empty() ? "" : " ") + cut.last;
    if (next == std::string::npos) return cut;
    at = next + 3;
  }
}

std::string node(const CommandLine& line, const Names& names) {
  if (line.is_script || has_option(line, {"--test-name-pattern"})) return {};
  std::string text;
  // Older versions match a test's own name, newer ones also its whole path.
  for (const auto& name : names)
    text += " " + shell_quote("--test-name-pattern=(^| )" + regex_quote(js_name(name).last) + "$");
  return after_runner(line, text);
}

std::string javascript(const CommandLine& line, const Names& names) {
  if (has_option(line, {"-t", "--testNamePattern", "-g", "--grep", "-f", "--fgrep"})) return {};
  Names files, patterns;
  for (const auto& name : names) {
    const JsName cut = js_name(name);
    if (cut.file.starts_with('-')) return {};
    if (!cut.file.empty() && std::find(files.begin(), files.end(), cut.file) == files.end()) files.push_back(cut.file);
    patterns.push_back(regex_quote(cut.full));
  }
  const std::string pattern = shell_quote("^" + any_of(patterns) + "$");
  const bool needs_dashes = line.is_script && line.manager == "npm" && !has_option(line, {"--"});
  std::string text = needs_dashes ? " --" : "";
  if (line.at.runner == Runner::mocha) return append(line, text + " -g " + pattern);
  if (line.at.runner == Runner::jest && !files.empty()) text += " --runTestsByPath";
  for (const auto& file : files) text += " " + shell_quote(file);
  return append(line, text + " -t " + pattern);
}

/// "org.x.CalcTest.adds(int)[1]" -> "org.x.CalcTest" and "adds".
bool cut_java_name(const std::string& name, std::string& type, std::string& method) {
  const std::string plain = name.substr(0, name.find_first_of("([{ "));
  const auto dot = plain.rfind('.');
  if (dot == std::string::npos) return false;
  type = plain.substr(0, dot);
  method = plain.substr(dot + 1);
  return is_identifier(type, ".$") && is_identifier(method, "$");
}

std::string maven(const CommandLine& line, const Names& names) {
  if (has_option(line, {"-Dtest"})) return {};
  std::map<std::string, std::string> methods;
  for (const auto& name : names) {
    std::string type, method;
    if (!cut_java_name(name, type, method)) return {};
    auto& list = methods[type];
    list += (list.empty() ? "#" : "+") + method;
  }
  std::string tests;
  for (const auto& [type, list] : methods) tests += (tests.empty() ? "" : ",") + type + list;
  return after_runner(line, " " + shell_quote("-Dtest=" + tests) +
                                " -Dsurefire.failIfNoSpecifiedTests=false -DfailIfNoTests=false");
}

std::string gradle(const CommandLine& line, const Names& names) {
  const auto& words = line.command.words;
  for (std::size_t i = line.at.word + 1; i < words.size(); ++i) {
    if (words[i].text != "test" && !words[i].text.ends_with(":test")) continue;
    std::string text;
    for (const auto& name : names) {
      std::string type, method;
      if (!cut_java_name(name, type, method)) return {};
      text += " --tests " + shell_quote(type + "." + method);
    }
    return edited(line.line, {{words[i].end, 0, text}});
  }
  return {};
}

std::string meson(const CommandLine& line, const Names& names) {
  std::string text;
  for (const auto& name : names) {
    const auto suite = name.rfind(" / ");
    const std::string test = suite == std::string::npos ? name : name.substr(suite + 3);
    if (test.empty() || test[0] == '-') return {};
    text += " " + shell_quote(test);
  }
  return append(line, text);
}

std::string select(const CommandLine& line, const Names& names) {
  switch (line.at.runner) {
    case Runner::pytest: return with_operands(line, "", names);
    case Runner::unittest: return unittest(line, names);
    case Runner::ctest: return ctest(line, names);
    case Runner::go: return go(line, names);
    case Runner::cargo: return cargo(line, names);
    case Runner::node: return node(line, names);
    case Runner::jest:
    case Runner::vitest:
    case Runner::mocha: return javascript(line, names);
    case Runner::maven: return maven(line, names);
    case Runner::gradle: return gradle(line, names);
    case Runner::meson: return meson(line, names);
    case Runner::none:
    case Runner::npm:
    case Runner::make: break;
  }
  return {};
}

}  // namespace

std::string command_for(const Check& check, const std::string& root, const std::vector<std::string>& names) {
  if (names.empty()) return {};
  for (const auto& name : names)
    if (name.empty() || name[0] == '-' || name.find('\0') != std::string::npos || name.find('\n') != std::string::npos)
      return {};
  const auto line = command_line(check, root);
  if (!line) return {};
  // Arguments of a script's own runner can only be added.
  if (line->is_script && line->at.runner != Runner::jest && line->at.runner != Runner::vitest &&
      line->at.runner != Runner::mocha)
    return {};
  std::string command = select(*line, names);
  return command.size() > k_selection_max ? std::string() : command;
}

}  // namespace verify
