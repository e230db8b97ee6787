// The files of .git that changed are sorted by repository; then HEAD, refs, reflogs and a few others are
// read on both sides and told; everything else is counted. The reflog of HEAD says best where HEAD was and
// went and why, since a branch's own file may not be there before (packed) or not afterwards.

#include "workspace/git_effects.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "base/file.h"
#include "base/paths.h"
#include "git_config.h"

namespace workspace {
namespace {

using Side = txn::Store::Side;
using txn::Kind;

constexpr std::size_t k_read_max = std::size_t{4} << 20;
constexpr std::size_t k_inside_max = 50'000;
constexpr std::size_t k_named_max = 8;      // of one kind of refs, of keys, of hooks
constexpr std::size_t k_message_max = 72;

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, k_message_max))
    out.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c);
  if (text.size() > k_message_max) out += "...";
  return out;
}

bool is_hash(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}
bool is_zero(std::string_view hash) { return hash.find_first_not_of('0') == std::string_view::npos; }
std::string brief(std::string_view hash) { return std::string(hash.substr(0, 7)); }

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

template <class Each>
void each_line(std::string_view text, Each each) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    each(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

struct LogLine {
  std::string from, to, message;
};
std::vector<LogLine> log_lines(std::string_view text) {
  std::vector<LogLine> out;
  each_line(text, [&](std::string_view line) {
    const std::size_t one = line.find(' ');
    if (one == std::string_view::npos) return;
    const std::size_t two = line.find(' ', one + 1);
    LogLine made{std::string(line.substr(0, one)),
                 std::string(line.substr(one + 1, two == std::string_view::npos ? two : two - one - 1)), ""};
    if (!is_hash(made.from) || !is_hash(made.to)) return;
    const std::size_t tab = line.find('\t');
    if (tab != std::string_view::npos) made.message = line.substr(tab + 1);
    out.push_back(std::move(made));
  });
  return out;
}

// A file of one repository that changed.
struct Changed {
  bool was = false, is = false;
  std::string path;                 // from the project's root
  std::size_t effect = 0;
  bool is_inner = false;            // in a folder made or removed whole
};

// The texts of a file on both sides; nothing where there is none.
struct Texts {
  std::optional<std::string> before, after;
};

class Repository {
 public:
  Repository(const txn::Transaction& transaction, const txn::Store& store, std::string folder)
      : transaction_(transaction), store_(store), folder_(std::move(folder)) {}

  void add(std::string rest, Changed changed) { files_.emplace(std::move(rest), std::move(changed)); }
  bool is_made = false, is_removed = false;

  std::vector<std::string> tell() {
    if (is_removed) return {"git repository removed"};
    tell_head();
    if (is_made) lines_.insert(lines_.begin(), "git repository created");
    tell_refs("refs/heads/", "branch ", "branches");
    tell_refs("refs/tags/", "tag ", "tags");
    tell_refs("refs/remotes/", "", "remote branches");
    tell_stash();
    if (take("index")) lines_.emplace_back("index updated");
    tell_progress();
    tell_configuration();
    tell_hooks();
    tell_objects();
    const std::size_t rest = static_cast<std::size_t>(
        std::count_if(files_.begin(), files_.end(), [](const auto& file) { return !is_quiet(file.first); }));
    if (rest > 0 && !is_made)
      lines_.push_back((lines_.empty() ? "" : "and ") + std::to_string(rest) +
                       (lines_.empty() ? "" : " more") + " of git's files");
    return std::move(lines_);
  }

 private:
  // Written beside what is told.
  static bool is_quiet(std::string_view name) {
    static constexpr std::array<std::string_view, 8> k_quiet = {
        "COMMIT_EDITMSG", "ORIG_HEAD", "AUTO_MERGE", "MERGE_RR", "MERGE_MODE", "MERGE_MSG",
        "info/refs",      "REBASE_HEAD"};
    return name.starts_with("logs/") ||
           std::find(k_quiet.begin(), k_quiet.end(), name) != k_quiet.end();
  }

  std::optional<std::string> read(const Changed& file, Side side) const {
    if (!file.is_inner) {
      auto text = store_.content(transaction_.number, transaction_.effects[file.effect], side, k_read_max);
      if (!text) return std::nullopt;
      return *std::move(text);
    }
    const auto at = store_.where(transaction_.number, file.path, side);
    struct stat st {};
    if (!at || ::lstat(at->c_str(), &st) != 0 || !S_ISREG(st.st_mode)) return std::nullopt;
    auto text = base::read_file(*at, k_read_max);
    if (!text) return std::nullopt;
    return *std::move(text);
  }
  // Of a file that may or may not have changed.
  Texts texts(const std::string& name) const {
    Texts out;
    if (const auto file = files_.find(name); file != files_.end()) {
      if (file->second.was) out.before = read(file->second, Side::before);
      if (file->second.is) out.after = read(file->second, Side::after);
      return out;
    }
    const Changed same{true, true, base::join(folder_, name), 0, true};
    out.before = read(same, Side::before);
    out.after = out.before;
    return out;
  }
  std::optional<Changed> take(const std::string& name) {
    const auto file = files_.find(name);
    if (file == files_.end()) return std::nullopt;
    Changed out = file->second;
    files_.erase(file);
    return out;
  }
  // What was added to a reflog; nothing if it was rewritten.
  std::vector<LogLine> news(const std::string& name) const {
    if (!files_.contains(name)) return {};
    const Texts log = texts(name);
    if (!log.after) return {};
    const std::string_view old = log.before ? std::string_view(*log.before) : "";
    if (!log.after->starts_with(old)) return {};
    return log_lines(std::string_view(*log.after).substr(old.size()));
  }

  // "main" for "ref: refs/heads/main", "" for anything else.
  static std::string branch_of(const std::optional<std::string>& head) {
    constexpr std::string_view k_ref = "ref: refs/heads/";
    if (!head || !head->starts_with(k_ref)) return "";
    return std::string(first_line(*head).substr(k_ref.size()));
  }

  std::string branch_moved(const std::string& from, const std::string& to) const {
    constexpr std::string_view k_prefix = "refs/heads/";
    for (auto file = files_.lower_bound(std::string(k_prefix));
         file != files_.end() && file->first.starts_with(k_prefix); ++file) {
      const Texts text = texts(file->first);
      if (!text.after || first_line(*text.after) != to) continue;
      if (!text.before ? file->second.was : first_line(*text.before) != from) continue;
      const auto log = news("logs/" + file->first);
      if (!text.before && !log.empty() && log.front().from != from) continue;
      return file->first.substr(k_prefix.size());
    }
    return "";
  }

  void tell_head() {
    const bool has_moved = files_.contains("HEAD");
    const Texts head = texts("HEAD");
    const auto log = news("logs/HEAD");
    take("HEAD");
    if (!has_moved && log.empty()) return;
    const std::string old_name = branch_of(head.before);
    std::string new_name = branch_of(head.after);
    // A store knows what changed, not what stayed: then it is the branch that made the same move.
    if (!has_moved && new_name.empty()) new_name = branch_moved(log.front().from, log.back().to);
    std::string from = log.empty() ? "" : log.front().from;
    std::string to = log.empty() ? "" : log.back().to;
    // Detached: the hash stands in HEAD itself.
    if (from.empty() && head.before && is_hash(first_line(*head.before))) from = first_line(*head.before);
    if (to.empty() && head.after && is_hash(first_line(*head.after))) to = first_line(*head.after);
    if (!new_name.empty()) told_.insert("refs/heads/" + new_name);
    const std::string why = log.empty() || log.back().message.empty()
                                ? ""
                                : " (" + shown(log.back().message) + ")";
    const std::string there = !new_name.empty() ? shown(new_name) : head.after ? "detached" : "";
    std::string line = "HEAD: ";
    if (!has_moved || old_name == new_name || !head.before) {
      if (from == to && !is_made) return;
      if (from.empty() || is_zero(from))
        line += there + (to.empty() ? "" : (there.empty() ? "at " : " at ") + brief(to)) + why;
      else
        line += (new_name.empty() ? "" : there + " ") + brief(from) + " -> " + brief(to) + why;
    } else {
      const std::string here = old_name.empty() ? "detached" : shown(old_name);
      if (to.empty())
        line += here + " -> " + there;
      else if (from == to)
        line += here + " -> " + there + " (" + brief(to) + ")";
      else
        line += here + " " + (is_zero(from) ? "" : brief(from) + " ") + "-> " + there + " " + brief(to);
      // A new branch is told by itself too.
      if (from == to) told_.erase("refs/heads/" + new_name);
    }
    lines_.push_back(std::move(line));
  }

  using Refs = std::map<std::string, std::string>;
  static Refs packed(const std::optional<std::string>& text) {
    Refs out;
    if (text)
      each_line(*text, [&](std::string_view line) {
        const std::size_t space = line.find(' ');
        if (space != std::string_view::npos && is_hash(line.substr(0, space)))
          out.emplace(line.substr(space + 1), line.substr(0, space));
      });
    return out;
  }

  void tell_refs(const std::string& prefix, std::string_view kind, std::string_view many) {
    if (!has_packed_) {
      const Texts text = texts("packed-refs");
      packed_before_ = packed(text.before);
      packed_after_ = packed(text.after);
      packed_changed_ = take("packed-refs").has_value();
      has_packed_ = true;
    }
    std::set<std::string> names;
    for (auto file = files_.lower_bound(prefix); file != files_.end() && file->first.starts_with(prefix); ++file)
      if (!file->first.ends_with(".lock")) names.insert(file->first);
    // Without a file of its own a packed ref counts only if it was and is packed, or goes: what is
    // packed anew is the old thing in another place.
    if (packed_changed_)
      for (const auto& [name, hash] : packed_before_)
        if (name.starts_with(prefix)) names.insert(name);
    std::size_t told = 0;
    for (const std::string& name : names) {
      const std::string line = ref_line(name, std::string(kind) + shown(name.substr(prefix.size())));
      take(name);
      if (line.empty() || told_.contains(name)) continue;
      if (++told <= k_named_max) lines_.push_back(line);
    }
    if (told > k_named_max)
      lines_.push_back("and " + std::to_string(told - k_named_max) + " more " + std::string(many));
  }

  std::string ref_line(const std::string& name, const std::string& label) const {
    const auto value = [&](bool is_there, const std::optional<std::string>& text, const Refs& packed_refs) {
      if (is_there) return text ? std::string(first_line(*text)) : std::string();
      const auto found = packed_refs.find(name);
      return found == packed_refs.end() ? std::string() : found->second;
    };
    const auto file = files_.find(name);
    const bool is_file = file != files_.end();
    const Texts text = is_file ? texts(name) : Texts{};
    std::string before = value(is_file && file->second.was, text.before, packed_before_);
    std::string after = value(is_file && file->second.is, text.after, packed_after_);
    const auto log = news("logs/" + name);
    if (before.empty() && !log.empty() && !is_zero(log.front().from)) before = log.front().from;
    if (before.starts_with("ref: ") || after.starts_with("ref: ")) return "";  // origin/HEAD
    if (before == after) return "";
    if (after.empty()) return label + " deleted (was " + brief(before) + ")";
    if (before.empty()) return label + " created at " + brief(after);
    return label + " " + brief(before) + " -> " + brief(after);
  }

  void tell_stash() {
    const std::string log = "logs/refs/stash";
    const bool has_changed = files_.contains(log) || files_.contains("refs/stash");
    const Texts text = files_.contains(log) ? texts(log) : Texts{};
    take("refs/stash");
    if (!has_changed) return;
    const auto count = [](const std::optional<std::string>& lines) {
      return lines ? static_cast<std::int64_t>(log_lines(*lines).size()) : 0;
    };
    const std::int64_t more = count(text.after) - count(text.before);
    if (more == 0) {
      lines_.emplace_back("stash changed");
      return;
    }
    const std::int64_t size = more > 0 ? more : -more;
    lines_.push_back("stash: " + std::to_string(size) + (size == 1 ? " entry " : " entries ") +
                     (more > 0 ? "added" : "removed"));
  }

  // Folders and files that stand for something under way.
  void tell_progress() {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> k_marks = {
        {{"MERGE_HEAD", "merge"},
         {"CHERRY_PICK_HEAD", "cherry-pick"},
         {"REVERT_HEAD", "revert"},
         {"BISECT_LOG", "bisection"},
         {"rebase-merge/", "rebase"},
         {"rebase-apply/", "rebase"}}};
    for (const auto& [mark, what] : k_marks) {
      bool was = false;
      bool is = false;
      for (auto file = files_.lower_bound(std::string(mark)); file != files_.end() && file->first.starts_with(mark);) {
        was |= file->second.was;
        is |= file->second.is;
        file = files_.erase(file);
      }
      if (is && !was) lines_.push_back("a " + std::string(what) + " is under way");
      if (was && !is) lines_.push_back("a " + std::string(what) + " ended");
    }
    std::erase_if(files_, [](const auto& file) { return file.first.starts_with("BISECT_"); });
  }

  void add_list(const std::string& head, const std::vector<std::string>& names) {
    if (names.empty()) return;
    std::string line = head;
    for (std::size_t i = 0; i < names.size() && i < k_named_max; ++i)
      line += (i == 0 ? "" : ", ") + shown(names[i]);
    if (names.size() > k_named_max) line += " and " + std::to_string(names.size() - k_named_max) + " more";
    lines_.push_back(std::move(line));
  }

  void tell_configuration() {
    std::vector<std::string> keys;
    for (const char* name : {"config", "config.worktree"}) {
      if (!files_.contains(name)) continue;
      const Texts text = texts(name);
      take(name);
      if (is_made) continue;
      const auto parse = [](const std::optional<std::string>& one) {
        return parse_git_config(one.value_or("")).value_or(std::vector<GitSetting>{});
      };
      const auto before = parse(text.before);
      const auto after = parse(text.after);
      const auto add = [&](const std::vector<GitSetting>& some, const std::vector<GitSetting>& others) {
        for (const GitSetting& setting : some)
          if (std::find(others.begin(), others.end(), setting) == others.end() &&
              std::find(keys.begin(), keys.end(), setting.key) == keys.end())
            keys.push_back(setting.key);
      };
      add(after, before);
      add(before, after);
    }
    add_list("configuration: ", keys);
  }

  void tell_hooks() {
    std::vector<std::string> hooks;
    for (auto file = files_.lower_bound("hooks/"); file != files_.end() && file->first.starts_with("hooks/");) {
      if (!file->first.ends_with(".sample")) hooks.push_back(file->first.substr(6));
      file = files_.erase(file);
    }
    add_list("hooks: ", hooks);
  }

  void tell_objects() {
    std::size_t added = 0;
    std::size_t removed = 0;
    bool has_pack = false;
    for (auto file = files_.lower_bound("objects/"); file != files_.end() && file->first.starts_with("objects/");) {
      const std::string_view name = file->first;
      const bool is_pack = name.starts_with("objects/pack/");
      const bool is_loose = name.size() > 11 && name[10] == '/' && is_hash(std::string(38, '0') + std::string(name.substr(8, 2)));
      if (is_pack && name.ends_with(".pack") && file->second.is) has_pack = true;
      if (is_loose) ++(file->second.is ? added : removed);
      file = files_.erase(file);
    }
    if (has_pack) lines_.emplace_back(removed > 0 ? "objects: packed" : "objects: a pack added");
    if (added > 0) lines_.push_back("objects: " + std::to_string(added) + " added");
    if (removed > 0 && !has_pack) lines_.push_back("objects: " + std::to_string(removed) + " removed");
  }

  const txn::Transaction& transaction_;
  const txn::Store& store_;
  const std::string folder_;
  std::map<std::string, Changed> files_;      // by the path in the repository
  std::set<std::string> told_;                // refs that HEAD's line tells
  Refs packed_before_, packed_after_;
  bool has_packed_ = false, packed_changed_ = false;
  std::vector<std::string> lines_;
};

// Where a path below a .git belongs.
struct Home {
  std::string folder;    // the repository's, from the root
  std::string label;     // "", "vendor/x", "worktree wt", "submodule lib"
  std::string rest;
};

bool is_top_name(std::string_view name) {
  static constexpr std::array<std::string_view, 18> k_names = {
      "HEAD",    "index",      "config",     "refs",     "logs",        "objects",
      "hooks",   "info",       "packed-refs", "ORIG_HEAD", "FETCH_HEAD", "branches",
      "modules", "description", "commondir", "gitdir",    "COMMIT_EDITMSG", "config.worktree"};
  return std::find(k_names.begin(), k_names.end(), name) != k_names.end();
}

std::optional<Home> home_of(const std::string& path) {
  const std::string marked = "/" + path + "/";
  const std::size_t at = marked.find("/.git/");
  if (at == std::string::npos) return std::nullopt;
  Home out;
  out.folder = path.substr(0, at + 4);
  out.label = at == 0 ? "" : path.substr(0, at - 1);
  out.rest = path.size() > at + 5 ? path.substr(at + 5) : "";
  const auto enter = [&](std::string_view part, std::string_view kind) {
    if (!out.rest.starts_with(part)) return false;
    const std::size_t begin = part.size();
    // A submodule's name may have slashes: it ends before the first of git's own names.
    std::size_t end = out.rest.find('/', begin);
    while (kind == "submodule " && end != std::string::npos) {
      const std::size_t next = std::min(out.rest.find('/', end + 1), out.rest.size());
      if (is_top_name(std::string_view(out.rest).substr(end + 1, next - end - 1))) break;
      end = next == out.rest.size() ? std::string::npos : next;
    }
    if (end == std::string::npos) end = out.rest.size();
    const std::string name = out.rest.substr(begin, end - begin);
    out.folder += "/" + out.rest.substr(0, end);
    out.label += (out.label.empty() ? "" : ": ") + std::string(kind) + name;
    out.rest = end < out.rest.size() ? out.rest.substr(end + 1) : "";
    return true;
  };
  while (enter("modules/", "submodule ")) {}
  enter("worktrees/", "worktree ");
  return out;
}

}  // namespace

