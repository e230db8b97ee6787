#include "watched_workspace.h"

namespace engine {

namespace {

struct Busy {
  explicit Busy(int& count) : count_(count) { ++count_; }
  Busy(const Busy&) = delete;
  ~Busy() { --count_; }
  int& count_;
};

}  // namespace

io::Task<base::Result<workspace::Workspace::Command>> WatchedWorkspace::before_command(std::string id, std::string what) {
  const Busy busy(busy_);
  co_return co_await inner_->before_command(std::move(id), std::move(what));
}

io::Task<base::Result<workspace::Step>> WatchedWorkspace::after_command(std::uint64_t number) {
  const Busy busy(busy_);
  co_return co_await inner_->after_command(number);
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
