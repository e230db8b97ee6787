// Effects are judged leaf by leaf: a folder made or removed whole is as strict as the strictest of its
// entries, so that a rule about "*.sql" holds whether one file is deleted or the folder around it. For
// each leaf the first rule that fits decides, the managed ones first; where none fits, the defaults.
// Classes are worked out when a rule or a default asks for them: most leaves need a name's look at a
// table, few a look into git's index, hardly any a hash.
//
// What could not be looked at (too many entries, unreadable folders) is held: an answer that was not
// found is not a yes.

#include "workspace/policy.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/paths.h"
#include "policy_leaf.h"
#include "policy_index.h"
#include "policy_rules.h"
#include "policy_saved.h"
#include "protected.h"
#include "protected_git.h"

namespace workspace {

using base::join;
using txn::Change;
using txn::Kind;

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::apply: return "allow";
    case Verdict::hold: return "ask";
    case Verdict::refuse: return "deny";
  }
  return "ask";
}

namespace {

constexpr std::size_t k_leaves_max = 200'000;    // of one effect
constexpr std::size_t k_names_shown = 3;
constexpr std::size_t k_name_max = 200;
constexpr std::size_t k_reasons_max = 4;
constexpr std::size_t k_text_max = std::size_t{1} << 20;

constexpr std::string_view k_runs_later = "runs outside the sandbox later: ";
constexpr std::string_view k_only_here = "deletes what only you have";

// For people: names come from the tree.
std::string shown(std::string_view path) {
  std::string out;
  for (const char c : path.substr(0, k_name_max))
    out.push_back(static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c);
  if (path.size() > k_name_max) out += "...";
  return out;
}

// What the leaves of one effect came to.
class Tally {
 public:
  void add(Verdict verdict, std::string headline, std::string rule, const std::string& path) {
    if (verdict > verdict_) {
      verdict_ = verdict;
      reasons_.clear();
    }
    if (verdict < verdict_ || headline.empty()) return;
    for (Reason& reason : reasons_)
      if (reason.headline == headline && reason.rule == rule) {
        if (++reason.count <= k_names_shown) reason.names.push_back(shown(path));
        return;
      }
    if (reasons_.size() < k_reasons_max)
      reasons_.push_back({std::move(headline), std::move(rule), {shown(path)}, 1});
  }

  /// `path`: of the effect; its own name is not repeated.
  Judgement end(const std::string& path) const {
    Judgement out;
    out.verdict = verdict_;
    for (const Reason& reason : reasons_) {
      out.why += (out.why.empty() ? "" : "; ") + reason.headline;
      if (reason.count > 1 || reason.names[0] != shown(path)) {
        std::string names;
        for (const std::string& name : reason.names) names += (names.empty() ? "" : ", ") + name;
        if (reason.count > reason.names.size())
          names += " and " + std::to_string(reason.count - reason.names.size()) + " more";
        out.why += " (" + names + ")";
      }
      if (out.rule.empty()) out.rule = reason.rule;
    }
    return out;
  }

 private:
  struct Reason {
    std::string headline, rule;
    std::vector<std::string> names;
    std::size_t count = 0;
  };
  Verdict verdict_ = Verdict::apply;
  std::vector<Reason> reasons_;
};

class EffectJudge : public Judge {
 public:
  EffectJudge(std::string root, const Policy& policy)
      : root_(std::move(root)), large_(policy.large), many_(policy.many), saved_(root_) {
    for (const EffectRule& rule : policy.managed) rules_.emplace_back(rule);
    for (const EffectRule& rule : policy.user) rules_.emplace_back(rule);
  }

  void made_here(const std::string& path) override { made_here_.insert(base::normalize(path)); }

  std::vector<Judgement> judge(const txn::Transaction& transaction,
                               const txn::Store& store) override {
    const Side before(root_);
    const Side after(store.upper(transaction.number));
    saved_.begin(before, after, transaction.effects);
    GitRepository* const git = saved_.repository("");
    GitGuard guard(root_, git == nullptr ? "" : git->place().shared, before, after);
    before_ = &before;
    after_ = &after;
    guard_ = &guard;
    note_moves(transaction);
    std::vector<Judgement> out;
    for (const txn::Effect& effect : transaction.effects) out.push_back(judge_effect(effect));
    refuse_git_with(transaction, out);
    return out;
  }

 private:
  struct Facts;
  void note_moves(const txn::Transaction& transaction);
  Judgement judge_effect(const txn::Effect& effect);
  void refuse_git_with(const txn::Transaction& transaction, std::vector<Judgement>& out);
  [[nodiscard]] bool forbids(const std::string& path, Change change) const;
  void judge_leaf(const txn::Effect& effect, const Leaf& leaf, Tally& tally);
  bool is_settled(const Leaf& leaf);

