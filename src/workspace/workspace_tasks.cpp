// The heavy functions, on the pool. Apart from the rest because io/loop.h is the costliest header.

#include "file_workspace.h"
#include "base/try.h"
#include "io/loop.h"

namespace workspace {

io::Task<base::Result<Workspace::Command>> FileWorkspace::before_command(std::string id, std::string what) {
  std::function<base::Result<>(std::stop_token)> work = [&](std::stop_token stop) {
    return begin_command(std::move(id), std::move(what), std::move(stop));
  };
  CO_TRY_DO(co_await io::offload(std::move(work)));
  co_return Command{};
}

io::Task<base::Result<std::unique_ptr<Workspace::Scratch>>> FileWorkspace::scratch(Tree, std::vector<Shown>) {
  co_return base::fail(base::Code::unsupported, "no overlays here: only copies of the tree");
}

io::Task<base::Result<Step>> FileWorkspace::after_command(std::uint64_t) {
  std::function<base::Result<Step>(std::stop_token)> work = [this](std::stop_token) {
    return end_command();
  };
  co_return co_await io::offload(std::move(work));
}

io::Task<base::Result<Step>> FileWorkspace::next_command(std::string id, std::string what) {
  std::function<base::Result<Step>(std::stop_token)> work = [&](std::stop_token) {
    return turn_command(std::move(id), std::move(what));
  };
  co_return co_await io::offload(std::move(work));
}

io::Task<base::Result<std::string>> FileWorkspace::fork(Tree tree, std::string into, bool with_git,
                                                        std::uint64_t bytes_max) {
  std::function<base::Result<std::string>(std::stop_token)> work = [&](std::stop_token stop) {
    return make_fork(tree, into, with_git, bytes_max, std::move(stop));
  };
  co_return co_await io::offload(std::move(work));
}

io::Task<base::Result<std::string>> FileWorkspace::tree_hash() {
  std::function<base::Result<Hashes>(std::stop_token)> work = [this](std::stop_token stop) {
    return hash_tree(Wanted::now, std::move(stop));
  };
  CO_TRY(auto hashes, co_await io::offload(std::move(work)));
  co_return std::move(hashes.now);
}

io::Task<base::Result<Workspace::Hashes>> FileWorkspace::tree_hashes() {
  std::function<base::Result<Hashes>(std::stop_token)> work = [this](std::stop_token stop) {
    return hash_tree(Wanted::both, std::move(stop));
  };
  co_return co_await io::offload(std::move(work));
}

}  // namespace workspace
