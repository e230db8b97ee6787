#include <unistd.h>

#include <algorithm>
#include <cctype>

#include "base/file.h"
#include "base/paths.h"
#include "output_lines.h"
#include "signs.h"
#include "verify/verify.h"

namespace verify {
namespace {

// ---- .plumb/config.toml ----
//
// Only one value of one section is wanted here, and this module lies below the one that holds the
// TOML library: a line reader does. It knows basic and literal strings on one line, which is how
// people write a command; any other form is skipped, and reported by the engine, which reads the
// whole file.

/// The value of a TOML string on one line, nothing if it is not one.
std::optional<std::string> toml_string(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.starts_with("\"\"\"") || text.starts_with("'''")) return std::nullopt;
  const char quote = text[0];
  if (quote != '"' && quote != '\'') return std::nullopt;
  std::string out;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == quote) return out;
    if (quote == '"' && text[i] == '\\' && i + 1 < text.size()) {
      const char c = text[++i];
      out += c == 'n' ? '\n' : c == 't' ? '\t' : c;
      continue;
    }
    out += text[i];
  }
  return std::nullopt;
}

std::optional<Check> from_config(const Project& project) {
  const std::string file = ".plumb/config.toml";
  const OutputLines lines(project.read(file));
  std::string section;
  for (const auto raw : lines.all()) {
    std::string_view line = trim(raw);
    if (line.starts_with('[')) section = std::string(line.substr(0, line.find(']')));
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view key = trim(line.substr(0, equals));
    const bool is_it =
        (section == "[check" && key == "command") || (section.empty() && key == "check.command");
    if (!is_it) continue;
    const auto command = toml_string(line.substr(equals + 1));
    if (command && !trim(*command).empty()) return Check{"configured", *command, file + " says so"};
  }
  return std::nullopt;
}

// ---- AGENTS.md ----

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

constexpr std::string_view k_runners[] = {
    "pytest", "python", "python3", "uv",     "poetry",  "tox",   "nox",  "make",
    "gmake",  "cmake",  "ctest",   "ninja",  "meson",   "cargo", "go",   "npm",
    "pnpm",   "yarn",   "npx",     "node",   "bun",     "deno",  "mvn",  "gradle",
    "bazel",  "rake",   "bundle",  "dotnet", "just",    "sh",    "bash", "mix",
    "swift",  "zig",    "ant",     "sbt",    "composer"};

/// A command that runs all tests, as far as its words tell.
bool is_test_command(std::string_view command) {
  if (command.size() > 300 || command.find_first_of("<>*\n") != std::string_view::npos)
    return false;
  if (command.find("::") != std::string_view::npos ||
      command.find("...") != std::string_view::npos) {
    if (command.find("./...") == std::string_view::npos) return false;  // Go's "all packages"
  }
  // An example of how to run one test.
  for (const std::string_view one :
       {" -k ", " -run ", " -R ", " -t ", "--gtest_filter", "test_file", "path/to"})
    if (command.find(one) != std::string_view::npos) return false;
  if (command.find("test") == std::string_view::npos &&
      command.find("check") == std::string_view::npos &&
      command.find("tox") == std::string_view::npos)
    return false;
  std::string_view word = command.substr(0, command.find(' '));
  if (word.starts_with("./")) return true;
  return std::find(std::begin(k_runners), std::end(k_runners), word) != std::end(k_runners);
}

std::optional<std::string> command_in(std::string_view line, bool in_fence) {
  if (in_fence) {
    std::string_view command = trim(line);
    take(command, "$ ");
    command = trim(command.substr(0, command.find(" #")));
    if (is_test_command(command)) return std::string(command);
    return std::nullopt;
  }
  if (lower(line).find("test") == std::string::npos &&
      lower(line).find("check") == std::string::npos)
    return std::nullopt;
  for (std::size_t open = 0; (open = line.find('`', open)) != std::string_view::npos;) {
    const auto close = line.find('`', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view command = trim(line.substr(open + 1, close - open - 1));
    if (is_test_command(command)) return std::string(command);
    open = close + 1;
  }
  return std::nullopt;
}

std::optional<Check> from_instructions(const Project& project) {
  for (const std::string file : {"AGENTS.md", "CLAUDE.md"}) {
    const OutputLines lines(project.read(file));
    bool in_fence = false;
    for (const auto line : lines.all()) {
      if (trim(line).starts_with("```")) {
        in_fence = !in_fence;
        continue;
      }
      if (auto command = command_in(line, in_fence))
        return Check{"configured", *std::move(command), file + " names it"};
    }
  }
  return std::nullopt;
}

}  // namespace

bool Project::has(const std::string& name) const {
  return base::exists(base::join(root, name));
}
bool Project::has_folder(const std::string& name) const {
  return base::is_dir(base::join(root, name));
}

std::string Project::read(const std::string& name) const {
  auto bytes = base::read_file(base::join(root, name), k_sign_file_max);
  return bytes ? *std::move(bytes) : std::string();
}

std::string Project::installed(const std::string& program) const {
  const std::string path = env->get("PATH").value_or("");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find(':', at), path.size());
    const std::string folder = path.substr(at, end - at);
    if (!folder.empty() && ::access(base::join(folder, program).c_str(), X_OK) == 0) return folder;
    at = end + 1;
  }
  return {};
}

std::optional<Check> discover_by_files(const std::string& root, const base::Env& env) {
  const Project project{root, &env};
  for (auto* look :
       {find_python, find_cmake, find_meson, find_make, find_cargo, find_go, find_node, find_jvm})
    if (auto check = look(project)) return check;
  return std::nullopt;
}

std::optional<Check> discover(const std::string& root, const base::Env& env) {
  const Project project{root, &env};
  for (auto* look : {from_config, from_instructions})
    if (auto check = look(project)) return check;
  return discover_by_files(root, env);
}

}  // namespace verify