  bool has(Word word, const txn::Effect& effect, const Leaf& leaf);
  bool is_made_here(const std::string& path) const;
  std::string why_unsaved(const Leaf& leaf);
  std::string why_code(const Leaf& leaf);
  std::string why_named(const Leaf& leaf);
  bool is_part_of_database(const std::string& path) const;
  bool replaces_packs(const std::string& path) const;

  const std::string root_;
  const std::uint64_t large_, many_;
  std::vector<Rule> rules_;
  Saved saved_;
  std::set<std::string> made_here_;
  // Of the judgement under way.
  const Side* before_ = nullptr;
  const Side* after_ = nullptr;
  GitGuard* guard_ = nullptr;
  std::set<std::string> moved_away_;      // paths whose content is at another place afterwards
  std::set<std::string> pack_folders_;    // that get a new pack
};

void EffectJudge::note_moves(const txn::Transaction& transaction) {
  moved_away_.clear();
  pack_folders_.clear();
  for (const txn::Effect& effect : transaction.effects) {
    if (!effect.renamed_from.empty()) moved_away_.insert(effect.renamed_from);
    if (!effect.before && effect.path.ends_with(".pack"))
      pack_folders_.insert(base::parent(effect.path));
  }
}

Judgement EffectJudge::judge_effect(const txn::Effect& effect) {
  if (effect.state == txn::State::applied || effect.state == txn::State::dropped) return {};
  Tally tally;
  const bool complete =
      each_leaf(effect, *before_, *after_, k_leaves_max, [&](const Leaf& leaf) {
        judge_leaf(effect, leaf, tally);
        return !is_settled(leaf);
      });
  if (!complete)
    tally.add(Verdict::hold, "has more in it than plumb could look at", "", effect.path);
  return tally.end(effect.path);
}

// A rule with paths that refuses such a change, whatever else is known of it.
bool EffectJudge::forbids(const std::string& path, Change change) const {
  const auto is = [change](Word word) {
    return (word == Word::created && change == Change::created) || (word == Word::modified && change == Change::modified) ||
           (word == Word::deleted && change == Change::deleted);
  };
  for (const Rule& rule : rules_)
    if (rule.looks_at_paths() && rule.fits(path, text::Entry::file, is)) return rule.source().verdict == Verdict::refuse;
  return false;
}

// A commit takes what the index says, and a branch what a commit says: what is refused in the tree must not come by
// that way. Objects may stay: nothing leads to them.
void EffectJudge::refuse_git_with(const txn::Transaction& transaction, std::vector<Judgement>& out) {
  const auto is_rule = [](const Rule& rule) { return rule.source().verdict == Verdict::refuse; };
  if (std::none_of(rules_.begin(), rules_.end(), is_rule)) return;
  std::string refused;
  bool is_unknown = false;
  GitRepository* const git = saved_.repository("");
  for (std::size_t i = 0; i < out.size() && refused.empty(); ++i) {
    const txn::Effect& effect = transaction.effects[i];
    if (out[i].verdict == Verdict::refuse && !guard_->is_git(effect.path)) refused = effect.path;
    if (git == nullptr || git->work() != root_ || !effect.after || base::file_name(effect.path) != "index") continue;
    if (join(root_, effect.path) != join(git->place().own, "index")) continue;
    const auto staged = staged_changes(*before_, *after_, effect.path, git->hash_size(), [this](const std::string& path, Change change) { return forbids(path, change); });
    if (staged) refused = *staged;
    is_unknown = !staged;
  }
  if (refused.empty() && !is_unknown) return;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::string& path = transaction.effects[i].path;
    if (out[i].verdict == Verdict::refuse || !guard_->is_git(path) || !leads_to_commits(path)) continue;
    if (refused.empty())
      out[i] = {Verdict::hold, "git's index cannot be read, and a rule forbids some paths", ""};
    else
      out[i] = with_refused(refused);
  }
}

// True if no default holds what is deleted with this folder, and no rule asks.
bool EffectJudge::is_settled(const Leaf& leaf) {
  return rules_.empty() && leaf.was(Kind::folder) && !leaf.after &&
         (is_made_here(leaf.path) || saved_.ignores(leaf.path, true));
}

