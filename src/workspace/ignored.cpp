#include "ignored.h"

#include "base/paths.h"
#include "capture.h"
#include "text/ignore.h"

namespace workspace {

static constexpr std::uint64_t k_ignore_file_max = std::uint64_t{1} << 20;

std::vector<bool> find_ignored(const Rooted& root, const Snapshot& tree, const IgnoreTexts& other) {
  struct Level {
    std::string folder;  // "" or "a/b/"
    text::IgnoreRules rules;
    bool ignored = false;
  };
  const auto enter = [&](const text::IgnoreRules& around, const std::string& folder) {
    const std::string file = base::join(folder, ".gitignore");
    const Entry* const there = tree.find(file);
    if (there == nullptr) return around;
    Entry entry;
    entry.kind = there->kind;
    const auto known = other.find(file);
    const auto text = known != other.end() ? base::Result<std::string>(known->second) : read_entry(root, file, entry, k_ignore_file_max);
    // One that cannot be read has no rules, as for git.
    if (!text || entry.kind != Kind::file) return around;
    text::IgnoreRules::Texts texts;
    texts.gitignore = *text;
    return around.enter(folder, texts);
  };
  std::vector<Level> levels;
  levels.push_back({"", enter({}, ""), false});
  std::vector<bool> out;
  out.reserve(tree.entries.size());
  for (const Entry& entry : tree.entries) {
    while (!entry.path.starts_with(levels.back().folder)) levels.pop_back();
    const Level& level = levels.back();
    const bool is_folder = entry.kind == Kind::folder;
    const bool ignored =
        level.ignored ||
        level.rules.ignores(entry.path, is_folder ? text::Entry::folder : text::Entry::file);
    out.push_back(ignored);
    if (!is_folder) continue;
    Level below{entry.path + "/", {}, ignored};
    if (!ignored) below.rules = enter(level.rules, entry.path);
    levels.push_back(std::move(below));
  }
  return out;
}

}  // namespace workspace
