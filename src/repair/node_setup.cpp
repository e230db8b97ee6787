#include "node_setup.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/file.h"
#include "base/paths.h"
#include "json/json.h"

namespace repair {
namespace {

using Words = std::vector<std::string>;

/// The words of a plain command; empty if a shell would do more with it than cut it.
Words words_of(std::string_view command) {
  Words words;
  std::string word;
  char quote = 0;
  bool open = false;
  for (const char c : command) {
    if (quote != 0) {
      if (c == quote)
        quote = 0;
      else
        word += c;
      continue;
    }
    if (std::string_view("&|;<>$`()\\\n").find(c) != std::string_view::npos) return {};
    if (c == '"' || c == '\'') {
      quote = c;
      open = true;
    } else if (c == ' ' || c == '\t') {
      if (open || !word.empty()) words.push_back(std::exchange(word, {}));
      open = false;
    } else {
      word += c;
    }
  }
  if (quote != 0) return {};
  if (open || !word.empty()) words.push_back(word);
  return words;
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> set) {
  return std::find(set.begin(), set.end(), text) != set.end();
}

bool is_script(const Words& words) {
  if (words.size() < 2 || !is_one_of(words[0], {"npm", "pnpm", "yarn"})) return false;
  if (words.size() == 2) return is_one_of(words[1], {"test", "t"});
  return words.size() == 3 && words[1] == "run" && words[2] == "test";
}

/// Loaders that let Node read TypeScript: the server has its own way.
bool is_type_loader(std::string_view name) {
  return name.starts_with("ts-node") || name == "tsx" || name.starts_with("tsx/") || name.starts_with("@swc-node/") ||
         name.starts_with("@swc/register") || name.starts_with("esbuild-register") || name.starts_with("@esbuild-kit/") ||
         name.starts_with("tsconfig-paths") || name == "--experimental-strip-types" || name == "--experimental-transform-types";
}
void add_require(NodeSetup& setup, const std::string& name) {
  if (!is_type_loader(name)) setup.requires_.push_back(name);
}

bool has_any(const std::string& root, std::initializer_list<const char*> names) {
  return std::any_of(names.begin(), names.end(),
                     [&](const char* name) { return base::exists(base::join(root, name)); });
}

std::optional<NodeSetup> of_node(const Words& words) {
  NodeSetup setup;
  setup.flavour = "node";
  bool is_test = false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--test") {
      is_test = true;
    } else if ((word == "-r" || word == "--require") && i + 1 < words.size()) {
      add_require(setup, words[++i]);
    } else if (word.starts_with("--require=")) {
      add_require(setup, word.substr(10));
    } else if (is_one_of(word, {"--import", "--loader", "--experimental-loader"}) && i + 1 < words.size()) {
      if (!is_type_loader(words[++i])) setup.options.push_back(word + "=" + words[i]);
    } else if (is_type_loader(word) || is_type_loader(word.substr(std::min(word.size(), word.find('=') + 1)))) {
      continue;
    } else if (word.starts_with("--test-") || word.starts_with("--watch")) {
      if (word.starts_with("--test-name-pattern") || word.starts_with("--watch") || word == "--test-only") return std::nullopt;
      if (word.find('=') == std::string::npos && is_one_of(word, {"--test-reporter", "--test-reporter-destination", "--test-concurrency", "--test-timeout"})) ++i;
    } else if (word.starts_with("--")) {
      setup.options.push_back(word);
    } else if (word.starts_with('-')) {
      return std::nullopt;
    } else {
      setup.files.push_back(word);
    }
  }
  if (!is_test && setup.files.size() != 1) return std::nullopt;
  return setup;
}

std::vector<std::string> strings_of(const json::Value* value) {
  if (value == nullptr) return {};
  if (value->is_string()) return {std::string(json::string_or(value))};
  std::vector<std::string> out;
  if (const auto* list = json::array_or_null(value))
    for (const auto& one : *list) out.emplace_back(json::string_or(&one));
  return out;
}

