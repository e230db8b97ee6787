#include "hook_setup.h"

#include <algorithm>
#include <array>
#include <set>

#include "agent/prompt.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/try.h"
#include "code/walk.h"
#include "text/sha256.h"
#include "trust.h"

namespace engine {

using base::Code;

namespace {

constexpr std::array<std::string_view, 3> k_files = {".plumb/hooks.json", ".claude/settings.json", ".claude/settings.local.json"};
constexpr std::string_view k_word_ends = " \t\n;|&<>()`";
constexpr std::string_view k_name_ends = " \t\n;|&<>()`\"'$={},:\\/";   // wherever one may end, also in quotes within quotes
constexpr std::string_view k_patterns = "*?[";
constexpr std::size_t k_script_max = std::size_t{16} << 20;
constexpr std::size_t k_scripts_max = 1000;
constexpr std::size_t k_entries_max = 100'000;   // of the project that are looked at
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

void add_script(std::string path, std::vector<std::string>& out) {
  if (!path.empty() && std::find(out.begin(), out.end(), path) == out.end()) out.push_back(std::move(path));
}

std::vector<std::string> texts_of(const Hook& hook) {
  std::vector<std::string> out = {hook.command};
  if (hook.args) out.insert(out.end(), hook.args->begin(), hook.args->end());
  return out;
}

void add_named(const Hook& hook, const std::string& folder, std::vector<std::string>& out) {
  std::vector<std::string> words = words_of(hook.command);
  const auto texts = texts_of(hook);   // with args each is a word
  words.insert(words.end(), texts.begin(), texts.end());
  for (auto& word : words) add_script(file_in(folder, std::move(word)), out);
}

void add_names(const Hook& hook, std::set<std::string, std::less<>>& out) {
  for (const std::string& text : texts_of(hook)) {
    for (const auto& word : words_of(text)) out.emplace(base::file_name(word));
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find_first_of(k_name_ends, at), text.size());
      if (end > at) out.insert(text.substr(at, end - at));
      at = end + 1;
    }
  }
}

/// Whether it puts names together while it runs: then they are not in its text.
bool is_unclear(const Hook& hook) {
  for (std::string text : texts_of(hook)) {
    for (const auto variable : k_project_dir)
      for (auto at = text.find(variable); at != std::string::npos; at = text.find(variable)) text.erase(at, variable.size());
    if (text.find_first_of("$`") != std::string::npos || text.find_first_of(k_patterns) != std::string::npos) return true;
  }
  return false;
}

/// Those that the commands name by a path, and every file of the project that has a name of theirs: where `cd`, or a variable,
/// leads is known when it runs.
base::Result<> add_scripts(const std::vector<Hook>& hooks, HookSetup& out) {
  std::set<std::string, std::less<>> names;
  for (const auto& hook : hooks) {
    add_named(hook, out.folder, out.scripts);
    add_names(hook, names);
    if (is_unclear(hook)) out.unclear.push_back(shown(hook));
  }
  code::WalkOptions options;
  options.hidden = code::Hidden::show;
  options.ignored = code::Ignored::show;
  options.entries_max = k_entries_max;
  TRY(const auto walked, code::walk(out.folder, options));
  if (walked.cut) out.unclear.push_back("(the project is large: scripts deep in it were not looked for)");
  for (const auto& entry : walked.entries) {
    if (entry.kind == code::Kind::other || !names.contains(base::file_name(entry.path))) continue;
    add_script(file_in(out.folder, entry.path), out.scripts);
    if (out.scripts.size() > k_scripts_max)
      return base::fail(Code::too_big, "more than " + std::to_string(k_scripts_max) + " of its files have a name that their commands name");
  }
  return {};
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
  TRY_DO(add_scripts(hooks, out));
  TRY(out.hash, hash_of(out.folder, all_of(out)));
  find_trust(settings, "hooks", out.owner, out);
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