void EffectJudge::judge_leaf(const txn::Effect& effect, const Leaf& leaf, Tally& tally) {
  const bool is_folder = leaf.after ? leaf.becomes(Kind::folder) : leaf.was(Kind::folder);
  for (const Rule& rule : rules_) {
    if (!rule.fits(leaf.path, is_folder ? text::Entry::folder : text::Entry::file,
                   [&](Word word) { return has(word, effect, leaf); }))
      continue;
    const EffectRule& source = rule.source();
    std::string headline;
    if (source.verdict != Verdict::apply) {
      headline = source.verdict == Verdict::hold ? "a rule asks before this" : "a rule forbids this";
      // What the rule is about, in the words that the default would have used.
      for (const std::string& word : source.what) {
        if (word == "code-outside") headline += ": " + std::string(k_runs_later) + why_code(leaf);
        if (word == "unsaved") headline += ": " + std::string(k_only_here);
      }
    }
    tally.add(source.verdict, std::move(headline), source.from, leaf.path);
    // An allowed folder says nothing of what is in it: that is judged by itself.
    return;
  }
  if (const std::string code = why_code(leaf); !code.empty())
    tally.add(Verdict::hold, std::string(k_runs_later) + code, "", leaf.path);
  if (!leaf.is_inner && effect.bytes > large_)
    tally.add(Verdict::hold, "is larger than the limit for undo", "", leaf.path);
  if (leaf.change != Change::deleted && leaf.change != Change::type) return;
  if (const std::string unsaved = why_unsaved(leaf); !unsaved.empty()) {
    const bool is_repository = leaf.was(Kind::folder);
    std::string headline = is_repository ? "removes a git repository" : std::string(k_only_here);
    if (!leaf.is_inner && !is_repository) headline += ": " + unsaved;
    tally.add(Verdict::hold, std::move(headline), "", leaf.path);
  }
}

bool EffectJudge::has(Word word, const txn::Effect& effect, const Leaf& leaf) {
  const bool is_folder = leaf.after ? leaf.becomes(Kind::folder) : leaf.was(Kind::folder);
  switch (word) {
    case Word::created: return leaf.change == Change::created;
    case Word::modified: return leaf.change == Change::modified;
    case Word::deleted: return leaf.change == Change::deleted;
    case Word::attributes: return leaf.change == Change::attributes;
    case Word::type: return leaf.change == Change::type;
    case Word::renamed: return leaf.is_renamed || moved_away_.contains(leaf.path);
    case Word::unsaved: return !why_unsaved(leaf).empty();
    case Word::ignored: return saved_.ignores(leaf.path, is_folder);
    case Word::untracked:
      return !guard_->is_git(leaf.path) && !saved_.tracks(leaf.path, is_folder) &&
             !saved_.ignores(leaf.path, is_folder);
    case Word::tracked: return saved_.tracks(leaf.path, is_folder);
    case Word::code_outside: return !why_code(leaf).empty();
    case Word::git: return guard_->is_git(leaf.path);
    case Word::secret: return is_secret(leaf.path);
    case Word::large: return effect.bytes > large_;
    case Word::many:
      return effect.before && effect.before->kind == Kind::folder && !effect.after &&
             effect.entries > many_;
  }
  return false;
}

bool EffectJudge::is_made_here(const std::string& path) const {
  for (std::size_t slash = path.find('/');; slash = path.find('/', slash + 1)) {
    if (made_here_.contains(path.substr(0, slash))) return true;
    if (slash == std::string::npos) return false;
  }
}

// What sqlite keeps beside a database belongs to it and goes when it is closed.
bool EffectJudge::is_part_of_database(const std::string& path) const {
  for (const std::string_view ending : {"-wal", "-shm", "-journal"})
    if (path.ends_with(ending))
      return before_->look(path.substr(0, path.size() - ending.size())).has_value();
  return false;
}

// gc makes a pack before it deletes those that are in it.
bool EffectJudge::replaces_packs(const std::string& path) const {
  return pack_folders_.contains(base::parent(path));
}

