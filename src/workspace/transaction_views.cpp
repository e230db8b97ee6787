// What commands see of the project, and copies of it.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <cerrno>
#include <utility>

#include "base/ids.h"
#include "base/paths.h"
#include "base/try.h"
#include "capture.h"
#include "ignored.h"
#include "io/loop.h"
#include "place.h"
#include "shown.h"
#include "transaction_workspace.h"
#include "tree_copy.h"
#include "tree_hash.h"

namespace workspace {

using base::Code;
using base::join;

namespace {

constexpr std::size_t k_content_max = std::size_t{1} << 30;

class ScratchFolder final : public Workspace::Scratch {
 public:
  explicit ScratchFolder(std::string dir) : dir_(std::move(dir)) {}
  ~ScratchFolder() override { (void)base::remove_all(dir_); }   // what stays is removed with the session
  ScratchFolder(const ScratchFolder&) = delete;
  [[nodiscard]] sandbox::View view() const override {
    sandbox::View view;
    view.kind = sandbox::View::Kind::overlay;
    view.upper = join(dir_, "u");
    view.work = join(dir_, "w");
    return view;
  }

 private:
  std::string dir_;
};

base::Result<> make_parents(const std::string& root, const std::string& into, const std::string& path) {
  const std::string folder = base::parent(path);
  if (folder == ".") return {};
  TRY_DO(make_parents(root, into, folder));
  struct stat st {};
  const bool there = ::lstat(join(root, folder).c_str(), &st) == 0 && S_ISDIR(st.st_mode);
  const mode_t mode = there ? st.st_mode & 07777 : 0755;
  if (::mkdir(join(into, folder).c_str(), mode | 0700) == 0 || errno == EEXIST) return {};
  return base::fail_errno("cannot make the folder " + join(into, folder));
}

/// Whether a folder of the upper `into` that `path` lies in lets nothing of the lower tree through.
bool is_covered(const std::string& into, const std::string& path) {
  for (std::string folder = base::parent(path); folder != "." && !folder.empty(); folder = base::parent(folder)) {
    char mark = 0;
    if (::lgetxattr(join(into, folder).c_str(), "user.overlay.opaque", &mark, 1) == 1 && mark == 'y') return true;
  }
  return false;
}

base::Result<> put_version(const std::string& path, const Version& version, const std::string& bytes) {
  if (version.kind == Kind::symlink) {
    if (::symlink(bytes.c_str(), path.c_str()) != 0) return base::fail_errno("cannot make the link " + path);
    return {};
  }
  TRY_DO(base::write_file(path, bytes, 0600));
  const timespec time{version.mtime_ns / 1'000'000'000, version.mtime_ns % 1'000'000'000};
  const timespec times[2] = {time, time};
  if (::chmod(path.c_str(), version.mode) != 0 || ::utimensat(AT_FDCWD, path.c_str(), times, 0) != 0)
    return base::fail_errno("cannot set mode and time of " + path);
  return {};
}

}  // namespace

io::Task<base::Result<Workspace::Command>> TransactionWorkspace::before_command(std::string id, std::string what) {
  std::optional<Command> git;
  if (git_) {
    CO_TRY(git, co_await git_->before_command(id, what));
  }
  std::string prepared = std::exchange(prepared_, {});
  CO_TRY(const std::uint64_t number, store_->begin(std::move(id), std::move(what), txn::Store::Ready::take));
  CO_TRY_DO(store_->start_clock(number));
  open_.insert(number);
  Command command;
  command.number = number;
  command.view.kind = sandbox::View::Kind::overlay;
  command.view.upper = store_->upper(number);
  command.view.work = store_->work(number);
  command.view.prepared = std::move(prepared);
  if (git) CO_TRY_DO(lay_over(command.view, git->view));
  co_return command;
}

std::string TransactionWorkspace::again_file(std::uint64_t number) const {
  return join(join(options_.session_dir, "txn"), "again-" + std::to_string(number));
}

io::Task<base::Result<Step>> TransactionWorkspace::next_command(std::string, std::string) {
  co_return base::fail(Code::unsupported, "a transaction lasts as long as its command");
}

base::Result<std::optional<sandbox::View>> TransactionWorkspace::prepare() {
  TRY(prepared_, store_->make_ready());
  sandbox::View view;
  view.kind = sandbox::View::Kind::overlay;
  view.upper = join(prepared_, "u");
  view.work = join(prepared_, "w");
  view.prepared = prepared_;
  if (git_) {
    TRY(const auto git, git_->prepare());
    TRY_DO(lay_over(view, *git));
  }
  return std::optional<sandbox::View>(std::move(view));
}

base::Result<Workspace::Command> TransactionWorkspace::again(const std::string& id) {
  TRY(const auto number, number_of(id));
  for (const auto& effect : find(number)->effects)
    if (effect.state != txn::State::planned && effect.state != txn::State::conflict)
      return base::fail(Code::invalid, "something of the step " + id + " is " + std::string(txn::name(effect.state)) +
                                           " already: it cannot be gone on with");
  // What is known of the effects is old from here on, until after_command; the next open() sees that.
  TRY_DO(base::write_file(again_file(number), "", 0600));
  // A volatile overlay's work folder cannot be mounted twice.
  TRY_DO(base::remove_all(store_->work(number)));
  TRY_DO(base::make_dirs(store_->work(number), 0700));
  open_.insert(number);
  Command command;
  command.number = number;
  command.view.kind = sandbox::View::Kind::overlay;
  command.view.upper = store_->upper(number);
  command.view.work = store_->work(number);
  if (git_number(id)) {
    TRY(const auto git, git_->again(id));
    TRY_DO(lay_over(command.view, git.view));
  }
  return command;
}

io::Task<base::Result<Step>> TransactionWorkspace::after_command(std::uint64_t number) {
  std::function<base::Result<Step>(std::stop_token)> work = [this, number](std::stop_token) { return finish(number); };
  co_return co_await io::offload(std::move(work));
}

/// For each time that something had before: a time that is younger than all that is there now, in the same order.
static std::map<std::int64_t, std::int64_t> younger_times(const std::vector<Effect>& effects) {
  std::map<std::int64_t, std::int64_t> times;
  for (const Effect& effect : effects)
    if (effect.before) times[effect.before->mtime_ns] = 0;
  timespec now{};   // finer than the clock of the file system, and never behind it
  ::clock_gettime(CLOCK_REALTIME, &now);
  std::int64_t next = now.tv_sec * 1'000'000'000 + now.tv_nsec;
  for (auto& [before, later] : times) later = std::max(before, next++);
  return times;
}

/// Takes all of the session's applied effects back in a copy of the tree, or in an upper over it. What
/// comes back is younger than everything else there, in its own order: with its true time `make` would
/// take the products of the new sources for those of the old.
base::Result<> TransactionWorkspace::take_back_in(const std::string& into, Place place) const {
  auto effects = total();
  const auto times = younger_times(effects);
  std::string hidden;   // the folder that was hidden last: what is in it went with it
  for (Effect& effect : effects) {
    if (place == Place::upper && !hidden.empty() && base::is_within(effect.path, hidden)) continue;
    const Effect as_recorded = effect;
    if (effect.before) effect.before->mtime_ns = times.at(effect.before->mtime_ns);
    const std::string path = join(into, effect.path);
    if (place == Place::upper) TRY_DO(make_parents(root(), into, effect.path));
    // In an upper, too: a folder that came back whole has what a step before its end made in it.
    if (effect.change != Change::mode) TRY_DO(base::remove_all(path));
    if (!effect.before) {
      if (place == Place::copy) continue;
      // In a folder through which nothing shows a whiteout hides nothing, and is listed.
      if (is_covered(into, effect.path)) continue;
      if (::mknod(path.c_str(), S_IFCHR, ::makedev(0, 0)) != 0) return base::fail_errno("cannot hide " + effect.path);
      hidden = effect.path;
      continue;
    }
    if (effect.before->kind == Kind::folder) {
      const auto kept = store_->where(effect.transaction, effect.path, txn::Store::Side::before);
      if (!kept) return base::fail(kept.error());
      TRY(const auto from, Rooted::open(*kept));
      CopyRules how;
      how.walk.entries_max = options_.entries_max;
      how.walk.with_git = true;
      how.bytes_max = std::uint64_t{1} << 30;
      TRY_DO(copy_tree(*from, path, how, {}));
      // Else what is in the tree now would show through.
      if (place == Place::upper && ::setxattr(path.c_str(), "user.overlay.opaque", "y", 1, 0) != 0)
        return base::fail_errno("cannot mark the folder " + path);
      continue;
    }
    if (effect.before->kind == Kind::other) continue;
    TRY(const std::string bytes, content(as_recorded, Side::before, k_content_max));
    TRY_DO(put_version(path, *effect.before, bytes));
  }
  return {};
}

base::Result<std::unique_ptr<Workspace::Scratch>> TransactionWorkspace::make_scratch(Tree tree,
                                                                                         const std::vector<Shown>& shown) {
  const std::string dir = join(join(store_->dir(), "scratch"), std::to_string(++scratches_));
  TRY_DO(base::remove_all(dir));
  TRY_DO(base::make_dirs(join(dir, "u"), 0700));
  TRY_DO(base::make_dirs(join(dir, "w"), 0700));
  auto scratch = std::make_unique<ScratchFolder>(dir);
  struct stat st {};
  if (::stat(root().c_str(), &st) == 0 && ::chmod(join(dir, "u").c_str(), st.st_mode & 07777) != 0)
    return base::fail_errno("cannot set the mode of " + join(dir, "u"));
  if (tree == Tree::before) TRY_DO(take_back_in(join(dir, "u"), Place::upper));
  if (!shown.empty()) {
    TRY(const auto upper, Rooted::open(join(dir, "u")));
    TRY_DO(show_in_upper(*upper, *root_, shown));
  }
  return scratch;
}

io::Task<base::Result<std::unique_ptr<Workspace::Scratch>>> TransactionWorkspace::scratch(Tree tree, std::vector<Shown> shown) {
  using Made = base::Result<std::unique_ptr<Scratch>>;
  std::function<Made(std::stop_token)> work = [this, tree, &shown](std::stop_token) { return make_scratch(tree, shown); };
  co_return co_await io::offload(std::move(work));
}

base::Result<std::string> TransactionWorkspace::make_fork(Tree tree, const std::string& into, bool with_git,
                                                          std::uint64_t bytes_max, std::stop_token stop) {
  CopyRules how;
  how.walk.entries_max = options_.entries_max;
  how.bytes_max = bytes_max;
  for (const std::string& dir : {options_.session_dir, options_.store_dir, store_->dir()}) {
    struct stat st {};
    if (::stat(dir.c_str(), &st) == 0) how.walk.skipped.emplace_back(st.st_dev, st.st_ino);
  }
  const bool was_there = base::exists(into);
  auto done = copy_tree(*root_, into, how, stop);
  if (done && with_git) done = copy_git(*root_, into, how, stop);
  if (done && tree == Tree::before) done = take_back_in(into, Place::copy);
  if (done) return into;
  if (!was_there) (void)base::remove_all(into);  // the first failure is the one to tell
  return base::fail(std::move(done).error());
}

io::Task<base::Result<std::string>> TransactionWorkspace::fork(Tree tree, std::string into, bool with_git,
                                                               std::uint64_t bytes_max) {
  std::function<base::Result<std::string>(std::stop_token)> work = [&](std::stop_token stop) {
    return make_fork(tree, into, with_git, bytes_max, std::move(stop));
  };
  co_return co_await io::offload(std::move(work));
}

base::Result<Workspace::Hashes> TransactionWorkspace::hash_tree(Wanted wanted, std::stop_token stop) {
  WalkRules rules;
  rules.entries_max = options_.entries_max;
  for (const std::string& dir : {options_.session_dir, options_.store_dir, store_->dir()}) {
    struct stat st {};
    if (::stat(dir.c_str(), &st) == 0) rules.skipped.emplace_back(st.st_dev, st.st_ino);
  }
  TRY(auto tree, walk(*root_, rules, std::move(stop)));
  const auto effects = wanted == Wanted::both ? total() : std::vector<Effect>();
  // What is ignored is not part of the hash, and may be most of the tree; unless it was not ignored before.
  const bool rules_changed = std::any_of(effects.begin(), effects.end(), [](const Effect& effect) {
    return base::file_name(effect.path) == ".gitignore";
  });
  const auto ignored = find_ignored(*root_, tree);
  for (std::size_t i = 0; i < tree.entries.size(); ++i) {
    Entry& entry = tree.entries[i];
    if ((entry.kind != Kind::file && entry.kind != Kind::symlink) || (ignored[i] && !rules_changed)) continue;
    const auto bytes = read_entry(*root_, entry.path, entry, k_content_max);
    if (!bytes) continue;   // tree_hash_of names it, unless it is ignored
    text::Sha256 sum;
    sum.add(*bytes);
    entry.hash = sum.digest();
    entry.hashed = true;
  }
  Hashes out;
  TRY(out.now, tree_hash_of(*root_, tree));
  if (wanted == Wanted::both)
    add_hash_before(*root_, std::move(tree), effects, [this](const Effect& effect) { return content(effect, Side::before, k_content_max); }, out);
  return out;
}

io::Task<base::Result<std::string>> TransactionWorkspace::tree_hash() {
  std::function<base::Result<Hashes>(std::stop_token)> work = [this](std::stop_token stop) {
    return hash_tree(Wanted::now, std::move(stop));
  };
  CO_TRY(auto hashes, co_await io::offload(std::move(work)));
  co_return std::move(hashes.now);
}

io::Task<base::Result<Workspace::Hashes>> TransactionWorkspace::tree_hashes() {
  std::function<base::Result<Hashes>(std::stop_token)> work = [this](std::stop_token stop) {
    return hash_tree(Wanted::both, std::move(stop));
  };
  co_return co_await io::offload(std::move(work));
}

}  // namespace workspace
