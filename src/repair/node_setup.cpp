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

bool is_typescript(std::string_view name) {
  return name.ends_with(".ts") || name.ends_with(".mts") || name.ends_with(".cts") || name.ends_with(".tsx");
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
      setup.requires_.push_back(words[++i]);
    } else if (word.starts_with("--require=")) {
      setup.requires_.push_back(word.substr(10));
    } else if ((word == "--import" || word == "--loader" || word == "--experimental-loader") && i + 1 < words.size()) {
      setup.options.push_back(word + "=" + words[++i]);
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

std::optional<NodeSetup> of_mocha(const Words& words, std::size_t first, const std::string& root) {
  if (has_any(root, {".mocharc.js", ".mocharc.cjs", ".mocharc.json", ".mocharc.yml", ".mocharc.yaml", ".mocharc.jsonc", "test/mocha.opts"}))
    return std::nullopt;
  NodeSetup setup;
  setup.flavour = "mocha";
  for (std::size_t i = first; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (is_one_of(word, {"-r", "--require"}) && i + 1 < words.size()) {
      setup.requires_.push_back(words[++i]);
    } else if (is_one_of(word, {"-R", "--reporter", "-t", "--timeout"})) {
      ++i;
    } else if (is_one_of(word, {"--exit", "--colors", "--check-leaks"}) || word.starts_with("--reporter=") || word.starts_with("--timeout=")) {
      continue;
    } else if (word.starts_with('-')) {
      return std::nullopt;
    } else {
      setup.files.push_back(word);
    }
  }
  return setup;
}

}  // namespace

std::optional<NodeSetup> node_setup(const verify::Check& check, const std::string& root) {
  Words words = words_of(check.command);
  if (is_script(words)) {
    const auto text = base::read_file(base::join(root, "package.json"), std::size_t{1} << 20);
    if (!text) return std::nullopt;
    const auto package = json::parse(*text);
    if (!package || json::find(*package, "scripts", "pretest") != nullptr || json::find(*package, "mocha") != nullptr)
      return std::nullopt;
    words = words_of(json::string_or(json::find(*package, "scripts", "test")));
  }
  if (words.empty()) return std::nullopt;
  std::optional<NodeSetup> setup;
  if (words[0] == "node") setup = of_node(words);
  if (words[0] == "mocha") setup = of_mocha(words, 1, root);
  if (words[0] == "npx" && words.size() > 1 && words[1] == "mocha") setup = of_mocha(words, 2, root);
  if (setup && std::any_of(setup->files.begin(), setup->files.end(), is_typescript)) return std::nullopt;
  return setup;
}

}  // namespace repair