bool is_git_path(std::string_view path) {
  return ("/" + std::string(path) + "/").find("/.git/") != std::string::npos;
}

std::vector<std::string> git_story(const txn::Transaction& transaction, const txn::Store& store) {
  std::map<std::string, std::pair<std::string, Repository>> repositories;   // by folder: label
  const auto add = [&](const std::string& path, const txn::Effect& effect, bool is_inner, bool is_whole) {
    auto home = home_of(path);
    if (!home) return;
    auto& [label, repository] =
        repositories
            .try_emplace(home->folder, home->label, Repository(transaction, store, home->folder))
            .first->second;
    if (is_whole && !effect.before) repository.is_made = true;
    if (is_whole && !effect.after) repository.is_removed = true;
    if (home->rest.empty()) return;
    Changed changed{effect.before.has_value(), effect.after.has_value(), path,
                    static_cast<std::size_t>(&effect - transaction.effects.data()), is_inner};
    repository.add(std::move(home->rest), std::move(changed));
  };
  for (const txn::Effect& effect : transaction.effects) {
    const auto& shape = effect.after ? effect.after : effect.before;
    const bool is_folder = shape && shape->kind == Kind::folder;
    if (effect.quiet || effect.change == txn::Change::attributes) continue;
    if (!is_folder) {
      // A .git that is a file is the way of a worktree to its repository, told there.
      if (base::file_name(effect.path) != ".git") add(effect.path, effect, false, false);
      continue;
    }
    if (!effect.may_hold_git && !is_git_path(effect.path)) continue;
    const auto inside = store.inside(transaction.number, effect, k_inside_max);
    if (!inside) continue;
    const std::set<std::string> all(inside->begin(), inside->end());
    for (const std::string& path : all) {
      const auto home = home_of(path);
      if (!home) continue;
      const auto below = all.lower_bound(path + "/");
      if (below != all.end() && below->starts_with(path + "/")) continue;   // a folder
      // Made or removed whole: the folder that the repository is lies in the effect's.
      const bool is_whole = base::is_within(home->folder, effect.path);
      if (home->rest.empty()) continue;
      add(path, effect, true, is_whole);
    }
  }
  std::vector<std::string> out;
  for (auto& [folder, named] : repositories) {
    auto& [label, repository] = named;
    const std::size_t colon = label.rfind(": ");
    const bool is_worktree = label.substr(colon == std::string::npos ? 0 : colon + 2).starts_with("worktree ");
    if (is_worktree && (repository.is_made || repository.is_removed)) {
      out.push_back(shown(label) + (repository.is_made ? " added" : " removed"));
      continue;
    }
    for (const std::string& line : repository.tell())
      out.push_back((label.empty() ? "" : shown(label) + ": ") + line);
  }
  return out;
}

}  // namespace workspace
