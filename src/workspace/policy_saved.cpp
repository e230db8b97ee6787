// "Git has it" is answered in three steps, each dearer than the one before: the index' times and sizes
// say that the file is what git last saw; else the file's hash is the one in the index; else there is a
// loose object of that name, perhaps made by this very command (stash -u, or add and commit before rm).
// What lies only in packs and not in the index counts as not there: that errs on the side of asking.
//
// A repository that the same transaction takes away saves nothing.

#include "policy_saved.h"

#include <algorithm>

#include "base/paths.h"

namespace workspace {

using base::join;
using txn::Kind;

static constexpr std::uint64_t k_hashed_file_max = std::uint64_t{128} << 20;
static constexpr std::uint64_t k_hashed_max = std::uint64_t{512} << 20;   // in one judgement
static constexpr std::size_t k_ignore_file_max = std::size_t{1} << 20;
static constexpr int k_levels_above_max = 64;

static std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

void Saved::begin(const Side& before, const Side& after, const std::vector<txn::Effect>& effects) {
  before_ = &before;
  after_ = &after;
  by_folder_.clear();
  rules_.clear();
  lost_.clear();
  hashed_ = 0;
  removed_.clear();
  for (const txn::Effect& effect : effects)
    if (effect.before && effect.before->kind == Kind::folder &&
        (!effect.after || effect.change != txn::Change::attributes))
      removed_.push_back(join(root_, effect.path));
  for (const auto& [work, repository] : repositories_) repository->refresh();
  above_.clear();
  if (const GitRepository* const git = repository(""); git != nullptr && git->work() != root_)
    above_ = base::relative(root_, git->work());
}

GitRepository* Saved::repository(const std::string& folder) {
  if (const auto known = by_folder_.find(folder); known != by_folder_.end()) return known->second;
  // Above the root as well: a project may be a part of a repository.
  std::string work = folder.empty() ? root_ : join(root_, folder);
  GitRepository* found = nullptr;
  if (folder.empty() || before_->look(join(folder, ".git")))
    for (int level = 0; level < k_levels_above_max; ++level) {
      if (const auto known = repositories_.find(work); known != repositories_.end()) {
        if (find_git_place(join(work, ".git"))) {
          found = known->second.get();
          break;
        }
      } else if (auto place = find_git_place(join(work, ".git"))) {
        auto made = std::make_unique<GitRepository>(work, *std::move(place));
        made->refresh();
        found = made.get();
        repositories_.emplace(work, std::move(made));
        break;
      }
      // A folder of the project asks the one around it, which is remembered.
      if (!folder.empty() || work == "/") break;
      work = base::parent(work);
    }
  if (found == nullptr && !folder.empty()) found = repository(folder_of(folder));
  by_folder_[folder] = found;
  return found;
}

std::string Saved::inside(const GitRepository& repository, const std::string& path) const {
  return base::relative(join(root_, path), repository.work());
}

bool Saved::tracks(const std::string& path, bool is_folder) {
  GitRepository* const git = repository(folder_of(path));
  if (git == nullptr) return false;
  const std::string place = inside(*git, path);
  return git->tracks(place) || (is_folder && git->tracks_below(place));
}

void Saved::enter(Rules& rules, const std::string& place, const std::string& gitignore,
                  const GitRepository* starting) const {
  text::IgnoreRules::Texts texts;
  std::string exclude;
  if (starting != nullptr) {
    exclude = base::read_file(join(starting->place().shared, "info/exclude"), k_ignore_file_max)
                  .value_or("");
    texts.exclude = exclude;
    texts.is_repository = true;
  }
  texts.gitignore = gitignore;
  if (starting != nullptr || !gitignore.empty()) rules.rules = rules.rules.enter(place, texts);
}

// Paths are seen from the top of the repository that the root is in; above_ leads from there to the root.
const Saved::Rules& Saved::rules(const std::string& folder) {
  if (const auto known = rules_.find(folder); known != rules_.end()) return known->second;
  Rules out;
  GitRepository* const git = repository(folder);
  const std::string place = join(above_, folder);
  if (!folder.empty()) {
    const Rules& around = rules(folder_of(folder));
    out = around;
    out.ignored = around.ignored || around.rules.ignores(place, text::Entry::folder);
  } else if (git != nullptr && !above_.empty()) {
    for (std::size_t end = 0; end != std::string::npos; end = above_.find('/', end + 1)) {
      const std::string level = above_.substr(0, end);
      if (!level.empty()) out.ignored |= out.rules.ignores(level, text::Entry::folder);
      const std::string file = join(join(git->work(), level), ".gitignore");
      enter(out, level, base::read_file(file, k_ignore_file_max).value_or(""),
            level.empty() ? git : nullptr);
    }
    out.ignored |= out.rules.ignores(above_, text::Entry::folder);
  }
  const bool starts = git != nullptr && git->work() == join(root_, folder);
  enter(out, place, before_->read(join(folder, ".gitignore"), k_ignore_file_max).value_or(""),
        starts ? git : nullptr);
  return rules_.emplace(folder, std::move(out)).first->second;
}

bool Saved::ignores(const std::string& path, bool is_folder) {
  const std::string folder = folder_of(path);
  if (repository(folder) == nullptr) return false;
  const Rules& here = rules(folder);
  return here.ignored || here.rules.ignores(join(above_, path),
                                            is_folder ? text::Entry::folder : text::Entry::file);
}

bool Saved::ignores_around(const std::string& path) {
  const std::string folder = folder_of(path);
  return repository(folder) != nullptr && rules(folder).ignored;
}

bool Saved::is_lost(const GitRepository& repository) {
  const auto [known, is_new] = lost_.emplace(&repository, false);
  if (!is_new) return known->second;
  for (const char* part : {"objects", "objects/pack"}) {
    const std::string place = join(repository.place().shared, part);
    for (const std::string& folder : removed_)
      if (base::is_within(place, folder)) known->second = true;
  }
  return known->second;
}

bool Saved::has_content(GitRepository& git, const Leaf& leaf, bool& is_too_big) {
  const std::string place = inside(git, leaf.path);
  const bool is_link = leaf.was(Kind::symlink);
  GitRepository::Look look;
  look.size = leaf.before->size;
  look.mtime_s = leaf.before->mtime_ns / 1'000'000'000;
  look.mtime_ns = static_cast<std::uint32_t>(leaf.before->mtime_ns % 1'000'000'000);
  look.is_link = is_link;
  if (git.looks_saved(place, look)) return true;
  std::optional<GitHash> hash;
  if (is_link) {
    if (const auto target = before_->read(leaf.path, 0)) hash = hash_blob(*target, git.hash_size());
  } else {
    is_too_big = look.size > k_hashed_file_max || hashed_ + look.size > k_hashed_max;
    if (is_too_big) return false;
    hashed_ += look.size;
    if (const base::Fd fd = before_->open(leaf.path))
      hash = hash_file(fd.get(), look.size, git.hash_size());
  }
  if (!hash) return false;
  if (git.has_at(place, *hash) || git.has_loose(*hash)) return true;
  const std::string object = join(git.place().shared, GitRepository::loose(*hash));
  return base::is_within(object, root_) && after_->look(base::relative(object, root_));
}

std::string Saved::why_only_here(const Leaf& leaf) {
  GitRepository* const git = repository(folder_of(leaf.path));
  if (git == nullptr) return "there is no git here";
  if (is_lost(*git)) return "its git repository goes with it";
  if (!git->is_readable()) return "git's index cannot be read";
  bool is_too_big = false;
  if (has_content(*git, leaf, is_too_big)) return "";
  if (!git->tracks(inside(*git, leaf.path))) return "git does not track it";
  return is_too_big ? "too large to be compared with what git has" : "changed since git had it";
}

}  // namespace workspace
