#include "watched_workspace.h"

#include "base/file.h"
#include "base/paths.h"

namespace engine {

namespace {

struct Busy {
  explicit Busy(int& count) : count_(count) { ++count_; }
  Busy(const Busy&) = delete;
  ~Busy() { --count_; }
  int& count_;
};

}  // namespace

base::Result<workspace::Step> WatchedWorkspace::write(std::string id, std::string what, std::vector<FileWrite> files) {
  for (const auto& file : files) {
    if (!may_write_) break;
    const std::string named = base::normalize(base::join(root(), file.path));
    std::string real = named;
    // What a link leads to is what is written; what leads outside is refused by whoever writes.
    if (file.bytes)
      if (auto found = inner_->resolve(file.path)) real = *std::move(found);
    const auto change = !file.bytes ? workspace::Change::deleted : base::exists(real) ? workspace::Change::modified : workspace::Change::created;
    for (const std::string& path : {named, real})
      if (const auto why = may_write_(base::relative(path, root()), change); !why.empty())
        return base::fail(base::Code::denied, "refused, nothing was changed: " + why);
  }
  return inner_->write(std::move(id), std::move(what), std::move(files));
}

io::Task<base::Result<workspace::Workspace::Command>> WatchedWorkspace::before_command(std::string id, std::string what) {
  const Busy busy(busy_);
  co_return co_await inner_->before_command(std::move(id), std::move(what));
}

io::Task<base::Result<workspace::Step>> WatchedWorkspace::after_command(std::uint64_t number) {
  const Busy busy(busy_);
  co_return co_await inner_->after_command(number);
}

io::Task<base::Result<workspace::Step>> WatchedWorkspace::next_command(std::string id, std::string what) {
  const Busy busy(busy_);
  co_return co_await inner_->next_command(std::move(id), std::move(what));
}

io::Task<base::Result<std::unique_ptr<workspace::Workspace::Scratch>>> WatchedWorkspace::scratch(
    Tree tree, std::vector<workspace::Shown> shown) {
  const Busy busy(busy_);
  co_return co_await inner_->scratch(tree, std::move(shown));
}

io::Task<base::Result<std::string>> WatchedWorkspace::fork(Tree tree, std::string into, bool with_git,
                                                           std::uint64_t bytes_max) {
  const Busy busy(busy_);
  co_return co_await inner_->fork(tree, std::move(into), with_git, bytes_max);
}

io::Task<base::Result<std::string>> WatchedWorkspace::tree_hash() {
  const Busy busy(busy_);
  co_return co_await inner_->tree_hash();
}

io::Task<base::Result<workspace::Workspace::Hashes>> WatchedWorkspace::tree_hashes() {
  const Busy busy(busy_);
  co_return co_await inner_->tree_hashes();
}

}  // namespace engine
