#include "hook_setup.h"

#include <algorithm>
#include <array>

#include "agent/prompt.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "text/sha256.h"
#include "trust.h"

namespace engine {

using base::Code;

namespace {

constexpr std::array<std::string_view, 3> k_files = {".plumb/hooks.json", ".claude/settings.json", ".claude/settings.local.json"};
constexpr std::string_view k_word_ends = " \t\n;|&<>()`";
constexpr std::size_t k_script_max = std::size_t{1} << 20;
constexpr std::string_view k_project_dir[] = {"$CLAUDE_PROJECT_DIR", "${CLAUDE_PROJECT_DIR}"};

/// The folder of the session, else the repository around it, whichever has one of the files; "" = neither.
std::string folder_with_hooks(const std::string& cwd) {
  for (const auto& folder : {cwd, agent::project_root(cwd)})
    for (const auto file : k_files)
      if (base::exists(base::join(folder, file))) return folder;
  return {};
}

/// A word of a command as a path in the project; "" = it names no file of it.
std::string file_in(const std::string& folder, std::string word) {
  for (const auto variable : k_project_dir)
    if (word.starts_with(variable)) word.replace(0, variable.size(), folder);
  const std::string path = base::normalize(base::join(folder, word));
  if (word.empty() || !base::is_within(path, folder) || base::is_dir(path) || !base::exists(path)) return {};
  return base::relative(path, folder);
}

/// As a shell would cut them, without expanding anything: "$DIR"/a is one word, and its quotes are none of it.
std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> out;
  std::string word;
  char quote = 0;
  for (const char c : command + "\n") {
    if (quote == 0 && k_word_ends.find(c) != std::string_view::npos) {
      if (!word.empty()) out.push_back(std::exchange(word, {}));
    } else if (c == quote) {
      quote = 0;
    } else if (quote == 0 && (c == '"' || c == '\'')) {
      quote = c;
    } else {
      word += c;
    }
  }
  return out;
}

void add_scripts(const Hook& hook, const std::string& folder, std::vector<std::string>& out) {
  std::vector<std::string> words = words_of(hook.command);
  words.push_back(hook.command);   // with args it is one path
  if (hook.args) words.insert(words.end(), hook.args->begin(), hook.args->end());
  for (auto& word : words)
    if (auto path = file_in(folder, std::move(word)); !path.empty() && std::find(out.begin(), out.end(), path) == out.end())
      out.push_back(std::move(path));
}

/// Of names and contents. Fails with too_big and as read_file.
base::Result<std::string> hash_of(const std::string& folder, const std::vector<std::string>& files) {
  std::string all;
  for (const auto& file : files) {
    TRY(const auto bytes, base::read_file(base::join(folder, file), k_script_max));
    all += text::sha256_hex(file) + text::sha256_hex(bytes);
  }
  return text::sha256_hex(all);
}

std::vector<std::string> all_of(const HookSetup& setup) {
  std::vector<std::string> out = setup.files;
  out.insert(out.end(), setup.scripts.begin(), setup.scripts.end());
  return out;
}

bool is_same(const Hook& a, const Hook& b) {
  return a.event == b.event && a.matcher == b.matcher && a.command == b.command && a.args == b.args;
}

base::Result<std::vector<Hook>> read_files(HookSetup& out) {
  std::vector<Hook> hooks;
  for (const auto name : k_files) {
    const std::string path = base::join(out.folder, name);
    if (!base::exists(path)) continue;
    TRY(const auto text, base::read_file(path, k_hook_file_max));
    TRY(auto read, read_project_hooks(text, path));
    if (!read.hooks.empty()) out.files.emplace_back(name);
    for (const auto& why : read.left_out) out.notices.push_back("a hook is left out: " + path + ": " + why);
    for (auto& hook : read.hooks)   // the same in two files is meant for two programs
      if (std::none_of(hooks.begin(), hooks.end(), [&](const auto& known) { return is_same(known, hook); })) hooks.push_back(std::move(hook));
  }
  return hooks;
}

base::Result<> add_project(const Settings& settings, const std::string& cwd, const std::optional<AttemptOf>& attempt, HookSetup& out) {
  out.folder = folder_with_hooks(cwd);
  if (out.folder.empty()) return {};
  // An attempt works in a copy of what the user has trusted.
  out.owner = attempt && out.folder == cwd ? attempt->project : out.folder;
  TRY(auto hooks, read_files(out));
  if (hooks.empty()) return {};
  for (const auto& hook : hooks) add_scripts(hook, out.folder, out.scripts);
  TRY(out.hash, hash_of(out.folder, all_of(out)));
  const auto trusted = is_trusted(settings, "hooks", out.owner, out.hash);
  out.is_trusted = trusted.now;
  out.was_trusted = trusted.before;
  if (!out.is_trusted) {
    out.notices.push_back("the project's hooks (" + std::to_string(hooks.size()) + ") " +
                          (out.was_trusted ? "changed since you trusted them" : "are not trusted") +
                          " and do not run: `plumb hooks trust` after a look at them");
  }
  auto& into = out.is_trusted ? out.hooks : out.refused;
  std::move(hooks.begin(), hooks.end(), std::back_inserter(into));
  return {};
}

}  // namespace

base::Result<HookSetup> find_hooks(const Settings& settings, const std::string& cwd, const std::optional<AttemptOf>& attempt) {
  HookSetup out;
  TRY(out.hooks, read_user_hooks(settings.config_text, settings.config_path));
  if (const auto added = add_project(settings, cwd, attempt, out); !added) {   // it must not keep the user from working there
    out.notices.push_back("the project's hooks do not run: " + added.error().what);
    out.files.clear();
  }
  return out;
}

bool is_unchanged(const HookSetup& setup) {
  const auto now = hash_of(setup.folder, all_of(setup));
  return now && *now == setup.hash;
}

}  // namespace engine