/// .mocharc.json, or "mocha" of package.json. False: it asks for more.
bool read_mocha(const json::Value& config, NodeSetup& setup) {
  const auto* object = json::object_or_null(&config);
  if (object == nullptr) return false;
  for (const auto& [key, value] : *object) {
    if (key == "require" || key == "import" || key == "loader") {
      for (const auto& name : strings_of(&value)) add_require(setup, name);
    } else if (key == "node-option") {
      for (const auto& option : strings_of(&value))
        if (!is_type_loader(option) && !is_type_loader(option.substr(option.find('=') + 1))) return false;
    } else if (key == "spec") {
      setup.files = strings_of(&value);
    } else if (key == "ui") {
      if (json::string_or(&value) != "bdd") return false;
    } else if (!is_one_of(std::string_view(key), {"extension", "extensions", "timeout", "reporter", "recursive", "exit", "color", "colors", "$schema", "slow", "bail", "parallel", "jobs"})) {
      return false;
    }
  }
  return true;
}

std::optional<NodeSetup> of_mocha(const Words& words, std::size_t first, const std::string& root) {
  if (has_any(root, {".mocharc.js", ".mocharc.cjs", ".mocharc.yml", ".mocharc.yaml", ".mocharc.jsonc", "test/mocha.opts"}))
    return std::nullopt;
  NodeSetup setup;
  setup.flavour = "mocha";
  for (const char* name : {"package.json", ".mocharc.json"}) {
    const auto text = base::read_file(base::join(root, name), std::size_t{1} << 20);
    if (!text) continue;
    const auto config = json::parse(*text);
    const bool is_own = std::string_view(name) != "package.json";
    const auto* part = !config ? nullptr : is_own ? &*config : json::find(*config, "mocha");
    if ((is_own && part == nullptr) || (part != nullptr && !read_mocha(*part, setup))) return std::nullopt;
  }
  bool is_first = true;
  for (std::size_t i = first; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (is_one_of(word, {"-r", "--require", "--import", "--loader"}) && i + 1 < words.size()) {
      add_require(setup, words[++i]);
    } else if (word.starts_with("--require=") || word.starts_with("--import=") || word.starts_with("--loader=")) {
      add_require(setup, word.substr(word.find('=') + 1));
    } else if (is_one_of(word, {"-R", "--reporter", "-t", "--timeout", "--extension", "--extensions"})) {
      ++i;
    } else if (is_one_of(word, {"--exit", "--colors", "--check-leaks", "--recursive"}) || word.starts_with("--reporter=") ||
               word.starts_with("--timeout=") || word.starts_with("--extension")) {
      continue;
    } else if (word.starts_with('-')) {
      return std::nullopt;
    } else {
      if (is_first) setup.files.clear();
      is_first = false;
      setup.files.push_back(word);
    }
  }
  return setup;
}

/// True if the configuration has one of the words that change what tests find around them.
bool asks_for_more(std::string_view config, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return config.find(word) != std::string_view::npos; });
}

std::optional<NodeSetup> of_jest(const Words& words, std::size_t first, const std::string& root) {
  const auto package = base::read_file(base::join(root, "package.json"), std::size_t{1} << 20);
  std::string config;
  if (const auto parsed = package ? json::parse(*package) : base::fail(base::Code::not_found, ""); parsed)
    if (const auto* part = json::find(*parsed, "jest")) config = json::dump(*part);
  for (const char* end : {"js", "ts", "cjs", "mjs", "json"})
    if (const auto text = base::read_file(base::join(root, std::string("jest.config.") + end), std::size_t{1} << 20)) config += *text;
  if (asks_for_more(config, {"setupFiles", "moduleNameMapper", "globalSetup", "jsdom", "resolver", "projects", "testRegex",
                             "automock", "fakeTimers", "modulePaths", "snapshotSerializers", "testRunner"}))
    return std::nullopt;
  NodeSetup setup;
  setup.flavour = "jest";
  for (std::size_t i = first; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (is_one_of(word, {"--verbose", "--ci", "--coverage", "--runInBand", "-i", "--silent", "--passWithNoTests", "--no-cache", "--forceExit",
                         "--detectOpenHandles", "--no-coverage", "--coverage=false"}) || word.starts_with("--maxWorkers="))
      continue;
    if (word.starts_with('-')) return std::nullopt;
    setup.files.push_back(word);
  }
  return setup;
}

