#include "edit_step.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <set>

#include "base/paths.h"
#include "base/try.h"
#include "capture.h"
#include "place.h"
#include "restore.h"

namespace workspace {
namespace {

using base::Code;

std::string folder_part(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

// umask(2) can only be read by setting it, which other threads would feel.
std::uint32_t umask_now() {
  constexpr std::uint32_t k_usual = 022;
  const auto status = base::read_file("/proc/self/status", 64 << 10);
  if (!status) return k_usual;
  const std::size_t at = status->find("\nUmask:");
  if (at == std::string::npos) return k_usual;
  return static_cast<std::uint32_t>(std::strtoul(status->c_str() + at + 7, nullptr, 8)) & 0777U;
}

class Planner {
 public:
  Planner(const Rooted& root, ObjectStore& store, std::uint64_t file_max)
      : root_(root), store_(store), file_max_(file_max) {}

  base::Result<> add(Workspace::FileWrite file);
  EditPlan take();

 private:
  struct Step {
    Effect effect;
    EditPlan::Item item;
  };
  base::Result<std::optional<Entry>> current(const std::string& path, std::string& bytes);
  base::Result<> add_folders(const std::string& folder);
  static base::Result<> check_expectation(const Workspace::FileWrite& file,
                                          const std::optional<Entry>& now);

  const Rooted& root_;
  ObjectStore& store_;
  std::uint64_t file_max_;
  std::uint32_t umask_ = umask_now();
  struct Order {
    bool operator()(const std::string& a, const std::string& b) const { return before(a, b); }
  };
  std::map<std::string, Step, Order> steps_;
  std::set<std::string> named_;
};

base::Result<std::optional<Entry>> Planner::current(const std::string& path, std::string& bytes) {
  TRY(auto now, look(root_, path, 0));
  if (!now) return now;
  if (now->kind != Kind::file && now->kind != Kind::symlink)
    return base::fail(Code::invalid, path + (now->kind == Kind::folder ? " is a folder"
                                                                       : " is not a regular file"));
  TRY(bytes, read_entry(root_, path, *now, file_max_));
  text::Sha256 sum;
  sum.add(bytes);
  now->hash = sum.digest();
  now->hashed = now->kept = true;
  return now;
}

base::Result<> Planner::check_expectation(const Workspace::FileWrite& file,
                                          const std::optional<Entry>& now) {
  if (!file.expected_hash) return {};
  if (file.expected_hash->empty()) {
    if (!now) return {};
    return base::fail(Code::changed, file.path + " exists already");
  }
  if (!now) return base::fail(Code::changed, file.path + " does not exist any more");
  if (text::to_hex(now->hash) == *file.expected_hash) return {};
  return base::fail(Code::changed, file.path + " was changed since it was read: read it again");
}

base::Result<> Planner::add_folders(const std::string& folder) {
  if (folder.empty() || steps_.contains(folder)) return {};
  TRY(const auto now, look(root_, folder, 0));
  if (now && now->kind == Kind::folder) return {};
  if (now) return base::fail(Code::invalid, folder + " is not a folder");
  TRY_DO(add_folders(folder_part(folder)));
  Step step;
  step.effect.path = folder;
  step.effect.change = Change::created;
  step.effect.after = Version{};
  step.effect.after->kind = Kind::folder;
  step.effect.after->mode = 0777U & ~umask_;
  steps_.emplace(folder, std::move(step));
  return {};
}

base::Result<> Planner::add(Workspace::FileWrite file) {
  const auto last = file.bytes ? LastLink::follow : LastLink::keep;
  TRY(const std::string path, place_below(root_.path(), file.path, last));
  if (path.empty()) return base::fail(Code::invalid, file.path + " is the root of the project");
  if (!named_.insert(path).second)
    return base::fail(Code::invalid, file.path + " is named twice in one edit");
  std::string old_bytes;
  TRY(auto now, current(path, old_bytes));
  TRY_DO(check_expectation(file, now));
  if (!now && !file.bytes)
    return base::fail(Code::not_found, "cannot delete " + file.path + ": there is no such file");
  if (file.bytes && file.bytes->size() > file_max_)
    return base::fail(Code::too_big, file.path + " would have " + std::to_string(file.bytes->size()) +
                                         " bytes; the limit is " + std::to_string(file_max_));
  Step step;
  step.effect.path = path;
  if (now) {
    TRY_DO(store_.put(now->hash, old_bytes));
    step.effect.before = now->version();
  }
  if (file.bytes) {
    text::Sha256 sum;
    sum.add(*file.bytes);
    const Hash hash = sum.digest();
    Version after;
    after.hash = text::to_hex(hash);
    after.size = file.bytes->size();
    after.mode = file.mode ? *file.mode & 07777U : now ? now->mode : 0666U & ~umask_;
    if (now && now->hash == hash && now->mode == after.mode) return {};
    TRY_DO(store_.put(hash, *file.bytes));
    step.effect.after = std::move(after);
    TRY_DO(add_folders(folder_part(path)));
  }
  const auto change = change_of(step.effect.before, step.effect.after);
  if (!change) return {};
  step.effect.change = *change;
  step.item = {std::move(now), std::move(file.bytes)};
  steps_.emplace(path, std::move(step));
  return {};
}

EditPlan Planner::take() {
  EditPlan plan;
  for (auto& [path, step] : steps_) {
    plan.effects.push_back(std::move(step.effect));
    plan.items.push_back(std::move(step.item));
  }
  return plan;
}

base::Result<> remove_file(int folder, const std::string& name, const Entry& expected) {
  struct stat st {};
  if (::fstatat(folder, name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0)
    return base::fail_errno("cannot delete " + expected.path);
  Entry now;
  fill(now, st);
  if (now.inode != expected.inode || now.size != expected.size || now.mtime_ns != expected.mtime_ns)
    return base::fail(Code::changed, expected.path + " was changed just now");
  if (::unlinkat(folder, name.c_str(), 0) != 0)
    return base::fail_errno("cannot delete " + expected.path);
  return {};
}

base::Result<> apply_one(const Rooted& root, Effect& effect, const EditPlan::Item& item,
                         const std::string& temporary) {
  TRY(const auto folder, root.folder_of(effect.path));
  const std::string name(base::file_name(effect.path));
  if (!effect.after) return remove_file(folder.get(), name, *item.expected);
  if (effect.after->kind == Kind::folder) {
    if (::mkdirat(folder.get(), name.c_str(), 0777) != 0)
      return base::fail_errno("cannot make the folder " + effect.path);
  } else {
    const Thing thing{Kind::file, *item.bytes, effect.after->mode, std::nullopt};
    auto done = put_in_place(folder.get(), name, temporary, thing, item.expected);
    if (!done) return base::with(std::move(done).error(), "writing " + effect.path);
  }
  struct stat st {};
  if (::fstatat(folder.get(), name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0)
    return base::fail_errno("cannot look at " + effect.path);
  Entry now;
  fill(now, st);
  effect.after->mode = now.mode;
  effect.after->mtime_ns = now.mtime_ns;
  return {};
}

}  // namespace

base::Result<EditPlan> plan_edit(const Rooted& root, ObjectStore& store,
                                 std::vector<Workspace::FileWrite> files, std::uint64_t file_max) {
  Planner planner(root, store, file_max);
  for (auto& file : files) TRY_DO(planner.add(std::move(file)));
  return planner.take();
}

base::Result<> apply_edit(const Rooted& root, ObjectStore& store, StepRecord& record,
                          const EditPlan& plan, std::vector<std::string>& left) {
  auto& effects = record.step.effects;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    auto done = apply_one(root, effects[i], plan.items[i], temporary_name(record, i));
    if (done) continue;
    RestoreRules rules;
    rules.temporary = [&](std::size_t k) { return temporary_name(record, k); };
    // Only what was done: the rest may have become somebody's in the meantime.
    std::vector<Effect> applied(effects.begin(), effects.begin() + static_cast<std::ptrdiff_t>(i));
    const auto report = restore(root, store, applied, rules);
    for (const Conflict& conflict : report.conflicts)
      left.push_back(conflict.path + " (" + conflict.why + ")");
    return done;
  }
  return {};
}

}  // namespace workspace
