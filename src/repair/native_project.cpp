#include "native_project.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/file.h"
#include "base/ids.h"
#include "base/paths.h"
#include "json/json.h"

namespace repair {
namespace {

constexpr io::Millis k_list_timeout{30000};

std::string after(const std::string& text, const std::string& word) {
  const auto at = text.find(word);
  if (at == std::string::npos) return {};
  const auto begin = at + word.size();
  return text.substr(begin, text.find(' ', begin) - begin);
}

/// Properties that only ctest itself can judge.
bool is_special(const json::Array& properties) {
  for (const auto& property : properties) {
    const auto name = json::string_or(json::find(property, "name"));
    if (name.find("REGULAR_EXPRESSION") != std::string_view::npos || name.starts_with("FIXTURES") ||
        name == "DEPENDS" || name == "SKIP_RETURN_CODE" || name == "ENVIRONMENT_MODIFICATION")
      return true;
  }
  return false;
}

/// A program has the name of its target, as far as anybody can tell from outside.
std::string target_of(std::string_view program) {
  const auto is_plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.' || c == '+'; };
  const bool plain = !program.empty() && program[0] != '-' && std::all_of(program.begin(), program.end(), is_plain);
  return plain ? std::string(program) : std::string();
}

NativeTest test_of(const json::Value& value, const std::string& tree, const NativeBuild& build) {
  NativeTest test;
  test.name = json::string_or(json::find(value, "name"));
  test.cwd = base::join(tree, build.folder);
  if (const auto* command = json::array_or_null(json::find(value, "command")))
    for (const auto& word : *command) test.argv.emplace_back(json::string_or(&word));
  const auto* properties = json::array_or_null(json::find(value, "properties"));
  if (!test.argv.empty() && base::is_within(test.argv[0], test.cwd)) test.target = target_of(base::file_name(test.argv[0]));
  if (properties != nullptr && is_special(*properties)) test.argv.clear();
  if (test.argv.empty()) {
    std::string pattern = "^";
    for (const char c : test.name)
      pattern += (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ? "" : "\\") +
                 std::string(1, c);
    test.argv = {"ctest", "--test-dir", build.folder, "-R", pattern + "$"};
    test.cwd = tree;
    return test;
  }
  if (properties == nullptr) return test;
  for (const auto& property : *properties) {
    const auto name = json::string_or(json::find(property, "name"));
    const auto* content = json::find(property, "value");
    if (name == "WORKING_DIRECTORY") test.cwd = json::string_or(content);
    if (name == "WILL_FAIL") test.will_fail = json::bool_or(content);
    if (name == "ENVIRONMENT")
      if (const auto* list = json::array_or_null(content))
        for (const auto& item : *list) {
          const auto text = json::string_or(&item);
          const auto equals = text.find('=');
          if (equals != std::string_view::npos)
            test.env[std::string(text.substr(0, equals))] = text.substr(equals + 1);
        }
  }
  return test;
}

constexpr std::string_view k_ninja = "ninja -C ";

bool has_ninja(const base::Env& env) {
  const std::string path = env.get("PATH").value_or("");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    if (base::exists(base::join(path.substr(at, end - at), "ninja"))) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

bool may_use_ninja(const verify::Check& check, const base::Env& env) {
  const auto has = [&](std::string_view word) { return check.command.find(word) != std::string::npos; };
  return has("cmake ") && has("ctest") && !has(" -G") && !has("--preset") && !env.get("CMAKE_GENERATOR") && has_ninja(env);
}

NativeBuild native_build(const std::string& tree, const verify::Check& check,
                         const base::Env& env) {
  NativeBuild build;
  const auto by_files = verify::discover_by_files(tree, env);
  if (!by_files || by_files->name != "ctest") return build;  // the check builds what it needs
  static_cast<void>(check);
  const auto ctest = by_files->command.find(" && ctest ");
  build.prepare = by_files->command.substr(0, ctest);
  build.folder = after(by_files->command, "--test-dir ");
  const bool ninja = base::exists(base::join(tree, build.folder + "/build.ninja"));
  // Without cmake in front, which takes a tenth of a small build.
  build.build = ninja && has_ninja(env) ? std::string(k_ninja) + build.folder + " -k 0"
                                        : "cmake --build " + build.folder + " -- " + (ninja ? "-k 0" : "-k");
  build.is_ctest = true;
  return build;
}

std::string build_command(const NativeBuild& build, const std::vector<std::string>& targets) {
  if (targets.empty()) return build.build;
  std::string words;
  for (const auto& target : targets) words += " " + target;
  if (build.build.starts_with(k_ninja)) return build.build + words;
  words = " --target" + words;
  const auto at = build.build.find(" -- ");
  return build.build.substr(0, at) + words + build.build.substr(at);
}

io::Task<base::Result<ShellRun>> shell_run(io::Launcher launcher, std::vector<std::string> argv,
                                           std::string cwd, base::Env env, io::Millis timeout) {
  io::ProcessSpec spec;
  spec.argv = std::move(argv);
  spec.cwd = std::move(cwd);
  spec.env = env.all();
  const auto start = base::steady_ms();
  auto done = co_await io::run_process(launcher, std::move(spec), timeout);
  ShellRun run;
  run.ms = base::steady_ms() - start;
  if (!done) {
    if (done.error().code == base::Code::cancelled) co_return base::fail(done.error());
    run.code = -1;
    run.output = done.error().what;
    co_return run;
  }
  run.code = done->status.code;
  run.output = std::move(done->out);
  co_return run;
}

io::Task<base::Result<std::vector<NativeTest>>> native_tests(io::Launcher launcher, std::string tree,
                                                             NativeBuild build, verify::Check check,
                                                             base::Env env) {
  std::vector<NativeTest> tests;
  if (build.is_ctest) {
    std::vector<std::string> argv{"ctest", "--test-dir", build.folder, "--show-only=json-v1"};
    CO_TRY(const auto listed, co_await shell_run(launcher, std::move(argv), tree, env, k_list_timeout));
    const auto begin = listed.output.find('{');
    if (listed.code == 0 && begin != std::string::npos) {
      CO_TRY(
          const auto value,
          json::parse(
              std::string_view(listed.output).substr(begin, listed.output.rfind('}') + 1 - begin)));
      if (const auto* list = json::array_or_null(json::find(value, "tests")))
        for (const auto& test : *list) tests.push_back(test_of(test, tree, build));
    }
  }
  if (!tests.empty()) co_return tests;
  NativeTest whole;
  whole.name = check.command;
  whole.argv = {"/bin/sh", "-c", check.command};
  whole.cwd = tree;
  whole.is_whole_check = true;
  tests.push_back(std::move(whole));
  co_return tests;
}

}  // namespace repair