std::optional<NodeSetup> of_vitest(const Words& words, std::size_t first, const std::string& root) {
  std::string config;
  for (const char* name : {"vitest.config", "vite.config"})
    for (const char* end : {".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"})
      if (const auto text = base::read_file(base::join(root, std::string(name) + end), std::size_t{1} << 20)) config += *text;
  if (has_any(root, {"vitest.workspace.ts", "vitest.workspace.js", "vitest.workspace.json"}) ||
      asks_for_more(config, {"setupFiles", "alias", "globalSetup", "jsdom", "happy-dom", "include:", "projects", "plugins", "mockReset", "restoreMocks"}))
    return std::nullopt;
  NodeSetup setup;
  setup.flavour = "vitest";
  for (std::size_t i = first; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (is_one_of(word, {"run", "--run", "--coverage", "--globals", "--passWithNoTests", "--silent"}) || word.starts_with("--reporter=") ||
        word.starts_with("--coverage"))
      continue;
    if (word.starts_with('-') || word == "watch" || word == "bench") return std::nullopt;
    setup.files.push_back(word);
  }
  return setup;
}

std::optional<NodeSetup> of_runner(const Words& words, const std::string& root) {
  std::size_t first = !words.empty() && is_one_of(words[0], {"npx", "bunx"}) ? 1 : 0;
  if (words.size() > 2 && is_one_of(words[0], {"pnpm", "yarn", "npm"}) && words[1] == "exec") first = words[2] == "--" ? 3 : 2;
  if (words.size() <= first) return std::nullopt;
  const std::string program(base::file_name(words[first++]));
  const Words rest(words.begin() + static_cast<std::ptrdiff_t>(first - 1), words.end());
  if (is_one_of(program, {"node", "tsx", "ts-node", "ts-node-esm"})) return of_node(rest);
  if (program == "mocha" || program == "_mocha") return of_mocha(words, first, root);
  if (program == "jest") return of_jest(words, first, root);
  if (program == "vitest") return of_vitest(words, first, root);
  return std::nullopt;
}

/// `tsc`, with nothing that makes it more than one run of the folder's own tsconfig.json.
bool is_compiler(const Words& words) {
  const std::size_t first = !words.empty() && words[0] == "npx" ? 1 : 0;
  if (words.size() <= first || base::file_name(words[first]) != "tsc") return false;
  for (std::size_t i = first + 1; i < words.size(); ++i) {
    if (is_one_of(words[i], {"-p", "--project", "-b", "--build"}) && i + 1 < words.size() && is_one_of(words[i + 1], {".", "./", "tsconfig.json", "./tsconfig.json"})) ++i;
    else if (!is_one_of(words[i], {"-b", "--build", "--pretty", "--incremental"})) return false;
  }
  return true;
}

/// The commands of a script, one behind the other by "&&".
std::vector<Words> commands_of(std::string_view script) {
  std::vector<Words> out;
  while (true) {
    const auto end = script.find("&&");
    out.push_back(words_of(script.substr(0, end)));
    if (end == std::string_view::npos) return out;
    script.remove_prefix(end + 2);
  }
}

constexpr int k_scripts_max = 4;  ///< that call one another
constexpr std::size_t k_commands_max = 20;

/// `command`, with scripts of package.json in the place of their calls. False: one is not there, or they are too many.
bool expand(const json::Value* package, std::string_view command, std::vector<Words>& out, int depth) {
  for (auto& words : commands_of(command)) {
    if (out.size() >= k_commands_max) return false;
    const bool is_run = words.size() == 3 && is_one_of(words[0], {"npm", "pnpm", "yarn"}) && words[1] == "run";
    if (!is_script(words) && !is_run) {
      out.push_back(std::move(words));
      continue;
    }
    const std::string name = is_run ? words[2] : "test";
    if (package == nullptr || depth >= k_scripts_max) return false;
    for (const auto& one : {"pre" + name, name}) {
      const auto* script = json::find(*package, "scripts", one);
      if (script == nullptr && one == name) return false;
      if (script != nullptr && !expand(package, json::string_or(script), out, depth + 1)) return false;
    }
  }
  return true;
}

}  // namespace

std::optional<NodeSetup> node_setup(const verify::Check& check, const std::string& root) {
  const auto text = base::read_file(base::join(root, "package.json"), std::size_t{1} << 20);
  const auto package = text ? json::parse(*text) : base::fail(base::Code::not_found, "");
  std::vector<Words> commands;
  if (!expand(package ? &*package : nullptr, check.command, commands, 0) || commands.empty()) return std::nullopt;
  for (std::size_t i = 0; i + 1 < commands.size(); ++i)
    if (!is_compiler(commands[i])) return std::nullopt;
  auto setup = of_runner(commands.back(), root);
  if (setup) setup->is_compiled = commands.size() > 1;
  return setup;
}

}  // namespace repair
