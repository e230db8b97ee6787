#include "policy_leaf.h"

#include "base/paths.h"

namespace workspace {

using txn::Change;
using txn::Kind;

bool Leaf::gains_execution() const {
  if (becomes(Kind::symlink)) return change != Change::attributes;
  if (!becomes(Kind::file) || (after->mode & 0111) == 0) return false;
  return change != Change::attributes || !before || (before->mode & 0111) == 0;
}

txn::Stat to_stat(const struct stat& st) {
  txn::Stat out;
  out.kind = S_ISREG(st.st_mode)   ? Kind::file
             : S_ISLNK(st.st_mode) ? Kind::symlink
             : S_ISDIR(st.st_mode) ? Kind::folder
                                   : Kind::other;
  out.size = static_cast<std::uint64_t>(st.st_size);
  out.mode = st.st_mode & 07777;
  out.inode = st.st_ino;
  out.links = st.st_nlink;
  out.mtime_ns = std::int64_t{st.st_mtim.tv_sec} * 1'000'000'000 + st.st_mtim.tv_nsec;
  out.ctime_ns = std::int64_t{st.st_ctim.tv_sec} * 1'000'000'000 + st.st_ctim.tv_nsec;
  return out;
}

namespace {

class Leaves {
 public:
  Leaves(const txn::Effect& effect, const Side& before, const Side& after, std::size_t limit,
         const std::function<bool(const Leaf&)>& visit)
      : effect_(effect), before_(before), after_(after), left_(limit), visit_(visit) {}

  bool run() {
    const bool was = effect_.before && effect_.before->kind == Kind::folder;
    const bool becomes = effect_.after && effect_.after->kind == Kind::folder;
    Leaf whole;
    whole.path = effect_.path;
    whole.change = effect_.change;
    whole.before = effect_.before;
    whole.after = effect_.after;
    whole.is_renamed = !effect_.renamed_from.empty() || !effect_.renamed_to.empty();
    const std::string around = base::parent(effect_.path);
    whole.in_new_folder = around != "." && !before_.has_folder(around);
    if (!visit_(whole)) return true;
    // A folder that stays: its entries are effects of their own, unless it was replaced whole.
    if (was && becomes && effect_.change == Change::attributes) return true;
    if (was) removed(becomes);
    if (becomes) made(was);
    return complete_;
  }

 private:
  using Next = Side::Next;

  Next show(const Leaf& leaf) {
    if (left_ == 0) return Next::stop;
    --left_;
    return visit_(leaf) ? Next::into : Next::over;
  }

  Leaf inner(const std::string& path) const {
    Leaf leaf;
    leaf.path = path;
    leaf.is_inner = true;
    leaf.is_renamed = !effect_.renamed_from.empty() || !effect_.renamed_to.empty();
    return leaf;
  }

  void removed(bool is_replaced) {
    complete_ &= before_.walk(effect_.path, [&](const std::string& path, const struct stat& st) {
      Leaf leaf = inner(path);
      leaf.change = Change::deleted;
      leaf.before = to_stat(st);
      // What is there again is judged with what was made.
      if (is_replaced && after_.look(path)) return Next::into;
      return show(leaf);
    });
  }

  void made(bool is_replaced) {
    std::string repository;  // the outermost one that is being made, with a slash
    const auto note_repository = [&](const std::string& folder) {
      if (repository.empty() && after_.look(base::join(folder, ".git"))) repository = folder + "/";
    };
    if (!is_replaced) note_repository(effect_.path);
    std::uint64_t seen = 1;
    const bool walked =
        after_.walk(effect_.path, [&](const std::string& path, const struct stat& st) {
          ++seen;
          Leaf leaf = inner(path);
          leaf.after = to_stat(st);
          if (is_replaced)
            if (const auto old = before_.look(path)) leaf.before = to_stat(*old);
          leaf.change = !leaf.before                            ? Change::created
                        : leaf.before->kind != leaf.after->kind ? Change::type
                                                                : Change::modified;
          leaf.in_new_folder = !is_replaced || !before_.has_folder(base::parent(path));
          if (!repository.empty() && !path.starts_with(repository)) repository.clear();
          if (S_ISDIR(st.st_mode) && !leaf.before) note_repository(path);
          leaf.in_new_repository = !repository.empty();
          return show(leaf);
        });
    complete_ &= walked;
    // The upper may refer to folders that lie elsewhere (a renamed one): those were not seen.
    if (!is_replaced && walked && left_ > 0 && seen < effect_.entries) complete_ = false;
  }

  const txn::Effect& effect_;
  const Side& before_;
  const Side& after_;
  std::size_t left_;
  const std::function<bool(const Leaf&)>& visit_;
  bool complete_ = true;
};

}  // namespace

bool each_leaf(const txn::Effect& effect, const Side& before, const Side& after, std::size_t limit,
               const std::function<bool(const Leaf&)>& visit) {
  return Leaves(effect, before, after, limit, visit).run();
}

}  // namespace workspace