std::string EffectJudge::why_unsaved(const Leaf& leaf) {
  if (!leaf.before || leaf.change == Change::attributes || leaf.change == Change::created) return "";
  if (is_made_here(leaf.path) || leaf.is_renamed || moved_away_.contains(leaf.path)) return "";
  if (guard_->is_git(leaf.path)) {
    if (leaf.change == Change::modified || leaf.before->kind == Kind::symlink) return "";
    if (leaf.was(Kind::folder)) {
      const bool is_repository = base::file_name(leaf.path) == ".git";
      const bool is_store = !leaf.is_inner && (leaf.path.ends_with("/objects") ||
                                               leaf.path.ends_with("/objects/pack") ||
                                               leaf.path.ends_with("/refs") ||
                                               leaf.path.ends_with("/refs/heads"));
      if (!is_repository && !is_store) return "";
      // Only a file of its own stops a repository from being ignored with its folder.
      return leaf.path != ".git" && saved_.ignores_around(leaf.path) ? "" : "it is git's own";
    }
    if (!leaf.is_inner && base::file_name(leaf.path) == "HEAD" &&
        base::file_name(base::parent(leaf.path)) == ".git")
      return "it is git's own";
    const bool is_pack = !leaf.is_inner && leaf.path.ends_with(".pack");
    return is_pack && !replaces_packs(leaf.path) ? "it is git's own" : "";
  }
  if (leaf.before->kind != Kind::file && leaf.before->kind != Kind::symlink) return "";
  if (leaf.was(Kind::file) && leaf.before->size == 0) return "";
  if (saved_.ignores(leaf.path, false)) {
    // Ignored files can be made again; keys cannot, unless they came with a folder that can.
    if (!is_secret(leaf.path) || saved_.ignores_around(leaf.path)) return "";
    return "keys and passwords are in no git";
  }
  if (is_part_of_database(leaf.path)) return "";
  return saved_.why_only_here(leaf);
}

// ---- code that runs outside ----

std::string EffectJudge::why_code(const Leaf& leaf) {
  if (leaf.becomes(Kind::file) && leaf.change != Change::deleted) {
    constexpr std::uint32_t k_identity = 06000;
    if ((leaf.after->mode & k_identity & ~(leaf.before ? leaf.before->mode : 0)) != 0)
      return "a program with the rights of its owner (setuid)";
  }
  if (!leaf.after && is_made_here(leaf.path)) return "";
  std::string out = guard_->why(leaf);
  if (!out.empty() && !leaf.after && leaf.path != ".git" && saved_.ignores_around(leaf.path)) return "";
  return out.empty() ? why_named(leaf) : out;
}

std::string EffectJudge::why_named(const Leaf& leaf) {
  if (!leaf.after || leaf.becomes(Kind::folder)) return "";
  if (leaf.change == Change::attributes && !leaf.gains_execution()) return "";
  const bool is_link = !leaf.becomes(Kind::file);
  Protection found = protection(leaf.path, is_link);
  const std::string folder = base::parent(leaf.path);
  if (found.guard == Guard::none && base::file_name(folder) == "bin" && leaf.gains_execution()) {
    const std::string mark = join(base::parent(folder), "pyvenv.cfg");
    if (before_->look(mark))
      found = {Guard::program, "a program in a folder that stands in the PATH"};
  }
  if (found.guard == Guard::none || guard_->is_git(leaf.path)) return "";
  const auto text_of = [&](const Side& side) { return side.read(leaf.path, k_text_max); };
  const std::string what(found.what);
  switch (found.guard) {
    case Guard::none: return "";
    case Guard::always: return what;
    case Guard::ci:
      // Only what is pushed runs there.
      return leaf.in_new_repository || saved_.ignores(leaf.path, false) ? "" : what;
    case Guard::attributes: {
      if (leaf.in_new_repository || leaf.change == Change::attributes) return "";
      const auto after = text_of(*after_);
      return !after || adds_drivers(text_of(*before_).value_or(""), *after) ? what : "";
    }
    case Guard::modules:
      if (leaf.in_new_repository || leaf.change == Change::attributes) return "";
      return guard_->why_modules(leaf).empty() ? "" : what;
    case Guard::environment: {
      if (leaf.change == Change::attributes) return "";
      const auto after = text_of(*after_);
      if (!after) return what;
      const std::string variable = added_loader(text_of(*before_).value_or(""), *after);
      return variable.empty() ? "" : what + " (" + shown(variable) + ")";
    }
    case Guard::program: {
      if (leaf.in_new_folder || !leaf.gains_execution()) return "";
      // npm's own links to what it has installed.
      const std::size_t modules = leaf.path.rfind("node_modules/.bin/");
      if (leaf.becomes(Kind::symlink) && modules != std::string::npos) {
        const auto target = text_of(*after_);
        const std::string home = leaf.path.substr(0, modules) + "node_modules";
        if (target && !target->starts_with('/') &&
            base::is_within(base::normalize(join(folder, *target)), home))
          return "";
      }
      return what;
    }
    case Guard::start_file: {
      if (leaf.in_new_folder || leaf.change == Change::attributes) return "";
      const std::string_view place = base::file_name(folder);
      if (place == "site-packages" || place == "dist-packages") return what;
      const auto after = text_of(*after_);
      return after && runs_code(*after) ? what : "";
    }
  }
  return "";
}

}  // namespace

std::unique_ptr<Judge> Judge::make(std::string root, Policy policy) {
  return std::make_unique<EffectJudge>(std::move(root), policy);
}

}  // namespace workspace
